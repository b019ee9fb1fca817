//! Breakpoint cells: the values of a variable among which no clause tells a difference, for tests that try everything.

use std::collections::BTreeMap;

use super::prepared::Prepared;
use super::problem::{Assignment, Var};
use super::set::Set;

impl Prepared<'_> {
    /// One value of every cell of a variable, missing included; none if there are more than `most`.
    ///
    /// A variable that every clause sets beside constants only has as many cells as the clauses tell apart. A variable
    /// that is set beside another has each of its values as a cell.
    pub fn samples(&self, var: Var, most: usize) -> Option<Vec<Option<i64>>> {
        let (domain, all) = (self.problem.domains.get(var.0)?, self.slots.get(var.0)?);
        let places = match self.sets_on(var.0) {
            Some(sets) => representatives(all, &sets),
            None if all.count() > most as u64 => return None,
            None => all.pieces().flat_map(|(low, high)| low..=high).collect(),
        };
        let values = places.into_iter().map(|place| Some(domain.value(place)));
        let samples: Vec<Option<i64>> = values.chain(all.missing().then_some(None)).collect();
        (samples.len() <= most).then_some(samples)
    }

    /// Every combination of samples; none if there are more than `most`.
    pub fn sample_assignments(&self, most: usize) -> Option<impl Iterator<Item = Assignment>> {
        let vars = (0..self.problem.domains.len()).map(Var);
        let samples: Vec<Vec<Option<i64>>> = vars.map(|var| self.samples(var, most)).collect::<Option<_>>()?;
        let count = samples.iter().try_fold(1usize, |count, values| count.checked_mul(values.len()))?;
        (count <= most).then(|| (0..count).map(move |number| combination(&samples, number)))
    }
}

/// The combination with a number, the first variable changing fastest.
fn combination(samples: &[Vec<Option<i64>>], mut number: usize) -> Assignment {
    let mut values = Vec::with_capacity(samples.len());
    for of_var in samples {
        values.push(of_var.get(number % of_var.len().max(1)).copied().flatten());
        number /= of_var.len().max(1);
    }
    Assignment::new(values)
}

/// The least number of each class of numbers that lie in the same sets.
fn representatives(all: &Set, sets: &[&Set]) -> Vec<i64> {
    let mut starts = vec![all.low()];
    for (low, high) in sets.iter().flat_map(|set| set.pieces()) {
        starts.extend([low, high.saturating_add(1)]);
    }
    starts.retain(|&start| all.contains(start));
    starts.sort_unstable();
    starts.dedup();
    let mut classes: BTreeMap<Vec<bool>, i64> = BTreeMap::new();
    for start in starts {
        let class = sets.iter().map(|set| set.contains(start)).collect();
        classes.entry(class).or_insert(start);
    }
    let mut least: Vec<i64> = classes.into_values().collect();
    least.sort_unstable();
    least
}
