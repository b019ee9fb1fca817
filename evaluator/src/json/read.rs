//! From written records to lines.

use super::fields::{Fields, Named, OF_RECORDS, OF_ROWS, Odd, Part, Scalar};
use super::line::{Body, Line, Note, Noted, Own, Unread};
use crate::account::Row;
use crate::date::{self, Moment, TimeError};
use crate::decision::{ABSENT, Error, Key, NO_KEY, UNREADABLE, UNREADABLE_KEY};
use crate::evaluator::Evaluator;
use crate::names::Table;
use crate::program::{Day, FactId, FactKind, ListId, ScopeKeys};
use crate::record::{Id, Kind};
use crate::subjects::Subjects;
use crate::text::Texts;
use crate::value;

/// Reads records, giving numbers to the ids and keys it meets.
#[derive(Clone, Debug)]
pub struct Reader<'e> {
    evaluator: &'e Evaluator,
    /// Ids and keys by number.
    pub texts: Texts,
}

/// What has been found out about one record.
#[derive(Default)]
struct Found {
    errors: Vec<Error>,
    notes: Vec<Note>,
    unknown_names: u16,
}

impl Found {
    fn note(&mut self, about: Noted, text: impl Into<String>) {
        self.notes.push(Note { about, text: text.into() });
    }

    fn error(&mut self, error: Error, text: impl Into<String>) {
        self.errors.push(error);
        self.note(Noted::Error(error), text);
    }

    /// What no line has, what this one states twice, and the parts that are not for its kind. (S1.8)
    fn oddities(&mut self, fields: &Fields<'_>, known: &[&str]) {
        let misplaced = fields.others(known).map(|name| Odd::Unknown(name.to_owned()));
        for (number, odd) in (0u16..).zip(fields.odd.iter().cloned().chain(misplaced)) {
            match odd {
                Odd::NotJson(column) => self.error(Error::NotJson, column.to_string()),
                Odd::Unknown(name) => self.error(Error::UnknownPart(number), name),
                Odd::Twice(name) => self.error(Error::PartTwice(number), name),
            }
        }
    }

    fn unknown_name(&mut self, name: &str) {
        self.note(Noted::Error(Error::UnknownName(self.unknown_names)), name);
        self.unknown_names = self.unknown_names.saturating_add(1);
    }
}

/// What a record is by the part that says so.
enum What<'a> {
    Activity(&'a Scalar<'a>),
    Redemption(&'a Scalar<'a>),
    Confirms(&'a Scalar<'a>),
    Reverses(&'a Scalar<'a>),
    Unclear,
}

impl What<'_> {
    /// The parts that a record of this kind has.
    fn parts(&self) -> &'static [&'static str] {
        match self {
            What::Activity(_) => &["id", "activity", "time", "received", "subject", "scopes", "facts"],
            What::Redemption(_) => &["id", "redeem", "time", "received", "subject", "scopes", "facts"],
            What::Confirms(_) => &["id", "confirm", "role", "time"],
            What::Reverses(_) => &["id", "reverse", "time"],
            What::Unclear => OF_RECORDS,
        }
    }
}

