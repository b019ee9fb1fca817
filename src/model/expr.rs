//! Typed expressions, and the resolved lines of cases.

use super::{
    AccountId, ActivityId, Constant, DefinitionId, FieldId, OverallCapId, ParameterId, Rational, RedemptionId, RoleId,
    Rounding, RuleId, ScopeId, TableId, Type,
};
use crate::source::Span;

/// An expression with its type.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// What it gives.
    pub ty: Type,
    /// Where it stands.
    pub span: Span,
}

/// Comparisons.
pub use mizi_evaluator::program::Compare;

/// Expressions. Numbers are exact and in base units (hours are already minutes).
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// A constant.
    Constant(Constant),
    /// An attribute or a field.
    Field(FieldId),
    /// The value of a listed or derived scope.
    Scope(ScopeId),
    /// A parameter, by the date that decides.
    Parameter(ParameterId),
    /// A definition.
    Definition(DefinitionId),
    /// A table.
    Table(TableId),
    /// 发生日
    EventDate,
    /// 发生时刻
    EventTime,
    /// 此前 or 连同本次.
    Account {
        /// Which.
        account: AccountId,
        /// 连同本次
        including: bool,
    },
    /// 有 FIELD
    HasField(FieldId),
    /// 有 SCOPE
    HasScope(ScopeId),
    /// 非
    Not(Box<Expr>),
    /// 且
    And(Vec<Expr>),
    /// 或
    Or(Vec<Expr>),
    /// Same type and unit on both sides; dates, times, numbers, ordered values; equality of all.
    Compare(Compare, Box<Expr>, Box<Expr>),
    /// X 是 A 或 B: constants of X's type. 不是 is `Not` of it.
    OneOf(Box<Expr>, Vec<Constant>),
    /// Both included.
    Between(Box<Expr>, Box<Expr>, Box<Expr>),
    /// −X
    Negate(Box<Expr>),
    /// Numbers of one unit; or date ± days; or date − date (days).
    Add(Box<Expr>, Box<Expr>),
    /// See `Add`.
    Subtract(Box<Expr>, Box<Expr>),
    /// Units multiply.
    Multiply(Box<Expr>, Box<Expr>),
    /// Exact; the divisor is a constant other than 0. A variable divisor occurs only under `Round`.
    Divide(Box<Expr>, Box<Expr>),
    /// To a whole multiple of `to` (base units, > 0), then still in X's unit. Full and begun units are `Round` ÷ unit.
    Round(Rounding, Box<Expr>, Rational),
    /// The smallest.
    Min(Vec<Expr>),
    /// The largest.
    Max(Vec<Expr>),
    /// 若
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// 按 X（…）
    Bands(Bands),
    /// A part of a date or time of day.
    DatePart(mizi_evaluator::program::DatePart, Box<Expr>),
    /// A date from a date.
    DateAt(mizi_evaluator::program::DateAt, Box<Expr>),
    /// Years or months from the first date to the second; the header's 生日 and 月末 apply.
    Elapsed {
        /// Months instead of years.
        months: bool,
        /// Begun ones count.
        begun: bool,
        /// From.
        from: Box<Expr>,
        /// To.
        to: Box<Expr>,
    },
}

/// Rows chosen by a value; the checks have proved that some row holds for every value and rows do not overlap.
#[derive(Clone, Debug)]
pub struct Bands {
    /// By what.
    pub by: Box<Expr>,
    /// Rows in order.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    /// When it is chosen.
    pub test: RowTest,
    /// What it gives.
    pub value: Expr,
    /// Where the test stands.
    pub span: Span,
}

/// When a row is chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum RowTest {
    /// All of these hold: comparison with a constant.
    Bounds(Vec<(Compare, Constant)>),
    /// One of these.
    Values(Vec<Constant>),
    /// All else.
    Otherwise,
}

/// Before a case begins.
#[derive(Clone, Debug)]
pub enum Given {
    /// A person with facts, scopes and an opening balance.
    Subject {
        /// The name used in the lines.
        name: String,
        /// Attributes.
        facts: Vec<(FieldId, Constant)>,
        /// Scopes with their keys.
        scopes: Vec<(ScopeId, String)>,
        /// Opening amounts of accounts whose key is this subject and whose window is the lifetime, base units.
        accounts: Vec<(AccountId, Rational)>,
    },
    /// Usage of a cap, stock or account.
    Usage {
        /// Which.
        of: UsageOf,
        /// Key as text; none: the whole street.
        key: Option<String>,
        /// A day in the window.
        date: Option<i32>,
        /// Points, times or the account's base unit.
        amount: Rational,
        /// The clause.
        span: Span,
    },
}

/// Whose usage a case states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsageOf {
    /// The rule's cap with this index.
    RuleCap(RuleId, usize),
    /// An overall cap.
    OverallCap(OverallCapId),
    /// A redemption's stock with this index.
    Stock(RedemptionId, usize),
    /// An account.
    Account(AccountId),
}

/// One line of a case.
#[derive(Clone, Debug)]
pub struct CaseLine {
    /// Its id: as written, or `line N`.
    pub id: String,
    /// What happens.
    pub kind: CaseLineKind,
    /// Day and minute; balances and tallies have none.
    pub when: Option<(i32, i32)>,
    /// What is expected.
    pub expect: Vec<(Expect, Span)>,
    /// The line.
    pub span: Span,
}

/// What a case's line does.
#[derive(Clone, Debug)]
pub enum CaseLineKind {
    /// An event.
    Event {
        /// Who.
        subject: String,
        /// What.
        activity: ActivityId,
        /// The day it was received.
        received: Option<i32>,
        /// Facts of this event (attributes too: they win over the subject's).
        facts: Vec<(FieldId, Constant)>,
        /// Scopes stated with the event.
        scopes: Vec<(ScopeId, String)>,
    },
    /// A confirmation.
    Confirm {
        /// Of which line.
        of: String,
        /// By whom.
        role: RoleId,
    },
    /// A reversal.
    Reverse {
        /// Of which line.
        of: String,
    },
    /// A redemption.
    Redeem {
        /// Who.
        subject: String,
        /// What.
        redemption: RedemptionId,
    },
    /// The account must hold this much now.
    Holds {
        /// Which.
        account: AccountId,
        /// Whose.
        key: String,
        /// Base units.
        amount: Rational,
    },
}

/// What a case expects of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Expect {
    /// A rule or bonus granted so many points.
    Grant(RuleId, Rational),
    /// The line's total, negative for what is taken.
    Total(Rational),
    /// The reason: an item, and which part of it.
    Because(Because),
    /// The balance after the line.
    Balance(Rational),
    /// The outcome by its name in the evaluator (`decided`, …).
    Outcome(mizi_evaluator::decision::Outcome),
    /// Facts and scopes named as missing.
    Missing(Vec<MissingName>),
}

/// A reason a case names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// A rule's own cap limited it.
    RuleCap(RuleId),
    /// A rule's condition failed, or it was silenced.
    RuleCondition(RuleId),
    /// Either of these.
    Rule(RuleId),
    /// An overall cap limited it.
    OverallCap(OverallCapId),
    /// A group chose another.
    Group(super::GroupId),
    /// A redemption's stock, price or condition.
    Redemption(RedemptionId),
    /// An account (the balance).
    Account(AccountId),
}

/// A fact or a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingName {
    /// A field.
    Field(FieldId),
    /// A scope.
    Scope(ScopeId),
}
