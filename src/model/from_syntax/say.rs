//! Words that messages share: what kinds of things are called, and how types and units read.

use super::symbols::Symbols;
use crate::diagnostics::Message;
use crate::model::arithmetic::{divide, is_multiple};
use crate::model::print::decimal;
use crate::model::types::Base;
use crate::model::{Rational, Type, Unit};
use mizi_evaluator::date::show_date;

/// A message from its two wordings.
pub(super) fn say(zh: impl Into<String>, en: impl Into<String>) -> Message {
    Message::new(zh, en)
}

/// What a kind of thing is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Noun {
    pub zh: &'static str,
    pub en: &'static str,
    /// Its counter word in Chinese (条规则).
    pub measure: &'static str,
}

/// Declares the kinds of things.
macro_rules! nouns {
    ($($name:ident = $zh:literal $en:literal $measure:literal;)*) => {
        $(pub(super) const $name: Noun = Noun { zh: $zh, en: $en, measure: $measure };)*
    };
}

nouns! {
    ROLE = "确认方" "confirmer" "个";
    DIMENSION = "维度" "dimension" "个";
    DIRECTORY = "名录" "directory" "个";
    VALUE = "取值" "value" "个";
    SCOPE = "归属" "scope" "个";
    SUBJECT = "主体" "subject" "个";
    FIELD = "信息项" "field" "个";
    ACTIVITY = "活动" "activity" "个";
    PARAMETER = "参数" "parameter" "个";
    DEFINITION = "定义" "definition" "个";
    TABLE = "表" "table" "张";
    RULE = "规则" "rule" "条";
    GATE = "资格" "eligibility" "项";
    GROUP = "组" "group" "个";
    OVERALL_CAP = "总上限" "overall cap" "个";
    ACCOUNT = "账户" "account" "个";
    REDEMPTION = "兑换" "redemption" "个";
    MEMBER = "规则或组" "rule or group" "个";
    UNIT = "单位" "unit" "个";
    PERSON = "人" "person" "个";
    LINE = "记录" "record" "条";
    ITEM = "条目" "item" "个";
}

/// `a rule`, `an account`.
pub(super) fn a(noun: Noun) -> String {
    let vowel = noun.en.starts_with(['a', 'e', 'i', 'o']);
    format!("{} {}", if vowel { "an" } else { "a" }, noun.en)
}

/// `rules`, `activities`.
pub(super) fn plural(noun: Noun) -> String {
    match noun.en.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{}s", noun.en),
    }
}

/// Names joined for a list: “甲”、“乙”. At most eight are shown.
pub(super) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> Message {
    let names: Vec<&str> = names.into_iter().collect();
    let shown: Vec<String> = names.iter().take(8).map(|n| format!("“{n}”")).collect();
    let more = names.len() > shown.len();
    say(
        format!("{}{}", shown.join("、"), if more { "等" } else { "" }),
        format!("{}{}", shown.join(", "), if more { " and others" } else { "" }),
    )
}

/// How a type reads.
pub(super) fn type_name(ty: &Type, symbols: &Symbols) -> Message {
    match ty {
        Type::Number(unit) => quantity(unit, symbols),
        Type::YesNo => say("是否", "a yes/no"),
        Type::Date => say("日期", "a date"),
        Type::Time => say("时刻", "a time of day"),
        Type::Value(list) => {
            let name = symbols.lists.get(list.0).map_or("", |l| l.name.name.name.as_str());
            say(format!("“{name}”的取值"), format!("a value of “{name}”"))
        }
    }
}

/// How an amount of a unit reads.
fn quantity(unit: &Unit, symbols: &Symbols) -> Message {
    match unit.0.as_slice() {
        [] => say("不带单位的数", "a plain number"),
        [(Base::Point, 1)] => {
            let point = symbols.point_name();
            say(format!("积分（{point}）"), format!("an amount of points ({point})"))
        }
        [(Base::Yuan, 1)] => say("钱数（元）", "an amount of money (yuan)"),
        [(Base::Minute, 1)] => say("一段时间", "a length of time"),
        [(Base::Day, 1)] => say("天数", "a number of days"),
        [(Base::Time, 1)] => say("次数", "a number of times"),
        _ => {
            let unit = unit_name(unit, symbols);
            say(format!("以“{}”计的数", unit.zh), format!("an amount in “{}”", unit.en))
        }
    }
}

/// How a unit reads.
pub(super) fn unit_name(unit: &Unit, symbols: &Symbols) -> Message {
    let part = |positive: bool| -> Vec<Message> {
        let wanted = unit.0.iter().filter(|(_, power)| (*power > 0) == positive);
        wanted.flat_map(|(base, power)| (0..power.unsigned_abs()).map(|_| base_name(base, symbols))).collect()
    };
    let join = |parts: &[Message], zh: bool| {
        parts.iter().map(|m| if zh { m.zh.as_str() } else { m.en.as_str() }).collect::<Vec<_>>().join(" × ")
    };
    let (over, under) = (part(true), part(false));
    let text = |zh: bool| match (over.is_empty(), under.is_empty()) {
        (_, true) => join(&over, zh),
        (true, false) => format!("1 ÷ {}", join(&under, zh)),
        (false, false) => format!("{} ÷ {}", join(&over, zh), join(&under, zh)),
    };
    say(text(true), text(false))
}

/// An amount with its unit; half and whole hours in hours.
pub(super) fn amount(value: Rational, unit: &Unit, symbols: &Symbols) -> Message {
    let hours = Rational::from_integer(60);
    if *unit == Unit::of(Base::Minute) && is_multiple(value, Rational::from_integer(30)) {
        let hours = number(&divide(value, hours).unwrap_or(value));
        return say(format!("{hours} 小时"), format!("{hours} hours"));
    }
    let (value, name) = (number(&value), unit_name(unit, symbols));
    match unit.0.is_empty() {
        true => say(value.clone(), value),
        false => say(format!("{value} {}", name.zh), format!("{value} {}", name.en)),
    }
}

/// How a base unit reads.
fn base_name(base: &Base, symbols: &Symbols) -> Message {
    match base {
        Base::Point => {
            let name = symbols.point.as_ref().map_or("积分", |p| p.name.name.as_str());
            say(name, name)
        }
        Base::Yuan => say("元", "yuan"),
        Base::Minute => say("分钟", "minutes"),
        Base::Day => say("日", "days"),
        Base::Time => say("次", "times"),
        Base::Own(word) => say(word.as_str(), word.as_str()),
    }
}

/// A number as people write it.
pub(super) fn number(value: &Rational) -> String {
    decimal(*value).unwrap_or_else(|| value.to_string())
}

/// A day as people write it.
pub(super) fn day(day: i32) -> String {
    show_date(day.into())
}
