//! The proleptic Gregorian calendar over days since 1970-01-01, its parts, and what stays the same for how long.

/// Days further from 1970 than this are no dates (some 270,000 years).
pub(super) const FURTHEST: i64 = 100_000_000;

/// Year, month and day of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Civil {
    pub year: i64,
    pub month: i64,
    pub day: i64,
}

/// A part of a date. Names in the language: 年份 半年号 季度号 月份 日号 星期 月末日 上年末.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The year.
    Year,
    /// 1 or 2.
    Half,
    /// 1 to 4.
    Quarter,
    /// 1 to 12.
    Month,
    /// 1 to 31.
    Day,
    /// 1 is Monday, 7 is Sunday.
    Weekday,
    /// The last day of its month, a date.
    MonthEnd,
    /// 31 December of the year before, a date.
    LastYearEnd,
}

/// Where an anniversary falls that its month does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MonthEnd {
    /// On the last day of that month (取月末).
    LastDay,
    /// On the first day of the next (顺延).
    NextDay,
}

/// When a month or a year is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FullOn {
    /// On its anniversary (当日算满).
    SameDay,
    /// The day after (次日算满).
    NextDay,
}

/// How full months and years are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Anniversary {
    /// See [`MonthEnd`].
    pub month_end: MonthEnd,
    /// See [`FullOn`].
    pub full_on: FullOn,
}

/// The date of a day, after Howard Hinnant's `civil_from_days`.
pub(super) fn civil(day: i64) -> Civil {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    Civil { year: year_of_era + era * 400 + i64::from(month <= 2), month, day }
}

/// The day of a date, after Howard Hinnant's `days_from_civil`.
pub(super) fn day(Civil { year, month, day }: Civil) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year - 719_468
}

