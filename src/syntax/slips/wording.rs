//! Other words for a keyword (大于, 并且), keywords misspelt, and numerals.

use super::{Candidate, Place};
use crate::diagnostics::{Lang, Message};
use crate::syntax::codes::{CHINESE_NUMERAL, UNKNOWN_CLAUSE, WRONG_WORD};
use crate::syntax::expected::{Expected, Thing};
use crate::syntax::keywords::{Keyword, Role};
use crate::syntax::slips::numerals;
use crate::syntax::words::{Kind, Token, begins_with};

/// What people write, and what is written here.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("大于等于", "满"),
    ("不小于", "满"),
    ("不低于", "满"),
    ("不少于", "满"),
    ("至少", "满"),
    ("达到", "满"),
    ("大于", "超过"),
    ("高于", "超过"),
    ("多于", "超过"),
    ("小于等于", "≤"),
    ("不大于", "≤"),
    ("不高于", "≤"),
    ("不多于", "≤"),
    ("不超过", "≤"),
    ("小于", "不满"),
    ("低于", "不满"),
    ("少于", "不满"),
    ("未满", "不满"),
    ("不足", "不满"),
    ("等于", "="),
    ("不等于", "≠"),
    ("为", "是"),
    ("不为", "不是"),
    ("属于", "是"),
    ("并且", "且"),
    ("而且", "且"),
    ("同时", "且"),
    ("与", "且"),
    ("和", "、"),
    ("及", "、"),
    ("或者", "或"),
    ("如果", "若"),
    ("那么", "则"),
    ("到", "至"),
    ("从", "自"),
    ("起", "自"),
    ("不", "非"),
    ("没有", "非 有"),
    ("具有", "有"),
    ("需要", "需"),
    ("所需", "需"),
    ("封顶", "上限"),
    ("限额", "上限"),
    ("最多", "上限"),
    ("生效", "施行"),
    ("有效期", "施行"),
    ("条件", "当"),
    ("归类", "计入"),
    ("属于维度", "计入"),
    ("奖", "奖励"),
    ("得", "奖励"),
    ("加分", "奖励"),
    ("审核", "确认"),
    ("库存", "限量"),
    ("赠送", "给"),
    ("给予", "给"),
    ("equals", "="),
    ("but", "and"),
    ("unless", "not"),
    ("until", "to"),
    ("through", "to"),
    ("max", "cap"),
    ("limit", "cap"),
    ("grant", "award"),
    ("where", "when"),
    ("provided", "when"),
];

/// Words of several words, English.
const OTHER_PHRASES: &[(&str, &str)] = &[
    ("greater than", "over"),
    ("more than", "over"),
    ("less than", "under"),
    ("fewer than", "under"),
    ("no more than", "at most"),
    ("no less than", "at least"),
    ("not less than", "at least"),
    ("not more than", "at most"),
    ("equal to", "="),
    ("effective from", "in force from"),
];

/// What may have been meant by the word where reading stopped.
pub(super) fn candidates(place: &Place) -> Vec<Candidate> {
    let Some(word) = place.after().next() else { return Vec::new() };
    let previous = place.before().pop();
    let mut out = other_words(place, &word);
    out.extend(previous.map(|previous| other_words(place, &previous)).unwrap_or_default());
    out.extend(misspelt(place, &word));
    out.extend(glued(place, &word));
    out
}

/// Numbers that are not in digits.
pub(super) fn numbers(place: &Place) -> Vec<Candidate> {
    let mut out = place.after().next().map(|word| numeral(place, &word)).unwrap_or_default();
    out.extend(scaled(place));
    out
}

/// 六十岁以上 for 60岁以上
fn numeral(place: &Place, word: &Token) -> Vec<Candidate> {
    let text = place.slice(word.range.clone());
    let right = match numerals::in_digits(text) {
        Some(right) => right,
        None => match numerals::leading(text) {
            Some((digits, rest)) if word.kind == Kind::Word && place.expects(Thing::Number) => {
                format!("{digits}{rest}")
            }
            _ => return Vec::new(),
        },
    };
    vec![numeral_candidate(word, text, right)]
}

fn numeral_candidate(word: &Token, text: &str, right: String) -> Candidate {
    let what =
        Message::new(format!("数“{text}”要用阿拉伯数字写。"), format!("The number “{text}” is written in digits."));
    Candidate::new(&CHINESE_NUMERAL, word.range.clone(), right, what)
}

