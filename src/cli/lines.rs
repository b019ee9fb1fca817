//! Input files as records: JSON Lines, or CSV with the same names (`scopes.家庭`, `facts.时长`; empty means absent).

use super::failure::Failure;
use crate::diagnostics::Message;
use mizi_evaluator::json::Fields;
use std::path::Path;

/// A file's records.
pub enum Lines {
    /// Text with the number and place of every line that is not blank.
    Json(String, Vec<(u64, std::ops::Range<usize>)>),
    /// Columns and rows, with the number of the line each row begins on.
    Table(csv::StringRecord, Vec<(u64, csv::StringRecord)>),
}

impl Lines {
    /// Reads `.csv` as CSV and everything else as JSON Lines.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let bytes = super::files::read(path)?;
        let text = String::from_utf8(bytes).map_err(|e| not_utf8(path, e.utf8_error().valid_up_to()))?;
        if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv")) {
            return table(path, text.trim_start_matches('\u{feff}'));
        }
        Ok(json(text))
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        match self {
            Lines::Json(_, places) => places.len(),
            Lines::Table(_, rows) => rows.len(),
        }
    }

    /// Calls back with the number and the parts of every record.
    pub fn each(&self, mut take: impl FnMut(u64, &Fields<'_>)) {
        match self {
            Lines::Json(text, places) => {
                let mut fields = Fields::default();
                for (number, place) in places {
                    fields.read_json(text.get(place.clone()).unwrap_or(""));
                    take(*number, &fields);
                }
            }
            Lines::Table(header, rows) => {
                for (number, row) in rows {
                    let mut fields = Fields::default();
                    header.iter().zip(row).for_each(|(name, value)| fields.column(name, value));
                    take(*number, &fields);
                }
            }
        }
    }
}

fn json(text: String) -> Lines {
    let mut places = Vec::new();
    let mut start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    for (number, line) in (1..).zip(text.get(start..).unwrap_or("").split_inclusive('\n')) {
        let end = start + line.trim_end_matches(['\n', '\r']).len();
        if !line.trim().is_empty() {
            places.push((number, start..end));
        }
        start += line.len();
    }
    Lines::Json(text, places)
}

fn table(path: &Path, text: &str) -> Result<Lines, Failure> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|e| bad_csv(path, &e))?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| bad_csv(path, &e))?;
        rows.push((record.position().map_or(0, csv::Position::line), record));
    }
    Ok(Lines::Table(header, rows))
}

fn not_utf8(path: &Path, at: usize) -> Failure {
    Failure::new(Message::new(
        format!("{} 不是 UTF-8 编码（第 {at} 字节起）。请另存为“UTF-8”后再用", path.display()),
        format!("{} is not UTF-8 (from byte {at}). Save it as UTF-8 and try again", path.display()),
    ))
}

fn bad_csv(path: &Path, error: &csv::Error) -> Failure {
    let line = error.position().map_or(0, csv::Position::line);
    Failure::new(Message::new(
        format!("{} 第 {line} 行的列数与表头不符", path.display()),
        format!("{} line {line} does not have as many columns as the header", path.display()),
    ))
}
