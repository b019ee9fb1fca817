//! Lines of a file decided in replay order: time, kind, id.

use super::args::Input;
use super::failure::Failure;
use super::lines::Lines;
use super::{files, subjects};
use crate::diagnostics::Message;
use mizi_evaluator::account::{Memory, Saved};
use mizi_evaluator::decision::Decision;
use mizi_evaluator::json::{Form, Line, Reader};
use mizi_evaluator::record::Kind;
use mizi_evaluator::{Buffer, Evaluator, Explained};
use std::cmp::Ordering;
use std::path::Path;

/// Everything a run stands on.
pub struct Replay<'e> {
    evaluator: &'e Evaluator,
    /// Ids and keys as they were written.
    pub reader: Reader<'e>,
    /// Accounts and journal as they were read; subjects; what is not of this policy's versions.
    pub saved: Saved,
    /// The lines in input order, with their numbers.
    pub lines: Vec<(u64, Line)>,
}

impl<'e> Replay<'e> {
    /// Reads state, subjects and events.
    pub fn read(input: &Input, evaluator: &'e Evaluator) -> Result<Self, Failure> {
        let mut reader = Reader::new(evaluator);
        let mut saved = state(input.state.as_deref(), evaluator, &mut reader)?;
        if let Some(path) = &input.subjects {
            saved.memory.subjects = subjects::read(path, evaluator, &mut reader)?;
        }
        let events = Lines::read(&input.events, Form::Record)?;
        // Every line has an id, and most have met subjects.
        reader.texts.reserve(events.len());
        let mut lines = Vec::with_capacity(events.len());
        events.each(|number, fields| lines.push((number, reader.line(fields))));
        Ok(Replay { evaluator, reader, saved, lines })
    }

    /// Decides all lines in replay order, calling back with the place of each among `lines`.
    pub fn run(&mut self, mut each: impl FnMut(&Replayed<'_>)) {
        let mut buffer = Buffer::default();
        self.saved.memory.reserve(self.lines.len());
        for index in self.order() {
            let Some((number, line)) = self.lines.get(index) else { continue };
            let undecidable;
            let decision = match line.record() {
                Some(record) => {
                    let Ok(decision) = self.evaluator.run::<Explained, _>(&record, &mut self.saved.memory, &mut buffer);
                    decision
                }
                None => {
                    undecidable = line.undecidable();
                    &undecidable
                }
            };
            each(&Replayed { index, number: *number, line, decision, reader: &self.reader, store: &self.saved.memory });
        }
    }

    /// Places of the lines in replay order.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<(i64, Kind, usize)> =
            self.lines.iter().enumerate().map(|(index, (_, line))| (line.instant(), line.kind(), index)).collect();
        let id =
            |index: usize| self.lines.get(index).and_then(|(_, line)| line.id).and_then(|id| u32::try_from(id).ok());
        let text = |index: usize| id(index).map_or("", |id| self.reader.texts.text(id));
        order.sort_unstable_by(|a, b| match (a.0, a.1).cmp(&(b.0, b.1)) {
            Ordering::Equal => text(a.2).as_bytes().cmp(text(b.2).as_bytes()).then(a.2.cmp(&b.2)),
            other => other,
        });
        order.into_iter().map(|(_, _, index)| index).collect()
    }
}

/// One line that was decided.
pub struct Replayed<'a> {
    /// Its place in the input.
    pub index: usize,
    /// Its number in the file.
    pub number: u64,
    /// The line.
    pub line: &'a Line,
    /// What became of it.
    pub decision: &'a Decision,
    /// Ids and keys as they were written.
    pub reader: &'a Reader<'a>,
    /// Accounts, journal and subjects after it.
    pub store: &'a Memory,
}

fn state(path: Option<&Path>, evaluator: &Evaluator, reader: &mut Reader<'_>) -> Result<Saved, Failure> {
    let Some(path) = path else { return Ok(Saved::default()) };
    let Some(bytes) = files::read_if_there(path)? else { return Ok(Saved::default()) };
    let name = path.display();
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::new(Message::new(format!("{name} 不是 UTF-8 编码"), format!("{name} is not UTF-8"))))?;
    Saved::read(evaluator, &mut reader.texts, &text).map_err(|error| {
        let why = error.text();
        Failure::new(Message::new(format!("{name}：{}", why.zh), format!("{name}: {}", why.en)))
    })
}
