//! Mizi on the typed path: the policy of `cangqian-12.mizi`, compiled once; events as slots and keys; counters in memory.

use crate::data::{Event, EventType, YEAR_START};
use crate::decision::{Decider, Decision};
use mizi_evaluator::account::Counters;
use mizi_evaluator::date::{self, Moment};
use mizi_evaluator::decision::Line;
use mizi_evaluator::program::{ItemKind, Program, Zone};
use mizi_evaluator::record::{self, Record};
use mizi_evaluator::{Brief, Buffer, Evaluator, Explained};

const POLICY: &str = include_str!("../cangqian-12.mizi");

pub struct Mizi {
    evaluator: Evaluator,
    store: Counters,
    buffer: Buffer,
    explain: bool,
    /// Activity number and how its facts are filled, by event type.
    activities: Vec<(u16, Fill)>,
    /// Rule number (1 to 11) of each item; 0 for what is no rule.
    rules: Vec<u8>,
}

/// Which fields an activity has, after the subject's age.
#[derive(Clone, Copy)]
enum Fill {
    Confirmed,
    Club,
    Hours,
    Nothing,
}

/// The workload as a compiled policy.
pub fn program() -> Program {
    let loaded = mizi::load(vec![("cangqian-12.mizi".to_owned(), POLICY.as_bytes().to_vec())]);
    let policy = loaded.policies.into_iter().next().expect("a policy");
    let checked = policy.checked.unwrap_or_else(|| panic!("cangqian-12.mizi: {:#?}", policy.findings));
    checked.into_program()
}

impl Mizi {
    pub fn new(explain: bool) -> Self {
        let program = program();
        let activity = |kind: EventType| {
            let code = kind.name();
            let number =
                program.activities.iter().position(|a| a.name.key() == code).expect("an activity of that code");
            let fill = match kind {
                EventType::ClubActivity => Fill::Club,
                EventType::Patrol | EventType::PairingHelp => Fill::Hours,
                EventType::TalentRegistration
                | EventType::FireCheck
                | EventType::HazardReport
                | EventType::DisputeReport => Fill::Confirmed,
                _ => Fill::Nothing,
            };
            (number as u16, fill)
        };
        let rule = |key: &str| key.strip_prefix('r').and_then(|number| number.parse().ok()).unwrap_or(0);
        let is_rule = |kind: ItemKind| matches!(kind, ItemKind::Rule | ItemKind::Bonus);
        Mizi {
            activities: EventType::ALL.map(activity).to_vec(),
            rules: program.items.iter().map(|i| if is_rule(i.kind) { rule(i.name.key()) } else { 0 }).collect(),
            evaluator: Evaluator::new(program).expect("a program the compiler made"),
            store: Counters::default(),
            buffer: Buffer::default(),
            explain,
        }
    }
}

/// The facts of an event and how many they are: the subject's age, then those of the activity.
fn facts(fill: Fill, e: &Event) -> ([i64; 3], usize) {
    let age = i64::from(e.age);
    match fill {
        Fill::Confirmed => ([age, i64::from(e.confirmed), 0], 2),
        Fill::Club => ([age, e.role as i64, i64::from(e.success)], 3),
        Fill::Hours => ([age, i64::from(e.half_hours) * 30, 0], 2),
        Fill::Nothing => ([age, 0, 0], 1),
    }
}

/// UTC: the zone of the policy.
const UTC: Zone = Zone { name: String::new(), first_offset: 0, transitions: Vec::new() };

impl Decider for Mizi {
    fn decide(&mut self, e: &Event) -> Decision {
        let (activity, fill) = self.activities[e.etype as usize];
        let (facts, count) = facts(fill, e);
        debug_assert!(e.ts >= YEAR_START);
        let at: Moment = date::moment(&UTC, e.ts, 0).expect("a time in 2025");
        let keys = [e.resident_id, e.household_id];
        let record = Record::Event(record::Event {
            id: u64::from(e.event_id),
            activity,
            at,
            received: None,
            keys: &keys,
            facts: &facts[..count],
            unknown_names: 0,
        });
        let decided = if self.explain {
            self.evaluator.run::<Explained, _>(&record, &mut self.store, &mut self.buffer)
        } else {
            self.evaluator.run::<Brief, _>(&record, &mut self.store, &mut self.buffer)
        };
        let Ok(decision) = decided;
        answer(&self.rules, &decision.lines)
    }
}

/// The workload's answer from the lines: the rule that paid, and its bonus.
fn answer(rules: &[u8], lines: &[Line]) -> Decision {
    let mut out = Decision::default();
    for line in lines.iter().filter(|line| line.failed.is_none() && line.granted > 0) {
        match rules[line.item as usize] {
            11 => out.bonus += line.granted as u16,
            rule => {
                out.rule = rule;
                out.awarded = line.amount as u16;
                out.base = line.granted as u16;
            }
        }
    }
    out
}
