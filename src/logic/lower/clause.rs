//! Formulas as clauses: alternatives, each of which restricts one slot.

use std::collections::BTreeMap;

use super::super::definition::{Refused, Slot};
use super::super::formula::Formula;
use super::super::set::Set;
use super::Lowering;

/// Alternatives: the slot lies in the set.
pub(crate) type Clause = Vec<(Slot, Set)>;

/// A formula without negation, its atoms restricting one slot each.
#[derive(Clone, Debug)]
pub(crate) enum Lowered {
    Yes,
    No,
    In(Slot, Set),
    All(Vec<Lowered>),
    Any(Vec<Lowered>),
}

impl Lowering<'_> {
    /// The slot lies in the set.
    pub fn within(&self, slot: Slot, set: Set) -> Lowered {
        let set = set.and(&self.slots[slot]);
        if set.is_empty() {
            Lowered::No
        } else if self.slots[slot].is_within(&set) {
            Lowered::Yes
        } else {
            Lowered::In(slot, set)
        }
    }

    /// All hold; what restricts one slot is joined.
    pub fn all(&self, parts: impl IntoIterator<Item = Lowered>) -> Lowered {
        let (mut joined, mut rest) = (BTreeMap::new(), Vec::new());
        if !self.join_all(parts, &mut joined, &mut rest) {
            return Lowered::No;
        }
        let mut parts: Vec<Lowered> = joined.into_iter().map(|(slot, set)| self.within(slot, set)).collect();
        parts.append(&mut rest);
        if parts.iter().any(|part| matches!(part, Lowered::No)) {
            return Lowered::No;
        }
        single_or(parts, Lowered::Yes, Lowered::All)
    }

    fn join_all(
        &self,
        parts: impl IntoIterator<Item = Lowered>,
        joined: &mut BTreeMap<Slot, Set>,
        rest: &mut Vec<Lowered>,
    ) -> bool {
        parts.into_iter().all(|part| {
            match part {
                Lowered::Yes => {}
                Lowered::No => return false,
                Lowered::In(slot, set) => {
                    let set = joined.get(&slot).map_or_else(|| set.clone(), |before| before.and(&set));
                    joined.insert(slot, set);
                }
                Lowered::All(inner) => return self.join_all(inner, joined, rest),
                any @ Lowered::Any(_) => rest.push(any),
            }
            true
        })
    }

    /// One holds at least; what restricts one slot is joined.
    pub fn any(&self, parts: impl IntoIterator<Item = Lowered>) -> Lowered {
        let (mut joined, mut rest) = (BTreeMap::new(), Vec::new());
        if self.join_any(parts, &mut joined, &mut rest) {
            return Lowered::Yes;
        }
        let mut parts: Vec<Lowered> = joined.into_iter().map(|(slot, set)| self.within(slot, set)).collect();
        parts.append(&mut rest);
        if parts.iter().any(|part| matches!(part, Lowered::Yes)) {
            return Lowered::Yes;
        }
        single_or(parts, Lowered::No, Lowered::Any)
    }

    fn join_any(
        &self,
        parts: impl IntoIterator<Item = Lowered>,
        joined: &mut BTreeMap<Slot, Set>,
        rest: &mut Vec<Lowered>,
    ) -> bool {
        parts.into_iter().any(|part| {
            match part {
                Lowered::Yes => return true,
                Lowered::No => {}
                Lowered::In(slot, set) => {
                    let set = joined.get(&slot).map_or_else(|| set.clone(), |before| before.or(&set));
                    joined.insert(slot, set);
                }
                Lowered::Any(inner) => return self.join_any(inner, joined, rest),
                all @ Lowered::All(_) => rest.push(all),
            }
            false
        })
    }

    /// Clauses that hold together exactly when the formula does, for some value of the gates made on the way.
    pub fn clauses(&mut self, lowered: Lowered) -> Vec<Clause> {
        match lowered {
            Lowered::Yes => Vec::new(),
            Lowered::No => vec![Clause::new()],
            Lowered::In(slot, set) => vec![vec![(slot, set)]],
            Lowered::All(parts) => parts.into_iter().flat_map(|part| self.clauses(part)).collect(),
            Lowered::Any(parts) => vec![parts.into_iter().map(|part| self.alternative(part)).collect()],
        }
    }

    /// A formula and its negation, each as the restriction of one slot.
    pub fn either(&mut self, formula: &Formula) -> Result<(Lowered, Lowered), Refused> {
        let (holds, fails) = (self.formula(formula, true)?, self.formula(formula, false)?);
        let simple = |lowered: &Lowered| !matches!(lowered, Lowered::All(_) | Lowered::Any(_));
        if simple(&holds) && simple(&fails) {
            return Ok((holds, fails));
        }
        let gate = self.ruled_slot(Set::run(0, 1));
        let (shut, open) = (Set::run(0, 0), Set::run(1, 1));
        let rules =
            [self.any([Lowered::In(gate, shut.clone()), holds]), self.any([Lowered::In(gate, open.clone()), fails])];
        let rules = rules.into_iter().flat_map(|rule| self.clauses(rule)).collect();
        self.rule(gate, rules);
        Ok((Lowered::In(gate, open), Lowered::In(gate, shut)))
    }

    /// One alternative of a clause: what must hold together stands behind a gate.
    fn alternative(&mut self, part: Lowered) -> (Slot, Set) {
        match part {
            Lowered::In(slot, set) => (slot, set),
            other => {
                let gate = self.ruled_slot(Set::run(0, 1));
                let inner = self.clauses(other);
                let rules =
                    inner.into_iter().map(|clause| [(gate, Set::run(0, 0))].into_iter().chain(clause).collect());
                let rules = rules.collect();
                self.rule(gate, rules);
                (gate, Set::run(1, 1))
            }
        }
    }
}

fn single_or(mut parts: Vec<Lowered>, none: Lowered, several: fn(Vec<Lowered>) -> Lowered) -> Lowered {
    match (parts.pop(), parts.is_empty()) {
        (None, _) => none,
        (Some(only), true) => only,
        (Some(last), false) => {
            parts.push(last);
            several(parts)
        }
    }
}
