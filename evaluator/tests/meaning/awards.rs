//! Conditions, amounts, groups, grants, bonuses, counters. (Sections 8 to 12, 16)

use crate::host::Host;
use crate::town::*;
use mizi_evaluator::program::*;

const CLUB_LEAD: &str = r#"{"id":"e1","activity":"club","time":"2025-03-01 08:30","subject":"张三","facts":{"角色":"牵头","成功":true,"年龄":70}}"#;

fn again(line: &str, id: &str) -> String {
    line.replace("\"e1\"", &format!("\"{id}\""))
}

/// S8.1, S14.1, S14.2: the first clause that fails is cited, with its value and the nearest that would pass.
#[test]
fn s8_1_the_first_failing_clause_is_cited() {
    let mut town = Town::new();
    let lead = town.clause(CLUB, ROLE, Compare::Equal, 1, "角色 是 参与", "role is part");
    let old = town.clause(CLUB, AGE, Compare::AtLeast, 60, "年龄 60 以上", "age at least 60");
    town.rule(CLUB, "一", Amount::Fixed(10)).clauses = vec![old.clone(), lead.clone()];
    town.rule(CLUB, "二", Amount::Fixed(10)).clauses = vec![lead, old];
    let evaluator = town.ready();
    let mut host = Host::new(&evaluator);
    let line = CLUB_LEAD.replace("70", "45");
    let out = host.send(&line);
    assert_eq!(out.rule("一")["failed"]["clause"], "年龄 60 以上");
    assert_eq!(
        (&out.rule("一")["failed"]["value"], &out.rule("一")["failed"]["would_pass"]),
        (&"45".into(), &"60".into())
    );
    assert_eq!(out.rule("二")["failed"]["clause"], "角色 是 参与");
    assert_eq!(
        (&out.rule("二")["failed"]["value"], &out.rule("二")["failed"]["would_pass"]),
        (&"lead".into(), &"part".into())
    );
    assert_eq!((out.outcome(), out.total()), ("decided", 0));
}

/// S8.3: exceptions from the outermost inwards.
#[test]
fn s8_3_an_exception_that_is_silenced_silences_nothing() {
    let decide = |age: i64| {
        let mut town = Town::new();
        let old = town.clause(CLUB, AGE, Compare::AtLeast, 60, "", "");
        let very_old = town.clause(CLUB, AGE, Compare::AtLeast, 80, "", "");
        town.rule(CLUB, "基本", Amount::Fixed(1)).excepted_by = vec![1];
        let rule = town.rule(CLUB, "老年", Amount::Fixed(10));
        (rule.clauses, rule.excepted_by) = (vec![old], vec![2]);
        town.rule(CLUB, "高龄", Amount::Fixed(100)).clauses = vec![very_old];
        let evaluator = town.ready();
        let out = Host::new(&evaluator).send(&CLUB_LEAD.replace("70", &age.to_string()));
        ["基本", "老年", "高龄"].map(|rule| out.granted(rule))
    };
    assert_eq!(decide(30), [1, 0, 0]);
    assert_eq!(decide(70), [0, 10, 0]);
    assert_eq!(decide(85), [1, 0, 100]);
}

