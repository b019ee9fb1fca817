//! The compiled policy: what the compiler writes and the evaluator runs.
//!
//! A program is flat and ready to run. Names are resolved to numbers, facts and accounts sit in dense slots, conditions
//! and amounts are flat code, and rules are found by activity. A policy with several versions, dated rules and dated
//! parameters is cut into [`Segment`]s, half-open in time, in each of which everything is constant; the date that
//! decides picks the segment, and nothing dated is looked at again.
//!
//! All numbers are whole. A value of code with a fraction carries a denominator known at compile time, which the
//! compiler has already folded into the constants; the evaluator only sees whole numbers in the smallest unit.

use serde::{Deserialize, Serialize};

/// The format this evaluator reads. Format 0 makes no promise yet.
pub const FORMAT: u32 = 0;

/// Index into [`Program::scopes`]; 0 is the subject itself.
pub type ScopeId = u16;
/// Index into [`Program::lists`].
pub type ListId = u16;
/// Index into [`Program::facts`].
pub type FactId = u16;
/// Index into [`Program::activities`].
pub type ActivityId = u16;
/// Index into [`Program::redemptions`].
pub type RedemptionId = u16;
/// Index into [`Program::roles`].
pub type RoleId = u16;
/// Index into [`Program::items`].
pub type ItemId = u32;
/// Index into [`Program::dimensions`].
pub type DimensionId = u16;
/// Index into [`Program::accounts`].
pub type AccountId = u32;
/// Position of a fact in an event's facts: see [`Activity::slots`].
pub type Slot = u16;
/// Days since 1970-01-01.
pub type Day = i32;

/// A whole policy, all its versions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Program {
    /// [`FORMAT`].
    pub format: u32,
    /// The policy's name; its code or name is the first part of every durable account key.
    pub policy: Name,
    /// The name of a point (米) with its code, if it has one.
    pub point: Name,
    /// Decimals of a point: amounts of points are whole numbers of 10^-decimals points.
    pub decimals: u8,
    /// So many smallest units of points are worth so many fen, if the policy says so.
    pub cash: Option<Cash>,
    /// The policy's time zone.
    pub zone: Zone,
    /// The policy's name has Han letters: Chinese is the default language of explanations. (Not the keywords: the same policy
    /// in either keyword language is the same program.)
    pub chinese: bool,
    /// Whose caps and accounts can be; 0 is the subject itself.
    pub scopes: Vec<Scope>,
    /// Closed lists: directories and lists of fields, all versions' values together.
    pub lists: Vec<List>,
    /// Attributes of the subject and fields of activities.
    pub facts: Vec<Fact>,
    /// How many of `facts`, from the first, are attributes of the subject.
    pub attributes: u16,
    /// Kinds of events.
    pub activities: Vec<Activity>,
    /// What points can be spent on.
    pub redemptions: Vec<Name>,
    /// Who confirms.
    pub roles: Vec<Name>,
    /// Labels that awards count to.
    pub dimensions: Vec<Name>,
    /// Everything that lines, caps, reasons and explanations name.
    pub items: Vec<Item>,
    /// All that lasts: usage of caps, counters, the balance, carried remainders.
    pub accounts: Vec<Account>,
    /// The account that holds spendable points.
    pub balance: AccountId,
    /// In order of time, not overlapping; a day in none of them is not in force.
    pub segments: Vec<Segment>,
}

/// What something is called.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Name {
    /// The author's name.
    pub name: String,
    /// 代号.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Title in Chinese (of the one or two titles given, the one with Han letters; the first if neither has).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zh: Option<String>,
    /// Title in English (the one without Han letters).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Name {
    /// The code, or the name where there is none: what JSON output and durable keys carry.
    pub fn key(&self) -> &str {
        self.code.as_deref().unwrap_or(&self.name)
    }
}

