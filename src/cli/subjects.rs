//! The subjects' file: attributes and scopes of residents, from a date.

use super::failure::Failure;
use super::lines::Lines;
use crate::diagnostics::Message;
use mizi_evaluator::Evaluator;
use mizi_evaluator::explain::{Explainer, Lang};
use mizi_evaluator::json::{Form, Reader};
use mizi_evaluator::subjects::Subjects;
use std::path::Path;

/// Rows with mistakes that are told one by one.
const TOLD: usize = 5;

/// Reads the rows. A row with a mistake is no row: nothing is run before it is mended.
pub fn read(path: &Path, evaluator: &Evaluator, reader: &mut Reader<'_>) -> Result<Subjects, Failure> {
    let mut subjects = Subjects::default();
    let mut wrong = Vec::new();
    Lines::read(path, Form::Row)?.each(|number, fields| {
        if let Err(line) = reader.subject(fields, &mut subjects) {
            wrong.push((number, line));
        }
    });
    if wrong.is_empty() {
        return Ok(subjects);
    }
    let name = path.display();
    let mut message = Message::new(
        format!("{name} 有 {} 行不能用，没有判定：", wrong.len()),
        match wrong.len() {
            1 => format!("{name} has a row that cannot be used; nothing was decided:"),
            rows => format!("{name} has {rows} rows that cannot be used; nothing was decided:"),
        },
    );
    for (number, line) in wrong.iter().take(TOLD) {
        let errors = line.undecidable().errors;
        let why = |lang, between| {
            let explainer = Explainer::new(evaluator, &reader.texts, lang);
            let why: Vec<String> = errors.iter().map(|&error| explainer.error(error, &line.notes)).collect();
            why.join(between)
        };
        message.zh += &format!("\n  第 {number} 行：{}", why(Lang::Zh, ""));
        message.en += &format!("\n  line {number}: {}", why(Lang::En, " "));
    }
    if wrong.len() > TOLD {
        message.zh += "\n  ……";
        message.en += "\n  …";
    }
    Err(Failure::new(message))
}
