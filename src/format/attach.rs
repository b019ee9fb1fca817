//! Each comment with the word it follows or the line it stands above.

use crate::syntax::tree::Spanned;
use crate::syntax::written::{Construct, Kind, Part, Piece, Token, Written};
use std::collections::BTreeMap;

/// A comment.
#[derive(Clone, Debug)]
pub(super) struct Comment {
    /// With its `//`.
    pub text: String,
    /// Whether it has a line of its own.
    pub alone: bool,
    /// How far in it stands, characters.
    pub column: usize,
    /// Whether a blank line stands before it.
    pub blank: bool,
}

/// A head or clause with the comments around and in it.
#[derive(Clone, Debug)]
pub(super) struct Attached {
    /// Whether it begins an item.
    pub head: bool,
    /// How far in it stands, characters.
    pub column: usize,
    /// Its words.
    pub words: Piece,
    /// Whether a blank line stands before its first word.
    pub blank: bool,
    /// Above it.
    pub above: Vec<Comment>,
    /// After the word that begins at that byte, which is not the last.
    pub inner: BTreeMap<u32, Vec<Comment>>,
    /// Beside its last word.
    pub beside: Option<Comment>,
}

/// A whole text.
#[derive(Clone, Debug)]
pub(super) struct Text {
    /// Heads and clauses.
    pub parts: Vec<Attached>,
    /// Comments after the last of them.
    pub end: Vec<Comment>,
}

/// The words of a part, in order.
pub(super) fn tokens(piece: &Piece) -> Vec<&Token> {
    match piece {
        Piece::Token(token) => vec![token],
        Piece::Group(_, pieces) => pieces.iter().flat_map(tokens).collect(),
    }
}

/// Gives each comment its place.
pub(super) fn attach(written: &Written, content: &str) -> Text {
    let mut walk = Walk { content, at: 0, comments: written.comments.iter().peekable() };
    let mut parts: Vec<Attached> = Vec::new();
    for part in &written.parts {
        let first = tokens(&part.words).first().map_or(0, |token| token.span.start);
        let mut above = walk.comments_before(first);
        if let Some(last) = parts.last_mut() {
            last.beside = beside(&mut above);
        }
        parts.push(walk.part(part, above));
    }
    let mut end = walk.comments_before(u32::MAX);
    if let Some(last) = parts.last_mut() {
        last.beside = beside(&mut end);
    }
    Text { parts: joined(parts), end }
}

/// 资格 得分 当 CONDITION: a condition stands on the line of what it opens.
fn joined(parts: Vec<Attached>) -> Vec<Attached> {
    let mut out: Vec<Attached> = Vec::new();
    for part in parts {
        let opens = |last: &&mut Attached| last.head && last.begins_with("eligible") && last.beside.is_none();
        let condition = part.begins_with("when") && part.above.is_empty();
        match out.last_mut().filter(|last| condition && opens(last)) {
            Some(head) => {
                head.words = Piece::Group(Construct::Other, vec![head.words.clone(), part.words]);
                head.inner.extend(part.inner);
                head.beside = part.beside;
            }
            None => out.push(part),
        }
    }
    out
}

impl Attached {
    fn begins_with(&self, keyword: &str) -> bool {
        let words = tokens(&self.words);
        words.first().is_some_and(|word| matches!(word.kind, Kind::Keyword(found) if found.id() == keyword))
    }
}

/// Takes the comment that stands beside what is before it.
fn beside(comments: &mut Vec<Comment>) -> Option<Comment> {
    comments.first().is_some_and(|first| !first.alone).then(|| comments.remove(0))
}

struct Walk<'a> {
    content: &'a str,
    /// Where the last word or comment ends.
    at: u32,
    comments: std::iter::Peekable<std::slice::Iter<'a, Spanned<String>>>,
}

impl Walk<'_> {
    /// Line ends since the last word or comment.
    fn line_ends(&self, to: u32) -> usize {
        let between = self.content.get(self.at as usize..to as usize).unwrap_or("");
        between.replace("\r\n", "\n").matches(['\n', '\r']).count()
    }

    /// Characters before a byte on its line.
    fn column(&self, at: u32) -> usize {
        let before = self.content.get(..at as usize).unwrap_or("");
        before.rsplit(['\n', '\r']).next().unwrap_or("").trim_start_matches('\u{FEFF}').chars().count()
    }

    fn comments_before(&mut self, to: u32) -> Vec<Comment> {
        let mut found = Vec::new();
        while let Some(comment) = self.comments.next_if(|comment| comment.span.start < to) {
            let (ends, start) = (self.line_ends(comment.span.start), comment.span.start);
            let alone = self.at == 0 || ends > 0;
            found.push(Comment { text: comment.value.clone(), alone, column: self.column(start), blank: ends > 1 });
            self.at = comment.span.end;
        }
        found
    }

    fn part(&mut self, part: &Part, above: Vec<Comment>) -> Attached {
        let words = tokens(&part.words);
        let first = words.first().map_or(0, |token| token.span.start);
        let (blank, column) = (self.line_ends(first) > 1, self.column(first));
        let mut inner = BTreeMap::new();
        let mut before: Option<u32> = None;
        for token in words {
            if let Some(before) = before {
                let found = self.comments_before(token.span.start);
                if !found.is_empty() {
                    inner.insert(before, found);
                }
            }
            if token.kind == Kind::Rest {
                // Comments in a principle's words are part of them.
                while self.comments.next_if(|comment| comment.span.start < token.span.end).is_some() {}
            }
            (self.at, before) = (token.span.end, Some(token.span.start));
        }
        Attached { head: part.head, column, words: part.words.clone(), blank, above, inner, beside: None }
    }
}
