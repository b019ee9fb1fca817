//! Every answer compared with Z3: a witness must satisfy, a clash must not be satisfiable, and must be without any one of
//! its clauses. Z3 is installed into `target/z3-venv` when it is not there; where that fails the test fails.
//!
//! `MIZI_Z3_PROBLEMS=100000 MIZI_Z3_SEED=7 cargo test --release --test logic_z3 -- --nocapture` for the long form.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where something is wrong")]

#[path = "logic/generate.rs"]
mod generate;
#[path = "logic/smt.rs"]
mod smt;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use generate::{Choices, Generated, Size};
use mizi::logic::{Answer, Label};
use serde_json::{Value, json};

const Z3: &str = "z3-solver==5.4.1.0";

#[test]
fn answers_agree_with_z3() {
    let (problems, seed) = (number("MIZI_Z3_PROBLEMS", 5_000), number("MIZI_Z3_SEED", 1));
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("logic_z3.jsonl");
    write_problems(&path, problems, seed);
    let output = Command::new(python()).arg(in_tests("compare.py")).arg(&path).output().expect("python runs");
    let (figures, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    println!("{problems} problems from seed {seed}: {figures}");
    assert!(output.status.success(), "Z3 disagrees: {figures}\n{errors}");
    let figures: Value = serde_json::from_str(&figures).expect("one line of figures");
    let of = |name: &str| figures[name].as_u64().expect("a count");
    assert_eq!(of("holds") + of("clash") + of("undecided"), problems);
    assert!(of("holds").min(of("clash")) > problems / 20, "the problems are too alike: {figures}");
    assert!(of("undecided") <= problems / 200, "too much is not decided: {figures}");
    assert!(of("z3_gave_up") <= problems / 200, "too much is not compared: {figures}");
}

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).map_or(otherwise, |text| text.parse().expect("a number"))
}

fn in_tests(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/logic").join(file)
}

/// The Python of an environment that has Z3.
fn python() -> PathBuf {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target directory").join("z3-venv");
    let python = home.join("bin/python");
    let has_z3 = |python: &Path| Command::new(python).args(["-c", "import z3"]).status().is_ok_and(|s| s.success());
    if !has_z3(&python) {
        run(Command::new("python3").args(["-m", "venv"]).arg(&home));
        run(Command::new(&python).args(["-m", "pip", "install", "--quiet", Z3]));
    }
    assert!(has_z3(&python), "Z3 is needed for this test and could not be installed in {}", home.display());
    python
}

fn run(command: &mut Command) {
    let done = command.status().is_ok_and(|status| status.success());
    assert!(done, "Z3 is needed for this test and could not be installed: {command:?} failed");
}

fn write_problems(path: &Path, problems: u64, seed: u64) {
    let mut file = BufWriter::new(File::create(path).expect("a file in the target directory"));
    let mut random = Random(seed);
    for _ in 0..problems {
        let row: Vec<u32> = (0..random.next() % 200).map(|_| random.next()).collect();
        let generated = generate::problem(&mut Choices::new(&row), Size::Large);
        writeln!(file, "{}", record(&generated)).expect("room on the disk");
    }
}

fn record(generated: &Generated) -> Value {
    let names = |labels: &[Label]| labels.iter().map(|label| format!("l{}", label.0)).collect::<Vec<_>>();
    let all: Vec<Label> = generated.clauses.iter().map(|clause| clause.0).collect();
    let mut record = json!({ "script": smt::script(generated), "labels": names(&all) });
    match generated.problem.answer() {
        Answer::Holds(witness) => record["witness"] = smt::witness(generated, &witness).into(),
        Answer::Clash(labels) => record["clash"] = names(&labels).into(),
        Answer::Undecided(_) => {}
    }
    record
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed >> 33) as u32
    }
}
