//! Other words for a keyword (大于, 并且), keywords misspelt, and numerals.

use super::{Candidate, Place};
use crate::diagnostics::{Lang, Message};
use crate::syntax::codes::{CHINESE_NUMERAL, DATE_FORM, MISSING_WORD, UNKNOWN_CLAUSE, WRONG_WORD};
use crate::syntax::expected::{self, Expected, Thing};
use crate::syntax::grammar::Rule;
use crate::syntax::keywords::{self, KEYWORDS, Keyword, Role};
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
    ("和", "且"),
    ("及", "、"),
    ("及", "且"),
    ("与", "、"),
    ("to", "and"),
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
    ("and", "、"),
    ("monthly", "per month"),
    ("annually", "per year"),
    ("each", "per"),
    ("since", "from"),
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

/// Another word for a keyword, where reading stopped or just before.
pub(super) fn other_words(place: &Place) -> Vec<Candidate> {
    let words = [place.after().next(), place.before().last().cloned()];
    words.into_iter().flatten().flat_map(|word| for_word(place, &word)).collect()
}

/// Words that say again what the clause says: 上限 每月 最多 200 米.
const SAID_ALREADY: &[&str] = &["最多", "最高", "不超过", "封顶", "maximum", "max", "at most", "up to"];

/// A word that says again what the clause says, where reading stopped or just before.
pub(super) fn said_already(place: &Place) -> Vec<Candidate> {
    let words = [place.before().last().cloned(), place.after().next()];
    let again = words.into_iter().flatten().filter(|word| SAID_ALREADY.contains(&place.slice(word.range.clone())));
    again.map(|word| without(place, &word)).collect()
}

fn without(place: &Place, word: &Token) -> Candidate {
    let text = place.slice(word.range.clone());
    let what = Message::new(
        format!("“{text}”不用写，这一条款本来就是这个意思。"),
        format!("“{text}” is not needed: the clause says so already."),
    );
    let spaces = place.slice(word.range.end..place.text().len()).bytes().take_while(|byte| *byte == b' ').count();
    Candidate::new(&WRONG_WORD, word.range.start..word.range.end + spaces, "", what)
        .show(word.range.clone())
        .title(format!("去掉“{text}”"), format!("Take “{text}” away"))
}

/// A keyword misspelt, or another word run together with what follows.
pub(super) fn candidates(place: &Place) -> Vec<Candidate> {
    let Some(word) = place.after().next() else { return Vec::new() };
    let mut out = misspelt(place, &word);
    if place.rule == Rule::case_clause {
        out.extend(place.before().last().cloned().map(|word| outcome(place, &word)).unwrap_or_default());
        out.extend(outcome(place, &word));
    }
    out.extend(glued(place, &word));
    out
}

/// A small word left out: 施行 2025-01-01 for 施行 自 2025-01-01.
pub(super) fn left_out(place: &Place) -> Vec<Candidate> {
    let lang = if place.in_english() { Lang::En } else { Lang::Zh };
    let few_clauses = place.expected.iter().filter(|e| e.is_clause()).count() < 4 && place.clause != Some(place.rule);
    let joints = place.expected.iter().filter_map(|e| match e {
        Expected::Keyword(k) if k.role == Role::Joint || k.zh == ["在"] || (k.role == Role::Clause && few_clauses) => {
            Some(*k)
        }
        _ => None,
    });
    let Some(next) = place.after().next() else { return Vec::new() };
    let own = joints.filter_map(|k| if lang == Lang::Zh { k.zh.first() } else { k.en.first() });
    let previous = place.before().last().cloned().filter(|t| place.slice(t.range.end..place.stop).contains('\n'));
    let (at, shown) = previous.map_or((place.stop, next), |t| (t.range.end, t));
    own.take(6).map(|word| added(at, &shown, word)).collect()
}

fn added(at: usize, shown: &Token, word: &str) -> Candidate {
    let what = Message::new(format!("这里缺少“{word}”。"), format!("“{word}” is missing here."));
    let title = (format!("补上“{word}”"), format!("Add “{word}”"));
    let by = if at == shown.range.start { format!("{word} ") } else { format!(" {word}") };
    Candidate::new(&MISSING_WORD, at..at, by, what).show(shown.range.clone()).title(title.0, title.1)
}

/// Numbers that are not in digits.
pub(super) fn numbers(place: &Place) -> Vec<Candidate> {
    let words = [place.after().next(), place.before().last().cloned()];
    let mut out: Vec<Candidate> = words.iter().flatten().flat_map(|word| numeral(place, word)).collect();
    out.extend(scaled(place));
    out.extend(date_in_eight(place));
    out.extend(short_hour(place));
    out
}

/// 20250101 for 2025-01-01
fn date_in_eight(place: &Place) -> Option<Candidate> {
    let digits =
        place.after().next().filter(|t| t.kind == Kind::Digits && t.range.len() == 8 && place.expects(Thing::Date))?;
    let text = place.slice(digits.range.clone());
    let right = format!("{}-{}-{}", text.get(..4)?, text.get(4..6)?, text.get(6..)?);
    let what = Message::new(
        format!("日期“{text}”应写作“{right}”。"),
        format!("The date “{text}” should be written “{right}”."),
    );
    Some(Candidate::new(&DATE_FORM, digits.range, right, what))
}

