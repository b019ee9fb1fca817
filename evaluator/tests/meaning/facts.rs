//! Facts and scopes. (Sections 4.9 and 5)

use crate::host::{Host, Out};
use crate::town::*;
use mizi_evaluator::program::*;

fn send(town: Town, more: &str) -> Out {
    let evaluator = town.ready();
    let line = format!(r#"{{"id":"e1","activity":"club","time":"2025-03-01","subject":"张三"{more}}}"#);
    Host::new(&evaluator).send(&line)
}

fn reading() -> Town {
    let mut town = Town::new();
    for slot in [AGE, ROLE, SUCCESS] {
        town.reads(CLUB, slot, true);
    }
    town.reads(CLUB, ORIGIN, false);
    town.reads_scope(CLUB, COMMUNITY, true);
    town.reads_scope(CLUB, ZONE, true);
    town
}

/// S5.2: everything that is missing or wrong is named at once.
#[test]
fn s5_2_all_bad_facts_at_once() {
    let out = send(reading(), "");
    assert_eq!(out.outcome(), "cannot_decide");
    let missing = [
        "missing_fact age",
        "missing_fact role",
        "missing_fact success",
        "missing_scope community",
        "missing_scope zone",
    ];
    assert_eq!(out.errors(), missing);
    let out = send(
        reading(),
        r#","scopes":{"社区":"不存在"},"facts":{"年龄":"151","角色":"主持","成功":1,"户籍":"本地","origin":"local","身高":3}"#,
    );
    assert_eq!(
        out.errors(),
        [
            "out_of_range age",
            "bad_fact role",
            "bad_fact success",
            "bad_fact origin",
            "bad_scope community",
            "bad_scope zone",
            "unknown_name 身高"
        ]
    );
}

/// S5.2: between two steps; numbers that cannot be held.
#[test]
fn s5_2_numbers() {
    let hours = |hours: &str| {
        let mut town = Town::new();
        town.reads(PATROL, HOURS, true);
        let evaluator = town.ready();
        let line = format!(
            r#"{{"id":"e1","activity":"patrol","time":"2025-03-01","subject":"张三","facts":{{"时长":{hours}}}}}"#
        );
        Host::new(&evaluator).send(&line).errors().join(";")
    };
    for fine in ["0", "8", "0.5", "\"1.50\"", "1e0", "80E-1"] {
        assert_eq!(hours(fine), "", "{fine}");
    }
    assert_eq!(hours("0.25"), "off_step hours");
    assert_eq!(hours("8.5"), "out_of_range hours");
    assert_eq!(hours("-0.5"), "out_of_range hours");
    for bad in ["0.001", "true", "[1]", "\"one\"", "1e30", "\"\""] {
        assert_eq!(hours(bad), "bad_fact hours", "{bad}");
    }
    assert_eq!(hours("null"), "missing_fact hours");
}

/// S5.4: what nothing reads is not looked at, be it ever so wrong; a name that no version has is an error.
#[test]
fn s5_4_what_nothing_reads_is_not_looked_at() {
    let out =
        send(Town::new(), r#","scopes":{"社区":"不存在","片区":"科创未来"},"facts":{"年龄":-5,"时长":"x","成功":"?"}"#);
    assert_eq!(out.outcome(), "decided");
    assert_eq!(send(Town::new(), r#","scopes":{"楼":"3"},"facts":{}"#).errors(), ["unknown_name 楼"]);
}

/// S4.9: derived scopes, and stated ones that contradict.
#[test]
fn s4_9_derived_scopes() {
    let zone = |scopes: &str| {
        let mut town = Town::new();
        town.reads_scope(CLUB, ZONE, true);
        town.reads_scope(CLUB, COMMUNITY, false);
        let key = town.code(&[Op::Scope(ZONE), Op::Const(1), Op::Add]);
        town.rule(CLUB, "片区号", Amount::Code(key));
        let out = send(town, &format!(r#","scopes":{{{scopes}}}"#));
        if out.outcome() == "decided" { out.total().to_string() } else { out.errors().join(";") }
    };
    assert_eq!(zone(r#""社区":"葛巷""#), "1");
    assert_eq!(zone(r#""community":"向往""#), "2");
    assert_eq!(zone(r#""社区":"向往","片区":"tech","街道":"随便","居民":"别人""#), "2");
    assert_eq!(zone(r#""社区":"向往","片区":"产居梦想""#), "contradiction zone");
    assert_eq!(zone(r#""片区":"产居梦想""#), "contradiction zone", "a parent where its child is missing");
    assert_eq!(zone(r#""社区":"向往","片区":"别处""#), "bad_scope zone");
    assert_eq!(zone(r#""社区":"向往","community":"葛巷""#), "bad_scope zone;bad_scope community", "stated twice");
}

/// S5.5: an activity that no version has, or that this version does not have.
#[test]
fn s5_5_unknown_activities() {
    let mut town = Town::new();
    town.segment().activities[CLUB] = None;
    assert_eq!(send(town, "").errors(), ["activity_not_in_version club"]);
    let evaluator = Town::new().ready();
    let line = r#"{"id":"e1","activity":"唱歌","time":"2025-03-01","subject":"张三"}"#;
    assert_eq!(Host::new(&evaluator).send(line).errors(), ["unknown_activity 唱歌"]);
}

/// S1.6: whatever of a line cannot be read is named at once.
#[test]
fn s1_6_all_that_cannot_be_read_at_once() {
    let evaluator = Town::new().ready();
    let errors = |what: &str| {
        let line = format!(r#"{{"id":"e1",{what},"time":"昨天","received":"后天","subject":""}}"#);
        Host::new(&evaluator).send(&line).errors().join(";")
    };
    assert_eq!(errors(r#""activity":"club""#), "bad_time;bad_received;missing_subject");
    assert_eq!(errors(r#""activity":"唱歌""#), "bad_time;bad_received;unknown_activity 唱歌;missing_subject");
    assert_eq!(errors(r#""redeem":"月球""#), "bad_time;bad_received;unknown_redemption 月球;missing_subject");
}

/// S8.2: 有 guards what may be missing.
#[test]
fn s8_2_guarded_facts() {
    let total = |facts: &str| {
        let mut town = Town::new();
        town.reads(CLUB, AGE, false);
        let test =
            town.code(&[Op::HasFact(AGE), Op::AndThen(3), Op::Fact(AGE), Op::Const(60), Op::Compare(Compare::AtLeast)]);
        town.rule(CLUB, "甲", Amount::Fixed(5)).clauses = vec![Clause { test, text: text("", ""), probe: None }];
        send(town, facts).total()
    };
    assert_eq!(total(r#","facts":{"年龄":60}"#), 5);
    assert_eq!(total(r#","facts":{"年龄":59}"#), 0);
    assert_eq!(total(""), 0);
}
