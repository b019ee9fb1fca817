use super::{
    FIRST_DAY, LAST_DAY, SECOND, TimeError, civil, civil_moment, date_at, day_of, elapsed, part, read_date,
    read_moment, read_time, show_date, show_time, window_start,
};
use crate::program::{DateAt, DatePart, Day, Elapsed, Window, Zone};

fn day(text: &str) -> i64 {
    read_date(text).unwrap().into()
}

fn how(months: bool, begun: bool, next_day: bool, roll_over: bool) -> Elapsed {
    Elapsed { months, begun, next_day, roll_over }
}

/// The slow and obvious way: the first day on which `n` are full, from the words of S8.6.
fn full_by_words(h: Elapsed, a: i64, n: i64) -> i64 {
    let (year, month, first) = civil(a as Day).unwrap();
    let months = i64::from(year) * 12 + i64::from(month) - 1 + if h.months { n } else { 12 * n };
    let (year, month) = (months.div_euclid(12) as i32, months.rem_euclid(12) as u32 + 1);
    let anniversary = day_of(year, month, first).unwrap_or_else(|| {
        let next = if month == 12 { day_of(year + 1, 1, 1) } else { day_of(year, month + 1, 1) }.unwrap();
        if h.roll_over { next } else { next - 1 }
    });
    i64::from(anniversary) + i64::from(h.next_day)
}

fn elapsed_by_words(h: Elapsed, a: i64, b: i64) -> i64 {
    if b < a {
        return 0;
    }
    let full = (1..).take_while(|&n| full_by_words(h, a, n) <= b).count() as i64;
    let exact = a == b || (full > 0 && full_by_words(h, a, full) == b);
    full + i64::from(h.begun && !exact)
}

/// S8.6: years, with both answers to 生日 and 月末.
#[test]
fn s8_6_full_years_by_example() {
    let years = |next_day, roll_over, a, b| elapsed(how(false, false, next_day, roll_over), day(a), day(b));
    assert_eq!(years(false, false, "1965-03-01", "2025-02-28"), Some(59));
    assert_eq!(years(false, false, "1965-03-01", "2025-03-01"), Some(60));
    assert_eq!(years(true, false, "1965-03-01", "2025-03-01"), Some(59));
    assert_eq!(years(true, false, "1965-03-01", "2025-03-02"), Some(60));
    assert_eq!(years(false, false, "2004-02-29", "2025-02-28"), Some(21));
    assert_eq!(years(false, true, "2004-02-29", "2025-02-28"), Some(20));
    assert_eq!(years(false, true, "2004-02-29", "2025-03-01"), Some(21));
    assert_eq!(years(false, false, "2025-01-01", "2024-01-01"), Some(0));
}

/// S8.6: begun ones.
#[test]
fn s8_6_begun_months_by_example() {
    let months = |next_day, a, b| elapsed(how(true, true, next_day, false), day(a), day(b));
    assert_eq!(months(false, "2025-01-31", "2025-01-31"), Some(0));
    assert_eq!(months(false, "2025-01-31", "2025-02-01"), Some(1));
    assert_eq!(months(false, "2025-01-31", "2025-02-28"), Some(1));
    assert_eq!(months(false, "2025-01-31", "2025-03-01"), Some(2));
    assert_eq!(months(true, "2025-01-15", "2025-02-15"), Some(1));
    assert_eq!(months(true, "2025-01-15", "2025-02-16"), Some(1));
    assert_eq!(months(true, "2025-01-15", "2025-02-17"), Some(2));
}

proptest::proptest! {
    #[test]
    fn s8_6_elapsed_is_what_its_words_say(
        a in -30_000i64..60_000, span in -40i64..4000, months: bool, begun: bool, next_day: bool, roll_over: bool,
    ) {
        let h = how(months, begun, next_day, roll_over);
        proptest::prop_assert_eq!(elapsed(h, a, a + span), Some(elapsed_by_words(h, a, a + span)));
    }

    #[test]
    fn a_window_contains_its_day_and_starts_once(day in FIRST_DAY + 800..LAST_DAY, month in 1u8..=12, first in 1u8..=28) {
        for window in [Window::Day, Window::Week, Window::Month, Window::Quarter, Window::HalfYear,
                       Window::Year { month, day: first }] {
            let start = window_start(window, day);
            proptest::prop_assert!(start <= day);
            proptest::prop_assert_eq!(window_start(window, start), start);
            proptest::prop_assert!((start..=day).all(|d| d - start > 40 || window_start(window, d) == start));
        }
    }

    #[test]
    fn no_time_is_too_odd(text in "[-+0-9TZ:. ]{0,30}") {
        let _ = read_moment(&shanghai(), &text);
    }
}

