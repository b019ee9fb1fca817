//! One act as two policies see it: what both know by the same name has the same value.

use super::NotEncoded;
use super::scene::{Act, Scene};
use crate::logic::{Answer, Assignment, Formula, Label, Problem, Term, Var};
use crate::model::arithmetic::in_quanta;
use crate::model::held::{Held, same_account, same_field, same_thing};
use crate::model::segments::Stretch;
use crate::model::{Domain, FieldId, List, ListId, Model, Policy, Rational, Rounding, Rule, RuleId, ScopeKeys};

/// The scenes of one act in two policies over the same variables. Values that only one of them knows are left out.
pub struct Joint<'a> {
    /// The variables of both.
    problem: Problem,
    /// The act in the first policy.
    pub old: Scene<'a>,
    /// The act in the second.
    pub new: Scene<'a>,
    /// What makes the variables of both one.
    links: Vec<Formula>,
}

impl<'a> Joint<'a> {
    /// On days that belong to one stretch of each; none where a range is larger than the logic counts.
    pub fn new(old: (&'a Model, &'a Held, Stretch, Act), new: (&'a Model, &'a Held, Stretch, Act)) -> Option<Self> {
        let old = Scene::new(old.0, old.1, old.2, old.3)?;
        let new = Scene::within(old.problem.clone(), new.0, new.1, new.2, new.3)?;
        let mut joint = Joint { problem: new.problem.clone(), old, new, links: Vec::new() };
        joint.new.time = joint.old.time;
        if joint.old.policy.choices.decided_by != joint.new.policy.choices.decided_by {
            joint.links.push(Term::Of(joint.old.day).equals(joint.new.day));
        }
        joint.new.day = joint.old.day;
        joint.fields()?;
        joint.scopes()?;
        joint.accounts();
        Some(joint)
    }

    /// Can these formulas hold together? Labels are their places, from 1; 0 stands for what both must agree on.
    pub fn ask(&self, formulas: Vec<Formula>) -> Answer {
        self.asked(formulas).answer()
    }

    /// The same in at most so many steps; what is found within them may not be the most ordinary.
    pub fn ask_within(&self, steps: u64, formulas: Vec<Formula>) -> Answer {
        let mut problem = self.asked(formulas);
        problem.allow_steps(steps);
        problem.answer()
    }

    fn asked(&self, formulas: Vec<Formula>) -> Problem {
        let mut problem = self.problem.clone();
        for link in &self.links {
            problem.require(Label(0), link.clone());
        }
        for (label, formula) in (1..).zip(formulas) {
            problem.require(Label(label), formula);
        }
        problem
    }

    /// What a rule of each awards, in the smaller of their smallest units of points; none for bonuses.
    pub fn amounts(&self, old: &Rule, new: &Rule) -> Result<Option<(Term, Term)>, NotEncoded> {
        let (Some(a), Some(b)) = (self.old.amount(old)?, self.new.amount(new)?) else { return Ok(None) };
        let scale = |term: Term, own: u32, other: u32| match 10i64.checked_pow(other.saturating_sub(own)) {
            Some(1) => Ok(term),
            Some(by) => Ok(term.times(by)),
            None => Err(NotEncoded::TooLarge),
        };
        let (own, other) = (self.old.policy.decimals, self.new.policy.decimals);
        Ok(Some((scale(a, own, other)?, scale(b, other, own)?)))
    }

    /// That both rules stand for somebody who is eligible in both.
    pub fn both_stand(&self, old: RuleId, new: RuleId) -> Result<Formula, NotEncoded> {
        Ok(self.both_eligible()?.and(self.old.stands(old)?).and(self.new.stands(new)?))
    }

    /// That whoever does it is eligible in both.
    pub fn both_eligible(&self) -> Result<Formula, NotEncoded> {
        Ok(self.old.eligible()?.and(self.new.eligible()?))
    }

