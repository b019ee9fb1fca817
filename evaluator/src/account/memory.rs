//! Stores in memory: accounts alone, and accounts with the journal and the subjects.

use super::table::Table;
use super::{Amended, Commit, Entry, Journal, Row, State, Store, Waiting};
use crate::decision::{About, AccountKey, Change, Decision, Key, Outcome};
use crate::program::Day;
use crate::record::{Event, Id, Kind, Record};
use crate::subjects::Subjects;
use rustc_hash::FxHashMap;
use std::convert::Infallible;

/// Accounts alone, for hosts that see every record once and confirm, reverse and keep subjects elsewhere.
#[derive(Clone, Debug, Default)]
pub struct Counters {
    /// By account.
    tables: Vec<Table>,
}

impl Counters {
    /// Sets what an account holds.
    pub fn set(&mut self, at: AccountKey, amount: i64) {
        if let Some(own) = self.table(at).amount(at) {
            *own = amount;
        }
    }

    #[inline]
    fn table(&mut self, at: AccountKey) -> &mut Table {
        let account = at.account as usize;
        if account >= self.tables.len() {
            self.tables.resize_with(account + 1, Table::default);
        }
        &mut self.tables[account]
    }

    #[inline]
    fn add(&mut self, changes: &[Change]) {
        for change in changes {
            if let Some(own) = self.table(change.at).amount(change.at) {
                // Decisions have kept every account within its range.
                *own = own.saturating_add(change.add);
            }
        }
    }

    /// All numbers that are not 0, in order of account, key and window.
    pub fn amounts(&self) -> Vec<(AccountKey, i64)> {
        let of_account = |(account, table): (u32, &Table)| {
            let at = move |(key, start, amount)| (AccountKey { account, key, start }, amount);
            table.all().map(at).filter(|(_, amount)| *amount != 0).collect::<Vec<_>>()
        };
        let mut all: Vec<_> = (0u32..).zip(&self.tables).flat_map(of_account).collect();
        all.sort_unstable();
        all
    }
}

impl Journal for Counters {
    fn entry(&self, _: Id) -> Option<Entry<'_>> {
        None
    }
}

impl State for Counters {
    #[inline]
    fn touch(&self, at: AccountKey) -> u64 {
        self.tables.get(at.account as usize).map_or(0, |table| table.touch(at))
    }

    fn amount(&self, at: AccountKey) -> i64 {
        self.tables.get(at.account as usize).map_or(0, |table| table.get(at))
    }
}

impl Store for Counters {
    type Error = Infallible;

    fn commit(&mut self, _: &Record<'_>, decision: &Decision) -> Result<(), Infallible> {
        self.add(&decision.changes);
        Ok(())
    }
}

/// Accounts, journal and subjects.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    counters: Counters,
    entries: FxHashMap<Id, Kept>,
    /// Who the subjects are; empty where events state everything.
    pub subjects: Subjects,
}

/// An entry as it is kept.
#[derive(Clone, Debug)]
struct Kept {
    kind: Kind,
    outcome: Outcome,
    instant: i64,
    rule_date: Option<Day>,
    about: Option<About>,
    changes: Box<[Change]>,
    rare: Option<Box<Rare>>,
}

/// What few entries have.
#[derive(Clone, Debug, Default)]
struct Rare {
    balance: Option<AccountKey>,
    waiting: Option<KeptEvent>,
}

/// A pending event as it is kept.
#[derive(Clone, Debug)]
struct KeptEvent {
    event: Event<'static>,
    keys: Box<[Key]>,
    facts: Box<[i64]>,
    confirmed: u64,
}

impl KeptEvent {
    fn of(waiting: Waiting<'_>) -> KeptEvent {
        KeptEvent {
            event: Event { keys: &[], facts: &[], ..waiting.event },
            keys: waiting.event.keys.into(),
            facts: waiting.event.facts.into(),
            confirmed: waiting.confirmed,
        }
    }

    fn view(&self) -> Waiting<'_> {
        Waiting { event: Event { keys: &self.keys, facts: &self.facts, ..self.event }, confirmed: self.confirmed }
    }
}

impl Kept {
    fn of(entry: Entry<'_>) -> Kept {
        let rare = Rare { balance: entry.balance, waiting: entry.waiting.map(KeptEvent::of) };
        let needed = rare.balance.is_some() || rare.waiting.is_some();
        Kept {
            kind: entry.kind,
            outcome: entry.outcome,
            instant: entry.instant,
            rule_date: entry.rule_date,
            about: entry.about,
            changes: entry.changes.into(),
            rare: needed.then(|| Box::new(rare)),
        }
    }

    fn view(&self) -> Entry<'_> {
        let rare = self.rare.as_deref();
        Entry {
            kind: self.kind,
            outcome: self.outcome,
            instant: self.instant,
            rule_date: self.rule_date,
            about: self.about,
            changes: &self.changes,
            balance: rare.and_then(|rare| rare.balance),
            waiting: rare.and_then(|rare| rare.waiting.as_ref()).map(KeptEvent::view),
        }
    }

    fn amend(&mut self, amended: Amended<'_>) {
        match amended {
            Amended::Confirmed(roles) => {
                if let Some(waiting) = self.rare.as_mut().and_then(|rare| rare.waiting.as_mut()) {
                    waiting.confirmed = roles;
                }
            }
            Amended::Settled(entry) => {
                let own = Entry { kind: self.kind, instant: self.instant, about: self.about, ..entry };
                *self = Kept::of(own);
            }
            Amended::Reversed => {
                self.outcome = Outcome::Reversed;
                self.rare = None;
            }
        }
    }
}

impl Memory {
    /// The accounts.
    pub fn counters(&self) -> &Counters {
        &self.counters
    }

    /// Sets what an account holds.
    pub fn set(&mut self, at: AccountKey, amount: i64) {
        self.counters.set(at, amount);
    }

    /// Puts an entry into the journal, in place of an earlier one of that id.
    pub fn put(&mut self, id: Id, entry: Entry<'_>) {
        self.entries.insert(id, Kept::of(entry));
    }

    /// The last outcome of a record.
    pub(crate) fn outcome(&self, id: Id) -> Option<Outcome> {
        self.entries.get(&id).map(|kept| kept.outcome)
    }

    /// All entries of the journal, in order of id.
    pub fn entries(&self) -> Vec<(Id, Entry<'_>)> {
        let mut all: Vec<_> = self.entries.iter().map(|(&id, kept)| (id, kept.view())).collect();
        all.sort_unstable_by_key(|&(id, _)| id);
        all
    }
}

impl Journal for Memory {
    fn entry(&self, id: Id) -> Option<Entry<'_>> {
        self.entries.get(&id).map(Kept::view)
    }

    fn row(&self, subject: Key, day: Day) -> Option<Row<'_>> {
        self.subjects.row(subject, day)
    }
}

impl State for Memory {
    fn amount(&self, at: AccountKey) -> i64 {
        self.counters.amount(at)
    }
}

impl Store for Memory {
    type Error = Infallible;

    fn commit(&mut self, record: &Record<'_>, decision: &Decision) -> Result<(), Infallible> {
        self.counters.add(&decision.changes);
        let Some(commit) = Commit::of(record, decision) else { return Ok(()) };
        self.entries.insert(record.id(), Kept::of(commit.own));
        if let Some((id, amended)) = commit.about
            && let Some(kept) = self.entries.get_mut(&id)
        {
            kept.amend(amended);
        }
        Ok(())
    }
}
