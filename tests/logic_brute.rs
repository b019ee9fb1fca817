//! Every answer compared with trying every assignment.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where something is wrong")]

#[path = "logic/generate.rs"]
mod generate;

use std::cmp::Reverse;

use generate::{Choices, Declared, Generated, Size};
use mizi::logic::{Answer, Assignment, Formula, Label};
use proptest::prelude::*;

/// Every combination of values, if there are not too many.
fn every_assignment(vars: &[Declared]) -> Option<Vec<Assignment>> {
    let values: Vec<Vec<Option<i64>>> = vars.iter().map(Declared::values).collect();
    if values.iter().map(Vec::len).product::<usize>() > 20_000 {
        return None;
    }
    let mut all = vec![Vec::new()];
    for of_var in values {
        all = all.iter().flat_map(|row: &Vec<_>| of_var.iter().map(move |v| [&row[..], &[*v]].concat())).collect();
    }
    Some(all.into_iter().map(Assignment::new).collect())
}

fn hold<'c>(clauses: impl IntoIterator<Item = &'c (Label, Formula)>, at: &Assignment) -> bool {
    clauses.into_iter().all(|(_, formula)| at.satisfies(formula) == Some(true))
}

/// How far a value is from the wish: less is better.
fn cost(var: &Declared, value: Option<i64>) -> (u64, u64, Reverse<i64>) {
    let wish = &var.preference;
    let Some(value) = value else {
        return (if wish.missing_first { 0 } else { u64::MAX }, 0, Reverse(0));
    };
    match wish.first.iter().position(|&first| first == value) {
        Some(place) => (1 + place as u64, 0, Reverse(0)),
        None => (1_000, value.abs_diff(wish.near), Reverse(value)),
    }
}

fn best<'a>(vars: &[Declared], all: impl Iterator<Item = &'a Assignment>) -> Option<&'a Assignment> {
    let handles = generate::handles(vars);
    all.min_by_key(|at| vars.iter().zip(&handles).map(|(var, handle)| cost(var, at.get(*handle))).collect::<Vec<_>>())
}

fn check(generated: &Generated, all: &[Assignment]) -> Result<(), TestCaseError> {
    let best = best(&generated.vars, all.iter().filter(|at| hold(&generated.clauses, at)));
    match (generated.problem.answer(), best) {
        (Answer::Holds(witness), Some(best)) => prop_assert_eq!(&witness, best, "the witness is not the best one"),
        (Answer::Clash(core), None) => check_core(generated, all, &core)?,
        (answer, best) => prop_assert!(false, "{answer:?} where trying everything gives {best:?}"),
    }
    Ok(())
}

fn check_core(generated: &Generated, all: &[Assignment], core: &[Label]) -> Result<(), TestCaseError> {
    let of = |labels: &dyn Fn(Label) -> bool| {
        let kept: Vec<_> = generated.clauses.iter().filter(|(label, _)| labels(*label)).collect();
        all.iter().any(|at| hold(kept.iter().copied(), at))
    };
    prop_assert!(!of(&|label| core.contains(&label)), "the clauses named do not clash: {core:?}");
    for left_out in core {
        prop_assert!(of(&|label| core.contains(&label) && label != *left_out), "{left_out:?} is not needed: {core:?}");
    }
    Ok(())
}

/// So many problems of each kind; `MIZI_LOGIC_PROBLEMS` asks for more.
fn config() -> ProptestConfig {
    let asked = std::env::var("MIZI_LOGIC_PROBLEMS").ok().and_then(|number| number.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(1_500), failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn answers_agree_with_trying_everything(row in prop::collection::vec(any::<u32>(), 0..160)) {
        let generated = generate::problem(&mut Choices::new(&row), Size::Small);
        if let Some(all) = every_assignment(&generated.vars) {
            check(&generated, &all)?;
        }
    }

    #[test]
    fn crowded_questions_agree_with_trying_everything(row in prop::collection::vec(any::<u32>(), 60..300)) {
        let generated = generate::crowded(&mut Choices::new(&row));
        if let Some(all) = every_assignment(&generated.vars) {
            check(&generated, &all)?;
        }
    }

    #[test]
    fn cells_reach_all_that_every_value_reaches(row in prop::collection::vec(any::<u32>(), 0..120)) {
        let generated = generate::problem(&mut Choices::new(&row), Size::Small);
        let Some(all) = every_assignment(&generated.vars) else { return Ok(()) };
        let prepared = generated.problem.prepare();
        let cells: Vec<Assignment> = prepared.sample_assignments(20_000).unwrap().collect();
        prop_assert!(cells.len() <= all.len());
        let truths = |at: &Assignment| generated.clauses.iter().map(|(_, f)| at.satisfies(f)).collect::<Vec<_>>();
        let reached = |of: &[Assignment]| of.iter().map(truths).collect::<std::collections::BTreeSet<_>>();
        prop_assert_eq!(reached(&cells), reached(&all));
    }

    #[test]
    fn asking_for_some_clauses_is_asking_without_the_others(row in prop::collection::vec(any::<u32>(), 0..160)) {
        let generated = generate::problem(&mut Choices::new(&row), Size::Large);
        let prepared = generated.problem.prepare();
        for clause in &generated.clauses {
            let alone = generate::problem_of(&generated.vars, std::slice::from_ref(clause));
            prop_assert_eq!(prepared.answer_for(&[clause.0]), alone.answer());
        }
    }
}
