//! The most that one award can be, found by asking `logic` again and again whether more is possible.

use crate::checks::encode::{NotEncoded, Scene};
use crate::logic::{Answer, Assignment, Formula, Label, Term};
use crate::model::arithmetic::{divide, multiply, rounded, whole};
use crate::model::held::Held;
use crate::model::range::{Env, Ranges};
use crate::model::settle::settle;
use crate::model::{Award, Expr, Model, Pays, Rational, Rounding, Rule, RuleId};
use num_traits::Zero;

/// What is taken where nothing bounds an amount that could not be decided, smallest units.
const TOO_MUCH: i64 = i64::MAX / 4;

/// The most that a term can be where a condition holds.
#[derive(Clone, Debug)]
pub struct Largest {
    /// At most this.
    pub most: i64,
    /// Where it is just this; none where it is never over 0, or where this could not be decided.
    pub at: Option<Assignment>,
}

/// The most that a rule awards for one event to somebody eligible, before caps.
pub fn of_rule(model: &Model, held: &Held, scene: &Scene<'_>, (id, rule): (RuleId, &Rule)) -> Largest {
    let asked = |scene: &Scene<'_>| -> Result<Option<Largest>, NotEncoded> {
        let Some(amount) = scene.amount(rule)? else { return Ok(None) };
        let hint = by_ranges(model, held, scene, rule);
        Ok(largest(scene, &scene.eligible()?.and(scene.stands(id)?), &amount, hint))
    };
    let found = asked(scene).ok().flatten();
    let found = found.unwrap_or_else(|| Largest { most: by_ranges(model, held, scene, rule), at: None });
    match &rule.pays {
        // What is carried from earlier events fills one block more at most.
        Pays::Award { award: Award::Blocks { pay, carried: Some(_), .. }, .. } if found.most > 0 => {
            let more = scene.constant(pay, scene.smallest()).unwrap_or(TOO_MUCH);
            Largest { most: found.most.saturating_add(more), at: None }
        }
        _ => found,
    }
}

/// The most that a term can be; none where this cannot be decided. It is no more than the hint.
pub fn largest(scene: &Scene<'_>, given: &Formula, term: &Term, hint: i64) -> Option<Largest> {
    let ask = |least: i64| {
        let mut problem = scene.problem.clone();
        problem.require(Label(0), given.clone().and(term.clone().at_least(least)));
        match scene.can(&problem) {
            Answer::Holds(values) => Some(Some(values)),
            Answer::Clash(_) => Some(None),
            Answer::Undecided(_) => None,
        }
    };
    // The range of an amount is nearly always reached.
    let hint = if let Term::Number(number) = term { *number } else { hint };
    if let Some(at) = ask(hint.max(1))? {
        return Some(Largest { most: hint, at: Some(at) });
    }
    let Some(mut at) = ask(1)? else { return Some(Largest { most: 0, at: None }) };
    let (mut low, mut step) = (at.value(term)?, 1_i64);
    let mut over = loop {
        let wanted = low.saturating_add(step);
        match ask(wanted)? {
            Some(values) => (low, step, at) = (values.value(term)?, step.saturating_mul(2), values),
            None => break wanted,
        }
    };
    while over.saturating_sub(low) > 1 {
        let middle = low + (over - low) / 2;
        match ask(middle)? {
            Some(values) => (low, at) = (values.value(term)?, values),
            None => over = middle,
        }
    }
    Some(Largest { most: low, at: Some(at) })
}

/// A bound from the ranges of facts alone.
fn by_ranges(model: &Model, held: &Held, scene: &Scene<'_>, rule: &Rule) -> i64 {
    let high = |expr: &Expr| -> Option<Rational> {
        let settled = settle(scene.policy, scene.stretch.from, expr).ok()?;
        let (found, _) = Ranges::new(model, held, scene.stretch)?.examine(&settled, &Env::default());
        found.ok()?.possible.numbers().map(|numbers| numbers.high)
    };
    let points = match &rule.pays {
        Pays::Award { award: Award::Expr(expr, _), .. } => high(expr),
        Pays::Award { award: Award::Blocks { block, of, pay, .. }, .. } => {
            let blocks = high(of).zip(high(block)).and_then(|(of, block)| divide(of.max(Rational::zero()), block));
            let blocks = blocks.and_then(|blocks| rounded(Rounding::Down, blocks)).map(whole);
            blocks.zip(high(pay)).and_then(|(blocks, pay)| multiply(blocks, pay))
        }
        Pays::Bonus { .. } => Some(whole(0)),
    };
    let units = points.and_then(|points| divide(points, scene.smallest()));
    let units = units.and_then(|units| rounded(Rounding::Up, units)).and_then(|units| i64::try_from(units).ok());
    units.unwrap_or(TOO_MUCH)
}

/// The most that a share can be, and the most that a grant of it can be beside a grant of its base: a small base may be rounded up.
pub fn share(
    model: &Model,
    held: &Held,
    scene: &Scene<'_>,
    share: &Expr,
    rounding: Rounding,
    base: i128,
) -> (i128, Rational) {
    let settled = settle(scene.policy, scene.stretch.from, share).ok();
    let range = settled.zip(Ranges::new(model, held, scene.stretch));
    let high = range.and_then(|(settled, mut ranges)| {
        let (found, _) = ranges.examine(&settled, &Env::default());
        found.ok()?.possible.numbers().map(|numbers| numbers.high)
    });
    let Some(share) = high.map(|high| high.max(Rational::zero())) else {
        return (TOO_MUCH.into(), whole(TOO_MUCH));
    };
    let of =
        |base: i128| multiply(share, whole(base)).and_then(|part| rounded(rounding, part)).unwrap_or(TOO_MUCH.into());
    /// From here on, rounding adds less than this part of the base.
    const FINE: i128 = 1000;
    let ratios = (1..=base.min(FINE)).map(|base| Rational::new(of(base), base));
    let largest = ratios.max().unwrap_or_else(|| whole(0));
    let ratio = if base > FINE { largest.max(share + Rational::new(1, FINE)) } else { largest };
    (of(base), ratio)
}
