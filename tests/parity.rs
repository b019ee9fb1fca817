//! The compiled path and a second interpreter, which reads the model sentence by sentence, say the same of generated policies and
//! histories. `docs/verification.md` says what is compared and how to run more.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod oracle;

use oracle::coverage::Coverage;
use oracle::generate::policy::draft_in;
use oracle::generate::world::Lang;
use oracle::parity::{compile, report, run, shrink};
use std::collections::BTreeSet;

/// S17.2: one order of evaluation for all policies. Outcome, lines, reasons, changes, errors; JSON and state files; every feature is met.
#[test]
fn twenty_thousand_histories_agree() {
    let mut outcome = run(1, 20_000, 25, |_| {});
    if !outcome.disagreements.is_empty() {
        let found = shrink(outcome.disagreements.remove(0));
        panic!("the interpreters disagree\n{}", report(&found));
    }
    let refused: usize = outcome.refused.values().sum();
    let share = outcome.policies * 100 / (outcome.policies + refused);
    assert!(share >= 70, "only {share} % of the generated policies pass the checks: {:#?}", outcome.refused);
    assert_eq!(outcome.coverage.missing(), Vec::<&str>::new(), "never met");
}

/// What must be met is told where nothing was.
#[test]
fn nothing_met_misses_every_feature() {
    let missing = Coverage::default().missing();
    assert!(missing.len() > 200 && missing.len() == missing.iter().collect::<BTreeSet<_>>().len(), "{missing:#?}");
}

/// The same policy in Chinese and in English keywords is the same program.
#[test]
fn both_languages_give_one_program() {
    let mut compared = 0;
    for seed in 0..60 {
        let in_language = |lang| compile(&draft_in(seed, Some(lang)).texts());
        match (in_language(Lang::Zh), in_language(Lang::En)) {
            (Ok(zh), Ok(en)) => {
                compared += 1;
                assert_eq!(zh.evaluator.program(), en.evaluator.program(), "seed {seed}");
            }
            (Err(_), Err(_)) => {}
            (zh, en) => panic!("seed {seed}: one language is refused: {:?} {:?}", zh.err(), en.err()),
        }
    }
    assert!(compared >= 30, "only {compared} policies were compared");
}
