//! Marks left out or taken for others.

use super::{Candidate, Place};
use crate::diagnostics::Message;
use crate::syntax::codes::{MISSING_COLON, MISSING_LIST_MARK, MISSING_MARK, WRONG_MARK};
use crate::syntax::expected::Thing;
use crate::syntax::words::{Kind, Token};

/// Marks that stand for another, with what they are written as; those of two characters first.
const WRONG: &[(&str, &str)] = &[
    ("==", "="),
    ("=>", "→"),
    ("=>", "≥"),
    ("=<", "≤"),
    ("<>", "≠"),
    ("——", " 至 "),
    ("—", " 至 "),
    ("–", " 至 "),
    ("~", " 至 "),
    ("-", " 至 "),
    ("…", " 至 "),
    ("—", "-"),
    ("–", "-"),
    ("&&", " 且 "),
    ("||", " 或 "),
    ("&", " 且 "),
    ("|", " 或 "),
    ("!", " 非 "),
    (".", "。"),
    (",", "、"),
    ("/", "、"),
    ("+", "、"),
    ("、", ","),
    (";", ","),
    ("。", ","),
    ("=", ":"),
    (":", "="),
    ("->", ":"),
    (":", " "),
    (",", ":"),
    (",", " "),
];

/// The changes worth trying where reading stopped.
pub(super) fn candidates(place: &Place) -> Vec<Candidate> {
    let mut out = missing(place);
    out.extend(wrong(place));
    out
}

/// A list joined by commas: the comma is where reading stopped, or just before.
pub(super) fn commas(place: &Place) -> Vec<Candidate> {
    let next = place.after().next();
    let commas =
        [next, place.before().last().cloned()].into_iter().flatten().filter(|t| place.slice(t.range.clone()) == ",");
    commas.map(|comma| joined_by_comma(&comma)).collect()
}

fn joined_by_comma(comma: &Token) -> Candidate {
    let what = Message::new(
        "并列各项之间写顿号“、”，逗号只分开条款的各部分。",
        "The parts of a list are joined by “、”; a comma separates the parts of a clause.",
    );
    Candidate::new(&MISSING_LIST_MARK, comma.range.clone(), "、", what)
}

/// A mark left out.
fn missing(place: &Place) -> Vec<Candidate> {
    let english = place.in_english();
    let pick = |zh: &str, en: &str| if english { en.to_owned() } else { zh.to_owned() };
    let mut out = Vec::new();
    if place.expects(Thing::Colon) {
        let what = Message::new("这里缺少冒号。", "A colon is missing here.");
        out.push(inserted(place, &MISSING_COLON, ":", &pick("：", ":"), what));
    }
    if place.expects(Thing::Close) {
        let what = Message::new("括号没有写完，这里缺少“）”。", "The parenthesis is not closed: “)” is missing here.");
        out.push(inserted(place, &MISSING_MARK, ")", &pick("）", ")"), what));
    }
    if place.expects(Thing::Equals) {
        let what = Message::new("这里缺少“=”。", "“=” is missing here.");
        out.push(inserted(place, &MISSING_MARK, "=", " = ", what));
    }
    if place.expects(Thing::Arrow) {
        let what = Message::new("预期之前缺少“→”。", "“->” is missing before what is expected.");
        out.extend(arrow_before_amount(place, what.clone()));
        out.push(inserted(place, &MISSING_MARK, "->", &pick(" → ", " -> "), what));
    }
    out
}

/// A comma or a 、 left out between two parts.
pub(super) fn inserted_in_lists(place: &Place) -> Vec<Candidate> {
    let comma = if place.in_english() { ", " } else { "，" };
    let mut out = Vec::new();
    let what = Message::new("各部分之间缺少逗号。", "A comma is missing between the parts.");
    out.push(inserted(place, &MISSING_MARK, ",", comma, what));
    let what = Message::new("并列各项之间缺少顿号“、”。", "The parts of a list are joined by “、”.");
    out.push(inserted(place, &MISSING_LIST_MARK, "、", "、", what));
    out
}

