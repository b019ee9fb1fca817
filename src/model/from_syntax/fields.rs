//! Attributes and fields: their types, domains and units.

use super::codes;
use super::labels::field_list;
use super::names::{Names, duplicate, named, nfc, suggest};
use super::numbers::{amount, built_in, decimal, known_unit};
use super::say::{self, number, say, unit_name};
use super::symbols::Symbols;
use crate::diagnostics::Finding;
use crate::model::arithmetic::{divide, is_multiple, multiply, one_of, ten_to, whole};
use crate::model::types::Base;
use crate::model::{Activity, ActivityId, Domain, Field, FieldId, Rational, Type, Unit};
use crate::source::Span;
use crate::syntax::tree::{self, FieldType};

/// The most a field's number may be, in base units.
const MOST: i128 = 1_000_000_000_000;
/// The most decimals a field may have.
const MOST_DECIMALS: u32 = 6;
/// Days of a date without a range: 1900-01-01 to 2100-12-31.
const DATES: (i32, i32) = (-25_567, 47_846);

/// Units of the author's: the unit of a field that the language does not have.
pub(super) fn own_units<'a>(fields: impl Iterator<Item = &'a tree::Field>, symbols: &mut Symbols) {
    for field in fields {
        if let FieldType::Number { unit: Some(word), .. } = &field.ty.value
            && known_unit(&word.value, symbols).is_none()
        {
            symbols.own_units.entry(nfc(&word.value)).or_insert(word.span);
        }
    }
}

/// Attributes of the subject.
pub(super) fn attributes(fields: &[tree::Field], symbols: &mut Symbols, out: &mut Vec<Finding>) {
    for written in fields {
        let id = FieldId(symbols.fields.len());
        symbols.attribute_names.declare(&written.name, id, out);
        let field = field(written, None, symbols, out);
        symbols.fields.push(field);
    }
}

/// 活动 with its fields.
pub(super) fn activity(written: &tree::Activity, symbols: &mut Symbols, out: &mut Vec<Finding>) {
    let id = ActivityId(symbols.activities.len());
    symbols.activity_names.declare(&written.name, id, out);
    let mut names = Names::new(say::FIELD);
    let mut ids = Vec::new();
    for field_written in &written.fields {
        let field_id = FieldId(symbols.fields.len());
        if let Some(first) = symbols.attribute_names.place(&field_written.name.name.value) {
            out.push(duplicate(say::FIELD, &field_written.name.name, first));
        } else {
            names.declare(&field_written.name, field_id, out);
        }
        let field = field(field_written, Some(id), symbols, out);
        symbols.fields.push(field);
        ids.push(field_id);
    }
    symbols.field_names.push(names);
    symbols.activities.push(Activity { name: named(&written.name), fields: ids });
}

fn field(
    written: &tree::Field,
    activity: Option<ActivityId>,
    symbols: &mut Symbols,
    out: &mut Vec<Finding>,
) -> Option<Field> {
    let (ty, domain, shown_unit) = match &written.ty.value {
        FieldType::YesNo => (Type::YesNo, Domain::YesNo, None),
        FieldType::Time => (Type::Time, Domain::Time, None),
        FieldType::Date(range) => {
            let (from, to) = range.as_ref().map_or(DATES, |(a, b)| (a.value, b.value));
            if from > to {
                out.push(empty_range(written.ty.span));
                return None;
            }
            (Type::Date, Domain::Date(from, to), None)
        }
        FieldType::OneOf(values) => {
            let list = field_list(&written.name, values, symbols, out);
            (Type::Value(list), Domain::List(list), None)
        }
        FieldType::Named(word) => {
            let list = named_type(word, symbols, out)?;
            (Type::Value(list), Domain::List(list), None)
        }
        FieldType::Number { unit, decimals, range, step } => {
            let form = NumberForm::of(unit.as_ref(), *decimals, written.ty.span, symbols, out)?;
            let domain = form.domain(written, range.as_ref(), step.as_ref(), symbols, out)?;
            (Type::Number(form.unit), domain, unit.as_ref().map(|u| u.value.clone()))
        }
    };
    Some(Field { name: named(&written.name), activity, ty, shown_unit, domain, optional: written.optional })
}

