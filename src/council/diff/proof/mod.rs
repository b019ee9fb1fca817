//! The proof that an activity pays the same under two policies, whatever was used before.
//!
//! `logic` gives every way in which an event can come out before caps and groups: which rules stand, for how much. Each of them is
//! decided by both policies for everything that the accounts it reads can hold. What they can hold is found on the way: they
//! begin empty, and what a decision adds is added to everything held; that is more than can really happen, as it lets
//! everybody's accounts stand side by side. If both always decide the same, they go on doing so by induction.

pub mod classes;
mod forced;

use super::parts::{About, What};
use super::replay::{Result, result};
use super::search::When;
use super::side::Side;
use super::sites::{acts, days, there};
use super::story::Cast;
use crate::checks::encode::{Act, Joint};
use crate::model::segments::Stretch;
use classes::{Class, classes};
use forced::Forced;
use mizi_evaluator::decision::{Decision, Outcome};
use mizi_evaluator::json::Reader;
use mizi_evaluator::program::Usage;
use mizi_evaluator::{Buffer, Explained};
use std::collections::{BTreeMap, BTreeSet};

/// At most so many decisions of each policy.
const MOST_DECISIONS: usize = 40_000;
/// At most so many amounts in one account.
const MOST_AMOUNTS: usize = 80;
/// A remainder as far below nothing as matters.
const SHORT: i64 = 1_000_000;

/// Whether a part says what events are granted, and nothing else.
pub fn grants((about, what): (&About, &What)) -> bool {
    match about {
        About::Rule(_) | About::Overall(_) | About::Account(_) => true,
        About::Activity(_) => matches!(what, What::Together | What::Order),
        About::Policy => matches!(what, What::BonusRoom | What::Order),
        About::Eligible(_) | About::Redemption(_) => false,
    }
}

/// Amounts by the durable keys of accounts; what is not there is 0.
type Amounts = BTreeMap<String, i64>;

/// What is done, in both policies, with what it is tried on.
struct Trial<'a> {
    /// First day of the stretch.
    from: i32,
    until: Option<i32>,
    /// Records of the old and of the new policy.
    records: Vec<(String, String)>,
    class: Class<'a>,
    /// What it reads: accounts that are kept together.
    reads: BTreeSet<String>,
    /// What it was decided on: for each of them the place of an amount.
    done: BTreeSet<Vec<usize>>,
}

/// The first days of the stretches in which an activity is granted the same by both policies, whatever was used before.
pub fn same<'a>(old: &'a Side<'a>, new: &'a Side<'a>, activity: &str) -> BTreeSet<i32> {
    let whole = |side: &Side<'_>| is_apart(side, activity);
    if !whole(old) || !whole(new) {
        return BTreeSet::new();
    }
    let Some(trials) = trials(old, new, activity) else { return BTreeSet::new() };
    let mut from: BTreeSet<i32> = trials.iter().map(|trial| trial.from).collect();
    let mut induction = Induction { old, new, kept: BTreeMap::new(), left: MOST_DECISIONS, differ: BTreeSet::new() };
    if induction.run(trials).is_none() {
        return BTreeSet::new();
    }
    from.retain(|day| !induction.differ.contains(day));
    from
}

/// Whether no other activity uses its caps, and nothing is worked out again when something is taken back.
fn is_apart(side: &Side<'_>, activity: &str) -> bool {
    let used = |usage: &Usage| match usage {
        Usage::Event => Vec::new(),
        Usage::Account(a) | Usage::OrUnlimited(a) | Usage::OrNothing(a) => vec![*a],
        Usage::OrAccount(a, b) => vec![*a, *b],
    };
    let names: Vec<&str> = side.program().activities.iter().map(|found| found.name.key()).collect();
    side.program().segments.iter().all(|segment| {
        let of = |own: bool| -> BTreeSet<u32> {
            let all = names.iter().zip(&segment.activities).filter(|(name, _)| (**name == activity) == own);
            let caps = all.filter_map(|(_, found)| found.as_ref()).flat_map(|found| &found.caps);
            caps.flat_map(|cap| used(&cap.usage)).collect()
        };
        !segment.reversal.recompute && of(true).is_disjoint(&of(false))
    })
}

/// Every way in which an event of the activity can come out, in every stretch in which both have it.
fn trials<'a>(old: &'a Side<'a>, new: &'a Side<'a>, activity: &str) -> Option<Vec<Trial<'a>>> {
    let mut all = Vec::new();
    for (a, b) in days(old, new) {
        let of = |side: &Side<'_>, at: Option<Stretch>| {
            let acts = acts(side.policy(at?)?);
            let act = acts.into_iter().find(|(key, _)| *key == format!("event {activity}")).map(|(_, act)| act);
            there(side, at, act)
        };
        let both = (of(old, a), of(new, b));
        let (Some(x), Some(y)) = both else {
            // What only one of them grants is not followed.
            if both == (None, None) {
                continue;
            } else {
                return None;
            };
        };
        let joint = Joint::new((old.model, &old.held, x.0, x.1), (new.model, &new.held, y.0, y.1))?;
        for class in classes(joint)? {
            all.push(trial(old, new, class, (x.0.from, x.0.until))?);
        }
    }
    Some(all)
}

