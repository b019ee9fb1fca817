//! 加成: shares of what a rule, or another bonus, was granted.

use super::activity::Writer;
use super::caps::{overall_caps, own_caps};
use super::clauses::NOTHING;
use super::code::{NoCode, Number, counted, rounding_op};
use super::segment::Scene;
use super::state::PolicyItems;
use crate::model::segments::in_force;
use crate::model::{BonusRoom, Expr, OverallCap, Pays, Policy, Rational, RuleId};
use mizi_evaluator::program::{Bonus, Code, ItemId};
use std::collections::BTreeSet;

/// Most bonus lines of one rule.
const MOST_BONUSES: usize = 1000;
/// Deepest chain of bonuses on bonuses.
const DEEPEST_BONUS: usize = 30;

impl Writer {
    /// The bonuses on a line, each followed by its own.
    pub(super) fn bonuses(
        &self,
        scene: &mut Scene,
        base: RuleId,
        covering: &BTreeSet<usize>,
        depth: usize,
        lines: &mut usize,
    ) -> Vec<Bonus> {
        let policy = scene.policy();
        let mut bonuses = Vec::new();
        for id in &self.ordered {
            let Some(rule) = policy.rules.get(id.0) else { continue };
            let Pays::Bonus { activity, bases, .. } = &rule.pays else { continue };
            if !bases.contains(&base) || activity.is_some_and(|activity| activity != self.activity) {
                continue;
            }
            *lines += 1;
            if *lines > MOST_BONUSES || depth > DEEPEST_BONUS {
                scene.segment.refuse(rule.span, NoCode::TooLong);
                break;
            }
            bonuses.extend(self.bonus(scene, *id, base, covering, depth, lines));
        }
        bonuses
    }

    fn bonus(
        &self,
        scene: &mut Scene,
        id: RuleId,
        base: RuleId,
        covering: &BTreeSet<usize>,
        depth: usize,
        lines: &mut usize,
    ) -> Option<Bonus> {
        let policy = scene.policy();
        let rule = policy.rules.get(id.0)?;
        let Pays::Bonus { share, rounding, .. } = &rule.pays else { return None };
        let sure = scene.conditions(&rule.when);
        scene.reads([share], &sure);
        let item = scene.segment.state.rule(rule);
        let covering = bonus_covering(policy, scene.segment.stretch.from, id, covering);
        let mut overall = overall_caps(scene, &covering);
        if policy.choices.bonus == Some(BonusRoom::Within) {
            let of_base = own_caps(scene, base).into_iter();
            let points = |cap: &u16| scene.caps.get(usize::from(*cap)).is_some_and(|cap| !cap.times);
            overall.extend(of_base.filter(points));
        }
        let (multiply, divide) = share_code(scene, share);
        Some(Bonus {
            item,
            clauses: scene.clauses(&rule.when),
            multiply,
            divide,
            rounding: rounding_op(*rounding),
            own_caps: own_caps(scene, id),
            overall_caps: overall,
            bonuses: self.bonuses(scene, id, &covering, depth + 1, lines),
        })
    }
}

/// The items of bonuses and of their own.
pub fn bonus_items(bonuses: &[Bonus], items: &mut BTreeSet<ItemId>) {
    for bonus in bonuses {
        items.insert(bonus.item);
        bonus_items(&bonus.bonuses, items);
    }
}

/// A bonus line is covered where its base is, unless the cap names the bonus.
fn bonus_covering(policy: &Policy, day: i32, id: RuleId, base: &BTreeSet<usize>) -> BTreeSet<usize> {
    let caps = policy.overall_caps.iter().enumerate().filter(|(_, cap)| in_force(&cap.dates, day));
    let covered = |(at, cap): &(usize, &OverallCap)| {
        cap.covers_bonuses.contains(&id) || (base.contains(at) && !cap.except_bonuses.contains(&id))
    };
    caps.filter(covered).map(|(at, _)| at).collect()
}

/// A share as a whole number and what it is divided by.
fn share_code(scene: &mut Scene, share: &Expr) -> (Code, i64) {
    let number = scene.number(share);
    let quantum = match &number {
        Number::Constant(known) => *known,
        Number::Counted(_, factor) => *factor,
    };
    let below = *quantum.denom();
    let ops = counted(number, Rational::new_raw(1, below));
    match (ops, i64::try_from(below)) {
        (Ok(ops), Ok(divide)) => (scene.code(ops), divide),
        _ => {
            scene.segment.refuse(share.span, NoCode::TooLarge);
            (NOTHING, 1)
        }
    }
}
