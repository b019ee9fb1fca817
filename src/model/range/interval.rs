//! Sets of values that ranges speak of.

use super::Stop;
use crate::model::Rational;
use crate::model::Rounding;
use crate::model::arithmetic::{add, common_measure, is_multiple, multiply, negate, rounded, subtract, whole};
use num_traits::Zero;
use std::collections::BTreeSet;

/// Numbers from `low` to `high`, all whole multiples of `grain`. Dates and times of day are numbers too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The least.
    pub low: Rational,
    /// The greatest.
    pub high: Rational,
    /// Every value is a whole multiple of it; 0 only where the only value is 0.
    pub grain: Rational,
    /// 0 is known to be no value, although it lies between.
    pub nonzero: bool,
}

/// What an expression can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Possible {
    /// Numbers, dates, times of day.
    Numbers(Interval),
    /// Values of a list by their index; yes is 1, no is 0.
    Values(BTreeSet<usize>),
}

/// Bounds to narrow by; a bound may itself be excluded.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bounds {
    /// The least, and whether it is excluded.
    pub low: Option<(Rational, bool)>,
    /// The greatest, and whether it is excluded.
    pub high: Option<(Rational, bool)>,
}

impl Bounds {
    /// From `low` on.
    pub fn from(low: Rational) -> Self {
        Bounds { low: Some((low, false)), high: None }
    }

    /// Up to `high`.
    pub fn up_to(high: Rational) -> Self {
        Bounds { low: None, high: Some((high, false)) }
    }

    /// Between both, included.
    pub fn between(low: Rational, high: Rational) -> Self {
        Bounds { low: Some((low, false)), high: Some((high, false)) }
    }
}

impl Interval {
    /// One number.
    pub fn point(value: Rational) -> Self {
        Interval { low: value, high: value, grain: num_traits::Signed::abs(&value), nonzero: false }
    }

    /// Whole numbers.
    pub fn whole(low: i64, high: i64) -> Self {
        Interval { low: whole(low), high: whole(high), grain: whole(1), nonzero: false }
    }

    /// Whether 0 may be a value.
    pub fn may_be_zero(&self) -> bool {
        self.low <= Rational::zero() && self.high >= Rational::zero() && !self.nonzero
    }

    /// The largest distance of a value from 0.
    pub fn magnitude(&self) -> Option<Rational> {
        Some(negate(self.low)?.max(self.high).max(self.low))
    }

    /// What lies within bounds, on the grain; none if nothing does.
    pub fn within(&self, bounds: &Bounds) -> Result<Interval, Stop> {
        let mut narrowed = *self;
        if let Some((low, excluded)) = bounds.low {
            narrowed.low = self.low.max(self.next(low, excluded, Rounding::Up).ok_or(Stop::TooLarge)?);
        }
        if let Some((high, excluded)) = bounds.high {
            narrowed.high = self.high.min(self.next(high, excluded, Rounding::Down).ok_or(Stop::TooLarge)?);
        }
        if narrowed.low > narrowed.high {
            return Err(Stop::Impossible);
        }
        Ok(narrowed)
    }

    /// The value on the grain at or (where excluded) beyond a bound, upwards or downwards.
    fn next(&self, bound: Rational, excluded: bool, towards: Rounding) -> Option<Rational> {
        if self.grain.is_zero() {
            return Some(bound);
        }
        let on_grain = crate::model::arithmetic::divide(bound, self.grain)?;
        let mut steps = rounded(towards, on_grain)?;
        if excluded && on_grain.is_integer() {
            steps = steps.checked_add(if towards == Rounding::Up { 1 } else { -1 })?;
        }
        multiply(whole(steps), self.grain)
    }

    /// Without one value, where that is an end or 0.
    pub fn without(&self, value: Rational) -> Result<Interval, Stop> {
        let mut narrowed = *self;
        if narrowed.low == value {
            narrowed = narrowed.within(&Bounds { low: Some((value, true)), high: None })?;
        }
        if narrowed.high == value {
            narrowed = narrowed.within(&Bounds { low: None, high: Some((value, true)) })?;
        }
        narrowed.nonzero |= value.is_zero();
        Ok(narrowed)
    }

