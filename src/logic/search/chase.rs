//! Differences that go round in a ring narrow their variables a little at each turn. Where the turns repeat, they are
//! taken many at a time, so that a ring is settled in few steps however wide its variables are.

use super::super::definition::{Definition, Function, Slot, View, clamped};
use super::super::formula::Rounding;
use super::super::set::Set;
use super::reasons::Reasons;
use super::store::{Conflict, Store};

/// `a` × `x` − `b` × `y` lies between `low` and `high`; `a` and `b` are positive.
#[derive(Debug)]
struct Difference {
    a: i128,
    x: Slot,
    b: i128,
    y: Slot,
    low: i128,
    high: i128,
}

/// Narrows the slots of all differences as far as the differences alone narrow them.
pub(crate) fn narrow_rings(definitions: &[&Definition], store: &mut Store) -> Result<(), Conflict> {
    let (mut differences, mut because) = (Vec::new(), Reasons::default());
    for definition in definitions {
        let of = differences_of(definition, store);
        if !of.is_empty() {
            because.add(&store.reasons(&definition.slots));
            differences.extend(of);
        }
    }
    for flipped in [false, true] {
        let ends = Chase::new(&differences, store, flipped).run();
        let Some(ends) = ends else { return Err(Conflict(because)) };
        for (slot, end) in ends {
            let kept = if flipped { Set::run(-end, i64::MAX) } else { Set::run(i64::MIN, end) };
            store.keep(slot, &kept.with_missing(true), because.clone())?;
        }
    }
    Ok(())
}

/// What a definition says about differences of two slots.
fn differences_of(definition: &Definition, store: &Store) -> Vec<Difference> {
    if definition.slots.iter().any(|&slot| store.domains[slot].missing()) {
        return Vec::new();
    }
    let out = View { slot: definition.out, mul: 1, add: 0 };
    let differences = match &definition.function {
        Function::Linear(terms) => match **terms {
            [(a, x), (b, y)] => {
                let range = &store.domains[definition.out];
                let (x, y) = (View { slot: x, mul: a, add: 0 }, View { slot: y, mul: -b, add: 0 });
                vec![difference((x, 1), (y, 1), range.low().into(), range.high().into())]
            }
            _ => Vec::new(),
        },
        Function::Divide { of, by, rounding } => {
            let by = i128::from(*by);
            let (low, high) = match rounding {
                Rounding::Down => (0, by - 1),
                Rounding::Up => (1 - by, 0),
                Rounding::HalfAway => (-by / 2, by / 2),
            };
            vec![difference((*of, 1), (out, by), low, high)]
        }
        Function::Max(views) => views.iter().map(|view| difference((out, 1), (*view, 1), 0, FAR)).collect(),
        Function::Min(views) => views.iter().map(|view| difference((out, 1), (*view, 1), -FAR, 0)).collect(),
        _ => Vec::new(),
    };
    differences.into_iter().flatten().collect()
}

/// More than any difference.
const FAR: i128 = 1 << 100;

/// A multiple of one view less a multiple of another lies between the bounds.
fn difference((x, a): (View, i128), (y, b): (View, i128), low: i128, high: i128) -> Option<Difference> {
    let shift = a * i128::from(x.add) - b * i128::from(y.add);
    let (a, b) = (a * i128::from(x.mul), b * i128::from(y.mul));
    let (low, high) = (low - shift, high - shift);
    match (a > 0, b > 0) {
        (true, true) => Some(Difference { a, x: x.slot, b, y: y.slot, low, high }),
        (false, false) => Some(Difference { a: -a, x: x.slot, b: -b, y: y.slot, low: -high, high: -low }),
        _ => None,
    }
}

/// The ends after so many turns.
struct Moment {
    turn: u64,
    ends: Vec<i64>,
}

/// The upper ends of the slots, going down; flipped, the negative lower ends.
struct Chase<'c> {
    differences: &'c [Difference],
    store: &'c Store,
    flipped: bool,
    slots: Vec<Slot>,
    ends: Vec<i64>,
}

