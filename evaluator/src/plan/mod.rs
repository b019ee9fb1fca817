//! The program as it is run: everything checked once, so that a decision cannot go wrong, and laid out so that it need not search.
//!
//! Each activity of a segment numbers the accounts it can touch (its *locals*): within one event an account has one key and one
//! window, so that a local is one number of the state.

mod activity;
mod build;
mod code;
mod context;

pub(crate) use build::plan;

use crate::decision::{Key, UNREADABLE};
use crate::program::{
    AccountId, Code, Compare, Day, DecidedBy, DimensionId, Domain, ItemId, Reversal, RoleId, Rounding, ScopeId, Slot,
    Window,
};

/// All segments.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub segments: Vec<Segment>,
    /// Scopes that follow from others, after those they follow from.
    pub derived: Vec<Derived>,
}

/// A scope that need not be stated.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Derived {
    /// Always key 0.
    Whole(ScopeId),
    /// By a list's parents.
    Parent { scope: ScopeId, of: ScopeId, list: u16 },
}

#[derive(Clone, Debug)]
pub(crate) struct Segment {
    pub from: Day,
    pub until: Option<Day>,
    pub decided_by: DecidedBy,
    pub late_days: Option<u32>,
    pub reversal: Reversal,
    pub activities: Vec<Option<Activity>>,
    pub redemptions: Vec<Option<Redemption>>,
}

impl Segment {
    pub fn contains(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

/// What conditions and amounts of one activity or redemption stand on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame {
    /// Keys of listed scopes that this version does not have.
    pub absent: Vec<(ScopeId, Vec<u16>)>,
    pub facts: Vec<FactCheck>,
    pub scopes: Vec<ScopeCheck>,
    pub gates: Vec<Gate>,
    pub readings: Vec<Reading>,
    pub locals: Vec<Local>,
    pub counters: Vec<Counter>,
}

/// What a fact may be: from `low` to `high`, and what else there is to it. No value that stands for an absent or unreadable fact is in
/// any range.
#[derive(Clone, Debug)]
pub(crate) struct FactCheck {
    pub slot: Slot,
    pub required: bool,
    pub low: i64,
    pub high: i64,
    pub rest: Rest,
}

/// What a fact may be, besides its range.
#[derive(Clone, Debug)]
pub(crate) enum Rest {
    /// Anything in it.
    Any,
    /// A whole multiple of this.
    Step(i64),
    /// One of these, ascending.
    Values(Vec<u16>),
}

impl FactCheck {
    pub fn new(slot: Slot, required: bool, domain: &Domain) -> FactCheck {
        let (low, high, rest) = match domain {
            Domain::Range { low, high, step: 1 } => (*low, *high, Rest::Any),
            Domain::Range { low, high, step } => (*low, *high, Rest::Step(*step)),
            Domain::Values(values) => {
                let mut values = values.clone();
                values.sort_unstable();
                values.dedup();
                match (values.first(), values.last()) {
                    (Some(&low), Some(&high)) if values.len() == usize::from(high - low) + 1 => {
                        (low.into(), high.into(), Rest::Any)
                    }
                    _ => (0, u16::MAX.into(), Rest::Values(values)),
                }
            }
        };
        FactCheck { slot, required, low: low.max(UNREADABLE + 1), high, rest }
    }

    #[inline]
    pub fn allows(&self, value: i64) -> bool {
        let within = self.low <= value && value <= self.high;
        within
            && match &self.rest {
                Rest::Any => true,
                Rest::Step(step) => value % step == 0,
                Rest::Values(values) => u16::try_from(value).is_ok_and(|v| values.binary_search(&v).is_ok()),
            }
    }
}

/// A scope that is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ScopeCheck {
    pub scope: ScopeId,
    pub required: bool,
    /// Keys are below this; of a stated scope all texts are.
    pub keys: Key,
    /// What it follows from, for a scope that does.
    pub derived: Option<Derived>,
}

#[derive(Clone, Debug)]
pub(crate) struct Gate {
    pub item: ItemId,
    pub clauses: Vec<Test>,
}

