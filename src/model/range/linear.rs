//! Sums in which a fact stands more than once: 人数 × 5 − 人数 × 2 is 人数 × 3, which says more than the ranges of both products.

use super::{Env, Interval, Ranges, Stop, same};
use crate::model::arithmetic::{add, divide, multiply, negate, whole};
use crate::model::settle::number;
use crate::model::{Expr, ExprKind, Rational};
use num_traits::Zero;

/// What a sum consists of: parts with their factors.
type Terms<'e> = Vec<(Rational, &'e Expr)>;

impl Ranges<'_> {
    /// The range of a sum by its parts, where one of them stands in it more than once.
    pub(super) fn linear(&mut self, expr: &Expr, env: &Env) -> Result<Option<Interval>, Stop> {
        let mut terms = Terms::new();
        let Some((constant, true)) = gather(expr, whole(1), &mut terms) else { return Ok(None) };
        let mut sum = Interval::point(constant);
        for (factor, part) in terms.into_iter().filter(|(factor, _)| !factor.is_zero()) {
            let Some(range) = self.of(part, env)?.possible.numbers() else { return Ok(None) };
            let term = range.times(&Interval::point(factor)).ok_or(Stop::TooLarge)?;
            sum = sum.plus(&term).ok_or(Stop::TooLarge)?;
        }
        Ok(Some(sum))
    }
}

/// Adds up the terms of a sum × factor; gives its constant, and whether a part was met more than once. None where a number is too large.
fn gather<'e>(expr: &'e Expr, factor: Rational, terms: &mut Terms<'e>) -> Option<(Rational, bool)> {
    use ExprKind as K;
    match &expr.kind {
        K::Add(a, b) => both(gather(a, factor, terms)?, gather(b, factor, terms)?),
        K::Subtract(a, b) => both(gather(a, factor, terms)?, gather(b, negate(factor)?, terms)?),
        K::Negate(a) => gather(a, negate(factor)?, terms),
        K::Multiply(a, b) => match (number(a), number(b)) {
            (_, Some(by)) => gather(a, multiply(factor, by)?, terms),
            (Some(by), _) => gather(b, multiply(factor, by)?, terms),
            _ => part(expr, factor, terms),
        },
        K::Divide(a, b) => match number(b).and_then(|by| divide(factor, by)) {
            Some(factor) => gather(a, factor, terms),
            None => part(expr, factor, terms),
        },
        _ => match number(expr) {
            Some(constant) => Some((multiply(constant, factor)?, false)),
            None => part(expr, factor, terms),
        },
    }
}

fn both(a: (Rational, bool), b: (Rational, bool)) -> Option<(Rational, bool)> {
    Some((add(a.0, b.0)?, a.1 || b.1))
}

fn part<'e>(expr: &'e Expr, factor: Rational, terms: &mut Terms<'e>) -> Option<(Rational, bool)> {
    match terms.iter_mut().find(|(_, known)| same(known, expr)) {
        Some((known, _)) => {
            *known = add(*known, factor)?;
            Some((whole(0), true))
        }
        None => {
            terms.push((factor, expr));
            Some((whole(0), false))
        }
    }
}
