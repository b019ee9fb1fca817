//! The plan of one activity: rules, bonuses, groups, caps and counters.

use super::build::{Builder, ensure};
use super::context::{Context, usage_accounts};
use super::{Activity, Amount, Bonus, Cap, Carried, Counter, Group, Member, MemberOf, Rule, Takes, Usage, role_bits};
use crate::error::ProgramError;
use crate::program::{self, AccountKind, ActivityProgram, ItemId, Op};
use std::collections::BTreeSet;

/// Deepest chain of bonuses, of readings that include this event, and of groups.
const DEPTH: usize = 32;

impl<'p> Builder<'p> {
    pub(super) fn activity(
        &mut self,
        segment: &'p program::Segment,
        number: usize,
        activity: &'p ActivityProgram,
    ) -> Result<Activity, ProgramError> {
        let mut touched = accounts(activity);
        touched.extend(carries(activity).then_some(self.program.balance));
        let locals = self.locals(touched)?;
        let slots = self.program.activities[number].slots.len();
        let mut context = Context::new(self, segment, slots, locals);
        context.inputs(&activity.facts, &activity.scopes)?;
        context.frame.readings = context.readings(&activity.readings)?;
        context.frame.gates = context.gates(&activity.gates)?;
        context.counters(&activity.counters)?;
        context.including(activity)?;
        let caps = activity.caps.iter().map(|cap| context.cap(cap)).collect::<Result<Vec<_>, _>>()?;
        ensure(activity.rules.len() < usize::from(u16::MAX), "too many rules")?;
        let mut rules = Vec::new();
        for (number, rule) in activity.rules.iter().enumerate() {
            let built = context.rule(rule, &caps);
            rules.push(built.map_err(|error| error.within(format!("rule {number}")))?);
        }
        let silenced = context.builder.silenced(&activity.rules)?;
        let groups = context.groups(&activity.groups, &rules)?;
        let balance = carries(activity).then(|| context.local(context.builder.program.balance)).transpose()?;
        let frame = context.frame;
        let confirmations = self.confirmations(&activity.confirmations)?;
        let roles = confirmations.iter().fold(0, |all, one| all | one);
        let within = caps.iter().rposition(|cap| matches!(cap.usage, Usage::Event)).map_or(0, |last| last + 1);
        Ok(Activity { frame, confirmations, roles, rules, silenced, groups, caps, within, balance })
    }

    /// Rules with exceptions, each after all that except it.
    fn silenced(&mut self, rules: &[program::Rule]) -> Result<Vec<u16>, ProgramError> {
        let known = |by: &u16| usize::from(*by) < rules.len();
        ensure(rules.iter().all(|rule| rule.excepted_by.iter().all(known)), "an exception that is not listed")?;
        let mut done: Vec<bool> = rules.iter().map(|rule| rule.excepted_by.is_empty()).collect();
        let mut order = Vec::new();
        while done.contains(&false) {
            self.spend(rules.len())?;
            let before = order.len();
            for (number, rule) in rules.iter().enumerate() {
                if !done[number] && rule.excepted_by.iter().all(|&by| done[usize::from(by)]) {
                    done[number] = true;
                    order.push(number as u16);
                }
            }
            ensure(order.len() > before, "exceptions in a ring")?;
        }
        Ok(order)
    }

    fn confirmations(&self, needed: &[Vec<u16>]) -> Result<Vec<u64>, ProgramError> {
        let known = |role: &u16| usize::from(*role) < self.program.roles.len();
        for roles in needed {
            ensure(!roles.is_empty() && roles.iter().all(known), "a confirmation by nobody")?;
        }
        Ok(needed.iter().map(|roles| role_bits(roles)).collect())
    }
}

/// Whether a rule carries a remainder.
fn carries(activity: &ActivityProgram) -> bool {
    activity.rules.iter().any(|rule| matches!(rule.amount, program::Amount::Blocks { carried: Some(_), .. }))
}

/// All accounts that an event of this activity can touch.
fn accounts(activity: &ActivityProgram) -> BTreeSet<u32> {
    let read = activity.readings.iter().map(|reading| reading.account);
    let used = activity.caps.iter().flat_map(|cap| usage_accounts(cap.usage));
    let counted = activity.counters.iter().map(|counter| counter.account);
    let carried = activity.rules.iter().filter_map(|rule| match &rule.amount {
        program::Amount::Blocks { carried, .. } => carried.as_ref(),
        _ => None,
    });
    let carried = carried.flat_map(|carried| [carried.remainder, carried.paid]);
    read.chain(used).chain(counted).chain(carried).collect()
}

