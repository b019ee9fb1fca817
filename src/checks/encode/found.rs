//! What was found possible in a scene, kept so that it need not be searched again.

use super::NotEncoded;
use super::scene::Scene;
use crate::logic::{Answer, Assignment, Label, Problem};
use crate::model::{Rule, RuleId};
use std::cell::RefCell;
use std::collections::VecDeque;

/// How many are kept: the latest, those that helped first.
const KEPT: usize = 64;

/// Assignments found in a scene, the latest first.
#[derive(Default)]
pub(super) struct Found(RefCell<VecDeque<Assignment>>);

impl Scene<'_> {
    /// Answers a problem about this scene: with what was found before, where that will do; with the best witness otherwise.
    pub fn can(&self, problem: &Problem) -> Answer {
        match self.found.recall(problem) {
            Some(known) => Answer::Holds(known),
            None => self.best(problem),
        }
    }

    /// Answers a problem about this scene with the best witness.
    pub fn best(&self, problem: &Problem) -> Answer {
        let answer = problem.answer();
        if let Answer::Holds(values) = &answer {
            self.found.keep(values.clone());
        }
        answer
    }

    /// What was found before.
    pub fn known(&self) -> Vec<Assignment> {
        self.found.0.borrow().iter().cloned().collect()
    }

    /// What a rule pays somebody eligible under each of some assignments, before caps and groups; none where it does not.
    pub fn paid(&self, (id, rule): (RuleId, &Rule), known: &[Assignment]) -> Result<Vec<Option<i64>>, NotEncoded> {
        let (paying, amount) = (self.paying(id)?, self.amount(rule)?.ok_or(NotEncoded::NoValue)?);
        let paid = |values: &Assignment| (values.satisfies(&paying) == Some(true)).then(|| values.value(&amount));
        Ok(known.iter().map(|values| paid(values).flatten()).collect())
    }

    /// The best witness of a rule's paying somebody eligible, or that there is none; nothing where it is not certain to be the
    /// best.
    pub fn certain_witness(&self, id: RuleId) -> Option<Option<Assignment>> {
        let mut problem = self.problem.clone();
        problem.require(Label(0), self.paying(id).ok()?);
        let prepared = problem.prepare();
        if !prepared.is_certain() {
            return None;
        }
        match prepared.answer() {
            Answer::Holds(values) => Some(Some(values)),
            Answer::Clash(_) => Some(None),
            Answer::Undecided(_) => None,
        }
    }
}

impl Found {
    fn recall(&self, problem: &Problem) -> Option<Assignment> {
        let mut kept = self.0.borrow_mut();
        let known = problem.first_that_holds(kept.iter())?.clone();
        let at = kept.iter().position(|other| *other == known)?;
        let known = kept.remove(at)?;
        kept.push_front(known.clone());
        Some(known)
    }

    fn keep(&self, values: Assignment) {
        let mut kept = self.0.borrow_mut();
        kept.push_front(values);
        kept.truncate(KEPT);
    }
}
