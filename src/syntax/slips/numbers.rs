//! Numbers and dates written in another form: `2025/1/1`, `1,000`, `五十米`, `3万`. Looked for before the grammar reads, which would take them apart.

use crate::diagnostics::{Finding, Fix, Message};
use crate::syntax::codes::{DATE_FORM, THOUSANDS_MARK};
use crate::syntax::limits::{DEEPEST, MOST_CHOICES, MOST_ERRORS_IN_ITEM};
use crate::syntax::reading::Reading;
use crate::syntax::words::{Kind, Token, tokens};
use std::ops::Range;

/// Groups of digits in one number; longer chains are lists.
const MOST_GROUPS: usize = 8;

/// The text with dates and numbers in the form they should have, and what was found.
pub(in crate::syntax) fn mend(reading: Reading) -> (Reading, Vec<Finding>) {
    let mut slips = Vec::new();
    let all: Vec<Token> = tokens(&reading.text).collect();
    let mut at = 0;
    let mut depth = 0_usize;
    while let Some(rest) = all.get(at..).filter(|rest| !rest.is_empty() && slips.len() < MOST_ERRORS_IN_ITEM) {
        let before = at.checked_sub(1).and_then(|i| all.get(i));
        let slip = date_form(&reading.text, rest).or_else(|| thousands(&reading.text, before, rest, depth));
        depth = depth_after(depth, rest.first().map_or("", |t| t.text(&reading.text)));
        at += slip.as_ref().map_or(1, |s| s.length.max(1));
        slips.extend(slip);
    }
    apply(reading, slips)
}

fn depth_after(depth: usize, token: &str) -> usize {
    match token {
        "(" => depth + 1,
        ")" => depth.saturating_sub(1),
        _ => depth,
    }
}

/// A number or date in another form.
struct Slip {
    range: Range<usize>,
    /// Tokens it takes.
    length: usize,
    right: String,
    date: bool,
}

fn apply(reading: Reading, slips: Vec<Slip>) -> (Reading, Vec<Finding>) {
    if slips.is_empty() {
        return (reading, Vec::new());
    }
    let findings = slips.iter().map(|slip| finding(&reading, slip)).collect();
    let changes: Vec<_> = slips.into_iter().map(|slip| (slip.range, slip.right)).collect();
    (reading.replaced(&changes), findings)
}

fn finding(reading: &Reading, slip: &Slip) -> Finding {
    let place = reading.span(slip.range.start, slip.range.end);
    let (right, written) = (&slip.right, reading.text.get(slip.range.clone()).unwrap_or(""));
    let (code, what) = if slip.date {
        (
            &DATE_FORM,
            Message::new(
                format!("日期“{written}”应写作“{right}”。"),
                format!("The date “{written}” should be written “{right}”."),
            ),
        )
    } else {
        let what = format!("数“{written}”中不写逗号。");
        (&THOUSANDS_MARK, Message::new(what, format!("The number “{written}” should be written without a comma.")))
    };
    let title = Message::new(format!("改为“{right}”"), format!("Change it to “{right}”"));
    Finding::new(code, place, what).fix(Fix { title, edits: vec![(place, right.clone())] })
}

/// 2025/1/1, 2025.1.1, 2025年1月1号
fn date_form(text: &str, all: &[Token]) -> Option<Slip> {
    let first = all.first().filter(|t| t.kind == Kind::Digits)?;
    let rest = text.get(first.range.start..)?;
    let (length, numbers) = written_date(rest)?;
    let [year, month, day] = numbers;
    let range = first.range.start..first.range.start + length;
    let length = all.iter().take_while(|t| t.range.start < range.end).count();
    Some(Slip { range, length, right: format!("{year:04}-{month:02}-{day:02}"), date: true })
}

/// The length and the numbers of a date in another form at the beginning of a text.
fn written_date(text: &str) -> Option<(usize, [u32; 3])> {
    let mut at = 0;
    let mut number = |marks: &[char], most: usize| -> Option<(u32, char)> {
        let rest = text.get(at..)?;
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let value = rest.get(..digits).filter(|d| (1..=most).contains(&d.len()))?.parse().ok()?;
        let after = rest.get(digits..)?.chars().next().filter(|c| marks.contains(c));
        at += digits + after.map_or(0, char::len_utf8);
        Some((value, after.unwrap_or('\0')))
    };
    let (year, first) = number(&['/', '.', '年'], 4)?;
    let next: &[char] = match first {
        '/' => &['/'],
        '.' => &['.'],
        '年' => &['月'],
        _ => return None,
    };
    let (month, second) = number(next, 2)?;
    let (day, last) = number(&['号'], 2)?;
    let ends_well = (first == '年') == (last == '号');
    let more =
        text.get(at..)?.chars().next().is_some_and(|c| c.is_ascii_digit() || (first != '年' && matches!(c, '/' | '.')));
    (year >= 1000 && second != '\0' && ends_well && !more).then_some((at, [year, month, day]))
}

/// 1,000. In parentheses it is a list of two numbers unless the second begins with 0; before a colon it begins a row.
fn thousands(text: &str, before: Option<&Token>, all: &[Token], depth: usize) -> Option<Slip> {
    let first = all.first().filter(|t| is_whole(t, text) && t.range.len() <= 3)?;
    let joined =
        before.is_some_and(|b| b.range.end == first.range.start && matches!(b.text(text), "-" | ":" | "/" | "."));
    let mut end = first;
    let mut length = 1;
    while let [comma, group, ..] = all.get(length..)? {
        if length > 2 * MOST_GROUPS {
            return None;
        }
        let touches = comma.range.start == end.range.end && group.range.start == comma.range.end;
        if !touches
            || comma.text(text) != ","
            || group.range.len() < 3
            || !text.get(group.range.clone())?.chars().take(3).all(|c| c.is_ascii_digit())
        {
            break;
        }
        if group.text(text).split('.').next()?.len() != 3 || (depth > 0 && !group.text(text).starts_with('0')) {
            break;
        }
        end = group;
        length += 2;
    }
    let range = first.range.start..end.range.end;
    let row = all.get(length).is_some_and(|t| t.text(text) == ":")
        || all.get(length + 1).is_some_and(|t| t.text(text) == ":");
    let right = text.get(range.clone())?.replace(',', "");
    (length > 1 && !joined && !row).then_some(Slip { range, length, right, date: false })
}

fn is_whole(token: &Token, text: &str) -> bool {
    token.kind == Kind::Digits && !token.text(text).contains('.')
}

/// The place where an item is nested too deeply to be read, if it is.
pub(in crate::syntax) fn too_deep(text: &str) -> Option<Range<usize>> {
    let (mut depth, mut choices) = (0_usize, 0_usize);
    tokens(text).find_map(|token| {
        let word = token.text(text);
        depth = depth_after(depth, word);
        choices += usize::from(matches!(word, "若" | "if"));
        (depth > DEEPEST || choices > MOST_CHOICES).then_some(token.range)
    })
}
