//! Settled expressions as flat code. A number is held as a count of its quantum, as [`crate::model::range::quantum`] says; a
//! product or quotient by a constant only changes the quantum, so that whole numbers are all the evaluator meets.

mod compare;
mod ops;
mod rows;

pub use compare::{counts, flipped};

use super::names::Map;
use crate::model::arithmetic::{divide, multiply, negate, rounded, whole};
use crate::model::expr::Compare;
use crate::model::held::Held;
use crate::model::range::quantum::{common, quotient_factors, rounding_factors};
use crate::model::range::{elapsed_flags, opposite};
use crate::model::{
    AccountId, Constant, Expr, ExprKind, FieldId, ListId, Policy, Rational, Rounding, ScopeId, ScopeKeys, Type,
};
use mizi_evaluator::program::{self as out, Op, Reading, Slot};
use num_traits::Zero;
use ops::{and_then, chosen, constant, divided, followed, joined_ops, limited, negated, times};
use std::collections::BTreeSet;

/// Why there is no code; the check of amounts finds it first, where a person can mend it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoCode {
    /// More than can be held.
    TooLong,
    /// A number beyond 64 bits.
    TooLarge,
}

/// A number while code is written.
#[derive(Clone, Debug)]
pub enum Number {
    /// Known.
    Constant(Rational),
    /// What the code gives × the factor (which may be negative).
    Counted(Vec<Op>, Rational),
}

/// Code, if there is any.
pub type Ops = Result<Vec<Op>, NoCode>;

/// Writes code for one activity or redemption of one stretch of time.
pub struct Coder<'a> {
    /// The version.
    pub policy: &'a Policy,
    /// Its number.
    pub version: usize,
    /// Its names in the program.
    pub map: &'a Map,
    /// How numbers are held.
    pub held: &'a Held,
    /// Where facts are found.
    pub slots: &'a [out::FactId],
    /// The version's accounts in the program.
    pub accounts: &'a [out::AccountId],
    /// Readings so far.
    pub readings: Vec<Reading>,
    /// Sets of the segment.
    pub sets: &'a mut Vec<Vec<i64>>,
}

