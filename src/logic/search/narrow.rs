//! What a definition says about its slots, from the least and greatest they can be.

use super::super::calendar::{Anniversary, full_months, months_after};
use super::super::definition::{Definition, Function, Slot, View, clamped, ends, linear_range, product_range};
use super::super::evaluate::quotient;
use super::super::formula::Rounding;
use super::super::set::Set;
use super::store::{Conflict, Store};

/// Narrows the slots of a definition. It says nothing while an input may be missing.
pub(crate) fn narrow(definition: &Definition, store: &mut Store) -> Result<(), Conflict> {
    let Some((out, inputs)) = definition.slots.split_last() else { return Ok(()) };
    if inputs.iter().any(|&slot| store.domains[slot].missing()) {
        return Ok(());
    }
    let mut at = At { store, slots: &definition.slots, out: View { slot: *out, mul: 1, add: 0 } };
    match &definition.function {
        Function::Linear(terms) => at.linear(terms),
        Function::Divide { of, by, rounding } => at.divide(*of, (*by).into(), *rounding),
        Function::Max(views) => at.greatest(views),
        Function::Min(views) => {
            at.out = at.out.negative();
            at.greatest(&views.iter().map(|view| view.negative()).collect::<Vec<View>>())
        }
        Function::Part(_, date) => at.part(*date, &definition.stretches),
        Function::Months { from, to, how } => at.months(*from, *to, *how),
        Function::Product(a, b) => at.product(*a, *b),
        Function::Quotient { of, by, rounding } => at.quotient(*of, *by, *rounding),
    }
}

struct At<'s> {
    store: &'s mut Store,
    slots: &'s [Slot],
    out: View,
}

impl At<'_> {
    fn range(&self, view: View) -> (i64, i64) {
        view.range(&self.store.domains[view.slot])
    }

    fn keep(&mut self, view: View, low: i128, high: i128) -> Result<(), Conflict> {
        let numbers = view.numbers_within(low, high);
        self.store.keep_between(view.slot, numbers, self.slots)
    }

    /// Σ factor × slot − out = 0, seen from every slot.
    fn linear(&mut self, terms: &[(i64, Slot)]) -> Result<(), Conflict> {
        let all: Vec<(i64, Slot)> = terms.iter().copied().chain([(-1, self.out.slot)]).collect();
        let mut total = linear_range(&all, &self.store.domains);
        for &(factor, slot) in &all {
            let own = ends(factor, &self.store.domains[slot]);
            let rest = (total.0 - own.0, total.1 - own.1);
            self.keep(View { slot, mul: factor, add: 0 }, -rest.1, -rest.0)?;
            let own = ends(factor, &self.store.domains[slot]);
            total = (rest.0 + own.0, rest.1 + own.1);
        }
        Ok(())
    }

    fn divide(&mut self, of: View, by: i128, rounding: Rounding) -> Result<(), Conflict> {
        let (low, high) = self.range(of);
        let round = |value: i64| quotient(value.into(), by, rounding).unwrap_or_default();
        self.keep(self.out, round(low), round(high))?;
        let (low, high) = self.range(self.out);
        let bound = |whole: i128| least_with_quotient(whole, by, rounding);
        self.keep(of, bound(low.into()), bound(i128::from(high) + 1) - 1)
    }

    fn greatest(&mut self, views: &[View]) -> Result<(), Conflict> {
        let ranges = || views.iter().map(|&view| self.range(view));
        let low = ranges().map(|range| range.0).max().unwrap_or(i64::MIN);
        let high = ranges().map(|range| range.1).max().unwrap_or(i64::MAX);
        self.keep(self.out, low.into(), high.into())?;
        let (low, high) = self.range(self.out);
        for &view in views {
            self.keep(view, i64::MIN.into(), high.into())?;
        }
        let mut able = views.iter().filter(|&&view| self.range(view).1 >= low);
        match (able.next(), able.next()) {
            (Some(&only), None) => self.keep(only, low.into(), i64::MAX.into()),
            _ => Ok(()),
        }
    }

    fn part(&mut self, date: View, stretches: &[(i64, i64, i64)]) -> Result<(), Conflict> {
        let (dates, values) = (&self.store.domains[date.slot], &self.store.domains[self.out.slot]);
        let (mut kept_dates, mut kept_values) = (Vec::new(), Vec::new());
        for &(from, to, value) in stretches {
            let (low, high) = date.numbers_within(from.into(), to.into());
            let meets = dates.at_least(low).is_some_and(|number| number <= high);
            if meets && values.contains(value) {
                kept_dates.push((low, high));
                kept_values.push((value, value));
            }
        }
        let because = self.store.reasons(self.slots);
        self.store.keep(date.slot, &Set::of(kept_dates), because.clone())?;
        self.store.keep(self.out.slot, &Set::of(kept_values), because)
    }

    /// Months rise with `to` and fall with `from`.
    fn months(&mut self, from: View, to: View, how: Anniversary) -> Result<(), Conflict> {
        let (a, b) = (self.range(from), self.range(to));
        self.keep(self.out, full_months(a.1, b.0, how).into(), full_months(a.0, b.1, how).into())?;
        let (few, many) = self.range(self.out);
        let to_low = months_after(a.0, few, how);
        let to_high = months_after(a.1, many + 1, how) - 1;
        self.keep(to, to_low.into(), to_high.into())?;
        let b = self.range(to);
        let reaches_few = |from: i64| months_after(from, few, how) <= b.1;
        let exceeds_many = |from: i64| months_after(from, many + 1, how) > b.0;
        let low = first_that(a, exceeds_many);
        let high = first_that(a, |from| !reaches_few(from)) - 1;
        self.keep(from, low.into(), high.into())
    }

    fn product(&mut self, a: View, b: View) -> Result<(), Conflict> {
        let (low, high) = product_range(self.range(a), self.range(b));
        self.keep(self.out, low, high)?;
        self.factor(a, b)?;
        self.factor(b, a)
    }

    /// A factor is the product by the other factor, if that is not 0.
    fn factor(&mut self, factor: View, other: View) -> Result<(), Conflict> {
        let (product, other) = (self.range(self.out), self.range(other));
        if other.0 <= 0 && other.1 >= 0 {
            return Ok(());
        }
        let low = corners(product, other, Rounding::Up).0;
        let high = corners(product, other, Rounding::Down).1;
        self.keep(factor, low, high)
    }

    fn quotient(&mut self, of: View, by: View, rounding: Rounding) -> Result<(), Conflict> {
        let divisor = self.range(by);
        if divisor.0 <= 0 && divisor.1 >= 0 {
            return Ok(());
        }
        let (low, high) = corners(self.range(of), divisor, rounding);
        self.keep(self.out, low, high)?;
        match divisor {
            (by, same) if by == same && by > 0 => self.divide(of, by.into(), rounding),
            (by, same) if by == same => self.divide(of.negative(), -i128::from(by), rounding),
            _ => Ok(()),
        }
    }
}

