//! The days of a cell: windows, and into what they are cut.

use super::{Bounds, Cell};
use crate::checks::exposure::periods::{Days, around, start};
use crate::checks::exposure::runs::Times;
use crate::model::Window;
use std::collections::BTreeSet;

/// Days within which every alignment of weeks, months and leap years occurs.
const ALL_ALIGNMENTS: i32 = 28 * 366;

/// Stretch, length, weekday, month, days on which something is last counted anew.
pub(super) type Shape = (usize, u64, i32, i32, Vec<i32>);

impl Bounds<'_, '_> {
    /// One window of every shape that touches the policy's days.
    pub(super) fn windows(&self, window: Window) -> Vec<Days> {
        let all = self.book.all_days();
        if matches!(window, Window::Lifetime | Window::Event) {
            return vec![all];
        }
        let last = all.to.unwrap_or_else(|| {
            let last = self.book.stretches.last().map_or(all.from, |stretch| stretch.from);
            last.saturating_add(ALL_ALIGNMENTS)
        });
        let (mut found, mut seen, mut day) = (Vec::new(), BTreeSet::new(), all.from);
        while day <= last {
            let days = around(window, day);
            let next = days.to.unwrap_or(last).saturating_add(1);
            // A window before the policy's end is a whole one there too.
            found.extend(days.and(all).filter(|days| self.shape(*days).is_none_or(|shape| seen.insert(shape))));
            day = next;
        }
        found
    }

    /// What tells windows apart within one stretch: its length, weekday and month, and on which of its days a cap is last counted
    /// anew; none where it is in several stretches.
    pub(super) fn shape(&self, days: Days) -> Option<Shape> {
        let mut touching = self.book.touching(days);
        let (stretch, count, to) = (touching.next()?, days.count()?, days.to?);
        if touching.next().is_some() {
            return None;
        }
        let month = if count > 31 {
            start(Window::Month, days.from) - start(Window::Year { month: 1, day: 1 }, days.from)
        } else {
            0
        };
        let anew = self.book.periods.iter().map(|window| start(*window, to).saturating_sub(days.from).max(0)).collect();
        Some((stretch, count, days.from.rem_euclid(7), month, anew))
    }

    /// The windows of some days; without a last day the last of them comes again and again.
    pub(super) fn by_days(&self, cell: &Cell, window: Window) -> Vec<(Days, Times)> {
        let last = self.book.stretches.last().map_or(i32::MAX, |stretch| stretch.from);
        let mut parts = Vec::new();
        if window == Window::Day {
            let in_stretch = |stretch| self.book.days(stretch).and(cell.days);
            let days = self.book.touching(cell.days).filter_map(in_stretch);
            return days.map(|days| (Days { from: days.from, to: Some(days.from) }, days.count())).collect();
        }
        let mut day = cell.days.from;
        loop {
            let whole = around(window, day);
            let Some(days) = whole.and(cell.days) else { return parts };
            let again = cell.days.to.is_none() && whole.from >= last;
            parts.push((days, if again { None } else { Some(1) }));
            match whole.to {
                Some(to) if !again => day = to.saturating_add(1),
                _ => return parts,
            }
        }
    }

    pub(super) fn by_stretches(&self, cell: &Cell) -> Vec<(Days, Times)> {
        let days = |stretch| self.book.days(stretch).and(cell.days);
        self.book.touching(cell.days).filter_map(days).map(|days| (days, Some(1))).collect()
    }
}
