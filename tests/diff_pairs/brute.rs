//! Everything that can happen in a small policy, and short histories of it, decided by two versions.

use super::write::{LONGEST, OLDEST};
use crate::oracle::generate::rng::Rng;
use mizi::checks::Checked;
use mizi::model::Model;
use mizi_evaluator::account::Memory;
use mizi_evaluator::explain::Lang;
use mizi_evaluator::json::{Reader, Writer};
use mizi_evaluator::{Buffer, Evaluator, Explained};
use serde_json::Value;
use std::fmt::Write;

const PARTS: [&str; 3] = ["甲角", "乙角", "丙角"];
/// Histories tried beside every single event.
const HISTORIES: usize = 60;

/// Every event by itself, on a weekday and on a Saturday, each by somebody else.
fn singles() -> Vec<String> {
    let mut lines = Vec::new();
    for day in [3, 4, 12] {
        for age in 0..=OLDEST {
            for hours in 0..=LONGEST {
                for part in PARTS {
                    for night in [false, true] {
                        let n = lines.len();
                        let who = format!("p{n}");
                        lines.push(event(n, day, (&who, &who), (age, hours, part, night), None));
                    }
                }
            }
        }
    }
    // Each confirmed by one and by the other, where that is asked for.
    let events = lines.len();
    for (place, role) in [(0, "社区"), (1, "街道")] {
        for n in 0..events {
            lines.push(confirm(n, place, 28, role));
        }
    }
    lines
}

fn event(
    n: usize,
    day: usize,
    (who, home): (&str, &str),
    (age, hours, part, night): (i64, i64, &str, bool),
    received: Option<usize>,
) -> String {
    let received = received.map(|day| format!(",\"received\":\"{}\"", date(day))).unwrap_or_default();
    format!(
        r#"{{"id":"e{n}","time":"{}T09:00:00","activity":"巡防","subject":"{who}"{received},"scopes":{{"家庭":"{home}"}},"facts":{{"年龄":{age},"时长":{hours},"角色":"{part}","夜间":{night}}}}}"#,
        date(day)
    )
}

fn confirm(n: usize, place: usize, day: usize, role: &str) -> String {
    format!(r#"{{"id":"e{n}c{place}","time":"{}T20:00:00","confirm":"e{n}","role":"{role}"}}"#, date(day))
}

/// A day counted from the first of January.
fn date(day: usize) -> String {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let (mut month, mut day) = (0, day);
    while month < 11 && day > lengths[month] {
        day -= lengths[month];
        month += 1;
    }
    format!("2025-{:02}-{day:02}", month + 1)
}

/// One or two kinds of event again and again, by two of a household and another; confirmed, late, taken back; points redeemed.
pub fn history(rng: &mut Rng) -> Vec<String> {
    let kinds: Vec<(i64, i64, &str, bool)> = (0..rng.range(1, 2))
        .map(|_| (rng.range(0, OLDEST), rng.range(0, LONGEST), *rng.pick(&PARTS), rng.chance(50)))
        .collect();
    let still = rng.chance(40);
    let (mut day, mut lines) = (3, Vec::new());
    let alone = rng.chance(50);
    for n in 0..rng.range(4, 14) as usize {
        if !still && rng.chance(40) {
            day += *rng.pick(&[1, 1, 2, 7, 28]);
        }
        let who = if alone { 0 } else { rng.below(3) };
        let (name, home) = [("张三", "甲"), ("李四", "甲"), ("王五", "乙")][who];
        match rng.below(10) {
            0 if n > 0 => {
                lines.push(format!(r#"{{"id":"v{n}","time":"{}T12:00:00","reverse":"e{}"}}"#, date(day), rng.below(n)))
            }
            1 => lines.push(format!(
                r#"{{"id":"r{n}","time":"{}T12:00:00","redeem":"球馆","subject":"{name}","scopes":{{"家庭":"{home}"}},"facts":{{"年龄":{}}}}}"#,
                date(day),
                rng.range(0, OLDEST)
            )),
            _ => {
                let received = rng.chance(15).then(|| day + rng.below(8));
                lines.push(event(n, day, (name, home), *rng.pick(&kinds), received));
                if rng.chance(80) {
                    let later = if rng.chance(20) { 31 } else { 0 };
                    lines.extend([(0, "社区"), (1, "街道")].map(|(place, role)| confirm(n, place, day + later, role)));
                }
            }
        }
    }
    lines
}

/// The first history on which two versions differ, and what they say.
pub fn difference(old: &Checked, new: &Checked, rng: &mut Rng) -> Option<String> {
    let sides = [old, new].map(|side| (side.model(), Evaluator::new(side.program().clone()).expect("it runs")));
    let all = std::iter::once(singles()).chain((0..HISTORIES).map(|_| history(rng)));
    for lines in all {
        let [a, b] = [&sides[0], &sides[1]].map(|(model, evaluator)| decide(model, evaluator, &lines));
        if let Some(at) = a.iter().zip(&b).position(|(a, b)| a != b) {
            let before = lines.iter().take(at + 1).fold(String::new(), |mut text, line| {
                let _ = writeln!(text, "{line}");
                text
            });
            return Some(format!("{}old {}\nnew {}", if at > 40 { String::new() } else { before }, a[at], b[at]));
        }
    }
    None
}

/// What is said of each line, modulo names.
fn decide(model: &Model, evaluator: &Evaluator, lines: &[String]) -> Vec<String> {
    let (mut reader, mut store, mut buffer) = (Reader::new(evaluator), Memory::default(), Buffer::default());
    let mut one = |line: &String| {
        let read = reader.json(line);
        let record = read.record().expect("every line has an id");
        let Ok(decision) = evaluator.run::<Explained, _>(&record, &mut store, &mut buffer);
        let mut out = Vec::new();
        Writer::new(evaluator, Lang::En).write(&mut out, 0, read.id, decision, &read.notes, &reader.texts);
        said(model, &serde_json::from_slice(&out).expect("output is JSON"))
    };
    lines.iter().map(&mut one).collect()
}

fn said(model: &Model, json: &Value) -> String {
    let rules = &model.versions[0].rules;
    let key = |name: &Value| {
        let name = name.as_str().unwrap_or_default();
        rules.iter().find(|rule| rule.name.name.key() == name).map_or(name.to_owned(), |rule| rule.key.clone())
    };
    let granted = json["lines"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|line| line["granted"] != "0" && !line["granted"].is_null());
    let mut lines: Vec<String> = granted
        .map(|line| {
            format!("{} of {} {} {}", key(&line["rule"]), key(&line["base"]), line["dimension"], line["granted"])
        })
        .collect();
    lines.sort();
    let lasting = |change: &&Value| {
        let account = change["account"].as_str().unwrap_or_default();
        model.versions[0].accounts.iter().any(|known| known.key == account)
    };
    let changes = json["changes"].as_array().into_iter().flatten().filter(lasting);
    let mut changes: Vec<String> =
        changes.map(|change| format!("{}{}{}", change["account"], change["key"], change["add"])).collect();
    changes.sort();
    format!("{} {} {} {} {lines:?} {changes:?}", json["outcome"], json["total"], json["price"], json["shortfall"])
}
