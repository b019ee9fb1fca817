//! What a condition that holds says of the expressions in it.

use super::rows::without;
use super::{Bounds, Env, Interval, Possible, Ranges, Stop};
use crate::model::arithmetic::{add, divide, multiply, subtract, whole};
use crate::model::expr::Compare;
use crate::model::settle::number;
use crate::model::{Constant, Expr, ExprKind, Rational, Rounding};
use num_traits::Zero;
use std::collections::BTreeSet;

type Narrowed = Result<(), Stop>;

/// One way in which something holds.
type Way<'w, 'a> = &'w mut dyn FnMut(&mut Ranges<'a>, &mut Env) -> Narrowed;

impl<'a> Ranges<'a> {
    /// Narrows by a condition that holds, or by one that does not.
    pub(super) fn suppose(&mut self, condition: &Expr, holds: bool, env: &mut Env) -> Narrowed {
        use ExprKind as K;
        self.step()?;
        match (&condition.kind, holds) {
            (K::Constant(Constant::YesNo(known)), _) if *known != holds => Err(Stop::Impossible),
            (K::Constant(_), _) => Ok(()),
            (K::Not(a), _) => self.suppose(a, !holds, env),
            (K::And(parts), true) | (K::Or(parts), false) => self.all(parts, holds, env),
            (K::And(parts), false) | (K::Or(parts), true) => self.some(parts, holds, env),
            (K::Compare(op, a, b), _) => {
                let op = if holds { *op } else { opposite(*op) };
                self.compare(op, a, b, env)
            }
            (K::OneOf(a, values), true) => self.one_of(a, values, env),
            (K::OneOf(a, values), false) => self.none_of(a, values, env),
            (K::Between(x, low, high), true) => {
                self.compare(Compare::AtLeast, x, low, env)?;
                self.compare(Compare::AtMost, x, high, env)
            }
            (K::Between(x, low, high), false) => self.either(
                env,
                &mut [&mut |ranges, env| ranges.compare(Compare::Less, x, low, env), &mut |ranges, env| {
                    ranges.compare(Compare::Greater, x, high, env)
                }],
            ),
            (K::If(condition, then, otherwise), _) => self.either(
                env,
                &mut [
                    &mut |ranges, env| {
                        ranges.suppose(condition, true, env)?;
                        ranges.suppose(then, holds, env)
                    },
                    &mut |ranges, env| {
                        ranges.suppose(condition, false, env)?;
                        ranges.suppose(otherwise, holds, env)
                    },
                ],
            ),
            _ => self.among(condition, &BTreeSet::from([usize::from(holds)]), env),
        }
    }

    /// All hold (or all do not). Twice, so that an early part gains by a later one.
    fn all(&mut self, parts: &[Expr], holds: bool, env: &mut Env) -> Narrowed {
        for part in parts.iter().chain(parts) {
            self.suppose(part, holds, env)?;
        }
        Ok(())
    }

    /// At least one holds (or does not); the ones before it do not.
    fn some(&mut self, parts: &[Expr], holds: bool, env: &mut Env) -> Narrowed {
        let mut before = env.clone();
        let mut either: Option<Env> = None;
        for part in parts {
            let mut here = before.clone();
            match self.suppose(part, holds, &mut here) {
                Ok(()) => either = Some(either.map_or(here.clone(), |known| known.or(&here))),
                Err(Stop::Impossible) => {}
                Err(stop) => return Err(stop),
            }
            match self.suppose(part, !holds, &mut before) {
                Err(Stop::Impossible) => break,
                result => result?,
            }
        }
        *env = either.ok_or(Stop::Impossible)?;
        Ok(())
    }

    /// One of several ways in which something holds.
    fn either(&mut self, env: &mut Env, ways: &mut [Way<'_, 'a>]) -> Narrowed {
        let mut either: Option<Env> = None;
        for way in ways {
            let mut here = env.clone();
            match way(self, &mut here) {
                Ok(()) => either = Some(either.map_or(here.clone(), |known| known.or(&here))),
                Err(Stop::Impossible) => {}
                Err(stop) => return Err(stop),
            }
        }
        *env = either.ok_or(Stop::Impossible)?;
        Ok(())
    }

    fn compare(&mut self, op: Compare, a: &Expr, b: &Expr, env: &mut Env) -> Narrowed {
        match (self.of(a, env)?.possible, self.of(b, env)?.possible) {
            (Possible::Numbers(x), Possible::Numbers(y)) => self.compare_numbers(op, (a, x), (b, y), env),
            (Possible::Values(x), Possible::Values(y)) => {
                let fits = |x: usize, y: &BTreeSet<usize>| y.iter().any(|y| compares(op, x, *y));
                let left = x.iter().copied().filter(|x| fits(*x, &y)).collect();
                let fits = |y: usize, x: &BTreeSet<usize>| x.iter().any(|x| compares(op, *x, y));
                let right = y.iter().copied().filter(|y| fits(*y, &x)).collect();
                self.among(a, &left, env)?;
                self.among(b, &right, env)
            }
            _ => Ok(()),
        }
    }