impl<'p> Context<'_, 'p> {
    fn counters(&mut self, counters: &'p [program::Counter]) -> Result<(), ProgramError> {
        ensure(counters.len() < usize::from(u16::MAX), "too many counters")?;
        for counter in counters {
            self.builder.spend(1)?;
            let local = self.adds_to(counter.account)?;
            let takes = match &counter.takes {
                program::Takes::AllGranted => Takes::AllGranted,
                program::Takes::Granted(items) => Takes::Granted(sorted(items)),
                program::Takes::Event => Takes::Event {
                    when: counter.when.map(|when| self.test(when)).transpose()?,
                    add: self.value(counter.add)?,
                },
            };
            self.frame.counters.push(Counter { local, takes });
        }
        Ok(())
    }

    /// Finds the counters of readings under 连同本次, and refuses those that would go in a ring.
    fn including(&mut self, activity: &ActivityProgram) -> Result<(), ProgramError> {
        for number in (0..activity.readings.len()).filter(|&number| activity.readings[number].including) {
            let local = self.frame.readings[number].local;
            let counters = (0u16..).zip(&self.frame.counters).filter(|(_, counter)| counter.local == local);
            let counters: Vec<(u16, bool)> =
                counters.map(|(number, counter)| (number, matches!(counter.takes, Takes::Event { .. }))).collect();
            ensure(counters.iter().all(|&(_, event)| event), "points read together with this event")?;
            self.frame.readings[number].including = counters.into_iter().map(|(number, _)| number).collect();
        }
        for reading in 0..activity.readings.len() {
            self.depth(activity, reading, 0)?;
        }
        Ok(())
    }

    fn depth(&mut self, activity: &ActivityProgram, reading: usize, depth: usize) -> Result<(), ProgramError> {
        ensure(depth < DEPTH, "readings that go in a ring")?;
        for counter in self.frame.readings[reading].including.clone() {
            let counter = &activity.counters[usize::from(counter)];
            for code in counter.when.into_iter().chain([counter.add]) {
                let ops = &self.segment.code[code.start as usize..(code.start + code.len) as usize];
                self.builder.spend(ops.len())?;
                for op in ops {
                    if let Op::Account(read) = op {
                        self.depth(activity, usize::from(*read), depth + 1)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn rule(&mut self, rule: &'p program::Rule, caps: &[Cap]) -> Result<Rule, ProgramError> {
        self.builder.spend(1)?;
        let mut bonuses = Vec::new();
        self.bonuses(&rule.bonuses, None, caps, 0, &mut bonuses)?;
        let amount = self.amount(rule.item, &rule.amount)?;
        let own_and_overall = cap_numbers(&rule.own_caps, &rule.overall_caps, caps)?;
        Ok(Rule {
            touches: touches(&own_and_overall, &amount, &bonuses, caps),
            item: self.builder.item(rule.item)?,
            dimension: self.builder.dimension(rule.dimension)?,
            clauses: self.clauses(&rule.clauses)?,
            excepted_by: rule.excepted_by.clone(),
            amount,
            caps: own_and_overall,
            own: rule.own_caps.len(),
            bonuses,
        })
    }

    fn amount(&mut self, item: ItemId, amount: &program::Amount) -> Result<Amount, ProgramError> {
        match amount {
            program::Amount::Fixed(points) => ensure(*points >= 0, "an award below 0").map(|()| Amount::Fixed(*points)),
            program::Amount::Code(code) => self.value(*code).map(Amount::Value),
            program::Amount::Blocks { units, block, pay, carried } => {
                ensure(*block > 0, "blocks of nothing")?;
                let (units, pay) = (self.value(*units)?, self.value(*pay)?);
                match carried {
                    None => Ok(Amount::Blocks { units, block: *block, pay }),
                    Some(carried) => self.carried(item, units, *block, pay, *carried),
                }
            }
        }
    }

    fn carried(
        &mut self,
        item: ItemId,
        units: super::Value,
        block: i64,
        pay: super::Value,
        carried: program::Carried,
    ) -> Result<Amount, ProgramError> {
        let super::Value::Constant(pay) = pay else {
            return Err(ProgramError::inconsistent("carried blocks whose pay is not a constant"));
        };
        ensure(pay >= 0, "an award below 0")?;
        let (remainder, paid) = (self.builder.account(carried.remainder)?, self.builder.account(carried.paid)?);
        let kinds = (remainder.kind, paid.kind) == (AccountKind::Remainder, AccountKind::CarriedPay);
        let alike = (remainder.scope, remainder.window) == (paid.scope, paid.window);
        ensure(kinds && alike, "a remainder without its pay")?;
        let (remainder, paid) = (self.adds_to(carried.remainder)?, self.adds_to(carried.paid)?);
        let into_balance = self.is_in_balance(item)?;
        Ok(Amount::Carried(Carried { units, block, pay, remainder, paid, into_balance }))
    }

    /// Whether the balance takes in the points of a rule.
    fn is_in_balance(&self, item: ItemId) -> Result<bool, ProgramError> {
        let balance = self.local(self.builder.program.balance)?;
        let mut counters = self.frame.counters.iter().filter(|counter| counter.local == balance);
        Ok(counters.any(|counter| match &counter.takes {
            Takes::AllGranted => true,
            Takes::Granted(items) => items.binary_search(&item).is_ok(),
            Takes::Event { .. } => false,
        }))
    }

    /// Lays bonuses out one after another, each directly followed by its own.
    fn bonuses(
        &mut self,
        bonuses: &'p [program::Bonus],
        base: Option<u16>,
        caps: &[Cap],
        depth: usize,
        built: &mut Vec<Bonus>,
    ) -> Result<(), ProgramError> {
        ensure(depth < DEPTH, "bonuses too deep")?;
        for bonus in bonuses {
            self.builder.spend(1)?;
            ensure(built.len() < usize::from(u16::MAX), "too many bonuses")?;
            ensure(bonus.divide > 0, "a share of nothing")?;
            let number = built.len() as u16;
            built.push(Bonus {
                item: self.builder.item(bonus.item)?,
                base,
                clauses: self.clauses(&bonus.clauses)?,
                multiply: self.value(bonus.multiply)?,
                divide: bonus.divide,
                rounding: bonus.rounding,
                caps: cap_numbers(&bonus.own_caps, &bonus.overall_caps, caps)?,
            });
            self.bonuses(&bonus.bonuses, Some(number), caps, depth + 1, built)?;
        }
        Ok(())
    }

    fn groups(&mut self, groups: &[program::Group], rules: &[Rule]) -> Result<Vec<Group>, ProgramError> {
        ensure(groups.len() < usize::from(u16::MAX), "too many groups")?;
        let mut built: Vec<Group> = Vec::new();
        for (number, group) in groups.iter().enumerate() {
            let mut members: Vec<Member> = Vec::new();
            for &(is_rule, member) in &group.members {
                members.push(self.member(is_rule, member, number, &built, rules)?);
            }
            let first = members.first().and_then(|member| member.rules.first());
            let first = *first.ok_or_else(|| ProgramError::inconsistent("a group without rules"))?;
            let item = group.item.map(|item| self.builder.item(item)).transpose()?;
            let named = item.unwrap_or(rules[usize::from(first)].item);
            built.push(Group { item, highest: group.highest, members, named });
        }
        Ok(built)
    }

    fn member(
        &mut self,
        is_rule: bool,
        member: u16,
        group: usize,
        built: &[Group],
        rules: &[Rule],
    ) -> Result<Member, ProgramError> {
        if is_rule {
            ensure(usize::from(member) < rules.len(), "a member that is not listed")?;
            return Ok(Member { of: MemberOf::Rule(member), rules: vec![member] });
        }
        ensure(usize::from(member) < group, "a group within a later one")?;
        let inner = &built[usize::from(member)].members;
        let under: BTreeSet<u16> = inner.iter().flat_map(|member| member.rules.iter().copied()).collect();
        self.builder.spend(under.len())?;
        Ok(Member { of: MemberOf::Group(member), rules: under.into_iter().collect() })
    }
}

/// The accounts of a rule's amount, of its caps and of its bonuses' caps.
fn touches(own: &[u16], amount: &Amount, bonuses: &[Bonus], caps: &[Cap]) -> Vec<u16> {
    let of_bonuses = bonuses.iter().flat_map(|bonus| &bonus.caps);
    let usage = own.iter().chain(of_bonuses).flat_map(|&cap| match caps[usize::from(cap)].usage {
        Usage::Event => [None, None],
        Usage::Local(one) | Usage::OrUnlimited(_, one) | Usage::OrNothing(_, one) => [Some(one), None],
        Usage::OrLocal(_, one, other) => [Some(one), Some(other)],
    });
    let mut touched: Vec<u16> = usage.flatten().collect();
    if let Amount::Carried(carried) = amount {
        touched.extend([carried.remainder, carried.paid]);
    }
    touched.sort_unstable();
    touched.dedup();
    touched
}

/// A rule's own caps, then the overall ones.
fn cap_numbers(own: &[u16], overall: &[u16], caps: &[Cap]) -> Result<Vec<u16>, ProgramError> {
    let numbers = [own, overall].concat();
    ensure(numbers.iter().all(|&cap| usize::from(cap) < caps.len()), "a cap that is not listed").map(|()| numbers)
}

fn sorted(items: &[ItemId]) -> Vec<ItemId> {
    let mut items = items.to_vec();
    items.sort_unstable();
    items.dedup();
    items
}
