//! Lines and columns as a reader counts them: from 1, in characters, a leading BOM not counted.

use super::{Sources, Span, Text, TextId};

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
    /// The line and column of a byte; an offset past the end is the end.
    pub fn position(&self, offset: u32) -> Position {
        let before = self.before(offset);
        let line_start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
        let line = before.get(line_start..).unwrap_or("");
        Position {
            line: before.matches('\n').count().saturating_add(1),
            column: line.trim_start_matches(BOM).chars().count().saturating_add(1),
        }
    }

    /// The text up to a byte, backing off to the start of the character that holds it.
    fn before(&self, offset: u32) -> &str {
        let end = (offset as usize).min(self.content.len());
        (0..=end).rev().find_map(|end| self.content.get(..end)).unwrap_or("")
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
