//! The subjects' file: attributes and scopes of residents, from a date.

use super::failure::Failure;
use super::lines::Lines;
use crate::diagnostics::Message;
use mizi_evaluator::Evaluator;
use mizi_evaluator::explain::{Explainer, Lang};
use mizi_evaluator::json::Reader;
use mizi_evaluator::subjects::Subjects;
use std::path::Path;

/// Rows with mistakes that are told one by one.
const TOLD: usize = 5;

/// Reads the rows. A row with a mistake is no row: nothing is run before it is mended.
pub fn read(path: &Path, evaluator: &Evaluator, reader: &mut Reader<'_>) -> Result<Subjects, Failure> {
    let mut subjects = Subjects::default();
    let mut wrong = Vec::new();
    Lines::read(path)?.each(|number, fields| {
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
        format!("{name} has {} rows that cannot be used; nothing was decided:", wrong.len()),
    );
    for (number, line) in wrong.iter().take(TOLD) {
        let decision = line.undecidable();
        let why = |lang| Explainer::new(evaluator, &reader.texts, lang).explain(&decision, &line.notes).join(" ");
        message.zh += &format!("\n  第 {number} 行：{}", why(Lang::Zh));
        message.en += &format!("\n  line {number}: {}", why(Lang::En));
    }
    Err(Failure::new(message))
}
