//! What each slot can still be, why, and how to go back.

use super::super::definition::Slot;
use super::super::set::Set;
use super::reasons::Reasons;

/// Nothing is left for some slot; these are the reasons.
pub(crate) struct Conflict(pub Reasons);

pub(crate) struct Store {
    pub domains: Vec<Set>,
    pub why: Vec<Reasons>,
    trail: Vec<(Slot, Set, Reasons)>,
    /// Slots narrowed since the list was last emptied.
    pub touched: Vec<Slot>,
}

impl Store {
    pub fn new(domains: Vec<Set>) -> Store {
        let why = vec![Reasons::default(); domains.len()];
        Store { domains, why, trail: Vec::new(), touched: Vec::new() }
    }

    /// Where the trail ends now.
    pub fn mark(&self) -> usize {
        self.trail.len()
    }

    /// Goes back to a mark.
    pub fn back_to(&mut self, mark: usize) {
        for (slot, set, reasons) in self.trail.drain(mark..).rev() {
            self.domains[slot] = set;
            self.why[slot] = reasons;
        }
        self.touched.clear();
    }

    /// Why all of these slots are as they are.
    pub fn reasons(&self, slots: &[Slot]) -> Reasons {
        let mut reasons = Reasons::default();
        slots.iter().for_each(|&slot| reasons.add(&self.why[slot]));
        reasons
    }

    /// Keeps of a slot what lies in the set.
    pub fn keep(&mut self, slot: Slot, set: &Set, because: Reasons) -> Result<(), Conflict> {
        if self.domains[slot].is_within(set) {
            return Ok(());
        }
        let kept = self.domains[slot].and(set);
        self.replace(slot, kept, because)
    }

    /// Keeps of a slot what lies between the bounds; the slots are those that the bounds follow from.
    pub fn keep_between(&mut self, slot: Slot, (low, high): (i64, i64), from: &[Slot]) -> Result<(), Conflict> {
        let domain = &self.domains[slot];
        if low <= domain.low() && domain.high() <= high {
            return Ok(());
        }
        let kept = domain.between(low, high);
        let because = self.reasons(from);
        self.replace(slot, kept, because)
    }

    fn replace(&mut self, slot: Slot, kept: Set, because: Reasons) -> Result<(), Conflict> {
        let mut why = because;
        why.add(&self.why[slot]);
        if kept.is_empty() {
            return Err(Conflict(why));
        }
        let before = std::mem::replace(&mut self.domains[slot], kept);
        let why_before = std::mem::replace(&mut self.why[slot], why);
        self.trail.push((slot, before, why_before));
        self.touched.push(slot);
        Ok(())
    }
}
