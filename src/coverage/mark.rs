//! What a case can reach, as data: what is compared and looked up.

use super::changes::Choice;
use crate::model::{AccountId, GroupId, OverallCapId, Rational, RedemptionId, RuleId};
use crate::source::Span;

/// Whose conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// 资格, by its place in the policy.
    Gate(usize),
    /// A rule or bonus.
    Rule(RuleId),
    /// 面向 and 当 of a redemption.
    Redemption(RedemptionId),
    /// 计 of an account, by its place there.
    Counts(AccountId, usize),
}

/// A cap, overall cap or stock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CapOf {
    /// Of a rule, by its place there.
    Rule(RuleId, usize),
    /// An overall cap.
    Overall(OverallCapId),
    /// Of a redemption, by its place there.
    Stock(RedemptionId, usize),
}

/// The two sides of what a number is held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Just at it: the last that it allows.
    Within,
    /// Just beyond it: the first that it does not.
    Beyond,
}

/// Something of one version that a case can reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A rule holds, and is granted something where its award is not always 0.
    Pays(RuleId),
    /// A rule does not hold.
    Fails(RuleId),
    /// A clause is met, or is the one that is not.
    Clause(Owner, usize, bool),
    /// The first rule silences the second.
    Silences(RuleId, RuleId),
    /// A row is chosen.
    Row(Span),
    /// The side of a 若 that is taken.
    Branch(Span, bool),
    /// What is compared in this place is just so much, and all depends on it.
    Bound(Owner, Span, Rational),
    /// What is compared in this place is as near to so much as it can be without being it.
    Beside(Owner, Span, Rational),
    /// A cap is used up exactly, or has less room than the amount.
    Cap(CapOf, Side),
    /// A group chooses one member instead of another.
    Chooses(GroupId),
    /// A redemption is given.
    Given(RedemptionId),
    /// The balance before a redemption is just enough for 起兑, or one too little.
    FromBalance(RedemptionId, Side),
    /// The balance after a redemption is just what must be left, or would be one less.
    Floor(RedemptionId, Side),
    /// An event is received on the last day, or on the day after it.
    Late(Side),
    /// Some case comes out otherwise under the other answer to a choice of the header.
    Choice(Choice),
}

/// What sort of thing it is, for counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Rules, redemptions, exceptions, groups.
    Rule,
    /// Clauses of conditions.
    Clause,
    /// Rows of tables and awards.
    Row,
    /// Numbers that decide, on both sides.
    Bound,
    /// Caps and stocks, on both sides.
    Cap,
    /// Choices of the header.
    Choice,
}

impl Mark {
    /// What sort of thing it is.
    pub fn kind(&self) -> Kind {
        match self {
            Mark::Pays(_) | Mark::Fails(_) | Mark::Silences(..) | Mark::Chooses(_) | Mark::Given(_) => Kind::Rule,
            Mark::Clause(..) => Kind::Clause,
            Mark::Row(_) | Mark::Branch(..) => Kind::Row,
            Mark::Bound(..) | Mark::Beside(..) | Mark::FromBalance(..) | Mark::Floor(..) | Mark::Late(_) => Kind::Bound,
            Mark::Cap(..) => Kind::Cap,
            Mark::Choice(_) => Kind::Choice,
        }
    }
}
