//! Policies that no one writes, of rules that are all alike or can all meet: checked in bearable time, or a limit is named.
//!
//! Nothing is timed. Where a limit did not hold, or everything were compared with everything, it would not come to its end.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use mizi::diagnostics::Finding;
use mizi::load::load;

/// A policy whose rules say 并得 so, with these numbers in its dimensions, conditions and awards.
fn policy(together: &str, rules: usize, rule: impl Fn(usize) -> String) -> String {
    let rules: String = (0..rules).map(|n| format!("规则 「奖 {n}」\n  凡 巡防\n{}", rule(n))).collect();
    format!(
        "政策 试\n  版本 \"1\"\n  施行 自 2025-01-01\n  积分 米，整数\n  时区 \"Asia/Shanghai\"\n  并得 {together}\n  超限 截断\n  \
         先后 按声明\n  撤销 归还额度，可负\n  认定 按发生时间\n  迟到 不限\n\n维度 和美、文明\n\n主体 居民\n  年龄：整数 0 至 150\n\n\
         活动 巡防\n  时长：分钟，0 至 20000，步长 1\n  次：整数 0 至 20000\n\n{rules}"
    )
}

fn found(text: &str) -> Vec<Finding> {
    let loaded = load(vec![("hostile.mizi".to_owned(), text.as_bytes().to_vec())]);
    assert!(loaded.findings.is_empty(), "{:#?}", loaded.findings.first());
    loaded.policies.into_iter().flat_map(|policy| policy.findings).collect()
}

fn count(found: &[Finding], code: &str) -> usize {
    found.iter().filter(|finding| finding.code.name == code).count()
}

/// What could not be decided, in English.
fn undecided(found: &[Finding]) -> Vec<&str> {
    let undecided = found.iter().filter(|finding| finding.code.name == "could-not-decide");
    undecided.map(|finding| finding.what.en.as_str()).collect()
}

#[test]
fn rules_that_are_all_the_same() {
    let found = found(&policy("相加", 260, |_| "  计入 和美\n  奖励 5 米\n  上限 每人 每月 200 米\n".to_owned()));
    assert_eq!(count(&found, "same-award-twice"), 200);
    assert!(matches!(undecided(&found).as_slice(), [only] if only.contains("200")), "{:?}", undecided(&found));
}

#[test]
fn rules_of_two_dimensions_that_all_meet() {
    let rule = |n: usize| {
        let dimension = ["和美", "文明"][n % 2];
        format!("  计入 {dimension}\n  当 次 {n} 以上\n  奖励 {} 米\n  上限 每人 每月 200 米\n", n + 1)
    };
    let found = found(&policy("相加", 260, rule));
    assert_eq!(count(&found, "pays-in-two-dimensions"), 200);
    assert!(matches!(undecided(&found).as_slice(), [only] if only.contains("200")), "{:?}", undecided(&found));
}

/// Each has its own minute: no two are asked about.
#[test]
fn rules_that_must_say_it_and_never_meet() {
    let rule = |n: usize| format!("  计入 和美\n  当 时长 = {n} 分钟\n  奖励 5 米\n  上限 每人 每月 200 米\n");
    assert_eq!(found(&policy("须写", 600, rule)).len(), 0);
}

#[test]
fn only_the_highest_of_many_that_meet() {
    let rule = |n: usize| format!("  计入 和美\n  奖励 {} 米\n  上限 每次 1000 米\n  上限 每人 每月 5000 米\n", n + 1);
    // Each has as many others as are compared.
    let all = found(&policy("就高", 101, rule));
    assert_eq!((undecided(&all).len(), count(&all, "always-overridden")), (0, 100), "{:?}", undecided(&all));
    let all = found(&policy("就高", 102, rule));
    assert_eq!(count(&all, "always-overridden"), 0);
    assert!(matches!(undecided(&all).as_slice(), [only] if only.contains("102 rules")), "{:?}", undecided(&all));
}

/// What all rules together can pay under their own caps is exact, with one cap over them.
#[test]
fn one_cap_over_very_many_rules() {
    let rule = |n: usize| {
        let (from, cap) = (n * 10, 10 + n % 7);
        format!("  计入 和美\n  当 时长 = {from} 分钟\n  奖励 5 米\n  上限 每人 每月 {cap} 米\n")
    };
    let most: usize = (0..1_000).map(|n| 10 + n % 7).sum();
    let never_binds = |limit: usize| {
        let text = policy("相加", 1_000, rule) + &format!("总上限 全部 每人 每月 {limit} 米\n");
        let found = found(&text);
        let told = found.iter().filter(|finding| finding.code.name == "cap-never-binds");
        told.filter(|finding| finding.what.en.contains("overall")).count()
    };
    assert_eq!((never_binds(most), never_binds(most - 1)), (1, 0));
}

/// Each is an exception to those before it, or to the one before it.
#[test]
fn exceptions_to_exceptions() {
    let rule = |to: fn(usize) -> std::ops::Range<usize>| {
        move |n: usize| {
            let to: Vec<String> = to(n).map(|other| format!("「奖 {other}」")).collect();
            let except = if to.is_empty() { String::new() } else { format!("  例外于 {}\n", to.join("、")) };
            format!("  计入 和美\n  当 次 {} 以上\n{except}  奖励 5 米\n  上限 每人 每月 200 米\n", n * 3 + 1)
        }
    };
    let one = rule(|n| n.saturating_sub(1)..n);
    assert_eq!(undecided(&found(&policy("相加", 60, one))), [""; 0]);
    let told = found(&policy("相加", 70, one));
    assert!(matches!(undecided(&told).as_slice(), [only] if only.contains("Of 5 rules")), "{:?}", undecided(&told));
    // Written out, the first has 2¹³ − 1 exceptions, the second 2¹² − 1.
    let told = found(&policy("相加", 14, rule(|n| 0..n)));
    assert!(matches!(undecided(&told).as_slice(), [only] if only.contains("Of 2 rules")), "{:?}", undecided(&told));
}
