//! `mizi check` on a repository of 200 policies with 20,000 rules: `cargo bench --bench repository [-- SEED]`.
//!
//! The policies are written to a folder each, 100 rules a policy, from a seed; then the command is run on them as a process. Timed
//! is when the first line of a finding can be read and when the command has ended; memory is the most that was resident, as the
//! system says while the output is read. `-- SEED FOLDER` leaves the repository in a folder.
#![allow(
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "a bench measures time and stops where something is wrong"
)]

mod generated;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const POLICIES: usize = 200;
const RULES: usize = 100;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let seed = words.first().map_or(1, |word| word.parse().unwrap());
    let temporary = tempfile::tempdir().unwrap();
    let folder = words.get(1).map_or(temporary.path(), |word| Path::new(word));
    for number in 0..POLICIES {
        let text = generated::policy(&format!("「大街 {number}」"), RULES, seed + number * 7);
        let own = folder.join(format!("{number:03}"));
        std::fs::create_dir_all(&own).unwrap();
        std::fs::write(own.join("policy.mizi"), text).unwrap();
    }
    check(folder, seed);
}

/// Runs the command and reads what it prints as it comes.
fn check(folder: &Path, seed: usize) {
    let start = Instant::now();
    let mut child =
        Command::new(env!("CARGO_BIN_EXE_mizi")).arg("check").arg(folder).stdout(Stdio::piped()).spawn().unwrap();
    let (mut first, mut lines, mut memory) = (None, 0usize, 0);
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        first = first.or_else(|| line.contains('[').then(|| start.elapsed()));
        lines += 1;
        if lines.is_multiple_of(100) {
            memory = memory.max(resident(child.id()));
        }
    }
    let status = child.wait().unwrap();
    println!("{POLICIES} policies of {RULES} rules, seed {seed}: {lines} lines, {status}");
    println!("  first finding {:>10.1?}", first.unwrap());
    println!("  all           {:>10.1?}", start.elapsed());
    println!("  memory        {memory:>7} MB");
}

/// Megabytes that the system says a process had at most; 0 where it does not say.
fn resident(process: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok()).unwrap_or(0) / 1024
}
