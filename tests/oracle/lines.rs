//! Lines of input with their meaning kept beside their text, so that the interpreter needs no reader of its own.

use super::calendar::{Day, show};
use std::collections::BTreeMap;

/// A time as a line states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// A day and a second of the day in the policy's zone.
    Civil(Day, i64),
    /// A civil day alone.
    Date(Day),
    /// A second (UTC) and the offset it is written with.
    Instant(i64, i64),
    /// Something else.
    Unreadable(String),
}

impl When {
    /// As JSON input has it.
    pub fn text(&self) -> String {
        match self {
            When::Civil(day, second) => format!("{}T{}", show(*day), clock(*second)),
            When::Date(day) => show(*day),
            When::Instant(second, 0) => {
                format!("{}T{}Z", show(second.div_euclid(86_400)), clock(second.rem_euclid(86_400)))
            }
            When::Instant(second, offset) => {
                let local = second + offset;
                let sign = if *offset < 0 { '-' } else { '+' };
                let (hours, minutes) = (offset.abs() / 3600, offset.abs() % 3600 / 60);
                let (day, rest) = (local.div_euclid(86_400), local.rem_euclid(86_400));
                format!("{}T{}{sign}{hours:02}:{minutes:02}", show(day), clock(rest))
            }
            When::Unreadable(text) => text.clone(),
        }
    }
}

fn clock(second: i64) -> String {
    format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
}

/// A value as a line states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stated {
    /// Digits, with a point and a sign perhaps.
    Number(String),
    /// Yes or no.
    YesNo(bool),
    /// A list's value, a day, a time of day, or anything.
    Text(String),
    /// `null`: as if it were not there.
    Nothing,
}

impl Stated {
    /// Yes and no may be written as words.
    pub fn yes_no(&self) -> Option<bool> {
        match self {
            Stated::YesNo(yes) => Some(*yes),
            Stated::Text(word) if ["是", "yes", "true"].contains(&word.as_str()) => Some(true),
            Stated::Text(word) if ["否", "no", "false"].contains(&word.as_str()) => Some(false),
            _ => None,
        }
    }

    /// As JSON.
    pub fn json(&self) -> String {
        match self {
            Stated::Number(digits) => digits.clone(),
            Stated::YesNo(yes) => yes.to_string(),
            Stated::Text(text) => quoted(text),
            Stated::Nothing => "null".to_owned(),
        }
    }
}

/// A JSON text.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// What a line is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    Event { activity: String, received: Option<When>, who: Who },
    Confirm { of: String, role: String },
    Reverse { of: String },
    Redeem { redemption: String, received: Option<When>, who: Who },
}

/// A subject with what the line states of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    pub subject: String,
    pub scopes: BTreeMap<String, Stated>,
    pub facts: BTreeMap<String, Stated>,
}

/// One line of input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub id: String,
    pub time: When,
    pub what: What,
}

impl Line {
    /// S3.1: the place of its kind at one instant.
    pub fn kind_order(&self) -> u8 {
        match self.what {
            What::Event { .. } => 0,
            What::Confirm { .. } => 1,
            What::Reverse { .. } => 2,
            What::Redeem { .. } => 3,
        }
    }

    /// As a line of JSON.
    pub fn json(&self) -> String {
        let mut parts = vec![("id", quoted(&self.id)), ("time", quoted(&self.time.text()))];
        match &self.what {
            What::Event { activity, received, who } => {
                parts.push(("activity", quoted(activity)));
                parts.extend(who_json(who, received.as_ref()));
            }
            What::Confirm { of, role } => parts.extend([("confirm", quoted(of)), ("role", quoted(role))]),
            What::Reverse { of } => parts.push(("reverse", quoted(of))),
            What::Redeem { redemption, received, who } => {
                parts.push(("redeem", quoted(redemption)));
                parts.extend(who_json(who, received.as_ref()));
            }
        }
        object(parts.into_iter().map(|(name, value)| (name.to_owned(), value)))
    }
}

fn who_json(who: &Who, received: Option<&When>) -> Vec<(&'static str, String)> {
    let mut parts = vec![("subject", quoted(&who.subject))];
    if let Some(received) = received {
        parts.push(("received", quoted(&received.text())));
    }
    if !who.scopes.is_empty() {
        parts.push(("scopes", map(&who.scopes)));
    }
    if !who.facts.is_empty() {
        parts.push(("facts", map(&who.facts)));
    }
    parts
}

fn map(values: &BTreeMap<String, Stated>) -> String {
    object(values.iter().map(|(name, value)| (name.clone(), value.json())))
}

fn object(parts: impl Iterator<Item = (String, String)>) -> String {
    let parts: Vec<String> = parts.map(|(name, value)| format!("{}:{value}", quoted(&name))).collect();
    format!("{{{}}}", parts.join(","))
}

/// A row of the subjects' file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub subject: String,
    pub from: Day,
    pub scopes: BTreeMap<String, Stated>,
    pub facts: BTreeMap<String, Stated>,
}

impl Row {
    /// As a line of JSON.
    pub fn json(&self) -> String {
        let mut parts = vec![("id".to_owned(), quoted(&self.subject)), ("from".to_owned(), quoted(&show(self.from)))];
        if !self.scopes.is_empty() {
            parts.push(("scopes".to_owned(), map(&self.scopes)));
        }
        if !self.facts.is_empty() {
            parts.push(("facts".to_owned(), map(&self.facts)));
        }
        object(parts.into_iter())
    }
}
