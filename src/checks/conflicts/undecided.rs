//! What could not be decided, by name.

use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::model::Named;
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
