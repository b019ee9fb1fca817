//! The syntax tree: a policy's text with its structure, names not yet resolved, every node with its place.
//! Both keyword languages give the same tree. Comments are kept beside the items.

use crate::source::{Span, TextId};

/// Something with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The thing.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A word that names something, without its quotes.
pub type Word = Spanned<String>;
/// A string without its quotes.
pub type Str = Spanned<String>;

/// One text.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Which text.
    pub text: TextId,
    /// Items in the order written, without those that could not be read.
    pub items: Vec<Item>,
    /// Items that could not be read at all: a name they declare may be used elsewhere.
    pub unread: Vec<Span>,
    /// Comments in the order written, with their `//`.
    pub comments: Vec<Spanned<String>>,
    /// Keywords written in Chinese and in English, to choose the language of messages.
    pub zh_keywords: usize,
    /// See `zh_keywords`.
    pub en_keywords: usize,
}

/// A name where it is declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// The name.
    pub name: Word,
    /// 代号.
    pub code: Option<Word>,
    /// The title and the second title.
    pub titles: Vec<Str>,
}

/// An item with the whole stretch it covers.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// From its keyword to its last clause.
    pub span: Span,
    /// Its keyword, for messages about the item as a whole.
    pub keyword: Span,
    /// Whether all of it could be read. If not, a finding says so already and the item lacks what could not be read: nothing need be said
    /// about what it seems to leave out.
    pub complete: bool,
}

/// The kinds of items.
#[derive(Clone, Debug, PartialEq)]
pub enum ItemKind {
    /// 政策 `policy`
    Policy(Policy),
    /// 维度 `dimensions`
    Dimensions(Vec<Declared>),
    /// 名录 `directory`
    Directory(Directory),
    /// 主体 `subject`
    Subject(Subject),
    /// 活动 `activity`
    Activity(Activity),
    /// 参数 `parameter`
    Parameter(Parameter),
    /// 定义 `define`
    Define(Define),
    /// 表 `table`
    Table(Table),
    /// 资格 `eligible`
    Eligible(Eligible),
    /// 规则 `rule`
    Rule(Rule),
    /// 组 `group`
    Group(Group),
    /// 总上限 `overall cap`
    OverallCap(OverallCap),
    /// 账户 `account`
    Account(Account),
    /// 兑换 `redeem`
    Redeem(Redeem),
    /// 案例 `case`
    Case(Case),
    /// 原则 `principle`
    Principle(Principle),
}

/// 自 DATE 至 DATE: both days included, days since 1970-01-01.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dates {
    /// First day.
    pub from: Spanned<i32>,
    /// Last day, included; none: open.
    pub to: Option<Spanned<i32>>,
    /// The whole clause.
    pub span: Span,
}

/// 政策 `policy`: each clause at most once (a repeated clause is reported and dropped while reading).
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Its name.
    pub name: Declared,
    /// 版本 `version`
    pub version: Option<Str>,
    /// 施行 `in force`
    pub dates: Option<Dates>,
    /// 印发 `issued`
    pub issued: Option<Spanned<i32>>,
    /// 积分 `points`: unit and number of decimals (0 for 整数 `whole`).
    pub points: Option<(Declared, Spanned<u32>)>,
    /// 折现 `cash`: so many points are so many yuan.
    pub cash: Option<(Number, Number)>,
    /// 时区 `zone`
    pub zone: Option<Str>,
    /// 确认方 `confirmers`
    pub roles: Vec<Declared>,
    /// 并得 `together`
    pub together: Option<Spanned<Together>>,
    /// 超限 `over cap`
    pub over_cap: Option<Spanned<OverCap>>,
    /// 先后 `order`
    pub order: Option<Spanned<Order>>,
    /// 加成 `bonus`
    pub bonus: Option<Spanned<BonusRoom>>,
    /// 撤销 `reversal`
    pub reversal: Option<Spanned<Reversal>>,
    /// 认定 `decided`
    pub decided_by: Option<Spanned<DecidedBy>>,
    /// 迟到 `late`: the limit in days, none for 不限.
    pub late: Option<Spanned<Option<u32>>>,
    /// 生日 `birthday`
    pub birthday: Option<Spanned<Birthday>>,
    /// 月末 `month end`
    pub month_end: Option<Spanned<MonthEnd>>,
}