/// 8:30 for 08:30
fn short_hour(place: &Place) -> Option<Candidate> {
    let tokens: Vec<Token> = place.after().take(3).collect();
    let [hour, colon, minute] = tokens.as_slice() else { return None };
    let shape = hour.range.len() == 1 && place.slice(colon.range.clone()) == ":" && minute.range.len() == 2;
    let range = hour.range.start..minute.range.end;
    let text = place.slice(range.clone());
    let what = Message::new(
        format!("时刻“{text}”应写作“0{text}”。"),
        format!("The time of day “{text}” should be written “0{text}”."),
    );
    (shape && hour.kind == Kind::Digits && minute.kind == Kind::Digits)
        .then(|| Candidate::new(&DATE_FORM, range, format!("0{text}"), what))
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
    let what = Message::new(
        format!("数“{text}”要用阿拉伯数字写。"),
        format!("The number “{text}” must be written in digits."),
    );
    Candidate::new(&CHINESE_NUMERAL, word.range.clone(), right, what)
}

/// 3万 for 30000, where the scale was read as a unit.
fn scaled(place: &Place) -> Vec<Candidate> {
    let before = place.before();
    let [.., digits, unit] = before else { return Vec::new() };
    let (number, scale) = (place.slice(digits.range.clone()), place.slice(unit.range.clone()));
    let Some(right) = (digits.kind == Kind::Digits).then(|| numerals::scaled(number, scale)).flatten() else {
        return Vec::new();
    };
    let whole = Token { kind: Kind::Word, range: digits.range.start..unit.range.end };
    vec![numeral_candidate(&whole, place.slice(whole.range.clone()), right)]
}

fn for_word(place: &Place, word: &Token) -> Vec<Candidate> {
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
    let what = Message::new(format!("“{text}”要写作“{right}”。"), format!("“{text}” should be written “{right}”."));
    Candidate::new(&WRONG_WORD, word.range, right, what)
}

/// The keywords nearest to the words where reading stopped.
fn misspelt(place: &Place, word: &Token) -> Vec<Candidate> {
    let text = place.slice(word.range.clone());
    let is_clause = place.starts_line() && keywords::begins_clause(place.slice(word.range.start..place.text().len()));
    if word.kind != Kind::Word || is_clause {
        return Vec::new();
    }
    let lang = if text.is_ascii() { Lang::En } else { Lang::Zh };
    let keywords = place.expected.iter().filter_map(|e| match e {
        Expected::Keyword(k) if k.role != Role::Item || !place.starts_line() => Some(*k),
        _ => None,
    });
    let begins_line = place.stop == place.start || place.starts_line();
    let mut found = Vec::new();
    for keyword in keywords.filter(|k| k.role != Role::Clause || begins_line) {
        let Some(spelling) = (if lang == Lang::Zh { keyword.zh } else { keyword.en }).first() else { continue };
        let written = [same_number_of_words(place, word, spelling), Some(word.clone())].into_iter().flatten();
        for written in written {
            let near = distance(place.slice(written.range.clone()), spelling);
            found.extend(near.map(|near| (near, keyword, *spelling, written)));
        }
    }
    found.sort_by_key(|(near, ..)| *near);
    found
        .into_iter()
        .take(6)
        .map(|(_, k, spelling, written)| nearest(&written, place.slice(written.range.clone()), k, spelling))
        .map(|candidate| Candidate { help: answers(place), ..candidate })
        .collect()
}

/// The answers to choose from, where a clause is answered by one of a few words.
fn answers(place: &Place) -> Option<Message> {
    let all = place.expected.iter().all(|e| matches!(e, Expected::Keyword(k) if k.role == Role::Answer));
    let list = expected::list(place.expected, false);
    (all && place.expected.len() > 1)
        .then(|| Message::new(format!("此处可写：{}。", list.zh), format!("Possible here: {}.", list.en)))
}

/// The outcomes nearest to a word.
fn outcome(place: &Place, word: &Token) -> Vec<Candidate> {
    let line = place.slice(place.start..word.range.start);
    if !line.contains(['→', '>']) {
        return Vec::new();
    }
    let text = place.slice(word.range.clone());
    let near = |k: &'static Keyword| {
        let spelling = k.spellings().min_by_key(|s| strsim::osa_distance(text, s))?;
        Some((distance(text, spelling)?, k, spelling))
    };
    let mut found: Vec<_> = KEYWORDS.iter().filter(|k| k.role == Role::Outcome).filter_map(near).collect();
    found.sort_by_key(|(near, ..)| *near);
    found.into_iter().take(2).map(|(_, k, spelling)| nearest(word, text, k, spelling)).collect()
}

/// As many words from the stop on as the keyword has.
fn same_number_of_words(place: &Place, first: &Token, spelling: &str) -> Option<Token> {
    let more = spelling.split(' ').count().checked_sub(1)?;
    let last = place.after().take_while(|t| t.kind == Kind::Word).nth(more)?;
    Some(Token { kind: Kind::Word, range: first.range.start..last.range.end })
}

/// How far a word is from a keyword, if it is near: a letter or two, or a part of it.
fn distance(text: &str, spelling: &str) -> Option<usize> {
    let distance = strsim::osa_distance(text, spelling);
    let length = spelling.chars().count().min(text.chars().count());
    let part = spelling.starts_with(text) && (distance <= 2 || spelling.contains(' '))
        || text.starts_with(spelling) && distance <= 2;
    (distance > 0 && (distance <= (length / 2).min(2) || part)).then_some(distance)
}

fn nearest(word: &Token, text: &str, keyword: &Keyword, spelling: &str) -> Candidate {
    let (code, what) = if keyword.role == Role::Clause {
        let what = Message::new(
            format!("没有“{text}”这种条款，最接近的是“{spelling}”。"),
            format!("There is no clause “{text}”; the nearest is “{spelling}”."),
        );
        (&UNKNOWN_CLAUSE, what)
    } else {
        let what = Message::new(
            format!("这里没有“{text}”这种写法，最接近的是“{spelling}”。"),
            format!("“{text}” is not used here; the nearest is “{spelling}”."),
        );
        (&WRONG_WORD, what)
    };
    Candidate::new(code, word.range.clone(), spelling, what)
}
