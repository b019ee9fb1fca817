//! The calendar of the logic is the calendar of chrono.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where something is wrong")]

use chrono::{Datelike, Months, NaiveDate};
use mizi::logic::{Anniversary, Assignment, Domain, FullOn, MonthEnd, Part, Preference, Problem, Term};

fn day(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce()) - 719_163
}

fn date(day: i64) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(day).unwrap() + 719_163).unwrap()
}

fn first_of(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, 1).unwrap()
}

#[test]
fn parts_of_dates_agree() {
    let var = Problem::new().variable(Domain::yes_no(), Preference::default());
    for number in day(first_of(1899, 1))..day(first_of(2101, 1)) {
        let (at, date) = (Assignment::new(vec![Some(number)]), date(number));
        let month_end =
            if date.month() == 12 { first_of(date.year() + 1, 1) } else { first_of(date.year(), date.month() + 1) };
        let expected = [
            (Part::Year, date.year().into()),
            (Part::Half, i64::from(date.month() > 6) + 1),
            (Part::Quarter, i64::from(date.quarter())),
            (Part::Month, date.month().into()),
            (Part::Day, date.day().into()),
            (Part::Weekday, date.weekday().number_from_monday().into()),
            (Part::MonthEnd, day(month_end) - 1),
            (Part::LastYearEnd, day(first_of(date.year(), 1)) - 1),
        ];
        for (part, value) in expected {
            assert_eq!(at.satisfies(&Term::Of(var).part(part).equals(value)), Some(true), "{part:?} of {date}");
        }
    }
}

#[test]
fn full_months_end_where_chrono_adds_them() {
    let mut problem = Problem::new();
    let mut var = || problem.variable(Domain::yes_no(), Preference::default());
    let (from, to) = (Box::new(Term::Of(var())), Box::new(Term::Of(var())));
    let how = Anniversary { month_end: MonthEnd::LastDay, full_on: FullOn::SameDay };
    let full = Term::FullMonths { from, to, how };
    for start in day(first_of(2023, 12))..day(first_of(2025, 2)) {
        for months in 0..40u32 {
            let reached = day(date(start).checked_add_months(Months::new(months)).unwrap());
            let at = |to: i64| Assignment::new(vec![Some(start), Some(to)]);
            assert_eq!(at(reached).satisfies(&full.clone().equals(i64::from(months))), Some(true));
            assert_eq!(at(reached - 1).satisfies(&full.clone().equals(i64::from(months) - 1)), Some(true));
        }
    }
}