/// 并得: several rules pay for one act in one dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Together {
    /// 相加
    Add,
    /// 就高
    Highest,
    /// 须写: must be written with the rules.
    Written,
}

/// 超限: what a cap does with an award larger than its room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverCap {
    /// 截断: cut to the room.
    Truncate,
    /// 拒绝: nothing at all.
    Refuse,
}

/// 先后: which rule takes room first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// 按声明
    AsDeclared,
    /// 按优先
    ByPriority,
}

/// 加成: whether a bonus uses the room of its base's own caps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BonusRoom {
    /// 另计
    Separate,
    /// 计入
    Within,
}

/// 撤销; a part that is not stated is asked for where it matters.
#[derive(Clone, Debug, PartialEq)]
pub struct Reversal {
    /// 归还额度 (true) or 不归还额度.
    pub returns_room: Option<bool>,
    /// 可负 or 最低 N.
    pub floor: Option<Floor>,
    /// 重算 (true) or 不重算.
    pub recompute: Option<bool>,
}

/// How far a balance may fall.
#[derive(Clone, Debug, PartialEq)]
pub enum Floor {
    /// 可负
    None,
    /// 最低 N
    At(Number),
}

/// 认定: which date decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecidedBy {
    /// 按发生时间
    EventTime,
    /// 按确认时间
    ConfirmationTime,
}

/// 生日: when a full year or month is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Birthday {
    /// 当日算满
    SameDay,
    /// 次日算满
    NextDay,
}

/// 月末: where an anniversary falls that its month does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthEnd {
    /// 取月末
    LastDay,
    /// 顺延: the first day of the next month.
    NextDay,
}

/// 名录 `directory`
#[derive(Clone, Debug, PartialEq)]
pub struct Directory {
    /// Its name.
    pub name: Declared,
    /// 有序 `ordered`
    pub ordered: bool,
    /// 归 `in`: the name of the parent.
    pub parent: Option<Declared>,
    /// The values; one group without a head when there is no parent.
    pub groups: Vec<DirectoryGroup>,
}

/// One line of a directory.
#[derive(Clone, Debug, PartialEq)]
pub struct DirectoryGroup {
    /// The parent's value.
    pub head: Option<Declared>,
    /// The values under it.
    pub values: Vec<Declared>,
}

/// 主体 `subject`
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// Its name.
    pub name: Declared,
    /// 属于 `belongs to`
    pub scopes: Vec<ScopeDecl>,
    /// Attributes.
    pub fields: Vec<Field>,
}

/// A scope the subject belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct ScopeDecl {
    /// Its name (家庭).
    pub name: Declared,
    /// Its readings as written, without the English `per` or `whole` (每户, household).
    pub readings: Vec<Reading>,
    /// 可缺 `optional`
    pub optional: bool,
}

/// How caps and accounts call a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// 每户, 全街道; in English the word after `per` or `whole`.
    pub word: Word,
    /// Whether it was written `per WORD` or `whole WORD`.
    pub english: bool,
    /// 全… or `whole`: there is only one.
    pub whole: bool,
}

/// 活动 `activity`
#[derive(Clone, Debug, PartialEq)]
pub struct Activity {
    /// Its name.
    pub name: Declared,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// An attribute or a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: Declared,
    /// Its type.
    pub ty: Spanned<FieldType>,
    /// 可缺 `optional`
    pub optional: bool,
}

/// Types as written.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "few, short-lived, matched in place")]
pub enum FieldType {
    /// 整数, N 位小数, or a unit with a range.
    Number {
        /// The unit word, none for 整数 and 小数.
        unit: Option<Word>,
        /// N of `N 位小数`, 0 for 整数; none when only a unit was given.
        decimals: Option<u32>,
        /// From … to, both included; none where it was left out.
        range: Option<(Number, Number)>,
        /// 步长 `step`
        step: Option<Number>,
    },
    /// 是否 `yes/no`
    YesNo,
    /// 日期 `date` with its first and last day.
    Date(Option<(Spanned<i32>, Spanned<i32>)>),
    /// 时刻 `time of day`
    Time,
    /// … 之一 `one of …`
    OneOf(Vec<Declared>),
    /// A directory's name (or a unit without its range).
    Named(Word),
}

/// A number as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Digits with an optional sign and point, half-width (`-12.50`).
    pub text: String,
    /// The unit after it.
    pub unit: Option<Word>,
    /// Whether `%` follows.
    pub percent: bool,
    /// Number and unit.
    pub span: Span,
}

