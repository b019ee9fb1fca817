//! 超限: an award larger than the room that is left.

use super::codes::OVER_CAP_UNSTATED;
use super::question;
use super::view::View;
use crate::diagnostics::{Finding, Message};
use crate::model::arithmetic::{multiply, subtract, whole};
use crate::model::{Cap, Rational, Rule};
use crate::source::Span;

/// Asked where a cap of points says nothing itself.
pub(super) fn ask(view: &mut View<'_>) -> Option<Finding> {
    let policy = view.policy;
    let of_rules = policy.rules.iter().flat_map(|rule| rule.caps.iter().map(move |cap| (&rule.name, cap, Some(rule))));
    let overall = policy.overall_caps.iter().map(|overall| {
        let covered = overall.covers.first().and_then(|id| policy.rules.get(id.0));
        (&overall.name, &overall.cap, covered)
    });
    let open: Vec<_> = of_rules.chain(overall).filter(|(_, cap, _)| !cap.over_stated).collect();
    let (name, cap, rule) = open.first()?;
    let name = &name.name.name;
    let what = Message::new(
        format!("“{name}”有上限，没有写明奖励超过剩下的额度时怎么办。"),
        format!("“{name}” has a cap, and what happens to an award larger than the room left is not stated."),
    );
    let why = example(view, cap, *rule);
    let finding = question(
        &OVER_CAP_UNSTATED,
        policy,
        what,
        why,
        &[("超限 截断", "over cap truncate"), ("超限 拒绝", "over cap refuse")],
    );
    let places: Vec<Span> = open.iter().take(4).map(|(_, cap, _)| cap.span).collect();
    Some(places.into_iter().fold(finding, |finding, span| finding.and(span, Message::new("上限", "cap"))))
}

/// An award with less room than it needs.
fn example(view: &mut View<'_>, cap: &Cap, rule: Option<&Rule>) -> Message {
    let limit = view.limit(cap).unwrap_or_else(|| whole(200));
    let amount = rule.and_then(|rule| view.amount(rule)).unwrap_or_else(|| whole(50));
    let room = room(view, amount).min(limit);
    let used = subtract(limit, room).unwrap_or_else(|| whole(0));
    let [limit, amount, room, used] = [limit, amount, room, used].map(|points| view.points(points));
    let none = view.points(whole(0));
    Message::new(
        format!("例：上限 {}，已得 {}，这次应得 {}：截断得 {}，拒绝得 {}。", limit.0, used.0, amount.0, room.0, none.0),
        format!(
            "Example: the cap is {}, {} are used, this award comes to {}: truncate pays {}, refuse pays {}.",
            limit.1, used.1, amount.1, room.1, none.1
        ),
    )
}

/// Two fifths of an amount, at least one smallest unit.
fn room(view: &View<'_>, amount: Rational) -> Rational {
    let part = multiply(amount, Rational::new(2, 5)).unwrap_or(amount);
    view.whole_units(part).max(view.smallest())
}
