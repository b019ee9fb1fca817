//! Search over slots: narrow until nothing follows any more, decide, and go back to the decision that is to blame.

mod chase;
mod narrow;
mod reasons;
mod settle;
mod split;
mod store;
mod witness;

use std::collections::VecDeque;

pub(super) use reasons::Reasons;
use settle::Stop;
use store::Store;
pub(super) use witness::preferred;

use super::definition::{Definition, Slot};
use super::formula::Formula;
use super::lower::{Clause, Origin};
use super::problem::{Problem, Var};
use super::set::Set;

/// What is searched: clauses, and all definitions that their slots follow from.
pub(super) struct Task<'p> {
    pub problem: &'p Problem,
    /// All that each slot can be.
    pub slots: &'p [Set],
    pub origins: &'p [Origin],
    /// With the number of their label; none for clauses that hold whatever is asked.
    pub clauses: Vec<(Option<usize>, &'p Clause)>,
    /// In an order in which inputs come before what follows from them.
    pub definitions: Vec<&'p Definition>,
    /// All there are, by index.
    pub all_definitions: &'p [Definition],
    /// What the clauses were made from.
    pub formulas: Vec<&'p Formula>,
    /// The variables read, as declared.
    pub vars: Vec<Var>,
    /// How many labels.
    pub labels: usize,
    /// The steps allowed; none: any number, for what is certain to end soon.
    pub steps: Option<u64>,
}

/// How a search ends.
pub(super) enum Outcome {
    /// Values by variable.
    Found(Vec<Option<i64>>),
    /// There is nothing; these labels and decisions are the reasons.
    Refuted(Reasons),
    /// More steps than allowed.
    OverLimit,
}

struct Level {
    mark: usize,
    slot: Slot,
    set: Set,
}

struct Learned {
    clause: Clause,
    labels: Reasons,
}

/// A search under way.
pub(super) struct Search<'t> {
    task: &'t Task<'t>,
    store: Store,
    levels: Vec<Level>,
    learned: Vec<Learned>,
    /// By slot: clauses, then definitions, then learned clauses.
    watchers: Vec<Vec<usize>>,
    queue: VecDeque<usize>,
    queued: Vec<bool>,
    steps: u64,
}

/// Learned clauses are kept up to this number and length.
const LEARNED: (usize, usize) = (2_000, 12);

impl<'t> Search<'t> {
    pub fn new(task: &'t Task<'t>) -> Search<'t> {
        let mut watchers = vec![Vec::new(); task.slots.len()];
        let clauses = task.clauses.iter().map(|(_, clause)| clause.iter().map(|part| part.0).collect::<Vec<Slot>>());
        let definitions = task.definitions.iter().map(|definition| definition.slots.clone());
        let constraints = task.clauses.len() + task.definitions.len();
        for (constraint, slots) in clauses.chain(definitions).enumerate() {
            slots.into_iter().for_each(|slot| watchers[slot].push(constraint));
        }
        let store = Store::new(task.slots.to_vec());
        let (levels, learned) = (Vec::new(), Vec::new());
        let (queue, queued) = ((0..constraints).collect(), vec![true; constraints]);
        Search { task, store, levels, learned, watchers, queue, queued, steps: 0 }
    }

    /// What narrowing leaves of the first slots: nothing where it finds that there is nothing.
    pub fn narrowed(mut self, slots: usize) -> Vec<Set> {
        match self.settle() {
            Ok(()) => self.store.domains.truncate(slots),
            Err(Stop::Conflict(_)) => self.store.domains = vec![Set::EMPTY; slots],
            Err(Stop::OverLimit) => self.store.domains = self.task.slots.iter().take(slots).cloned().collect(),
        }
        self.store.domains
    }

    /// Searches above the given number of decisions, which stay.
    fn search(&mut self, floor: usize) -> Outcome {
        loop {
            let conflict = match self.settle() {
                Err(Stop::OverLimit) => return Outcome::OverLimit,
                Err(Stop::Conflict(reasons)) => reasons,
                Ok(()) => match self.next_decision() {
                    Next::Found(values) => return Outcome::Found(values),
                    Next::Decide(slot, set) => {
                        self.decide(slot, set);
                        continue;
                    }
                    Next::Stuck => return Outcome::OverLimit,
                },
            };
            if let Some(refuted) = self.go_back(conflict, floor) {
                return Outcome::Refuted(refuted);
            }
        }
    }

    /// What to do where nothing more follows.
    fn next_decision(&mut self) -> Next {
        if let Some((slot, set)) = self.open_alternative() {
            return Next::Decide(slot, set);
        }
        if let Some(values) = self.candidate() {
            return Next::Found(values);
        }
        self.split().map_or(Next::Stuck, |(slot, set)| Next::Decide(slot, set))
    }

    fn decide(&mut self, slot: Slot, set: Set) {
        let mut because = Reasons::default();
        because.insert(self.task.labels + self.levels.len());
        self.levels.push(Level { mark: self.store.mark(), slot, set: set.clone() });
        // A decision meets its slot, so it never conflicts; if it did, settling would find out.
        let _ = self.store.keep(slot, &set, because);
    }

    /// Goes back before the latest decision to blame and excludes it; the reasons if none above the floor is to blame.
    fn go_back(&mut self, mut reasons: Reasons, floor: usize) -> Option<Reasons> {
        loop {
            let level = reasons.highest().and_then(|bit| bit.checked_sub(self.task.labels));
            let Some(level) = level.filter(|&level| level >= floor && level < self.levels.len()) else {
                return Some(reasons);
            };
            let excluded = self.exclusion(level);
            self.learn(&reasons);
            self.back_to_level(level);
            reasons.remove(self.task.labels + level);
            match self.store.keep(excluded.0, &excluded.1, reasons) {
                Ok(()) => return None,
                Err(conflict) => reasons = conflict.0,
            }
        }
    }

    /// What holds if a decision does not.
    fn exclusion(&self, level: usize) -> (Slot, Set) {
        let Level { slot, set, .. } = &self.levels[level];
        (*slot, self.task.slots[*slot].without(set))
    }

    /// Keeps that the decisions to blame do not go together.
    fn learn(&mut self, reasons: &Reasons) {
        let (labels, decisions): (Vec<usize>, Vec<usize>) = reasons.iter().partition(|&bit| bit < self.task.labels);
        if decisions.len() < 2 || decisions.len() > LEARNED.1 || self.learned.len() >= LEARNED.0 {
            return;
        }
        let clause: Clause = decisions.into_iter().map(|bit| self.exclusion(bit - self.task.labels)).collect();
        let constraint = self.queued.len();
        clause.iter().for_each(|&(slot, _)| self.watchers[slot].push(constraint));
        self.queued.push(false);
        let mut known = Reasons::default();
        labels.into_iter().for_each(|label| known.insert(label));
        self.learned.push(Learned { clause, labels: known });
    }

    #[cfg(test)]
    /// What is learned before the first witness is improved, with the labels that it follows from.
    #[cfg(test)]
    pub fn first_learned(&mut self) -> Vec<(Clause, Vec<usize>)> {
        self.search(0);
        self.learned.iter().map(|learned| (learned.clause.clone(), learned.labels.iter().collect())).collect()
    }

    fn back_to_level(&mut self, level: usize) {
        if let Some(mark) = self.levels.get(level).map(|level| level.mark) {
            self.store.back_to(mark);
            self.levels.truncate(level);
        }
        while let Some(constraint) = self.queue.pop_front() {
            self.queued[constraint] = false;
        }
    }
}

enum Next {
    Found(Vec<Option<i64>>),
    Decide(Slot, Set),
    Stuck,
}