/// 参数 `parameter`
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: Declared,
    /// Values with the first day each holds from; none: from the beginning.
    pub values: Vec<(Expr, Option<Spanned<i32>>)>,
}

/// 定义 `define`
#[derive(Clone, Debug, PartialEq)]
pub struct Define {
    /// Its name.
    pub name: Declared,
    /// 凡 `on`
    pub on: Option<Word>,
    /// What it stands for.
    pub value: Expr,
}

/// 表 `table`
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its name.
    pub name: Declared,
    /// 凡 `on`
    pub on: Option<Word>,
    /// The expression and the rows.
    pub bands: Bands,
}

/// 按 X (rows)
#[derive(Clone, Debug, PartialEq)]
pub struct Bands {
    /// What the rows are about.
    pub by: Box<Expr>,
    /// The rows in order.
    pub rows: Vec<Row>,
}

/// One row of bands.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// When it is chosen.
    pub test: Spanned<RowTest>,
    /// What it gives.
    pub value: Expr,
}

/// When a row is chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum RowTest {
    /// One or two bounds, all to hold.
    Bounds(Vec<(Bound, Expr)>),
    /// One of these values or numbers.
    Values(Vec<Expr>),
    /// A 至 B
    Between(Expr, Expr),
    /// 其余 `otherwise`
    Otherwise,
}

/// Boundary words and comparison marks, by meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// 以上 满 ≥
    AtLeast,
    /// 超过 以外 >
    Over,
    /// 以下 以内 ≤
    AtMost,
    /// 不满 <
    Under,
}

/// 资格 `eligible`
#[derive(Clone, Debug, PartialEq)]
pub struct Eligible {
    /// 得分 `earn` (true) or 兑换 `redeem`.
    pub earning: Spanned<bool>,
    /// 当 `when`
    pub when: Vec<Expr>,
    /// 依据 `basis`
    pub basis: Vec<Str>,
    /// 施行 `in force`
    pub dates: Option<Dates>,
}

/// 规则 `rule`
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Its name.
    pub name: Declared,
    /// 依据 `basis`
    pub basis: Vec<Str>,
    /// 计入 `dimension`
    pub dimension: Option<Word>,
    /// 凡 `on`
    pub on: Option<Word>,
    /// 当 `when`: one for each clause.
    pub when: Vec<Expr>,
    /// 确认 `confirmed by`: one for each clause; all clauses must be fulfilled.
    pub confirm: Vec<Confirm>,
    /// 奖励 `award`
    pub award: Option<Spanned<Award>>,
    /// 加成 `bonus`
    pub bonus: Option<Spanned<Bonus>>,
    /// 上限 `cap`
    pub caps: Vec<Cap>,
    /// 施行 `in force`
    pub dates: Option<Dates>,
    /// 例外于 `exception to`
    pub exception_to: Vec<Word>,
    /// 并得 `together`
    pub together: Option<Spanned<Together>>,
    /// 优先 `priority`
    pub priority: Option<Spanned<u32>>,
    /// 原名 `formerly`
    pub formerly: Option<Word>,
}

/// 确认 由 …
#[derive(Clone, Debug, PartialEq)]
pub struct Confirm {
    /// The roles.
    pub roles: Vec<Word>,
    /// 或: any one of them is enough.
    pub any: bool,
    /// The clause.
    pub span: Span,
}

/// 奖励 `award`
#[derive(Clone, Debug, PartialEq)]
pub enum Award {
    /// An expression, a table's name or bands, with the rounding stated.
    Expr(Expr, Option<Spanned<Rounding>>),
    /// 每满 N X 得 P
    Blocks {
        /// Size of a whole block.
        block: Expr,
        /// What is counted in blocks.
        of: Expr,
        /// What a block pays.
        pay: Expr,
        /// 余数: none where it was left out.
        remainder: Option<Spanned<Remainder>>,
    },
    /// 每 N X 得 P, in proportion.
    Rate {
        /// The units that earn `pay`.
        per: Expr,
        /// What is counted.
        of: Expr,
        /// What they pay.
        pay: Expr,
        /// Rounding.
        rounding: Option<Spanned<Rounding>>,
    },
}

