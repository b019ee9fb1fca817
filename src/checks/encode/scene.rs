//! What one event or redemption may be: the variables that formulas are about.

use super::NotEncoded;
use super::count::Count;
use super::found::Found;
use super::rule::Rules;
use crate::logic::{self, Formula, Preference, Problem, Term, Var};
use crate::model::arithmetic::in_quanta;
use crate::model::held::{Held, smallest_unit};
use crate::model::segments::Stretch;
use crate::model::types::Base;
use crate::model::{
    AccountId, ActivityId, DecidedBy, Domain, FieldId, Model, Policy, Rational, RedemptionId, Rounding, ScopeId,
    ScopeKeys, Unit,
};
use std::collections::BTreeMap;

/// Last day that is looked at where a policy has no end: 2099-12-31, as far as the zone's table goes.
const LAST_DAY: i32 = 47_481;
/// Days of a policy's beginning among which a witness's weekday is looked for.
const FIRST_DAYS: i32 = 31;
/// A time of day at which things happen.
const MORNING: i64 = 9 * 60;
/// What an account that has no declared range may hold, smallest units (S16.4).
const MOST_HELD: i64 = 1_000_000_000_000;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// An event of this activity.
    Event(ActivityId),
    /// This redemption.
    Redeem(RedemptionId),
}

/// One event or redemption on the days of one stretch: its variables, and the policy that says what they mean.
pub struct Scene<'a> {
    /// The version in force.
    pub policy: &'a Policy,
    /// The days on which it is decided.
    pub stretch: Stretch,
    /// What is done.
    pub act: Act,
    /// The variables, with their domains. Clauses are required of it.
    pub problem: Problem,
    pub(super) held: &'a Held,
    /// 发生日
    pub day: Var,
    /// 发生时刻, minutes.
    pub time: Var,
    /// Attributes, and the fields of the activity.
    pub fields: BTreeMap<FieldId, Var>,
    /// Scopes whose key is stated: the place in a list; of a free text, whether there is one.
    pub scopes: BTreeMap<ScopeId, Var>,
    /// What accounts hold before it, in their quanta.
    pub accounts: BTreeMap<AccountId, Var>,
    /// Units carried by rules with a remainder, in quanta of the rule.
    pub remainders: BTreeMap<crate::model::RuleId, Var>,
    pub(super) rules: Rules<'a>,
    pub(super) found: Found,
}