impl Coder<'_> {
    /// Where a field's value is found.
    pub fn slot(&self, field: FieldId) -> Slot {
        let fact = self.map.fields.get(field.0).copied().unwrap_or_default();
        let slot = self.slots.iter().position(|known| *known == fact).unwrap_or(0);
        slot as Slot
    }

    fn scope_number(&self, scope: ScopeId) -> out::ScopeId {
        self.map.scopes.get(scope.0).copied().unwrap_or_default()
    }

    /// A list's value in the program.
    pub fn value_number(&self, list: ListId, value: usize) -> i64 {
        self.map.values.get(list.0).and_then(|values| values.get(value)).copied().unwrap_or_default().into()
    }

    /// A condition.
    pub fn test(&mut self, expr: &Expr) -> Ops {
        use ExprKind as K;
        match &expr.kind {
            K::Constant(Constant::YesNo(known)) => Ok(vec![Op::Const((*known).into())]),
            K::Field(id) => Ok(vec![Op::Fact(self.slot(*id))]),
            K::HasField(id) => Ok(vec![Op::HasFact(self.slot(*id))]),
            K::HasScope(id) => Ok(vec![self.has_scope(*id)]),
            K::Not(a) => self.not(a),
            K::And(parts) => self.joined(parts, Op::AndThen),
            K::Or(parts) => self.joined(parts, Op::OrElse),
            K::Compare(op, a, b) => self.compare(*op, a, b),
            K::OneOf(a, values) => self.one_of(a, values),
            K::Between(x, low, high) => {
                let from = self.compare(Compare::AtLeast, x, low)?;
                let to = self.compare(Compare::AtMost, x, high)?;
                and_then(vec![from, to], Op::AndThen)
            }
            K::If(condition, then, otherwise) => {
                let (condition, then, otherwise) = (self.test(condition)?, self.test(then)?, self.test(otherwise)?);
                chosen(condition, then, otherwise)
            }
            K::Bands(bands) => {
                let values = bands.rows.iter().map(|row| self.value(&row.value)).collect::<Result<Vec<_>, _>>()?;
                self.rows(bands, values)
            }
            _ => Err(NoCode::TooLong),
        }
    }

    fn has_scope(&self, id: ScopeId) -> Op {
        match self.policy.scopes.get(id.0).map(|scope| scope.keys) {
            Some(ScopeKeys::Subject | ScopeKeys::Whole) | None => Op::Const(1),
            Some(_) => Op::HasScope(self.scope_number(id)),
        }
    }

    fn not(&mut self, a: &Expr) -> Ops {
        match &a.kind {
            ExprKind::Compare(op, x, y) => self.compare(opposite(*op), x, y),
            ExprKind::Not(inner) => self.test(inner),
            _ => Ok(negated(self.test(a)?)),
        }
    }

    fn joined(&mut self, parts: &[Expr], join: fn(u32) -> Op) -> Ops {
        let parts = parts.iter().map(|part| self.test(part)).collect::<Result<Vec<_>, _>>()?;
        and_then(parts, join)
    }

    /// A value of a list, or yes or no.
    pub fn value(&mut self, expr: &Expr) -> Ops {
        use ExprKind as K;
        match (&expr.kind, &expr.ty) {
            (K::Constant(Constant::Value(list, value)), _) => Ok(vec![Op::Const(self.value_number(*list, *value))]),
            (K::Scope(id), _) => Ok(vec![Op::Scope(self.scope_number(*id))]),
            (_, Type::YesNo) => self.test(expr),
            (K::Field(id), _) => Ok(vec![Op::Fact(self.slot(*id))]),
            (K::If(condition, then, otherwise), _) => {
                let (condition, then, otherwise) = (self.test(condition)?, self.value(then)?, self.value(otherwise)?);
                chosen(condition, then, otherwise)
            }
            (K::Bands(bands), _) => {
                let values = bands.rows.iter().map(|row| self.value(&row.value)).collect::<Result<Vec<_>, _>>()?;
                self.rows(bands, values)
            }
            _ => Err(NoCode::TooLong),
        }
    }

    /// A list's value, or yes or no, as it is held.
    pub fn index(&self, value: &Constant) -> Option<i64> {
        match value {
            Constant::Value(list, value) => Some(self.value_number(*list, *value)),
            Constant::YesNo(known) => Some((*known).into()),
            _ => None,
        }
    }

    fn set(&mut self, values: BTreeSet<i64>) -> u32 {
        let values: Vec<i64> = values.into_iter().collect();
        let at = self.sets.iter().position(|known| *known == values).unwrap_or_else(|| {
            self.sets.push(values);
            self.sets.len() - 1
        });
        at as u32
    }

    /// A number, a date or a time of day.
    pub fn number(&mut self, expr: &Expr) -> Result<Number, NoCode> {
        use ExprKind as K;
        match &expr.kind {
            K::Constant(value) => as_number(value).map(Number::Constant).ok_or(NoCode::TooLong),
            K::Field(id) => {
                let quantum = match expr.ty {
                    Type::Number(_) => self.held.field(self.version, *id),
                    _ => whole(1),
                };
                Ok(Number::Counted(vec![Op::Fact(self.slot(*id))], quantum))
            }
            K::EventDate => Ok(Number::Counted(vec![Op::EventDate], whole(1))),
            K::EventTime => Ok(Number::Counted(vec![Op::EventTime], whole(1))),
            K::Account { account, including } => {
                let reading = self.reading(*account, *including);
                Ok(Number::Counted(vec![Op::Account(reading)], self.held.account(self.version, *account)))
            }
            K::Negate(a) => scaled(self.number(a)?, negate),
            K::Add(a, b) => self.pair(a, b, Op::Add),
            K::Subtract(a, b) => self.pair(a, b, Op::Sub),
            K::Multiply(a, b) => self.product(a, b),
            K::Divide(a, b) => match self.number(b)? {
                Number::Constant(by) => scaled(self.number(a)?, |factor| divide(factor, by)),
                Number::Counted(..) => Err(NoCode::TooLong),
            },
            K::Round(rounding, a, to) => self.round(*rounding, a, *to),
            K::Min(parts) => self.extreme(parts, Op::Min),
            K::Max(parts) => self.extreme(parts, Op::Max),
            K::If(condition, then, otherwise) => {
                let condition = self.test(condition)?;
                let branches = vec![self.number(then)?, self.number(otherwise)?];
                let (mut branches, quantum) = together(branches)?;
                let otherwise = branches.pop().unwrap_or_default();
                let then = branches.pop().unwrap_or_default();
                Ok(Number::Counted(chosen(condition, then, otherwise)?, quantum))
            }
            K::Bands(bands) => {
                let values = bands.rows.iter().map(|row| self.number(&row.value)).collect::<Result<Vec<_>, _>>()?;
                let (values, quantum) = together(values)?;
                Ok(Number::Counted(self.rows(bands, values)?, quantum))
            }
            K::DatePart(part, a) => self.of_date(a, Op::DatePart(*part)),
            K::DateAt(at, a) => self.of_date(a, Op::DateAt(*at)),
            K::Elapsed { months, begun, from, to } => {
                let (from, to) = (self.number(from)?, self.number(to)?);
                let flags = elapsed_flags(self.policy, *months, *begun);
                let ops = joined_ops(counted(from, whole(1))?, counted(to, whole(1))?, Op::Elapsed(flags));
                Ok(Number::Counted(limited(ops)?, whole(1)))
            }
            _ => Err(NoCode::TooLong),
        }
    }

    fn reading(&mut self, account: AccountId, including: bool) -> u16 {
        let account = self.accounts.get(account.0).copied().unwrap_or_default();
        let reading = Reading { account, including };
        let at = self.readings.iter().position(|known| *known == reading).unwrap_or_else(|| {
            self.readings.push(reading);
            self.readings.len() - 1
        });
        at as u16
    }

    fn of_date(&mut self, date: &Expr, op: Op) -> Result<Number, NoCode> {
        let date = self.number(date)?;
        Ok(Number::Counted(followed(counted(date, whole(1))?, [op]), whole(1)))
    }

    fn pair(&mut self, a: &Expr, b: &Expr, op: Op) -> Result<Number, NoCode> {
        let (mut sides, quantum) = together(vec![self.number(a)?, self.number(b)?])?;
        let second = sides.pop().unwrap_or_default();
        let first = sides.pop().unwrap_or_default();
        Ok(Number::Counted(limited(joined_ops(first, second, op))?, quantum))
    }

    fn product(&mut self, a: &Expr, b: &Expr) -> Result<Number, NoCode> {
        match (self.number(a)?, self.number(b)?) {
            (Number::Constant(by), _) | (_, Number::Constant(by)) if by.is_zero() => Ok(Number::Constant(by)),
            (Number::Constant(by), other) | (other, Number::Constant(by)) => {
                scaled(other, |factor| multiply(factor, by))
            }
            (Number::Counted(a, p), Number::Counted(b, q)) => {
                let ops = limited(joined_ops(a, b, Op::Mul))?;
                Ok(Number::Counted(ops, multiply(p, q).ok_or(NoCode::TooLarge)?))
            }
        }
    }

    fn round(&mut self, rounding: Rounding, a: &Expr, to: Rational) -> Result<Number, NoCode> {
        if let ExprKind::Divide(x, y) = &a.kind
            && let Number::Counted(divisor, q) = self.number(y)?
        {
            let (dividend, p) = match self.number(x)? {
                Number::Constant(known) => (vec![Op::Const(1)], known),
                Number::Counted(ops, factor) => (ops, factor),
            };
            let (above, below) = quotient_factors(p, q, to).ok_or(NoCode::TooLarge)?;
            let (dividend, divisor) = (times(dividend, above)?, times(divisor, below)?);
            let ops = limited(joined_ops(dividend, divisor, Op::Div(rounding_op(rounding))))?;
            return Ok(Number::Counted(ops, to));
        }
        rounded_number(self.number(a)?, rounding, to)
    }

    fn extreme(&mut self, parts: &[Expr], op: Op) -> Result<Number, NoCode> {
        let parts = parts.iter().map(|part| self.number(part)).collect::<Result<Vec<_>, _>>()?;
        let (parts, quantum) = together(parts)?;
        let mut parts = parts.into_iter();
        let mut ops = parts.next().ok_or(NoCode::TooLong)?;
        for part in parts {
            ops = limited(joined_ops(ops, part, op))?;
        }
        Ok(Number::Counted(ops, quantum))
    }
}

