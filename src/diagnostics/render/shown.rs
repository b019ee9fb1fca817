//! A finding's texts laid end to end, so that one report can show places of several files.

use std::cell::OnceCell;
use std::ops::Range;

use crate::source::{Sources, Span, Text, TextId};

/// Bytes of a line beyond which only what is around the place is shown.
pub(super) const LONG_LINE: usize = 1_000;
/// Bytes shown on either side of a place in such a line.
const AROUND: usize = 120;

/// Texts made ready to be shown, each once, however many findings speak of it.
pub(super) struct Ready<'a> {
    sources: &'a Sources,
    parts: Vec<OnceCell<Part>>,
}

/// The texts a finding speaks of, the one to mend first.
pub(super) struct Shown<'a> {
    /// Each with where it starts among all of them.
    parts: Vec<(&'a Part, usize)>,
}

/// A text with what a terminal must not be sent made visible.
struct Part {
    id: TextId,
    name: String,
    /// As long in bytes as the text as saved.
    content: String,
    /// The first byte of every line.
    lines: Vec<usize>,
    /// The end of the last line that has anything in it: what is missing at the end is shown there.
    end: usize,
}

/// Whole lines of one text.
pub(super) struct Lines<'a> {
    /// The text's name.
    pub(super) name: &'a str,
    /// The lines with their line ends.
    pub(super) content: &'a str,
    /// Where they start among all texts.
    pub(super) offset: usize,
    /// Number of the first line, from 0.
    pub(super) first: usize,
    /// How many lines.
    pub(super) count: usize,
    /// Characters before the place asked for in its line.
    pub(super) column: usize,
}

impl<'a> Ready<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Ready { sources, parts: sources.iter().map(|_| OnceCell::new()).collect() }
    }

    /// The texts of these spans, in the order they are first met.
    pub(super) fn shown(&self, spans: impl Iterator<Item = Span>) -> Shown<'_> {
        let mut parts: Vec<(&Part, usize)> = Vec::new();
        for span in spans {
            if parts.iter().any(|(part, _)| part.id == span.text) {
                continue;
            }
            let after = |(last, base): &(&Part, usize)| base.saturating_add(last.content.len()).saturating_add(1);
            let base = parts.last().map_or(0, after);
            if let (Some(cell), Some(text)) = (self.parts.get(span.text.0 as usize), self.sources.get(span.text)) {
                parts.push((cell.get_or_init(|| Part::new(span.text, text)), base));
            }
        }
        Shown { parts }
    }
}

impl Shown<'_> {
    /// A span's place among all texts, cut to its first line where it is longer than a few lines.
    pub(super) fn place(&self, span: Span) -> Option<Range<usize>> {
        /// More lines than these say less than their first one.
        const MOST_LINES: usize = 3;
        let (part, base) = self.parts.iter().find(|(part, _)| part.id == span.text)?;
        let start = part.boundary(span.start as usize).min(part.end);
        let end = part.boundary(span.end as usize).max(start);
        let lines = part.line(end).saturating_sub(part.line(start));
        let end = if lines >= MOST_LINES { part.line_end(part.line(start)).max(start) } else { end };
        let end = if end.saturating_sub(start) > LONG_LINE { part.boundary(start.saturating_add(AROUND)) } else { end };
        Some(base.saturating_add(start)..base.saturating_add(end))
    }

    /// The lines that hold a stretch, with so many before and after; none where it leaves its text.
    pub(super) fn lines(&self, place: Range<usize>, before: usize, after: usize) -> Option<Lines<'_>> {
        let (part, base) = self.parts.iter().rev().find(|(_, base)| *base <= place.start)?;
        let start = place.start.checked_sub(*base)?;
        let end = place.end.checked_sub(*base).filter(|end| *end <= part.content.len())?;
        let line = part.line(start);
        let end_line = part.line(end.saturating_sub(1).max(start));
        let mut first = line.saturating_sub(before);
        let mut last = end_line.saturating_add(after).min(part.last_line());
        let mut from = *part.lines.get(first)?;
        let mut to = part.lines.get(last.saturating_add(1)).copied().unwrap_or(part.content.len());
        if part.content.get(from..to)?.lines().any(|line| line.len() > LONG_LINE) {
            (first, last) = (line, end_line);
            from = part.boundary(start.saturating_sub(AROUND)).max(*part.lines.get(line)?);
            to = part.boundary(end.saturating_add(AROUND)).min(part.line_end(end_line)).max(end);
        }
        let column = part.content.get(*part.lines.get(line)?..start).map_or(0, |text| text.chars().count());
        Some(Lines {
            name: &part.name,
            content: part.content.get(from..to)?,
            offset: base.saturating_add(from),
            first,
            count: last.saturating_sub(first).saturating_add(1),
            column,
        })
    }
}

impl Part {
    fn new(id: TextId, text: &Text) -> Self {
        let content = visible(&text.content);
        let after_breaks = content.match_indices('\n').map(|(at, _)| at.saturating_add(1));
        // A leading BOM belongs to no line.
        let start = if text.content.starts_with(BOM) { BOM.len_utf8() } else { 0 };
        let lines = std::iter::once(start).chain(after_breaks).collect();
        let mut part = Part { id, name: text.name.clone(), content, lines, end: 0 };
        part.end = part.boundary(part.content.trim_end_matches(['\r', '\n']).len());
        part
    }

    /// The line that holds a byte.
    fn line(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The end of a line, its mark not counted.
    fn line_end(&self, line: usize) -> usize {
        let start = self.lines.get(line).copied().unwrap_or(self.content.len());
        let next = self.lines.get(line.saturating_add(1)).copied().unwrap_or(self.content.len());
        let text = self.content.get(start..next).unwrap_or("");
        start.saturating_add(text.trim_end_matches(['\r', '\n']).len())
    }

    /// The last line that has anything in it.
    fn last_line(&self) -> usize {
        self.line(self.content.len().saturating_sub(1))
    }

    /// The start of the character that holds a byte, not before the first line and not past the end.
    fn boundary(&self, offset: usize) -> usize {
        let end = offset.min(self.content.len());
        let first = self.lines.first().copied().unwrap_or(0);
        (0..=end).rev().find(|at| self.content.is_char_boundary(*at)).unwrap_or(0).max(first)
    }
}

const BOM: char = '\u{feff}';

/// The text with control and invisible characters replaced by visible ones of the same length in bytes; a carriage return alone is a line end.
pub(super) fn visible(text: &str) -> String {
    let mut next = text.chars().skip(1);
    let mut one = |c: char| match (c, next.next()) {
        ('\r', after) if after != Some('\n') => '\n',
        _ if hidden(c) => stand_in(c.len_utf8()),
        _ => c,
    };
    text.chars().map(&mut one).collect()
}

/// Characters that show nothing, move the cursor or turn the direction of writing.
fn hidden(c: char) -> bool {
    let format =
        matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | BOM);
    format || (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

fn stand_in(bytes: usize) -> char {
    match bytes {
        1 => '?',
        2 => '\u{bf}',
        _ => '\u{fffd}',
    }
}
