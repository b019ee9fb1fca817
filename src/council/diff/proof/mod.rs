//! The proof that an activity pays the same under two policies, whatever was used before.
//!
//! `logic` gives every way in which an event can come out before caps and groups: which rules stand, for how much. Each of them is
//! decided by both policies for everything that the accounts it reads can hold. What they can hold is found on the way: they
//! begin empty, and what a decision adds is added to everything held; that is more than can really happen, as it lets
//! everybody's accounts stand side by side. If both always decide the same, they go on doing so by induction.

pub mod classes;
mod forced;
mod open;

use super::parts::{About, What};
use super::replay::{self, result};
use super::search::When;
use super::side::Side;
use super::sites::{acts, days, there};
use super::story::Cast;
use crate::checks::encode::{Act, Joint};
use crate::model::segments::Stretch;
use classes::{Class, classes};
use forced::{Forced, Names};
use mizi_evaluator::decision::{Decision, Outcome};
use mizi_evaluator::json::Reader;
use mizi_evaluator::program::{Segment, Usage};
use mizi_evaluator::{Buffer, Explained};
pub use open::Open;
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
struct Trial {
    /// First day of the stretch.
    from: i32,
    until: Option<i32>,
    /// Records of the old and of the new policy.
    records: Vec<(String, String)>,
    /// What the event itself says of accounts, in the old and in the new policy.
    accounts: [BTreeMap<String, i64>; 2],
    /// What it reads: accounts that are kept together.
    reads: BTreeSet<String>,
    /// What it was decided on: for each of them the place of an amount.
    done: BTreeSet<Vec<usize>>,
}

/// What is known of the stretches in which an activity is granted something, by their first days.
pub type Proof = BTreeMap<i32, Result<(), Open>>;

/// In which stretches an activity is granted the same by both policies, whatever was used before; or why that is not known of any.
pub fn same<'a>(old: &'a Side<'a>, new: &'a Side<'a>, activity: &str) -> Result<Proof, Open> {
    is_apart(old, activity)?;
    is_apart(new, activity)?;
    let trials = trials(old, new, activity)?;
    let mut known: Proof = trials.iter().map(|trial| (trial.from, Ok(()))).collect();
    let mut induction = Induction::new(old, new);
    induction.run(trials)?;
    known.extend(induction.differ.into_iter().map(|day| (day, Err(Open::Together))));
    Ok(known)
}

/// That no other activity uses its caps, and nothing is worked out again when something is taken back.
fn is_apart(side: &Side<'_>, activity: &str) -> Result<(), Open> {
    let segments = &side.program().segments;
    if segments.iter().any(|segment| segment.reversal.recompute) {
        return Err(Open::Recomputed);
    }
    let mut shared: Vec<String> = segments.iter().flat_map(|segment| shared(side, segment, activity)).collect();
    shared.sort_unstable();
    shared.dedup();
    if shared.is_empty() { Ok(()) } else { Err(Open::Shared(shared)) }
}

/// The names of caps whose accounts other activities use too.
fn shared(side: &Side<'_>, segment: &Segment, activity: &str) -> Vec<String> {
    let used = |usage: &Usage| match usage {
        Usage::Event => Vec::new(),
        Usage::Account(a) | Usage::OrUnlimited(a) | Usage::OrNothing(a) => vec![*a],
        Usage::OrAccount(a, b) => vec![*a, *b],
    };
    let names = side.program().activities.iter().map(|found| found.name.key());
    let of_activities = names.zip(&segment.activities).filter_map(|(name, found)| Some((name, found.as_ref()?)));
    let (own, others): (Vec<_>, Vec<_>) = of_activities.partition(|(name, _)| *name == activity);
    let elsewhere: BTreeSet<u32> =
        others.iter().flat_map(|(_, found)| &found.caps).flat_map(|cap| used(&cap.usage)).collect();
    let caps = own.into_iter().flat_map(|(_, found)| &found.caps);
    let shared = caps.filter(|cap| used(&cap.usage).iter().any(|account| elsewhere.contains(account)));
    let items = &side.program().items;
    shared.filter_map(|cap| Some(items.get(cap.item as usize)?.name.name.clone())).collect()
}