/// A number, date or time of day as a number.
pub fn as_number(value: &Constant) -> Option<Rational> {
    match value {
        Constant::Number(n) => Some(*n),
        Constant::Date(day) => Some(whole(*day)),
        Constant::Time(minute) => Some(whole(*minute)),
        Constant::YesNo(_) | Constant::Value(..) => None,
    }
}

/// The code that gives a number as a count of `quantum`. Where the counts are not whole, the number is known to be.
pub fn counted(number: Number, quantum: Rational) -> Ops {
    match number {
        Number::Constant(known) => {
            let count = divide(known, quantum).filter(Rational::is_integer).ok_or(NoCode::TooLarge)?;
            constant(count.to_integer())
        }
        Number::Counted(ops, factor) => {
            let factor = divide(factor, quantum).ok_or(NoCode::TooLarge)?;
            let ops = times(ops, *factor.numer())?;
            if factor.is_integer() { Ok(ops) } else { divided(ops, *factor.denom(), out::Rounding::Down) }
        }
    }
}

/// Rounded to whole multiples of `to`.
pub fn rounded_number(number: Number, rounding: Rounding, to: Rational) -> Result<Number, NoCode> {
    match number {
        Number::Constant(known) => {
            let count = divide(known, to).and_then(|count| rounded(rounding, count)).ok_or(NoCode::TooLarge)?;
            multiply(whole(count), to).map(Number::Constant).ok_or(NoCode::TooLarge)
        }
        Number::Counted(ops, factor) => {
            let (above, below) = rounding_factors(factor, to).ok_or(NoCode::TooLarge)?;
            let ops = times(ops, above)?;
            let ops = if below == 1 { ops } else { divided(ops, below, rounding_op(rounding))? };
            Ok(Number::Counted(ops, to))
        }
    }
}

/// A rounding as the evaluator names it.
pub fn rounding_op(rounding: Rounding) -> out::Rounding {
    match rounding {
        Rounding::Down => out::Rounding::Down,
        Rounding::Up => out::Rounding::Up,
        Rounding::HalfUp => out::Rounding::HalfUp,
    }
}

fn scaled(number: Number, factor: impl Fn(Rational) -> Option<Rational>) -> Result<Number, NoCode> {
    Ok(match number {
        Number::Constant(known) => Number::Constant(factor(known).ok_or(NoCode::TooLarge)?),
        Number::Counted(ops, old) => Number::Counted(ops, factor(old).ok_or(NoCode::TooLarge)?),
    })
}

/// Several numbers as counts of the largest quantum that measures all of them.
pub(super) fn together(numbers: Vec<Number>) -> Result<(Vec<Vec<Op>>, Rational), NoCode> {
    let quanta = numbers.iter().map(|number| match number {
        Number::Constant(known) => *known,
        Number::Counted(_, factor) => *factor,
    });
    let quantum = common(quanta).ok_or(NoCode::TooLarge)?;
    let counts = numbers.into_iter().map(|number| counted(number, quantum)).collect::<Result<Vec<_>, _>>()?;
    Ok((counts, quantum))
}
