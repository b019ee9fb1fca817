//! The same records decided by both policies, and where they come out otherwise.

use super::side::Side;
use crate::diagnostics::Message;
use crate::model::Rational;
use crate::model::arithmetic::one_of;
use crate::model::print::outcome;
use mizi_evaluator::account::Memory;
use mizi_evaluator::date;
use mizi_evaluator::decision::{Decision, Outcome};
use mizi_evaluator::explain::Lang;
use mizi_evaluator::json::{Reader, Writer};
use mizi_evaluator::program::AccountKind;
use mizi_evaluator::{Buffer, Explained};
use num_traits::Zero;
use std::collections::BTreeMap;

/// A record as each policy reads it, and as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// As a line of input of the old policy.
    pub old: String,
    /// As a line of input of the new one.
    pub new: String,
    /// As a line of a case.
    pub shown: Message,
    /// The record without its id, by which records are the same.
    pub like: String,
    /// The id, and that of the record it is about.
    pub ids: (String, Option<String>),
}

impl Step {
    /// When it happens, as it is written.
    pub fn time(&self) -> &str {
        let after = self.old.split_once("\"time\":\"").map_or("", |(_, rest)| rest);
        after.split('"').next().unwrap_or_default()
    }

    /// The same under another id; of a confirmation or reversal, about the record of that id.
    fn renamed(mut self, from: &str, to: &str) -> Step {
        for line in [&mut self.old, &mut self.new] {
            for part in ["id", "confirm", "reverse"] {
                *line = line.replace(&format!("\"{part}\":\"{from}\""), &format!("\"{part}\":\"{to}\""));
                *line = line.replace(&format!("\"{part}\":\"{from}c"), &format!("\"{part}\":\"{to}c"));
                *line = line.replace(&format!("\"{part}\":\"{from}r"), &format!("\"{part}\":\"{to}r"));
            }
        }
        let shown = |text: &str| {
            let (head, rest) = text.split_once(&format!("#{from}"))?;
            (!rest.starts_with(|next: char| next.is_ascii_digit())).then(|| format!("{head}#{to}{rest}"))
        };
        let zh = shown(&self.shown.zh).unwrap_or_else(|| self.shown.zh.clone());
        let en = shown(&self.shown.en).unwrap_or_else(|| self.shown.en.clone());
        self.shown = Message::new(zh, en);
        self.ids = match self.ids {
            (id, Some(of)) => (id.replacen(from, to, 1), Some(if of == from { to.to_owned() } else { of })),
            (id, None) => (if id == from { to.to_owned() } else { id }, None),
        };
        self
    }

    /// The same, received on a day.
    #[must_use]
    pub fn received(mut self, day: i32) -> Step {
        let day = date::show_date(i64::from(day));
        for line in [&mut self.old, &mut self.new] {
            if line.ends_with('}') {
                line.pop();
                line.push_str(&format!(r#","received":"{day}"}}"#));
            }
        }
        let id = format!("#{}", self.ids.0);
        let zh = self.shown.zh.replacen(&id, &format!("{id}，收到 {day}"), 1);
        let en = self.shown.en.replacen(&id, &format!("{id}, received {day}"), 1);
        self.shown = Message::new(zh, en);
        self
    }

    /// The same with its time as one of UTC.
    #[must_use]
    pub fn in_utc(mut self) -> Step {
        for line in [&mut self.old, &mut self.new] {
            *line = line.replace(":00\"", ":00Z\"");
        }
        let (zh, en) = (format!("（世界时间）{}", self.shown.zh), format!("(UTC) {}", self.shown.en));
        self.shown = Message::new(zh, en);
        self
    }
}

/// What came of a record, in points and by durable keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Result {
    /// Its outcome.
    pub outcome: Outcome,
    /// What was granted, by rule, base and dimension, where it is not 0.
    pub granted: BTreeMap<(String, String, String), Rational>,
    /// The price, what a reversal could not take back.
    pub price: (Option<Rational>, Rational),
    /// What balances and counters change by.
    pub accounts: BTreeMap<String, Rational>,
    /// The total of points.
    pub total: Rational,
    /// In words, where they are asked for.
    pub said: Message,
    /// The line of output, likewise.
    pub line: String,
}

impl Result {
    /// Whether something else came out.
    pub fn differs(&self, other: &Result) -> bool {
        let said = |r: &Result| (r.outcome, r.price, r.total);
        said(self) != said(other) || self.granted != other.granted || self.accounts != other.accounts
    }

