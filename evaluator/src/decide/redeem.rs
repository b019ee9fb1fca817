//! Redemptions. (S13)

use super::grants::{limit, room};
use super::inputs::Stated;
use super::machine::{Fault, Machine};
use super::{Buffer, Decide, Detail, Ends, too_late, unreadable};
use crate::account::State;
use crate::decision::{About, Error, Limit, NO_KEY, Outcome, Refusal};
use crate::plan::{self, Cap, Usage};
use crate::record::Redemption;

impl<S: State> Decide<'_, S> {
    pub(super) fn redemption<D: Detail>(&mut self, redemption: &Redemption<'_>) -> Ends<()> {
        let number = usize::from(redemption.redemption);
        let decision = &mut self.buffer.decision;
        if number < self.evaluator.program().redemptions.len() {
            decision.about = Some(About::Redemption(redemption.redemption));
        } else {
            decision.errors.push(Error::UnknownRedemption);
        }
        unreadable(redemption.at, redemption.received, redemption.keys, &mut decision.errors);
        decision.unless_wrong()?;
        let segment = self.in_force(redemption.at.day)?;
        let plan = &self.evaluator.plan().segments[usize::from(segment)];
        let found = plan.redemptions.get(number).and_then(Option::as_ref);
        let found = found.ok_or(Outcome::NotInForce)?;
        if too_late(plan, redemption.at.day, redemption.received) {
            return Err(Outcome::TooLate);
        }
        self.redeem::<D>(redemption, segment, found)
    }

    fn redeem<D: Detail>(&mut self, redemption: &Redemption<'_>, segment: u16, plan: &plan::Redemption) -> Ends<()> {
        let attributes: Vec<u16> = (0..self.evaluator.program().attributes).collect();
        let stated = Stated {
            keys: redemption.keys,
            facts: redemption.facts,
            unknown_names: redemption.unknown_names,
            slots: &attributes,
        };
        self.take(&stated, &plan.frame, redemption.at.day)?;
        let program = &self.evaluator.program().segments[usize::from(segment)];
        let Some(Some(code)) = program.redemptions.get(usize::from(redemption.redemption)) else {
            return Err(Outcome::NotInForce);
        };
        let Buffer { work, inputs, decision, .. } = &mut *self.buffer;
        let mut machine = Machine {
            segment: program,
            frame: &plan.frame,
            facts: inputs.facts(redemption.facts),
            keys: inputs.keys(redemption.keys),
            at: redemption.at,
            state: self.state,
            work,
        };
        machine.gates::<D>(&code.gates, decision)?;
        decision.price = Some(plan.price);
        machine.refusals(plan, &mut decision.refusals);
        if !decision.refusals.is_empty() {
            return Err(Outcome::Refused);
        }
        let taken = machine.take(plan);
        decision.at_item(plan.item, taken)?;
        decision.total = -plan.price;
        self.settle(&plan.frame.locals)
    }
}

impl<S: State> Machine<'_, S> {
    /// S13.1: all that speaks against it.
    fn refusals(&mut self, plan: &plan::Redemption, refusals: &mut Vec<Refusal>) {
        let balance = self.cell(plan.balance).before;
        if let Some(least) = plan.from_balance
            && balance < least
        {
            refusals.push(Refusal::FromBalance { balance, least });
        }
        if balance.saturating_sub(plan.price) < plan.floor {
            refusals.push(Refusal::Floor { balance, price: plan.price, floor: plan.floor });
        }
        for cap in &plan.stock {
            match self.stock(cap) {
                Stock::Nowhere => {}
                Stock::Nothing(scope) => refusals.push(Refusal::Stock(Limit::NoScope { item: cap.item, scope })),
                Stock::Local(local) => {
                    let used = self.cell(local).before;
                    if room(cap, used) == 0 {
                        refusals.push(Refusal::Stock(limit(cap, used)));
                    }
                }
            }
        }
    }

    /// S13.2: the price, and one of every stock.
    fn take(&mut self, plan: &plan::Redemption) -> Result<(), Fault> {
        self.add(plan.balance, -plan.price)?;
        for cap in &plan.stock {
            if let Stock::Local(local) = self.stock(cap) {
                self.add(local, 1)?;
            }
        }
        Ok(())
    }

    fn stock(&self, cap: &Cap) -> Stock {
        let lacks = |scope| self.key(scope) == NO_KEY;
        match cap.usage {
            Usage::Event => Stock::Nowhere,
            Usage::Local(local) => Stock::Local(local),
            Usage::OrLocal(scope, _, other) if lacks(scope) => Stock::Local(other),
            Usage::OrUnlimited(scope, _) if lacks(scope) => Stock::Nowhere,
            Usage::OrNothing(scope, _) if lacks(scope) => Stock::Nothing(scope),
            Usage::OrLocal(_, local, _) | Usage::OrUnlimited(_, local) | Usage::OrNothing(_, local) => {
                Stock::Local(local)
            }
        }
    }
}

/// Where a stock is counted.
enum Stock {
    /// Not at all.
    Nowhere,
    /// Who lacks this scope gets nothing.
    Nothing(u16),
    /// In an account.
    Local(u16),
}
