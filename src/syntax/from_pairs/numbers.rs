//! Numbers, days and times.

use super::Builder;
use crate::diagnostics::{Finding, Message};
use crate::source::Span;
use crate::syntax::codes::{IMPOSSIBLE_DATE, NUMBER_TOO_LONG};
use crate::syntax::grammar::{Node, NodeExt, Rule};
use crate::syntax::tree::{Dates, Number, Spanned};

/// Digits in front of and behind the point: no amount of 64 bits has more.
const MOST_DIGITS: usize = 18;

impl Builder {
    /// A number with its unit.
    pub(super) fn quantity(&mut self, node: &Node) -> Option<Number> {
        let digits = node.child(Rule::digits)?;
        self.check_length(&digits);
        let unit = node.child(Rule::unit).map(|n| self.name(&n));
        Some(Number { text: digits.as_str().to_owned(), unit, percent: node.has(Rule::percent), span: self.span(node) })
    }

    /// A number that may be negative.
    pub(super) fn signed(&mut self, node: &Node) -> Option<Number> {
        let mut number = self.quantity(&node.child(Rule::quantity)?)?;
        if node.has(Rule::minus) {
            number.text.insert(0, '-');
        }
        number.span = self.span(node);
        Some(number)
    }

    /// The first quantity among the children.
    pub(super) fn quantity_in(&mut self, node: &Node) -> Option<Number> {
        self.quantity(&node.child(Rule::quantity)?)
    }

    /// The first signed quantity among the children.
    pub(super) fn signed_in(&mut self, node: &Node) -> Option<Number> {
        self.signed(&node.child(Rule::signed)?)
    }

    /// A count without unit.
    pub(super) fn count_in(&mut self, node: &Node) -> Option<Spanned<u32>> {
        let digits = node.child(Rule::count)?;
        let span = self.span(&digits);
        match digits.as_str().parse() {
            Ok(value) => Some(Spanned { value, span }),
            Err(_) => {
                self.too_long(span, 9);
                None
            }
        }
    }

    pub(super) fn check_length(&mut self, digits: &Node) {
        if digits.as_str().split('.').any(|part| part.len() > MOST_DIGITS) {
            self.too_long(self.span(digits), MOST_DIGITS);
        }
    }

    fn too_long(&mut self, span: Span, most: usize) {
        let what = Message::new("这个数的位数太多。", "This number has too many digits.");
        let help = Message::new(
            format!("小数点前后各不超过 {most} 位。"),
            format!("Write at most {most} digits before the point and {most} after it."),
        );
        self.findings.push(Finding::new(&NUMBER_TOO_LONG, span, what).help(help));
    }

    /// A day; one that does not exist is reported and read as the last day of its month.
    pub(super) fn date(&mut self, node: &Node) -> Option<Spanned<i32>> {
        let parts = numbers(node.as_str());
        let [year, month, day] = *parts.first_chunk::<3>()?;
        let span = self.span(node);
        let last = days_in_month(year, month.clamp(1, 12));
        if month != month.clamp(1, 12) || day != day.clamp(1, last) || year < 1 {
            self.no_such_day(span, node.as_str(), (1..=12).contains(&month).then_some((year, month, last)));
        }
        Some(Spanned { value: day_number(year, month.clamp(1, 12), day.clamp(1, last)), span })
    }

    /// The first day among the children.
    pub(super) fn date_in(&mut self, node: &Node) -> Option<Spanned<i32>> {
        self.date(&node.child(Rule::date)?)
    }

    fn no_such_day(&mut self, span: Span, text: &str, month: Option<(i32, i32, i32)>) {
        let what = Message::new(format!("没有“{text}”这一天。"), format!("There is no such day as “{text}”."));
        let help = match month {
            Some((year, month, last)) => Message::new(
                format!("{year} 年 {month} 月有 1 日至 {last} 日。"),
                format!("Month {month} of {year} has the days 1 to {last}."),
            ),
            None => Message::new("一年有 1 月至 12 月。", "A year has the months 1 to 12."),
        };
        self.findings.push(Finding::new(&IMPOSSIBLE_DATE, span, what).help(help));
    }

    /// A month and a day.
    pub(super) fn month_day(&mut self, node: &Node) -> Option<(u8, u8)> {
        let parts = numbers(node.as_str());
        let [month, day] = *parts.first_chunk::<2>()?;
        let last = days_in_month(2024, month.clamp(1, 12));
        if month != month.clamp(1, 12) || day != day.clamp(1, last) {
            let what = Message::new(
                format!("没有“{}”这一天。", node.as_str()),
                format!("There is no such day as “{}”.", node.as_str()),
            );
            self.findings.push(Finding::new(&IMPOSSIBLE_DATE, self.span(node), what));
        }
        Some((u8::try_from(month.clamp(1, 12)).ok()?, u8::try_from(day.clamp(1, last)).ok()?))
    }

    /// Minutes since midnight.
    pub(super) fn time(&mut self, node: &Node) -> Option<u16> {
        let parts = numbers(node.as_str());
        let [hour, minute] = *parts.first_chunk::<2>()?;
        if hour > 23 || minute > 59 {
            let what = Message::new(
                format!("没有“{}”这个时刻。", node.as_str()),
                format!("There is no such time of day as “{}”.", node.as_str()),
            );
            let help = Message::new("时刻从 00:00 到 23:59。", "Times of day run from 00:00 to 23:59.");
            self.findings.push(Finding::new(&IMPOSSIBLE_DATE, self.span(node), what).help(help));
        }
        u16::try_from(hour.min(23) * 60 + minute.min(59)).ok()
    }

    /// 施行 自 DATE 至 DATE
    pub(super) fn dates(&mut self, node: &Node) -> Option<Dates> {
        let days: Vec<_> = node.children(Rule::date).collect();
        let from = self.date(days.first()?)?;
        let to = days.get(1).and_then(|n| self.date(n));
        Some(Dates { from, to, span: self.span(node) })
    }
}

/// The runs of digits in a date or time; at most four digits each, as the grammar has it.
fn numbers(text: &str) -> Vec<i32> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
}

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_month(year: i32, month: i32) -> i32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01, by the Gregorian calendar; years have four digits.
fn day_number(year: i32, month: i32, day: i32) -> i32 {
    let before = year - 1;
    let to_year = before * 365 + before / 4 - before / 100 + before / 400;
    let to_month: i32 = (1..month).map(|m| days_in_month(year, m)).sum();
    const TO_1970: i32 = 719_162;
    to_year + to_month + day - 1 - TO_1970
}

#[cfg(test)]
mod tests {
    use super::day_number;

    #[test]
    fn days_since_1970() {
        assert_eq!(day_number(1970, 1, 1), 0);
        assert_eq!(day_number(1969, 12, 31), -1);
        assert_eq!(day_number(2000, 2, 29), 11_016);
        assert_eq!(day_number(2025, 3, 1), 20_148);
        assert_eq!(day_number(1, 1, 1), -719_162);
    }
}
