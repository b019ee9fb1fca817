//! Formulas and conditions, with no more parentheses than needed.

use super::{Keywords, Printer, literal};
use crate::model::arithmetic::whole;
use crate::model::expr::{Bands, Compare, Row, RowTest};
use crate::model::{Constant, Expr, ExprKind, Rational, Rounding, Type};
use mizi_evaluator::program::{DateAt, DatePart};

/// How tightly a form binds; weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    If,
    Or,
    And,
    /// 是 A 或 B with several values: binds like 或 to a reader.
    OneOf,
    Not,
    Compare,
    Sum,
    Product,
    Sign,
    Atom,
}

/// The expression as text.
pub fn write(printer: &Printer, expr: &Expr) -> String {
    Writer(printer).expr(expr).0
}

struct Writer<'a>(&'a Printer<'a>);

type Written = (String, Binding);

impl Writer<'_> {
    fn expr(&self, expr: &Expr) -> Written {
        use ExprKind as K;
        match &expr.kind {
            K::Constant(value) => self.constant(value, &expr.ty, None),
            K::Not(a) => self.not(a),
            K::And(parts) => (self.joined(parts, self.0.pick("且", "and")), Binding::And),
            K::Or(parts) => (self.alternatives(parts), Binding::Or),
            K::Compare(op, a, b) => (self.compare(*op, a, b), Binding::Compare),
            K::OneOf(a, values) => self.one_of(a, values, false),
            K::Between(x, low, high) => (self.between(x, low, high), Binding::Compare),
            K::If(condition, then, otherwise) => (self.choice(condition, then, otherwise), Binding::If),
            K::Bands(bands) => (self.bands(bands), Binding::Atom),
            K::Negate(a) => (format!("-{}", self.at_least(a, Binding::Atom)), Binding::Sign),
            K::Add(a, b) => (self.pair(a, "+", b, Binding::Sum), Binding::Sum),
            K::Subtract(a, b) if both_dates(a, b) => self.call(self.0.pick("天数", "days_between"), &[b, a]),
            K::Subtract(a, b) => (self.pair(a, "-", b, Binding::Sum), Binding::Sum),
            K::Multiply(a, b) => (self.pair(a, "×", b, Binding::Product), Binding::Product),
            K::Divide(a, b) => self.quotient(a, b),
            K::Round(rounding, a, to) => self.round(*rounding, a, *to),
            K::Min(parts) => self.call(self.0.pick("取小", "min"), &parts.iter().collect::<Vec<_>>()),
            K::Max(parts) => self.call(self.0.pick("取大", "max"), &parts.iter().collect::<Vec<_>>()),
            K::DatePart(part, a) => self.call(self.date_part(*part), &[a]),
            K::DateAt(at, a) => self.call(self.date_at(*at), &[a]),
            K::Elapsed { months, begun, from, to } => self.call(self.elapsed(*months, *begun), &[from, to]),
            leaf => (self.leaf(leaf), Binding::Atom),
        }
    }

    fn leaf(&self, kind: &ExprKind) -> String {
        use ExprKind as K;
        let policy = self.0.policy;
        let name = match kind {
            K::Field(id) => policy.fields.get(id.0).map(|field| &field.name),
            K::Scope(id) => policy.scopes.get(id.0).map(|scope| &scope.name),
            K::Parameter(id) => policy.parameters.get(id.0).map(|parameter| &parameter.name),
            K::Definition(id) => policy.definitions.get(id.0).map(|definition| &definition.name),
            K::Table(id) => policy.tables.get(id.0).map(|table| &table.name),
            K::HasField(id) => return self.has(policy.fields.get(id.0).map(|field| &field.name)),
            K::HasScope(id) => return self.has(policy.scopes.get(id.0).map(|scope| &scope.name)),
            K::Account { account, including } => {
                let function =
                    if *including { self.0.pick("连同本次", "including") } else { self.0.pick("此前", "before") };
                let name = policy.accounts.get(account.0).map(|account| self.0.name(&account.name));
                return self.called(function, &[name.unwrap_or_default()]);
            }
            K::EventDate => return self.0.pick("发生日", "event_date").to_string(),
            K::EventTime => return self.0.pick("发生时刻", "event_time").to_string(),
            _ => None,
        };
        name.map(|name| self.0.name(name)).unwrap_or_default()
    }

    fn has(&self, name: Option<&crate::model::Named>) -> String {
        format!("{} {}", self.0.pick("有", "has"), name.map(|name| self.0.name(name)).unwrap_or_default())
    }

    /// In parentheses unless it binds at least so tightly.
    fn at_least(&self, expr: &Expr, binding: Binding) -> String {
        let (text, own) = self.expr(expr);
        if own >= binding { text } else { self.grouped(&text) }
    }

    fn grouped(&self, text: &str) -> String {
        match self.0.keywords {
            Keywords::Chinese => format!("（{text}）"),
            Keywords::English => format!("({text})"),
        }
    }

    fn constant(&self, value: &Constant, ty: &Type, shown_unit: Option<&str>) -> Written {
        let text = literal::constant(self.0, value, ty, shown_unit);
        let binding = if text.starts_with('-') { Binding::Sign } else { Binding::Atom };
        (text, binding)
    }

    /// The other side of a comparison: a constant in the unit that `beside` is shown in.
    fn beside(&self, expr: &Expr, beside: &Expr) -> String {
        match &expr.kind {
            ExprKind::Constant(value) => self.constant(value, &expr.ty, self.shown_unit(beside)).0,
            _ => self.at_least(expr, Binding::Sum),
        }
    }

    fn shown_unit(&self, expr: &Expr) -> Option<&str> {
        match expr.kind {
            ExprKind::Field(id) => self.0.policy.fields.get(id.0)?.shown_unit.as_deref(),
            ExprKind::Account { account, .. } => Some(&self.0.policy.accounts.get(account.0)?.shown_unit),
            _ => None,
        }
    }

    fn joined(&self, parts: &[Expr], word: &str) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.at_least(part, Binding::Not)).collect();
        parts.join(&format!(" {word} "))
    }

    /// After 是 A a 或 would go on with the values.
    fn alternatives(&self, parts: &[Expr]) -> String {
        let part = |part: &Expr| match is_one_of(part) {
            true => self.grouped(&self.expr(part).0),
            false => self.at_least(part, Binding::Not),
        };
        let parts: Vec<String> = parts.iter().map(part).collect();
        parts.join(self.0.pick(" 或 ", " or "))
    }

    fn not(&self, a: &Expr) -> Written {
        match &a.kind {
            ExprKind::OneOf(x, values) => self.one_of(x, values, true),
            _ => (format!("{} {}", self.0.pick("非", "not"), self.at_least(a, Binding::Not)), Binding::Not),
        }
    }

    fn one_of(&self, x: &Expr, values: &[Constant], negated: bool) -> Written {
        let verb = if negated { self.0.pick("不是", "is not") } else { self.0.pick("是", "is") };
        let shown: Vec<String> = values.iter().map(|v| self.constant(v, &x.ty, self.shown_unit(x)).0).collect();
        let shown = shown.join(self.0.pick(" 或 ", " or "));
        let binding = if values.len() > 1 { Binding::OneOf } else { Binding::Compare };
        (format!("{} {verb} {shown}", self.at_least(x, Binding::Sum)), binding)
    }

    fn compare(&self, op: Compare, a: &Expr, b: &Expr) -> String {
        let left = self.beside(a, b);
        let right = self.beside(b, a);
        match (&b.kind, boundary(op)) {
            (ExprKind::Constant(Constant::Number(_)), Some(words)) => self.bounded(&left, words, &right),
            _ => format!("{left} {} {right}", sign(op)),
        }
    }

    /// With a boundary word: 年龄 60 以上, 年龄 不满 18.
    fn bounded(&self, left: &str, words: Boundary, right: &str) -> String {
        match (self.0.keywords, words.after) {
            (Keywords::English, _) => format!("{left} {} {right}", words.english),
            (Keywords::Chinese, false) => format!("{left} {} {right}", words.chinese),
            (Keywords::Chinese, true) if right.ends_with(|c: char| c.is_ascii_digit()) => {
                format!("{left} {right} {}", words.chinese)
            }
            (Keywords::Chinese, true) => format!("{left} {right}{}", words.chinese),
        }
    }

    fn between(&self, x: &Expr, low: &Expr, high: &Expr) -> String {
        let (shown, low, high) = (self.at_least(x, Binding::Sum), self.beside(low, x), self.beside(high, x));
        match self.0.keywords {
            Keywords::Chinese => format!("{shown} 在 {low} 至 {high} 之间"),
            Keywords::English => format!("{shown} between {low} and {high}"),
        }
    }

    fn choice(&self, condition: &Expr, then: &Expr, otherwise: &Expr) -> String {
        let (if_, then_, else_) = (self.0.pick("若", "if"), self.0.pick("则", "then"), self.0.pick("否则", "else"));
        let condition = self.at_least(condition, Binding::Or);
        let then = self.at_least(then, Binding::Or);
        format!("{if_} {condition} {then_} {then} {else_} {}", self.expr(otherwise).0)
    }

    fn pair(&self, a: &Expr, sign: &str, b: &Expr, binding: Binding) -> String {
        let tighter = if binding == Binding::Sum { Binding::Product } else { Binding::Sign };
        format!("{} {sign} {}", self.at_least(a, binding), self.at_least(b, tighter))
    }

    /// 整满 and 起计 are a rounding to a unit, divided by it.
    fn quotient(&self, a: &Expr, b: &Expr) -> Written {
        if let (ExprKind::Round(rounding, x, to), ExprKind::Constant(Constant::Number(n))) = (&a.kind, &b.kind)
            && to == n
            && *rounding != Rounding::HalfUp
        {
            let function = if *rounding == Rounding::Down { ("整满", "full") } else { ("起计", "begun") };
            let unit = self.constant(&Constant::Number(*n), &b.ty, self.shown_unit(x)).0;
            return (self.called(self.0.pick(function.0, function.1), &[self.expr(x).0, unit]), Binding::Atom);
        }
        (self.pair(a, "÷", b, Binding::Product), Binding::Product)
    }

    fn round(&self, rounding: Rounding, a: &Expr, to: Rational) -> Written {
        let (chinese, english) = rounding_function(rounding);
        let mut arguments = vec![self.expr(a).0];
        if to != self.smallest_unit(&a.ty) {
            arguments.push(self.constant(&Constant::Number(to), &a.ty, self.shown_unit(a)).0);
        }
        (self.called(self.0.pick(chinese, english), &arguments), Binding::Atom)
    }

    /// What a rounding without a unit rounds to.
    fn smallest_unit(&self, ty: &Type) -> Rational {
        match ty {
            Type::Number(unit) => crate::model::held::smallest_unit(self.0.policy, unit),
            _ => whole(1),
        }
    }

    fn bands(&self, bands: &Bands) -> String {
        let by = self.at_least(&bands.by, Binding::Sum);
        let rows: Vec<String> = bands.rows.iter().map(|row| self.row(row, &bands.by)).collect();
        let rows = rows.join(self.0.pick("，", ", "));
        format!("{} {by}{}", self.0.pick("按", "by"), self.grouped_after(&rows))
    }

    fn grouped_after(&self, text: &str) -> String {
        match self.0.keywords {
            Keywords::Chinese => format!("（{text}）"),
            Keywords::English => format!(" ({text})"),
        }
    }

    fn row(&self, row: &Row, by: &Expr) -> String {
        let value = self.expr(&row.value).0;
        format!("{}{}{value}", self.row_test(&row.test, by), self.0.pick("：", ": "))
    }

    fn row_test(&self, test: &RowTest, by: &Expr) -> String {
        match test {
            RowTest::Bounds(bounds) => bounds.iter().map(|b| self.bound(b, by)).collect::<Vec<_>>().join(" "),
            RowTest::Values(values) => {
                let shown = values.iter().map(|v| self.constant(v, &by.ty, self.shown_unit(by)).0);
                shown.collect::<Vec<_>>().join("、")
            }
            RowTest::Otherwise => self.0.pick("其余", "otherwise").to_string(),
        }
    }

    fn bound(&self, (op, limit): &(Compare, Constant), by: &Expr) -> String {
        let shown = self.constant(limit, &by.ty, self.shown_unit(by)).0;
        match boundary(*op) {
            Some(words) => self.bounded("", words, &shown).trim_start().to_string(),
            None => shown,
        }
    }

    fn call(&self, function: &str, arguments: &[&Expr]) -> Written {
        let arguments: Vec<String> = arguments.iter().map(|argument| self.expr(argument).0).collect();
        (self.called(function, &arguments), Binding::Atom)
    }

    fn called(&self, function: &str, arguments: &[String]) -> String {
        match self.0.keywords {
            Keywords::Chinese => format!("{function}（{}）", arguments.join("，")),
            Keywords::English => format!("{function}({})", arguments.join(", ")),
        }
    }

    fn date_part(&self, part: DatePart) -> &'static str {
        match part {
            DatePart::Year => self.0.pick("年份", "year_of"),
            DatePart::Month => self.0.pick("月份", "month_of"),
            DatePart::Day => self.0.pick("日号", "day_of"),
            DatePart::Quarter => self.0.pick("季度号", "quarter_of"),
            DatePart::Half => self.0.pick("半年号", "half_of"),
            DatePart::Weekday => self.0.pick("星期", "weekday"),
            DatePart::Hour => self.0.pick("时号", "hour_of"),
            DatePart::Minute => self.0.pick("分号", "minute_of"),
        }
    }

    fn date_at(&self, at: DateAt) -> &'static str {
        match at {
            DateAt::MonthEnd => self.0.pick("月末日", "month_end"),
            DateAt::LastYearEnd => self.0.pick("上年末", "last_year_end"),
        }
    }

    fn elapsed(&self, months: bool, begun: bool) -> &'static str {
        match (months, begun) {
            (false, false) => self.0.pick("满年数", "full_years"),
            (true, false) => self.0.pick("满月数", "full_months"),
            (false, true) => self.0.pick("起年数", "begun_years"),
            (true, true) => self.0.pick("起月数", "begun_months"),
        }
    }
}

