//! What both interpreters say of a line, in one form, so that the two can be compared.

use super::calendar::Day;
use super::expr::Value;
use mizi_evaluator::program::Compare;
use num_rational::Ratio;
use std::collections::BTreeMap;

/// Exact numbers at run time too.
pub type Num = Ratio<i128>;

/// S2.1: what finds a number of the state.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    pub item: String,
    pub measure: String,
    pub scope: String,
    /// None for the whole street.
    pub key: Option<String>,
    pub window: String,
    /// None for a lifetime.
    pub start: Option<Day>,
}

/// What became of one line.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Record {
    pub id: String,
    /// The event or redemption a confirmation or reversal is about, where there is one.
    pub of: Option<String>,
    pub outcome: String,
    /// The gate that failed.
    pub gate: Option<GateFailed>,
    /// None where nothing was decided.
    pub total: Option<Num>,
    pub lines: Vec<RuleLine>,
    pub price: Option<Num>,
    /// Why a redemption is refused, sorted.
    pub refused: Vec<Limit>,
    pub changes: BTreeMap<Key, Num>,
    /// S15.6: what could not be taken back.
    pub shortfall: Option<Num>,
    /// Sorted.
    pub errors: Vec<Problem>,
}

/// A gate that failed: its number among those looked at, and the clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateFailed {
    pub gate: usize,
    pub clause: Failed,
}

/// S14.1: one rule, or one bonus on one base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleLine {
    pub rule: String,
    pub dimension: String,
    pub base: Option<String>,
    pub failed: Option<Failed>,
    pub amount: Num,
    pub granted: Num,
    /// Sorted.
    pub limited_by: Vec<Limit>,
}

/// Why a rule does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failed {
    Clause { index: usize, value: Option<Value>, would_pass: Passing },
    Excepted { by: String },
}

/// What would pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passing {
    /// This value; none: see the clause.
    Is(Option<Value>),
    /// Some value that compares so; which one is on the grid only the compiler knows.
    Holds(Compare, Value),
    /// Some value within.
    Between(Value, Value),
}

/// Why less was paid than the amount, or a redemption refused.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    Cap {
        item: String,
        times: bool,
        limit: Num,
        used: Num,
    },
    NoScope {
        item: String,
        scope: String,
    },
    Group {
        group: Option<String>,
        chosen: String,
    },
    /// 起兑: what the balance had to be, what it was.
    FromBalance {
        least: Num,
        balance: Num,
    },
    /// 最低: what had to remain, what would have.
    Floor {
        least: Num,
        left: Num,
    },
}

/// Why a line cannot be decided: kind and name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    pub kind: &'static str,
    pub name: String,
}

impl Record {
    pub fn new(id: &str, of: Option<&str>, outcome: &str) -> Self {
        Record { id: id.to_owned(), of: of.map(str::to_owned), outcome: outcome.to_owned(), ..Record::default() }
    }
}
