//! What comes out of a decision: the outcome, a line for every rule, the price, the changes. The explanation is made from this
//! record and from nothing else.

use crate::program::{AccountId, ActivityId, Day, DimensionId, FactId, ItemId, RedemptionId, RoleId, ScopeId};
use crate::record::{Id, Kind};
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
/// The id of a record without one.
pub const NO_ID: Id = Id::MAX;
/// No key.
pub const NO_KEY: Key = u32::MAX;
/// A key is stated, but not one the scope can have.
pub const UNREADABLE_KEY: Key = u32::MAX - 1;
/// The value of a fact that the event does not have.
pub const ABSENT: i64 = i64::MIN;
/// The value of a fact that is stated, but not as one of its kind.
pub const UNREADABLE: i64 = i64::MIN + 1;

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

/// Why a line was granted less than its amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// A cap had less room than the amount: `limit − used`, at least 0.
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
        /// The rule or group chosen; of a group without a name its first rule.
        chosen: ItemId,
    },
}

/// Why a rule, bonus or gate does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    /// This clause of it.
    Clause {
        /// Index into the rule's, bonus's or gate's clauses.
        index: u16,
        /// The value compared × the probe's scale; none where it has no probe or the value is absent.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The rule or bonus.
    pub item: ItemId,
    /// Where its points count.
    pub dimension: DimensionId,
    /// Of a bonus: the rule it is a share of.
    pub base: Option<ItemId>,
    /// Index into [`ActivityProgram::rules`](crate::program::ActivityProgram::rules): of the rule, or of the one a bonus hangs on.
    pub rule: u16,
    /// Of a bonus: its number among all bonuses under the rule, each directly followed by its own bonuses.
    pub bonus: Option<u16>,
    /// None if it holds.
    pub failed: Option<Failed>,
    /// Before any limit.
    pub amount: i64,
    /// What was paid.
    pub granted: i64,
    /// Where its limits begin in the decision's, and how many they are.
    pub(crate) limits: (u32, u32),
}

/// A gate that stopped an event or a redemption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// The eligibility, or the redemption for its own conditions.
    pub item: ItemId,
    /// Index of the gate among those of the activity or redemption.
    pub gate: u16,
    /// Its clause.
    pub failed: Failed,
}

/// Why a redemption was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// 起兑: the balance before it is below this.
    FromBalance {
        /// The balance before it.
        balance: i64,
        /// The least it must be.
        least: i64,
    },
    /// 最低: the balance after it would be below this.
    Floor {
        /// The balance before it.
        balance: i64,
        /// The price.
        price: i64,
        /// The least that must be left.
        floor: i64,
    },
    /// 限量: none is left.
    Stock(Limit),
}

/// What an error is about. Text that could not be read is kept by whoever read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Error {
    /// The time cannot be read.
    Time,
    /// The date on which it was received cannot be read.
    Received,
    /// The first day of a subject's row cannot be read.
    From,
    /// There is no subject.
    Subject,
    /// No version has this activity.
    UnknownActivity,
    /// The version in force does not have the activity.
    Activity(ActivityId),
    /// No version has this redemption.
    UnknownRedemption,
    /// The policy does not have this role.
    UnknownRole,
    /// What is confirmed or reversed is not stated.
    Of,
    /// A fact is missing.
    MissingFact(FactId),
    /// A fact is not written as one of its kind.
    UnreadableFact(FactId),
    /// A fact is outside its range.
    OutOfRange {
        /// The fact.
        fact: FactId,
        /// Its value.
        value: i64,
        /// The least it may be.
        low: i64,
        /// The most it may be.
        high: i64,
    },
    /// A fact is between two steps.
    OffStep {
        /// The fact.
        fact: FactId,
        /// Its value.
        value: i64,
        /// The step.
        step: i64,
    },
    /// The version in force does not have this value of a list.
    NotInList {
        /// The fact.
        fact: FactId,
        /// Its value.
        value: i64,
    },
    /// A scope is missing.
    MissingScope(ScopeId),
    /// A scope's key is none of its list.
    UnreadableScope(ScopeId),
    /// A stated scope is not the one that follows from another, or that other one is missing.
    Contradiction {
        /// The scope.
        scope: ScopeId,
        /// What was stated.
        stated: Key,
        /// What follows; [`NO_KEY`] where what it follows from is missing.
        derived: Key,
    },
    /// A name that no version of the policy has: the number of it among those of the record.
    UnknownName(u16),
    /// An amount or condition leaves 64 bits, or an amount is below 0: at this item.
    Amount(Option<ItemId>),
    /// A division by zero: at this item.
    DivisionByZero(Option<ItemId>),
    /// An account would leave its range.
    Account {
        /// The account.
        account: AccountId,
        /// What it holds.
        before: i64,
        /// What would be added.
        add: i64,
    },
    /// The version that decided what is reversed is not in this policy any more.
    DecidedElsewhere,
    /// The line is not a record in JSON.
    NotJson,
    /// There is no id.
    Id,
    /// It is not stated, or stated more than once, whether it is an event, a confirmation, a reversal or a redemption.
    Kind,
    /// A part that no record has: the number of it among the record's errors.
    UnknownPart(u16),
    /// A part that is stated twice: likewise.
    PartTwice(u16),
    /// The subject has a row from that day already.
    RowTwice,
}

