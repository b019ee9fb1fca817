//! Accounts and journal as a text: JSON Lines with durable names, in an order of their own, so that the same state is the same text.
//! What the policy does not know is kept as it is.

use super::durable::Durable;
use super::pending::{self, WaitingLine};
use super::{Entry, Memory};
use crate::date;
use crate::decision::{About, AccountKey, Change, Outcome};
use crate::evaluator::Evaluator;
use crate::program::Text;
use crate::record::{Event, Id, Kind};
use crate::text::Texts;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The form of the text.
const FORMAT: u32 = 0;

/// Why a state cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: StateFault,
}

/// What is wrong with a line of a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StateFault {
    /// It does not begin with its first line.
    Header,
    /// It is of another policy.
    Policy(String),
    /// It has another form.
    Format(u32),
    /// Not written as such a line.
    Form,
    /// An amount that cannot be held.
    Amount(String),
    /// The first line states another number of lines than follow.
    Lines {
        /// As the first line says.
        stated: usize,
        /// As follow it.
        found: usize,
    },
    /// The account, or the record of that id, has a line before it.
    Twice(String),
}

impl StateError {
    /// What to tell people.
    pub fn text(&self) -> Text {
        let line = self.line;
        let (zh, en) = match &self.why {
            StateFault::Header => ("不是台账文件的开头".to_owned(), "is not the beginning of a state file".to_owned()),
            StateFault::Policy(other) => {
                (format!("属于另一政策“{other}”"), format!("belongs to another policy, “{other}”"))
            }
            StateFault::Format(found) => (
                format!("的格式是 {found}，这里只能用格式 {FORMAT}"),
                format!("has format {found}; only format {FORMAT} can be used here"),
            ),
            StateFault::Form => {
                ("不是台账文件的写法".to_owned(), "is not written as a line of a state file".to_owned())
            }
            StateFault::Amount(text) => {
                (format!("的数额“{text}”无法保存"), format!("has the amount “{text}”, which cannot be kept"))
            }
            StateFault::Lines { stated, found } => (
                format!("写明其后有 {stated} 行，实际是 {found} 行，文件不完整"),
                format!("states that {stated} lines follow, but {found} do: the file is not whole"),
            ),
            StateFault::Twice(what) => {
                (format!("与前面的一行重复：{what}"), format!("repeats an earlier line: {what}"))
            }
        };
        Text { zh: format!("台账文件第 {line} 行{zh}。"), en: format!("Line {line} of the state file {en}.") }
    }
}

/// State read from a text, to be written again.
#[derive(Clone, Debug, Default)]
pub struct Saved {
    /// Accounts and journal.
    pub memory: Memory,
    /// Lines that the policy does not know, with the id of those that are entries.
    foreign: Vec<(Option<Id>, Outcome, String)>,
    /// Changes of entries to accounts that the policy does not know.
    foreign_changes: FxHashMap<Id, Vec<String>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header<'a> {
    mizi: Cow<'a, str>,
    format: u32,
    #[serde(borrow)]
    policy: Cow<'a, str>,
    /// How many lines follow, so that a file that was cut off is noticed.
    lines: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountLine<'a> {
    #[serde(borrow)]
    at: Durable<'a>,
    #[serde(borrow)]
    amount: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryLine<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    kind: Kind,
    outcome: Outcome,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    time: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    date: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    activity: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    redeem: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    changes: Vec<ChangeLine<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    balance: Option<Durable<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    waiting: Option<WaitingLine<'a>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeLine<'a> {
    #[serde(borrow)]
    at: Durable<'a>,
    #[serde(borrow)]
    add: Cow<'a, str>,
}

/// Accounts that lines were read for.
#[derive(Default)]
struct Met {
    known: BTreeSet<AccountKey>,
    foreign: BTreeSet<String>,
}

impl Saved {
    /// Reads a state.
    pub fn read(evaluator: &Evaluator, texts: &mut Texts, text: &str) -> Result<Saved, StateError> {
        let mut saved = Saved::default();
        let mut met = Met::default();
        let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        let at = |line: usize| move |why: StateFault| StateError { line, why };
        let Some((head, first)) = lines.next() else {
            return Ok(saved);
        };
        let stated = header(evaluator, first).map_err(at(head))?;
        let mut found = 0;
        for (number, line) in lines {
            found += 1;
            let read = if line.starts_with("{\"at\"") {
                saved.account(evaluator, texts, line, &mut met)
            } else {
                saved.entry(evaluator, texts, line)
            };
            read.map_err(at(number))?;
        }
        if found == stated { Ok(saved) } else { Err(at(head)(StateFault::Lines { stated, found })) }
    }

