//! A host that keeps everything in memory and speaks JSON.

use crate::town::Town;
use mizi_evaluator::account::{Memory, Store};
use mizi_evaluator::explain::{Explainer, Lang};
use mizi_evaluator::json::{Fields, Reader, Writer};
use mizi_evaluator::{Buffer, Evaluator, Explained};
use serde_json::Value;

pub struct Host<'e> {
    pub evaluator: &'e Evaluator,
    pub reader: Reader<'e>,
    pub memory: Memory,
    pub line: u64,
}

/// What came out for one line.
pub struct Out {
    pub json: Value,
    pub text: String,
    pub explained: [Vec<String>; 2],
}

impl Town {
    pub fn ready(self) -> Evaluator {
        Evaluator::new(self.program).unwrap()
    }
}

impl<'e> Host<'e> {
    pub fn new(evaluator: &'e Evaluator) -> Host<'e> {
        Host { evaluator, reader: Reader::new(evaluator), memory: Memory::default(), line: 0 }
    }

    pub fn subject(&mut self, line: &str) {
        let fields = Fields::from_json(line);
        self.reader.subject(&fields, &mut self.memory.subjects).unwrap();
    }

    pub fn send(&mut self, line: &str) -> Out {
        let line = self.reader.json(line);
        let mut buffer = Buffer::default();
        let decision = match line.record() {
            None => line.undecidable(),
            Some(record) => {
                self.evaluator.decide_into::<Explained, _>(&record, &self.memory, &mut buffer);
                self.memory.commit(&record, &buffer.decision).unwrap();
                buffer.decision
            }
        };
        self.line += 1;
        let mut out = Vec::new();
        let writer = Writer::new(self.evaluator, Lang::Zh);
        writer.write(&mut out, self.line, line.id, &decision, &line.notes, &self.reader.texts);
        let text = String::from_utf8(out).unwrap();
        let explained = [Lang::Zh, Lang::En]
            .map(|lang| Explainer::new(self.evaluator, &self.reader.texts, lang).explain(&decision, &line.notes));
        Out { json: serde_json::from_str(&text).unwrap(), text, explained }
    }

    /// What one account of somebody holds, as it is written.
    pub fn holds(&mut self, account: u32, key: &str, start: i32) -> i64 {
        use mizi_evaluator::account::State;
        let key = self.reader.texts.number(key);
        self.memory.amount(mizi_evaluator::decision::AccountKey { account, key, start })
    }

    pub fn balance(&mut self, who: &str) -> i64 {
        self.holds(0, who, 0)
    }
}

impl Out {
    pub fn outcome(&self) -> &str {
        self.json["outcome"].as_str().unwrap()
    }

    pub fn total(&self) -> i64 {
        self.json["total"].as_str().unwrap().parse().unwrap()
    }

    /// The line of a rule; of a bonus with its base after a slash.
    pub fn rule(&self, rule: &str) -> &Value {
        let (rule, base) = rule.split_once('/').map_or((rule, None), |(rule, base)| (rule, Some(base)));
        let lines = self.json["lines"].as_array().unwrap();
        let is_it = |line: &&Value| line["rule"] == rule && line.get("base").and_then(Value::as_str) == base;
        lines.iter().find(is_it).unwrap()
    }

    pub fn granted(&self, rule: &str) -> i64 {
        self.rule(rule)["granted"].as_str().map_or(0, |granted| granted.parse().unwrap())
    }

    /// What limited a rule: item and room.
    pub fn limited(&self, rule: &str) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let limits = self.rule(rule).get("limited_by").and_then(Value::as_array).cloned().unwrap_or_default();
        limits.iter().map(|limit| (text(&limit["item"]), text(&limit["room"]))).collect()
    }

    /// Errors as code and name.
    pub fn errors(&self) -> Vec<String> {
        let errors = self.json.get("errors").and_then(Value::as_array).cloned().unwrap_or_default();
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        errors
            .iter()
            .map(|error| format!("{} {}", word(&error["code"]), word(&error["name"])).trim().to_owned())
            .collect()
    }
}
