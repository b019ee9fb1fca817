//! Which caps the lines of an event can take room of: an award's, and those of the bonuses on it, on those, and so on.

use crate::model::{ActivityId, BonusRoom, Cap, Named, OverallCap, Pays, Policy, Rule, RuleId};
use std::collections::BTreeSet;

/// A cap by where it stands: in a rule, or among the overall caps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CapAt {
    /// The number of a clause 上限 of a rule.
    Own(RuleId, usize),
    /// The number of a 总上限.
    Overall(usize),
}

impl CapAt {
    /// The cap, and whose it is.
    pub fn cap(self, policy: &Policy) -> Option<(&Named, &Cap)> {
        match self {
            CapAt::Own(id, at) => policy.rules.get(id.0).and_then(|rule| Some((&rule.name, rule.caps.get(at)?))),
            CapAt::Overall(at) => policy.overall_caps.get(at).map(|overall| (&overall.name, &overall.cap)),
        }
    }
}

/// All rules that are bonuses.
pub(super) fn bonuses(policy: &Policy) -> Vec<(RuleId, &Rule)> {
    let rules = (0..).map(RuleId).zip(&policy.rules);
    rules.filter(|(_, rule)| matches!(rule.pays, Pays::Bonus { .. })).collect()
}

/// The lines of one activity.
pub(super) struct Lines<'a, 'b> {
    pub policy: &'a Policy,
    pub activity: ActivityId,
    /// See [`bonuses`].
    pub bonuses: &'b [(RuleId, &'a Rule)],
}

impl<'a> Lines<'a, '_> {
    /// Bonuses that are directly a share of a rule.
    pub fn bonuses_on(&self, base: RuleId) -> impl Iterator<Item = (RuleId, &'a Rule)> {
        let shares = move |rule: &Rule| match &rule.pays {
            Pays::Bonus { bases, activity, .. } => {
                activity.is_none_or(|on| on == self.activity) && bases.contains(&base)
            }
            Pays::Award { .. } => false,
        };
        self.bonuses.iter().copied().filter(move |(_, rule)| shares(rule))
    }

    /// A rule and all bonuses on it, directly or not.
    pub fn under(&self, rule: RuleId) -> BTreeSet<RuleId> {
        let (mut found, mut waiting) = (BTreeSet::new(), vec![rule]);
        while let Some(rule) = waiting.pop() {
            if found.insert(rule) {
                waiting.extend(self.bonuses_on(rule).map(|(bonus, _)| bonus));
            }
        }
        found
    }

    /// Caps of which an award or the bonuses on it take room.
    pub fn of_award(&self, award: RuleId) -> BTreeSet<CapAt> {
        let mut found = self.own_caps(award);
        found.extend(self.overall(|overall| self.covers_some(overall, award, overall.covers.contains(&award))));
        found
    }

    /// Caps of which two bonuses on one base both take room, with the bonuses on them. `award` is what the base is a share of,
    /// or the base itself.
    pub fn shared(&self, award: RuleId, base: RuleId, a: RuleId, b: RuleId) -> BTreeSet<CapAt> {
        let mut found: BTreeSet<CapAt> = self.own_caps(a).intersection(&self.own_caps(b)).copied().collect();
        if self.policy.choices.bonus == Some(BonusRoom::Within) {
            found.extend(self.caps_of(base).filter(|at| at.cap(self.policy).is_some_and(|(_, cap)| !cap.times)));
        }
        found.extend(self.overall(|overall| {
            let states = self.states(overall, award, overall.covers.contains(&award));
            let mut of_base = states.iter().filter(|(rule, _)| *rule == base);
            let covers = |bonus, covered| self.covers_some(overall, bonus, covers_bonus(overall, bonus, covered));
            of_base.any(|(_, covered)| covers(a, *covered) && covers(b, *covered))
        }));
        found
    }

    fn caps_of(&self, id: RuleId) -> impl Iterator<Item = CapAt> + use<> {
        let caps = self.policy.rules.get(id.0).map_or(0, |rule| rule.caps.len());
        (0..caps).map(move |at| CapAt::Own(id, at))
    }

    fn own_caps(&self, rule: RuleId) -> BTreeSet<CapAt> {
        self.under(rule).into_iter().flat_map(|id| self.caps_of(id)).collect()
    }

    fn overall(&self, covers: impl Fn(&OverallCap) -> bool) -> Vec<CapAt> {
        let all = self.policy.overall_caps.iter().enumerate();
        all.filter(|(_, overall)| covers(overall)).map(|(at, _)| CapAt::Overall(at)).collect()
    }

    fn covers_some(&self, overall: &OverallCap, rule: RuleId, covered: bool) -> bool {
        self.states(overall, rule, covered).iter().any(|(_, covered)| *covered)
    }

    /// A rule's line and all lines of bonuses on it: which rule, and whether an overall cap covers it. (S11.7)
    fn states(&self, overall: &OverallCap, rule: RuleId, covered: bool) -> BTreeSet<(RuleId, bool)> {
        let (mut found, mut waiting) = (BTreeSet::new(), vec![(rule, covered)]);
        while let Some((rule, covered)) = waiting.pop() {
            if found.insert((rule, covered)) {
                let next = self.bonuses_on(rule).map(|(bonus, _)| (bonus, covers_bonus(overall, bonus, covered)));
                waiting.extend(next);
            }
        }
        found
    }
}

fn covers_bonus(overall: &OverallCap, bonus: RuleId, covers_base: bool) -> bool {
    let named = |bonuses: &[RuleId]| bonuses.contains(&bonus);
    named(&overall.covers_bonuses) || covers_base && !named(&overall.except_bonuses)
}