    /// What lies in both.
    pub fn and(&self, other: &Interval) -> Result<Interval, Stop> {
        let mut both = self.within(&Bounds::between(other.low, other.high))?;
        both.nonzero |= other.nonzero;
        if is_multiple(other.grain, both.grain) {
            both.grain = other.grain;
        }
        Ok(both)
    }

    /// All of both.
    pub fn or(&self, other: &Interval) -> Option<Interval> {
        Some(Interval {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
            grain: common_measure(self.grain, other.grain)?,
            nonzero: !self.may_be_zero() && !other.may_be_zero(),
        })
    }

    /// −x
    pub fn negated(&self) -> Option<Interval> {
        Some(Interval { low: negate(self.high)?, high: negate(self.low)?, ..*self })
    }

    /// x + y
    pub fn plus(&self, other: &Interval) -> Option<Interval> {
        let (low, high) = (add(self.low, other.low)?, add(self.high, other.high)?);
        Some(Interval { low, high, grain: common_measure(self.grain, other.grain)?, nonzero: false })
    }

    /// x − y
    pub fn minus(&self, other: &Interval) -> Option<Interval> {
        let (low, high) = (subtract(self.low, other.high)?, subtract(self.high, other.low)?);
        Some(Interval { low, high, grain: common_measure(self.grain, other.grain)?, nonzero: false })
    }

    /// x × y
    pub fn times(&self, other: &Interval) -> Option<Interval> {
        let (low, high) = self.corners(other, multiply)?;
        let nonzero = !self.may_be_zero() && !other.may_be_zero();
        Some(Interval { low, high, grain: multiply(self.grain, other.grain)?, nonzero })
    }

    /// The least and the greatest of an operation on the ends of both.
    pub fn corners(
        &self,
        other: &Interval,
        operation: fn(Rational, Rational) -> Option<Rational>,
    ) -> Option<(Rational, Rational)> {
        let ends = [(self.low, other.low), (self.low, other.high), (self.high, other.low), (self.high, other.high)];
        let results: Option<Vec<Rational>> = ends.into_iter().map(|(a, b)| operation(a, b)).collect();
        let results = results?;
        Some((*results.iter().min()?, *results.iter().max()?))
    }

    /// The only value, if there is only one.
    pub fn only(&self) -> Option<Rational> {
        (self.low == self.high).then_some(self.low)
    }
}

impl Possible {
    /// Yes or no.
    pub fn yes_no() -> Self {
        Possible::Values(BTreeSet::from([0, 1]))
    }

    /// The numbers, if it is numbers.
    pub fn numbers(&self) -> Option<Interval> {
        match self {
            Possible::Numbers(interval) => Some(*interval),
            Possible::Values(_) => None,
        }
    }

    /// What lies in both.
    pub fn and(&self, other: &Possible) -> Result<Possible, Stop> {
        match (self, other) {
            (Possible::Numbers(a), Possible::Numbers(b)) => a.and(b).map(Possible::Numbers),
            (Possible::Values(a), Possible::Values(b)) => {
                let both: BTreeSet<usize> = a.intersection(b).copied().collect();
                if both.is_empty() { Err(Stop::Impossible) } else { Ok(Possible::Values(both)) }
            }
            _ => Ok(self.clone()),
        }
    }

    /// All of both.
    pub fn or(&self, other: &Possible) -> Result<Possible, Stop> {
        match (self, other) {
            (Possible::Numbers(a), Possible::Numbers(b)) => a.or(b).map(Possible::Numbers).ok_or(Stop::TooLarge),
            (Possible::Values(a), Possible::Values(b)) => Ok(Possible::Values(a.union(b).copied().collect())),
            _ => Ok(self.clone()),
        }
    }
}
