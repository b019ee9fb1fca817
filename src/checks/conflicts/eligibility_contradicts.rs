//! 资格 that nobody can fulfil.

use super::asked::{Asked, Verdict};
use super::words;
use crate::checks::encode::{Act, clauses};
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::model::Expr;

/// See `docs/findings/eligibility-contradicts.md`.
pub static ELIGIBILITY_CONTRADICTS: Code = Code {
    name: "eligibility-contradicts",
    severity: Severity::Error,
    zh: "没有人能有资格",
    en: "Nobody can be eligible",
};

/// The clauses of 资格 for an act.
pub fn gate_clauses<'a>(asked: &Asked<'a>) -> Vec<&'a Expr> {
    let earning = matches!(asked.act, Act::Event(_));
    asked.policy.gates.iter().filter(|gate| gate.earning == earning).flat_map(|gate| clauses(&gate.when)).collect()
}

/// What is found for one act.
pub fn find(asked: &Asked<'_>) -> Vec<Finding> {
    let verdict = asked.ask(|scene| {
        let own: Vec<&Expr> = scene.gates().flat_map(|gate| clauses(&gate.when)).collect();
        (!own.is_empty()).then(|| own.iter().map(|clause| scene.condition(clause)).collect())
    });
    let Verdict::Never(places) = verdict else { return Vec::new() };
    let own = gate_clauses(asked);
    let clashing: Vec<&Expr> = places.iter().filter_map(|place| own.get(*place).copied()).collect();
    let Some(first) = clashing.first() else { return Vec::new() };
    let listed = words::listed(asked.policy, &clashing);
    let (zh, en) = if matches!(asked.act, Act::Event(_)) { ("得分", "earn") } else { ("兑换", "redeem") };
    let what = Message::new(
        format!("没有人能有{zh}的资格：{}不可能{}成立。", listed.zh, if clashing.len() > 1 { "同时" } else { "" }),
        format!(
            "Nobody is eligible to {en}: {} can never hold{}.",
            listed.en,
            if clashing.len() > 1 { " together" } else { "" }
        ),
    );
    let help = Message::new("改正其中一个条件。", "Correct one of the conditions.");
    let rest = clashing.get(1..).unwrap_or_default();
    let finding = Finding::new(&ELIGIBILITY_CONTRADICTS, first.span, what).help(help);
    vec![words::clashing(finding, rest)]
}
