//! Conditions and amounts as text, never negative and well typed by construction.

use super::rng::Rng;
use super::world::{FieldSpec, Kind, Lang, World, plain};

/// A parameter that can be used in amounts and limits.
#[derive(Clone, Debug)]
pub struct Constant {
    pub text: String,
    pub of: ConstantOf,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ConstantOf {
    Points,
    Times,
    Share,
}

/// An account that conditions can read.
#[derive(Clone, Debug)]
pub struct Readable {
    pub name: String,
    /// The unit its amounts are written in, and what a small one is in hundredths.
    pub unit: &'static str,
    pub small: i64,
    /// Whether 连同本次 may be used.
    pub counts: bool,
    /// The scope that has to be asked for with 有.
    pub guard: Option<String>,
    /// Never below 0.
    pub whole: bool,
}

/// A definition or table: its name and the activity it is for.
#[derive(Clone, Debug)]
pub struct Named {
    pub name: String,
    pub activity: Option<usize>,
    pub condition: bool,
}

/// What an expression may read.
#[derive(Clone, Debug)]
pub struct Env<'a> {
    pub world: &'a World,
    pub lang: Lang,
    pub activity: Option<usize>,
    pub constants: &'a [Constant],
    pub accounts: &'a [Readable],
    pub names: &'a [Named],
}

/// How strongly the parts of a condition hold together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    /// Beside 或 and under 非 it needs parentheses, and so does 是 with several values beside anything.
    Or,
    /// X 是 A: another 或 after it would read on.
    Is,
    And,
    Atom,
}

type Text = (String, Level);