    fn compare_numbers(&mut self, op: Compare, a: (&Expr, Interval), b: (&Expr, Interval), env: &mut Env) -> Narrowed {
        let ((a, x), (b, y)) = (a, b);
        let below = |excluded| {
            (Bounds { low: None, high: Some((y.high, excluded)) }, Bounds { low: Some((x.low, excluded)), high: None })
        };
        let above = |excluded| {
            (Bounds { low: Some((y.low, excluded)), high: None }, Bounds { low: None, high: Some((x.high, excluded)) })
        };
        let (left, right) = match op {
            Compare::Less => below(true),
            Compare::AtMost => below(false),
            Compare::Greater => above(true),
            Compare::AtLeast => above(false),
            Compare::Equal => (Bounds::between(y.low, y.high), Bounds::between(x.low, x.high)),
            Compare::NotEqual => return self.differ(a, x, b, y, env),
        };
        self.confine(a, x, &left, env)?;
        self.confine(b, y, &right, env)?;
        if number(a).is_none() && number(b).is_none() { apart(op, (a, x), (b, y), env) } else { Ok(()) }
    }

    fn differ(&mut self, a: &Expr, x: Interval, b: &Expr, y: Interval, env: &mut Env) -> Narrowed {
        if let Some(value) = y.only() {
            env.set(a, Possible::Numbers(x.without(value)?));
        }
        if let Some(value) = x.only() {
            env.set(b, Possible::Numbers(y.without(value)?));
        }
        Ok(())
    }

    fn one_of(&mut self, a: &Expr, values: &[Constant], env: &mut Env) -> Narrowed {
        match self.of(a, env)?.possible {
            Possible::Values(_) => self.among(a, &indexes(values), env),
            Possible::Numbers(known) => {
                let fitting: Vec<Rational> = values
                    .iter()
                    .filter_map(as_number)
                    .filter(|n| known.within(&Bounds::between(*n, *n)).is_ok())
                    .collect();
                let (low, high) = fitting.iter().min().zip(fitting.iter().max()).ok_or(Stop::Impossible)?;
                self.restrict(a, &Bounds::between(*low, *high), env)
            }
        }
    }

    fn none_of(&mut self, a: &Expr, values: &[Constant], env: &mut Env) -> Narrowed {
        match self.of(a, env)?.possible {
            Possible::Values(known) => {
                let left = known.difference(&indexes(values)).copied().collect();
                self.among(a, &left, env)
            }
            Possible::Numbers(known) => {
                env.set(a, Possible::Numbers(without(known, values)?));
                Ok(())
            }
        }
    }

    /// The expression is one of these values.
    fn among(&mut self, expr: &Expr, values: &BTreeSet<usize>, env: &mut Env) -> Narrowed {
        let known = self.of(expr, env)?.possible.and(&Possible::Values(values.clone()))?;
        if !matches!(expr.kind, ExprKind::Constant(_)) {
            env.set(expr, known);
        }
        Ok(())
    }

    /// The expression lies within bounds; so its parts are bounded too.
    pub(super) fn restrict(&mut self, expr: &Expr, bounds: &Bounds, env: &mut Env) -> Narrowed {
        let known = self.interval(expr, env)?;
        self.confine(expr, known, bounds, env)
    }

    /// The same, where it is known what the expression can be.
    fn confine(&mut self, expr: &Expr, known: Interval, bounds: &Bounds, env: &mut Env) -> Narrowed {
        self.step()?;
        let narrowed = known.within(bounds)?;
        if narrowed == known || matches!(expr.kind, ExprKind::Constant(_)) {
            return Ok(());
        }
        env.set(expr, Possible::Numbers(narrowed));
        self.parts(expr, narrowed.low, narrowed.high, env)
    }

