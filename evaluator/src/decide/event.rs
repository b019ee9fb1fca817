//! Events, and what is the same when a confirmation decides one.

use super::awards::Awarding;
use super::inputs::Stated;
use super::machine::{Machine, Work};
use super::{Buffer, Decide, Detail, Ends, segment_at, too_late, unreadable};
use crate::account::State;
use crate::decision::{About, Change, Decision, Error, NO_KEY, Outcome};
use crate::plan::{Activity, Frame, Local};
use crate::program::Day;
use crate::record::Event;

impl<'a, S: State> Decide<'a, S> {
    /// S1.6: the first of several outcomes is given.
    #[inline]
    pub(super) fn event<D: Detail>(&mut self, event: &Event<'_>) -> Ends<()> {
        self.readable(event)?;
        let segment = self.in_force(event.at.day)?;
        let activity = self.activity(event, segment)?;
        if too_late(&self.evaluator.plan().segments[usize::from(segment)], event.at.day, event.received) {
            return Err(Outcome::TooLate);
        }
        self.take_facts(event, activity, event.at.day)?;
        if !activity.confirmations.is_empty() {
            self.buffer.decision.waits_under = Some(segment);
            return Err(Outcome::Pending);
        }
        self.award::<D>(event, segment, activity)
    }

    fn readable(&mut self, event: &Event<'_>) -> Ends<()> {
        let decision = &mut self.buffer.decision;
        if usize::from(event.activity) < self.evaluator.program().activities.len() {
            decision.about = Some(About::Activity(event.activity));
        } else {
            decision.errors.push(Error::UnknownActivity);
        }
        unreadable(event.at, event.received, event.keys, &mut decision.errors);
        decision.unless_wrong()
    }

    /// The segment of the date that decides. (S4.4)
    pub(super) fn in_force(&mut self, day: Day) -> Ends<u16> {
        let segment = segment_at(&self.evaluator.plan().segments, day);
        self.buffer.decision.rule_date = Some(day);
        self.buffer.decision.segment = segment;
        segment.ok_or(Outcome::NotInForce)
    }

    /// What decides events of this kind in a segment. (S5.5)
    pub(super) fn activity(&mut self, event: &Event<'_>, segment: u16) -> Ends<&'a Activity> {
        let activities = &self.evaluator.plan().segments[usize::from(segment)].activities;
        match activities.get(usize::from(event.activity)) {
            Some(Some(activity)) => Ok(activity),
            _ => self.buffer.decision.cannot(Error::Activity(event.activity)),
        }
    }

    /// Takes in facts and scopes as they are on a date, and notes all that is missing or wrong. (S5.2)
    pub(super) fn take_facts(&mut self, event: &Event<'_>, activity: &Activity, day: Day) -> Ends<()> {
        let slots = &self.evaluator.program().activities[usize::from(event.activity)].slots;
        let stated = Stated { keys: event.keys, facts: event.facts, unknown_names: event.unknown_names, slots };
        self.take(&stated, &activity.frame, day)
    }

    #[inline]
    pub(super) fn take(&mut self, stated: &Stated<'_>, frame: &Frame, day: Day) -> Ends<()> {
        let Buffer { inputs, work, decision, .. } = &mut *self.buffer;
        inputs.join(self.evaluator, stated, &frame.absent, day, self.state);
        work.begin(frame, inputs.keys(stated.keys), day, self.state);
        inputs.check(self.evaluator, frame, stated, &mut decision.errors);
        decision.unless_wrong()
    }

    /// Gates, conditions, amounts, grants and counters of an event that waits for nothing; its facts are taken in.
    #[inline]
    pub(super) fn award<D: Detail>(&mut self, event: &Event<'_>, segment: u16, activity: &'a Activity) -> Ends<()> {
        let program = &self.evaluator.program().segments[usize::from(segment)];
        let Some(Some(code)) = program.activities.get(usize::from(event.activity)) else {
            return self.buffer.decision.cannot(Error::Activity(event.activity));
        };
        let Buffer { work, inputs, awards, decision } = &mut *self.buffer;
        let machine = Machine {
            segment: program,
            frame: &activity.frame,
            facts: inputs.facts(event.facts),
            keys: inputs.keys(event.keys),
            at: event.at,
            state: self.state,
            work,
        };
        let mut awarding = Awarding { machine, plan: activity, program: code, awards, decision };
        awarding.run::<D>()?;
        if let Some(local) = activity.balance {
            let at = awarding.machine.place(local);
            decision.balance = Some(at).filter(|at| at.key != NO_KEY);
        }
        self.settle(&activity.frame.locals)
    }

    /// The changes, unless an account would leave its range. (S16.4)
    #[inline]
    pub(super) fn settle(&mut self, locals: &[Local]) -> Ends<()> {
        let Buffer { work, decision, .. } = &mut *self.buffer;
        changes(work, locals, decision);
        decision.unless_wrong()?;
        decision.outcome = Outcome::Decided;
        Ok(())
    }
}

#[inline]
fn changes(work: &Work, locals: &[Local], decision: &mut Decision) {
    for (cell, local) in work.cells.iter().zip(locals) {
        if cell.add == 0 {
            continue;
        }
        match cell.before.checked_add(cell.add) {
            Some(after) if (local.min..=local.max).contains(&after) => {
                decision.changes.push(Change { at: cell.at, add: cell.add });
            }
            _ => decision.errors.push(Error::Account { account: local.account, before: cell.before, add: cell.add }),
        }
    }
}
