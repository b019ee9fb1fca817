//! 上限 and 限量: whose, for how long, how much.

use super::codes;
use super::constants::constant_of;
use super::rules::{Around, over};
use super::say::{number, say, type_name};
use super::subject::{reading, spoken};
use super::symbols::Symbols;
use super::typing::{Place, Typer};
use crate::diagnostics::{Finding, Fix};
use crate::model::arithmetic::{is_multiple, one_of, ten_to};
use crate::model::types::Base;
use crate::model::{Cap, Expr, Rational, Remedy, ScopeId, Type, Unit, Window};
use crate::source::Span;
use crate::syntax::tree;

/// A cap of a rule, an overall cap, or (`stock`) a limit of a redemption.
pub(super) fn cap(
    written: &tree::Cap,
    item: &tree::Declared,
    stock: bool,
    around: &Around<'_>,
    out: &mut Vec<Finding>,
) -> Option<Cap> {
    let symbols = around.symbols;
    let window = match &written.window {
        Some(window) => Some(self::window(window.value)),
        None => {
            out.push(without_window(written, item, symbols));
            None
        }
    };
    let scope = match &written.scope {
        Some(scope) => reading(scope, symbols, out),
        None if window == Some(Window::Event) => Some(ScopeId(0)),
        None => {
            out.push(without_scope(written, item, stock, symbols));
            None
        }
    };
    let limit = limit(written, stock, symbols, out);
    let scope = scope?;
    if window == Some(Window::Event) && scope != ScopeId(0) {
        out.push(event_of_others(written));
        return None;
    }
    let missing = remedy(written, scope, symbols, out)?;
    let (limit, times) = limit?;
    let (over, over_stated) = over(written.over.as_ref(), times, around);
    let over_own = written.over.is_some();
    Some(Cap { scope, window: window?, limit, times, over, over_stated, over_own, missing, span: written.span })
}

/// The model's window.
pub(super) fn window(written: tree::Window) -> Window {
    match written {
        tree::Window::Event => Window::Event,
        tree::Window::Day => Window::Day,
        tree::Window::Week => Window::Week,
        tree::Window::Month => Window::Month,
        tree::Window::Quarter => Window::Quarter,
        tree::Window::HalfYear => Window::HalfYear,
        tree::Window::Lifetime => Window::Lifetime,
        tree::Window::Year { month, day } => Window::Year { month, day },
    }
}

/// Where words can be added: before the limit in Chinese, after it in English.
fn add_word(written: &tree::Cap, word: &str, symbols: &Symbols) -> Fix {
    let limit = written.limit.span;
    let edit = if symbols.chinese {
        let before = written.window.as_ref().map_or(limit, |w| w.span);
        (Span { end: before.start, ..before }, format!("{word} "))
    } else {
        (super::header::after(limit), format!(" {word}"))
    };
    Fix { title: say(format!("写“{word}”"), format!("Write “{word}”")), edits: vec![edit] }
}

fn without_scope(written: &tree::Cap, item: &tree::Declared, stock: bool, symbols: &Symbols) -> Finding {
    let name = &item.name.value;
    let (zh, en) = if stock { ("限量", "stock") } else { ("上限", "cap") };
    let what = say(
        format!("“{name}”的{zh}没有写按谁计。"),
        format!("The {en} of “{name}” does not say by whom it is counted."),
    );
    let readings = || symbols.scopes.iter().map(|s| &s.reading);
    let zh = super::say::list(readings().map(|r| r.0.as_str())).zh;
    let en = super::say::list(readings().map(|r| r.1.as_str())).en;
    let help = say(format!("写明口径：{zh}。"), format!("Write a reading: {en}."));
    let why = say(
        "例：1000 人、限额 200：按每人计，合计最多 200000；按全街道计，合计最多 200。",
        "Example: 1000 people and a limit of 200: per person they get at most 200000 together, for the whole street 200.",
    );
    let finding = Finding::new(&codes::CAP_WITHOUT_SCOPE, written.span, what).why(why).help(help);
    let own = readings().take(6).map(|(zh, en)| if symbols.chinese { zh } else { en });
    own.fold(finding, |f, reading| f.fix(add_word(written, reading, symbols)))
}