/// A text in both keyword languages, such as a clause with its keywords in each.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// Exchange rate: `points` smallest units of points are worth `fen` hundredths of a yuan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cash {
    /// Smallest units of points, > 0.
    pub points: i64,
    /// Hundredths of a yuan, > 0.
    pub fen: i64,
}

/// A time zone as its transitions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// IANA name.
    pub name: String,
    /// Seconds east of UTC before the first transition.
    pub first_offset: i32,
    /// Second (UTC, since 1970) from which an offset holds, ascending.
    pub transitions: Vec<(i64, i32)>,
}

/// Whose caps and accounts can be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// Its name (家庭); of scope 0 the subject's (居民).
    pub name: Name,
    /// Its reading (每户).
    pub reading: Text,
    /// How its key is found.
    pub keys: ScopeKeys,
}

/// How the key of a scope is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScopeKeys {
    /// The subject itself.
    Subject,
    /// Any text an event or the subjects' file states.
    Stated,
    /// A value of this list, stated.
    Listed(ListId),
    /// A value of this list, derived from a listed scope; a stated value must agree.
    Parent {
        /// The list of the parent's values.
        list: ListId,
        /// The scope it is derived from.
        of: ScopeId,
    },
    /// There is only one: key 0.
    Whole,
}

/// A closed list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// The directory, or the field the list was written with.
    pub name: Name,
    /// Values in order of declaration; a fact holds the index.
    pub values: Vec<Name>,
    /// For each value the index of its parent in the parent's list; empty without a parent.
    pub parents: Vec<u16>,
}

/// How a fact's value is written outside and held inside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FactKind {
    /// A number.
    Number(NumberForm),
    /// 1 for yes, 0 for no.
    YesNo,
    /// Index of a list's value.
    Listed(ListId),
    /// Days since 1970-01-01.
    Date,
    /// Minutes since midnight.
    Time,
}

/// How a number is written: the outside value in the shown unit is `held × per / 10^…`; see the fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberForm {
    /// The shown unit (小时, 元, 岁), empty names for plain numbers.
    pub unit: Text,
    /// A value shown as `x` is held as `x × multiply / divide`, which must come out whole.
    /// Hours held as minutes: 60/1. Yuan held as fen: 100/1. Two decimals: 100/1.
    pub multiply: i64,
    /// See `multiply`.
    pub divide: i64,
}

/// An attribute or a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Its name.
    pub name: Name,
    /// What its values are.
    pub kind: FactKind,
}

/// A kind of event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// Its name.
    pub name: Name,
    /// The facts of an event of this kind, in slot order: first all attributes of the subject, then its fields.
    pub slots: Vec<FactId>,
}

/// What an [`Item`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ItemKind {
    /// 规则
    Rule,
    /// A rule that is a 加成.
    Bonus,
    /// 上限 of a rule: named by the rule.
    Cap,
    /// 总上限
    OverallCap,
    /// 组
    Group,
    /// 账户
    Account,
    /// 兑换
    Redemption,
    /// 限量 of a redemption: named by the redemption.
    Stock,
    /// 资格
    Eligible,
}

/// Something that lines and reasons name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Its name; of a cap or stock the name of the rule or redemption it belongs to.
    pub name: Name,
    /// The clause for a cap, stock or eligibility (上限 每人 每月 200 米), in both keyword languages; else empty.
    pub text: Text,
    /// 依据.
    pub basis: Vec<String>,
}

/// What an account counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Measure {
    /// Smallest units of points.
    Points,
    /// Awards, events, pieces.
    Times,
    /// Another unit by its durable name (`minutes`, `fen`, 公斤), with how its amounts are shown.
    Unit(String),
    /// Units left over from whole blocks of a rule, by the unit's durable name: not what a cap or counter of that unit counts.
    Remainder(String),
    /// Points that carried blocks of a rule have paid (kept for 重算).
    CarriedPoints,
}

