//! Time zones by rule: only those that the histories use, only for the years they use.

use super::calendar::{Day, date, weekday, ymd};

const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;

/// A zone the histories use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    Utc,
    /// +08:00 since 1991.
    Shanghai,
    /// −05:00; −04:00 from 02:00 on the second Sunday of March to 02:00 on the first Sunday of November (since 2007).
    NewYork,
}

/// All of them, by their names.
pub const ZONES: [(&str, Zone); 3] =
    [("UTC", Zone::Utc), ("Asia/Shanghai", Zone::Shanghai), ("America/New_York", Zone::NewYork)];

/// The `n`-th Sunday of a month.
fn sunday(year: i64, month: i64, n: i64) -> Day {
    let first = ymd(year, month, 1);
    let to_sunday = 7 - weekday(first);
    first + to_sunday + 7 * (n - 1)
}

/// First and last second (UTC) of daylight saving in New York, the last not included.
pub fn summer(year: i64) -> (i64, i64) {
    (sunday(year, 3, 2) * DAY + 2 * HOUR + 5 * HOUR, sunday(year, 11, 1) * DAY + 2 * HOUR + 4 * HOUR)
}

impl Zone {
    pub fn by_name(name: &str) -> Option<Zone> {
        ZONES.iter().find(|(known, _)| *known == name).map(|(_, zone)| *zone)
    }

    /// Seconds east of UTC at an instant.
    pub fn offset(self, instant: i64) -> i64 {
        match self {
            Zone::Utc => 0,
            Zone::Shanghai => 8 * HOUR,
            Zone::NewYork => {
                let (from, until) = summer(date(instant.div_euclid(DAY)).year);
                if (from..until).contains(&instant) { -4 * HOUR } else { -5 * HOUR }
            }
        }
    }

    /// S4.1: civil day and second of the day of an instant.
    pub fn civil(self, instant: i64) -> (Day, i64) {
        let local = instant + self.offset(instant);
        (local.div_euclid(DAY), local.rem_euclid(DAY))
    }

    /// S4.1: the instant of a civil time; none where the zone skips it or has it twice.
    pub fn instant(self, day: Day, second: i64) -> Option<i64> {
        let local = day * DAY + second;
        let found: Vec<i64> = [-5 * HOUR, -4 * HOUR, 0, 8 * HOUR]
            .into_iter()
            .map(|offset| local - offset)
            .filter(|instant| instant + self.offset(*instant) == local)
            .collect();
        match found[..] {
            [one] => Some(one),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_york_skips_and_doubles_an_hour() {
        let (spring, autumn) = (ymd(2025, 3, 9), ymd(2025, 11, 2));
        assert_eq!(Zone::NewYork.instant(spring, 2 * HOUR + 1800), None);
        assert_eq!(Zone::NewYork.instant(autumn, HOUR + 1800), None);
        assert_eq!(Zone::NewYork.instant(spring, 3 * HOUR), Some(spring * DAY + 7 * HOUR));
        assert_eq!(Zone::NewYork.instant(autumn, 2 * HOUR), Some(autumn * DAY + 7 * HOUR));
    }
}