impl<'a> Scene<'a> {
    /// For events of an activity or a redemption in one stretch; none where a range is larger than the logic counts.
    pub fn new(model: &'a Model, held: &'a Held, stretch: Stretch, act: Act) -> Option<Scene<'a>> {
        Scene::within(Problem::new(), model, held, stretch, act)
    }

    /// The same, its variables after those of a problem.
    pub(super) fn within(
        mut problem: Problem,
        model: &'a Model,
        held: &'a Held,
        stretch: Stretch,
        act: Act,
    ) -> Option<Scene<'a>> {
        let policy = model.versions.get(stretch.version)?;
        let (first, last) = days(model, policy, stretch);
        let day = problem.variable(logic::Domain::dates(first, last).ok()?, weekdays(first.max(stretch.from), last));
        let own = |activity: Option<ActivityId>| match (activity, act) {
            (None, _) => true,
            (Some(of), Act::Event(this)) => of == this,
            (Some(_), Act::Redeem(_)) => false,
        };
        let mut fields = BTreeMap::new();
        for (id, field) in policy.fields.iter().enumerate().filter(|(_, field)| own(field.activity)) {
            let quantum = held.field(stretch.version, FieldId(id));
            let (domain, preference) = domain(policy, &field.domain, quantum)?;
            let domain = if field.optional { domain.or_missing() } else { domain };
            fields.insert(FieldId(id), problem.variable(domain, preference));
        }
        let scopes = scopes(policy, &mut problem)?;
        let time = problem.variable(logic::Domain::numbers(0, 24 * 60 - 1, 1).ok()?, Preference::near(MORNING));
        let accounts = accounts(policy, held, stretch.version, &mut problem)?;
        let remainders = BTreeMap::new();
        let (rules, found) = (Rules::new(policy, act, stretch.from), Found::default());
        Some(Scene {
            policy,
            stretch,
            act,
            problem,
            held,
            day,
            time,
            fields,
            scopes,
            accounts,
            remainders,
            rules,
            found,
        })
    }

    /// Whether a scope's key is there; always, where it cannot be missing.
    pub fn has_scope(&self, scope: ScopeId) -> Formula {
        match self.scopes.get(&self.child(scope)) {
            Some(var) => Formula::Present(*var),
            None => Formula::TRUE,
        }
    }

    /// The place of a listed scope's value in its list; of a parent, as it follows from its child.
    pub(super) fn scope_place(&self, scope: ScopeId) -> Result<Term, NotEncoded> {
        let keys = self.policy.scopes.get(scope.0).map(|scope| scope.keys).ok_or(NotEncoded::NoValue)?;
        match keys {
            ScopeKeys::Listed(_) => self.scopes.get(&scope).map(|var| Term::Of(*var)).ok_or(NotEncoded::NoValue),
            ScopeKeys::Parent { of, .. } => {
                let child = self.scope_place(of)?;
                let parents = self.parents(of).ok_or(NotEncoded::NoValue)?;
                let row = |(place, parent): (usize, &usize)| {
                    (child.clone().equals(place as i64), Term::Number(*parent as i64))
                };
                let rows = parents.iter().enumerate().map(row).collect();
                Ok(Term::Choose { rows, otherwise: Box::new(child.clone()) })
            }
            _ => Err(NotEncoded::NoValue),
        }
    }

    /// The scope whose key is stated and from which this one follows.
    pub fn child(&self, scope: ScopeId) -> ScopeId {
        match self.policy.scopes.get(scope.0).map(|scope| scope.keys) {
            Some(ScopeKeys::Parent { of, .. }) => self.child(of),
            _ => scope,
        }
    }

    /// For each value of a listed scope the place of its parent.
    fn parents(&self, scope: ScopeId) -> Option<&[usize]> {
        let list = match self.policy.scopes.get(scope.0)?.keys {
            ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. } => list,
            _ => return None,
        };
        self.policy.lists.get(list.0)?.parent.as_ref().map(|(_, of)| of.as_slice())
    }

    /// A number field or an account, with what it is counted in.
    pub(super) fn field(&self, field: FieldId) -> Result<Count, NotEncoded> {
        let var = self.fields.get(&field).ok_or(NotEncoded::NoValue)?;
        Ok(Count { term: Term::Of(*var), quantum: self.quantum(field) })
    }

    /// What a number field is counted in, base units.
    pub fn quantum(&self, field: FieldId) -> Rational {
        self.held.field(self.stretch.version, field)
    }

    /// What an account holds before.
    pub(super) fn account(&self, account: AccountId) -> Result<Count, NotEncoded> {
        let var = self.accounts.get(&account).ok_or(NotEncoded::NoValue)?;
        Ok(Count { term: Term::Of(*var), quantum: self.account_quantum(account) })
    }

    /// What an account is counted in, base units.
    pub fn account_quantum(&self, account: AccountId) -> Rational {
        self.held.account(self.stretch.version, account)
    }

    /// The smallest unit of points.
    pub fn smallest(&self) -> Rational {
        smallest_unit(self.policy, &Unit::of(Base::Point))
    }

    /// That every account, counter and remainder is empty: what holds for the first event of all.
    pub fn empty(&self) -> Formula {
        let all = self.accounts.values().chain(self.remainders.values());
        Formula::And(all.map(|var| Term::Of(*var).equals(0)).collect())
    }
}