fn trial<'a>(
    old: &'a Side<'a>,
    new: &'a Side<'a>,
    class: Class<'a>,
    (from, until): (i32, Option<i32>),
) -> Option<Trial<'a>> {
    let cast = Cast::new(old, new, &class.joint, &class.values)?;
    let (day, minute) = cast.when();
    let mut steps = vec![cast.act(0, "e1", (day, minute), None)?];
    steps.extend(cast.confirmations("e1", (day.max(from), minute)));
    let records = steps.into_iter().map(|step| (step.old, step.new)).collect();
    Some(Trial { from, until, records, class, reads: BTreeSet::new(), done: BTreeSet::new() })
}

/// What a policy makes of an event.
struct Made {
    result: Result,
    /// What is added to accounts, by what they are kept together with.
    adds: BTreeMap<String, Amounts>,
    /// What was read.
    reads: BTreeSet<String>,
}

/// What is known of accounts that are always changed together: of one person, household or the like, in one period.
struct Kept {
    /// What they can hold, the first of all nothing.
    held: Vec<Amounts>,
    /// What can be added to them.
    adds: Vec<Amounts>,
}

/// What accounts can hold, as far as it is known.
struct Induction<'s, 'a> {
    old: &'s Side<'a>,
    new: &'s Side<'a>,
    kept: BTreeMap<String, Kept>,
    left: usize,
    /// First days of stretches in which they do not decide the same.
    differ: BTreeSet<i32>,
}

impl Induction<'_, '_> {
    /// Until nothing new can be held; none where that is too much.
    fn run(&mut self, mut trials: Vec<Trial<'_>>) -> Option<()> {
        let stretches = trials.iter().map(|trial| trial.from).collect::<BTreeSet<i32>>().len();
        loop {
            let mut news = false;
            for trial in &mut trials {
                news |= self.try_all(trial)?;
                // Where they differ in every stretch there is nothing to prove.
                if self.differ.len() == stretches {
                    return None;
                }
            }
            if !news {
                return Some(());
            }
        }
    }

    /// Decides a trial on everything that is new; whether anything was.
    fn try_all(&mut self, trial: &mut Trial<'_>) -> Option<bool> {
        let mut news = false;
        let names: Vec<String> = trial.reads.iter().cloned().collect();
        let sizes: Vec<usize> =
            names.iter().map(|name| self.kept.get(name).map_or(1, |kept| kept.held.len())).collect();
        let count = sizes.iter().try_fold(1usize, |count, of| count.checked_mul(*of))?;
        if count > MOST_DECISIONS {
            return None;
        }
        for number in 0..count {
            let places = combination(&sizes, number);
            if !trial.done.insert(places.clone()) {
                continue;
            }
            news = true;
            self.left = self.left.checked_sub(1)?;
            let values = self.values(&names, &places);
            let (a, b) = (self.make(trial, &values, true)?, self.make(trial, &values, false)?);
            if a.result.differs(&b.result) || !agree(&a.adds, &b.adds, (self.old, self.new)) {
                self.differ.insert(trial.from);
                self.add(&a.adds, &values)?;
                self.add(&b.adds, &values)?;
            } else {
                self.add(&together(a.adds, b.adds), &values)?;
            }
            let known = trial.reads.len();
            trial.reads.extend(a.reads.into_iter().chain(b.reads));
            if trial.reads.len() > known {
                trial.done.clear();
                return Some(true);
            }
        }
        Some(news)
    }

    fn values(&self, names: &[String], places: &[usize]) -> Amounts {
        let held = names.iter().zip(places).filter_map(|(name, place)| self.kept.get(name)?.held.get(*place));
        held.flatten().map(|(key, amount)| (key.clone(), *amount)).collect()
    }

    /// What was held with what is added, and what is left when any of it is taken back.
    fn add(&mut self, adds: &BTreeMap<String, Amounts>, values: &Amounts) -> Option<()> {
        let segments = [self.old, self.new].into_iter().flat_map(|side| &side.program().segments);
        let returns = segments.into_iter().any(|segment| segment.reversal.returns_room);
        for (name, add) in adds {
            let group = |key: &str| forced::group(self.old, key).or_else(|| forced::group(self.new, key));
            let own = values.iter().filter(|(key, _)| group(key).as_ref() == Some(name));
            let before: Amounts = own.map(|(key, amount)| (key.clone(), *amount)).collect();
            let none = || Kept { held: vec![Amounts::new()], adds: Vec::new() };
            let kept = self.kept.entry(name.clone()).or_insert_with(none);
            kept.hold(sum(&before, add, 1)?);
            if name.starts_with(forced::REMAINDER) {
                kept.short(add)?;
            } else if returns && !kept.adds.contains(add) {
                kept.adds.push(add.clone());
            }
            kept.take_back()?;
        }
        Some(())
    }

