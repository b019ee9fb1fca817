//! Confirmations. (Section 6)

use crate::host::Host;
use crate::town::*;
use mizi_evaluator::program::*;

fn talent(needs: &[&[RoleId]]) -> Town {
    let mut town = Town::new();
    town.rule(TALENT, "达人奖", Amount::Fixed(100));
    town.activity(TALENT).confirmations = needs.iter().map(|roles| roles.to_vec()).collect();
    town
}

const EVENT: &str = r#"{"id":"e1","activity":"talent","time":"2025-03-01","subject":"张三"}"#;

fn confirm(id: &str, role: &str, time: &str) -> String {
    format!(r#"{{"id":"{id}","confirm":"e1","role":"{role}","time":"{time}"}}"#)
}

/// S6.1, S6.3: an event waits as a whole; the confirmation that completes it decides it.
#[test]
fn s6_3_the_completing_confirmation_decides() {
    let evaluator = talent(&[&[0], &[1, 2]]).ready();
    let mut host = Host::new(&evaluator);
    let out = host.send(EVENT);
    assert_eq!((out.outcome(), out.json.get("lines")), ("pending", None));
    let out = host.send(&confirm("c1", "community", "2025-03-02"));
    assert_eq!((out.outcome(), host.balance("张三")), ("pending", 0));
    let out = host.send(&confirm("c2", "协会", "2025-03-03"));
    assert_eq!((out.outcome(), out.total(), out.granted("达人奖")), ("decided", 100, 100));
    assert_eq!((&out.json["of"], host.balance("张三")), (&"e1".into(), 100));
    assert_eq!(host.send(&confirm("c3", "街道", "2025-03-04")).outcome(), "unknown", "S6.4: it waits no more");
    assert_eq!(host.send(EVENT).outcome(), "repeated");
}

/// S6.4: of nothing before it.
#[test]
fn s6_4_a_confirmation_of_nothing_before_it_is_unknown() {
    let evaluator = talent(&[&[0]]).ready();
    let mut host = Host::new(&evaluator);
    assert_eq!(host.send(&confirm("c1", "社区", "2025-03-02")).outcome(), "unknown");
    host.send(EVENT);
    assert_eq!(host.send(&confirm("c2", "社区", "2025-02-28")).outcome(), "unknown", "the event is later");
    assert_eq!(host.send(&confirm("c1", "社区", "2025-03-02")).outcome(), "repeated", "S15.1: its id is used");
    let of_confirmation = r#"{"id":"c3","confirm":"c1","role":"社区","time":"2025-03-02"}"#;
    assert_eq!(host.send(of_confirmation).outcome(), "unknown");
    assert_eq!(host.send(&confirm("c4", "社区", "2025-03-01")).outcome(), "decided");
}

/// S6.5: roles that are none, not asked for, or come twice.
#[test]
fn s6_5_roles() {
    let evaluator = talent(&[&[0], &[1]]).ready();
    let mut host = Host::new(&evaluator);
    host.send(EVENT);
    let out = host.send(&confirm("c1", "居委会", "2025-03-02"));
    assert_eq!((out.outcome(), out.errors()), ("cannot_decide", vec!["unknown_role 居委会".into()]));
    for (id, role) in [("c2", "协会"), ("c3", "社区"), ("c4", "社区")] {
        assert_eq!(host.send(&confirm(id, role, "2025-03-02")).outcome(), "pending");
    }
    assert_eq!(host.send(&confirm("c1", "街道", "2025-03-02")).outcome(), "decided", "c1 is decided anew");
}

/// S1.6: unknown comes before a role that is none.
#[test]
fn s1_6_unknown_before_a_bad_role() {
    let evaluator = talent(&[&[0]]).ready();
    let mut host = Host::new(&evaluator);
    assert_eq!(host.send(&confirm("c1", "居委会", "2025-03-02")).outcome(), "unknown");
}

/// S4.2, S4.3, S6.6: under 按确认时间 the date of the confirmation decides, with the facts the event had.
#[test]
fn s4_2_by_confirmation_time() {
    let mut town = talent(&[&[0]]);
    town.segment().until = Some(day("2025-04-01"));
    town.segment().decided_by = DecidedBy::ConfirmationTime;
    let mut second = segment("2025-04-01", Some("2025-05-01"), "2025.2");
    second.code = town.segment().code.clone();
    second.activities = town.segment().activities.clone();
    town.program.segments.push(second);
    town.reads(TALENT, AGE, true);
    town.activity(TALENT).rules[0].amount = Amount::Fixed(200);
    let evaluator = town.ready();
    let decide = |event: &str, time: &str| {
        let mut host = Host::new(&evaluator);
        assert_eq!(host.send(event).outcome(), "pending");
        let out = host.send(&confirm("c1", "社区", time));
        let total = out.json.get("total").cloned();
        let again = host.send(&confirm("c2", "社区", "2025-03-31")).outcome().to_owned();
        (out.outcome().to_owned(), total, again)
    };
    let aged = EVENT.replace("\"subject\"", "\"facts\":{\"age\":50},\"subject\"");
    assert_eq!(decide(&aged, "2025-03-31"), ("decided".into(), Some("100".into()), "unknown".into()));
    assert_eq!(decide(&aged, "2025-04-01"), ("decided".into(), Some("200".into()), "unknown".into()));
    assert_eq!(decide(&aged, "2025-05-01"), ("not_in_force".into(), None, "unknown".into()));
    assert_eq!(decide(EVENT, "2025-04-01"), ("cannot_decide".into(), None, "decided".into()), "it goes on waiting");
}

/// S15.3: a pending event is cancelled.
#[test]
fn s15_3_a_reversal_cancels_what_waits() {
    let evaluator = talent(&[&[0]]).ready();
    let mut host = Host::new(&evaluator);
    host.send(EVENT);
    let out = host.send(r#"{"id":"r1","reverse":"e1","time":"2025-03-02"}"#);
    assert_eq!((out.outcome(), out.total()), ("reversed", 0));
    assert_eq!(host.send(&confirm("c1", "社区", "2025-03-03")).outcome(), "unknown");
    assert_eq!(host.send(EVENT).outcome(), "repeated");
}
