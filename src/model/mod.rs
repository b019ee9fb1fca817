//! The resolved policy: every name is a number, every expression has a type, every choice is stated or known not to matter.
//!
//! The model is data. [`from_syntax`] makes it from trees; `range` says what values an expression can take; `graph` finds rings.
//! One [`Policy`] is one version; [`Model`] holds all versions of one policy, in order of time.

pub mod arithmetic;
mod asked;
pub mod expr;
pub mod from_syntax;
pub mod graph;
pub mod held;
pub mod number;
pub mod print;
pub mod range;
pub mod segments;
pub mod settle;
pub mod types;
mod walk;

pub use expr::{Expr, ExprKind};
pub use number::Rational;
pub use types::{Type, Unit};

use crate::source::Span;
pub use mizi_evaluator::program::Name;

/// Defines numbered handles into the lists of a [`Policy`].
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub usize);
    )*};
}

ids! {
    /// Into [`Policy::dimensions`].
    DimensionId,
    /// Into [`Policy::lists`].
    ListId,
    /// Into [`Policy::scopes`]; 0 is the subject itself.
    ScopeId,
    /// Into [`Policy::fields`].
    FieldId,
    /// Into [`Policy::activities`].
    ActivityId,
    /// Into [`Policy::parameters`].
    ParameterId,
    /// Into [`Policy::definitions`].
    DefinitionId,
    /// Into [`Policy::tables`].
    TableId,
    /// Into [`Policy::rules`].
    RuleId,
    /// Into [`Policy::groups`].
    GroupId,
    /// Into [`Policy::overall_caps`].
    OverallCapId,
    /// Into [`Policy::accounts`].
    AccountId,
    /// Into [`Policy::redemptions`].
    RedemptionId,
    /// Into [`Policy::roles`].
    RoleId,
}

/// All versions of one policy, in order of time, not overlapping.
#[derive(Clone, Debug)]
pub struct Model {
    /// At least one.
    pub versions: Vec<Policy>,
}

/// A name with the place where it was declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Name, code, titles.
    pub name: Name,
    /// Where the name stands.
    pub span: Span,
}

/// Days, both included; days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// First day.
    pub from: i32,
    /// Last day; none: open.
    pub to: Option<i32>,
    /// Where it was stated.
    pub span: Span,
}

impl Dates {
    /// Whether a day is within.
    pub fn contains(&self, day: i32) -> bool {
        day >= self.from && self.to.is_none_or(|to| day <= to)
    }
}

/// One version of a policy.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Its name.
    pub name: Named,
    /// The item 政策 with its clauses: a clause that is missing is written after it.
    pub span: Span,
    /// 版本
    pub version: String,
    /// 施行
    pub dates: Dates,
    /// 印发
    pub issued: Option<i32>,
    /// The point unit's name.
    pub point: Named,
    /// Decimals of a point.
    pub decimals: u32,
    /// 折现: points and the yuan they are worth, both > 0.
    pub cash: Option<(Rational, Rational)>,
    /// 时区, a name the zone table knows.
    pub zone: String,
    /// Where the zone is written.
    pub zone_at: Span,
    /// Whether most keywords of the text are Chinese.
    pub chinese: bool,
    /// 确认方
    pub roles: Vec<Named>,
    /// The header's choices.
    pub choices: Choices,
    /// 维度
    pub dimensions: Vec<Named>,
    /// 名录 and lists of fields.
    pub lists: Vec<List>,
    /// The subject itself first, then those it belongs to, then the parents of listed ones.
    pub scopes: Vec<Scope>,
    /// Attributes of the subject, then the fields of all activities.
    pub fields: Vec<Field>,
    /// 活动
    pub activities: Vec<Activity>,
    /// 参数
    pub parameters: Vec<Parameter>,
    /// 定义
    pub definitions: Vec<Definition>,
    /// 表
    pub tables: Vec<Table>,
    /// 资格
    pub gates: Vec<Gate>,
    /// 规则, bonuses among them, in order of declaration.
    pub rules: Vec<Rule>,
    /// 组
    pub groups: Vec<Group>,
    /// 总上限
    pub overall_caps: Vec<OverallCap>,
    /// 账户; the balance is one of them, made up if none was declared.
    pub accounts: Vec<Account>,
    /// The account that points go to and prices come from.
    pub balance: AccountId,
    /// 兑换
    pub redemptions: Vec<Redemption>,
    /// 案例, as written: `cases` reads them with the names of this version.
    pub cases: Vec<crate::model::types::CaseText>,
}

