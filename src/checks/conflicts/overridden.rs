//! A rule that holds but never comes to anything, because others always go before it.

use super::asked::{Asked, Question, Verdict, Version};
use super::pairs::{self, Numbered};
use super::words;
use crate::checks::encode::{NotEncoded, Scene};
use crate::checks::example::{self, Shown};
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::logic::{Comparison, Formula, Term};
use crate::model::segments::in_force;
use crate::model::{Group, Member, Order, OverCap, Policy, Rule, RuleId, Together, Window};
use std::collections::BTreeMap;

/// See `docs/findings/always-overridden.md`.
pub static ALWAYS_OVERRIDDEN: Code = Code {
    name: "always-overridden",
    severity: Severity::Error,
    zh: "规则总被别的规则盖过",
    en: "Others always go before a rule",
};

/// What is found in one version.
pub fn find(version: &Version<'_>) -> Vec<Finding> {
    let rules = || (0..).map(RuleId).zip(&version.policy.rules);
    let mut exceptions: BTreeMap<RuleId, Vec<&Rule>> = BTreeMap::new();
    for (_, other) in rules() {
        for excepted in &other.exception_to {
            exceptions.entry(*excepted).or_default().push(other);
        }
    }
    let one = |rule: Numbered<'_>| {
        let excepting = exceptions.get(&rule.0).and_then(|exceptions| by_exceptions(version, rule, exceptions));
        excepting.or_else(|| by_higher(version, rule))
    };
    rules().filter_map(one).collect()
}

/// Somebody eligible fulfils its conditions, and then a rule that excepts it always holds too.
fn by_exceptions(version: &Version<'_>, rule: Numbered<'_>, exceptions: &[&Rule]) -> Option<Finding> {
    let act = pairs::act_of(version, rule.1.activity()?)?;
    let holds = act.ask(|scene| holding(scene, rule));
    let stands = act.ask(|scene| Some(holding(scene, rule)?.so(scene.stands(rule.0))));
    if !matches!((holds, stands), (Verdict::Possible(..), Verdict::Never(_))) {
        return None;
    }
    let (name, others) = (&rule.1.name.name.name, words::names(exceptions.iter().map(|other| &other.name)));
    let what = Message::new(
        format!("规则“{name}”永远用不上：它成立时，例外于它的{}总是成立。", others.zh),
        format!("The rule “{name}” never applies: wherever it holds, an exception to it holds too, {}.", others.en),
    );
    let help =
        Message::new("给例外写上条件，或者删去这条规则。", "State conditions for the exception, or remove this rule.");
    let finding = Finding::new(&ALWAYS_OVERRIDDEN, rule.1.name.span, what).help(help);
    let finding = exceptions.iter().fold(finding, |finding, other| {
        finding.and(other.name.span, Message::new("这一条例外于它", "this is an exception to it"))
    });
    Some(with(finding, example(version, act, rule, |scene| holding(scene, rule))))
}

fn holding<'a>(scene: &Scene<'a>, rule: Numbered<'_>) -> Option<Question<'a>> {
    let question = || Question::conditions(scene, []).and(scene.eligible()).and(scene.conditions(rule.1));
    pairs::here(scene, rule.1).then(question)
}

/// Only the highest counts, and another is always as high.
fn by_higher(version: &Version<'_>, rule: Numbered<'_>) -> Option<Finding> {
    let act = pairs::act_of(version, rule.1.activity().filter(|_| pairs::is_plain(rule.1))?)?;
    let pays = |scene| paying(scene, rule);
    let mut others: Vec<Numbered<'_>> = act.scenes.iter().flat_map(|scene| rivals(scene, rule)).collect();
    others.sort_by_key(|(id, _)| *id);
    others.dedup_by_key(|(id, _)| *id);
    // One that never pays for the same act is no rival.
    others.retain(|other| !pairs::plainly_apart(act, rule, *other));
    if others.is_empty() || !matches!(act.ask(pays), Verdict::Possible(..)) {
        return None;
    }
    let never = |counted: &[Numbered<'_>]| {
        let verdict = act.ask(|scene| Some(paying(scene, rule)?.so(wins(scene, rule, counted))));
        matches!(verdict, Verdict::Never(_))
    };
    let always: Vec<Numbered<'_>> = others.iter().copied().filter(|(_, other)| is_steady(other)).collect();
    if never(&always) {
        let finding = higher(rule, &fewest(&always, &never), true);
        return Some(with(finding, example(version, act, rule, |scene| paying(scene, rule))));
    }
    never(&others).then(|| higher(rule, &fewest(&others, &never), false).only_possible())
}

