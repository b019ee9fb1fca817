//! Whether a change of conditions and amounts changes nothing: proved for every event and redemption on every day.

use super::super::ask::Found;
use crate::checks::encode::{Act, Count, NotEncoded, Scene};
use crate::logic::{Answer, Comparison, Formula, Label, Term};
use crate::model::held::Held;
use crate::model::segments::stretches;
use crate::model::settle::constant_number;
use crate::model::{AccountId, ActivityId, Award, Counts, Expr, Model, Pays, Policy, Rational, RedemptionId, Takes};

/// Whether no event and no redemption meets other conditions, comes to another amount or counts otherwise. Caps, prices and shares
/// are compared as they are written.
pub fn decides_alike(old: &Model, new: &Model) -> bool {
    let (before, after) = (stretches(old), stretches(new));
    let (old_held, new_held) = (Held::of(old), Held::of(new));
    before == after
        && before.iter().all(|stretch| {
            let Some(policy) = old.versions.get(stretch.version) else { return false };
            acts(policy).into_iter().all(|act| {
                let scene = Scene::new(old, &old_held, *stretch, act);
                let other = Scene::new(new, &new_held, *stretch, act);
                scene.zip(other).is_some_and(|(scene, other)| alike(&scene, &other) == Ok(true))
            })
        })
}

fn acts(policy: &Policy) -> Vec<Act> {
    let events = (0..policy.activities.len()).map(|at| Act::Event(ActivityId(at)));
    events.chain((0..policy.redemptions.len()).map(|at| Act::Redeem(RedemptionId(at)))).collect()
}

fn alike(old: &Scene<'_>, new: &Scene<'_>) -> Result<bool, NotEncoded> {
    if numbers(old)? != numbers(new)? || old.accounts != new.accounts || !counted_alike(old, new) {
        return Ok(false);
    }
    let eligible = old.eligible()?;
    let mut differs = vec![unlike(eligible.clone(), new.eligible()?)];
    let (conditions, others) = (conditions(old)?, conditions(new)?);
    let (amounts, other_amounts) = (amounts(old)?, amounts(new)?);
    if conditions.len() != others.len() || amounts.len() != other_amounts.len() {
        return Ok(false);
    }
    let whether = conditions.into_iter().zip(others).map(|(old, new)| unlike(old, new));
    let amounts = amounts.into_iter().zip(other_amounts);
    let how_much = amounts.map(|((stands, old), (_, new))| stands.and(old.is(Comparison::Unequal, new)));
    let either = Formula::Or(whether.chain(how_much).collect());
    differs.push(eligible.and(either));
    let mut problem = old.problem.clone();
    problem.require(Label(0), Formula::Or(differs));
    Ok(matches!(problem.answer(), Answer::Clash(_)))
}

fn unlike(old: Formula, new: Formula) -> Formula {
    old.clone().and(new.clone().not()).or(new.and(old.not()))
}

/// Whether fields and accounts are counted in the same quanta, so that their variables mean the same.
fn counted_alike(old: &Scene<'_>, new: &Scene<'_>) -> bool {
    old.fields.keys().all(|field| old.quantum(*field) == new.quantum(*field))
        && old.accounts.keys().all(|account| old.account_quantum(*account) == new.account_quantum(*account))
}

/// Every condition that this act looks at, one for each item.
fn conditions(scene: &Scene<'_>) -> Result<Vec<Formula>, NotEncoded> {
    let policy = scene.policy;
    let mut found: Vec<Found> = match scene.act {
        Act::Event(_) => scene.rules().map(|(id, _)| scene.stands(id)).collect(),
        Act::Redeem(id) => {
            policy.redemptions.get(id.0).map(|redemption| scene.all(&redemption.when)).into_iter().collect()
        }
    };
    if let Act::Event(activity) = scene.act {
        let bonuses = policy.rules.iter().filter(|rule| rule.activity().is_none());
        let own = bonuses.filter(|rule| match rule.pays {
            Pays::Bonus { activity: of, .. } => of.is_none_or(|of| of == activity),
            Pays::Award { .. } => false,
        });
        found.extend(own.map(|rule| scene.conditions(rule)));
    }
    found.extend(
        counts(scene).into_iter().filter_map(|(_, counts)| counts.when.as_ref()).map(|when| scene.condition(when)),
    );
    found.into_iter().collect()
}

/// What this act counts, in which account and when.
fn counts<'a>(scene: &Scene<'a>) -> Vec<(AccountId, &'a Counts)> {
    let Act::Event(activity) = scene.act else { return Vec::new() };
    let of = scene.policy.accounts.iter().enumerate().filter_map(|(at, account)| match &account.takes {
        Takes::Counts(counts) => Some(counts.iter().map(move |counts| (AccountId(at), counts))),
        _ => None,
    });
    of.flatten().filter(|(_, counts)| counts.activity == activity).collect()
}

/// Every amount with when it is paid, and everything that is counted with when it is.
fn amounts(scene: &Scene<'_>) -> Result<Vec<(Formula, Term)>, NotEncoded> {
    let mut found = Vec::new();
    for (id, rule) in scene.rules() {
        let stands = scene.stands(id)?;
        match &rule.pays {
            // Units that are carried on may make a block together with others: each part must stay as it is.
            Pays::Award { award: Award::Blocks { block, of, pay, carried: Some(_) }, .. } => {
                for part in [block, of, pay] {
                    found.extend(exactly(scene.number(part)?)?.map(|term| (stands.clone(), term)));
                }
            }
            _ => found.extend(scene.amount(rule)?.map(|amount| (stands, amount))),
        }
    }
    for (account, counts) in counts(scene) {
        let when = counts.when.as_ref().map_or(Ok(Formula::TRUE), |when| scene.condition(when))?;
        found.push((when, scene.number(&counts.add)?.in_units(scene.account_quantum(account))?));
    }
    Ok(found)
}

/// A number with the quantum that it is counted in.
fn exactly(count: Count) -> Result<[Term; 3], NotEncoded> {
    let fits = |part: i128| i64::try_from(part).map(Term::Number).map_err(|_| NotEncoded::TooLarge);
    Ok([fits(*count.quantum.numer())?, fits(*count.quantum.denom())?, count.term])
}

/// The numbers that are always the same: limits, prices, shares.
fn numbers(scene: &Scene<'_>) -> Result<Vec<Rational>, NotEncoded> {
    let policy = scene.policy;
    let caps = policy.rules.iter().flat_map(|rule| &rule.caps);
    let caps = caps.chain(policy.overall_caps.iter().map(|overall| &overall.cap));
    let caps = caps.chain(policy.redemptions.iter().flat_map(|redemption| &redemption.stock));
    let shares = policy.rules.iter().filter_map(|rule| match &rule.pays {
        Pays::Bonus { share, .. } => Some(share),
        Pays::Award { .. } => None,
    });
    let prices = policy
        .redemptions
        .iter()
        .flat_map(|redemption| [Some(&redemption.price), redemption.from_balance.as_ref(), redemption.floor.as_ref()]);
    let all = caps.map(|cap| &cap.limit).chain(shares).chain(prices.flatten());
    let day = scene.stretch.from;
    let number = |expr: &Expr| {
        let number = constant_number(policy, day, expr)?;
        number.ok_or(NotEncoded::NoValue)
    };
    all.map(number).collect()
}
