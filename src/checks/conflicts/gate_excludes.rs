//! Something that only those may have who are not eligible.

use super::asked::{Question, Verdict, Version, ask};
use super::conditional::{Conditional, Kind};
use super::{never_applies, words};
use crate::checks::encode::Scene;
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::model::Expr;

/// See `docs/findings/eligibility-excludes-condition.md`.
pub static GATE_EXCLUDES: Code = Code {
    name: "eligibility-excludes-condition",
    severity: Severity::Error,
    zh: "有资格的人都不符合条件",
    en: "Nobody who is eligible fulfils the condition",
};

/// What is found in one version: conditions can hold, and 资格 can, but not both.
pub fn find<'a>(version: &Version<'a>, items: &[Conditional<'a>]) -> Vec<Finding> {
    let behind = |item: &&Conditional| !matches!(item.kind, Kind::Gate(_) | Kind::Definition);
    items.iter().filter(behind).filter_map(|item| one(version, item)).collect()
}

fn one<'a>(version: &Version<'a>, item: &Conditional<'a>) -> Option<Finding> {
    let asked = |clauses: &dyn Fn(&Scene<'a>) -> Vec<&'a Expr>| {
        ask(item.asked(version), |scene| item.is_in_force(scene).then(|| Question::conditions(scene, clauses(scene))))
    };
    let gates = |scene: &Scene<'a>| item.gates(scene);
    let both = |scene: &Scene<'a>| item.gates(scene).into_iter().chain(item.clauses.iter().copied()).collect();
    let Verdict::Never(core) = asked(&both) else { return None };
    let alone = !matches!(never_applies::alone(version, item), Verdict::Never(_));
    if !alone || matches!(asked(&gates), Verdict::Never(_)) {
        return None;
    }
    let listed = words::listed(version.policy, &core.clauses);
    let what = Message::new(
        format!("有资格的人都用不上{}：{}不可能同时成立。", item.owner.zh, listed.zh),
        format!("{} never applies to anybody who is eligible: {} can never hold together.", item.owner.en, listed.en),
    );
    let help = Message::new("改正资格或者这里的条件。", "Correct the eligibility or the condition here.");
    Some(words::clashing(Finding::new(&GATE_EXCLUDES, item.span, what).help(help), &core.clauses))
}
