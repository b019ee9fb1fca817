//! What the questions look at: amounts for examples, and which rules can hold for one act.

use crate::checks::conflicts::undecided::MOST_PAIRS as MOST_PROOFS;
use crate::model::arithmetic::{divide, multiply, rounded_to, whole};
use crate::model::held::Held;
use crate::model::print::{Keywords, Printer};
use crate::model::range::{Env, Ranges, Stop};
use crate::model::segments::{Stretch, in_force, stretches};
use crate::model::settle::{number, settle};
use crate::model::types::Base;
use crate::model::{
    ActivityId, Award, Cap, Dates, Expr, Group, Member, Model, Pays, Policy, Rational, Rounding, Rule, RuleId, Unit,
};

/// How many pairs of rules are looked at for contradicting conditions; further ones are taken to hold together.
const MOST_PAIRS: usize = 20_000;

/// One version with what its rules can come to.
pub(super) struct View<'a> {
    pub policy: &'a Policy,
    pub model: &'a Model,
    pub held: &'a Held,
    stretches: Vec<(Stretch, Ranges<'a>)>,
    pairs: usize,
    /// Pairs of rules that `logic` may still be asked about; further ones are taken to pay together.
    pub proofs: usize,
}

impl<'a> View<'a> {
    /// A version of a model.
    pub fn new(model: &'a Model, held: &'a Held, version: usize) -> Option<Self> {
        let policy = model.versions.get(version)?;
        let own = stretches(model).into_iter().filter(|stretch| stretch.version == version);
        let stretches = own.filter_map(|stretch| Some((stretch, Ranges::new(model, held, stretch)?))).collect();
        Some(View { policy, model, held, stretches, pairs: 0, proofs: MOST_PROOFS })
    }

    /// The stretches of time of this version, in order.
    pub fn stretches(&self) -> impl Iterator<Item = Stretch> {
        self.stretches.iter().map(|(stretch, _)| *stretch)
    }

    /// All rules with their ids.
    pub fn rules(&self) -> impl Iterator<Item = (RuleId, &'a Rule)> + use<'a> {
        (0..).map(RuleId).zip(&self.policy.rules)
    }

    /// Rules that are not bonuses, with their activities.
    pub fn awards(&self) -> impl Iterator<Item = (RuleId, &'a Rule, ActivityId)> + use<'a> {
        self.rules().filter_map(|(id, rule)| match rule.pays {
            Pays::Award { activity, .. } => Some((id, rule, activity)),
            Pays::Bonus { .. } => None,
        })
    }

    /// Whether two rules can hold for one act: they are in force on one day, neither excepts the other, and their conditions do
    /// not contradict each other.
    pub fn hold_together(&mut self, a: (RuleId, &Rule), b: (RuleId, &Rule)) -> bool {
        if a.1.exception_to.contains(&b.0) || b.1.exception_to.contains(&a.0) {
            return false;
        }
        self.pairs += 1;
        let unlooked = self.pairs > MOST_PAIRS;
        let policy = self.policy;
        self.stretches.iter_mut().any(|(stretch, ranges)| {
            let day = stretch.from;
            let both = in_force(&a.1.dates, day) && in_force(&b.1.dates, day);
            both && (unlooked || compatible(policy, day, ranges, a.1, b.1))
        })
    }

    /// The most a rule awards for one event, for an example; in points, without caps. Of a bonus, its share of its first base.
    pub fn amount(&mut self, rule: &Rule) -> Option<Rational> {
        match &rule.pays {
            Pays::Award { award, .. } => self.award(rule, award),
            Pays::Bonus { bases, .. } => {
                let base = self.policy.rules.get(bases.first()?.0)?;
                // A bonus of a bonus would need the base of its base: not for an example.
                let Pays::Award { award, .. } = &base.pays else { return None };
                let granted = self.award(base, award)?;
                self.share(rule, granted)
            }
        }
    }

    /// What a bonus adds to an amount; none if its share varies.
    pub fn share(&self, bonus: &Rule, granted: Rational) -> Option<Rational> {
        let Pays::Bonus { share, rounding, .. } = &bonus.pays else { return None };
        let share = number(&settle(self.policy, self.policy.dates.from, share).ok()?)?;
        rounded_to(*rounding, multiply(granted, share)?, self.smallest())
    }

    fn award(&mut self, rule: &Rule, award: &Award) -> Option<Rational> {
        let policy = self.policy;
        let (stretch, ranges) = self.stretches.iter_mut().find(|(stretch, _)| in_force(&rule.dates, stretch.from))?;
        let mut env = Env::default();
        for condition in &rule.when {
            let settled = settle(policy, stretch.from, condition).ok()?;
            ranges.assume(&settled, true, &mut env).ok()?;
        }
        let mut most = |expr: &Expr| -> Option<Rational> {
            let settled = settle(policy, stretch.from, expr).ok()?;
            match number(&settled) {
                Some(only) => Some(only),
                None => Some(ranges.find(&settled, &env).ok()?.possible.numbers()?.high),
            }
        };
        let points = match award {
            Award::Expr(expr, _) => most(expr)?,
            Award::Blocks { block, of, pay, .. } => {
                let full = rounded_to(Rounding::Down, divide(most(of)?, most(block)?)?, whole(1))?;
                multiply(full, most(pay)?)?
            }
        };
        let points = self.whole_units(points);
        (points > whole(0)).then_some(points)
    }

    /// An amount cut to whole smallest units.
    pub fn whole_units(&self, points: Rational) -> Rational {
        rounded_to(Rounding::Down, points, self.smallest()).unwrap_or(points)
    }

    /// The smallest unit of points.
    pub fn smallest(&self) -> Rational {
        crate::model::held::smallest_unit(self.policy, &Unit::of(Base::Point))
    }

    /// A cap's limit on the first day on which it has one.
    pub fn limit(&self, cap: &Cap) -> Option<Rational> {
        let mut days = self.stretches.iter().map(|(stretch, _)| stretch.from);
        days.find_map(|day| number(&settle(self.policy, day, &cap.limit).ok()?))
    }

    /// Points as they are written, in Chinese and in English.
    pub fn points(&self, points: Rational) -> (String, String) {
        let unit = Unit::of(Base::Point);
        let write = |keywords| Printer::new(self.policy, keywords).amount(points, &unit);
        (write(Keywords::Chinese), write(Keywords::English))
    }

    /// Whether a rule is in a written group on every day of the policy.
    pub fn always_grouped(&self, rule: RuleId) -> bool {
        let whole = |group: &Group| group.dates.is_none_or(|dates| covers(&dates, &self.policy.dates));
        self.policy.groups.iter().any(|group| group.members.contains(&Member::Rule(rule)) && whole(group))
    }
}

fn covers(outer: &Dates, inner: &Dates) -> bool {
    let ends = match (outer.to, inner.to) {
        (None, _) => true,
        (Some(outer), Some(inner)) => inner <= outer,
        (Some(_), None) => false,
    };
    outer.from <= inner.from && ends
}

/// Whether the conditions of two rules can hold at once, as far as can be seen.
fn compatible(policy: &Policy, day: i32, ranges: &mut Ranges<'_>, a: &Rule, b: &Rule) -> bool {
    let mut env = Env::default();
    for condition in a.when.iter().chain(&b.when) {
        let Ok(settled) = settle(policy, day, condition) else { continue };
        if ranges.assume(&settled, true, &mut env) == Err(Stop::Impossible) {
            return false;
        }
    }
    true
}
