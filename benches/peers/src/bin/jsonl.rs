//! `mizi run` from JSON Lines beside hand-written Rust (`by_hand.rs`), both as processes, in turn, on the same file.
//! Prints a Markdown table. Both must give the workload's totals and checksum, or the run fails.
//!
//! `jsonl MIZI [--n EVENTS] [--runs RUNS]`, MIZI being the path of the command.

use mizi_peers::data::{Event, EventType};
use mizi_peers::decision::{Decider, Decision, Totals};
use mizi_peers::{data, hand, machine};
use serde::Deserialize;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

const POLICY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/cangqian-12.mizi");

struct Options {
    mizi: PathBuf,
    n: usize,
    runs: usize,
}

fn options() -> Option<Options> {
    let mut arguments = std::env::args().skip(1);
    let mut options = Options { mizi: arguments.next()?.into(), n: data::MAX_N, runs: 5 };
    while let Some(key) = arguments.next() {
        let value = arguments.next()?.parse().ok().filter(|&n| n > 0)?;
        match key.as_str() {
            "--n" if value <= data::MAX_N => options.n = value,
            "--runs" => options.runs = value,
            _ => return None,
        }
    }
    Some(options)
}

fn main() {
    let Some(options) = options() else {
        eprintln!("jsonl MIZI [--n EVENTS] [--runs RUNS]");
        std::process::exit(1);
    };
    let events = &data::generate()[..options.n];
    let folder = std::env::temp_dir().join(format!("mizi-peers-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let input = folder.join("events.jsonl");
    write(events, &input).expect("the events");
    report(&options, events, &folder, &input);
    std::fs::remove_dir_all(&folder).expect("the folder");
}

fn report(options: &Options, events: &[Event], folder: &Path, input: &Path) {
    let by_hand = std::env::current_exe().expect("this program").with_file_name("by_hand");
    let out = [folder.join("by_hand.jsonl"), folder.join("mizi.jsonl")];
    let commands = || {
        let mut hand = Command::new(&by_hand);
        hand.arg(input).arg(&out[0]);
        let mut mizi = Command::new(&options.mizi);
        mizi.arg("run").arg(POLICY).arg("--events").arg(input).arg("--out").arg(&out[1]);
        [hand, mizi]
    };
    let mut runs: [Vec<machine::Run>; 2] = [Vec::new(), Vec::new()];
    for _ in 0..options.runs {
        for (runs, command) in runs.iter_mut().zip(commands()) {
            runs.push(machine::run(command));
        }
    }
    println!("### `mizi run`, {} lines of JSON\n", events.len());
    println!(
        "| program | wall s: median (least to most) | processor s: median | largest in memory, MB | written, MB |"
    );
    println!("|---|--:|--:|--:|--:|");
    let titles = ["hand-written Rust with serde", "`mizi run --out`"];
    let mut ratio = Vec::new();
    for ((title, runs), out) in titles.iter().zip(&runs).zip(&out) {
        let walls = sorted(runs.iter().map(|run| run.wall));
        let cpus = sorted(runs.iter().map(|run| run.cpu));
        let (wall, cpu) = (walls[walls.len() / 2], cpus[cpus.len() / 2]);
        let memory = runs.iter().map(|run| run.memory_mb).max().unwrap_or(0);
        let written = std::fs::metadata(out).expect("a result").len() / 1_000_000;
        let (least, most) = (walls[0], walls[walls.len() - 1]);
        println!("| {title} | {wall:.2} ({least:.2} to {most:.2}) | {cpu:.2} | {memory} | {written} |");
        ratio.push((wall, cpu));
    }
    println!(
        "\nRatio: {:.2} by the wall clock, {:.2} by processor time\n",
        ratio[1].0 / ratio[0].0,
        ratio[1].1 / ratio[0].1
    );
    let expected = expected(events);
    for (title, out) in titles.iter().zip(&out) {
        assert_eq!(totals(out).expect("a result"), expected, "{title} decides otherwise");
    }
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

/// The events as lines. Every line has the facts of its activity and no others.
fn write(events: &[Event], path: &Path) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    for e in events {
        let day = e.day() as u32;
        let month = e.month();
        let first = (0..day).rev().take_while(|&d| data::MONTH_OF_DAY[d as usize] == month).count();
        let second = (e.ts - data::YEAR_START) % data::DAY;
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let (activity, date) = (e.etype.name(), format!("2025-{:02}-{:02}", month + 1, first + 1));
        write!(
            out,
            r#"{{"id":"e{}","activity":"{activity}","time":"{date}T{hour:02}:{minute:02}:{second:02}","#,
            e.event_id
        )?;
        write!(out, r#""subject":"r{}","scopes":{{"家庭":"h{}"}},"#, e.resident_id, e.household_id)?;
        writeln!(out, r#""facts":{{"年龄":{}{}}}}}"#, e.age, facts(e))?;
    }
    out.flush()
}

fn facts(e: &Event) -> String {
    match e.etype {
        EventType::ClubActivity => format!(r#","role":"{}","outcome_success":{}"#, e.role.name(), e.success),
        EventType::Patrol | EventType::PairingHelp => format!(r#","hours":{}"#, e.hours()),
        EventType::TalentRegistration | EventType::FireCheck | EventType::HazardReport | EventType::DisputeReport => {
            format!(r#","is_confirmed":{}"#, e.confirmed)
        }
        _ => String::new(),
    }
}

fn expected(events: &[Event]) -> Totals {
    let mut store = hand::Dense::default();
    let decisions: Vec<Decision> = events.iter().map(|e| store.decide(e)).collect();
    Totals::of(events, &decisions)
}

#[derive(Deserialize)]
struct Decided {
    event: String,
    #[serde(default)]
    lines: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    rule: String,
    granted: Option<String>,
}

/// Totals and checksum of a file of results.
fn totals(path: &Path) -> Result<Totals, Box<dyn std::error::Error>> {
    let mut totals = Totals::default();
    for line in BufReader::new(File::open(path)?).lines() {
        let decided: Decided = serde_json::from_str(&line?)?;
        let event = decided.event.trim_start_matches('e').parse()?;
        for line in &decided.lines {
            let granted = line.granted.as_deref().map_or(Ok(0), str::parse)?;
            match line.rule.trim_start_matches('r').parse()? {
                11 => totals.add(event, 0, 0, granted),
                rule => totals.add(event, rule, granted, 0),
            }
        }
    }
    Ok(totals)
}
