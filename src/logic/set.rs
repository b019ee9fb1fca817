//! Sets of whole numbers as ascending runs, beside the element "missing".

use std::sync::Arc;

/// Two ends, both included.
pub type Run = (i64, i64);

/// A set of whole numbers, and whether "missing" belongs to it.
///
/// Most sets are one run and need no memory of their own. The others share their runs: taking away from either end moves
/// `low` and `high` only. Both ends belong to the set; no number does when `low > high`.
#[derive(Clone, Debug)]
pub(super) struct Set {
    low: i64,
    high: i64,
    runs: Option<Arc<[Run]>>,
    missing: bool,
}

impl Set {
    /// No number, not missing.
    pub const EMPTY: Set = Set { low: 1, high: 0, runs: None, missing: false };

    /// Every number between the ends.
    pub fn run(low: i64, high: i64) -> Set {
        if low > high { Set::EMPTY } else { Set { low, high, runs: None, missing: false } }
    }

    /// The union of runs in any order.
    pub fn of(mut runs: Vec<Run>) -> Set {
        runs.retain(|&(low, high)| low <= high);
        runs.sort_unstable();
        let mut joined: Vec<Run> = Vec::with_capacity(runs.len());
        for (low, high) in runs {
            match joined.last_mut() {
                Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
                _ => joined.push((low, high)),
            }
        }
        Set::ascending(joined)
    }

    /// Runs that ascend and do not touch.
    fn ascending(runs: Vec<Run>) -> Set {
        match (runs.first(), runs.last()) {
            (Some(&(low, _)), Some(&(_, high))) => {
                let runs = if runs.len() > 1 { Some(Arc::from(runs)) } else { None };
                Set { low, high, runs, missing: false }
            }
            _ => Set::EMPTY,
        }
    }

    /// The same numbers, with or without "missing".
    pub fn with_missing(mut self, missing: bool) -> Set {
        self.missing = missing;
        self
    }

    /// The least number.
    pub fn low(&self) -> i64 {
        self.low
    }

    /// The greatest number.
    pub fn high(&self) -> i64 {
        self.high
    }

    /// Whether "missing" belongs to it.
    pub fn missing(&self) -> bool {
        self.missing
    }

    /// Whether it has no number.
    pub fn no_number(&self) -> bool {
        self.low > self.high
    }

    /// Whether nothing belongs to it.
    pub fn is_empty(&self) -> bool {
        self.no_number() && !self.missing
    }

    /// Whether exactly one thing belongs to it.
    pub fn is_single(&self) -> bool {
        if self.missing { self.no_number() } else { self.low == self.high }
    }

    /// How many numbers it has; more than fit are the most that fit.
    pub fn count(&self) -> u64 {
        self.pieces().fold(0, |sum, (low, high)| sum.saturating_add(high.abs_diff(low)).saturating_add(1))
    }

