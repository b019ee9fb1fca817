//! 先后: which rule takes room first, and which of equals is chosen.

use super::codes::{ORDER_UNSTATED, PRIORITY_UNSTATED};
use super::question;
use super::room::{CapAt, Lines, bonuses};
use super::view::View;
use crate::diagnostics::{Finding, Message};
use crate::model::arithmetic::{subtract, whole};
use crate::model::{ActivityId, DimensionId, Named, Order, Policy, Rule, RuleId, Together};
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
    /// Caps of which it or the bonuses on it take room.
    caps: BTreeSet<CapAt>,
}

/// All rules that are not bonuses.
fn awards<'a>(view: &View<'a>) -> Vec<Award<'a>> {
    let policy = view.policy;
    let written = policy.choices.together;
    let bonuses = bonuses(policy);
    let of = |(id, rule, activity): (RuleId, &'a Rule, ActivityId)| {
        let highest = rule.together.or(written) == Some(Together::Highest) && !view.always_grouped(id);
        let groups =
            policy.groups_of(id).into_iter().filter(|at| policy.groups.get(*at).is_some_and(|group| group.highest));
        Award {
            id,
            rule,
            activity,
            groups: groups.collect(),
            highest: rule.dimension().filter(|_| highest),
            caps: Lines { policy, activity, bonuses: &bonuses }.of_award(id),
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
    a.caps.intersection(&b.caps).next().and_then(|at| over_cap(policy, *at))
}

fn over_cap(policy: &Policy, at: CapAt) -> Option<Over<'_>> {
    at.cap(policy).map(|(name, cap)| Over::Cap(name, cap.span, cap.times))
}

/// Two bonuses on one base that share a cap.
fn bonuses_on_one_base<'a>(view: &mut View<'a>) -> Vec<Pair<'a>> {
    let policy = view.policy;
    let all = bonuses(policy);
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    for (award, _, activity) in view.awards() {
        let lines = Lines { policy, activity, bonuses: &all };
        for base in lines.under(award) {
            let bonuses: Vec<_> = lines.bonuses_on(base).collect();
            for (at, a) in bonuses.iter().enumerate() {
                for b in bonuses.iter().skip(at + 1) {
                    if seen.contains(&(a.0, b.0)) {
                        continue;
                    }
                    let shared = lines.shared(award, base, a.0, b.0);
                    let Some(over) = shared.first().and_then(|at| over_cap(policy, *at)) else { continue };
                    if view.hold_together(*a, *b) {
                        seen.insert((a.0, b.0));
                        found.push(Pair { a: *a, b: *b, over });
                    }
                }
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
