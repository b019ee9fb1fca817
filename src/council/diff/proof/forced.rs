//! Accounts that hold what is wanted of them.

use super::super::side::Side;
use mizi_evaluator::account::{Entry, Journal, Memory, State, Store};
use mizi_evaluator::decision::{AccountKey, Decision};
use mizi_evaluator::program::{AccountKind, Program};
use mizi_evaluator::record::{Id, Record};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

/// A journal of its own, and accounts that hold what they are said to, whoever they are of.
pub struct Forced<'f> {
    memory: Memory,
    amounts: Vec<i64>,
    /// Accounts whose amounts belong to the event.
    fixed: BTreeSet<usize>,
    program: &'f Program,
    read: RefCell<BTreeSet<usize>>,
}

impl<'f> Forced<'f> {
    /// By durable keys; `fixed` by item what the event itself says.
    pub fn new(side: &'f Side<'_>, values: &super::Amounts, fixed: BTreeMap<String, i64>) -> Self {
        let program = side.program();
        let mut amounts = vec![0; program.accounts.len()];
        let mut own = BTreeSet::new();
        for (place, (account, amount)) in program.accounts.iter().zip(&mut amounts).enumerate() {
            let lasting = matches!(account.kind, AccountKind::Balance | AccountKind::Counter);
            match fixed.get(&account.item).filter(|_| lasting) {
                Some(value) => {
                    *amount = *value;
                    own.insert(place);
                }
                None => *amount = named(program, place).and_then(|(_, key)| values.get(&key).copied()).unwrap_or(0),
            }
        }
        Forced { memory: Memory::default(), amounts, fixed: own, program, read: RefCell::default() }
    }

    /// What was read so far, by what it is kept together with; without what belongs to the event.
    pub fn read(&self) -> BTreeSet<String> {
        let read = self.read.borrow();
        read.difference(&self.fixed).filter_map(|place| named(self.program, *place)).map(|(group, _)| group).collect()
    }
}

/// How the names of remainders begin.
pub const REMAINDER: &str = "remainder ";

/// With what an account is always changed together, and the durable key by which it is found again in another version; none for
/// balances and counters, which no grant reads.
pub fn key(side: &Side<'_>, account: u32) -> Option<(String, String)> {
    named(side.program(), usize::try_from(account).ok()?)
}

fn named(program: &Program, place: usize) -> Option<(String, String)> {
    let account = program.accounts.get(place)?;
    let scope = program.scopes.get(usize::from(account.scope))?.name.key();
    let key = format!("{} {:?} {scope} {:?} {:?}", account.item, account.measure, account.window, account.kind);
    match account.kind {
        AccountKind::Usage => Some((format!("{scope} {:?}", account.window), key)),
        AccountKind::Remainder => Some((format!("{REMAINDER}{key}"), key)),
        AccountKind::Balance | AccountKind::Counter | AccountKind::CarriedPay => None,
    }
}

/// With what the account of a key is kept; none where there is no such.
pub fn group(side: &Side<'_>, wanted: &str) -> Option<String> {
    let all = 0..side.program().accounts.len();
    all.into_iter()
        .filter_map(|place| named(side.program(), place))
        .find(|(_, key)| key == wanted)
        .map(|(group, _)| group)
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
