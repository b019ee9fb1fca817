//! A record as it is written: parts by name, from JSON or from the columns of a table.

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// Parts of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Id,
    Activity,
    Confirm,
    Reverse,
    Redeem,
    Time,
    Received,
    Subject,
    Role,
    From,
}

const PARTS: [(&str, Part); 10] = [
    ("id", Part::Id),
    ("activity", Part::Activity),
    ("confirm", Part::Confirm),
    ("reverse", Part::Reverse),
    ("redeem", Part::Redeem),
    ("time", Part::Time),
    ("received", Part::Received),
    ("subject", Part::Subject),
    ("role", Part::Role),
    ("from", Part::From),
];

/// The parts that records have, of all kinds.
pub(crate) const OF_RECORDS: &[&str] =
    &["id", "activity", "confirm", "reverse", "redeem", "time", "received", "subject", "role", "scopes", "facts"];
/// The parts that rows of the subjects' file have.
pub(crate) const OF_ROWS: &[&str] = &["id", "from", "scopes", "facts"];

/// The form of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// An event, a confirmation, a reversal or a redemption.
    Record,
    /// A row of the subjects' file.
    Row,
}

impl Form {
    /// The parts it has.
    pub fn parts(self) -> &'static [&'static str] {
        match self {
            Form::Record => OF_RECORDS,
            Form::Row => OF_ROWS,
        }
    }
}

/// One value as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scalar<'a> {
    /// Between quotation marks, or in a column.
    Text(Cow<'a, str>),
    /// A JSON number, its text.
    Number(&'a str),
    /// A JSON yes or no.
    YesNo(bool),
    /// A list or an object, where one value is wanted.
    Several,
}

impl Scalar<'_> {
    /// Its text, where it has one.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Scalar::Text(text) => Some(text),
            Scalar::Number(text) => Some(text),
            Scalar::YesNo(_) | Scalar::Several => None,
        }
    }

    /// What to show of it.
    pub(crate) fn shown(&self) -> &str {
        match self {
            Scalar::YesNo(yes) => ["false", "true"][usize::from(*yes)],
            Scalar::Several => "{…}",
            _ => self.text().unwrap_or_default(),
        }
    }
}

/// What is wrong with a record's parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Odd {
    /// Not JSON, or not an object: at this character.
    NotJson(usize),
    /// No record has such a part.
    Unknown(String),
    /// Stated twice.
    Twice(String),
}

/// Values by name.
pub(crate) type Named<'a> = Vec<(Cow<'a, str>, Scalar<'a>)>;

/// A record as it is written.
#[derive(Clone, Debug, Default)]
pub struct Fields<'a> {
    parts: [Option<Scalar<'a>>; PARTS.len()],
    pub(crate) scopes: Named<'a>,
    pub(crate) facts: Named<'a>,
    /// Whether there are scopes and facts, if only empty ones.
    states: [bool; 2],
    pub(crate) odd: Vec<Odd>,
}

impl<'a> Fields<'a> {
    /// Reads one line of JSON.
    pub fn from_json(line: &'a str) -> Fields<'a> {
        let mut fields = Fields::default();
        fields.read_json(line);
        fields
    }

    /// Reads another line of JSON into the same room.
    pub fn read_json(&mut self, line: &'a str) {
        self.clear();
        let mut deserializer = serde_json::Deserializer::from_str(line);
        let read = (&mut deserializer).deserialize_map(Record(self)).and_then(|()| deserializer.end());
        if let Err(error) = read {
            self.clear();
            self.odd.push(Odd::NotJson(character(line, error.column())));
        }
    }

    /// Forgets everything but the room.
    fn clear(&mut self) {
        let mut empty = Fields::default();
        std::mem::swap(&mut empty.scopes, &mut self.scopes);
        std::mem::swap(&mut empty.facts, &mut self.facts);
        empty.scopes.clear();
        empty.facts.clear();
        *self = empty;
    }

    /// Takes in one column: `id`, `scopes.家庭`, `facts.时长`; an empty value is absent.
    pub fn column(&mut self, name: &'a str, value: &'a str) {
        if value.is_empty() {
            return;
        }
        let value = Scalar::Text(value.into());
        match (name.strip_prefix("scopes."), name.strip_prefix("facts.")) {
            (Some(scope), _) => {
                self.states[0] = true;
                self.scopes.push((scope.into(), value));
            }
            (_, Some(fact)) => {
                self.states[1] = true;
                self.facts.push((fact.into(), value));
            }
            _ => self.part(name, value),
        }
    }

    /// The parts stated that are none of these.
    pub(crate) fn others(&self, known: &[&str]) -> impl Iterator<Item = &'static str> {
        let stated = PARTS.iter().filter(|(_, part)| self.get(*part).is_some()).map(|(name, _)| *name);
        let stated =
            stated.chain(["scopes", "facts"].into_iter().zip(self.states).filter(|named| named.1).map(|named| named.0));
        stated.filter(|name| !known.contains(name))
    }

