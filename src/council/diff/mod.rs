//! The change in meaning between two versions of a policy.
//!
//! Everything that can be done is compared part by part on the days on which nothing starts or ends in either. What is written
//! alike with the same names is alike; of conditions and amounts `logic` says whether there is anybody for whom they differ. What
//! may differ is shown by people and records that both evaluators decide; what can neither be shown nor excluded is named.

mod compare;
mod parts;
mod proof;
mod renamed;
mod replay;
mod search;
mod side;
mod sites;
mod stories;
mod story;
mod structure;
mod wander;
mod wish;
mod words;

pub mod render;

pub use parts::{About, What};
pub use proof::Open;
pub use replay::{Result, Step};
pub use search::Witness;

use crate::checks::Checked;
use crate::diagnostics::Message;
use search::Site;
use side::Side;
use std::collections::BTreeMap;

/// What changes between two versions of a policy.
#[derive(Clone, Debug, Default)]
pub struct Diff {
    /// Shown to change, each with what shows it.
    pub changes: Vec<Change>,
    /// Neither shown nor excluded.
    pub undecided: Vec<Undecided>,
}

impl Diff {
    /// Whether nothing changes in meaning: every part has been proved to mean the same.
    pub fn is_none(&self) -> bool {
        self.changes.is_empty() && self.undecided.is_empty()
    }
}

/// What changes of one item.
#[derive(Clone, Debug)]
pub struct Change {
    /// The item.
    pub about: About,
    /// What it is called.
    pub name: Message,
    /// Of a rule or redemption: for whom it is.
    pub whom: Option<Message>,
    /// How its text differs.
    pub texts: Vec<Text>,
    /// What shows it.
    pub witnesses: Vec<Witness>,
    /// What may have been meant.
    pub hint: Option<Message>,
}

/// A part of an item as it was and as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Which.
    pub what: What,
    /// As it was; none: there was none.
    pub old: Option<Message>,
    /// As it is; none: there is none.
    pub new: Option<Message>,
    /// First day on which it differs.
    pub from: i32,
    /// First day on which it does not any more; none: open.
    pub until: Option<i32>,
}

/// Parts of an item of which it is not known whether they change anything.
#[derive(Clone, Debug)]
pub struct Undecided {
    /// The item.
    pub about: About,
    /// What it is called.
    pub name: Message,
    /// How its text differs.
    pub texts: Vec<Text>,
    /// Why it could not be proved that it changes nothing.
    pub why: Open,
}

/// Compares two versions of a policy; none where one of them cannot run.
pub fn diff(old: &Checked, new: &Checked) -> Option<Diff> {
    let (old, new) = (Side::new(old)?, Side::new(new)?);
    let (sites, unseen) = sites::sites(&old, &new);
    let mut items: BTreeMap<About, Vec<&Site<'_>>> = BTreeMap::new();
    for site in &sites {
        for part in &site.unequal {
            let known = items.entry(part.about.clone()).or_default();
            if !known.last().is_some_and(|last| std::ptr::eq(*last, site)) {
                known.push(site);
            }
        }
    }
    let mut diff = Diff::default();
    let mut proofs = sites::Proofs::new(&old, &new);
    for (about, mut sites) in items {
        // The first days on which it can be shown are the ones to show it on.
        let mut why = Open::NotGrants;
        let mut witnesses = sites.iter().map(|site| site.at_once(&about)).find(|found| !found.is_empty());
        if witnesses.is_none() {
            sites.retain(|site| proofs.same(site, &about).map_err(|open| why = open).is_err());
            if sites.is_empty() {
                continue;
            }
            witnesses = sites.iter().map(|site| site.witnesses(&about)).find(|found| !found.is_empty());
        }
        let texts = texts(&about, &sites);
        let name = name(&old, &new, &about);
        match witnesses {
            Some(witnesses) => diff.changes.push(Change {
                whom: whom(&new, &about).or_else(|| whom(&old, &about)),
                hint: renamed::hint(&old, &new, &about),
                about,
                name,
                texts,
                witnesses,
            }),
            None => diff.undecided.push(Undecided { about, name, texts, why }),
        }
    }
    header(&old, &new, &mut diff);
    for (about, what) in unseen {
        let name = name(&old, &new, &about);
        let texts = vec![Text { what, old: None, new: None, from: i32::MIN, until: None }];
        diff.undecided.push(Undecided { about, name, texts, why: Open::NotTold });
    }
    Some(diff)
}

