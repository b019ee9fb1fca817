//! Comparisons and membership.

use super::ops::{followed, joined_ops, limited};
use super::{Coder, NoCode, Number, Ops, as_number, together};
use crate::model::arithmetic::{divide, rounded};
use crate::model::expr::Compare;
use crate::model::{Constant, Expr, ExprKind, Rational, Rounding, Type};
use mizi_evaluator::program::Op;
use num_traits::Signed;
use std::collections::BTreeSet;

impl Coder<'_> {
    pub(super) fn compare(&mut self, op: Compare, a: &Expr, b: &Expr) -> Ops {
        match (&a.ty, &b.kind) {
            (Type::Number(_) | Type::Date | Type::Time, _) => {
                let (a, b) = (self.number(a)?, self.number(b)?);
                compare_numbers(op, a, b)
            }
            (Type::YesNo, ExprKind::Constant(Constant::YesNo(known))) => match (op, known) {
                (Compare::Equal, true) | (Compare::NotEqual, false) => self.test(a),
                (Compare::Equal, false) | (Compare::NotEqual, true) => self.not(a),
                _ => self.compare_values(op, a, b),
            },
            _ => self.compare_values(op, a, b),
        }
    }

    fn compare_values(&mut self, op: Compare, a: &Expr, b: &Expr) -> Ops {
        let ordered = !matches!(op, Compare::Equal | Compare::NotEqual);
        let side = |coder: &mut Self, expr: &Expr| if ordered { coder.rank(expr) } else { coder.value(expr) };
        let (x, y) = (side(self, a)?, side(self, b)?);
        match (x.as_slice(), y.as_slice()) {
            ([Op::Const(_)], [Op::Const(_)]) => limited(joined_ops(x, y, Op::Compare(op))),
            ([Op::Const(_)], _) => limited(joined_ops(y, x, Op::Compare(flipped(op)))),
            _ => limited(joined_ops(x, y, Op::Compare(op))),
        }
    }

    /// A value of an ordered list by its place in this version's order. All versions' values together usually keep that order; where
    /// they cannot, the place is counted: one for each value that is not above it.
    fn rank(&mut self, expr: &Expr) -> Ops {
        let Type::Value(list) = expr.ty else { return self.value(expr) };
        let values = self.map.values.get(list.0).cloned().unwrap_or_default();
        if values.is_sorted() {
            return self.value(expr);
        }
        if let ExprKind::Constant(Constant::Value(_, place)) = expr.kind {
            return Ok(vec![Op::Const(place as i64)]);
        }
        let value = self.value(expr)?;
        let mut ops = vec![Op::Const(0)];
        for place in 1..values.len() {
            let above = values.iter().skip(place).map(|value| i64::from(*value)).collect();
            ops.extend(value.iter().copied().chain([Op::InSet(self.set(above)), Op::Add]));
            ops = limited(ops)?;
        }
        Ok(ops)
    }

    pub(super) fn one_of(&mut self, a: &Expr, values: &[Constant]) -> Ops {
        let (code, among) = match &a.ty {
            Type::Number(_) | Type::Date | Type::Time => match self.number(a)? {
                Number::Constant(known) => {
                    let holds = values.iter().any(|value| as_number(value) == Some(known));
                    return Ok(vec![Op::Const(holds.into())]);
                }
                Number::Counted(ops, factor) => (ops, counts(values, factor)),
            },
            _ => (self.value(a)?, values.iter().filter_map(|value| self.index(value)).collect()),
        };
        Ok(match among.iter().next() {
            Some(only) if among.len() == 1 => followed(code, [Op::Const(*only), Op::Compare(Compare::Equal)]),
            _ => followed(code, [Op::InSet(self.set(among))]),
        })
    }
}

/// Compares; where one side is a constant it is rounded to what the other can be, so that nothing need be multiplied.
fn compare_numbers(op: Compare, a: Number, b: Number) -> Ops {
    match (a, b) {
        (Number::Constant(a), Number::Constant(b)) => {
            let known = crate::model::settle::holds(op, &Constant::Number(a), &Constant::Number(b));
            Ok(vec![Op::Const(known.unwrap_or_default().into())])
        }
        (Number::Constant(limit), Number::Counted(ops, factor)) => with_limit(flipped(op), ops, factor, limit),
        (Number::Counted(ops, factor), Number::Constant(limit)) => with_limit(op, ops, factor, limit),
        (a, b) => {
            let (mut sides, _) = together(vec![a, b])?;
            let second = sides.pop().unwrap_or_default();
            let first = sides.pop().unwrap_or_default();
            limited(joined_ops(first, second, Op::Compare(op)))
        }
    }
}

fn with_limit(op: Compare, ops: Vec<Op>, factor: Rational, limit: Rational) -> Ops {
    let op = if factor.is_negative() { flipped(op) } else { op };
    let limit = divide(limit, factor).ok_or(NoCode::TooLarge)?;
    let (op, limit) = match op {
        Compare::Equal | Compare::NotEqual if !limit.is_integer() => {
            return Ok(vec![Op::Const((op == Compare::NotEqual).into())]);
        }
        Compare::AtLeast | Compare::Less => (op, rounded(Rounding::Up, limit)),
        _ => (op, rounded(Rounding::Down, limit)),
    };
    let limit = limit.ok_or(NoCode::TooLarge)?;
    let limit = i64::try_from(limit).unwrap_or(if limit < 0 { i64::MIN } else { i64::MAX });
    Ok(followed(ops, [Op::Const(limit), Op::Compare(op)]))
}

/// The whole counts of a factor among constants.
pub fn counts(values: &[Constant], factor: Rational) -> BTreeSet<i64> {
    let count = |value: &Constant| {
        let count = divide(as_number(value)?, factor).filter(Rational::is_integer)?;
        i64::try_from(count.to_integer()).ok()
    };
    values.iter().filter_map(count).collect()
}

/// The comparison with its sides changed over.
pub fn flipped(op: Compare) -> Compare {
    match op {
        Compare::Equal | Compare::NotEqual => op,
        Compare::Less => Compare::Greater,
        Compare::AtMost => Compare::AtLeast,
        Compare::Greater => Compare::Less,
        Compare::AtLeast => Compare::AtMost,
    }
}
