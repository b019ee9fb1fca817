//! All that decides an event of one kind on the days of one stretch.

use super::clauses::{NOTHING, parts};
use super::code::{NoCode, Number, counted};
use super::groups;
use super::needs::known;
use super::segment::{CapOf, Scene, Segment};
use super::state::{CarriedPlace, Owner, PolicyItems};
use crate::model::arithmetic::divide;
use crate::model::range::quantum::common;
use crate::model::segments::in_force;
use crate::model::{
    self, Account, ActivityId, Award, BonusRoom, Expr, Order, Pays, Policy, Rational, RoleId, RuleId, ScopeId, Takes,
    Together, Type,
};
use mizi_evaluator::program::{
    self as out, ActivityProgram, Amount, Bonus, Carried, Code, Counter, Gate, ItemKind, Op, Rule,
};
use num_traits::Zero;
use std::collections::BTreeSet;

/// Most bonus lines of one rule.
const MOST_BONUSES: usize = 1000;
/// Deepest chain of bonuses on bonuses.
const DEEPEST_BONUS: usize = 30;

/// The rules and bonuses in force, in 先后 order.
fn in_order(policy: &Policy, day: i32) -> Vec<RuleId> {
    let mut rules: Vec<RuleId> = (0..policy.rules.len()).map(RuleId).collect();
    rules.retain(|id| policy.rules.get(id.0).is_some_and(|rule| in_force(&rule.dates, day)));
    if policy.choices.order == Some(Order::ByPriority) {
        rules.sort_by_key(|id| policy.rules.get(id.0).and_then(|rule| rule.priority).unwrap_or(u32::MAX));
    }
    rules
}

/// An activity of one stretch.
pub fn activity(segment: &mut Segment, id: ActivityId) -> ActivityProgram {
    let number = segment.map.activities.get(id.0).copied().unwrap_or_default();
    let slots = segment.names.activities.get(usize::from(number)).map(|activity| activity.slots.clone());
    let ordered = in_order(segment.policy, segment.stretch.from);
    let mut scene = segment.scene(slots.unwrap_or_default());
    let gates = scene.gates(true);
    let writer = Writer { activity: id, ordered };
    let awards = writer.awards(scene.policy());
    let rules: Vec<Rule> = awards.iter().filter_map(|rule| writer.rule(&mut scene, *rule, &awards)).collect();
    let counters = writer.counters(&mut scene, !awards.is_empty(), &rules);
    let groups = groups::groups(&mut scene, &awards);
    ActivityProgram {
        facts: scene.facts(),
        scopes: scene.scopes(),
        confirmations: writer.confirmations(&scene, &awards),
        gates,
        readings: scene.readings,
        rules,
        groups,
        caps: scene.caps,
        counters,
    }
}

impl Scene<'_, '_> {
    /// 资格 in force, for earning or for redeeming.
    pub fn gates(&mut self, earning: bool) -> Vec<Gate> {
        let (policy, day) = (self.policy(), self.segment.stretch.from);
        let mut gates = Vec::new();
        for gate in policy.gates.iter().filter(|gate| gate.earning == earning && in_force(&gate.dates, day)) {
            self.conditions(&gate.when);
            let text = model::print::both(policy, |printer| printer.gate(gate));
            let item = self.segment.state.item(ItemKind::Eligible, &out::Name::default(), text, &gate.basis);
            gates.push(Gate { item, clauses: self.clauses(&gate.when) });
        }
        gates
    }

    /// Reads conditions, each where the ones before it hold; gives the scopes that are there where all hold.
    pub fn conditions(&mut self, conditions: &[Expr]) -> BTreeSet<ScopeId> {
        let mut sure = BTreeSet::new();
        for part in conditions.iter().flat_map(parts) {
            self.reads([part], &sure);
            sure = known(self.policy(), part, true, &sure);
        }
        sure
    }
}

struct Writer {
    activity: ActivityId,
    /// Rules and bonuses in force, in 先后 order.
    ordered: Vec<RuleId>,
}