/// What becomes of what is left over from whole blocks.
#[derive(Clone, Debug, PartialEq)]
pub enum Remainder {
    /// 余数不计
    Dropped,
    /// 余数结转, per person and without window unless stated.
    Carried {
        /// Whose.
        scope: Option<Reading>,
        /// How long.
        window: Option<Spanned<Window>>,
    },
}

/// Rounding as stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// 向下取整: towards −∞.
    Down,
    /// 向上取整: towards +∞.
    Up,
    /// 四舍五入: half away from zero.
    HalfUp,
}

/// 加成 `bonus`
#[derive(Clone, Debug, PartialEq)]
pub struct Bonus {
    /// The share.
    pub share: Expr,
    /// 于 `of`
    pub bases: Vec<Word>,
    /// Rounding.
    pub rounding: Option<Spanned<Rounding>>,
}

/// Windows as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// 每次
    Event,
    /// 每日
    Day,
    /// 每周: ISO week, from Monday.
    Week,
    /// 每月
    Month,
    /// 每季度
    Quarter,
    /// 每半年
    HalfYear,
    /// 每年, from this month and day.
    Year {
        /// 1 to 12.
        month: u8,
        /// 1 to 31.
        day: u8,
    },
    /// 终身
    Lifetime,
}

/// 上限 `cap`
#[derive(Clone, Debug, PartialEq)]
pub struct Cap {
    /// Whose.
    pub scope: Option<Reading>,
    /// For how long.
    pub window: Option<Spanned<Window>>,
    /// Points or times.
    pub limit: Expr,
    /// 截断 or 拒绝.
    pub over: Option<Spanned<OverCap>>,
    /// What holds for who lacks the scope.
    pub missing: Option<Missing>,
    /// The clause.
    pub span: Span,
}

/// 无户者 按每人 · 缺 家庭 不限
#[derive(Clone, Debug, PartialEq)]
pub struct Missing {
    /// The scope named; none for 无户者, which means the cap's own.
    pub scope: Option<Word>,
    /// What holds instead.
    pub remedy: Remedy,
    /// The part.
    pub span: Span,
}

/// What holds for a subject without the scope.
#[derive(Clone, Debug, PartialEq)]
pub enum Remedy {
    /// 按 another scope.
    By(Reading),
    /// 不限: the cap does not apply.
    Unlimited,
    /// 不给: no room at all.
    Nothing,
}

/// 组 `group`
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its name.
    pub name: Declared,
    /// 就高 or 相加.
    pub kind: Spanned<GroupKind>,
    /// Rules and groups.
    pub members: Vec<Word>,
    /// 依据 `basis`
    pub basis: Vec<Str>,
    /// 施行 `in force`
    pub dates: Option<Dates>,
    /// 原名 `formerly`
    pub formerly: Option<Word>,
}

/// How a group combines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// 相加
    Add,
    /// 就高
    Highest,
}

/// 总上限 `overall cap`
#[derive(Clone, Debug, PartialEq)]
pub struct OverallCap {
    /// Its name.
    pub name: Declared,
    /// Scope, window, limit, mode, remedy.
    pub cap: Cap,
    /// 含 `covering`
    pub covering: Vec<Word>,
    /// 计入 `dimension`
    pub dimensions: Vec<Word>,
    /// 不含 `except`
    pub except: Vec<Word>,
    /// 依据 `basis`
    pub basis: Vec<Str>,
    /// 施行 `in force`
    pub dates: Option<Dates>,
    /// 原名 `formerly`
    pub formerly: Option<Word>,
}

/// 账户 `account`
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Its name.
    pub name: Declared,
    /// What it is counted in.
    pub unit: Word,
    /// Whose.
    pub scope: Option<Reading>,
    /// For how long.
    pub window: Option<Spanned<Window>>,
    /// 收 `takes`: all (empty list) or these rules; none: not stated.
    pub takes: Option<Spanned<Vec<Word>>>,
    /// 计 `counts`
    pub counts: Vec<Counts>,
    /// 范围 `range`
    pub range: Option<(Expr, Expr)>,
    /// 原名 `formerly`
    pub formerly: Option<Word>,
}

/// 计 ACTIVITY 当 C：X
#[derive(Clone, Debug, PartialEq)]
pub struct Counts {
    /// The activity.
    pub on: Word,
    /// The condition.
    pub when: Option<Expr>,
    /// What is added; none: one time.
    pub add: Option<Expr>,
    /// The clause.
    pub span: Span,
}

