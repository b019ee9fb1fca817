//! Source texts and positions in them. Nothing here opens a file: a caller hands in the bytes.

mod position;

pub use position::Position;

use std::sync::Arc;

/// A text's number in its [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TextId(pub u32);

/// A stretch of one text: byte offsets into the text as saved, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The text the offsets are in.
    pub text: TextId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The smallest span that covers both; they must be of one text.
    pub fn to(self, other: Span) -> Span {
        Span { text: self.text, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// One text with the name it is shown under (a path as the user gave it).
#[derive(Clone, Debug)]
pub struct Text {
    /// Shown in messages.
    pub name: String,
    /// The text as saved.
    pub content: Arc<str>,
    /// Where each line begins.
    lines: Vec<u32>,
}

/// The texts of one policy, numbered in the order they were added.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    texts: Vec<Text>,
}

impl Sources {
    /// Adds a text and gives its number.
    pub fn add(&mut self, name: impl Into<String>, content: impl Into<Arc<str>>) -> TextId {
        let id = TextId(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.texts.push(Text::new(name.into(), content.into()));
        id
    }

    /// The text of that number, if there is one.
    pub fn get(&self, id: TextId) -> Option<&Text> {
        self.texts.get(id.0 as usize)
    }

    /// All texts, in order.
    pub fn iter(&self) -> impl Iterator<Item = (TextId, &Text)> {
        self.texts.iter().enumerate().map(|(i, t)| (TextId(i as u32), t))
    }

    /// The characters a span covers; empty where the span fits no text.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.text).and_then(|t| t.content.get(span.start as usize..span.end as usize)).unwrap_or("")
    }
}