impl<'a> Env<'a> {
    pub fn with(&self, lang: Lang) -> Env<'a> {
        Env { lang, ..self.clone() }
    }

    /// A condition for 当.
    pub fn condition(&self, rng: &mut Rng, depth: u32) -> String {
        self.any(rng, depth).0
    }

    fn any(&self, rng: &mut Rng, depth: u32) -> Text {
        if depth == 0 {
            return self.atom(rng);
        }
        match rng.below(10) {
            0..=4 => self.atom(rng),
            5 | 6 => self.join(rng, depth, " 且 ", " and ", Level::And),
            7 | 8 => self.join(rng, depth, " 或 ", " or ", Level::Or),
            _ => {
                let inner = self.any(rng, depth - 1);
                let inner = if rng.chance(70) { paren(&inner.0) } else { wrap(inner, Level::Atom) };
                (format!("{} {inner}", self.lang.k("非", "not")), Level::Atom)
            }
        }
    }

    fn join(&self, rng: &mut Rng, depth: u32, zh: &'static str, en: &'static str, level: Level) -> Text {
        let parts: Vec<String> = (0..rng.range(2, 3)).map(|_| wrap(self.any(rng, depth - 1), Level::Atom)).collect();
        (parts.join(self.lang.k(zh, en)), level)
    }

    fn fields(&self) -> Vec<&'a FieldSpec> {
        let own = self.activity.map(|index| &self.world.activities[index].1[..]).unwrap_or_default();
        self.world.attributes.iter().chain(own).collect()
    }

    fn atom(&self, rng: &mut Rng) -> Text {
        let (l, fields) = (self.lang, self.fields());
        match rng.below(12) {
            0 => (self.date_condition(rng), Level::Atom),
            1 | 2 if !self.accounts.is_empty() => self.account_condition(rng),
            3 if self.names.iter().any(|named| named.condition && self.may_use(named)) => {
                let usable: Vec<&Named> =
                    self.names.iter().filter(|named| named.condition && self.may_use(named)).collect();
                (rng.pick(&usable).name.clone(), Level::Atom)
            }
            4 if !self.world.scopes.is_empty() => self.scope_condition(rng),
            _ if fields.is_empty() => (self.date_condition(rng), Level::Atom),
            _ => {
                let field = *rng.pick(&fields);
                let name = field.called.mention(rng);
                let condition = self.field_condition(rng, field, &name);
                if !field.optional {
                    return condition;
                }
                let has = format!("{} {name}", l.k("有", "has"));
                match rng.below(6) {
                    0 => (has, Level::Atom),
                    1 => (format!("{} {has}", l.k("非", "not")), Level::Atom),
                    _ => {
                        let rest = wrap(condition, Level::Is);
                        (format!("{has} {} {rest}", l.k("且", "and")), Level::And)
                    }
                }
            }
        }
    }

    fn may_use(&self, named: &Named) -> bool {
        named.activity.is_none() || named.activity == self.activity
    }

    fn field_condition(&self, rng: &mut Rng, field: &FieldSpec, name: &str) -> Text {
        let l = self.lang;
        match &field.kind {
            Kind::YesNo => match rng.below(4) {
                0 => (format!("{} {name}", l.k("非", "not")), Level::Atom),
                1 => (format!("{name} {} {}", l.k("是", "is"), l.k("否", "no")), Level::Is),
                _ => (name.to_owned(), Level::Atom),
            },
            Kind::Number { unit, low, high, step } => self.number_condition(rng, name, unit, (*low, *high, *step)),
            Kind::Date => {
                let date = some_date(rng, 1935, 2029);
                match rng.below(5) {
                    0 => (format!("{name} {} {date}", mark(rng)), Level::Atom),
                    1 => (self.elapsed(rng, name), Level::Atom),
                    2 => {
                        let function = *rng.pick(&[l.k("月份", "month_of"), l.k("日号", "day_of")]);
                        (format!("{function}（{name}） {} {}", mark(rng), rng.range(1, 12)), Level::Atom)
                    }
                    3 => {
                        let days = format!("{}（{name}，{}）", l.k("天数", "days_between"), self.today());
                        let least = rng.range(1, 400);
                        let unit = if rng.chance(50) { format!(" {}", l.k("日", "days")) } else { " 日".to_owned() };
                        (format!("{days} ≥ {least}{unit}"), Level::Atom)
                    }
                    _ => (self.elapsed(rng, name), Level::Atom),
                }
            }
            Kind::Time => {
                (format!("{name} {} {:02}:{:02}", mark(rng), rng.range(0, 23), rng.range(0, 59)), Level::Atom)
            }
            Kind::OneOf(values) => {
                let options: Vec<String> = rng.some(values, 50).iter().map(|value| value.mention(rng)).collect();
                self.is(rng, name, options, &values[0].mention(&mut rng.clone()))
            }
            Kind::Directory(index) => {
                let directory = &self.world.directories[*index];
                let value = rng.pick(&directory.values).mention(rng);
                if directory.ordered && rng.chance(60) {
                    return (format!("{name} {} {value}", mark(rng)), Level::Atom);
                }
                let options = rng.some(&directory.values, 40).iter().map(|value| value.mention(rng)).collect();
                self.is(rng, name, options, &value)
            }
        }
    }

    fn is(&self, rng: &mut Rng, name: &str, mut options: Vec<String>, otherwise: &str) -> Text {
        let l = self.lang;
        if options.is_empty() {
            options.push(otherwise.to_owned());
        }
        let is = if rng.chance(75) { l.k("是", "is") } else { l.k("不是", "is not") };
        let level = if options.len() > 1 { Level::Or } else { Level::Is };
        (format!("{name} {is} {}", options.join(l.k(" 或 ", " or "))), level)
    }

    fn number_condition(&self, rng: &mut Rng, name: &str, unit: &str, (low, high, step): (i64, i64, i64)) -> Text {
        let l = self.lang;
        let at = |rng: &mut Rng| with_unit(low + rng.range(0, (high - low) / step) * step, unit);
        let text = match rng.below(10) {
            0 | 1 => format!("{name} {} {}", mark(rng), at(rng)),
            2 | 3 => {
                let (zh, en) = *rng.pick(&[("满", "at least"), ("不满", "under"), ("超过", "over")]);
                format!("{name} {} {}", l.k(zh, en), at(rng))
            }
            4 | 5 => {
                let words = [("以上", "at least"), ("以下", "at most"), ("以内", "within"), ("以外", "beyond")];
                let ((zh, en), at) = (*rng.pick(&words), at(rng));
                match l {
                    // 件数 -3 以上 would be a difference.
                    Lang::Zh if at.starts_with('-') => format!("{name} {} {at}", sign_of(zh)),
                    Lang::Zh => format!("{name} {at} {zh}"),
                    Lang::En => format!("{name} {en} {at}"),
                }
            }
            6 => {
                let (a, b) =
                    (low + rng.range(0, (high - low) / step) * step, low + rng.range(0, (high - low) / step) * step);
                let (a, b) = (with_unit(a.min(b), unit), with_unit(a.max(b), unit));
                match l {
                    Lang::Zh => format!("{name} 在 {a} 至 {b} 之间"),
                    Lang::En => format!("{name} between {a} and {b}"),
                }
            }
            7 => format!("{name} × 2 {} {}", mark(rng), at(rng)),
            8 => format!("{name} + {} {} {}", with_unit(step, unit), mark(rng), at(rng)),
            _ => {
                let value = at(rng);
                return self.is(rng, name, vec![value.clone()], &value);
            }
        };
        (text, Level::Atom)
    }

    fn today(&self) -> &'static str {
        self.lang.k("发生日", "event_date")
    }

    fn elapsed(&self, rng: &mut Rng, from: &str) -> String {
        let l = self.lang;
        let (function, most) = *rng.pick(&[
            (l.k("满年数", "full_years"), 70),
            (l.k("起年数", "begun_years"), 70),
            (l.k("满月数", "full_months"), 60),
            (l.k("起月数", "begun_months"), 60),
        ]);
        format!("{function}（{from}，{}） {} {}", self.today(), mark(rng), rng.range(1, most))
    }

    fn date_condition(&self, rng: &mut Rng) -> String {
        let (l, today) = (self.lang, self.today());
        match rng.below(7) {
            0 => format!("{}（{today}） {} {}", l.k("星期", "weekday"), mark(rng), rng.range(1, 7)),
            1 => format!("{}（{today}） {} {}", l.k("月份", "month_of"), mark(rng), rng.range(1, 12)),
            2 => format!(
                "{} {} {:02}:{:02}",
                l.k("发生时刻", "event_time"),
                mark(rng),
                rng.range(0, 23),
                rng.range(0, 59)
            ),
            3 => format!("{today} {} {}", mark(rng), some_date(rng, 2023, 2026)),
            4 => format!("{today} {} {}（{today}）", *rng.pick(&["=", "≠"]), l.k("月末日", "month_end")),
            5 => format!(
                "{}（{}（{today}），{today}） {} {} {}",
                l.k("天数", "days_between"),
                l.k("上年末", "last_year_end"),
                mark(rng),
                rng.range(1, 365),
                l.k("日", "days")
            ),
            _ => {
                let (function, most) = *rng.pick(&[(l.k("季度号", "quarter_of"), 4), (l.k("半年号", "half_of"), 2)]);
                format!("{function}（{today}） {} {}", mark(rng), rng.range(1, most))
            }
        }
    }

    fn scope_condition(&self, rng: &mut Rng) -> Text {
        let l = self.lang;
        let scope = rng.pick(&self.world.scopes);
        let name = scope.called.mention(rng);
        let optional = scope.optional || self.world.parent_is_optional(scope);
        let has = format!("{} {name}", l.k("有", "has"));
        let values = self.world.values_of(scope);
        if values.is_empty() || rng.chance(30) {
            return if optional { (has, Level::Atom) } else { (self.date_condition(rng), Level::Atom) };
        }
        let first = rng.pick(&values).mention(rng);
        let options = rng.some(&values, 40).iter().map(|value| value.mention(rng)).collect();
        let is = self.is(rng, &name, options, &first);
        if optional { (format!("{has} {} {}", l.k("且", "and"), wrap(is, Level::Is)), Level::And) } else { is }
    }

    fn account_condition(&self, rng: &mut Rng) -> Text {
        let l = self.lang;
        let account = rng.pick(self.accounts);
        let including = account.counts && rng.chance(40);
        let function = if including { l.k("连同本次", "including") } else { l.k("此前", "before") };
        let amount = with_unit(account.small * rng.range(1, 6), account.unit);
        let text = format!("{function}（{}） {} {amount}", self.account(account), mark(rng));
        match &account.guard {
            Some(scope) if rng.chance(80) => {
                (format!("{} {scope} {} {text}", l.k("有", "has"), l.k("且", "and")), Level::And)
            }
            _ => (text, Level::Atom),
        }
    }

    /// The balance that none declares is a keyword.
    fn account(&self, account: &Readable) -> String {
        if account.name == "余额" { self.lang.k("余额", "balance").to_owned() } else { account.name.clone() }
    }

    // ---- Amounts ----

    /// So many points.
    pub fn points(&self, rng: &mut Rng, most: i64) -> String {
        let hundredths = match self.world.decimals {
            0 => rng.range(1, most) * 100,
            1 => rng.range(1, most * 10) * 10,
            _ => rng.range(1, most * 100),
        };
        let hundredths = if rng.chance(60) { rng.range(1, most) * 100 } else { hundredths };
        with_unit(hundredths, self.world.point)
    }

    fn points_constant(&self, rng: &mut Rng) -> String {
        let mut known: Vec<&Constant> = self.constants.iter().filter(|c| c.of == ConstantOf::Points).collect();
        known.retain(|_| rng.chance(50));
        match known.first() {
            Some(constant) => constant.text.clone(),
            None => self.points(rng, 60),
        }
    }

    /// Fields that are always there, with numbers.
    fn numbers(&self) -> Vec<(&'a FieldSpec, &'static str, i64, i64, i64)> {
        let number = |field: &'a FieldSpec| match &field.kind {
            Kind::Number { unit, low, high, step } if !field.optional => Some((field, *unit, *low, *high, *step)),
            _ => None,
        };
        self.fields().into_iter().filter_map(number).collect()
    }

    /// An amount of points, not negative; not always whole.
    pub fn amount(&self, rng: &mut Rng, depth: u32) -> String {
        let l = self.lang;
        let numbers = self.numbers();
        match rng.below(if depth == 0 { 5 } else { 14 }) {
            0 => self.points_constant(rng),
            1..=4 if numbers.is_empty() => self.points_constant(rng),
            1..=4 => {
                let (field, unit, low, _, step) = *rng.pick(&numbers);
                let name = field.called.mention(rng);
                self.linear(rng, &name, unit, low, step)
            }
            5 => format!("{}（{}，{}）", l.k("取小", "min"), self.amount(rng, depth - 1), self.amount(rng, depth - 1)),
            6 => format!("{}（{}，{}）", l.k("取大", "max"), self.amount(rng, depth - 1), self.amount(rng, depth - 1)),
            7 => {
                let (low, high) = (rng.range(0, 5), rng.range(5, 80));
                let (low, high) = (with_unit(low * 100, self.world.point), with_unit(high * 100, self.world.point));
                format!("{}（{}，{low}，{high}）", l.k("限于", "clamp"), self.amount(rng, depth - 1))
            }
            8 | 9 => {
                let condition = self.condition(rng, 1);
                let (a, b) = (self.amount(rng, depth - 1), self.amount(rng, depth - 1));
                match l {
                    Lang::Zh => format!("（若 {condition} 则 {a} 否则 {b}）"),
                    Lang::En => format!("(if {condition} then {a} else {b})"),
                }
            }
            10 => format!("（{} + {}）", self.amount(rng, depth - 1), self.amount(rng, depth - 1)),
            11 => {
                let zero = with_unit(0, self.world.point);
                let less = self.points(rng, 20);
                format!("{}（{} - {less}，{zero}）", l.k("取大", "max"), self.amount(rng, depth - 1))
            }
            12 => self.dated_amount(rng),
            _ => self.account_amount(rng).unwrap_or_else(|| self.points_constant(rng)),
        }
    }

    fn linear(&self, rng: &mut Rng, name: &str, unit: &'static str, low: i64, step: i64) -> String {
        let l = self.lang;
        let pay = self.points(rng, 9);
        let value = if low < 0 {
            format!("{}（{name}，{}）", l.k("取大", "max"), with_unit(0, unit))
        } else {
            name.to_owned()
        };
        if unit == self.world.point {
            return if rng.chance(50) { value } else { format!("{value} × 50%") };
        }
        let per = with_unit(coarse(step) * rng.range(1, 4), unit);
        match rng.below(5) {
            0 => format!("{}（{value}，{per}） × {pay}", l.k("整满", "full")),
            1 => format!("{}（{value}，{per}） × {pay}", l.k("起计", "begun")),
            2 => {
                let rounding =
                    *rng.pick(&[l.k("向下取整", "floor"), l.k("向上取整", "ceiling"), l.k("四舍五入", "round")]);
                format!("{rounding}（{value}，{per}） ÷ {per} × {pay}")
            }
            3 if unit.is_empty() => format!("{value} × {pay}"),
            _ => format!("{value} ÷ {per} × {pay}"),
        }
    }

    fn dated_amount(&self, rng: &mut Rng) -> String {
        let (l, pay) = (self.lang, self.points(rng, 5));
        let dates: Vec<_> = self.fields().into_iter().filter(|f| f.kind == Kind::Date && !f.optional).collect();
        if dates.is_empty() || rng.chance(30) {
            let function = *rng.pick(&[l.k("月份", "month_of"), l.k("日号", "day_of"), l.k("星期", "weekday")]);
            return format!("{function}（{}） × {pay}", self.today());
        }
        let date = rng.pick(&dates).called.mention(rng);
        let today = self.today();
        match rng.below(3) {
            0 => format!("{}（{date}，{today}） × {pay}", l.k("满年数", "full_years")),
            1 => format!("{}（{date}，{today}） × {pay}", l.k("起月数", "begun_months")),
            _ => {
                let days = format!("{}（{date}，{today}）", l.k("天数", "days_between"));
                format!("{}（{days}，0 {}） ÷ 7 {} × {pay}", l.k("取大", "max"), l.k("日", "days"), l.k("日", "days"))
            }
        }
    }

    fn account_amount(&self, rng: &mut Rng) -> Option<String> {
        let usable: Vec<&Readable> = self.accounts.iter().filter(|a| a.guard.is_none() && a.whole).collect();
        if usable.is_empty() {
            return None;
        }
        let (l, account) = (self.lang, *rng.pick(&usable));
        let function =
            if account.counts && rng.chance(40) { l.k("连同本次", "including") } else { l.k("此前", "before") };
        let one = with_unit(account.small, account.unit);
        let most = self.points(rng, 40);
        let value = if account.unit == self.world.point {
            format!("{function}（{}） × 10%", self.account(account))
        } else {
            format!("{function}（{}） ÷ {one} × {}", self.account(account), self.points(rng, 4))
        };
        Some(format!("{}（{value}，{most}）", l.k("取小", "min")))
    }

    /// The quotient of two variables, rounded on the spot.
    pub fn quotient(&self, rng: &mut Rng) -> Option<String> {
        let numbers = self.numbers();
        let by = numbers.iter().find(|(field, _, low, _, _)| *low > 0 && field.called.name == "人数")?;
        let of: Vec<_> = numbers.iter().filter(|(_, unit, low, _, _)| !unit.is_empty() && *low >= 0).collect();
        if of.is_empty() {
            return None;
        }
        let (field, unit, _, _, step) = **rng.pick(&of);
        let (of, by) = (field.called.mention(rng), by.0.called.mention(rng));
        let (l, per) = (self.lang, with_unit(coarse(step), unit));
        let rounding = *rng.pick(&[l.k("向下取整", "floor"), l.k("向上取整", "ceiling"), l.k("四舍五入", "round")]);
        if unit == self.world.point {
            return Some(format!("{rounding}（{of} ÷ {by}）"));
        }
        Some(format!("{rounding}（{of} ÷ {by}，{per}） ÷ {per} × {}", self.points(rng, 9)))
    }

    /// Rows of a table or bands over something, with amounts.
    pub fn rows(&self, rng: &mut Rng) -> Option<(String, Vec<String>)> {
        let l = self.lang;
        let fields: Vec<_> = self.fields().into_iter().filter(|field| !field.optional).collect();
        let usable: Vec<&&FieldSpec> = fields
            .iter()
            .filter(|field| matches!(field.kind, Kind::Number { .. } | Kind::OneOf(_) | Kind::Directory(_)))
            .collect();
        if usable.is_empty() {
            return None;
        }
        let field = **rng.pick(&usable);
        let name = field.called.mention(rng);
        let values = match &field.kind {
            Kind::Number { unit, low, high, step } => {
                return Some((name, self.number_rows(rng, unit, (*low, *high, *step))));
            }
            Kind::OneOf(values) => values.clone(),
            Kind::Directory(index) => self.world.directories[*index].values.clone(),
            _ => return None,
        };
        let cut = 1 + rng.below(values.len() - 1);
        let (first, rest) = values.split_at(cut);
        let first: Vec<String> = first.iter().map(|value| value.mention(rng)).collect();
        let last = if rng.chance(50) {
            l.k("其余", "otherwise").to_owned()
        } else {
            let rest: Vec<String> = rest.iter().map(|value| value.mention(rng)).collect();
            rest.join("、")
        };
        let mut rows =
            vec![format!("{}：{}", first.join("、"), self.amount(rng, 0)), format!("{last}：{}", self.amount(rng, 0))];
        if rng.chance(30) {
            rows.reverse();
        }
        Some((name, rows))
    }

    fn number_rows(&self, rng: &mut Rng, unit: &str, (low, high, step): (i64, i64, i64)) -> Vec<String> {
        let l = self.lang;
        let steps = (high - low) / step;
        let (a, b) = (low + rng.range(1, steps - 2) * step, low + rng.range(1, steps - 1) * step);
        let (a, b) = (with_unit(a.min(b), unit), with_unit(a.max(b) + step, unit));
        let mut tests = match (l, rng.below(3)) {
            (Lang::Zh, 0) => vec![format!("不满 {a}"), format!("{a} 以上 不满 {b}"), format!("{b} 以上")],
            (Lang::Zh, 1) => vec![format!("{a} 以下"), format!("超过 {a} 不满 {b}"), format!("满 {b}")],
            (Lang::Zh, _) => vec![format!("不满 {a}"), "其余".to_owned()],
            (Lang::En, 0) => vec![format!("under {a}"), format!("at least {a} under {b}"), format!("at least {b}")],
            (Lang::En, 1) => vec![format!("at most {a}"), format!("over {a} under {b}"), format!("at least {b}")],
            (Lang::En, _) => vec![format!("under {a}"), "otherwise".to_owned()],
        };
        if rng.chance(20) {
            tests.reverse();
        }
        tests.into_iter().map(|test| format!("{test}：{}", self.amount(rng, 0))).collect()
    }

    /// What is counted in blocks, with the size of a block.
    pub fn blocks(&self, rng: &mut Rng, may_be_negative: bool) -> Option<(String, String)> {
        let mut numbers = self.numbers();
        numbers.retain(|(_, _, low, _, _)| may_be_negative || *low >= 0);
        if numbers.is_empty() {
            return None;
        }
        let (field, unit, _, _, step) = *rng.pick(&numbers);
        Some((with_unit(coarse(step) * rng.range(1, 8), unit), field.called.mention(rng)))
    }
}

