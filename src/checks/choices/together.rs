//! 并得: several rules pay for one act in one dimension.

use super::codes::{TOGETHER_UNSTATED, TOGETHER_UNWRITTEN};
use super::proof::{Both, both, plainly_apart};
use super::question;
use super::view::View;
use crate::checks::conflicts::undecided::too_many_pairs;
use crate::checks::encode::Scene;
use crate::diagnostics::{Example, Finding, Fix, Message};
use crate::model::arithmetic::{add, whole};
use crate::model::{ActivityId, Pays, Rational, Rule, RuleId, Together};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Asked where two rules, neither a bonus, can hold for one act in one dimension and nothing says whether both pay.
pub(super) fn ask(view: &mut View<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = match view.policy.choices.together {
        Some(Together::Add | Together::Highest) => return Vec::new(),
        None => pairs(view, true).first().map(|pair| unstated(view, *pair)).into_iter().collect(),
        Some(Together::Written) => {
            let pairs = pairs(view, false);
            let mut told = BTreeSet::new();
            let open = pairs.into_iter().flat_map(|(a, b)| [(a, b), (b, a)]);
            let open = open.filter(|((id, rule), _)| rule.together.is_none() && told.insert(*id));
            open.map(|((_, rule), (_, other))| unwritten(view, rule, other)).collect()
        }
    };
    found.extend(beside_groups(view).into_iter().map(|((_, rule), (_, member))| beside(view, rule, member)));
    if view.proofs == 0 {
        let question = Message::new(
            "能不能为同一次活动都给分；没有检验的，当作都能",
            "whether both can pay for one event; those are taken to",
        );
        found.push(too_many_pairs(view.policy.name.span, &question));
    }
    found
}

type Pair<'a> = ((RuleId, &'a Rule), (RuleId, &'a Rule));

/// The pairs for which the answer matters, in order: only the first if `one` is enough, otherwise those that each rule which
/// must say it needs beside it.
fn pairs<'a>(view: &mut View<'a>, one: bool) -> Vec<Pair<'a>> {
    let rules: Vec<_> = view.awards().filter(|(id, ..)| !view.always_grouped(*id)).collect();
    let mut alike: BTreeMap<_, Vec<(RuleId, &'a Rule)>> = BTreeMap::new();
    for (id, rule, activity) in &rules {
        alike.entry((*activity, rule.dimension())).or_default().push((*id, rule));
    }
    let mut scenes: BTreeMap<ActivityId, Vec<Scene<'a>>> = BTreeMap::new();
    let (mut found, mut told) = (Vec::new(), BTreeSet::new());
    for (a, first, activity) in rules {
        let others = alike.get(&(activity, first.dimension())).into_iter().flatten().filter(|(id, _)| *id > a);
        for (b, second) in others {
            let silent = |id, rule: &Rule| rule.together.is_none() && !told.contains(&id);
            let asked = open(first, second) && (silent(a, first) || silent(*b, second));
            if !asked || !view.hold_together((a, first), (*b, second)) {
                continue;
            }
            let own = scenes.entry(activity).or_insert_with(|| view.scenes(activity));
            if !plainly_apart(own, (a, first), (*b, second)) && may_pay(&mut view.proofs, own, (a, first), (*b, second))
            {
                found.push(((a, first), (*b, *second)));
                if one {
                    return found;
                }
                told.extend([a, *b]);
            }
        }
    }
    found
}

/// Each rule outside all groups that can hold together with a member of one and does not say that it pays besides, with that member.
fn beside_groups<'a>(view: &mut View<'a>) -> Vec<Pair<'a>> {
    let (inside, outside): (Vec<_>, Vec<_>) = view.awards().partition(|(id, ..)| view.always_grouped(*id));
    let mut scenes: BTreeMap<ActivityId, Vec<Scene<'a>>> = BTreeMap::new();
    let mut found = Vec::new();
    for (a, rule, activity) in outside.iter().filter(|(_, rule, _)| rule.together.is_none()) {
        let meets = |(b, member, other): &&(RuleId, &'a Rule, ActivityId)| {
            let alike = activity == other && rule.dimension() == member.dimension();
            alike && view.hold_together((*a, rule), (*b, member)) && {
                let scenes = scenes.entry(*activity).or_insert_with(|| view.scenes(*activity));
                let (a, b) = ((*a, *rule), (*b, *member));
                !plainly_apart(scenes, a, b) && may_pay(&mut view.proofs, scenes, a, b)
            }
        };
        found.extend(inside.iter().find(meets).map(|(b, member, _)| ((*a, *rule), (*b, *member))));
    }
    found
}