/// 发生日 of what is decided in a stretch: its days; where the confirmation's date decides, any day of the policy before its end.
fn days(model: &Model, policy: &Policy, stretch: Stretch) -> (i32, i32) {
    let last = stretch.until.map_or(LAST_DAY, |until| until.saturating_sub(1)).max(stretch.from);
    let first = match policy.choices.decided_by {
        Some(DecidedBy::ConfirmationTime) => model.versions.first().map_or(stretch.from, |first| first.dates.from),
        _ => stretch.from,
    };
    (first.min(stretch.from), last)
}

/// Weekdays at the beginning, then the nearest day.
fn weekdays(first: i32, last: i32) -> Preference {
    // 1970-01-01 was a Thursday.
    let weekday = |day: &i32| (day + 3).rem_euclid(7) < 5;
    let days = (first..=last.min(first.saturating_add(FIRST_DAYS))).filter(weekday);
    Preference::first(days.map(i64::from))
}

fn domain(policy: &Policy, domain: &Domain, quantum: Rational) -> Option<(logic::Domain, Preference)> {
    let units = |value: Rational, rounding| in_quanta(rounding, value, quantum);
    match domain {
        Domain::Number { low, high, step } => {
            let step = units(*step, Rounding::Down)?.max(1);
            // Steps are counted from 0, not from the least value.
            let low = units(*low, Rounding::Up)?;
            let low = low.checked_add(low.checked_neg()?.rem_euclid(step))?;
            let high = units(*high, Rounding::Down)?;
            let quarter = low.checked_add(high.checked_sub(low)? / 4)?;
            Some((logic::Domain::numbers(low, high.max(low), step).ok()?, Preference::near(quarter)))
        }
        Domain::YesNo => Some((logic::Domain::yes_no(), Preference::first([1]))),
        Domain::List(list) => {
            let values = u32::try_from(policy.lists.get(list.0)?.values.len()).ok()?;
            Some((logic::Domain::list(values).ok()?, Preference::first([0])))
        }
        Domain::Date(first, last) => {
            let between = i64::from(*first) + (i64::from(*last) - i64::from(*first)) / 2;
            Some((logic::Domain::dates(*first, *last).ok()?, Preference::near(between)))
        }
        Domain::Time => Some((logic::Domain::numbers(0, 24 * 60 - 1, 1).ok()?, Preference::near(MORNING))),
    }
}

/// The scopes that are stated: all but the subject's own, parents and the whole street.
fn scopes(policy: &Policy, problem: &mut Problem) -> Option<BTreeMap<ScopeId, Var>> {
    let mut vars = BTreeMap::new();
    for (id, scope) in policy.scopes.iter().enumerate() {
        let values = match scope.keys {
            ScopeKeys::Stated => 1,
            ScopeKeys::Listed(list) => u32::try_from(policy.lists.get(list.0)?.values.len()).ok()?,
            _ => continue,
        };
        let domain = logic::Domain::list(values).ok()?;
        let domain = if scope.optional { domain.or_missing() } else { domain };
        vars.insert(ScopeId(id), problem.variable(domain, Preference::first([0])));
    }
    Some(vars)
}

fn accounts(policy: &Policy, held: &Held, version: usize, problem: &mut Problem) -> Option<BTreeMap<AccountId, Var>> {
    let mut vars = BTreeMap::new();
    for (id, account) in policy.accounts.iter().enumerate() {
        let quantum = held.account(version, AccountId(id));
        let bound = |value: Rational, rounding| in_quanta(rounding, value, quantum);
        let low = bound(account.range.0, Rounding::Up).unwrap_or(-MOST_HELD);
        let high = bound(account.range.1, Rounding::Down).unwrap_or(MOST_HELD).max(low);
        vars.insert(AccountId(id), problem.variable(logic::Domain::numbers(low, high, 1).ok()?, Preference::near(0)));
    }
    Some(vars)
}