/// Sizes of blocks: not by the fen.
fn coarse(step: i64) -> i64 {
    if step == 1 { 1000 } else { step }
}

fn paren(text: &str) -> String {
    format!("（{text}）")
}

fn wrap((text, level): Text, least: Level) -> String {
    if level < least { paren(&text) } else { text }
}

fn sign_of(word: &str) -> &'static str {
    match word {
        "以上" => "≥",
        "以外" => ">",
        _ => "≤",
    }
}

fn mark(rng: &mut Rng) -> &'static str {
    *rng.pick(&["≥", ">", "≤", "<", "=", "≠", ">=", "<=", "!="])
}

/// Hundredths with their unit.
pub fn with_unit(hundredths: i64, unit: &str) -> String {
    if unit.is_empty() { plain(hundredths) } else { format!("{} {unit}", plain(hundredths)) }
}

/// A date that exists, often at the end of a month.
pub fn some_date(rng: &mut Rng, first: i64, last: i64) -> String {
    let (year, month) = (rng.range(first, last), rng.range(1, 12));
    let length = super::super::calendar::month_length(year, month);
    let day = *rng.pick(&[1, 2, 15, 28, length, length]);
    if rng.chance(25) {
        format!("{year}年{month}月{}日", day.min(length))
    } else {
        format!("{year:04}-{month:02}-{:02}", day.min(length))
    }
}

impl World {
    /// Values of a listed or derived scope.
    pub fn values_of(&self, scope: &super::world::ScopeSpec) -> Vec<super::world::Called> {
        for directory in &self.directories {
            if directory.called.name == scope.called.name {
                return directory.values.clone();
            }
            if let Some((parent, heads)) = directory.parent.as_ref().filter(|(p, _)| p.name == scope.called.name) {
                let _ = parent;
                return heads.iter().map(|(head, _)| head.clone()).collect();
            }
        }
        Vec::new()
    }

    /// Whether a derived scope may be missing because its child may.
    pub fn parent_is_optional(&self, scope: &super::world::ScopeSpec) -> bool {
        let child = self
            .directories
            .iter()
            .find(|directory| directory.parent.as_ref().is_some_and(|(parent, _)| parent.name == scope.called.name));
        child.is_some_and(|child| {
            self.scopes.iter().any(|other| other.called.name == child.called.name && other.optional)
        })
    }
}
