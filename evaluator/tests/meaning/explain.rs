//! Explanations in both languages. They are read by people: read them too.

use crate::host::Host;
use crate::town::*;
use mizi_evaluator::program::*;

fn titled(town: &mut Town, item: &str, en: &str) {
    for known in town.program.items.iter_mut().filter(|known| known.name.name == item) {
        known.name.en = Some(en.to_owned());
    }
}

fn town() -> Town {
    let mut town = Town::new();
    let registered = town.clause(CLUB, REGISTERED, Compare::Equal, 1, "实名注册", "registered");
    let gate = town.item(ItemKind::Eligible, "得分", "资格 得分 当 实名注册", "eligible earn when registered");
    town.activity(CLUB).gates.push(Gate { item: gate, clauses: vec![registered] });
    let lead = town.clause(CLUB, ROLE, Compare::Equal, 0, "角色 是 牵头", "role is lead");
    let part = town.clause(CLUB, ROLE, Compare::Equal, 1, "角色 是 参与", "role is part");
    town.rule(CLUB, "社团牵头奖", Amount::Fixed(50)).clauses = vec![lead];
    town.rule(CLUB, "社团参与奖", Amount::Fixed(5)).clauses = vec![part];
    town.rule(CLUB, "到场奖", Amount::Fixed(3)).excepted_by = vec![0];
    let cap = town.cap(CLUB, "社团牵头奖", 80, false, PERSON, Window::Month);
    let household = town.account("家庭月上限", Measure::Points, HOUSEHOLD, Window::Month, AccountKind::Usage);
    town.reads_scope(CLUB, HOUSEHOLD, false);
    let overall = town.cap_of(CLUB, "家庭月上限", 75, false, Usage::OrNothing(household));
    let rule = &mut town.activity(CLUB).rules[0];
    (rule.own_caps, rule.overall_caps) = (vec![cap], vec![overall]);
    let old = town.clause(CLUB, AGE, Compare::AtLeast, 60, "年龄 60 以上", "age at least 60");
    town.bonus(CLUB, 0, "老年加成", 20).clauses = vec![old];
    let years =
        town.account("社团次数", Measure::Times, PERSON, Window::Year { month: 1, day: 1 }, AccountKind::Counter);
    town.counts(CLUB, years, Takes::Event);
    for (item, en) in [
        ("社团牵头奖", "Leading a club activity"),
        ("社团参与奖", "Taking part in a club activity"),
        ("到场奖", "Being there"),
        ("老年加成", "Bonus for the old"),
        ("家庭月上限", "Household cap"),
        ("社团次数", "Club activities"),
        ("余额", "Balance"),
    ] {
        titled(&mut town, item, en);
    }

    town.carried(60, 10);
    town.rule(TALENT, "达人奖", Amount::Fixed(100));
    town.activity(TALENT).confirmations = vec![vec![0], vec![1, 2]];

    town.rule(PATROL, "甲", Amount::Fixed(10));
    town.rule(PATROL, "乙", Amount::Fixed(20));
    town.activity(PATROL).groups.push(Group { item: None, highest: true, members: vec![(true, 0), (true, 1)] });

    town.redemption(60);
    let account = town.account("乒乓球馆预约", Measure::Times, STREET, Window::Day, AccountKind::Usage);
    let item = town.item(ItemKind::Stock, "乒乓球馆预约", "限量 全街道 每日 1 次", "stock 1 time whole street per day");
    let stock = Cap { item, limit: 1, times: true, refuse: false, usage: Usage::Account(account) };
    town.segment().redemptions[0].as_mut().unwrap().stock = vec![stock];
    town.segment().reversal = Reversal { returns_room: true, floor: Some(0), recompute: true };
    town.segment().late_days = Some(30);
    town
}

fn explained(lines: &[&str]) -> String {
    let evaluator = town().ready();
    let mut host = Host::new(&evaluator);
    let mut shown = Vec::new();
    for line in lines {
        let out = host.send(line);
        let [zh, en] = out.explained;
        shown.push(format!("{line}\n  {}\n  {}", zh.join("\n  "), en.join("\n  ")));
    }
    shown.join("\n")
}