/// Least and greatest rounded quotient; the divisor is not 0 and keeps its sign.
fn corners(of: (i64, i64), by: (i64, i64), rounding: Rounding) -> (i128, i128) {
    let pairs = [(of.0, by.0), (of.0, by.1), (of.1, by.0), (of.1, by.1)];
    let quotients = pairs.map(|(of, by)| quotient(of.into(), by.into(), rounding).unwrap_or_default());
    quotients.into_iter().fold((quotients[0], quotients[0]), |range, next| (range.0.min(next), range.1.max(next)))
}

/// The least number whose rounded quotient is not under a whole number.
fn least_with_quotient(whole: i128, by: i128, rounding: Rounding) -> i128 {
    let half = |whole: i128| -(-(2 * whole - 1) * by).div_euclid(2);
    match rounding {
        Rounding::Down => whole * by,
        Rounding::Up => (whole - 1) * by + 1,
        Rounding::HalfAway if whole > 0 => half(whole),
        Rounding::HalfAway => 1 - half(1 - whole),
    }
}

/// The first number of a range for which a condition holds that, once it holds, holds on; else one after the range.
fn first_that((mut low, high): (i64, i64), holds: impl Fn(i64) -> bool) -> i64 {
    let mut end = clamped(i128::from(high) + 1);
    while low < end {
        let middle = low + (end - low) / 2;
        if holds(middle) { end = middle } else { low = middle + 1 }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::{Rounding, least_with_quotient, quotient};

    #[test]
    fn the_least_number_with_a_quotient() {
        for rounding in [Rounding::Down, Rounding::Up, Rounding::HalfAway] {
            for by in 1..8 {
                for whole in -9..9 {
                    let least = least_with_quotient(whole, by, rounding);
                    assert!(quotient(least, by, rounding).unwrap() >= whole);
                    assert!(quotient(least - 1, by, rounding).unwrap() < whole);
                }
            }
        }
    }
}
