//! Sections 8 to 12: which rules hold, what they are worth, what they are granted.

use super::calendar::Day;
use super::expr::{Context, NoValue, number, round_to};
use super::facts::key_of;
use super::probe;
use super::reads::{awards_of, bonuses_on, in_force, rules_under};
use super::record::{Failed, Key, Limit, Num, RuleLine};
use super::state::{Block, Class, Effect, State, window_kind, window_start};
use mizi::model::{
    AccountId, ActivityId, Award, BonusRoom, Cap, DimensionId, Expr, ExprKind, GroupId, Member, Named, Order, OverCap,
    Pays, Policy, Remedy, Rounding, Rule, RuleId, ScopeId, Takes, Together, Window,
};
use std::collections::{BTreeMap, BTreeSet};

/// What an event is awarded.
#[derive(Debug, Default)]
pub struct Awarded {
    /// With the rules that lead to each: an award, a bonus on it, a bonus on that …
    pub lines: Vec<(Vec<RuleId>, RuleLine)>,
    pub effects: Vec<Effect>,
    /// Granted by rule, bonuses included.
    pub by_rule: BTreeMap<RuleId, Num>,
}

/// Which cap: its own of a rule, an overall cap, or the stock of a redemption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum CapName {
    Own(RuleId, usize),
    Overall(usize),
}

/// Where the usage of a cap is kept.
#[derive(Clone, Debug)]
pub enum Usage {
    Event,
    At(Key),
    /// 不给: the scope that is lacking.
    Nothing(ScopeId),
}

/// A cap as it stands for one event.
#[derive(Clone, Debug)]
struct Standing {
    name: CapName,
    item: String,
    times: bool,
    refuse: bool,
    limit: Num,
    usage: Usage,
}

fn zero() -> Num {
    number(0)
}

/// The smallest unit of points.
pub fn smallest(policy: &Policy) -> Num {
    Num::new(1, 10_i128.pow(policy.decimals))
}

/// S8.1: the parts that 且 joins at the top are clauses of their own.
pub fn clauses(when: &[Expr]) -> Vec<&Expr> {
    let mut found = Vec::new();
    for clause in when {
        match &clause.kind {
            ExprKind::And(parts) => found.extend(clauses(parts)),
            _ => found.push(clause),
        }
    }
    found
}

/// S8.1: the first clause that fails.
pub fn first_failed(context: &Context, when: &[Expr]) -> Result<Option<Failed>, NoValue> {
    for (index, clause) in clauses(when).into_iter().enumerate() {
        if !context.holds(clause)? {
            let (value, would_pass) = probe::nearest(context, clause);
            return Ok(Some(Failed::Clause { index, value, would_pass }));
        }
    }
    Ok(None)
}

/// S2.1: the key of a number kept for a scope; none where the scope is lacking.
pub fn key_at(context: &Context, item: &str, measure: &str, scope: ScopeId, window: Window) -> Option<Key> {
    let who = context.scopes.get(&scope)?;
    Some(Key {
        item: item.to_owned(),
        measure: measure.to_owned(),
        scope: key_of(&context.policy.scopes[scope.0].name),
        key: who.key.clone(),
        window: window_kind(window).to_owned(),
        start: window_start(window, context.rule_date),
    })
}

/// S11.8: where the usage of a cap is kept; none where it does not apply.
pub fn usage(context: &Context, item: &str, cap: &Cap) -> Option<Usage> {
    let measure = if cap.times { "times" } else { "points" };
    if cap.window == Window::Event {
        return Some(Usage::Event);
    }
    let at = |scope| key_at(context, item, measure, scope, cap.window).map(Usage::At);
    at(cap.scope).or_else(|| match cap.missing {
        Some(Remedy::By(other)) => at(other),
        Some(Remedy::Unlimited) => None,
        Some(Remedy::Nothing) | None => Some(Usage::Nothing(cap.scope)),
    })
}