/// What decides no record and changes all the same: what points are worth, under which key everything lasts, how fine points are.
fn header(old: &Side<'_>, new: &Side<'_>, diff: &mut Diff) {
    let (Some(a), Some(b)) = (old.last(), new.last()) else { return };
    let mut texts = Vec::new();
    let mut put = |what: What, old: Option<Message>, new: Option<Message>| {
        if old != new {
            texts.push(Text { what, old, new, from: b.dates.from, until: None });
        }
    };
    let rate = |policy: &crate::model::Policy| {
        let (points, yuan) = policy.cash?;
        let number = crate::records::decimal;
        let (points, yuan) = (number(points), number(yuan));
        let point = &policy.point.name;
        let zh = format!("折现 {points} {} = {yuan} 元", point.name);
        Some(Message::new(zh, format!("cash {points} {} = {yuan} yuan", point.key())))
    };
    put(What::Cash, rate(a), rate(b));
    let key = |policy: &crate::model::Policy| Some(Message::new(policy.name.name.key(), policy.name.name.key()));
    put(What::Key, key(a), key(b));
    if texts.is_empty() {
        return;
    }
    match diff.changes.iter_mut().find(|change| change.about == About::Policy) {
        Some(change) => change.texts.extend(texts),
        None => {
            let name = name(old, new, &About::Policy);
            diff.changes
                .insert(0, Change { about: About::Policy, name, whom: None, texts, witnesses: Vec::new(), hint: None });
        }
    }
}

/// How the text of an item differs, over all days.
fn texts(about: &About, sites: &[&Site<'_>]) -> Vec<Text> {
    let mut all: Vec<Text> = Vec::new();
    for site in sites {
        let days = site.at.0.or(site.at.1).map(|(stretch, _)| stretch);
        let Some(days) = days else { continue };
        for part in site.unequal.iter().filter(|part| part.about == *about) {
            let written = |part: &Option<parts::Part>| part.as_ref().map(|part| part.shown.clone());
            let out = |part: &Option<parts::Part>| part.as_ref().map(|part| part.full.clone());
            // The policy's own words, unless they are the same and what they stand for is not.
            let alike = written(&part.old) == written(&part.new);
            let (old, new) = match alike {
                true => (out(&part.old), out(&part.new)),
                false => (written(&part.old), written(&part.new)),
            };
            let same = |known: &&mut Text| known.what == part.what && known.old == old && known.new == new;
            match all.iter_mut().find(same) {
                Some(known) => known.until = days.until,
                None => {
                    all.push(Text { what: part.what.clone(), old, new, from: days.from, until: days.until });
                }
            }
        }
    }
    all
}

/// What an item is called: by the new policy, or by the old one where the new one does not have it.
fn name(old: &Side<'_>, new: &Side<'_>, about: &About) -> Message {
    let mut versions = new.model.versions.iter().rev().chain(old.model.versions.iter().rev());
    let found = versions.find_map(|policy| {
        let named = match about {
            About::Policy | About::Eligible(_) => Some(&policy.name),
            About::Activity(key) => policy.activities.iter().map(|a| &a.name).find(|n| n.name.key() == key),
            About::Rule(key) => policy.rules.iter().find(|rule| rule.key == *key).map(|rule| &rule.name),
            About::Overall(key) => policy.overall_caps.iter().find(|cap| cap.key == *key).map(|cap| &cap.name),
            About::Account(key) => policy.accounts.iter().find(|account| account.key == *key).map(|a| &a.name),
            About::Redemption(key) => policy.redemptions.iter().find(|r| r.key == *key).map(|r| &r.name),
        };
        named.map(|named| Message::new(named.name.name.clone(), named.name.key()))
    });
    found.unwrap_or_default()
}

/// The conditions of a rule or redemption, as the policy's last version writes them.
fn whom(side: &Side<'_>, about: &About) -> Option<Message> {
    let policy = side.last()?;
    let when = match about {
        About::Rule(key) => &policy.rules.iter().find(|rule| rule.key == *key)?.when,
        About::Redemption(key) => &policy.redemptions.iter().find(|found| found.key == *key)?.when,
        _ => return None,
    };
    let text = crate::model::print::both(policy, |printer| {
        let clauses: Vec<String> = when.iter().map(|clause| printer.expr(clause)).collect();
        clauses.join(if printer.is_chinese() { " 且 " } else { " and " })
    });
    (!when.is_empty()).then(|| text.into())
}
