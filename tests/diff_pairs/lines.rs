//! Records of an example, read for the second interpreter.

use crate::oracle::facts::read_day;
use crate::oracle::lines::{Line, Stated, What, When, Who};
use serde_json::Value;
use std::collections::BTreeMap;

/// A line of input.
pub fn line(json: &str) -> Line {
    let json: Value = serde_json::from_str(json).expect("a record is JSON");
    let text = |name: &str| json[name].as_str().map(str::to_owned);
    let who = Who {
        subject: text("subject").unwrap_or_default(),
        scopes: stated(&json["scopes"]),
        facts: stated(&json["facts"]),
    };
    let received = text("received").map(|day| When::Date(read_day(&day).expect("a day")));
    let what = if let Some(activity) = text("activity") {
        What::Event { activity, received, who }
    } else if let Some(redemption) = text("redeem") {
        What::Redeem { redemption, received, who }
    } else if let Some(of) = text("confirm") {
        What::Confirm { of, role: text("role").unwrap_or_default() }
    } else {
        What::Reverse { of: text("reverse").expect("a reversal") }
    };
    Line { id: text("id").expect("an id"), time: time(&text("time").expect("a time")), what }
}

fn time(text: &str) -> When {
    let (day, clock) = text.split_once('T').expect("a day and a time of day");
    let day = read_day(day).expect("a day");
    let part = |at: usize| clock.get(at..at + 2).and_then(|digits| digits.parse::<i64>().ok()).expect("two digits");
    let second = part(0) * 3600 + part(3) * 60 + part(6);
    if clock.ends_with('Z') { When::Instant(day * 86_400 + second, 0) } else { When::Civil(day, second) }
}

fn stated(json: &Value) -> BTreeMap<String, Stated> {
    let one = |(name, value): (&String, &Value)| {
        let stated = match value {
            Value::Bool(yes) => Stated::YesNo(*yes),
            Value::Number(number) => Stated::Number(number.to_string()),
            Value::String(text) => Stated::Text(text.clone()),
            _ => Stated::Nothing,
        };
        (name.clone(), stated)
    };
    json.as_object().map(|object| object.iter().map(one).collect()).unwrap_or_default()
}
