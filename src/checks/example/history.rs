//! What must have happened before, so that accounts hold what an example needs: events that count, repeated on the same day.

use super::{Deed, Shown, show as decide};
use crate::checks::encode::{NotEncoded, Scene};
use crate::logic::{Answer, Assignment, Formula, Label, Term, Var};
use crate::model::{AccountId, FieldId};
use mizi_evaluator::Evaluator;
use mizi_evaluator::program::ItemKind;

/// The most events that lead up to an example: more could not be read.
const MOST_EVENTS: i64 = 30;

/// An event that is repeated.
struct Repeated<'s, 'a> {
    scene: &'s Scene<'a>,
    values: Assignment,
    times: i64,
}

/// Decides what somebody does, after events that bring the accounts from 0 to what the values say they hold. None where no such
/// events were found, or where they came to something else.
pub fn show<'s, 'a: 's>(
    evaluator: &Evaluator,
    scenes: impl Iterator<Item = &'s Scene<'a>>,
    scene: &'s Scene<'a>,
    values: &Assignment,
) -> Option<Shown> {
    let needed = needed(scene, values);
    let scenes: Vec<&Scene<'a>> = scenes.filter(|other| other.stretch == scene.stretch).collect();
    let lead = |(account, amount): &(AccountId, i64)| leading(&scenes, scene, values, *account, *amount);
    let before = needed.iter().map(lead).collect::<Option<Vec<_>>>()?;
    let mut deeds = Vec::new();
    for repeated in &before {
        deeds.extend((0..repeated.times).map(|_| Deed::new(repeated.scene, &repeated.values)));
    }
    let own = Deed::new(scene, values);
    let last = own.records(evaluator, deeds.len())?.len();
    deeds.push(own);
    let shown = decide(evaluator, &deeds)?;
    let came_to =
        |(account, amount): &(AccountId, i64)| held(evaluator, scene, &shown, last, *account) == Some(*amount);
    needed.iter().all(came_to).then_some(shown)
}

/// The accounts that hold something before.
fn needed(scene: &Scene<'_>, values: &Assignment) -> Vec<(AccountId, i64)> {
    let amount = |(id, var): (&AccountId, &Var)| Some((*id, values.get(*var).filter(|amount| *amount != 0)?));
    scene.accounts.iter().filter_map(amount).collect()
}

/// The fewest events alike that add so much to an account, on the same day but before.
fn leading<'s, 'a>(
    scenes: &[&'s Scene<'a>],
    target: &Scene<'a>,
    values: &Assignment,
    account: AccountId,
    amount: i64,
) -> Option<Repeated<'s, 'a>> {
    for times in (1..=MOST_EVENTS).filter(|times| amount % times == 0) {
        for scene in scenes {
            let Ok(clauses) = counting(scene, target, values, account, amount / times) else { continue };
            let mut problem = scene.problem.clone();
            problem.require(Label(0), clauses);
            if let Answer::Holds(values) = problem.answer() {
                return Some(Repeated { scene, values, times });
            }
        }
    }
    None
}

/// That the same person does something that adds so much, earlier on the same day.
fn counting(
    scene: &Scene<'_>,
    target: &Scene<'_>,
    values: &Assignment,
    account: AccountId,
    amount: i64,
) -> Result<Formula, NotEncoded> {
    let when = |var: Var| Term::Number(values.get(var).unwrap_or_default());
    let mut all = scene.eligible()?.and(scene.adds(account)?.equals(amount));
    all = all.and(Term::Of(scene.day).equals(when(target.day))).and(Term::Of(scene.time).under(when(target.time)));
    // The person is the same; what the event states may differ.
    let attribute = |id: &FieldId| scene.policy.fields.get(id.0).is_some_and(|field| field.activity.is_none());
    let attributes = scene.fields.iter().filter(|(id, _)| attribute(id));
    let attributes = attributes.filter_map(|(id, var)| Some((*var, *target.fields.get(id)?)));
    let scopes = scene.scopes.iter().filter_map(|(id, var)| Some((*var, *target.scopes.get(id)?)));
    for (var, of) in attributes.chain(scopes) {
        all = all.and(match values.get(of) {
            Some(value) => Term::Of(var).equals(value),
            None => Formula::Present(var).not(),
        });
    }
    Ok(all)
}

/// What an account came to hold before the last deed, whose records are the last ones.
fn held(evaluator: &Evaluator, scene: &Scene<'_>, shown: &Shown, last: usize, id: AccountId) -> Option<i64> {
    let key = &scene.policy.accounts.get(id.0)?.key;
    let program = evaluator.program();
    let of_account = |number: u32| {
        let account = program.accounts.get(number as usize);
        let is_account = |shown: u32| program.items.get(shown as usize).is_some_and(|i| i.kind == ItemKind::Account);
        account.is_some_and(|account| account.item == *key && (number == program.balance || is_account(account.shown)))
    };
    let before = shown.decisions.len().checked_sub(last)?;
    let changes = shown.decisions.iter().take(before).flat_map(|decision| &decision.changes);
    let own = changes.filter(|change| of_account(change.at.account));
    Some(own.fold(0, |sum: i64, change| sum.saturating_add(change.add)))
}
