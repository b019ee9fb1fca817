//! Records one after another, decided by the evaluator, and what they are granted.

use super::candidates::Candidate;
use crate::checks::example::is_rule;
use crate::checks::exposure::Book;
use crate::model::expr::{CaseLine, CaseLineKind, Given};
use crate::model::{Policy, Rule, ScopeKeys};
use crate::records;
use mizi_evaluator::account::Memory;
use mizi_evaluator::decision::Decision;
use mizi_evaluator::json::Reader;
use mizi_evaluator::{Buffer, Evaluator, Explained};

/// One event with its confirmations: who, when, and what.
pub struct Deed<'c, 'a> {
    /// What is done.
    pub what: &'c Candidate<'a>,
    /// By whom.
    pub person: usize,
    /// Whose household it is.
    pub household: usize,
    /// On which day.
    pub day: i32,
}

/// What came of a record for the lines that are added up.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gain {
    /// What they were granted, smallest units.
    pub granted: i128,
    /// Whether one of them would have been granted more if a cap had had room.
    pub limited: bool,
}

impl Deed<'_, '_> {
    /// The records as lines of input.
    pub fn records(&self, number: usize) -> Option<Vec<(Order, String)>> {
        let event = format!("e{number:06}");
        let person = self.person();
        let one = |(place, line): (usize, &CaseLine)| {
            let mut line = line.clone();
            let minute = line.when?.1;
            line.when = Some((self.day, minute));
            line.id = if place == 0 { event.clone() } else { format!("{event}c{place}") };
            match &mut line.kind {
                CaseLineKind::Event { subject, .. } => *subject = name(self.person),
                CaseLineKind::Confirm { of, .. } => of.clone_from(&event),
                _ => return None,
            }
            let text = records::line(self.what.policy, std::slice::from_ref(&person), &line)?;
            Some(((self.day, minute, place > 0, line.id), text))
        };
        self.what.lines.iter().enumerate().map(one).collect()
    }

    fn person(&self) -> Given {
        let mut person = self.what.person.clone();
        if let Given::Subject { name: who, scopes, .. } = &mut person {
            *who = name(self.person);
            for (id, key) in scopes {
                let keys = self.what.policy.scopes.get(id.0).map(|scope| scope.keys);
                if keys == Some(ScopeKeys::Stated) {
                    *key = format!("h{}", self.household.saturating_add(1));
                }
            }
        }
        person
    }
}

fn name(person: usize) -> String {
    format!("p{}", person.saturating_add(1))
}

/// Replay order of records: day, minute, events before confirmations, id (S3.1).
pub type Order = (i32, i32, bool, String);

/// A store that starts empty, and what is added up of what it decides.
pub struct Account<'e> {
    evaluator: &'e Evaluator,
    reader: Reader<'e>,
    store: Memory,
    buffer: Buffer,
    /// Whether each item of the program is added up.
    counted: Vec<bool>,
}

impl<'e> Account<'e> {
    /// Adds up what these lines are granted.
    pub fn new(evaluator: &'e Evaluator, book: &Book<'_>, lines: &[usize]) -> Self {
        let keys: Vec<&str> = lines.iter().filter_map(|line| Some(book.lines.get(*line)?.key)).collect();
        let rules: Vec<&Rule> = book.model.versions.iter().flat_map(|policy: &Policy| &policy.rules).collect();
        let items = 0u32..u32::try_from(evaluator.program().items.len()).unwrap_or(u32::MAX);
        let counts = |item: u32| {
            let mut own = rules.iter().filter(|rule| keys.contains(&rule.key.as_str()));
            own.any(|rule| is_rule(evaluator, item, rule))
        };
        let counted = items.map(counts).collect();
        Account {
            evaluator,
            reader: Reader::new(evaluator),
            store: Memory::default(),
            buffer: Buffer::default(),
            counted,
        }
    }

    /// Decides a record.
    pub fn decide(&mut self, line: &str) -> Gain {
        let read = self.reader.json(line);
        let Some(record) = read.record() else { return Gain::default() };
        let Ok(decision) = self.evaluator.run::<Explained, _>(&record, &mut self.store, &mut self.buffer);
        gain(decision, &self.counted)
    }
}

fn gain(decision: &Decision, counted: &[bool]) -> Gain {
    let own = |item: u32| usize::try_from(item).ok().and_then(|item| counted.get(item)).copied().unwrap_or(false);
    decision.lines.iter().filter(|line| own(line.item)).fold(Gain::default(), |gain, line| Gain {
        granted: gain.granted.saturating_add(line.granted.into()),
        limited: gain.limited || line.granted < line.amount,
    })
}
