//! Histories that are granted as much as a bound says.
//!
//! Everybody does what pays most, until nothing more is granted: on each day as often as it pays, or on all days once and then
//! again, which is better where the number of grants is capped. What is granted something is then decided once more in order of
//! time, from the empty state; only a history that comes to just the bound is one.

use super::candidates::{Candidate, Wish, candidates};
use super::history::{Account, Deed, Gain, Order};
use crate::checks::exposure::periods::{Days, around, rank};
use crate::checks::exposure::{Book, Bound, Who};
use crate::model::{Remedy, Window};
use mizi_evaluator::Evaluator;
use std::collections::BTreeMap;

/// At most so many people are let do things.
pub const MOST_PEOPLE: u64 = 30;
/// At most so many events are tried.
const MOST_EVENTS: usize = 3000;
/// At most so many days.
const MOST_DAYS: i32 = 400;

/// What is to be reached.
pub struct Reach<'b, 'a> {
    /// The policy.
    pub book: &'b Book<'a>,
    /// Decides.
    pub evaluator: &'b Evaluator,
    /// The lines whose points are added up.
    pub lines: &'b [usize],
}

/// A way of doing things.
#[derive(Clone, Copy)]
struct Way {
    people: usize,
    /// Whether they are of one household.
    together: bool,
    /// Whether everything is done once on all days before it is done again.
    in_turns: bool,
}

/// Everything that can be done, by stretch.
type Candidates<'a> = BTreeMap<usize, Vec<Candidate<'a>>>;

impl<'a> Reach<'_, 'a> {
    /// Records in order of time that are granted just the bound; none where no such were found.
    pub fn history(&self, who: Who, bound: Bound) -> Option<Vec<String>> {
        let most = bound.most?;
        let (people, together) = match who {
            Who::Person => (1, true),
            Who::All(_, people) => (people.unwrap_or(MOST_PEOPLE), true),
            Who::Everybody(people) => (people.unwrap_or(MOST_PEOPLE), false),
        };
        let people = usize::try_from(people.min(MOST_PEOPLE)).unwrap_or(1);
        let kinds = [false, true].into_iter().filter(|without| !without || self.some_escape());
        for without_scopes in kinds {
            let candidates = self.candidates(bound.days, without_scopes);
            for in_turns in [false, true].into_iter().filter(|turns| !turns || self.some_count()) {
                let way = Way { people, together, in_turns };
                if let Some(found) = self.tried(&candidates, bound.days, most, way) {
                    return Some(found);
                }
            }
        }
        None
    }

    fn candidates(&self, days: Days, without_scopes: bool) -> Candidates<'a> {
        let wish = Wish { lines: self.lines, without_scopes };
        let of = |stretch| (stretch, candidates(self.book, self.evaluator, stretch, wish));
        self.book.touching(days).map(of).collect()
    }

    /// The caps over the lines.
    fn caps(&self) -> impl Iterator<Item = usize> {
        self.lines.iter().filter_map(|line| self.book.under.get(*line)).flatten().copied()
    }

    /// Whether a cap does not hold in the same way for somebody without its scope.
    fn some_escape(&self) -> bool {
        let escapes = |cap: usize| {
            let here = self.book.ceilings[cap].here.iter().flatten();
            here.filter_map(|here| here.cap.missing).any(|missing| missing != Remedy::Nothing)
        };
        self.caps().any(escapes)
    }

    fn some_count(&self) -> bool {
        self.caps().any(|cap| self.book.ceilings[cap].cap.times)
    }

    fn tried(&self, candidates: &Candidates<'a>, days: Days, most: i128, way: Way) -> Option<Vec<String>> {
        let mut trying = Trying::new(self, most);
        if way.in_turns {
            while trying.round(candidates, days, way) {}
        } else {
            trying.day_by_day(candidates, days, way);
        }
        (trying.granted == most).then(|| self.in_order(&trying.done, most)).flatten()
    }

    /// The records in order of time, if they are granted the same in that order.
    fn in_order(&self, done: &[Deed<'_, 'a>], most: i128) -> Option<Vec<String>> {
        let mut order: Vec<&Deed<'_, 'a>> = done.iter().collect();
        order.sort_by_key(|deed| deed.day);
        let mut lines: Vec<(Order, String)> = Vec::new();
        for (number, deed) in order.into_iter().enumerate() {
            lines.extend(deed.records(number)?);
        }
        lines.sort();
        let mut account = Account::new(self.evaluator, self.book, self.lines);
        let granted = lines.iter().fold(0i128, |sum, (_, line)| sum.saturating_add(account.decide(line).granted));
        (granted == most).then(|| lines.into_iter().map(|(_, line)| line).collect())
    }

    fn stretch(&self, day: i32) -> Option<usize> {
        self.book.touching(Days { from: day, to: Some(day) }).next()
    }

    /// The first day after this one on which a cap over the lines counts anew. Where nothing was granted although some counted anew on
    /// this day, only those of longer periods matter.
    fn anew(&self, day: i32, granted: bool) -> i32 {
        let windows = self.caps().map(|cap| self.book.ceilings[cap].cap.window);
        let windows: Vec<Window> = windows.filter(|window| *window != Window::Event).collect();
        let begins =
            windows.iter().filter(|window| around(**window, day).from == day).map(|window| rank(*window)).max();
        let matters = |window: &&Window| granted || begins.is_none_or(|begins| rank(**window) > begins);
        let next = windows.iter().filter(matters).filter_map(|window| around(*window, day).to?.checked_add(1)).min();
        let stretch = self.stretch(day).and_then(|stretch| self.book.days(stretch).to?.checked_add(1));
        next.into_iter().chain(stretch).min().unwrap_or(i32::MAX)
    }
}

