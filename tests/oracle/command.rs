//! `cargo run --release --example parity -- --histories 1000000 --seed 1`: as many generated histories as wanted through both
//! interpreters. A disagreement is made small and printed, and the exit status is 1. See `docs/verification.md`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a comparison stops at what it did not expect"
)]
#![allow(clippy::disallowed_types, reason = "how long it takes is shown")]
#![allow(missing_docs, reason = "test code")]

#[path = "mod.rs"]
mod oracle;

use oracle::parity::{Outcome, report, run, shrink};
use std::process::ExitCode;
use std::time::{Duration, Instant};

fn main() -> ExitCode {
    let (mut histories, mut seed, mut per_policy, mut all) = (20_000, 1, 50, false);
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let mut number = || arguments.next().and_then(|text| text.parse::<usize>().ok());
        match name.as_str() {
            "--histories" => histories = number().unwrap_or(histories),
            "--seed" => seed = number().unwrap_or(1) as u64,
            "--per-policy" => per_policy = number().unwrap_or(per_policy).max(1),
            "--features" => all = true,
            other => {
                eprintln!("unknown argument {other}: --histories N --seed N --per-policy N --features");
                return ExitCode::from(2);
            }
        }
    }
    // Panics of either side are caught and told as disagreements.
    std::panic::set_hook(Box::new(|_| {}));
    let (begun, mut told) = (Instant::now(), Instant::now());
    let outcome = run(seed, histories, per_policy, |so_far| {
        if told.elapsed() > Duration::from_secs(10) {
            told = Instant::now();
            eprintln!("{} histories, {} s", so_far.histories, begun.elapsed().as_secs());
        }
    });
    summary(&outcome, begun.elapsed(), all);
    let failed = !outcome.disagreements.is_empty() || !outcome.coverage.missing().is_empty();
    for found in outcome.disagreements.into_iter().take(3) {
        println!("{}", report(&shrink(found)));
    }
    ExitCode::from(u8::from(failed))
}

fn summary(outcome: &Outcome, took: Duration, all: bool) {
    let refused: usize = outcome.refused.values().sum();
    println!(
        "{} policies ({refused} refused), {} histories, {} lines, {} disagreements, {} s",
        outcome.policies,
        outcome.histories,
        outcome.lines,
        outcome.disagreements.len(),
        took.as_secs()
    );
    for feature in outcome.coverage.missing() {
        println!("never met: {feature}");
    }
    if all {
        println!("refused: {:#?}\nmet: {:#?}", outcome.refused, outcome.coverage.met);
    }
}
