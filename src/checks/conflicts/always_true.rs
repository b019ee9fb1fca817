//! A condition that always holds where it is looked at.

use super::asked::{Core, Question, Verdict, Version, ask};
use super::conditional::{Conditional, Kind, bases, is_definition, varies};
use super::undecided::{MOST_CONDITIONS, too_many};
use super::words;
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::logic::Formula;
use crate::model::Expr;

/// See `docs/findings/always-true.md`.
pub static ALWAYS_TRUE: Code =
    Code { name: "always-true", severity: Severity::Warning, zh: "条件总是成立", en: "A condition always holds" };

/// What is found in one version.
pub fn find<'a>(version: &Version<'a>, items: &[Conditional<'a>]) -> Vec<Finding> {
    let of_item = |item: &Conditional<'a>| {
        if item.clauses.len() > MOST_CONDITIONS {
            return vec![too_many(item.span, &item.owner, item.clauses.len())];
        }
        let found = (0..item.clauses.len()).filter_map(|place| one(version, item, place));
        found.collect::<Vec<_>>()
    };
    items.iter().flat_map(of_item).collect()
}

/// A clause is always true if it cannot fail where 资格 and the clauses before it hold.
fn one<'a>(version: &Version<'a>, item: &Conditional<'a>, place: usize) -> Option<Finding> {
    let clause = *item.clauses.get(place)?;
    let elsewhere = item.kind != Kind::Definition && is_definition(clause) && definition_is_constant(version, clause);
    if elsewhere || !varies(version.policy, clause) {
        return None;
    }
    let core = never_fails(version, item, place)?;
    Some(finding(version, item, clause, &core))
}

/// Why a clause cannot fail; none if it can, or if the clauses before it can never hold: then that is what is found.
pub fn never_fails<'a>(version: &Version<'a>, item: &Conditional<'a>, place: usize) -> Option<Core<'a>> {
    let (clause, before) = (item.clauses.get(place)?, item.clauses.get(..place)?);
    let asked = |fails: bool| {
        ask(item.asked(version), |scene| {
            let known = || item.known(scene).also(scene, before.iter().copied());
            let question = || if fails { known().so(scene.condition(clause).map(Formula::not)) } else { known() };
            item.is_in_force(scene).then(question)
        })
    };
    match asked(true) {
        Verdict::Never(core) if matches!(asked(false), Verdict::Possible(..)) => Some(core),
        _ => None,
    }
}

/// Whether a definition always holds or never does, whatever it is used for.
fn definition_is_constant(version: &Version<'_>, clause: &Expr) -> bool {
    let Some(act) = version.acts.iter().find(|act| act.scenes.iter().any(|s| s.condition(clause).is_ok())) else {
        return false;
    };
    let never = |fails: bool| {
        let verdict = act.ask(|scene| {
            let holds = scene.condition(clause);
            Some(Question::conditions(scene, []).so(if fails { holds.map(Formula::not) } else { holds }))
        });
        matches!(verdict, Verdict::Never(_))
    };
    never(true) || never(false)
}

fn finding(version: &Version<'_>, item: &Conditional<'_>, clause: &Expr, core: &Core<'_>) -> Finding {
    let text = words::condition(version.policy, clause);
    let why = match (core.clauses.as_slice(), item.kind) {
        ([], Kind::Bonus(id)) if core.other => {
            let names = words::names(bases(version.policy, id).iter().map(|(_, rule)| &rule.name));
            Message::new(
                format!("{}给分时它必然成立。", names.zh),
                format!("It holds wherever {} grants anything.", names.en),
            )
        }
        ([], _) => Message::new(
            "这里的信息项只能取使它成立的值。",
            "The fields in it can only have values for which it holds.",
        ),
        (because, _) => {
            let listed = words::listed(version.policy, because);
            Message::new(format!("{}成立时它必然成立。", listed.zh), format!("It holds wherever {} holds.", listed.en))
        }
    };
    let what = Message::new(
        format!("{}的条件“{}”总是成立，写不写都一样。", item.owner.zh, text.zh),
        format!("{} has a condition that always holds: “{}”.", item.owner.en, text.en),
    );
    let help =
        Message::new("删去这个条件，或者改成想写的条件。", "Remove the condition, or write the one that was meant.");
    Finding::new(&ALWAYS_TRUE, clause.span, what).why(why).help(help)
}
