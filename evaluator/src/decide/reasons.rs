//! Why a clause failed: the value it compared, and the nearest that would pass.

use super::machine::Machine;
use crate::account::State;
use crate::decision::Failed;
use crate::plan::{FactCheck, Rest};
use crate::program::{Clause, Compare, FactKind, Pass, Probe, Shown};

impl<S: State> Machine<'_, S> {
    /// The reason for a clause that does not hold.
    pub fn reason(&mut self, index: u16, clause: Option<&Clause>) -> Failed {
        let probe = clause.and_then(|clause| clause.probe.as_ref());
        let value = probe.and_then(|probe| self.run(probe.value).ok());
        let would_pass = probe.zip(value).and_then(|(probe, value)| self.would_pass(probe, value));
        Failed::Clause { index, value, would_pass }
    }

    fn would_pass(&mut self, probe: &Probe, value: i64) -> Option<i64> {
        let within = probe.within.as_ref().map(|domain| FactCheck::new(0, true, domain));
        let allowed = |candidate: &i64| within.as_ref().is_none_or(|check| check.allows(*candidate));
        match &probe.pass {
            Pass::Limit { compare, limit, scale, step } => {
                let limit = self.run(*limit).ok()?;
                if *compare == Compare::NotEqual {
                    return only_other(&[limit / scale], within.as_ref()?).filter(|_| limit % scale == 0);
                }
                nearest_to_limit(*compare, limit, *scale, *step).filter(allowed)
            }
            Pass::Between(low, high) => (low <= high).then(|| value.clamp(*low, *high)).filter(allowed),
            Pass::OneOf(values) => nearest(value, values.iter().copied().filter(allowed), is_ordered(&probe.form)),
            Pass::NoneOf(values) => only_other(values, within.as_ref()?),
            Pass::Present | Pass::Absent => None,
        }
    }
}

/// Whether nearness means anything among values shown so.
fn is_ordered(form: &Shown) -> bool {
    !matches!(form, Shown::Fact(FactKind::Listed(_) | FactKind::YesNo))
}

/// The value on the grid, in held units, that is nearest to the limit among those that compare so with it. A value that fails stands on
/// the other side of the limit, so that what is nearest to the limit is nearest to the value.
fn nearest_to_limit(how: Compare, limit: i64, scale: i64, step: i64) -> Option<i64> {
    let grid = i128::from(scale) * i128::from(step);
    let below = i128::from(limit).div_euclid(grid);
    let exact = below * grid == i128::from(limit);
    let steps = match how {
        Compare::AtMost => below,
        Compare::Less => below - i128::from(exact),
        Compare::AtLeast => below + i128::from(!exact),
        Compare::Greater => below + 1,
        Compare::Equal if exact => below,
        Compare::Equal | Compare::NotEqual => return None,
    };
    i64::try_from(steps * i128::from(step)).ok()
}

/// The one nearest value; none if two are as near, or several are not ordered.
fn nearest(value: i64, values: impl Iterator<Item = i64>, ordered: bool) -> Option<i64> {
    let mut candidates: Vec<(u64, i64)> = values.map(|v| (if ordered { v.abs_diff(value) } else { 0 }, v)).collect();
    candidates.sort_unstable();
    candidates.dedup();
    match candidates.as_slice() {
        [(_, only)] => Some(*only),
        [(near, first), (far, _), ..] if near < far => Some(*first),
        _ => None,
    }
}

/// The only value that is not one of these.
fn only_other(values: &[i64], within: &FactCheck) -> Option<i64> {
    let (low, high, step) = match &within.rest {
        Rest::Any => (within.low, within.high, 1),
        Rest::Step(step) => (within.low, within.high, *step),
        Rest::Values(allowed) => (allowed.first().copied()?.into(), allowed.last().copied()?.into(), 1),
    };
    // Steps are counted from 0.
    let first =
        i64::try_from((i128::from(low) + i128::from(step) - 1).div_euclid(step.into()) * i128::from(step)).ok()?;
    let candidates = std::iter::successors(Some(first), |last| last.checked_add(step)).take_while(|v| *v <= high);
    let mut others = candidates.filter(|value| within.allows(*value) && !values.contains(value));
    others.next().filter(|_| others.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::super::machine::compare;
    use super::{nearest, nearest_to_limit};
    use crate::program::Compare;

    /// S14.2: the nearest value on the grid, and that it passes while nothing nearer to the limit does.
    #[test]
    fn nearest_to_a_limit_is_the_first_that_passes() {
        for how in [Compare::AtLeast, Compare::Greater, Compare::AtMost, Compare::Less] {
            for (limit, scale, step) in [(120, 1, 30), (121, 1, 30), (-121, 1, 30), (7, 3, 1), (-7, 3, 2), (0, 1, 1)] {
                let found = nearest_to_limit(how, limit, scale, step).unwrap();
                assert!(compare(how, found * scale, limit), "{how:?} {limit} {found}");
                assert_eq!(found % step, 0);
                let nearer = if found * scale > limit { found - step } else { found + step };
                let towards = if compare(how, i64::MAX, limit) { found - step } else { found + step };
                assert!(!compare(how, towards * scale, limit), "{how:?} {limit} {nearer}");
            }
        }
    }

    #[test]
    fn nearest_of_several_values_is_none_on_a_tie() {
        assert_eq!(nearest(5, [3, 9].into_iter(), true), Some(3));
        assert_eq!(nearest(6, [3, 9].into_iter(), true), None);
        assert_eq!(nearest(6, [3, 9].into_iter(), false), None);
        assert_eq!(nearest(6, [9].into_iter(), false), Some(9));
    }
}
