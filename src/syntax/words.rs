//! The words and marks of the reading copy, for what is looked at before or beside the grammar.

use std::ops::Range;

/// Letters as the grammar has them.
pub(super) fn is_letter(c: char) -> bool {
    use pest::unicode::{LETTER, LETTER_NUMBER, MARK};
    c == '_' || c.is_ascii_alphabetic() || (!c.is_ascii() && (LETTER(c) || MARK(c) || LETTER_NUMBER(c)))
}

/// The word a text begins with: letters, `_`, and digits that do not follow Han; empty where none does.
pub(super) fn first_word(text: &str) -> &str {
    let mut after_han = true;
    let end = text.char_indices().find(|&(_, c)| {
        if c.is_ascii_digit() {
            return after_han;
        }
        after_han = pest::unicode::HAN(c);
        !is_letter(c)
    });
    text.get(..end.map_or(text.len(), |(i, _)| i)).unwrap_or("")
}

/// Whether a word goes on in the text after it.
fn goes_on(word: &str, after: &str) -> bool {
    let han = word.chars().next_back().is_none_or(pest::unicode::HAN);
    after.chars().next().is_some_and(|c| is_letter(c) || (c.is_ascii_digit() && !han))
}

/// Whether a text begins with a keyword as whole words.
pub(super) fn begins_with(text: &str, keyword: &str) -> bool {
    let mut rest = text;
    for word in keyword.split(' ') {
        rest = rest.trim_start();
        let Some(after) = rest.strip_prefix(word) else { return false };
        // `yes/no` and `half-year` are keywords with a mark inside.
        if !word.contains(['/', '-']) && goes_on(word, after) {
            return false;
        }
        rest = after;
    }
    true
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word.
    Word,
    /// Digits, perhaps with a point.
    Digits,
    /// Quoted text, a quoted name or 《…》.
    Quoted,
    /// Any other character.
    Mark,
}

/// A word, number, quote or mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it is in the text it was taken from.
    pub range: Range<usize>,
}

impl Token {
    /// Its characters.
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.range.clone()).unwrap_or("")
    }
}

/// The tokens of a text, one after another.
pub(super) struct Tokens<'t> {
    text: &'t str,
    at: usize,
}

/// The tokens of a text.
pub(super) fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0 }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let rest = self.text.get(self.at..)?;
        let start = self.at + (rest.len() - rest.trim_start().len());
        let rest = self.text.get(start..)?;
        let (kind, length) = first_token(rest)?;
        self.at = start + length;
        Some(Token { kind, range: start..self.at })
    }
}

/// The token a text begins with, and its length.
fn first_token(text: &str) -> Option<(Kind, usize)> {
    let first = text.chars().next()?;
    if first.is_ascii_digit() {
        return Some((Kind::Digits, digits_length(text)));
    }
    let word = first_word(text).len();
    if word > 0 {
        return Some((Kind::Word, word));
    }
    let close = match first {
        '"' => '"',
        '“' => '”',
        '「' => '」',
        '`' => '`',
        '《' => '》',
        _ => return Some((Kind::Mark, first.len_utf8())),
    };
    let inner = text.get(first.len_utf8()..)?;
    match inner.find([close, '\n']) {
        Some(end) if inner.get(end..)?.starts_with(close) => {
            Some((Kind::Quoted, first.len_utf8() + end + close.len_utf8()))
        }
        _ => Some((Kind::Mark, first.len_utf8())),
    }
}

fn digits_length(text: &str) -> usize {
    let whole = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let after = text.get(whole..).unwrap_or("");
    let fraction = after
        .strip_prefix('.')
        .map_or(0, |rest| rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len());
    if fraction == 0 { whole } else { whole + 1 + fraction }
}

#[cfg(test)]
mod tests {
    use super::{begins_with, first_word, tokens};

    #[test]
    fn a_digit_ends_a_run_of_han() {
        assert_eq!(first_word("每月200米"), "每月");
        assert_eq!(first_word("e1号 x"), "e1号");
        assert_eq!(first_word("200米"), "");
        assert_eq!(first_word("table_tennis2、"), "table_tennis2");
    }

    #[test]
    fn keywords_of_several_words() {
        assert!(begins_with("in  force from", "in force"));
        assert!(!begins_with("in forces", "in force"));
        assert!(begins_with("yes/no, optional", "yes/no"));
    }

    #[test]
    fn words_numbers_quotes_and_marks() {
        let text = "每月200.5米 “a b” 「c」≥《d》第3条";
        let found: Vec<&str> = tokens(text).map(|t| t.range).filter_map(|r| text.get(r)).collect();
        assert_eq!(found, ["每月", "200.5", "米", "“a b”", "「c」", "≥", "《d》", "第", "3", "条"]);
    }
}
