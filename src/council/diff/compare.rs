//! Which parts of an act mean something else. What is written alike is alike; of conditions and amounts `logic` says whether there is
//! anybody for whom they differ.

use super::parts::{About, Part, Parts, What};
use crate::checks::encode::{Act, Joint, NotEncoded, Scene};
use crate::logic::{Answer, Assignment, Comparison, Formula};
use crate::model::arithmetic::whole;
use crate::model::segments::in_force;
use crate::model::settle::constant_number;
use crate::model::{AccountId, Award, Expr, Model, Pays, Policy, Rational, RedemptionId, Rule, RuleId};
use num_traits::CheckedAdd;

/// A part that is not the same.
#[derive(Clone, Debug)]
pub struct Unequal {
    /// What it belongs to.
    pub about: About,
    /// Which part.
    pub what: What,
    /// As it was.
    pub old: Option<Part>,
    /// As it is.
    pub new: Option<Part>,
    /// For whom it differs, as far as that was asked.
    pub here: Option<Assignment>,
}

/// What is known of a part.
enum Verdict {
    Same,
    Differs(Option<Assignment>),
}

/// Whether the lists of two policies are such that what is written alike means the same.
pub fn lists_agree(old: &Model, new: &Model) -> bool {
    old.versions.iter().all(|a| new.versions.iter().all(|b| same_lists(a, b)))
}

fn same_lists(a: &Policy, b: &Policy) -> bool {
    a.lists.iter().all(|list| {
        let others = b.lists.iter().filter(|other| other.name.name.key() == list.name.name.key());
        others.into_iter().all(|other| {
            let plain = |list: &crate::model::List| !list.ordered && list.parent.is_none();
            (plain(list) && plain(other))
                || (list.keys() == other.keys()
                    && list.ordered == other.ordered
                    && list.parent.as_ref().map(|(_, of)| of) == other.parent.as_ref().map(|(_, of)| of))
        })
    })
}

/// The parts of an act that differ, or of which that is not known. `trust`: see [`lists_agree`].
pub fn unequal(joint: &Joint<'_>, old: &Parts, new: &Parts, trust: bool) -> Vec<Unequal> {
    let keys: std::collections::BTreeSet<&(About, What)> = old.keys().chain(new.keys()).collect();
    let mut found = Vec::new();
    for key in keys {
        let (a, b) = (old.get(key), new.get(key));
        if let (Some(a), Some(b)) = (a, b)
            && a.shape == b.shape
            && (trust || !asks_logic(&key.1))
        {
            continue;
        }
        // A rule that only one of them has is told as a whole.
        let whole = (key.0.clone(), What::There);
        if key.1 != What::There && old.contains_key(&whole) != new.contains_key(&whole) {
            continue;
        }
        if follows(&key.1, (a, b)) {
            continue;
        }
        // Of facts that only one of them reads the records speak.
        if matches!(key.1, What::Called(_)) && (a.is_none() || b.is_none()) {
            continue;
        }
        // One rule alone pays as it would in a group of one.
        if key.1 == What::Together && [a, b].into_iter().flatten().all(|part| part.shape.is_empty()) {
            continue;
        }
        if matches!(key.1, What::Values(_)) && (a.is_none() || b.is_none()) {
            let records = (key.0.clone(), What::Records);
            if old.get(&records).map(|part| &part.shape) != new.get(&records).map(|part| &part.shape) {
                continue;
            }
        }
        if let Verdict::Differs(here) = verdict(joint, &key.0, &key.1, (a, b)) {
            let (about, what) = key.clone();
            found.push(Unequal { about, what, old: a.cloned(), new: b.cloned(), here });
        }
    }
    found
}

