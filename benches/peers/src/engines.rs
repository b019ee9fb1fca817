//! What is measured, and how.
//!
//! Timed is the way from a decoded event in memory to its decision with all counters updated, fresh state each run, whatever input
//! an engine must be given included. Compiling the policy and adding up totals are not timed.

use crate::data::Event;
use crate::decision::{Decider, Decision, Totals};
use crate::{hand, machine, mizi_engine};
use cpu_time::ThreadTime;
use serde::{Deserialize, Serialize};

/// An engine under its name.
pub struct Engine {
    pub name: &'static str,
    /// What the table calls it.
    pub title: &'static str,
    /// Slower than a microsecond or so: fewer runs say enough.
    pub slow: bool,
    pub measure: fn(&[Event], usize) -> Sample,
}

/// What one process measured.
#[derive(Serialize, Deserialize)]
pub struct Sample {
    /// Nanoseconds per event of every run.
    pub ns: Vec<f64>,
    pub totals: Totals,
    /// Processor time of this process, seconds.
    pub own_cpu: f64,
}

pub const ENGINES: &[Engine] = &[
    Engine {
        name: "dense",
        title: "hand-written Rust, dense counters",
        slow: false,
        measure: |events, runs| measure(events, runs, hand::Dense::default),
    },
    Engine {
        name: "hash-std",
        title: "hand-written Rust, HashMap (std)",
        slow: false,
        measure: |events, runs| measure(events, runs, hand::Hash::<std::hash::RandomState>::default),
    },
    Engine {
        name: "hash-balances",
        title: "the same, with the balances that Mizi keeps too",
        slow: false,
        measure: |events, runs| measure(events, runs, hand::WithBalances::<std::hash::RandomState>::default),
    },
    Engine {
        name: "mizi",
        title: "Mizi, explanation off",
        slow: false,
        measure: |events, runs| measure(events, runs, || mizi_engine::Mizi::new(false)),
    },
    Engine {
        name: "mizi-explained",
        title: "Mizi, explanation on",
        slow: false,
        measure: |events, runs| measure(events, runs, || mizi_engine::Mizi::new(true)),
    },
    #[cfg(feature = "rivals")]
    Engine {
        name: "zen",
        title: "zen-engine 2.1.6, compiled graph",
        slow: true,
        measure: |events, runs| {
            let rt = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
            measure(events, runs, || crate::zen::Graph::new(&rt))
        },
    },
    #[cfg(feature = "rivals")]
    Engine {
        name: "cedar",
        title: "cedar-policy 4.14.1, eligibility only",
        slow: true,
        measure: |events, runs| measure(events, runs, crate::cedar::Cedar::new),
    },
];

fn measure<D: Decider>(events: &[Event], runs: usize, make: impl Fn() -> D) -> Sample {
    let mut ns = Vec::new();
    let mut totals = None;
    for _ in 0..runs {
        let mut engine = make();
        let mut out = vec![Decision::default(); events.len()];
        let start = ThreadTime::now();
        for (event, decision) in events.iter().zip(out.iter_mut()) {
            *decision = engine.decide(event);
        }
        ns.push(start.elapsed().as_nanos() as f64 / events.len() as f64);
        let run = Totals::of(events, &out);
        assert!(totals.as_ref().is_none_or(|before| *before == run), "two runs decide differently");
        totals = Some(run);
    }
    Sample { ns, totals: totals.unwrap_or_default(), own_cpu: machine::own_cpu() }
}
