//! What accounts hold before a case begins, and what one holds now.

use super::compare::CASE_DIFFERS;
use crate::diagnostics::{Finding, Message};
use crate::model::expr::{Given, UsageOf};
use crate::model::{self, Cap, Policy, Rational, Remedy, ScopeId};
use crate::source::Span;
use mizi_evaluator::Evaluator;
use mizi_evaluator::account::{Memory, State};
use mizi_evaluator::date;
use mizi_evaluator::decision::{AccountKey, Key};
use mizi_evaluator::json::Reader;
use mizi_evaluator::program::{Account, AccountKind, Day, Measure, Program, ScopeKeys};

/// Puts what is given into the store; gives a finding where the program has no such account.
pub fn put(
    policy: &Policy,
    evaluator: &Evaluator,
    reader: &mut Reader<'_>,
    store: &mut Memory,
    given: &Given,
    subjects: &[&str],
) -> Vec<Finding> {
    match given {
        Given::Subject { name, accounts, .. } => {
            for (account, amount) in accounts {
                if let Some((at, units)) = account_at(policy, evaluator.program(), reader, *account, name) {
                    store.set(at, units.held(*amount));
                }
            }
            Vec::new()
        }
        Given::Usage { of, key, date, amount, span } => {
            let key = Whose { key: key.as_deref().unwrap_or(""), subjects };
            match usage_at(policy, evaluator.program(), reader, *of, key, *date) {
                Some((at, units)) => {
                    store.set(at, units.held(*amount));
                    Vec::new()
                }
                None => vec![not_kept(*span)],
            }
        }
    }
}

/// A number is stated that decisions do not keep.
pub fn not_kept(span: Span) -> Finding {
    let what =
        Message::new("判定时不记这个数，写了也没有用处。", "Decisions keep no such number; stating it has no effect.");
    Finding::new(&CASE_DIFFERS, span, what)
}

/// What an account holds.
pub struct Held {
    /// Which number of the state.
    pub at: AccountKey,
    /// What it is now, as it is kept.
    pub amount: i64,
    units: Units,
}

impl Held {
    /// An amount in base units, as it is kept.
    pub fn kept(&self, amount: Rational) -> i64 {
        self.units.held(amount)
    }

    /// What it is now, base units.
    pub fn base(&self) -> Rational {
        self.units.base(self.amount)
    }
}

/// What an account of the policy holds for a key now.
pub fn held(
    policy: &Policy,
    evaluator: &Evaluator,
    reader: &mut Reader<'_>,
    store: &Memory,
    account: model::AccountId,
    key: &str,
) -> Option<Held> {
    let (at, units) = account_at(policy, evaluator.program(), reader, account, key)?;
    // The latest window there is anything in: cases look at what was counted last.
    let latest = store.counters().amounts().into_iter().filter(|(k, _)| k.account == at.account && k.key == at.key);
    let at = latest.map(|(k, _)| k).max().unwrap_or(at);
    Some(Held { at, amount: store.amount(at), units })
}

/// How many held units make one base unit: a fraction where numbers are kept finer.
struct Units(Rational);

impl Units {
    fn held(&self, amount: Rational) -> i64 {
        let held = amount * self.0;
        i64::try_from(held.to_integer()).unwrap_or(i64::MAX)
    }

    fn base(&self, held: i64) -> Rational {
        Rational::from(i128::from(held)) / self.0
    }
}

fn account_at(
    policy: &Policy,
    program: &Program,
    reader: &mut Reader<'_>,
    account: model::AccountId,
    key: &str,
) -> Option<(AccountKey, Units)> {
    let account = policy.accounts.get(account.0)?;
    let kinds = [AccountKind::Balance, AccountKind::Counter];
    let scope = scope_name(policy, account.scope)?;
    let (id, found) = find(program, &account.key, &kinds, scope, |_| true)?;
    Some((AccountKey { account: id, key: key_of(program, reader, found, key)?, start: 0 }, units(program, found)))
}

