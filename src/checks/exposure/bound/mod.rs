//! The most that can be paid under caps: exact where the caps are nested, never too little.
//!
//! A cell is some lines on some days for some people. A cap that covers the whole cell cuts it; one that covers a part is asked
//! of the parts into which the cell is cut. Where two caps cross, so that each holds a part of the other, one of them is cut
//! and each of its parts has its whole limit: too much, never too little.

mod days;
mod lines;
mod people;

use super::book::{Book, Ceiling};
use super::periods::{Days, rank};
use super::runs::{Runs, Times};
use crate::model::{ScopeId, Window};
use days::Shape;
use lines::Beside;
use std::cell::Cell as Counter;
use std::collections::{BTreeMap, BTreeSet};

/// How often both ways of cutting are tried.
const TRIES: u32 = 64;
/// Whose points are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// One person.
    Person,
    /// Everybody of one key of a scope of the last version; how many they are, if stated.
    All(ScopeId, Times),
    /// All residents; how many they are, if stated.
    Everybody(Times),
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
    /// In order.
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
        let ordered: BTreeSet<usize> = lines.iter().copied().collect();
        self.value(&Cell { lines: ordered.into_iter().collect(), days, who }, &self.over(lines))
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
        let whole = |beside: &Beside| {
            let partly = beside.partly;
            !(partly.days || partly.lines || partly.stretches) && self.reaches(cell.who, beside.cap)
        };
        let (cutting, rest): (Vec<Beside>, Vec<Beside>) = self.beside(cell, caps).into_iter().partition(whole);
        let inner = if rest.is_empty() { self.leaf(cell) } else { self.parts(cell, &rest) };
        cutting.iter().fold(inner, |runs, beside| match self.limit(cell, beside.cap) {
            limit if self.book.ceilings[beside.cap].cap.times => runs.no_more_than(u64::try_from(limit).unwrap_or(0)),
            limit => runs.at_most(limit),
        })
    }

    /// Every line by itself, any number of times.
    fn leaf(&self, cell: &Cell) -> Runs {
        if let [line] = cell.lines.as_slice() {
            return Runs::any_number_of(self.once(*line, cell.days));
        }
        let one = |line: &usize| self.value(&Cell { lines: vec![*line], ..cell.clone() }, &[]);
        Runs::sum(cell.lines.iter().map(one))
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

    fn parts(&self, cell: &Cell, rest: &[Beside]) -> Runs {
        let groups = self.apart(cell, rest);
        if groups.len() > 1 {
            let one = |(lines, caps): (Vec<usize>, Vec<usize>)| self.value(&Cell { lines, ..cell.clone() }, &caps);
            return Runs::sum(groups.into_iter().map(one));
        }
        let caps: Vec<usize> = rest.iter().map(|beside| beside.cap).collect();
        if !caps.iter().any(|cap| self.reaches(cell.who, *cap)) {
            return self.by_people(cell, &caps);
        }
        let widest = rest.iter().filter(|beside| beside.partly.days);
        let widest = widest.map(|beside| self.book.ceilings[beside.cap].cap.window).max_by_key(|window| rank(*window));
        let by_days = widest.map(|window| self.by_days(cell, window));
        let by_lines = rest.iter().filter(|beside| beside.partly.lines).map(|beside| &beside.lines);
        let by_lines = by_lines.max_by_key(|lines| lines.len());
        match (by_days, by_lines) {
            (Some(days), Some(lines)) if self.tries.get() > 0 => {
                self.tries.set(self.tries.get() - 1);
                less(self.sum(cell, &days, &caps), self.both(cell, lines, &caps))
            }
            (Some(days), _) => self.sum(cell, &days, &caps),
            (None, Some(lines)) => self.both(cell, lines, &caps),
            (None, None) => self.sum(cell, &self.by_stretches(cell), &caps),
        }
    }

    fn both(&self, cell: &Cell, lines: &[usize], caps: &[usize]) -> Runs {
        let (inside, outside): (Vec<usize>, Vec<usize>) =
            cell.lines.iter().partition(|line| lines.binary_search(line).is_ok());
        let one = |lines| self.value(&Cell { lines, ..cell.clone() }, caps);
        one(inside).and(one(outside))
    }

    /// Days of one shape pay the same.
    fn sum(&self, cell: &Cell, parts: &[(Days, Times)], caps: &[usize]) -> Runs {
        let mut known: BTreeMap<Shape, Runs> = BTreeMap::new();
        let mut all = Vec::new();
        for (days, times) in parts {
            let part = Cell { days: *days, ..cell.clone() };
            let value = match self.shape(*days) {
                Some(shape) => known.entry(shape).or_insert_with(|| self.within(&part, caps)).clone(),
                None => self.within(&part, caps),
            };
            all.push(value.each(*times));
        }
        Runs::sum(all)
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