#[test]
fn awards() {
    let club = |id: &str, more: &str| {
        format!(
            r#"{{"id":"{id}","activity":"club","time":"2025-03-01","subject":"张三","scopes":{{"家庭":"甲户"}},"facts":{{{more}}}}}"#
        )
    };
    let lines = [
        club("e1", r#""registered":true,"角色":"牵头","年龄":66"#),
        club("e2", r#""registered":true,"角色":"牵头","年龄":45"#),
        club("e3", r#""registered":true,"角色":"参与","年龄":66"#),
        club("e4", r#""registered":false,"角色":"参与","年龄":66"#),
        club("e5", r#""registered":true,"角色":"牵头","年龄":66"#).replace(r#""家庭":"甲户""#, ""),
        r#"{"id":"p1","activity":"patrol","time":"2025-03-01","subject":"张三"}"#.to_owned(),
    ];
    insta::assert_snapshot!(explained(&lines.each_ref().map(String::as_str)));
}

#[test]
fn confirmations_and_reversals() {
    insta::assert_snapshot!(explained(&[
        r#"{"id":"e1","activity":"talent","time":"2025-03-01","subject":"张三"}"#,
        r#"{"id":"c1","confirm":"e1","role":"社区","time":"2025-03-02"}"#,
        r#"{"id":"c2","confirm":"e1","role":"协会","time":"2025-03-02"}"#,
        r#"{"id":"c3","confirm":"e1","role":"街道","time":"2025-03-02"}"#,
        r#"{"id":"x1","redeem":"table_tennis","time":"2025-03-02","subject":"张三"}"#,
        r#"{"id":"x2","redeem":"table_tennis","time":"2025-03-02","subject":"张三"}"#,
        r#"{"id":"r1","reverse":"e1","time":"2025-03-03"}"#,
        r#"{"id":"r2","reverse":"e1","time":"2025-03-03"}"#,
        r#"{"id":"r3","reverse":"x1","time":"2025-03-03"}"#,
        r#"{"id":"r4","reverse":"x9","time":"2025-03-03"}"#,
        r#"{"id":"e1","activity":"talent","time":"2025-03-01","subject":"张三"}"#,
        r#"{"id":"e2","activity":"talent","time":"2025-01-01","received":"2025-03-01","subject":"张三"}"#,
        r#"{"id":"e3","activity":"talent","time":"2026-01-01","subject":"张三"}"#,
        r#"{"id":"v1","activity":"volunteer","time":"2025-03-01","subject":"张三","facts":{"时长":1.5}}"#,
        r#"{"id":"v2","activity":"volunteer","time":"2025-03-01","subject":"张三","facts":{"时长":0.5}}"#,
        r#"{"id":"r5","reverse":"v1","time":"2025-03-02"}"#,
    ]));
}

#[test]
fn errors() {
    let line = |facts: &str, more: &str| {
        format!(r#"{{"id":"e1","activity":"club","time":"2025-03-01","subject":"张三","facts":{{{facts}}}{more}}}"#)
    };
    let lines = [
        line("", ""),
        line(r#""年龄":151,"角色":"主持","registered":"也许","身高":170"#, r#","scopes":{"楼":"3"}"#),
        line(r#""年龄":"六十","角色":"牵头","role":"lead","registered":true"#, ""),
        line(r#""年龄":60.5,"角色":"牵头","registered":true"#, ""),
        line("", r#","recieved":"x","time":"2025-03-02""#),
        r#"{"id":"e2","activity":"唱歌","time":"2025年3月1日"}"#.to_owned(),
        r#"{"id":"e3","activity":"volunteer","time":"2025-02-30","subject":"张三"}"#.to_owned(),
        r#"{"id":"e4","activity":"volunteer","time":"2025-03-01","subject":"张三","facts":{"时长":0.25}}"#.to_owned(),
        r#"{"id":"e5","activity":"volunteer","time":"2025-03-01","received":"x","subject":"张三","facts":{"时长":9}}"#
            .to_owned(),
        r#"{"id":"e6","time":"2025-03-01"}"#.to_owned(),
        r#"{"time":"2025-03-01","reverse":"e1"}"#.to_owned(),
        r#"{"id":"r1","time":"2025-03-01","reverse":""}"#.to_owned(),
        r#"{"id":"x1","time":"2025-03-01","redeem":"羽毛球","subject":"张三"}"#.to_owned(),
        r#"{"id":"#.to_owned(),
    ];
    insta::assert_snapshot!(explained(&lines.each_ref().map(String::as_str)));
}