/// For how long an account counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Window {
    /// For ever.
    Lifetime,
    /// A calendar day.
    Day,
    /// An ISO week, from Monday.
    Week,
    /// A calendar month.
    Month,
    /// Three months from January, April, July, October.
    Quarter,
    /// Six months from January, July.
    HalfYear,
    /// A year that starts on this month and day (29 February is 1 March where there is none).
    Year {
        /// 1 to 12.
        month: u8,
        /// 1 to 31.
        day: u8,
    },
}

/// What makes an account change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountKind {
    /// Room used of a cap or stock: a reversal gives it back only under 归还额度.
    Usage,
    /// The spendable balance.
    Balance,
    /// A counter or tally: a reversal takes it back.
    Counter,
    /// Units left over from whole blocks.
    Remainder,
    /// Points paid for carried blocks.
    CarriedPay,
}

/// Something that lasts: one number for each key and window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Code or name of its item, the old one under 原名: part of the durable key.
    pub item: String,
    /// The item shown to people.
    pub shown: ItemId,
    /// What it counts: part of the durable key.
    pub measure: Measure,
    /// How its amounts are shown, for units and units left over.
    pub form: Option<NumberForm>,
    /// How many of what it holds make one of the durable unit (held tenths of minutes: 10), ≥ 1: state files are written in durable
    /// units, so that a finer version reads them. 1 for points and times.
    pub parts: i64,
    /// Whose: part of the durable key.
    pub scope: ScopeId,
    /// For how long: part of the durable key.
    pub window: Window,
    /// What changes it.
    pub kind: AccountKind,
    /// The least it may hold, smallest units; a change that would leave it: `cannot_decide`.
    pub min: i64,
    /// The most it may hold.
    pub max: i64,
}

/// A stretch of time in which everything of the policy is constant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// First day.
    pub from: Day,
    /// First day after it; none: open.
    pub until: Option<Day>,
    /// The version in force.
    pub version: String,
    /// 认定.
    pub decided_by: DecidedBy,
    /// 迟到 in days; none: 不限.
    pub late_days: Option<u32>,
    /// 撤销.
    pub reversal: Reversal,
    /// All conditions and amounts.
    pub code: Vec<Op>,
    /// Sets for [`Op::InSet`], ascending.
    pub sets: Vec<Vec<i64>>,
    /// Values of lists that other versions have and this one does not, ascending: a scope stated so cannot be read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<(ListId, Vec<u16>)>,
    /// By [`ActivityId`]; none where this version does not have it.
    pub activities: Vec<Option<ActivityProgram>>,
    /// By [`RedemptionId`]; none where not in force.
    pub redemptions: Vec<Option<RedemptionProgram>>,
}

/// Which date decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DecidedBy {
    /// 按发生时间
    EventTime,
    /// 按确认时间
    ConfirmationTime,
}

/// What a reversal undoes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reversal {
    /// 归还额度
    pub returns_room: bool,
    /// The balance it may not go below; none: 可负.
    pub floor: Option<i64>,
    /// 重算: later carried blocks that no longer have their units are taken back.
    pub recompute: bool,
}

/// A stretch of [`Segment::code`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// First operation.
    pub start: u32,
    /// How many.
    pub len: u32,
}

