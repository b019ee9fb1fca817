//! For programs.

use super::super::changes::{Outcome, Tried};
use super::super::mark::Kind;
use super::super::report::{Changes, Coverage, Tally};
use super::super::survey::{Point, State};
use crate::diagnostics::Message;
use crate::source::{Sources, Span};
use serde_json::{Map, Value, json};

/// The coverage of one policy as an object.
pub fn object(coverage: &Coverage, sources: &Sources) -> Value {
    let kinds: Map<String, Value> =
        Kind::ALL.into_iter().map(|kind| (word(kind).to_owned(), tally(coverage.kind(kind)))).collect();
    let points: Vec<Value> = coverage.points.iter().map(|one| point(one, sources)).collect();
    json!({"policy": both(&coverage.policy), "cases": coverage.cases, "all": tally(coverage.all()), "kinds": kinds, "points": points})
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Rule => "rule",
        Kind::Clause => "condition",
        Kind::Row => "row",
        Kind::Bound => "boundary",
        Kind::Cap => "cap",
        Kind::Choice => "choice",
    }
}

fn tally(tally: Tally) -> Value {
    json!({"reached": tally.reached, "of": tally.of, "percent": tally.percent()})
}

fn both(message: &Message) -> Value {
    json!({"zh": message.zh, "en": message.en})
}

fn point(point: &Point, sources: &Sources) -> Value {
    let mut object = place(point.span, sources);
    let state = match &point.state {
        State::Reached(title, line) => {
            let mut by = place(*line, sources);
            by.insert("title".into(), json!(title));
            object.insert("by".into(), Value::Object(by));
            "reached"
        }
        State::Missed => "missed",
        State::Impossible => "impossible",
    };
    object.insert("id".into(), json!(point.id));
    object.insert("kind".into(), json!(word(point.kind)));
    object.insert("item".into(), both(&point.item));
    object.insert("what".into(), both(&point.what));
    object.insert("state".into(), json!(state));
    Value::Object(object)
}

fn place(span: Span, sources: &Sources) -> Map<String, Value> {
    let file = sources.get(span.text).map_or("", |text| text.name.as_str());
    let at = sources.start(span);
    let mut place = Map::new();
    place.insert("file".into(), json!(file));
    place.insert("line".into(), json!(at.map_or(1, |at| at.line)));
    place.insert("column".into(), json!(at.map_or(1, |at| at.column)));
    place
}

/// The changes of one policy as an object.
pub fn changes(changes: &Changes, sources: &Sources) -> Value {
    let counted = changes.counted();
    let tried: Vec<Value> = changes.tried.iter().map(|tried| change(tried, sources)).collect();
    json!({
        "policy": both(&changes.policy), "noticed": counted.noticed, "same": counted.same, "unnoticed": counted.unnoticed,
        "changes": tried,
    })
}

fn change(tried: &Tried, sources: &Sources) -> Value {
    let mut object = place(tried.change.span, sources);
    let state = match &tried.outcome {
        Outcome::Noticed(case) => {
            let mut by = place(case.span, sources);
            by.insert("title".into(), json!(case.title));
            object.insert("by".into(), Value::Object(by));
            "noticed"
        }
        Outcome::Same => "same",
        Outcome::Unnoticed | Outcome::Impossible => "unnoticed",
    };
    object.insert("item".into(), both(&tried.change.item));
    object.insert("what".into(), both(&tried.change.what));
    object.insert("state".into(), json!(state));
    Value::Object(object)
}
