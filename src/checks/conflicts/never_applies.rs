//! Something whose conditions can never hold together.

use super::asked::{Question, Verdict, Version, ask};
use super::conditional::{Conditional, Kind, bases, is_definition, varies};
use super::{undecided, words};
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::model::{Expr, RuleId};
use crate::source::Span;

/// See `docs/findings/never-applies.md`.
pub static NEVER_APPLIES: Code =
    Code {
        name: "never-applies", severity: Severity::Error, zh: "条件永远不会成立", en: "Conditions can never hold"
    };

/// What is found in one version.
pub fn find<'a>(version: &Version<'a>, items: &[Conditional<'a>]) -> Vec<Finding> {
    // Of 资格 another finding speaks.
    items.iter().filter(|item| !matches!(item.kind, Kind::Gate(_))).filter_map(|item| one(version, item)).collect()
}

/// Whether the conditions of something can hold at all, whoever may do it.
pub fn alone<'s, 'a>(version: &'s Version<'a>, item: &Conditional<'a>) -> Verdict<'s, 'a> {
    ask(item.asked(version), |scene| {
        item.is_in_force(scene).then(|| Question::conditions(scene, item.clauses.iter().copied()))
    })
}

fn one<'a>(version: &Version<'a>, item: &Conditional<'a>) -> Option<Finding> {
    match alone(version, item) {
        Verdict::Nowhere => None,
        Verdict::Possible(..) => match item.kind {
            Kind::Bonus(id) => beside_bases(version, item, id),
            _ => None,
        },
        Verdict::Never(core) => {
            let stated = |clause: &&Expr| varies(version.policy, clause);
            let elsewhere =
                item.kind != Kind::Definition && matches!(core.clauses.as_slice(), [only] if is_definition(only));
            (core.clauses.iter().any(stated) && !elsewhere).then(|| never(version, item, &core.clauses))
        }
        Verdict::Unknown(clauses) => {
            let question = Message::new(
                format!("{}的条件能不能成立", item.owner.zh),
                format!("whether the conditions of {} can hold", words::lower(&item.owner.en)),
            );
            let because: Vec<Span> = clauses.iter().map(|clause| clause.span).collect();
            Some(undecided::finding(item.span, &question, &because))
        }
    }
}

/// A bonus none of whose bases pays where it holds.
fn beside_bases<'a>(version: &Version<'a>, item: &Conditional<'a>, id: RuleId) -> Option<Finding> {
    let possible = |with: bool| {
        ask(item.asked(version), |scene| {
            let own = if with { item.clauses.clone() } else { Vec::new() };
            let question = item.beside_bases(scene, Question::conditions(scene, own));
            item.is_in_force(scene).then_some(question)
        })
    };
    let Verdict::Possible(..) = possible(false) else { return None };
    let Verdict::Never(core) = possible(true) else { return None };
    let bases = bases(version.policy, id);
    let name = words::names(bases.iter().map(|(_, rule)| &rule.name));
    let what = Message::new(
        format!("{}永远用不上：它的条件成立时，{}都不给分。", item.owner.zh, name.zh),
        format!("{} never applies: where its conditions hold, nothing is granted by {}.", item.owner.en, name.en),
    );
    let help = Message::new(
        "改正加成的条件，或者改写它所依的规则。",
        "Correct the conditions of the bonus, or write other base rules.",
    );
    let finding = Finding::new(&NEVER_APPLIES, item.span, what).help(help);
    let label = |finding: Finding, clause: &&Expr| {
        finding.and(clause.span, Message::new("和其他几处不能同时成立", "this cannot hold together with the others"))
    };
    Some(bases.iter().filter(|_| core.other).fold(core.clauses.iter().fold(finding, label), |finding, (_, base)| {
        finding.and(base.name.span, Message::new("所依规则", "a base rule"))
    }))
}

fn never(version: &Version<'_>, item: &Conditional<'_>, clashing: &[&Expr]) -> Finding {
    let listed = words::listed(version.policy, clashing);
    let (zh, en) = words::together(clashing.len());
    let what = Message::new(
        format!("{}：{}不可能{zh}成立。", item.never.zh, listed.zh),
        format!("{}: {} can never hold{en}.", item.never.en, listed.en),
    );
    let help = Message::new("改正其中一个条件，或者删去这一条。", "Correct one of the conditions, or remove the item.");
    words::clashing(Finding::new(&NEVER_APPLIES, item.span, what).help(help), clashing)
}