/// The header's answers, each with a place if stated. Where nothing in the policy can meet a choice it may be absent; the checks
/// have refused a policy in which an absent one matters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices {
    /// 并得
    pub together: Option<Together>,
    /// 超限
    pub over_cap: Option<OverCap>,
    /// 先后
    pub order: Option<Order>,
    /// 加成
    pub bonus: Option<BonusRoom>,
    /// Where 撤销 is written, if anything of it is stated.
    pub reversal_at: Option<Span>,
    /// 撤销 归还额度
    pub returns_room: Option<bool>,
    /// 撤销 可负 or 最低 N (points)
    pub reversal_floor: Option<ReversalFloor>,
    /// 撤销 重算
    pub recompute: Option<bool>,
    /// 认定
    pub decided_by: Option<DecidedBy>,
    /// 迟到: days, none for 不限
    pub late: Option<Option<u32>>,
    /// 生日
    pub birthday: Option<Birthday>,
    /// 月末
    pub month_end: Option<MonthEnd>,
}

/// How far a reversal may take the balance.
#[derive(Clone, Debug, PartialEq)]
pub enum ReversalFloor {
    /// 可负
    None,
    /// 最低, in points.
    At(Rational),
}

/// 并得
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Together {
    /// 相加
    Add,
    /// 就高
    Highest,
    /// 须写
    Written,
}

/// 超限
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverCap {
    /// 截断
    Truncate,
    /// 拒绝
    Refuse,
}

/// 先后
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// 按声明
    AsDeclared,
    /// 按优先
    ByPriority,
}

/// 加成
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BonusRoom {
    /// 另计
    Separate,
    /// 计入
    Within,
}

/// 认定
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecidedBy {
    /// 按发生时间
    EventTime,
    /// 按确认时间
    ConfirmationTime,
}

/// 生日
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Birthday {
    /// 当日算满
    SameDay,
    /// 次日算满
    NextDay,
}

/// 月末
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthEnd {
    /// 取月末
    LastDay,
    /// 顺延
    NextDay,
}

/// A closed list.
#[derive(Clone, Debug)]
pub struct List {
    /// The directory's name, or of the field it was written with.
    pub name: Named,
    /// Whether it is a 名录.
    pub directory: bool,
    /// 有序: its values may be compared, later ones are higher.
    pub ordered: bool,
    /// Its values.
    pub values: Vec<Named>,
    /// The parent's list, and for each value the index of its parent there.
    pub parent: Option<(ListId, Vec<usize>)>,
}

/// Whose caps and accounts can be.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Its name; of scope 0 the subject's.
    pub name: Named,
    /// Readings to show: Chinese (每户) and English (per household).
    pub reading: (String, String),
    /// How its key is found.
    pub keys: ScopeKeys,
    /// 可缺. A parent may be missing when its child may.
    pub optional: bool,
}

/// How the key of a scope is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKeys {
    /// The subject.
    Subject,
    /// Stated, any text.
    Stated,
    /// Stated, a value of the list.
    Listed(ListId),
    /// Derived from a listed scope.
    Parent {
        /// Its values.
        list: ListId,
        /// The child.
        of: ScopeId,
    },
    /// Only one.
    Whole,
}

/// An attribute or a field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: Named,
    /// Its activity; none: an attribute of the subject.
    pub activity: Option<ActivityId>,
    /// Its type.
    pub ty: Type,
    /// The unit word it was declared with, for showing (小时).
    pub shown_unit: Option<String>,
    /// Its domain.
    pub domain: Domain,
    /// 可缺
    pub optional: bool,
}

/// What a field may hold. Numbers are in base units (minutes, yuan, points, days), exact.
#[derive(Clone, Debug, PartialEq)]
pub enum Domain {
    /// Both included; multiples of `step` (counted from 0).
    Number {
        /// Least.
        low: Rational,
        /// Most.
        high: Rational,
        /// > 0.
        step: Rational,
    },
    /// Yes or no.
    YesNo,
    /// Values of a list.
    List(ListId),
    /// Days, both included.
    Date(i32, i32),
    /// 00:00 to 23:59.
    Time,
}

