//! Two rules that always pay for the same acts, and the same.

use super::asked::{Asked, Question, Verdict, Version};
use super::pairs::{self, Numbered};
use crate::checks::encode::Scene;
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::logic::Assignment;
use crate::model::{ActivityId, RuleId, Together};
use std::collections::BTreeMap;

/// See `docs/findings/same-award-twice.md`.
pub static SAME_AWARD_TWICE: Code = Code {
    name: "same-award-twice",
    severity: Severity::Warning,
    zh: "同样的奖励写了两次",
    en: "The same award is written twice",
};

/// What is found in one version: once for each rule, beside the first like it.
pub fn find(version: &Version<'_>) -> Vec<Finding> {
    // Where only the higher one counts, another finding says that the later never does.
    if version.policy.choices.together == Some(Together::Highest) {
        return Vec::new();
    }
    (0..version.policy.activities.len()).map(ActivityId).flat_map(|activity| of_activity(version, activity)).collect()
}

fn of_activity(version: &Version<'_>, activity: ActivityId) -> Vec<Finding> {
    let Some(act) = pairs::act_of(version, activity) else { return Vec::new() };
    // A rule that says itself that it is added means it.
    let open = |(_, rule): &Numbered<'_>| rule.together.is_none() && pairs::is_plain(rule);
    let rules: Vec<Numbered<'_>> = pairs::of_activity(version, activity).into_iter().filter(open).collect();
    let groups = alike(act, &rules);
    let left = pairs::Left::new();
    let of_group = |like: &Vec<Numbered<'_>>| {
        let one = |(at, later): (usize, &Numbered<'_>)| {
            let earlier = like.iter().take(at).filter(|earlier| !pairs::plainly_apart(act, **earlier, *later));
            let mut earlier = earlier.take_while(|_| left.take());
            Some((later.0, earlier.find_map(|earlier| beside(version, act, *earlier, *later))?))
        };
        like.iter().enumerate().filter_map(one).take(pairs::MOST_TOLD).collect::<Vec<_>>()
    };
    let mut found: Vec<(RuleId, Finding)> = groups.iter().flat_map(of_group).take(pairs::MOST_TOLD).collect();
    found.sort_by_key(|(id, _)| *id);
    let found = found.into_iter().map(|(_, finding)| finding).collect();
    let mut found = pairs::told(version, activity, &SAME_AWARD_TWICE, found);
    found.extend(left.told(version, activity, &SAME_AWARD_TWICE));
    found
}

fn beside<'a>(version: &Version<'a>, act: &Asked<'a>, a: Numbered<'_>, b: Numbered<'_>) -> Option<Finding> {
    if pairs::share_a_group(version, a.0, b.0) { None } else { finding(version, act, a, b) }
}

/// The rules in groups of one dimension among which those that always pay the same must be: what was found possible before tells
/// most of them apart.
fn alike<'r>(act: &Asked<'_>, rules: &[Numbered<'r>]) -> Vec<Vec<Numbered<'r>>> {
    let known: Vec<Vec<Assignment>> = act.scenes.iter().map(Scene::known).collect();
    let paid = |rule: &Numbered<'_>| -> Option<Vec<Option<Vec<Option<i64>>>>> {
        let in_scene = |(scene, known): (&Scene<'_>, &Vec<Assignment>)| match pairs::here(scene, rule.1) {
            true => Some(Some(scene.paid(*rule, known).ok()?)),
            false => Some(None),
        };
        act.scenes.iter().zip(&known).map(in_scene).collect()
    };
    let mut groups: BTreeMap<_, Vec<Numbered<'r>>> = BTreeMap::new();
    for rule in rules {
        if let Some(paid) = paid(rule) {
            groups.entry((rule.1.dimension(), paid)).or_default().push(*rule);
        }
    }
    groups.into_values().filter(|like| like.len() > 1).flat_map(|like| by_witness(act, like)).collect()
}

/// Rules that pay for the same acts have the same best witness: it depends on what is asked alone. Where that is not certain to
/// be found they stay together.
fn by_witness<'r>(act: &Asked<'_>, like: Vec<Numbered<'r>>) -> Vec<Vec<Numbered<'r>>> {
    let witness = |rule: &Numbered<'_>| -> Option<Vec<Option<Assignment>>> {
        let here = act.scenes.iter().filter(|scene| pairs::here(scene, rule.1));
        here.map(|scene| scene.certain_witness(rule.0)).collect()
    };
    let Some(witnesses) = like.iter().map(witness).collect::<Option<Vec<_>>>() else { return vec![like] };
    let mut groups: BTreeMap<_, Vec<Numbered<'r>>> = BTreeMap::new();
    for (witness, rule) in witnesses.into_iter().zip(like) {
        groups.entry(witness).or_default().push(rule);
    }
    groups.into_values().collect()
}

fn finding<'a>(version: &Version<'a>, act: &Asked<'a>, a: Numbered<'_>, b: Numbered<'_>) -> Option<Finding> {
    let on_the_same_days = act.scenes.iter().all(|scene| pairs::here(scene, a.1) == pairs::here(scene, b.1));
    let differ = |scene: &Scene<'_>| {
        let question = || Question::conditions(scene, []).and(scene.eligible()).so(pairs::unlike(scene, a, b));
        pairs::here(scene, a.1).then(question)
    };
    if !on_the_same_days || !matches!(act.ask(differ), Verdict::Never(_)) {
        return None;
    }
    let shown = pairs::example(version, act, a, b)?;
    let (first, second) = (&a.1.name.name.name, &b.1.name.name.name);
    let what = Message::new(
        format!("规则“{second}”和“{first}”总是为同一次活动给同样多的分，看来是同一项奖励写了两次。"),
        format!(
            "The rules “{second}” and “{first}” always pay for the same acts, and the same: it looks like one award written twice."
        ),
    );
    let help = Message::new(
        "删去其中一条；确实要给两份的，在其中一条写“并得 相加”。",
        "Remove one of them; if both are meant, write “together add” in one.",
    );
    let finding = Finding::new(&SAME_AWARD_TWICE, b.1.name.span, what)
        .label(Message::new("又写了一次", "written again"))
        .and(a.1.name.span, Message::new("先写在这里", "first here"));
    Some(finding.example(shown.example).help(help))
}