/// A type that is one word: a directory.
fn named_type(word: &tree::Word, symbols: &Symbols, out: &mut Vec<Finding>) -> Option<crate::model::ListId> {
    if let Some(list) = symbols.directory_names.one(&word.value) {
        return Some(list);
    }
    let name = &word.value;
    if known_unit(name, symbols).is_some() {
        out.push(range_missing(word.span, name, symbols));
        return None;
    }
    let finding = Finding::new(
        &codes::UNKNOWN_NAME,
        word.span,
        say(format!("没有叫“{name}”的名录。"), format!("There is no directory called “{name}”.")),
    );
    let known: Vec<&str> = symbols.directory_names.spellings().collect();
    let finding = if known.is_empty() {
        finding.help(say(
            format!("数要写明范围，例如“{name}，0 至 100”；几个取值中的一个，写成“甲、乙 之一”。"),
            format!(
                "A number needs its range, such as “{name}, 0 to 100”; one of several values is written “one of A、B”."
            ),
        ))
    } else {
        suggest(finding, say::DIRECTORY, word, &known)
    };
    out.push(finding);
    None
}

fn range_missing(span: Span, unit: &str, symbols: &Symbols) -> Finding {
    let unit = if unit.is_empty() { symbols.word("整数", "whole") } else { unit };
    let (zh, en) = if built_in(unit).is_some() || !unit.is_ascii() { ("，", ",") } else { ("", "") };
    Finding::new(
        &codes::RANGE_MISSING,
        span,
        say("这个信息项没有写从多少到多少。", "This field does not say from what to what it goes."),
    )
    .why(say(
        "知道每个数的范围，才能保证奖励不会是负数，也不会大到无法记录。",
        "Only with the range of every number can it be made sure that no award is negative or too large to be kept.",
    ))
    .help(say(format!("写成“{unit}{zh}0 至 100”的样子。"), format!("Write it like “{unit}{en} 0 to 100”.")))
}

pub(super) fn empty_range(span: Span) -> Finding {
    Finding::new(
        &codes::EMPTY_RANGE,
        span,
        say(
            "这个范围的起点大于终点，什么值都不在里面。",
            "This range starts after its end, so that no value is in it.",
        ),
    )
    .help(say("把小的写在“至”的前面。", "Write the smaller one before “to”."))
}

/// How numbers of a field are counted.
struct NumberForm {
    unit: Unit,
    /// Base units of one unit as written.
    factor: Rational,
    /// The finest step allowed, base units.
    finest: Rational,
    /// The step where none is written, base units.
    usual: Rational,
}

impl NumberForm {
    fn of(
        word: Option<&tree::Word>,
        decimals: Option<u32>,
        span: Span,
        symbols: &Symbols,
        out: &mut Vec<Finding>,
    ) -> Option<Self> {
        let one = Rational::from_integer(1);
        let Some(word) = word else {
            let decimals = decimals.unwrap_or(0);
            if decimals > MOST_DECIMALS {
                out.push(
                    Finding::new(
                        &codes::TOO_MANY_DECIMALS,
                        span,
                        say(
                            format!("最多 {MOST_DECIMALS} 位小数，这里写了 {decimals} 位。"),
                            format!("At most {MOST_DECIMALS} decimals; here are {decimals}."),
                        ),
                    )
                    .help(say("少写几位小数。", "Write fewer decimals.")),
                );
                return None;
            }
            let step = places(decimals);
            return Some(NumberForm { unit: Unit::none(), factor: one, finest: step, usual: step });
        };
        let (unit, factor) = known_unit(&word.value, symbols)?;
        let (finest, usual) = match unit.0.first() {
            Some((Base::Point, _)) => (places(symbols.decimals), places(symbols.decimals)),
            Some((Base::Yuan, _)) => (places(2), places(2)),
            Some((Base::Own(_), _)) => (places(MOST_DECIMALS), one),
            _ => (one, one),
        };
        Some(NumberForm { unit, factor, finest, usual })
    }