/// Every way in which an event of the activity can come out, in every stretch in which both have it.
fn trials<'a>(old: &'a Side<'a>, new: &'a Side<'a>, activity: &str) -> Result<Vec<Trial>, Open> {
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
            }
            return Err(Open::OneSided);
        };
        let joint = Joint::new((old.model, &old.held, x.0, x.1), (new.model, &new.held, y.0, y.1));
        for class in classes(joint.ok_or(Open::NotTold)?)? {
            all.push(trial(old, new, &class, (x.0.from, x.0.until)).ok_or(Open::NotTold)?);
        }
    }
    Ok(all)
}

fn trial<'a>(
    old: &'a Side<'a>,
    new: &'a Side<'a>,
    class: &Class<'a>,
    (from, until): (i32, Option<i32>),
) -> Option<Trial> {
    let cast = Cast::new(old, new, &class.joint, &class.values)?;
    let (day, minute) = cast.when();
    let mut steps = vec![cast.act(0, "e1", (day, minute), None)?];
    steps.extend(cast.confirmations("e1", (day.max(from), minute)));
    let records = steps.into_iter().map(|step| (step.old, step.new)).collect();
    let accounts = [class.accounts(true), class.accounts(false)];
    Some(Trial { from, until, records, accounts, reads: BTreeSet::new(), done: BTreeSet::new() })
}

/// What a policy makes of an event.
struct Made {
    result: replay::Result,
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
    /// What the accounts of the old and of the new policy are called.
    names: [Names; 2],
    /// Whether the room of what is taken back can be used again in one of them.
    returns_room: bool,
    kept: BTreeMap<String, Kept>,
    left: usize,
    /// First days of stretches in which they do not decide the same.
    differ: BTreeSet<i32>,
}

impl<'s, 'a> Induction<'s, 'a> {
    fn new(old: &'s Side<'a>, new: &'s Side<'a>) -> Self {
        let names = [old, new].map(|side| Names::of(side.program()));
        let mut segments = [old, new].into_iter().flat_map(|side| &side.program().segments);
        let returns_room = segments.any(|segment| segment.reversal.returns_room);
        let (kept, differ) = (BTreeMap::new(), BTreeSet::new());
        Induction { old, new, names, returns_room, kept, left: MOST_DECISIONS, differ }
    }

    /// Until nothing new can be held, unless that is too much.
    fn run(&mut self, mut trials: Vec<Trial>) -> Result<(), Open> {
        let stretches = trials.iter().map(|trial| trial.from).collect::<BTreeSet<i32>>().len();
        loop {
            let mut news = false;
            for trial in &mut trials {
                news |= self.try_all(trial)?;
                // Where they differ in every stretch there is nothing to prove.
                if self.differ.len() == stretches {
                    return Ok(());
                }
            }
            if !news {
                return Ok(());
            }
        }
    }

    /// Decides a trial on everything that is new; whether anything was.
    fn try_all(&mut self, trial: &mut Trial) -> Result<bool, Open> {
        let mut news = false;
        let names: Vec<String> = trial.reads.iter().cloned().collect();
        let sizes: Vec<usize> =
            names.iter().map(|name| self.kept.get(name).map_or(1, |kept| kept.held.len())).collect();
        let count = sizes.iter().try_fold(1usize, |count, of| count.checked_mul(*of));
        let count = count.filter(|count| *count <= MOST_DECISIONS).ok_or(Open::Cases)?;
        for number in 0..count {
            let places = combination(&sizes, number);
            if !trial.done.insert(places.clone()) {
                continue;
            }
            news = true;
            self.left = self.left.checked_sub(1).ok_or(Open::Cases)?;
            let values = self.values(&names, &places);
            let made = |old| self.make(trial, &values, old).ok_or(Open::NotTold);
            let (a, b) = (made(true)?, made(false)?);
            if a.result.differs(&b.result) || !self.agree(&a.adds, &b.adds) {
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
                return Ok(true);
            }
        }
        Ok(news)
    }

