//! The kinds of findings of this stage: what a checked policy may still ask that a program cannot hold.

use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::source::Span;

/// All of them.
pub static CODES: &[&Code] = &[&CHANGED_MEANING, &PROGRAM_LIMIT];

/// Something means another thing in another version.
pub static CHANGED_MEANING: Code = Code {
    name: "changed-meaning",
    severity: Severity::Error,
    zh: "各版本中同名的东西含义不同",
    en: "The same name means different things in different versions",
};

/// More of something than a program can hold.
pub static PROGRAM_LIMIT: Code = Code {
    name: "program-limit",
    severity: Severity::Error,
    zh: "政策超过了所能容纳的大小",
    en: "The policy is larger than can be held",
};

/// More than a program can hold.
pub fn limit(span: Span, zh: &str, en: &str) -> Finding {
    Finding::new(&PROGRAM_LIMIT, span, Message::new(zh, en))
}

/// Another meaning than in an earlier version.
pub fn changed(span: Span, name: &str, zh: &str, en: &str) -> Finding {
    let what =
        Message::new(format!("“{name}”在各版本中的{zh}不同。"), format!("“{name}” changes its {en} between versions."));
    let why = Message::new(
        "各版本共用同一份台账，同一个名称前后必须是同一件东西。",
        "All versions share one journal, so that one name must stay one thing.",
    );
    let help =
        Message::new("换一个名称或代号，或改成与先前版本一致。", "Give it another name or code, or keep it as it was.");
    Finding::new(&CHANGED_MEANING, span, what).why(why).help(help)
}