/// 兑换 `redeem`
#[derive(Clone, Debug, PartialEq)]
pub struct Redeem {
    /// Its name.
    pub name: Declared,
    /// 需 `price`
    pub price: Option<Expr>,
    /// 面向 `open to`: none for the whole street.
    pub open_to: Option<Spanned<Option<Expr>>>,
    /// 当 `when`
    pub when: Vec<Expr>,
    /// 起兑 `from balance`
    pub from_balance: Option<Expr>,
    /// 最低 `floor`
    pub floor: Option<Expr>,
    /// 限量 `stock`
    pub stock: Vec<Cap>,
    /// 给 `gives`
    pub gives: Option<(Spanned<Gift>, Str)>,
    /// 施行 `in force`
    pub dates: Option<Dates>,
    /// 依据 `basis`
    pub basis: Vec<Str>,
    /// 原名 `formerly`
    pub formerly: Option<Word>,
}

/// What a redemption gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// 案例 `case`
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Its title.
    pub title: Str,
    /// Who and what there is before the first line.
    pub givens: Vec<Given>,
    /// The lines and the expectations between them, in order.
    pub lines: Vec<CaseLine>,
}

/// 设 `given`
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// 设 居民 张三：…
    Subject {
        /// The subject kind as written (居民).
        kind: Word,
        /// The person.
        name: Word,
        /// Attributes, scopes and opening balances.
        facts: Vec<CaseFact>,
    },
    /// 设 用量 ITEM KEY 自 DATE AMOUNT
    Usage {
        /// Rule, overall cap, account or redemption.
        item: Word,
        /// Whose; none: the whole street.
        key: Option<Word>,
        /// A day in the window meant; none: lifetime.
        date: Option<Spanned<i32>>,
        /// How much is used.
        amount: Number,
        /// The clause.
        span: Span,
    },
}

/// A fact stated in a case.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseFact {
    /// Attribute, field, scope or account.
    pub name: Word,
    /// Its value.
    pub value: CaseValue,
    /// The part.
    pub span: Span,
}

/// Values in cases.
#[derive(Clone, Debug, PartialEq)]
pub enum CaseValue {
    /// The bare name.
    Yes,
    /// 非 NAME
    No,
    /// A number.
    Number(Number),
    /// Days since 1970-01-01.
    Date(i32),
    /// Minutes since midnight.
    Time(u16),
    /// A value's name or a scope's key; a string counts as one too.
    Word(Word),
}

/// One line of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseLine {
    /// What happens.
    pub kind: CaseLineKind,
    /// What is expected of it.
    pub expect: Vec<Expect>,
    /// The line.
    pub span: Span,
}

/// When a line of a case happens.
#[derive(Clone, Debug, PartialEq)]
pub struct When {
    /// Days since 1970-01-01.
    pub date: Spanned<i32>,
    /// Minutes since midnight.
    pub time: Option<u16>,
}

/// What a line of a case does.
#[derive(Clone, Debug, PartialEq)]
pub enum CaseLineKind {
    /// An event.
    Event {
        /// When.
        when: When,
        /// Who.
        subject: Word,
        /// Which activity.
        activity: Word,
        /// `#ID`
        id: Option<Word>,
        /// 收到 `received`
        received: Option<Spanned<i32>>,
        /// Its facts.
        facts: Vec<CaseFact>,
    },
    /// 确认 #ID 由 ROLE
    Confirm {
        /// When.
        when: When,
        /// The line confirmed.
        of: Word,
        /// By whom.
        role: Word,
        /// Its own id.
        id: Option<Word>,
    },
    /// 撤销 #ID
    Reverse {
        /// When.
        when: When,
        /// The line taken back.
        of: Word,
        /// Its own id.
        id: Option<Word>,
    },
    /// 张三 兑换 X
    Redeem {
        /// When.
        when: When,
        /// Who.
        subject: Word,
        /// What.
        redemption: Word,
        /// `#ID`
        id: Option<Word>,
    },
    /// 余额 张三 N 米: what the balance must be now.
    Balance {
        /// Whose.
        subject: Word,
        /// The amount.
        amount: Number,
    },
    /// 结余 ACCOUNT KEY N: what an account must be now.
    Tally {
        /// Which account.
        account: Word,
        /// Whose.
        key: Word,
        /// The amount.
        amount: Number,
    },
}

