//! Two rules that pay for one act.

use super::asked::{Asked, Question, Verdict, Version};
use super::undecided;
use crate::checks::encode::{Act, NotEncoded, Scene};
use crate::checks::example::{Shown, is_rule};
use crate::diagnostics::{Code, Finding, Message};
use crate::logic::Formula;
use crate::model::segments::in_force;
use crate::model::{ActivityId, Pays, Rule, RuleId};
use mizi_evaluator::decision::Decision;
use std::cell::Cell;

/// Findings of one kind that are told of one activity: each has an example with all its rules.
pub const MOST_TOLD: usize = 200;

/// The pairs that may still be asked about.
pub struct Left(Cell<usize>);

impl Left {
    /// All of them.
    pub fn new() -> Self {
        Left(Cell::new(undecided::MOST_PAIRS))
    }

    /// Whether one more may be asked about; from then on one fewer.
    pub fn take(&self) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        left > 0
    }

    /// Where no more may be: what was not examined of an activity.
    pub fn told(&self, version: &Version<'_>, of: ActivityId, code: &Code) -> Option<Finding> {
        let activity = version.policy.activities.get(of.0).filter(|_| self.0.get() == 0)?;
        let name = &activity.name.name.name;
        let question = Message::new(
            format!("活动“{name}”里有没有“{}”", code.zh),
            format!("whether, in the activity “{name}”, this is so: {}", code.en),
        );
        Some(undecided::too_many_pairs(activity.name.span, &question))
    }
}

/// A rule with its number.
pub type Numbered<'a> = (RuleId, &'a Rule);

/// The act of an activity.
pub fn act_of<'s, 'a>(version: &'s Version<'a>, activity: ActivityId) -> Option<&'s Asked<'a>> {
    // Activities stand first.
    version.acts.get(activity.0).filter(|asked| asked.act == Act::Event(activity))
}

/// Whether a rule is in force in a scene.
pub fn here(scene: &Scene<'_>, rule: &Rule) -> bool {
    in_force(&rule.dates, scene.stretch.from)
}

/// Whether what an award comes to follows from the act alone.
pub fn is_plain(rule: &Rule) -> bool {
    matches!(&rule.pays, Pays::Award { award, .. } if !award.is_carried())
}

/// The rules of an activity that are no bonuses, in order of declaration.
pub fn of_activity<'a>(version: &Version<'a>, of: ActivityId) -> Vec<Numbered<'a>> {
    let rules = (0..).map(RuleId).zip(&version.policy.rules);
    rules.filter(|(_, rule)| rule.activity() == Some(of)).collect()
}

/// Whether it is plain that two rules never pay for one act; a search may still show so where it is not.
pub fn plainly_apart(act: &Asked<'_>, a: Numbered<'_>, b: Numbered<'_>) -> bool {
    let mut both = act.scenes.iter().filter(|scene| here(scene, a.1) && here(scene, b.1));
    both.all(|scene| scene.plainly_apart(a.0, b.0))
}

/// Looks at every rule of an activity beside those before it: once for each, beside the first with which something is found.
pub fn beside_the_first<'a>(
    version: &Version<'a>,
    code: &Code,
    asks: impl Fn(&Asked<'a>, Numbered<'a>, Numbered<'a>) -> bool,
    find: impl Fn(&Asked<'a>, Numbered<'a>, Numbered<'a>) -> Option<Finding>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for activity in (0..version.policy.activities.len()).map(ActivityId) {
        let Some(act) = act_of(version, activity) else { continue };
        let rules = of_activity(version, activity);
        let left = Left::new();
        let first = |(at, later): (usize, &Numbered<'a>)| {
            let earlier = rules.iter().take(at).filter(|earlier| asks(act, **earlier, *later));
            earlier.take_while(|_| left.take()).find_map(|earlier| find(act, *earlier, *later))
        };
        let of_activity: Vec<Finding> = rules.iter().enumerate().filter_map(first).take(MOST_TOLD).collect();
        found.extend(told(version, activity, code, of_activity));
        found.extend(left.told(version, activity, code));
    }
    found
}

/// The findings of one kind about one activity, and where they are as many as are told, that no more were looked for.
pub fn told(version: &Version<'_>, of: ActivityId, code: &Code, mut found: Vec<Finding>) -> Vec<Finding> {
    let activity = version.policy.activities.get(of.0).filter(|_| found.len() >= MOST_TOLD);
    found.extend(activity.map(|activity| undecided::too_many_findings(&activity.name, code, MOST_TOLD)));
    found
}

/// One act for which both are granted something.
pub fn example<'a>(version: &Version<'a>, act: &Asked<'a>, a: Numbered<'_>, b: Numbered<'_>) -> Option<Shown> {
    let granted = |decision: &Decision, rule| {
        let mut lines = decision.lines.iter();
        lines.any(|line| is_rule(version.evaluator, line.item, rule) && line.granted > 0)
    };
    version.example(act, |scene| both(scene, a, b), |decision| granted(decision, a.1) && granted(decision, b.1))
}

/// Can both pay for one act of somebody eligible?
pub fn meet<'s, 'a>(version: &'s Version<'a>, a: Numbered<'_>, b: Numbered<'_>) -> Verdict<'s, 'a> {
    match a.1.activity().filter(|of| b.1.activity() == Some(*of)).and_then(|of| act_of(version, of)) {
        Some(act) if plainly_apart(act, a, b) => Verdict::Nowhere,
        Some(act) => act.ask(|scene| both(scene, a, b)),
        None => Verdict::Nowhere,
    }
}

/// That both pay for an act of somebody eligible.
pub fn both<'a>(scene: &Scene<'a>, a: Numbered<'_>, b: Numbered<'_>) -> Option<Question<'a>> {
    let question = || Question::conditions(scene, []).and(scene.eligible()).and(scene.pays(a.0)).and(scene.pays(b.0));
    (here(scene, a.1) && here(scene, b.1)).then(question)
}

/// Whether a written group has both as members, directly or through other groups.
pub fn share_a_group(version: &Version<'_>, a: RuleId, b: RuleId) -> bool {
    !version.policy.groups_of(a).is_disjoint(&version.policy.groups_of(b))
}

/// That a rule awards more than 0 and another one does not, or awards something else.
pub fn unlike(scene: &Scene<'_>, a: Numbered<'_>, b: Numbered<'_>) -> Result<Formula, NotEncoded> {
    let (pays_a, pays_b) = (scene.pays(a.0)?, scene.pays(b.0)?);
    let amount = |rule| scene.amount(rule)?.ok_or(NotEncoded::NoValue);
    let (amount_a, amount_b) = (amount(a.1)?, amount(b.1)?);
    let one = pays_a.clone().and(pays_b.clone().not()).or(pays_b.clone().and(pays_a.clone().not()));
    Ok(one.or(pays_a.and(pays_b).and(amount_a.equals(amount_b).not())))
}