#[test]
fn windows_by_example() {
    let start = |window, text| show_date(window_start(window, day(text) as Day).into());
    assert_eq!(start(Window::Week, "2025-03-02"), "2025-02-24");
    assert_eq!(start(Window::Week, "2025-03-03"), "2025-03-03");
    assert_eq!(start(Window::Quarter, "2025-06-30"), "2025-04-01");
    assert_eq!(start(Window::HalfYear, "2025-06-30"), "2025-01-01");
    let april = Window::Year { month: 4, day: 1 };
    assert_eq!(start(april, "2025-03-31"), "2024-04-01");
    assert_eq!(start(april, "2025-04-01"), "2025-04-01");
    let leap = Window::Year { month: 2, day: 29 };
    assert_eq!(start(leap, "2025-02-28"), "2024-02-29");
    assert_eq!(start(leap, "2025-03-01"), "2025-03-01");
    assert_eq!(window_start(Window::Lifetime, 20_000), 0);
}

#[test]
fn parts_of_dates() {
    let of = |which, text| part(which, day(text)).unwrap();
    assert_eq!(of(DatePart::Quarter, "2025-12-31"), 4);
    assert_eq!(of(DatePart::Half, "2025-06-30"), 1);
    assert_eq!(of(DatePart::Weekday, "2025-03-02"), 7);
    assert_eq!(part(DatePart::Minute, 8 * 60 + 30), Some(30));
    assert_eq!(part(DatePart::Hour, 1440), None);
    assert_eq!(date_at(DateAt::MonthEnd, day("2024-02-01")), Some(day("2024-02-29")));
    assert_eq!(date_at(DateAt::LastYearEnd, day("2024-02-01")), Some(day("2023-12-31")));
}

fn shanghai() -> Zone {
    Zone { name: "Asia/Shanghai".into(), first_offset: 8 * 3600, transitions: vec![] }
}

/// Central European time in 2025.
fn berlin() -> Zone {
    let transitions = vec![(1_743_296_400, 7200), (1_761_440_400, 3600)];
    Zone { name: "Europe/Berlin".into(), first_offset: 3600, transitions }
}

/// S4.1: civil times and instants are the same time; the date is that of the zone.
#[test]
fn s4_1_times_in_the_zone() {
    let zone = shanghai();
    let read = |text| read_moment(&zone, text).unwrap();
    let morning = read("2025-03-01T08:30:00");
    assert_eq!(
        (show_date(morning.day.into()), show_time(morning.minute.into())),
        ("2025-03-01".into(), "08:30".into())
    );
    for same in
        ["2025-03-01 08:30", "2025-03-01T00:30:00Z", "2025-03-01t08:30:00+08:00", "2025-02-28T19:30:00.000-05:00"]
    {
        assert_eq!(read(same), morning, "{same}");
    }
    assert_eq!(read("2025-03-01T17:00:00Z").day, morning.day + 1);
    assert_eq!(read("2025-03-01"), read("2025-03-01T00:00"));
    assert!(read("2025-03-01T08:30:00.000000001").instant == morning.instant + 1);
    assert_eq!(civil_moment(&zone, morning.day, morning.minute), Ok(morning));
}

/// S4.1: a civil time that the zone skips or has twice asks for the offset.
#[test]
fn s4_1_skipped_and_doubled_times() {
    let zone = berlin();
    assert_eq!(read_moment(&zone, "2025-03-30 02:30"), Err(TimeError::Skipped));
    assert_eq!(read_moment(&zone, "2025-10-26 02:30"), Err(TimeError::Doubled));
    let summer = read_moment(&zone, "2025-10-26T02:30:00+02:00").unwrap();
    let winter = read_moment(&zone, "2025-10-26T02:30:00+01:00").unwrap();
    assert_eq!((summer.minute, winter.instant - summer.instant), (winter.minute, 3600 * SECOND));
    for (civil, offset) in [("01:59", "+01:00"), ("03:00", "+02:00")] {
        let with = format!("2025-03-30T{civil}:00{offset}");
        assert_eq!(read_moment(&zone, &format!("2025-03-30 {civil}")), read_moment(&zone, &with));
    }
}

#[test]
fn times_that_are_none() {
    let zone = shanghai();
    for (text, error) in [
        ("", TimeError::Form),
        ("2025-3-1", TimeError::Form),
        ("2025/03/01", TimeError::Form),
        ("2025-03-01T", TimeError::Form),
        ("2025-03-01T08", TimeError::Form),
        ("2025-03-01T08:30:00+0800", TimeError::Form),
        ("2025-03-01T08:30:00.", TimeError::Form),
        ("2025-03-01T08:30:00.1234567890", TimeError::Form),
        ("2025-02-29", TimeError::Impossible),
        ("2025-03-01T24:00", TimeError::Impossible),
        ("2025-03-01T08:30:60", TimeError::Impossible),
        ("9000-01-01", TimeError::TooFar),
    ] {
        assert_eq!(read_moment(&zone, text), Err(error), "{text}");
    }
    assert_eq!(read_time("08:30"), Ok(510));
    assert_eq!(read_time("08:30:01"), Err(TimeError::Form));
}