/// 活动
#[derive(Clone, Debug)]
pub struct Activity {
    /// Its name.
    pub name: Named,
    /// Its own fields.
    pub fields: Vec<FieldId>,
}

/// 参数
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: Named,
    /// Type of all its values.
    pub ty: Type,
    /// Values, constants, each from its first day (i32::MIN: from the beginning), ascending.
    pub values: Vec<(i32, Constant)>,
}

/// A constant value.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// In base units.
    Number(Rational),
    /// Yes or no.
    YesNo(bool),
    /// A day.
    Date(i32),
    /// Minutes since midnight.
    Time(i32),
    /// A list's value.
    Value(ListId, usize),
}

/// 定义
#[derive(Clone, Debug)]
pub struct Definition {
    /// Its name.
    pub name: Named,
    /// 凡
    pub activity: Option<ActivityId>,
    /// What it stands for.
    pub value: Expr,
}

/// 表
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name.
    pub name: Named,
    /// 凡
    pub activity: Option<ActivityId>,
    /// By what, with which rows.
    pub bands: expr::Bands,
    /// The rows' common type.
    pub ty: Type,
}

/// 资格
#[derive(Clone, Debug)]
pub struct Gate {
    /// Earning (true) or redeeming.
    pub earning: bool,
    /// All must hold.
    pub when: Vec<Expr>,
    /// 依据
    pub basis: Vec<String>,
    /// 施行, within the policy's.
    pub dates: Option<Dates>,
    /// The item.
    pub span: Span,
}

/// 规则
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name.
    pub name: Named,
    /// Durable key: 原名, or code or name.
    pub key: String,
    /// 依据
    pub basis: Vec<String>,
    /// 施行
    pub dates: Option<Dates>,
    /// 确认: of each entry one role; all entries.
    pub confirm: Vec<Vec<RoleId>>,
    /// 当: all must hold.
    pub when: Vec<Expr>,
    /// Award or bonus.
    pub pays: Pays,
    /// 上限
    pub caps: Vec<Cap>,
    /// 例外于
    pub exception_to: Vec<RuleId>,
    /// 并得, if written with the rule.
    pub together: Option<Together>,
    /// 优先
    pub priority: Option<u32>,
    /// The item.
    pub span: Span,
}

/// What a rule does.
#[derive(Clone, Debug)]
pub enum Pays {
    /// 奖励 for an act.
    Award {
        /// 凡
        activity: ActivityId,
        /// 计入
        dimension: DimensionId,
        /// 奖励
        award: Award,
        /// The clause.
        span: Span,
    },
    /// 加成 on what other rules were granted.
    Bonus {
        /// 凡, if stated: only for bases of this activity.
        activity: Option<ActivityId>,
        /// A plain number (20% is 1/5).
        share: Expr,
        /// 于: rules, bonuses included.
        bases: Vec<RuleId>,
        /// Rounding.
        rounding: Rounding,
        /// The clause.
        span: Span,
    },
}

/// 奖励
#[derive(Clone, Debug)]
pub enum Award {
    /// Points: whole in smallest units, or rounded as stated.
    Expr(Expr, Option<Rounding>),
    /// ⌊of ÷ block⌋ × pay.
    Blocks {
        /// A constant > 0 in base units.
        block: Expr,
        /// What is counted, same unit.
        of: Expr,
        /// Points for one block.
        pay: Expr,
        /// Where the remainder is carried; none: dropped.
        carried: Option<(ScopeId, Window)>,
    },
}

/// Roundings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// Towards −∞.
    Down,
    /// Towards +∞.
    Up,
    /// Half away from zero.
    HalfUp,
}

/// Windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// 每次
    Event,
    /// 每日
    Day,
    /// 每周
    Week,
    /// 每月
    Month,
    /// 每季度
    Quarter,
    /// 每半年
    HalfYear,
    /// 每年 from a month and day.
    Year {
        /// 1 to 12.
        month: u8,
        /// 1 to 31.
        day: u8,
    },
    /// 终身
    Lifetime,
}