/// The arrow in front of the amount that ends the line: `成功 50 米`.
fn arrow_before_amount(place: &Place, what: Message) -> Option<Candidate> {
    let before = place.before();
    let digits = before.iter().rposition(|t| t.kind == Kind::Digits)?;
    let (end, amount) = (before.get(digits.checked_sub(1)?)?.range.end, before.get(digits)?);
    let shown = amount.range.start..before.last()?.range.end;
    let mark = if place.in_english() { "->" } else { "→" };
    let added = Candidate::new(&MISSING_MARK, end..end, " ->", what).show(shown).written(format!(" {mark}"));
    Some(added.title(format!("补上“{mark}”"), format!("Add “{mark}”")))
}

/// A mark put in after the last token before the stop.
fn inserted(
    place: &Place,
    code: &'static crate::diagnostics::Code,
    read: &str,
    written: &str,
    what: Message,
) -> Candidate {
    let before = place.before().last().cloned();
    let at = before.as_ref().map_or(place.stop, |t| t.range.end);
    let shown = before.map_or(at..at, |t| t.range);
    let shown = if place.slice(at..place.stop).contains('\n') {
        shown
    } else {
        place.after().next().map_or(shown, |t| t.range)
    };
    let name = written.trim();
    let blanks = place.slice(at..place.stop).bytes().take_while(|b| matches!(b, b' ' | b'\t')).count();
    let swallows = matches!(name, "：" | "、" | "，" | "=");
    let end = if swallows { at + blanks } else { at };
    Candidate::new(code, at..end, read, what)
        .show(shown)
        .written(written)
        .title(format!("补上“{name}”"), format!("Add “{name}”"))
}

/// Another mark at the stop or just before it.
fn wrong(place: &Place) -> Vec<Candidate> {
    let previous = place.before().last().cloned().map_or(place.stop, |t| t.range.start);
    let starts = if previous == place.stop { vec![place.stop] } else { vec![place.stop, previous] };
    let mut out = Vec::new();
    for start in starts {
        let rest = place.slice(start..place.text().len());
        out.extend(
            WRONG
                .iter()
                .filter(|(mark, _)| rest.starts_with(mark))
                .map(|(mark, right)| candidate(place, start, mark, right)),
        );
    }
    out
}

fn candidate(place: &Place, start: usize, mark: &str, right: &str) -> Candidate {
    let english = place.in_english();
    let range = start..start + mark.len();
    let right = spaced(place, &range, &in_language(right, english));
    let written = as_written(&right, english);
    let (shown, name) = (place.shown(range.clone()), written.trim());
    let what = if name.is_empty() {
        Message::new(format!("这里不写“{shown}”。"), format!("“{shown}” should not stand here."))
    } else {
        Message::new(format!("这里的“{shown}”应写作“{name}”。"), format!("“{shown}” should be written “{name}” here."))
    };
    let title = if name.is_empty() {
        Message::new("删去它", "Delete it")
    } else {
        Message::new(format!("改为“{name}”"), format!("Change it to “{name}”"))
    };
    Candidate { title, written: Some(written.clone()), ..Candidate::new(&WRONG_MARK, range, right, what) }
}

/// A word put in place of a mark, without the blanks that stand there already.
fn spaced(place: &Place, range: &std::ops::Range<usize>, right: &str) -> String {
    let blank = |text: &str| text.is_empty() || text.ends_with([' ', '\n']);
    let mut right = right;
    if right.trim().is_empty() {
        return right.to_owned();
    }
    if blank(place.slice(0..range.start)) {
        right = right.trim_start();
    }
    if place.slice(range.end..place.text().len()).starts_with(' ') {
        right = right.trim_end();
    }
    right.to_owned()
}

/// As it is put in the file.
fn as_written(right: &str, english: bool) -> String {
    match (right, english) {
        (":", false) => "：".to_owned(),
        (",", false) => "，".to_owned(),
        _ => in_language(right, english),
    }
}

fn in_language(right: &str, english: bool) -> String {
    match (right, english) {
        (" 至 ", true) => " to ".to_owned(),
        (" 且 ", true) => " and ".to_owned(),
        (" 或 ", true) => " or ".to_owned(),
        (" 非 ", true) => " not ".to_owned(),
        _ => right.to_owned(),
    }
}
