//! Items and accounts: what reasons name, and what lasts. Both are found again by what they are, so that versions and stretches of
//! time share them.

use super::codes::changed;
use super::names::{Names, form};
use crate::diagnostics::Finding;
use crate::model::arithmetic::{divide, multiply, ten_to, whole};
use crate::model::held::{Held, smallest_unit};
use crate::model::print::both;
use crate::model::types::Base;
use crate::model::{self, Cap, Model, Named, Pays, Policy, Rational, Rule, ScopeId, Type, Unit};
use crate::source::Span;
use mizi_evaluator::program::{
    self as out, Account, AccountId, AccountKind, Item, ItemId, ItemKind, Measure, Name, NumberForm, Text, Window,
};
use std::collections::BTreeMap;

/// The most that usage of a cap, and an account whose range is not stated, may come to.
const MOST: i64 = 1_000_000_000_000;

/// The durable key of an account within its policy.
type Key = (String, Measure, out::ScopeId, Window);

/// Items and accounts so far.
#[derive(Debug, Default)]
pub struct State {
    pub items: Vec<Item>,
    pub accounts: Vec<Account>,
    keys: BTreeMap<Key, AccountId>,
    item_keys: BTreeMap<String, Vec<ItemId>>,
    /// By version, the accounts declared in it.
    pub declared: Vec<Vec<AccountId>>,
    pub findings: Vec<Finding>,
}

/// An account about to be found or made.
pub struct Wanted {
    item: String,
    shown: ItemId,
    measure: Measure,
    form: Option<NumberForm>,
    parts: i64,
    scope: out::ScopeId,
    window: Window,
    kind: AccountKind,
    range: (i64, i64),
    span: Span,
}

impl State {
    /// The number of an item, which is made if it is not there yet.
    pub fn item(&mut self, kind: ItemKind, name: &Name, text: Text, basis: &[String]) -> ItemId {
        let item = Item { kind, name: name.clone(), text, basis: basis.to_vec() };
        let of_name = self.item_keys.entry(name.key().to_string()).or_default();
        if let Some(known) = of_name.iter().find(|id| self.items.get(**id as usize) == Some(&item)) {
            return *known;
        }
        let id = self.items.len() as ItemId;
        of_name.push(id);
        self.items.push(item);
        id
    }

    /// The number of an account, which is made if it is not there yet. The newest item is shown.
    fn account(&mut self, wanted: Wanted) -> AccountId {
        let key = (wanted.item.clone(), wanted.measure.clone(), wanted.scope, wanted.window);
        let (min, max) = wanted.range;
        let made = Account {
            item: wanted.item,
            shown: wanted.shown,
            measure: wanted.measure,
            form: wanted.form,
            parts: wanted.parts,
            scope: wanted.scope,
            window: wanted.window,
            kind: wanted.kind,
            min,
            max,
        };
        if let Some(id) = self.keys.get(&key).copied() {
            self.same_account(id, made, wanted.span);
            return id;
        }
        let id = self.accounts.len() as AccountId;
        self.keys.insert(key, id);
        self.accounts.push(made);
        id
    }

    fn same_account(&mut self, id: AccountId, made: Account, span: Span) {
        let Some(known) = self.accounts.get_mut(id as usize) else { return };
        let alike = |a: &Account, b: &Account| {
            (a.kind, a.min, a.max, a.form.is_some()) == (b.kind, b.min, b.max, b.form.is_some())
        };
        if !alike(known, &made) {
            let finding = changed(span, &made.item, "用途或范围", "use or range");
            if !self.findings.contains(&finding) {
                self.findings.push(finding);
            }
        }
        *known = made;
    }

    /// The accounts a policy declares, the balance among them.
    pub fn declare(&mut self, model: &Model, held: &Held, names: &Names) {
        for (version, policy) in model.versions.iter().enumerate() {
            let ids = (0..policy.accounts.len()).map(|id| self.declared(version, policy, id, held, names)).collect();
            self.declared.push(ids);
        }
    }

    fn declared(&mut self, version: usize, policy: &Policy, id: usize, held: &Held, names: &Names) -> AccountId {
        let Some(account) = policy.accounts.get(id) else { return 0 };
        let quantum = held.account(version, model::AccountId(id));
        let measure = measure(&account.unit);
        let form = matches!(measure, Measure::Unit(_))
            .then(|| form(policy, &Type::Number(account.unit.clone()), Some(&account.shown_unit), quantum));
        let parts = if form.is_some() { parts(policy, &account.unit, quantum) } else { 1 };
        let shown = self.item(ItemKind::Account, &account.name.name, Text::default(), &[]);
        let bound =
            |n: Rational| divide(n, quantum).map_or(i64::MAX, |n| i64::try_from(n.to_integer()).unwrap_or(MOST));
        let balance = policy.balance == model::AccountId(id);
        self.account(Wanted {
            item: account.key.clone(),
            shown,
            measure,
            form,
            parts,
            scope: scope_number(names, version, account.scope),
            window: window(account.window),
            kind: if balance { AccountKind::Balance } else { AccountKind::Counter },
            range: (bound(account.range.0), bound(account.range.1)),
            span: account.span,
        })
    }

