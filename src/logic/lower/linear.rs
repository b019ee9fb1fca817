//! Sums of multiples of slots.

use std::collections::BTreeMap;

use super::super::definition::{Refused, Slot, ends};
use super::super::problem::LARGEST;
use super::super::set::Set;

/// Σ factor × slot + constant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Linear {
    /// No factor is 0.
    pub terms: BTreeMap<Slot, i64>,
    pub constant: i64,
}

impl Linear {
    pub fn constant(constant: i64) -> Linear {
        Linear { terms: BTreeMap::new(), constant }
    }

    pub fn slot(slot: Slot, factor: i64, constant: i64) -> Linear {
        Linear { terms: BTreeMap::from([(slot, factor)]), constant }
    }

    /// The number it is, if it reads nothing.
    pub fn as_constant(&self) -> Option<i64> {
        self.terms.is_empty().then_some(self.constant)
    }

    /// Adds a multiple of another.
    pub fn add(&mut self, other: &Linear, by: i64) -> Result<(), Refused> {
        let sum = |a: i64, b: i64| b.checked_mul(by).and_then(|b| a.checked_add(b)).ok_or(Refused);
        for (&slot, &factor) in &other.terms {
            let new = sum(self.terms.get(&slot).copied().unwrap_or(0), factor)?;
            if new == 0 {
                self.terms.remove(&slot)
            } else {
                self.terms.insert(slot, new)
            };
        }
        self.constant = sum(self.constant, other.constant)?;
        Ok(())
    }

    /// A multiple of it.
    pub fn times(&self, by: i64) -> Result<Linear, Refused> {
        let mut product = Linear::default();
        product.add(self, by)?;
        Ok(product)
    }

    /// It divided by a number that divides all its factors; none if that number does not.
    pub fn exact_quotient(&self, by: i64) -> Option<Linear> {
        let divides = |number: i64| number.checked_rem(by) == Some(0);
        if !divides(self.constant) || !self.terms.values().all(|&factor| divides(factor)) {
            return None;
        }
        let terms = self.terms.iter().map(|(&slot, factor)| (slot, factor / by)).collect();
        Some(Linear { terms, constant: self.constant / by })
    }

    /// Itself, if no value and no part of it is too large.
    pub fn checked(self, slots: &[Set]) -> Result<Linear, Refused> {
        let constant = i128::from(self.constant);
        let mut reach = (constant, constant);
        for (&slot, &factor) in &self.terms {
            let (low, high) = ends(factor, &slots[slot]);
            reach = (reach.0 + low.min(0), reach.1 + high.max(0));
        }
        let largest = i128::from(LARGEST);
        if self.terms.values().any(|&factor| !(-LARGEST..=LARGEST).contains(&factor)) {
            return Err(Refused);
        }
        if reach.0 < -largest || reach.1 > largest { Err(Refused) } else { Ok(self) }
    }

    /// The greatest common divisor of its factors, with the sign of the first.
    pub fn divisor(&self) -> i64 {
        let divisor = self.terms.values().fold(0, |divisor, &factor| gcd(divisor, factor.abs()));
        if self.terms.values().next().is_some_and(|&factor| factor < 0) { -divisor } else { divisor }
    }
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
