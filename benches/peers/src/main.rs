//! Mizi beside its rivals and beside hand-written Rust on one workload ("cangqian-12", see the README here).
//! Prints a Markdown table. Every engine must give the same totals and the same checksum, or the run fails.
//!
//! What is timed: from a decoded event in memory to its decision with all counters updated, fresh state each run, whatever
//! input the engine must be given included. Compiling the policy and adding up totals are not timed.

mod cedar;
mod data;
mod decision;
mod hand;
mod mizi_engine;
mod store;
mod zen;

use data::Event;
use decision::{Decider, Decision, Totals};
use std::time::Instant;

#[global_allocator]
static ALLOC: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// One engine's figures: nanoseconds per event of every run, and what it answered.
struct Row {
    name: &'static str,
    ns: Vec<f64>,
    totals: Totals,
}

fn main() {
    let mut sizes = vec![100_000, 1_000_000];
    let mut runs = 7;
    let mut arguments = std::env::args().skip(1);
    while let Some(key) = arguments.next() {
        let value = arguments.next().and_then(|v| v.parse().ok());
        match (key.as_str(), value) {
            ("--n", Some(n)) => sizes = vec![n],
            ("--runs", Some(n)) => runs = n,
            _ => return eprintln!("options: --n EVENTS (at most 1000000), --runs RUNS"),
        }
    }
    let all = data::generate();
    for n in sizes {
        report(n, &measure_all(&all[..n.min(all.len())], runs));
    }
}

fn measure_all(events: &[Event], runs: usize) -> Vec<Row> {
    let rt = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    vec![
        measure("hand-written Rust, dense", events, runs, hand::Dense::default),
        measure("hand-written Rust, HashMap (std)", events, runs, hand::Hash::<std::hash::RandomState>::default),
        measure("Mizi, explanation off", events, runs, || mizi_engine::Mizi::new(false)),
        measure("Mizi, explanation on", events, runs, || mizi_engine::Mizi::new(true)),
        measure("zen-engine 2.1.6, compiled graph", events, runs.min(3), || zen::Graph::new(&rt)),
        measure("cedar-policy 4.14.1, eligibility only", events, runs.min(3), cedar::Cedar::new),
    ]
}

fn measure<D: Decider>(name: &'static str, events: &[Event], runs: usize, make: impl Fn() -> D) -> Row {
    let mut row = Row { name, ns: Vec::new(), totals: Totals::default() };
    for _ in 0..runs {
        let mut engine = make();
        let mut out = vec![Decision::default(); events.len()];
        let start = Instant::now();
        for (event, decision) in events.iter().zip(out.iter_mut()) {
            *decision = engine.decide(event);
        }
        row.ns.push(start.elapsed().as_nanos() as f64 / events.len() as f64);
        row.totals = Totals::of(events, &out);
    }
    row.ns.sort_by(f64::total_cmp);
    row
}

fn report(n: usize, rows: &[Row]) {
    let median = |row: &Row| row.ns[row.ns.len() / 2];
    let hash = median(&rows[1]);
    println!("\n### {n} events\n");
    println!("| engine | ns per event: median (least to most) | × HashMap (std) |\n|---|--:|--:|");
    for row in rows {
        let (least, most) = (row.ns[0], row.ns[row.ns.len() - 1]);
        println!("| {} | {:.0} ({least:.0} to {most:.0}) | {:.2} |", row.name, median(row), median(row) / hash);
    }
    println!("\nTotals {:?}, checksum {}", &rows[0].totals.points[1..], rows[0].totals.checksum);
    for row in rows {
        assert_eq!(row.totals, rows[0].totals, "{} decides otherwise than hand-written Rust", row.name);
    }
}