    /// Its runs, ascending.
    pub fn pieces(&self) -> impl Iterator<Item = Run> + '_ {
        let whole = if self.runs.is_none() && self.low <= self.high { Some((self.low, self.high)) } else { None };
        let inner = self.runs_within().iter().map(|&(low, high)| (low.max(self.low), high.min(self.high)));
        whole.into_iter().chain(inner)
    }

    /// The shared runs that meet the set.
    fn runs_within(&self) -> &[Run] {
        let Some(runs) = &self.runs else { return &[] };
        if self.no_number() {
            return &[];
        }
        let first = runs.partition_point(|run| run.1 < self.low);
        let end = runs.partition_point(|run| run.0 <= self.high);
        runs.get(first..end).unwrap_or(&[])
    }

    /// The run that a number lies in.
    pub fn run_around(&self, number: i64) -> Option<Run> {
        if number < self.low || number > self.high {
            return None;
        }
        let Some(runs) = &self.runs else { return Some((self.low, self.high)) };
        let &(low, high) = runs.get(runs.partition_point(|run| run.1 < number))?;
        if number < low { None } else { Some((low.max(self.low), high.min(self.high))) }
    }

    /// Whether the number belongs to it.
    pub fn contains(&self, number: i64) -> bool {
        self.run_around(number).is_some()
    }

    /// The least number not under a bound.
    pub fn at_least(&self, bound: i64) -> Option<i64> {
        let bound = bound.max(self.low);
        if bound > self.high {
            return None;
        }
        let Some(runs) = &self.runs else { return Some(bound) };
        let found = runs.get(runs.partition_point(|run| run.1 < bound))?.0.max(bound);
        (found <= self.high).then_some(found)
    }

    /// The greatest number not over a bound.
    pub fn at_most(&self, bound: i64) -> Option<i64> {
        let bound = bound.min(self.high);
        if bound < self.low {
            return None;
        }
        let Some(runs) = &self.runs else { return Some(bound) };
        let before = runs.partition_point(|run| run.0 <= bound).checked_sub(1)?;
        let found = runs.get(before)?.1.min(bound);
        (found >= self.low).then_some(found)
    }

    /// The numbers between two bounds, and "missing" as before.
    pub fn between(&self, low: i64, high: i64) -> Set {
        match (self.at_least(low), self.at_most(high)) {
            (Some(low), Some(high)) if low <= high => Set { low, high, runs: self.runs.clone(), missing: self.missing },
            _ => Set::EMPTY.with_missing(self.missing),
        }
    }

    /// What belongs to both.
    pub fn and(&self, other: &Set) -> Set {
        let missing = self.missing && other.missing;
        if other.runs.is_none() {
            return self.between(other.low, other.high).with_missing(missing);
        }
        if self.runs.is_none() {
            return other.between(self.low, self.high).with_missing(missing);
        }
        let mut runs = Vec::new();
        let (mut left, mut right) = (self.pieces().peekable(), other.pieces().peekable());
        while let (Some(&a), Some(&b)) = (left.peek(), right.peek()) {
            if a.0.max(b.0) <= a.1.min(b.1) {
                runs.push((a.0.max(b.0), a.1.min(b.1)));
            }
            if a.1 < b.1 {
                left.next()
            } else {
                right.next()
            };
        }
        Set::ascending(runs).with_missing(missing)
    }

    /// What belongs to either.
    pub fn or(&self, other: &Set) -> Set {
        Set::of(self.pieces().chain(other.pieces()).collect()).with_missing(self.missing || other.missing)
    }

    /// What belongs to it and not to the other.
    pub fn without(&self, other: &Set) -> Set {
        let mut runs = Vec::new();
        let mut holes = other.pieces().peekable();
        for (mut low, high) in self.pieces() {
            while let Some(&(from, to)) = holes.peek() {
                if to < low {
                    holes.next();
                } else if from > high {
                    break;
                } else {
                    if from > low {
                        runs.push((low, from - 1));
                    }
                    low = to.saturating_add(1);
                    if to >= high {
                        break;
                    }
                    holes.next();
                }
            }
            if low <= high {
                runs.push((low, high));
            }
        }
        Set::ascending(runs).with_missing(self.missing && !other.missing)
    }

    /// Whether all of it belongs to the other.
    pub fn is_within(&self, other: &Set) -> bool {
        if self.missing && !other.missing {
            return false;
        }
        if self.no_number() {
            return true;
        }
        if self.low < other.low || self.high > other.high {
            return false;
        }
        other.runs.is_none()
            || self.pieces().all(|(low, high)| other.run_around(low).is_some_and(|(_, end)| end >= high))
    }

    /// Whether nothing belongs to both.
    pub fn is_apart(&self, other: &Set) -> bool {
        if self.missing && other.missing {
            return false;
        }
        if self.no_number() || other.no_number() || self.low > other.high || other.low > self.high {
            return true;
        }
        let (few, many) = if self.runs.is_none() { (self, other) } else { (other, self) };
        few.pieces().all(|(low, high)| many.at_least(low).is_none_or(|number| number > high))
    }
}

#[cfg(test)]
mod tests {
    use super::{Run, Set};
    use proptest::prelude::*;

    fn a_set() -> impl Strategy<Value = Set> {
        let runs = prop::collection::vec((0i64..30, 0i64..6), 0..6);
        (runs, any::<bool>(), 0i64..30, 0i64..30).prop_map(|(runs, missing, low, high)| {
            let runs: Vec<Run> = runs.into_iter().map(|(low, width)| (low, low + width)).collect();
            Set::of(runs).with_missing(missing).between(low.min(5), high.max(20))
        })
    }

    fn holds(set: &Set, value: Option<i64>) -> bool {
        value.map_or(set.missing(), |number| set.contains(number))
    }

    fn members(set: &Set) -> Vec<Option<i64>> {
        (-2..40).map(Some).chain([None]).filter(|&value| holds(set, value)).collect()
    }

    proptest! {
        #[test]
        fn operations_agree_with_members(a in a_set(), b in a_set(), low in 0i64..40, high in 0i64..40) {
            let of = |keep: &dyn Fn(Option<i64>) -> bool| -> Vec<Option<i64>> {
                (-2..40).map(Some).chain([None]).filter(|&value| keep(value)).collect()
            };
            prop_assert_eq!(members(&a.and(&b)), of(&|v| holds(&a, v) && holds(&b, v)));
            prop_assert_eq!(members(&a.or(&b)), of(&|v| holds(&a, v) || holds(&b, v)));
            prop_assert_eq!(members(&a.without(&b)), of(&|v| holds(&a, v) && !holds(&b, v)));
            let inside = of(&|v| holds(&a, v) && v.is_none_or(|n| low <= n && n <= high));
            prop_assert_eq!(members(&a.between(low, high)), inside);
            prop_assert_eq!(a.is_within(&b), members(&a).iter().all(|&v| holds(&b, v)));
            prop_assert_eq!(a.is_apart(&b), !members(&a).iter().any(|&v| holds(&b, v)));
            prop_assert_eq!(a.is_empty(), members(&a).is_empty());
            prop_assert_eq!(a.is_single(), members(&a).len() == 1);
            let numbers: Vec<i64> = members(&a).into_iter().flatten().collect();
            prop_assert_eq!(a.count(), numbers.len() as u64);
            prop_assert_eq!(a.at_least(low), numbers.iter().copied().find(|&n| n >= low));
            prop_assert_eq!(a.at_most(high), numbers.iter().copied().rfind(|&n| n <= high));
            if let (Some(&first), Some(&last)) = (numbers.first(), numbers.last()) {
                prop_assert_eq!((a.low(), a.high()), (first, last));
            }
        }
    }
}
