//! One of the two policies, with what is looked up in it.

use crate::checks::Checked;
use crate::model::arithmetic::ten_to;
use crate::model::held::Held;
use crate::model::segments::{Stretch, stretches};
use crate::model::{Model, Named, Policy, Rational, Rule, ScopeId};
use mizi_evaluator::Evaluator;
use mizi_evaluator::program::{ActivityProgram, ItemId, ItemKind, Program, RedemptionProgram, Segment};

/// A policy that is compared.
pub struct Side<'a> {
    /// All its versions.
    pub model: &'a Model,
    /// What numbers are held in.
    pub held: Held,
    /// Decides its records.
    pub evaluator: Evaluator,
}

impl<'a> Side<'a> {
    /// Of a policy without errors; none where its program cannot run.
    pub fn new(checked: &'a Checked) -> Option<Side<'a>> {
        let evaluator = Evaluator::new(checked.program().clone()).ok()?;
        Some(Side { model: checked.model(), held: Held::of(checked.model()), evaluator })
    }

    /// Its program.
    pub fn program(&self) -> &Program {
        self.evaluator.program()
    }

    /// The version in force in a stretch.
    pub fn policy(&self, stretch: Stretch) -> Option<&'a Policy> {
        self.model.versions.get(stretch.version)
    }

    /// The version that is in force last: what names and units are shown in.
    pub fn last(&self) -> Option<&'a Policy> {
        self.model.versions.last()
    }

    /// Its stretches of time.
    pub fn stretches(&self) -> Vec<Stretch> {
        stretches(self.model)
    }

    /// All that decides on a day.
    pub fn segment(&self, day: i32) -> Option<&Segment> {
        let holds = |segment: &&Segment| segment.from <= day && segment.until.is_none_or(|until| day < until);
        self.program().segments.iter().find(holds)
    }

    /// What decides events of an activity, by its code or name.
    pub fn activity(&self, day: i32, key: &str) -> Option<&ActivityProgram> {
        let place = self.program().activities.iter().position(|activity| activity.name.key() == key)?;
        self.segment(day)?.activities.get(place)?.as_ref()
    }

    /// What decides a redemption, by the name shown.
    pub fn redemption(&self, day: i32, name: &Named) -> Option<&RedemptionProgram> {
        let place = self.program().redemptions.iter().position(|found| found.key() == name.name.key())?;
        self.segment(day)?.redemptions.get(place)?.as_ref()
    }

    /// The rule or bonus that an item of the program is.
    pub fn rule(&self, item: ItemId) -> Option<&'a Rule> {
        let found = self.program().items.get(usize::try_from(item).ok()?)?;
        if !matches!(found.kind, ItemKind::Rule | ItemKind::Bonus) {
            return None;
        }
        let mut all = self.model.versions.iter().rev().flat_map(|policy| &policy.rules);
        all.find(|rule| rule.name.name.key() == found.name.key())
    }

    /// The durable key of a rule or bonus of the program.
    pub fn rule_key(&self, item: ItemId) -> &'a str {
        self.rule(item).map_or("", |rule| rule.key.as_str())
    }

    /// Points of so many smallest units.
    pub fn points(&self, units: i64) -> Rational {
        let below = ten_to(u32::from(self.program().decimals)).unwrap_or(1);
        Rational::new(i128::from(units), below)
    }
}

/// The durable key of a scope.
pub fn scope_key(policy: &Policy, scope: ScopeId) -> &str {
    policy.scopes.get(scope.0).map_or("", |scope| scope.name.name.key())
}
