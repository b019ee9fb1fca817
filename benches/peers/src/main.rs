//! Mizi beside its rivals and beside hand-written Rust on one workload ("cangqian-12", see the README here).
//! Prints Markdown tables. Every engine must give the workload's totals and checksum, or the run fails.

#[cfg(feature = "rivals")]
mod cedar;
mod engines;
mod mizi_engine;
mod report;
#[cfg(feature = "rivals")]
mod store;
#[cfg(feature = "rivals")]
mod zen;

use mizi_peers::{data, decision, hand, machine};
use std::process::ExitCode;

#[global_allocator]
static ALLOC: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What is asked on the command line.
struct Options {
    sizes: Vec<usize>,
    runs: usize,
    processes: usize,
    /// Measure this engine here and print its sample; none: all of them, each in processes of its own.
    engine: Option<String>,
}

fn options() -> Option<Options> {
    let mut options = Options { sizes: vec![100_000, data::MAX_N], runs: 5, processes: 5, engine: None };
    let mut arguments = std::env::args().skip(1);
    while let Some(key) = arguments.next() {
        let value = arguments.next()?;
        match key.as_str() {
            "--n" => options.sizes = vec![value.parse().ok().filter(|n| (1..=data::MAX_N).contains(n))?],
            "--runs" => options.runs = value.parse().ok().filter(|&n| n > 0)?,
            "--processes" => options.processes = value.parse().ok().filter(|&n| n > 0)?,
            "--engine" => options.engine = Some(value),
            _ => return None,
        }
    }
    Some(options)
}

fn main() -> ExitCode {
    let Some(options) = options() else {
        eprintln!("options: --n EVENTS (1 to {}), --runs RUNS, --processes PROCESSES, --engine NAME", data::MAX_N);
        return ExitCode::FAILURE;
    };
    match &options.engine {
        None => report::print(&options.sizes, options.runs, options.processes),
        Some(name) => {
            let Some(engine) = engines::ENGINES.iter().find(|engine| engine.name == name) else {
                eprintln!("no engine {name}");
                return ExitCode::FAILURE;
            };
            let events = data::generate();
            for &n in &options.sizes {
                let sample = (engine.measure)(&events[..n], options.runs);
                println!("{}", serde_json::to_string(&sample).expect("numbers"));
            }
        }
    }
    ExitCode::SUCCESS
}
