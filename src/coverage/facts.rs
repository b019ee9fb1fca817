//! The facts of a line of a case, as what the variables of a scene hold.

use super::survey::Survey;
use crate::cases::Seen;
use crate::checks::encode::Scene;
use crate::logic::{Assignment, Var};
use crate::model::arithmetic::divide;
use crate::model::expr::{CaseLine, CaseLineKind, Given};
use crate::model::types::CaseText;
use crate::model::{Constant, Domain, Field, FieldId, Policy, ScopeId, ScopeKeys};
use mizi_evaluator::account::State as _;
use std::collections::BTreeMap;

/// What the line that was decided states; none where the version of the case has no such line.
pub fn assignment(survey: &Survey<'_>, version: usize, scene: usize, seen: &Seen<'_>) -> Option<Assignment> {
    let (scene, policy) = (survey.scenes.get(scene)?, survey.model.versions.get(version)?);
    let event = event(seen.case, seen.line)?;
    let stated = Stated::of(policy, seen.case, event)?;
    let (day, minute) = event.when?;
    let mut values: BTreeMap<Var, i64> = [(scene.day, day.into()), (scene.time, minute.into())].into();
    for (id, var) in &scene.fields {
        let field = scene.policy.fields.get(id.0)?;
        if let Some(value) = stated.fact(scene.policy, field) {
            values.insert(*var, held(scene, policy, *id, value)?);
        }
    }
    for (id, var) in &scene.scopes {
        if let Some(key) = stated.scope(scene.policy, *id) {
            values.insert(*var, place(scene.policy, *id, key)?);
        }
    }
    let items = survey.items.get(scene.stretch.version)?;
    for (id, var) in &scene.accounts {
        let number = items.account(*id);
        let at = seen.needs.iter().find(|at| Some(at.account) == number);
        let added = seen.decision.changes.iter().filter(|change| Some(&change.at) == at);
        let added = added.fold(0i64, |sum, change| sum.saturating_add(change.add));
        values.insert(*var, at.map_or(0, |at| seen.store.amount(*at)).checked_sub(added)?);
    }
    Some(scene.problem.assignment(|var| values.get(&var).copied()))
}

/// The event or redemption that a line decides: itself, or what it confirms.
fn event<'c>(case: &'c CaseText, line: &'c CaseLine) -> Option<&'c CaseLine> {
    match &line.kind {
        CaseLineKind::Event { .. } | CaseLineKind::Redeem { .. } => Some(line),
        CaseLineKind::Confirm { of, .. } => {
            let before = case.lines.iter().take_while(|other| other.span != line.span || other.id != line.id);
            before.filter(|other| other.id == *of && matches!(other.kind, CaseLineKind::Event { .. })).last()
        }
        _ => None,
    }
}

/// What is stated of somebody and of what they did.
struct Stated<'c> {
    policy: &'c Policy,
    facts: Vec<&'c (FieldId, Constant)>,
    scopes: Vec<&'c (ScopeId, String)>,
}

impl<'c> Stated<'c> {
    fn of(policy: &'c Policy, case: &'c CaseText, event: &'c CaseLine) -> Option<Self> {
        let mut stated = Stated { policy, facts: Vec::new(), scopes: Vec::new() };
        let subject = match &event.kind {
            CaseLineKind::Event { subject, facts, scopes, .. } => {
                stated.facts.extend(facts);
                stated.scopes.extend(scopes);
                subject
            }
            CaseLineKind::Redeem { subject, .. } => subject,
            _ => return None,
        };
        for given in &case.given {
            if let Given::Subject { name, facts, scopes, .. } = given
                && name == subject
            {
                stated.facts.extend(facts);
                stated.scopes.extend(scopes);
            }
        }
        Some(stated)
    }

    /// The value of a field of the version that decided.
    fn fact(&self, of: &Policy, field: &Field) -> Option<&'c Constant> {
        let activity = |policy: &Policy, field: &Field| {
            let id = field.activity?;
            policy.activities.get(id.0).map(|activity| activity.name.name.key().to_owned())
        };
        let wanted = (field.name.name.key(), activity(of, field));
        let same = |(id, _): &&&(FieldId, Constant)| {
            let known = self.policy.fields.get(id.0);
            known.is_some_and(|known| (known.name.name.key(), activity(self.policy, known)) == wanted)
        };
        self.facts.iter().find(same).map(|(_, value)| value)
    }

    fn scope(&self, of: &Policy, id: ScopeId) -> Option<&'c str> {
        let wanted = of.scopes.get(id.0)?.name.name.key();
        let name = |id: ScopeId| self.policy.scopes.get(id.0).map(|scope| scope.name.name.key());
        self.scopes.iter().find(|(id, _)| name(*id) == Some(wanted)).map(|(_, key)| key.as_str())
    }
}

/// A value as the scene counts it.
fn held(scene: &Scene<'_>, stated: &Policy, id: FieldId, value: &Constant) -> Option<i64> {
    Some(match value {
        Constant::Number(number) => {
            let units = divide(*number, scene.quantum(id)).filter(|units| units.is_integer())?;
            i64::try_from(units.to_integer()).ok()?
        }
        Constant::YesNo(yes) => (*yes).into(),
        Constant::Date(day) | Constant::Time(day) => (*day).into(),
        Constant::Value(list, place) => {
            let value = stated.lists.get(list.0)?.values.get(*place)?;
            let Domain::List(list) = scene.policy.fields.get(id.0)?.domain else { return None };
            let values = &scene.policy.lists.get(list.0)?.values;
            let at = values.iter().position(|known| known.name.key() == value.name.key())?;
            i64::try_from(at).ok()?
        }
    })
}

/// The place of a key in its list; of a free text, that there is one.
fn place(policy: &Policy, id: ScopeId, key: &str) -> Option<i64> {
    match policy.scopes.get(id.0)?.keys {
        ScopeKeys::Listed(list) => {
            let values = &policy.lists.get(list.0)?.values;
            let at = values.iter().position(|value| value.name.name == key || value.name.key() == key)?;
            i64::try_from(at).ok()
        }
        _ => Some(0),
    }
}
