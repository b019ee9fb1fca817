//! Names that need quotes, and codes in another form.

use super::{Candidate, Place};
use crate::diagnostics::Message;
use crate::syntax::codes::{CODE_FORM, KEYWORD_AS_NAME, NAME_NEEDS_QUOTES};
use crate::syntax::expected::Thing;
use crate::syntax::grammar::Rule;
use crate::syntax::is_plain_name;
use crate::syntax::keywords::begins_clause;
use crate::syntax::words::Kind;

/// A keyword where a name must stand, a name that begins with a digit or has a mark or a space in it, a code with a hyphen.
pub(super) fn candidates(place: &Place) -> Vec<Candidate> {
    let mut out = Vec::new();
    if place.expects(Thing::Name) {
        out.extend(keyword(place));
        out.extend(starts_with_digit(place));
    }
    out.extend(code(place));
    out
}

fn keyword(place: &Place) -> Option<Candidate> {
    let mut after = place.after();
    let word = after.next().filter(|t| t.kind == Kind::Word)?;
    let text = place.slice(word.range.clone());
    let next = after.next();
    if let Some(digits) = next.as_ref().filter(|t| t.kind == Kind::Digits && t.range.start == word.range.end) {
        return Some(in_quotes(place, word.range.start..digits.range.end));
    }
    let next = next.map(|t| place.slice(t.range));
    let spaced = matches!(place.rule, Rule::subject_head | Rule::activity_head) && !place.starts_line();
    if text.starts_with(['每', '全']) || (spaced && place.before().len() > 1) {
        return None;
    }
    if place.starts_line() && !matches!(next, Some(":" | "代号" | "code" | "(")) && begins_clause(text) {
        return None;
    }
    let what = Message::new(
        format!("“{text}”是关键词，用作名称须加“「」”。"),
        format!("“{text}” is a keyword; as a name it must stand in “「」”."),
    );
    Some(Candidate::new(&KEYWORD_AS_NAME, word.range.clone(), format!("「{text}」"), what))
}

/// 2号楼
fn starts_with_digit(place: &Place) -> Option<Candidate> {
    let mut after = place.after();
    let first = after.next().filter(|t| t.kind == Kind::Digits)?;
    let second = after.next().filter(|t| t.kind == Kind::Word && t.range.start == first.range.end)?;
    Some(in_quotes(place, first.range.start..second.range.end))
}

/// A name of several tokens that reading broke off: from the token before the stop to the end of what touches it, or of the next word.
pub(super) fn broken(place: &Place) -> Vec<Candidate> {
    let Some((previous, before)) = place.before().split_last().filter(|(t, _)| t.kind == Kind::Word) else {
        return Vec::new();
    };
    if before.last().is_some_and(|t| t.kind == Kind::Digits) {
        return Vec::new();
    }
    let is_keyword = !is_plain_name(place.slice(previous.range.clone()));
    let mut end = previous.range.end;
    let mut out = Vec::new();
    for next in place.after().take(4) {
        let touches = next.range.start == end;
        if !touches && is_keyword {
            break;
        }
        if !touches && place.expects(Thing::Comparison) {
            break;
        }
        let gap = place.slice(end..next.range.start);
        if matches!(place.slice(next.range.clone()), "," | "、" | ":" | "(" | ")" | "=" | "/") || gap.contains('\n') {
            break;
        }
        end = next.range.end;
        if touches || next.kind != Kind::Mark {
            out.push(in_quotes(place, previous.range.start..end));
        }
    }
    out
}

fn in_quotes(place: &Place, range: std::ops::Range<usize>) -> Candidate {
    let text = place.slice(range.clone());
    let what = Message::new(
        format!("名称“{text}”不是一个词（其中有空格、标点或数字），须加“「」”。"),
        format!(
            "The name “{text}” is not one word (it has a space, a mark or a digit in it) and must stand in “「」”."
        ),
    );
    Candidate::new(&NAME_NEEDS_QUOTES, range, format!("「{text}」"), what)
}

/// table-tennis for table_tennis
fn code(place: &Place) -> Option<Candidate> {
    let before = place.before();
    let at = before.iter().rposition(|t| matches!(place.slice(t.range.clone()), "代号" | "code"))?;
    let first = before.get(at + 1).map_or(place.stop, |t| t.range.start);
    let rest = place.slice(first..place.text().len());
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))).unwrap_or(rest.len());
    let text = rest.get(..end)?;
    let right = text.replace(['-', '.'], "_");
    let right = match right.as_str() {
        digits if digits.starts_with(|c: char| c.is_ascii_digit()) => format!("c{right}"),
        keyword if keyword == text => format!("{text}_1"),
        _ => right,
    };
    let what =
        Message::new(format!("代号“{text}”的写法不对。"), format!("The code “{text}” is not written as a code is."));
    let candidate = Candidate::new(&CODE_FORM, first..first + end, right, what).help(
        "代号只用字母、数字和 _，以字母起头，不与关键词相同。",
        "A code has letters, digits and _, begins with a letter and is no keyword.",
    );
    (!text.is_empty()).then_some(candidate)
}
