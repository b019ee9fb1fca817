//! All state: what caps, counters and balances need from a store.
//!
//! A store holds accounts and a journal. [`Journal`] is what `needs` may ask, [`State`] what `decide` may ask, and a [`Store`]
//! also takes in a decision, whole or not at all.

mod durable;
mod file;
mod memory;
mod numbers;
mod pending;
mod table;
mod windows;

pub use durable::Durable;
pub(crate) use durable::{measure, window_kind};
pub use file::{Saved, StateError, StateFault};
pub use memory::{Counters, Memory};

use crate::decision::{About, AccountKey, Change, Decision, Effect, Key, Outcome};
use crate::program::Day;
use crate::record::{Event, Id, Kind, Record};

/// What became of an earlier record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry<'a> {
    /// Its kind.
    pub kind: Kind,
    /// Its last outcome.
    pub outcome: Outcome,
    /// Its instant; the greatest for a record whose time cannot be read, which is before nothing.
    pub instant: i64,
    /// The date that decided it.
    pub rule_date: Option<Day>,
    /// What the event or redemption is, if that could be read.
    pub about: Option<About>,
    /// What it changed; after a reversal still what it had changed.
    pub changes: &'a [Change],
    /// The balance of its subject, where a reversal may need it.
    pub balance: Option<AccountKey>,
    /// Of a pending event: what it waits with.
    pub waiting: Option<Waiting<'a>>,
}

/// A pending event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waiting<'a> {
    /// The event as it came.
    pub event: Event<'a>,
    /// Roles that have confirmed it, by bit.
    pub confirmed: u64,
}

/// Attributes and scopes of a subject from a date.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row<'a> {
    /// Keys by scope.
    pub keys: &'a [Key],
    /// Attributes by their number.
    pub facts: &'a [i64],
}

/// What was decided before, and who the subjects are.
pub trait Journal {
    /// What became of the record with this id; none if there was none.
    fn entry(&self, id: Id) -> Option<Entry<'_>>;

    /// The row of a subject with the latest date not after this one.
    fn row(&self, subject: Key, day: Day) -> Option<Row<'_>> {
        let _ = (subject, day);
        None
    }
}

/// The accounts with the journal.
pub trait State: Journal {
    /// What an account holds; 0 if nothing was ever added.
    fn amount(&self, at: AccountKey) -> i64;

    /// Says that an account will probably be read soon: a store may set it on its way through slow memory.
    fn touch(&self, at: AccountKey) {
        let _ = at;
    }
}

/// State that takes in decisions.
pub trait Store: State {
    /// Why a decision could not be taken in.
    type Error;

    /// Takes in a decision on a record, whole or not at all. [`Commit::of`] says what there is to write.
    fn commit(&mut self, record: &Record<'_>, decision: &Decision) -> Result<(), Self::Error>;
}

/// What a journal writes for a decision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Commit<'a> {
    /// The record's own entry, which takes the place of an earlier one.
    pub own: Entry<'a>,
    /// What the entry of the record it is about becomes.
    pub about: Option<(Id, Amended<'a>)>,
}

/// What an earlier entry becomes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amended<'a> {
    /// It waits on with these roles.
    Confirmed(u64),
    /// It is decided: outcome, date, changes and balance are these; it waits no more.
    Settled(Entry<'a>),
    /// It is reversed, and waits no more.
    Reversed,
}

impl<'a> Commit<'a> {
    /// What there is to write besides the changes to accounts; none for a repeated record.
    pub fn of(record: &Record<'a>, decision: &'a Decision) -> Option<Commit<'a>> {
        if decision.seen {
            return None;
        }
        let decided = Entry {
            kind: decision.kind,
            outcome: decision.outcome,
            instant: record.at().map_or(i64::MAX, |at| at.instant),
            rule_date: decision.rule_date,
            about: None,
            changes: &[],
            balance: None,
            waiting: None,
        };
        let result = Entry { about: decision.about, changes: &decision.changes, balance: decision.balance, ..decided };
        let own = match record {
            Record::Event(event) => {
                let waits = decision.outcome == Outcome::Pending;
                let waiting = waits.then_some(Waiting { event: *event, confirmed: 0 });
                Entry { waiting, ..result }
            }
            Record::Redemption(_) => result,
            _ => decided,
        };
        let amended = match decision.effect {
            Effect::None => None,
            Effect::Confirms(_) => Some(Amended::Confirmed(decision.confirmed)),
            Effect::Settles => Some(Amended::Settled(result)),
            Effect::TakesBack => Some(Amended::Reversed),
        };
        Some(Commit { own, about: decision.of.zip(amended) })
    }
}
