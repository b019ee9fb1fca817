//! S14.2: the value a failed clause compared, and the nearest that would pass.

use super::expr::{Context, Value, compares, number};
use super::facts::key_of;
use super::record::{Num, Passing, Shown};
use mizi::model::types::Base;
use mizi::model::{Constant, Domain, Expr, ExprKind, Policy, Type};
use mizi_evaluator::program::{Compare, DatePart};
use std::cmp::Ordering;

/// The value and what would pass, for the shapes that have one.
pub fn nearest(context: &Context, clause: &Expr) -> (Option<Shown>, Passing) {
    let (value, would_pass) = shape(context, clause, true).unwrap_or((None, Pass::Is(None)));
    let would_pass = match would_pass {
        Pass::Is(value) => Passing::Is(value.map(|value| shown(context.policy, value))),
        Pass::Holds(how, limit) => Passing::Holds(how, limit),
        Pass::Between(low, high) => Passing::Between(low, high),
    };
    (value.map(|value| shown(context.policy, value)), would_pass)
}

fn shown(policy: &Policy, value: Value) -> Shown {
    match value {
        Value::Number(n) => Shown::Number(n),
        Value::YesNo(yes) => Shown::YesNo(yes),
        Value::Date(day) => Shown::Date(day),
        Value::Time(minute) => Shown::Time(minute),
        Value::Item(list, index) => Shown::Named(key_of(&policy.lists[list.0].values[index])),
    }
}

/// See [`Passing`].
enum Pass {
    Is(Option<Value>),
    Holds(Compare, Value),
    Between(Value, Value),
}

type Answer = Option<(Option<Value>, Pass)>;

fn shape(context: &Context, clause: &Expr, wanted: bool) -> Answer {
    match &clause.kind {
        ExprKind::Compare(how, a, b) => compared(context, if wanted { *how } else { opposite(*how) }, a, b),
        ExprKind::OneOf(x, values) => one_of(context, x, values, wanted),
        ExprKind::Between(x, low, high) if wanted => between(context, x, low, high),
        ExprKind::Field(_) => {
            let value = context.value(clause).ok()?;
            Some((Some(value), Pass::Is(Some(Value::YesNo(wanted)))))
        }
        ExprKind::HasField(_) | ExprKind::HasScope(_) => Some((context.value(clause).ok(), Pass::Is(None))),
        ExprKind::Not(inner) if wanted => shape(context, inner, false),
        _ => None,
    }
}

fn opposite(how: Compare) -> Compare {
    match how {
        Compare::Equal => Compare::NotEqual,
        Compare::NotEqual => Compare::Equal,
        Compare::Less => Compare::AtLeast,
        Compare::AtMost => Compare::Greater,
        Compare::Greater => Compare::AtMost,
        Compare::AtLeast => Compare::Less,
    }
}

fn turned(how: Compare) -> Compare {
    match how {
        Compare::Less => Compare::Greater,
        Compare::AtMost => Compare::AtLeast,
        Compare::Greater => Compare::Less,
        Compare::AtLeast => Compare::AtMost,
        same => same,
    }
}

/// Whether an expression is the same for every event of the day.
fn is_constant(policy: &Policy, expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Constant(_) | ExprKind::Parameter(_) => true,
        ExprKind::Definition(id) => is_constant(policy, &policy.definitions[id.0].value),
        ExprKind::Negate(x) | ExprKind::Round(_, x, _) => is_constant(policy, x),
        ExprKind::Add(a, b) | ExprKind::Subtract(a, b) | ExprKind::Multiply(a, b) | ExprKind::Divide(a, b) => {
            is_constant(policy, a) && is_constant(policy, b)
        }
        _ => false,
    }
}

