//! Pending events in the state's text.

use super::Waiting;
use crate::date::{self, Moment};
use crate::decision::{ABSENT, Key, NO_KEY, UNREADABLE, UNREADABLE_KEY};
use crate::evaluator::Evaluator;
use crate::program::{FactId, FactKind, Name, ScopeKeys};
use crate::record::Event;
use crate::text::Texts;
use crate::value;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a pending event states; null where a value could not be read.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WaitingLine<'a> {
    #[serde(borrow)]
    pub subject: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub received: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "BTreeMap::is_empty")]
    pub scopes: BTreeMap<Cow<'a, str>, Option<String>>,
    #[serde(borrow, default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<Cow<'a, str>, Option<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub confirmed: Vec<String>,
}

/// An event that states nothing.
pub(super) const BLANK: Event<'static> = Event {
    id: 0,
    activity: 0,
    at: Moment { instant: 0, day: 0, minute: 0 },
    received: None,
    keys: &[],
    facts: &[],
    unknown_names: 0,
};

/// A pending event that was read.
pub(super) struct Own {
    event: Event<'static>,
    keys: Vec<Key>,
    facts: Vec<i64>,
    confirmed: u64,
}

impl Own {
    pub fn view(&self) -> Waiting<'_> {
        Waiting { event: Event { keys: &self.keys, facts: &self.facts, ..self.event }, confirmed: self.confirmed }
    }
}

/// None if the policy does not know something of it.
pub(super) fn read(
    evaluator: &Evaluator,
    texts: &mut Texts,
    line: &WaitingLine<'_>,
    event: Event<'static>,
) -> Option<Own> {
    let (program, names) = (evaluator.program(), evaluator.names());
    let mut keys = vec![NO_KEY; program.scopes.len()];
    *keys.first_mut()? = texts.number(&line.subject);
    for (name, key) in &line.scopes {
        let &scope = names.scopes.get(&**name)?;
        keys[usize::from(scope)] = match (key, &program.scopes[usize::from(scope)].keys) {
            (None, _) => UNREADABLE_KEY,
            (Some(key), ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. }) => {
                (*names.values[usize::from(*list)].get(key.as_str())?).into()
            }
            (Some(key), _) => texts.number(key),
        };
    }
    let slots = &program.activities[usize::from(event.activity)].slots;
    let mut facts = vec![ABSENT; slots.len()];
    for (name, value) in &line.facts {
        let &slot = names.slots[usize::from(event.activity)].get(&**name)?;
        facts[usize::from(slot)] = match value {
            None => UNREADABLE,
            Some(value) => read_fact(evaluator, slots[usize::from(slot)], value)?,
        };
    }
    let mut confirmed = 0;
    for role in &line.confirmed {
        confirmed |= crate::plan::role_bits(&[*names.roles.get(role.as_str())?]);
    }
    let received = line.received.as_deref().map(date::read_date).transpose().ok()?;
    Some(Own { event: Event { received, ..event }, keys, facts, confirmed })
}

fn read_fact(evaluator: &Evaluator, fact: FactId, text: &str) -> Option<i64> {
    match &evaluator.program().facts[usize::from(fact)].kind {
        FactKind::Number(form) => {
            value::read_fraction(text, value::Ratio { top: form.multiply.into(), bottom: form.divide.into() })
        }
        FactKind::YesNo => ["no", "yes"].iter().position(|word| *word == text).map(|yes| yes as i64),
        FactKind::Listed(list) => evaluator.names().values[usize::from(*list)].get(text).map(|&value| value.into()),
        FactKind::Date => date::read_date(text).ok().map(i64::from),
        FactKind::Time => date::read_time(text).ok(),
    }
}

fn show_fact(evaluator: &Evaluator, fact: FactId, held: i64) -> Option<String> {
    let program = evaluator.program();
    Some(match &program.facts.get(usize::from(fact))?.kind {
        FactKind::Number(form) => value::show_number(held, form, 1),
        FactKind::YesNo => if held == 0 { "no" } else { "yes" }.to_owned(),
        FactKind::Listed(list) => {
            let values = &program.lists.get(usize::from(*list))?.values;
            values.get(usize::try_from(held).ok()?)?.key().to_owned()
        }
        FactKind::Date => date::show_date(held),
        FactKind::Time => date::show_time(held),
    })
}

pub(super) fn write<'a>(evaluator: &'a Evaluator, texts: &'a Texts, waiting: &Waiting<'_>) -> WaitingLine<'a> {
    let program = evaluator.program();
    let event = &waiting.event;
    let mut scopes = BTreeMap::new();
    for (scope, &key) in program.scopes.iter().zip(event.keys).skip(1) {
        let text = match &scope.keys {
            _ if key == NO_KEY => continue,
            _ if key == UNREADABLE_KEY => None,
            ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. } => {
                let list = program.lists.get(usize::from(*list));
                list.and_then(|list| list.values.get(key as usize)).map(|value| value.key().to_owned())
            }
            _ => Some(texts.text(key).to_owned()),
        };
        scopes.insert(scope.name.key().into(), text);
    }
    let slots = program.activities.get(usize::from(event.activity)).map(|a| a.slots.as_slice()).unwrap_or_default();
    let mut facts = BTreeMap::new();
    for (&fact, &held) in slots.iter().zip(event.facts).filter(|(_, held)| **held != ABSENT) {
        let text = if held == UNREADABLE { None } else { show_fact(evaluator, fact, held) };
        facts.insert(program.facts.get(usize::from(fact)).map_or("", |fact| fact.name.key()).into(), text);
    }
    let has = |role: &usize| waiting.confirmed >> role & 1 == 1;
    WaitingLine {
        subject: event.keys.first().map_or("", |&subject| texts.text(subject)).into(),
        received: event.received.map(|day| date::show_date(day.into()).into()),
        scopes,
        facts,
        confirmed: (0..program.roles.len())
            .filter(has)
            .map(|role| Name::key(&program.roles[role]).to_owned())
            .collect(),
    }
}
