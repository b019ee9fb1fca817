//! Which histories are tried for an act.

use super::replay::Step;
use super::story::{Cast, PERSONS};

/// How often something is repeated: seldom first, so that what is short is found first.
pub const OFTEN: [usize; 3] = [2, 12, 60];
/// Minutes of a day.
const DAY: i32 = 24 * 60;

/// A history being written.
struct Writing<'c, 'a> {
    cast: &'c Cast<'a>,
    steps: Vec<Step>,
    number: usize,
}

impl<'c, 'a> Writing<'c, 'a> {
    fn new(cast: &'c Cast<'a>) -> Self {
        Writing { cast, steps: Vec::new(), number: 0 }
    }

    /// The act with its confirmations, so many days after the first; the id.
    fn act(&mut self, person: usize, days: i32, confirmed: i32, received: Option<i32>) -> String {
        let (day, minute) = self.cast.when();
        let later = i32::try_from(self.number).unwrap_or(0).rem_euclid(DAY);
        // Things of one day happen one after another.
        let minute = minute.saturating_add(if days == 0 { later } else { later.rem_euclid(20) }).min(DAY - 1);
        self.number = self.number.saturating_add(1);
        let id = format!("e{}", self.number);
        let when = (day.saturating_add(days), minute);
        let received = received.map(|days| when.0.saturating_add(days));
        self.steps.extend(self.cast.act(person, &id, when, received));
        self.steps.extend(self.cast.confirmations(&id, (when.0.saturating_add(confirmed), minute)));
        id
    }

    fn reverse(&mut self, id: &str) {
        let (day, minute) = self.cast.when();
        let later = i32::try_from(self.number).unwrap_or(0).rem_euclid(DAY);
        self.number = self.number.saturating_add(1);
        self.steps.extend(self.cast.reversal(id, (day, minute.saturating_add(later).min(DAY - 1))));
    }
}

/// Days from a day to the first of each window after it.
fn later_windows(day: i32) -> Vec<i32> {
    // Monday after; first days of months, quarters, half-years and years come within 366 days.
    let monday = 7i32.saturating_sub((day.saturating_add(3)).rem_euclid(7));
    let mut days = vec![1, monday, 31, 92, 184, 366, 800];
    days.sort_unstable();
    days
}

/// Once; late; several times, by several people, in later windows; taken back.
pub fn of_act(cast: &Cast<'_>, late: &[i32], back: bool, often: usize) -> Vec<Vec<Step>> {
    let mut all = Vec::new();
    if often == OFTEN[0] {
        let mut once = Writing::new(cast);
        once.act(0, 0, 0, None);
        all.push(once.steps);
        for days in late {
            let mut writing = Writing::new(cast);
            writing.act(0, 0, 0, Some(*days));
            all.push(writing.steps);
        }
        all.extend(back.then(|| taken_back(cast, 1)));
    }
    all.push(repeated(cast, often));
    all.push(day_after_day(cast, often));
    all.extend(back.then(|| taken_back(cast, often)));
    if cast.waits() {
        all.push(confirmed_later(cast, often.min(12)));
    }
    all
}

fn repeated(cast: &Cast<'_>, often: usize) -> Vec<Step> {
    let mut writing = Writing::new(cast);
    for _ in 0..often {
        writing.act(0, 0, 0, None);
    }
    for person in 1..PERSONS {
        writing.act(person, 0, 0, None);
    }
    for days in later_windows(cast.when().0) {
        for _ in 0..often {
            writing.act(0, days, 0, None);
        }
    }
    writing.steps
}

/// Two of one household, on so many days.
fn day_after_day(cast: &Cast<'_>, often: usize) -> Vec<Step> {
    let mut writing = Writing::new(cast);
    for days in (0..).take(often) {
        for person in [0, 1, 0] {
            writing.act(person, days, 0, None);
        }
    }
    writing.steps
}

fn taken_back(cast: &Cast<'_>, often: usize) -> Vec<Step> {
    let mut writing = Writing::new(cast);
    let first = writing.act(0, 0, 0, None);
    for _ in 1..often {
        writing.act(0, 0, 0, None);
    }
    writing.reverse(&first);
    writing.act(0, 0, 0, None);
    writing.act(0, 1, 0, None);
    writing.steps
}

fn confirmed_later(cast: &Cast<'_>, often: usize) -> Vec<Step> {
    let mut writing = Writing::new(cast);
    for number in (0..).take(often) {
        writing.act(0, 0, i32::saturating_mul(number, 31), None);
    }
    writing.steps
}

/// Somebody earns, day after day, and redeems.
pub fn of_redemption(
    earn: Option<&Cast<'_>>,
    redeem: &Cast<'_>,
    (earned, often): (usize, usize),
    received: Option<i32>,
) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut days = 0;
    if let Some(earn) = earn {
        let start = earn.when().0.max(redeem.when().0);
        for number in (1..).take(earned) {
            days = number;
            let when = (start.saturating_add(days), earn.when().1);
            let id = format!("e{number}");
            steps.extend(earn.act(0, &id, when, None));
            steps.extend(earn.confirmations(&id, when));
        }
        days = days.saturating_add(start.saturating_sub(redeem.when().0));
    }
    let (day, minute) = redeem.when();
    let after = day.saturating_add(days);
    for number in (1..).take(often) {
        let minute = minute.saturating_add(number).min(DAY - 1);
        steps.extend(redeem.act(
            0,
            &format!("r{number}"),
            (after, minute),
            received.map(|days| after.saturating_add(days)),
        ));
    }
    for (number, days) in (1..).zip(later_windows(after)) {
        steps.extend(redeem.act(0, &format!("w{number}"), (after.saturating_add(days), minute), None));
    }
    steps
}

/// Once at every hour of two days, each a history of its own, at a time that does not depend on the policy's zone.
pub fn around_the_clock(cast: &Cast<'_>) -> Vec<Vec<Step>> {
    let (day, _) = cast.when();
    let hours = (-24..24).filter_map(|hour: i32| {
        let when = (day.saturating_add(hour.div_euclid(24)), hour.rem_euclid(24).saturating_mul(60));
        Some(vec![cast.act(0, "e1", when, None)?.in_utc()])
    });
    hours.collect()
}
