//! A rule that holds but never comes to anything, because others always go before it.

use super::asked::{Asked, Question, Verdict, Version};
use super::pairs::{self, Numbered};
use super::undecided::UNDECIDED;
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
    let (mut found, mut unlooked) = (Vec::new(), Vec::new());
    for rule in rules() {
        let excepting = exceptions.get(&rule.0).and_then(|exceptions| by_exceptions(version, rule, exceptions));
        let rivals = if excepting.is_none() { all_rivals(version, rule) } else { Vec::new() };
        if rivals.len() > MOST_RIVALS || (found.len() >= pairs::MOST_TOLD && !rivals.is_empty()) {
            unlooked.push(rule);
        } else {
            found.extend(excepting.or_else(|| by_higher(version, rule, rivals)));
        }
    }
    found.extend(unlooked.first().map(|first| too_many_rivals(*first, unlooked.len())));
    found
}

/// More rules than this beside which one must be the highest are not looked at: the work grows with their square for each rule.
const MOST_RIVALS: usize = 100;

fn too_many_rivals((_, first): Numbered<'_>, rules: usize) -> Finding {
    let (name, told) = (&first.name.name.name, pairs::MOST_TOLD);
    let what = Message::new(
        format!("从“{name}”起，有 {rules} 条规则没有检验是否总被别的规则盖过。"),
        format!("Whether others always go before them was not examined of {rules} rules, from “{name}” on."),
    );
    let why = Message::new(
        format!("只取最高的一条时，一条规则至多和另外 {MOST_RIVALS} 条相比；这一类问题有 {told} 处以后也不再检验。"),
        format!(
            "Where only the highest counts, a rule is compared with at most {MOST_RIVALS} others; nor is one examined after {told} such findings."
        ),
    );
    let help = Message::new(
        "改好已指出的；给规则写上条件，使同一次活动只有几条可能成立。",
        "Mend what is found; state conditions, so that only a few rules can hold for one event.",
    );
    Finding::new(&UNDECIDED, first.name.span, what).why(why).help(help)
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

/// The rules beside which it must be the highest on some day, in order; one that never pays for the same act is none.
fn all_rivals<'a>(version: &Version<'a>, rule: Numbered<'_>) -> Vec<Numbered<'a>> {
    let activity = rule.1.activity().filter(|_| pairs::is_plain(rule.1));
    let Some(act) = activity.and_then(|activity| pairs::act_of(version, activity)) else { return Vec::new() };
    let mut others: Vec<Numbered<'a>> = act.scenes.iter().flat_map(|scene| rivals(scene, rule)).collect();
    others.sort_by_key(|(id, _)| *id);
    others.dedup_by_key(|(id, _)| *id);
    others.retain(|other| !pairs::plainly_apart(act, rule, *other));
    others
}

/// Only the highest counts, and another is always as high.
fn by_higher<'a>(version: &Version<'a>, rule: Numbered<'_>, others: Vec<Numbered<'a>>) -> Option<Finding> {
    let act = pairs::act_of(version, rule.1.activity()?)?;
    let pays = |scene| paying(scene, rule);
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

/// Leaves out those that are not needed, the last first. What is needed next is the last of the fewest first ones that do
/// together with what is kept: it is looked for by halves.
fn fewest<'a>(rules: &[Numbered<'a>], never: &dyn Fn(&[Numbered<'_>]) -> bool) -> Vec<Numbered<'a>> {
    let (mut kept, mut rest): (Vec<Numbered<'a>>, &[Numbered<'a>]) = (Vec::new(), rules);
    while !rest.is_empty() && !never(&kept) {
        let with = |first: usize| [rest.get(..first).unwrap_or(rest), &kept].concat();
        let (mut too_few, mut enough) = (0, rest.len());
        while too_few + 1 < enough {
            let middle = too_few.midpoint(enough);
            if never(&with(middle)) { enough = middle } else { too_few = middle }
        }
        kept.insert(0, rest[enough - 1]);
        rest = &rest[..enough - 1];
    }
    kept
}

fn paying<'a>(scene: &Scene<'a>, rule: Numbered<'_>) -> Option<Question<'a>> {
    let question = || Question::conditions(scene, []).and(scene.eligible()).and(scene.pays(rule.0));
    pairs::here(scene, rule.1).then(question)
}

/// That a rule is worth more than each of the others, given in order, that stands, or as much and earlier (S10.3). Its own caps would only make
/// it worth less.
fn wins(scene: &Scene<'_>, rule: Numbered<'_>, others: &[Numbered<'_>]) -> Result<Formula, NotEncoded> {
    let own = scene.amount(rule.1)?.ok_or(NotEncoded::NoValue)?;
    let mut all = Formula::TRUE;
    for other in
        rivals(scene, rule).into_iter().filter(|other| others.binary_search_by_key(&other.0, |(id, _)| *id).is_ok())
    {
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
