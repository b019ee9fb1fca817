//! Where items begin: at a line whose first word is an item keyword.

use super::grammar::Rule;
use super::keywords::{KEYWORDS, Role};
use super::scan::is_letter;
use std::ops::Range;

/// A stretch of the reading copy from one item keyword to the next.
pub(super) struct Piece {
    /// Where it is.
    pub range: Range<usize>,
    /// Its keyword.
    pub start: Start,
}

/// What a stretch begins with.
#[derive(Clone, Copy)]
pub(super) enum Start {
    /// An item keyword.
    Item(Rule),
    /// The keyword of an item that is not available yet.
    Later(&'static Later),
    /// Anything else: text before the first item.
    Other,
}

/// A word that is known and refused.
pub(super) struct Later {
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// Items of a later stage.
static LATER_ITEMS: &[Later] = &[
    Later { zh: "评定", en: "assess" },
    Later { zh: "否决", en: "veto" },
    Later { zh: "身份", en: "standing" },
    Later { zh: "更正", en: "correct" },
    Later { zh: "引用", en: "use" },
    Later { zh: "修正", en: "amend" },
    Later { zh: "榜单", en: "ranking" },
];

/// The stretches of a text, in order.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut out = vec![Piece { range: 0..text.len(), start: Start::Other }];
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
        let start = line_start + blanks;
        if let Some(kind) = item_start(text.get(start..).unwrap_or("")) {
            if let Some(last) = out.last_mut() {
                last.range.end = start;
            }
            out.push(Piece { range: start..text.len(), start: kind });
        }
        line_start += line.len();
    }
    out
}

/// The item keyword a text begins with.
fn item_start(text: &str) -> Option<Start> {
    let word = first_word(text);
    if word.is_empty() {
        return None;
    }
    let item = KEYWORDS.iter().filter(|k| k.role == Role::Item).find(|k| k.spellings().any(|s| begins_with(text, s)));
    let later = || LATER_ITEMS.iter().find(|l| l.zh == word || l.en == word);
    item.map(|k| Start::Item(k.rule())).or_else(|| later().map(Start::Later))
}

/// Whether a text begins with a keyword as whole words.
pub(super) fn begins_with(text: &str, keyword: &str) -> bool {
    let mut rest = text;
    for word in keyword.split(' ') {
        rest = rest.trim_start();
        if first_word(rest) != word {
            return false;
        }
        rest = rest.get(word.len()..).unwrap_or("");
    }
    true
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
