//! 账户: the balance and what else is counted.

use super::caps::window;
use super::constants::constant_of;
use super::names::{named, nfc};
use super::numbers::unit;
use super::presence;
use super::rules::{key, missing_clause, references};
use super::say::{self, say, type_name, unit_name};
use super::subject::reading;
use super::symbols::Symbols;
use super::typing::{Place, Typer};
use super::{codes, rings};
use crate::diagnostics::{Code, Finding};
use crate::model::arithmetic::multiply;
use crate::model::types::Base;
use crate::model::{
    Account, AccountId, Constant, Counts, Expr, ExprKind, Name, Named, Rational, ScopeId, Takes, Type, Unit, Window,
    graph,
};
use crate::source::Span;
use crate::syntax::tree::{self, Declared, Word};
use std::collections::BTreeSet;

/// The most an account may hold, in smallest units.
const MOST: i128 = 1_000_000_000_000;

/// First pass: what each account is counted in, by whom and for how long. Gives the account that points go to.
pub(super) fn signatures(
    written: &[(&tree::Item, &tree::Account)],
    policy: Span,
    symbols: &mut Symbols,
    out: &mut Vec<Finding>,
) -> AccountId {
    let mut purses: Vec<(AccountId, &tree::Account)> = Vec::new();
    for (item, account) in written {
        let id = AccountId(symbols.accounts.len());
        symbols.account_names.declare(&account.name, id, out);
        let found = signature(item, account, symbols, out);
        symbols.sound_accounts.push(found.is_some());
        symbols.accounts.push(found.unwrap_or_else(|| balance(named(&account.name), symbols, item.span)));
        if account.takes.is_some() {
            purses.push((id, account));
        }
    }
    match purses.as_slice() {
        [] => made_up(policy, symbols, out),
        [(only, _)] => *only,
        [(first, one), (_, other), ..] => {
            out.push(several_purses(one, other));
            *first
        }
    }
}

/// Without an account that takes in points there is one: 余额, per person, for ever.
fn made_up(policy: Span, symbols: &mut Symbols, out: &mut Vec<Finding>) -> AccountId {
    let id = AccountId(symbols.accounts.len());
    let word = |value: &str| Word { value: value.to_string(), span: policy };
    let declared = Declared { name: word("余额"), code: Some(word("balance")), titles: Vec::new() };
    symbols.account_names.declare(&declared, id, out);
    let name =
        Name {
            name: "余额".into(), code: Some("balance".into()), zh: Some("余额".into()), en: Some("Balance".into())
        };
    let account = balance(Named { name, span: policy }, symbols, policy);
    symbols.accounts.push(account);
    symbols.sound_accounts.push(true);
    id
}

fn balance(name: Named, symbols: &Symbols, span: Span) -> Account {
    Account {
        key: name.name.key().to_string(),
        name,
        unit: Unit::of(Base::Point),
        shown_unit: symbols.point_name().to_string(),
        scope: ScopeId(0),
        window: Window::Lifetime,
        takes: Takes::AllGranted,
        range: usual_range(symbols),
        span,
    }
}

/// ±10^12 smallest units of points.
fn usual_range(symbols: &Symbols) -> (Rational, Rational) {
    let most = Rational::new(MOST, 10_i128.checked_pow(symbols.decimals).unwrap_or(1));
    (-most, most)
}

fn several_purses(one: &tree::Account, other: &tree::Account) -> Finding {
    let (a, b) = (&one.name.name.value, &other.name.name.value);
    let what = say(
        format!("账户“{a}”和“{b}”都收积分；一个政策有几个钱包，尚不支持。"),
        format!("The accounts “{a}” and “{b}” both take in points; several purses are not available yet."),
    );
    let place = |account: &tree::Account| account.takes.as_ref().map_or(account.name.name.span, |t| t.span);
    Finding::new(&codes::SEVERAL_PURSES, place(other), what)
        .and(place(one), say("另一个收积分的账户", "the other account that takes in points"))
        .help(say("只留一个“收”；要统计得分次数或数量，用“计”。", "Leave one “takes”; to count events use “counts”."))
}

