//! Ranges of parts of dates, of dates from dates, and of elapsed years and months.

use super::Interval;
use crate::model::{Birthday, MonthEnd, Policy, Rational};
use mizi_evaluator::date;
use mizi_evaluator::program::{DateAt, DatePart, Elapsed};

/// Flags of elapsed years and months. Where nothing in the policy can meet a choice it does not matter: full on the day itself,
/// and the month's last day.
pub fn elapsed_flags(policy: &Policy, months: bool, begun: bool) -> Elapsed {
    Elapsed {
        months,
        begun,
        next_day: policy.choices.birthday == Some(Birthday::NextDay),
        roll_over: policy.choices.month_end == Some(MonthEnd::NextDay),
    }
}

/// A day of the calendar at or next to a bound.
fn day(bound: Rational) -> i64 {
    let (first, last) = (i64::from(date::FIRST_DAY), i64::from(date::LAST_DAY));
    i64::try_from(bound.to_integer()).unwrap_or(last).clamp(first, last)
}

pub(super) fn date_part(part: DatePart, dates: &Interval) -> Interval {
    match part {
        DatePart::Year => {
            let year = |bound| date::part(DatePart::Year, day(bound));
            Interval::whole(year(dates.low).unwrap_or(1), year(dates.high).unwrap_or(9999))
        }
        DatePart::Month => Interval::whole(1, 12),
        DatePart::Day => Interval::whole(1, 31),
        DatePart::Quarter => Interval::whole(1, 4),
        DatePart::Half => Interval::whole(1, 2),
        DatePart::Weekday => Interval::whole(1, 7),
        DatePart::Hour => Interval::whole(0, 23),
        DatePart::Minute => Interval::whole(0, 59),
    }
}

pub(super) fn date_at(at: DateAt, dates: &Interval) -> Interval {
    let end = |bound: Rational| date::date_at(at, day(bound));
    let low = end(dates.low).unwrap_or(i64::from(date::FIRST_DAY) - 366);
    let high = end(dates.high).unwrap_or(i64::from(date::LAST_DAY) + 31);
    Interval::whole(low, high)
}

/// More years lie between earlier and later.
pub(super) fn elapsed(how: Elapsed, from: &Interval, to: &Interval) -> Interval {
    let between = |from, to| date::elapsed(how, day(from), day(to));
    let most = if how.months { 12 * 10_000 } else { 10_000 };
    Interval::whole(between(from.high, to.low).unwrap_or(0), between(from.low, to.high).unwrap_or(most))
}
