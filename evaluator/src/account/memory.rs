//! Stores in memory: accounts alone, and accounts with the journal and the subjects.

use super::numbers::Numbers;
use super::windows::Windows;
use super::{Amended, Commit, Entry, Journal, Row, State, Store, Waiting};
use crate::decision::{About, AccountKey, Change, Decision, Key, Outcome};
use crate::program::Day;
use crate::record::{Event, Id, Kind, Record};
use crate::subjects::Subjects;
use std::convert::Infallible;

/// Accounts alone, for hosts that see every record once and confirm, reverse and keep subjects elsewhere.
#[derive(Clone, Debug, Default)]
pub struct Counters {
    /// By account.
    accounts: Vec<Windows>,
}

impl Counters {
    /// Sets what an account holds.
    pub fn set(&mut self, at: AccountKey, amount: i64) {
        self.windows(at).change(at, |_| amount);
    }

    #[inline]
    fn windows(&mut self, at: AccountKey) -> &mut Windows {
        let account = at.account as usize;
        if account >= self.accounts.len() {
            self.widen(account);
        }
        &mut self.accounts[account]
    }

    #[cold]
    fn widen(&mut self, account: usize) {
        self.accounts.resize_with(account + 1, Windows::default);
    }

    #[inline]
    fn add(&mut self, changes: &[Change]) {
        for change in changes {
            // Decisions have kept every account within its range.
            self.windows(change.at).change(change.at, |own| own.saturating_add(change.add));
        }
    }

    /// All numbers that are not 0, in order of account, key and window.
    pub fn amounts(&self) -> Vec<(AccountKey, i64)> {
        let of_account = |(account, windows): (u32, &Windows)| {
            let at = move |(key, start, amount)| (AccountKey { account, key, start }, amount);
            windows.all().map(at).filter(|(_, amount)| *amount != 0).collect::<Vec<_>>()
        };
        let mut all: Vec<_> = (0u32..).zip(&self.accounts).flat_map(of_account).collect();
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
    fn amount(&self, at: AccountKey) -> i64 {
        self.accounts.get(at.account as usize).map_or(0, |windows| windows.get(at))
    }

    #[inline]
    fn touch(&self, at: AccountKey) {
        if let Some(windows) = self.accounts.get(at.account as usize) {
            windows.touch(at);
        }
    }
}

impl Store for Counters {
    type Error = Infallible;

    #[inline]
    fn commit(&mut self, _: &Record<'_>, decision: &Decision) -> Result<(), Infallible> {
        self.add(&decision.changes);
        Ok(())
    }
}

/// Accounts, journal and subjects.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    counters: Counters,
    numbers: Numbers,
    entries: Vec<Kept>,
    /// The changes of all entries, one entry's after another's.
    changes: Vec<Change>,
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
    /// Where its changes begin, and how many they are.
    changes: (usize, u32),
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
    fn of(entry: Entry<'_>, changes: &mut Vec<Change>) -> Kept {
        let start = changes.len();
        changes.extend_from_slice(entry.changes);
        let rare = Rare { balance: entry.balance, waiting: entry.waiting.map(KeptEvent::of) };
        let needed = rare.balance.is_some() || rare.waiting.is_some();
        Kept {
            kind: entry.kind,
            outcome: entry.outcome,
            instant: entry.instant,
            rule_date: entry.rule_date,
            about: entry.about,
            changes: (start, entry.changes.len() as u32),
            rare: needed.then(|| Box::new(rare)),
        }
    }

    fn view<'a>(&'a self, changes: &'a [Change]) -> Entry<'a> {
        let (start, count) = self.changes;
        let rare = self.rare.as_deref();
        Entry {
            kind: self.kind,
            outcome: self.outcome,
            instant: self.instant,
            rule_date: self.rule_date,
            about: self.about,
            changes: changes.get(start..start + count as usize).unwrap_or_default(),
            balance: rare.and_then(|rare| rare.balance),
            waiting: rare.and_then(|rare| rare.waiting.as_ref()).map(KeptEvent::view),
        }
    }

    fn amend(&mut self, amended: Amended<'_>, changes: &mut Vec<Change>) {
        match amended {
            Amended::Confirmed(roles) => {
                if let Some(waiting) = self.rare.as_mut().and_then(|rare| rare.waiting.as_mut()) {
                    waiting.confirmed = roles;
                }
            }
            Amended::Settled(entry) => {
                let own = Entry { kind: self.kind, instant: self.instant, about: self.about, ..entry };
                *self = Kept::of(own, changes);
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

    /// Makes room for so many more entries.
    pub fn reserve(&mut self, entries: usize) {
        self.numbers.reserve(entries);
        self.entries.reserve(entries);
    }

    /// Puts an entry into the journal, in place of an earlier one of that id.
    pub fn put(&mut self, id: Id, entry: Entry<'_>) {
        let kept = Kept::of(entry, &mut self.changes);
        let number = self.numbers.at(id);
        match self.entries.get_mut(*number as usize) {
            Some(own) => *own = kept,
            None => {
                *number = self.entries.len() as u32;
                self.entries.push(kept);
            }
        }
    }

    fn kept(&self, id: Id) -> Option<&Kept> {
        self.entries.get(self.numbers.get(id) as usize)
    }

    /// The last outcome of a record.
    pub(crate) fn outcome(&self, id: Id) -> Option<Outcome> {
        self.kept(id).map(|kept| kept.outcome)
    }

    /// All entries of the journal, in order of id.
    pub fn entries(&self) -> Vec<(Id, Entry<'_>)> {
        let numbers = self.numbers.all();
        let view = |(id, number)| Some((id, self.entries.get(number as usize)?.view(&self.changes)));
        let mut all: Vec<_> = numbers.filter_map(view).collect();
        all.sort_unstable_by_key(|&(id, _)| id);
        all
    }
}

impl Journal for Memory {
    fn entry(&self, id: Id) -> Option<Entry<'_>> {
        self.kept(id).map(|kept| kept.view(&self.changes))
    }

    fn row(&self, subject: Key, day: Day) -> Option<Row<'_>> {
        self.subjects.row(subject, day)
    }
}

impl State for Memory {
    #[inline]
    fn amount(&self, at: AccountKey) -> i64 {
        self.counters.amount(at)
    }

    #[inline]
    fn touch(&self, at: AccountKey) {
        self.counters.touch(at);
    }
}

impl Store for Memory {
    type Error = Infallible;

    fn commit(&mut self, record: &Record<'_>, decision: &Decision) -> Result<(), Infallible> {
        self.counters.add(&decision.changes);
        let Some(commit) = Commit::of(record, decision) else { return Ok(()) };
        self.put(record.id(), commit.own);
        if let Some((id, amended)) = commit.about
            && let Some(kept) = self.entries.get_mut(self.numbers.get(id) as usize)
        {
            kept.amend(amended, &mut self.changes);
        }
        Ok(())
    }
}