impl<'e> Reader<'e> {
    /// A reader of records for a policy.
    pub fn new(evaluator: &'e Evaluator) -> Reader<'e> {
        Reader { evaluator, texts: Texts::default() }
    }

    /// Reads one line of JSON.
    pub fn json(&mut self, line: &str) -> Line {
        self.line(&Fields::from_json(line))
    }

    /// Reads one record.
    pub fn line(&mut self, fields: &Fields<'_>) -> Line {
        // Ids and keys lie far apart in a large run: all of them are sent for before the first is waited for.
        let texts = [fields.get(Part::Id), fields.get(Part::Subject)];
        let texts = texts.into_iter().flatten().chain(fields.scopes.iter().map(|(_, key)| key));
        texts.filter_map(Scalar::text).for_each(|text| self.texts.touch(text));
        let mut found = Found::default();
        let what = what(fields);
        found.oddities(fields, what.parts());
        let id = self.id(fields.get(Part::Id));
        if id.is_none() && found.errors.is_empty() {
            found.errors.push(Error::Id);
        }
        let body = self.body(fields, what, &mut found);
        let body = if found.errors.is_empty() { body } else { unreadable(body, found.errors) };
        Line { id, body, notes: found.notes }
    }

    fn id(&mut self, value: Option<&Scalar<'_>>) -> Option<Id> {
        let text = value?.text().filter(|text| !text.is_empty())?;
        Some(self.texts.number(text).into())
    }

    fn body(&mut self, fields: &Fields<'_>, what: What<'_>, found: &mut Found) -> Body {
        let at = self.time(fields, found);
        match what {
            What::Activity(name) => self.event(fields, name, at, found),
            What::Redemption(name) => self.redemption(fields, name, at, found),
            What::Confirms(of) => {
                let of = self.of(of, found);
                let role = fields.get(Part::Role);
                let known =
                    role.and_then(Scalar::text).and_then(|role| self.evaluator.names().roles.get(role)).copied();
                if known.is_none() {
                    found.note(Noted::Error(Error::UnknownRole), role.map_or("", Scalar::shown));
                }
                match (at, of) {
                    (Some(at), Some(of)) => Body::Confirmation { of, role: known.unwrap_or(u16::MAX), at },
                    _ => Body::Unreadable { kind: Kind::Confirmation, at, of, errors: vec![] },
                }
            }
            What::Reverses(of) => match (at, self.of(of, found)) {
                (Some(at), Some(of)) => Body::Reversal { of, at },
                (at, of) => Body::Unreadable { kind: Kind::Reversal, at, of, errors: vec![] },
            },
            What::Unclear => {
                // What is not even JSON says nothing about kinds.
                if !found.errors.contains(&Error::NotJson) {
                    found.errors.push(Error::Kind);
                }
                Body::Unreadable { kind: Kind::Event, at, of: None, errors: vec![] }
            }
        }
    }

    fn of(&mut self, value: &Scalar<'_>, found: &mut Found) -> Option<Id> {
        let of = self.id(Some(value));
        if of.is_none() {
            found.errors.push(Error::Of);
        }
        of
    }

    /// The time, unless it or the date of receipt cannot be read. (S4.6)
    fn time(&self, fields: &Fields<'_>, found: &mut Found) -> Option<Moment> {
        if found.errors.contains(&Error::NotJson) {
            return None;
        }
        let zone = &self.evaluator.program().zone;
        let written = fields.get(Part::Time);
        let at = date::read_moment(zone, written.and_then(Scalar::text).unwrap_or_default());
        if let Err(why) = at {
            found.errors.push(Error::Time);
            found.note(Noted::Time(why), written.map_or("", Scalar::shown));
        }
        match self.received(fields) {
            Ok(_) => at.ok(),
            Err(why) => {
                let written = fields.get(Part::Received).map_or("", Scalar::shown);
                found.errors.push(Error::Received);
                found.note(Noted::Received(why), written);
                None
            }
        }
    }

    fn received(&self, fields: &Fields<'_>) -> Result<Option<Day>, TimeError> {
        let Some(written) = fields.get(Part::Received) else { return Ok(None) };
        let text = written.text().ok_or(TimeError::Form)?;
        let day = date::read_date(text);
        let day = day.or_else(|_| date::read_moment(&self.evaluator.program().zone, text).map(|moment| moment.day));
        day.map(Some)
    }

    fn event(&mut self, fields: &Fields<'_>, name: &Scalar<'_>, at: Option<Moment>, found: &mut Found) -> Body {
        let evaluator = self.evaluator;
        let activity = name.text().and_then(|name| evaluator.names().activities.get(name)).copied();
        let own = match activity {
            None => {
                found.error(Error::UnknownActivity, name.shown());
                self.subject_key(fields, found);
                None
            }
            Some(activity) => {
                let slots = &evaluator.program().activities[usize::from(activity)].slots;
                let table = &evaluator.names().slots[usize::from(activity)];
                self.own(fields, at, slots, table, found)
            }
        };
        match (activity, own) {
            (Some(activity), Some(own)) => Body::Event { activity, own },
            _ => Body::Unreadable { kind: Kind::Event, at, of: None, errors: vec![] },
        }
    }

    fn redemption(&mut self, fields: &Fields<'_>, name: &Scalar<'_>, at: Option<Moment>, found: &mut Found) -> Body {
        let evaluator = self.evaluator;
        let redemption = name.text().and_then(|name| evaluator.names().redemptions.get(name)).copied();
        if redemption.is_none() {
            found.error(Error::UnknownRedemption, name.shown());
        }
        let slots: Vec<FactId> = (0..evaluator.program().attributes).collect();
        let own = self.own(fields, at, &slots, &evaluator.names().attributes, found);
        match (redemption, own) {
            (Some(redemption), Some(own)) => Body::Redemption { redemption, own },
            _ => Body::Unreadable { kind: Kind::Redemption, at, of: None, errors: vec![] },
        }
    }

    /// What an event or redemption states of itself.
    fn own(
        &mut self,
        fields: &Fields<'_>,
        at: Option<Moment>,
        slots: &[FactId],
        table: &Table,
        found: &mut Found,
    ) -> Option<Own> {
        let mut keys = self.keys(&fields.scopes, found);
        let facts = self.facts(&fields.facts, slots, table, found);
        if let (Some(subject), Some(key)) = (self.subject_key(fields, found), keys.first_mut()) {
            *key = subject;
        }
        let received = self.received(fields).ok()?;
        let unknown_names = found.unknown_names;
        Some(Own { at: at?, received, keys: keys.into(), facts: facts.into(), unknown_names })
    }

    fn subject_key(&mut self, fields: &Fields<'_>, found: &mut Found) -> Option<Key> {
        let Some(subject) = fields.get(Part::Subject).and_then(Scalar::text).filter(|text| !text.is_empty()) else {
            found.errors.push(Error::Subject);
            return None;
        };
        Some(self.texts.number(subject))
    }

    /// Keys by scope, without the subject's; what is stated for the subject or the whole street is not looked at. (S4.9)
    fn keys(&mut self, scopes: &Named<'_>, found: &mut Found) -> Vec<Key> {
        let evaluator = self.evaluator;
        let mut keys = vec![NO_KEY; evaluator.program().scopes.len()];
        for (name, value) in scopes {
            let Some(&scope) = evaluator.names().scopes.get(&**name) else {
                found.unknown_name(name);
                continue;
            };
            let key = match evaluator.program().scopes[usize::from(scope)].keys {
                ScopeKeys::Subject | ScopeKeys::Whole => continue,
                ScopeKeys::Stated => value.text().filter(|text| !text.is_empty()).map(|text| self.texts.number(text)),
                ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. } => self.value(list, value).map(Key::from),
            };
            let unread = match (keys[usize::from(scope)] == NO_KEY, key) {
                (true, Some(key)) => {
                    keys[usize::from(scope)] = key;
                    continue;
                }
                (false, _) => Unread::Twice,
                (true, None) if matches!(evaluator.program().scopes[usize::from(scope)].keys, ScopeKeys::Stated) => {
                    Unread::Key
                }
                (true, None) => Unread::Value,
            };
            keys[usize::from(scope)] = UNREADABLE_KEY;
            found.note(Noted::Scope(scope, unread), value.shown());
        }
        keys
    }

