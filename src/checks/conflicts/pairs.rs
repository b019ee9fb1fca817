//! Two rules that pay for one act.

use super::adds_nothing::is_carried;
use super::asked::{Asked, Question, Verdict, Version};
use crate::checks::encode::{Act, NotEncoded, Scene};
use crate::logic::Formula;
use crate::model::segments::in_force;
use crate::model::{ActivityId, DimensionId, Member, Pays, Rule, RuleId};

/// A rule with its number.
pub type Numbered<'a> = (RuleId, &'a Rule);

/// The act of an activity.
pub fn act_of<'s, 'a>(version: &'s Version<'a>, activity: ActivityId) -> Option<&'s Asked<'a>> {
    version.acts.iter().find(|asked| asked.act == Act::Event(activity))
}

/// Whether a rule is in force in a scene.
pub fn here(scene: &Scene<'_>, rule: &Rule) -> bool {
    in_force(&rule.dates, scene.stretch.from)
}

/// The activity of a rule that is no bonus.
pub fn activity(rule: &Rule) -> Option<ActivityId> {
    match rule.pays {
        Pays::Award { activity, .. } => Some(activity),
        Pays::Bonus { .. } => None,
    }
}

/// The dimension of a rule that is no bonus.
pub fn dimension(rule: &Rule) -> Option<DimensionId> {
    match rule.pays {
        Pays::Award { dimension, .. } => Some(dimension),
        Pays::Bonus { .. } => None,
    }
}

/// Whether what an award comes to follows from the act alone.
pub fn is_plain(rule: &Rule) -> bool {
    matches!(&rule.pays, Pays::Award { award, .. } if !is_carried(award))
}

/// The rules of an activity that are no bonuses, in order of declaration.
pub fn of_activity<'a>(version: &Version<'a>, of: ActivityId) -> Vec<Numbered<'a>> {
    let rules = (0..).map(RuleId).zip(&version.policy.rules);
    rules.filter(|(_, rule)| activity(rule) == Some(of)).collect()
}

/// Can both pay for one act of somebody eligible?
pub fn meet<'s, 'a>(version: &'s Version<'a>, a: Numbered<'_>, b: Numbered<'_>) -> Verdict<'s, 'a> {
    match activity(a.1).filter(|of| activity(b.1) == Some(*of)).and_then(|of| act_of(version, of)) {
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
    let groups = |id| {
        let (mut found, mut waiting) = (Vec::new(), vec![Member::Rule(id)]);
        while let Some(member) = waiting.pop() {
            for (at, group) in version.policy.groups.iter().enumerate() {
                if group.members.contains(&member) && !found.contains(&at) {
                    found.push(at);
                    waiting.push(Member::Group(crate::model::GroupId(at)));
                }
            }
        }
        found
    };
    let of_b = groups(b);
    groups(a).iter().any(|group| of_b.contains(group))
}

/// That a rule awards more than 0 and another one does not, or awards something else.
pub fn unlike(scene: &Scene<'_>, a: Numbered<'_>, b: Numbered<'_>) -> Result<Formula, NotEncoded> {
    let (pays_a, pays_b) = (scene.pays(a.0)?, scene.pays(b.0)?);
    let amount = |rule| scene.amount(rule)?.ok_or(NotEncoded::NoValue);
    let (amount_a, amount_b) = (amount(a.1)?, amount(b.1)?);
    let one = pays_a.clone().and(pays_b.clone().not()).or(pays_b.clone().and(pays_a.clone().not()));
    Ok(one.or(pays_a.and(pays_b).and(amount_a.equals(amount_b).not())))
}
