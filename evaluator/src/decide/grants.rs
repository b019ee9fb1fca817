//! What caps leave of an amount. (S11)

use super::Detail;
use super::awards::Awarding;
use super::machine::Fault;
use crate::account::State;
use crate::decision::{Limit, NO_KEY};
use crate::plan::{Cap, Usage};

/// Where a cap's usage is kept for this event.
#[derive(Clone, Copy)]
enum Kept {
    /// No cap.
    Nowhere,
    /// No room: who lacks the scope gets nothing.
    Nothing(u16),
    /// Within this event.
    Event,
    /// In an account.
    Local(u16),
}

impl<S: State> Awarding<'_, S> {
    /// S11.3, S11.4: the grant, with its room taken at once and what limited it noted.
    #[inline]
    pub fn grant<D: Detail>(&mut self, amount: i64, caps: &[u16]) -> Result<i64, Fault> {
        if amount == 0 {
            return Ok(0);
        }
        let plan = self.plan;
        let mut granted = amount;
        for &number in caps {
            let cap = &plan.caps[usize::from(number)];
            let kept = self.kept(cap);
            let used = self.used(number, kept);
            let left = match kept {
                Kept::Nowhere => continue,
                Kept::Nothing(_) => 0,
                Kept::Event | Kept::Local(_) => room(cap, used),
            };
            if left >= if cap.times { 1 } else { amount } {
                continue;
            }
            granted = if cap.times || cap.refuse { 0 } else { granted.min(left) };
            if D::REASONS {
                self.decision.limits.push(match kept {
                    Kept::Nothing(scope) => Limit::NoScope { item: cap.item, scope },
                    _ => limit(cap, used),
                });
            }
        }
        if granted > 0 {
            for &number in caps {
                self.take_room(number, granted)?;
            }
        }
        Ok(granted)
    }

    /// What is used of a cap: what the state holds, and what was taken earlier in this event.
    #[inline]
    fn used(&mut self, number: u16, kept: Kept) -> i64 {
        match kept {
            Kept::Nowhere | Kept::Nothing(_) => 0,
            Kept::Event => self.awards.used[usize::from(number)],
            Kept::Local(local) => {
                let cell = self.machine.cell(local);
                cell.before.saturating_add(cell.add)
            }
        }
    }

    #[inline]
    fn take_room(&mut self, number: u16, granted: i64) -> Result<(), Fault> {
        let plan = self.plan;
        let cap = &plan.caps[usize::from(number)];
        let taken = if cap.times { 1 } else { granted };
        match self.kept(cap) {
            Kept::Nowhere | Kept::Nothing(_) => Ok(()),
            Kept::Event => {
                let used = &mut self.awards.used[usize::from(number)];
                *used = used.checked_add(taken).ok_or(Fault::Range)?;
                Ok(())
            }
            Kept::Local(local) => self.machine.add(local, taken),
        }
    }

    /// S11.8: where usage is kept, also for who lacks the scope.
    #[inline]
    fn kept(&self, cap: &Cap) -> Kept {
        let lacks = |scope| self.machine.key(scope) == NO_KEY;
        match cap.usage {
            Usage::Local(local) => Kept::Local(local),
            Usage::Event => Kept::Event,
            Usage::OrLocal(scope, _, other) if lacks(scope) => Kept::Local(other),
            Usage::OrUnlimited(scope, _) if lacks(scope) => Kept::Nowhere,
            Usage::OrNothing(scope, _) if lacks(scope) => Kept::Nothing(scope),
            Usage::OrLocal(_, local, _) | Usage::OrUnlimited(_, local) | Usage::OrNothing(_, local) => {
                Kept::Local(local)
            }
        }
    }

    /// S10.2: an amount limited by the rule's own caps as they stand before this event.
    pub fn worth(&mut self, amount: i64, own: &[u16]) -> i64 {
        let mut worth = amount;
        for &number in own {
            let plan = self.plan;
            let cap = &plan.caps[usize::from(number)];
            let room = match self.kept(cap) {
                Kept::Nowhere => i64::MAX,
                Kept::Nothing(_) => 0,
                Kept::Event => room(cap, 0),
                Kept::Local(local) => room(cap, self.machine.cell(local).before),
            };
            if room < if cap.times { 1 } else { amount } {
                worth = if cap.times || cap.refuse { 0 } else { worth.min(room) };
            }
        }
        worth
    }
}

/// Limit minus used, at least 0.
pub(super) fn room(cap: &Cap, used: i64) -> i64 {
    cap.limit.saturating_sub(used).max(0)
}

pub(super) fn limit(cap: &Cap, used: i64) -> Limit {
    Limit::Cap { item: cap.item, times: cap.times, limit: cap.limit, used }
}