fn signature(item: &tree::Item, written: &tree::Account, symbols: &Symbols, out: &mut Vec<Finding>) -> Option<Account> {
    let (unit, factor) = unit(&written.unit, symbols, out)?;
    let scope = match &written.scope {
        Some(scope) => reading(scope, symbols, out),
        None => {
            out.push(head_part_missing(
                &codes::ACCOUNT_WITHOUT_SCOPE,
                written,
                ("按谁计", "by whom it is counted"),
                ("每人", "per person"),
            ));
            None
        }
    };
    let window = match &written.window {
        Some(written) => Some(window(written.value)),
        None => {
            out.push(head_part_missing(
                &codes::ACCOUNT_WITHOUT_WINDOW,
                written,
                ("周期", "for how long it counts"),
                ("终身", "lifetime"),
            ));
            None
        }
    };
    let window = match (window?, &written.window) {
        (Window::Event, Some(place)) => {
            let what = say(
                "账户不能按“每次”计：它要留住以前的数。",
                "An account cannot be “per event”: it keeps what was before.",
            );
            out.push(
                Finding::new(&codes::ACCOUNT_PER_EVENT, place.span, what)
                    .help(say("写更长的周期。", "Write a longer period.")),
            );
            return None;
        }
        (window, _) => window,
    };
    let range = range(written, &unit, factor, symbols, out)?;
    takes_one_thing(written, &unit, symbols, out)?;
    Some(Account {
        name: named(&written.name),
        key: key(&written.name, written.formerly.as_ref()),
        unit,
        shown_unit: nfc(&written.unit.value),
        scope: scope?,
        window,
        takes: if written.takes.is_some() { Takes::AllGranted } else { Takes::Counts(Vec::new()) },
        range,
        span: item.span,
    })
}

/// The head of an account lacks its reading or its period.
fn head_part_missing(
    code: &'static Code,
    written: &tree::Account,
    part: (&str, &str),
    example: (&'static str, &'static str),
) -> Finding {
    let (name, unit) = (&written.name.name.value, &written.unit);
    let what = say(format!("账户“{name}”没有写{}。", part.0), format!("The account “{name}” does not say {}.", part.1));
    let help = say(
        format!("在“{}”后写明，例如“{}”。", unit.value, example.0),
        format!("Write it after “{}”, such as “{}”.", unit.value, example.1),
    );
    Finding::new(code, written.name.name.span, what).help(help)
}

/// 收 or 计, not both and not neither; 收 only in points.
fn takes_one_thing(written: &tree::Account, unit: &Unit, symbols: &Symbols, out: &mut Vec<Finding>) -> Option<()> {
    let name = &written.name.name.value;
    let (code, span, what, help) = match (&written.takes, written.counts.first()) {
        (Some(takes), Some(counts)) => (
            &codes::TAKES_AND_COUNTS,
            counts.span.to(takes.span),
            say(
                format!("账户“{name}”既收积分，又计活动。"),
                format!("The account “{name}” both takes in points and counts events."),
            ),
            say("分成两个账户。", "Make it two accounts."),
        ),
        (None, None) => (
            &codes::ACCOUNT_OF_NOTHING,
            written.name.name.span,
            say(
                format!("账户“{name}”没有写收什么、计什么。"),
                format!("The account “{name}” says neither what it takes nor what it counts."),
            ),
            say("写“收 全部”，或“计 活动：数量”。", "Write “takes all”, or “counts ACTIVITY: QUANTITY”."),
        ),
        (Some(takes), None) if *unit != Unit::of(Base::Point) => (
            &codes::POINTS_EXPECTED,
            takes.span,
            say(
                format!("“收”收的是积分，账户“{name}”却以{}计。", unit_name(unit, symbols).zh),
                format!(
                    "“takes” takes in points, and the account “{name}” is counted in {}.",
                    unit_name(unit, symbols).en
                ),
            ),
            say(
                format!("账户以“{}”计，或用“计”。", symbols.point_name()),
                format!("Count it in “{}”, or use “counts”.", symbols.point_name()),
            ),
        ),
        _ => return Some(()),
    };
    out.push(Finding::new(code, span, what).help(help));
    None
}