/// Leaves out those that are not needed.
fn fewest<'a>(rules: &[Numbered<'a>], never: &dyn Fn(&[Numbered<'_>]) -> bool) -> Vec<Numbered<'a>> {
    let mut kept = rules.to_vec();
    for rule in rules.iter().rev() {
        let rest: Vec<Numbered<'a>> = kept.iter().copied().filter(|other| other.0 != rule.0).collect();
        if never(&rest) {
            kept = rest;
        }
    }
    kept
}

fn paying<'a>(scene: &Scene<'a>, rule: Numbered<'_>) -> Option<Question<'a>> {
    let question = || Question::conditions(scene, []).and(scene.eligible()).and(scene.pays(rule.0));
    pairs::here(scene, rule.1).then(question)
}

/// That a rule is worth more than each of the others that stands, or as much and earlier (S10.3). Its own caps would only make
/// it worth less.
fn wins(scene: &Scene<'_>, rule: Numbered<'_>, others: &[Numbered<'_>]) -> Result<Formula, NotEncoded> {
    let own = scene.amount(rule.1)?.ok_or(NotEncoded::NoValue)?;
    let mut all = Formula::TRUE;
    for other in rivals(scene, rule).into_iter().filter(|other| others.iter().any(|(id, _)| *id == other.0)) {
        let earlier = place(scene.policy, rule) < place(scene.policy, other);
        let higher = if earlier { Comparison::Over } else { Comparison::AtLeast };
        all = all.and(scene.stands(other.0)?.and(worth(scene, other.1)?.is(higher, own.clone())).not());
    }
    Ok(all)
}

/// What a rule's amount comes to under its caps of one event; other caps depend on what was granted before.
fn worth(scene: &Scene<'_>, rule: &Rule) -> Result<Term, NotEncoded> {
    let mut worth = scene.amount(rule)?.ok_or(NotEncoded::NoValue)?;
    for cap in rule.caps.iter().filter(|cap| cap.window == Window::Event && !cap.times) {
        let limit = scene.constant(&cap.limit, scene.smallest())?;
        worth = match cap.over {
            OverCap::Truncate => Term::Min(vec![worth, Term::Number(limit)]),
            OverCap::Refuse => Term::choose(worth.clone().at_most(limit), worth, 0),
        };
    }
    Ok(worth)
}

/// Whether what a rule is worth never depends on what was granted before.
fn is_steady(rule: &Rule) -> bool {
    pairs::is_plain(rule) && rule.caps.iter().all(|cap| cap.window == Window::Event && !cap.times)
}

/// Its place in 先后.
fn place(policy: &Policy, (id, rule): Numbered<'_>) -> (u32, RuleId) {
    match policy.choices.order {
        Some(Order::ByPriority) => (rule.priority.unwrap_or(u32::MAX), id),
        _ => (0, id),
    }
}

/// The rules beside which it must be the highest (S10.1).
fn rivals<'a>(scene: &Scene<'a>, rule: Numbered<'_>) -> Vec<Numbered<'a>> {
    let policy = scene.policy;
    let groups = |id| {
        let here =
            |group: &&Group| in_force(&group.dates, scene.stretch.from) && group.members.contains(&Member::Rule(id));
        policy.groups.iter().find(here)
    };
    let others = scene.rules().filter(|(id, other)| *id != rule.0 && pairs::is_plain(other));
    if let Some(group) = groups(rule.0) {
        return others.filter(|(id, _)| group.highest && group.members.contains(&Member::Rule(*id))).collect();
    }
    let highest = |rule: &Rule| rule.together.or(policy.choices.together) == Some(Together::Highest);
    let alike = |other: &Rule| other.dimension() == rule.1.dimension() && highest(other);
    others.filter(|(id, other)| highest(rule.1) && alike(other) && groups(*id).is_none()).collect()
}

fn higher((_, rule): Numbered<'_>, others: &[Numbered<'_>], always: bool) -> Finding {
    let (name, names) = (&rule.name.name.name, words::names(others.iter().map(|(_, other)| &other.name)));
    let one = others.len() == 1;
    let (zh, en) = if one { ("", "") } else { ("当中总有一条", " (one of them)") };
    let what = if always {
        Message::new(
            format!("规则“{name}”永远得不到：只取最高的一条，而它成立时，{}{zh}总是不比它少。", names.zh),
            format!(
                "The rule “{name}” never pays: only the highest counts, and wherever it holds, {}{en} is worth no less.",
                names.en
            ),
        )
    } else {
        Message::new(
            format!("规则“{name}”只有在{}的上限用完以后才可能得到：只取最高的一条，而后者总是不比它少。", names.zh),
            format!(
                "The rule “{name}” can pay only once the cap of {} is used up: only the highest counts, and that is worth no less.",
                names.en
            ),
        )
    };
    let help = if always {
        Message::new("改正奖励，或者删去这条规则。", "Correct the award, or remove this rule.")
    } else {
        Message::new(
            "确实想这样的，在说明里写清；否则改正奖励，或者把它移出这个组。",
            "If that is meant, say so to residents; if not, correct the award or take the rule out of the group.",
        )
    };
    let finding = Finding::new(&ALWAYS_OVERRIDDEN, rule.name.span, what).help(help);
    others.iter().fold(finding, |finding, (_, other)| {
        finding.and(other.name.span, Message::new("总是不比它少", "never worth less"))
    })
}

/// An act for which the rule is granted nothing.
fn example<'a>(
    version: &Version<'a>,
    act: &Asked<'a>,
    rule: Numbered<'_>,
    question: impl Fn(&Scene<'a>) -> Option<Question<'a>>,
) -> Option<Shown> {
    version.example(act, question, |decision| {
        let own = decision.lines.iter().filter(|line| example::is_rule(version.evaluator, line.item, rule.1));
        own.fold(0, |sum: i64, line| sum.saturating_add(line.granted)) == 0 && decision.total > 0
    })
}

fn with(finding: Finding, shown: Option<Shown>) -> Finding {
    shown.into_iter().fold(finding, |finding, shown| finding.example(shown.example))
}
