//! The one calendar: dates, windows, elapsed years and months, and the zone's table. There is no clock here.

use crate::program::{DateAt, DatePart, Day, Elapsed, Window, Zone};
use chrono::{Datelike, Months, NaiveDate};

/// Nanoseconds in a second.
const SECOND: i64 = 1_000_000_000;
/// Seconds in a day.
const DAY: i64 = 86_400;
/// 0001-01-01, the first day that is read.
pub const FIRST_DAY: Day = -719_162;
/// 9999-12-31, the last day that is read.
pub const LAST_DAY: Day = 2_932_896;

/// A point in time with its date and time of day in the policy's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Moment {
    /// Nanoseconds since 1970-01-01T00:00:00Z. Records are ordered by it.
    pub instant: i64,
    /// The date in the zone.
    pub day: Day,
    /// Minutes since midnight in the zone, 0 to 1439.
    pub minute: u16,
}

/// Why a time could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeError {
    /// Not written as a date and time.
    Form,
    /// There is no such date or time of day.
    Impossible,
    /// Outside the years that are read.
    TooFar,
    /// The zone's clocks skip it.
    Skipped,
    /// The zone's clocks show it twice.
    Doubled,
}

/// A civil date and time, with its offset if it states one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stated {
    day: Day,
    second: i64,
    nanos: i64,
    offset: Option<i64>,
}

/// The date with this number, within the days that are read.
fn date(day: i64) -> Option<NaiveDate> {
    let day = Day::try_from(day).ok().filter(|day| (FIRST_DAY..=LAST_DAY).contains(day))?;
    NaiveDate::from_epoch_days(day)
}

/// The number of a date.
pub fn day_of(year: i32, month: u32, day: u32) -> Option<Day> {
    let date = NaiveDate::from_ymd_opt(year, month, day)?;
    Some(date.to_epoch_days()).filter(|day| (FIRST_DAY..=LAST_DAY).contains(day))
}

/// Year, month and day of a date.
pub fn civil(day: Day) -> Option<(i32, u32, u32)> {
    date(day.into()).map(|date| (date.year(), date.month(), date.day()))
}

/// 2025-03-01.
pub fn show_date(day: i64) -> String {
    match date(day) {
        Some(date) => {
            let mut text = String::with_capacity(10);
            digits(&mut text, date.year().unsigned_abs(), 4);
            text.push('-');
            digits(&mut text, date.month(), 2);
            text.push('-');
            digits(&mut text, date.day(), 2);
            text
        }
        None => format!("{day} d"),
    }
}

/// Adds the last digits of a number, with zeros before them.
fn digits(text: &mut String, number: u32, count: u32) {
    for place in (0..count).rev() {
        text.push(char::from(b'0' + (number / 10u32.pow(place) % 10) as u8));
    }
}

/// 08:30.
pub fn show_time(minute: i64) -> String {
    format!("{:02}:{:02}", minute.div_euclid(60), minute.rem_euclid(60))
}

/// Monday is 1, Sunday 7.
fn weekday(day: i64) -> i64 {
    (day + 3).rem_euclid(7) + 1
}

/// A part of a date, or of a time of day in minutes.
pub fn part(part: DatePart, value: i64) -> Option<i64> {
    match part {
        DatePart::Hour => return (0..1440).contains(&value).then_some(value / 60),
        DatePart::Minute => return (0..1440).contains(&value).then_some(value % 60),
        _ => {}
    }
    let date = date(value)?;
    Some(match part {
        DatePart::Year => date.year().into(),
        DatePart::Month => date.month().into(),
        DatePart::Day => date.day().into(),
        DatePart::Quarter => (i64::from(date.month0()) / 3) + 1,
        DatePart::Half => (i64::from(date.month0()) / 6) + 1,
        _ => weekday(value),
    })
}

/// A date found from a date.
pub fn date_at(which: DateAt, day: i64) -> Option<i64> {
    let date = date(day)?;
    match which {
        DateAt::MonthEnd => Some(day - i64::from(date.day()) + i64::from(date.num_days_in_month())),
        DateAt::LastYearEnd => day_of(date.year() - 1, 12, 31).map(i64::from),
    }
}

/// First day of the window that contains a day; 0 for a lifetime.
pub fn window_start(window: Window, day: Day) -> Day {
    match window {
        Window::Lifetime => 0,
        Window::Day => day,
        Window::Week => day - (weekday(day.into()) - 1) as Day,
        Window::Month => months_start(day, 1),
        Window::Quarter => months_start(day, 3),
        Window::HalfYear => months_start(day, 6),
        Window::Year { month, day: first } => year_start(day, month.into(), first.into()).unwrap_or(day),
    }
}

/// First days of the windows that contain one day, worked out once for a run of events of that day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Starts {
    day: Day,
    starts: [Day; 6],
}

impl Default for Starts {
    fn default() -> Starts {
        Starts::of(0)
    }
}

impl Starts {
    /// Where the first days of these windows are kept; years, which start on any day, are not.
    pub fn place(window: Window) -> usize {
        match window {
            Window::Lifetime => 0,
            Window::Day => 1,
            Window::Week => 2,
            Window::Month => 3,
            Window::Quarter => 4,
            Window::HalfYear => 5,
            Window::Year { .. } => usize::MAX,
        }
    }

