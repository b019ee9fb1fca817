//! Input files as records: JSON Lines, or CSV with the same names (`scopes.家庭`, `facts.时长`; empty means absent).

use super::failure::Failure;
use crate::diagnostics::Message;
use crate::syntax;
use mizi_evaluator::explain::nearest;
use mizi_evaluator::json::{Fields, Form};
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
    pub fn read(path: &Path, form: Form) -> Result<Self, Failure> {
        let bytes = super::files::read(path)?;
        let text = String::from_utf8(bytes).map_err(|e| not_utf8(path, e.as_bytes(), e.utf8_error().valid_up_to()))?;
        if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv")) {
            return table(path, text.trim_start_matches('\u{feff}'), form);
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

fn table(path: &Path, text: &str, form: Form) -> Result<Lines, Failure> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|e| bad_csv(path, text, &e))?.clone();
    columns(path, &header, form)?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| bad_csv(path, text, &e))?;
        let line = record.position().map_or(0, |place| line_of(text, place));
        if let Some(column) = header.iter().zip(&record).position(|(name, value)| name.is_empty() && !value.is_empty())
        {
            return Err(nameless(path, line, column.saturating_add(1)));
        }
        if record.iter().any(|value| !value.is_empty()) {
            rows.push((line, record));
        }
    }
    Ok(Lines::Table(header, rows))
}

/// The number of the line a row begins on. The reader stands before line ends and blank lines that it has yet to skip.
fn line_of(text: &str, place: &csv::Position) -> u64 {
    let start = usize::try_from(place.byte()).unwrap_or(usize::MAX);
    let skipped =
        text.as_bytes().get(start..).unwrap_or_default().iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let skipped = skipped.filter(|byte| **byte == b'\n').count();
    place.line().saturating_add(skipped as u64)
}

/// Every column has a name that lines have, once. A column without a name may only be empty.
fn columns(path: &Path, header: &csv::StringRecord, form: Form) -> Result<(), Failure> {
    let named = |name: &&str| !name.is_empty();
    for (place, name) in header.iter().enumerate().filter(|(_, name)| named(name)) {
        if header.iter().take(place).any(|before| before == name) {
            return Err(header_failure(path, name, "写了两次", "stands twice"));
        }
        let known = name.starts_with("scopes.") || name.starts_with("facts.");
        if !known && !form.parts().iter().any(|part| part == &name && !matches!(*part, "scopes" | "facts")) {
            return Err(unknown_column(path, name, form));
        }
    }
    if header.iter().any(|name| name == "id") {
        return Ok(());
    }
    let path = path.display();
    Err(Failure::new(Message::new(
        format!("{path} 的表头里缺“id”这一列：每行都要有编号"),
        format!("The header of {path} lacks the column “id”: every line needs one"),
    )))
}

fn header_failure(path: &Path, name: &str, zh: &str, en: &str) -> Failure {
    let path = path.display();
    Failure::new(Message::new(
        format!("{path} 的表头里“{name}”这一列{zh}"),
        format!("In the header of {path} the column “{name}” {en}"),
    ))
}

fn unknown_column(path: &Path, name: &str, form: Form) -> Failure {
    let parts = form.parts().iter().copied().filter(|part| !matches!(*part, "scopes" | "facts"));
    let help = match nearest(name, form.parts().iter().copied()) {
        Some(near) => Message::new(format!("，是不是“{near}”？"), format!("; is “{near}” meant?")),
        None => Message::new("。", "."),
    };
    let known: Vec<&str> = parts.chain(["scopes.…", "facts.…"]).collect();
    let (zh, en) = (known.join("、"), known.join(", "));
    let (zh, en) = (format!("不能用{}可用的列：{zh}", help.zh), format!("cannot be used{} Columns are {en}", help.en));
    header_failure(path, name, &zh, &en)
}

fn nameless(path: &Path, line: u64, column: usize) -> Failure {
    let path = path.display();
    Failure::new(Message::new(
        format!("{path} 第 {line} 行第 {column} 列有值，表头里这一列却没有名称"),
        format!("{path} line {line} has a value in column {column}, which has no name in the header"),
    ))
}

/// Most tables that are not UTF-8 come from a Chinese Excel.
fn not_utf8(path: &Path, bytes: &[u8], at: usize) -> Failure {
    let path = path.display();
    match syntax::as_gb18030(bytes) {
        Some(text) => {
            let first: String = text.lines().next().unwrap_or_default().chars().take(40).collect();
            Failure::new(Message::new(
                format!(
                    "{path} 是 GB18030（GBK）编码，不是 UTF-8；按 GB18030 读，首行是“{first}”。另存为“UTF-8”（Excel 里选“CSV UTF-8”）后再用"
                ),
                format!(
                    "{path} is saved as GB18030 (GBK), not as UTF-8; read as GB18030 its first line is “{first}”. Save it as UTF-8 (in Excel: “CSV UTF-8”) and try again"
                ),
            ))
        }
        None => {
            let line = bytes.iter().take(at).filter(|byte| **byte == b'\n').count().saturating_add(1);
            Failure::new(Message::new(
                format!("{path} 第 {line} 行起不是 UTF-8 编码。另存为“UTF-8”后再用"),
                format!("{path} is not UTF-8 from line {line} on. Save it as UTF-8 and try again"),
            ))
        }
    }
}

fn bad_csv(path: &Path, text: &str, error: &csv::Error) -> Failure {
    let line = error.position().map_or(0, |place| line_of(text, place));
    let path = path.display();
    let counts = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => Some((len, expected_len)),
        _ => None,
    };
    let (zh, en) = match counts {
        Some((found, wanted)) => (
            format!("有 {found} 列，表头有 {wanted} 列。值里有逗号时，整个值要放在半角双引号里"),
            format!("has {found} columns, the header {wanted}. A value with a comma in it must stand in double quotes"),
        ),
        None => ("不合 CSV 的写法".to_owned(), "is not written as CSV".to_owned()),
    };
    Failure::new(Message::new(format!("{path} 第 {line} 行{zh}"), format!("{path} line {line} {en}")))
}