    /// What one of the policies makes of a trial.
    fn make(&self, trial: &Trial<'_>, values: &Amounts, old: bool) -> Option<Made> {
        let side = if old { self.old } else { self.new };
        let mut store = Forced::new(side, values, trial.class.accounts(old));
        let (mut reader, mut buffer) = (Reader::new(&side.evaluator), Buffer::default());
        for (mine, theirs) in &trial.records {
            let read = reader.json(if old { mine } else { theirs });
            let record = read.record()?;
            let Ok(decision) = side.evaluator.run::<Explained, _>(&record, &mut store, &mut buffer);
            if decision.outcome != Outcome::Pending {
                let decision = decision.clone();
                return trial.is_within(&decision).then(|| made(side, &decision, store.read()));
            }
        }
        None
    }
}

impl Trial<'_> {
    /// Whether it was decided on a day of its stretch.
    fn is_within(&self, decision: &Decision) -> bool {
        decision.rule_date.is_some_and(|day| self.from <= day && self.until.is_none_or(|until| day < until))
    }
}

impl Kept {
    fn hold(&mut self, amounts: Amounts) {
        // From so far below it does not matter how far.
        let far = amounts.values().any(|at| *at < -SHORT / 2 && *at != -SHORT);
        if !far && !self.held.contains(&amounts) {
            self.held.push(amounts);
        }
    }

    /// That a remainder may be short of anything up to what is added at once, and of much more.
    fn short(&mut self, add: &Amounts) -> Option<()> {
        for (key, add) in add {
            let most = i64::try_from(add.unsigned_abs()).ok().filter(|most| *most < SHORT)?;
            let lacking = (1..=most).map(|lacks| -lacks).chain([-SHORT]);
            lacking.for_each(|lacks| self.hold(Amounts::from([(key.clone(), lacks)])));
        }
        (self.held.len() <= MOST_AMOUNTS).then_some(())
    }

    fn take_back(&mut self) -> Option<()> {
        let mut at = 0;
        while let Some(held) = self.held.get(at).cloned() {
            for add in self.adds.clone() {
                let less = sum(&held, &add, -1)?;
                if less.values().all(|amount| *amount >= 0) {
                    self.hold(less);
                }
            }
            if self.held.len() > MOST_AMOUNTS {
                return None;
            }
            at += 1;
        }
        Some(())
    }
}

/// Amounts with others added so many times, without what is 0.
fn sum(a: &Amounts, b: &Amounts, times: i64) -> Option<Amounts> {
    let mut sum = a.clone();
    for (key, add) in b {
        let amount = sum.entry(key.clone()).or_insert(0);
        *amount = amount.checked_add(add.checked_mul(times)?)?;
    }
    sum.retain(|_, amount| *amount != 0);
    Some(sum)
}

fn made(side: &Side<'_>, decision: &Decision, reads: BTreeSet<String>) -> Made {
    let mut adds: BTreeMap<String, Amounts> = BTreeMap::new();
    for change in &decision.changes {
        if let Some((group, key)) = forced::key(side, change.at.account) {
            adds.entry(group).or_default().insert(key, change.add);
        }
    }
    Made { result: result(side, decision, String::new()), adds, reads }
}

/// What either adds, of what both add the same.
fn together(mut a: BTreeMap<String, Amounts>, b: BTreeMap<String, Amounts>) -> BTreeMap<String, Amounts> {
    for (name, adds) in b {
        a.entry(name).or_default().extend(adds);
    }
    a
}

/// Whether they add the same to what both have.
fn agree(a: &BTreeMap<String, Amounts>, b: &BTreeMap<String, Amounts>, (old, new): (&Side<'_>, &Side<'_>)) -> bool {
    let all = |adds: &BTreeMap<String, Amounts>, other: &Side<'_>| -> Amounts {
        let adds = adds.values().flatten().filter(|(key, _)| forced::group(other, key).is_some());
        adds.map(|(key, add)| (key.clone(), *add)).collect()
    };
    all(a, new) == all(b, old)
}

/// The combination with a number, the first changing fastest.
fn combination(sizes: &[usize], mut number: usize) -> Vec<usize> {
    let one = |size: &usize| {
        let place = number % (*size).max(1);
        number /= (*size).max(1);
        place
    };
    sizes.iter().map(one).collect()
}

/// The activity of an event.
pub fn activity_of(side: &Side<'_>, at: When) -> Option<String> {
    let (stretch, act) = at?;
    let Act::Event(id) = act else { return None };
    Some(side.policy(stretch)?.activities.get(id.0)?.name.name.key().to_owned())
}
