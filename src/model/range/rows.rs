//! What a row of a table or of bands leaves of what it is chosen by.

use super::narrow::{as_number, compares, indexes, opposite};
use super::{Bounds, Interval, Possible, Stop};
use crate::model::expr::{Compare, RowTest};
use crate::model::{Constant, Rational};
use std::collections::BTreeSet;

/// What is left of what something can be where a row's test holds.
pub(super) fn where_row(possible: &Possible, test: &RowTest) -> Result<Possible, Stop> {
    match (possible, test) {
        (_, RowTest::Otherwise) => Ok(possible.clone()),
        (Possible::Numbers(known), RowTest::Bounds(bounds)) => {
            let narrowed = bounds.iter().try_fold(*known, |known, (op, limit)| bounded(&known, *op, limit));
            narrowed.map(Possible::Numbers)
        }
        (Possible::Numbers(known), RowTest::Values(values)) => {
            let fits = |n: &Rational| known.within(&Bounds::between(*n, *n)).is_ok();
            let fitting: Vec<Rational> = values.iter().filter_map(as_number).filter(fits).collect();
            let (low, high) = fitting.iter().min().zip(fitting.iter().max()).ok_or(Stop::Impossible)?;
            known.within(&Bounds::between(*low, *high)).map(Possible::Numbers)
        }
        (Possible::Values(known), test) => {
            let holds = |value: &usize| chosen(*value, test);
            some_of(known.iter().copied().filter(holds).collect())
        }
    }
}

/// What is left where it does not hold. Of two bounds only one need fail: what both leave need not be one stretch.
pub(super) fn where_not_row(possible: &Possible, test: &RowTest) -> Result<Possible, Stop> {
    match (possible, test) {
        (_, RowTest::Otherwise) => Err(Stop::Impossible),
        (Possible::Numbers(known), RowTest::Bounds(bounds)) => {
            let mut either: Option<Interval> = None;
            for (op, limit) in bounds {
                match bounded(known, opposite(*op), limit) {
                    Ok(left) => either = Some(either.map_or(Some(left), |all| all.or(&left)).ok_or(Stop::TooLarge)?),
                    Err(Stop::Impossible) => {}
                    Err(stop) => return Err(stop),
                }
            }
            either.map(Possible::Numbers).ok_or(Stop::Impossible)
        }
        (Possible::Numbers(known), RowTest::Values(values)) => without(*known, values).map(Possible::Numbers),
        (Possible::Values(known), test) => {
            let fails = |value: &usize| !chosen(*value, test);
            some_of(known.iter().copied().filter(fails).collect())
        }
    }
}

fn some_of(values: BTreeSet<usize>) -> Result<Possible, Stop> {
    if values.is_empty() { Err(Stop::Impossible) } else { Ok(Possible::Values(values)) }
}

/// Numbers that compare so with a constant.
fn bounded(known: &Interval, op: Compare, limit: &Constant) -> Result<Interval, Stop> {
    let Some(limit) = as_number(limit) else { return Ok(*known) };
    match op {
        Compare::Less => known.within(&Bounds { low: None, high: Some((limit, true)) }),
        Compare::AtMost => known.within(&Bounds::up_to(limit)),
        Compare::Greater => known.within(&Bounds { low: Some((limit, true)), high: None }),
        Compare::AtLeast => known.within(&Bounds::from(limit)),
        Compare::Equal => known.within(&Bounds::between(limit, limit)),
        Compare::NotEqual => known.without(limit),
    }
}

/// Numbers without some constants, as far as those are at an end.
pub(super) fn without(mut known: Interval, values: &[Constant]) -> Result<Interval, Stop> {
    let mut excluded: Vec<Rational> = values.iter().filter_map(as_number).collect();
    excluded.sort();
    for value in excluded.iter().chain(excluded.iter().rev()) {
        known = known.without(*value)?;
    }
    Ok(known)
}

/// Whether a value of a list (yes is 1) is chosen by a row.
fn chosen(value: usize, test: &RowTest) -> bool {
    let index = |constant: &Constant| indexes(std::slice::from_ref(constant)).into_iter().next();
    match test {
        RowTest::Bounds(bounds) => {
            bounds.iter().all(|(op, limit)| index(limit).is_none_or(|limit| compares(*op, value, limit)))
        }
        RowTest::Values(values) => indexes(values).contains(&value),
        RowTest::Otherwise => true,
    }
}
