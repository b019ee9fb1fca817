//! The path of a service: lines of JSON in, lines of JSON out, a state file between.

use super::lines::{Line, Row};
use super::record::{Failed, Key, Limit, Num, Record};
use super::{adapt, facts::decimal};
use mizi_evaluator::account::Saved;
use mizi_evaluator::explain::{Explainer, Lang};
use mizi_evaluator::json::{Fields, Reader, Writer};
use mizi_evaluator::{Buffer, Evaluator, Explained};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// A run over lines of JSON.
pub struct JsonPath<'e> {
    evaluator: &'e Evaluator,
    reader: Reader<'e>,
    saved: Saved,
    writer: Writer<'e>,
    buffer: Buffer,
}

/// What both a record and a line of output say.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Output {
    pub event: String,
    pub of: Option<String>,
    pub outcome: String,
    pub total: Option<Num>,
    pub price: Option<Num>,
    pub shortfall: Option<Num>,
    pub lines: Vec<OutputLine>,
    pub refused: Vec<Limit>,
    pub stopped: bool,
    pub changes: BTreeMap<Key, Num>,
    pub errors: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputLine {
    pub rule: String,
    pub dimension: String,
    pub base: Option<String>,
    pub holds: bool,
    pub excepted_by: Option<String>,
    pub amount: Num,
    pub granted: Num,
    pub limited_by: Vec<Limit>,
}

fn zero() -> Num {
    Num::from_integer(0)
}

impl<'e> JsonPath<'e> {
    pub fn new(evaluator: &'e Evaluator, rows: &[Row], state: &str) -> Self {
        let mut reader = Reader::new(evaluator);
        let mut saved = Saved::read(evaluator, &mut reader.texts, state).expect("a state that was written is read");
        for row in rows {
            let json = row.json();
            let read = reader.subject(&Fields::from_json(&json), &mut saved.memory.subjects);
            assert!(read.is_ok(), "a row is refused: {json}");
        }
        let writer = Writer::new(evaluator, Lang::En);
        JsonPath { evaluator, reader, saved, writer, buffer: Buffer::default() }
    }

    /// Decides a line and gives the line of output.
    pub fn decide(&mut self, line: &Line) -> String {
        let read = self.reader.json(&line.json());
        let record = read.record().expect("every line has an id");
        let Ok(decision) = self.evaluator.run::<Explained, _>(&record, &mut self.saved.memory, &mut self.buffer);
        let mut out = Vec::new();
        self.writer.write(&mut out, 0, read.id, decision, &read.notes, &self.reader.texts);
        for lang in [Lang::Zh, Lang::En] {
            let told = Explainer::new(self.evaluator, &self.reader.texts, lang).explain(decision, &read.notes);
            assert!(!told.is_empty() && told.iter().all(|sentence| !sentence.is_empty()), "nothing is told");
        }
        String::from_utf8(out).expect("output is UTF-8")
    }

    /// The state file.
    pub fn state(&self) -> String {
        self.saved.write(self.evaluator, &self.reader.texts)
    }

    /// A line of output as it is compared.
    pub fn output(&self, text: &str) -> Output {
        let json: Json = serde_json::from_str(text).expect("output is JSON");
        let mut output = Output {
            event: text_of(&json["event"]),
            of: json["of"].as_str().map(str::to_owned),
            outcome: text_of(&json["outcome"]),
            total: number(&json["total"]),
            price: number(&json["price"]),
            shortfall: number(&json["shortfall"]),
            ..Output::default()
        };
        for line in list(&json["lines"]) {
            match (line["dimension"].as_str(), line["holds"].as_bool()) {
                (None, Some(true)) => output.refused = limits(line, &json),
                (None, _) => output.stopped = true,
                (Some(dimension), holds) => output.lines.push(OutputLine {
                    rule: text_of(&line["rule"]),
                    dimension: dimension.to_owned(),
                    base: line["base"].as_str().map(str::to_owned),
                    holds: holds.unwrap_or_default(),
                    excepted_by: line["failed"]["excepted_by"].as_str().map(str::to_owned),
                    amount: number(&line["amount"]).unwrap_or(zero()),
                    granted: number(&line["granted"]).unwrap_or(zero()),
                    limited_by: limits(line, &json),
                }),
            }
        }
        for change in list(&json["changes"]) {
            let (key, amount) = self.change(change);
            output.changes.insert(key, amount);
        }
        let errors = list(&json["errors"]).iter();
        output.errors = errors.map(|e| (kind(&text_of(&e["code"])), text_of(&e["name"]))).collect();
        output.errors.sort();
        output.errors.dedup();
        output
    }