    fn of(day: Day) -> Starts {
        let windows = [Window::Lifetime, Window::Day, Window::Week, Window::Month, Window::Quarter, Window::HalfYear];
        Starts { day, starts: windows.map(|window| window_start(window, day)) }
    }

    /// Turns to a day.
    #[inline]
    pub fn turn_to(&mut self, day: Day) {
        if self.day != day {
            *self = Starts::of(day);
        }
    }

    /// First day of a window kept at this place.
    #[inline]
    pub fn start(&self, place: usize, window: Window) -> Day {
        match self.starts.get(place) {
            Some(start) => *start,
            None => window_start(window, self.day),
        }
    }
}

/// First day of the run of `months` months, counted from January, that contains a day.
fn months_start(day: Day, months: u32) -> Day {
    let start = date(day.into()).and_then(|d| day_of(d.year(), d.month0() / months * months + 1, 1));
    start.unwrap_or(day)
}

/// The latest start of a year, on this month and day, that is not after the day.
fn year_start(day: Day, month: u32, first: u32) -> Option<Day> {
    let year = date(day.into())?.year();
    let start = |year| day_of(year, month, first).or_else(|| day_of(year, month + 1, 1));
    match start(year) {
        Some(this) if this <= day => Some(this),
        _ => Some(start(year - 1).unwrap_or(FIRST_DAY)),
    }
}

/// Whether a year of accounts can start on this month and day: it exists in leap years.
pub(crate) fn can_start_year(month: u8, day: u8) -> bool {
    day_of(2000, month.into(), day.into()).is_some()
}

/// Years or months from one date to another.
pub fn elapsed(how: Elapsed, from: i64, to: i64) -> Option<i64> {
    let (start, end) = (date(from)?, date(to)?);
    if to < from {
        return Some(0);
    }
    let unit: i64 = if how.months { 1 } else { 12 };
    let months = i64::from(end.year() - start.year()) * 12 + i64::from(end.month()) - i64::from(start.month());
    // The anniversary in the month reached may be still to come, never more than one.
    let mut full = months.div_euclid(unit).max(0);
    while full > 0 && reached_on(how, start, full * unit)? > to {
        full -= 1;
    }
    let exact = to == from || (full > 0 && reached_on(how, start, full * unit)? == to);
    Some(full + i64::from(how.begun && !exact))
}

/// The day on which so many months are full.
fn reached_on(how: Elapsed, start: NaiveDate, months: i64) -> Option<i64> {
    let last = start.checked_add_months(Months::new(u32::try_from(months).ok()?))?;
    let mut day = i64::from(last.to_epoch_days());
    if how.roll_over && last.day() != start.day() {
        day += 1;
    }
    Some(day + i64::from(how.next_day))
}

/// The moment of a second (UTC) in a zone.
pub fn moment(zone: &Zone, second: i64, nanos: i64) -> Result<Moment, TimeError> {
    let local = second.checked_add(offset_at(zone, second)).ok_or(TimeError::TooFar)?;
    let instant = second.checked_mul(SECOND).and_then(|ns| ns.checked_add(nanos)).ok_or(TimeError::TooFar)?;
    let day = Day::try_from(local.div_euclid(DAY)).map_err(|_| TimeError::TooFar)?;
    Ok(Moment { instant, day, minute: (local.rem_euclid(DAY) / 60) as u16 })
}

/// Seconds east of UTC at a second.
fn offset_at(zone: &Zone, second: i64) -> i64 {
    let after = zone.transitions.partition_point(|&(from, _)| from <= second);
    i64::from(match after.checked_sub(1) {
        Some(last) => zone.transitions[last].1,
        None => zone.first_offset,
    })
}

/// An instant in UTC: 2025-03-01T00:30:00Z, with a fraction where it has one.
pub fn show_instant(instant: i64) -> String {
    let (second, nanos) = (instant.div_euclid(SECOND), instant.rem_euclid(SECOND));
    let (day, second) = (second.div_euclid(DAY), second.rem_euclid(DAY));
    let fraction = if nanos == 0 { String::new() } else { format!(".{nanos:09}") };
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{}T{hour:02}:{minute:02}:{second:02}{fraction}Z", show_date(day))
}

/// The only second whose civil time in the zone is this one.
fn second_of(zone: &Zone, civil: i64) -> Result<i64, TimeError> {
    // Offsets stay within a day of UTC, so that only transitions within a day of the civil time can matter.
    let low = zone.transitions.partition_point(|&(from, _)| from < civil - DAY);
    let high = zone.transitions.partition_point(|&(from, _)| from <= civil + DAY);
    let before = if low == 0 { zone.first_offset } else { zone.transitions[low - 1].1 };
    if low == high {
        return Ok(civil - i64::from(before));
    }
    let mut offsets = vec![i64::from(before)];
    offsets.extend(zone.transitions[low..high].iter().map(|t| i64::from(t.1)));
    let mut seconds: Vec<i64> = offsets.into_iter().map(|offset| civil - offset).collect();
    seconds.sort_unstable();
    seconds.dedup();
    seconds.retain(|&second| second + offset_at(zone, second) == civil);
    match seconds.as_slice() {
        [] => Err(TimeError::Skipped),
        [second] => Ok(*second),
        _ => Err(TimeError::Doubled),
    }
}

