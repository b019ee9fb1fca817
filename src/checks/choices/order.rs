//! 先后: which rule takes room first, and which of equals is chosen.

use super::codes::{ORDER_UNSTATED, PRIORITY_UNSTATED};
use super::question;
use super::view::View;
use crate::diagnostics::{Finding, Message};
use crate::model::arithmetic::{subtract, whole};
use crate::model::{ActivityId, DimensionId, Named, Order, Pays, Policy, Rule, RuleId, Together};
use crate::source::Span;
use std::collections::BTreeSet;

/// Two rules whose order matters, and why.
struct Pair<'a> {
    a: (RuleId, &'a Rule),
    b: (RuleId, &'a Rule),
    over: Over<'a>,
}

/// What two rules compete for.
enum Over<'a> {
    /// Room of a cap that covers both; whether it counts awards.
    Cap(&'a Named, Span, bool),
    /// To be the one chosen: by this group, or by 并得 就高.
    Choice(Option<&'a Named>),
}

/// Asked where two awards of one act share a cap, or one of two equal ones is chosen.
pub(super) fn ask(view: &mut View<'_>) -> Vec<Finding> {
    match view.policy.choices.order {
        Some(Order::AsDeclared) => Vec::new(),
        None => pairs(view, true).first().map(|pair| unstated(view, pair)).into_iter().collect(),
        Some(Order::ByPriority) => {
            let mut told = BTreeSet::new();
            let pairs = pairs(view, false);
            let both = pairs.iter().flat_map(|pair| [(pair.a, pair.b), (pair.b, pair.a)]);
            let open = both.filter(|((id, rule), _)| rule.priority.is_none() && told.insert(*id));
            open.map(|((_, rule), (_, other))| no_priority(rule, other)).collect()
        }
    }
}

/// A rule that is not a bonus, with all that it may compete for.
struct Award<'a> {
    id: RuleId,
    rule: &'a Rule,
    activity: ActivityId,
    /// Groups "highest" that it is in.
    groups: BTreeSet<usize>,
    /// 并得 就高 holds for it, and no written group.
    highest: Option<DimensionId>,
    /// Overall caps that cover it.
    caps: BTreeSet<usize>,
    /// Bonuses on it that have caps of their own, as indexes of rules.
    bonuses: BTreeSet<usize>,
}

/// All rules that are not bonuses.
fn awards<'a>(view: &View<'a>) -> Vec<Award<'a>> {
    let policy = view.policy;
    let written = policy.choices.together;
    let capped: Vec<(usize, &Rule)> =
        policy.rules.iter().enumerate().filter(|(_, rule)| !rule.caps.is_empty()).collect();
    let of = |(id, rule, activity): (RuleId, &'a Rule, ActivityId)| {
        let highest = rule.together.or(written) == Some(Together::Highest) && !view.always_grouped(id);
        let groups =
            view.groups_of(id).into_iter().filter(|at| policy.groups.get(*at).is_some_and(|group| group.highest));
        let caps = policy.overall_caps.iter().enumerate().filter(|(_, cap)| cap.covers.binary_search(&id).is_ok());
        let bonuses = capped.iter().filter(|(_, bonus)| is_bonus_on(bonus, id)).map(|(at, _)| *at);
        Award {
            id,
            rule,
            activity,
            groups: groups.collect(),
            highest: dimension(rule).filter(|_| highest),
            caps: caps.map(|(at, _)| at).collect(),
            bonuses: bonuses.collect(),
        }
    };
    view.awards().map(of).collect()
}

/// The pairs for which order matters; only the first if `one` is enough.
fn pairs<'a>(view: &mut View<'a>, one: bool) -> Vec<Pair<'a>> {
    let awards = awards(view);
    let mut found = Vec::new();
    for (at, first) in awards.iter().enumerate() {
        for second in awards.iter().skip(at + 1).filter(|second| second.activity == first.activity) {
            let Some(over) = over(view.policy, first, second) else { continue };
            let (a, b) = ((first.id, first.rule), (second.id, second.rule));
            if view.hold_together(a, b) {
                found.push(Pair { a, b, over });
                if one {
                    return found;
                }
            }
        }
    }
    found.extend(bonuses_on_one_base(view));
    found
}

/// What two awards of one activity compete for. Of two of which only one is paid, the caps do not matter.
fn over<'a>(policy: &'a Policy, a: &Award<'_>, b: &Award<'_>) -> Option<Over<'a>> {
    let first = |a: &BTreeSet<usize>, b: &BTreeSet<usize>| a.intersection(b).next().copied();
    if let Some(group) = first(&a.groups, &b.groups).and_then(|at| policy.groups.get(at)) {
        return Some(Over::Choice(Some(&group.name)));
    }
    if a.highest.is_some() && a.highest == b.highest {
        return Some(Over::Choice(None));
    }
    if let Some(cap) = first(&a.caps, &b.caps).and_then(|at| policy.overall_caps.get(at)) {
        return Some(Over::Cap(&cap.name, cap.cap.span, cap.cap.times));
    }
    let bonus = first(&a.bonuses, &b.bonuses).and_then(|at| policy.rules.get(at))?;
    bonus.caps.first().map(|cap| Over::Cap(&bonus.name, cap.span, cap.times))
}

fn dimension(rule: &Rule) -> Option<DimensionId> {
    match rule.pays {
        Pays::Award { dimension, .. } => Some(dimension),
        Pays::Bonus { .. } => None,
    }
}

fn is_bonus_on(rule: &Rule, wanted: RuleId) -> bool {
    matches!(&rule.pays, Pays::Bonus { bases, .. } if bases.contains(&wanted))
}

