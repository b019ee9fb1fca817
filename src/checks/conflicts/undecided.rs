//! What could not be decided, by name.

use super::asked::Version;
use crate::checks::encode::{DEEPEST, MOST_EXCEPTIONS};
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::model::{Named, Rule, RuleId};
use crate::source::Span;

/// A question about a rule could not be decided.
pub static UNDECIDED: Code = Code {
    name: "could-not-decide",
    severity: Severity::Note,
    zh: "有一个问题没能得出结论",
    en: "A question could not be decided",
};

/// Says which question, and because of which condition or formula.
pub fn finding(at: Span, question: &Message, because: &[Span]) -> Finding {
    let what = Message::new(
        format!("没能得出结论：{}。", question.zh),
        format!("This could not be decided: {}.", question.en),
    );
    let why = Message::new(
        "其中的算式太复杂：两个会变的数相乘、相除，或者同时牵涉的数太多。",
        "The formulas in it are too intricate: numbers that vary are multiplied or divided, or too many depend on each other.",
    );
    let help = Message::new("用案例说明预期的结果。", "State in cases what is expected.");
    let finding = Finding::new(&UNDECIDED, at, what).why(why).help(help);
    because
        .iter()
        .filter(|span| **span != at)
        .fold(finding, |finding, span| finding.and(*span, Message::new("因为这里", "because of this")))
}

/// More conditions of one item, or parts of one “或”, than are looked at one by one: the work grows with their square.
pub const MOST_CONDITIONS: usize = 100;

/// Says that conditions are too many to be looked at one by one.
pub fn too_many(at: Span, owner: &Message, count: usize) -> Finding {
    let what = Message::new(
        format!("{}的条件多达 {count} 个，没有逐个检验是否多余、能否成立。", owner.zh),
        format!("{} has {count} conditions: whether each is needed and can hold was not examined.", owner.en),
    );
    let why = Message::new(
        format!("逐个检验的条件至多 {MOST_CONDITIONS} 个。"),
        format!("At most {MOST_CONDITIONS} are examined one by one."),
    );
    let help =
        Message::new("把条件写成表，或者分成几条规则。", "Write the conditions as a table, or as several rules.");
    Finding::new(&UNDECIDED, at, what).why(why).help(help)
}

/// Pairs of rules about which it is asked whether both can hold, beside those of which it is plain.
pub const MOST_PAIRS: usize = 500_000;

/// Says that the pairs of rules are too many to be asked about one by one.
pub fn too_many_pairs(at: Span, question: &Message) -> Finding {
    let what = Message::new(
        format!("两两相比的规则太多，没有全部检验{}。", question.zh),
        format!("There are too many pairs of rules; of some it was not examined {}.", question.en),
    );
    let why = Message::new(
        format!("一眼看不出不会同时成立的，至多检验 {MOST_PAIRS} 对。"),
        format!("Of rules that are not plainly apart, at most {MOST_PAIRS} pairs are examined."),
    );
    let help = Message::new(
        "给规则写上各不相同的简单条件，例如角色、年龄段。",
        "State simple conditions that tell the rules apart, such as a role or a band of ages.",
    );
    Finding::new(&UNDECIDED, at, what).why(why).help(help)
}

/// The rules of a version with more exceptions than are looked at: one note, at the first.
pub fn excepted_too_often(version: &Version<'_>) -> Vec<Finding> {
    let rules = (0..).map(RuleId).zip(&version.policy.rules);
    let scenes = || version.acts.iter().flat_map(|act| &act.scenes);
    let all: Vec<&Rule> =
        rules.filter(|(id, _)| scenes().any(|scene| scene.excepted_too_often(*id))).map(|(_, rule)| rule).collect();
    let Some(first) = all.first() else { return Vec::new() };
    let (name, count) = (&first.name.name.name, all.len());
    let what = Message::new(
        format!("从“{name}”起，有 {count} 条规则的例外太多，没有检验它们能不能成立、和别的规则是不是矛盾。"),
        format!(
            "Of {count} rules, from “{name}” on, there are too many exceptions: whether they can hold, and how they meet others, was not examined."
        ),
    );
    let why = Message::new(
        format!("连同例外的例外，一条规则至多看 {MOST_EXCEPTIONS} 个，至多 {DEEPEST} 层。"),
        format!("With exceptions to exceptions, at most {MOST_EXCEPTIONS} of a rule are looked at, {DEEPEST} deep."),
    );
    let help = Message::new(
        "少写几层例外，用条件把规则分开。",
        "Write fewer layers of exceptions; tell the rules apart by their conditions.",
    );
    vec![Finding::new(&UNDECIDED, first.name.span, what).why(why).help(help)]
}

/// Says that no more of one kind were looked for in an activity.
pub fn too_many_findings(activity: &Named, code: &Code, count: usize) -> Finding {
    let (name, kind) = (&activity.name.name, code);
    let what = Message::new(
        format!("活动“{name}”里，“{}”已有 {count} 处，其余没有再检查。", kind.zh),
        format!(
            "Of the activity “{name}” {count} findings are told of one kind ({}); no more were looked for.",
            kind.en
        ),
    );
    let help = Message::new("改好这些，再检查一次。", "Mend these and check again.");
    Finding::new(&UNDECIDED, activity.span, what).help(help)
}
