//! Facts for which something goes wrong: found by trying the ends of what each fact may be, one fact after another, and looking
//! whether it can still go wrong.

use super::{Env, Interval, Possible, Ranges, Stop};
use crate::model::arithmetic::{add, is_multiple, multiply, whole};
use crate::model::{Constant, Expr, ExprKind, Rational, Type};
use num_traits::{Signed, Zero};
use std::collections::BTreeSet;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// As little as possible.
    Least,
    /// As far from 0 as possible.
    Most,
    /// Not a whole multiple of this.
    PartOf(Rational),
    /// 0.
    Zero,
}

/// A fact, the event's time or an account.
#[derive(Clone, Debug)]
pub struct Atom {
    /// What it is.
    pub expr: Expr,
    /// What it may be where the problem is.
    pub possible: Possible,
}

/// How something goes wrong.
#[derive(Clone, Debug)]
pub struct Witness {
    /// The facts it depends on.
    pub atoms: Vec<Atom>,
    /// A value of each for which it goes wrong, and what comes of it; none if no such values were found.
    pub example: Option<(Vec<Constant>, Rational)>,
}

/// How many steps up from the least value are tried for a fraction.
const STEPS: i64 = 60;
/// How many values of a list are tried.
const VALUES: usize = 20;

impl Ranges<'_> {
    /// Facts on which a number depends, and values of them that come closest to what is looked for.
    pub fn witness(&mut self, expr: &Expr, env: &Env, aim: Aim) -> Witness {
        let mut found = Vec::new();
        atoms(expr, &mut found);
        let mut listed = Vec::new();
        for atom in found {
            if let Ok(known) = self.find(&atom, env) {
                listed.push(Atom { expr: atom, possible: known.possible });
            }
        }
        let example = self.example(expr, env, aim, &listed);
        Witness { atoms: listed, example }
    }

    fn example(&mut self, expr: &Expr, env: &Env, aim: Aim, atoms: &[Atom]) -> Option<(Vec<Constant>, Rational)> {
        let mut env = env.clone();
        let mut values = Vec::new();
        for atom in atoms {
            let known = self.find(&atom.expr, &env).ok()?.possible;
            let mut best: Option<(Interval, Constant, Env)> = None;
            for value in candidates(&atom.expr, &known, aim) {
                let Some((left, pinned)) = self.pinned(expr, &env, &atom.expr, &value) else { continue };
                if may(aim, &left) && best.as_ref().is_none_or(|(best, _, _)| closer(aim, &left, best)) {
                    best = Some((left, value, pinned));
                }
            }
            let (_, value, pinned) = best?;
            values.push(value);
            env = pinned;
        }
        let result = self.find(expr, &env).ok()?.possible.numbers()?;
        Some((values, result.only().filter(|_| may(aim, &result))?))
    }

    /// What is left of the number's range when an atom has one value; none if the conditions do not allow that value.
    fn pinned(&mut self, expr: &Expr, env: &Env, atom: &Expr, value: &Constant) -> Option<(Interval, Env)> {
        let mut pinned = env.clone();
        pinned.set(atom, point(value));
        for (condition, holds) in env.conditions() {
            match self.suppose_again(condition, *holds, &mut pinned) {
                Err(Stop::Impossible) => return None,
                result => result.ok()?,
            }
        }
        let left = self.find(expr, &pinned).ok()?.possible.numbers()?;
        Some((left, pinned))
    }

    fn suppose_again(&mut self, condition: &Expr, holds: bool, env: &mut Env) -> Result<(), Stop> {
        self.steps = 0;
        self.suppose(condition, holds, env)
    }
}

/// Facts, accounts and the event's time in an expression, each once, in the order in which they stand.
fn atoms(expr: &Expr, found: &mut Vec<Expr>) {
    use ExprKind as K;
    match &expr.kind {
        K::Field(_) | K::Scope(_) | K::EventDate | K::EventTime | K::Account { .. } => {
            if !found.iter().any(|known| super::same(known, expr)) {
                found.push(expr.clone());
            }
        }
        _ => parts(expr).into_iter().for_each(|part| atoms(part, found)),
    }
}

