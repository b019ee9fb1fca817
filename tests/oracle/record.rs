//! What both interpreters say of a line, in one form, so that the two can be compared.

use super::calendar::Day;
use super::expr::{Value, compares};
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
    Clause { index: usize, value: Option<Shown>, would_pass: Passing },
    Excepted { by: String },
}

/// A value as both interpreters can name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// In base units.
    Number(Num),
    YesNo(bool),
    Date(Day),
    Time(i64),
    /// A list's value by its code or name.
    Named(String),
}

/// What would pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passing {
    /// This value; none: see the clause.
    Is(Option<Shown>),
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

impl Passing {
    /// Whether a value that the compiled path names is what is meant.
    fn allows(&self, other: &Passing) -> bool {
        let Passing::Is(found) = other else { return false };
        let value = match found {
            Some(Shown::Number(n)) => Some(Value::Number(*n)),
            Some(Shown::Date(day)) => Some(Value::Date(*day)),
            Some(Shown::Time(minute)) => Some(Value::Time(*minute)),
            _ => None,
        };
        match self {
            Passing::Is(_) => self == other,
            Passing::Holds(how, limit) => match value {
                Some(value) => compares(*how, value, *limit),
                None => *how == Compare::Equal,
            },
            Passing::Between(low, high) => match value {
                Some(value) => compares(Compare::AtLeast, value, *low) && compares(Compare::AtMost, value, *high),
                None => true,
            },
        }
    }
}

impl Failed {
    fn agrees(&self, other: &Failed) -> bool {
        match (self, other) {
            (
                Failed::Clause { index, value, would_pass },
                Failed::Clause { index: their_index, value: their_value, would_pass: theirs },
            ) => index == their_index && value == their_value && would_pass.allows(theirs),
            _ => self == other,
        }
    }
}

impl Record {
    /// Whether the compiled path says the same. What would pass of a formula is only known to hold.
    pub fn agrees(&self, other: &Record) -> bool {
        let mut theirs = other.clone();
        let adopt = |mine: Option<&Failed>, theirs: Option<&mut Failed>| {
            if let (Some(mine), Some(theirs)) = (mine, theirs) {
                if mine.agrees(theirs) {
                    theirs.clone_from(mine);
                }
            }
        };
        adopt(self.gate.as_ref().map(|gate| &gate.clause), theirs.gate.as_mut().map(|gate| &mut gate.clause));
        for (mine, theirs) in self.lines.iter().zip(&mut theirs.lines) {
            adopt(mine.failed.as_ref(), theirs.failed.as_mut());
        }
        *self == theirs
    }

    pub fn new(id: &str, of: Option<&str>, outcome: &str) -> Self {
        Record { id: id.to_owned(), of: of.map(str::to_owned), outcome: outcome.to_owned(), ..Record::default() }
    }
}