/// S16.4
pub fn usage_range(policy: &Policy, times: bool) -> (Num, Num) {
    let unit = if times { number(1) } else { smallest(policy) };
    (zero(), number(1_000_000_000_000) * unit)
}

/// The rules of one event being granted.
pub struct Awarding<'a> {
    context: &'a Context<'a>,
    state: &'a State,
    activity: ActivityId,
    /// In 先后.
    order: Vec<RuleId>,
    failed: BTreeMap<RuleId, Failed>,
    amounts: BTreeMap<RuleId, Num>,
    /// Of rules under members not chosen: the groups and what they chose.
    lost: BTreeMap<RuleId, Vec<Limit>>,
    taken: BTreeMap<CapName, Num>,
    used_at: BTreeMap<CapName, Standing>,
    result: Awarded,
}

/// Sections 8 to 12 for one event that has passed the gates.
pub fn award(context: &Context, state: &State, activity: ActivityId) -> Result<Awarded, NoValue> {
    let mut awarding = Awarding {
        context,
        state,
        activity,
        order: order(context.policy, awards_of(context.policy, activity, context.rule_date)),
        failed: BTreeMap::new(),
        amounts: BTreeMap::new(),
        lost: BTreeMap::new(),
        taken: BTreeMap::new(),
        used_at: BTreeMap::new(),
        result: Awarded::default(),
    };
    awarding.conditions()?;
    awarding.exceptions();
    awarding.find_amounts()?;
    awarding.choose()?;
    awarding.grant_all()?;
    awarding.usage_effects();
    let mut result = awarding.result;
    // S14.1: where 先后 need not be stated, lines stand as in the text.
    if context.policy.choices.order.is_none() {
        result.lines.sort_by(|(a, _), (b, _)| a.cmp(b));
    }
    Ok(result)
}

/// S11.1. Where 先后 is not stated it cannot matter: taken other than the compiler takes it.
fn order(policy: &Policy, mut rules: Vec<RuleId>) -> Vec<RuleId> {
    if policy.choices.order != Some(Order::AsDeclared) {
        rules.sort_by_key(|id| (policy.rules[id.0].priority.unwrap_or(u32::MAX), id.0));
    }
    rules
}

