//! A line that was read: its record, and in what words it could not be.

use crate::date::{Moment, TimeError};
use crate::decision::{Decision, Error, Key, Outcome};
use crate::program::{ActivityId, Day, FactId, RedemptionId, ScopeId};
use crate::record::{Confirmation, Event, Id, Kind, Record, Redemption, Reversal, Unreadable};
use crate::value::NumberError;

/// Why a value could not be read as one of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// As a number.
    Number(NumberError),
    /// As a date.
    Date(TimeError),
    /// As a time of day.
    Time,
    /// As yes or no.
    YesNo,
    /// As a value of its list.
    Value,
    /// As a key: it is empty, or no text.
    Key,
    /// It is stated twice.
    Twice,
}

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noted {
    /// An error of the record.
    Error(Error),
    /// The time, and why.
    Time(TimeError),
    /// The date of receipt, and why.
    Received(TimeError),
    /// A fact, and why.
    Fact(FactId, Unread),
    /// A scope, and why.
    Scope(ScopeId, Unread),
}

/// The words of something that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is about.
    pub about: Noted,
    /// As it was written.
    pub text: String,
}

/// A line that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its id; none if that could not be read.
    pub id: Option<Id>,
    pub(crate) body: Body,
    /// What could not be read, in its words.
    pub notes: Vec<Note>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Body {
    Event { activity: ActivityId, own: Own },
    Confirmation { of: Id, role: u16, at: Moment },
    Reversal { of: Id, at: Moment },
    Redemption { redemption: RedemptionId, own: Own },
    Unreadable { kind: Kind, at: Option<Moment>, of: Option<Id>, errors: Vec<Error> },
}

/// What events and redemptions state.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Own {
    pub at: Moment,
    pub received: Option<Day>,
    pub keys: Box<[Key]>,
    pub facts: Box<[i64]>,
    pub unknown_names: u16,
}

impl Line {
    /// The record to decide; none if the line has no id, and so cannot be decided at all.
    pub fn record(&self) -> Option<Record<'_>> {
        let id = self.id?;
        Some(match &self.body {
            Body::Event { activity, own } => Record::Event(Event {
                id,
                activity: *activity,
                at: own.at,
                received: own.received,
                keys: &own.keys,
                facts: &own.facts,
                unknown_names: own.unknown_names,
            }),
            Body::Redemption { redemption, own } => Record::Redemption(Redemption {
                id,
                redemption: *redemption,
                at: own.at,
                received: own.received,
                keys: &own.keys,
                facts: &own.facts,
                unknown_names: own.unknown_names,
            }),
            &Body::Confirmation { of, role, at } => Record::Confirmation(Confirmation { id, of, role, at }),
            &Body::Reversal { of, at } => Record::Reversal(Reversal { id, of, at }),
            Body::Unreadable { kind, at, of, errors } => {
                Record::Unreadable(Unreadable { id, kind: *kind, at: *at, of: *of, errors })
            }
        })
    }

    /// When it happened, if that could be read.
    pub fn at(&self) -> Option<Moment> {
        match &self.body {
            Body::Event { own, .. } | Body::Redemption { own, .. } => Some(own.at),
            Body::Confirmation { at, .. } | Body::Reversal { at, .. } => Some(*at),
            Body::Unreadable { at, .. } => *at,
        }
    }

    /// Its instant; one that cannot be read stands before all others.
    pub fn instant(&self) -> i64 {
        self.at().map_or(i64::MIN, |at| at.instant)
    }

    /// What it is, or seems to be.
    pub fn kind(&self) -> Kind {
        match &self.body {
            Body::Event { .. } => Kind::Event,
            Body::Confirmation { .. } => Kind::Confirmation,
            Body::Reversal { .. } => Kind::Reversal,
            Body::Redemption { .. } => Kind::Redemption,
            Body::Unreadable { kind, .. } => *kind,
        }
    }

    /// Who it is about: the subject of an event or a redemption.
    pub fn subject(&self) -> Option<Key> {
        match &self.body {
            Body::Event { own, .. } | Body::Redemption { own, .. } => own.keys.first().copied(),
            _ => None,
        }
    }

    /// The decision on a line that has no id.
    pub fn undecidable(&self) -> Decision {
        let mut decision = Decision::blank();
        decision.outcome = Outcome::CannotDecide;
        if let Body::Unreadable { kind, of, errors, .. } = &self.body {
            (decision.kind, decision.of) = (*kind, *of);
            decision.errors.extend_from_slice(errors);
        }
        if self.id.is_none() && decision.errors.is_empty() {
            decision.errors.push(Error::Id);
        }
        decision
    }
}