/// 上限
#[derive(Clone, Debug)]
pub struct Cap {
    /// Whose; 0 for 每次 without scope.
    pub scope: ScopeId,
    /// For how long.
    pub window: Window,
    /// Points or times, a constant expression (numbers and parameters).
    pub limit: Expr,
    /// Counts awards.
    pub times: bool,
    /// What happens over it (the clause's own or the header's); times caps: truncate.
    pub over: OverCap,
    /// Whether the clause or the header says so, or the cap counts awards. The checks refuse a policy with a cap of which nothing says so.
    pub over_stated: bool,
    /// Whether the clause itself says so.
    pub over_own: bool,
    /// Who lacks the scope; none where it cannot be missing.
    pub missing: Option<Remedy>,
    /// The clause.
    pub span: Span,
}

/// What holds for who lacks a cap's scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// The same limit by this scope.
    By(ScopeId),
    /// No cap.
    Unlimited,
    /// No room.
    Nothing,
}

/// A member of a group or an overall cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Member {
    /// A rule.
    Rule(RuleId),
    /// A group.
    Group(GroupId),
}

/// 组
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name.
    pub name: Named,
    /// Durable key.
    pub key: String,
    /// Highest (true) or add.
    pub highest: bool,
    /// Members; a rule or group is in one group at most.
    pub members: Vec<Member>,
    /// 依据
    pub basis: Vec<String>,
    /// 施行
    pub dates: Option<Dates>,
    /// The item.
    pub span: Span,
}

/// 总上限
#[derive(Clone, Debug)]
pub struct OverallCap {
    /// Its name.
    pub name: Named,
    /// Durable key.
    pub key: String,
    /// The awards it covers, no bonuses; ascending. It covers a bonus line exactly when it covers the line's base, unless the
    /// bonus is one of the next two.
    pub covers: Vec<RuleId>,
    /// Bonuses named under 含: it covers all their lines.
    pub covers_bonuses: Vec<RuleId>,
    /// Bonuses named under 不含: it covers none of their lines.
    pub except_bonuses: Vec<RuleId>,
    /// Scope, window, limit.
    pub cap: Cap,
    /// 依据
    pub basis: Vec<String>,
    /// 施行
    pub dates: Option<Dates>,
    /// The item.
    pub span: Span,
}

/// 账户
#[derive(Clone, Debug)]
pub struct Account {
    /// Its name.
    pub name: Named,
    /// Durable key.
    pub key: String,
    /// What it is counted in.
    pub unit: Unit,
    /// The unit word as declared, for showing.
    pub shown_unit: String,
    /// Whose.
    pub scope: ScopeId,
    /// For how long; never `Event`.
    pub window: Window,
    /// What it takes in.
    pub takes: Takes,
    /// Least and most, base units.
    pub range: (Rational, Rational),
    /// The item; of a made-up balance the policy's name.
    pub span: Span,
}

/// What an account takes in.
#[derive(Clone, Debug)]
pub enum Takes {
    /// All points granted.
    AllGranted,
    /// Points granted by these rules.
    Granted(Vec<RuleId>),
    /// 计
    Counts(Vec<Counts>),
}

/// 计
#[derive(Clone, Debug)]
pub struct Counts {
    /// Which activity.
    pub activity: ActivityId,
    /// Under which condition.
    pub when: Option<Expr>,
    /// How much; the number 1 where nothing was written.
    pub add: Expr,
    /// The clause.
    pub span: Span,
}

/// 兑换
#[derive(Clone, Debug)]
pub struct Redemption {
    /// Its name.
    pub name: Named,
    /// Durable key.
    pub key: String,
    /// Points, a constant expression.
    pub price: Expr,
    /// 面向 and 当: all must hold.
    pub when: Vec<Expr>,
    /// 起兑
    pub from_balance: Option<Expr>,
    /// 最低
    pub floor: Option<Expr>,
    /// 限量
    pub stock: Vec<Cap>,
    /// 给
    pub gives: Option<(mizi_evaluator::program::Gift, String)>,
    /// 依据
    pub basis: Vec<String>,
    /// 施行
    pub dates: Option<Dates>,
    /// The item.
    pub span: Span,
}