/// 范围: of an account of points ±10^12 smallest units unless stated; of others it must be stated.
fn range(
    written: &tree::Account,
    unit: &Unit,
    factor: Rational,
    symbols: &Symbols,
    out: &mut Vec<Finding>,
) -> Option<(Rational, Rational)> {
    let Some((low, high)) = &written.range else {
        if written.takes.is_some() {
            return Some(usual_range(symbols));
        }
        let shown = &written.unit.value;
        let line = say(format!("范围 0 至 10000 {shown}"), format!("range 0 to 10000 {shown}"));
        out.push(missing_clause(&codes::RANGE_MISSING, say::ACCOUNT, &written.name, ("范围", "range"), line));
        return None;
    };
    let low_value = bound(low, unit, factor, symbols, out);
    let high_value = bound(high, unit, factor, symbols, out);
    let (low_value, high_value) = (low_value?, high_value?);
    let zero = Rational::from_integer(0);
    if low_value > high_value || low_value > zero || high_value < zero {
        let what = say(
            "账户从 0 开始，范围要包含 0，小的写在前。",
            "An account starts at 0: its range holds 0 and goes from less to more.",
        );
        let help = say("改写范围。", "Change the range.");
        out.push(Finding::new(&codes::EMPTY_RANGE, low.span.to(high.span), what).help(help));
        return None;
    }
    let most = Rational::from_integer(MOST);
    if high_value > most || low_value < -most {
        let what = say("这个范围太大，无法记录。", "This range is too wide to be kept.");
        let help = say(format!("最大写 {MOST}。"), format!("Write {MOST} at most."));
        out.push(Finding::new(&codes::RANGE_TOO_WIDE, low.span.to(high.span), what).help(help));
        return None;
    }
    Some((low_value, high_value))
}

/// A bound of a range; a bare number is in the account's unit.
fn bound(
    written: &tree::Expr,
    unit: &Unit,
    factor: Rational,
    symbols: &Symbols,
    out: &mut Vec<Finding>,
) -> Option<Rational> {
    let mut typer = Typer { symbols, place: Place::redemption(), out };
    let found = typer.expr(written, None)?;
    if found.ty == Type::Number(Unit::none())
        && let Some(value) = super::constants::fold(&found)
    {
        return multiply(value, factor);
    }
    let wanted = Type::Number(unit.clone());
    let (_, values) = constant_of(&mut typer, written, &wanted, ("账户的范围", "The range of an account"))?;
    values.first().map(|(_, value)| *value)
}

/// Second pass: what each account takes in.
pub(super) fn contents(written: &[(&tree::Item, &tree::Account)], symbols: &mut Symbols, out: &mut Vec<Finding>) {
    for (at, (_, account)) in written.iter().enumerate() {
        let Some(unit) = symbols.accounts.get(at).map(|a| a.unit.clone()) else { continue };
        if !symbols.sound_accounts.get(at).copied().unwrap_or(false) {
            continue;
        }
        let takes = match &account.takes {
            Some(rules) if rules.value.is_empty() => Takes::AllGranted,
            Some(rules) => Takes::Granted(references(&rules.value, symbols, out).unwrap_or_default()),
            None => Takes::Counts(account.counts.iter().filter_map(|c| counts(c, &unit, symbols, out)).collect()),
        };
        if let Some(account) = symbols.accounts.get_mut(at) {
            account.takes = takes;
        }
    }
    rings_of_accounts(symbols, out);
}

