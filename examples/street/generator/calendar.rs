//! Days as numbers, without a clock.

use std::fmt;

/// Days since 1970-01-01.
pub type Day = i32;

/// Minutes of one civil day since its midnight, and the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The day.
    pub day: Day,
    /// 0 to 1439.
    pub minute: u32,
}

/// Shows a day as 2025-03-01.
pub struct Date(pub Day);

/// The day of a date (Howard Hinnant's `days_from_civil`, for years after 0).
pub fn day_of(year: i32, month: u32, day: u32) -> Day {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year / 400;
    let of_era = year % 400;
    let shifted = (month as i32 + 9) % 12;
    let of_year = (153 * shifted + 2) / 5 + day as i32 - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day.
pub fn civil(day: Day) -> (i32, u32, u32) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i32::from(month <= 2), month as u32, date as u32)
}

/// The first day of a month and how many it has.
pub fn month_days(year: i32, month: u32) -> (Day, u32) {
    let first = day_of(year, month, 1);
    let next = if month == 12 { day_of(year + 1, 1, 1) } else { day_of(year, month + 1, 1) };
    (first, (next - first) as u32)
}

/// Whether a day is a Saturday or a Sunday.
pub fn is_weekend(day: Day) -> bool {
    // 1970-01-01 was a Thursday.
    (day + 3).rem_euclid(7) >= 5
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil(self.0);
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl Moment {
    /// So many minutes later.
    pub fn later(self, minutes: u32) -> Moment {
        let total = self.minute + minutes;
        Moment { day: self.day + (total / 1440) as Day, minute: total % 1440 }
    }

    /// With the offset of the street, as the app writes it.
    pub fn with_offset(self) -> String {
        format!("{}T{:02}:{:02}:00+08:00", Date(self.day), self.minute / 60, self.minute % 60)
    }

    /// As a community office writes it from paper.
    pub fn on_paper(self) -> String {
        format!("{} {:02}:{:02}", Date(self.day), self.minute / 60, self.minute % 60)
    }
}
