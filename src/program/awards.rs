//! 奖励: what a rule pays.

use super::activity::Writer;
use super::code::{NoCode, Number, counted};
use super::segment::Scene;
use super::state::{CarriedPlace, Owner, PolicyItems};
use crate::model::arithmetic::divide;
use crate::model::range::quantum::common;
use crate::model::{self, Award, Expr, Rational, Rule, ScopeId, Type};
use mizi_evaluator::program::{Amount, Carried, Op};
use num_traits::Zero;
use std::collections::BTreeSet;

impl Writer {
    /// What a rule pays.
    pub(super) fn amount(&self, scene: &mut Scene, rule: &Rule, award: &Award, sure: &BTreeSet<ScopeId>) -> Amount {
        let smallest = scene.segment.smallest();
        match award {
            Award::Expr(points, rounding) => {
                scene.reads([points], sure);
                let ops = scene.rounded(points, *rounding, smallest);
                match ops.as_slice() {
                    [Op::Const(points)] => Amount::Fixed(*points),
                    _ => Amount::Code(scene.code(ops)),
                }
            }
            Award::Blocks { block, of, pay, carried } => {
                scene.reads([block, of, pay], sure);
                let (units, block, carried) = match carried {
                    None => {
                        let (units, block) = dropped(scene, of, block);
                        (units, block, None)
                    }
                    Some(place) => carried_blocks(scene, rule, of, block, *place),
                };
                let pay = scene.counted(pay, smallest);
                Amount::Blocks { units: scene.code(units), block, pay: scene.code(pay), carried }
            }
        }
    }
}

/// Units and block in the largest measure of both.
fn dropped(scene: &mut Scene, of: &Expr, block: &Expr) -> (Vec<Op>, i64) {
    let (units, size) = (scene.number(of), scene.number(block));
    let Number::Constant(size) = size else {
        scene.segment.refuse(block.span, NoCode::TooLong);
        return (vec![Op::Const(0)], 1);
    };
    let factor = match &units {
        Number::Constant(known) => *known,
        Number::Counted(_, factor) => *factor,
    };
    match common([factor, size]) {
        Some(measure) => blocks(scene, of, units, size, measure),
        None => {
            scene.segment.refuse(of.span, NoCode::TooLarge);
            (vec![Op::Const(0)], 1)
        }
    }
}

fn blocks(scene: &mut Scene, of: &Expr, units: Number, size: Rational, measure: Rational) -> (Vec<Op>, i64) {
    let size = divide(size, measure).filter(Rational::is_integer).and_then(|n| i64::try_from(n.to_integer()).ok());
    match (counted(units, measure), size) {
        (Ok(ops), Some(size)) if size > 0 => (ops, size),
        _ => {
            scene.segment.refuse(of.span, NoCode::TooLarge);
            (vec![Op::Const(0)], 1)
        }
    }
}

/// Units and block in the measure in which the rule's remainder is kept in all versions.
fn carried_blocks(
    scene: &mut Scene,
    rule: &Rule,
    of: &Expr,
    block: &Expr,
    place: (ScopeId, model::Window),
) -> (Vec<Op>, i64, Option<Carried>) {
    let policy = scene.policy();
    let plain = model::Unit::none();
    let unit = match &of.ty {
        Type::Number(unit) => unit,
        _ => &plain,
    };
    let quantum = scene.segment.held.remainder(&rule.key, unit);
    let units = scene.number(of);
    let size = match scene.number(block) {
        Number::Constant(size) => size,
        Number::Counted(..) => Rational::zero(),
    };
    let (units, block) = blocks(scene, of, units, size, quantum);
    scene.needs.scope(policy, place.0, true);
    let scope = scene.segment.scope_number(place.0);
    let owner = Owner { key: &rule.key, item: scene.segment.state.rule(rule) };
    let place = CarriedPlace { policy, unit, quantum, scope, window: place.1, span: rule.span };
    (units, block, Some(scene.segment.state.carried(owner, place)))
}