    fn change(&self, change: &Json) -> (Key, Num) {
        let start = change["window"]["start"].as_str().and_then(super::facts::read_day);
        let key = Key {
            item: text_of(&change["account"]),
            measure: text_of(&change["measure"]).replace("remainder:", "remainder "),
            scope: text_of(&change["scope"]),
            key: change["key"].as_str().map(str::to_owned),
            window: text_of(&change["window"]["kind"]),
            start,
        };
        // Amounts are written in the unit that the account is shown in.
        let hours = self.evaluator.program().accounts.iter().any(|account| {
            account.item == key.item
                && adapt::measure_name(&account.measure) == key.measure
                && account.form.as_ref().is_some_and(adapt::is_hours)
        });
        let amount = number(&change["add"]).unwrap_or(zero());
        (key, if hours { amount * Num::from_integer(60) } else { amount })
    }
}

/// What a record says, as far as a line of output does.
pub fn said(record: &Record) -> Output {
    let mut errors: Vec<(String, String)> = record
        .errors
        .iter()
        .map(|problem| {
            (problem.kind.to_owned(), if unnamed(problem.kind) { String::new() } else { problem.name.clone() })
        })
        .collect();
    errors.sort();
    errors.dedup();
    Output {
        event: record.id.clone(),
        of: record.of.clone(),
        outcome: record.outcome.clone(),
        total: record.total,
        price: record.price,
        shortfall: record.shortfall,
        lines: record
            .lines
            .iter()
            .map(|line| OutputLine {
                rule: line.rule.clone(),
                dimension: line.dimension.clone(),
                base: line.base.clone(),
                holds: line.failed.is_none(),
                excepted_by: match &line.failed {
                    Some(Failed::Excepted { by }) => Some(by.clone()),
                    _ => None,
                },
                amount: line.amount,
                granted: line.granted,
                limited_by: line.limited_by.clone(),
            })
            .collect(),
        refused: record.refused.clone(),
        stopped: record.gate.is_some(),
        changes: record.changes.clone(),
        errors,
    }
}

fn list(json: &Json) -> &[Json] {
    json.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text_of(json: &Json) -> String {
    json.as_str().unwrap_or_default().to_owned()
}

fn number(json: &Json) -> Option<Num> {
    decimal(json.as_str()?)
}

/// Errors whose name is not compared: what they are about is the line itself.
fn unnamed(kind: &str) -> bool {
    ["bad_time", "no_subject", "no_value"].contains(&kind)
}

/// The codes of JSON output as the interpreter has them.
fn kind(code: &str) -> String {
    let kind = match code {
        "bad_time" | "bad_received" => "bad_time",
        "missing_subject" => "no_subject",
        "out_of_range" | "off_step" | "not_in_list" | "bad_fact" => "bad_fact",
        "bad_scope" | "contradiction" => "bad_scope",
        "amount_out_of_range" | "division_by_zero" => "no_value",
        "account_out_of_range" => "out_of_range",
        other => other,
    };
    kind.to_owned()
}

fn limits(line: &Json, whole: &Json) -> Vec<Limit> {
    let number_at = |limit: &Json, name: &str| number(&limit[name]).unwrap_or(zero());
    let price = number(&whole["price"]).unwrap_or(zero());
    let one = |limit: &Json| {
        let item = limit["item"].as_str().map(str::to_owned);
        let balance = number_at(limit, "balance");
        let least = number_at(limit, "limit");
        match (limit["kind"].as_str().unwrap_or_default(), limit["missing"].as_str()) {
            ("group", _) => Limit::Group { group: item, chosen: text_of(&limit["chosen"]) },
            ("from_balance", _) => Limit::FromBalance { least, balance },
            ("floor", _) => Limit::Floor { least, left: balance - price },
            (_, Some(scope)) => Limit::NoScope { item: item.unwrap_or_default(), scope: scope.to_owned() },
            _ => {
                let (limit_is, used) = (number_at(limit, "limit"), number_at(limit, "used"));
                let room = (limit_is - used).max(zero());
                assert_eq!(number_at(limit, "room"), room, "S14.4: room is limit minus used");
                let times = limit["measure"] == "times";
                Limit::Cap { item: item.unwrap_or_default(), times, limit: limit_is, used }
            }
        }
    };
    let mut found: Vec<Limit> = list(&line["limited_by"]).iter().map(one).collect();
    if !found.iter().any(|limit| matches!(limit, Limit::Group { .. })) {
        found.sort();
    }
    found
}

impl Output {
    /// The unknown names of a record are all called the same in output.
    pub fn with_one_kind_of_unknown(mut self) -> Output {
        for (kind, _) in &mut self.errors {
            if kind == "unknown_fact" || kind == "unknown_scope" {
                *kind = "unknown_name".to_owned();
            }
        }
        self.errors.sort();
        self.errors.dedup();
        self
    }
}
