//! The date that decides. (Sections 3 and 4)

use crate::host::Host;
use crate::town::*;
use mizi_evaluator::program::*;

fn at(id: &str, time: &str, more: &str) -> String {
    format!(r#"{{"id":"{id}","activity":"talent","time":"{time}","subject":"张三"{more}}}"#)
}

/// S4.4, S4.5: by civil date in the zone, first and last day included.
#[test]
fn s4_4_in_force_by_the_civil_date() {
    let evaluator = Town::new().ready();
    let mut host = Host::new(&evaluator);
    for (id, time, outcome) in [
        ("e1", "2024-12-31T15:59:59Z", "not_in_force"),
        ("e2", "2024-12-31T16:00:00Z", "decided"),
        ("e3", "2025-12-31T23:59:59+08:00", "decided"),
        ("e4", "2026-01-01", "not_in_force"),
        ("e5", "2025-02-30", "cannot_decide"),
    ] {
        assert_eq!(host.send(&at(id, time, "")).outcome(), outcome, "{time}");
    }
}

/// S4.6: late by the date of receipt, counted in days.
#[test]
fn s4_6_too_late() {
    let mut town = Town::new();
    town.segment().late_days = Some(30);
    let evaluator = town.ready();
    let mut host = Host::new(&evaluator);
    for (id, received, outcome) in [
        ("e1", "", "decided"),
        ("e2", r#","received":"2025-03-31""#, "decided"),
        ("e3", r#","received":"2025-04-01""#, "too_late"),
        ("e4", r#","received":"2025-03-31T16:00:00Z""#, "too_late"),
        ("e5", r#","received":"soon""#, "cannot_decide"),
        ("e6", r#","received":null"#, "decided"),
    ] {
        assert_eq!(host.send(&at(id, "2025-03-01", received)).outcome(), outcome, "{received}");
    }
}

/// S1.6: too late comes before facts, facts before waiting.
#[test]
fn s1_6_the_first_of_several_outcomes() {
    let mut town = Town::new();
    town.segment().late_days = Some(0);
    town.reads(TALENT, AGE, true);
    town.activity(TALENT).confirmations = vec![vec![0]];
    let evaluator = town.ready();
    let mut host = Host::new(&evaluator);
    assert_eq!(host.send(&at("e1", "2025-03-01", r#","received":"2025-03-02""#)).outcome(), "too_late");
    assert_eq!(host.send(&at("e2", "2025-03-01", "")).outcome(), "cannot_decide");
    assert_eq!(host.send(&at("e3", "2026-03-01", "")).outcome(), "not_in_force");
    assert_eq!(host.send(&at("e4", "2025-03-01", r#","facts":{"age":1}"#)).outcome(), "pending");
}

/// S4.7: the event's own date and time of day.
#[test]
fn s4_7_event_date_and_time() {
    let mut town = Town::new();
    let minute = town.code(&[Op::EventTime]);
    let weekday = town.code(&[Op::EventDate, Op::DatePart(DatePart::Weekday)]);
    town.rule(TALENT, "时刻", Amount::Code(minute));
    town.rule(TALENT, "星期", Amount::Code(weekday));
    let evaluator = town.ready();
    let out = Host::new(&evaluator).send(&at("e1", "2025-03-01T00:30:59Z", ""));
    assert_eq!((out.granted("时刻"), out.granted("星期")), (510, 6));
}

/// S4.8: the latest row that is not after the rule date; a value on the event wins.
#[test]
fn s4_8_rows_of_the_subject() {
    let mut town = Town::new();
    town.reads(TALENT, AGE, true);
    let age = town.code(&[Op::Fact(AGE)]);
    town.rule(TALENT, "年龄奖", Amount::Code(age));
    let evaluator = town.ready();
    let mut host = Host::new(&evaluator);
    host.subject(r#"{"id":"张三","from":"2025-03-02","facts":{"年龄":41}}"#);
    host.subject(r#"{"id":"张三","from":"2025-02-01","facts":{"年龄":40}}"#);
    for (id, time, more, outcome, total) in [
        ("e1", "2025-01-31", "", "cannot_decide", None),
        ("e2", "2025-03-01", "", "decided", Some("40")),
        ("e3", "2025-03-02", "", "decided", Some("41")),
        ("e4", "2025-03-02", r#","facts":{"age":7}"#, "decided", Some("7")),
    ] {
        let out = host.send(&at(id, time, more));
        assert_eq!((out.outcome(), out.json.get("total").and_then(|t| t.as_str())), (outcome, total));
    }
    let fields = mizi_evaluator::json::Fields::from_json(r#"{"id":"张三","from":"2025-03-02"}"#);
    assert!(host.reader.subject(&fields, &mut host.memory.subjects).is_err(), "a second row from that day");
}
