//! What comes out of a decision: the outcome, a line for every rule, the price, the changes. The explanation is made from this
//! record and from nothing else.

use crate::program::{AccountId, Day, DimensionId, ItemId, ScopeId};
use serde::{Deserialize, Serialize};

/// What became of a line of input. Where several apply, the order is that of `semantics.md`, section "Outcomes".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Decided; points may be 0.
    Decided,
    /// Waits for confirmation.
    Pending,
    /// No version, or not this redemption, is in force on the date that decides.
    NotInForce,
    /// Received after the limit for late events.
    TooLate,
    /// A gate stopped it.
    NotEligible,
    /// Locked out (not used before standings exist).
    Locked,
    /// Waits for a person's decision on the amount (not used before discretionary awards exist).
    NeedsDecision,
    /// A redemption below the floor or out of stock.
    Refused,
    /// Facts missing or impossible, or an account would leave its range. Nothing changed.
    CannotDecide,
    /// Taken back.
    Reversed,
    /// The id was decided before. Nothing changed.
    Repeated,
    /// A confirmation or reversal of something that is not before it.
    Unknown,
}

/// A key within a scope: an interned text, or the index of a list's value, or 0 for the whole street.
pub type Key = u32;
/// No key.
pub const NO_KEY: Key = u32::MAX;
/// The value of a fact that the event does not have.
pub const ABSENT: i64 = i64::MIN;

/// One number of the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountKey {
    /// Which account.
    pub account: AccountId,
    /// Whose, within the account's scope.
    pub key: Key,
    /// First day of its window; 0 for a lifetime.
    pub start: Day,
}

/// An amount added to one number of the state. Reversals add negative amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Where.
    pub at: AccountKey,
    /// How much, never 0.
    pub add: i64,
}

/// Why a rule paid less than its amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// A cap had less room than the amount: what was asked of it was `asked`, its room `limit − used` (at least 0).
    Cap {
        /// The cap, overall cap or stock.
        item: ItemId,
        /// Whether it counts awards.
        times: bool,
        /// Its limit.
        limit: i64,
        /// What was used before this award.
        used: i64,
    },
    /// The cap covers only those who have its scope, and gives nothing to others.
    NoScope {
        /// The cap.
        item: ItemId,
        /// The scope missing.
        scope: ScopeId,
    },
    /// A group chose another member.
    Group {
        /// The group; none: 并得 就高.
        item: Option<ItemId>,
        /// The rule or group chosen.
        chosen: ItemId,
    },
}

/// Why a rule does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failed {
    /// This clause of it: index into its clauses, with the value compared (none where it has no probe or the fact is absent).
    Clause {
        /// Index into the rule's, bonus's or gate's clauses.
        index: u16,
        /// Value × the probe's scale.
        value: Option<i64>,
        /// The nearest that would pass, held units; none: see the clause.
        would_pass: Option<i64>,
    },
    /// Silenced by this rule, which excepts it.
    Excepted {
        /// The rule that holds instead.
        by: ItemId,
    },
}

/// A line of the result: one rule, or one bonus on one base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The rule.
    pub item: ItemId,
    /// Where its points count.
    pub dimension: DimensionId,
    /// Of a bonus: the rule it is a share of.
    pub base: Option<ItemId>,
    /// Position of the rule, for finding its clauses: path of indexes into rules, then bonuses.
    pub path: [u16; 4],
    /// None if it holds.
    pub failed: Option<Failed>,
    /// Before any limit.
    pub amount: i64,
    /// What was paid.
    pub granted: i64,
    /// All that limited it.
    pub limited_by: Vec<Limit>,
}
