//! One record → its decision. Sentence numbers are those of `docs/language/semantics.md`.

mod awards;
pub(crate) mod confirm;
mod event;
mod grants;
mod groups;
pub(crate) mod inputs;
pub(crate) mod machine;
mod reasons;
mod redeem;
pub(crate) mod reverse;

use crate::account::{Entry, Journal, State};
use crate::date::{FIRST_DAY, LAST_DAY, Moment};
use crate::decision::{Decision, Error, Key, NO_KEY, Outcome, UNREADABLE_KEY};
use crate::evaluator::Evaluator;
use crate::plan;
use crate::program::Day;
use crate::record::{Id, Record};
use awards::Awards;
use inputs::Inputs;
use machine::{Fault, Work};

/// How much a decision says.
pub trait Detail {
    /// Whether reasons are worked out.
    const REASONS: bool;
}

/// Every rule and bonus with the clause that failed and all that limited it.
#[derive(Clone, Copy, Debug)]
pub struct Explained;

impl Detail for Explained {
    const REASONS: bool = true;
}

/// Only what was granted: lines of rules that hold, without reasons.
#[derive(Clone, Copy, Debug)]
pub struct Brief;

impl Detail for Brief {
    const REASONS: bool = false;
}

/// What deciding needs room for, reused from record to record.
#[derive(Clone, Debug)]
pub struct Buffer {
    pub(crate) work: Work,
    pub(crate) inputs: Inputs,
    pub(crate) awards: Awards,
    /// The latest decision.
    pub decision: Decision,
}

impl Default for Buffer {
    fn default() -> Buffer {
        Buffer {
            work: Work::default(),
            inputs: Inputs::default(),
            awards: Awards::default(),
            decision: Decision::blank(),
        }
    }
}

/// Ends before it is decided: with this outcome. Errors are in the decision already.
pub(crate) type Ends<T> = Result<T, Outcome>;

/// What a fault of code at an item is called.
fn error_at(item: Option<u32>, fault: Fault) -> Error {
    match fault {
        Fault::Range => Error::Amount(item),
        Fault::Zero => Error::DivisionByZero(item),
    }
}

impl Decision {
    /// It cannot be decided, for this reason.
    #[cold]
    pub(crate) fn cannot<T>(&mut self, error: Error) -> Ends<T> {
        self.errors.push(error);
        Err(Outcome::CannotDecide)
    }

    /// It cannot be decided where code at an item has a fault.
    #[inline]
    pub(crate) fn at_item<T>(&mut self, item: u32, result: Result<T, Fault>) -> Ends<T> {
        match result {
            Ok(value) => Ok(value),
            Err(fault) => self.cannot(error_at(Some(item), fault)),
        }
    }

    /// It can go on if nothing is wrong so far.
    #[inline]
    pub(crate) fn unless_wrong(&self) -> Ends<()> {
        if self.errors.is_empty() { Ok(()) } else { Err(Outcome::CannotDecide) }
    }
}

/// One decision being made.
pub(crate) struct Decide<'a, S> {
    pub evaluator: &'a Evaluator,
    pub state: &'a S,
    pub buffer: &'a mut Buffer,
}

/// Decides a record into the buffer.
pub(crate) fn decide<D: Detail, S: State>(evaluator: &Evaluator, record: &Record<'_>, state: &S, buffer: &mut Buffer) {
    buffer.decision.begin(record.id(), record.kind());
    if is_known(state.entry(record.id())) {
        buffer.decision.seen = true;
        buffer.decision.outcome = Outcome::Repeated;
        return;
    }
    let mut decide = Decide { evaluator, state, buffer };
    let result = match record {
        Record::Event(event) => decide.event::<D>(event),
        Record::Confirmation(confirmation) => decide.confirmation::<D>(confirmation),
        Record::Reversal(reversal) => decide.reversal(reversal),
        Record::Redemption(redemption) => decide.redemption::<D>(redemption),
        Record::Unreadable(unreadable) => {
            decide.buffer.decision.of = unreadable.of;
            decide.buffer.decision.errors.extend_from_slice(unreadable.errors);
            Err(Outcome::CannotDecide)
        }
    };
    decide.finish(result);
}

/// S15.1: an id counts as known unless its last outcome was cannot_decide.
pub(crate) fn is_known(entry: Option<Entry<'_>>) -> bool {
    entry.is_some_and(|entry| entry.outcome != Outcome::CannotDecide)
}

/// The number of the segment that contains a day.
pub(crate) fn segment_at(segments: &[plan::Segment], day: Day) -> Option<u16> {
    let after = segments.partition_point(|segment| segment.from <= day);
    let number = after.checked_sub(1)?;
    segments[number].contains(day).then_some(number as u16)
}

/// What of an event or a redemption cannot be read.
#[inline]
pub(crate) fn unreadable(at: Moment, received: Option<Day>, keys: &[Key], errors: &mut Vec<Error>) {
    let read = FIRST_DAY..=LAST_DAY;
    if !read.contains(&at.day) || at.minute >= 1440 {
        errors.push(Error::Time);
    }
    if received.is_some_and(|day| !read.contains(&day)) {
        errors.push(Error::Received);
    }
    if keys.first().is_none_or(|&key| key == NO_KEY || key == UNREADABLE_KEY) {
        errors.push(Error::Subject);
    }
}

/// S4.6: whether a record came too late.
pub(crate) fn too_late(segment: &plan::Segment, own: Day, received: Option<Day>) -> bool {
    match (segment.late_days, received) {
        (Some(limit), Some(received)) => i64::from(received) - i64::from(own) > i64::from(limit),
        _ => false,
    }
}

impl<S: State> Decide<'_, S> {
    /// Writes down how it ended. S1.7: only decided and reversed records change anything.
    fn finish(&mut self, result: Ends<()>) {
        let Err(outcome) = result else { return };
        let decision = &mut self.buffer.decision;
        if outcome == Outcome::CannotDecide {
            decision.lines.clear();
            decision.limits.clear();
        }
        decision.outcome = outcome;
        decision.total = 0;
        decision.shortfall = 0;
        decision.blocks_back.clear();
        decision.changes.clear();
        decision.balance = None;
    }
}

/// The event or redemption with this id, if it stands before a moment. (S6.4, S15.2)
pub(crate) fn before<J: Journal>(journal: &J, id: Id, at: Moment) -> Option<Entry<'_>> {
    journal.entry(id).filter(|entry| entry.instant <= at.instant)
}