    /// Whether they add the same to what both have.
    fn agree(&self, a: &BTreeMap<String, Amounts>, b: &BTreeMap<String, Amounts>) -> bool {
        let [old, new] = &self.names;
        let known = |adds: &BTreeMap<String, Amounts>, other: &Names| -> BTreeMap<String, i64> {
            let adds = adds.values().flatten().filter(|(key, _)| other.group(key).is_some());
            adds.map(|(key, add)| (key.clone(), *add)).collect()
        };
        known(a, new) == known(b, old)
    }

    fn values(&self, names: &[String], places: &[usize]) -> Amounts {
        let held = names.iter().zip(places).filter_map(|(name, place)| self.kept.get(name)?.held.get(*place));
        held.flatten().map(|(key, amount)| (key.clone(), *amount)).collect()
    }

    /// What was held with what is added, and what is left when any of it is taken back.
    fn add(&mut self, adds: &BTreeMap<String, Amounts>, values: &Amounts) -> Result<(), Open> {
        let [old, new] = &self.names;
        for (name, add) in adds {
            let group = |key: &str| old.group(key).or_else(|| new.group(key));
            let own = values.iter().filter(|(key, _)| group(key) == Some(name));
            let before: Amounts = own.map(|(key, amount)| (key.clone(), *amount)).collect();
            let none = || Kept { held: vec![Amounts::new()], adds: Vec::new() };
            let kept = self.kept.entry(name.clone()).or_insert_with(none);
            kept.hold(sum(&before, add, 1).ok_or(Open::Amounts)?);
            if name.starts_with(forced::REMAINDER) {
                kept.short(add).ok_or(Open::Amounts)?;
            } else if self.returns_room && !kept.adds.contains(add) {
                kept.adds.push(add.clone());
            }
            kept.take_back().ok_or(Open::Amounts)?;
        }
        Ok(())
    }

    /// What one of the policies makes of a trial.
    fn make(&self, trial: &Trial, values: &Amounts, old: bool) -> Option<Made> {
        let ([old_names, new_names], [held_old, held_new]) = (&self.names, &trial.accounts);
        let (side, names, held) = if old { (self.old, old_names, held_old) } else { (self.new, new_names, held_new) };
        let mut store = Forced::new(side.program(), names, values, held);
        let (mut reader, mut buffer) = (Reader::new(&side.evaluator), Buffer::default());
        for (mine, theirs) in &trial.records {
            let read = reader.json(if old { mine } else { theirs });
            let record = read.record()?;
            let Ok(decision) = side.evaluator.run::<Explained, _>(&record, &mut store, &mut buffer);
            if decision.outcome != Outcome::Pending {
                let decision = decision.clone();
                return trial.is_within(&decision).then(|| made(side, names, &decision, store.read()));
            }
        }
        None
    }
}

impl Trial {
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

fn made(side: &Side<'_>, names: &Names, decision: &Decision, reads: BTreeSet<String>) -> Made {
    let mut adds: BTreeMap<String, Amounts> = BTreeMap::new();
    for change in &decision.changes {
        if let Some(named) = names.at(change.at.account) {
            adds.entry(named.group.clone()).or_default().insert(named.key.clone(), change.add);
        }
    }
    Made { result: result(side, decision), adds, reads }
}

/// What either adds, of what both add the same.
fn together(mut a: BTreeMap<String, Amounts>, b: BTreeMap<String, Amounts>) -> BTreeMap<String, Amounts> {
    for (name, adds) in b {
        a.entry(name).or_default().extend(adds);
    }
    a
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
