//! Two rules that always pay for the same acts, and the same.

use super::asked::{Asked, Question, Verdict, Version};
use super::pairs::{self, Numbered};
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::model::Together;

/// See `docs/findings/same-award-twice.md`.
pub static SAME_AWARD_TWICE: Code = Code {
    name: "same-award-twice",
    severity: Severity::Warning,
    zh: "同样的奖励写了两次",
    en: "The same award is written twice",
};

/// What is found in one version: once for each rule, beside the first like it.
pub fn find(version: &Version<'_>) -> Vec<Finding> {
    pairs::beside_the_first(version, |act, a, b| if open(version, a, b) { finding(version, act, a, b) } else { None })
}

/// Whether both would pay: where only the higher one counts, another finding says that the later never does. A rule that says
/// itself that it is added means it.
fn open(version: &Version<'_>, a: Numbered<'_>, b: Numbered<'_>) -> bool {
    let added = version.policy.choices.together != Some(Together::Highest);
    let silent = a.1.together.is_none() && b.1.together.is_none();
    let alike = a.1.dimension() == b.1.dimension() && pairs::is_plain(a.1) && pairs::is_plain(b.1);
    added && silent && alike && !pairs::share_a_group(version, a.0, b.0)
}

fn finding<'a>(version: &Version<'a>, act: &Asked<'a>, a: Numbered<'_>, b: Numbered<'_>) -> Option<Finding> {
    let on_the_same_days = act.scenes.iter().all(|scene| pairs::here(scene, a.1) == pairs::here(scene, b.1));
    let differ = |scene: &crate::checks::encode::Scene<'_>| {
        let question = || Question::conditions(scene, []).and(scene.eligible()).so(pairs::unlike(scene, a, b));
        pairs::here(scene, a.1).then(question)
    };
    if !on_the_same_days || !matches!(act.ask(differ), Verdict::Never(_)) {
        return None;
    }
    let shown = pairs::example(version, act, a, b)?;
    let (first, second) = (&a.1.name.name.name, &b.1.name.name.name);
    let what = Message::new(
        format!("规则“{second}”和“{first}”总是为同一次活动给同样多的分，看来是同一项奖励写了两次。"),
        format!(
            "The rules “{second}” and “{first}” always pay for the same acts, and the same: it looks like one award written twice."
        ),
    );
    let help = Message::new(
        "删去其中一条；确实要给两份的，在其中一条写“并得 相加”。",
        "Remove one of them; if both are meant, write “together add” in one.",
    );
    let finding = Finding::new(&SAME_AWARD_TWICE, b.1.name.span, what)
        .label(Message::new("又写了一次", "written again"))
        .and(a.1.name.span, Message::new("先写在这里", "first here"));
    Some(finding.example(shown.example).help(help))
}
