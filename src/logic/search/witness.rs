//! The witness that the wishes of the caller ask for: variable by variable, the best value that is still possible.

use super::super::definition::Slot;
use super::super::problem::{Domain, Problem, Var};
use super::super::set::Set;
use super::settle::Stop;
use super::{Outcome, Reasons, Search};

/// The best of what is left; none: missing.
pub(crate) fn preferred(problem: &Problem, var: Var, left: &Set) -> Option<i64> {
    let (domain, preference) = (&problem.domains[var.0], &problem.preferences[var.0]);
    if left.missing() && preference.missing_first {
        return None;
    }
    let wished = preference.first.iter().find(|&&value| has_value(domain, left, value));
    wished.copied().or_else(|| nearest(domain, left, preference.near))
}

fn has_value(domain: &Domain, left: &Set, value: i64) -> bool {
    domain.place(value).is_some_and(|place| left.contains(place))
}

/// The value left that is nearest; the greater of two.
fn nearest(domain: &Domain, left: &Set, to: i64) -> Option<i64> {
    let at = clamp_place(domain, to);
    let from = if domain.value(at) < to { at + 1 } else { at };
    let above = left.at_least(from).map(|place| domain.value(place));
    let below = left.at_most(at).map(|place| domain.value(place));
    match (below, above) {
        (Some(below), Some(above)) if below.abs_diff(to) < above.abs_diff(to) => Some(below),
        (below, above) => above.or(below),
    }
}

/// The last place whose value is not over a value, within the domain.
fn clamp_place(domain: &Domain, value: i64) -> i64 {
    let offset = i128::from(value) - i128::from(domain.base);
    let place = offset.div_euclid(domain.step.into());
    i64::try_from(place.clamp(0, i128::from(domain.count) - 1)).unwrap_or(0)
}

/// The places whose values are at most so far from a value.
fn places_around(domain: &Domain, value: i64, distance: u64) -> Set {
    let from = |value: i128| (value - i128::from(domain.base)).div_euclid(domain.step.into());
    let (value, distance) = (i128::from(value), i128::from(distance));
    let low = from(value - distance + i128::from(domain.step) - 1).max(0);
    let high = from(value + distance).min(i128::from(domain.count) - 1);
    match (i64::try_from(low), i64::try_from(high)) {
        (Ok(low), Ok(high)) => Set::run(low, high),
        _ => Set::EMPTY,
    }
}

/// Single values tried before distances are halved.
const TRIES: usize = 3;

impl Search<'_> {
    /// The best witness, or why there is none.
    pub fn run(&mut self) -> Outcome {
        match self.settle() {
            Err(Stop::OverLimit) => return Outcome::OverLimit,
            Err(Stop::Conflict(reasons)) => return Outcome::Refuted(reasons),
            Ok(()) => {}
        }
        if let Some(values) = self.preferred_candidate() {
            return Outcome::Found(values);
        }
        let mut best = match self.search(0) {
            Outcome::Found(values) => values,
            other => return other,
        };
        self.back_to_level(0);
        // The steps begin anew: finding something must not cost the witness its looks.
        self.steps = 0;
        for var in self.task.vars.clone() {
            if self.improve(var, &mut best).is_none() {
                break;
            }
            if let Some(values) = self.preferred_candidate() {
                return Outcome::Found(values);
            }
        }
        Outcome::Found(best)
    }

    /// Fixes a variable to the best value possible; none if that takes too many steps.
    fn improve(&mut self, var: Var, best: &mut Vec<Option<i64>>) -> Option<()> {
        let (problem, slot) = (self.task.problem, var.0);
        let preference = &problem.preferences[slot];
        let mut tries = 0;
        loop {
            let left = &self.store.domains[slot];
            let wish = preferred(problem, var, left);
            if wish == best[slot] {
                let fixed = self.place_of(var, wish);
                return self.commit(slot, &fixed);
            }
            let listed = wish.is_none_or(|value| preference.first.contains(&value));
            let goal = match (best[slot], wish) {
                (None, _) if !preference.missing_first => left.clone().with_missing(false),
                (Some(found), Some(value)) if !listed && tries >= TRIES => {
                    let (near, far) = (value.abs_diff(preference.near), found.abs_diff(preference.near));
                    let around = places_around(&problem.domains[slot], preference.near, near + (far - near) / 2);
                    if near < far { around } else { self.place_of(var, wish) }
                }
                _ => self.place_of(var, wish),
            };
            tries += usize::from(!listed);
            self.probe(slot, goal, best)?;
        }
    }

    fn place_of(&self, var: Var, value: Option<i64>) -> Set {
        match value.and_then(|value| self.task.problem.domains[var.0].place(value)) {
            Some(place) => Set::run(place, place),
            None => Set::EMPTY.with_missing(true),
        }
    }

    /// Whether something is possible with the slot in the set; keeps the answer.
    fn probe(&mut self, slot: Slot, set: Set, best: &mut Vec<Option<i64>>) -> Option<()> {
        self.decide(slot, set.clone());
        let outcome = self.search(1);
        self.back_to_level(0);
        match outcome {
            Outcome::Found(values) => {
                *best = values;
                self.commit(slot, &set)
            }
            Outcome::Refuted(_) => {
                let rest = self.task.slots[slot].without(&set);
                self.commit(slot, &rest)
            }
            Outcome::OverLimit => None,
        }
    }

    /// Keeps what is known from now on. It is never taken back, so what is learned later may rest on it.
    fn commit(&mut self, slot: Slot, set: &Set) -> Option<()> {
        self.store.keep(slot, set, Reasons::default()).ok()?;
        self.settle().ok()
    }
}