    fn account(
        &mut self,
        evaluator: &Evaluator,
        texts: &mut Texts,
        line: &str,
        met: &mut Met,
    ) -> Result<(), StateFault> {
        let account: AccountLine<'_> = serde_json::from_str(line).map_err(|_| StateFault::Form)?;
        let at = evaluator.find(&account.at, texts);
        let durable = || serde_json::to_string(&account.at).unwrap_or_default();
        let is_new = match at {
            Some(at) => met.known.insert(at),
            None => met.foreign.insert(durable()),
        };
        if !is_new {
            return Err(StateFault::Twice(durable()));
        }
        match at {
            None => self.foreign.push((None, Outcome::Unknown, line.to_owned())),
            Some(at) => self.memory.set(at, amount(evaluator, at, &account.amount)?),
        }
        Ok(())
    }

    fn entry(&mut self, evaluator: &Evaluator, texts: &mut Texts, line: &str) -> Result<(), StateFault> {
        let entry: EntryLine<'_> = serde_json::from_str(line).map_err(|_| StateFault::Form)?;
        let id = Id::from(texts.number(&entry.id));
        if self.memory.outcome(id).is_some() {
            return Err(StateFault::Twice(entry.id.into_owned()));
        }
        let mut changes = Vec::new();
        for change in &entry.changes {
            match evaluator.find(&change.at, texts) {
                Some(at) => changes.push(Change { at, add: amount(evaluator, at, &change.add)? }),
                None => {
                    let kept = serde_json::to_string(change).map_err(|_| StateFault::Form)?;
                    self.foreign_changes.entry(id).or_default().push(kept);
                }
            }
        }
        let time = entry.time.as_deref().map(|time| date::read_moment(&evaluator.program().zone, time));
        let time = time.transpose().map_err(|_| StateFault::Form)?;
        let rule_date = entry.date.as_deref().map(date::read_date).transpose().map_err(|_| StateFault::Form)?;
        let about = about(evaluator, &entry);
        let named = entry.activity.is_some() || entry.redeem.is_some();
        let waiting = match (entry.waiting.as_ref().zip(time), about) {
            (Some((waiting, at)), Some(About::Activity(activity))) => {
                pending::read(evaluator, texts, waiting, Event { id, activity, at, ..pending::BLANK })
            }
            _ => None,
        };
        if about.is_none() && named || entry.waiting.is_some() != waiting.is_some() {
            self.foreign.push((Some(id), entry.outcome, line.to_owned()));
        }
        let kept = Entry {
            kind: entry.kind,
            outcome: entry.outcome,
            instant: time.map_or(i64::MAX, |time| time.instant),
            rule_date,
            about,
            changes: &changes,
            balance: entry.balance.as_ref().and_then(|balance| evaluator.find(balance, texts)),
            waiting: waiting.as_ref().map(pending::Own::view),
        };
        self.memory.put(id, kept);
        Ok(())
    }