impl<'c> Chase<'c> {
    fn new(differences: &'c [Difference], store: &'c Store, flipped: bool) -> Chase<'c> {
        let mut slots: Vec<Slot> = differences.iter().flat_map(|difference| [difference.x, difference.y]).collect();
        slots.sort_unstable();
        slots.dedup();
        let end = |slot: &Slot| if flipped { -store.domains[*slot].low() } else { store.domains[*slot].high() };
        let ends = slots.iter().map(end).collect();
        Chase { differences, store, flipped, slots, ends }
    }

    /// The ends where nothing moves any more; none if some slot has nothing left.
    fn run(mut self) -> Option<Vec<(Slot, i64)>> {
        let (mut turn, mut anchor) = (0u64, Moment { turn: 0, ends: self.ends.clone() });
        let mut expected: Option<(u64, Vec<i64>, Moment)> = None;
        while self.turn()? {
            turn += 1;
            if let Some((moved, from)) = expected.take_if(|(at, ..)| *at == turn).map(|(_, moved, from)| (moved, from))
            {
                if self.moved_since(&from.ends) == moved {
                    self.leap(&moved, &from.ends);
                }
            } else if let Some(moved) = self.moved_in_step(&anchor.ends).filter(|_| expected.is_none()) {
                expected = Some((2 * turn - anchor.turn, moved, Moment { turn, ends: self.ends.clone() }));
            }
            if turn > 2 * anchor.turn {
                anchor = Moment { turn, ends: self.ends.clone() };
            }
        }
        Some(self.slots.into_iter().zip(self.ends).collect())
    }

    /// Applies every difference once; whether something moved.
    fn turn(&mut self) -> Option<bool> {
        let mut moved = false;
        for Difference { a, x, b, y, low, high } in self.differences {
            let (low, high) = if self.flipped { (-high, -low) } else { (*low, *high) };
            moved |= self.lower(*x, (b * self.end(*y) + high).div_euclid(*a))?;
            moved |= self.lower(*y, (a * self.end(*x) - low).div_euclid(*b))?;
        }
        Some(moved)
    }

    fn index(&self, slot: Slot) -> usize {
        self.slots.partition_point(|&other| other < slot)
    }

    fn end(&self, slot: Slot) -> i128 {
        self.ends[self.index(slot)].into()
    }

    fn lower(&mut self, slot: Slot, to: i128) -> Option<bool> {
        let index = self.index(slot);
        if to >= i128::from(self.ends[index]) {
            return Some(false);
        }
        let domain = &self.store.domains[slot];
        let found = if self.flipped { -domain.at_least(clamped(-to))? } else { domain.at_most(clamped(to))? };
        self.ends[index] = found;
        Some(true)
    }

    fn moved_since(&self, before: &[i64]) -> Vec<i64> {
        before.iter().zip(&self.ends).map(|(before, now)| before - now).collect()
    }

    /// How far each end moved, if both sides of every difference moved alike or one of them did not move.
    fn moved_in_step(&self, before: &[i64]) -> Option<Vec<i64>> {
        let moved = self.moved_since(before);
        let in_step = self.differences.iter().all(|difference| {
            let (x, y) = (moved[self.index(difference.x)], moved[self.index(difference.y)]);
            x == 0 || y == 0 || difference.a * i128::from(x) == difference.b * i128::from(y)
        });
        in_step.then_some(moved)
    }

    /// What happened twice in as many turns happens again and again until an end reaches the end of its run. (Once would
    /// not do: the first time, an end that stands still may have pushed another.)
    fn leap(&mut self, moved: &[i64], before: &[i64]) {
        let room = (0..self.slots.len()).filter(|&index| moved[index] > 0);
        let times = room.map(|index| self.room(index, before[index]) / moved[index]).min().unwrap_or(0);
        for (end, by) in self.ends.iter_mut().zip(moved) {
            *end -= by * times;
        }
    }

    /// How far an end can still go down within the run that it was in before; 0 if it left that run.
    fn room(&self, index: usize, before: i64) -> i64 {
        let (domain, end) = (&self.store.domains[self.slots[index]], self.ends[index]);
        let run = domain.run_around(if self.flipped { -end } else { end });
        let run = run.map(|(low, high)| if self.flipped { (-high, -low) } else { (low, high) });
        run.filter(|run| before <= run.1).map_or(0, |run| end - run.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Chase, Difference, Set, Store};

    /// Turn by turn, without leaps.
    fn slowly(mut chase: Chase) -> Option<Vec<(usize, i64)>> {
        while chase.turn()? {}
        Some(chase.slots.into_iter().zip(chase.ends).collect())
    }

    fn a_set() -> impl Strategy<Value = Set> {
        (0i64..2_000, 0i64..40, prop::collection::vec((0i64..2_000, 0i64..400), 0..3)).prop_map(|(low, width, more)| {
            Set::of([(low, low + width)].into_iter().chain(more.into_iter().map(|(low, by)| (low, low + by))).collect())
        })
    }

    fn a_difference() -> impl Strategy<Value = Difference> {
        (1i128..4, 0usize..4, 1i128..4, 1usize..4, -40i128..40, 0i128..30)
            .prop_map(|(a, x, b, other, low, width)| Difference { a, x, b, y: (x + other) % 4, low, high: low + width })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn leaps_end_where_turns_end(
            sets in prop::collection::vec(a_set(), 4),
            differences in prop::collection::vec(a_difference(), 1..6),
            flipped in any::<bool>(),
        ) {
            let store = Store::new(sets);
            let chase = || Chase::new(&differences, &store, flipped);
            prop_assert_eq!(chase().run(), slowly(chase()));
        }
    }
}