/// One step of a stack machine over whole numbers; yes is 1, no is 0. Jumps are forward only, by a count of operations
/// to skip within the same [`Code`]. Arithmetic is checked: leaving 64 bits makes the event `cannot_decide`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Op {
    /// Push a number.
    Const(i64),
    /// Push a fact; the event has it, or the jump around it was not taken.
    Fact(Slot),
    /// Push whether the event has the fact.
    HasFact(Slot),
    /// Push the key of a listed or derived scope (the index of its value).
    Scope(ScopeId),
    /// Push whether the event has the scope.
    HasScope(ScopeId),
    /// Push the event's date.
    EventDate,
    /// Push the minute of the event's day.
    EventTime,
    /// Push an account's amount: index into [`ActivityProgram::readings`].
    Account(u16),
    /// Pop b, a; push a + b.
    Add,
    /// Pop b, a; push a − b.
    Sub,
    /// Pop b, a; push a × b.
    Mul,
    /// Pop a; push −a.
    Neg,
    /// Pop b, a; push a ÷ b rounded; b = 0 makes the event `cannot_decide`.
    Div(Rounding),
    /// Pop b, a; push the smaller.
    Min,
    /// Pop b, a; push the larger.
    Max,
    /// Pop b, a; push whether they compare so.
    Compare(Compare),
    /// Pop a; push whether it is in [`Segment::sets`].
    InSet(u32),
    /// Pop a; push 1 − a.
    Not,
    /// Skip operations.
    Jump(u32),
    /// Pop a; skip operations if it is no.
    JumpIfNo(u32),
    /// If the top is no, leave it and skip operations; else pop it. (且)
    AndThen(u32),
    /// If the top is yes, leave it and skip operations; else pop it. (或)
    OrElse(u32),
    /// Pop a date; push a part of it.
    DatePart(DatePart),
    /// Pop a date; push another date.
    DateAt(DateAt),
    /// Pop b, a (dates); push the years or months from a to b.
    Elapsed(Elapsed),
}

/// How a quotient becomes whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rounding {
    /// Towards −∞.
    Down,
    /// Towards +∞.
    Up,
    /// Half away from zero.
    HalfUp,
}

/// Comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Compare {
    /// =
    Equal,
    /// ≠
    NotEqual,
    /// <
    Less,
    /// ≤
    AtMost,
    /// >
    Greater,
    /// ≥
    AtLeast,
}

/// Parts of a date or (the last two) of a time of day in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DatePart {
    /// 2025
    Year,
    /// 1 to 12
    Month,
    /// 1 to 31
    Day,
    /// 1 to 4
    Quarter,
    /// 1 to 2
    Half,
    /// 1 (Monday) to 7 (Sunday)
    Weekday,
    /// 0 to 23, of a time of day
    Hour,
    /// 0 to 59, of a time of day
    Minute,
}

/// Dates found from a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DateAt {
    /// The last day of its month.
    MonthEnd,
    /// 31 December of the year before.
    LastYearEnd,
}

/// Years or months from one date to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elapsed {
    /// Months instead of years.
    pub months: bool,
    /// Begun ones count too.
    pub begun: bool,
    /// 生日 次日算满: full only on the day after the anniversary.
    pub next_day: bool,
    /// 月末 顺延: an anniversary its month does not have falls on the first of the next month, else on the last day.
    pub roll_over: bool,
}

/// All that decides an event of one kind in one segment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActivityProgram {
    /// Facts that are read, with what they may be. Code reads no others.
    pub facts: Vec<FactUse>,
    /// Scopes that are read by code or whose accounts are used, except the subject and scopes of which there is only one. Those of
    /// caps, counters and carried remainders are required unless the cap says what holds without its scope.
    pub scopes: Vec<ScopeUse>,
    /// What must be confirmed: of each entry one role; all entries.
    pub confirmations: Vec<Vec<RoleId>>,
    /// 资格 得分: all must hold.
    pub gates: Vec<Gate>,
    /// Accounts that conditions and amounts read.
    pub readings: Vec<Reading>,
    /// Rules that are not bonuses, in 先后 order.
    pub rules: Vec<Rule>,
    /// Groups of rules, inner ones before outer ones.
    pub groups: Vec<Group>,
    /// Caps used by the rules below; each has its own number so that several rules share one.
    pub caps: Vec<Cap>,
    /// Counters, in order of declaration.
    pub counters: Vec<Counter>,
}

/// A fact that is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactUse {
    /// Where.
    pub slot: Slot,
    /// Whether it must be present.
    pub required: bool,
    /// What it may be.
    pub domain: Domain,
}

