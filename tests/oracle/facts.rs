//! S4.8, S4.9, section 5: what a line and the subject's row say, read for one version.

use super::calendar::{Date, Day, day, month_length};
use super::expr::{ScopeValue, Value};
use super::lines::{Row, Stated, Who};
use super::reads::Reads;
use super::record::{Num, Problem};
use mizi::model::{Domain, Field, FieldId, List, Model, Named, Policy, ScopeId, ScopeKeys};
use std::collections::BTreeMap;

/// Facts and scopes as read.
pub type Found = (BTreeMap<FieldId, Value>, BTreeMap<ScopeId, ScopeValue>);

/// Reads all that is needed and may be read; or names everything that is missing or bad.
pub fn read(
    model: &Model,
    policy: &Policy,
    reads: &Reads,
    who: &Who,
    row: Option<&Row>,
) -> Result<Found, Vec<Problem>> {
    let mut reader = Reader { policy, who, row, problems: unknown_names(model, who, row) };
    let mut facts = BTreeMap::new();
    for (field, needed) in &reads.fields {
        if let Some(value) = reader.fact(&policy.fields[field.0], *needed) {
            facts.insert(*field, value);
        }
    }
    let mut scopes = BTreeMap::new();
    for (scope, needed) in &reads.scopes {
        if let Some(value) = reader.scope(*scope, *needed) {
            scopes.insert(*scope, value);
        }
    }
    reader.problems.sort();
    reader.problems.dedup();
    if reader.problems.is_empty() { Ok((facts, scopes)) } else { Err(reader.problems) }
}

/// S5.4: names that no version has.
fn unknown_names(model: &Model, who: &Who, row: Option<&Row>) -> Vec<Problem> {
    let field = |name: &str| model.versions.iter().any(|policy| policy.fields.iter().any(|f| is(&f.name, name)));
    let scope = |name: &str| model.versions.iter().any(|policy| policy.scopes.iter().any(|s| is(&s.name, name)));
    let facts = stated_names(&who.facts).chain(row.iter().flat_map(|row| stated_names(&row.facts)));
    let scopes = stated_names(&who.scopes).chain(row.iter().flat_map(|row| stated_names(&row.scopes)));
    let facts = facts.filter(|name| !field(name)).map(|name| problem("unknown_fact", name));
    let scopes = scopes.filter(|name| !scope(name)).map(|name| problem("unknown_scope", name));
    facts.chain(scopes).collect()
}

/// Names under which something is stated.
pub fn stated_names(values: &BTreeMap<String, Stated>) -> impl Iterator<Item = &String> {
    values.iter().filter(|(_, value)| **value != Stated::Nothing).map(|(name, _)| name)
}

pub fn problem(kind: &'static str, name: &str) -> Problem {
    Problem { kind, name: name.to_owned() }
}

/// Whether a text is something's name or code.
pub fn is(named: &Named, text: &str) -> bool {
    named.name.name == text || named.name.code.as_deref() == Some(text)
}

/// The code, or the name where there is none.
pub fn key_of(named: &Named) -> String {
    named.name.code.clone().unwrap_or_else(|| named.name.name.clone())
}

/// What is stated of something, under its name or its code.
enum Said<'a> {
    Nothing,
    Once(&'a Stated),
    Twice,
}

fn said<'a>(values: &'a BTreeMap<String, Stated>, named: &Named) -> Said<'a> {
    let mut found = values.iter().filter(|(name, value)| is(named, name) && **value != Stated::Nothing);
    match (found.next(), found.next()) {
        (None, _) => Said::Nothing,
        (Some((_, value)), None) => Said::Once(value),
        (Some(_), Some(_)) => Said::Twice,
    }
}

