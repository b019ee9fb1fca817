//! Repeats and reversals. (Section 15)

use crate::host::Host;
use crate::town::*;
use mizi_evaluator::program::*;

const EVENT: &str = r#"{"id":"e1","activity":"talent","time":"2025-03-10","subject":"张三"}"#;

fn again(id: &str) -> String {
    EVENT.replace("\"e1\"", &format!("\"{id}\""))
}

fn reverse(id: &str, of: &str, time: &str) -> String {
    format!(r#"{{"id":"{id}","reverse":"{of}","time":"{time}"}}"#)
}

fn capped() -> Town {
    let mut town = Town::new();
    town.rule(TALENT, "达人奖", Amount::Fixed(100));
    let cap = town.cap(TALENT, "达人奖", 150, false, PERSON, Window::Month);
    town.activity(TALENT).rules[0].own_caps = vec![cap];
    town
}

/// S15.4: balance and counters come back; room only under 归还额度.
#[test]
fn s15_4_room_is_returned_if_the_policy_says_so() {
    for (returns_room, granted) in [(true, 100), (false, 50)] {
        let mut town = capped();
        town.segment().reversal.returns_room = returns_room;
        let evaluator = town.ready();
        let mut host = Host::new(&evaluator);
        host.send(EVENT);
        let out = host.send(&reverse("r1", "e1", "2025-03-11"));
        assert_eq!((out.outcome(), out.total(), host.balance("张三")), ("reversed", -100, 0));
        assert_eq!(host.send(&again("e2")).total(), granted);
    }
}

/// S15.6: no more than keeps the balance at its floor; the rest is the shortfall.
#[test]
fn s15_6_a_floor_leaves_a_shortfall() {
    for (floor, spent, total, shortfall) in [
        (None, 60, -100, None),
        (Some(0), 60, -40, Some("60")),
        (Some(50), 60, 0, Some("100")),
        (Some(0), 0, -100, None),
    ] {
        let mut town = capped();
        town.segment().reversal.floor = floor;
        town.redemption(spent);
        let evaluator = town.ready();
        let mut host = Host::new(&evaluator);
        host.send(EVENT);
        host.send(r#"{"id":"x1","redeem":"table_tennis","time":"2025-03-11","subject":"张三"}"#);
        let out = host.send(&reverse("r1", "e1", "2025-03-12"));
        assert_eq!((out.total(), out.json.get("shortfall").and_then(|s| s.as_str())), (total, shortfall));
        assert_eq!(host.balance("张三"), 100 - spent + total);
    }
}

/// S15.2, S15.8: what can be reversed, once.
#[test]
fn s15_2_what_can_be_reversed() {
    let mut town = capped();
    town.redemption(30);
    let evaluator = town.ready();
    let mut host = Host::new(&evaluator);
    assert_eq!(host.send(&reverse("r0", "e1", "2025-03-11")).outcome(), "unknown");
    host.send(EVENT);
    assert_eq!(host.send(&reverse("r1", "e1", "2025-03-09")).outcome(), "unknown", "it is later");
    host.send(r#"{"id":"x1","redeem":"table_tennis","time":"2025-03-11","subject":"张三"}"#);
    let out = host.send(&reverse("r2", "x1", "2025-03-12"));
    assert_eq!((out.outcome(), out.total(), host.balance("张三")), ("reversed", 30, 100));
    assert_eq!(host.send(&reverse("r3", "e1", "2025-03-12")).outcome(), "reversed");
    assert_eq!(host.send(&reverse("r4", "e1", "2025-03-12")).outcome(), "repeated");
    assert_eq!(host.send(&again("r4")).outcome(), "repeated", "r4 was seen");
    assert_eq!(host.send(&reverse("r5", "r3", "2025-03-13")).outcome(), "unknown");
    assert_eq!(host.send(EVENT).outcome(), "repeated", "the id stays used");
}

/// S15.1, S15.3: what could not be decided is decided anew, unless it was reversed.
#[test]
fn s15_1_what_could_not_be_decided_may_come_again() {
    let mut town = capped();
    town.reads(TALENT, AGE, true);
    let evaluator = town.ready();
    let mut host = Host::new(&evaluator);
    assert_eq!(host.send(EVENT).outcome(), "cannot_decide");
    let full = EVENT.replace("\"subject\"", "\"facts\":{\"age\":5},\"subject\"");
    assert_eq!(host.send(&full).outcome(), "decided");
    assert_eq!(host.send(&full).outcome(), "repeated");
    assert_eq!(host.send(&again("e2")).outcome(), "cannot_decide");
    assert_eq!(host.send(&reverse("r1", "e2", "2025-03-11")).outcome(), "reversed");
    assert_eq!(host.send(&full.replace("e1", "e2")).outcome(), "repeated");
    let timeless = EVENT.replace("2025-03-10", "now").replace("e1", "e3");
    assert_eq!(host.send(&timeless).outcome(), "cannot_decide");
    assert_eq!(
        host.send(&reverse("r2", "e3", "2025-03-11")).outcome(),
        "unknown",
        "without a time it is before nothing"
    );
}

/// S15.5: the choices of the segment that decided the event.
#[test]
fn s15_5_the_choices_of_the_deciding_segment() {
    let mut town = capped();
    town.segment().until = Some(day("2025-03-11"));
    let mut second = segment("2025-03-11", None, "2025.2");
    (second.code, second.activities) = (town.segment().code.clone(), town.segment().activities.clone());
    second.reversal.returns_room = false;
    town.program.segments.push(second);
    let evaluator = town.ready();
    let mut host = Host::new(&evaluator);
    host.send(EVENT);
    assert_eq!(host.send(&reverse("r1", "e1", "2025-03-20")).total(), -100);
    assert_eq!(host.send(&EVENT.replace("e1", "e2").replace("03-10", "03-20")).total(), 100, "S2.3: one usage");
    host.send(&reverse("r2", "e2", "2025-03-21"));
    assert_eq!(host.send(&EVENT.replace("e1", "e3").replace("03-10", "03-20")).total(), 50);
}

fn serve(id: &str, hours: &str) -> String {
    format!(
        r#"{{"id":"{id}","activity":"volunteer","time":"2025-03-01","subject":"张三","facts":{{"hours":{hours}}}}}"#
    )
}

/// S15.7, S9.6: blocks that no longer have their units are taken back, but no more than were paid.
#[test]
fn s15_7_blocks_without_their_units_are_taken_back() {
    for recompute in [true, false] {
        let mut town = Town::new();
        town.carried(60, 10);
        town.segment().reversal.recompute = recompute;
        town.activity(VOLUNTEER).facts[0].domain = Domain::Range { low: 0, high: 480, step: 15 };
        let evaluator = town.ready();
        let mut host = Host::new(&evaluator);
        assert_eq!(host.send(&serve("e1", "0.75")).total(), 0);
        assert_eq!(host.send(&serve("e2", "0.5")).total(), 10);
        assert_eq!(host.holds(1, "张三", 0), 15);
        let out = host.send(&reverse("r1", "e1", "2025-03-02"));
        let now = (host.balance("张三"), host.holds(1, "张三", 0), host.holds(2, "张三", 0));
        let expected = if recompute { (0, 30, 0) } else { (10, -30, 10) };
        assert_eq!(now, expected);
        assert_eq!(out.total(), if recompute { -10 } else { 0 });
        let next = host.send(&serve("e3", "0.5"));
        assert_eq!(next.total(), if recompute { 10 } else { 0 }, "the next units first fill it up");
    }
}

/// S15.7: the floor holds for both together, and what it leaves counts as taken back.
#[test]
fn s15_7_with_a_floor() {
    let mut town = Town::new();
    town.carried(60, 10);
    town.segment().reversal = Reversal { returns_room: true, floor: Some(0), recompute: true };
    town.redemption(15);
    let evaluator = town.ready();
    let mut host = Host::new(&evaluator);
    for (id, hours) in [("e1", "1.5"), ("e2", "0.5")] {
        assert_eq!(host.send(&serve(id, hours)).total(), 10);
    }
    host.send(r#"{"id":"x1","redeem":"table_tennis","time":"2025-03-01","subject":"张三"}"#);
    let out = host.send(&reverse("r1", "e1", "2025-03-02"));
    // e1's 90 minutes and 10 points go; the 30 minutes that e2's block needed go with it, and its 10 points are owed.
    assert_eq!((out.total(), out.json["shortfall"].as_str()), (-5, Some("15")));
    assert_eq!((host.balance("张三"), host.holds(1, "张三", 0), host.holds(2, "张三", 0)), (0, 30, 0));
}