/// S9.1, S9.3: whole blocks, what is left over is lost; rounding goes where it is stated to go.
#[test]
fn s9_3_whole_blocks_without_remainder() {
    let mut town = Town::new();
    town.reads(PATROL, HOURS, true);
    let units = town.code(&[Op::Fact(HOURS)]);
    let pay = town.code(&[Op::Const(10)]);
    town.rule(PATROL, "巡防奖", Amount::Blocks { units, block: 60, pay, carried: None });
    for (name, rounding) in [("下", Rounding::Down), ("上", Rounding::Up), ("半", Rounding::HalfUp)] {
        let code = town.code(&[Op::Fact(HOURS), Op::Const(12), Op::Div(rounding)]);
        town.rule(PATROL, name, Amount::Code(code));
    }
    let evaluator = town.ready();
    let mut host = Host::new(&evaluator);
    let out =
        host.send(r#"{"id":"e1","activity":"平安巡防","time":"2025-03-01","subject":"张三","facts":{"时长":2.5}}"#);
    assert_eq!(["巡防奖", "下", "上", "半"].map(|rule| out.granted(rule)), [20, 12, 13, 13]);
    let out =
        host.send(r#"{"id":"e2","activity":"patrol","time":"2025-03-01","subject":"张三","facts":{"hours":"0.50"}}"#);
    assert_eq!(["巡防奖", "下", "上", "半"].map(|rule| out.granted(rule)), [0, 2, 3, 3]);
}

/// S9.4, S9.5: remainders are carried, per person, and blocks leave also where a cap cuts their pay.
#[test]
fn s9_4_carried_remainders() {
    let mut town = Town::new();
    town.carried(60, 10);
    let adult = town.clause(VOLUNTEER, AGE, Compare::AtLeast, 18, "", "");
    let cap = town.cap(VOLUNTEER, "志愿奖", 15, false, PERSON, Window::Month);
    let rule = &mut town.activity(VOLUNTEER).rules[0];
    (rule.clauses, rule.own_caps) = (vec![adult], vec![cap]);
    let evaluator = town.ready();
    let mut host = Host::new(&evaluator);
    let mut give = |id: &str, age: i64, hours: &str| {
        let line = format!(
            r#"{{"id":"{id}","activity":"志愿服务","time":"2025-03-01","subject":"张三","facts":{{"时长":{hours},"年龄":{age}}}}}"#
        );
        let total = host.send(&line).total();
        (total, host.holds(1, "张三", 0), host.holds(2, "张三", 0))
    };
    assert_eq!(give("e1", 20, "0.5"), (0, 30, 0));
    assert_eq!(give("e2", 17, "0.5"), (0, 30, 0), "where the rule does not hold nothing is added");
    assert_eq!(give("e3", 20, "1"), (10, 30, 10));
    assert_eq!(give("e4", 20, "2.5"), (5, 0, 15), "three blocks leave, the cap leaves 5 of their 30");
}

/// S10.2, S10.3: the highest by what own caps leave; ties go to the earlier; others use no room.
#[test]
fn s10_3_the_highest_by_what_own_caps_leave() {
    let mut town = Town::new();
    town.rule(CLUB, "甲", Amount::Fixed(50));
    town.rule(CLUB, "乙", Amount::Fixed(30));
    town.rule(CLUB, "丙", Amount::Fixed(30));
    let first = town.cap(CLUB, "甲", 60, false, PERSON, Window::Month);
    let second = town.cap(CLUB, "丙", 100, false, PERSON, Window::Month);
    town.activity(CLUB).rules[0].own_caps = vec![first];
    town.activity(CLUB).rules[2].own_caps = vec![second];
    let members = vec![(true, 0), (true, 1), (true, 2)];
    let group = town.item(ItemKind::Group, "就高组", "", "");
    town.activity(CLUB).groups.push(Group { item: Some(group), highest: true, members });
    let evaluator = town.ready();
    let mut host = Host::new(&evaluator);
    let out = host.send(CLUB_LEAD);
    assert_eq!(["甲", "乙", "丙"].map(|rule| out.granted(rule)), [50, 0, 0]);
    assert_eq!(out.rule("乙")["limited_by"][0]["chosen"], "甲");
    let out = host.send(&again(CLUB_LEAD, "e2"));
    assert_eq!(["甲", "乙", "丙"].map(|rule| out.granted(rule)), [0, 30, 0], "10 are left for 甲; 乙 stands before 丙");
    assert_eq!(out.rule("甲")["amount"], "50");
    assert_eq!(host.holds(2, "张三", day("2025-03-01")), 0, "丙 used no room");
}

/// S10.3: of nested groups a rule cites all that chose against it, the inner one first.
#[test]
fn s10_3_nested_groups() {
    let mut town = Town::new();
    for (name, points) in [("甲", 10), ("乙", 20), ("丙", 25)] {
        town.rule(CLUB, name, Amount::Fixed(points));
    }
    let inner = town.item(ItemKind::Group, "内", "", "");
    let outer = town.item(ItemKind::Group, "外", "", "");
    let groups = &mut town.activity(CLUB).groups;
    groups.push(Group { item: Some(inner), highest: true, members: vec![(true, 0), (true, 1)] });
    groups.push(Group { item: Some(outer), highest: true, members: vec![(false, 0), (true, 2)] });
    let evaluator = town.ready();
    let out = Host::new(&evaluator).send(CLUB_LEAD);
    assert_eq!(["甲", "乙", "丙"].map(|rule| out.granted(rule)), [0, 0, 25]);
    let names = |rule| out.limited(rule).into_iter().map(|(item, _)| item).collect::<Vec<_>>();
    assert_eq!((names("甲"), names("乙"), names("丙")), (vec!["内".into(), "外".into()], vec!["外".into()], vec![]));
}

/// S11.3, S11.4: the least room of all truncating caps, whatever their order; a refusing cap refuses the unreduced amount.
#[test]
fn s11_3_truncating_and_refusing_caps() {
    for order in [[0, 1], [1, 0]] {
        let mut town = Town::new();
        town.rule(CLUB, "甲", Amount::Fixed(50));
        town.rule(CLUB, "乙", Amount::Fixed(50));
        let own = town.cap(CLUB, "甲", 40, false, PERSON, Window::Month);
        let all = town.cap(CLUB, "总", 60, false, PERSON, Window::Month);
        assert_eq!((own, all), (0, 1));
        town.activity(CLUB).rules[0].overall_caps = order.to_vec();
        town.activity(CLUB).rules[1].overall_caps = vec![1];
        let evaluator = town.ready();
        let out = Host::new(&evaluator).send(CLUB_LEAD);
        assert_eq!(["甲", "乙"].map(|rule| out.granted(rule)), [40, 20]);
        assert_eq!(out.limited("乙"), [("总".into(), "20".into())]);

        let mut town = Town { program: evaluator.program().clone() };
        town.activity(CLUB).caps[1].refuse = true;
        let evaluator = town.ready();
        let out = Host::new(&evaluator).send(CLUB_LEAD);
        assert_eq!(["甲", "乙"].map(|rule| out.granted(rule)), [40, 0], "60 is room for 50, 20 is not");
    }
}

/// S11.4, S11.5: a cap of times limits only when none is left, and 0 points take no time.
#[test]
fn s11_5_caps_of_times() {
    let mut town = Town::new();
    town.reads(PATROL, HOURS, true);
    let units = town.code(&[Op::Fact(HOURS)]);
    let pay = town.code(&[Op::Const(10)]);
    town.rule(PATROL, "巡防奖", Amount::Blocks { units, block: 60, pay, carried: None });
    let cap = town.cap(PATROL, "巡防奖", 2, true, PERSON, Window::Day);
    town.activity(PATROL).rules[0].own_caps = vec![cap];
    let evaluator = town.ready();
    let mut host = Host::new(&evaluator);
    let mut patrol = |id: &str, time: &str, hours: &str| {
        let line = format!(
            r#"{{"id":"{id}","activity":"patrol","time":"{time}","subject":"张三","facts":{{"hours":{hours}}}}}"#
        );
        host.send(&line).total()
    };
    assert_eq!(patrol("e1", "2025-03-01T08:00", "8"), 80);
    assert_eq!(patrol("e2", "2025-03-01T09:00", "0.5"), 0);
    assert_eq!(patrol("e3", "2025-03-01T10:00", "1"), 10);
    assert_eq!(patrol("e4", "2025-03-01T23:59", "1"), 0);
    assert_eq!(patrol("e5", "2025-03-02T00:00", "1"), 10, "a new day");
    assert_eq!(patrol("e6", "2025-02-28T12:00", "1"), 10, "S3.3: a late event has the windows of its own date");
}

/// S11.6: within one event.
#[test]
fn s11_6_caps_per_event() {
    let mut town = Town::new();
    town.rule(CLUB, "甲", Amount::Fixed(50));
    town.rule(CLUB, "乙", Amount::Fixed(50));
    let cap = town.cap_of(CLUB, "总", 70, false, Usage::Event);
    for rule in 0..2 {
        town.activity(CLUB).rules[rule].overall_caps = vec![cap];
    }
    let evaluator = town.ready();
    let mut host = Host::new(&evaluator);
    for id in ["e1", "e2"] {
        let out = host.send(&again(CLUB_LEAD, id));
        assert_eq!(["甲", "乙"].map(|rule| out.granted(rule)), [50, 20]);
    }
}

/// S11.8: what holds for who lacks the scope of a cap.
#[test]
fn s11_8_who_lacks_the_scope() {
    let total = |usage: fn(AccountId, AccountId) -> Usage, household: bool| {
        let mut town = Town::new();
        town.rule(CLUB, "甲", Amount::Fixed(50));
        let own = town.account("总", Measure::Points, HOUSEHOLD, Window::Month, AccountKind::Usage);
        let other = town.account("总", Measure::Points, PERSON, Window::Month, AccountKind::Usage);
        town.reads_scope(CLUB, HOUSEHOLD, false);
        let cap = town.cap_of(CLUB, "总", 30, false, usage(own, other));
        town.activity(CLUB).rules[0].overall_caps = vec![cap];
        let evaluator = town.ready();
        let mut host = Host::new(&evaluator);
        let scopes =
            if household { r#""subject":"张三","scopes":{"家庭":"甲户"}"# } else { r#""subject":"张三""# };
        let out = host.send(&CLUB_LEAD.replace(r#""subject":"张三""#, scopes));
        let kept = (host.holds(own, "甲户", day("2025-03-01")), host.holds(other, "张三", day("2025-03-01")));
        (out.total(), kept)
    };
    assert_eq!(total(Usage::OrAccount, true), (30, (30, 0)));
    assert_eq!(total(Usage::OrAccount, false), (30, (0, 30)));
    assert_eq!(total(|own, _| Usage::OrUnlimited(own), false), (50, (0, 0)));
    assert_eq!(total(|own, _| Usage::OrNothing(own), false), (0, (0, 0)));
    assert_eq!(total(|own, _| Usage::OrNothing(own), true), (30, (30, 0)));
}

/// S12: bonuses are a share of what the base was granted, one line per base, directly after it; bonuses of bonuses after those.
#[test]
fn s12_1_bonuses_follow_their_base() {
    let mut town = Town::new();
    town.rule(CLUB, "甲", Amount::Fixed(45));
    town.rule(CLUB, "乙", Amount::Fixed(50));
    let all = town.cap(CLUB, "总", 60, false, PERSON, Window::Month);
    let old = town.clause(CLUB, AGE, Compare::AtLeast, 60, "年龄 60 以上", "");
    for rule in 0..2 {
        town.activity(CLUB).rules[rule].overall_caps = vec![all];
        let bonus = town.bonus(CLUB, rule, "老年加成", 25);
        (bonus.clauses, bonus.overall_caps) = (vec![old.clone()], vec![all]);
        let item = town.item(ItemKind::Bonus, "加成之加成", "", "");
        let inner = town.activity(CLUB).rules[rule].bonuses[0].clone();
        town.activity(CLUB).rules[rule].bonuses[0].bonuses =
            vec![Bonus { item, rounding: Rounding::Up, clauses: vec![], ..inner }];
    }
    let evaluator = town.ready();
    let out = Host::new(&evaluator).send(CLUB_LEAD);
    let lines = out.json["lines"].as_array().unwrap();
    let shown: Vec<String> =
        lines.iter().map(|line| format!("{} {}", line["rule"], line["granted"]).replace('"', "")).collect();
    assert_eq!(shown, ["甲 45", "老年加成 11", "加成之加成 3", "乙 1", "老年加成 0", "加成之加成 0"]);
    assert_eq!(lines[2]["base"], "老年加成");
    let out = Host::new(&evaluator).send(&CLUB_LEAD.replace("70", "59"));
    assert_eq!(out.rule("老年加成/甲")["failed"]["clause"], "年龄 60 以上");
    assert_eq!(out.total(), 60);
}

/// S12.3: within, a bonus takes room of its base's cap of points; separate, it does not. It never takes a time.
#[test]
fn s12_3_bonus_within_or_separate() {
    for (within, granted) in [(true, 5), (false, 10)] {
        let mut town = Town::new();
        town.rule(CLUB, "甲", Amount::Fixed(50));
        let points = town.cap(CLUB, "甲", 55, false, PERSON, Window::Month);
        let times = town.cap(CLUB, "甲", 1, true, PERSON, Window::Month);
        town.activity(CLUB).rules[0].own_caps = vec![points, times];
        town.bonus(CLUB, 0, "加成", 20).overall_caps = if within { vec![points] } else { vec![] };
        let evaluator = town.ready();
        let mut host = Host::new(&evaluator);
        assert_eq!(host.send(CLUB_LEAD).granted("加成/甲"), granted);
        assert_eq!(host.holds(2, "张三", day("2025-03-01")), 1);
    }
}

/// S7.1, S16.1: a gate stops the event and its counters; without it they count whatever the rules grant.
#[test]
fn s16_1_counters_count_events_that_pass_the_gates() {
    let mut town = Town::new();
    let registered = town.clause(CLUB, REGISTERED, Compare::Equal, 1, "实名注册", "registered");
    let never = town.clause(CLUB, AGE, Compare::AtLeast, 150, "", "");
    let item = town.item(ItemKind::Eligible, "得分", "资格 得分 当 实名注册", "");
    town.activity(CLUB).gates.push(Gate { item, clauses: vec![registered] });
    town.rule(CLUB, "甲", Amount::Fixed(50)).clauses = vec![never];
    let account = town.account("次数", Measure::Times, PERSON, Window::Year { month: 4, day: 1 }, AccountKind::Counter);
    town.counts(CLUB, account, Takes::Event);
    let evaluator = town.ready();
    let mut host = Host::new(&evaluator);
    let out = host.send(&CLUB_LEAD.replace("\"成功\"", "\"实名注册\":false,\"成功\""));
    assert_eq!((out.outcome(), host.holds(account, "张三", day("2024-04-01"))), ("not_eligible", 0));
    assert_eq!(out.rule("得分")["failed"]["clause"], "实名注册");
    let out = host.send(&again(&CLUB_LEAD.replace("\"成功\"", "\"实名注册\":true,\"成功\""), "e2"));
    assert_eq!((out.outcome(), out.total(), host.holds(account, "张三", day("2024-04-01"))), ("decided", 0, 1));
}

/// S8.7: before this event, and with it.
#[test]
fn s8_7_accounts_are_read_before_or_with_this_event() {
    let mut town = Town::new();
    let account = town.account("次数", Measure::Times, PERSON, Window::Lifetime, AccountKind::Counter);
    town.counts(CLUB, account, Takes::Event);
    town.activity(CLUB).readings = vec![Reading { account, including: false }, Reading { account, including: true }];
    let before = town.code(&[Op::Account(0)]);
    let with = town.code(&[Op::Account(1)]);
    town.rule(CLUB, "此前", Amount::Code(before));
    town.rule(CLUB, "连同", Amount::Code(with));
    let evaluator = town.ready();
    let mut host = Host::new(&evaluator);
    for (id, granted) in [("e1", [0, 1]), ("e2", [1, 2])] {
        let out = host.send(&again(CLUB_LEAD, id));
        assert_eq!(["此前", "连同"].map(|rule| out.granted(rule)), granted);
    }
}

/// S16.2: an account takes in what some rules were granted; bonuses count to the bonus.
#[test]
fn s16_2_accounts_that_take_in_points() {
    let mut town = Town::new();
    town.rule(CLUB, "甲", Amount::Fixed(50));
    town.rule(CLUB, "乙", Amount::Fixed(7));
    town.bonus(CLUB, 0, "加成", 20);
    let some = town.account("部分", Measure::Points, COMMUNITY, Window::Quarter, AccountKind::Counter);
    town.reads_scope(CLUB, COMMUNITY, true);
    let items = ["乙", "加成"].map(|name| town.item_of(name)).to_vec();
    town.counts(CLUB, some, Takes::Granted(items));
    let evaluator = town.ready();
    let mut host = Host::new(&evaluator);
    let out = host.send(CLUB_LEAD);
    assert_eq!((out.outcome(), out.errors()), ("cannot_decide", vec!["missing_scope community".into()]), "S16.3");
    let out = host.send(&CLUB_LEAD.replace("\"subject\"", "\"scopes\":{\"community\":\"葛巷\"},\"subject\""));
    assert_eq!((out.total(), host.balance("张三")), (67, 67));
    let taken = out.json["changes"].as_array().unwrap().iter().find(|change| change["account"] == "部分").unwrap();
    assert_eq!(taken["add"], "17");
    assert_eq!((&taken["key"], &taken["window"]["start"]), (&"gexiang".into(), &"2025-01-01".into()));
}

/// S16.4: an account that would leave its range names itself, and nothing changes.
#[test]
fn s16_4_an_account_leaves_its_range() {
    let mut town = Town::new();
    town.rule(CLUB, "甲", Amount::Fixed(50));
    town.program.accounts[0].max = 120;
    let evaluator = town.ready();
    let mut host = Host::new(&evaluator);
    for (id, outcome) in [("e1", "decided"), ("e2", "decided"), ("e3", "cannot_decide")] {
        assert_eq!(host.send(&again(CLUB_LEAD, id)).outcome(), outcome);
    }
    assert_eq!(host.balance("张三"), 100);
    assert_eq!(host.send(&again(CLUB_LEAD, "e3")).errors(), ["account_out_of_range 余额"], "S15.1: decided anew");
}

/// Amounts that leave 64 bits, and divisions by a variable that is 0, are named with their rule.
#[test]
fn a_formula_that_gives_no_number_cannot_be_decided() {
    for (ops, error) in [
        (vec![Op::Const(i64::MAX), Op::Fact(AGE), Op::Add], "amount_out_of_range 甲"),
        (vec![Op::Const(-1)], "amount_out_of_range 甲"),
        (vec![Op::Const(1), Op::Fact(AGE), Op::Const(70), Op::Sub, Op::Div(Rounding::Up)], "division_by_zero 甲"),
    ] {
        let mut town = Town::new();
        town.reads(CLUB, AGE, true);
        let code = town.code(&ops);
        town.rule(CLUB, "甲", Amount::Code(code));
        let evaluator = town.ready();
        let out = Host::new(&evaluator).send(CLUB_LEAD);
        assert_eq!((out.outcome(), out.errors()), ("cannot_decide", vec![error.into()]));
        assert!(out.json.get("lines").is_none() && out.json.get("changes").is_none());
    }
}
