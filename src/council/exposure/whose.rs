//! Whose points are added up.

use crate::checks::exposure::{Ceiling, Who};
use crate::diagnostics::Message;
use crate::model::{Policy, ScopeId, ScopeKeys};

/// How many people there are, as far as that is stated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// How many live in the largest household.
    pub largest_household: Option<u64>,
    /// How many residents the street has.
    pub residents: Option<u64>,
}

/// One of those whose points are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// One person.
    Person,
    /// Those of one household: of the first scope whose key is any text.
    Household,
    /// Everybody.
    Street,
}

impl Whose {
    /// If they were one; none of a person, who is.
    pub fn one(self, who: Who) -> Option<Who> {
        match who {
            Who::Person => None,
            Who::All(scope, _) => Some(Who::All(scope, Some(1))),
            Who::Everybody(_) => Some(Who::Everybody(Some(1))),
        }
    }
}

impl Numbers {
    /// A person, a household if the policy knows any, the street; with their readings.
    pub fn all(&self, policy: &Policy) -> Vec<(Whose, Who, Message)> {
        let of = |keys: fn(ScopeKeys) -> bool| policy.scopes.iter().position(|scope| keys(scope.keys));
        let reading = |place: usize| {
            let (zh, en) = policy.scopes.get(place).map(|scope| scope.reading.clone()).unwrap_or_default();
            Message::new(zh, en)
        };
        let mut all = vec![(Whose::Person, Who::Person, reading(0))];
        if let Some(place) = of(|keys| keys == ScopeKeys::Stated) {
            let who = Who::All(ScopeId(place), self.largest_household);
            all.push((Whose::Household, who, reading(place)));
        }
        let whole = of(|keys| keys == ScopeKeys::Whole).map(reading);
        let whole = whole.unwrap_or_else(|| Message::new("所有主体", "all subjects"));
        all.push((Whose::Street, Who::Everybody(self.residents), whole));
        all
    }
}

/// Whether a cap never counts two people together who are of different households.
pub fn counts_alone(ceiling: &Ceiling<'_>) -> bool {
    let keys = ceiling.policy.scopes.get(ceiling.cap.scope.0).map(|scope| scope.keys);
    matches!(keys, Some(ScopeKeys::Subject | ScopeKeys::Stated)) && ceiling.here.iter().flatten().all(plain)
}

fn plain(here: &crate::checks::exposure::CeilingHere<'_>) -> bool {
    here.cap.missing.is_none_or(|missing| !matches!(missing, crate::model::Remedy::By(_)))
}
