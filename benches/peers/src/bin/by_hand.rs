//! What one would write by hand instead of `mizi run`: reads the workload's lines with serde, decides them in the order of the file
//! and writes a line for each. It keeps no journal, so that it would pay a repeated line twice and can reverse nothing; it trusts the
//! file to be in order of time; and it does not say why.
//!
//! `by_hand EVENTS OUT`

use mizi_peers::data::{DAY, EVENT_TYPES, Event, EventType, Role};
use mizi_peers::decision::{Decider, Decision};
use mizi_peers::hand;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs::File;
use std::hash::RandomState;
use std::io::{BufRead, BufReader, BufWriter, Write};

#[derive(Deserialize)]
struct Line<'a> {
    id: &'a str,
    activity: &'a str,
    time: &'a str,
    subject: &'a str,
    scopes: Scopes<'a>,
    facts: Facts<'a>,
}

#[derive(Deserialize)]
struct Scopes<'a> {
    #[serde(rename = "家庭")]
    household: &'a str,
}

#[derive(Deserialize)]
struct Facts<'a> {
    #[serde(rename = "年龄")]
    age: u8,
    is_confirmed: Option<bool>,
    role: Option<&'a str>,
    outcome_success: Option<bool>,
    hours: Option<f64>,
}

#[derive(Serialize)]
struct Decided<'a> {
    line: usize,
    event: &'a str,
    outcome: &'static str,
    policy: &'static str,
    version: &'static str,
    total: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lines: Vec<Award>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<Change<'a>>,
}

/// What a rule paid.
#[derive(Serialize)]
struct Award {
    rule: &'static str,
    dimension: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<&'static str>,
    holds: bool,
    amount: String,
    granted: String,
}

/// What is counted anew.
#[derive(Serialize)]
struct Change<'a> {
    account: &'static str,
    measure: &'static str,
    scope: &'static str,
    key: &'a str,
    window: Window<'a>,
    add: String,
}

#[derive(Serialize)]
struct Window<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<&'a str>,
}

const RULES: [&str; 12] = ["", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11"];
const DIMENSIONS: [&str; 11] = ["", "未来", "和美", "和美", "治理", "治理", "治理", "文明", "文明", "治理", "清廉"];

/// What an event's rule paid, and its bonus.
fn awards(decision: &Decision) -> Vec<Award> {
    let rule = usize::from(decision.rule);
    let award = |number: usize, base: Option<&'static str>, amount: u16, granted: u16| Award {
        rule: RULES[number],
        dimension: DIMENSIONS[rule],
        base,
        holds: true,
        amount: amount.to_string(),
        granted: granted.to_string(),
    };
    let mut awards = Vec::new();
    if rule > 0 {
        awards.push(award(rule, None, decision.awarded, decision.base));
    }
    if decision.bonus > 0 {
        awards.push(award(11, Some(RULES[rule]), decision.bonus, decision.bonus));
    }
    awards
}

/// What an event changes: the resident's balance, what is used of the rule's cap, and of the household's.
fn changes<'a>(line: &Line<'a>, decision: &Decision, month: &'a str) -> Vec<Change<'a>> {
    let (lifetime, of_month) =
        (Window { kind: "lifetime", start: None }, |start| Window { kind: "month", start: Some(start) });
    let change = |account, measure, scope, key, window, add: u16| Change {
        account,
        measure,
        scope,
        key,
        window,
        add: add.to_string(),
    };
    let (rule, credited) = (RULES[usize::from(decision.rule)], decision.base + decision.bonus);
    let mut changes = Vec::new();
    if credited > 0 {
        changes.push(change("balance", "points", "居民", line.subject, lifetime, credited));
    }
    let (measure, add) = match decision.rule {
        1 | 3 | 6 | 9 => ("times", u16::from(decision.awarded > 0)),
        2 | 4 | 5 => ("points", decision.awarded),
        _ => ("", 0),
    };
    let window = match decision.rule {
        1 => Window { kind: "lifetime", start: None },
        9 => Window { kind: "day", start: Some(&line.time[..10]) },
        _ => of_month(month),
    };
    if add > 0 {
        changes.push(change(rule, measure, "居民", line.subject, window, add));
    }
    if decision.rule > 1 && credited > 0 {
        changes.push(change("r12", "points", "家庭", line.scopes.household, of_month(month), credited));
    }
    changes
}

/// Texts as numbers.
#[derive(Default)]
struct Texts(HashMap<String, u32>);

impl Texts {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.0.get(text) {
            return number;
        }
        let number = self.0.len() as u32;
        self.0.insert(text.to_owned(), number);
        number
    }
}

/// Seconds since 1970 of 2025-03-01T08:30:00.
fn seconds(time: &str) -> i64 {
    let part = |from: usize, to: usize| time[from..to].parse::<i64>().expect("digits");
    let (year, month, day) = (part(0, 4), part(5, 7), part(8, 10));
    // Days since 1970 (Hinnant's days_from_civil).
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    days * DAY + part(11, 13) * 3600 + part(14, 16) * 60 + part(17, 19)
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (events, out) = (arguments.next().expect("EVENTS"), arguments.next().expect("OUT"));
    let mut events = BufReader::with_capacity(1 << 20, File::open(events).expect("the events"));
    let mut out = BufWriter::with_capacity(1 << 20, File::create(out).expect("the result"));
    let (mut residents, mut households) = (Texts::default(), Texts::default());
    let mut store = hand::Hash::<RandomState>::default();
    let (mut text, mut month) = (String::new(), String::new());
    for number in 1.. {
        text.clear();
        if events.read_line(&mut text).expect("a line") == 0 {
            break;
        }
        let line: Line = serde_json::from_str(&text).expect("an event");
        let activity = EVENT_TYPES.iter().position(|name| *name == line.activity).expect("an activity");
        let event = Event {
            ts: seconds(line.time),
            event_id: 0,
            resident_id: residents.number(line.subject),
            household_id: households.number(line.scopes.household),
            community: 0,
            etype: EventType::ALL[activity],
            role: if line.facts.role == Some("organiser") { Role::Organiser } else { Role::Participant },
            confirmed: line.facts.is_confirmed.unwrap_or(false),
            success: line.facts.outcome_success.unwrap_or(false),
            half_hours: (line.facts.hours.unwrap_or(0.0) * 2.0) as u8,
            age: line.facts.age,
        };
        let decision = store.decide(&event);
        let total = (decision.base + decision.bonus).to_string();
        month.clear();
        month.extend([&line.time[..8], "01"]);
        let (lines, changes) = (awards(&decision), changes(&line, &decision, &month));
        let (outcome, policy, version) = ("decided", "cangqian_12", "1");
        let decided = Decided { line: number, event: line.id, outcome, policy, version, total, lines, changes };
        serde_json::to_writer(&mut out, &decided).expect("written");
        out.write_all(b"\n").expect("written");
    }
    out.flush().expect("written");
}