    fn value(&self, list: ListId, value: &Scalar<'_>) -> Option<u16> {
        self.evaluator.names().values[usize::from(list)].get(value.text()?).copied()
    }

    /// Facts by slot. A fact that only other activities have is not looked at. (S5.4)
    fn facts(&self, facts: &Named<'_>, slots: &[FactId], table: &Table, found: &mut Found) -> Vec<i64> {
        let mut held = vec![ABSENT; slots.len()];
        for (name, value) in facts {
            let Some(&slot) = table.get(&**name) else {
                if !self.evaluator.names().facts.contains_key(&**name) {
                    found.unknown_name(name);
                }
                continue;
            };
            let fact = slots[usize::from(slot)];
            let own = &mut held[usize::from(slot)];
            let read = if *own == ABSENT { self.fact(fact, value) } else { Err(Unread::Twice) };
            *own = read.unwrap_or_else(|why| {
                found.note(Noted::Fact(fact, why), value.shown());
                UNREADABLE
            });
        }
        held
    }

    /// A fact as it is held.
    fn fact(&self, fact: FactId, value: &Scalar<'_>) -> Result<i64, Unread> {
        match &self.evaluator.program().facts[usize::from(fact)].kind {
            FactKind::Number(form) => {
                let text = value.text().ok_or(Unread::Number(value::NumberError::Form))?;
                value::read_number(text, form).map_err(Unread::Number)
            }
            FactKind::YesNo => yes_no(value).map(i64::from).ok_or(Unread::YesNo),
            FactKind::Listed(list) => self.value(*list, value).map(i64::from).ok_or(Unread::Value),
            FactKind::Date => {
                let text = value.text().ok_or(Unread::Date(TimeError::Form))?;
                date::read_date(text).map(i64::from).map_err(Unread::Date)
            }
            FactKind::Time => value.text().and_then(|text| date::read_time(text).ok()).ok_or(Unread::Time),
        }
    }

