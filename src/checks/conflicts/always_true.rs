//! A condition that always holds where it is looked at.

use super::asked::{Asked, Verdict};
use super::never_applies::{Conditional, conditional};
use super::words;
use crate::checks::encode::{NotEncoded, Scene, clauses};
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::logic::Formula;
use crate::model::Expr;
use crate::model::segments::in_force;

/// See `docs/findings/always-true.md`.
pub static ALWAYS_TRUE: Code =
    Code { name: "always-true", severity: Severity::Warning, zh: "条件总是成立", en: "A condition always holds" };

/// What is found for one act.
pub fn find(asked: &Asked<'_>) -> Vec<Finding> {
    conditional(asked).iter().flat_map(|item| of_item(asked, item)).collect()
}

fn of_item(asked: &Asked<'_>, item: &Conditional<'_>) -> Vec<Finding> {
    let own = clauses(item.when);
    (0..own.len()).filter_map(|place| one(asked, item, &own, place)).collect()
}

/// A clause is always true if it cannot fail where 资格 and the clauses before it hold.
fn one(asked: &Asked<'_>, item: &Conditional<'_>, own: &[&Expr], place: usize) -> Option<Finding> {
    let (clause, before) = (own.get(place)?, own.get(..place)?);
    let known = |scene: &Scene<'_>| -> Result<Vec<Formula>, NotEncoded> {
        let gates = scene.gates().flat_map(|gate| clauses(&gate.when));
        gates.chain(before.iter().copied()).map(|clause| scene.condition(clause)).collect()
    };
    let here = |scene: &Scene<'_>| in_force(item.dates, scene.stretch.from);
    let fails = asked.ask(|scene| {
        let fails = || Ok(std::iter::once(scene.condition(clause)?.not()).chain(known(scene)?).collect());
        here(scene).then(fails)
    });
    let Verdict::Never(places) = fails else { return None };
    // Where nobody comes as far as this clause, that is what is found.
    if !matches!(asked.ask(|scene| here(scene).then(|| known(scene))), Verdict::Possible(..)) {
        return None;
    }
    let text = words::condition(asked.policy, clause);
    let because: Vec<&Expr> = places.iter().filter_map(|place| own_place(asked, own, *place)).collect();
    let why = if because.is_empty() {
        Message::new("这里的信息项只能取使它成立的值。", "The fields in it can only have values for which it holds.")
    } else {
        let listed = words::listed(asked.policy, &because);
        Message::new(format!("{}成立时它必然成立。", listed.zh), format!("It holds wherever {} holds.", listed.en))
    };
    let what = Message::new(
        format!("{}的条件“{}”总是成立，写不写都一样。", item.zh, text.zh),
        format!("{} has a condition that always holds: “{}”.", item.en, text.en),
    );
    let help =
        Message::new("删去这个条件，或者改成想写的条件。", "Remove the condition, or write the one that was meant.");
    Some(Finding::new(&ALWAYS_TRUE, clause.span, what).why(why).help(help))
}

/// The clause at a place of the question: 0 is the clause itself, then those of 资格, then those before it.
fn own_place<'a>(asked: &Asked<'a>, own: &[&'a Expr], place: usize) -> Option<&'a Expr> {
    let first = asked.scenes.first()?;
    let gates: Vec<&Expr> = first.gates().flat_map(|gate| clauses(&gate.when)).collect();
    let place = place.checked_sub(1)?;
    gates.get(place).copied().or_else(|| own.get(place.checked_sub(gates.len())?).copied())
}
