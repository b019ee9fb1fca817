//! Time zones: the only place that reads a time-zone table. A program carries its zone's changes, so that nothing looks them up later.

use chrono::{DateTime, NaiveDate, Offset, TimeZone};
use chrono_tz::Tz;
use mizi_evaluator::program::{Day, Zone};

/// Seconds of a day.
const DAY: i64 = 86_400;
/// A day before the first on which a time may be read: the longest window, a year, with room for early confirmations.
const LOOK_BACK: Day = 2 * 366;
/// So long after the last day confirmations, reversals and late events are still read.
const LOOK_AHEAD: Day = 20 * 366;

/// Whether the zone table knows the name.
pub fn zone_exists(name: &str) -> bool {
    name.parse::<Tz>().is_ok()
}

/// The zone whose name is nearest to this one, if one is near.
pub fn nearest_zone(name: &str) -> Option<&'static str> {
    let ranked =
        chrono_tz::TZ_VARIANTS.iter().map(|zone| (strsim::damerau_levenshtein(name, zone.name()), zone.name()));
    ranked.min().filter(|(distance, _)| *distance * 3 <= name.chars().count()).map(|(_, zone)| zone)
}

/// The zone's changes for a policy in force from one day to another, or open. None if there is no such zone.
pub fn zone(name: &str, from: Day, to: Option<Day>) -> Option<Zone> {
    let zone: Tz = name.parse().ok()?;
    let horizon = NaiveDate::from_ymd_opt(2100, 1, 1)?.to_epoch_days();
    let last = to.map_or(horizon, |to| to.saturating_add(LOOK_AHEAD).min(horizon));
    let first = from.saturating_sub(LOOK_BACK);
    let (start, end) = (i64::from(first) * DAY, i64::from(last.max(first)) * DAY);
    let first_offset = offset(zone, start)?;
    Some(Zone { name: name.to_string(), first_offset, transitions: transitions(zone, start, end, first_offset) })
}

/// Every change between two instants: looked for day by day, then to the second.
fn transitions(zone: Tz, start: i64, end: i64, first_offset: i32) -> Vec<(i64, i32)> {
    let mut found = Vec::new();
    let mut held = first_offset;
    let mut day = start;
    while day < end {
        let next = day + DAY;
        if let Some(after) = offset(zone, next).filter(|after| *after != held) {
            found.push((first_second(zone, day, next, held), after));
            held = after;
        }
        day = next;
    }
    found
}

/// The first second of a day at which the offset is no longer the one held before.
fn first_second(zone: Tz, mut before: i64, mut after: i64, held: i32) -> i64 {
    while after - before > 1 {
        let middle = before + (after - before) / 2;
        if offset(zone, middle) == Some(held) { before = middle } else { after = middle }
    }
    after
}

/// Seconds east of UTC at an instant.
fn offset(zone: Tz, second: i64) -> Option<i32> {
    let instant = DateTime::from_timestamp(second, 0)?.naive_utc();
    Some(zone.offset_from_utc_datetime(&instant).fix().local_minus_utc())
}
