//! A month of the street in one go: checks and compiles `policies/cangqian`, makes a month of records of 216,000 residents, decides
//! them and prints what a street office would look at.
//!
//! ```text
//! cargo run --release --example street [-- --lang en] [--residents N] [--month 1..12]
//! ```

mod generator;

use generator::{Settings, Street, Written};
use mizi::cli::run_words;
use std::error::Error;
use std::fs::{File, create_dir_all};
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const POLICY: &str = "policies/cangqian";

struct Wanted {
    settings: Settings,
    month: u32,
    lang: String,
}

fn main() -> ExitCode {
    match wanted(std::env::args().skip(1)).and_then(|wanted| street(&wanted)) {
        Ok(status) => status,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn wanted(mut words: impl Iterator<Item = String>) -> Result<Wanted, Box<dyn Error>> {
    let mut wanted = Wanted { settings: Settings::default(), month: 3, lang: "zh".to_owned() };
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("{word} needs a value"));
        match word.as_str() {
            "--lang" => wanted.lang = value()?,
            "--month" => wanted.month = value()?.parse()?,
            "--residents" => wanted.settings.residents = value()?.parse()?,
            _ => return Err(format!("{word}: not known; see examples/street/main.rs").into()),
        }
    }
    if !(1..=12).contains(&wanted.month) {
        return Err("months are 1 to 12".into());
    }
    Ok(wanted)
}

fn street(wanted: &Wanted) -> Result<ExitCode, Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = work_folder(root)?;
    let (subjects, events) = (folder.join("subjects.jsonl"), folder.join("events.jsonl"));
    let (program, decisions) = (folder.join("cangqian.mizic"), folder.join("decisions.jsonl"));

    say(&["mizi", "check", POLICY]);
    let policy = root.join(POLICY);
    let checked = mizi(&["check", &text(&policy), "--lang", &wanted.lang]);
    if checked != ExitCode::SUCCESS {
        return Ok(checked);
    }
    say(&["mizi", "compile", POLICY, "-o", &text(&program)]);
    let compiled = mizi(&["compile", &text(&policy), "-o", &text(&program), "--lang", &wanted.lang]);
    if compiled != ExitCode::SUCCESS {
        return Ok(compiled);
    }
    generate(wanted, &subjects, &events)?;
    let words = [
        "run",
        &text(&program),
        "--events",
        &text(&events),
        "--subjects",
        &text(&subjects),
        "--out",
        &text(&decisions),
        "--summary",
        "--lang",
        &wanted.lang,
    ];
    say(&[&["mizi"], words.as_slice()].concat());
    // Some generated lines are bad on purpose, so the run says 1: something could not be decided.
    let status = mizi(&words);
    Ok(if status == ExitCode::from(1) { ExitCode::SUCCESS } else { status })
}

/// Where the files of this example go: beside what cargo built.
fn work_folder(root: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let folder = target.join("street");
    create_dir_all(&folder)?;
    Ok(folder)
}

fn generate(wanted: &Wanted, subjects: &Path, events: &Path) -> Result<(), Box<dyn Error>> {
    let street = Street::new(wanted.settings);
    let rows = street.write_subjects(&mut BufWriter::new(File::create(subjects)?))?;
    let mut written = Written::default();
    written.add(street.write_month(wanted.month, &mut BufWriter::new(File::create(events)?))?);
    println!(
        "\n# {} residents, {} households, {rows} rows → {}\n# {} lines → {}",
        street.residents(),
        street.households(),
        text(subjects),
        written.lines(),
        text(events)
    );
    Ok(())
}

fn mizi(words: &[&str]) -> ExitCode {
    run_words([&["mizi"], words].concat())
}

fn say(words: &[&str]) {
    println!("\n$ {}", words.join(" "));
}

fn text(path: &Path) -> String {
    path.display().to_string()
}