    /// What a rule or bonus was granted.
    pub fn granted_to(&self, key: &str) -> Rational {
        self.granted
            .iter()
            .filter(|((rule, ..), _)| rule == key)
            .fold(Rational::zero(), |sum, (_, points)| sum + points)
    }
}

/// Decides records one after another from the empty state.
pub fn run<'s>(side: &Side<'_>, steps: impl IntoIterator<Item = &'s Step>, old: bool, written: bool) -> Vec<Result> {
    let (mut reader, mut store, mut buffer) = (Reader::new(&side.evaluator), Memory::default(), Buffer::default());
    let lang = if side.last().is_none_or(|policy| policy.chinese) { Lang::Zh } else { Lang::En };
    let one = |(number, step): (u64, &Step)| {
        let read = reader.json(if old { &step.old } else { &step.new });
        let decision = match read.record() {
            Some(record) => {
                let Ok(decision) = side.evaluator.run::<Explained, _>(&record, &mut store, &mut buffer);
                decision.clone()
            }
            None => read.undecidable(),
        };
        let mut result = result(side, &decision);
        if written {
            let mut out = Vec::new();
            Writer::new(&side.evaluator, lang).write(&mut out, number, read.id, &decision, &read.notes, &reader.texts);
            String::from_utf8_lossy(&out).trim_end().clone_into(&mut result.line);
            result.said = said(side, &decision);
        }
        result
    };
    (1u64..).zip(steps).map(one).collect()
}

/// What a decision comes to, without words.
pub fn result(side: &Side<'_>, decision: &Decision) -> Result {
    let mut granted = BTreeMap::new();
    for line in decision.lines.iter().filter(|line| line.granted != 0) {
        let base = line.base.map_or("", |base| side.rule_key(base)).to_owned();
        let dimension = side.program().dimensions.get(usize::from(line.dimension)).map_or("", |name| name.key());
        let key = (side.rule_key(line.item).to_owned(), base, dimension.to_owned());
        *granted.entry(key).or_insert_with(Rational::zero) += side.points(line.granted);
    }
    let mut accounts = BTreeMap::new();
    for change in &decision.changes {
        let Some(account) = side.program().accounts.get(usize::try_from(change.at.account).unwrap_or(usize::MAX))
        else {
            continue;
        };
        let amount = match account.kind {
            AccountKind::Balance | AccountKind::Counter if account.measure == points() => side.points(change.add),
            AccountKind::Balance | AccountKind::Counter => {
                one_of(i128::from(account.parts)) * Rational::from(i128::from(change.add))
            }
            _ => continue,
        };
        let balance = if account.kind == AccountKind::Balance { "balance " } else { "" };
        let key = format!("{balance}{} {:?} {:?} {}", account.item, account.measure, account.window, change.at.start);
        *accounts.entry(key).or_insert_with(Rational::zero) += amount;
    }
    let price = decision.price.map(|price| side.points(price));
    let (total, shortfall) = (side.points(decision.total), side.points(decision.shortfall));
    let (said, line) = (Message::default(), String::new());
    Result { outcome: decision.outcome, granted, price: (price, shortfall), accounts, total, said, line }
}

