//! Values with their units.

use super::{Explainer, Lang};
use crate::date;
use crate::decision::{Key, NO_KEY};
use crate::program::{AccountId, FactKind, Measure, NumberForm, ScopeKeys, Shown};
use crate::value;

/// A value before Han text: a space stands only after letters and digits.
pub(super) fn spaced(value: &str) -> String {
    let space = if value.ends_with(|c: char| c.is_ascii_alphanumeric()) { " " } else { "" };
    format!("{value}{space}")
}

impl Explainer<'_> {
    /// 20 米
    pub(crate) fn points(&self, amount: i64) -> String {
        let program = self.evaluator.program();
        format!("{} {}", value::show_points(amount, program.decimals), self.name(&program.point))
    }

    /// 3 次
    pub(crate) fn times(&self, count: i64) -> String {
        match self.lang {
            Lang::Zh => format!("{count} 次"),
            Lang::En if count == 1 => "1 time".to_owned(),
            Lang::En => format!("{count} times"),
        }
    }

    fn number(&self, held: i64, form: &NumberForm, scale: i64) -> String {
        let number = value::show_number(held, form, scale);
        match self.lang.of(&form.unit) {
            "" => number,
            "times" if number == "1" => "1 time".to_owned(),
            "hours" if number == "1" => "1 hour".to_owned(),
            unit => format!("{number} {unit}"),
        }
    }

    /// A fact's value; `scale` is what it was multiplied by besides.
    pub(crate) fn value(&self, held: i64, kind: &FactKind, scale: i64) -> String {
        let whole = if scale > 1 { held.div_euclid(scale) } else { held };
        match kind {
            FactKind::Number(form) => self.number(held, form, scale.max(1)),
            FactKind::YesNo => self.lang.pick(["否", "是"], ["no", "yes"])[usize::from(whole != 0)].to_owned(),
            FactKind::Listed(list) => {
                let list = self.evaluator.program().lists.get(usize::from(*list));
                let value = list.and_then(|list| list.values.get(usize::try_from(whole).ok()?));
                self.named(value).to_owned()
            }
            FactKind::Date => date::show_date(whole),
            FactKind::Time => date::show_time(whole),
        }
    }

    /// A probed value.
    pub(crate) fn shown(&self, held: i64, form: &Shown, scale: i64) -> String {
        match form {
            Shown::Fact(kind) => self.value(held, kind, scale),
            Shown::Points => {
                let program = self.evaluator.program();
                let unit = 10i128.checked_pow(program.decimals.into()).unwrap_or(1) * i128::from(scale.max(1));
                format!("{} {}", value::show_fraction(held.into(), unit), self.name(&program.point))
            }
        }
    }

    /// A probed value as JSON has it: codes, plain numbers, true and false.
    pub(crate) fn plain(&self, held: i64, form: &Shown, scale: i64) -> String {
        let whole = if scale > 1 { held.div_euclid(scale) } else { held };
        match form {
            Shown::Points => {
                let unit = 10i128.checked_pow(self.evaluator.program().decimals.into()).unwrap_or(1);
                value::show_fraction(held.into(), unit * i128::from(scale.max(1)))
            }
            Shown::Fact(FactKind::Number(form)) => value::show_number(held, form, scale.max(1)),
            Shown::Fact(FactKind::YesNo) => (whole != 0).to_string(),
            Shown::Fact(FactKind::Listed(list)) => {
                let list = self.evaluator.program().lists.get(usize::from(*list));
                let value = list.and_then(|list| list.values.get(usize::try_from(whole).ok()?));
                value.map_or("", |value| value.key()).to_owned()
            }
            Shown::Fact(FactKind::Date) => date::show_date(whole),
            Shown::Fact(FactKind::Time) => date::show_time(whole),
        }
    }

    /// An amount of an account, without its unit. Points and times as they are, others as the account says.
    pub(crate) fn account_number(&self, account: AccountId, amount: i64) -> String {
        let program = self.evaluator.program();
        match program.accounts.get(account as usize) {
            Some(account) => match (&account.measure, &account.form) {
                (Measure::Points | Measure::CarriedPoints, _) => value::show_points(amount, program.decimals),
                (Measure::Unit(_) | Measure::Remainder(_), Some(form)) => value::show_number(amount, form, 1),
                _ => amount.to_string(),
            },
            None => amount.to_string(),
        }
    }

    /// An amount of an account with its unit, as the account says.
    pub fn account_amount(&self, account: AccountId, amount: i64) -> String {
        match self.evaluator.program().accounts.get(account as usize) {
            Some(account) => match (&account.measure, &account.form) {
                (Measure::Points | Measure::CarriedPoints, _) => self.points(amount),
                (Measure::Times, _) => self.times(amount),
                (Measure::Unit(_) | Measure::Remainder(_), Some(form)) => self.number(amount, form, 1),
                (Measure::Unit(unit) | Measure::Remainder(unit), None) => format!("{amount} {unit}"),
            },
            None => amount.to_string(),
        }
    }

    /// A key of a scope as it is written; none for the whole street.
    pub(crate) fn key(&self, scope: u16, key: Key) -> Option<&str> {
        let program = self.evaluator.program();
        match program.scopes.get(usize::from(scope))?.keys {
            ScopeKeys::Whole => None,
            _ if key == NO_KEY => None,
            ScopeKeys::Subject | ScopeKeys::Stated => Some(self.texts.text(key)),
            ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. } => {
                program.lists.get(usize::from(list))?.values.get(key as usize).map(|value| value.key())
            }
        }
    }
}
