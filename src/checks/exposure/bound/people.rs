//! The people of a cell: which caps count them together, and into what they are cut.

use super::{Bounds, Cell, Who, less};
use crate::checks::exposure::book::same_or_wider;
use crate::checks::exposure::runs::Runs;
use crate::model::{Policy, Remedy, ScopeId, ScopeKeys};

impl Bounds<'_, '_> {
    /// Everybody has the same; keys of a closed list are as many as it has.
    pub(super) fn by_people(&self, cell: &Cell, caps: &[usize]) -> Runs {
        let (Who::All(_, people) | Who::Everybody(people)) = cell.who else { return Runs::default() };
        let part = |who: Who, many| self.within(&Cell { who, ..cell.clone() }, caps).each(many);
        let by_person = part(Who::Person, people);
        let Some(policy) = self.book.model.versions.last() else { return by_person };
        let inner = caps.iter().filter_map(|cap| self.listed_within(policy, cell.who, *cap));
        let widest = inner.max_by_key(|(scope, _)| {
            policy.scopes.iter().enumerate().filter(|(other, _)| same_or_wider(policy, *scope, ScopeId(*other))).count()
        });
        match widest {
            // All of them may be of one key.
            Some((scope, keys)) => less(part(Who::All(scope, people), Some(keys)), by_person),
            None => by_person,
        }
    }

    /// The scope of a cap if its keys are a closed list within one key of `who`, and how many they are.
    fn listed_within(&self, policy: &Policy, who: Who, cap: usize) -> Option<(ScopeId, u64)> {
        let scope = self.scope(policy, cap)?;
        let found = policy.scopes.get(scope.0)?;
        let unstated = self.remedies(cap).any(|missing| missing.is_none());
        if who.is(scope) || self.escapes(cap) || (found.optional && unstated) {
            return None;
        }
        let (ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. }) = found.keys else { return None };
        let list = policy.lists.get(list.0)?;
        let around = match who {
            Who::Person => return None,
            Who::Everybody(_) => ScopeKeys::Whole,
            Who::All(who, _) => policy.scopes.get(who.0)?.keys,
        };
        let count = match around {
            ScopeKeys::Whole => list.values.len(),
            ScopeKeys::Parent { of, .. } if of == scope => {
                let (_, parents) = list.parent.as_ref()?;
                parents.iter().map(|zone| parents.iter().filter(|other| *other == zone).count()).max()?
            }
            _ => return None,
        };
        Some((scope, u64::try_from(count).ok()?))
    }

    /// The scope of a cap as the last version numbers it.
    fn scope(&self, policy: &Policy, cap: usize) -> Option<ScopeId> {
        let ceiling = &self.book.ceilings[cap];
        let name = ceiling.policy.scopes.get(ceiling.cap.scope.0)?.name.name.key();
        policy.scopes.iter().position(|scope| scope.name.name.key() == name).map(ScopeId)
    }

    /// What a cap's versions state for those who lack its scope.
    fn remedies(&self, cap: usize) -> impl Iterator<Item = Option<Remedy>> {
        self.book.ceilings[cap].here.iter().flatten().map(|here| here.cap.missing)
    }

    /// Whether somebody without its scope is paid beside it.
    fn escapes(&self, cap: usize) -> bool {
        self.remedies(cap).flatten().any(|missing| missing != Remedy::Nothing)
    }

    /// Whether a cap counts these people together. Somebody for whom it does not hold may be among them.
    pub(super) fn reaches(&self, who: Who, cap: usize) -> bool {
        let whole = |scope: ScopeId, policy: &Policy| {
            policy.scopes.get(scope.0).is_some_and(|scope| scope.keys == ScopeKeys::Whole)
        };
        match who {
            Who::Person => !self.remedies(cap).any(|missing| missing == Some(Remedy::Unlimited)),
            Who::Everybody(_) => self.book.model.versions.last().is_some_and(|policy| {
                self.scope(policy, cap).is_some_and(|scope| whole(scope, policy)) && !self.escapes(cap)
            }),
            Who::All(who, _) => self.book.model.versions.last().is_some_and(|policy| {
                let scope = self.scope(policy, cap);
                scope.is_some_and(|scope| same_or_wider(policy, scope, who) && (scope == who || !self.escapes(cap)))
            }),
        }
    }
}

impl Who {
    /// Whether they are everybody of one key of a scope.
    fn is(self, scope: ScopeId) -> bool {
        matches!(self, Who::All(who, _) if who == scope)
    }
}
