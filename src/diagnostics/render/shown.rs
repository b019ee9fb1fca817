//! A finding's texts laid end to end, so that one report can show places of several files.

use std::ops::Range;

use crate::source::{Sources, Span, Text, TextId};

/// The texts a finding speaks of, the one to mend first, with what a terminal must not be sent made visible.
pub(super) struct Shown {
    parts: Vec<Part>,
}

struct Part {
    id: TextId,
    name: String,
    /// As long in bytes as the text as saved.
    content: String,
    /// Where it starts among all of them.
    base: usize,
    /// The first byte of every line.
    lines: Vec<usize>,
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

impl Shown {
    /// The texts of these spans, in the order they are first met.
    pub(super) fn new(sources: &Sources, spans: impl Iterator<Item = Span>) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        for span in spans {
            if parts.iter().any(|part| part.id == span.text) {
                continue;
            }
            let base = parts.last().map_or(0, |last| last.base.saturating_add(last.content.len()).saturating_add(1));
            if let Some(text) = sources.get(span.text) {
                parts.push(Part::new(span.text, text, base));
            }
        }
        Shown { parts }
    }

    /// A span's place among all texts, cut to its first line where it is longer than a few lines.
    pub(super) fn place(&self, span: Span) -> Option<Range<usize>> {
        /// More lines than these say less than their first one.
        const MOST_LINES: usize = 3;
        let part = self.parts.iter().find(|part| part.id == span.text)?;
        let start = part.boundary(span.start as usize).min(part.end());
        let end = part.boundary(span.end as usize).max(start);
        let lines = part.content.get(start..end).map_or(0, |text| text.matches('\n').count());
        let first_line = part.content.get(start..end).and_then(|text| text.lines().next()).map_or(0, str::len);
        let end = if lines >= MOST_LINES { start.saturating_add(first_line) } else { end };
        Some(part.base.saturating_add(start)..part.base.saturating_add(end))
    }

    /// The lines that hold a stretch, with so many before and after; none where it leaves its text.
    pub(super) fn lines(&self, place: Range<usize>, before: usize, after: usize) -> Option<Lines<'_>> {
        let part = self.parts.iter().rev().find(|part| part.base <= place.start)?;
        let start = place.start.checked_sub(part.base)?;
        let end = place.end.checked_sub(part.base).filter(|end| *end <= part.content.len())?;
        let line = part.line(start);
        let first = line.saturating_sub(before);
        let last = part.line(end.saturating_sub(1).max(start)).saturating_add(after).min(part.last_line());
        let from = *part.lines.get(first)?;
        let to = part.lines.get(last.saturating_add(1)).copied().unwrap_or(part.content.len());
        let column = part.content.get(*part.lines.get(line)?..start).map_or(0, |text| text.chars().count());
        Some(Lines {
            name: &part.name,
            content: part.content.get(from..to)?,
            offset: part.base.saturating_add(from),
            first,
            count: last.saturating_sub(first).saturating_add(1),
            column,
        })
    }
}

impl Part {
    fn new(id: TextId, text: &Text, base: usize) -> Self {
        let content = visible(&text.content);
        let after_breaks = content.match_indices('\n').map(|(at, _)| at.saturating_add(1));
        // A leading BOM belongs to no line.
        let start = if text.content.starts_with(BOM) { BOM.len_utf8() } else { 0 };
        let lines = std::iter::once(start).chain(after_breaks).collect();
        Part { id, name: text.name.clone(), content, base, lines }
    }

    /// The line that holds a byte.
    fn line(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The end of the last line that has anything in it: what is missing at the end is shown there.
    fn end(&self) -> usize {
        self.boundary(self.content.trim_end_matches(['\r', '\n']).len())
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

/// The text with control and invisible characters replaced by visible ones of the same length in bytes.
pub(super) fn visible(text: &str) -> String {
    text.chars().map(|c| if hidden(c) { stand_in(c.len_utf8()) } else { c }).collect()
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
