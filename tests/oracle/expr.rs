//! Expressions, straight from the model, in exact fractions.

use super::calendar::{self, Counting, Day, date, month_length, ymd};
use super::record::Num;
use mizi::model::expr::{Bands, RowTest};
use mizi::model::{self, AccountId, Constant, Expr, ExprKind, FieldId, ListId, Policy, Rounding, ScopeId};
use mizi_evaluator::program::{Compare, DateAt, DatePart};
use std::collections::BTreeMap;

/// A value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    Number(Num),
    YesNo(bool),
    Date(Day),
    /// Minute of the day.
    Time(i64),
    Item(ListId, usize),
}

/// Why an expression has no value: the event cannot be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoValue {
    DividedByZero,
    /// Something is read that the policy should not let be read: the interpreter or the checks are wrong.
    Absent,
}

type Answer<T> = Result<T, NoValue>;

/// What expressions read.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    pub policy: &'a Policy,
    /// The date that decides: for parameters.
    pub rule_date: Day,
    /// S4.7: the event's own day and minute.
    pub event_date: Day,
    pub event_minute: i64,
    pub facts: BTreeMap<FieldId, Value>,
    pub scopes: BTreeMap<ScopeId, ScopeValue>,
    /// 此前 and 连同本次, found before anything else is evaluated.
    pub before: BTreeMap<AccountId, Num>,
    pub including: BTreeMap<AccountId, Num>,
}

/// Whose key, and which value of a list where it is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeValue {
    /// None for the whole street.
    pub key: Option<String>,
    pub item: Option<(ListId, usize)>,
}

pub fn number(n: i64) -> Num {
    Num::from_integer(i128::from(n))
}

/// S9.1: a number to a whole one.
pub fn round_whole(rounding: Rounding, x: Num) -> Num {
    match rounding {
        Rounding::Down => x.floor(),
        Rounding::Up => x.ceil(),
        Rounding::HalfUp => {
            let half = Num::new(1, 2);
            if x < number(0) { -((-x + half).floor()) } else { (x + half).floor() }
        }
    }
}

/// S9.1: to a whole multiple of `step`.
pub fn round_to(rounding: Rounding, x: Num, step: Num) -> Num {
    round_whole(rounding, x / step) * step
}

pub fn constant(value: &Constant) -> Value {
    match value {
        Constant::Number(n) => Value::Number(*n),
        Constant::YesNo(yes) => Value::YesNo(*yes),
        Constant::Date(day) => Value::Date(i64::from(*day)),
        Constant::Time(minute) => Value::Time(i64::from(*minute)),
        Constant::Value(list, index) => Value::Item(*list, *index),
    }
}

fn truth(value: Value) -> bool {
    match value {
        Value::YesNo(yes) => yes,
        other => unreachable!("a condition is yes or no, not {other:?}"),
    }
}

fn of_number(value: Value) -> Num {
    match value {
        Value::Number(n) => n,
        other => unreachable!("a number was expected, not {other:?}"),
    }
}

fn of_day(value: Value) -> Day {
    match value {
        Value::Date(day) => day,
        other => unreachable!("a date was expected, not {other:?}"),
    }
}

/// Values in their order: numbers, dates, times, ordered lists.
fn order(a: Value, b: Value) -> std::cmp::Ordering {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.cmp(&b),
        (Value::Date(a), Value::Date(b)) | (Value::Time(a), Value::Time(b)) => a.cmp(&b),
        (Value::YesNo(a), Value::YesNo(b)) => a.cmp(&b),
        (Value::Item(_, a), Value::Item(_, b)) => a.cmp(&b),
        other => unreachable!("values of two types are compared: {other:?}"),
    }
}

/// S8.4, S8.5.
pub fn compares(how: Compare, a: Value, b: Value) -> bool {
    let found = order(a, b);
    match how {
        Compare::Equal => found.is_eq(),
        Compare::NotEqual => found.is_ne(),
        Compare::Less => found.is_lt(),
        Compare::AtMost => found.is_le(),
        Compare::Greater => found.is_gt(),
        Compare::AtLeast => found.is_ge(),
    }
}