impl<'a> Awarding<'a> {
    fn policy(&self) -> &'a Policy {
        self.context.policy
    }

    fn rule(&self, id: RuleId) -> &'a Rule {
        &self.policy().rules[id.0]
    }

    fn day(&self) -> Day {
        self.context.rule_date
    }

    fn holds(&self, id: RuleId) -> bool {
        self.order.contains(&id) && !self.failed.contains_key(&id)
    }

    fn conditions(&mut self) -> Result<(), NoValue> {
        for id in self.order.clone() {
            if let Some(failed) = first_failed(self.context, &self.rule(id).when)? {
                self.failed.insert(id, failed);
            }
        }
        Ok(())
    }

    /// S8.3: looked up anew for every rule, from the rules whose conditions hold.
    fn exceptions(&mut self) {
        let conditions_hold: BTreeSet<RuleId> = self.order.iter().copied().filter(|id| self.holds(*id)).collect();
        for id in conditions_hold.clone() {
            if let Some(by) = silencer(self.policy(), &conditions_hold, id) {
                self.failed.insert(id, Failed::Excepted { by: key_of(&self.rule(by).name) });
            }
        }
    }

    fn find_amounts(&mut self) -> Result<(), NoValue> {
        for id in self.order.clone() {
            if !self.holds(id) {
                continue;
            }
            let rule = self.rule(id);
            let Pays::Award { award, .. } = &rule.pays else { continue };
            let amount = match award {
                Award::Expr(amount, rounding) => self.rounded(amount, *rounding)?,
                Award::Blocks { block, of, pay, carried } => {
                    let (size, units) = (self.context.number(block)?, self.context.number(of)?);
                    let pay_one = self.context.number(pay)?;
                    match carried {
                        None => (units / size).floor() * pay_one,
                        Some((scope, window)) => self.carry(rule, size, units, pay_one, (*scope, *window), of),
                    }
                }
            };
            self.amounts.insert(id, amount);
        }
        Ok(())
    }

    fn rounded(&self, amount: &Expr, rounding: Option<Rounding>) -> Result<Num, NoValue> {
        let exact = self.context.number(amount)?;
        Ok(match rounding {
            Some(rounding) => round_to(rounding, exact, smallest(self.policy())),
            None => exact,
        })
    }

    /// S9.4 to S9.6: adds the units, takes whole blocks out, gives their pay.
    fn carry(&mut self, rule: &Rule, size: Num, units: Num, pay: Num, at: (ScopeId, Window), of: &Expr) -> Num {
        let units = units.max(zero());
        let measure = probe::remainder_measure(of);
        let Some(key) = key_at(self.context, &rule.key, &measure, at.0, at.1) else { return zero() };
        let paid = Key { measure: "carried_points".to_owned(), ..key.clone() };
        let held = self.state.number(&key) + units;
        let blocks = (held / size).floor().max(zero());
        let block = Block { size, pay, paid, balance: self.balance_for(rule) };
        self.effect(key, Class::Remainder(block), units - blocks * size, wide(self.policy()));
        blocks * pay
    }

    /// The balance, if it takes in what this rule is granted.
    fn balance_for(&self, rule: &Rule) -> Option<(Key, (Num, Num))> {
        let id = self.policy().rules.iter().position(|other| std::ptr::eq(other, rule)).map(RuleId)?;
        let AccountId(balance) = self.policy().balance;
        let account = &self.policy().accounts[balance];
        let taken_in = match &account.takes {
            Takes::AllGranted => true,
            Takes::Granted(rules) => rules.contains(&id),
            Takes::Counts(_) => false,
        };
        let key = key_at(self.context, &account.key, "points", account.scope, account.window)?;
        taken_in.then_some((key, account.range))
    }

    fn effect(&mut self, key: Key, class: Class, add: Num, range: (Num, Num)) {
        if add != zero() {
            self.result.effects.push(Effect { key, class, add, range });
        }
    }

    // ---- Section 10 ----

    fn choose(&mut self) -> Result<(), NoValue> {
        let policy = self.policy();
        let in_force: Vec<GroupId> = (0..policy.groups.len())
            .map(GroupId)
            .filter(|id| in_force(policy.groups[id.0].dates.as_ref(), self.day()))
            .collect();
        let inner: BTreeSet<Member> =
            in_force.iter().flat_map(|id| policy.groups[id.0].members.iter().copied()).collect();
        for group in in_force.iter().filter(|id| !inner.contains(&Member::Group(**id))) {
            self.settle_group(*group)?;
        }
        self.implicit_groups(&inner)
    }

    /// S10.1: rules in no written group in force, by dimension, where 就高 holds for them.
    fn implicit_groups(&mut self, grouped: &BTreeSet<Member>) -> Result<(), NoValue> {
        let mut by_dimension: BTreeMap<DimensionId, Vec<Member>> = BTreeMap::new();
        for id in &self.order {
            let Pays::Award { dimension, .. } = &self.rule(*id).pays else { continue };
            let together = self.rule(*id).together.or(self.policy().choices.together);
            if together == Some(Together::Highest) && !grouped.contains(&Member::Rule(*id)) {
                by_dimension.entry(*dimension).or_default().push(Member::Rule(*id));
            }
        }
        for members in by_dimension.into_values() {
            self.choose_highest(None, &members)?;
        }
        Ok(())
    }

    /// The worth of a member; none if nothing of it holds.
    fn settle(&mut self, member: Member) -> Result<Option<Num>, NoValue> {
        match member {
            Member::Rule(id) if self.holds(id) => self.worth(id).map(Some),
            Member::Rule(_) => Ok(None),
            Member::Group(id) if in_force(self.policy().groups[id.0].dates.as_ref(), self.day()) => {
                self.settle_group(id)
            }
            Member::Group(_) => Ok(None),
        }
    }

    fn settle_group(&mut self, id: GroupId) -> Result<Option<Num>, NoValue> {
        let group = &self.policy().groups[id.0];
        if group.highest {
            return self.choose_highest(Some(&key_of(&group.name)), &group.members);
        }
        let mut sum = None;
        for member in &group.members {
            if let Some(worth) = self.settle(*member)? {
                sum = Some(sum.unwrap_or(zero()) + worth);
            }
        }
        Ok(sum)
    }

    /// S10.3
    fn choose_highest(&mut self, group: Option<&str>, members: &[Member]) -> Result<Option<Num>, NoValue> {
        let mut holding = Vec::new();
        for member in members {
            if let Some(worth) = self.settle(*member)? {
                holding.push((*member, worth));
            }
        }
        holding.sort_by_key(|(member, worth)| (-*worth, self.place(*member)));
        let Some((chosen, worth)) = holding.first().copied() else { return Ok(None) };
        let chosen = self.member_key(chosen);
        for (member, _) in &holding[1..] {
            for rule in self.holding_under(*member) {
                let limit = Limit::Group { group: group.map(str::to_owned), chosen: chosen.clone() };
                self.lost.entry(rule).or_default().push(limit);
            }
        }
        Ok(Some(worth))
    }

    /// Where a member stands in 先后: a group where the first of its rules in force stands.
    fn place(&self, member: Member) -> Option<usize> {
        let under = self.under(member);
        self.order.iter().position(|id| under.contains(id))
    }

    /// Rules under a member, through groups in force.
    fn under(&self, member: Member) -> BTreeSet<RuleId> {
        match member {
            Member::Rule(id) => BTreeSet::from([id]),
            Member::Group(id) => {
                let group = &self.policy().groups[id.0];
                if in_force(group.dates.as_ref(), self.day()) {
                    group.members.iter().flat_map(|inner| self.under(*inner)).collect()
                } else {
                    BTreeSet::new()
                }
            }
        }
    }

    fn holding_under(&self, member: Member) -> Vec<RuleId> {
        self.under(member).into_iter().filter(|id| self.holds(*id)).collect()
    }

    fn member_key(&self, member: Member) -> String {
        match member {
            Member::Rule(id) => key_of(&self.rule(id).name),
            Member::Group(id) => key_of(&self.policy().groups[id.0].name),
        }
    }

    /// S10.2: the amount limited by the rule's own caps as they stand before this event.
    fn worth(&self, id: RuleId) -> Result<Num, NoValue> {
        let caps = self.own_caps(id, |_| true)?;
        Ok(limited(self.amounts[&id], &caps, |cap| self.used_before(cap)).0)
    }

    // ---- Section 11 ----

    fn own_caps(&self, id: RuleId, which: impl Fn(&Cap) -> bool) -> Result<Vec<Standing>, NoValue> {
        let rule = self.rule(id);
        let mut found = Vec::new();
        for (index, cap) in rule.caps.iter().enumerate().filter(|(_, cap)| which(cap)) {
            found.extend(self.standing(CapName::Own(id, index), (&rule.key, &rule.name), cap)?);
        }
        Ok(found)
    }

    /// Usage is kept under the item's durable key; people are told its name.
    fn standing(&self, name: CapName, (key, called): (&str, &Named), cap: &Cap) -> Result<Option<Standing>, NoValue> {
        let Some(usage) = usage(self.context, key, cap) else { return Ok(None) };
        Ok(Some(Standing {
            name,
            item: key_of(called),
            times: cap.times,
            refuse: cap.over == OverCap::Refuse,
            limit: self.context.number(&cap.limit)?,
            usage,
        }))
    }

    /// S11.7: overall caps that cover the line that ends this chain: an award, a bonus on it, a bonus on that …
    fn overall_caps(&self, chain: &[RuleId]) -> Result<Vec<Standing>, NoValue> {
        let mut found = Vec::new();
        for (index, overall) in self.policy().overall_caps.iter().enumerate() {
            if !in_force(overall.dates.as_ref(), self.day()) {
                continue;
            }
            let mut covered = overall.covers.contains(&chain[0]);
            for bonus in &chain[1..] {
                if overall.covers_bonuses.contains(bonus) {
                    covered = true;
                }
                if overall.except_bonuses.contains(bonus) {
                    covered = false;
                }
            }
            if covered {
                found.extend(self.standing(CapName::Overall(index), (&overall.key, &overall.name), &overall.cap)?);
            }
        }
        Ok(found)
    }

    fn used_before(&self, cap: &Standing) -> Num {
        match &cap.usage {
            Usage::At(key) => self.state.number(key),
            Usage::Event | Usage::Nothing(_) => zero(),
        }
    }

    /// S11.4
    fn used(&self, cap: &Standing) -> Num {
        self.used_before(cap) + self.taken.get(&cap.name).copied().unwrap_or(zero())
    }

    fn grant_all(&mut self) -> Result<(), NoValue> {
        for id in self.order.clone() {
            let mut line = self.line(id, None);
            if self.holds(id) {
                line.amount = self.amounts[&id];
                match self.lost.get(&id) {
                    Some(lost) => line.limited_by = lost.clone(),
                    None => self.grant(&mut line, [self.own_caps(id, |_| true)?, self.overall_caps(&[id])?].concat()),
                }
            }
            self.carried_pay(id, line.granted);
            self.add_line(line, id, &[id])?;
        }
        Ok(())
    }

    /// S9.4, S15.7: what carried blocks paid is kept beside their units.
    fn carried_pay(&mut self, id: RuleId, granted: Num) {
        let Pays::Award { award: Award::Blocks { of, carried: Some((scope, window)), .. }, .. } = &self.rule(id).pays
        else {
            return;
        };
        let key = key_at(self.context, &self.rule(id).key, &probe::remainder_measure(of), *scope, *window);
        if let Some(key) = key {
            let paid = Key { measure: "carried_points".to_owned(), ..key };
            self.effect(paid, Class::CarriedPay, granted, wide(self.policy()));
        }
    }

    fn line(&self, id: RuleId, base: Option<RuleId>) -> RuleLine {
        let of_award = base.unwrap_or(id);
        RuleLine {
            rule: key_of(&self.rule(id).name),
            dimension: match &self.rule(of_award).pays {
                Pays::Award { dimension, .. } => key_of(&self.policy().dimensions[dimension.0]),
                Pays::Bonus { .. } => String::new(),
            },
            base: base.map(|base| key_of(&self.rule(base).name)),
            failed: self.failed.get(&id).cloned(),
            amount: zero(),
            granted: zero(),
            limited_by: Vec::new(),
        }
    }

    /// Grants a line and takes room.
    fn grant(&mut self, line: &mut RuleLine, caps: Vec<Standing>) {
        let (granted, by) = limited(line.amount, &caps, |cap| self.used(cap));
        line.granted = granted;
        line.limited_by = by.into_iter().map(|(cap, used)| self.limit(cap, used)).collect();
        line.limited_by.sort();
        for cap in caps {
            let takes = if !cap.times {
                granted
            } else if granted > zero() {
                number(1)
            } else {
                zero()
            };
            *self.taken.entry(cap.name).or_insert(zero()) += takes;
            self.used_at.insert(cap.name, cap);
        }
    }

    /// S14.4
    fn limit(&self, cap: &Standing, used: Num) -> Limit {
        match &cap.usage {
            Usage::Nothing(scope) => {
                Limit::NoScope { item: cap.item.clone(), scope: key_of(&self.policy().scopes[scope.0].name) }
            }
            _ => Limit::Cap { item: cap.item.clone(), times: cap.times, limit: cap.limit, used },
        }
    }

    /// The line, then its bonus lines. `chain` leads from the award to the line.
    fn add_line(&mut self, line: RuleLine, id: RuleId, chain: &[RuleId]) -> Result<(), NoValue> {
        let (granted, dimension) = (line.granted, line.dimension.clone());
        *self.result.by_rule.entry(id).or_insert(zero()) += granted;
        self.result.lines.push((chain.to_vec(), line));
        for bonus in order(self.policy(), bonuses_on(self.policy(), self.activity, id, self.day())) {
            let chain = [chain, &[bonus]].concat();
            let mut line = self.line(bonus, Some(id));
            line.dimension.clone_from(&dimension);
            line.failed = first_failed(self.context, &self.rule(bonus).when)?;
            if line.failed.is_none() {
                self.bonus(&mut line, bonus, id, granted, &chain)?;
            }
            self.add_line(line, bonus, &chain)?;
        }
        Ok(())
    }

    /// S12.1 to S12.3
    fn bonus(
        &mut self,
        line: &mut RuleLine,
        id: RuleId,
        base: RuleId,
        base_granted: Num,
        chain: &[RuleId],
    ) -> Result<(), NoValue> {
        let Pays::Bonus { share, rounding, .. } = &self.rule(id).pays else { return Ok(()) };
        let exact = self.context.number(share)? * base_granted;
        line.amount = round_to(*rounding, exact, smallest(self.policy()));
        let mut caps = self.own_caps(id, |_| true)?;
        caps.extend(self.overall_caps(chain)?);
        if self.policy().choices.bonus == Some(BonusRoom::Within) {
            caps.extend(self.own_caps(base, |cap| !cap.times)?);
        }
        self.grant(line, caps);
        Ok(())
    }

    fn usage_effects(&mut self) {
        for (name, cap) in std::mem::take(&mut self.used_at) {
            if let Usage::At(key) = cap.usage {
                self.effect(key, Class::Usage, self.taken[&name], usage_range(self.policy(), cap.times));
            }
        }
    }
}

