//! Every engine in processes of its own, in turn, so that what else the machine does falls on all of them alike.

use crate::decision::Totals;
use crate::engines::{ENGINES, Engine, Sample};
use crate::machine;
use std::process::Command;
use std::time::Instant;

/// The engine that ratios are taken against.
const BASE: &str = "hash-std";

/// One engine's figures from all its processes.
struct Row {
    engine: &'static Engine,
    ns: Vec<f64>,
    totals: Totals,
    /// What share of one processor others used meanwhile, at most.
    foreign: f64,
}

impl Row {
    fn median(&self) -> f64 {
        self.ns[self.ns.len() / 2]
    }
}

/// Measures and prints a table for every size.
pub fn print(sizes: &[usize], runs: usize, processes: usize) {
    println!("{}\n", machine::processor());
    for &n in sizes {
        let mut rows: Vec<Row> = ENGINES.iter().map(|engine| Row::new(engine)).collect();
        for round in 0..processes {
            for row in rows.iter_mut().filter(|row| round == 0 || !row.engine.slow) {
                row.measure(n, if row.engine.slow { runs.min(3) } else { runs });
            }
        }
        rows.iter_mut().for_each(|row| row.ns.sort_by(f64::total_cmp));
        table(n, &rows);
        for row in &rows {
            assert_eq!(
                row.totals, rows[0].totals,
                "{} decides otherwise than {}",
                row.engine.name, rows[0].engine.name
            );
        }
    }
}

impl Row {
    fn new(engine: &'static Engine) -> Row {
        Row { engine, ns: Vec::new(), totals: Totals::default(), foreign: 0.0 }
    }

    /// One more process.
    fn measure(&mut self, n: usize, runs: usize) {
        let (start, before) = (Instant::now(), machine::all_cpu());
        let program = std::env::current_exe().expect("the path of this program");
        let arguments = ["--engine", self.engine.name, "--n", &n.to_string(), "--runs", &runs.to_string()];
        let output = Command::new(program).args(arguments).output().expect("a process");
        assert!(output.status.success(), "{}: {}", self.engine.name, String::from_utf8_lossy(&output.stderr));
        let sample: Sample = serde_json::from_slice(&output.stdout).expect("a sample");
        let others = machine::all_cpu() - before - sample.own_cpu;
        self.foreign = self.foreign.max(others / start.elapsed().as_secs_f64());
        self.ns.extend(sample.ns);
        self.totals = sample.totals;
    }
}

fn table(n: usize, rows: &[Row]) {
    let base = rows.iter().find(|row| row.engine.name == BASE).map_or(f64::NAN, Row::median);
    println!("### {n} events\n");
    println!("| engine | ns per event: median (least to most) | × HashMap (std) | others’ share of a processor |");
    println!("|---|--:|--:|--:|");
    for row in rows {
        let (least, most) = (row.ns[0], row.ns[row.ns.len() - 1]);
        let (title, median) = (row.engine.title, row.median());
        println!("| {title} | {median:.0} ({least:.0} to {most:.0}) | {:.2} | {:.2} |", median / base, row.foreign);
    }
    println!("\nTotals {:?}, checksum {}\n", &rows[0].totals.points[1..], rows[0].totals.checksum);
}