/// What came of it as a case expects it: what each rule was granted, or the outcome.
fn said(side: &Side<'_>, decision: &Decision) -> Message {
    let point = &side.program().point;
    let amount = |units: i64| {
        let number = crate::records::decimal(side.points(units));
        Message::new(format!("{number} {}", point.name), format!("{number} {}", point.key()))
    };
    let (zh, en) = outcome(decision.outcome);
    if decision.outcome == Outcome::Reversed {
        let back = amount(decision.total.saturating_neg());
        return Message::new(format!("{zh}，扣回 {}", back.zh), format!("{en}, taking back {}", back.en));
    }
    if decision.outcome != Outcome::Decided {
        return Message::new(zh, en);
    }
    if let Some(price) = decision.price {
        let price = amount(price);
        return Message::new(format!("已兑换，扣 {}", price.zh), format!("redeemed for {}", price.en));
    }
    let granted = decision.lines.iter().filter(|line| line.granted != 0);
    let parts: Vec<Message> = granted
        .map(|line| {
            let points = amount(line.granted);
            let name = side.rule(line.item).map(|rule| &rule.name.name);
            let (zh, en) = name.map_or(("", ""), |name| (name.name.as_str(), name.key()));
            Message::new(format!("{zh} {}", points.zh), format!("{en} {}", points.en))
        })
        .collect();
    if parts.is_empty() {
        return amount(0);
    }
    let join = |pick: fn(&Message) -> &str, by: &str| parts.iter().map(pick).collect::<Vec<_>>().join(by);
    Message::new(join(|part| &part.zh, "，"), join(|part| &part.en, ", "))
}

fn points() -> mizi_evaluator::program::Measure {
    mizi_evaluator::program::Measure::Points
}

/// What both make of some records.
pub struct Both {
    /// By the old policy.
    pub old: Vec<Result>,
    /// By the new one.
    pub new: Vec<Result>,
}

impl Both {
    /// Decides the records by both.
    pub fn of(old: &Side<'_>, new: &Side<'_>, steps: &[Step], written: bool) -> Both {
        Both { old: run(old, steps, true, written), new: run(new, steps, false, written) }
    }

    /// The first record that comes out otherwise, as far as `counts` looks.
    pub fn first(&self, counts: impl Fn(&Result, &Result) -> bool) -> Option<usize> {
        self.old.iter().zip(&self.new).position(|(a, b)| a.differs(b) && counts(a, b))
    }
}

/// The records with ids that count from 1.
pub fn numbered(steps: Vec<Step>) -> Vec<Step> {
    let mut names: Vec<(String, String)> = Vec::new();
    let mut all = Vec::with_capacity(steps.len());
    for step in steps {
        let own = step.ids.1.clone().unwrap_or_else(|| step.ids.0.clone());
        let next = names.len().saturating_add(1);
        if !names.iter().any(|(known, _)| *known == own) {
            let letter: String = own.chars().take(1).collect();
            names.push((own.clone(), format!("{letter}{next}")));
        }
        let to = names.iter().find(|(known, _)| *known == own).map(|(_, to)| to.clone());
        all.push(match to {
            Some(to) => step.renamed(&own, &to),
            None => step,
        });
    }
    all
}

/// The fewest records that still differ so: ends at the difference, leaves out what plays no part.
pub fn shortest(steps: Vec<Step>, differs: impl Fn(&[Step]) -> Option<usize>) -> Vec<Step> {
    let mut kept = steps;
    let mut size = kept.len().div_ceil(2).max(1);
    loop {
        if let Some(last) = differs(&kept) {
            kept.truncate(last.saturating_add(1));
        }
        let mut at = 0;
        while at < kept.len() {
            let end = at.saturating_add(size).min(kept.len());
            let fewer: Vec<Step> = kept.iter().take(at).chain(kept.iter().skip(end)).cloned().collect();
            if differs(&fewer).is_some() { kept = fewer } else { at = end }
        }
        if size == 1 {
            return kept;
        }
        size = size.div_ceil(2);
    }
}