    /// What follows for the parts of an expression that lies between two numbers.
    fn parts(&mut self, expr: &Expr, low: Rational, high: Rational, env: &mut Env) -> Narrowed {
        use ExprKind as K;
        let exact = |low: Option<Rational>, high: Option<Rational>| match low.zip(high) {
            Some((low, high)) => Bounds::between(low.min(high), low.max(high)),
            None => Bounds::default(),
        };
        match &expr.kind {
            K::Negate(a) => self.restrict(a, &Bounds::between(-high, -low), env),
            K::Add(a, b) => {
                let (x, y) = (self.interval(a, env)?, self.interval(b, env)?);
                self.restrict(a, &exact(subtract(low, y.high), subtract(high, y.low)), env)?;
                self.restrict(b, &exact(subtract(low, x.high), subtract(high, x.low)), env)
            }
            K::Subtract(a, b) => {
                let (x, y) = (self.interval(a, env)?, self.interval(b, env)?);
                self.restrict(a, &exact(add(low, y.low), add(high, y.high)), env)?;
                self.restrict(b, &exact(subtract(x.low, high), subtract(x.high, low)), env)
            }
            K::Multiply(a, b) => match (number(a), number(b)) {
                (_, Some(c)) if !c.is_zero() => self.restrict(a, &exact(divide(low, c), divide(high, c)), env),
                (Some(c), _) if !c.is_zero() => self.restrict(b, &exact(divide(low, c), divide(high, c)), env),
                _ => Ok(()),
            },
            K::Divide(a, b) => match number(b) {
                Some(c) => self.restrict(a, &exact(multiply(low, c), multiply(high, c)), env),
                None => Ok(()),
            },
            K::Round(rounding, a, to) => match &a.kind {
                K::Divide(_, b) if number(b).is_none() => Ok(()),
                _ => self.restrict(a, &before_rounding(*rounding, low, high, *to), env),
            },
            K::Min(parts) => parts.iter().try_for_each(|part| self.restrict(part, &Bounds::from(low), env)),
            K::Max(parts) => parts.iter().try_for_each(|part| self.restrict(part, &Bounds::up_to(high), env)),
            _ => Ok(()),
        }
    }

    fn interval(&mut self, expr: &Expr, env: &Env) -> Result<Interval, Stop> {
        self.of(expr, env)?.possible.numbers().ok_or(Stop::Impossible)
    }

    /// An expression can only be this where a row is chosen by it.
    pub(super) fn settle_on(&mut self, by: &Expr, possible: &Possible, env: &mut Env) -> Narrowed {
        if matches!(by.kind, ExprKind::Constant(_)) {
            return Ok(());
        }
        env.set(by, possible.clone());
        match possible {
            Possible::Numbers(interval) => self.parts(by, interval.low, interval.high, env),
            Possible::Values(_) => Ok(()),
        }
    }
}

/// What a comparison of two variables says of their difference.
fn apart(op: Compare, a: (&Expr, Interval), b: (&Expr, Interval), env: &mut Env) -> Narrowed {
    let zero = Rational::zero();
    let (from, to) = match op {
        Compare::Less | Compare::AtMost => (b, a),
        _ => (a, b),
    };
    let bounds = match op {
        Compare::Equal => Bounds::between(zero, zero),
        Compare::Less | Compare::Greater => Bounds { low: Some((zero, true)), high: None },
        _ => Bounds::from(zero),
    };
    let known = from.1.minus(&to.1).ok_or(Stop::TooLarge)?.within(&bounds)?;
    let difference = ExprKind::Subtract(Box::new(from.0.clone()), Box::new(to.0.clone()));
    let difference = Expr { kind: difference, ty: from.0.ty.clone(), span: from.0.span };
    env.set(&difference, Possible::Numbers(known));
    Ok(())
}

/// Bounds of a number whose rounding lies between two numbers.
fn before_rounding(rounding: Rounding, low: Rational, high: Rational, to: Rational) -> Bounds {
    let half = divide(to, whole(2)).unwrap_or(to);
    let (below, above) = match rounding {
        Rounding::Down => ((Some(low), false), (add(high, to), true)),
        Rounding::Up => ((subtract(low, to), true), (Some(high), false)),
        Rounding::HalfUp => ((subtract(low, half), false), (add(high, half), false)),
    };
    Bounds { low: below.0.map(|low| (low, below.1)), high: above.0.map(|high| (high, above.1)) }
}

/// The comparison that holds where another does not.
pub fn opposite(op: Compare) -> Compare {
    match op {
        Compare::Equal => Compare::NotEqual,
        Compare::NotEqual => Compare::Equal,
        Compare::Less => Compare::AtLeast,
        Compare::AtMost => Compare::Greater,
        Compare::Greater => Compare::AtMost,
        Compare::AtLeast => Compare::Less,
    }
}

pub(super) fn compares(op: Compare, a: usize, b: usize) -> bool {
    match op {
        Compare::Equal => a == b,
        Compare::NotEqual => a != b,
        Compare::Less => a < b,
        Compare::AtMost => a <= b,
        Compare::Greater => a > b,
        Compare::AtLeast => a >= b,
    }
}

pub(super) fn indexes(values: &[Constant]) -> BTreeSet<usize> {
    let index = |value: &Constant| match value {
        Constant::Value(_, index) => Some(*index),
        Constant::YesNo(known) => Some(usize::from(*known)),
        _ => None,
    };
    values.iter().filter_map(index).collect()
}

/// A number, date or time of day as a number.
pub(super) fn as_number(value: &Constant) -> Option<Rational> {
    match value {
        Constant::Number(n) => Some(*n),
        Constant::Date(day) => Some(whole(*day)),
        Constant::Time(minute) => Some(whole(*minute)),
        Constant::YesNo(_) | Constant::Value(..) => None,
    }
}
