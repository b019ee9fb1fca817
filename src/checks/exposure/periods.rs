//! Days and the windows on them.

use crate::model::Window;
use mizi_evaluator::date;

/// Days, both included; without a last one: for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days {
    /// First day.
    pub from: i32,
    /// Last day.
    pub to: Option<i32>,
}

impl Days {
    /// The days that are in both.
    pub fn and(self, other: Days) -> Option<Days> {
        let to = match (self.to, other.to) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let from = self.from.max(other.from);
        to.is_none_or(|to| from <= to).then_some(Days { from, to })
    }

    /// How many; none: without end.
    pub fn count(self) -> Option<u64> {
        let to = self.to?;
        u64::try_from(i64::from(to).saturating_sub(self.from.into()).saturating_add(1)).ok()
    }
}

/// The most days a window has; none for a lifetime.
fn longest(window: Window) -> Option<i32> {
    Some(match window {
        Window::Event | Window::Day => 1,
        Window::Week => 7,
        Window::Month => 31,
        Window::Quarter => 92,
        Window::HalfYear => 184,
        Window::Year { .. } => 366,
        Window::Lifetime => return None,
    })
}

/// Shorter windows come first.
pub fn rank(window: Window) -> i32 {
    match window {
        Window::Event => 0,
        other => longest(other).unwrap_or(i32::MAX),
    }
}

/// First day of the window that contains a day.
pub fn start(window: Window, day: i32) -> i32 {
    window.kept().map_or(day, |window| date::window_start(window, day))
}

/// The window that contains a day.
pub fn around(window: Window, day: i32) -> Days {
    let Some(longest) = longest(window) else { return Days { from: i32::MIN, to: None } };
    let from = start(window, day);
    // So many days on, the next one has begun, and not the one after it.
    let next = start(window, from.saturating_add(longest));
    Days { from, to: Some(next.saturating_sub(1).max(day)) }
}

/// Whether every window of `wide` holds whole windows of `narrow`.
pub fn contains(wide: Window, narrow: Window) -> bool {
    use Window as W;
    if wide == narrow {
        return true;
    }
    let first_of_month = |month: u8, every: u8| (month.saturating_sub(1)).is_multiple_of(every);
    match (wide, narrow) {
        (W::Lifetime, _) | (_, W::Event) => true,
        (_, W::Lifetime) | (W::Event | W::Day, _) => false,
        (_, W::Day) => true,
        (W::Quarter | W::HalfYear, W::Month) | (W::HalfYear, W::Quarter) => true,
        (W::Year { day: 1, .. }, W::Month) => true,
        (W::Year { month, day: 1 }, W::Quarter) => first_of_month(month, 3),
        (W::Year { month, day: 1 }, W::HalfYear) => first_of_month(month, 6),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Days, around, contains};
    use crate::model::Window;
    use mizi_evaluator::date::day_of;

    #[test]
    fn windows_end_where_the_next_one_starts() {
        let all = [
            Window::Day,
            Window::Week,
            Window::Month,
            Window::Quarter,
            Window::HalfYear,
            Window::Year { month: 1, day: 1 },
            Window::Year { month: 2, day: 29 },
            Window::Year { month: 4, day: 1 },
        ];
        let first = day_of(2023, 1, 1).unwrap_or_default();
        for window in all {
            for day in first..first + 1500 {
                let Days { from, to } = around(window, day);
                let to = to.unwrap_or_default();
                assert!(from <= day && day <= to, "{window:?} {day}");
                assert_eq!(super::start(window, to), from);
                assert_eq!(super::start(window, to + 1), to + 1);
            }
        }
    }

    /// A window is contained if it never lies in two of the wider ones.
    #[test]
    fn contained_windows_never_lie_in_two() {
        let years = [(1, 1), (4, 1), (7, 1), (2, 15)].map(|(month, day)| Window::Year { month, day });
        let mut all = vec![Window::Day, Window::Week, Window::Month, Window::Quarter, Window::HalfYear];
        all.extend(years);
        let first = day_of(2024, 1, 1).unwrap_or_default();
        for wide in &all {
            for narrow in &all {
                let mut apart = (first..first + 800).map(|day| around(*narrow, day));
                let whole = apart.all(|days| around(*wide, days.from) == around(*wide, days.to.unwrap_or_default()));
                assert_eq!(contains(*wide, *narrow), whole, "{wide:?} {narrow:?}");
            }
        }
    }
}
