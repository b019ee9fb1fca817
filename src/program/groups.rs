//! 组, and the groups that 并得 就高 makes of the rules of one dimension.

use super::activity::goes_highest;
use super::code::NoCode;
use super::segment::Scene;
use crate::model::segments::in_force;
use crate::model::{DimensionId, GroupId, Member, Pays, RuleId};
use mizi_evaluator::program::{Group, ItemKind, Text};
use std::collections::{BTreeMap, BTreeSet};

/// The groups of an activity whose rules, in 先后 order, are these. A group whose members all pay makes no difference unless it is
/// in another, and neither does one with a single member.
pub fn groups(scene: &mut Scene, awards: &[RuleId]) -> Vec<Group> {
    let mut grouper = Grouper { scene, awards, written: Vec::new(), numbers: BTreeMap::new(), depth: 0 };
    let outermost = grouper.outermost();
    for group in outermost {
        grouper.outer(group);
    }
    grouper.implied();
    grouper.written
}

struct Grouper<'g, 's, 'a> {
    scene: &'g mut Scene<'s, 'a>,
    awards: &'g [RuleId],
    written: Vec<Group>,
    numbers: BTreeMap<GroupId, u16>,
    depth: usize,
}

/// Deepest nesting of groups.
const DEEPEST: usize = 30;

impl Grouper<'_, '_, '_> {
    fn in_force(&self, id: GroupId) -> bool {
        let group = self.scene.policy().groups.get(id.0);
        group.is_some_and(|group| in_force(&group.dates, self.scene.segment.stretch.from))
    }

    /// Groups in force that are in no other group in force.
    fn outermost(&self) -> Vec<GroupId> {
        let all = (0..self.scene.policy().groups.len()).map(GroupId).filter(|id| self.in_force(*id));
        let inner: BTreeSet<GroupId> = all.clone().flat_map(|id| self.inner(id)).collect();
        all.filter(|id| !inner.contains(id)).collect()
    }

    fn members(&self, id: GroupId) -> &[Member] {
        self.scene.policy().groups.get(id.0).map(|group| group.members.as_slice()).unwrap_or_default()
    }

    fn inner(&self, id: GroupId) -> Vec<GroupId> {
        let groups = self.members(id).iter().filter_map(|member| match member {
            Member::Group(group) => Some(*group),
            Member::Rule(_) => None,
        });
        groups.filter(|group| self.in_force(*group)).collect()
    }

    /// A group in no other: only "highest" of several makes a difference.
    fn outer(&mut self, id: GroupId) {
        let highest = self.scene.policy().groups.get(id.0).is_some_and(|group| group.highest);
        if !highest {
            for inner in self.inner(id) {
                self.outer_within(inner);
            }
        } else if self.group(id).is_some() && self.written.last().is_some_and(|group| group.members.len() < 2) {
            self.written.pop();
        }
    }

    fn outer_within(&mut self, inner: GroupId) {
        if !self.too_deep(inner) {
            self.depth += 1;
            self.outer(inner);
            self.depth -= 1;
        }
    }

    /// Reports a group that is in too many others.
    fn too_deep(&mut self, id: GroupId) -> bool {
        if self.depth >= DEEPEST {
            let span = self.scene.policy().groups.get(id.0).map(|group| group.span).unwrap_or_default();
            self.scene.segment.refuse(span, NoCode::TooLong);
        }
        self.depth >= DEEPEST
    }

    /// A group after those in it; none if no rule of the activity is in it.
    fn group(&mut self, id: GroupId) -> Option<u16> {
        if let Some(known) = self.numbers.get(&id) {
            return Some(*known);
        }
        let members = self.members(id).to_vec();
        let mut placed: Vec<(u16, bool, u16)> = Vec::new();
        for member in members {
            match member {
                Member::Rule(rule) => placed.extend(self.place(rule).map(|at| (at, true, at))),
                Member::Group(inner) if self.in_force(inner) => {
                    if let Some(number) = self.deeper(inner) {
                        placed.extend(self.first(number).map(|at| (at, false, number)));
                    }
                }
                Member::Group(_) => {}
            }
        }
        placed.sort_unstable();
        let group = self.scene.policy().groups.get(id.0).filter(|_| !placed.is_empty())?;
        let item = self.scene.segment.state.item(ItemKind::Group, &group.name.name, Text::default(), &group.basis);
        let number = self.write(Some(item), group.highest, &placed);
        self.numbers.insert(id, number);
        Some(number)
    }

    fn deeper(&mut self, inner: GroupId) -> Option<u16> {
        if self.too_deep(inner) {
            return None;
        }
        self.depth += 1;
        let number = self.group(inner);
        self.depth -= 1;
        number
    }

    fn write(&mut self, item: Option<u32>, highest: bool, placed: &[(u16, bool, u16)]) -> u16 {
        let members = placed.iter().map(|(_, rule, number)| (*rule, *number)).collect();
        self.written.push(Group { item, highest, members });
        (self.written.len() - 1) as u16
    }

    fn place(&self, rule: RuleId) -> Option<u16> {
        self.awards.iter().position(|award| *award == rule).map(|at| at as u16)
    }

    /// The first of a group's rules.
    fn first(&self, group: u16) -> Option<u16> {
        let members = &self.written.get(usize::from(group))?.members;
        members.iter().filter_map(|(rule, number)| if *rule { Some(*number) } else { self.first(*number) }).min()
    }

    /// 并得 就高 of the rules that are in no written group in force.
    fn implied(&mut self) {
        let policy = self.scene.policy();
        let groups = (0..policy.groups.len()).map(GroupId).filter(|id| self.in_force(*id));
        let grouped: BTreeSet<Member> = groups.flat_map(|id| self.members(id).to_vec()).collect();
        let mut by_dimension: BTreeMap<DimensionId, Vec<(u16, bool, u16)>> = BTreeMap::new();
        for (at, id) in self.awards.iter().enumerate() {
            let Some(rule) = policy.rules.get(id.0) else { continue };
            if let Pays::Award { dimension, .. } = rule.pays
                && goes_highest(policy, rule)
                && !grouped.contains(&Member::Rule(*id))
            {
                by_dimension.entry(dimension).or_default().push((at as u16, true, at as u16));
            }
        }
        for members in by_dimension.values().filter(|members| members.len() > 1) {
            self.write(None, true, members);
        }
    }
}
