//! Findings as JSON, for editors and pipelines.
//!
//! An array in the order of [`in_order`], one object per finding:
//!
//! ```json
//! {"file": "a.mizi", "line": 3, "column": 8, "end_line": 3, "end_column": 10,
//!  "code": "unknown-name", "severity": "error",
//!  "what": {"zh": "…", "en": "…"}, "why": {"zh": "…", "en": "…"}, "help": {"zh": "…", "en": "…"},
//!  "places": [{"file": "a.mizi", "line": 3, "column": 8, "end_line": 3, "end_column": 10, "text": {"zh": "…", "en": "…"}}],
//!  "fixes": [{"title": {"zh": "…", "en": "…"},
//!             "edits": [{"file": "a.mizi", "line": 3, "column": 8, "end_line": 3, "end_column": 10, "text": "…"}]}]}
//! ```
//!
//! Lines and columns count from 1, columns in characters; a BOM is not counted; the end is the place after the last
//! character. The place of a finding is that of its first place. `why`, `help` and a place's `text` are absent
//! where there is none; so are `file` to `end_column` of a finding that has no place. `severity` is `error`,
//! `warning` or `note`.

use serde::Serialize;

use super::words;
use crate::diagnostics::{Finding, Lang, Message, in_order};
use crate::source::{Sources, Span};

/// All findings as a JSON array, one finding per line.
///
/// # Errors
/// None in practice: every part is text or a whole number.
pub fn array(findings: &[Finding], sources: &Sources) -> Result<String, serde_json::Error> {
    let lines = entries(findings, sources)?;
    Ok(if lines.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", lines.join(",\n")) })
}

/// All findings as JSON objects, in order.
///
/// # Errors
/// None in practice: every part is text or a whole number.
pub fn entries(findings: &[Finding], sources: &Sources) -> Result<Vec<String>, serde_json::Error> {
    in_order(findings).into_iter().map(|finding| serde_json::to_string(&Entry::new(finding, sources))).collect()
}

#[derive(Serialize)]
struct Entry<'a> {
    #[serde(flatten)]
    place: Option<Place<'a>>,
    code: &'a str,
    severity: &'a str,
    what: Both<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<Both<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<Both<'a>>,
    places: Vec<Labelled<'a>>,
    fixes: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Both<'a> {
    zh: &'a str,
    en: &'a str,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct Labelled<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Both<'a>>,
}

#[derive(Serialize)]
struct Change<'a> {
    title: Both<'a>,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    text: &'a str,
}

impl<'a> Entry<'a> {
    fn new(finding: &'a Finding, sources: &'a Sources) -> Self {
        let labelled = |span, text: &'a Message| {
            let text = Some(text).filter(|text| **text != Message::default()).map(Both::from);
            Some(Labelled { place: Place::new(span, sources)?, text })
        };
        Entry {
            place: finding.place().and_then(|span| Place::new(span, sources)),
            code: finding.code.name,
            severity: words::severity(finding.severity(), Lang::En),
            what: Both::from(&finding.what),
            why: finding.why.as_ref().map(Both::from),
            help: finding.help.as_ref().map(Both::from),
            places: finding.places.iter().filter_map(|label| labelled(label.span, &label.text)).collect(),
            fixes: finding.fixes.iter().map(|fix| Change::new(fix, sources)).collect(),
        }
    }
}

impl<'a> Place<'a> {
    fn new(span: Span, sources: &'a Sources) -> Option<Self> {
        let text = sources.get(span.text)?;
        let (start, end) = (text.position(span.start), text.position(span.end));
        Some(Place {
            file: &text.name,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        })
    }
}

impl<'a> Change<'a> {
    fn new(fix: &'a crate::diagnostics::Fix, sources: &'a Sources) -> Self {
        let edit = |(span, text): &'a (Span, String)| Some(Edit { place: Place::new(*span, sources)?, text });
        Change { title: Both::from(&fix.title), edits: fix.edits.iter().filter_map(edit).collect() }
    }
}

impl<'a> From<&'a Message> for Both<'a> {
    fn from(message: &'a Message) -> Self {
        Both { zh: &message.zh, en: &message.en }
    }
}
