//! The most that can be paid under caps: exact where the caps are nested, never too little.
//!
//! A cell is some lines on some days for some people. A cap that covers the whole cell cuts it; one that covers a part is asked
//! of the parts into which the cell is cut. Where two caps cross, so that each holds a part of the other, one of them is cut
//! and each of its parts has its whole limit: too much, never too little.

use super::book::{Book, Ceiling, same_or_wider};
use super::periods::{Days, around, rank, start};
use super::runs::{Runs, Times};
use crate::model::{Policy, Remedy, ScopeId, ScopeKeys, Window};
use std::cell::Cell as Counter;
use std::collections::{BTreeMap, BTreeSet};

/// How often both ways of cutting are tried.
const TRIES: u32 = 64;
/// Days within which every alignment of weeks, months and leap years occurs.
const ALL_ALIGNMENTS: i32 = 28 * 366;

/// Whose points are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// One person.
    Person,
    /// Everybody of one key of a scope of the last version; how many they are, if stated.
    All(ScopeId, Times),
}

/// The most, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Smallest units; none: without limit.
    pub most: Option<i128>,
    /// The days of the window in which it can be most.
    pub days: Days,
}

/// Some lines on some days for some people.
#[derive(Clone)]
struct Cell {
    lines: Vec<usize>,
    days: Days,
    who: Who,
}

/// What keeps a cap from cutting a cell as a whole.
#[derive(Clone, Copy, Default)]
struct Partly {
    days: bool,
    lines: bool,
    stretches: bool,
}

/// A question about a book.
pub struct Bounds<'b, 'a> {
    book: &'b Book<'a>,
    /// A cap that is thought away.
    without: Option<usize>,
    /// Only caps that these tell.
    only: Option<&'b dyn Fn(&Ceiling<'_>) -> bool>,
    /// Every grant counts as one.
    counting: bool,
    tries: Counter<u32>,
}

impl<'b, 'a> Bounds<'b, 'a> {
    /// With all caps.
    pub fn new(book: &'b Book<'a>) -> Self {
        Bounds { book, without: None, only: None, counting: false, tries: Counter::new(TRIES) }
    }

    /// As if this cap were not written.
    #[must_use]
    pub fn without(self, ceiling: usize) -> Self {
        Bounds { without: Some(ceiling), ..self }
    }