/// Two bonuses on one base that share a cap.
fn bonuses_on_one_base<'a>(view: &mut View<'a>) -> Vec<Pair<'a>> {
    let policy = view.policy;
    let bonuses: Vec<_> = view.rules().filter(|(_, rule)| matches!(rule.pays, Pays::Bonus { .. })).collect();
    let mut found = Vec::new();
    for (at, a) in bonuses.iter().enumerate() {
        for b in bonuses.iter().skip(at + 1) {
            let Pays::Bonus { bases, .. } = &a.1.pays else { continue };
            let Some(base) = bases.iter().find(|base| is_bonus_on(b.1, **base)) else { continue };
            let covers = |cap: &&crate::model::OverallCap, id: RuleId| {
                let by_base = cap.covers.contains(base) && !cap.except_bonuses.contains(&id);
                by_base || cap.covers_bonuses.contains(&id)
            };
            let shared = policy.overall_caps.iter().find(|cap| covers(cap, a.0) && covers(cap, b.0));
            if let Some(cap) = shared
                && view.hold_together(*a, *b)
            {
                found.push(Pair { a: *a, b: *b, over: Over::Cap(&cap.name, cap.cap.span, cap.cap.times) });
            }
        }
    }
    found
}

fn unstated(view: &mut View<'_>, pair: &Pair<'_>) -> Finding {
    let (a, b) = (&pair.a.1.name.name.name, &pair.b.1.name.name.name);
    let what = match &pair.over {
        Over::Cap(name, ..) => {
            let cap = &name.name.name;
            Message::new(
                format!("规则“{a}”和“{b}”为同一次活动共用“{cap}”的上限，没有写明哪一条先占额度。"),
                format!(
                    "The rules “{a}” and “{b}” share the cap “{cap}” for one event, and which takes room first is not stated."
                ),
            )
        }
        Over::Choice(Some(group)) => {
            let group = &group.name.name;
            Message::new(
                format!("组“{group}”里“{a}”和“{b}”一样高时，没有写明取哪一条。"),
                format!("Which of “{a}” and “{b}” the group “{group}” chooses when they are equal is not stated."),
            )
        }
        Over::Choice(None) => Message::new(
            format!("“{a}”和“{b}”就高时一样高，没有写明取哪一条。"),
            format!("Which of “{a}” and “{b}” is chosen when they are equal is not stated."),
        ),
    };
    let why = example(view, pair);
    let answers = [("先后 按声明", "order as declared"), ("先后 按优先", "order by priority")];
    let finding = question(&ORDER_UNSTATED, view.policy, what, why, &answers)
        .and(pair.a.1.name.span, Message::new("这一条", "this one"))
        .and(pair.b.1.name.span, Message::new("和这一条", "and this one"));
    match pair.over {
        Over::Cap(_, span, _) => finding.and(span, Message::new("共用的上限", "the cap they share")),
        Over::Choice(_) => finding,
    }
}

fn example(view: &mut View<'_>, pair: &Pair<'_>) -> Message {
    let (a, b) = (pair.a.1, pair.b.1);
    let x = view.amount(a).unwrap_or_else(|| whole(50));
    let y = view.amount(b).unwrap_or_else(|| whole(30));
    let (a, b) = (&a.name.name.name, &b.name.name.name);
    let none = view.points(whole(0));
    match pair.over {
        Over::Cap(_, _, true) => {
            let (x, y) = (view.points(x), view.points(y));
            Message::new(
                format!("例：只剩 1 次：先“{a}”，得 {}；先“{b}”，得 {}。", x.0, y.0),
                format!("Example: 1 time is left: with “{a}” first it pays {}, with “{b}” first {}.", x.1, y.1),
            )
        }
        Over::Cap(_, _, false) => {
            let room = x.max(y);
            let [rest_b, rest_a] =
                [x, y].map(|first| view.points(subtract(room, first.min(room)).unwrap_or_else(|| whole(0))));
            let [x, y, room] = [x, y, room].map(|points| view.points(points));
            Message::new(
                format!(
                    "例：额度只剩 {}：先“{a}”，“{a}”得 {}、“{b}”得 {}；先“{b}”，“{b}”得 {}、“{a}”得 {}。",
                    room.0, x.0, rest_b.0, y.0, rest_a.0
                ),
                format!(
                    "Example: {} of room are left: with “{a}” first it gets {} and “{b}” {}; with “{b}” first it gets {} and “{a}” {}.",
                    room.1, x.1, rest_b.1, y.1, rest_a.1
                ),
            )
        }
        Over::Choice(_) => {
            let equal = view.points(x.min(y));
            Message::new(
                format!("例：两条都只能得 {}：先“{a}”，记在“{a}”名下，“{b}”得 {}；先“{b}”则相反。", equal.0, none.0),
                format!(
                    "Example: both come to {}: with “{a}” first it is paid and “{b}” gets {}; with “{b}” first the other way round.",
                    equal.1, none.1
                ),
            )
        }
    }
}

fn no_priority(rule: &Rule, other: &Rule) -> Finding {
    let (name, other_name) = (&rule.name.name.name, &other.name.name.name);
    let what = Message::new(
        format!("政策写了“先后 按优先”，规则“{name}”没有写优先，和“{other_name}”分不出先后。"),
        format!(
            "The policy says “order by priority”; the rule “{name}” states none, so that it and “{other_name}” have no order."
        ),
    );
    let help = Message::new("写上“优先”和一个数，1 最先。", "Write “priority” and a number; 1 comes first.");
    Finding::new(&PRIORITY_UNSTATED, rule.name.span, what)
        .and(other.name.span, Message::new("另一条规则", "the other rule"))
        .help(help)
}
