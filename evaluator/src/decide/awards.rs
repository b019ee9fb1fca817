//! Gates, conditions, exceptions and amounts; then groups and grants; then counters.

use super::machine::{Fault, Machine, divide};
use super::{Detail, Ends};
use crate::account::State;
use crate::decision::{Decision, Failed, Limit, Line, Outcome, Stopped};
use crate::plan::{Activity, Amount, Carried, Takes};
use crate::program::{self, ActivityProgram, Clause};

/// What is worked on while awarding, kept between events.
#[derive(Clone, Debug, Default)]
pub(crate) struct Awards {
    pub rules: Vec<Award>,
    /// Why rules do not hold, by rule, where reasons are worked out.
    pub failed: Vec<Option<Failed>>,
    /// Used in this event of caps that count within one event, by cap.
    pub used: Vec<i64>,
    /// Granted to the bonuses under one rule.
    pub bonuses: Vec<i64>,
    pub groups: Vec<Worth>,
    /// Rules under members not chosen, with why.
    pub cuts: Vec<(u16, Limit)>,
}

/// How one rule stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Award {
    /// Its own conditions hold and nothing silences it.
    pub holds: bool,
    pub amount: i64,
}

/// What a group is worth to the group around it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Worth {
    pub holds: bool,
    pub points: i64,
}

/// One event being awarded.
pub(crate) struct Awarding<'a, S> {
    pub machine: Machine<'a, S>,
    pub plan: &'a Activity,
    pub program: &'a ActivityProgram,
    pub awards: &'a mut Awards,
    pub decision: &'a mut Decision,
}

