//! The calendar, counted day by day. Slow and obvious; shares nothing with the evaluator's.

/// Days since 1970-01-01.
pub type Day = i64;

/// Year, month, day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    pub year: i64,
    pub month: i64,
    pub day: i64,
}

/// Whether a year has a 29 February.
pub fn leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// How many days a month has.
pub fn month_length(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

fn year_length(year: i64) -> i64 {
    if leap(year) { 366 } else { 365 }
}

/// The date of a day, found by counting years and then months.
pub fn date(day: Day) -> Date {
    let (mut year, mut rest) = (1970, day);
    while rest < 0 {
        year -= 1;
        rest += year_length(year);
    }
    while rest >= year_length(year) {
        rest -= year_length(year);
        year += 1;
    }
    let mut month = 1;
    while rest >= month_length(year, month) {
        rest -= month_length(year, month);
        month += 1;
    }
    Date { year, month, day: rest + 1 }
}

/// The day of a date that exists, counted the same way.
pub fn day(date: Date) -> Day {
    let mut days = 0;
    for year in 1970..date.year {
        days += year_length(year);
    }
    for year in date.year..1970 {
        days -= year_length(year);
    }
    for month in 1..date.month {
        days += month_length(date.year, month);
    }
    days + date.day - 1
}

/// The day of a year, month and day.
pub fn ymd(year: i64, month: i64, of_month: i64) -> Day {
    day(Date { year, month, day: of_month })
}

/// 1 is Monday, 7 is Sunday; 1970-01-01 was a Thursday.
pub fn weekday(day: Day) -> i64 {
    (day + 3).rem_euclid(7) + 1
}

/// 2025-03-01
pub fn show(day: Day) -> String {
    let Date { year, month, day } = date(day);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The month that is `months` after another, as year and month.
pub fn month_after(year: i64, month: i64, months: i64) -> (i64, i64) {
    let count = year * 12 + month - 1 + months;
    (count.div_euclid(12), count.rem_euclid(12) + 1)
}

/// How an anniversary is placed and when it counts.
#[derive(Clone, Copy, Debug)]
pub struct Counting {
    /// 次日算满
    pub next_day: bool,
    /// 顺延
    pub roll_over: bool,
}

/// S8.6: the `n`-th anniversary of a day, in years or months.
fn anniversary(from: Day, months_each: i64, n: i64, roll_over: bool) -> Day {
    let start = date(from);
    let (year, month) = month_after(start.year, start.month, n * months_each);
    let last = month_length(year, month);
    if start.day <= last {
        ymd(year, month, start.day)
    } else if roll_over {
        let (year, month) = month_after(year, month, 1);
        ymd(year, month, 1)
    } else {
        ymd(year, month, last)
    }
}

/// S8.6: full or begun years (`months_each` 12) or months (1) from one day to another.
pub fn elapsed(from: Day, to: Day, months_each: i64, begun: bool, how: Counting) -> i64 {
    if to < from {
        return 0;
    }
    let full_on = |n| anniversary(from, months_each, n, how.roll_over) + i64::from(how.next_day);
    let mut full = 0;
    while full_on(full + 1) <= to {
        full += 1;
    }
    let exact = to == from || (full > 0 && full_on(full) == to);
    if begun && !exact { full + 1 } else { full }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_turn_back() {
        assert_eq!(show(0), "1970-01-01");
        assert_eq!(show(20_148), "2025-03-01");
        for n in (-30_000..60_000).step_by(13) {
            assert_eq!(day(date(n)), n);
        }
        assert_eq!(weekday(20_148), 6);
    }
}
