//! Writes a believable year of the street, or one month of it, as the two files that `mizi run` reads.
//!
//! ```text
//! cargo run --release --example generate -- --out DIR [--month 3 | --year] [--seed N] [--residents N]
//! ```

mod generator;

use generator::{Settings, Street, Written};
use std::error::Error;
use std::fs::{File, create_dir_all};
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "generate --out DIR [--month 1..12 | --year] [--seed N] [--residents N]";

struct Wanted {
    settings: Settings,
    months: Vec<u32>,
    out: PathBuf,
}

fn main() -> ExitCode {
    match wanted(std::env::args().skip(1)).and_then(|wanted| write(&wanted)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn wanted(mut words: impl Iterator<Item = String>) -> Result<Wanted, Box<dyn Error>> {
    let mut wanted = Wanted { settings: Settings::default(), months: vec![3], out: PathBuf::new() };
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("{word} needs a value"));
        match word.as_str() {
            "--out" => wanted.out = value()?.into(),
            "--month" => wanted.months = vec![value()?.parse()?],
            "--year" => wanted.months = (1..=12).collect(),
            "--seed" => wanted.settings.seed = value()?.parse()?,
            "--residents" => wanted.settings.residents = value()?.parse()?,
            _ => return Err(format!("{word}: not known").into()),
        }
    }
    let months = wanted.months.iter().all(|month| (1..=12).contains(month));
    if wanted.out == Path::new("") || !months {
        return Err("--out is needed, and months are 1 to 12".into());
    }
    Ok(wanted)
}

fn write(wanted: &Wanted) -> Result<(), Box<dyn Error>> {
    let street = Street::new(wanted.settings);
    create_dir_all(&wanted.out)?;
    let rows = street.write_subjects(&mut create(&wanted.out, "subjects.jsonl")?)?;
    let mut events = create(&wanted.out, "events.jsonl")?;
    let mut written = Written::default();
    for &month in &wanted.months {
        written.add(street.write_month(month, &mut events)?);
    }
    println!("{} residents, {} households, {rows} rows", street.residents(), street.households());
    println!(
        "{} lines: {} events, {} confirmations, {} reversals, {} redemptions",
        written.lines(),
        written.events,
        written.confirmations,
        written.reversals,
        written.redemptions
    );
    Ok(())
}

fn create(folder: &Path, name: &str) -> Result<BufWriter<File>, Box<dyn Error>> {
    Ok(BufWriter::new(File::create(folder.join(name))?))
}
