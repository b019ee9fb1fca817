//! The canonical layout of a text. `docs/format.md` says what it is.
//!
//! | Step | File |
//! |---|---|
//! | words and comments → each comment with the word it belongs to | `attach.rs` |
//! | the same words with the other language's keywords | `convert/` |
//! | words → lines, comments beside them | `lines.rs`, `spacing.rs` |
//! | lines → text, comments in one column | `align.rs` |
//!
//! A text is written from its own words in their own order, so nothing can be lost; it is read again before it is given out.

mod align;
mod attach;
mod convert;
mod lines;
mod spacing;

use crate::diagnostics::{Finding, Lang, Message, Severity};
use crate::source::{Sources, Span, TextId};
use crate::syntax::{self, written};

/// Why a text was left as it is.
#[derive(Clone, Debug)]
pub enum Refused {
    /// It has errors: what was found in it.
    Unreadable(Vec<Finding>),
    /// A place whose keywords cannot be written in the other language, and why.
    Keywords(Span, Message),
    /// Its layout would have changed what it says; nothing known does this.
    Changed,
}

/// The text in its canonical layout, with the keywords of a language where one is asked for.
///
/// # Errors
/// Says why the text has to stay as it is.
pub fn format(sources: &Sources, id: TextId, keywords: Option<Lang>) -> Result<String, Refused> {
    let Some(text) = sources.get(id) else { return Err(Refused::Changed) };
    let (_, findings) = syntax::read_text(id, &text.content);
    if findings.iter().any(|finding| finding.severity() == Severity::Error) {
        return Err(Refused::Unreadable(findings));
    }
    let written = written::written(sources, id).ok_or(Refused::Changed)?;
    let mut attached = attach::attach(&written, &text.content);
    if let Some(lang) = keywords {
        convert::convert(&mut attached, lang)?;
    }
    let laid_out = align::text(&lines::lines(&attached));
    let same = match keywords {
        None => written::same_items(&text.content, &laid_out),
        Some(_) => written::same_items(&laid_out, &laid_out),
    };
    if same && comments(&laid_out) == in_order(&written) { Ok(laid_out) } else { Err(Refused::Changed) }
}

fn in_order(written: &written::Written) -> Vec<String> {
    written.comments.iter().map(|comment| comment.value.clone()).collect()
}

/// The comments of a text.
fn comments(text: &str) -> Vec<String> {
    let mut sources = Sources::default();
    let id = sources.add("", text);
    written::written(&sources, id).map(|written| in_order(&written)).unwrap_or_default()
}