fn month_length(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The part of a day.
pub(super) fn part(part: Part, date: i64) -> i64 {
    let Civil { year, month, day: _ } = civil(date);
    match part {
        Part::Year => year,
        Part::Half => (month + 5) / 6,
        Part::Quarter => (month + 2) / 3,
        Part::Month => month,
        Part::Day => civil(date).day,
        Part::Weekday => (date + 3).rem_euclid(7) + 1,
        Part::MonthEnd => day(Civil { year, month, day: month_length(year, month) }),
        Part::LastYearEnd => day(Civil { year: year - 1, month: 12, day: 31 }),
    }
}

/// The last day up to which the part stays what it is on this day.
fn same_until(part: Part, date: i64) -> i64 {
    let Civil { year, month, day: _ } = civil(date);
    let end_of = |month: i64| day(Civil { year, month, day: month_length(year, month) });
    match part {
        Part::Year | Part::LastYearEnd => end_of(12),
        Part::Half => end_of((month + 5) / 6 * 6),
        Part::Quarter => end_of((month + 2) / 3 * 3),
        Part::Month | Part::MonthEnd => end_of(month),
        Part::Day | Part::Weekday => date,
    }
}

/// The stretches of days, both ends included, over which the part keeps one value, with that value.
pub(super) fn stretches(of: Part, first: i64, last: i64) -> impl Iterator<Item = (i64, i64, i64)> {
    let mut next = first;
    std::iter::from_fn(move || {
        if next > last {
            return None;
        }
        let from = next;
        let to = same_until(of, from).min(last);
        next = to + 1;
        Some((from, to, part(of, from)))
    })
}

/// Least and greatest value of a part between two days; may be wider than needed.
pub(super) fn part_range(of: Part, first: i64, last: i64) -> (i64, i64) {
    let (low, high) = (part(of, first), part(of, last));
    let (a, b) = (civil(first), civil(last));
    let within = match of {
        Part::Year | Part::MonthEnd | Part::LastYearEnd => true,
        Part::Half | Part::Quarter | Part::Month => a.year == b.year,
        Part::Day => a.year == b.year && a.month == b.month,
        Part::Weekday => last - first < 7 && low <= high,
    };
    let all = match of {
        Part::Half => (1, 2),
        Part::Quarter => (1, 4),
        Part::Day => (1, 31),
        Part::Weekday => (1, 7),
        _ => (1, 12),
    };
    if within { (low, high) } else { all }
}

/// The day on which so many months are full.
pub(super) fn months_after(from: i64, months: i64, how: Anniversary) -> i64 {
    let start = civil(from);
    let index = start.year * 12 + start.month - 1 + months;
    let (year, month) = (index.div_euclid(12), index.rem_euclid(12) + 1);
    let length = month_length(year, month);
    let day_of_month = match how.month_end {
        MonthEnd::LastDay => start.day.min(length),
        MonthEnd::NextDay => start.day.min(length + 1),
    };
    let anniversary = day(Civil { year, month, day: 1 }) + day_of_month - 1;
    anniversary + i64::from(how.full_on == FullOn::NextDay)
}

/// The most months that are full from one day to another; under 0 when the end comes first.
pub(super) fn full_months(from: i64, to: i64, how: Anniversary) -> i64 {
    let (a, b) = (civil(from), civil(to));
    let mut months = (b.year - a.year) * 12 + b.month - a.month;
    while months_after(from, months, how) > to {
        months -= 1;
    }
    while months_after(from, months + 1, how) <= to {
        months += 1;
    }
    months
}

#[cfg(test)]
mod tests {
    use super::{Anniversary, Civil, FullOn, MonthEnd, Part, day, full_months, part, part_range, stretches};

    #[test]
    fn stretches_cover_every_day_with_its_part() {
        let parts = [Part::Year, Part::Half, Part::Quarter, Part::Month, Part::Day, Part::Weekday, Part::MonthEnd];
        for of in parts.into_iter().chain([Part::LastYearEnd]) {
            let mut next = 18_000;
            for (from, to, value) in stretches(of, 18_000, 19_500) {
                assert_eq!(from, next);
                assert!((from..=to).all(|date| part(of, date) == value));
                next = to + 1;
            }
            assert_eq!(next, 19_501);
        }
    }

    #[test]
    fn ranges_contain_every_part() {
        for of in [Part::Half, Part::Quarter, Part::Month, Part::Day, Part::Weekday, Part::MonthEnd, Part::LastYearEnd]
        {
            for first in 18_300..18_400 {
                for last in first..first + 40 {
                    let (low, high) = part_range(of, first, last);
                    assert!((first..=last).all(|date| (low..=high).contains(&part(of, date))));
                }
            }
        }
    }

    #[test]
    fn the_thirty_first_waits_for_its_month_end() {
        let date = |y, m, d| day(Civil { year: y, month: m, day: d });
        let with = |month_end, full_on| Anniversary { month_end, full_on };
        let start = date(2025, 1, 31);
        let last = with(MonthEnd::LastDay, FullOn::SameDay);
        assert_eq!(full_months(start, date(2025, 2, 27), last), 0);
        assert_eq!(full_months(start, date(2025, 2, 28), last), 1);
        let next = with(MonthEnd::NextDay, FullOn::SameDay);
        assert_eq!(full_months(start, date(2025, 2, 28), next), 0);
        assert_eq!(full_months(start, date(2025, 3, 1), next), 1);
        let after = with(MonthEnd::LastDay, FullOn::NextDay);
        assert_eq!(full_months(start, date(2025, 2, 28), after), 0);
        assert_eq!(full_months(start, date(2025, 3, 1), after), 1);
        assert_eq!(full_months(start, start, after), -1);
    }

    #[test]
    fn full_months_never_fall_as_the_end_moves_on() {
        for month_end in [MonthEnd::LastDay, MonthEnd::NextDay] {
            for full_on in [FullOn::SameDay, FullOn::NextDay] {
                let how = Anniversary { month_end, full_on };
                for from in 18_200..18_700 {
                    let later = |to: i64| full_months(from + 1, to, how) <= full_months(from, to, how);
                    assert!((17_800..19_400).all(later));
                    let onward = |to: i64| full_months(from, to, how) <= full_months(from, to + 1, how);
                    assert!((17_800..19_400).all(onward));
                }
            }
        }
    }
}
