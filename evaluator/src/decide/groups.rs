//! Which rules of a group pay. (S10)

use super::awards::{Awarding, Worth};
use super::machine::Fault;
use super::{Detail, Ends};
use crate::account::State;
use crate::decision::Limit;
use crate::plan::{Group, Member, MemberOf};

impl<S: State> Awarding<'_, S> {
    /// Groups choose innermost first; rules under members not chosen are noted with why.
    pub fn choose(&mut self) -> Ends<()> {
        self.awards.groups.clear();
        for group in &self.plan.groups {
            let worth = if group.highest { self.highest(group) } else { self.sum(group) };
            let worth = self.decision.at_item(group.named, worth)?;
            self.awards.groups.push(worth);
        }
        Ok(())
    }

    fn member(&mut self, member: &Member) -> Worth {
        match member.of {
            MemberOf::Group(group) => self.awards.groups[usize::from(group)],
            MemberOf::Rule(rule) => {
                let award = self.awards.rules[usize::from(rule)];
                let plan = self.plan;
                let holds = award.holds;
                let points = if holds { self.worth(award.amount, plan.rules[usize::from(rule)].own_caps()) } else { 0 };
                Worth { holds, points }
            }
        }
    }

    fn sum(&mut self, group: &Group) -> Result<Worth, Fault> {
        let mut sum = Worth { holds: false, points: 0 };
        for member in &group.members {
            let worth = self.member(member);
            sum.holds |= worth.holds;
            sum.points = sum.points.checked_add(worth.points).ok_or(Fault::Range)?;
        }
        Ok(sum)
    }

    /// S10.3: the greatest worth among members that hold; ties go to the earlier.
    fn highest(&mut self, group: &Group) -> Result<Worth, Fault> {
        let mut best: Option<(usize, i64)> = None;
        for (place, member) in group.members.iter().enumerate() {
            let worth = self.member(member);
            if worth.holds && best.is_none_or(|(_, most)| worth.points > most) {
                best = Some((place, worth.points));
            }
        }
        let Some((chosen, points)) = best else { return Ok(Worth { holds: false, points: 0 }) };
        let reason = Limit::Group { item: group.item, chosen: self.called(&group.members[chosen]) };
        for (place, member) in group.members.iter().enumerate() {
            if place != chosen {
                self.awards.cuts.extend(member.rules.iter().map(|&rule| (rule, reason)));
            }
        }
        Ok(Worth { holds: true, points })
    }

    fn called(&self, member: &Member) -> u32 {
        match member.of {
            MemberOf::Rule(rule) => self.plan.rules[usize::from(rule)].item,
            MemberOf::Group(group) => self.plan.groups[usize::from(group)].named,
        }
    }

    /// Whether a group chose another than this rule; notes why.
    #[inline]
    pub fn cut<D: Detail>(&mut self, rule: u16) -> bool {
        let mut cut = false;
        for &(under, reason) in self.awards.cuts.iter().filter(|(under, _)| *under == rule) {
            debug_assert_eq!(under, rule);
            cut = true;
            if D::REASONS {
                self.decision.limits.push(reason);
            }
        }
        cut
    }
}