    pub(crate) fn get(&self, part: Part) -> Option<&Scalar<'a>> {
        self.parts[part as usize].as_ref()
    }

    fn part(&mut self, name: &str, value: Scalar<'a>) {
        match PARTS.iter().find(|(known, _)| *known == name) {
            None => self.odd.push(Odd::Unknown(name.to_owned())),
            Some(&(_, part)) => {
                if self.parts[part as usize].replace(value).is_some() {
                    self.odd.push(Odd::Twice(name.to_owned()));
                }
            }
        }
    }
}

/// The number of the character at a column of bytes.
fn character(line: &str, column: usize) -> usize {
    line.char_indices().take_while(|&(place, _)| place < column.max(1)).count()
}

/// A name, borrowed where it has no escapes.
struct Text<'a>(Cow<'a, str>);

impl<'de> de::Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text<'de>, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(text.into()))
            }
            fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(text.to_owned().into()))
            }
        }
        deserializer.deserialize_str(Reader)
    }
}

/// A value; none for null.
fn scalar<'de, M: MapAccess<'de>>(map: &mut M) -> Result<Option<Scalar<'de>>, M::Error> {
    let raw: &'de RawValue = map.next_value()?;
    let text = raw.get();
    Ok(Some(match text.as_bytes().first() {
        Some(b'"') => Scalar::Text(unquote(text)),
        Some(b'n') => return Ok(None),
        Some(b't') => Scalar::YesNo(true),
        Some(b'f') => Scalar::YesNo(false),
        Some(b'[' | b'{') => Scalar::Several,
        _ => Scalar::Number(text),
    }))
}

/// The text of a JSON string.
fn unquote(text: &str) -> Cow<'_, str> {
    match text.get(1..text.len().saturating_sub(1)) {
        Some(inner) if !inner.contains('\\') => inner.into(),
        _ => serde_json::from_str::<String>(text).unwrap_or_default().into(),
    }
}

/// Reads a whole record.
struct Record<'f, 'a>(&'f mut Fields<'a>);

impl<'a> Visitor<'a> for Record<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(Text(name)) = map.next_key()? {
            let named = match &*name {
                "scopes" => (0, &mut self.0.scopes),
                "facts" => (1, &mut self.0.facts),
                _ => {
                    match scalar(&mut map)? {
                        Some(value) => self.0.part(&name, value),
                        None if !PARTS.iter().any(|(known, _)| *known == name) => {
                            self.0.odd.push(Odd::Unknown(name.into_owned()));
                        }
                        None => {}
                    }
                    continue;
                }
            };
            let stated = map.next_value_seed(Values(named.1))?;
            if stated && std::mem::replace(&mut self.0.states[named.0], true) {
                self.0.odd.push(Odd::Twice(name.into_owned()));
            }
        }
        Ok(())
    }
}

/// Reads an object of values, or null; gives whether it is an object.
struct Values<'f, 'a>(&'f mut Named<'a>);

impl<'a> DeserializeSeed<'a> for Values<'_, 'a> {
    type Value = bool;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Values<'_, 'a> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("values by name")
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<bool, M::Error> {
        while let Some(Text(name)) = map.next_key()? {
            if let Some(value) = scalar(&mut map)? {
                self.0.push((name, value));
            }
        }
        Ok(true)
    }
}