impl<S: State> Awarding<'_, S> {
    #[inline]
    pub fn run<D: Detail>(&mut self) -> Ends<()> {
        self.machine.gates::<D>(&self.program.gates, self.decision)?;
        self.conditions::<D>()?;
        self.exceptions::<D>();
        self.load();
        self.amounts()?;
        self.awards.cuts.clear();
        if !self.plan.groups.is_empty() {
            self.choose()?;
        }
        self.grants::<D>()?;
        self.counters()
    }

    /// S8.1: a rule holds if all its clauses do.
    #[inline]
    fn conditions<D: Detail>(&mut self) -> Ends<()> {
        self.awards.rules.clear();
        self.awards.failed.clear();
        for (number, rule) in self.plan.rules.iter().enumerate() {
            let failing = self.machine.first_failing(&rule.clauses);
            let failing = self.decision.at_item(rule.item, failing)?;
            self.awards.rules.push(Award { holds: failing.is_none(), amount: 0 });
            if D::REASONS {
                let clauses = self.program.rules.get(number).map(|rule| rule.clauses.as_slice());
                self.awards.failed.push(failing.map(|index| self.machine.failed::<D>(index, clauses)));
            }
        }
        Ok(())
    }

    /// S8.3: a rule is silenced by one that excepts it, holds, and is not silenced itself.
    #[inline]
    fn exceptions<D: Detail>(&mut self) {
        for &number in &self.plan.silenced {
            let number = usize::from(number);
            let rules = &mut self.awards.rules;
            let by = self.plan.rules[number].excepted_by.iter().find(|&&by| rules[usize::from(by)].holds);
            if let Some(&by) = by.filter(|_| rules[number].holds) {
                rules[number].holds = false;
                if D::REASONS {
                    let by = self.plan.rules[usize::from(by)].item;
                    self.awards.failed[number] = Some(Failed::Excepted { by });
                }
            }
        }
    }

    /// Reads the accounts that the rules that hold may touch, one right after another: where memory is slow, it is waited for once.
    #[inline]
    fn load(&mut self) {
        let mut any = false;
        for (rule, award) in self.plan.rules.iter().zip(&self.awards.rules) {
            if award.holds {
                any = true;
                rule.touches.iter().for_each(|&local| self.machine.load(local));
            }
        }
        if any {
            self.plan.frame.counters.iter().for_each(|counter| self.machine.load(counter.local));
        }
    }

    /// Amounts of the rules that hold; units of carried blocks move now, whatever is granted later. (S9.4, S9.5)
    #[inline]
    fn amounts(&mut self) -> Ends<()> {
        for (number, rule) in self.plan.rules.iter().enumerate() {
            if self.awards.rules[number].holds {
                let amount = self.amount(&rule.amount);
                let amount = self.decision.at_item(rule.item, amount)?;
                self.awards.rules[number].amount = amount;
            }
        }
        Ok(())
    }

    #[inline]
    fn amount(&mut self, amount: &Amount) -> Result<i64, Fault> {
        let machine = &mut self.machine;
        let amount = match *amount {
            Amount::Fixed(points) => points,
            Amount::Value(value) => machine.value(value)?,
            Amount::Blocks { units, block, pay } => {
                let blocks = machine.value(units)?.max(0) / block;
                blocks.checked_mul(machine.value(pay)?).ok_or(Fault::Range)?
            }
            Amount::Carried(Carried { units, block, pay, remainder, .. }) => {
                let units = machine.value(units)?.max(0);
                let cell = machine.cell(remainder);
                let held = cell.before.checked_add(cell.add).and_then(|held| held.checked_add(units));
                let blocks = held.ok_or(Fault::Range)?.div_euclid(block).max(0);
                machine.add(remainder, units - blocks * block)?;
                blocks.checked_mul(pay).ok_or(Fault::Range)?
            }
        };
        if amount >= 0 { Ok(amount) } else { Err(Fault::Range) }
    }

    /// Grants in 先后, each rule with its bonuses directly after it. (S11.2)
    #[inline]
    fn grants<D: Detail>(&mut self) -> Ends<()> {
        self.awards.used.clear();
        self.awards.used.extend(self.plan.caps[..self.plan.within].iter().map(|_| 0));
        for number in 0..self.plan.rules.len() {
            let granted = self.rule::<D>(number)?;
            self.bonuses::<D>(number, granted)?;
        }
        Ok(())
    }

    #[inline]
    fn rule<D: Detail>(&mut self, number: usize) -> Ends<i64> {
        let rule = &self.plan.rules[number];
        let Award { holds, amount } = self.awards.rules[number];
        if !holds && !D::REASONS {
            return Ok(0);
        }
        let first = self.decision.limits.len();
        let granted = if !holds || self.cut::<D>(number as u16) {
            0
        } else {
            let granted = self.grant::<D>(amount, &rule.caps);
            self.decision.at_item(rule.item, granted)?
        };
        if let Amount::Carried(Carried { paid, .. }) = rule.amount {
            let added = self.machine.add(paid, granted);
            self.decision.at_item(rule.item, added)?;
        }
        let line = Line {
            item: rule.item,
            dimension: rule.dimension,
            base: None,
            rule: number as u16,
            bonus: None,
            failed: if D::REASONS { self.awards.failed[number] } else { None },
            amount,
            granted,
            limits: (0, 0),
        };
        self.line(line, first)?;
        Ok(granted)
    }

    /// S12: one line per base, also where the base was granted nothing.
    #[inline]
    fn bonuses<D: Detail>(&mut self, number: usize, granted: i64) -> Ends<()> {
        let rule = &self.plan.rules[number];
        self.awards.bonuses.clear();
        for (place, bonus) in rule.bonuses.iter().enumerate() {
            let (base, base_item) = match bonus.base {
                None => (granted, rule.item),
                Some(base) => (self.awards.bonuses[usize::from(base)], rule.bonuses[usize::from(base)].item),
            };
            let failing = self.machine.first_failing(&bonus.clauses);
            let failing = self.decision.at_item(bonus.item, failing)?;
            if !D::REASONS && (failing.is_some() || base == 0) {
                self.awards.bonuses.push(0);
                continue;
            }
            let first = self.decision.limits.len();
            let failed = failing.map(|index| {
                let clauses = self.program.rules.get(number).and_then(|rule| rule.bonus(place));
                self.machine.failed::<D>(index, clauses.map(|bonus| bonus.clauses.as_slice()))
            });
            let amount = if failed.is_some() || base == 0 { 0 } else { self.share(bonus, base)? };
            let granted = self.grant::<D>(amount, &bonus.caps);
            let granted = self.decision.at_item(bonus.item, granted)?;
            self.awards.bonuses.push(granted);
            let line = Line {
                item: bonus.item,
                dimension: rule.dimension,
                base: Some(base_item),
                rule: number as u16,
                bonus: Some(place as u16),
                failed,
                amount,
                granted,
                limits: (0, 0),
            };
            self.line(line, first)?;
        }
        Ok(())
    }

    #[inline]
    fn share(&mut self, bonus: &crate::plan::Bonus, base: i64) -> Ends<i64> {
        let share = |machine: &mut Machine<'_, S>| {
            let top = i128::from(base) * i128::from(machine.value(bonus.multiply)?);
            divide(top, bonus.divide.into(), bonus.rounding).filter(|&amount| amount >= 0).ok_or(Fault::Range)
        };
        let amount = share(&mut self.machine);
        self.decision.at_item(bonus.item, amount)
    }

    /// Adds a line with the limits noted since `first`.
    #[inline]
    fn line(&mut self, line: Line, first: usize) -> Ends<()> {
        let total = self.decision.total.checked_add(line.granted);
        self.decision.total = self.decision.at_item(line.item, total.ok_or(Fault::Range))?;
        let limits = (first as u32, (self.decision.limits.len() - first) as u32);
        self.decision.lines.push(Line { limits, ..line });
        Ok(())
    }

    /// S16.1, S16.2.
    #[inline]
    fn counters(&mut self) -> Ends<()> {
        for counter in &self.plan.frame.counters {
            let local = counter.local;
            let item = self.machine.frame.locals[usize::from(local)].shown;
            let add = match &counter.takes {
                Takes::AllGranted => Ok(self.decision.total),
                Takes::Granted(items) => Ok(self.granted_to(items)),
                Takes::Event { when, add } => self.machine.counted(*when, *add),
            };
            let add = self.decision.at_item(item, add)?;
            if add != 0 {
                let added = self.machine.add(local, add);
                self.decision.at_item(item, added)?;
            }
        }
        Ok(())
    }

    fn granted_to(&self, items: &[u32]) -> i64 {
        let named = self.decision.lines.iter().filter(|line| items.binary_search(&line.item).is_ok());
        named.map(|line| line.granted).sum()
    }
}

impl<S: State> Machine<'_, S> {
    /// S7.1, S7.2: the first gate of which a clause fails stops the record.
    #[inline]
    pub fn gates<D: Detail>(&mut self, gates: &[program::Gate], decision: &mut Decision) -> Ends<()> {
        let frame = self.frame;
        for (number, gate) in frame.gates.iter().enumerate() {
            let failing = self.first_failing(&gate.clauses);
            if let Some(index) = decision.at_item(gate.item, failing)? {
                let clauses = gates.get(number).map(|gate| gate.clauses.as_slice());
                let failed = self.failed::<D>(index, clauses);
                decision.stopped = Some(Stopped { item: gate.item, gate: number as u16, failed });
                return Err(Outcome::NotEligible);
            }
        }
        Ok(())
    }

    /// Why this clause failed, as far as asked.
    fn failed<D: Detail>(&mut self, index: u16, clauses: Option<&[Clause]>) -> Failed {
        if !D::REASONS {
            return Failed::Clause { index, value: None, would_pass: None };
        }
        self.reason(index, clauses.and_then(|clauses| clauses.get(usize::from(index))))
    }
}