/// Counters that are not bounded by the author.
fn wide(policy: &Policy) -> (Num, Num) {
    let most = number(1_000_000_000_000) * smallest(policy).max(number(1));
    (-most, most)
}

/// S8.3: the first rule, in order of declaration, that excepts this one, holds, and is not itself silenced.
fn silencer(policy: &Policy, conditions_hold: &BTreeSet<RuleId>, id: RuleId) -> Option<RuleId> {
    let excepts = |other: &&RuleId| policy.rules[other.0].exception_to.contains(&id);
    conditions_hold.iter().filter(excepts).copied().find(|other| silencer(policy, conditions_hold, *other).is_none())
}

/// S11.3: what is granted of an amount, and the caps whose room was less, with what was used of them.
fn limited(amount: Num, caps: &[Standing], used: impl Fn(&Standing) -> Num) -> (Num, Vec<(&Standing, Num)>) {
    let (mut granted, mut by) = (amount, Vec::new());
    for cap in caps {
        let used = used(cap);
        let left = (cap.limit - used).max(zero());
        let room = match (&cap.usage, cap.times) {
            (Usage::Nothing(_), _) => Some(zero()),
            // S11.5
            (_, true) => (left < number(1)).then(zero),
            (_, false) => Some(left),
        };
        let Some(room) = room.filter(|room| *room < amount) else { continue };
        by.push((cap, used));
        granted = if cap.refuse && !cap.times { zero() } else { granted.min(room) };
    }
    (granted, by)
}

/// Rules that a list of members names, for those who ask from outside.
pub fn all_rules(policy: &Policy, members: &[Member]) -> BTreeSet<RuleId> {
    members.iter().flat_map(|member| rules_under(policy, *member)).collect()
}
