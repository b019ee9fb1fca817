//! What several stages ask of rules, groups and windows.

use super::{
    ActivityId, Award, DimensionId, Expr, ExprKind, GroupId, List, Member, Pays, Policy, Rule, RuleId, Window,
};
use mizi_evaluator::program;
use std::collections::BTreeSet;

impl Rule {
    /// The activity it awards for; none for a bonus.
    pub fn activity(&self) -> Option<ActivityId> {
        match self.pays {
            Pays::Award { activity, .. } => Some(activity),
            Pays::Bonus { .. } => None,
        }
    }

    /// The dimension its award counts to; none for a bonus.
    pub fn dimension(&self) -> Option<DimensionId> {
        match self.pays {
            Pays::Award { dimension, .. } => Some(dimension),
            Pays::Bonus { .. } => None,
        }
    }
}

impl Award {
    /// Whether units left over from earlier events may make a block of it.
    pub fn is_carried(&self) -> bool {
        matches!(self, Award::Blocks { carried: Some(_), .. })
    }
}

impl Policy {
    /// The unit word that a field or an account is shown with; none of anything else.
    pub fn shown_unit(&self, expr: &Expr) -> Option<&str> {
        match expr.kind {
            ExprKind::Field(id) => self.fields.get(id.0)?.shown_unit.as_deref(),
            ExprKind::Account { account, .. } => Some(self.accounts.get(account.0)?.shown_unit.as_str()),
            _ => None,
        }
    }

    /// The written groups that have a rule as a member, directly or through other groups, by their places in [`Policy::groups`].
    pub fn groups_of(&self, rule: RuleId) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut waiting = vec![Member::Rule(rule)];
        while let Some(member) = waiting.pop() {
            for (at, group) in self.groups.iter().enumerate() {
                if group.members.contains(&member) && found.insert(at) {
                    waiting.push(Member::Group(GroupId(at)));
                }
            }
        }
        found
    }
}

impl List {
    /// The durable names of its values, in order.
    pub fn keys(&self) -> Vec<&str> {
        self.values.iter().map(|value| value.name.key()).collect()
    }
}

impl Window {
    /// As the evaluator names it; none for 每次, which keeps nothing.
    pub fn kept(self) -> Option<program::Window> {
        Some(match self {
            Window::Event => return None,
            Window::Day => program::Window::Day,
            Window::Week => program::Window::Week,
            Window::Month => program::Window::Month,
            Window::Quarter => program::Window::Quarter,
            Window::HalfYear => program::Window::HalfYear,
            Window::Year { month, day } => program::Window::Year { month, day },
            Window::Lifetime => program::Window::Lifetime,
        })
    }
}
