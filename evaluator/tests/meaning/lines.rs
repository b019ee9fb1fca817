//! Lines of JSON in and out.

use crate::host::Host;
use crate::town::*;
use mizi_evaluator::json::Fields;
use mizi_evaluator::program::*;

fn town() -> Town {
    let mut town = Town::new();
    let lead = town.clause(CLUB, ROLE, Compare::Equal, 0, "角色 是 牵头", "role is lead");
    town.rule(CLUB, "牵头奖", Amount::Fixed(50)).clauses = vec![lead];
    let cap = town.cap(CLUB, "牵头奖", 70, false, PERSON, Window::Month);
    let old = town.clause(CLUB, AGE, Compare::AtLeast, 60, "年龄 60 以上", "age at least 60");
    let all = town.account("总", Measure::Points, HOUSEHOLD, Window::Week, AccountKind::Usage);
    let all = town.cap_of(CLUB, "总", 65, false, Usage::OrNothing(all));
    town.reads_scope(CLUB, HOUSEHOLD, false);
    let rule = &mut town.activity(CLUB).rules[0];
    (rule.own_caps, rule.overall_caps) = (vec![cap], vec![all]);
    town.bonus(CLUB, 0, "老年加成", 20).clauses = vec![old];
    town.redemption(200);
    town
}

const EVENTS: [&str; 8] = [
    r#"{"id":"e1","activity":"club","time":"2025-03-01T08:30:00+08:00","subject":"张三","scopes":{"家庭":"甲\"户"},"facts":{"角色":"lead","年龄":"61"}}"#,
    r#"{"id":"e2","activity":"社团活动","time":"2025-03-01 09:30","subject":"张三","scopes":{"household":"甲\"户"},"facts":{"role":"牵头","age":45}}"#,
    r#"{"id":"e3","activity":"社团活动","time":"2025-03-01 09:30","subject":"李四","facts":{"角色":"旁观","年龄":45}}"#,
    r#"{"id":"e4","activity":"社团活动","time":"2025-03-01 09:30","subject":"李四","facts":{"角色":"牵头","年龄":45}}"#,
    r#"{"id":"x1","redeem":"table_tennis","time":"2025-03-02","subject":"张三"}"#,
    r#"{"id":"r1","reverse":"e1","time":"2025-03-02"}"#,
    r#"{"id":"e5","activity":"社团活动","time":"2025-03-01","subject":"李四","facts":{"年龄":200,"身高":1}}"#,
    r#"not a record"#,
];

#[test]
fn decisions_as_lines() {
    let evaluator = town().ready();
    let mut host = Host::new(&evaluator);
    let shown: Vec<String> = EVENTS.iter().map(|line| format!("{line}\n→ {}", host.send(line).text)).collect();
    insta::assert_snapshot!(shown.join("\n"));
}

/// Every line gets a decision, whatever it is. S1.8: what no line of its kind has, or what stands twice, is named.
#[test]
fn lines_that_are_no_records() {
    let evaluator = town().ready();
    let mut host = Host::new(&evaluator);
    let mut errors = |line: &str| {
        let out = host.send(line);
        assert_eq!(out.outcome(), "cannot_decide", "{line}");
        out.errors().join(";")
    };
    for line in ["", "{", "[]", "7", "{\"id\":\"a\",}", "{\"id\":\"a\"} x", "\u{feff}{}"] {
        assert_eq!(errors(line), "not_json", "{line}");
    }
    assert_eq!(errors("{}"), "missing_id;bad_time;unclear_kind");
    assert_eq!(errors(r#"{"id":"","time":"2025-03-01","reverse":"e1"}"#), "missing_id");
    assert_eq!(errors(r#"{"id":"q1","time":"2025-03-01","reverse":""}"#), "missing_of");
    assert_eq!(errors(r#"{"id":"q2","time":"2025-03-01","reverse":"e1","confirm":"e1"}"#), "unclear_kind");
    assert_eq!(errors(r#"{"id":"q3","time":"2025-03-01","activity":"club"}"#), "missing_subject");
    assert_eq!(
        errors(r#"{"id":"q4","time":"2025-03-01","activity":"club","subject":"x","recieved":"y"}"#),
        "unknown_part recieved"
    );
    assert_eq!(errors(r#"{"id":"q5","id":"q6","time":"2025-03-01","activity":"club","subject":"x"}"#), "part_twice id");
    assert_eq!(
        errors(r#"{"id":"q7","time":"2025-03-01","activity":"club","subject":"x","facts":{},"facts":{}}"#),
        "part_twice facts"
    );
    assert_eq!(
        errors(r#"{"id":"qa","time":"2025-03-01","activity":"club","subject":"x","role":"社区"}"#),
        "unknown_part role"
    );
    assert_eq!(
        errors(r#"{"id":"qb","time":"2025-03-01","confirm":"q1","role":"社区","subject":"x","facts":{}}"#),
        "unknown_part subject;unknown_part facts"
    );
    assert_eq!(errors(r#"{"id":"qc","time":"2025-03-01","reverse":"q1","recieved":null}"#), "unknown_part recieved");
    assert_eq!(errors(r#"{"id":"q8","time":5,"activity":"no","subject":"x"}"#), "bad_time;unknown_activity no");
    assert_eq!(errors(r#"{"id":"q9","time":"2025-03-01","activity":"club","subject":"x","facts":7}"#), "not_json");
}

/// S15.1: also what cannot be read is repeated if its id is used.
#[test]
fn an_unreadable_line_may_be_a_repeat() {
    let evaluator = town().ready();
    let mut host = Host::new(&evaluator);
    host.send(EVENTS[0]);
    assert_eq!(host.send(r#"{"id":"e1","activity":"club"}"#).outcome(), "repeated");
}

/// Columns of a table say the same as JSON.
#[test]
fn columns_say_the_same() {
    let evaluator = town().ready();
    let mut host = Host::new(&evaluator);
    let json = host.reader.json(
        r#"{"id":"e1","activity":"club","time":"2025-03-01","subject":"7","scopes":{"家庭":"甲"},"facts":{"角色":"牵头","成功":true,"年龄":61}}"#,
    );
    let mut fields = Fields::default();
    for (name, value) in [
        ("id", "e1"),
        ("activity", "club"),
        ("time", "2025-03-01"),
        ("received", ""),
        ("subject", "7"),
        ("scopes.家庭", "甲"),
        ("facts.角色", "牵头"),
        ("facts.成功", "是"),
        ("facts.年龄", "61"),
        ("facts.户籍", ""),
    ] {
        fields.column(name, value);
    }
    assert_eq!(host.reader.line(&fields), json);
}

/// Ids may be numbers; texts may have escapes.
#[test]
fn ids_and_escapes() {
    let evaluator = town().ready();
    let mut host = Host::new(&evaluator);
    let out = host.send(r#"{"id":17,"activity":"\u0063lub","time":"2025-03-01","subject":"\u5f20三","facts":{"\u5e74龄":1,"角色":"参与"}}"#);
    assert_eq!((out.outcome(), &out.json["event"]), ("decided", &"17".into()));
    assert_eq!(host.reader.texts.find("张三").map(|_| ()), Some(()));
}
