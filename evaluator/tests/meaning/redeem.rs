//! Redemptions. (Sections 7.2 and 13)

use crate::host::Host;
use crate::town::*;
use mizi_evaluator::program::*;
use serde_json::Value;

fn redeem(id: &str, time: &str) -> String {
    format!(r#"{{"id":"{id}","redeem":"乒乓球馆预约","time":"{time}","subject":"张三"}}"#)
}

fn rich(town: Town) -> (mizi_evaluator::Evaluator, &'static str) {
    (town.ready(), r#"{"id":"e1","activity":"talent","time":"2025-03-01","subject":"张三"}"#)
}

fn shop() -> Town {
    let mut town = Town::new();
    town.rule(TALENT, "达人奖", Amount::Fixed(250));
    town.redemption(100);
    town
}

/// S13.1, S13.2: price and stock; what refuses it is cited, all of it.
#[test]
fn s13_1_price_floor_and_stock() {
    let mut town = shop();
    let account = town.account("乒乓球馆预约", Measure::Times, STREET, Window::Day, AccountKind::Usage);
    let item = town.item(ItemKind::Stock, "乒乓球馆预约", "限量 全街道 每日 1 次", "");
    let stock = Cap { item, limit: 1, times: true, refuse: false, usage: Usage::Account(account) };
    let redemption = town.segment().redemptions[0].as_mut().unwrap();
    redemption.stock = vec![stock];
    redemption.from_balance = Some(120);
    let (evaluator, earn) = rich(town);
    let mut host = Host::new(&evaluator);
    host.send(earn);
    let out = host.send(&redeem("x1", "2025-03-01"));
    assert_eq!((out.outcome(), out.total(), &out.json["price"]), ("decided", -100, &"100".into()));
    let kinds = |out: &crate::host::Out| {
        let limits = out.json["lines"][0]["limited_by"].as_array().unwrap().clone();
        limits.iter().map(|limit| limit["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let out = host.send(&redeem("x2", "2025-03-01"));
    assert_eq!((out.outcome(), kinds(&out)), ("refused", vec!["stock".into()]));
    assert_eq!(host.send(&redeem("x3", "2025-03-02")).outcome(), "decided");
    let out = host.send(&redeem("x4", "2025-03-02"));
    assert_eq!(kinds(&out), ["from_balance", "floor", "stock"]);
    assert_eq!((out.json.get("total"), host.balance("张三")), (None::<&Value>, 50));
}

/// S5.5: not in force on the date, or not of this policy at all.
#[test]
fn s5_5_a_redemption_not_in_force() {
    let mut town = shop();
    town.segment().until = Some(day("2025-04-01"));
    town.program.segments.push(segment("2025-04-01", None, "2025.2"));
    let (evaluator, _) = rich(town);
    let mut host = Host::new(&evaluator);
    assert_eq!(host.send(&redeem("x1", "2025-04-01")).outcome(), "not_in_force");
    assert_eq!(host.send(&redeem("x2", "2024-12-31")).outcome(), "not_in_force");
    let other = redeem("x3", "2025-03-01").replace("乒乓球馆预约", "羽毛球馆");
    assert_eq!(host.send(&other).errors(), ["unknown_redemption 羽毛球馆"]);
}

/// S7.2: its own conditions.
#[test]
fn s7_2_gates_of_a_redemption() {
    let mut town = shop();
    let test = town.code(&[Op::HasScope(HOUSEHOLD)]);
    let clause = Clause { test, text: text("有 家庭", "has household"), probe: None };
    let redemption = town.segment().redemptions[0].as_mut().unwrap();
    redemption.scopes = vec![ScopeUse { scope: HOUSEHOLD, required: false }];
    redemption.gates = vec![Gate { item: redemption.item, clauses: vec![clause] }];
    let (evaluator, earn) = rich(town);
    let mut host = Host::new(&evaluator);
    host.send(earn);
    let out = host.send(&redeem("x1", "2025-03-01"));
    assert_eq!((out.outcome(), &out.json["lines"][0]["failed"]["clause"]), ("not_eligible", &"有 家庭".into()));
    let with = redeem("x2", "2025-03-01").replace("\"subject\"", "\"scopes\":{\"家庭\":\"甲户\"},\"subject\"");
    assert_eq!(host.send(&with).outcome(), "decided");
}