    /// That the attributes of the person and the scopes are those of an assignment.
    pub fn attributes(&self, values: &Assignment) -> Vec<Formula> {
        let own = |scene: &Scene<'_>| {
            let attribute = |id: &FieldId| scene.policy.fields.get(id.0).is_some_and(|field| field.activity.is_none());
            let fields = scene.fields.iter().filter(|(id, _)| attribute(id)).map(|(_, var)| *var);
            fields.chain(scene.scopes.values().copied()).collect::<Vec<Var>>()
        };
        let all = own(&self.old).into_iter().chain(own(&self.new));
        let same = |var: Var| match values.get(var) {
            Some(value) => Term::Of(var).equals(value),
            None => Formula::Present(var).not(),
        };
        all.map(same).collect()
    }

    /// That every account of both is empty.
    pub fn empty(&self) -> Formula {
        self.old.empty().and(self.new.empty())
    }

    fn fields(&mut self) -> Option<()> {
        let (a, b) = (self.old.policy, self.new.policy);
        for (id, var) in self.new.fields.clone() {
            let field = b.fields.get(id.0)?;
            let same = |other: &crate::model::FieldId| {
                a.fields.get(other.0).is_some_and(|other| same_field((a, other), (b, field)))
            };
            let Some((other, known)) = self.old.fields.iter().find(|(other, _)| same(other)) else { continue };
            let (known, other_field) = (*known, a.fields.get(other.0)?);
            let quanta = (self.old.quantum(*other), self.new.quantum(id));
            match (&other_field.domain, &field.domain) {
                (Domain::List(x), Domain::List(y)) => {
                    let shared = self.lists((known, *x), (var, *y));
                    self.new.fields.insert(id, shared);
                }
                (Domain::Number { .. }, Domain::Number { low, high, step }) if quanta.0 == quanta.1 => {
                    self.links.extend(within(known, [*low, *high, *step], quanta.1));
                    self.new.fields.insert(id, known);
                }
                (Domain::Date(..), Domain::Date(first, last)) => {
                    self.links.push(Formula::Within(Term::Of(known), vec![(i64::from(*first), i64::from(*last))]));
                    self.new.fields.insert(id, known);
                }
                (Domain::YesNo, Domain::YesNo) | (Domain::Time, Domain::Time) => {
                    self.new.fields.insert(id, known);
                }
                _ => continue,
            }
            if other_field.optional && field.optional {
                // A range speaks of values that are there.
                self.allow_missing(known);
            } else if other_field.optional {
                self.links.push(Formula::Present(known));
            }
        }
        Some(())
    }

    /// What was said of a variable's values does not ask that it has one.
    fn allow_missing(&mut self, var: Var) {
        for link in &mut self.links {
            if let Formula::Within(Term::Of(of), _) = link
                && *of == var
            {
                *link = link.clone().or(Formula::Present(var).not());
            }
        }
    }

    fn scopes(&mut self) -> Option<()> {
        let (a, b) = (self.old.policy, self.new.policy);
        for (id, var) in self.new.scopes.clone() {
            let scope = b.scopes.get(id.0)?;
            let same = |other: &crate::model::ScopeId| {
                a.scopes.get(other.0).is_some_and(|other| same_thing(&other.name.name, &scope.name.name))
            };
            let Some((other, known)) = self.old.scopes.iter().find(|(other, _)| same(other)) else { continue };
            let (known, other) = (*known, a.scopes.get(other.0)?);
            let shared = match (other.keys, scope.keys) {
                (ScopeKeys::Stated, ScopeKeys::Stated) => known,
                (ScopeKeys::Listed(x), ScopeKeys::Listed(y)) => self.lists((known, x), (var, y)),
                _ => continue,
            };
            self.new.scopes.insert(id, shared);
            match (other.optional, scope.optional) {
                (true, true) => self.allow_missing(known),
                (true, false) => self.links.push(Formula::Present(known)),
                _ => {}
            }
        }
        Some(())
    }

    /// One variable for values of two lists, or two that stand for the same value.
    fn lists(&mut self, a: (Var, ListId), b: (Var, ListId)) -> Var {
        let (x, y) = (keys(self.old.policy, a.1), keys(self.new.policy, b.1));
        if x == y {
            return a.0;
        }
        let place = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
        let pairs: Vec<(i64, i64)> = x
            .iter()
            .enumerate()
            .filter_map(|(at, key)| Some((place(at), place(y.iter().position(|other| other == key)?))))
            .collect();
        let known = |places: Vec<i64>, var: Var| Term::Of(var).one_of(places);
        self.links.push(known(pairs.iter().map(|pair| pair.0).collect(), a.0));
        self.links.push(known(pairs.iter().map(|pair| pair.1).collect(), b.0));
        for (i, j) in pairs {
            let (one, other) = (Term::Of(a.0).equals(i), Term::Of(b.0).equals(j));
            self.links.push(one.clone().not().or(other.clone()).and(other.not().or(one)));
        }
        b.0
    }

    fn accounts(&mut self) {
        let (a, b) = (self.old.policy, self.new.policy);
        for (id, account) in (0..).map(crate::model::AccountId).zip(&b.accounts) {
            let same = (0..).map(crate::model::AccountId).zip(&a.accounts);
            let same = same.into_iter().find(|(_, other)| same_account((a, other), (b, account)));
            let known = same.and_then(|(other, _)| Some((other, *self.old.accounts.get(&other)?)));
            let Some((other, var)) = known else { continue };
            let quantum = |scene: &Scene<'_>, id| scene.account(id).map(|count| count.quantum).ok();
            if quantum(&self.old, other) == quantum(&self.new, id) {
                self.new.accounts.insert(id, var);
            }
        }
    }
}

/// The durable names of a list's values.
fn keys(policy: &Policy, list: ListId) -> Vec<&str> {
    policy.lists.get(list.0).map(List::keys).unwrap_or_default()
}

/// Between the least and the most, on the steps, in quanta.
fn within(var: Var, [low, high, step]: [Rational; 3], quantum: Rational) -> Vec<Formula> {
    let units = |value: Rational, rounding| in_quanta(rounding, value, quantum);
    let (low, high) = (units(low, Rounding::Up), units(high, Rounding::Down));
    let mut all: Vec<Formula> =
        low.zip(high).map(|run| Formula::Within(Term::Of(var), vec![run])).into_iter().collect();
    if let Some(step) = units(step, Rounding::Down).filter(|step| *step > 1) {
        let on = Formula::Within(Term::Of(var).remainder(step), vec![(0, 0)]);
        all.push(on.or(Formula::Present(var).not()));
    }
    all
}
