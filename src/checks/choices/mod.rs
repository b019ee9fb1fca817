//! Refusal of silence: what real texts leave open is asked, but only where the answer matters for some rule. Every question says
//! how its answers differ, in numbers of the policy's own rules.

mod anniversary;
mod bonus;
pub mod codes;
mod dates;
mod order;
mod over_cap;
mod reversal;
mod together;
mod view;

pub use codes::CODES;

use crate::diagnostics::{Code, Finding, Fix, Message};
use crate::model::{Model, Policy};
use crate::source::Span;
use view::View;

/// The questions of all versions that are open.
pub fn findings(model: &Model) -> Vec<Finding> {
    let held = crate::model::held::Held::of(model);
    let mut found = Vec::new();
    for version in 0..model.versions.len() {
        let Some(mut view) = View::new(model, &held, version) else { continue };
        found.extend(together::ask(&mut view));
        found.extend(over_cap::ask(&mut view));
        found.extend(order::ask(&mut view));
        found.extend(bonus::ask(&mut view));
        found.extend(reversal::ask(&mut view));
        found.extend(dates::ask(&mut view));
        found.extend(anniversary::ask(&view));
    }
    found
}

/// An answer in both keyword languages: a line of the header.
type Answer = (&'static str, &'static str);

/// A header line that is not stated, with its closed answers.
fn question(code: &'static Code, policy: &Policy, what: Message, why: Message, answers: &[Answer]) -> Finding {
    let quoted = |text: &str| format!("“{text}”");
    let zh: Vec<String> = answers.iter().map(|(zh, _)| quoted(zh)).collect();
    let en: Vec<String> = answers.iter().map(|(_, en)| quoted(en)).collect();
    let help = Message::new(
        format!("在政策中写明{}。", choice(&zh, "、", "或")),
        format!("Write {} in the policy.", choice(&en, ", ", " or ")),
    );
    let finding = Finding::new(code, policy.name.span, what).why(why).help(help);
    answers.iter().fold(finding, |finding, answer| finding.fix(add_line(policy, *answer)))
}

/// 甲、乙或丙
fn choice(items: &[String], comma: &str, or: &str) -> String {
    match items.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{}{or}{last}", before.join(comma)),
        None => String::new(),
    }
}

/// Adds a line to the header.
fn add_line(policy: &Policy, (zh, en): Answer) -> Fix {
    let line = if policy.chinese { zh } else { en };
    let at = Span { start: policy.span.end, ..policy.span };
    Fix {
        title: Message::new(format!("写上“{zh}”"), format!("Write “{en}”")),
        edits: vec![(at, format!("\n  {line}"))],
    }
}
