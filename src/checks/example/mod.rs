//! Examples that show a finding: what `logic` found, written as people and records of a case, and decided by the evaluator.
//!
//! Nothing is claimed that the evaluator did not say: the lines of an example carry its decisions.

mod deed;
pub mod history;

pub use deed::{Deed, people};

use crate::diagnostics::{Example, Message};
use crate::model::expr::{CaseLine, Given};
use crate::model::print::{self, Keywords, Printer};
use crate::model::{Policy, Rational, Rule};
use crate::records;
use mizi_evaluator::account::Memory;
use mizi_evaluator::decision::{Decision, Outcome};
use mizi_evaluator::explain::Lang;
use mizi_evaluator::json::{Reader, Writer};
use mizi_evaluator::program::{ItemId, ItemKind};
use mizi_evaluator::{Buffer, Evaluator, Explained};
use std::collections::BTreeMap;

/// People and records, and what the evaluator made of them, record by record.
#[derive(Clone, Debug)]
pub struct Shown {
    /// To be shown with a finding.
    pub example: Example,
    /// One for each record.
    pub decisions: Vec<Decision>,
}

impl Shown {
    /// What a rule or bonus was granted in all, smallest units.
    pub fn granted(&self, evaluator: &Evaluator, rule: &Rule) -> i64 {
        let lines = self.decisions.iter().flat_map(|decision| &decision.lines);
        let of_rule = lines.filter(|line| is_rule(evaluator, line.item, rule));
        of_rule.fold(0, |sum, line| sum.saturating_add(line.granted))
    }
}

/// Whether an item of the program is this rule or bonus.
pub fn is_rule(evaluator: &Evaluator, item: ItemId, rule: &Rule) -> bool {
    let found = evaluator.program().items.get(item as usize);
    found.is_some_and(|found| {
        matches!(found.kind, ItemKind::Rule | ItemKind::Bonus) && found.name.key() == rule.name.name.key()
    })
}

/// Decides deeds one after another from the empty state. None where one cannot be written as a record.
pub fn show(evaluator: &Evaluator, deeds: &[Deed<'_, '_>]) -> Option<Shown> {
    let policy = deeds.first()?.scene.policy;
    let people: Vec<Given> = deed::people(evaluator, deeds)?;
    let mut told = Told::new(evaluator, policy, people);
    for (number, deed) in deeds.iter().enumerate() {
        for line in deed.records(evaluator, number)? {
            told.record(&line)?;
        }
    }
    Some(told.shown)
}

/// An example being written.
struct Told<'a> {
    evaluator: &'a Evaluator,
    policy: &'a Policy,
    people: Vec<Given>,
    reader: Reader<'a>,
    store: Memory,
    shown: Shown,
}

impl<'a> Told<'a> {
    fn new(evaluator: &'a Evaluator, policy: &'a Policy, people: Vec<Given>) -> Self {
        let lines = people.iter().map(|person| both(policy, |printer| printer.given(person))).collect();
        let example = Example { assuming: None, lines, records: Vec::new(), results: Vec::new() };
        let shown = Shown { example, decisions: Vec::new() };
        Told { evaluator, policy, people, reader: Reader::new(evaluator), store: Memory::default(), shown }
    }

    fn record(&mut self, line: &CaseLine) -> Option<()> {
        let text = records::line(self.policy, &self.people, line)?;
        let read = self.reader.json(&text);
        let mut buffer = Buffer::default();
        let decision = match read.record() {
            Some(record) => {
                let Ok(decision) = self.evaluator.run::<Explained, _>(&record, &mut self.store, &mut buffer);
                decision.clone()
            }
            None => read.undecidable(),
        };
        let mut out = Vec::new();
        let lang = if self.policy.chinese { Lang::Zh } else { Lang::En };
        let number = u64::try_from(self.shown.example.records.len()).unwrap_or(u64::MAX).saturating_add(1);
        let texts = &self.reader.texts;
        Writer::new(self.evaluator, lang).write(&mut out, number, read.id, &decision, &read.notes, texts);
        let result = String::from_utf8(out).ok()?.trim_end().to_string();
        let shown = both(self.policy, |printer| {
            printer.record(line, &came_out(self.evaluator, self.policy, printer, &decision))
        });
        self.shown.example.lines.push(shown);
        self.shown.example.records.push(text);
        self.shown.example.results.push(result);
        self.shown.decisions.push(decision);
        Some(())
    }
}

/// What became of a record, as a case expects it: the outcome if nothing was decided, else what each rule was granted, or what it
/// costs.
pub fn came_out(evaluator: &Evaluator, policy: &Policy, printer: &Printer, decision: &Decision) -> String {
    let point = printer.name(&policy.point);
    let amount = |units: i64| format!("{} {point}", points(policy, units));
    if decision.outcome != Outcome::Decided {
        let (zh, en) = print::outcome(decision.outcome);
        return if printer.is_chinese() { zh } else { en }.to_string();
    }
    if let Some(price) = decision.price {
        return format!("{} {}", if printer.is_chinese() { "扣" } else { "costs" }, amount(price));
    }
    let mut granted: Vec<(u32, i64)> = Vec::new();
    let mut places: BTreeMap<u32, usize> = BTreeMap::new();
    for line in decision.lines.iter().filter(|line| line.granted != 0) {
        let place = *places.entry(line.item).or_insert(granted.len());
        match granted.get_mut(place) {
            Some((_, sum)) => *sum = sum.saturating_add(line.granted),
            None => granted.push((line.item, line.granted)),
        }
    }
    let rules: BTreeMap<&str, &Rule> = policy.rules.iter().rev().map(|rule| (rule.name.name.key(), rule)).collect();
    let name = |item: u32| {
        let found = evaluator.program().items.get(item as usize);
        let rule = found.and_then(|found| rules.get(found.name.key())).filter(|rule| is_rule(evaluator, item, rule));
        rule.map(|rule| printer.name(&rule.name)).unwrap_or_default()
    };
    let parts: Vec<String> =
        granted.iter().map(|(item, units)| format!("{} {}", name(*item), amount(*units))).collect();
    if parts.is_empty() { amount(0) } else { printer.expected(&parts) }
}

fn points(policy: &Policy, units: i64) -> String {
    let smallest = 10i128.checked_pow(policy.decimals).unwrap_or(1);
    records::decimal(Rational::new(i128::from(units), smallest))
}

fn both(policy: &Policy, write: impl Fn(&Printer) -> String) -> Message {
    let write = |keywords| write(&Printer::new(policy, keywords));
    Message::new(write(Keywords::Chinese), write(Keywords::English))
}
