//! The state as a text, and runs that go on from it.

use crate::host::Host;
use crate::town::*;
use mizi_evaluator::Evaluator;
use mizi_evaluator::account::Saved;
use mizi_evaluator::program::*;

fn town() -> Town {
    let mut town = Town::new();
    town.carried(60, 10);
    town.segment().reversal.recompute = true;
    town.rule(TALENT, "达人奖", Amount::Fixed(100));
    let cap = town.cap(TALENT, "达人奖", 1, true, ZONE, Window::Year { month: 4, day: 1 });
    town.activity(TALENT).rules[0].own_caps = vec![cap];
    town.activity(TALENT).confirmations = vec![vec![0], vec![1]];
    town.reads_scope(TALENT, ZONE, true);
    town.reads_scope(TALENT, COMMUNITY, true);
    town.reads(TALENT, AGE, false);
    town.redemption(10);
    let stock = town.account("乒乓球馆预约", Measure::Times, STREET, Window::Day, AccountKind::Usage);
    let item = town.item(ItemKind::Stock, "乒乓球馆预约", "限量 全街道 每日 1 次", "");
    let stock = Cap { item, limit: 1, times: true, refuse: false, usage: Usage::Account(stock) };
    town.segment().redemptions[0].as_mut().unwrap().stock = vec![stock];
    town
}

const LINES: [&str; 14] = [
    r#"{"id":"e1","activity":"talent","time":"2025-03-01T00:00:00.5Z","received":"2025-03-02","subject":"张三","scopes":{"社区":"向往","家庭":"甲"},"facts":{"年龄":61,"实名注册":"?","户籍":"本地"}}"#,
    r#"{"id":"e2","activity":"volunteer","time":"2025-03-01","subject":"张三","facts":{"hours":0.5}}"#,
    r#"{"id":"c1","confirm":"e1","role":"社区","time":"2025-03-02"}"#,
    r#"{"id":"e3","activity":"volunteer","time":"2025-03-03","subject":"张三","facts":{"hours":1}}"#,
    r#"{"id":"e4","activity":"volunteer","time":"2025-03-03","subject":"张三"}"#,
    r#"{"id":"x1","redeem":"table_tennis","time":"2025-03-04","subject":"张三"}"#,
    r#"{"id":"x2","redeem":"table_tennis","time":"2025-03-04","subject":"张三"}"#,
    r#"{"id":"c9","confirm":"e1","role":"社区","time":"2025-03-04"}"#,
    r#"{"id":"c2","confirm":"e1","role":"street","time":"2025-03-05"}"#,
    r#"{"id":"r1","reverse":"e2","time":"2025-03-05"}"#,
    r#"{"id":"e4","activity":"volunteer","time":"2025-03-06","subject":"张三","facts":{"hours":2.5}}"#,
    r#"{"id":"e2","activity":"volunteer","time":"2025-03-06","subject":"张三","facts":{"hours":0.5}}"#,
    r#"{"id":"r2","reverse":"e1","time":"2025-03-07"}"#,
    r#"{"id":"r3","reverse":"c1","time":"2025-03-07"}"#,
];

/// Decides lines from a state given as text; gives the lines and the state as text.
fn run(evaluator: &Evaluator, state: &str, lines: &[&str]) -> (Vec<String>, String) {
    let mut host = Host::new(evaluator);
    let mut saved = Saved::read(evaluator, &mut host.reader.texts, state).unwrap();
    std::mem::swap(&mut host.memory, &mut saved.memory);
    let out = lines.iter().map(|line| {
        let text = host.send(line).text;
        text.split_once(',').unwrap().1.to_owned()
    });
    let out = out.collect();
    std::mem::swap(&mut host.memory, &mut saved.memory);
    (out, saved.write(evaluator, &host.reader.texts))
}

/// Two runs equal one, wherever they are parted.
#[test]
fn two_runs_equal_one() {
    let evaluator = town().ready();
    let (whole, state) = run(&evaluator, "", &LINES);
    for parted in 0..=LINES.len() {
        let (mut first, between) = run(&evaluator, "", &LINES[..parted]);
        let (second, end) = run(&evaluator, &between, &LINES[parted..]);
        first.extend(second);
        assert_eq!(first, whole, "parted before line {parted}");
        assert_eq!(end, state, "parted before line {parted}");
        assert_eq!(run(&evaluator, &between, &[]).1, between, "written as it was read");
    }
    insta::assert_snapshot!(run(&evaluator, "", &LINES[..9]).1);
}

/// What the policy does not know is kept as it is.
#[test]
fn what_the_policy_does_not_know_is_kept() {
    let state = run(&town().ready(), "", &LINES[..8]).1;
    let mut other = Town::new();
    other.redemption(10);
    other.program.activities[TALENT].name = name("唱歌", "");
    let other = other.ready();
    assert_eq!(run(&other, &state, &[]).1, state);
    let (out, after) = run(&other, &state, &[LINES[0], LINES[8], LINES[12]]);
    let outcome = |line: &String| line.split("\"outcome\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(out.iter().map(outcome).collect::<Vec<_>>(), ["repeated", "unknown", "reversed"]);
    assert_eq!(run(&town().ready(), &after, &[LINES[8]]).0.iter().map(outcome).collect::<Vec<_>>(), ["repeated"]);
}

/// Amounts are in durable units, so that a finer version of the policy reads them.
#[test]
fn a_finer_version_reads_the_same_amounts() {
    let state = run(&town().ready(), "", &LINES[..5]).1;
    let mut finer = town();
    for account in &mut finer.program.accounts {
        if matches!(account.measure, Measure::Remainder(_)) {
            account.parts = 6;
        }
    }
    let finer = finer.ready();
    let mut host = Host::new(&finer);
    let saved = Saved::read(&finer, &mut host.reader.texts, &state).unwrap();
    host.memory = saved.memory;
    assert_eq!(host.holds(1, "张三", 0), 180);
}

/// Of an account that the policy does not have.
const TWO_FOREIGN: &str = r#"{"at":["gone","points","person","张三","lifetime",null],"amount":"1"}
{"at":["gone","points","person","张三","lifetime",null],"amount":"2"}
"#;

#[test]
fn states_that_are_none() {
    let evaluator = town().ready();
    let state = run(&evaluator, "", &LINES[..3]).1;
    let read = |state: &str| {
        let error = Saved::read(&evaluator, &mut Default::default(), state).unwrap_err().text();
        format!("{}\n{}", error.zh, error.en)
    };
    let again = |begin: &str| {
        let line = state.lines().find(|line| line.starts_with(begin)).unwrap();
        format!("{state}{line}\n")
    };
    let broken = [
        "hello".to_owned(),
        state.replacen("town", "village", 1),
        state.replacen("\"format\":0", "\"format\":9", 1),
        state.replace("\"kind\":\"event\"", "\"kind\":\"party\""),
        state.replace("\"amount\":\"30\"", "\"amount\":\"0.5\""),
        again("{\"at\""),
        again("{\"id\""),
        format!("{state}{TWO_FOREIGN}"),
        state.replace(",\"policy\"", ",\"polcy\":1,\"policy\""),
    ];
    insta::assert_snapshot!(broken.map(|state| read(&state)).join("\n"));
}
