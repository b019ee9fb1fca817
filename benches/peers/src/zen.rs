//! zen-engine (GoRules): a decision table and an expression node, compiled; the host keeps the counters and passes usage in.

use crate::data::Event;
use crate::decision::{Decider, Decision};
use crate::store::{Store, Usage};
use serde_json::{Value, json};
use zen_engine::Decision as ZenDecision;
use zen_expression::Variable;
use zen_expression::variable::VariableMap;

const ROWS: [(&str, &str, &str, &str, &str, &str); 11] = [
    // type, role, confirmed, success, rule, award
    ("'talent_registration'", "", "true", "", "1", "used.r1 < 1 ? 100 : 0"),
    ("'club_activity'", "'organiser'", "", "true", "2", "min([50, 200 - used.r2])"),
    ("'club_activity'", "'participant'", "", "", "3", "used.r3 < 4 ? 5 : 0"),
    ("'deliberation'", "", "", "", "4", "min([20, 100 - used.r4])"),
    ("'patrol'", "", "", "", "5", "min([10 * floor(hours), 300 - used.r5])"),
    ("'fire_check'", "", "true", "", "6", "used.r6 < 5 ? 15 : 0"),
    ("'rescue'", "", "", "", "7", "80"),
    ("'pairing_help'", "", "", "", "8", "hours < 1 ? 0 : hours < 2 ? 10 : hours < 4 ? 25 : 45"),
    ("'hazard_report'", "", "true", "", "9", "used.r9 < 3 ? 10 : 0"),
    ("'dispute_report'", "", "true", "", "10", "15"),
    ("", "", "", "", "0", "0"),
];

fn jdm() -> Value {
    let rules: Vec<Value> = ROWS
        .iter()
        .enumerate()
        .map(|(i, r)| {
            json!({"_id": format!("row{i}"), "i1": r.0, "i2": r.1, "i3": r.2, "i4": r.3, "o1": r.4, "o2": r.5})
        })
        .collect();
    json!({
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode", "content": {}},
            {"id": "dt", "name": "rules", "type": "decisionTableNode", "content": {
                "hitPolicy": "first", "passThrough": true,
                "inputs": [
                    {"id": "i1", "name": "type", "field": "type"},
                    {"id": "i2", "name": "role", "field": "role"},
                    {"id": "i3", "name": "confirmed", "field": "confirmed"},
                    {"id": "i4", "name": "success", "field": "success"}
                ],
                "outputs": [
                    {"id": "o1", "name": "rule", "field": "rule"},
                    {"id": "o2", "name": "awarded", "field": "awarded"}
                ],
                "rules": rules
            }},
            {"id": "ex", "name": "clip", "type": "expressionNode", "content": {
                "passThrough": false,
                "expressions": [
                    {"id": "x1", "key": "rule", "value": "rule"},
                    {"id": "x2", "key": "awarded", "value": "awarded"},
                    {"id": "x3", "key": "base",
                     "value": "rule == 1 ? awarded : min([awarded, 1000 - used.household])"},
                    {"id": "x4", "key": "bonus",
                     "value": "age >= 60 and rule >= 2 and rule <= 6 ? min([floor(awarded * 20 / 100), 1000 - used.household - $.base]) : 0"}
                ]
            }},
            {"id": "out", "name": "out", "type": "outputNode", "content": {}}
        ],
        "edges": [
            {"id": "e1", "sourceId": "in", "targetId": "dt"},
            {"id": "e2", "sourceId": "dt", "targetId": "ex"},
            {"id": "e3", "sourceId": "ex", "targetId": "out"}
        ]
    })
}

/// Built natively (no JSON round trip): the cheapest input zen accepts.
struct Input {
    names: Names,
    store: Store,
}
macro_rules! names {
    ($($n:ident),*) => {
        #[derive(Clone)]
        struct Names { $($n: zen_types_symbol::Symbol),* }
        impl Names { fn new() -> Self { Names { $($n: Variable::key(stringify!($n).trim_start_matches("k_"))),* } } }
    };
}
mod zen_types_symbol {
    pub use zen_types::symbol::Symbol;
}
names!(
    k_type, role, confirmed, success, hours, age, used, r1, r2, r3, r4, r5, r6, r9, household, rule, awarded, base,
    bonus
);
fn num(x: i64) -> Variable {
    Variable::Number(x.into())
}
impl Input {
    fn new() -> Self {
        Input { names: Names::new(), store: Store::default() }
    }
    fn build(&mut self, e: &Event) -> (Variable, Usage) {
        let u = self.store.usage(e);
        let k = &self.names;
        let mut used = VariableMap::with_capacity(8);
        used.insert(k.r1.clone(), num(u.r1_times));
        used.insert(k.r2.clone(), num(u.r2_points));
        used.insert(k.r3.clone(), num(u.r3_times));
        used.insert(k.r4.clone(), num(u.r4_points));
        used.insert(k.r5.clone(), num(u.r5_points));
        used.insert(k.r6.clone(), num(u.r6_times));
        used.insert(k.r9.clone(), num(u.r9_times));
        used.insert(k.household.clone(), num(u.household_points));
        let mut m = VariableMap::with_capacity(8);
        m.insert(k.k_type.clone(), Variable::String(Variable::key(e.etype.name())));
        m.insert(k.role.clone(), Variable::String(Variable::key(e.role.name())));
        m.insert(k.confirmed.clone(), Variable::Bool(e.confirmed));
        m.insert(k.success.clone(), Variable::Bool(e.success));
        m.insert(k.hours.clone(), Variable::Number(rust_decimal::Decimal::new(e.half_hours as i64 * 5, 1)));
        m.insert(k.age.clone(), num(e.age as i64));
        m.insert(k.used.clone(), Variable::from_object(used));
        (Variable::from_object(m), u)
    }
}
fn int(v: &Variable) -> i64 {
    use rust_decimal::prelude::ToPrimitive;
    match v {
        Variable::Number(d) => d.to_i64().unwrap(),
        v => panic!("not a number: {v:?}"),
    }
}

pub struct Graph<'a> {
    rt: &'a tokio::runtime::Runtime,
    decision: ZenDecision,
    input: Input,
}
impl Decider for Graph<'_> {
    fn decide(&mut self, e: &Event) -> Decision {
        let (v, _) = self.input.build(e);
        let r = self.rt.block_on(self.decision.evaluate(v)).unwrap();
        let o = r.result.as_object().unwrap();
        let o = o.borrow();
        let k = &self.input.names;
        let get = |s| int(o.get(s).unwrap()) as u16;
        let d =
            Decision { rule: get(&k.rule) as u8, awarded: get(&k.awarded), base: get(&k.base), bonus: get(&k.bonus) };
        self.input.store.apply(e, &d);
        d
    }
}

impl<'a> Graph<'a> {
    pub fn new(rt: &'a tokio::runtime::Runtime) -> Self {
        let content: zen_engine::model::GraphContent = serde_json::from_value(jdm()).expect("a valid graph");
        let mut decision = ZenDecision::from(content);
        decision.compile();
        decision.validate().expect("a valid graph");
        Graph { rt, decision, input: Input::new() }
    }
}