/// Whether a part is there, or is not the same, only because of another that is told: where nothing waits no date of confirmation
/// decides, and the order of rules matters only where two of both change places.
fn follows(what: &What, parts: (Option<&Part>, Option<&Part>)) -> bool {
    match (what, parts) {
        (What::DecidedBy | What::BonusRoom | What::Order, (None, _) | (_, None)) => true,
        (What::Order, (Some(old), Some(new))) => {
            let turned = |pair: &str| pair.split_once('<').map(|(first, second)| format!("{second}<{first}"));
            let now: std::collections::BTreeSet<&str> = new.shape.split(' ').collect();
            !old.shape.split(' ').filter_map(turned).any(|pair| now.contains(pair.as_str()))
        }
        // Of room and blocks that only one of them knows, the caps and awards speak.
        (What::Reversal, (Some(old), Some(new))) => {
            let choice = |part: &'_ Part, name: &str| -> Option<String> {
                let all = part.shape.split(' ').filter_map(|choice| choice.split_once('='));
                all.into_iter().find(|(known, _)| *known == name).map(|(_, answer)| answer.to_owned())
            };
            ["room", "floor", "recompute"].iter().all(|name| match (choice(old, name), choice(new, name)) {
                (Some(old), Some(new)) => old == new,
                _ => true,
            })
        }
        _ => false,
    }
}

fn asks_logic(what: &What) -> bool {
    matches!(what, What::Condition | What::Award | What::Takes)
}

fn verdict(joint: &Joint<'_>, about: &About, what: &What, parts: (Option<&Part>, Option<&Part>)) -> Verdict {
    let asked = match (about, what) {
        (About::Eligible(_), What::Condition) => eligible(joint).map(Some),
        (About::Redemption(_), What::Condition) => eligible(joint).map(Some),
        (About::Rule(key), What::Condition | What::Award | What::There) => rule(joint, key, what),
        (About::Account(key), What::Takes) => counters(joint, key, parts),
        _ => Ok(None),
    };
    if let (About::Redemption(_), What::FromBalance | What::Floor) = (about, what)
        && let (Some(old), Some(new)) = (least_balance(&joint.old), least_balance(&joint.new))
        && old == new
    {
        return Verdict::Same;
    }
    match asked {
        Ok(Some(difference)) => answer(joint, difference),
        Ok(None) | Err(_) => Verdict::Differs(None),
    }
}

/// Whether what makes the difference can hold, if it can at the beginning of all.
fn answer(joint: &Joint<'_>, difference: Vec<Formula>) -> Verdict {
    match joint.ask(difference.clone()) {
        Answer::Clash(_) => Verdict::Same,
        Answer::Undecided(_) => Verdict::Differs(None),
        Answer::Holds(values) => {
            let first = joint.ask(difference.into_iter().chain([joint.empty()]).collect());
            Verdict::Differs(Some(if let Answer::Holds(values) = first { values } else { values }))
        }
    }
}

fn differ(a: Formula, b: Formula) -> Formula {
    a.clone().and(b.clone().not()).or(a.not().and(b))
}

/// Who may: for a redemption 资格 and its own conditions together, as both give the same outcome.
fn eligible(joint: &Joint<'_>) -> Result<Vec<Formula>, NotEncoded> {
    Ok(vec![differ(may(&joint.old)?, may(&joint.new)?)])
}

/// The least balance with which something can be redeemed, where it is fixed: 起兑, or the price and what must be left (S13.1).
fn least_balance(scene: &Scene<'_>) -> Option<Rational> {
    let Act::Redeem(RedemptionId(id)) = scene.act else { return None };
    let redemption = scene.policy.redemptions.get(id)?;
    let fixed = |expr: &Expr| constant_number(scene.policy, scene.stretch.from, expr).ok().flatten();
    let none = whole(0);
    let left = redemption.floor.as_ref().map_or(Some(none), fixed)?;
    let after = fixed(&redemption.price)?.checked_add(&left)?;
    match &redemption.from_balance {
        Some(from) => Some(fixed(from)?.max(after)),
        None => Some(after),
    }
}

/// Whoever may do the act.
pub fn may(scene: &Scene<'_>) -> Result<Formula, NotEncoded> {
    let eligible = scene.eligible()?;
    match scene.act {
        Act::Redeem(RedemptionId(id)) => match scene.policy.redemptions.get(id) {
            Some(redemption) => Ok(eligible.and(scene.all(&redemption.when)?)),
            None => Ok(eligible),
        },
        Act::Event(_) => Ok(eligible),
    }
}

/// A rule or bonus in force by its durable key.
pub fn rule_of<'a>(scene: &Scene<'a>, key: &str) -> Option<(RuleId, &'a Rule)> {
    let all = (0..).map(RuleId).zip(&scene.policy.rules);
    all.into_iter().find(|(_, rule)| rule.key == key && in_force(&rule.dates, scene.stretch.from))
}