/// What a fact may be, held values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Domain {
    /// From `low` to `high`, in steps of `step` counted from 0 (a step of 1: any).
    Range {
        /// Least.
        low: i64,
        /// Most.
        high: i64,
        /// Step, ≥ 1.
        step: i64,
    },
    /// Indexes of a list's values that this version has, ascending.
    Values(Vec<u16>),
}

/// A scope that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeUse {
    /// Which.
    pub scope: ScopeId,
    /// Whether it must be present.
    pub required: bool,
}

/// 资格: a gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// For the reason.
    pub item: ItemId,
    /// All must hold.
    pub clauses: Vec<Clause>,
}

/// One condition, with what an explanation needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    /// Gives yes or no.
    pub test: Code,
    /// As written, in both keyword languages.
    pub text: Text,
    /// What was compared; none for conditions joined by 或 or of other shapes: then the clause itself says what would pass.
    pub probe: Option<Probe>,
}

/// What a failed condition compared: its value, and what would have passed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Probe {
    /// What was compared (年龄).
    pub name: Text,
    /// Its value.
    pub value: Code,
    /// How the value and those that would pass are shown.
    pub form: Shown,
    /// What would pass.
    pub pass: Pass,
    /// What the value may be, held units; none: anything on the grid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Domain>,
}

/// How a value is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shown {
    /// As a fact of this kind.
    Fact(FactKind),
    /// As points.
    Points,
}

/// What would pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pass {
    /// The nearest to the value that compares so with a limit, on a grid of `step` counted from 0, in held units.
    Limit {
        /// How.
        compare: Compare,
        /// The limit, in held units scaled by `scale`.
        limit: Code,
        /// The limit's and value's common denominator: both codes give held units × scale.
        scale: i64,
        /// Grid in held units.
        step: i64,
    },
    /// The nearest value in this range, both included.
    Between(i64, i64),
    /// One of these held values, as written.
    OneOf(Vec<i64>),
    /// None of these.
    NoneOf(Vec<i64>),
    /// The fact or scope must be present.
    Present,
    /// It must be absent.
    Absent,
}

/// An account that code reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Which.
    pub account: AccountId,
    /// Index into [`ActivityProgram::counters`] of the first counter to add (连同本次 "with this event"); none: before this event.
    /// All counters of the same account are added.
    pub including: bool,
}

/// A rule that is not a bonus.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Which.
    pub item: ItemId,
    /// Label it counts to.
    pub dimension: DimensionId,
    /// 当: all must hold.
    pub clauses: Vec<Clause>,
    /// Indexes of rules (in [`ActivityProgram::rules`]) that except this one, in order of declaration: silenced if one of them holds and is not itself
    /// silenced. The compiler has refused rings.
    pub excepted_by: Vec<u16>,
    /// What it pays.
    pub amount: Amount,
    /// 上限: its own caps, indexes into [`ActivityProgram::caps`].
    pub own_caps: Vec<u16>,
    /// 总上限 that cover it, indexes into [`ActivityProgram::caps`].
    pub overall_caps: Vec<u16>,
    /// Bonuses on what it was granted, in 先后 order.
    pub bonuses: Vec<Bonus>,
}

impl Rule {
    /// The bonus with this number among all bonuses under the rule, each directly followed by its own.
    pub fn bonus(&self, number: usize) -> Option<&Bonus> {
        let mut ahead: Vec<&Bonus> = self.bonuses.iter().rev().collect();
        for _ in 0..number {
            let bonus = ahead.pop()?;
            ahead.extend(bonus.bonuses.iter().rev());
        }
        ahead.pop()
    }
}

/// What a rule pays, in smallest units of points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Amount {
    /// Always so much.
    Fixed(i64),
    /// What the code gives, ≥ 0.
    Code(Code),
    /// Whole blocks.
    Blocks {
        /// Units of this event × `scale`.
        units: Code,
        /// Size of a block × `scale`, > 0.
        block: i64,
        /// What one block pays; a single [`Op::Const`] where the remainder is carried.
        pay: Code,
        /// Where the remainder is carried; none: dropped.
        carried: Option<Carried>,
    },
}