/// A condition; the common shapes are taken apart beforehand and cannot fail.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Test {
    /// A required fact compared with a constant.
    Fact(Slot, Compare, i64),
    /// A required fact in a set of the segment.
    Among(Slot, u32),
    /// Anything else.
    Run(Code),
}

/// A number; likewise.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value {
    Constant(i64),
    Fact(Slot),
    Run(Code),
}

/// An account that this activity or redemption can touch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Local {
    pub account: AccountId,
    pub shown: ItemId,
    pub scope: ScopeId,
    pub window: Window,
    /// Where first days of its window are kept.
    pub starts: usize,
    pub min: i64,
    pub max: i64,
}

/// An account that code reads, with the counters to add under 连同本次.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub local: u16,
    pub including: Vec<u16>,
}

#[derive(Clone, Debug)]
pub(crate) struct Counter {
    pub local: u16,
    pub takes: Takes,
}

#[derive(Clone, Debug)]
pub(crate) enum Takes {
    Event {
        when: Option<Test>,
        add: Value,
    },
    /// Items, ascending.
    Granted(Vec<ItemId>),
    AllGranted,
}

#[derive(Clone, Debug)]
pub(crate) struct Activity {
    pub frame: Frame,
    /// Roles by bit: of each one, all.
    pub confirmations: Vec<u64>,
    pub roles: u64,
    pub rules: Vec<Rule>,
    /// Rules with exceptions, after all that except them.
    pub silenced: Vec<u16>,
    pub groups: Vec<Group>,
    pub caps: Vec<Cap>,
    /// Caps before this number may count within one event; none from there on.
    pub within: usize,
    /// The balance, where a reversal may take back blocks.
    pub balance: Option<u16>,
}

#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub item: ItemId,
    pub dimension: DimensionId,
    pub clauses: Vec<Test>,
    pub excepted_by: Vec<u16>,
    pub amount: Amount,
    /// Its own, then overall ones.
    pub caps: Vec<u16>,
    /// How many of them are its own.
    pub own: usize,
    /// Each directly followed by its own.
    pub bonuses: Vec<Bonus>,
    /// Accounts that it and its bonuses may touch.
    pub touches: Vec<u16>,
}

impl Rule {
    pub fn own_caps(&self) -> &[u16] {
        &self.caps[..self.own]
    }
}

#[derive(Clone, Debug)]
pub(crate) enum Amount {
    Fixed(i64),
    Value(Value),
    Blocks { units: Value, block: i64, pay: Value },
    Carried(Carried),
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Carried {
    pub units: Value,
    pub block: i64,
    pub pay: i64,
    pub remainder: u16,
    pub paid: u16,
    /// The balance takes in the rule's points.
    pub into_balance: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Bonus {
    pub item: ItemId,
    /// The bonus it is a share of, by its number here; none: the rule.
    pub base: Option<u16>,
    pub clauses: Vec<Test>,
    pub multiply: Value,
    pub divide: i64,
    pub rounding: Rounding,
    /// Its own, then overall ones.
    pub caps: Vec<u16>,
}

#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub item: Option<ItemId>,
    pub highest: bool,
    pub members: Vec<Member>,
    /// What the group is called in reasons.
    pub named: ItemId,
}

#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub of: MemberOf,
    /// All rules under it.
    pub rules: Vec<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MemberOf {
    Rule(u16),
    Group(u16),
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Cap {
    pub item: ItemId,
    pub limit: i64,
    pub times: bool,
    pub refuse: bool,
    pub usage: Usage,
}

/// Where usage is kept: locals, with the scope that may be missing.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Usage {
    Event,
    Local(u16),
    OrLocal(ScopeId, u16, u16),
    OrUnlimited(ScopeId, u16),
    OrNothing(ScopeId, u16),
}

#[derive(Clone, Debug)]
pub(crate) struct Redemption {
    pub frame: Frame,
    pub item: ItemId,
    pub price: i64,
    pub from_balance: Option<i64>,
    pub floor: i64,
    pub balance: u16,
    pub stock: Vec<Cap>,
}

/// The roles as bits.
pub(crate) fn role_bits(roles: &[RoleId]) -> u64 {
    roles.iter().fold(0, |bits, role| bits | 1u64.checked_shl((*role).into()).unwrap_or(0))
}
