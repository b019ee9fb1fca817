//! 资格 that nobody can fulfil.

use super::asked::{Question, Verdict, Version};
use super::words;
use crate::checks::encode::{Act, clauses};
use crate::diagnostics::{Code, Finding, Message, Severity};

/// See `docs/findings/eligibility-contradicts.md`.
pub static ELIGIBILITY_CONTRADICTS: Code = Code {
    name: "eligibility-contradicts",
    severity: Severity::Error,
    zh: "没有人能有资格",
    en: "Nobody can be eligible",
};

/// What is found in one version: 资格 reads nothing of an act, so that one of each kind speaks for all.
pub fn find(version: &Version<'_>) -> Vec<Finding> {
    [true, false].into_iter().filter_map(|earning| one(version, earning)).collect()
}

fn one(version: &Version<'_>, earning: bool) -> Option<Finding> {
    let asked = version.acts.iter().find(|asked| matches!(asked.act, Act::Event(_)) == earning)?;
    let verdict = asked.ask(|scene| {
        let own: Vec<_> = scene.gates().flat_map(|gate| clauses(&gate.when)).collect();
        (!own.is_empty()).then(|| Question::conditions(scene, own))
    });
    let Verdict::Never(core) = verdict else { return None };
    let first = core.clauses.first()?;
    let listed = words::listed(version.policy, &core.clauses);
    let (zh, en) = if earning { ("得分", "earn") } else { ("兑换", "redeem") };
    let together = words::together(core.clauses.len());
    let what = Message::new(
        format!("没有人能有{zh}的资格：{}不可能{}成立。", listed.zh, together.0),
        format!("Nobody is eligible to {en}: {} can never hold{}.", listed.en, together.1),
    );
    let help = Message::new("改正其中一个条件。", "Correct one of the conditions.");
    let rest = core.clauses.get(1..).unwrap_or_default();
    Some(words::clashing(Finding::new(&ELIGIBILITY_CONTRADICTS, first.span, what).help(help), rest))
}
