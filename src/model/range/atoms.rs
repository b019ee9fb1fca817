//! What facts, accounts and the event's time can be before anything is known of them.

use super::{Found, Interval, Possible, Ranges, Stop};
use crate::model::arithmetic::{divide, multiply, rounded, whole};
use crate::model::{AccountId, Domain, FieldId, ListId, Rational, Rounding, ScopeId, ScopeKeys};
use mizi_evaluator::date::LAST_DAY;
use std::collections::BTreeSet;

impl Ranges<'_> {
    pub(super) fn field(&self, id: FieldId) -> Result<Found, Stop> {
        let field = self.policy.fields.get(id.0).ok_or(Stop::Impossible)?;
        let quantum = match field.domain {
            Domain::Number { .. } => self.held.field(self.stretch.version, id),
            _ => whole(1),
        };
        let possible = match &field.domain {
            Domain::Number { low, high, step } => Possible::Numbers(on_grid(*low, *high, *step)?),
            Domain::YesNo => Possible::yes_no(),
            Domain::List(list) => self.listed(*list),
            Domain::Date(low, high) => Possible::Numbers(Interval::whole((*low).into(), (*high).into())),
            Domain::Time => Possible::Numbers(Interval::whole(0, 1439)),
        };
        Ok(Found { possible, quantum })
    }

    fn listed(&self, list: ListId) -> Possible {
        let values = self.policy.lists.get(list.0).map_or(0, |list| list.values.len());
        Possible::Values((0..values).collect())
    }

    pub(super) fn scope(&self, id: ScopeId) -> Possible {
        match self.policy.scopes.get(id.0).map(|scope| scope.keys) {
            Some(ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. }) => self.listed(list),
            _ => Possible::Values(BTreeSet::from([0])),
        }
    }

    /// What lies outside an account's range makes an event undecidable, so that no reading outside it counts.
    pub(super) fn account(&self, id: AccountId) -> Result<Found, Stop> {
        let account = self.policy.accounts.get(id.0).ok_or(Stop::Impossible)?;
        let quantum = self.held.account(self.stretch.version, id);
        let (low, high) = account.range;
        Ok(Found { possible: Possible::Numbers(Interval { low, high, grain: quantum, nonzero: false }), quantum })
    }

    /// An event is decided on the days of this stretch; its own date may lie before them, from the first version on.
    pub(super) fn event_date(&self) -> Interval {
        let first = self.model.versions.first().map_or(self.stretch.from, |version| version.dates.from);
        let last = self.stretch.until.map_or(LAST_DAY, |until| until.saturating_sub(1));
        Interval::whole(first.min(last).into(), last.into())
    }
}

/// The whole multiples of `step` between two numbers.
fn on_grid(low: Rational, high: Rational, step: Rational) -> Result<Interval, Stop> {
    let end = |bound, towards| {
        let steps = rounded(towards, divide(bound, step)?)?;
        multiply(whole(steps), step)
    };
    let low = end(low, Rounding::Up).ok_or(Stop::TooLarge)?;
    let high = end(high, Rounding::Down).ok_or(Stop::TooLarge)?;
    if low > high { Err(Stop::Impossible) } else { Ok(Interval { low, high, grain: step, nonzero: false }) }
}
