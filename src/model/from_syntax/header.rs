//! 政策: what holds for the whole version.

use super::names::named;
use super::numbers::{Amount, amount, built_in, decimal};
use super::say::say;
use super::symbols::Symbols;
use super::{codes, dates};
use crate::diagnostics::{Finding, Fix, Message};
use crate::model::arithmetic::{is_multiple, one_of, ten_to};
use crate::model::types::Base;
use crate::model::{
    Birthday, BonusRoom, Choices, Dates, DecidedBy, MonthEnd, Named, Order, OverCap, Rational, ReversalFloor, RoleId,
    Together, Unit,
};
use crate::source::Span;
use crate::syntax::tree;

/// The most decimals a point may have.
const MOST_DECIMALS: u32 = 6;

/// What the header states.
#[derive(Debug)]
pub(super) struct Header {
    pub name: Named,
    pub span: Span,
    pub version: String,
    pub dates: Dates,
    pub issued: Option<i32>,
    pub cash: Option<(Rational, Rational)>,
    pub zone: String,
    pub zone_at: Span,
    pub choices: Choices,
}

/// Reads the header; fills in the point unit and the roles. None if something that everything else needs is missing.
pub(super) fn header(
    item: &tree::Item,
    policy: &tree::Policy,
    symbols: &mut Symbols,
    out: &mut Vec<Finding>,
) -> Option<Header> {
    point(item.span, policy, symbols, out);
    roles(policy, symbols, out);
    let at = item.span;
    let version = policy.version.as_ref().map(|v| v.value.clone());
    if version.is_none() {
        out.push(missing(policy, at, symbols, say("版本", "version"), ("版本 \"1\"", "version \"1\"")));
    }
    let dates = policy.dates.as_ref().map(|d| dates::dates(d, out));
    if dates.is_none() {
        out.push(missing(
            policy,
            at,
            symbols,
            say("施行", "in force"),
            ("施行 自 2025-01-01", "in force from 2025-01-01"),
        ));
    }
    let zone = policy.zone.as_ref().map(|z| z.value.clone());
    if zone.is_none() {
        out.push(missing(
            policy,
            at,
            symbols,
            say("时区", "zone"),
            ("时区 \"Asia/Shanghai\"", "zone \"Asia/Shanghai\""),
        ));
    }
    let cash = policy.cash.as_ref().and_then(|(points, yuan)| cash(points, yuan, symbols, out));
    let choices = choices(policy, symbols, out);
    symbols.from = dates.flatten().map_or(i32::MIN, |d| d.from);
    Some(Header {
        name: named(&policy.name),
        span: at,
        version: version?,
        dates: dates??,
        issued: policy.issued.as_ref().map(|d| d.value),
        cash,
        zone: zone?,
        zone_at: policy.zone.as_ref().map_or(at, |z| z.span),
        choices,
    })
}

/// A clause of the header that every policy needs is not there.
fn missing(
    policy: &tree::Policy,
    at: Span,
    symbols: &Symbols,
    clause: Message,
    example: (&'static str, &'static str),
) -> Finding {
    let (name, line) = (&policy.name.name.value, symbols.word(example.0, example.1));
    let what = say(
        format!("政策“{name}”没有写“{}”。", clause.zh),
        format!("The policy “{name}” has no clause “{}”.", clause.en),
    );
    let help = say(
        format!("在政策中写明，例如“{}”。", example.0),
        format!("Write it in the policy, for example “{}”.", example.1),
    );
    let title = say(format!("写上“{}”", example.0), format!("Write “{}”", example.1));
    let edits = vec![(after(at), format!("\n  {line}"))];
    Finding::new(&codes::HEADER_CLAUSE_MISSING, policy.name.name.span, what).help(help).fix(Fix { title, edits })
}

/// The place right after a stretch.
pub(super) fn after(span: Span) -> Span {
    Span { start: span.end, ..span }
}

/// 积分
fn point(at: Span, policy: &tree::Policy, symbols: &mut Symbols, out: &mut Vec<Finding>) {
    let Some((declared, decimals)) = &policy.points else {
        let example = ("积分 米，整数", "points mi, whole");
        out.push(missing(policy, at, symbols, say("积分", "points"), example));
        return;
    };
    let name = &declared.name.value;
    if built_in(name).is_some() {
        out.push(
            Finding::new(
                &codes::UNIT_TAKEN,
                declared.name.span,
                say(
                    format!("“{name}”已是时间、钱或次数的单位，不能再作积分单位。"),
                    format!("“{name}” is a unit of time, money or times already and cannot be the point unit."),
                ),
            )
            .help(say(
                "给积分另取一个单位，例如“米”或“分”。",
                "Give points a unit of their own, such as “米” or “points”.",
            )),
        );
    }
    if decimals.value > MOST_DECIMALS {
        out.push(
            Finding::new(
                &codes::TOO_MANY_DECIMALS,
                decimals.span,
                say(
                    format!("积分最多 {MOST_DECIMALS} 位小数，这里写了 {} 位。", decimals.value),
                    format!("Points have at most {MOST_DECIMALS} decimals; here are {}.", decimals.value),
                ),
            )
            .help(say("少写几位小数。", "Write fewer decimals.")),
        );
    }
    symbols.decimals = decimals.value.min(MOST_DECIMALS);
    symbols.point = Some(named(declared));
}