/// When a rule differs in one of its parts; where only one of both has it: when that one stands and pays.
fn rule(joint: &Joint<'_>, key: &str, what: &What) -> Result<Option<Vec<Formula>>, NotEncoded> {
    let eligible = joint.both_eligible()?;
    match (rule_of(&joint.old, key), rule_of(&joint.new, key)) {
        (Some(old), Some(new)) => both(joint, old, new, what).map(|found| {
            found.map(|mut formulas| {
                formulas.push(eligible);
                formulas
            })
        }),
        (Some(only), None) if *what != What::Condition => {
            alone(&joint.old, only).map(|found| Some(vec![eligible, found]))
        }
        (None, Some(only)) if *what != What::Condition => {
            alone(&joint.new, only).map(|found| Some(vec![eligible, found]))
        }
        _ => Ok(Some(vec![Formula::FALSE])),
    }
}

/// That a rule stands and pays something.
fn alone(scene: &Scene<'_>, (id, rule): (RuleId, &Rule)) -> Result<Formula, NotEncoded> {
    Ok(match scene.amount(rule)? {
        Some(amount) => scene.stands(id)?.and(amount.over(0)),
        None => scene.conditions(rule)?,
    })
}

fn both(
    joint: &Joint<'_>,
    old: (RuleId, &Rule),
    new: (RuleId, &Rule),
    what: &What,
) -> Result<Option<Vec<Formula>>, NotEncoded> {
    let award = |rule: &Rule| matches!(rule.pays, Pays::Award { .. });
    if award(old.1) != award(new.1) {
        return Ok(None);
    }
    if *what == What::Condition {
        return Ok(Some(vec![if award(old.1) {
            differ(joint.old.stands(old.0)?, joint.new.stands(new.0)?)
        } else {
            differ(joint.old.conditions(old.1)?, joint.new.conditions(new.1)?)
        }]));
    }
    if *what != What::Award {
        return Ok(None);
    }
    match (&old.1.pays, &new.1.pays) {
        (Pays::Bonus { share: a, rounding: x, .. }, Pays::Bonus { share: b, rounding: y, .. }) if x == y => {
            let unequal = joint.old.number(a)?.is(Comparison::Unequal, joint.new.number(b)?)?;
            Ok(Some(vec![joint.old.conditions(old.1)?, joint.new.conditions(new.1)?, unequal]))
        }
        (Pays::Award { award: a, .. }, Pays::Award { award: b, .. }) if !carries(a) && !carries(b) => {
            let Some((a, b)) = joint.amounts(old.1, new.1)? else { return Ok(None) };
            Ok(Some(vec![joint.both_stand(old.0, new.0)?, a.is(Comparison::Unequal, b)]))
        }
        _ => Ok(None),
    }
}

fn carries(award: &Award) -> bool {
    matches!(award, Award::Blocks { carried: Some(_), .. })
}

/// When what an account counts differs, where everything else of it is the same.
fn counters(
    joint: &Joint<'_>,
    key: &str,
    parts: (Option<&Part>, Option<&Part>),
) -> Result<Option<Vec<Formula>>, NotEncoded> {
    let form =
        |part: Option<&Part>| part.and_then(|part| part.shape.split_once(" | ").map(|(_, form)| form.to_owned()));
    let of = |scene: &Scene<'_>| scene.policy.accounts.iter().position(|account| account.key == key).map(AccountId);
    let counts = |scene: &Scene<'_>, id: AccountId| {
        let account = scene.policy.accounts.get(id.0);
        account.is_some_and(|account| matches!(account.takes, crate::model::Takes::Counts(_)))
    };
    match (of(&joint.old), of(&joint.new)) {
        (Some(a), Some(b)) if form(parts.0) == form(parts.1) && counts(&joint.old, a) && counts(&joint.new, b) => {
            let unequal = joint.old.counters(a)?.is(Comparison::Unequal, joint.new.counters(b)?)?;
            Ok(Some(vec![joint.both_eligible()?, unequal]))
        }
        _ => Ok(None),
    }
}
