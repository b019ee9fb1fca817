//! Findings as people and programs read them.

pub mod columns;
pub mod json;
mod shown;
pub mod terminal;
mod words;

use super::{Finding, Lang, Severity, in_order};

/// How many of each severity, in one line: `3 处错误，1 处警告`, `3 errors, 1 warning`.
pub fn summary(findings: &[Finding], lang: Lang) -> String {
    let findings = in_order(findings);
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .map(|severity| (severity, findings.iter().filter(|finding| finding.severity() == severity).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| words::counted(severity, count, lang))
        .collect();
    match (parts.is_empty(), lang) {
        (true, Lang::Zh) => "没有发现问题".to_owned(),
        (true, Lang::En) => "No problems found".to_owned(),
        (false, Lang::Zh) => parts.join("，"),
        (false, Lang::En) => parts.join(", "),
    }
}
