//! Numbers with their units, dates, times, values.

use super::{Keywords, Printer};
use crate::model::arithmetic::{divide, is_multiple, whole};
use crate::model::types::Base;
use crate::model::{Constant, ListId, Rational, Type, Unit};
use num_traits::{Signed, Zero};

/// A constant as it is written.
pub fn constant(printer: &Printer, value: &Constant, ty: &Type, shown_unit: Option<&str>) -> String {
    match (value, ty) {
        (Constant::Number(n), Type::Number(unit)) => amount(printer, *n, unit, shown_unit),
        (Constant::Number(n), _) => number(*n),
        (Constant::YesNo(known), _) => yes_no(printer, *known).to_string(),
        (Constant::Date(day), _) => date(*day),
        (Constant::Time(minute), _) => format!("{:02}:{:02}", minute.div_euclid(60), minute.rem_euclid(60)),
        (Constant::Value(list, index), _) => listed(printer, *list, *index),
    }
}

fn yes_no(printer: &Printer, known: bool) -> &'static str {
    if known { printer.pick("是", "yes") } else { printer.pick("否", "no") }
}

fn listed(printer: &Printer, list: ListId, index: usize) -> String {
    let value = printer.policy.lists.get(list.0).and_then(|list| list.values.get(index));
    value.map(|value| printer.name(value)).unwrap_or_default()
}

/// An amount with its unit; in the unit a field shows, where one is given.
pub fn amount(printer: &Printer, value: Rational, unit: &Unit, shown_unit: Option<&str>) -> String {
    let Some((per, word)) = shown(printer, value, unit, shown_unit) else { return number(value) };
    let count = divide(value, per).unwrap_or(value);
    match parts(count) {
        (digits, None) => format!("{digits} {}", word.counted(count)),
        (digits, Some(below)) => format!("({digits} {} ÷ {below})", word.many),
    }
}

/// A unit's word, in the singular and the plural.
struct Word {
    one: String,
    many: String,
}

impl Word {
    fn new(one: &str, many: &str) -> Self {
        Word { one: one.to_string(), many: many.to_string() }
    }

    fn counted(&self, count: Rational) -> &str {
        if count == whole(1) { &self.one } else { &self.many }
    }
}

/// How much of the base unit one of the shown unit is, and the shown unit's word; none for plain numbers and products of units.
fn shown(printer: &Printer, value: Rational, unit: &Unit, shown_unit: Option<&str>) -> Option<(Rational, Word)> {
    let [(base, 1)] = unit.0.as_slice() else { return None };
    let english = printer.keywords == Keywords::English;
    let word = |chinese: &str, one: &str, many: &str| {
        if english { Word::new(one, many) } else { Word::new(chinese, chinese) }
    };
    Some(match base {
        Base::Point => {
            let point = printer.name(&printer.policy.point);
            (whole(1), Word::new(&point, &point))
        }
        Base::Yuan => (whole(1), word("元", "yuan", "yuan")),
        Base::Day => (whole(1), word("日", "day", "days")),
        Base::Time => (whole(1), word("次", "time", "times")),
        Base::Own(own) => (whole(1), Word::new(own, own)),
        Base::Minute => match in_hours(value, shown_unit) {
            true => (whole(60), word("小时", "hour", "hours")),
            false => (whole(1), word("分钟", "minute", "minutes")),
        },
    })
}

/// Whether a time is shown in hours: as its field is, unless that has no end; by itself, if it is a number of half hours.
fn in_hours(minutes: Rational, shown_unit: Option<&str>) -> bool {
    let hours = divide(minutes, whole(60)).and_then(decimal);
    hours.is_some() && shown_unit.map(is_hours).unwrap_or_else(|| is_multiple(minutes, whole(30)))
}

/// Whether the unit word means hours.
pub fn is_hours(word: &str) -> bool {
    matches!(word, "小时" | "hours" | "hour")
}

/// A number as it is written.
pub fn number(value: Rational) -> String {
    match parts(value) {
        (digits, None) => digits,
        (digits, Some(below)) => format!("({digits} ÷ {below})"),
    }
}

/// A number's digits; where no number of decimals suffices, those of its numerator, and its denominator.
fn parts(value: Rational) -> (String, Option<i128>) {
    match decimal(value) {
        Some(digits) => (digits, None),
        None => (value.numer().to_string(), Some(*value.denom())),
    }
}

/// The decimals of a fraction; none if it has no end.
pub fn decimal(value: Rational) -> Option<String> {
    let mut digits = value.numer().div_euclid(*value.denom()).to_string();
    let mut rest = value.numer().rem_euclid(*value.denom());
    if value.is_negative() {
        let positive = decimal(Rational::zero() - value)?;
        return Some(format!("-{positive}"));
    }
    if rest != 0 {
        digits.push('.');
    }
    for _ in 0..30 {
        if rest == 0 {
            return Some(digits);
        }
        rest = rest.checked_mul(10)?;
        digits.push(char::from_digit(u32::try_from(rest / value.denom()).ok()?, 10)?);
        rest %= value.denom();
    }
    None
}

/// A day.
pub fn date(day: i32) -> String {
    mizi_evaluator::date::show_date(day.into())
}