/// The accounts of a carried remainder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// Units left over (× scale of the rule's blocks).
    pub remainder: AccountId,
    /// Points paid for blocks.
    pub paid: AccountId,
}

/// 加成 on a base.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bonus {
    /// Which.
    pub item: ItemId,
    /// 当: all must hold.
    pub clauses: Vec<Clause>,
    /// Share: granted × `multiply` ÷ `divide`, rounded.
    pub multiply: Code,
    /// > 0.
    pub divide: i64,
    /// How.
    pub rounding: Rounding,
    /// Its own caps.
    pub own_caps: Vec<u16>,
    /// 总上限 that cover it, and under 加成 计入 the amount caps of its base.
    pub overall_caps: Vec<u16>,
    /// Bonuses on this bonus.
    pub bonuses: Vec<Bonus>,
}

/// 组: which of several rules pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Which; none for the group that 并得 就高 makes of the rules of one dimension.
    pub item: Option<ItemId>,
    /// Highest (true) or add.
    pub highest: bool,
    /// Members in 先后 order, at least one: `true` and the index of a rule, or `false` and the index of a group in
    /// [`ActivityProgram::groups`], smaller than this one's.
    pub members: Vec<(bool, u16)>,
}

/// A cap as seen from one activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cap {
    /// For the reason.
    pub item: ItemId,
    /// The limit: smallest units of points, or times.
    pub limit: i64,
    /// Counts awards instead of points.
    pub times: bool,
    /// 拒绝 instead of 截断.
    pub refuse: bool,
    /// Where usage is kept.
    pub usage: Usage,
}

/// Where the usage of a cap is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Usage {
    /// 每次: this event only.
    Event,
    /// In this account, whose scope is always present.
    Account(AccountId),
    /// In this account; for who lacks its scope in the other one.
    OrAccount(AccountId, AccountId),
    /// In this account; for who lacks its scope there is no cap.
    OrUnlimited(AccountId),
    /// In this account; who lacks its scope gets nothing.
    OrNothing(AccountId),
}

/// 计: adds to an account when an event passes the gates and its own condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counter {
    /// Which account.
    pub account: AccountId,
    /// The condition; none: always.
    pub when: Option<Code>,
    /// How much.
    pub add: Code,
    /// What it takes in: an expression of the event, or points granted.
    pub takes: Takes,
}

/// What a counter takes in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Takes {
    /// `add`, when `when` holds.
    Event,
    /// Points granted to these items (rules and bonuses); `add` and `when` are not used.
    Granted(Vec<ItemId>),
    /// All points granted.
    AllGranted,
}

/// All that decides one redemption in one segment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RedemptionProgram {
    /// For reasons.
    pub item: ItemId,
    /// Facts that are read; slots are the attributes' own numbers.
    pub facts: Vec<FactUse>,
    /// Scopes that are read.
    pub scopes: Vec<ScopeUse>,
    /// 资格 兑换, then 面向 and 当 under the redemption's own item.
    pub gates: Vec<Gate>,
    /// Accounts that conditions read.
    pub readings: Vec<Reading>,
    /// Smallest units of points, ≥ 0.
    pub price: i64,
    /// 起兑: the least balance before it; none: no such condition.
    pub from_balance: Option<i64>,
    /// 最低: the least balance after it.
    pub floor: i64,
    /// 限量: each takes one.
    pub stock: Vec<Cap>,
    /// What is given, in words.
    pub gives: Option<(Gift, String)>,
}

/// What a redemption gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gift {
    /// 场地
    Venue,
    /// 商品
    Goods,
    /// 礼品
    Gift,
    /// 名额
    Place,
}
