//! How numbers are held at run time: as whole multiples of a quantum. A field's quantum is the same in all versions, an account's
//! too, so that what lasts keeps its meaning.

use super::arithmetic::{common_measure, least_common_multiple, one_of, ten_to, whole};
use super::range::{Env, Ranges};
use super::segments::{Stretch, in_force, stretches};
use super::settle::{number, settle};
use super::types::Base;
use super::{
    Account, AccountId, Activity, Award, Domain, Expr, Field, FieldId, Model, Name, Pays, Policy, Rational, Rule,
    Takes, Unit,
};
use num_traits::Zero;
use std::collections::BTreeMap;

/// The quanta of fields, accounts and carried remainders.
#[derive(Clone, Debug, Default)]
pub struct Held {
    fields: Vec<Vec<Rational>>,
    accounts: Vec<Vec<Rational>>,
    remainders: BTreeMap<(String, Unit), Rational>,
}

impl Held {
    /// For all versions of a policy.
    pub fn of(model: &Model) -> Self {
        let mut held = Held { fields: field_quanta(model), ..Held::default() };
        held.accounts = model.versions.iter().map(|policy| vec![whole(1); policy.accounts.len()]).collect();
        held.accounts = account_quanta(model, &held);
        held.remainders = remainder_quanta(model, &held);
        held
    }

    /// Of a field of a version.
    pub fn field(&self, version: usize, field: FieldId) -> Rational {
        self.fields.get(version).and_then(|fields| fields.get(field.0)).copied().unwrap_or_else(|| whole(1))
    }

    /// Of an account of a version.
    pub fn account(&self, version: usize, account: AccountId) -> Rational {
        self.accounts.get(version).and_then(|accounts| accounts.get(account.0)).copied().unwrap_or_else(|| whole(1))
    }

    /// Of the units a rule carries.
    pub fn remainder(&self, rule: &str, unit: &Unit) -> Rational {
        self.remainders.get(&(rule.to_string(), unit.clone())).copied().unwrap_or_else(|| whole(1))
    }
}

/// The smallest unit in which amounts of a unit are held: the policy's for points, the fen, the minute, the day, one time.
pub fn smallest_unit(policy: &Policy, unit: &Unit) -> Rational {
    match unit.0.as_slice() {
        [(Base::Point, 1)] => one_of(ten_to(policy.decimals).unwrap_or(1)),
        [(Base::Yuan, 1)] => one_of(100),
        _ => whole(1),
    }
}

/// Whether two names of different versions name the same thing.
pub fn same_thing(a: &Name, b: &Name) -> bool {
    match (&a.code, &b.code) {
        (Some(a), Some(b)) => a == b,
        _ => a.name == b.name,
    }
}

/// The activity of a field: none of a subject's.
fn activity<'p>(policy: &'p Policy, field: &Field) -> Option<Option<&'p Activity>> {
    field.activity.map(|id| policy.activities.get(id.0))
}

/// Whether two fields of different versions are the same fact.
pub fn same_field(a: (&Policy, &Field), b: (&Policy, &Field)) -> bool {
    if !same_thing(&a.1.name.name, &b.1.name.name) {
        return false;
    }
    match (activity(a.0, a.1), activity(b.0, b.1)) {
        (None, None) => true,
        (Some(Some(a)), Some(Some(b))) => same_thing(&a.name.name, &b.name.name),
        _ => false,
    }
}

/// Whether two accounts of different versions are kept as one.
pub fn same_account(a: (&Policy, &Account), b: (&Policy, &Account)) -> bool {
    let scope = |(policy, account): (&'_ Policy, &'_ Account)| {
        policy.scopes.get(account.scope.0).map(|scope| scope.name.name.clone()).unwrap_or_default()
    };
    a.1.key == b.1.key && a.1.unit == b.1.unit && a.1.window == b.1.window && same_thing(&scope(a), &scope(b))
}

fn field_quanta(model: &Model) -> Vec<Vec<Rational>> {
    let own = |policy: &Policy, field: &Field| match &field.domain {
        Domain::Number { low, high, step } => fine_enough(policy, &field.ty, [low, high, step].map(|n| *n.denom())),
        _ => 1,
    };
    let fields = || model.versions.iter().flat_map(|policy| policy.fields.iter().map(move |field| (policy, field)));
    // Looked up by name and by code: a policy may have very many fields.
    let mut called: BTreeMap<&str, Vec<(&Policy, &Field)>> = BTreeMap::new();
    for (policy, field) in fields() {
        called.entry(&field.name.name.name).or_default().push((policy, field));
        if let Some(code) = field.name.name.code.as_deref() {
            called.entry(code).or_default().push((policy, field));
        }
    }
    let finest = |policy: &Policy, field: &Field| {
        let words = std::iter::once(field.name.name.name.as_str()).chain(field.name.name.code.as_deref());
        let all = words.filter_map(|word| called.get(word)).flatten();
        all.filter(|other| same_field((policy, field), **other))
            .map(|(other, f)| own(other, f))
            .fold(1, |a, b| least_common_multiple(a, b).unwrap_or(a))
    };
    let of_version = |policy: &Policy| policy.fields.iter().map(|field| one_of(finest(policy, field))).collect();
    model.versions.iter().map(of_version).collect()
}

