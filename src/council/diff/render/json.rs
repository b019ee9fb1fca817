//! For programs.

use super::super::words::{effect, kind, part};
use super::super::{Change, Diff, Text, Witness};
use crate::diagnostics::Message;
use mizi_evaluator::date;
use serde_json::{Value, json};

/// As one JSON value: `no_change`, `changes`, `undecided`.
pub fn json(diff: &Diff) -> String {
    let changes: Vec<Value> = diff.changes.iter().map(change).collect();
    let undecided: Vec<Value> = diff
        .undecided
        .iter()
        .map(|open| {
            let texts: Vec<Value> = open.texts.iter().map(text).collect();
            json!({ "about": about(&open.about, &open.name), "texts": texts, "why": both(&open.why.message()) })
        })
        .collect();
    let all = json!({ "no_change": diff.is_none(), "changes": changes, "undecided": undecided });
    serde_json::to_string_pretty(&all).unwrap_or_default() + "\n"
}

fn both(message: &Message) -> Value {
    json!({ "zh": message.zh, "en": message.en })
}

fn about(about: &super::super::About, name: &Message) -> Value {
    let (kind, key) = kind(about);
    json!({ "kind": kind, "key": key, "name": both(name) })
}

fn change(change: &Change) -> Value {
    let mut json = json!({
        "about": about(&change.about, &change.name),
        "for": change.whom.as_ref().map(both),
        "texts": change.texts.iter().map(text).collect::<Vec<_>>(),
        "examples": change.witnesses.iter().map(|witness| example(change, witness)).collect::<Vec<_>>(),
    });
    if let Some(hint) = &change.hint {
        json["hint"] = both(hint);
    }
    json
}

fn text(text: &Text) -> Value {
    let day = |day: i32| (day != i32::MIN).then(|| date::show_date(i64::from(day)));
    json!({
        "part": part(&text.what),
        "old": text.old.as_ref().map(both),
        "new": text.new.as_ref().map(both),
        "from": day(text.from),
        "to": text.until.and_then(|until| day(until.saturating_sub(1))),
    })
}

fn example(change: &Change, witness: &Witness) -> Value {
    let read = |line: &str| serde_json::from_str::<Value>(line).unwrap_or(Value::Null);
    let records: Vec<Value> = witness
        .steps
        .iter()
        .zip(witness.old.iter().zip(&witness.new))
        .map(|(step, (old, new))| {
            json!({
                "shown": both(&step.shown),
                "old": { "record": read(&step.old), "result": read(&old.line) },
                "new": { "record": read(&step.new), "result": read(&new.line) },
                "differs": old.differs(new),
            })
        })
        .collect();
    json!({
        "effect": effect(change, witness).name(),
        "people": witness.people.iter().map(both).collect::<Vec<_>>(),
        "records": records,
    })
}
