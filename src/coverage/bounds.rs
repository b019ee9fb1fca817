//! The numbers at which a comparison turns: the last value on its one side and the first on the other.

use crate::checks::encode::Scene;
use crate::model::arithmetic::{add, common_measure, multiply, rounded, subtract, whole};
use crate::model::expr::{Compare, RowTest};
use crate::model::settle::settle;
use crate::model::{Constant, Domain, Expr, ExprKind, Policy, Rational, Rounding, Takes, Type};
use crate::source::Span;

/// Where something that is compared turns from one answer to the other.
pub struct Edge {
    /// The comparison, by how many expressions are visited before it; none for a row, which is chosen or not.
    pub place: Option<usize>,
    /// Where it stands.
    pub span: Span,
    /// What stands for it: rows that meet at a number have it together.
    pub at: Span,
    /// What is compared.
    pub x: Expr,
    /// The values on both sides.
    pub values: [Turn; 2],
}

/// One side of an edge.
#[derive(Clone, Copy)]
pub enum Turn {
    /// Just this value.
    At(Rational),
    /// The value before it, or the one after it, this far away.
    Beside(Rational, Rational),
}

/// All edges of an expression.
pub fn edges(scene: &Scene<'_>, expr: &Expr) -> Vec<Edge> {
    let mut found = Vec::new();
    let mut place = 0;
    expr.visit(&mut |part| {
        found.extend(of(scene, part, place));
        place += 1;
    });
    found
}

fn of(scene: &Scene<'_>, part: &Expr, place: usize) -> Vec<Edge> {
    let edge = |place: Option<usize>, span, op, x: &Expr, limit: &Expr| {
        let values = turns(op, constant(scene, limit)?, grid(scene, x)?)?;
        Some(Edge { place, span, at: if place.is_some() { span } else { x.span }, x: x.clone(), values })
    };
    let place = Some(place);
    match &part.kind {
        ExprKind::Compare(op, a, b) if is_number(&a.ty) => match (constant(scene, a), constant(scene, b)) {
            (None, Some(_)) => edge(place, part.span, *op, a, b).into_iter().collect(),
            (Some(_), None) => edge(place, part.span, flipped(*op), b, a).into_iter().collect(),
            _ => Vec::new(),
        },
        ExprKind::Between(x, low, high) if is_number(&x.ty) && constant(scene, x).is_none() => {
            let low = edge(place, low.span, Compare::AtLeast, x, low);
            let high = edge(place, high.span, Compare::AtMost, x, high);
            [low, high].into_iter().flatten().collect()
        }
        ExprKind::Bands(bands) if is_number(&bands.by.ty) => {
            let rows = bands.rows.iter().filter_map(|row| match &row.test {
                RowTest::Bounds(bounds) => Some(bounds.iter().map(|bound| (bound, row.span))),
                _ => None,
            });
            let bound = |((op, limit), span): (&(Compare, Constant), Span)| {
                let limit = Expr { kind: ExprKind::Constant(limit.clone()), ty: bands.by.ty.clone(), span };
                edge(None, span, *op, &bands.by, &limit)
            };
            rows.flatten().filter_map(bound).collect()
        }
        _ => Vec::new(),
    }
}

fn is_number(ty: &Type) -> bool {
    matches!(ty, Type::Number(_) | Type::Date | Type::Time)
}

/// What an expression always is in this stretch.
fn constant(scene: &Scene<'_>, expr: &Expr) -> Option<Rational> {
    match settle(scene.policy, scene.stretch.from, expr).ok()?.kind {
        ExprKind::Constant(Constant::Number(number)) => Some(number),
        ExprKind::Constant(Constant::Date(number) | Constant::Time(number)) => Some(whole(number)),
        _ => None,
    }
}

/// From one value that something may have to the next.
fn grid(scene: &Scene<'_>, x: &Expr) -> Option<Rational> {
    match x.ty {
        Type::Number(_) => step(scene.policy, x, true).or_else(|| Some(scene.number(x).ok()?.quantum)),
        _ => Some(whole(1)),
    }
}

/// The step of a field, or in which an account is counted by all that it counts.
pub(super) fn step(policy: &Policy, x: &Expr, accounts: bool) -> Option<Rational> {
    match &x.kind {
        ExprKind::Field(id) => match policy.fields.get(id.0)?.domain {
            Domain::Number { step, .. } => Some(step),
            _ => None,
        },
        ExprKind::Constant(Constant::Number(number)) => Some(*number).filter(|number| *number > whole(0)),
        ExprKind::Account { account, .. } if accounts => match &policy.accounts.get(account.0)?.takes {
            Takes::Counts(counts) => {
                let mut steps = counts.iter().map(|counts| step(policy, &counts.add, false));
                let first = steps.next()??;
                steps.try_fold(first, |all, step| common_measure(all, step?))
            }
            Takes::AllGranted | Takes::Granted(_) => None,
        },
        _ => None,
    }
}

fn turns(op: Compare, limit: Rational, grid: Rational) -> Option<[Turn; 2]> {
    let down = multiply(whole(rounded(Rounding::Down, limit / grid)?), grid)?;
    let first_at_least = if down == limit { down } else { add(down, grid)? };
    Some(match op {
        Compare::AtLeast | Compare::Less => [Turn::At(first_at_least), Turn::At(subtract(first_at_least, grid)?)],
        Compare::Greater | Compare::AtMost => [Turn::At(down), Turn::At(add(down, grid)?)],
        Compare::Equal | Compare::NotEqual => [Turn::At(limit), Turn::Beside(limit, grid)],
    })
}

fn flipped(op: Compare) -> Compare {
    match op {
        Compare::Less => Compare::Greater,
        Compare::AtMost => Compare::AtLeast,
        Compare::Greater => Compare::Less,
        Compare::AtLeast => Compare::AtMost,
        same => same,
    }
}

/// A number as a constant of a type.
pub fn as_constant(ty: &Type, number: Rational) -> Option<Constant> {
    let day = || i32::try_from(number.to_integer()).ok();
    Some(match ty {
        Type::Date => Constant::Date(day()?),
        Type::Time => Constant::Time(day()?),
        _ => Constant::Number(number),
    })
}
