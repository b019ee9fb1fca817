//! What the numbers in a decision stand for in the model.

use super::mark::CapOf;
use crate::checks::encode::Act;
use crate::model::print::both;
use crate::model::{AccountId, ActivityId, Cap, GroupId, Name, OverallCapId, Pays, Policy, RedemptionId, RuleId};
use mizi_evaluator::decision::About;
use mizi_evaluator::program::{AccountKind, ItemId, ItemKind, Program};
use std::collections::BTreeMap;

/// What an item of the program is in one version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A rule or bonus.
    Rule(RuleId),
    /// 资格, by its place.
    Gate(usize),
    /// A cap, overall cap or stock.
    Cap(CapOf),
    /// A written group.
    Group(GroupId),
    /// A redemption.
    Redemption(RedemptionId),
}

/// The numbers of a program as those of one version.
pub struct Items {
    parts: BTreeMap<ItemId, Part>,
    /// Accounts of the program by those of the version.
    accounts: BTreeMap<AccountId, u32>,
    activities: Vec<Option<ActivityId>>,
    redemptions: Vec<Option<RedemptionId>>,
}

impl Items {
    /// For one version.
    pub fn new(program: &Program, policy: &Policy) -> Self {
        let named = |names: &[&Name], name: &Name| names.iter().position(|known| known.key() == name.key());
        let activities: Vec<&Name> = policy.activities.iter().map(|activity| &activity.name.name).collect();
        let redemptions: Vec<&Name> = policy.redemptions.iter().map(|redemption| &redemption.name.name).collect();
        Items {
            parts: parts(program, policy),
            accounts: accounts(program, policy),
            activities: program.activities.iter().map(|a| named(&activities, &a.name).map(ActivityId)).collect(),
            redemptions: program.redemptions.iter().map(|name| named(&redemptions, name).map(RedemptionId)).collect(),
        }
    }

    /// What an item is.
    pub fn part(&self, item: ItemId) -> Option<Part> {
        self.parts.get(&item).copied()
    }

    /// A rule or bonus.
    pub fn rule(&self, item: ItemId) -> Option<RuleId> {
        match self.part(item)? {
            Part::Rule(rule) => Some(rule),
            _ => None,
        }
    }

    /// A cap, overall cap or stock.
    pub fn cap(&self, item: ItemId) -> Option<CapOf> {
        match self.part(item)? {
            Part::Cap(cap) => Some(cap),
            _ => None,
        }
    }

    /// The program's number of an account.
    pub fn account(&self, account: AccountId) -> Option<u32> {
        self.accounts.get(&account).copied()
    }

    /// What a decision was about.
    pub fn act(&self, about: About) -> Option<Act> {
        match about {
            About::Activity(id) => self.activities.get(usize::from(id)).copied().flatten().map(Act::Event),
            About::Redemption(id) => self.redemptions.get(usize::from(id)).copied().flatten().map(Act::Redeem),
        }
    }
}

fn parts(program: &Program, policy: &Policy) -> BTreeMap<ItemId, Part> {
    let mut known: BTreeMap<(u8, &str, String), Part> = BTreeMap::new();
    for (at, rule) in policy.rules.iter().enumerate() {
        let bonus = matches!(rule.pays, Pays::Bonus { .. });
        let kind = if bonus { ItemKind::Bonus } else { ItemKind::Rule };
        known.insert((kind as u8, rule.name.name.key(), String::new()), Part::Rule(RuleId(at)));
        for (place, cap) in rule.caps.iter().enumerate() {
            let text = text(policy, cap, ItemKind::Cap);
            known.insert((ItemKind::Cap as u8, rule.name.name.key(), text), Part::Cap(CapOf::Rule(RuleId(at), place)));
        }
    }
    for (at, cap) in policy.overall_caps.iter().enumerate() {
        let text = text(policy, &cap.cap, ItemKind::OverallCap);
        let part = Part::Cap(CapOf::Overall(OverallCapId(at)));
        known.insert((ItemKind::OverallCap as u8, cap.name.name.key(), text), part);
    }
    for (at, group) in policy.groups.iter().enumerate() {
        known.insert((ItemKind::Group as u8, group.name.name.key(), String::new()), Part::Group(GroupId(at)));
    }
    for (at, gate) in policy.gates.iter().enumerate() {
        let text = both(policy, |printer| printer.gate(gate)).zh;
        known.insert((ItemKind::Eligible as u8, "", text), Part::Gate(at));
    }
    for (at, redemption) in policy.redemptions.iter().enumerate() {
        let (id, key) = (RedemptionId(at), redemption.name.name.key());
        known.insert((ItemKind::Redemption as u8, key, String::new()), Part::Redemption(id));
        for (place, stock) in redemption.stock.iter().enumerate() {
            let text = text(policy, stock, ItemKind::Stock);
            known.insert((ItemKind::Stock as u8, key, text), Part::Cap(CapOf::Stock(id, place)));
        }
    }
    let part = |item: &mizi_evaluator::program::Item| {
        known.get(&(item.kind as u8, item.name.key(), item.text.zh.clone())).copied()
    };
    (0..).zip(&program.items).filter_map(|(id, item)| Some((id, part(item)?))).collect()
}

fn text(policy: &Policy, cap: &Cap, kind: ItemKind) -> String {
    both(policy, |printer| match kind {
        ItemKind::OverallCap => printer.overall(cap),
        ItemKind::Stock => printer.stock(cap),
        _ => printer.cap(cap),
    })
    .zh
}

fn accounts(program: &Program, policy: &Policy) -> BTreeMap<AccountId, u32> {
    let number = |key: &str| {
        let is = |account: &mizi_evaluator::program::Account| {
            account.item == key && matches!(account.kind, AccountKind::Balance | AccountKind::Counter)
        };
        program.accounts.iter().position(is).and_then(|at| u32::try_from(at).ok())
    };
    let of = |(at, account): (usize, &crate::model::Account)| Some((AccountId(at), number(&account.key)?));
    policy.accounts.iter().enumerate().filter_map(of).collect()
}