/// What a decision was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// An event of this activity.
    Activity(ActivityId),
    /// This redemption.
    Redemption(RedemptionId),
}

/// What a confirmation or reversal does to the record it is about, besides the changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    None,
    /// The event waits on, with one more role.
    Confirms(RoleId),
    /// The event is decided: its outcome and changes are those of this decision.
    Settles,
    /// The record is taken back.
    TakesBack,
}

/// All that became of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The record's id.
    pub id: Id,
    /// The record's kind.
    pub kind: Kind,
    /// What it confirms or reverses.
    pub of: Option<Id>,
    /// What became of it.
    pub outcome: Outcome,
    /// Its own id was decided before, so that nothing at all is to be written down.
    pub seen: bool,
    /// What the event, or the event or redemption confirmed or reversed, is.
    pub about: Option<About>,
    /// The segment that decided, an index into [`Program::segments`](crate::program::Program::segments).
    pub segment: Option<u16>,
    /// The date that decided.
    pub rule_date: Option<Day>,
    /// Sum of what was granted; less what a redemption costs or a reversal takes back.
    pub total: i64,
    /// The price of a redemption that was decided or refused.
    pub price: Option<i64>,
    /// Rules and bonuses.
    pub lines: Vec<Line>,
    pub(crate) limits: Vec<Limit>,
    /// The gate that stopped it.
    pub stopped: Option<Stopped>,
    /// Why a redemption was refused.
    pub refusals: Vec<Refusal>,
    /// What a reversal could not take back of the balance.
    pub shortfall: i64,
    /// Whole blocks taken back by a reversal, with the account they went back into.
    pub blocks_back: Vec<(AccountId, i64)>,
    /// Roles that have confirmed the event, by bit.
    pub confirmed: u64,
    /// The segment of the event's own date, which says what must be confirmed.
    pub waits_under: Option<u16>,
    /// What is missing or wrong.
    pub errors: Vec<Error>,
    /// Changes to accounts, one for each number, in order of the accounts.
    pub changes: Vec<Change>,
    /// The balance of the subject, for a reversal that takes back blocks.
    pub balance: Option<AccountKey>,
    /// What it does to the record it is about.
    pub effect: Effect,
}

impl Decision {
    /// A decision of nothing yet.
    pub(crate) fn blank() -> Decision {
        Decision {
            id: NO_ID,
            kind: Kind::Event,
            of: None,
            outcome: Outcome::Unknown,
            seen: false,
            about: None,
            segment: None,
            rule_date: None,
            total: 0,
            price: None,
            lines: Vec::new(),
            limits: Vec::new(),
            stopped: None,
            refusals: Vec::new(),
            shortfall: 0,
            blocks_back: Vec::new(),
            confirmed: 0,
            waits_under: None,
            errors: Vec::new(),
            changes: Vec::new(),
            balance: None,
            effect: Effect::None,
        }
    }

    /// Makes room for the decision of another record, keeping what was allocated.
    pub(crate) fn begin(&mut self, id: Id, kind: Kind) {
        (self.id, self.kind, self.of) = (id, kind, None);
        (self.outcome, self.seen) = (Outcome::Unknown, false);
        (self.about, self.segment, self.rule_date) = (None, None, None);
        (self.total, self.price, self.stopped, self.shortfall) = (0, None, None, 0);
        (self.confirmed, self.waits_under, self.balance, self.effect) = (0, None, None, Effect::None);
        self.lines.clear();
        self.limits.clear();
        self.refusals.clear();
        self.blocks_back.clear();
        self.errors.clear();
        self.changes.clear();
    }

    /// All that limited a line.
    pub fn limits(&self, line: &Line) -> &[Limit] {
        let (start, len) = (line.limits.0 as usize, line.limits.1 as usize);
        self.limits.get(start..start + len).unwrap_or_default()
    }
}
