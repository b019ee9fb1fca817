//! The reading copy: the text as the grammar sees it, and for each byte of it where that stands in the file as saved.
//! Outside quotes and comments full-width forms become half-width and every kind of blank becomes a space.

use crate::source::{Span, TextId};
use std::ops::Range;

/// A stretch of the reading copy.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    /// Which text.
    pub id: TextId,
    /// What the grammar reads.
    pub text: String,
    /// For each byte of `text`, the bytes of the file as saved that its character came from.
    origin: Vec<(u32, u32)>,
    /// Where the stretch ends in the file.
    end: u32,
}

impl Reading {
    /// An empty copy of a text that is `end` bytes long.
    pub fn new(id: TextId, end: usize) -> Self {
        Reading { id, text: String::with_capacity(end), origin: Vec::with_capacity(end), end: offset(end) }
    }

    /// Adds a character read for the stretch of the file.
    pub fn push(&mut self, c: char, start: usize, end: usize) {
        self.text.push(c);
        self.origin.resize(self.text.len(), (offset(start), offset(end)));
    }

    /// A part of it as a copy of its own.
    pub fn part(&self, start: usize, end: usize) -> Reading {
        let text = self.text.get(start..end).unwrap_or("").to_owned();
        let origin = self.origin.get(start..end).unwrap_or(&[]).to_vec();
        let end = self.origin.get(end).map_or(self.end, |o| o.0);
        Reading { id: self.id, text, origin, end }
    }

    /// Where a stretch of the copy stands in the file.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let from = self.origin.get(start).map_or(self.end, |o| o.0);
        let to = match end.checked_sub(1) {
            Some(last) if end > start => self.origin.get(last).map_or(self.end, |o| o.1),
            _ => from,
        };
        Span { text: self.id, start: from, end: to.max(from) }
    }

    /// Makes every character stand at the beginning of the file, so that what is read can be compared wherever it stood.
    pub fn forget_places(&mut self) {
        self.origin.fill((0, 0));
        self.end = 0;
    }

    /// A stretch as it looks in the file: full-width marks are full-width again.
    pub fn shown(&self, range: Range<usize>) -> String {
        let start = range.start;
        let as_saved = |(i, c): (usize, char)| {
            let wide = self.origin.get(start + i).is_some_and(|(from, to)| to.saturating_sub(*from) == 3);
            let full = u32::from(c).checked_add(0xFEE0).and_then(char::from_u32);
            if wide && c.is_ascii_graphic() && !matches!(c, '"') { full.unwrap_or(c) } else { c }
        };
        self.text.get(range).unwrap_or("").char_indices().map(as_saved).collect()
    }

    /// The copy with other words in place of stretches, which are in order; they are said to stand where the stretches stood.
    pub fn replaced(&self, changes: &[(Range<usize>, String)]) -> Reading {
        let mut out = Reading::new(self.id, self.text.len());
        out.end = self.end;
        let mut at = 0;
        for (range, by) in changes {
            out.copy(self, at..range.start);
            let place = self.span(range.start, range.end);
            out.text.push_str(by);
            out.origin.resize(out.text.len(), (place.start, place.end));
            at = range.end;
        }
        out.copy(self, at..self.text.len());
        out
    }

    fn copy(&mut self, from: &Reading, range: Range<usize>) {
        self.text.push_str(from.text.get(range.clone()).unwrap_or(""));
        self.origin.extend_from_slice(from.origin.get(range).unwrap_or(&[]));
    }
}

/// Offsets are 32 bits wide; longer files are refused before they come here.
fn offset(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
