//! Counters for engines without state, and the clipping that Cedar cannot express.

use crate::data::Event;
use crate::data::{HOUSEHOLDS, RESIDENTS};
use crate::decision::Decision;

/// What a stateless engine is told about the past, already resolved to the event's periods.
#[derive(Clone, Copy, Default, Debug)]
pub struct Usage {
    pub r1_times: i64,
    pub r2_points: i64,
    pub r3_times: i64,
    pub r4_points: i64,
    pub r5_points: i64,
    pub r6_times: i64,
    pub r9_times: i64,
    pub household_points: i64,
}

/// The host's counters: dense, rolling (events arrive in time order). Deliberately cheap, so that a
/// stateless engine is charged for itself and not for a slow store.
pub struct Store {
    res: Vec<Res>,
    hh: Vec<Hh>,
}
#[derive(Clone, Copy, Default)]
struct Res {
    r2: u16,
    r5: u16,
    r9_day: u16,
    r4: u8,
    r3: u8,
    r6: u8,
    r9: u8,
    month: u8,
    r1: u8,
}
#[derive(Clone, Copy, Default)]
struct Hh {
    points: u16,
    month: u8,
}
impl Default for Store {
    fn default() -> Self {
        Store { res: vec![Res::default(); RESIDENTS as usize], hh: vec![Hh::default(); HOUSEHOLDS as usize] }
    }
}
impl Store {
    #[inline]
    pub fn usage(&mut self, e: &Event) -> Usage {
        let (m, d) = (e.month(), e.day());
        let r = &mut self.res[e.resident_id as usize];
        if r.month != m {
            *r = Res { r1: r.r1, r9: r.r9, r9_day: r.r9_day, month: m, ..Res::default() };
        }
        if r.r9_day != d {
            r.r9_day = d;
            r.r9 = 0;
        }
        let h = &mut self.hh[e.household_id as usize];
        if h.month != m {
            *h = Hh { points: 0, month: m };
        }
        Usage {
            r1_times: r.r1 as i64,
            r2_points: r.r2 as i64,
            r3_times: r.r3 as i64,
            r4_points: r.r4 as i64,
            r5_points: r.r5 as i64,
            r6_times: r.r6 as i64,
            r9_times: r.r9 as i64,
            household_points: h.points as i64,
        }
    }
    #[inline]
    pub fn apply(&mut self, e: &Event, d: &Decision) {
        if d.awarded == 0 {
            return;
        }
        let r = &mut self.res[e.resident_id as usize];
        match d.rule {
            1 => r.r1 += 1,
            2 => r.r2 += d.awarded,
            3 => r.r3 += 1,
            4 => r.r4 += d.awarded as u8,
            5 => r.r5 += d.awarded,
            6 => r.r6 += 1,
            9 => r.r9 += 1,
            _ => {}
        }
        if d.rule != 1 {
            self.hh[e.household_id as usize].points += d.base + d.bonus;
        }
    }
}

/// R11 then R12, for hosts that clip after an engine which cannot.
#[inline]
pub fn finish(e: &Event, household_points: i64, rule: u8, awarded: i64) -> Decision {
    if awarded <= 0 {
        return Decision::default();
    }
    if rule == 1 {
        return Decision { rule, awarded: awarded as u16, base: awarded as u16, bonus: 0 };
    }
    let bonus = if e.age >= 60 && (2..=6).contains(&rule) { awarded / 5 } else { 0 };
    let room = 1000 - household_points;
    let base = awarded.min(room);
    Decision { rule, awarded: awarded as u16, base: base as u16, bonus: bonus.min(room - base) as u16 }
}
