//! Changes that lints offer: they leave no blank line or list mark behind.

use super::read::{Read, Version, name};
use super::words::say;
use crate::diagnostics::{Fix, Message};
use crate::model::Named;
use crate::source::Span;
use crate::syntax::tree::{Declared, ItemKind};

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

/// Takes one of a list of dimensions away with its list mark, the last one with its item.
pub fn without_dimension(read: &Read<'_>, version: &Version<'_>, named: &Named) -> Option<Fix> {
    let title = say(format!("删去维度“{}”", name(named)), format!("Take out the dimension “{}”", name(named)));
    let item = version.item_at(named.span)?;
    let ItemKind::Dimensions(all) = &item.kind else { return None };
    let at = all.iter().position(|declared| declared.name.span == named.span)?;
    let this = whole(all.get(at)?);
    let before = at.checked_sub(1).and_then(|before| all.get(before)).map(whole);
    let gap = match (before, all.get(at + 1).map(whole)) {
        (Some(before), _) => Span { start: before.end, ..this },
        (None, Some(next)) => Span { end: next.start, ..this },
        (None, None) => return without_lines(read, title, item.span),
    };
    if read.text(gap).contains("//") {
        return None;
    }
    Some(Fix { title, edits: vec![(gap, String::new())] })
}

/// A name with its code and titles.
fn whole(declared: &Declared) -> Span {
    let code = declared.code.iter().map(|code| code.span);
    code.chain(declared.titles.iter().map(|title| title.span)).fold(declared.name.span, Span::to)
}