/// A part of what is expected.
#[derive(Clone, Debug, PartialEq)]
pub enum Expect {
    /// RULE N 米
    Grant {
        /// The rule.
        rule: Word,
        /// Points granted.
        amount: Number,
    },
    /// N 米, 扣回 N 米 and 扣 N 米 (the last two are negative totals).
    Total {
        /// As written, without sign.
        amount: Number,
        /// Whether it is taken away.
        negative: bool,
    },
    /// 因 X
    Because {
        /// The item named.
        item: Word,
        /// 的上限, 的条件.
        part: Option<BecausePart>,
    },
    /// 余额 N 米
    Balance(Number),
    /// An outcome.
    Outcome(Spanned<ExpectedOutcome>),
    /// 缺 X、Y
    MissingFacts(Vec<Word>),
}

/// What of the item was the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BecausePart {
    /// 的上限
    Cap,
    /// 的条件
    Condition,
}

/// Outcomes as cases write them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedOutcome {
    /// 已判定
    Decided,
    /// 待确认
    Pending,
    /// 不在施行期
    NotInForce,
    /// 逾期
    TooLate,
    /// 无资格
    NotEligible,
    /// 无法判定
    CannotDecide,
    /// 不予兑换
    Refused,
    /// 已撤销
    Reversed,
    /// 重复
    Repeated,
    /// 查无此事
    Unknown,
}

/// 原则 `principle`: read, not examined yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Principle {
    /// Its title.
    pub title: Str,
    /// The rest as written.
    pub words: Str,
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where.
    pub span: Span,
}

/// Two-sided arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    /// +
    Add,
    /// −
    Subtract,
    /// ×
    Multiply,
    /// ÷
    Divide,
}

/// Comparison by a mark or a boundary word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// =
    Equal,
    /// ≠
    NotEqual,
    /// A boundary.
    Bound(Bound),
}

/// Expressions, names not yet resolved.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// 50 米, 20%
    Number(Number),
    /// Days since 1970-01-01.
    Date(i32),
    /// Minutes since midnight.
    Time(u16),
    /// 是 / 否
    YesNo(bool),
    /// A name: field, scope, parameter, definition, table, value.
    Name(String),
    /// 发生日
    EventDate,
    /// 发生时刻
    EventTime,
    /// 非
    Not(Box<Expr>),
    /// −
    Negate(Box<Expr>),
    /// 且 of two or more.
    And(Vec<Expr>),
    /// 或 of two or more.
    Or(Vec<Expr>),
    /// X ≥ N, X N 以上, X = N
    Compare {
        /// How.
        op: Comparison,
        /// X
        left: Box<Expr>,
        /// N
        right: Box<Expr>,
    },
    /// X 是 A 或 B
    Is {
        /// X
        value: Box<Expr>,
        /// A, B
        options: Vec<Expr>,
        /// 不是
        negated: bool,
    },
    /// X 在 A 至 B 之间
    Between {
        /// X
        value: Box<Expr>,
        /// A
        low: Box<Expr>,
        /// B
        high: Box<Expr>,
    },
    /// 有 X
    Has(Word),
    /// A + B
    Arithmetic {
        /// Which.
        op: Arithmetic,
        /// A
        left: Box<Expr>,
        /// B
        right: Box<Expr>,
    },
    /// 若 C 则 A 否则 B
    If {
        /// C
        condition: Box<Expr>,
        /// A
        then: Box<Expr>,
        /// B
        otherwise: Box<Expr>,
    },
    /// F（A，B）: the function by its meaning, whatever language it was written in.
    Call {
        /// The function.
        function: Spanned<Function>,
        /// Its arguments.
        arguments: Vec<Expr>,
    },
    /// 按 X（rows）
    Bands(Bands),
}

/// Functions; the spelling of each is in `docs/language/syntax.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as in the language's English spelling")]
pub enum Function {
    Min,
    Max,
    Clamp,
    Floor,
    Ceiling,
    Round,
    Full,
    Begun,
    FullYears,
    FullMonths,
    BegunYears,
    BegunMonths,
    DaysBetween,
    YearOf,
    MonthOf,
    DayOf,
    QuarterOf,
    HalfOf,
    Weekday,
    MonthEnd,
    LastYearEnd,
    HourOf,
    MinuteOf,
    Before,
    Including,
}