/// A history being tried.
struct Trying<'r, 'b, 'c, 'a> {
    reach: &'r Reach<'b, 'a>,
    account: Account<'r>,
    most: i128,
    granted: i128,
    tried: usize,
    done: Vec<Deed<'c, 'a>>,
}

impl<'r, 'b, 'c, 'a> Trying<'r, 'b, 'c, 'a> {
    fn new(reach: &'r Reach<'b, 'a>, most: i128) -> Self {
        let account = Account::new(reach.evaluator, reach.book, reach.lines);
        Trying { reach, account, most, granted: 0, tried: 0, done: Vec::new() }
    }

    fn is_over(&self) -> bool {
        self.granted >= self.most || self.tried >= MOST_EVENTS
    }

    fn act(&mut self, what: &'c Candidate<'a>, person: usize, way: Way, day: i32) -> Gain {
        let deed = Deed { what, person, household: if way.together { 0 } else { person }, day };
        let Some(lines) = deed.records(self.tried) else { return Gain::default() };
        self.tried = self.tried.saturating_add(1);
        let gain = lines.iter().fold(Gain::default(), |all, (_, line)| {
            let one = self.account.decide(line);
            Gain { granted: all.granted.saturating_add(one.granted), limited: all.limited || one.limited }
        });
        self.granted = self.granted.saturating_add(gain.granted);
        if gain.granted > 0 {
            self.done.push(deed);
        }
        gain
    }

    fn day_by_day(&mut self, candidates: &'c Candidates<'a>, days: Days, way: Way) {
        let last = days.to.unwrap_or(i32::MAX).min(days.from.saturating_add(MOST_DAYS));
        let mut day = days.from;
        while day <= last && !self.is_over() {
            let all = self.reach.stretch(day).and_then(|stretch| candidates.get(&stretch));
            let (mut full, before) = (true, self.granted);
            for what in all.into_iter().flatten() {
                for person in 0..way.people {
                    let mut gain = self.act(what, person, way, day);
                    while gain.granted > 0 && !self.is_over() {
                        gain = self.act(what, person, way, day);
                    }
                    full &= gain.limited;
                }
            }
            // Where nothing has room left, nothing has until something is counted anew.
            let next = day.saturating_add(1);
            day = if full { self.reach.anew(day, self.granted > before).max(next) } else { next };
        }
    }

    /// Everything once on every day; whether anything was granted.
    fn round(&mut self, candidates: &'c Candidates<'a>, days: Days, way: Way) -> bool {
        let last = days.to.unwrap_or(i32::MAX).min(days.from.saturating_add(MOST_DAYS));
        let before = self.granted;
        for day in days.from..=last {
            let all = self.reach.stretch(day).and_then(|stretch| candidates.get(&stretch));
            for what in all.into_iter().flatten() {
                for person in 0..way.people {
                    if self.is_over() {
                        return false;
                    }
                    self.act(what, person, way, day);
                }
            }
        }
        self.granted > before
    }
}
