//! All that decides an event of one kind on the days of one stretch.

use super::bonuses::bonus_items;
use super::caps::{overall_caps, own_caps};
use super::clauses::{NOTHING, parts};
use super::groups;
use super::needs::known;
use super::segment::{Scene, Segment};
use super::state::PolicyItems;
use crate::model::segments::in_force;
use crate::model::{self, Account, ActivityId, Expr, Order, Pays, Policy, RoleId, RuleId, ScopeId, Takes, Together};
use mizi_evaluator::program::{self as out, ActivityProgram, Counter, Gate, ItemKind, Rule};
use std::collections::BTreeSet;

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

/// Writes the rules of one activity.
pub struct Writer {
    pub(super) activity: ActivityId,
    /// Rules and bonuses in force, in 先后 order.
    pub(super) ordered: Vec<RuleId>,
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

/// Whether a rule is one of those of which only the highest pays when they hold together.
pub fn goes_highest(policy: &Policy, rule: &model::Rule) -> bool {
    rule.together.or(policy.choices.together) == Some(Together::Highest)
}