fn parts(expr: &Expr) -> Vec<&Expr> {
    use ExprKind as K;
    match &expr.kind {
        K::And(parts) | K::Or(parts) | K::Min(parts) | K::Max(parts) => parts.iter().collect(),
        K::Not(a) | K::Negate(a) | K::OneOf(a, _) | K::Round(_, a, _) | K::DatePart(_, a) | K::DateAt(_, a) => vec![a],
        K::Compare(_, a, b) | K::Add(a, b) | K::Subtract(a, b) | K::Multiply(a, b) | K::Divide(a, b) => vec![a, b],
        K::Elapsed { from, to, .. } => vec![from, to],
        K::Between(a, b, c) | K::If(a, b, c) => vec![a, b, c],
        K::Bands(bands) => [bands.by.as_ref()].into_iter().chain(bands.rows.iter().map(|row| &row.value)).collect(),
        _ => Vec::new(),
    }
}

/// One value as a range.
fn point(value: &Constant) -> Possible {
    let at = |n: Rational| {
        let grain = if n.is_zero() { whole(0) } else { n.abs() };
        Possible::Numbers(Interval { low: n, high: n, grain, nonzero: false })
    };
    match value {
        Constant::Number(n) => at(*n),
        Constant::Date(n) | Constant::Time(n) => at(whole(*n)),
        Constant::YesNo(known) => Possible::Values(BTreeSet::from([usize::from(*known)])),
        Constant::Value(_, index) => Possible::Values(BTreeSet::from([*index])),
    }
}

/// Values worth trying.
fn candidates(atom: &Expr, known: &Possible, aim: Aim) -> Vec<Constant> {
    match known {
        Possible::Values(values) => {
            let constant = |index: usize| match atom.ty {
                Type::Value(list) => Constant::Value(list, index),
                _ => Constant::YesNo(index == 1),
            };
            values.iter().take(VALUES).map(|index| constant(*index)).collect()
        }
        Possible::Numbers(interval) => numbers(interval, aim).into_iter().filter_map(|n| typed(&atom.ty, n)).collect(),
    }
}

fn numbers(interval: &Interval, aim: Aim) -> Vec<Rational> {
    let step = |n: i64| add(interval.low, multiply(interval.grain, whole(n))?);
    let mut tried: Vec<Rational> = match aim {
        Aim::PartOf(_) => (0..STEPS).filter_map(step).collect(),
        _ => Vec::new(),
    };
    if interval.may_be_zero() {
        tried.push(whole(0));
    }
    tried.extend([interval.low, interval.high]);
    tried.extend(step(1));
    tried.retain(|n| *n >= interval.low && *n <= interval.high);
    tried
}

fn typed(ty: &Type, n: Rational) -> Option<Constant> {
    match ty {
        Type::Date => i32::try_from(n.to_integer()).ok().map(Constant::Date),
        Type::Time => i32::try_from(n.to_integer()).ok().map(Constant::Time),
        _ => Some(Constant::Number(n)),
    }
}

/// Whether what is looked for may still come out.
fn may(aim: Aim, left: &Interval) -> bool {
    match aim {
        Aim::Least | Aim::Most => true,
        Aim::PartOf(measure) => match left.only() {
            Some(value) => !is_multiple(value, measure),
            None => !is_multiple(left.grain, measure),
        },
        Aim::Zero => left.may_be_zero(),
    }
}

/// Whether one range is closer to what is looked for than another.
fn closer(aim: Aim, left: &Interval, than: &Interval) -> bool {
    match aim {
        Aim::Least => left.low < than.low,
        Aim::Most => left.magnitude() > than.magnitude(),
        Aim::PartOf(_) => false,
        Aim::Zero => left.only().is_some() && than.only().is_none(),
    }
}
