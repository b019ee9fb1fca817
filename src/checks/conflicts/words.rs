//! Parts of messages.

use crate::diagnostics::{Finding, Message};
use crate::model::print::both;
use crate::model::{Expr, Policy};

/// A condition as the policy writes it.
pub fn condition(policy: &Policy, expr: &Expr) -> Message {
    let text = both(policy, |printer| printer.expr(expr));
    Message::new(text.zh, text.en)
}

/// Adds the places of clauses that clash, with what stands there: the first is said to be against the others.
pub fn clashing(finding: Finding, clauses: &[&Expr]) -> Finding {
    clauses.iter().fold(finding, |finding, clause| {
        finding
            .and(clause.span, Message::new("这一条和其他几条不能同时成立", "this cannot hold together with the others"))
    })
}

/// Conditions joined for a sentence: “甲”和“乙”.
pub fn listed(policy: &Policy, clauses: &[&Expr]) -> Message {
    let all: Vec<Message> = clauses.iter().map(|clause| condition(policy, clause)).collect();
    let join = |texts: Vec<String>, last: &str, comma: &str| match texts.split_last() {
        Some((end, [])) => end.clone(),
        Some((end, rest)) => format!("{}{last}{end}", rest.join(comma)),
        None => String::new(),
    };
    let zh = all.iter().map(|message| format!("“{}”", message.zh)).collect();
    let en = all.iter().map(|message| format!("“{}”", message.en)).collect();
    Message::new(join(zh, "和", "、"), join(en, " and ", ", "))
}
