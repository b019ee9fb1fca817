//! Confirmations. (S6)

use super::{Decide, Detail, Ends, before, segment_at};
use crate::account::{State, Waiting};
use crate::decision::{Effect, Error, Outcome};
use crate::program::{Day, DecidedBy};
use crate::record::{Confirmation, Event};

/// What a confirmation of a waiting event comes to.
#[derive(Clone, Copy)]
pub(crate) struct Confirmed<'a> {
    pub event: Event<'a>,
    /// The segment of the event's own date.
    pub waits_under: u16,
    /// All roles that have confirmed now.
    pub roles: u64,
    /// The role counts: it is asked for and has not confirmed before.
    pub counts: bool,
    /// The date that decides, if nothing is outstanding.
    pub decides_on: Option<Day>,
}

/// Works out what a confirmation does to a waiting event; none if nothing in the policy waits so any more.
pub(crate) fn confirm<'a>(
    plan: &crate::plan::Plan,
    waiting: Waiting<'a>,
    confirmation: &Confirmation,
) -> Option<Confirmed<'a>> {
    let event = waiting.event;
    let waits_under = segment_at(&plan.segments, event.at.day)?;
    let segment = &plan.segments[usize::from(waits_under)];
    let activity = segment.activities.get(usize::from(event.activity))?.as_ref()?;
    let role = 1u64.checked_shl(confirmation.role.into()).unwrap_or(0);
    let counts = role & activity.roles & !waiting.confirmed != 0;
    let roles = if counts { waiting.confirmed | role } else { waiting.confirmed };
    let complete = counts && activity.confirmations.iter().all(|any| any & roles != 0);
    let date = match segment.decided_by {
        DecidedBy::EventTime => event.at.day,
        DecidedBy::ConfirmationTime => confirmation.at.day,
    };
    Some(Confirmed { event, waits_under, roles, counts, decides_on: complete.then_some(date) })
}

impl<S: State> Decide<'_, S> {
    pub(super) fn confirmation<D: Detail>(&mut self, confirmation: &Confirmation) -> Ends<()> {
        self.buffer.decision.of = Some(confirmation.of);
        let entry = before(self.state, confirmation.of, confirmation.at);
        let waiting = entry.and_then(|entry| entry.waiting).ok_or(Outcome::Unknown)?;
        if usize::from(confirmation.role) >= self.evaluator.program().roles.len() {
            return self.buffer.decision.cannot(Error::UnknownRole);
        }
        let Some(confirmed) = confirm(self.evaluator.plan(), waiting, confirmation) else {
            return self.buffer.decision.cannot(Error::DecidedElsewhere);
        };
        let decision = &mut self.buffer.decision;
        decision.about = entry.and_then(|entry| entry.about);
        decision.waits_under = Some(confirmed.waits_under);
        decision.confirmed = confirmed.roles;
        let Some(day) = confirmed.decides_on else {
            decision.effect = if confirmed.counts { Effect::Confirms(confirmation.role) } else { Effect::None };
            return Err(Outcome::Pending);
        };
        let result = self.confirmed::<D>(&confirmed.event, day);
        // S6.6: where the event cannot be decided, it waits on as if this confirmation had not come.
        if result != Err(Outcome::CannotDecide) {
            self.buffer.decision.effect = Effect::Settles;
        }
        result
    }

    /// Decides the event itself, on the date that decides.
    fn confirmed<D: Detail>(&mut self, event: &Event<'_>, day: Day) -> Ends<()> {
        let segment = self.in_force(day)?;
        let activity = self.activity(event, segment)?;
        self.take_facts(event, activity, day)?;
        self.award::<D>(event, segment, activity)
    }
}