/// 3万 for 30000, where the scale was read as a unit.
fn scaled(place: &Place) -> Vec<Candidate> {
    let before = place.before();
    let [.., digits, unit] = before.as_slice() else { return Vec::new() };
    let (number, scale) = (place.slice(digits.range.clone()), place.slice(unit.range.clone()));
    let Some(right) = (digits.kind == Kind::Digits).then(|| numerals::scaled(number, scale)).flatten() else {
        return Vec::new();
    };
    let whole = Token { kind: Kind::Word, range: digits.range.start..unit.range.end };
    vec![numeral_candidate(&whole, place.slice(whole.range.clone()), right)]
}

fn other_words(place: &Place, word: &Token) -> Vec<Candidate> {
    let text = place.slice(word.range.clone());
    let rest = place.slice(word.range.start..place.text().len());
    let phrase = OTHER_PHRASES.iter().find(|(phrase, _)| begins_with(rest, phrase));
    let mut out = Vec::new();
    if let Some((phrase, right)) = phrase {
        let length = words_length(rest, phrase);
        let range = word.range.start..word.range.start + length;
        out.push(wrong_word(Token { kind: Kind::Word, range }, phrase, right));
    }
    for (_, right) in OTHER_WORDS.iter().filter(|(other, _)| *other == text) {
        out.push(wrong_word(word.clone(), text, right));
    }
    out
}

/// Another word run together with what follows: 大于60, 需要100.
fn glued(place: &Place, word: &Token) -> Option<Candidate> {
    let text = place.slice(word.range.clone());
    let (other, right) = OTHER_WORDS.iter().find(|(other, _)| other.len() < text.len() && text.starts_with(other))?;
    let rest = text.get(other.len()..)?;
    Some(wrong_word(word.clone(), text, &format!("{right} {rest}")))
}

/// The length of a phrase whose words may stand apart by several blanks.
fn words_length(text: &str, phrase: &str) -> usize {
    let mut at = 0;
    for word in phrase.split(' ') {
        let rest = text.get(at..).unwrap_or("");
        at += rest.len() - rest.trim_start().len() + word.len();
    }
    at
}

fn wrong_word(word: Token, text: &str, right: &str) -> Candidate {
    let what = Message::new(format!("“{text}”要写作“{right}”。"), format!("“{text}” is written “{right}”."));
    Candidate::new(&WRONG_WORD, word.range, right, what)
}

/// The keyword nearest to a word that begins a clause.
fn misspelt(place: &Place, word: &Token) -> Vec<Candidate> {
    let text = place.slice(word.range.clone());
    if word.kind != Kind::Word || text.is_empty() {
        return Vec::new();
    }
    let keywords = place.expected.iter().filter_map(|e| match e {
        Expected::Keyword(k) if k.role != Role::Item => Some(*k),
        _ => None,
    });
    let lang = if text.is_ascii() { Lang::En } else { Lang::Zh };
    let near = |k: &'static Keyword| {
        let spelling = k.spelling(lang);
        let distance = strsim::osa_distance(text, spelling);
        let length = spelling.chars().count().min(text.chars().count());
        (distance <= (length / 2).min(2) && text.is_ascii() == spelling.is_ascii()).then_some((distance, k, spelling))
    };
    let mut found: Vec<_> = keywords.filter_map(near).collect();
    found.sort_by_key(|(distance, ..)| *distance);
    found.into_iter().take(3).map(|(_, k, spelling)| nearest(word, text, k, spelling)).collect()
}

fn nearest(word: &Token, text: &str, keyword: &Keyword, spelling: &str) -> Candidate {
    let (code, what) = if keyword.role == Role::Clause {
        let what = Message::new(
            format!("没有“{text}”这种条款，最接近的是“{spelling}”。"),
            format!("There is no clause “{text}”; the nearest is “{spelling}”."),
        );
        (&UNKNOWN_CLAUSE, what)
    } else {
        (
            &WRONG_WORD,
            Message::new(format!("“{text}”要写作“{spelling}”。"), format!("“{text}” is written “{spelling}”.")),
        )
    };
    Candidate::new(code, word.range.clone(), spelling, what)
}
