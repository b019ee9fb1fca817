//! What residents do: which activity how often in which month, at what hour, with which facts. All figures are made up.

use super::random::Random;
use super::residents::{Resident, Zeal};

/// What is known of an activity.
pub struct Act {
    /// Its name in the policy.
    pub activity: &'static str,
    /// Its share among all acts of an eager resident, in thousandths.
    share: u32,
    /// How much of its share falls in each month, in hundredths of an average month.
    season: [u32; 12],
    /// Who does it, by age.
    ages: (u32, u32),
    /// Preferred by those of sixty and over.
    elders: bool,
    /// More on Saturdays and Sundays.
    pub weekend: bool,
    /// First and last hour at which it begins.
    pub hours: (u32, u32),
    /// Who confirms it.
    pub confirmers: &'static [&'static str],
    /// Makes its facts.
    pub facts: fn(&mut Random, Zeal) -> Vec<Fact>,
    /// Points one expects from it, to guess who has enough to redeem.
    pub worth: u32,
}

/// A fact and its value as JSON text.
pub type Fact = (&'static str, String);

const EVEN: [u32; 12] = [80, 60, 110, 110, 105, 100, 95, 90, 105, 120, 115, 110];
/// Before the Spring Festival and in the dry months.
const FIRE: [u32; 12] = [220, 120, 60, 50, 50, 60, 70, 70, 60, 80, 150, 210];
/// Typhoons.
const RAIN: [u32; 12] = [10, 10, 20, 40, 80, 240, 280, 260, 180, 50, 20, 10];
const EVENINGS: [u32; 12] = [70, 60, 90, 100, 110, 120, 130, 130, 110, 100, 90, 90];
const CLUBS: [u32; 12] = [70, 50, 120, 130, 120, 90, 90, 80, 110, 140, 110, 90];
/// Councils meet in the last month of a quarter.
const COUNCIL: [u32; 12] = [50, 50, 200, 50, 50, 200, 50, 50, 200, 50, 50, 200];

/// All activities that residents do of themselves.
pub const ACTS: [Act; 10] = [
    Act {
        activity: "上报身边事",
        share: 240,
        season: EVEN,
        ages: (8, 90),
        elders: false,
        weekend: false,
        hours: (7, 21),
        confirmers: &[],
        facts: nearby,
        worth: 2,
    },
    Act {
        activity: "社团活动",
        share: 250,
        season: CLUBS,
        ages: (6, 90),
        elders: false,
        weekend: true,
        hours: (9, 19),
        confirmers: &[],
        facts: club,
        worth: 6,
    },
    Act {
        activity: "平安巡防",
        share: 190,
        season: EVENINGS,
        ages: (18, 75),
        elders: true,
        weekend: false,
        hours: (17, 21),
        confirmers: &[],
        facts: patrol,
        worth: 14,
    },
    Act {
        activity: "结对帮扶",
        share: 130,
        season: EVEN,
        ages: (16, 78),
        elders: true,
        weekend: true,
        hours: (8, 17),
        confirmers: &[],
        facts: pairing,
        worth: 19,
    },
    Act {
        activity: "议事协商",
        share: 70,
        season: COUNCIL,
        ages: (18, 85),
        elders: true,
        weekend: false,
        hours: (18, 20),
        confirmers: &[],
        facts: council,
        worth: 20,
    },
    Act {
        activity: "消防排查",
        share: 50,
        season: FIRE,
        ages: (18, 70),
        elders: true,
        weekend: false,
        hours: (9, 20),
        confirmers: &[],
        facts: fire,
        worth: 12,
    },
    Act {
        activity: "报告安全隐患",
        share: 40,
        season: RAIN,
        ages: (12, 85),
        elders: false,
        weekend: false,
        hours: (7, 21),
        confirmers: &["社区"],
        facts: hazard,
        worth: 8,
    },
    Act {
        activity: "报告矛盾纠纷",
        share: 18,
        season: EVEN,
        ages: (18, 85),
        elders: true,
        weekend: false,
        hours: (8, 20),
        confirmers: &["社区"],
        facts: none,
        worth: 10,
    },
    Act {
        activity: "抢险应急",
        share: 4,
        season: RAIN,
        ages: (18, 60),
        elders: false,
        weekend: false,
        hours: (0, 23),
        confirmers: &["社区", "街道"],
        facts: rescue,
        worth: 70,
    },
    Act {
        activity: "达人注册",
        share: 3,
        season: EVEN,
        ages: (16, 80),
        elders: false,
        weekend: false,
        hours: (8, 21),
        confirmers: &["社区"],
        facts: none,
        worth: 100,
    },
];

/// How many acts of this kind a resident is expected to do in a month (1 to 12), in thousandths.
pub fn expected(act: &Act, resident: &Resident, month: u32) -> u32 {
    if !(act.ages.0..=act.ages.1).contains(&resident.age) {
        return 0;
    }
    let acts = match resident.zeal {
        Zeal::Quiet => 80,
        Zeal::Occasional => 900,
        Zeal::Regular => 4_000,
        Zeal::Devoted => 12_000,
        Zeal::Everywhere => 38_000,
    };
    let season = (month as usize).checked_sub(1).and_then(|index| act.season.get(index)).copied().unwrap_or(100);
    let elders = if act.elders && resident.age >= 60 { 15 } else { 10 };
    acts * act.share / 1000 * season / 100 * elders / 10
}

fn text(value: &str) -> String {
    format!("\"{value}\"")
}

/// Half hours as hours: 3 is 1.5.
fn halves(count: u32) -> String {
    format!("{}{}", count / 2, if count % 2 == 1 { ".5" } else { "" })
}

fn none(_: &mut Random, _: Zeal) -> Vec<Fact> {
    Vec::new()
}

fn nearby(random: &mut Random, _: Zeal) -> Vec<Fact> {
    vec![("属实", random.permille(830).to_string())]
}

fn club(random: &mut Random, zeal: Zeal) -> Vec<Fact> {
    let leads = random.permille(if zeal >= Zeal::Regular { 140 } else { 15 });
    let part = if leads { "牵头" } else { "参与" };
    vec![("角色", text(part)), ("成功", random.permille(950).to_string())]
}

fn patrol(random: &mut Random, _: Zeal) -> Vec<Fact> {
    let lengths = [(1, 4), (2, 26), (3, 18), (4, 34), (5, 8), (6, 8), (8, 2)];
    vec![("时长", halves(random.weighted(&lengths).unwrap_or(2)))]
}

fn pairing(random: &mut Random, _: Zeal) -> Vec<Fact> {
    let lengths = [(1, 10), (2, 34), (3, 22), (4, 22), (6, 8), (8, 4)];
    vec![("时长", halves(random.weighted(&lengths).unwrap_or(2)))]
}

fn council(random: &mut Random, _: Zeal) -> Vec<Fact> {
    vec![("建议采纳", random.permille(90).to_string())]
}

fn fire(random: &mut Random, _: Zeal) -> Vec<Fact> {
    vec![("排查户数", random.between(3, 64).to_string())]
}

fn hazard(random: &mut Random, _: Zeal) -> Vec<Fact> {
    let levels = [("一般", 70), ("较大", 25), ("重大", 5)];
    vec![("隐患", text(random.weighted(&levels).unwrap_or("一般")))]
}

fn rescue(random: &mut Random, _: Zeal) -> Vec<Fact> {
    let scales = [("一般", 60), ("较大", 30), ("重大", 10)];
    vec![("险情", text(random.weighted(&scales).unwrap_or("一般")))]
}