fn compared(context: &Context, how: Compare, a: &Expr, b: &Expr) -> Answer {
    let (how, x, limit) = match (is_constant(context.policy, a), is_constant(context.policy, b)) {
        (true, true) => return None,
        (true, false) => (turned(how), b, a),
        _ => (how, a, b),
    };
    let unordered = matches!(x.ty, Type::YesNo | Type::Value(_));
    if unordered && !is_constant(context.policy, limit) {
        return None;
    }
    let (value, limit) = (context.value(x).ok()?, context.value(limit).ok()?);
    let passes = |candidate: Value| compares(how, candidate, limit);
    let passing = if unordered {
        Pass::Is(only(all(context.policy, x), passes))
    } else if matches!(how, Compare::NotEqual) {
        Pass::Is(other_than(context.policy, x, &[limit]))
    } else if let Some(near) = around(context.policy, x, &[limit]) {
        Pass::Is(closest(value, near.into_iter().filter(|candidate| passes(*candidate))))
    } else {
        Pass::Holds(how, limit)
    };
    Some((Some(value), passing))
}

fn one_of(context: &Context, x: &Expr, values: &[Constant], wanted: bool) -> Answer {
    if is_constant(context.policy, x) {
        return None;
    }
    let value = context.value(x).ok()?;
    let values: Vec<Value> = values.iter().map(super::expr::constant).collect();
    let is_one = |candidate: Value| values.contains(&candidate);
    let passing = if matches!(x.ty, Type::YesNo | Type::Value(_)) {
        only(all(context.policy, x), |candidate| is_one(candidate) == wanted)
    } else if wanted {
        closest(value, values.iter().copied().filter(|candidate| may_be(context.policy, x, *candidate)))
    } else {
        other_than(context.policy, x, &values)
    };
    Some((Some(value), Pass::Is(passing)))
}

fn between(context: &Context, x: &Expr, low: &Expr, high: &Expr) -> Answer {
    let constant = |expr| is_constant(context.policy, expr);
    if constant(x) || !constant(low) || !constant(high) {
        return None;
    }
    let (value, low, high) = (context.value(x).ok()?, context.value(low).ok()?, context.value(high).ok()?);
    let within =
        |candidate: Value| compares(Compare::AtLeast, candidate, low) && compares(Compare::AtMost, candidate, high);
    let passing = match around(context.policy, x, &[low, high]) {
        Some(near) => Pass::Is(closest(value, near.into_iter().filter(|candidate| within(*candidate)))),
        None => Pass::Between(low, high),
    };
    Some((Some(value), passing))
}

/// All values of something that has no order, in the version.
fn all(policy: &Policy, x: &Expr) -> Vec<Value> {
    match x.ty {
        Type::Value(list) => (0..policy.lists[list.0].values.len()).map(|index| Value::Item(list, index)).collect(),
        _ => vec![Value::YesNo(false), Value::YesNo(true)],
    }
}

/// The one that passes, if only one does.
fn only(candidates: Vec<Value>, passes: impl Fn(Value) -> bool) -> Option<Value> {
    let mut passing = candidates.into_iter().filter(|candidate| passes(*candidate));
    passing.next().filter(|_| passing.next().is_none())
}

/// The only value of a field that is none of these.
fn other_than(policy: &Policy, x: &Expr, values: &[Value]) -> Option<Value> {
    let id = match &x.kind {
        ExprKind::DatePart(part, _) if *part != DatePart::Year => {
            let (low, high) = part_range(*part);
            let candidates = (low..=high).map(|n| Value::Number(number(n))).collect();
            return only(candidates, |candidate| !values.contains(&candidate));
        }
        ExprKind::Field(id) => *id,
        _ => return None,
    };
    let candidates: Vec<Value> = match &policy.fields[id.0].domain {
        Domain::Number { low, high, step } => {
            let steps = ((high - low) / step).to_integer();
            (0..=steps.min(100)).map(|n| Value::Number(low + step * Num::from_integer(n))).collect()
        }
        Domain::Date(from, to) if to - from < 100 => (i64::from(*from)..=i64::from(*to)).map(Value::Date).collect(),
        _ => return None,
    };
    only(candidates, |candidate| !values.contains(&candidate))
}

/// Whether a field may hold a value, or a part of a date can be it; of other formulas anything.
fn may_be(policy: &Policy, x: &Expr, value: Value) -> bool {
    if let (ExprKind::DatePart(part, _), Value::Number(n)) = (&x.kind, value) {
        let (low, high) = part_range(*part);
        return n >= number(low) && n <= number(high);
    }
    let ExprKind::Field(id) = x.kind else { return true };
    match (&policy.fields[id.0].domain, value) {
        (Domain::Number { low, high, step }, Value::Number(n)) => n >= *low && n <= *high && (n / step).is_integer(),
        (Domain::Date(from, to), Value::Date(day)) => day >= i64::from(*from) && day <= i64::from(*to),
        (Domain::Time, Value::Time(minute)) => (0..1440).contains(&minute),
        _ => true,
    }
}