/// Reads a time: RFC 3339, or civil in the zone (`2025-03-01T08:30:00`, `2025-03-01 08:30`, or a date alone for 00:00).
pub fn read_moment(zone: &Zone, text: &str) -> Result<Moment, TimeError> {
    let stated = read_stated(text)?;
    let civil = i64::from(stated.day) * DAY + stated.second;
    let second = match stated.offset {
        Some(offset) => civil - offset,
        None => second_of(zone, civil)?,
    };
    let moment = moment(zone, second, stated.nanos)?;
    if (FIRST_DAY..=LAST_DAY).contains(&moment.day) { Ok(moment) } else { Err(TimeError::TooFar) }
}

/// The moment of a civil date and minute in a zone.
pub fn civil_moment(zone: &Zone, day: Day, minute: u16) -> Result<Moment, TimeError> {
    let second = second_of(zone, i64::from(day) * DAY + i64::from(minute) * 60)?;
    moment(zone, second, 0)
}

/// Reads a date: 2025-03-01.
pub fn read_date(text: &str) -> Result<Day, TimeError> {
    let mut cursor = Cursor(text.as_bytes());
    let day = cursor.date()?;
    cursor.end().map(|()| day)
}

/// Reads a time of day, `08:30` or `08:30:00`, as minutes since midnight; only whole minutes are held.
pub fn read_time(text: &str) -> Result<i64, TimeError> {
    let mut cursor = Cursor(text.as_bytes());
    let (second, nanos) = cursor.time()?;
    cursor.end()?;
    if second % 60 == 0 && nanos == 0 { Ok(second / 60) } else { Err(TimeError::Form) }
}

fn read_stated(text: &str) -> Result<Stated, TimeError> {
    let mut cursor = Cursor(text.as_bytes());
    let day = cursor.date()?;
    if cursor.0.is_empty() {
        return Ok(Stated { day, second: 0, nanos: 0, offset: None });
    }
    cursor.one_of(b"Tt ")?;
    let (second, nanos) = cursor.time()?;
    let offset = cursor.offset()?;
    cursor.end()?;
    Ok(Stated { day, second, nanos, offset })
}

/// What is left to read.
struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    fn one_of(&mut self, marks: &[u8]) -> Result<u8, TimeError> {
        let (first, rest) = self.0.split_first().ok_or(TimeError::Form)?;
        if !marks.contains(first) {
            return Err(TimeError::Form);
        }
        self.0 = rest;
        Ok(*first)
    }

    fn digits(&mut self, count: usize) -> Result<i64, TimeError> {
        let mut value = 0;
        for _ in 0..count {
            value = value * 10 + i64::from(self.one_of(b"0123456789")? - b'0');
        }
        Ok(value)
    }

    fn end(&self) -> Result<(), TimeError> {
        if self.0.is_empty() { Ok(()) } else { Err(TimeError::Form) }
    }

    fn date(&mut self) -> Result<Day, TimeError> {
        let year = self.digits(4)?;
        self.one_of(b"-")?;
        let month = self.digits(2)?;
        self.one_of(b"-")?;
        let day = self.digits(2)?;
        day_of(year as i32, month as u32, day as u32).ok_or(TimeError::Impossible)
    }

    /// Seconds since midnight and nanoseconds; seconds and their fraction may be left out.
    fn time(&mut self) -> Result<(i64, i64), TimeError> {
        let hour = self.digits(2)?;
        self.one_of(b":")?;
        let minute = self.digits(2)?;
        let second = if self.one_of(b":").is_ok() { self.digits(2)? } else { 0 };
        let nanos = if self.one_of(b".").is_ok() { self.fraction()? } else { 0 };
        if hour > 23 || minute > 59 || second > 59 {
            return Err(TimeError::Impossible);
        }
        Ok((hour * 3600 + minute * 60 + second, nanos))
    }

    /// One to nine digits after the point.
    fn fraction(&mut self) -> Result<i64, TimeError> {
        let mut nanos = self.digits(1)? * 100_000_000;
        let mut scale = 10_000_000;
        while let Ok(digit) = self.digits(1) {
            nanos += digit * scale;
            if scale == 0 {
                return Err(TimeError::Form);
            }
            scale /= 10;
        }
        Ok(nanos)
    }

    fn offset(&mut self) -> Result<Option<i64>, TimeError> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let sign = match self.one_of(b"Zz+-")? {
            b'+' => 1,
            b'-' => -1,
            _ => return Ok(Some(0)),
        };
        let hour = self.digits(2)?;
        self.one_of(b":")?;
        let minute = self.digits(2)?;
        if hour > 23 || minute > 59 {
            return Err(TimeError::Impossible);
        }
        Ok(Some(sign * (hour * 3600 + minute * 60)))
    }
}

#[cfg(test)]
mod tests;