/// How many parts of one base unit must be told apart: the smallest unit's, and the denominators of what is stated.
fn fine_enough(policy: &Policy, ty: &super::Type, denominators: [i128; 3]) -> i128 {
    let smallest = match ty {
        super::Type::Number(unit) => *smallest_unit(policy, unit).denom(),
        _ => 1,
    };
    denominators.into_iter().fold(smallest, |a, b| least_common_multiple(a, b).unwrap_or(a))
}

/// Fine enough for all that is added in any version.
fn account_quanta(model: &Model, held: &Held) -> Vec<Vec<Rational>> {
    let mut added: Vec<Vec<Rational>> = model
        .versions
        .iter()
        .map(|policy| policy.accounts.iter().map(|account| smallest_unit(policy, &account.unit)).collect())
        .collect();
    for stretch in stretches(model) {
        let Some((policy, quanta)) = model.versions.get(stretch.version).zip(added.get_mut(stretch.version)) else {
            continue;
        };
        for (account, quantum) in policy.accounts.iter().zip(quanta) {
            *quantum = finer(*quantum, of_account(model, held, stretch, account));
        }
    }
    let finest = |policy: &Policy, account: &Account| {
        let all = model.versions.iter().zip(&added).flat_map(|(other, quanta)| {
            other.accounts.iter().zip(quanta).map(move |(a, quantum)| (other, a, *quantum))
        });
        all.filter(|(other, a, _)| same_account((policy, account), (other, a)))
            .fold(whole(1), |finest, (_, _, quantum)| finer(finest, Some(quantum)))
    };
    let of_version = |policy: &Policy| policy.accounts.iter().map(|account| finest(policy, account)).collect();
    model.versions.iter().map(of_version).collect()
}

/// What an account takes in on the days of one stretch. Points and times are never finer than their smallest unit: what would be
/// is found by the check of amounts.
fn of_account(model: &Model, held: &Held, stretch: Stretch, account: &Account) -> Option<Rational> {
    if matches!(account.unit.0.as_slice(), [(Base::Point | Base::Time, 1)]) {
        return None;
    }
    let limits = finer(account.range.0, Some(account.range.1));
    let Takes::Counts(counts) = &account.takes else { return Some(limits) };
    let added = counts.iter().filter_map(|counts| quantum(model, held, stretch, &counts.add));
    Some(added.fold(limits, |finest, quantum| finer(finest, Some(quantum))))
}

/// The quantum in which code gives a number.
fn quantum(model: &Model, held: &Held, stretch: Stretch, expr: &Expr) -> Option<Rational> {
    let policy = model.versions.get(stretch.version)?;
    let settled = settle(policy, stretch.from, expr).ok()?;
    if let Some(constant) = number(&settled) {
        return Some(constant);
    }
    Ranges::new(model, held, stretch)?.quantum(&settled, &Env::default())
}

/// 1 ÷ the least common multiple of the denominators.
fn finer(a: Rational, b: Option<Rational>) -> Rational {
    let b = b.map_or(1, |b| *b.denom());
    one_of(least_common_multiple(*a.denom(), b).unwrap_or(*a.denom()))
}

fn remainder_quanta(model: &Model, held: &Held) -> BTreeMap<(String, Unit), Rational> {
    let mut quanta = BTreeMap::new();
    for stretch in stretches(model) {
        let rules = model.versions.get(stretch.version).map(|policy| policy.rules.as_slice()).unwrap_or_default();
        for rule in rules.iter().filter(|rule| in_force(&rule.dates, stretch.from)) {
            if let Some((unit, quantum)) = carried_quantum(model, held, stretch, rule) {
                let finest = quanta.entry((rule.key.clone(), unit)).or_insert_with(|| whole(1));
                *finest = finer(*finest, Some(quantum));
            }
        }
    }
    quanta
}

fn carried_quantum(model: &Model, held: &Held, stretch: Stretch, rule: &Rule) -> Option<(Unit, Rational)> {
    let Pays::Award { award: Award::Blocks { block, of, carried: Some(_), .. }, .. } = &rule.pays else { return None };
    let super::Type::Number(unit) = &of.ty else { return None };
    let of = quantum(model, held, stretch, of)?;
    let block = quantum(model, held, stretch, block)?;
    let measure = common_measure(of, block).filter(|measure| !measure.is_zero())?;
    Some((unit.clone(), measure))
}
