//! What should stand where reading stopped, in the reader's terms.

use super::codes::UNEXPECTED_TEXT;
use super::from_pairs::too_deep;
use super::grammar::Rule;
use super::keywords;
use super::reading::Reading;
use crate::diagnostics::{Finding, Lang, Message};
use pest::error::{Error, ErrorVariant};

/// Something that may be expected: a keyword, or a kind of thing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    /// A keyword.
    Keyword(&'static keywords::Keyword),
    /// A kind of thing, in Chinese and English.
    Thing(&'static str, &'static str),
}

impl Expected {
    fn text(self, lang: Lang) -> String {
        match (self, lang) {
            (Expected::Keyword(k), _) => format!("“{}”", k.spelling(lang)),
            (Expected::Thing(zh, _), Lang::Zh) => zh.to_owned(),
            (Expected::Thing(_, en), Lang::En) => en.to_owned(),
        }
    }
}

/// What the grammar would have read where it stopped.
pub(super) fn expected(error: &Error<Rule>) -> Vec<Expected> {
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else { return Vec::new() };
    let mut out: Vec<Expected> = Vec::new();
    for item in positives.iter().filter_map(|rule| term(*rule)) {
        if !out.contains(&item) {
            out.push(item);
        }
    }
    out
}

/// The finding for text that is not what should stand there.
pub(super) fn finding(reading: &Reading, at: usize, error: &Error<Rule>) -> Finding {
    let rest = reading.text.get(at..).unwrap_or("");
    if matches!(error.variant, ErrorVariant::CustomError { .. }) {
        return too_deep(reading.span(at, at + first_length(rest)));
    }
    let expected = expected(error);
    let list = |lang, joint: &str| expected.iter().map(|e| e.text(lang)).collect::<Vec<_>>().join(joint);
    let found = rest.get(..first_length(rest)).unwrap_or("");
    let what = if found.is_empty() {
        Message::new("这里还没有写完。", "Something is missing at the end.")
    } else {
        Message::new(format!("此处不应写“{found}”。"), format!("“{found}” should not stand here."))
    };
    let finding = Finding::new(&UNEXPECTED_TEXT, reading.span(at, at + found.len()), what);
    if expected.is_empty() {
        return finding;
    }
    finding.help(Message::new(
        format!("此处可写：{}。", list(Lang::Zh, "、")),
        format!("Here may stand: {}.", list(Lang::En, ", ")),
    ))
}

/// The length of the word or mark a text begins with.
fn first_length(text: &str) -> usize {
    let word = super::split::first_word(text).len();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let mark = text.chars().next().filter(|c| !c.is_whitespace()).map_or(0, char::len_utf8);
    word.max(digits).max(mark)
}

fn term(rule: Rule) -> Option<Expected> {
    if let Some(keyword) = keywords::of(rule) {
        return Some(Expected::Keyword(keyword));
    }
    let (zh, en) = match rule {
        Rule::name | Rule::plain_name | Rule::quoted_name | Rule::declared => ("名称", "a name"),
        _ => return None,
    };
    Some(Expected::Thing(zh, en))
}
