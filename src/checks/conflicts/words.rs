//! Parts of messages.

use crate::diagnostics::{Finding, Message};
use crate::model::print::both;
use crate::model::{Expr, Named, Policy};

/// A condition as the policy writes it.
pub fn condition(policy: &Policy, expr: &Expr) -> Message {
    both(policy, |printer| printer.expr(expr)).into()
}

/// Adds the places of clauses that clash, with what stands there: the first is said to be against the others.
pub fn clashing(finding: Finding, clauses: &[&Expr]) -> Finding {
    clauses.iter().fold(finding, |finding, clause| {
        finding.and(clause.span, Message::new("和其他几处不能同时成立", "this cannot hold together with the others"))
    })
}

/// “The rule …” within a sentence.
pub fn lower(text: &str) -> String {
    text.strip_prefix("The ").map_or_else(|| text.to_string(), |rest| format!("the {rest}"))
}

/// Whether so many conditions cannot hold, or not hold together.
pub fn together(count: usize) -> (&'static str, &'static str) {
    if count > 1 { ("同时", " together") } else { ("", "") }
}

/// Names joined for a sentence: “甲”和“乙”.
pub fn names<'n>(names: impl IntoIterator<Item = &'n Named>) -> Message {
    let all: Vec<String> = names.into_iter().map(|name| format!("“{}”", name.name.name)).collect();
    Message::new(joined(&all, "和", "、"), joined(&all, " and ", ", "))
}

/// Conditions joined for a sentence: “甲”和“乙”.
pub fn listed(policy: &Policy, clauses: &[&Expr]) -> Message {
    let all = clauses.iter().map(|clause| condition(policy, clause));
    let (zh, en): (Vec<String>, Vec<String>) =
        all.map(|message| (format!("“{}”", message.zh), format!("“{}”", message.en))).unzip();
    Message::new(joined(&zh, "和", "、"), joined(&en, " and ", ", "))
}

fn joined(texts: &[String], last: &str, comma: &str) -> String {
    match texts.split_last() {
        Some((end, [])) => end.clone(),
        Some((end, rest)) => format!("{}{last}{end}", rest.join(comma)),
        None => String::new(),
    }
}
