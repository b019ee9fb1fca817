//! 参数, and the values of constant expressions.

use super::codes;
use super::names::named;
use super::numbers::amount;
use super::say::{day, list, say, type_name};
use super::symbols::Symbols;
use super::typing::{Place, Typer};
use crate::diagnostics::Finding;
use crate::model::arithmetic::{add, divide, multiply, negate, rounded_to, subtract};
use crate::model::{Constant, Expr, ExprKind, ListId, Parameter, ParameterId, Rational, Type};
use crate::syntax::tree;
use std::collections::BTreeSet;

/// 参数
pub(super) fn parameter(written: &tree::Parameter, symbols: &mut Symbols, out: &mut Vec<Finding>) {
    let id = ParameterId(symbols.parameters.len());
    symbols.parameter_names.declare(&written.name, id, out);
    let parameter = values_of(written, symbols, out);
    symbols.parameters.push(parameter);
}

fn values_of(written: &tree::Parameter, symbols: &Symbols, out: &mut Vec<Finding>) -> Option<Parameter> {
    let mut ty: Option<(Type, crate::source::Span)> = None;
    let mut values: Vec<(i32, Constant)> = Vec::new();
    let mut sound = true;
    for (value, from) in &written.values {
        let Some((constant, value_type)) = constant(value, ty.as_ref().map(|t| &t.0), symbols, out) else {
            sound = false;
            continue;
        };
        match &ty {
            Some((first, place)) if *first != value_type => {
                let (a, b) = (type_name(first, symbols), type_name(&value_type, symbols));
                let what = say(
                    format!("参数“{}”的值不是同一种东西：{}和{}。", written.name.name.value, a.zh, b.zh),
                    format!(
                        "The values of “{}” are of different kinds: {} and {}.",
                        written.name.name.value, a.en, b.en
                    ),
                );
                let help = say("各个时期写同一种、同一单位的值。", "Write values of one kind and unit for all days.");
                out.push(Finding::new(&codes::UNLIKE_SIDES, value.span, what).label(b).and(*place, a).help(help));
                sound = false;
            }
            Some(_) => {}
            None => ty = Some((value_type, value.span)),
        }
        let first_day = from.as_ref().map_or(i32::MIN, |d| d.value);
        if values.last().is_some_and(|(last, _)| *last >= first_day) {
            let what = say(
                "参数的日期要从早到晚写，每个日期一次。",
                "The dates of a parameter go from early to late, each once.",
            );
            let span = from.as_ref().map_or(value.span, |d| d.span);
            out.push(
                Finding::new(&codes::DATES_OUT_OF_ORDER, span, what).help(say("调整先后。", "Put them in order.")),
            );
            sound = false;
        }
        values.push((first_day, constant));
    }
    covers_policy(written, &values, symbols, out);
    let (ty, _) = ty?;
    sound.then(|| Parameter { name: named(&written.name), ty, values })
}

/// A parameter has a value on every day of the policy.
fn covers_policy(written: &tree::Parameter, values: &[(i32, Constant)], symbols: &Symbols, out: &mut Vec<Finding>) {
    let Some((first, _)) = values.first().filter(|(first, _)| *first > symbols.from && symbols.from != i32::MIN) else {
        return;
    };
    let (name, from, to) = (&written.name.name.value, day(symbols.from), day(first.saturating_sub(1)));
    let what = say(
        format!("参数“{name}”从 {from} 到 {to} 没有值。"),
        format!("The parameter “{name}” has no value from {from} to {to}."),
    );
    let help = say(format!("写明自 {from} 起的值。"), format!("Write the value from {from}."));
    out.push(Finding::new(&codes::PARAMETER_WITHOUT_VALUE, written.name.name.span, what).help(help));
}

/// A value written out: no names but those of values.
fn constant(
    written: &tree::Expr,
    hint: Option<&Type>,
    symbols: &Symbols,
    out: &mut Vec<Finding>,
) -> Option<(Constant, Type)> {
    match &written.kind {
        tree::ExprKind::Number(number) => {
            let amount = amount(number, symbols, out)?;
            return Some((Constant::Number(amount.value), Type::Number(amount.unit)));
        }
        tree::ExprKind::Name(name) => {
            if let Some((list, at)) = only_value(name, hint, symbols) {
                return Some((Constant::Value(list, at), Type::Value(list)));
            }
        }
        _ => {}
    }
    let typed = Typer { symbols, place: Place::redemption(), out }.expr(written, hint)?;
    match (&typed.kind, fold(&typed)) {
        (ExprKind::Constant(constant), _) => Some((constant.clone(), typed.ty)),
        (_, Some(value)) => Some((Constant::Number(value), typed.ty)),
        _ => {
            let what = say(
                "参数的值要直接写出来，不能读别的东西。",
                "The value of a parameter is written out and reads nothing else.",
            );
            let help = say(
                "写一个数、日期或取值；要用算式就写成定义。",
                "Write a number, date or value; for a formula write a definition.",
            );
            out.push(Finding::new(&codes::NOT_FIXED, written.span, what).help(help));
            None
        }
    }
}

