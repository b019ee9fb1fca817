//! The lines of a cell: which caps cover them, wholly or in part.

use super::{Bounds, Cell, Partly, Who};
use crate::checks::exposure::periods::{Days, start};
use crate::model::Window;

impl Bounds<'_, '_> {
    pub(super) fn touches(&self, cell: &Cell, cap: usize) -> bool {
        !self.covered(cell, cap).is_empty() && (cell.who != Who::Person || self.reaches(cell.who, cap))
    }

    /// The lines of a cell that a cap covers at some time.
    pub(super) fn covered(&self, cell: &Cell, cap: usize) -> Vec<usize> {
        let here = |stretch: usize| self.book.ceilings[cap].here.get(stretch)?.as_ref();
        let touching: Vec<_> = self.book.touching(cell.days).filter_map(here).collect();
        cell.lines.iter().copied().filter(|line| touching.iter().any(|here| here.lines.contains(line))).collect()
    }

    pub(super) fn partly(&self, cell: &Cell, cap: usize) -> Partly {
        let window = self.book.ceilings[cap].cap.window;
        let one = |days: Days| days.to.is_some_and(|to| start(window, days.from) == start(window, to));
        let mut partly = Partly { days: window != Window::Lifetime && !one(cell.days), ..Partly::default() };
        let covered = self.covered(cell, cap);
        for stretch in self.book.touching(cell.days) {
            let here = self.book.ceilings[cap].here.get(stretch).and_then(Option::as_ref);
            for line in &cell.lines {
                let paid = self.book.lines.get(*line).and_then(|found| found.here.get(stretch)?.as_ref()).is_some();
                let under = here.is_some_and(|here| here.lines.contains(line));
                partly.lines |= paid && !under && !covered.contains(line);
                partly.stretches |= paid && !under && covered.contains(line);
            }
        }
        partly
    }

    /// The highest limit that holds on some of the days: usage stays when a limit changes (S2.3).
    pub(super) fn limit(&self, cell: &Cell, cap: usize) -> i128 {
        let here = |stretch: usize| self.book.ceilings[cap].here.get(stretch)?.as_ref().map(|here| here.limit);
        self.book.touching(cell.days).filter_map(here).max().unwrap_or(i128::MAX)
    }

    /// Lines that no cap has in common with others.
    pub(super) fn apart(&self, cell: &Cell, caps: &[usize]) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = cell.lines.iter().map(|line| vec![*line]).collect();
        for cap in caps {
            let covered = self.covered(cell, *cap);
            let (joined, others): (Vec<_>, Vec<_>) =
                groups.into_iter().partition(|group| group.iter().any(|line| covered.contains(line)));
            groups = others;
            groups.push(joined.into_iter().flatten().collect());
        }
        groups.retain(|group| !group.is_empty());
        groups
    }
}
