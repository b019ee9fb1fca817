//! The workload: 216,000 residents in 90,000 households, one year, 1,000,000 events in time order, the same ones every run.

pub const RESIDENTS: u32 = 216_000;
pub const HOUSEHOLDS: u32 = 90_000;
/// 2025-01-01T00:00:00, civil time kept as if UTC.
pub const YEAR_START: i64 = 1_735_689_600;
pub const DAY: i64 = 86_400;
pub const MAX_N: usize = 1_000_000;

pub const EVENT_TYPES: [&str; 10] = [
    "talent_registration",
    "club_activity",
    "deliberation",
    "patrol",
    "fire_check",
    "rescue",
    "pairing_help",
    "hazard_report",
    "dispute_report",
    "other",
];
pub const ROLES: [&str; 2] = ["organiser", "participant"];
pub const COMMUNITIES: [&str; 10] = ["c01", "c02", "c03", "c04", "c05", "c06", "c07", "c08", "c09", "c10"];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum EventType {
    TalentRegistration,
    ClubActivity,
    Deliberation,
    Patrol,
    FireCheck,
    Rescue,
    PairingHelp,
    HazardReport,
    DisputeReport,
    Other,
}
impl EventType {
    pub const ALL: [EventType; 10] = {
        use EventType::*;
        [
            TalentRegistration,
            ClubActivity,
            Deliberation,
            Patrol,
            FireCheck,
            Rescue,
            PairingHelp,
            HazardReport,
            DisputeReport,
            Other,
        ]
    };
    pub fn name(self) -> &'static str {
        EVENT_TYPES[self as usize]
    }
}
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Role {
    Organiser,
    Participant,
}
impl Role {
    pub fn name(self) -> &'static str {
        ROLES[self as usize]
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Event {
    pub ts: i64,
    pub event_id: u32,
    pub resident_id: u32,
    pub household_id: u32,
    pub community: u8,
    pub etype: EventType,
    pub role: Role,
    pub confirmed: bool,
    pub success: bool,
    pub half_hours: u8,
    pub age: u8,
}
impl Event {
    #[inline]
    pub fn hours(&self) -> f64 {
        self.half_hours as f64 * 0.5
    }
    #[inline]
    pub fn day(&self) -> u16 {
        ((self.ts - YEAR_START) / DAY) as u16
    }
    #[inline]
    pub fn month(&self) -> u8 {
        MONTH_OF_DAY[self.day() as usize]
    }
}

/// Month (0..12) of each day of 2025.
pub const MONTH_OF_DAY: [u8; 366] = {
    let len = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut out = [11u8; 366];
    let (mut d, mut m) = (0, 0);
    while m < 12 {
        let mut i = 0;
        while i < len[m] {
            out[d] = m as u8;
            d += 1;
            i += 1;
        }
        m += 1;
    }
    out
};

// ---------------------------------------------------------------- generator

pub struct Rng(u64);
impl Rng {
    pub fn new(seed: u64) -> Self {
        Rng(seed)
    }
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }
    pub fn below(&mut self, n: u64) -> u64 {
        ((self.next() as u128 * n as u128) >> 64) as u64
    }
    pub fn pct(&mut self, p: u64) -> bool {
        self.below(100) < p
    }
}
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Always generates the full year of `MAX_N` events in time order; smaller data sets are its prefix,
/// so caps bind at the same density in both.
pub fn generate() -> Vec<Event> {
    let household = |r: u32| (r as u64 * HOUSEHOLDS as u64 / RESIDENTS as u64) as u32;
    // Activity is by household: 0.5 % very active, 5 % active.
    let (mut very, mut active) = (vec![], vec![]);
    for r in 0..RESIDENTS {
        match mix(household(r) as u64 ^ 0xA5A5_0001) % 200 {
            0 => very.push(r),
            1..=10 => active.push(r),
            _ => {}
        }
    }
    let age = |r: u32| 6 + (mix(r as u64 ^ 0x5EED_0A6E) % 88) as u8;
    let community = |h: u32| (mix(h as u64 ^ 0xC0FF_EE00) % 10) as u8;
    const WEIGHT: [u64; 10] = [4, 24, 10, 14, 10, 2, 12, 10, 4, 10];

    let mut rng = Rng::new(0x1234_5678_9ABC_DEF0);
    let mut ev: Vec<Event> = Vec::with_capacity(MAX_N + 8);
    while ev.len() < MAX_N {
        let resident_id = match rng.below(100) {
            0..25 => very[rng.below(very.len() as u64) as usize],
            25..70 => active[rng.below(active.len() as u64) as usize],
            _ => rng.below(RESIDENTS as u64) as u32,
        };
        let mut w = rng.below(100);
        let etype = EventType::ALL[WEIGHT
            .iter()
            .position(|&x| {
                if w < x {
                    true
                } else {
                    w -= x;
                    false
                }
            })
            .unwrap()];
        let household_id = household(resident_id);
        let e = Event {
            ts: YEAR_START + rng.below(365 * DAY as u64) as i64,
            event_id: 0,
            resident_id,
            household_id,
            community: community(household_id),
            etype,
            role: if rng.pct(20) { Role::Organiser } else { Role::Participant },
            confirmed: rng.pct(80),
            success: rng.pct(85),
            half_hours: rng.below(17) as u8,
            age: age(resident_id),
        };
        ev.push(e);
        // Hazard reports come in same-day bursts, so the daily cap binds.
        if etype == EventType::HazardReport && rng.pct(25) {
            for k in 1..=(1 + rng.below(5) as i64) {
                let ts = e.ts + k * 97;
                if (ts - YEAR_START) / DAY == (e.ts - YEAR_START) / DAY {
                    ev.push(Event { ts, confirmed: rng.pct(80), ..e });
                }
            }
        }
    }
    ev.truncate(MAX_N);
    ev.sort_by_key(|e| e.ts); // stable
    for (i, e) in ev.iter_mut().enumerate() {
        e.event_id = i as u32;
    }
    ev
}
