//! For programs.

use super::super::{Amount, Exposure, Part, Row, Whose};
use crate::diagnostics::Message;
use crate::model::Window;
use mizi_evaluator::date;
use serde_json::{Value, json};

/// As one JSON value; what a row does not have is left out.
pub fn json(exposure: &Exposure) -> String {
    let mut all = json!({
        "policy": both(&exposure.policy),
        "point": both(&exposure.point),
        "parts": exposure.parts.iter().map(|part| part_json(exposure, part)).collect::<Vec<_>>(),
    });
    if let Some(people) = exposure.numbers.largest_household {
        all["largest_household"] = json!(people);
    }
    if let Some(people) = exposure.numbers.residents {
        all["residents"] = json!(people);
    }
    serde_json::to_string_pretty(&all).unwrap_or_default() + "\n"
}

fn both(message: &Message) -> Value {
    json!({ "zh": message.zh, "en": message.en })
}

fn part_json(exposure: &Exposure, part: &Part) -> Value {
    let mut period = json!({ "kind": kind(part.period), "called": both(&part.called) });
    if let Window::Year { month, day } = part.period {
        period["from"] = json!(format!("{month:02}-{day:02}"));
    }
    json!({
        "whose": whose(part.whose),
        "reading": both(&part.reading),
        "period": period,
        "rows": part.rows.iter().map(|row| row_json(exposure, row)).collect::<Vec<_>>(),
    })
}

fn whose(whose: Whose) -> &'static str {
    match whose {
        Whose::Person => "person",
        Whose::Household => "household",
        Whose::Street => "street",
    }
}

fn kind(window: Window) -> &'static str {
    match window {
        Window::Event => "event",
        Window::Day => "day",
        Window::Week => "week",
        Window::Month => "month",
        Window::Quarter => "quarter",
        Window::HalfYear => "half_year",
        Window::Year { .. } => "year",
        Window::Lifetime => "lifetime",
    }
}

fn row_json(exposure: &Exposure, row: &Row) -> Value {
    let named = |(key, name): &(String, Message)| json!({ "key": key, "name": both(name) });
    let mut json = json!({ "bound": bound(&row.amount) });
    if let Some(rule) = &row.rule {
        json["rule"] = named(rule);
    }
    match &row.amount {
        Amount::Exactly(units) | Amount::AtMost(units) => {
            json["points"] = json!(exposure.points(*units));
            if let Some(yuan) = exposure.yuan(*units) {
                json["yuan"] = json!(yuan);
            }
            json["from"] = json!(date::show_date(i64::from(row.days.from)));
            if let Some(to) = row.days.to {
                json["to"] = json!(date::show_date(i64::from(to)));
            }
        }
        Amount::NoLimit(because) if row.rule.is_none() => {
            json["because"] = because.iter().map(named).collect();
        }
        Amount::Needs(of) => json["needs"] = json!(needs(*of)),
        _ => {}
    }
    if !row.history.is_empty() {
        json["records"] = json!(row.history.len());
    }
    json
}

fn bound(amount: &Amount) -> &'static str {
    match amount {
        Amount::Exactly(_) => "exact",
        Amount::AtMost(_) => "at_most",
        Amount::NoLimit(_) => "no_limit",
        Amount::Needs(_) => "needs_number",
        Amount::Undecided => "undecided",
    }
}

fn needs(whose: Whose) -> &'static str {
    match whose {
        Whose::Street => "residents",
        _ => "largest_household",
    }
}
