//! Lines and columns as a reader counts them: from 1, in characters, a leading BOM not counted.

use super::{Sources, Span, Text, TextId};
use std::ops::Range;
use std::sync::Arc;

/// A place in a text as a reader counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// The mark some editors put at the start of a file.
const BOM: &str = "\u{feff}";

impl Text {
    pub(super) fn new(name: String, content: Arc<str>) -> Self {
        let bytes = content.as_bytes();
        // A carriage return ends a line where no line feed follows it.
        let ends = |at: usize| match bytes.get(at) {
            Some(b'\n') => true,
            Some(b'\r') => bytes.get(at.saturating_add(1)) != Some(&b'\n'),
            _ => false,
        };
        let after = (0..bytes.len()).filter(|at| ends(*at)).map(|at| at.saturating_add(1));
        let lines = std::iter::once(0).chain(after).map(|at| u32::try_from(at).unwrap_or(u32::MAX)).collect();
        Text { name, content, lines }
    }

    /// The line and column of a byte; an offset past the end is the end.
    pub fn position(&self, offset: u32) -> Position {
        let end = self.boundary(offset);
        let line = self.lines.partition_point(|start| *start as usize <= end).max(1);
        let start = self.line_start(line.saturating_sub(1)).min(end);
        let before = self.content.get(start..end).unwrap_or("");
        Position { line, column: before.trim_start_matches(BOM).chars().count().saturating_add(1) }
    }

    /// The line that holds a byte, from its first byte up to its line end.
    pub fn line(&self, offset: u32) -> Range<usize> {
        let end = self.boundary(offset);
        let line = self.lines.partition_point(|start| *start as usize <= end);
        let start = self.line_start(line.saturating_sub(1));
        let text = self.content.get(start..self.line_start(line)).unwrap_or("");
        start..start.saturating_add(text.trim_end_matches(['\r', '\n']).len())
    }

    /// All lines without their ends, counted as positions count them.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        let starts = self.lines.iter().filter(|start| (**start as usize) < self.content.len());
        starts.map(|start| self.content.get(self.line(*start)).unwrap_or_default().trim_start_matches(BOM))
    }

    /// Where the line begins that has so many before it.
    fn line_start(&self, before: usize) -> usize {
        self.lines.get(before).map_or(self.content.len(), |start| *start as usize)
    }

    /// The start of the character that holds a byte, or the end.
    fn boundary(&self, offset: u32) -> usize {
        let end = (offset as usize).min(self.content.len());
        (0..=end).rev().find(|at| self.content.is_char_boundary(*at)).unwrap_or(0)
    }
}

impl Sources {
    /// The line and column of a byte of one text.
    pub fn position(&self, text: TextId, offset: u32) -> Option<Position> {
        self.get(text).map(|text| text.position(offset))
    }

    /// Where a span starts.
    pub fn start(&self, span: Span) -> Option<Position> {
        self.position(span.text, span.start)
    }
}

#[cfg(test)]
mod tests {
    use super::{Position, Sources};

    #[test]
    fn counts_characters_not_bytes_and_no_bom() {
        let mut sources = Sources::default();
        let text = sources.add("a.mizi", "\u{feff}规则 甲\r\n  奖励 50 米\n");
        let at = |offset| sources.position(text, offset).map(|p| (p.line, p.column));
        assert_eq!(at(0), Some((1, 1)));
        assert_eq!(at(3), Some((1, 1)));
        assert_eq!(at(6), Some((1, 2)));
        assert_eq!(at(5), Some((1, 1)), "inside a character counts as its start");
        assert_eq!(at(15), Some((2, 1)));
        assert_eq!(at(24), Some((2, 6)));
        assert_eq!(sources.get(text).map(|t| t.position(9999)), Some(Position { line: 3, column: 1 }));
    }
}