    /// With these caps only.
    #[must_use]
    pub fn only(self, kept: &'b dyn Fn(&Ceiling<'_>) -> bool) -> Self {
        Bounds { only: Some(kept), ..self }
    }

    /// Grants instead of points.
    #[must_use]
    pub fn counting(self) -> Self {
        Bounds { counting: true, ..self }
    }

    /// The most that these lines pay in one window.
    pub fn most(&self, lines: &[usize], who: Who, window: Window) -> Bound {
        let of = |days: Days| Bound { most: self.grants(lines, who, days).total(), days };
        let all = self.windows(window).into_iter().map(of);
        // Of equal windows the first.
        let more = |best: Bound, next: Bound| match (best.most, next.most) {
            (Some(a), b) if b.is_none_or(|b| b > a) => next,
            _ => best,
        };
        all.reduce(more).unwrap_or(Bound { most: Some(0), days: self.book.all_days() })
    }

    /// The grants that pay most on some days.
    pub fn grants(&self, lines: &[usize], who: Who, days: Days) -> Runs {
        self.tries.set(TRIES);
        self.value(&Cell { lines: lines.to_vec(), days, who }, &self.over(lines))
    }

    /// The caps that count and cover one of these lines.
    fn over(&self, lines: &[usize]) -> Vec<usize> {
        let under = lines.iter().filter_map(|line| self.book.under.get(*line)).flatten().copied();
        let all: BTreeSet<usize> = under.filter(|cap| self.counts(*cap)).collect();
        all.into_iter().collect()
    }

    fn counts(&self, cap: usize) -> bool {
        let ceiling = &self.book.ceilings[cap];
        ceiling.lasts() && self.without != Some(cap) && self.only.is_none_or(|only| only(ceiling))
    }

    /// One window of every shape that touches the policy's days.
    fn windows(&self, window: Window) -> Vec<Days> {
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

    /// What tells windows apart within one stretch: its length, weekday and month; none where it is in several stretches.
    fn shape(&self, days: Days) -> Option<(usize, u64, i32, i32)> {
        let mut touching = self.book.touching(days);
        let (stretch, count) = (touching.next()?, days.count()?);
        if touching.next().is_some() {
            return None;
        }
        let month = if count > 31 {
            start(Window::Month, days.from) - start(Window::Year { month: 1, day: 1 }, days.from)
        } else {
            0
        };
        Some((stretch, count, days.from.rem_euclid(7), month))
    }

    /// A bonus pays no more than its share of what its base can be granted.
    fn value(&self, cell: &Cell, caps: &[usize]) -> Runs {
        let value = self.within(cell, caps);
        let [line] = cell.lines.as_slice() else { return value };
        if self.counting {
            return value;
        }
        let Some((base, ratio)) = self.book.lines.get(*line).and_then(|found| {
            let ratios = self.book.touching(cell.days).filter_map(|stretch| found.here.get(stretch)?.as_ref());
            Some((found.of?, ratios.map(|here| here.ratio).max()?))
        }) else {
            return value;
        };
        let of_base = self.value(&Cell { lines: vec![base], ..cell.clone() }, &self.over(&[base]));
        let share = (*ratio.numer(), *ratio.denom());
        let whole = of_base.total().map(|total| total.saturating_mul(share.0).div_euclid(share.1));
        let shared = of_base.share(share);
        less(value, whole.map_or(shared.clone(), |whole| shared.at_most(whole)))
    }

    fn within(&self, cell: &Cell, caps: &[usize]) -> Runs {
        let mut cutting = Vec::new();
        let mut rest = Vec::new();
        for &cap in caps.iter().filter(|cap| self.touches(cell, **cap)) {
            let partly = self.partly(cell, cap);
            let whole = !(partly.days || partly.lines || partly.stretches) && self.reaches(cell.who, cap);
            if whole { cutting.push(cap) } else { rest.push((cap, partly)) }
        }
        let inner = if rest.is_empty() { self.leaf(cell) } else { self.parts(cell, &rest) };
        cutting.into_iter().fold(inner, |runs, cap| match self.limit(cell, cap) {
            limit if self.book.ceilings[cap].cap.times => runs.no_more_than(u64::try_from(limit).unwrap_or(0)),
            limit => runs.at_most(limit),
        })
    }

    /// Every line by itself, any number of times.
    fn leaf(&self, cell: &Cell) -> Runs {
        if let [line] = cell.lines.as_slice() {
            return Runs::any_number_of(self.once(*line, cell.days));
        }
        let one = |line: &usize| self.value(&Cell { lines: vec![*line], ..cell.clone() }, &[]);
        cell.lines.iter().map(one).fold(Runs::default(), Runs::and)
    }

    /// The most that one event pays for a line on some days, under the caps of one event.
    pub fn once(&self, line: usize, days: Days) -> i128 {
        let amount = self.amount_once(line, days);
        if self.counting { amount.min(1) } else { amount }
    }

    fn amount_once(&self, line: usize, days: Days) -> i128 {
        let on = |stretch: usize| {
            let most = i128::from(self.book.lines.get(line)?.here.get(stretch)?.as_ref()?.largest.most);
            let under = self.book.under.get(line).into_iter().flatten();
            let caps = under.filter_map(|cap| self.book.ceilings[*cap].here.get(stretch)?.as_ref());
            let caps = caps.filter(|here| !here.cap.times && here.lines.contains(&line));
            Some(caps.filter(|here| here.cap.window == Window::Event).fold(most, |most, here| most.min(here.limit)))
        };
        self.book.touching(days).filter_map(on).max().unwrap_or(0)
    }

    fn parts(&self, cell: &Cell, rest: &[(usize, Partly)]) -> Runs {
        let caps: Vec<usize> = rest.iter().map(|(cap, _)| *cap).collect();
        let groups = self.apart(cell, &caps);
        if groups.len() > 1 {
            let one = |lines| self.value(&Cell { lines, ..cell.clone() }, &caps);
            return groups.into_iter().map(one).fold(Runs::default(), Runs::and);
        }
        if !caps.iter().any(|cap| self.reaches(cell.who, *cap)) {
            return self.by_people(cell, &caps);
        }
        let widest = rest.iter().filter(|(_, partly)| partly.days).map(|(cap, _)| self.book.ceilings[*cap].cap.window);
        let by_days = widest.max_by_key(|window| rank(*window)).map(|window| self.by_days(cell, window));
        let by_lines = rest.iter().filter(|(_, partly)| partly.lines).map(|(cap, _)| self.covered(cell, *cap));
        let by_lines = by_lines.max_by_key(Vec::len);
        match (by_days, by_lines) {
            (Some(days), Some(lines)) if self.tries.get() > 0 => {
                self.tries.set(self.tries.get() - 1);
                less(self.sum(cell, &days, &caps), self.both(cell, &lines, &caps))
            }
            (Some(days), _) => self.sum(cell, &days, &caps),
            (None, Some(lines)) => self.both(cell, &lines, &caps),
            (None, None) => self.sum(cell, &self.by_stretches(cell), &caps),
        }
    }

    fn both(&self, cell: &Cell, lines: &[usize], caps: &[usize]) -> Runs {
        let (inside, outside): (Vec<usize>, Vec<usize>) = cell.lines.iter().partition(|line| lines.contains(line));
        let one = |lines| self.value(&Cell { lines, ..cell.clone() }, caps);
        one(inside).and(one(outside))
    }

    /// Days of one shape pay the same.
    fn sum(&self, cell: &Cell, parts: &[(Days, Times)], caps: &[usize]) -> Runs {
        let mut known: BTreeMap<(usize, u64, i32, i32), Runs> = BTreeMap::new();
        let mut sum = Runs::default();
        for (days, times) in parts {
            let part = Cell { days: *days, ..cell.clone() };
            let value = match self.shape(*days) {
                Some(shape) => known.entry(shape).or_insert_with(|| self.within(&part, caps)).clone(),
                None => self.within(&part, caps),
            };
            sum = sum.and(value.each(*times));
        }
        sum
    }

    /// The windows of some days; without a last day the last of them comes again and again.
    fn by_days(&self, cell: &Cell, window: Window) -> Vec<(Days, Times)> {
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

    fn by_stretches(&self, cell: &Cell) -> Vec<(Days, Times)> {
        let days = |stretch| self.book.days(stretch).and(cell.days);
        self.book.touching(cell.days).filter_map(days).map(|days| (days, Some(1))).collect()
    }

    /// Everybody has the same; keys of a closed list are as many as it has.
    fn by_people(&self, cell: &Cell, caps: &[usize]) -> Runs {
        let Who::All(who, people) = cell.who else { return Runs::default() };
        let Some(policy) = self.book.model.versions.last() else { return Runs::default() };
        let inner = caps.iter().filter_map(|cap| self.listed_within(policy, who, *cap));
        let widest = inner.max_by_key(|(scope, _)| {
            policy.scopes.iter().enumerate().filter(|(other, _)| same_or_wider(policy, *scope, ScopeId(*other))).count()
        });
        let (part, many) = match widest {
            Some((scope, keys)) => (Who::All(scope, None), Some(keys)),
            None => (Who::Person, people),
        };
        self.within(&Cell { who: part, ..cell.clone() }, caps).each(many)
    }

    /// The scope of a cap if its keys are a closed list within one key of `who`, and how many they are.
    fn listed_within(&self, policy: &Policy, who: ScopeId, cap: usize) -> Option<(ScopeId, u64)> {
        let scope = self.scope(policy, cap)?;
        let found = policy.scopes.get(scope.0)?;
        let escapes = self.book.ceilings[cap].cap.missing.is_some_and(|missing| missing != Remedy::Nothing);
        if scope == who || escapes || (found.optional && self.book.ceilings[cap].cap.missing.is_none()) {
            return None;
        }
        let (ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. }) = found.keys else { return None };
        let list = policy.lists.get(list.0)?;
        let count = match policy.scopes.get(who.0)?.keys {
            ScopeKeys::Whole => list.values.len(),
            ScopeKeys::Parent { of, .. } if of == scope => {
                let (_, parents) = list.parent.as_ref()?;
                parents.iter().map(|zone| parents.iter().filter(|other| *other == zone).count()).max()?
            }
            _ => return None,
        };
        Some((scope, u64::try_from(count).ok()?))
    }

    /// The scope of a cap as the last version numbers it.
    fn scope(&self, policy: &Policy, cap: usize) -> Option<ScopeId> {
        let ceiling = &self.book.ceilings[cap];
        let name = ceiling.policy.scopes.get(ceiling.cap.scope.0)?.name.name.key();
        policy.scopes.iter().position(|scope| scope.name.name.key() == name).map(ScopeId)
    }

    /// Whether a cap counts these people together. Somebody for whom it does not hold may be among them.
    fn reaches(&self, who: Who, cap: usize) -> bool {
        let missing = self.book.ceilings[cap].cap.missing;
        match who {
            Who::Person => missing != Some(Remedy::Unlimited),
            Who::All(who, _) => self.book.model.versions.last().is_some_and(|policy| {
                let scope = self.scope(policy, cap);
                let escapes = missing.is_some_and(|missing| missing != Remedy::Nothing);
                scope.is_some_and(|scope| same_or_wider(policy, scope, who) && (scope == who || !escapes))
            }),
        }
    }

    fn touches(&self, cell: &Cell, cap: usize) -> bool {
        !self.covered(cell, cap).is_empty() && (cell.who != Who::Person || self.reaches(cell.who, cap))
    }

    /// The lines of a cell that a cap covers at some time.
    fn covered(&self, cell: &Cell, cap: usize) -> Vec<usize> {
        let here = |stretch: usize| self.book.ceilings[cap].here.get(stretch)?.as_ref();
        let touching: Vec<_> = self.book.touching(cell.days).filter_map(here).collect();
        cell.lines.iter().copied().filter(|line| touching.iter().any(|here| here.lines.contains(line))).collect()
    }

    fn partly(&self, cell: &Cell, cap: usize) -> Partly {
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
    fn limit(&self, cell: &Cell, cap: usize) -> i128 {
        let here = |stretch: usize| self.book.ceilings[cap].here.get(stretch)?.as_ref().map(|here| here.limit);
        self.book.touching(cell.days).filter_map(here).max().unwrap_or(i128::MAX)
    }

    /// Lines that no cap has in common with others.
    fn apart(&self, cell: &Cell, caps: &[usize]) -> Vec<Vec<usize>> {
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

/// The one that pays less.
fn less(a: Runs, b: Runs) -> Runs {
    match (a.total(), b.total()) {
        (None, _) => b,
        (Some(x), Some(y)) if y < x => b,
        _ => a,
    }
}