/// 计 ACTIVITY 当 C：X
fn counts(written: &tree::Counts, unit: &Unit, symbols: &Symbols, out: &mut Vec<Finding>) -> Option<Counts> {
    let activity = symbols.activity_names.find_one(&written.on, out)?;
    let mut typer = Typer { symbols, place: Place::event(Some(activity)), out };
    let when = match &written.when {
        Some(condition) => typer.condition(condition).map(Some),
        None => Some(None),
    };
    let add = match &written.add {
        Some(add) => typer.of_type(add, &Type::Number(unit.clone())),
        None => one_time(written, unit, symbols, typer.out),
    };
    let (when, add) = (when?, add?);
    presence::check(&when.iter().collect::<Vec<_>>(), &[&add], symbols, out);
    Some(Counts { activity, when, add, span: written.span })
}

/// Without an amount an event counts once, which only an account of times can do.
fn one_time(written: &tree::Counts, unit: &Unit, symbols: &Symbols, out: &mut Vec<Finding>) -> Option<Expr> {
    let plain = unit.0.is_empty() || *unit == Unit::of(Base::Time);
    if plain {
        let one = Constant::Number(Rational::from_integer(1));
        return Some(Expr { kind: ExprKind::Constant(one), ty: Type::Number(unit.clone()), span: written.span });
    }
    let ty = type_name(&Type::Number(unit.clone()), symbols);
    let what = say(
        format!("没有写加多少：这个账户是{}，不是次数。", ty.zh),
        format!("How much is added is not said: this account holds {}, not times.", ty.en),
    );
    let help = say(
        "在活动后写“：”和数量，例如“计 平安巡防：时长”。",
        "Write “:” and the quantity after the activity, such as “counts patrol: duration”.",
    );
    out.push(Finding::new(&codes::COUNT_WITHOUT_AMOUNT, written.span, what).help(help));
    None
}

/// An account that is read 连同本次 by what it counts itself, by whatever way, has no value.
fn rings_of_accounts(symbols: &Symbols, out: &mut Vec<Finding>) {
    let mut edges: Vec<(usize, usize)> = Vec::new();
    for (at, account) in symbols.accounts.iter().enumerate() {
        let Takes::Counts(counts) = &account.takes else { continue };
        for part in counts.iter().flat_map(|c| c.when.iter().chain([&c.add])) {
            edges.extend(read_with_event(part, symbols).into_iter().map(|read| (at, read.0)));
        }
    }
    for ring in graph::rings(symbols.accounts.len(), &edges) {
        let things: Vec<(&str, Span)> = ring
            .iter()
            .filter_map(|at| symbols.accounts.get(*at))
            .map(|a| (a.name.name.name.as_str(), a.name.span))
            .collect();
        out.extend(rings::finding(&codes::RING_OF_ACCOUNTS, say::ACCOUNT, &things));
    }
}

/// The accounts that an expression reads 连同本次, definitions entered.
pub(super) fn read_with_event(expr: &Expr, symbols: &Symbols) -> BTreeSet<AccountId> {
    let mut found = BTreeSet::new();
    let mut waiting: Vec<&Expr> = vec![expr];
    let (mut definitions, mut tables) = (BTreeSet::new(), BTreeSet::new());
    while let Some(expr) = waiting.pop() {
        match &expr.kind {
            ExprKind::Account { account, including: true } => {
                found.insert(*account);
            }
            ExprKind::Definition(id) if definitions.insert(*id) => {
                waiting.extend(symbols.definitions.get(id.0).and_then(|d| d.as_ref()).map(|d| &d.value));
            }
            ExprKind::Table(id) if tables.insert(*id) => {
                let bands = symbols.tables.get(id.0).and_then(|t| t.as_ref()).map(|t| &t.bands);
                waiting.extend(bands.into_iter().flat_map(|b| b.rows.iter().map(|r| &r.value).chain([b.by.as_ref()])));
            }
            _ => waiting.extend(expr.children()),
        }
    }
    found
}
