//! A case's lines as the lines of input a service would send, names and all: cases come in by the same door.

use crate::model::expr::{CaseLine, CaseLineKind, Given};
use crate::model::{ActivityId, Constant, Field, FieldId, Policy, Rational, ScopeId};
use mizi_evaluator::date;
use serde_json::{Map, Value, json};

/// The line as JSON text, with the facts and scopes of its subject put in where the line does not say otherwise; none for a
/// line that only looks at an account.
pub fn line(policy: &Policy, given: &[Given], line: &CaseLine) -> Option<String> {
    let (day, minute) = line.when?;
    let mut object = Map::new();
    object.insert("id".into(), json!(line.id));
    object.insert("time".into(), json!(time(day, minute)));
    match &line.kind {
        CaseLineKind::Event { subject, activity, received, facts, scopes } => {
            object.insert("activity".into(), json!(activity_name(policy, *activity)));
            if let Some(day) = received {
                object.insert("received".into(), json!(date::show_date(i64::from(*day))));
            }
            about(policy, given, subject, facts, scopes, &mut object);
        }
        CaseLineKind::Redeem { subject, redemption } => {
            object.insert("redeem".into(), json!(policy.redemptions.get(redemption.0)?.name.name.name));
            about(policy, given, subject, &[], &[], &mut object);
        }
        CaseLineKind::Confirm { of, role } => {
            object.insert("confirm".into(), json!(of));
            object.insert("role".into(), json!(policy.roles.get(role.0)?.name.name));
        }
        CaseLineKind::Reverse { of } => {
            object.insert("reverse".into(), json!(of));
        }
        CaseLineKind::Holds { .. } => return None,
    }
    Some(Value::Object(object).to_string())
}

/// Subject, scopes and facts: those given for the person, then those of the line, which win.
fn about(
    policy: &Policy,
    given: &[Given],
    subject: &str,
    facts: &[(FieldId, Constant)],
    scopes: &[(ScopeId, String)],
    object: &mut Map<String, Value>,
) {
    let mut stated_facts = Map::new();
    let mut stated_scopes = Map::new();
    for given in given {
        if let Given::Subject { name, facts, scopes, .. } = given
            && name == subject
        {
            put_facts(policy, facts, &mut stated_facts);
            put_scopes(policy, scopes, &mut stated_scopes);
        }
    }
    put_facts(policy, facts, &mut stated_facts);
    put_scopes(policy, scopes, &mut stated_scopes);
    object.insert("subject".into(), json!(subject));
    object.insert("scopes".into(), Value::Object(stated_scopes));
    object.insert("facts".into(), Value::Object(stated_facts));
}

fn put_facts(policy: &Policy, facts: &[(FieldId, Constant)], into: &mut Map<String, Value>) {
    for (field, value) in facts {
        if let Some(field) = policy.fields.get(field.0) {
            into.insert(field.name.name.name.clone(), outside(policy, field, value));
        }
    }
}

fn put_scopes(policy: &Policy, scopes: &[(ScopeId, String)], into: &mut Map<String, Value>) {
    for (scope, key) in scopes {
        if let Some(scope) = policy.scopes.get(scope.0) {
            into.insert(scope.name.name.name.clone(), json!(key));
        }
    }
}

/// A value as it is written outside: numbers in the unit their field was declared with.
fn outside(policy: &Policy, field: &Field, value: &Constant) -> Value {
    match value {
        Constant::Number(number) => json!(decimal(*number / Rational::from(shown_unit(field)))),
        Constant::YesNo(yes) => json!(yes),
        Constant::Date(day) => json!(date::show_date(i64::from(*day))),
        Constant::Time(minute) => json!(date::show_time(i64::from(*minute))),
        Constant::Value(list, index) => {
            let value = policy.lists.get(list.0).and_then(|list| list.values.get(*index));
            json!(value.map_or("", |value| value.name.name.as_str()))
        }
    }
}

/// Base units in one of the unit a field is written in: 60 for hours, which are held as minutes.
fn shown_unit(field: &Field) -> i128 {
    match field.shown_unit.as_deref() {
        Some("小时" | "hours" | "hour") => 60,
        _ => 1,
    }
}

/// Digits with a point; twelve places are more than any declared step has.
pub fn decimal(number: Rational) -> String {
    let places = (0..=12u32).find(|places| (number * Rational::from(10i128.pow(*places))).is_integer()).unwrap_or(12);
    let scaled = (number * Rational::from(10i128.pow(places))).round().to_integer();
    let digits = format!("{:0>width$}", scaled.unsigned_abs(), width = places as usize + 1);
    let (whole, part) = digits.split_at(digits.len().saturating_sub(places as usize));
    let sign = if scaled < 0 { "-" } else { "" };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

fn time(day: i32, minute: i32) -> String {
    format!("{}T{}:00", date::show_date(i64::from(day)), date::show_time(i64::from(minute)))
}

fn activity_name(policy: &Policy, activity: ActivityId) -> &str {
    policy.activities.get(activity.0).map_or("", |activity| activity.name.name.name.as_str())
}