impl Writer {
    /// The activity's rules that are no bonuses.
    fn awards(&self, policy: &Policy) -> Vec<RuleId> {
        let of_activity = |id: &&RuleId| match policy.rules.get(id.0).map(|rule| &rule.pays) {
            Some(Pays::Award { activity, .. }) => *activity == self.activity,
            _ => false,
        };
        self.ordered.iter().filter(of_activity).copied().collect()
    }

    fn rule(&self, scene: &mut Scene, id: RuleId, awards: &[RuleId]) -> Option<Rule> {
        let policy = scene.policy();
        let rule = policy.rules.get(id.0)?;
        let Pays::Award { dimension, award, .. } = &rule.pays else { return None };
        let sure = scene.conditions(&rule.when);
        let item = scene.segment.state.rule(rule);
        let covering = self.covering(policy, scene.segment.stretch.from, id);
        let amount = self.amount(scene, rule, award, &sure);
        let own_caps = own_caps(scene, id);
        let overall_caps = overall_caps(scene, &covering);
        let excepts = |other: &&RuleId| policy.rules.get(other.0).is_some_and(|rule| rule.exception_to.contains(&id));
        let mut excepted_by: Vec<(RuleId, u16)> =
            (0..).zip(awards).filter(|(_, other)| excepts(other)).map(|(at, other)| (*other, at)).collect();
        excepted_by.sort_unstable();
        let mut lines = 0;
        Some(Rule {
            item,
            dimension: scene.segment.map.dimensions.get(dimension.0).copied().unwrap_or_default(),
            clauses: scene.clauses(&rule.when),
            excepted_by: excepted_by.into_iter().map(|(_, at)| at).collect(),
            amount,
            own_caps,
            overall_caps,
            bonuses: self.bonuses(scene, id, &covering, 0, &mut lines),
        })
    }

    /// The overall caps in force that cover an award.
    fn covering(&self, policy: &Policy, day: i32, id: RuleId) -> BTreeSet<usize> {
        let caps = policy.overall_caps.iter().enumerate();
        caps.filter(|(_, cap)| in_force(&cap.dates, day) && cap.covers.contains(&id)).map(|(at, _)| at).collect()
    }

    fn bonuses(
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
            rounding: super::code::rounding_op(*rounding),
            own_caps: own_caps(scene, id),
            overall_caps: overall,
            bonuses: self.bonuses(scene, id, &covering, depth + 1, lines),
        })
    }

    fn amount(&self, scene: &mut Scene, rule: &model::Rule, award: &Award, sure: &BTreeSet<ScopeId>) -> Amount {
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

    fn counters(&self, scene: &mut Scene, awards: bool, rules: &[Rule]) -> Vec<Counter> {
        let policy = scene.policy();
        let mut items = BTreeSet::new();
        for rule in rules {
            items.insert(rule.item);
            bonus_items(&rule.bonuses, &mut items);
        }
        let mut counters = Vec::new();
        for (at, account) in policy.accounts.iter().enumerate() {
            let declared = scene.segment.state.declared.get(scene.segment.stretch.version);
            let Some(number) = declared.and_then(|ids| ids.get(at)).copied() else { continue };
            let granted = |takes| Counter { account: number, when: None, add: NOTHING, takes };
            let added = match &account.takes {
                Takes::AllGranted if awards => vec![granted(out::Takes::AllGranted)],
                Takes::AllGranted => Vec::new(),
                Takes::Granted(named) => {
                    let named = named.iter().filter_map(|id| policy.rules.get(id.0));
                    let named: BTreeSet<out::ItemId> = named.map(|rule| scene.segment.state.rule(rule)).collect();
                    let named: Vec<out::ItemId> = named.intersection(&items).copied().collect();
                    if named.is_empty() { Vec::new() } else { vec![granted(out::Takes::Granted(named))] }
                }
                Takes::Counts(_) => self.counted(scene, number, account, model::AccountId(at)),
            };
            if !added.is_empty() {
                scene.needs.scope(policy, account.scope, true);
            }
            counters.extend(added);
        }
        counters
    }

    /// 计
    fn counted(&self, scene: &mut Scene, number: u32, account: &Account, id: model::AccountId) -> Vec<Counter> {
        let Takes::Counts(counts) = &account.takes else { return Vec::new() };
        let quantum = scene.segment.held.account(scene.segment.stretch.version, id);
        let mut counters = Vec::new();
        for counts in counts.iter().filter(|counts| counts.activity == self.activity) {
            let sure = scene.conditions(counts.when.as_slice());
            scene.reads([&counts.add], &sure);
            let when = counts.when.as_ref().map(|when| scene.condition(when));
            let add = scene.counted(&counts.add, quantum);
            counters.push(Counter { account: number, when, add: scene.code(add), takes: out::Takes::Event });
        }
        counters
    }

    /// What all rules and bonuses of the activity want confirmed.
    fn confirmations(&self, scene: &Scene, awards: &[RuleId]) -> Vec<Vec<out::RoleId>> {
        let policy = scene.policy();
        let mut lines: Vec<RuleId> = awards.to_vec();
        let mut at = 0;
        while let Some(base) = lines.get(at).copied() {
            at += 1;
            for id in &self.ordered {
                let Some(Pays::Bonus { activity, bases, .. }) = policy.rules.get(id.0).map(|rule| &rule.pays) else {
                    continue;
                };
                let here = activity.is_none_or(|activity| activity == self.activity);
                if here && bases.contains(&base) && !lines.contains(id) {
                    lines.push(*id);
                }
            }
        }
        let asked = lines.iter().filter_map(|id| policy.rules.get(id.0)).flat_map(|rule| &rule.confirm);
        let role = |role: &RoleId| scene.segment.map.roles.get(role.0).copied().unwrap_or_default();
        let asked: BTreeSet<BTreeSet<out::RoleId>> = asked.map(|roles| roles.iter().map(role).collect()).collect();
        asked.into_iter().map(|roles| roles.into_iter().collect()).collect()
    }
}

