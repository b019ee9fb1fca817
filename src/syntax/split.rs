//! Where items begin: at a line whose first word is an item keyword.

use super::codes::{MISSING_SPACE, UNKNOWN_ITEM};
use super::grammar::Rule;
use super::keywords::{KEYWORDS, Keyword, Role};
use super::reading::Reading;
use super::words::{begins_with, first_word};
use crate::diagnostics::{Finding, Fix, Message};
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
pub(super) fn item_start(text: &str) -> Option<Start> {
    let word = first_word(text);
    if word.is_empty() {
        return None;
    }
    let item = KEYWORDS.iter().filter(|k| k.role == Role::Item).find(|k| k.spellings().any(|s| begins_with(text, s)));
    let later = || LATER_ITEMS.iter().find(|l| l.zh == word || l.en == word);
    item.map(|k| Start::Item(k.rule())).or_else(|| later().map(Start::Later))
}

/// An item keyword run together with the word after it, at that place: the finding, and the item with a space put in.
pub(super) fn run_together(reading: &Reading, at: usize) -> Option<(Finding, Reading, Rule)> {
    let rest = reading.text.get(at..)?;
    let word = first_word(rest);
    let keyword = KEYWORDS
        .iter()
        .filter(|k| k.role == Role::Item)
        .find(|k| k.zh.iter().any(|zh| word.starts_with(zh) && word != *zh))?;
    let zh = keyword.zh.iter().find(|zh| word.starts_with(*zh))?;
    let name = word.get(zh.len()..)?;
    let what = Message::new(
        format!("“{word}”连成了一个词，关键词“{zh}”之后要有空格。"),
        format!("“{word}” reads as one word; set the keyword “{zh}” apart by a space."),
    );
    let gap = reading.span(at + zh.len(), at + zh.len());
    let finding = Finding::new(&MISSING_SPACE, reading.span(at, at + word.len()), what).fix(Fix {
        title: Message::new(format!("改为“{zh} {name}”"), format!("Change it to “{zh} {name}”")),
        edits: vec![(gap, " ".into())],
    });
    let item = reading.part(at, reading.text.len());
    Some((finding, item.replaced(&[(zh.len()..zh.len(), " ".into())]), keyword.rule()))
}

/// A word nearly an item keyword, at that place: the finding, and the item with the keyword put right.
pub(super) fn misspelt(reading: &Reading, at: usize) -> Option<(Finding, Reading, Rule)> {
    let word = first_word(reading.text.get(at..)?);
    let near = |keyword: &'static Keyword| {
        let near = |s: &'static str| {
            let distance = strsim::osa_distance(word, s);
            (distance > 0 && distance <= (s.chars().count() / 2).min(2)).then_some((distance, s))
        };
        keyword
            .spellings()
            .filter(|s| s.is_ascii() == word.is_ascii())
            .filter_map(near)
            .min()
            .map(|(d, s)| (d, s, keyword.rule()))
    };
    let (_, right, rule) =
        KEYWORDS.iter().filter(|k| k.role == Role::Item).filter_map(near).min_by_key(|(d, ..)| *d)?;
    let span = reading.span(at, at + word.len());
    let what = Message::new(
        format!("没有“{word}”这种条目，最接近的是“{right}”。"),
        format!("There is no item “{word}”; the nearest is “{right}”."),
    );
    let title = Message::new(format!("改为“{right}”"), format!("Change it to “{right}”"));
    let finding = Finding::new(&UNKNOWN_ITEM, span, what).fix(Fix { title, edits: vec![(span, right.to_owned())] });
    let item = reading.part(at, reading.text.len());
    Some((finding, item.replaced(&[(0..word.len(), right.to_owned())]), rule))
}