/// X 是 A, X 不是 A
fn is_one_of(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::OneOf(..) => true,
        ExprKind::Not(inner) => matches!(inner.kind, ExprKind::OneOf(..)),
        _ => false,
    }
}

fn both_dates(a: &Expr, b: &Expr) -> bool {
    a.ty == Type::Date && b.ty == Type::Date
}

/// The rounding functions' names in Chinese and English.
fn rounding_function(rounding: Rounding) -> (&'static str, &'static str) {
    match rounding {
        Rounding::Down => ("向下取整", "floor"),
        Rounding::Up => ("向上取整", "ceiling"),
        Rounding::HalfUp => ("四舍五入", "round"),
    }
}

/// A boundary word; in Chinese some stand after the number.
struct Boundary {
    chinese: &'static str,
    english: &'static str,
    after: bool,
}

fn boundary(op: Compare) -> Option<Boundary> {
    let (chinese, english, after) = match op {
        Compare::AtLeast => ("以上", "at least", true),
        Compare::AtMost => ("以下", "at most", true),
        Compare::Less => ("不满", "under", false),
        Compare::Greater => ("超过", "over", false),
        Compare::Equal | Compare::NotEqual => return None,
    };
    Some(Boundary { chinese, english, after })
}

fn sign(op: Compare) -> &'static str {
    match op {
        Compare::Equal => "=",
        Compare::NotEqual => "≠",
        Compare::Less => "<",
        Compare::AtMost => "≤",
        Compare::Greater => ">",
        Compare::AtLeast => "≥",
    }
}
