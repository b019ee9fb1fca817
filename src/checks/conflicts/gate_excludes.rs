//! A rule or redemption that only those may have who are not eligible.

use super::asked::{Asked, Verdict};
use super::never_applies::{Conditional, conditional};
use super::words;
use crate::checks::encode::{Scene, clauses};
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::logic::Formula;
use crate::model::Expr;
use crate::model::segments::in_force;

/// See `docs/findings/eligibility-excludes-condition.md`.
pub static GATE_EXCLUDES: Code = Code {
    name: "eligibility-excludes-condition",
    severity: Severity::Error,
    zh: "有资格的人都不符合条件",
    en: "Nobody who is eligible fulfils the condition",
};

/// What is found for one act: its conditions can hold, and 资格 can, but not both.
pub fn find(asked: &Asked<'_>) -> Vec<Finding> {
    conditional(asked).iter().filter(|item| !item.when.is_empty()).filter_map(|item| one(asked, item)).collect()
}

fn gates_of<'a>(scene: &Scene<'a>) -> Vec<&'a Expr> {
    scene.gates().flat_map(|gate| clauses(&gate.when)).collect()
}

fn one(asked: &Asked<'_>, item: &Conditional<'_>) -> Option<Finding> {
    let own = clauses(item.when);
    let possible = |clauses: &dyn Fn(&Scene<'_>) -> Vec<Formula>| {
        let verdict = asked.ask(|scene| in_force(item.dates, scene.stretch.from).then(|| Ok(clauses(scene))));
        !matches!(verdict, Verdict::Never(_))
    };
    let conditions = |scene: &Scene<'_>, exprs: &[&Expr]| -> Vec<Formula> {
        exprs.iter().filter_map(|clause| scene.condition(clause).ok()).collect()
    };
    let alone = possible(&|scene| conditions(scene, &own)) && possible(&|scene| conditions(scene, &gates_of(scene)));
    if !alone {
        return None;
    }
    let verdict = asked.ask(|scene| {
        let all = gates_of(scene).into_iter().chain(own.iter().copied());
        in_force(item.dates, scene.stretch.from).then(|| all.map(|clause| scene.condition(clause)).collect())
    });
    let Verdict::Never(places) = verdict else { return None };
    let first = asked.scenes.iter().find(|scene| in_force(item.dates, scene.stretch.from))?;
    let all: Vec<&Expr> = gates_of(first).into_iter().chain(own.iter().copied()).collect();
    let clashing: Vec<&Expr> = places.iter().filter_map(|place| all.get(*place).copied()).collect();
    let listed = words::listed(asked.policy, &clashing);
    let what = Message::new(
        format!("有资格的人都用不上{}：{}不可能同时成立。", item.zh, listed.zh),
        format!("{} never applies to anybody who is eligible: {} can never hold together.", item.en, listed.en),
    );
    let help = Message::new("改正资格或者这里的条件。", "Correct the eligibility or the condition here.");
    Some(words::clashing(Finding::new(&GATE_EXCLUDES, item.span, what).help(help), &clashing))
}
