//! Who lives in the street: households, communities, ages, who has registered, and how eager each household is.

use super::calendar::{Day, day_of};
use super::random::Random;

/// Communities with their weight in the population. The names are the street's, the weights are made up.
pub const COMMUNITIES: [(&str, u32); 10] = [
    ("太炎", 13),
    ("葛巷", 11),
    ("朱庙", 9),
    ("向往", 12),
    ("创景", 10),
    ("景腾", 9),
    ("龙潭", 7),
    ("万和", 12),
    ("仓南", 9),
    ("宋家山", 8),
];

/// How eager a household is: few carry most of the street.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zeal {
    /// Takes part once in a while.
    Quiet,
    /// Once a month or less.
    Occasional,
    /// Every week.
    Regular,
    /// Several times a week.
    Devoted,
    /// Nearly every day, all of them.
    Everywhere,
}

/// One resident.
#[derive(Clone, Copy, Debug)]
pub struct Resident {
    /// Number, from 0.
    pub number: u32,
    /// The household bound to the account, and from when; most from the beginning.
    pub household: Option<(u32, Day)>,
    /// Index into [`COMMUNITIES`] at the beginning of the year.
    pub community: usize,
    /// Where and when the household moves within the street.
    pub moves: Option<(usize, Day)>,
    /// Years.
    pub age: u32,
    /// Registered here, not elsewhere.
    pub local: bool,
    /// From when the account is registered under the real name.
    pub registered: Option<Day>,
    /// How eager.
    pub zeal: Zeal,
}

impl Resident {
    /// Whether the account is registered on this day.
    pub fn is_registered(&self, day: Day) -> bool {
        self.registered.is_some_and(|from| from <= day)
    }

    /// The household bound on this day.
    pub fn household_on(&self, day: Day) -> Option<u32> {
        self.household.filter(|bound| bound.1 <= day).map(|bound| bound.0)
    }

    /// The community on this day.
    pub fn community_on(&self, day: Day) -> &'static str {
        let index = self.moves.filter(|moved| moved.1 <= day).map_or(self.community, |moved| moved.0);
        COMMUNITIES.get(index).map_or("", |community| community.0)
    }

    /// The days of the year on which something about the resident changes, the first day among them.
    pub fn changes(&self, year: i32) -> Vec<Day> {
        let first = day_of(year, 1, 1);
        let dates = [self.household.map(|bound| bound.1), self.moves.map(|moved| moved.1), self.registered];
        let mut days: Vec<Day> = dates.into_iter().flatten().filter(|&day| day > first).collect();
        days.push(first);
        days.sort_unstable();
        days.dedup();
        days
    }
}

/// What the members of a household have in common.
struct Household {
    number: u32,
    size: u32,
    community: usize,
    moves: Option<(usize, Day)>,
    bound: Option<Day>,
    local: bool,
    zeal: Zeal,
}

/// So many residents, household by household.
pub fn settle(seed: u64, year: i32, count: u32) -> Vec<Resident> {
    let mut residents: Vec<Resident> = Vec::with_capacity(count as usize);
    let mut household = 0;
    while (residents.len() as u32) < count {
        let mut random = Random::of(seed, &[1, u64::from(household)]);
        let home = found(&mut random, household, year);
        let room = count - residents.len() as u32;
        for place in 0..home.size.min(room) {
            residents.push(member(&mut random, &home, residents.len() as u32, place, year));
        }
        household += 1;
    }
    residents
}

fn found(random: &mut Random, number: u32, year: i32) -> Household {
    let sizes = [(1, 36), (2, 30), (3, 21), (4, 9), (5, 4)];
    let size = random.weighted(&sizes).unwrap_or(1);
    let communities: Vec<(usize, u32)> = COMMUNITIES.iter().enumerate().map(|(index, of)| (index, of.1)).collect();
    let community = random.weighted(&communities).unwrap_or(0);
    let moves = random.permille(12).then(|| (random.below(10) as usize, some_day(random, year)));
    Household {
        number,
        size,
        community,
        moves,
        bound: bound(random, year),
        local: random.permille(278),
        zeal: zeal(random, number),
    }
}

/// Most households were bound before the year, some are bound during it, some never.
fn bound(random: &mut Random, year: i32) -> Option<Day> {
    match random.below(100) {
        0..88 => Some(day_of(year, 1, 1)),
        88..92 => Some(some_day(random, year)),
        _ => None,
    }
}

fn zeal(random: &mut Random, number: u32) -> Zeal {
    // A few are everywhere: one household in two thousand.
    if number % 2000 == 7 {
        return Zeal::Everywhere;
    }
    let zeals = [(Zeal::Quiet, 720), (Zeal::Occasional, 190), (Zeal::Regular, 72), (Zeal::Devoted, 18)];
    random.weighted(&zeals).unwrap_or(Zeal::Quiet)
}

fn member(random: &mut Random, home: &Household, number: u32, place: u32, year: i32) -> Resident {
    Resident {
        number,
        household: home.bound.map(|from| (home.number, from)),
        community: home.community,
        moves: home.moves,
        age: age(random, place, home.local),
        local: home.local,
        registered: registered(random, home.zeal, year),
        zeal: home.zeal,
    }
}

/// The first two are the couple; then children, and now and then grandparents. Those who came from elsewhere are younger.
fn age(random: &mut Random, place: u32, local: bool) -> u32 {
    match place {
        0 | 1 if local => random.between(24, 84),
        0 | 1 => random.between(21, 58),
        _ if random.permille(220) => random.between(56, 88),
        _ => random.between(0, 24),
    }
}

fn registered(random: &mut Random, zeal: Zeal, year: i32) -> Option<Day> {
    let (before, during) = match zeal {
        Zeal::Quiet => (520, 60),
        Zeal::Occasional => (820, 120),
        Zeal::Regular | Zeal::Devoted => (960, 30),
        Zeal::Everywhere => (1000, 0),
    };
    let drawn = random.below(1000);
    if drawn < before {
        Some(day_of(year, 1, 1))
    } else if drawn < before + during {
        Some(some_day(random, year))
    } else {
        None
    }
}

/// A day of the year after its first.
fn some_day(random: &mut Random, year: i32) -> Day {
    day_of(year, 1, 1) + random.between(1, 364) as Day
}
