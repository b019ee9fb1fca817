//! Bytes → text as saved.

use super::codes::{NOT_UTF8, TOO_LARGE};
use crate::diagnostics::{Finding, Message};
use crate::source::{Span, TextId};

/// Longer files are no policy; offsets stay far inside 32 bits.
const LONGEST: usize = 16 * 1024 * 1024;

/// A text with what stands in the way of reading it.
pub(super) struct Decoded {
    /// The text as saved; of a file in another encoding, as it is meant.
    pub content: String,
    /// Why it cannot be read.
    pub trouble: Option<Trouble>,
}

/// Why a file cannot be read.
pub(super) enum Trouble {
    /// In GB18030.
    Gb18030,
    /// In an unknown encoding; where the first bad byte stands.
    Unknown(usize),
    /// Too long.
    TooLong,
}

/// Decodes a file.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    if bytes.len() > LONGEST {
        return Decoded { content: String::new(), trouble: Some(Trouble::TooLong) };
    }
    let bad = match std::str::from_utf8(bytes) {
        Ok(text) => return Decoded { content: text.to_owned(), trouble: None },
        Err(error) => error.valid_up_to(),
    };
    match as_gb18030(bytes) {
        Some(content) => Decoded { content, trouble: Some(Trouble::Gb18030) },
        None => Decoded { content: String::from_utf8_lossy(bytes).into_owned(), trouble: Some(Trouble::Unknown(bad)) },
    }
}

/// What the bytes say in GB18030, where that looks as if it was meant.
pub fn as_gb18030(bytes: &[u8]) -> Option<String> {
    let text = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
    is_plausible(&text).then(|| text.into_owned())
}

/// Whether a decoded text looks like one that was written: Han, and nothing that no one types.
fn is_plausible(text: &str) -> bool {
    let odd = |c: char| (c.is_control() && !c.is_whitespace()) || matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FFFD}');
    text.chars().any(pest::unicode::HAN) && !text.chars().any(odd)
}

impl Trouble {
    /// The finding, placed in the decoded text.
    pub(super) fn finding(&self, id: TextId, content: &str) -> Finding {
        let first = content.lines().next().unwrap_or("");
        let end = u32::try_from(first.len()).unwrap_or(u32::MAX);
        let line = Span { text: id, start: 0, end };
        match self {
            Trouble::Gb18030 => gb18030(line, first),
            Trouble::Unknown(bad) => unknown(Span { text: id, ..bad_place(content, *bad) }),
            Trouble::TooLong => Finding::new(
                &TOO_LARGE,
                Span { text: id, start: 0, end: 0 },
                Message::new("文件超过 16 MB，不像是政策。", "The file is longer than 16 MB, which no policy is."),
            ),
        }
    }
}

/// The replacement character at or after the place of the first bad byte.
fn bad_place(content: &str, bad: usize) -> Span {
    let at = content.get(bad..).and_then(|rest| rest.find('\u{FFFD}')).map_or(0, |n| bad + n);
    let start = u32::try_from(at).unwrap_or(0);
    let length = if content.get(at..).is_some_and(|rest| rest.starts_with('\u{FFFD}')) { 3 } else { 0 };
    Span { start, end: start.saturating_add(length), ..Span::default() }
}

fn gb18030(line: Span, first: &str) -> Finding {
    let what =
        Message::new("文件是 GB18030（GBK）编码，不是 UTF-8。", "The file is saved as GB18030 (GBK), not as UTF-8.");
    let label =
        Message::new(format!("按 GB18030 读，首行是“{first}”"), format!("read as GB18030 the first line is “{first}”"));
    Finding::new(&NOT_UTF8, line, what).label(label).help(how_to_save())
}

fn unknown(place: Span) -> Finding {
    let what = Message::new(
        "文件不是 UTF-8 编码，文字读不出来。",
        "The file is not saved as UTF-8, and its text cannot be read.",
    );
    Finding::new(&NOT_UTF8, place, what).help(how_to_save())
}

fn how_to_save() -> Message {
    Message::new(
        "用编辑器打开，选“另存为”，编码选“UTF-8”，再保存（记事本在“保存”按钮左边选编码）。",
        "Open it in an editor, choose “Save as” with the encoding “UTF-8”, and save (Notepad has the encoding beside its Save button).",
    )
}