/// Whether two rules can pay for one act, as far as is still asked.
fn may_pay(left: &mut usize, scenes: &[Scene<'_>], a: (RuleId, &Rule), b: (RuleId, &Rule)) -> bool {
    *left = left.saturating_sub(1);
    *left == 0 || !matches!(both(scenes, a, b), Both::Never)
}

/// Whether the answer makes a difference to two rules: not if one pays beside all others anyhow, nor if both have said so.
fn open(a: &Rule, b: &Rule) -> bool {
    let add = Some(Together::Add);
    a.together != add && b.together != add && (a.together.is_none() || b.together.is_none())
}

/// How the answers differ for two rules.
fn example(view: &mut View<'_>, a: &Rule, b: &Rule) -> Message {
    let of = |view: &mut View<'_>, rule, other: i128| view.amount(rule).unwrap_or_else(|| whole(other));
    let (x, y): (Rational, Rational) = (of(view, a, 50), of(view, b, 30));
    let sum = add(x, y).unwrap_or(x);
    let (x_text, y_text, sum, most) = (view.points(x), view.points(y), view.points(sum), view.points(x.max(y)));
    let (a, b) = (&a.name.name.name, &b.name.name.name);
    Message::new(
        format!(
            "例：同一次活动，“{a}”应得 {}，“{b}”应得 {}：相加得 {}，就高得 {}。",
            x_text.0, y_text.0, sum.0, most.0
        ),
        format!(
            "Example: for one event “{a}” comes to {} and “{b}” to {}: add pays {}, highest pays {}.",
            x_text.1, y_text.1, sum.1, most.1
        ),
    )
}

fn unstated(view: &mut View<'_>, ((a_id, a), (b_id, b)): Pair<'_>) -> Finding {
    let (first, second) = (&a.name.name.name, &b.name.name.name);
    let what = Message::new(
        format!("规则“{first}”和“{second}”可能为同一次活动、同一个维度同时成立，没有写明都得还是只得高的。"),
        format!(
            "The rules “{first}” and “{second}” can hold for one event in one dimension, and whether both pay or the higher one is not stated."
        ),
    );
    let why = example(view, a, b);
    let answers = [("并得 相加", "together add"), ("并得 就高", "together highest"), ("并得 须写", "together written")];
    let shown = shown(view, (a_id, a), (b_id, b));
    // Numbers of the policy itself say more than an example made up.
    let why = if shown.is_empty() {
        why
    } else {
        Message::new("两种写法，得分不同。", "The answers pay differently.")
    };
    let question = question(&TOGETHER_UNSTATED, view.policy, what, why, &answers);
    shown
        .into_iter()
        .fold(question, Finding::example)
        .and(a.name.span, Message::new("这一条", "this one"))
        .and(b.name.span, Message::new("和这一条", "and this one"))
}

/// One act that both rules pay for, as each answer decides it.
fn shown(view: &View<'_>, a: (RuleId, &Rule), b: (RuleId, &Rule)) -> Vec<Example> {
    let Pays::Award { activity, .. } = a.1.pays else { return Vec::new() };
    let scenes = view.scenes(activity);
    match both(&scenes, a, b) {
        Both::Here(scene, values) => scenes.get(scene).map(|scene| view.answers(scene, &values)).unwrap_or_default(),
        Both::Never | Both::Unknown => Vec::new(),
    }
}

/// Under 并得 须写 each of such rules says it.
fn unwritten(view: &mut View<'_>, rule: &Rule, other: &Rule) -> Finding {
    let (name, other_name) = (&rule.name.name.name, &other.name.name.name);
    let what = Message::new(
        format!("规则“{name}”可能和“{other_name}”为同一次活动同时成立，政策写了“并得 须写”，这里却没有写。"),
        format!(
            "The rule “{name}” can hold together with “{other_name}” for one event; the policy says “together written”, and nothing is written here."
        ),
    );
    let why = example(view, rule, other);
    let help = Message::new(
        "在规则中写明“并得 相加”或“并得 就高”。",
        "Write “together add” or “together highest” in the rule.",
    );
    let finding = Finding::new(&TOGETHER_UNWRITTEN, rule.name.span, what)
        .and(other.name.span, Message::new("另一条规则", "the other rule"))
        .why(why)
        .help(help);
    let at = Span { start: rule.span.end, ..rule.span };
    [("并得 相加", "together add"), ("并得 就高", "together highest")].into_iter().fold(finding, |finding, (zh, en)| {
        let line = if view.policy.chinese { zh } else { en };
        let title = Message::new(format!("写上“{zh}”"), format!("Write “{en}”"));
        finding.fix(Fix { title, edits: vec![(at, format!("\n  {line}"))] })
    })
}

/// A rule beside a group: the group says nothing about it.
fn beside(view: &mut View<'_>, rule: &Rule, member: &Rule) -> Finding {
    let (name, member_name) = (&rule.name.name.name, &member.name.name.name);
    let what = Message::new(
        format!("规则“{name}”不在组里，可能和组里的“{member_name}”为同一次活动同时成立，没有写明是不是另给一份。"),
        format!(
            "The rule “{name}” is in no group and can hold together with “{member_name}”, which is in one; whether it pays besides is not stated."
        ),
    );
    let help = Message::new(
        "把它写进组里；另给一份的，在规则中写明“并得 相加”。",
        "Write it into the group; if it pays besides, write “together add” in the rule.",
    );
    let why = example(view, rule, member);
    let at = Span { start: rule.span.end, ..rule.span };
    let line = if view.policy.chinese { "并得 相加" } else { "together add" };
    let title = Message::new("写上“并得 相加”", "Write “together add”");
    Finding::new(&TOGETHER_UNWRITTEN, rule.name.span, what)
        .and(member.name.span, Message::new("组里的规则", "the rule in the group"))
        .why(why)
        .help(help)
        .fix(Fix { title, edits: vec![(at, format!("\n  {line}"))] })
}