/// 确认方
fn roles(policy: &tree::Policy, symbols: &mut Symbols, out: &mut Vec<Finding>) {
    for role in &policy.roles {
        symbols.role_names.declare(role, RoleId(symbols.roles.len()), out);
        symbols.roles.push(named(role));
    }
}

/// 折现: points on the left, yuan on the right, both more than 0.
fn cash(
    points: &tree::Number,
    yuan: &tree::Number,
    symbols: &Symbols,
    out: &mut Vec<Finding>,
) -> Option<(Rational, Rational)> {
    let left = amount(points, symbols, out)?;
    let right = amount(yuan, symbols, out)?;
    let zero = Rational::from_integer(0);
    let right_units = left.unit == Unit::of(Base::Point) && right.unit == Unit::of(Base::Yuan);
    if !right_units || left.value <= zero || right.value <= zero {
        let point = symbols.point_name();
        if symbols.point.is_some() {
            out.push(
                Finding::new(
                    &codes::BAD_CASH_RATE,
                    points.span.to(yuan.span),
                    say(
                        "折现要写多少积分等于多少元，两边都大于 0。",
                        "Cash is so many points for so many yuan, both more than 0.",
                    ),
                )
                .help(say(
                    format!("写成“折现 10 {point} = 1 元”的样子。"),
                    format!("Write it like “cash 10 {point} = 1 yuan”."),
                )),
            );
        }
        return None;
    }
    for (amount, number, finest) in [(&left, points, symbols.decimals), (&right, yuan, 2)] {
        if !is_multiple(amount.value, one_of(ten_to(finest).unwrap_or(1))) {
            out.push(
                Finding::new(
                    &codes::TOO_FINE,
                    number.span,
                    say(
                        format!("“{}”比最小单位还细：这里最多 {finest} 位小数。", number.text),
                        format!("“{}” is finer than the smallest unit: at most {finest} decimals here.", number.text),
                    ),
                )
                .help(say("两边同乘一个数，写成更大的单位。", "Multiply both sides until they are coarse enough.")),
            );
        }
    }
    Some((left.value, right.value))
}

/// The answers to what texts leave open.
fn choices(policy: &tree::Policy, symbols: &Symbols, out: &mut Vec<Finding>) -> Choices {
    let reversal = policy.reversal.as_ref().map(|r| &r.value);
    Choices {
        together: policy.together.as_ref().map(|t| together(t.value)),
        over_cap: policy.over_cap.as_ref().map(|o| over_cap(o.value)),
        order: policy.order.as_ref().map(|o| match o.value {
            tree::Order::AsDeclared => Order::AsDeclared,
            tree::Order::ByPriority => Order::ByPriority,
        }),
        bonus: policy.bonus.as_ref().map(|b| match b.value {
            tree::BonusRoom::Separate => BonusRoom::Separate,
            tree::BonusRoom::Within => BonusRoom::Within,
        }),
        reversal_at: policy.reversal.as_ref().map(|r| r.span),
        returns_room: reversal.and_then(|r| r.returns_room),
        reversal_floor: reversal.and_then(|r| r.floor.as_ref()).and_then(|f| floor(f, symbols, out)),
        recompute: reversal.and_then(|r| r.recompute),
        decided_by: policy.decided_by.as_ref().map(|d| match d.value {
            tree::DecidedBy::EventTime => DecidedBy::EventTime,
            tree::DecidedBy::ConfirmationTime => DecidedBy::ConfirmationTime,
        }),
        late: policy.late.as_ref().map(|l| l.value),
        birthday: policy.birthday.as_ref().map(|b| match b.value {
            tree::Birthday::SameDay => Birthday::SameDay,
            tree::Birthday::NextDay => Birthday::NextDay,
        }),
        month_end: policy.month_end.as_ref().map(|m| match m.value {
            tree::MonthEnd::LastDay => MonthEnd::LastDay,
            tree::MonthEnd::NextDay => MonthEnd::NextDay,
        }),
    }
}

/// 并得
pub(super) fn together(value: tree::Together) -> Together {
    match value {
        tree::Together::Add => Together::Add,
        tree::Together::Highest => Together::Highest,
        tree::Together::Written => Together::Written,
    }
}

/// 超限
pub(super) fn over_cap(value: tree::OverCap) -> OverCap {
    match value {
        tree::OverCap::Truncate => OverCap::Truncate,
        tree::OverCap::Refuse => OverCap::Refuse,
    }
}

/// 可负 or 最低 N; the number may leave out the point unit.
fn floor(floor: &tree::Floor, symbols: &Symbols, out: &mut Vec<Finding>) -> Option<ReversalFloor> {
    match floor {
        tree::Floor::None => Some(ReversalFloor::None),
        tree::Floor::At(number) => {
            let Amount { value, unit } = match &number.unit {
                None => Amount { value: decimal(&number.text)?, unit: Unit::of(Base::Point) },
                Some(_) => amount(number, symbols, out)?,
            };
            if unit != Unit::of(Base::Point) {
                let point = symbols.point_name();
                out.push(
                    Finding::new(
                        &codes::POINTS_EXPECTED,
                        number.span,
                        say(format!("最低余额以“{point}”计。"), format!("The floor is counted in “{point}”.")),
                    )
                    .help(say(format!("写成“最低 0 {point}”的样子。"), format!("Write it like “floor 0 {point}”."))),
                );
                return None;
            }
            Some(ReversalFloor::At(value))
        }
    }
}
