//! Narrowing until nothing more follows.

use super::super::definition::Slot;
use super::super::set::Set;
use super::narrow::narrow;
use super::reasons::Reasons;
use super::store::Conflict;
use super::{Search, chase};

pub(crate) enum Stop {
    Conflict(Reasons),
    OverLimit,
}

impl From<Conflict> for Stop {
    fn from(conflict: Conflict) -> Stop {
        Stop::Conflict(conflict.0)
    }
}

/// Narrowings after which differences that go round in a ring are looked for.
const PATIENCE: usize = 40;

impl Search<'_> {
    /// Looks at every clause and definition whose slots changed, until none changes.
    pub fn settle(&mut self) -> Result<(), Stop> {
        let mut since_chase = 0;
        loop {
            self.enqueue_touched();
            let Some(constraint) = self.queue.pop_front() else { return Ok(()) };
            self.queued[constraint] = false;
            self.count_step()?;
            let before = self.store.mark();
            self.look_at(constraint)?;
            since_chase += self.store.mark() - before;
            if since_chase > PATIENCE * (1 + self.task.definitions.len()) {
                since_chase = 0;
                chase::narrow_rings(&self.task.definitions, &mut self.store)?;
            }
        }
    }

    fn count_step(&mut self) -> Result<(), Stop> {
        self.steps += 1;
        match self.task.steps {
            Some(most) if self.steps > most => Err(Stop::OverLimit),
            _ => Ok(()),
        }
    }

    fn enqueue_touched(&mut self) {
        while let Some(slot) = self.store.touched.pop() {
            for &constraint in &self.watchers[slot] {
                if !self.queued[constraint] {
                    self.queued[constraint] = true;
                    self.queue.push_back(constraint);
                }
            }
        }
    }

    fn look_at(&mut self, constraint: usize) -> Result<(), Conflict> {
        let clauses = self.task.clauses.len();
        if let Some((label, clause)) = self.task.clauses.get(constraint) {
            let mut known = Reasons::default();
            label.iter().for_each(|&label| known.insert(label));
            return self.look_at_clause(clause, known);
        }
        if let Some(definition) = self.task.definitions.get(constraint - clauses) {
            return narrow(definition, &mut self.store);
        }
        let learned = constraint - clauses - self.task.definitions.len();
        let Some(learned) = self.learned.get(learned) else { return Ok(()) };
        let (clause, labels) = (learned.clause.clone(), learned.labels.clone());
        self.look_at_clause(&clause, labels)
    }

    /// One alternative left must hold; none left is a conflict.
    fn look_at_clause(&mut self, clause: &[(Slot, Set)], mut because: Reasons) -> Result<(), Conflict> {
        let mut open = None;
        for (slot, set) in clause {
            let domain = &self.store.domains[*slot];
            if domain.is_within(set) {
                return Ok(());
            }
            if !domain.is_apart(set) && open.replace((*slot, set)).is_some() {
                return Ok(());
            }
        }
        for (slot, _) in clause.iter().filter(|part| open.is_none_or(|open| open.0 != part.0)) {
            because.add(&self.store.why[*slot]);
        }
        match open {
            Some((slot, set)) => self.store.keep(slot, set, because),
            None => Err(Conflict(because)),
        }
    }
}
