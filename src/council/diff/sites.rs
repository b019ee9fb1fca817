//! Everything that can be done, by days on which nothing starts or ends in either policy.

use super::compare::{self, Unequal};
use super::parts::{About, What, parts};
use super::proof::{self, Open, Proof};
use super::search::{Site, When};
use super::side::Side;
use crate::checks::encode::{Act, Joint};
use crate::model::segments::Stretch;
use crate::model::{ActivityId, Policy, RedemptionId};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// The days of one stretch of each, where there is one.
pub type Days = (Option<Stretch>, Option<Stretch>);

/// Days on which at least one of both is in force, in order of time.
pub fn days(old: &Side<'_>, new: &Side<'_>) -> Vec<Days> {
    let (a, b) = (old.stretches(), new.stretches());
    let ends = |stretch: &Stretch| [Some(stretch.from), stretch.until];
    let starts: BTreeSet<i32> = a.iter().chain(&b).flat_map(ends).flatten().collect();
    let mut all = Vec::new();
    for from in &starts {
        let until = starts.range(from.saturating_add(1)..).next().copied();
        let within = |stretches: &[Stretch]| {
            let holds = |s: &&Stretch| s.from <= *from && s.until.is_none_or(|until| *from < until);
            stretches.iter().find(holds).map(|s| Stretch { version: s.version, from: *from, until })
        };
        let both = (within(&a), within(&b));
        if both != (None, None) {
            all.push(both);
        }
    }
    all
}

/// Activities and redemptions by their durable keys.
pub fn acts(policy: &Policy) -> Vec<(String, Act)> {
    let events = (0..).map(ActivityId).zip(&policy.activities);
    let events = events.map(|(id, activity)| (format!("event {}", activity.name.name.key()), Act::Event(id)));
    let redemptions = (0..).map(RedemptionId).zip(&policy.redemptions);
    events.chain(redemptions.map(|(id, found)| (format!("redeem {}", found.key), Act::Redeem(id)))).collect()
}

/// Whether an act can be done on the days of a stretch.
pub fn there(side: &Side<'_>, at: Option<Stretch>, act: Option<Act>) -> Option<(Stretch, Act)> {
    let (stretch, act) = at.zip(act)?;
    let policy = side.policy(stretch)?;
    let dated = match act {
        Act::Event(_) => None,
        Act::Redeem(id) => policy.redemptions.get(id.0).and_then(|found| found.dates),
    };
    crate::model::segments::in_force(&dated, stretch.from).then_some((stretch, act))
}

/// All that differs, act by act; and what could not be looked at.
pub fn sites<'a>(old: &'a Side<'a>, new: &'a Side<'a>) -> (Vec<Site<'a>>, Vec<(About, What)>) {
    let trust = compare::lists_agree(old.model, new.model);
    let (mut all, mut unseen) = (Vec::new(), Vec::new());
    for (a, b) in days(old, new) {
        let acts =
            |side: &Side<'_>, at: Option<Stretch>| at.and_then(|at| side.policy(at)).map(acts).unwrap_or_default();
        let (mine, theirs) = (acts(old, a), acts(new, b));
        let keys: BTreeSet<&String> = mine.iter().chain(&theirs).map(|(key, _)| key).collect();
        for key in keys {
            let of = |acts: &[(String, Act)]| acts.iter().find(|(known, _)| known == key).map(|(_, act)| *act);
            let at = (there(old, a, of(&mine)), there(new, b, of(&theirs)));
            match at {
                (None, None) => {}
                (Some(x), Some(y)) => match both(old, new, x, y, trust) {
                    Ok(Some(site)) => all.push(site),
                    Ok(None) => {}
                    Err(about) => unseen.push((about, What::Condition)),
                },
                _ => all.push(one(old, new, at, (a.is_some(), b.is_some()))),
            }
        }
    }
    (all, unseen)
}

/// Which activities are proved to be granted the same, as far as that was asked.
pub struct Proofs<'a> {
    old: &'a Side<'a>,
    new: &'a Side<'a>,
    known: BTreeMap<String, Result<Proof, Open>>,
}

impl<'a> Proofs<'a> {
    /// Nothing was asked yet.
    pub fn new(old: &'a Side<'a>, new: &'a Side<'a>) -> Self {
        Proofs { old, new, known: BTreeMap::new() }
    }

    /// That all that differs of an item in a site makes no difference; or why that is not proved.
    pub fn same(&mut self, site: &Site<'_>, about: &About) -> Result<(), Open> {
        let mut own = site.unequal.iter().filter(|part| part.about == *about);
        if !own.all(|part| proof::grants((&part.about, &part.what))) {
            return Err(Open::NotGrants);
        }
        let (Some((stretch, _)), Some(_)) = site.at else { return Err(Open::OneSided) };
        let activity = proof::activity_of(self.old, site.at.0).ok_or(Open::NotGrants)?;
        let (old, new) = (self.old, self.new);
        let known = self.known.entry(activity).or_insert_with_key(|activity| proof::same(old, new, activity));
        known.clone()?.remove(&stretch.from).unwrap_or(Err(Open::OneSided))
    }
}

/// An act that both have; none where nothing differs.
fn both<'a>(
    old: &'a Side<'a>,
    new: &'a Side<'a>,
    a: (Stretch, Act),
    b: (Stretch, Act),
    trust: bool,
) -> Result<Option<Site<'a>>, About> {
    let (mine, theirs) = (parts(old, a.0, a.1), parts(new, b.0, b.1));
    let shapes = |parts: &super::parts::Parts| -> Vec<_> {
        parts.iter().map(|(key, part)| (key.clone(), part.shape.clone())).collect()
    };
    if trust && shapes(&mine) == shapes(&theirs) {
        return Ok(None);
    }
    let Some(joint) = Joint::new((old.model, &old.held, a.0, a.1), (new.model, &new.held, b.0, b.1)) else {
        return Err(about(old, a));
    };
    let unequal = compare::unequal(&joint, &mine, &theirs, trust);
    let site = Site { old, new, at: (Some(a), Some(b)), joint: Some(joint), unequal, ways: OnceCell::new() };
    Ok((!site.unequal.is_empty()).then_some(site))
}

/// The item of an act.
fn about(side: &Side<'_>, (stretch, act): (Stretch, Act)) -> About {
    let policy = side.policy(stretch);
    match act {
        Act::Event(id) => {
            let activity = policy.and_then(|policy| policy.activities.get(id.0));
            About::Activity(activity.map(|found| found.name.name.key().to_owned()).unwrap_or_default())
        }
        Act::Redeem(id) => {
            let redemption = policy.and_then(|policy| policy.redemptions.get(id.0));
            About::Redemption(redemption.map(|found| found.key.clone()).unwrap_or_default())
        }
    }
}

/// An act that only one of them has on these days; where the other is not in force at all, the policy's days differ.
fn one<'a>(old: &'a Side<'a>, new: &'a Side<'a>, at: (When, When), in_force: (bool, bool)) -> Site<'a> {
    let own = match (at.0, at.1) {
        (Some(at), _) => about(old, at),
        (None, Some(at)) => about(new, at),
        (None, None) => About::Policy,
    };
    let about = if in_force == (true, true) { own } else { About::Policy };
    let part = super::parts::Part { shape: String::new(), shown: Default::default(), full: Default::default() };
    let unequal =
        Unequal { about, what: What::There, old: at.0.map(|_| part.clone()), new: at.1.map(|_| part), here: None };
    Site { old, new, at, joint: None, unequal: vec![unequal], ways: OnceCell::new() }
}
