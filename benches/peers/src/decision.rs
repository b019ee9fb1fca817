//! What an engine answers, and the totals and checksum that pin every answer.

use crate::data::Event;
use serde::{Deserialize, Serialize};

/// One event's outcome. `awarded` is the base award after its rule cap but before R12;
/// `base` and `bonus` (R11) are what is finally credited, after R12.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Decision {
    pub rule: u8,
    pub awarded: u16,
    pub base: u16,
    pub bonus: u16,
}

/// Points per rule and a checksum over all awards: sum of ((31 × event + rule) mod 1000003) × points, rule 11 for the bonus.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    pub points: [u64; 12],
    pub checksum: u64,
}
impl Totals {
    pub fn add(&mut self, event_id: u32, rule: u8, base: u16, bonus: u16) {
        let h = |r: u64| (event_id as u64 * 31 + r) % 1_000_003;
        self.points[rule as usize] += base as u64;
        self.points[11] += bonus as u64;
        self.checksum += h(rule as u64) * base as u64 + h(11) * bonus as u64;
    }
    pub fn of(ev: &[Event], d: &[Decision]) -> Totals {
        let mut t = Totals::default();
        for (e, d) in ev.iter().zip(d) {
            t.add(e.event_id, d.rule, d.base, d.bonus);
        }
        t
    }
}

/// A per-event decider: it owns its state and updates it.
pub trait Decider {
    fn decide(&mut self, e: &Event) -> Decision;
}
