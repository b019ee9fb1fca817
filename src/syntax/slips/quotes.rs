//! Quoted text without its quotes, or in the quotes of names.

use super::{Candidate, Place};
use crate::diagnostics::Message;
use crate::syntax::codes::WRONG_QUOTE;
use crate::syntax::expected::{Thing, only_text};
use crate::syntax::words::Kind;

/// Text that should be quoted.
pub(super) fn candidates(place: &Place) -> Vec<Candidate> {
    let Some(next) = place.after().next() else { return Vec::new() };
    let from = place.before().last().map_or(place.stop, |t| t.range.end);
    if place.slice(from..next.range.start).contains('\n') {
        return Vec::new();
    }
    let text = place.slice(next.range.clone());
    let inner = text.strip_prefix(['「', '`']).and_then(|t| t.strip_suffix(['」', '`']));
    match inner {
        Some(inner) if next.kind == Kind::Quoted && (place.expects(Thing::Text) || place.expects(Thing::Source)) => {
            let what = Message::new(
                format!("“「」”只用于名称，这里应是引号内文字“{inner}”。"),
                format!("“「」” quotes names; quoted text such as “{inner}” stands in “…”."),
            );
            vec![Candidate::new(&WRONG_QUOTE, next.range, format!("“{inner}”"), what).title("改用“…”", "Use “…”")]
        }
        _ if only_text(place.expected) => bare(place),
        _ => Vec::new(),
    }
}

/// Text without quotes: up to a mark, or to the end of the line.
fn bare(place: &Place) -> Vec<Candidate> {
    let rest = place.slice(place.stop..place.text().len());
    let line = rest.split('\n').next().unwrap_or("").trim_end();
    let short = line.split([',', '、', '/', ':']).next().unwrap_or("").trim_end();
    let word = line.split([' ', '\t']).next().unwrap_or("");
    [line, short, word]
        .into_iter()
        .filter(|t| !t.is_empty() && !t.contains(['"', '“', '”']))
        .map(|t| quoted(place.stop, t))
        .collect()
}

fn quoted(at: usize, text: &str) -> Candidate {
    let what = Message::new(format!("“{text}”要写在引号之内。"), format!("“{text}” must stand in quotes."));
    Candidate::new(&WRONG_QUOTE, at..at + text.len(), format!("“{text}”"), what).title("加上引号“…”", "Put it in “…”")
}
