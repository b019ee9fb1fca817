//! A rule that is there under another name, with everything else the same: probably renamed.

use super::parts::{About, What, parts};
use super::side::Side;
use super::sites::acts;
use crate::diagnostics::Message;
use crate::model::{Policy, Rule};

/// How a rule reads: its parts, by what they are.
type Body = Vec<(What, String)>;

/// To say so by 原名, where a rule that is new reads like one that is gone.
pub fn hint(old: &Side<'_>, new: &Side<'_>, about: &About) -> Option<Message> {
    let About::Rule(key) = about else { return None };
    let (before, after) = (old.last()?, new.last()?);
    let is_new = after.rules.iter().find(|rule| rule.key == *key && !has(before, rule))?;
    let body = body(new, &is_new.key);
    let gone = before.rules.iter().filter(|rule| !has(after, rule));
    let was = gone.into_iter().find(|rule| !body.is_empty() && self::body(old, &rule.key) == body)?;
    let (name, now) = (&was.name.name, &is_new.name.name);
    // The code or, where it had none, the name under which what is used was kept.
    let key = &was.key;
    let zh = format!("“{}”写得和原来的“{}”一样。", now.name, name.name);
    let en = format!("“{}” reads like “{}” before.", now.key(), name.key());
    Some(Message::new(
        format!("{zh}如果只是改名，在规则里写“原名 {key}”，用量就接着算。"),
        format!("{en} If it was only renamed, write “formerly {key}” in the rule, so that what was used still counts."),
    ))
}

fn has(policy: &Policy, rule: &Rule) -> bool {
    policy.rules.iter().any(|other| other.key == rule.key)
}

fn body(side: &Side<'_>, key: &str) -> Body {
    let Some(stretch) = side.stretches().last().copied() else { return Body::new() };
    let Some(policy) = side.policy(stretch) else { return Body::new() };
    let about = About::Rule(key.to_owned());
    let all = acts(policy).into_iter().flat_map(|(_, act)| parts(side, stretch, act));
    all.filter(|((of, _), _)| *of == about).map(|((_, what), part)| (what, part.shape)).collect()
}
