//! Words → lines: a head, then its clauses further in; what is too long for one line goes on further in still.

use super::attach::{Attached, Comment, Text, tokens};
use super::spacing::{between, spelt};
use crate::syntax::written::{Kind, Token};
use unicode_width::UnicodeWidthStr;

/// Columns of a line that words may fill.
pub(super) const WIDEST: usize = 120;
/// Columns that a clause stands in.
const CLAUSE: usize = 2;
/// Columns that the rest of a head or clause stands in.
const REST: usize = 4;

/// A line.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// Columns before it.
    pub indent: usize,
    /// Its words; empty where it has only a comment.
    pub words: String,
    /// Its comment.
    pub comment: Option<String>,
    /// Whether a blank line stands before it.
    pub blank: bool,
}

/// The lines of a text.
pub(super) fn lines(text: &Text) -> Vec<Line> {
    let mut writer = Writer::default();
    let several: Vec<bool> = items(&text.parts).collect();
    let has_clauses = |item: Option<usize>| item.and_then(|item| several.get(item)).copied().unwrap_or(false);
    let mut item = 0_usize;
    for part in &text.parts {
        let blank = if part.head {
            let apart = has_clauses(Some(item)) || has_clauses(item.checked_sub(1));
            item += 1;
            writer.above_head(part, apart)
        } else {
            part.above.iter().for_each(|comment| writer.alone(comment, CLAUSE));
            part.blank
        };
        writer.words(part, blank);
    }
    for comment in &text.end {
        writer.alone(comment, if comment.column > 0 { CLAUSE } else { 0 });
    }
    if let Some(first) = writer.lines.first_mut() {
        first.blank = false;
    }
    writer.lines
}

/// For each item whether it has clauses.
fn items(parts: &[Attached]) -> impl Iterator<Item = bool> {
    let heads = parts.iter().enumerate().filter(|(_, part)| part.head);
    heads.map(|(at, _)| parts.get(at + 1).is_some_and(|next| !next.head))
}

#[derive(Default)]
struct Writer {
    lines: Vec<Line>,
    /// Whether the item's keywords are Chinese.
    chinese_item: bool,
}

impl Writer {
    fn alone(&mut self, comment: &Comment, indent: usize) {
        let comment = Line { indent, comment: Some(comment.text.clone()), blank: comment.blank, ..Line::default() };
        self.lines.push(comment);
    }

    /// The comments above a head; those further in than it belong to the item before. An item set apart has a blank line before the comments
    /// directly above it. Gives whether there is one before the head itself.
    fn above_head(&mut self, part: &Attached, apart: bool) -> bool {
        self.chinese_item = chinese(part).unwrap_or(true);
        let further = part.above.iter().rposition(|comment| comment.column > part.column).map_or(0, |last| last + 1);
        let own = if self.lines.is_empty() { 0 } else { further };
        let mut top = part.above.len();
        let mut parted = part.blank;
        while top > own && !parted {
            top -= 1;
            parted = part.above.get(top).is_some_and(|comment| comment.blank);
        }
        for (at, comment) in part.above.iter().enumerate() {
            let blank = comment.blank || (apart && at == top);
            self.alone(&Comment { blank, ..comment.clone() }, if at < own { CLAUSE } else { 0 });
        }
        part.blank || (apart && top == part.above.len())
    }

    /// The words of a part with their comments.
    fn words(&mut self, part: &Attached, blank: bool) {
        let chinese = chinese(part).unwrap_or(self.chinese_item);
        let words = tokens(&part.words);
        let first = self.lines.len();
        let mut from = 0;
        for at in 0..words.len() {
            let comments = words.get(at).and_then(|word| part.inner.get(&word.span.start));
            let Some(comments) = comments.filter(|_| at + 1 < words.len()) else { continue };
            self.stretch(words.get(from..=at).unwrap_or(&[]), part.head, from == 0, chinese);
            for comment in comments {
                match self.lines.last_mut().filter(|line| !comment.alone && line.comment.is_none()) {
                    Some(line) => line.comment = Some(comment.text.clone()),
                    None => self.alone(&Comment { blank: false, ..comment.clone() }, REST),
                }
            }
            from = at + 1;
        }
        self.stretch(words.get(from..).unwrap_or(&[]), part.head, from == 0, chinese);
        if let Some(line) = self.lines.get_mut(first) {
            line.blank = blank;
        }
        if let (Some(line), Some(comment)) = (self.lines.last_mut(), &part.beside) {
            line.comment = Some(comment.text.clone());
        }
    }

    /// Words that no comment parts, in as many lines as they need.
    fn stretch(&mut self, words: &[&Token], head: bool, first: bool, chinese: bool) {
        let mut indent = match (first, head) {
            (true, true) => 0,
            (true, false) => CLAUSE,
            _ => REST,
        };
        let mut line = String::new();
        for piece in pieces(words, chinese) {
            let wide = indent + line.width() + piece.trim_end().width() > WIDEST;
            if wide && !line.is_empty() {
                self.push(&line, indent);
                (line, indent) = (String::new(), REST);
            }
            line.push_str(&piece);
        }
        self.push(&line, indent);
    }

    fn push(&mut self, words: &str, indent: usize) {
        self.lines.push(Line { indent, words: words.trim_end().to_owned(), ..Line::default() });
    }
}

/// Whether the keywords of a part are Chinese; none where it has no keyword.
fn chinese(part: &Attached) -> Option<bool> {
    let words = tokens(&part.words);
    words.iter().find(|word| matches!(word.kind, Kind::Keyword(_))).map(|word| !word.text.is_ascii())
}

/// Words with what follows each, together as far as they stay on one line.
fn pieces(words: &[&Token], chinese: bool) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for (at, word) in words.iter().enumerate() {
        let Some(piece) = pieces.last_mut() else { break };
        piece.push_str(spelt(word, chinese));
        if let Some(next) = words.get(at + 1) {
            piece.push_str(between(word, next, chinese));
            if may_break(word, next) {
                pieces.push(String::new());
            }
        }
    }
    pieces
}

/// Whether a line may end between two words.
fn may_break(before: &Token, after: &Token) -> bool {
    let source = |token: &Token| matches!(token.kind, Kind::Text | Kind::Law);
    let joint = matches!(after.kind, Kind::Keyword(_))
        && matches!(after.text.as_str(), "或" | "且" | "则" | "否则" | "or" | "and" | "then" | "else");
    joint
        || (before.kind == Kind::Mark && matches!(before.text.as_str(), "," | "、"))
        || (source(before) && source(after))
}
