//! Rules of two dimensions that pay for one act, where nothing says that both are meant.

use super::asked::{Asked, Version};
use super::pairs::{self, Numbered};
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::model::Rule;

/// See `docs/findings/pays-in-two-dimensions.md`.
pub static PAYS_IN_TWO_DIMENSIONS: Code = Code {
    name: "pays-in-two-dimensions",
    severity: Severity::Warning,
    zh: "同一次活动在两个维度都得分",
    en: "One act pays in two dimensions",
};

/// What is found in one version: once for each rule, beside the first it meets.
pub fn find(version: &Version<'_>) -> Vec<Finding> {
    let may_meet = |act: &Asked<'_>, a, b| open(version, a, b) && !pairs::plainly_apart(act, a, b);
    pairs::beside_the_first(version, &PAYS_IN_TWO_DIMENSIONS, may_meet, |act, a, b| finding(version, act, a, b))
}

/// Whether nothing written speaks of the two.
fn open(version: &Version<'_>, a: Numbered<'_>, b: Numbered<'_>) -> bool {
    let silent = |rule: &Rule| rule.together.is_none();
    let apart = a.1.dimension() != b.1.dimension();
    apart && silent(a.1) && silent(b.1) && !pairs::share_a_group(version, a.0, b.0)
}

fn finding<'a>(version: &Version<'a>, act: &Asked<'a>, a: Numbered<'_>, b: Numbered<'_>) -> Option<Finding> {
    let shown = pairs::example(version, act, a, b)?;
    let (first, second) = (&a.1.name.name.name, &b.1.name.name.name);
    let what = Message::new(
        format!("同一次活动，规则“{first}”和“{second}”在两个维度都给分，没有写明是不是两份都给。"),
        format!(
            "The rules “{first}” and “{second}” pay for one act in two dimensions, and whether both are meant is not stated."
        ),
    );
    let help = Message::new(
        "两份都给的，在其中一条写“并得 相加”；只给一份的，把两条写进同一个组。",
        "If both are meant, write “together add” in one of them; if only one is, put both into one group.",
    );
    let finding = Finding::new(&PAYS_IN_TWO_DIMENSIONS, b.1.name.span, what)
        .label(Message::new("这一条", "this one"))
        .and(a.1.name.span, Message::new("和这一条", "and this one"));
    Some(finding.example(shown.example).help(help))
}