fn usage_at(
    policy: &Policy,
    program: &Program,
    reader: &mut Reader<'_>,
    of: UsageOf,
    whose: Whose<'_>,
    day: Option<Day>,
) -> Option<(AccountKey, Units)> {
    let (item, cap) = match of {
        UsageOf::RuleCap(rule, cap) => {
            let rule = policy.rules.get(rule.0)?;
            (rule.key.as_str(), rule.caps.get(cap)?)
        }
        UsageOf::OverallCap(cap) => {
            let cap = policy.overall_caps.get(cap.0)?;
            (cap.key.as_str(), &cap.cap)
        }
        UsageOf::Stock(redemption, stock) => {
            let redemption = policy.redemptions.get(redemption.0)?;
            (redemption.key.as_str(), redemption.stock.get(stock)?)
        }
        UsageOf::Account(account) => {
            let (at, units) = account_at(policy, program, reader, account, whose.key)?;
            let window = program.accounts.get(at.account as usize)?.window;
            let start = day.map_or(0, |day| date::window_start(window, day));
            return Some((AccountKey { start, ..at }, units));
        }
    };
    let measure = if cap.times { Measure::Times } else { Measure::Points };
    let window = cap.window.kept()?;
    let scope = scope_name(policy, whose.scope(policy, cap))?;
    let same = |account: &Account| account.measure == measure && account.window == window;
    let (id, found) = find(program, item, &[AccountKind::Usage], scope, same)?;
    let start = day.map_or(0, |day| date::window_start(found.window, day));
    Some((AccountKey { account: id, key: key_of(program, reader, found, whose.key)?, start }, units(program, found)))
}

/// Whose usage is stated.
#[derive(Clone, Copy)]
struct Whose<'a> {
    key: &'a str,
    /// The people of the case.
    subjects: &'a [&'a str],
}

impl Whose<'_> {
    /// The scope by which it is kept: a person's name under a cap of another scope means who lacks that scope.
    fn scope(&self, policy: &Policy, cap: &Cap) -> ScopeId {
        match cap.missing {
            Some(Remedy::By(other)) if self.subjects.contains(&self.key) && is_subject(policy, other) => other,
            _ => cap.scope,
        }
    }
}

fn is_subject(policy: &Policy, scope: ScopeId) -> bool {
    policy.scopes.get(scope.0).is_some_and(|scope| scope.keys == model::ScopeKeys::Subject)
}

fn find<'p>(
    program: &'p Program,
    item: &str,
    kinds: &[AccountKind],
    scope: &str,
    same: impl Fn(&Account) -> bool,
) -> Option<(u32, &'p Account)> {
    let of_scope = |account: &Account| {
        program.scopes.get(usize::from(account.scope)).is_some_and(|found| found.name.name == scope)
    };
    let mut accounts = (0u32..).zip(&program.accounts);
    accounts.find(|(_, a)| a.item == item && kinds.contains(&a.kind) && of_scope(a) && same(a))
}

fn scope_name(policy: &Policy, scope: ScopeId) -> Option<&str> {
    policy.scopes.get(scope.0).map(|scope| scope.name.name.name.as_str())
}

/// The number of a key: of a value of a list, or of a text as the reader numbers it.
fn key_of(program: &Program, reader: &mut Reader<'_>, account: &Account, key: &str) -> Option<Key> {
    let scope = program.scopes.get(usize::from(account.scope))?;
    match scope.keys {
        ScopeKeys::Whole => Some(0),
        ScopeKeys::Subject | ScopeKeys::Stated => Some(reader.texts.number(key)),
        ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. } => {
            let values = &program.lists.get(usize::from(list))?.values;
            values
                .iter()
                .position(|value| value.name == key || value.key() == key)
                .and_then(|at| Key::try_from(at).ok())
        }
    }
}

/// Points are held in their smallest unit, other measures as their form says (multiply ÷ divide of a shown unit).
fn units(program: &Program, account: &Account) -> Units {
    match (&account.measure, &account.form) {
        (Measure::Points | Measure::CarriedPoints, _) => {
            Units(Rational::from(10i128.pow(u32::from(program.decimals.min(18)))))
        }
        (Measure::Unit(unit), Some(form)) => {
            let shown = Rational::new(i128::from(form.multiply), i128::from(form.divide.max(1)));
            // A case's amount is in base units: minutes, where the form may show hours.
            let is_hours = unit == "minutes" && (form.unit.zh == "小时" || form.unit.en.starts_with("hour"));
            Units(if is_hours { shown / Rational::from(60) } else { shown })
        }
        _ => Units(Rational::from(1)),
    }
}
