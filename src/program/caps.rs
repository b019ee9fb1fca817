//! 上限 and 总上限 of rules and bonuses.

use super::segment::{CapOf, Scene};
use super::state::{Owner, PolicyItems};
use crate::model::RuleId;
use crate::model::print::both;
use mizi_evaluator::program::ItemKind;
use std::collections::BTreeSet;

/// A rule's or bonus's own caps.
pub fn own_caps(scene: &mut Scene, id: RuleId) -> Vec<u16> {
    let policy = scene.policy();
    let Some(rule) = policy.rules.get(id.0) else { return Vec::new() };
    let owner = Owner { key: &rule.key, item: scene.segment.state.rule(rule) };
    let mut caps = Vec::new();
    for (at, cap) in rule.caps.iter().enumerate() {
        let item = scene.segment.state.cap(policy, &rule.name, cap, &rule.basis);
        caps.push(scene.cap(CapOf::Rule(id, at), cap, owner, item));
    }
    caps
}

/// Overall caps by their number in the policy.
pub fn overall_caps(scene: &mut Scene, covering: &BTreeSet<usize>) -> Vec<u16> {
    let policy = scene.policy();
    let mut caps = Vec::new();
    for at in covering {
        let Some(overall) = policy.overall_caps.get(*at) else { continue };
        let text = both(policy, |printer| printer.overall(&overall.cap));
        let item = scene.segment.state.item(ItemKind::OverallCap, &overall.name.name, text, &overall.basis);
        caps.push(scene.cap(CapOf::Overall(*at), &overall.cap, Owner { key: &overall.key, item }, item));
    }
    caps
}
