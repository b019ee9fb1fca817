//! Durable names of numbers of the state: what they are found by in every version, never a position. (S2.1)

use crate::date;
use crate::decision::{AccountKey, Key};
use crate::evaluator::Evaluator;
use crate::program::{Account, AccountId, Measure, Name, Program, ScopeKeys, Window};
use crate::text::Texts;
use crate::value;
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;

/// A number of the state by its durable name, within its policy. It is written as a list of its parts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(into = "Parts<'a>")]
pub struct Durable<'a> {
    /// Code or name of the item.
    pub account: Cow<'a, str>,
    /// What is counted.
    pub measure: Cow<'a, str>,
    /// Code or name of the scope.
    pub scope: Cow<'a, str>,
    /// Whose; none for the whole street.
    pub key: Option<Cow<'a, str>>,
    /// `lifetime`, `day`, `week`, `month`, `quarter`, `half_year`, `year`.
    pub window: Cow<'a, str>,
    /// First day of the window, 2025-03-01; none for a lifetime.
    pub start: Option<Cow<'a, str>>,
}

#[derive(Serialize, Deserialize)]
struct Parts<'a>(
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Option<Cow<'a, str>>,
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Option<Cow<'a, str>>,
);

impl<'a> From<Parts<'a>> for Durable<'a> {
    fn from(Parts(account, measure, scope, key, window, start): Parts<'a>) -> Durable<'a> {
        Durable { account, measure, scope, key, window, start }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Durable<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Durable<'a>, D::Error> {
        Parts::deserialize(deserializer).map(Durable::from)
    }
}

impl<'a> From<Durable<'a>> for Parts<'a> {
    fn from(durable: Durable<'a>) -> Parts<'a> {
        let Durable { account, measure, scope, key, window, start } = durable;
        Parts(account, measure, scope, key, window, start)
    }
}

/// The word of a window.
pub(crate) fn window_kind(window: Window) -> &'static str {
    match window {
        Window::Lifetime => "lifetime",
        Window::Day => "day",
        Window::Week => "week",
        Window::Month => "month",
        Window::Quarter => "quarter",
        Window::HalfYear => "half_year",
        Window::Year { .. } => "year",
    }
}

/// The word of a measure.
pub(crate) fn measure(measure: &Measure) -> Cow<'_, str> {
    match measure {
        Measure::Points => "points".into(),
        Measure::Times => "times".into(),
        Measure::Unit(unit) => unit.into(),
        Measure::Remainder(unit) => format!("remainder:{unit}").into(),
        Measure::CarriedPoints => "carried_points".into(),
    }
}

/// How many of what an account holds make one of its durable unit.
fn parts(program: &Program, account: &Account) -> i64 {
    match account.measure {
        Measure::Points | Measure::CarriedPoints => 10i64.checked_pow(program.decimals.into()).unwrap_or(1),
        _ => account.parts,
    }
}

impl Evaluator {
    /// The durable name of a number of the state.
    pub fn durable<'a>(&'a self, at: AccountKey, texts: &'a Texts) -> Option<Durable<'a>> {
        let program = self.program();
        let account = program.accounts.get(at.account as usize)?;
        let scope = program.scopes.get(usize::from(account.scope))?;
        let key = match scope.keys {
            ScopeKeys::Whole => None,
            ScopeKeys::Subject | ScopeKeys::Stated => Some(texts.text(at.key)),
            ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. } => {
                let values = &program.lists.get(usize::from(list))?.values;
                Some(values.get(at.key as usize)?.key())
            }
        };
        let start = (account.window != Window::Lifetime).then(|| date::show_date(at.start.into()).into());
        Some(Durable {
            account: account.item.as_str().into(),
            measure: measure(&account.measure),
            scope: scope.name.key().into(),
            key: key.map(Cow::from),
            window: window_kind(account.window).into(),
            start,
        })
    }

    /// The number of the state with this durable name, if the policy has it.
    pub fn find(&self, durable: &Durable<'_>, texts: &mut Texts) -> Option<AccountKey> {
        let program = self.program();
        let &scope = self.names().scopes.get(&*durable.scope)?;
        let start = durable.start.as_deref().map(date::read_date).transpose().ok()?;
        let is_it = |account: &Account| {
            let same = (account.item.as_str(), account.scope) == (&*durable.account, scope);
            let window = window_kind(account.window) == durable.window
                && start.map_or(0, |start| date::window_start(account.window, start)) == start.unwrap_or(0)
                && start.is_some() == (account.window != Window::Lifetime);
            same && window && measure(&account.measure) == durable.measure
        };
        let account = program.accounts.iter().position(is_it)? as AccountId;
        let key = self.find_key(scope, durable.key.as_deref(), texts)?;
        Some(AccountKey { account, key, start: start.unwrap_or(0) })
    }

    fn find_key(&self, scope: u16, key: Option<&str>, texts: &mut Texts) -> Option<Key> {
        match self.program().scopes.get(usize::from(scope))?.keys {
            ScopeKeys::Whole => key.is_none().then_some(0),
            ScopeKeys::Subject | ScopeKeys::Stated => key.map(|key| texts.number(key)),
            ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. } => {
                self.names().values.get(usize::from(list))?.get(key?).map(|&value| value.into())
            }
        }
    }

    /// An amount of an account in its durable unit, as a decimal.
    pub fn show_durable(&self, account: AccountId, amount: i64) -> String {
        let parts = self.program().accounts.get(account as usize).map_or(1, |own| parts(self.program(), own));
        value::show_fraction(amount.into(), parts.into())
    }

    /// Reads an amount in an account's durable unit.
    pub fn read_durable(&self, account: AccountId, text: &str) -> Option<i64> {
        let parts = self.program().accounts.get(account as usize).map(|own| parts(self.program(), own))?;
        value::read_fraction(text, parts.into())
    }

    /// The name of a thing by its number, in a list of names.
    pub(crate) fn key_of(names: &[Name], number: u16) -> Option<&str> {
        names.get(usize::from(number)).map(Name::key)
    }
}
