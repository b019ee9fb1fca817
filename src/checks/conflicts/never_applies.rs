//! A rule whose conditions can never hold together.

use super::asked::{Asked, Verdict};
use super::{undecided, words};
use crate::checks::encode::clauses;
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::model::segments::in_force;
use crate::model::{Expr, Redemption, Rule};
use crate::source::Span;

/// See `docs/findings/never-applies.md`.
pub static NEVER_APPLIES: Code =
    Code {
        name: "never-applies", severity: Severity::Error, zh: "条件永远不会成立", en: "Conditions can never hold"
    };

/// An item with conditions of its own.
pub struct Conditional<'a> {
    pub zh: String,
    pub en: String,
    pub span: Span,
    pub when: &'a [Expr],
    pub dates: &'a Option<crate::model::Dates>,
}

impl<'a> Conditional<'a> {
    fn rule(rule: &'a Rule) -> Self {
        let name = &rule.name.name.name;
        let (zh, en) = (format!("规则“{name}”"), format!("The rule “{name}”"));
        Conditional { zh, en, span: rule.name.span, when: &rule.when, dates: &rule.dates }
    }

    fn redemption(redemption: &'a Redemption) -> Self {
        let name = &redemption.name.name.name;
        let (zh, en) = (format!("兑换“{name}”"), format!("The redemption “{name}”"));
        Conditional { zh, en, span: redemption.name.span, when: &redemption.when, dates: &redemption.dates }
    }
}

/// The rules of an activity, or the redemption: what has conditions beside 资格.
pub fn conditional<'a>(asked: &Asked<'a>) -> Vec<Conditional<'a>> {
    use crate::checks::encode::Act;
    match asked.act {
        Act::Redeem(id) => asked.policy.redemptions.get(id.0).map(Conditional::redemption).into_iter().collect(),
        Act::Event(activity) => {
            let own = |rule: &&Rule| match rule.pays {
                crate::model::Pays::Award { activity: of, .. } => of == activity,
                crate::model::Pays::Bonus { .. } => false,
            };
            asked.policy.rules.iter().filter(own).map(Conditional::rule).collect()
        }
    }
}

/// What is found for one act.
pub fn find(asked: &Asked<'_>) -> Vec<Finding> {
    conditional(asked).iter().filter(|item| !item.when.is_empty()).filter_map(|item| one(asked, item)).collect()
}

fn one(asked: &Asked<'_>, item: &Conditional<'_>) -> Option<Finding> {
    let own = clauses(item.when);
    let verdict = asked.ask(|scene| {
        let here = in_force(item.dates, scene.stretch.from);
        here.then(|| own.iter().map(|clause| scene.condition(clause)).collect())
    });
    match verdict {
        Verdict::Possible(..) | Verdict::Nowhere => None,
        Verdict::Never(places) => {
            let clashing: Vec<&Expr> = places.iter().filter_map(|place| own.get(*place).copied()).collect();
            Some(never(asked, item, &clashing))
        }
        Verdict::Unknown(places) => {
            let question = Message::new(
                format!("{}的条件能不能成立", item.zh),
                format!("whether the conditions of {} can hold", lower(&item.en)),
            );
            let because: Vec<Span> = places.iter().filter_map(|place| own.get(*place)).map(|c| c.span).collect();
            Some(undecided::finding(item.span, &question, &because))
        }
    }
}

/// “The rule …” within a sentence.
pub fn lower(text: &str) -> String {
    text.strip_prefix("The ").map_or_else(|| text.to_string(), |rest| format!("the {rest}"))
}

fn never(asked: &Asked<'_>, item: &Conditional<'_>, clashing: &[&Expr]) -> Finding {
    let listed = words::listed(asked.policy, clashing);
    let what = match clashing {
        [_] => Message::new(
            format!("{}永远用不上：{}不可能成立。", item.zh, listed.zh),
            format!("{} never applies: {} can never hold.", item.en, listed.en),
        ),
        _ => Message::new(
            format!("{}永远用不上：{}不可能同时成立。", item.zh, listed.zh),
            format!("{} never applies: {} can never hold together.", item.en, listed.en),
        ),
    };
    let help = Message::new("改正其中一个条件，或者删去这一条。", "Correct one of the conditions, or remove the item.");
    words::clashing(Finding::new(&NEVER_APPLIES, item.span, what).help(help), clashing)
}
