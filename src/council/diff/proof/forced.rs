//! Accounts that hold what is wanted of them.

use mizi_evaluator::account::{Entry, Journal, Memory, State, Store};
use mizi_evaluator::decision::{AccountKey, Decision};
use mizi_evaluator::program::{Account, AccountKind, Program};
use mizi_evaluator::record::{Id, Record};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

/// How the names of remainders begin.
pub const REMAINDER: &str = "remainder ";

/// What the accounts of a policy are called: usages and remainders, which grants read; not balances and counters.
pub struct Names {
    /// By place in the program.
    places: Vec<Option<Named>>,
    groups: BTreeMap<String, String>,
}

/// An account.
pub struct Named {
    /// With what it is always changed together.
    pub group: String,
    /// The durable key by which it is found again in another version.
    pub key: String,
}

impl Names {
    /// Of a program.
    pub fn of(program: &Program) -> Names {
        let places: Vec<Option<Named>> = program.accounts.iter().map(|account| named(program, account)).collect();
        let groups = places.iter().flatten().map(|named| (named.key.clone(), named.group.clone())).collect();
        Names { places, groups }
    }

    /// An account by its place in the program.
    pub fn at(&self, account: u32) -> Option<&Named> {
        self.places.get(usize::try_from(account).ok()?)?.as_ref()
    }

    /// With what the account of a key is kept; none where there is no such.
    pub fn group(&self, key: &str) -> Option<&String> {
        self.groups.get(key)
    }
}

fn named(program: &Program, account: &Account) -> Option<Named> {
    let scope = program.scopes.get(usize::from(account.scope))?.name.key();
    let key = format!("{} {:?} {scope} {:?} {:?}", account.item, account.measure, account.window, account.kind);
    match account.kind {
        AccountKind::Usage => Some(Named { group: format!("{scope} {:?}", account.window), key }),
        AccountKind::Remainder => Some(Named { group: format!("{REMAINDER}{key}"), key }),
        AccountKind::Balance | AccountKind::Counter | AccountKind::CarriedPay => None,
    }
}

/// A journal of its own, and accounts that hold what they are said to, whoever they are of.
pub struct Forced<'f> {
    memory: Memory,
    amounts: Vec<i64>,
    /// Accounts whose amounts belong to the event.
    fixed: BTreeSet<usize>,
    names: &'f Names,
    read: RefCell<BTreeSet<usize>>,
}

impl<'f> Forced<'f> {
    /// By durable keys; `fixed` by item what the event itself says.
    pub fn new(
        program: &Program,
        names: &'f Names,
        values: &super::Amounts,
        fixed: &BTreeMap<String, i64>,
    ) -> Forced<'f> {
        let mut own = BTreeSet::new();
        let amount = |(place, account): (usize, &Account)| {
            let lasting = matches!(account.kind, AccountKind::Balance | AccountKind::Counter);
            if let Some(value) = fixed.get(&account.item).filter(|_| lasting) {
                own.insert(place);
                return *value;
            }
            let named = names.places.get(place).and_then(Option::as_ref);
            named.and_then(|named| values.get(&named.key)).copied().unwrap_or(0)
        };
        let amounts = program.accounts.iter().enumerate().map(amount).collect();
        Forced { memory: Memory::default(), amounts, fixed: own, names, read: RefCell::default() }
    }

    /// What was read so far, by what it is kept together with; without what belongs to the event.
    pub fn read(&self) -> BTreeSet<String> {
        let read = self.read.borrow();
        let named = read.difference(&self.fixed).filter_map(|place| self.names.places.get(*place)?.as_ref());
        named.map(|named| named.group.clone()).collect()
    }
}

impl Journal for Forced<'_> {
    fn entry(&self, id: Id) -> Option<Entry<'_>> {
        self.memory.entry(id)
    }
}

impl State for Forced<'_> {
    fn amount(&self, at: AccountKey) -> i64 {
        let place = usize::try_from(at.account).unwrap_or(usize::MAX);
        self.read.borrow_mut().insert(place);
        self.amounts.get(place).copied().unwrap_or(0)
    }
}

impl Store for Forced<'_> {
    type Error = Infallible;

    fn commit(&mut self, record: &Record<'_>, decision: &Decision) -> Result<(), Infallible> {
        self.memory.commit(record, decision)
    }
}