/// The one list's value that a bare name can mean.
fn only_value(name: &str, hint: Option<&Type>, symbols: &Symbols) -> Option<(ListId, usize)> {
    let lists = symbols.value_names.iter().enumerate();
    let mut found = lists.filter_map(|(list, names)| names.one(name).map(|at| (ListId(list), at)));
    match hint {
        Some(Type::Value(wanted)) => found.find(|(list, _)| list == wanted),
        _ => {
            let first = found.next()?;
            found.next().is_none().then_some(first)
        }
    }
}

/// Whether an expression is a number that only dates can change.
pub(super) fn is_constant(typed: &Expr, symbols: &Symbols) -> bool {
    match &typed.kind {
        ExprKind::Constant(_) | ExprKind::Parameter(_) => true,
        ExprKind::Definition(id) => {
            symbols.definitions.get(id.0).and_then(|d| d.as_ref()).is_some_and(|d| is_constant(&d.value, symbols))
        }
        ExprKind::Negate(_)
        | ExprKind::Add(..)
        | ExprKind::Subtract(..)
        | ExprKind::Multiply(..)
        | ExprKind::Divide(..)
        | ExprKind::Round(..)
        | ExprKind::Min(_)
        | ExprKind::Max(_) => typed.children().iter().all(|c| is_constant(c, symbols)),
        _ => false,
    }
}

/// The value of an expression of numbers only.
pub(super) fn fold(typed: &Expr) -> Option<Rational> {
    fold_with(typed, &|_| None)
}

/// The values of a constant number on the days on which it changes, from the policy's first day on.
pub(super) fn values(typed: &Expr, symbols: &Symbols) -> Vec<(i32, Rational)> {
    let mut days = BTreeSet::from([symbols.from]);
    change_days(typed, symbols, &mut days);
    days.into_iter().filter_map(|day| Some((day, fold_at(typed, symbols, day)?))).collect()
}

fn change_days(typed: &Expr, symbols: &Symbols, days: &mut BTreeSet<i32>) {
    typed.visit(&mut |e| match &e.kind {
        ExprKind::Parameter(id) => {
            let values = symbols.parameters.get(id.0).and_then(|p| p.as_ref()).map(|p| p.values.as_slice());
            days.extend(values.into_iter().flatten().map(|(day, _)| *day).filter(|day| *day > symbols.from));
        }
        ExprKind::Definition(id) => {
            if let Some(definition) = symbols.definitions.get(id.0).and_then(|d| d.as_ref()) {
                change_days(&definition.value, symbols, days);
            }
        }
        _ => {}
    });
}

fn fold_at(typed: &Expr, symbols: &Symbols, day: i32) -> Option<Rational> {
    fold_with(typed, &|name| match name {
        ExprKind::Parameter(id) => {
            let values = &symbols.parameters.get(id.0)?.as_ref()?.values;
            match values.iter().rev().find(|(from, _)| *from <= day)? {
                (_, Constant::Number(value)) => Some(*value),
                _ => None,
            }
        }
        ExprKind::Definition(id) => fold_at(&symbols.definitions.get(id.0)?.as_ref()?.value, symbols, day),
        _ => None,
    })
}

/// The value of an expression in which `name` gives the values of names; none if it is not constant or out of range.
fn fold_with(typed: &Expr, name: &dyn Fn(&ExprKind) -> Option<Rational>) -> Option<Rational> {
    let value = |e: &Expr| fold_with(e, name);
    match &typed.kind {
        ExprKind::Constant(Constant::Number(number)) => Some(*number),
        ExprKind::Negate(a) => negate(value(a)?),
        ExprKind::Add(a, b) => add(value(a)?, value(b)?),
        ExprKind::Subtract(a, b) => subtract(value(a)?, value(b)?),
        ExprKind::Multiply(a, b) => multiply(value(a)?, value(b)?),
        ExprKind::Divide(a, b) => divide(value(a)?, value(b)?),
        ExprKind::Round(rounding, a, to) => rounded_to(*rounding, value(a)?, *to),
        ExprKind::Min(parts) => parts.iter().map(value).collect::<Option<Vec<_>>>()?.into_iter().min(),
        ExprKind::Max(parts) => parts.iter().map(value).collect::<Option<Vec<_>>>()?.into_iter().max(),
        kind => name(kind),
    }
}

/// A constant number of a type; says so if it varies. Gives its values too.
pub(super) fn constant_of(
    typer: &mut Typer<'_>,
    written: &tree::Expr,
    wanted: &Type,
    what_it_is: (&'static str, &'static str),
) -> Option<(Expr, Vec<(i32, Rational)>)> {
    let found = typer.of_type(written, wanted)?;
    let values = if is_constant(&found, typer.symbols) { values(&found, typer.symbols) } else { Vec::new() };
    if !values.is_empty() {
        return Some((found, values));
    }
    let (zh, en) = what_it_is;
    let what =
        say(format!("{zh}要是定数，不能随事实变化。"), format!("{en} is a fixed number and cannot vary with facts."));
    let known = list(typer.symbols.parameter_names.all());
    let help = if known.zh.is_empty() {
        say("写一个数；会随时间调整的数，先写成参数。", "Write a number; one that changes over time is a parameter.")
    } else {
        say(format!("写一个数，或一个参数：{}。", known.zh), format!("Write a number or a parameter: {}.", known.en))
    };
    typer.out.push(Finding::new(&codes::NOT_FIXED, found.span, what).help(help));
    None
}
