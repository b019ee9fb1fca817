//! Changes that lints offer: they leave no blank line or list mark behind.

use super::read::Read;
use crate::diagnostics::{Fix, Message};
use crate::source::Span;

/// Takes whole lines away, with the line end after them; none where a comment or something else shares a line with what goes.
pub fn without_lines(read: &Read<'_>, title: Message, of: Span) -> Option<Fix> {
    let content = &read.sources.get(of.text)?.content;
    let start = content.get(..of.start as usize)?.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let rest = content.get(of.end as usize..)?;
    let line_end = rest.find('\n').map_or(rest.len(), |at| at + 1);
    let alone = content.get(start..of.start as usize)?.trim().is_empty() && rest.get(..line_end)?.trim().is_empty();
    let commented = content.get(of.start as usize..of.end as usize)?.contains("//");
    if !alone || commented {
        return None;
    }
    let mut end = of.end as usize + line_end;
    // An item that goes takes the blank line after it along.
    if start == 0 || content.get(..start)?.ends_with("\n\n") {
        end += content.get(end..)?.chars().take_while(|c| *c == '\n').map(char::len_utf8).sum::<usize>();
    }
    let span = Span { text: of.text, start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()? };
    Some(Fix { title, edits: vec![(span, String::new())] })
}