fn bonus_items(bonuses: &[Bonus], items: &mut BTreeSet<out::ItemId>) {
    for bonus in bonuses {
        items.insert(bonus.item);
        bonus_items(&bonus.bonuses, items);
    }
}

/// A bonus line is covered where its base is, unless the cap names the bonus.
fn bonus_covering(policy: &Policy, day: i32, id: RuleId, base: &BTreeSet<usize>) -> BTreeSet<usize> {
    let caps = policy.overall_caps.iter().enumerate().filter(|(_, cap)| in_force(&cap.dates, day));
    let covered = |(at, cap): &(usize, &model::OverallCap)| {
        cap.covers_bonuses.contains(&id) || (base.contains(at) && !cap.except_bonuses.contains(&id))
    };
    caps.filter(covered).map(|(at, _)| at).collect()
}

fn own_caps(scene: &mut Scene, id: RuleId) -> Vec<u16> {
    let policy = scene.policy();
    let Some(rule) = policy.rules.get(id.0) else { return Vec::new() };
    let owner = Owner { key: &rule.key, item: scene.segment.state.rule(rule) };
    let mut caps = Vec::new();
    for (at, cap) in rule.caps.iter().enumerate() {
        let item = scene.segment.state.cap(policy, &rule.name, cap, &rule.basis);
        caps.push(scene.cap(CapOf::Rule(id, at), cap, owner, item));
    }
    caps
}

fn overall_caps(scene: &mut Scene, covering: &BTreeSet<usize>) -> Vec<u16> {
    let policy = scene.policy();
    let mut caps = Vec::new();
    for at in covering {
        let Some(overall) = policy.overall_caps.get(*at) else { continue };
        let text = model::print::both(policy, |printer| printer.overall(&overall.cap));
        let item = scene.segment.state.item(ItemKind::OverallCap, &overall.name.name, text, &overall.basis);
        caps.push(scene.cap(CapOf::Overall(*at), &overall.cap, Owner { key: &overall.key, item }, item));
    }
    caps
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
    rule: &model::Rule,
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

/// Whether a rule is one of those of which only the highest pays when they hold together.
pub fn goes_highest(policy: &Policy, rule: &model::Rule) -> bool {
    rule.together.or(policy.choices.together) == Some(Together::Highest)
}
