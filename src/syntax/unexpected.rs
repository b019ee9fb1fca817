//! The finding for text that is no usual slip: what was expected there.

use super::codes::{TEXT_OUTSIDE_ITEMS, UNEXPECTED_TEXT, UNKNOWN_CLAUSE};
use super::expected::{list, may_end};
use super::reading::Reading;
use super::slips::Place;
use super::words::Kind;
use crate::diagnostics::{Finding, Message};

/// What should stand where reading stopped.
pub(super) fn finding(place: &Place) -> Finding {
    let before = place.before().last().cloned();
    let next = place.after().next();
    let gap_end = next.as_ref().map_or(place.stop, |n| n.range.start);
    let gap = before.as_ref().map_or("", |b| place.slice(b.range.end..gap_end));
    match (before, next) {
        (Some(before), None) => unfinished(place, before.range),
        (Some(before), Some(_)) if gap.contains('\n') && !may_end(place.expected) => unfinished(place, before.range),
        (_, Some(next)) if next.kind == Kind::Word && begins_part(place) => unknown_clause(place, next.range),
        (_, Some(next)) => unexpected(place, next.range),
        (None, None) => unfinished(place, place.stop..place.stop),
    }
}

/// Whether a clause should begin where reading stopped.
fn begins_part(place: &Place) -> bool {
    let line = place.slice(0..place.stop).trim_end_matches([' ', '\t']);
    may_end(place.expected) && (line.is_empty() || line.ends_with(['\n', ';', '。']))
}

fn unfinished(place: &Place, shown: std::ops::Range<usize>) -> Finding {
    let text = place.reading.shown(shown.clone());
    let wanted = list(place.expected, false);
    let what = Message::new(format!("“{text}”之后没有写完。"), format!("Something is missing after “{text}”."));
    let finding = Finding::new(&UNEXPECTED_TEXT, place.reading.span(shown.start, shown.end), what);
    helped(finding, &wanted, "此处应写：", "Write here: ")
}

fn unknown_clause(place: &Place, shown: std::ops::Range<usize>) -> Finding {
    let text = place.slice(shown.clone());
    let what = Message::new(format!("这个条目里没有“{text}”这种条款。"), format!("This item has no clause “{text}”."));
    let finding = Finding::new(&UNKNOWN_CLAUSE, place.reading.span(shown.start, shown.end), what);
    helped(finding, &list(place.expected, true), "条款以下列各词起头：", "A clause begins with one of: ")
}

fn unexpected(place: &Place, shown: std::ops::Range<usize>) -> Finding {
    let written = place.reading.span(shown.start, shown.end);
    let text = place.reading.shown(shown);
    let what = Message::new(format!("“{text}”接不上前文。"), format!("“{text}” cannot follow what stands before it."));
    helped(Finding::new(&UNEXPECTED_TEXT, written, what), &list(place.expected, false), "此处可写：", "Possible here: ")
}

fn helped(finding: Finding, wanted: &Message, zh: &str, en: &str) -> Finding {
    if wanted.zh.is_empty() || wanted.en.is_empty() {
        return finding;
    }
    finding.help(Message::new(format!("{zh}{}。", wanted.zh), format!("{en}{}.", wanted.en)))
}

/// The finding for text in front of the first item, if there is any.
pub(super) fn outside(reading: &Reading) -> Option<Finding> {
    let start = reading.text.len() - reading.text.trim_start().len();
    let line = reading.text.get(start..)?.lines().next()?.trim_end();
    let what = Message::new("这里的文字不在任何条目之内。", "The text here belongs to no item.");
    let help = Message::new(
        "条目以关键词起行，例如“政策”“规则”；说明文字前加“//”。",
        "An item begins a line with its keyword, for example “policy” or “rule”; put “//” before a remark.",
    );
    Some(Finding::new(&TEXT_OUTSIDE_ITEMS, reading.span(start, start + line.len()), what).help(help))
}
