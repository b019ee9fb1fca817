//! An award, bonus or group that makes no difference.

use super::asked::{Question, Verdict, Version, ask};
use super::conditional::bases;
use super::pairs::{self, act_of};
use super::words;
use crate::checks::encode::{NotEncoded, Scene};
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::logic::{Formula, Term};
use crate::model::{Group, Member, Pays, Rule, RuleId, Together};

/// See `docs/findings/adds-nothing.md`.
pub static ADDS_NOTHING: Code =
    Code {
        name: "adds-nothing", severity: Severity::Warning, zh: "写不写都一样", en: "Something makes no difference"
    };

/// What is found in one version.
pub fn find<'a>(version: &Version<'a>) -> Vec<Finding> {
    let rules = (0..).map(RuleId).zip(&version.policy.rules);
    let rules = rules.filter_map(|(id, rule)| match rule.pays {
        Pays::Award { .. } => award(version, id, rule),
        Pays::Bonus { .. } => bonus(version, id, rule),
    });
    let groups = version.policy.groups.iter().filter_map(|group| of_group(version, group));
    rules.chain(groups).collect()
}

/// An award that is 0 wherever its rule holds. A rule that silences others may well pay nothing: that is what it is for.
fn award<'a>(version: &Version<'a>, id: RuleId, rule: &'a Rule) -> Option<Finding> {
    let Pays::Award { activity, award, span, .. } = &rule.pays else { return None };
    if !rule.exception_to.is_empty() || award.is_carried() {
        return None;
    }
    let act = act_of(version, *activity)?;
    let holds = |scene: &Scene<'_>, pays: bool| {
        let rule = if pays { scene.pays(id) } else { scene.stands(id) };
        pairs::here(scene, rule_of(scene, id)?).then(|| Question::conditions(scene, []).and(scene.eligible()).and(rule))
    };
    let never = matches!(act.ask(|scene| holds(scene, true)), Verdict::Never(_));
    if !never || !matches!(act.ask(|scene| holds(scene, false)), Verdict::Possible(..)) {
        return None;
    }
    let name = &rule.name.name.name;
    let what = Message::new(
        format!("规则“{name}”的奖励总是 0，写不写都一样。"),
        format!("The award of the rule “{name}” is always 0: it makes no difference."),
    );
    let help = Message::new("改正奖励，或者删去这条规则。", "Correct the award, or remove the rule.");
    Some(Finding::new(&ADDS_NOTHING, *span, what).help(help))
}

fn rule_of<'p>(scene: &Scene<'p>, id: RuleId) -> Option<&'p Rule> {
    scene.policy.rules.get(id.0)
}

/// A bonus whose bases never pay, or whose share of any of them is always rounded to 0.
fn bonus<'a>(version: &Version<'a>, id: RuleId, rule: &'a Rule) -> Option<Finding> {
    let Pays::Bonus { bases: direct, span, .. } = &rule.pays else { return None };
    let all = bases(version.policy, id);
    let plain = direct.iter().all(|base| all.iter().any(|(id, _)| id == base));
    let carried = all.iter().any(|(_, base)| matches!(&base.pays, Pays::Award { award, .. } if award.is_carried()));
    // What a bonus of a bonus comes to is not worked out.
    if !plain || carried {
        return None;
    }
    let acts = || all.iter().filter_map(|(_, base)| act_of(version, base.activity()?));
    let can = |formula: &dyn Fn(&Scene<'a>) -> Result<Formula, NotEncoded>| {
        ask(acts(), |scene| {
            let here = pairs::here(scene, rule);
            here.then(|| Question::conditions(scene, []).and(scene.eligible()).and(formula(scene)))
        })
    };
    let pays = |scene: &Scene<'a>| any(&all, |base| scene.pays(base));
    let holds = |scene: &Scene<'a>| Ok(scene.conditions(rule)?.and(pays(scene)?));
    let adds = |scene: &Scene<'a>| {
        let conditions = scene.conditions(rule)?;
        Ok(conditions.and(any(&all, |base| Ok(scene.pays(base)?.and(share(scene, rule, base)?.over(0))))?))
    };
    let names = words::names(all.iter().map(|(_, base)| &base.name));
    let name = &rule.name.name.name;
    let (zh, en) = if matches!(can(&pays), Verdict::Never(_)) {
        (format!("{}从不给分", names.zh), format!("nothing is ever granted by {}", names.en))
    } else if matches!(can(&holds), Verdict::Possible(..)) && matches!(can(&adds), Verdict::Never(_)) {
        ("取整以后总是 0".to_string(), "rounded, it is always 0".to_string())
    } else {
        return None;
    };
    let what =
        Message::new(format!("加成“{name}”什么也加不上：{zh}。"), format!("The bonus “{name}” adds nothing: {en}."));
    let help = Message::new(
        "改正加成的比例、取整或者所依规则。",
        "Correct the share, the rounding or the base rules of the bonus.",
    );
    Some(Finding::new(&ADDS_NOTHING, *span, what).help(help))
}

fn any(
    bases: &[(RuleId, &Rule)],
    formula: impl Fn(RuleId) -> Result<Formula, NotEncoded>,
) -> Result<Formula, NotEncoded> {
    Ok(Formula::Or(bases.iter().map(|(id, _)| formula(*id)).collect::<Result<_, _>>()?))
}

/// A bonus on the whole amount of a base: no cap makes it more.
fn share(scene: &Scene<'_>, bonus: &Rule, base: RuleId) -> Result<Term, NotEncoded> {
    scene.share(bonus, rule_of(scene, base).ok_or(NotEncoded::NoValue)?)
}

/// A group that chooses the highest of members of which no two pay for one act. Under 并得 就高 it keeps them from competing with
/// others, and makes a difference all the same.
fn of_group(version: &Version<'_>, group: &Group) -> Option<Finding> {
    let policy = version.policy;
    if !group.highest || policy.choices.together == Some(Together::Highest) {
        return None;
    }
    let rule = |member: &Member| match member {
        Member::Rule(id) => policy.rules.get(id.0).map(|rule| (*id, rule)),
        Member::Group(_) => None,
    };
    let members = group.members.iter().map(rule).collect::<Option<Vec<_>>>()?;
    let pairs = members.iter().enumerate().flat_map(|(at, a)| members.iter().skip(at + 1).map(move |b| (a, b)));
    let may_meet = |(a, b): (&(RuleId, &Rule), &(RuleId, &Rule))| {
        a.1.together == Some(Together::Highest)
            || b.1.together == Some(Together::Highest)
            || !matches!(pairs::meet(version, *a, *b), Verdict::Never(_) | Verdict::Nowhere)
    };
    if pairs.into_iter().any(may_meet) {
        return None;
    }
    let name = &group.name.name.name;
    let what = match members.len() {
        1 => Message::new(
            format!("组“{name}”只有一个成员，写不写都一样。"),
            format!("The group “{name}” has one member: it makes no difference."),
        ),
        _ => Message::new(
            format!("组“{name}”的成员从来不会为同一次活动都给分，这个组写不写都一样。"),
            format!("No two members of the group “{name}” ever pay for one event: it makes no difference."),
        ),
    };
    let help = Message::new("删去这个组，或者改正它的成员。", "Remove the group, or correct its members.");
    Some(Finding::new(&ADDS_NOTHING, group.name.span, what).help(help))
}