    /// Reads a row of the subjects' file into the subjects: `{"id","from","scopes","facts"}`; gives what is wrong, and then takes in
    /// nothing.
    pub fn subject(&mut self, fields: &Fields<'_>, subjects: &mut Subjects) -> Result<(), Line> {
        let mut found = Found::default();
        let id = self.id(fields.get(Part::Id));
        found.oddities(fields, OF_ROWS);
        let from = match fields.get(Part::From) {
            None => Day::MIN,
            Some(from) => date::read_date(from.text().unwrap_or_default()).unwrap_or_else(|why| {
                found.errors.push(Error::From);
                found.note(Noted::Time(why), from.shown());
                Day::MIN
            }),
        };
        let slots: Vec<FactId> = (0..self.evaluator.program().attributes).collect();
        let keys = self.keys(&fields.scopes, &mut found);
        let attributes = &self.evaluator.names().attributes;
        let facts = self.facts(&fields.facts, &slots, attributes, &mut found);
        // What only activities have is nothing that a subject can have.
        for (name, _) in fields.facts.iter().filter(|(name, _)| !attributes.contains_key(&**name)) {
            if self.evaluator.names().facts.contains_key(&**name) {
                found.unknown_name(name);
            }
        }
        found.errors.extend((0..found.unknown_names).map(Error::UnknownName));
        found.errors.extend(found.notes.iter().filter_map(|note| match note.about {
            Noted::Fact(fact, _) => Some(Error::UnreadableFact(fact)),
            Noted::Scope(scope, _) => Some(Error::UnreadableScope(scope)),
            _ => None,
        }));
        let subject = id.and_then(|id| Key::try_from(id).ok());
        if subject.is_none() && found.errors.is_empty() {
            found.errors.push(Error::Id);
        }
        let added = match subject {
            Some(subject) if found.errors.is_empty() => subjects.add(subject, from, Row { keys: &keys, facts: &facts }),
            _ => false,
        };
        if added {
            return Ok(());
        }
        if found.errors.is_empty() {
            found.errors.push(Error::RowTwice);
        }
        let body = Body::Unreadable { kind: Kind::Event, at: None, of: None, errors: found.errors };
        Err(Line { id, body, notes: found.notes })
    }
}

fn what<'a>(fields: &'a Fields<'_>) -> What<'a> {
    let parts = [Part::Activity, Part::Confirm, Part::Reverse, Part::Redeem].map(|part| fields.get(part));
    match parts {
        [Some(name), None, None, None] => What::Activity(name),
        [None, Some(of), None, None] => What::Confirms(of),
        [None, None, Some(of), None] => What::Reverses(of),
        [None, None, None, Some(name)] => What::Redemption(name),
        _ => What::Unclear,
    }
}

/// What is left of a record with parts that cannot be read.
fn unreadable(body: Body, errors: Vec<Error>) -> Body {
    let (kind, at, of) = match body {
        Body::Event { own, .. } => (Kind::Event, Some(own.at), None),
        Body::Redemption { own, .. } => (Kind::Redemption, Some(own.at), None),
        Body::Confirmation { of, at, .. } => (Kind::Confirmation, Some(at), Some(of)),
        Body::Reversal { of, at } => (Kind::Reversal, Some(at), Some(of)),
        Body::Unreadable { kind, at, of, .. } => (kind, at, of),
    };
    Body::Unreadable { kind, at, of, errors }
}

/// JSON has true and false; columns say yes in words.
fn yes_no(value: &Scalar<'_>) -> Option<bool> {
    match value {
        Scalar::YesNo(yes) => Some(*yes),
        Scalar::Text(text) => match &**text {
            "是" | "yes" | "true" => Some(true),
            "否" | "no" | "false" => Some(false),
            _ => None,
        },
        _ => None,
    }
}
