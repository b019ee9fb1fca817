//! What is decided: events, confirmations, reversals and redemptions, with every name already a number.

use crate::date::Moment;
use crate::decision::{Error, Key};
use crate::program::{ActivityId, Day, RedemptionId, RoleId};
use serde::{Deserialize, Serialize};

/// The id of a record, interned by whoever reads it; records of all kinds share one space.
pub type Id = u64;

/// The four kinds of records, in the order in which those of one instant are decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Something a subject did.
    Event,
    /// A confirmer's word on an event.
    Confirmation,
    /// Taking back an event or a redemption.
    Reversal,
    /// Points spent.
    Redemption,
}

/// One record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Record<'a> {
    /// Something a subject did.
    Event(Event<'a>),
    /// A confirmer's word on an event.
    Confirmation(Confirmation),
    /// Taking back an event or a redemption.
    Reversal(Reversal),
    /// Points spent.
    Redemption(Redemption<'a>),
    /// One that could not be read: its time, activity, redemption, subject or role.
    Unreadable(Unreadable<'a>),
}

/// Something a subject did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event<'a> {
    /// Its id.
    pub id: Id,
    /// What was done.
    pub activity: ActivityId,
    /// When.
    pub at: Moment,
    /// The date on which it was received; none: on time.
    pub received: Option<Day>,
    /// Keys by scope, the subject's first; [`NO_KEY`](crate::decision::NO_KEY) where none is stated, and where it is derived.
    pub keys: &'a [Key],
    /// Facts by slot of the activity, [`ABSENT`](crate::decision::ABSENT) where there is none.
    pub facts: &'a [i64],
    /// How many of its names no version of the policy has: each is an error.
    pub unknown_names: u16,
}

/// A confirmer's word on an event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Confirmation {
    /// Its id.
    pub id: Id,
    /// The event.
    pub of: Id,
    /// Who confirms.
    pub role: RoleId,
    /// When.
    pub at: Moment,
}

/// Taking back an event or a redemption.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reversal {
    /// Its id.
    pub id: Id,
    /// What is taken back.
    pub of: Id,
    /// When.
    pub at: Moment,
}

/// Points spent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Redemption<'a> {
    /// Its id.
    pub id: Id,
    /// On what.
    pub redemption: RedemptionId,
    /// When.
    pub at: Moment,
    /// The date on which it was received; none: on time.
    pub received: Option<Day>,
    /// Keys by scope, the subject's first.
    pub keys: &'a [Key],
    /// Attributes of the subject by their number.
    pub facts: &'a [i64],
    /// How many of its names no version of the policy has.
    pub unknown_names: u16,
}

/// A record that could not be read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unreadable<'a> {
    /// Its id.
    pub id: Id,
    /// What it seems to be.
    pub kind: Kind,
    /// When, if that could be read.
    pub at: Option<Moment>,
    /// What it confirms or reverses, if that could be read.
    pub of: Option<Id>,
    /// What could not be read, at least one.
    pub errors: &'a [Error],
}

impl Record<'_> {
    /// The record's id.
    pub fn id(&self) -> Id {
        match self {
            Record::Event(event) => event.id,
            Record::Confirmation(confirmation) => confirmation.id,
            Record::Reversal(reversal) => reversal.id,
            Record::Redemption(redemption) => redemption.id,
            Record::Unreadable(unreadable) => unreadable.id,
        }
    }

    /// The record's kind.
    pub fn kind(&self) -> Kind {
        match self {
            Record::Event(_) => Kind::Event,
            Record::Confirmation(_) => Kind::Confirmation,
            Record::Reversal(_) => Kind::Reversal,
            Record::Redemption(_) => Kind::Redemption,
            Record::Unreadable(unreadable) => unreadable.kind,
        }
    }

    /// When it happened, if that could be read.
    pub fn at(&self) -> Option<Moment> {
        match self {
            Record::Event(event) => Some(event.at),
            Record::Confirmation(confirmation) => Some(confirmation.at),
            Record::Reversal(reversal) => Some(reversal.at),
            Record::Redemption(redemption) => Some(redemption.at),
            Record::Unreadable(unreadable) => unreadable.at,
        }
    }

    /// Where it stands in replay order but for its id: time, then kind. One without a time stands before all others. (S3.1)
    pub fn order(&self) -> (i64, Kind) {
        (self.at().map_or(i64::MIN, |at| at.instant), self.kind())
    }
}