/// Values that something may have, next to limits: what is nearest among those that pass is one of them. None for formulas of
/// numbers, whose grid only the compiler knows.
fn around(policy: &Policy, x: &Expr, limits: &[Value]) -> Option<Vec<Value>> {
    let mut found = Vec::new();
    for limit in limits {
        for n in -1..=1 {
            found.push(match limit {
                Value::Date(day) => Value::Date(day + n),
                Value::Time(minute) => Value::Time(minute + n),
                Value::Number(limit) => {
                    let step = grid(policy, x)?;
                    let below = (limit / step).floor();
                    Value::Number((below + Num::from_integer(i128::from(n))) * step)
                }
                other => *other,
            });
            if let Value::Number(limit) = limit {
                // Above one that is not on the grid.
                let step = grid(policy, x)?;
                found.push(Value::Number((limit / step).ceil() * step));
            }
        }
    }
    found.retain(|value| may_be(policy, x, *value) && is_time(*value));
    Some(found)
}

/// The step of a field; parts of a date are whole.
fn grid(policy: &Policy, x: &Expr) -> Option<Num> {
    match &x.kind {
        ExprKind::DatePart(..) => Some(number(1)),
        ExprKind::Field(id) => match policy.fields[id.0].domain {
            Domain::Number { step, .. } => Some(step),
            _ => None,
        },
        _ => None,
    }
}

fn part_range(part: DatePart) -> (i64, i64) {
    match part {
        DatePart::Year => (i64::MIN, i64::MAX),
        DatePart::Month => (1, 12),
        DatePart::Day => (1, 31),
        DatePart::Quarter => (1, 4),
        DatePart::Half => (1, 2),
        DatePart::Weekday => (1, 7),
        DatePart::Hour => (0, 23),
        DatePart::Minute => (0, 59),
    }
}

fn is_time(value: Value) -> bool {
    !matches!(value, Value::Time(minute) if !(0..1440).contains(&minute))
}

/// The nearest; none if two are as near.
fn closest(value: Value, candidates: impl Iterator<Item = Value>) -> Option<Value> {
    let mut found: Vec<(Num, Value)> = candidates.map(|candidate| (distance(value, candidate), candidate)).collect();
    found.sort_by_key(|(distance, _)| *distance);
    found.dedup_by(|a, b| a.1 == b.1);
    match found[..] {
        [] => None,
        [(_, only)] => Some(only),
        [(near, first), (far, _), ..] => (near.cmp(&far) == Ordering::Less).then_some(first),
    }
}

fn distance(a: Value, b: Value) -> Num {
    let number = |value: Value| match value {
        Value::Number(n) => n,
        Value::Date(n) | Value::Time(n) => Num::from_integer(i128::from(n)),
        Value::YesNo(yes) => Num::from_integer(i128::from(yes)),
        Value::Item(_, index) => Num::from_integer(index as i128),
    };
    let difference = number(a) - number(b);
    if difference < Num::from_integer(0) { -difference } else { difference }
}

/// The durable name of what is left over of what an expression counts.
pub fn remainder_measure(of: &Expr) -> String {
    match &of.ty {
        Type::Number(unit) => format!("remainder {}", unit_name(unit)),
        _ => String::new(),
    }
}

/// The durable name of a unit.
pub fn unit_name(unit: &mizi::model::Unit) -> String {
    match &unit.0[..] {
        [] => "number".to_owned(),
        [(Base::Point, 1)] => "points".to_owned(),
        [(Base::Time, 1)] => "times".to_owned(),
        [(Base::Yuan, 1)] => "fen".to_owned(),
        [(Base::Minute, 1)] => "minutes".to_owned(),
        [(Base::Day, 1)] => "days".to_owned(),
        [(Base::Own(word), 1)] => word.clone(),
        other => format!("{other:?}"),
    }
}
