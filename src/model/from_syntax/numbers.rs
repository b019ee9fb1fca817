//! Numbers and units as written → exact numbers in base units.

use super::codes;
use super::names::{nfc, same, suggest};
use super::say::{UNIT, say};
use super::symbols::Symbols;
use crate::diagnostics::Finding;
use crate::model::arithmetic::{divide, multiply, ten_to, whole};
use crate::model::types::Base;
use crate::model::{Rational, Unit};
use crate::syntax::tree::{Number, Word};

/// A number with its unit, in base units.
#[derive(Clone, Debug)]
pub(super) struct Amount {
    pub value: Rational,
    pub unit: Unit,
}

/// The value of digits with an optional sign and point. None where there are too many of them, which was said while reading.
pub(super) fn decimal(text: &str) -> Option<Rational> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let value: i128 = format!("{whole}{fraction}").parse().ok()?;
    Some(Rational::new(value, ten_to(u32::try_from(fraction.len()).ok()?)?))
}

/// A number as written, in base units.
pub(super) fn amount(number: &Number, symbols: &Symbols, out: &mut Vec<Finding>) -> Option<Amount> {
    let value = decimal(&number.text)?;
    if number.percent {
        return Some(Amount { value: divide(value, whole(100))?, unit: Unit::none() });
    }
    match &number.unit {
        None => Some(Amount { value, unit: Unit::none() }),
        Some(word) => {
            let (unit, factor) = unit(word, symbols, out)?;
            Some(Amount { value: multiply(value, factor)?, unit })
        }
    }
}

/// The unit a word stands for, and how many base units it is.
pub(super) fn unit(word: &Word, symbols: &Symbols, out: &mut Vec<Finding>) -> Option<(Unit, Rational)> {
    let found = known_unit(&word.value, symbols);
    if found.is_none() && symbols.point.is_some() {
        out.push(unknown_unit(word, symbols));
    }
    found
}

/// A unit by its word.
pub(super) fn known_unit(word: &str, symbols: &Symbols) -> Option<(Unit, Rational)> {
    let one = Rational::from_integer(1);
    if let Some(point) = &symbols.point
        && (same(word, &point.name.name) || point.name.code.as_deref() == Some(word))
    {
        return Some((Unit::of(Base::Point), one));
    }
    if let Some((unit, factor)) = built_in(word) {
        return Some((unit, Rational::from_integer(factor)));
    }
    let own = nfc(word);
    symbols.own_units.contains_key(&own).then(|| (Unit::of(Base::Own(own)), one))
}

/// Units of the language, with how many base units they are.
pub(super) fn built_in(word: &str) -> Option<(Unit, i128)> {
    Some(match word {
        "元" | "yuan" => (Unit::of(Base::Yuan), 1),
        "小时" | "hours" | "hour" => (Unit::of(Base::Minute), 60),
        "分钟" | "minutes" | "minute" => (Unit::of(Base::Minute), 1),
        "日" | "天" | "days" | "day" => (Unit::of(Base::Day), 1),
        "次" | "times" | "time" => (Unit::of(Base::Time), 1),
        _ if calendar(word).is_some() => (Unit::none(), 1),
        _ => return None,
    })
}

/// Years and months: plain numbers, but not to be mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Calendar {
    Years,
    Months,
}

/// Whether a word counts years or months.
pub(super) fn calendar(word: &str) -> Option<Calendar> {
    match word {
        "岁" | "年" | "years" | "year" => Some(Calendar::Years),
        "个月" | "months" | "month" => Some(Calendar::Months),
        _ => None,
    }
}

fn unknown_unit(word: &Word, symbols: &Symbols) -> Finding {
    let name = &word.value;
    let finding = Finding::new(
        &codes::UNKNOWN_UNIT,
        word.span,
        say(format!("没有“{name}”这个单位。"), format!("There is no unit “{name}”.")),
    );
    let mut known: Vec<&str> = symbols.point.iter().map(|p| p.name.name.as_str()).collect();
    let built_in = if symbols.chinese {
        ["元", "小时", "分钟", "日", "次"]
    } else {
        ["yuan", "hours", "minutes", "days", "times"]
    };
    known.extend(built_in);
    known.extend(symbols.own_units.keys().map(String::as_str));
    suggest(finding, UNIT, word, &known)
}