fn without_window(written: &tree::Cap, item: &tree::Declared, symbols: &Symbols) -> Finding {
    let name = &item.name.value;
    let what =
        say(format!("“{name}”的上限没有写周期。"), format!("The cap of “{name}” does not say for how long it counts."));
    let help = say(
        "写明“每次”“每日”“每周”“每月”“每季度”“每半年”“每年”或“终身”。",
        "Write “per event”, “per day”, “per week”, “per month”, “per quarter”, “per half-year”, “per year” or “lifetime”.",
    );
    let finding = Finding::new(&codes::CAP_WITHOUT_WINDOW, written.span, what).help(help);
    let words = if symbols.chinese { ["每月", "每年", "终身"] } else { ["per month", "per year", "lifetime"] };
    words.into_iter().fold(finding, |f, word| {
        let limit = written.limit.span;
        let edit = if symbols.chinese {
            (Span { end: limit.start, ..limit }, format!("{word} "))
        } else {
            (super::header::after(limit), format!(" {word}"))
        };
        f.fix(Fix { title: say(format!("写“{word}”"), format!("Write “{word}”")), edits: vec![edit] })
    })
}

fn event_of_others(written: &tree::Cap) -> Finding {
    let span = written.scope.as_ref().map_or(written.span, |s| s.word.span);
    let what = say(
        "“每次”只管一次活动，一次活动只有一个人，不能再按别的口径计。",
        "“per event” is about one event of one person and cannot be counted by another reading.",
    );
    Finding::new(&codes::EVENT_CAP_WITH_SCOPE, span, what)
        .help(say("删去口径，或改周期。", "Remove the reading or change the period."))
}

/// The limit: an amount of points or a number of times, fixed, whole in the smallest unit, not negative.
fn limit(written: &tree::Cap, stock: bool, symbols: &Symbols, out: &mut Vec<Finding>) -> Option<(Expr, bool)> {
    let mut typer = Typer { symbols, place: Place::redemption(), out };
    let found = typer.expr(&written.limit, None)?;
    let (points, times) = (Type::Number(Unit::of(Base::Point)), Type::Number(Unit::of(Base::Time)));
    let counts = found.ty == times;
    if !counts && (stock || found.ty != points) {
        let finding = wrong_limit(written, &found, stock, symbols);
        out.push(finding);
        return None;
    }
    let wanted = found.ty.clone();
    let (found, values) = constant_of(&mut typer, &written.limit, &wanted, ("限额", "A limit"))?;
    let decimals = if counts { 0 } else { symbols.decimals };
    fine_enough(&found, &values, decimals, symbols, out)?;
    Some((found, counts))
}

fn wrong_limit(written: &tree::Cap, found: &Expr, stock: bool, symbols: &Symbols) -> Finding {
    let ty = type_name(&found.ty, symbols);
    let point = symbols.point_name();
    let (what, help) = if stock {
        (
            say(
                format!("限量要写多少次，这里写的是{}。", ty.zh),
                format!("A stock is a number of times; this is {}.", ty.en),
            ),
            say("写成“10 次”的样子。", "Write it like “10 times”."),
        )
    } else {
        (
            say(
                format!("限额要写多少“{point}”或多少次，这里写的是{}。", ty.zh),
                format!("A limit is in “{point}” or in times; this is {}.", ty.en),
            ),
            say(format!("写成“200 {point}”或“1 次”的样子。"), format!("Write it like “200 {point}” or “1 time”.")),
        )
    };
    let finding = Finding::new(&codes::BAD_LIMIT, found.span, what).help(help);
    match &written.limit.kind {
        tree::ExprKind::Number(number) => {
            finding.fix(in_unit(number, if stock { symbols.word("次", "times") } else { point }))
        }
        _ => finding,
    }
}

/// Writes a number in another unit.
fn in_unit(number: &tree::Number, unit: &str) -> Fix {
    let text = format!("{} {unit}", number.text);
    Fix {
        title: say(format!("改为“{text}”"), format!("Change it to “{text}”")), edits: vec![(number.span, text)]
    }
}

/// An amount that is whole in the smallest unit and not negative.
pub(super) fn fine_enough(
    found: &Expr,
    values: &[(i32, Rational)],
    decimals: u32,
    symbols: &Symbols,
    out: &mut Vec<Finding>,
) -> Option<()> {
    let smallest = one_of(ten_to(decimals).unwrap_or(1));
    for (_, value) in values {
        let shown = number(value);
        if *value < Rational::from_integer(0) {
            let what = say(
                format!("这个数不能小于 0，这里是 {shown}。"),
                format!("This cannot be less than 0; it is {shown}."),
            );
            out.push(
                Finding::new(&codes::NEGATIVE_NUMBER, found.span, what).help(say("改写这个数。", "Change the number.")),
            );
            return None;
        }
        if !is_multiple(*value, smallest) {
            let unit = type_name(&found.ty, symbols);
            let what = match decimals {
                0 => {
                    say(format!("{}只用整数，这里是 {shown}。", unit.zh), format!("This must be whole; it is {shown}."))
                }
                _ => say(
                    format!("{}最多 {decimals} 位小数，这里是 {shown}。", unit.zh),
                    format!("This has at most {decimals} decimals; it is {shown}."),
                ),
            };
            out.push(Finding::new(&codes::TOO_FINE, found.span, what).help(say("改写这个数。", "Change the number.")));
            return None;
        }
    }
    Some(())
}

