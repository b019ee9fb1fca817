//! Facts and scopes of a record: joined with the subject's row, derived, and checked against what is read.

use crate::account::Journal;
use crate::decision::{ABSENT, Error, Key, NO_KEY, UNREADABLE, UNREADABLE_KEY};
use crate::evaluator::Evaluator;
use crate::plan::{Derived, FactCheck, Frame, Rest, ScopeCheck};
use crate::program::{Day, FactId, FactKind, ScopeId};

/// Facts by slot and keys by scope.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inputs {
    /// Whether they are just as the record states them.
    as_stated: bool,
    keys: Vec<Key>,
    facts: Vec<i64>,
}

/// What a record states itself.
#[derive(Clone, Copy)]
pub(crate) struct Stated<'a> {
    pub keys: &'a [Key],
    pub facts: &'a [i64],
    pub unknown_names: u16,
    /// The fact of every slot.
    pub slots: &'a [FactId],
}

impl Inputs {
    /// Takes what the record states, else what the subject's row of the day says (S4.8), and derives what follows.
    pub fn join<J: Journal>(
        &mut self,
        evaluator: &Evaluator,
        stated: &Stated<'_>,
        absent: &[(ScopeId, Vec<u16>)],
        day: Day,
        journal: &J,
    ) {
        let program = evaluator.program();
        let row = stated.keys.first().and_then(|&subject| journal.row(subject, day));
        let complete = stated.keys.len() == program.scopes.len() && stated.facts.len() == stated.slots.len();
        self.as_stated = complete && row.is_none() && absent.is_empty() && evaluator.plan().derived.is_empty();
        if self.as_stated {
            return;
        }
        self.keys.clear();
        self.keys.extend_from_slice(stated.keys);
        self.keys.resize(program.scopes.len(), NO_KEY);
        self.facts.clear();
        self.facts.extend_from_slice(stated.facts);
        self.facts.resize(stated.slots.len(), ABSENT);
        if let Some(row) = row {
            fill(&mut self.keys, row.keys, NO_KEY);
            let attributes = usize::from(program.attributes).min(row.facts.len());
            fill(&mut self.facts, &row.facts[..attributes], ABSENT);
        }
        for (scope, values) in absent {
            let key = &mut self.keys[usize::from(*scope)];
            if u16::try_from(*key).is_ok_and(|key| values.contains(&key)) {
                *key = UNREADABLE_KEY;
            }
        }
        for derived in &evaluator.plan().derived {
            self.derive(evaluator, *derived);
        }
    }

    /// Facts by slot, of a record that states these.
    #[inline]
    pub fn facts<'a>(&'a self, stated: &'a [i64]) -> &'a [i64] {
        if self.as_stated { stated } else { &self.facts }
    }

    /// Keys by scope, likewise.
    #[inline]
    pub fn keys<'a>(&'a self, stated: &'a [Key]) -> &'a [Key] {
        if self.as_stated { stated } else { &self.keys }
    }

    /// S4.9. A stated key that contradicts stays, for the check to find.
    fn derive(&mut self, evaluator: &Evaluator, derived: Derived) {
        match derived {
            Derived::Whole(scope) => self.keys[usize::from(scope)] = 0,
            Derived::Parent { scope, .. } => {
                let key = Self::parent(evaluator, &self.keys, derived);
                let own = &mut self.keys[usize::from(scope)];
                if *own == NO_KEY {
                    *own = key;
                }
            }
        }
    }

    /// The key that follows for a derived scope.
    fn parent(evaluator: &Evaluator, keys: &[Key], derived: Derived) -> Key {
        let Derived::Parent { of, list, .. } = derived else { return 0 };
        match keys[usize::from(of)] {
            key @ (NO_KEY | UNREADABLE_KEY) => key,
            key => {
                let parents = &evaluator.program().lists[usize::from(list)].parents;
                parents.get(key as usize).map_or(UNREADABLE_KEY, |&parent| parent.into())
            }
        }
    }

    /// S5.2: everything that is missing or wrong among what is read.
    #[inline]
    pub fn check(&self, evaluator: &Evaluator, frame: &Frame, stated: &Stated<'_>, errors: &mut Vec<Error>) {
        let (keys, facts) = (self.keys(stated.keys), self.facts(stated.facts));
        for fact in &frame.facts {
            let value = facts[usize::from(fact.slot)];
            if !fact.allows(value) && (fact.required || value != ABSENT) {
                errors.push(bad_fact(evaluator, fact, stated.slots[usize::from(fact.slot)], value));
            }
        }
        for scope in &frame.scopes {
            let key = keys[usize::from(scope.scope)];
            if scope.derived.is_some() || key >= scope.keys {
                errors.extend(Self::bad_scope(evaluator, keys, scope, key));
            }
        }
        if stated.unknown_names > 0 {
            errors.extend((0..stated.unknown_names).map(Error::UnknownName));
        }
    }

    /// What is wrong with a scope's key, if anything.
    fn bad_scope(evaluator: &Evaluator, keys: &[Key], check: &ScopeCheck, key: Key) -> Option<Error> {
        let scope = check.scope;
        let follows = check.derived.map(|derived| Self::parent(evaluator, keys, derived));
        match (key, follows) {
            (NO_KEY, _) => check.required.then_some(Error::MissingScope(scope)),
            (UNREADABLE_KEY, _) | (_, Some(UNREADABLE_KEY)) => Some(Error::UnreadableScope(scope)),
            (stated, Some(derived)) => (stated != derived).then_some(Error::Contradiction { scope, stated, derived }),
            (key, None) => (key >= check.keys).then_some(Error::UnreadableScope(scope)),
        }
    }
}

/// Fills what is absent.
fn fill<T: Copy + PartialEq>(own: &mut [T], row: &[T], absent: T) {
    for (own, row) in own.iter_mut().zip(row) {
        if *own == absent {
            *own = *row;
        }
    }
}

fn bad_fact(evaluator: &Evaluator, check: &FactCheck, fact: FactId, value: i64) -> Error {
    let &FactCheck { low, high, .. } = check;
    let listed = matches!(evaluator.program().facts[usize::from(fact)].kind, FactKind::Listed(_));
    match &check.rest {
        _ if value == ABSENT => Error::MissingFact(fact),
        _ if value == UNREADABLE => Error::UnreadableFact(fact),
        _ if listed => Error::NotInList { fact, value },
        Rest::Values(_) => Error::NotInList { fact, value },
        Rest::Step(step) if (low..=high).contains(&value) => Error::OffStep { fact, value, step: *step },
        Rest::Any | Rest::Step(_) => Error::OutOfRange { fact, value, low, high },
    }
}