    /// Writes the state, the same text for the same state.
    pub fn write(&self, evaluator: &Evaluator, texts: &Texts) -> String {
        let mut lines: Vec<String> = Vec::new();
        for (at, amount) in self.memory.counters().amounts() {
            let amount = evaluator.show_durable(at.account, amount).into();
            lines.extend(evaluator.durable(at, texts).and_then(|at| json(&AccountLine { at, amount })));
        }
        let mut foreign: FxHashMap<Id, &str> = FxHashMap::default();
        for (id, outcome, line) in &self.foreign {
            match id {
                None => lines.push(line.clone()),
                // An entry that something has happened to since is written as it is now.
                Some(id) if self.memory.outcome(*id) == Some(*outcome) => {
                    foreign.insert(*id, line);
                }
                Some(_) => {}
            }
        }
        for (id, entry) in self.memory.entries() {
            match foreign.get(&id) {
                Some(line) => lines.push((*line).to_owned()),
                None => lines.extend(self.entry_line(evaluator, texts, id, &entry)),
            }
        }
        lines.sort_unstable();
        let policy = evaluator.program().policy.key().into();
        lines.insert(
            0,
            json(&Header { mizi: "state".into(), format: FORMAT, policy, lines: lines.len() }).unwrap_or_default(),
        );
        lines.push(String::new());
        lines.join("\n")
    }

    fn entry_line(&self, evaluator: &Evaluator, texts: &Texts, id: Id, entry: &Entry<'_>) -> Option<String> {
        let program = evaluator.program();
        let mut changes: Vec<ChangeLine<'_>> = Vec::new();
        for change in entry.changes {
            let add = evaluator.show_durable(change.at.account, change.add).into();
            changes.extend(evaluator.durable(change.at, texts).map(|at| ChangeLine { at, add }));
        }
        let foreign = self.foreign_changes.get(&id).map(Vec::as_slice).unwrap_or_default();
        changes.extend(foreign.iter().filter_map(|change| serde_json::from_str::<ChangeLine<'_>>(change).ok()));
        let activity = |a: u16| program.activities.get(usize::from(a)).map(|activity| activity.name.key());
        let redeem = |r: u16| Evaluator::key_of(&program.redemptions, r);
        json(&EntryLine {
            id: texts.text(u32::try_from(id).ok()?).into(),
            kind: entry.kind,
            outcome: entry.outcome,
            time: (entry.instant != i64::MAX).then(|| date::show_instant(entry.instant).into()),
            date: entry.rule_date.map(|day| date::show_date(day.into()).into()),
            activity: match entry.about {
                Some(About::Activity(number)) => activity(number).map(Cow::from),
                _ => None,
            },
            redeem: match entry.about {
                Some(About::Redemption(number)) => redeem(number).map(Cow::from),
                _ => None,
            },
            changes,
            balance: entry.balance.and_then(|at: AccountKey| evaluator.durable(at, texts)),
            waiting: entry.waiting.map(|waiting| pending::write(evaluator, texts, &waiting)),
        })
    }
}

fn json<T: Serialize>(line: &T) -> Option<String> {
    serde_json::to_string(line).ok()
}

/// How many lines follow.
fn header(evaluator: &Evaluator, line: &str) -> Result<usize, StateFault> {
    let header: Header<'_> = serde_json::from_str(line).map_err(|_| StateFault::Header)?;
    let policy = &evaluator.program().policy;
    match (&*header.mizi, header.format) {
        ("state", FORMAT) if header.policy == policy.key() || header.policy == policy.name => Ok(header.lines),
        ("state", FORMAT) => Err(StateFault::Policy(header.policy.into_owned())),
        ("state", other) => Err(StateFault::Format(other)),
        _ => Err(StateFault::Header),
    }
}

fn amount(evaluator: &Evaluator, at: AccountKey, text: &str) -> Result<i64, StateFault> {
    evaluator.read_durable(at.account, text).ok_or_else(|| StateFault::Amount(text.to_owned()))
}

fn about(evaluator: &Evaluator, entry: &EntryLine<'_>) -> Option<About> {
    let names = evaluator.names();
    let activity = entry.activity.as_deref().and_then(|name| names.activities.get(name));
    let redemption = entry.redeem.as_deref().and_then(|name| names.redemptions.get(name));
    activity.map(|&number| About::Activity(number)).or(redemption.map(|&number| About::Redemption(number)))
}