struct Reader<'a> {
    policy: &'a Policy,
    who: &'a Who,
    row: Option<&'a Row>,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    fn bad(&mut self, kind: &'static str, named: &Named) {
        self.problems.push(problem(kind, &key_of(named)));
    }

    /// S4.8: the event's own value, or else the row's.
    fn stated(
        &mut self,
        named: &Named,
        of_event: &'a BTreeMap<String, Stated>,
        of_row: Option<&'a BTreeMap<String, Stated>>,
        bad: &'static str,
    ) -> Option<&'a Stated> {
        let mut found = said(of_event, named);
        if let (Said::Nothing, Some(row)) = (&found, of_row) {
            found = said(row, named);
        }
        match found {
            Said::Nothing => None,
            Said::Once(value) => Some(value),
            Said::Twice => {
                self.bad(bad, named);
                None
            }
        }
    }

    fn fact(&mut self, field: &Field, needed: bool) -> Option<Value> {
        let row = self.row.filter(|_| field.activity.is_none()).map(|row| &row.facts);
        let problems = self.problems.len();
        let Some(stated) = self.stated(&field.name, &self.who.facts, row, "bad_fact") else {
            if needed && self.problems.len() == problems {
                self.bad("missing_fact", &field.name);
            }
            return None;
        };
        let value = value(self.policy, &field.domain, field.shown_unit.as_deref(), stated);
        if value.is_none() {
            self.bad("bad_fact", &field.name);
        }
        value
    }

    fn scope(&mut self, id: ScopeId, needed: bool) -> Option<ScopeValue> {
        let problems = self.problems.len();
        let found = self.scope_value(id);
        if found.is_none() && needed && self.problems.len() == problems {
            self.bad("missing_scope", &self.policy.scopes[id.0].name);
        }
        found
    }

    /// S4.9
    fn scope_value(&mut self, id: ScopeId) -> Option<ScopeValue> {
        let policy = self.policy;
        let scope = &policy.scopes[id.0];
        match scope.keys {
            ScopeKeys::Subject => Some(ScopeValue { key: Some(self.who.subject.clone()), item: None }),
            ScopeKeys::Whole => Some(ScopeValue { key: None, item: None }),
            ScopeKeys::Stated => match self.stated_scope(&scope.name)? {
                Stated::Text(text) => Some(ScopeValue { key: Some(text.clone()), item: None }),
                Stated::Number(digits) => Some(ScopeValue { key: Some(digits.clone()), item: None }),
                Stated::YesNo(_) | Stated::Nothing => {
                    self.bad("bad_scope", &scope.name);
                    None
                }
            },
            ScopeKeys::Listed(list) => {
                let stated = self.stated_scope(&scope.name)?;
                match index_in(&policy.lists[list.0], stated) {
                    Some(index) => Some(listed(&policy.lists[list.0], list, index)),
                    None => {
                        self.bad("bad_scope", &scope.name);
                        None
                    }
                }
            }
            ScopeKeys::Parent { list, of } => {
                let problems = self.problems.len();
                let child = self.scope_value(of);
                if self.problems.len() > problems {
                    // The child is named where it is read itself.
                    self.problems.truncate(problems);
                    self.bad("bad_scope", &scope.name);
                    return None;
                }
                let stated = self.stated_scope(&scope.name);
                if self.problems.len() > problems {
                    return None;
                }
                let derived = child.and_then(|child| child.item).map(|(of_list, index)| {
                    let parents = policy.lists[of_list.0].parent.as_ref();
                    parents.map_or(0, |(_, parents)| parents[index])
                });
                match (derived, stated) {
                    (None, None) => None,
                    (Some(index), None) => Some(listed(&policy.lists[list.0], list, index)),
                    (Some(index), Some(text)) if index_in(&policy.lists[list.0], text) == Some(index) => {
                        Some(listed(&policy.lists[list.0], list, index))
                    }
                    _ => {
                        self.bad("bad_scope", &scope.name);
                        None
                    }
                }
            }
        }
    }

    fn stated_scope(&mut self, named: &Named) -> Option<&'a Stated> {
        self.stated(named, &self.who.scopes, self.row.map(|row| &row.scopes), "bad_scope")
    }
}

fn listed(list: &List, id: mizi::model::ListId, index: usize) -> ScopeValue {
    ScopeValue { key: Some(key_of(&list.values[index])), item: Some((id, index)) }
}

fn index_in(list: &List, stated: &Stated) -> Option<usize> {
    let Stated::Text(text) = stated else { return None };
    list.values.iter().position(|value| is(value, text))
}

/// S5.2: a value within its field's range, list and step.
fn value(policy: &Policy, domain: &Domain, unit: Option<&str>, stated: &Stated) -> Option<Value> {
    match (domain, stated) {
        (Domain::Number { low, high, step }, Stated::Number(digits) | Stated::Text(digits)) => {
            let number = decimal(digits)? * Num::from_integer(if is_hours(unit) { 60 } else { 1 });
            let fits = number >= *low && number <= *high && (number / step).is_integer();
            fits.then_some(Value::Number(number))
        }
        (Domain::YesNo, stated) => stated.yes_no().map(Value::YesNo),
        (Domain::List(list), stated) => index_in(&policy.lists[list.0], stated).map(|index| Value::Item(*list, index)),
        (Domain::Date(from, to), Stated::Text(text)) => {
            let day = read_day(text)?;
            (day >= i64::from(*from) && day <= i64::from(*to)).then_some(Value::Date(day))
        }
        (Domain::Time, Stated::Text(text)) => {
            let (hours, minutes) = text.split_once(':')?;
            let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
            (hours < 24 && minutes < 60).then_some(Value::Time(hours * 60 + minutes))
        }
        _ => None,
    }
}

fn is_hours(unit: Option<&str>) -> bool {
    matches!(unit, Some("小时" | "hours" | "hour"))
}

/// `-12.50` as a fraction.
pub fn decimal(digits: &str) -> Option<Num> {
    let (sign, rest) = digits.strip_prefix('-').map_or((1, digits), |rest| (-1, rest));
    let (whole, after) = rest.split_once('.').unwrap_or((rest, ""));
    let all: i128 = format!("{whole}{after}").parse().ok()?;
    Some(Num::new(sign * all, 10_i128.checked_pow(u32::try_from(after.len()).ok()?)?))
}

fn two_digits(text: &str) -> Option<i64> {
    if text.len() == 2 { text.parse().ok() } else { None }
}

/// 2025-03-01
pub fn read_day(text: &str) -> Option<Day> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, of_month] = parts[..] else { return None };
    let (year, month, of_month): (i64, i64, i64) = (year.parse().ok()?, two_digits(month)?, two_digits(of_month)?);
    let exists = (1..=12).contains(&month) && (1..=month_length(year, month)).contains(&of_month);
    exists.then(|| day(Date { year, month, day: of_month }))
}
