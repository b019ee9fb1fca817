//! When rules hold and pay.

use super::NotEncoded;
use super::scene::{Act, Scene};
use crate::logic::Formula;
use crate::model::segments::in_force;
use crate::model::{Expr, ExprKind, Gate, Pays, Rule, RuleId};

/// The clauses of conditions: what 且 joins at the top of each (S8.1).
pub fn clauses(when: &[Expr]) -> Vec<&Expr> {
    when.iter().flat_map(joined).collect()
}

fn joined(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::And(parts) => parts.iter().collect(),
        _ => vec![expr],
    }
}

impl<'a> Scene<'a> {
    /// 资格 for this act that are in force.
    pub fn gates(&self) -> impl Iterator<Item = &'a Gate> + use<'a> {
        let earning = matches!(self.act, Act::Event(_));
        let day = self.stretch.from;
        self.policy.gates.iter().filter(move |gate| gate.earning == earning && in_force(&gate.dates, day))
    }

    /// That every 资格 for this act holds.
    pub fn eligible(&self) -> Result<Formula, NotEncoded> {
        self.all(self.gates().flat_map(|gate| &gate.when))
    }

    /// That all conditions hold.
    pub fn all<'e>(&self, when: impl IntoIterator<Item = &'e Expr>) -> Result<Formula, NotEncoded> {
        Ok(Formula::And(when.into_iter().map(|expr| self.condition(expr)).collect::<Result<_, _>>()?))
    }

    /// The rules in force that award for this act, bonuses not among them, in order of declaration.
    pub fn rules(&self) -> impl Iterator<Item = (RuleId, &'a Rule)> + use<'a> {
        let (day, act) = (self.stretch.from, self.act);
        let awards = move |rule: &Rule| match rule.pays {
            Pays::Award { activity, .. } => act == Act::Event(activity),
            Pays::Bonus { .. } => false,
        };
        let rules = (0..).map(RuleId).zip(&self.policy.rules);
        rules.filter(move |(_, rule)| awards(rule) && in_force(&rule.dates, day))
    }

    /// That a rule's conditions hold; exceptions apart.
    pub fn conditions(&self, rule: &Rule) -> Result<Formula, NotEncoded> {
        self.all(&rule.when)
    }

    /// That a rule holds and no rule that excepts it silences it (S8.3).
    pub fn stands(&self, id: RuleId) -> Result<Formula, NotEncoded> {
        let Some(rule) = self.policy.rules.get(id.0) else { return Ok(Formula::FALSE) };
        Ok(self.conditions(rule)?.and(self.silenced(id)?.not()))
    }

    /// That some rule that excepts this one holds and is not itself silenced.
    pub fn silenced(&self, id: RuleId) -> Result<Formula, NotEncoded> {
        let exceptions = self.rules().filter(|(_, other)| other.exception_to.contains(&id));
        Ok(Formula::Or(exceptions.map(|(other, _)| self.stands(other)).collect::<Result<_, _>>()?))
    }

    /// That a rule stands and awards more than 0, before caps and groups.
    pub fn pays(&self, id: RuleId) -> Result<Formula, NotEncoded> {
        let stands = self.stands(id)?;
        let amount = self.policy.rules.get(id.0).map(|rule| self.amount(rule)).transpose()?.flatten();
        Ok(amount.map_or(stands.clone(), |amount| stands.and(amount.over(0))))
    }
}
