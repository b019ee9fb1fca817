//! Findings as the workflow commands that GitHub Actions shows beside the changed lines.

use super::{file, told};
use crate::diagnostics::{Finding, Lang, Severity, in_order};
use crate::source::Sources;

/// A line for each finding.
pub fn lines(findings: &[Finding], sources: &Sources, lang: Lang) -> String {
    in_order(findings).into_iter().map(|finding| line(finding, sources, lang)).collect()
}

fn line(finding: &Finding, sources: &Sources, lang: Lang) -> String {
    let level = match finding.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let place = finding.place().and_then(|span| {
        let (text, name) = (sources.get(span.text)?, file(span, sources)?);
        let (start, end) = (text.position(span.start), text.position(span.end));
        // Columns are shown only within one line.
        let columns = (start.line == end.line).then(|| format!(",col={},endColumn={}", start.column, end.column));
        let columns = columns.unwrap_or_default();
        Some(format!("file={},line={},endLine={}{columns},", property(name), start.line, end.line))
    });
    let (place, title) = (place.unwrap_or_default(), property(finding.code.name));
    format!("::{level} {place}title={title}::{}\n", message(&told(finding, lang)))
}

/// A message on one line.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property, which ends at a comma or colon.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
