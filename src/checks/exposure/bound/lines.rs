//! The lines of a cell: which caps cover them, wholly or in part.

use super::{Bounds, Cell, Partly, Who};
use crate::checks::exposure::periods::{Days, start};
use crate::model::Window;
use std::collections::{BTreeMap, BTreeSet};

/// A cap beside a cell: the lines of the cell that it covers at some time, in order.
pub(super) struct Beside {
    pub cap: usize,
    pub lines: Vec<usize>,
    pub partly: Partly,
}

impl Bounds<'_, '_> {
    /// Those of some caps that touch a cell.
    pub(super) fn beside(&self, cell: &Cell, caps: &[usize]) -> Vec<Beside> {
        let touching: Vec<usize> = self.book.touching(cell.days).collect();
        let paid = cell.lines.iter().filter(|line| touching.iter().any(|stretch| self.pays(**line, *stretch))).count();
        let one = |cap: &usize| {
            let lines = self.covered(cell, &touching, *cap);
            let touches = !lines.is_empty() && (cell.who != Who::Person || self.reaches(cell.who, *cap));
            touches.then(|| Beside { cap: *cap, partly: self.partly(cell, &touching, *cap, &lines, paid), lines })
        };
        caps.iter().filter_map(one).collect()
    }

    /// The lines of a cell that a cap covers at some time: of both the fewer are gone through.
    fn covered(&self, cell: &Cell, touching: &[usize], cap: usize) -> Vec<usize> {
        let here = |stretch: &usize| self.book.ceilings[cap].here.get(*stretch)?.as_ref();
        let here: Vec<_> = touching.iter().filter_map(here).collect();
        if here.iter().map(|here| here.lines.len()).sum::<usize>() < cell.lines.len() {
            let all: BTreeSet<usize> = here.iter().flat_map(|here| here.lines.iter().copied()).collect();
            return all.into_iter().filter(|line| cell.lines.binary_search(line).is_ok()).collect();
        }
        cell.lines.iter().copied().filter(|line| here.iter().any(|here| here.lines.contains(line))).collect()
    }

    /// Whether a line is in force in a stretch.
    fn pays(&self, line: usize, stretch: usize) -> bool {
        self.book.lines.get(line).and_then(|found| found.here.get(stretch)?.as_ref()).is_some()
    }

    /// `paid`: how many lines of the cell are in force at some time.
    fn partly(&self, cell: &Cell, touching: &[usize], cap: usize, covered: &[usize], paid: usize) -> Partly {
        let window = self.book.ceilings[cap].cap.window;
        let one = |days: Days| days.to.is_some_and(|to| start(window, days.from) == start(window, to));
        let under = |line: &usize, stretch: &usize| {
            let here = self.book.ceilings[cap].here.get(*stretch).and_then(Option::as_ref);
            here.is_some_and(|here| here.lines.contains(line))
        };
        let now_and_then = |line: &usize| touching.iter().any(|at| self.pays(*line, *at) && !under(line, at));
        let ever = covered.iter().filter(|line| touching.iter().any(|stretch| self.pays(**line, *stretch))).count();
        Partly {
            days: window != Window::Lifetime && !one(cell.days),
            lines: ever < paid,
            stretches: covered.iter().any(now_and_then),
        }
    }

    /// The highest limit that holds on some of the days: usage stays when a limit changes (S2.3).
    pub(super) fn limit(&self, cell: &Cell, cap: usize) -> i128 {
        let here = |stretch: usize| self.book.ceilings[cap].here.get(stretch)?.as_ref().map(|here| here.limit);
        self.book.touching(cell.days).filter_map(here).max().unwrap_or(i128::MAX)
    }

    /// Lines that no cap has in common with others, each with the caps that cover them.
    pub(super) fn apart(&self, cell: &Cell, rest: &[Beside]) -> Vec<(Vec<usize>, Vec<usize>)> {
        let place = |line: &usize| cell.lines.binary_search(line).ok();
        let mut joined = Joined((0..cell.lines.len()).collect());
        for beside in rest {
            let mut places = beside.lines.iter().filter_map(place);
            if let Some(first) = places.next() {
                places.for_each(|other| joined.join(first, other));
            }
        }
        let mut groups: BTreeMap<usize, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (at, line) in cell.lines.iter().enumerate() {
            groups.entry(joined.first(at)).or_default().0.push(*line);
        }
        for beside in rest {
            let group = beside.lines.first().and_then(place).map(|at| joined.first(at));
            if let Some(group) = group.and_then(|first| groups.get_mut(&first)) {
                group.1.push(beside.cap);
            }
        }
        groups.into_values().collect()
    }
}

/// For each place one of its group that is no later; that of the first is itself.
struct Joined(Vec<usize>);

impl Joined {
    fn first(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        self.0[a.max(b)] = a.min(b);
    }
}