/// What holds for who lacks the cap's scope; it must be said exactly where the scope may be missing.
fn remedy(written: &tree::Cap, scope: ScopeId, symbols: &Symbols, out: &mut Vec<Finding>) -> Option<Option<Remedy>> {
    let known = symbols.scopes.get(scope.0)?;
    let name = &known.name.name.name;
    match (&written.missing, known.optional) {
        (None, false) => Some(None),
        (None, true) => {
            out.push(without_remedy(written, name, symbols));
            None
        }
        (Some(missing), false) => {
            let what = say(
                format!("“{name}”不可缺，不必写缺了怎么办。"),
                format!("“{name}” is not optional: what holds without it need not be said."),
            );
            let help = say("删去这一部分。", "Remove this part.");
            out.push(Finding::new(&codes::REMEDY_NOT_NEEDED, missing.span, what).help(help));
            None
        }
        (Some(missing), true) => named_scope(missing, scope, symbols, out)
            .and_then(|()| what_instead(missing, scope, symbols, out))
            .map(Some),
    }
}

/// 缺 家庭 must name the cap's own scope.
fn named_scope(missing: &tree::Missing, scope: ScopeId, symbols: &Symbols, out: &mut Vec<Finding>) -> Option<()> {
    let Some(word) = &missing.scope else { return Some(()) };
    if symbols.scope_names.find_one(word, out)? == scope {
        return Some(());
    }
    let name = symbols.scopes.get(scope.0).map_or("", |s| s.name.name.name.as_str());
    let what = say(
        format!("这个上限按“{name}”计，这里写的是缺“{}”怎么办。", word.value),
        format!("This cap is counted by “{name}”; here is said what holds without “{}”.", word.value),
    );
    let help = say(format!("改为“缺 {name} …”。"), format!("Change it to “without {name} …”."));
    out.push(Finding::new(&codes::REMEDY_OF_ANOTHER_SCOPE, word.span, what).help(help));
    None
}

fn what_instead(missing: &tree::Missing, scope: ScopeId, symbols: &Symbols, out: &mut Vec<Finding>) -> Option<Remedy> {
    let tree::Remedy::By(written) = &missing.remedy else {
        return Some(match missing.remedy {
            tree::Remedy::Nothing => Remedy::Nothing,
            _ => Remedy::Unlimited,
        });
    };
    let other = reading(written, symbols, out)?;
    if other != scope {
        return Some(Remedy::By(other));
    }
    let text = spoken(written);
    let what = say(
        format!("缺了它的人不能还按“{text}”计。"),
        format!("Who lacks it cannot be counted “{text}” all the same."),
    );
    let help = say("写另一个口径，例如“按每人”。", "Write another reading, such as “by person”.");
    out.push(Finding::new(&codes::REMEDY_BY_ITSELF, written.word.span, what).help(help));
    None
}

fn without_remedy(written: &tree::Cap, name: &str, symbols: &Symbols) -> Finding {
    let what = say(
        format!("“{name}”可缺，没有写缺了它的人怎么办。"),
        format!("“{name}” is optional, and what holds for who lacks it is not said."),
    );
    let limit = written_limit(written);
    let why = say(
        format!("例：没有“{name}”的人：按每人，自己一人最多 {limit}；不限，没有上限；不给，得 0。"),
        format!("Example: for who has no “{name}”: by person, at most {limit} alone; unlimited, no cap; nothing, 0."),
    );
    let help = say(
        format!("写“缺 {name} 按每人”“缺 {name} 不限”或“缺 {name} 不给”。"),
        format!("Write “without {name} by person”, “without {name} unlimited” or “without {name} nothing”."),
    );
    let finding = Finding::new(&codes::CAP_WITHOUT_REMEDY, written.span, what).why(why).help(help);
    let name = super::names::spelled(name);
    [("按每人", "by person"), ("不限", "unlimited"), ("不给", "nothing")].into_iter().fold(finding, |f, (zh, en)| {
        let text = if symbols.chinese { format!("，缺 {name} {zh}") } else { format!(", without {name} {en}") };
        let title = say(format!("写“缺 {name} {zh}”"), format!("Write “without {name} {en}”"));
        f.fix(Fix { title, edits: vec![(super::header::after(written.span), text)] })
    })
}

/// The limit as written, for an example.
fn written_limit(written: &tree::Cap) -> String {
    match &written.limit.kind {
        tree::ExprKind::Number(n) => {
            let unit = n.unit.as_ref().map(|u| format!(" {}", u.value)).unwrap_or_default();
            format!("{}{unit}", n.text)
        }
        tree::ExprKind::Name(name) => name.clone(),
        _ => String::new(),
    }
}