impl Context<'_> {
    pub fn holds(&self, condition: &Expr) -> Answer<bool> {
        self.value(condition).map(truth)
    }

    pub fn number(&self, expr: &Expr) -> Answer<Num> {
        self.value(expr).map(of_number)
    }

    fn day(&self, expr: &Expr) -> Answer<Day> {
        self.value(expr).map(of_day)
    }

    /// The value of an expression.
    pub fn value(&self, expr: &Expr) -> Answer<Value> {
        Ok(match &expr.kind {
            ExprKind::Constant(value) => constant(value),
            ExprKind::Field(field) => *self.facts.get(field).ok_or(NoValue::Absent)?,
            ExprKind::Scope(scope) => {
                let (list, index) = self.scopes.get(scope).and_then(|s| s.item).ok_or(NoValue::Absent)?;
                Value::Item(list, index)
            }
            ExprKind::Parameter(id) => self.parameter(&self.policy.parameters[id.0]),
            ExprKind::Definition(id) => self.value(&self.policy.definitions[id.0].value)?,
            ExprKind::Table(id) => self.bands(&self.policy.tables[id.0].bands)?,
            ExprKind::EventDate => Value::Date(self.event_date),
            ExprKind::EventTime => Value::Time(self.event_minute),
            ExprKind::Account { account, including } => {
                let found = if *including { &self.including } else { &self.before };
                Value::Number(*found.get(account).ok_or(NoValue::Absent)?)
            }
            ExprKind::HasField(field) => Value::YesNo(self.facts.contains_key(field)),
            ExprKind::HasScope(scope) => Value::YesNo(self.scopes.contains_key(scope)),
            ExprKind::Not(inner) => Value::YesNo(!self.holds(inner)?),
            ExprKind::And(parts) => {
                // S8.2: from the left, as far as needed.
                for part in parts {
                    if !self.holds(part)? {
                        return Ok(Value::YesNo(false));
                    }
                }
                Value::YesNo(true)
            }
            ExprKind::Or(parts) => {
                for part in parts {
                    if self.holds(part)? {
                        return Ok(Value::YesNo(true));
                    }
                }
                Value::YesNo(false)
            }
            ExprKind::Compare(how, a, b) => Value::YesNo(compares(*how, self.value(a)?, self.value(b)?)),
            ExprKind::OneOf(x, values) => {
                let x = self.value(x)?;
                Value::YesNo(values.iter().any(|value| compares(Compare::Equal, x, constant(value))))
            }
            ExprKind::Between(x, low, high) => {
                let x = self.value(x)?;
                let above = compares(Compare::AtLeast, x, self.value(low)?);
                Value::YesNo(compares(Compare::AtMost, x, self.value(high)?) && above)
            }
            ExprKind::Negate(x) => Value::Number(-self.number(x)?),
            ExprKind::Add(a, b) => match (self.value(a)?, self.value(b)?) {
                (Value::Date(day), Value::Number(days)) | (Value::Number(days), Value::Date(day)) => {
                    Value::Date(day + days.to_integer() as Day)
                }
                (a, b) => Value::Number(of_number(a) + of_number(b)),
            },
            ExprKind::Subtract(a, b) => match (self.value(a)?, self.value(b)?) {
                (Value::Date(a), Value::Date(b)) => Value::Number(number(a - b)),
                (Value::Date(day), Value::Number(days)) => Value::Date(day - days.to_integer() as Day),
                (a, b) => Value::Number(of_number(a) - of_number(b)),
            },
            ExprKind::Multiply(a, b) => Value::Number(self.number(a)? * self.number(b)?),
            ExprKind::Divide(a, b) => {
                let (a, b) = (self.number(a)?, self.number(b)?);
                if b == number(0) {
                    return Err(NoValue::DividedByZero);
                }
                Value::Number(a / b)
            }
            ExprKind::Round(rounding, x, step) => Value::Number(round_to(*rounding, self.number(x)?, *step)),
            ExprKind::Min(parts) => self.best(parts, |new, old| new < old)?,
            ExprKind::Max(parts) => self.best(parts, |new, old| new > old)?,
            ExprKind::If(condition, then, otherwise) => {
                self.value(if self.holds(condition)? { then } else { otherwise })?
            }
            ExprKind::Bands(bands) => self.bands(bands)?,
            ExprKind::DatePart(part, of) => Value::Number(number(date_part(*part, self.value(of)?))),
            ExprKind::DateAt(DateAt::MonthEnd, of) => {
                let of = date(self.day(of)?);
                Value::Date(ymd(of.year, of.month, month_length(of.year, of.month)))
            }
            ExprKind::DateAt(DateAt::LastYearEnd, of) => Value::Date(ymd(date(self.day(of)?).year - 1, 12, 31)),
            ExprKind::Elapsed { months, begun, from, to } => {
                let choices = &self.policy.choices;
                let how = Counting {
                    next_day: choices.birthday == Some(model::Birthday::NextDay),
                    roll_over: choices.month_end == Some(model::MonthEnd::NextDay),
                };
                let each = if *months { 1 } else { 12 };
                Value::Number(number(calendar::elapsed(self.day(from)?, self.day(to)?, each, *begun, how)))
            }
        })
    }

    /// S4.4: the value that holds on the rule date.
    fn parameter(&self, parameter: &model::Parameter) -> Value {
        let started = |(from, _): &&(i32, Constant)| i64::from(*from) <= self.rule_date;
        let (_, value) = parameter.values.iter().filter(started).next_back().unwrap_or(&parameter.values[0]);
        constant(value)
    }

    fn best(&self, parts: &[Expr], better: impl Fn(Num, Num) -> bool) -> Answer<Value> {
        let mut best = self.number(&parts[0])?;
        for part in &parts[1..] {
            let new = self.number(part)?;
            if better(new, best) {
                best = new;
            }
        }
        Ok(Value::Number(best))
    }

    /// S9.7
    fn bands(&self, bands: &Bands) -> Answer<Value> {
        let by = self.value(&bands.by)?;
        let holds = |test: &RowTest| match test {
            RowTest::Bounds(bounds) => bounds.iter().all(|(how, limit)| compares(*how, by, constant(limit))),
            RowTest::Values(values) => values.iter().any(|value| compares(Compare::Equal, by, constant(value))),
            RowTest::Otherwise => true,
        };
        // 其余 is what no other row says, wherever it stands.
        let stated = bands.rows.iter().find(|row| row.test != RowTest::Otherwise && holds(&row.test));
        let row = stated.or_else(|| bands.rows.iter().find(|row| row.test == RowTest::Otherwise));
        self.value(&row.ok_or(NoValue::Absent)?.value)
    }
}

fn date_part(part: DatePart, of: Value) -> i64 {
    if let Value::Time(minute) = of {
        return if part == DatePart::Hour { minute / 60 } else { minute % 60 };
    }
    let day = of_day(of);
    let found = date(day);
    match part {
        DatePart::Year => found.year,
        DatePart::Month => found.month,
        DatePart::Day => found.day,
        DatePart::Quarter => (found.month + 2) / 3,
        DatePart::Half => (found.month + 5) / 6,
        DatePart::Weekday => calendar::weekday(day),
        DatePart::Hour | DatePart::Minute => unreachable!("a date has no hours"),
    }
}