    /// The domain from the range and the step as written.
    fn domain(
        &self,
        field: &tree::Field,
        range: Option<&(tree::Number, tree::Number)>,
        step: Option<&tree::Number>,
        symbols: &Symbols,
        out: &mut Vec<Finding>,
    ) -> Option<Domain> {
        let Some((low, high)) = range else {
            let unit = match &field.ty.value {
                FieldType::Number { unit: Some(word), .. } => word.value.as_str(),
                _ => "",
            };
            out.push(range_missing(field.ty.span, unit, symbols));
            return None;
        };
        let step = match step {
            Some(written) => self.step(written, symbols, out)?,
            None => self.usual,
        };
        let low_value = self.number(low, symbols, out)?;
        let high_value = self.number(high, symbols, out)?;
        if low_value > high_value {
            out.push(empty_range(low.span.to(high.span)));
            return None;
        }
        for (value, written) in [(low_value, low), (high_value, high)] {
            within(value, written, out)?;
            self.on_grid(value, step, written, out)?;
        }
        Some(Domain::Number { low: low_value, high: high_value, step })
    }

    /// A number in the field's unit; the unit may be left out.
    fn number(&self, written: &tree::Number, symbols: &Symbols, out: &mut Vec<Finding>) -> Option<Rational> {
        if written.unit.is_none() && !written.percent {
            return multiply(decimal(&written.text)?, self.factor);
        }
        let found = amount(written, symbols, out)?;
        if found.unit != self.unit {
            let (wanted, got) = (unit_name(&self.unit, symbols), unit_name(&found.unit, symbols));
            out.push(
                Finding::new(
                    &codes::UNLIKE_UNITS,
                    written.span,
                    say(
                        format!("这里要以{}计，写的是{}。", wanted.zh, got.zh),
                        format!("This is counted in {}, not {}.", wanted.en, got.en),
                    ),
                )
                .help(say("省去单位，或写同一个单位。", "Leave out the unit or write the same one.")),
            );
            return None;
        }
        Some(found.value)
    }

    fn step(&self, written: &tree::Number, symbols: &Symbols, out: &mut Vec<Finding>) -> Option<Rational> {
        let step = self.number(written, symbols, out)?;
        if step > whole(0) && is_multiple(step, self.finest) {
            return Some(step);
        }
        let what = say(
            format!("步长“{}”太细或不大于 0。", written.text),
            format!("The step “{}” is too fine or not more than 0.", written.text),
        );
        let help = if self.factor == whole(1) {
            let finest = number(&self.finest);
            say(format!("步长写 {finest} 的整数倍。"), format!("Write a whole multiple of {finest}."))
        } else {
            let unit = unit_name(&self.unit, symbols);
            say(
                format!("步长写整{}，例如“30 分钟”。", unit.zh),
                format!("Write whole {}, such as “30 minutes”.", unit.en),
            )
        };
        out.push(Finding::new(&codes::BAD_STEP, written.span, what).help(help));
        None
    }

    fn on_grid(&self, value: Rational, step: Rational, written: &tree::Number, out: &mut Vec<Finding>) -> Option<()> {
        if is_multiple(value, step) {
            return Some(());
        }
        let step = number(&divide(step, self.factor).unwrap_or(step));
        out.push(
            Finding::new(
                &codes::RANGE_OFF_STEP,
                written.span,
                say(
                    format!("“{}”不是步长 {step} 的整数倍，永远取不到。", written.text),
                    format!("“{}” is no whole multiple of the step {step} and can never occur.", written.text),
                ),
            )
            .help(say("改范围或步长。", "Change the range or the step.")),
        );
        None
    }
}

/// A number small enough to be kept.
fn within(value: Rational, written: &tree::Number, out: &mut Vec<Finding>) -> Option<()> {
    let most = Rational::from_integer(MOST);
    if value <= most && value >= -most {
        return Some(());
    }
    out.push(
        Finding::new(
            &codes::RANGE_TOO_WIDE,
            written.span,
            say(format!("“{}”太大，无法记录。", written.text), format!("“{}” is too large to be kept.", written.text)),
        )
        .help(say(format!("最大写 {MOST}。"), format!("Write {MOST} at most."))),
    );
    None
}

/// 10^-n
fn places(n: u32) -> Rational {
    one_of(ten_to(n).unwrap_or(1))
}
