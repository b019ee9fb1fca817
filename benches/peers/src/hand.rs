//! Hand-written Rust: the limit. What one writes first (`HashMap`), and dense counters for events in time order.

use crate::data::{DAY, Event, EventType, HOUSEHOLDS, MONTH_OF_DAY, RESIDENTS, Role};
use crate::decision::{Decider, Decision};
use std::collections::HashMap;
use std::hash::BuildHasher;

/// R1..R10: (rule, uncapped award). At most one of them can match an event.
#[inline(always)]
fn match_rule(e: &Event) -> Option<(u8, u32)> {
    Some(match e.etype {
        EventType::TalentRegistration if e.confirmed => (1, 100),
        EventType::ClubActivity if e.role == Role::Participant => (3, 5),
        EventType::ClubActivity if e.success => (2, 50),
        EventType::Deliberation => (4, 20),
        EventType::Patrol => (5, 10 * (e.half_hours / 2) as u32),
        EventType::FireCheck if e.confirmed => (6, 15),
        EventType::Rescue => (7, 80),
        EventType::PairingHelp => (
            8,
            match e.half_hours {
                0..2 => 0,
                2..4 => 10,
                4..8 => 25,
                _ => 45,
            },
        ),
        EventType::HazardReport if e.confirmed => (9, 10),
        EventType::DisputeReport if e.confirmed => (10, 15),
        _ => return None,
    })
}
/// The rule's cap in points (times caps are multiples of a fixed award).
const CAP: [u32; 11] = [0, 100, 200, 20, 100, 300, 75, u32::MAX, u32::MAX, 30, u32::MAX];
const HOUSEHOLD_CAP: u32 = 1000;

#[inline(always)]
fn clip(used: &mut u32, cap: u32, points: u32) -> u32 {
    let p = points.min(cap - *used);
    *used += p;
    p
}
#[inline(always)]
fn bonus(e: &Event, rule: u8, awarded: u32) -> u32 {
    if e.age >= 60 && (2..=6).contains(&rule) { awarded * 20 / 100 } else { 0 }
}
#[inline(always)]
fn decision(rule: u8, awarded: u32, base: u32, bonus: u32) -> Decision {
    Decision { rule, awarded: awarded as u16, base: base as u16, bonus: bonus as u16 }
}

// ---- HashMap store: keyed by (subject, rule, period); what one writes first.

#[derive(Default)]
pub struct Hash<S: BuildHasher> {
    rule: HashMap<(u32, u8, u32), u32, S>,
    household: HashMap<(u32, u32), u32, S>,
}
/// Months since 0000-03 for any timestamp (Hinnant's civil_from_days).
fn month_key(ts: i64) -> u32 {
    let z = ts.div_euclid(DAY) + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z - era * 146_097;
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    ((yoe + era * 400) * 12 + mp) as u32
}
impl<S: BuildHasher> Decider for Hash<S> {
    fn decide(&mut self, e: &Event) -> Decision {
        let Some((rule, points)) = match_rule(e) else {
            return Decision::default();
        };
        let month = month_key(e.ts);
        let awarded = match rule {
            7 | 8 | 10 => points,
            _ => {
                let period = match rule {
                    1 => 0,
                    9 => e.ts.div_euclid(DAY) as u32,
                    _ => month,
                };
                let used = self.rule.entry((e.resident_id, rule, period)).or_default();
                clip(used, CAP[rule as usize], points)
            }
        };
        if rule == 1 || awarded == 0 {
            return decision(rule, awarded, awarded, 0);
        }
        let used = self.household.entry((e.household_id, month)).or_default();
        let base = clip(used, HOUSEHOLD_CAP, awarded);
        let bonus = clip(used, HOUSEHOLD_CAP, bonus(e, rule, awarded));
        decision(rule, awarded, base, bonus)
    }
}

/// The same, with the balance of every resident: the accounts that Mizi keeps.
#[derive(Default)]
pub struct WithBalances<S: BuildHasher> {
    caps: Hash<S>,
    balances: HashMap<u32, u32, S>,
}
impl<S: BuildHasher> Decider for WithBalances<S> {
    fn decide(&mut self, e: &Event) -> Decision {
        let decided = self.caps.decide(e);
        let granted = u32::from(decided.base) + u32::from(decided.bonus);
        if granted > 0 {
            *self.balances.entry(e.resident_id).or_default() += granted;
        }
        decided
    }
}

// ---- Dense store, rolling: current period only, so events must come in time order.

#[derive(Clone, Copy, Default)]
struct Resident {
    r2: u16,
    r5: u16,
    r9_day: u16,
    r3: u8,
    r4: u8,
    r6: u8,
    r9: u8,
    month: u8,
    r1: bool,
}
#[derive(Clone, Copy, Default)]
struct Household {
    points: u16,
    month: u8,
}
pub struct Dense {
    residents: Vec<Resident>,
    households: Vec<Household>,
}
#[inline(always)]
fn clip16(used: &mut u16, cap: u16, p: u32) -> u32 {
    let p = (p as u16).min(cap - *used);
    *used += p;
    p as u32
}
#[inline(always)]
fn clip8(used: &mut u8, cap: u8, p: u32) -> u32 {
    let p = (p as u8).min(cap - *used);
    *used += p;
    p as u32
}
impl Decider for Dense {
    #[inline]
    fn decide(&mut self, e: &Event) -> Decision {
        let Some((rule, points)) = match_rule(e) else {
            return Decision::default();
        };
        let day = e.day();
        let month = MONTH_OF_DAY[day as usize];
        let r = &mut self.residents[e.resident_id as usize];
        if r.month != month {
            *r = Resident { r1: r.r1, r9: r.r9, r9_day: r.r9_day, month, ..Resident::default() };
        }
        let awarded = match rule {
            1 => {
                let p = if r.r1 { 0 } else { points };
                r.r1 = true;
                return decision(1, p, p, 0);
            }
            2 => clip16(&mut r.r2, 200, points),
            3 => clip8(&mut r.r3, 20, points),
            4 => clip8(&mut r.r4, 100, points),
            5 => clip16(&mut r.r5, 300, points),
            6 => clip8(&mut r.r6, 75, points),
            9 => {
                if r.r9_day != day {
                    (r.r9_day, r.r9) = (day, 0);
                }
                clip8(&mut r.r9, 30, points)
            }
            _ => points,
        };
        let h = &mut self.households[e.household_id as usize];
        if h.month != month {
            *h = Household { points: 0, month };
        }
        let base = clip16(&mut h.points, 1000, awarded);
        let bonus = clip16(&mut h.points, 1000, bonus(e, rule, awarded));
        decision(rule, awarded, base, bonus)
    }
}

/// Zeroed memory comes to a process page by page when it is first written: that is not charged to the first events.
fn touched<T: Clone>(blank: T, n: usize) -> Vec<T> {
    let mut all = Vec::with_capacity(n);
    all.extend(std::iter::repeat_n(blank, n));
    std::hint::black_box(all)
}

impl Default for Dense {
    fn default() -> Self {
        Dense {
            residents: touched(Resident::default(), RESIDENTS as usize),
            households: touched(Household::default(), HOUSEHOLDS as usize),
        }
    }
}