    /// Where a cap's usage is kept.
    pub fn usage(&mut self, owner: Owner, cap: &Cap, scope: out::ScopeId) -> AccountId {
        self.account(Wanted {
            item: owner.key.to_string(),
            shown: owner.item,
            measure: if cap.times { Measure::Times } else { Measure::Points },
            form: None,
            parts: 1,
            scope,
            window: window(cap.window),
            kind: AccountKind::Usage,
            range: (0, MOST),
            span: cap.span,
        })
    }

    /// Where a rule's remainder is kept, and what its carried blocks have paid.
    pub fn carried(&mut self, owner: Owner, place: CarriedPlace) -> out::Carried {
        let units = parts(place.policy, place.unit, place.quantum);
        let wanted = |measure, form: Option<NumberForm>, kind| Wanted {
            item: owner.key.to_string(),
            shown: owner.item,
            measure,
            parts: if form.is_some() { units } else { 1 },
            form,
            scope: place.scope,
            window: window(place.window),
            kind,
            range: (-MOST, MOST),
            span: place.span,
        };
        let form = form(place.policy, &Type::Number(place.unit.clone()), None, place.quantum);
        let remainder = wanted(Measure::Remainder(unit_name(place.unit)), Some(form), AccountKind::Remainder);
        let paid = wanted(Measure::CarriedPoints, None, AccountKind::CarriedPay);
        out::Carried { remainder: self.account(remainder), paid: self.account(paid) }
    }
}

/// The item an account belongs to: its durable key, and the item shown.
#[derive(Clone, Copy)]
pub struct Owner<'a> {
    pub key: &'a str,
    pub item: ItemId,
}

/// Where and in what a remainder is kept.
pub struct CarriedPlace<'a> {
    pub policy: &'a Policy,
    pub unit: &'a Unit,
    pub quantum: Rational,
    pub scope: out::ScopeId,
    pub window: model::Window,
    pub span: Span,
}

/// A scope's number in the program.
pub fn scope_number(names: &Names, version: usize, scope: ScopeId) -> out::ScopeId {
    names.maps.get(version).and_then(|map| map.scopes.get(scope.0)).copied().unwrap_or_default()
}

/// What an account of a unit counts.
fn measure(unit: &Unit) -> Measure {
    match unit.0.as_slice() {
        [(Base::Point, 1)] => Measure::Points,
        [(Base::Time, 1)] => Measure::Times,
        _ => Measure::Unit(unit_name(unit)),
    }
}

/// How many of what is held make one of the unit's durable name.
fn parts(policy: &Policy, unit: &Unit, quantum: Rational) -> i64 {
    let parts = divide(smallest_unit(policy, unit), quantum).filter(Rational::is_integer);
    parts.and_then(|parts| i64::try_from(parts.to_integer()).ok()).unwrap_or(1)
}

/// The durable name of a unit.
fn unit_name(unit: &Unit) -> String {
    let base = |base: &Base| match base {
        Base::Point => "points".to_string(),
        Base::Yuan => "fen".to_string(),
        Base::Minute => "minutes".to_string(),
        Base::Day => "days".to_string(),
        Base::Time => "times".to_string(),
        Base::Own(own) => own.clone(),
    };
    match unit.0.as_slice() {
        [] => "number".to_string(),
        [(one, 1)] => base(one),
        all => all.iter().map(|(one, power)| format!("{}^{power}", base(one))).collect::<Vec<_>>().join(" "),
    }
}

/// A window as the program names it; one that keeps nothing is that of no account.
fn window(window: model::Window) -> Window {
    window.kept().unwrap_or(Window::Lifetime)
}

/// The items of one version.
pub trait PolicyItems {
    /// A rule or bonus.
    fn rule(&mut self, rule: &Rule) -> ItemId;
    /// A rule's cap.
    fn cap(&mut self, policy: &Policy, owner: &Named, cap: &Cap, basis: &[String]) -> ItemId;
    /// A redemption's stock.
    fn stock(&mut self, policy: &Policy, owner: &Named, cap: &Cap, basis: &[String]) -> ItemId;
}

impl PolicyItems for State {
    fn rule(&mut self, rule: &Rule) -> ItemId {
        let kind = match rule.pays {
            Pays::Award { .. } => ItemKind::Rule,
            Pays::Bonus { .. } => ItemKind::Bonus,
        };
        self.item(kind, &rule.name.name, Text::default(), &rule.basis)
    }

    fn cap(&mut self, policy: &Policy, owner: &Named, cap: &Cap, basis: &[String]) -> ItemId {
        self.item(ItemKind::Cap, &owner.name, both(policy, |printer| printer.cap(cap)), basis)
    }

    fn stock(&mut self, policy: &Policy, owner: &Named, cap: &Cap, basis: &[String]) -> ItemId {
        self.item(ItemKind::Stock, &owner.name, both(policy, |printer| printer.stock(cap)), basis)
    }
}

/// Points as smallest units, which they are a whole number of.
pub fn smallest_units(policy: &Policy, points: Rational) -> Option<i64> {
    let units = multiply(points, whole(ten_to(policy.decimals)?)).filter(Rational::is_integer)?;
    i64::try_from(units.to_integer()).ok()
}
