//! Bands are compared with counting: for every value of the field, which rows hold?
#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

use mizi::checks;
use mizi::model::from_syntax;
use mizi::source::Sources;
use mizi::syntax;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The field goes from 0 to this.
const MOST: i64 = 12;

/// A row as written, and the values for which it holds; none: 其余.
#[derive(Clone, Debug)]
struct Row {
    text: String,
    holds: Option<BTreeSet<i64>>,
}

fn row() -> impl Strategy<Value = Row> {
    let number = -2..=MOST + 2;
    let where_ = |text: String, test: Box<dyn Fn(i64) -> bool>| Row {
        text,
        holds: Some((0..=MOST).filter(|value| test(*value)).collect()),
    };
    prop_oneof![
        number.clone().prop_map(move |n| where_(format!("不满 {n}"), Box::new(move |v| v < n))),
        number.clone().prop_map(move |n| where_(format!("{n} 以上"), Box::new(move |v| v >= n))),
        number.clone().prop_map(move |n| where_(format!("超过 {n}"), Box::new(move |v| v > n))),
        number.clone().prop_map(move |n| where_(format!("{n} 以下"), Box::new(move |v| v <= n))),
        (number.clone(), 0..6_i64).prop_map(move |(n, more)| where_(
            format!("{n} 至 {}", n + more),
            Box::new(move |v| v >= n && v <= n + more)
        )),
        (number.clone(), 0..6_i64).prop_map(move |(n, more)| where_(
            format!("{n} 以上 不满 {}", n + more),
            Box::new(move |v| v >= n && v < n + more)
        )),
        proptest::collection::btree_set(number, 1..4).prop_map(move |set| {
            let text: Vec<String> = set.iter().map(ToString::to_string).collect();
            where_(text.join("、"), Box::new(move |v| set.contains(&v)))
        }),
        Just(Row { text: "其余".into(), holds: None }),
    ]
}

/// What counting says: values without a row, values with two, rows without a value.
fn counted(rows: &[Row]) -> BTreeSet<&'static str> {
    let holding =
        |value: i64| rows.iter().filter(|row| row.holds.as_ref().is_some_and(|set| set.contains(&value))).count();
    let otherwise = rows.iter().filter(|row| row.holds.is_none()).count();
    let mut found = BTreeSet::new();
    let left = (0..=MOST).filter(|value| holding(*value) == 0).count();
    if left > 0 && otherwise == 0 {
        found.insert("values-without-row");
    }
    if (0..=MOST).any(|value| holding(value) > 1) {
        found.insert("rows-overlap");
    }
    let empty = rows.iter().any(|row| row.holds.as_ref().is_some_and(BTreeSet::is_empty));
    if empty || otherwise > 1 || (otherwise == 1 && left == 0) {
        found.insert("row-never-chosen");
    }
    found
}

fn checked(rows: &[Row]) -> BTreeSet<&'static str> {
    let rows: Vec<String> = rows.iter().map(|row| format!("{}：1 米", row.text)).collect();
    let text = format!(
        "政策 试行办法\n  版本 \"1\"\n  施行 自 2025-01-01\n  积分 米，整数\n  时区 \"Asia/Shanghai\"\n  撤销 归还额度，可负\n  迟到 不限\n\n\
         维度 和美\n\n活动 巡防\n  人数：整数 0 至 {MOST}\n\n规则 巡防奖\n  计入 和美\n  凡 巡防\n  奖励 按 人数（{}）\n  上限 每人 每日 8 次\n",
        rows.join("，")
    );
    let (tree, mut findings) = syntax::read(&mut Sources::default(), "bands.mizi", text.as_bytes());
    let (model, resolved) = from_syntax::resolve(&[&tree]);
    findings.extend(resolved);
    assert!(findings.is_empty(), "{text}\n{findings:#?}");
    checks::check(model, findings).1.into_iter().map(|finding| finding.code.name).collect()
}

proptest! {
    #[test]
    fn bands_are_found_wrong_exactly_where_counting_says(rows in proptest::collection::vec(row(), 1..6)) {
        prop_assert_eq!(checked(&rows), counted(&rows));
    }
}
