//! 3 条以上的规则，只有一项的取值和奖励的数不同，别的都一样。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error chain-of-rules
//! 活动 隐患
//!   级别：一般、较大、重大 之一
//!
//! 规则 一般隐患奖
//!   依据 "示例"
//!   计入 治理
//!   凡 隐患
//!   当 级别 是 一般
//!   奖励 5 米
//!
//! 规则 较大隐患奖
//!   依据 "示例"
//!   计入 治理
//!   凡 隐患
//!   当 级别 是 较大
//!   奖励 20 米
//!
//! 规则 重大隐患奖
//!   依据 "示例"
//!   计入 治理
//!   凡 隐患
//!   当 级别 是 重大
//!   奖励 50 米
//!
//! 总上限 隐患月上限 每人 每月 200 米，含 一般隐患奖、较大隐患奖、重大隐患奖
//! ```
//!
//! 应写：
//!
//! ```mizi,fragment
//! 活动 隐患
//!   级别：一般、较大、重大 之一
//!
//! 规则 隐患奖
//!   依据 "示例"
//!   计入 治理
//!   凡 隐患
//!   奖励 按 级别（一般：5 米，较大：20 米，重大：50 米）
//!
//! 总上限 隐患月上限 每人 每月 200 米，含 隐患奖
//! ```
//!
//! 为什么：分成几条，居民要来回比着看；漏了一档、两档对不上，也看不出来。写成一张表，检查会说出哪一档没有写。
//!
//! 设置：`chain`，一个数，几条以上才提。
//!
//! ---
//!
//! 3 rules or more differ in one value and in the amount they award, and in nothing else.
//!
//! Avoid:
//!
//! ```mizi,fragment,error chain-of-rules
//! activity hazard
//!   level: one of minor、major、grave
//!
//! rule minor_hazard
//!   basis "example"
//!   dimension governance
//!   on hazard
//!   when level is minor
//!   award 5 mi
//!
//! rule major_hazard
//!   basis "example"
//!   dimension governance
//!   on hazard
//!   when level is major
//!   award 20 mi
//!
//! rule grave_hazard
//!   basis "example"
//!   dimension governance
//!   on hazard
//!   when level is grave
//!   award 50 mi
//!
//! overall cap hazard_month 200 mi per person per month, covering minor_hazard、major_hazard、grave_hazard
//! ```
//!
//! Prefer:
//!
//! ```mizi,fragment
//! activity hazard
//!   level: one of minor、major、grave
//!
//! rule hazard_pay
//!   basis "example"
//!   dimension governance
//!   on hazard
//!   award by level (minor: 5 mi, major: 20 mi, grave: 50 mi)
//!
//! overall cap hazard_month 200 mi per person per month, covering hazard_pay
//! ```
//!
//! Why: As rules they have to be compared one with another, and a row that is missing or does not meet its neighbour is not seen.
//! Of a table the checks say which value has no row.
//!
//! Configuration: `chain`, a number: from how many rules on.

use super::read::{Read, Version, name};
use super::words::say;
use crate::diagnostics::{Code, Finding, Severity};
use crate::model::print::{Keywords, Printer};
use crate::model::{ActivityId, Award, Constant, DimensionId, Expr, ExprKind, Pays, Policy, Rule};
use std::collections::{BTreeMap, BTreeSet};

/// See `docs/findings/chain-of-rules.md`.
pub static CODE: Code = Code {
    name: "chain-of-rules",
    severity: Severity::Warning,
    zh: "几条规则不如一张表",
    en: "A chain of rules that is a table",
};

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    read.versions.iter().flat_map(|version| of_version(version, read.options.chain)).collect()
}

fn of_version(version: &Version<'_>, least: usize) -> Vec<Finding> {
    let policy = version.policy;
    let mut alike: BTreeMap<(ActivityId, DimensionId, usize), Vec<usize>> = BTreeMap::new();
    for (at, rule) in policy.rules.iter().enumerate() {
        alike_by(rule).into_iter().for_each(|key| alike.entry(key).or_default().push(at));
    }
    // Only of rules that could be a chain everything else is written out and compared.
    let mut chains: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
    let many = alike.into_iter().filter(|(_, rules)| rules.len() >= least);
    for ((_, _, field), at) in many.flat_map(|(key, rules)| rules.into_iter().map(move |at| (key, at))) {
        for (key, test) in policy.rules.get(at).into_iter().flat_map(|rule| links(policy, rule, field)) {
            chains.entry(key).or_default().push((at, test));
        }
    }
    let mut told = BTreeSet::new();
    let mut found = Vec::new();
    for chain in chains.values() {
        let tests: BTreeSet<&str> = chain.iter().map(|(_, test)| test.as_str()).collect();
        if chain.len() >= least && tests.len() == chain.len() && chain.iter().all(|(at, _)| !told.contains(at)) {
            told.extend(chain.iter().map(|(at, _)| *at));
            found
                .extend(finding(policy, &chain.iter().filter_map(|(at, _)| policy.rules.get(*at)).collect::<Vec<_>>()));
        }
    }
    found
}

/// Activity, dimension and each field that a rule of a fixed award tests.
fn alike_by(rule: &Rule) -> BTreeSet<(ActivityId, DimensionId, usize)> {
    let Pays::Award { activity, dimension, award: Award::Expr(amount, None), .. } = &rule.pays else {
        return BTreeSet::new();
    };
    let plain = rule.exception_to.is_empty() && rule.dates.is_none() && rule.priority.is_none();
    if !matches!(amount.kind, ExprKind::Constant(_)) || !plain {
        return BTreeSet::new();
    }
    rule.when.iter().flat_map(parts).filter_map(tested).map(|field| (*activity, *dimension, field)).collect()
}

/// For each test of the field: everything of the rule beside it and the amount, and the test.
fn links(policy: &Policy, rule: &Rule, field: usize) -> Vec<(String, String)> {
    let Pays::Award { activity, dimension, .. } = &rule.pays else { return Vec::new() };
    let printer = Printer::new(policy, Keywords::Chinese);
    let clauses: Vec<(&Expr, String)> =
        rule.when.iter().flat_map(parts).map(|clause| (clause, printer.expr(clause))).collect();
    let caps: Vec<String> = rule.caps.iter().map(|cap| printer.cap(cap)).collect();
    let link = |(at, (clause, test)): (usize, &(&Expr, String))| {
        tested(clause).filter(|tested| *tested == field)?;
        let others = clauses.iter().enumerate().filter(|(other, _)| *other != at);
        let mut rest: Vec<&str> = others.map(|(_, (_, text))| text.as_str()).collect();
        rest.sort_unstable();
        let key =
            format!("{activity:?} {dimension:?} {field} {rest:?} {caps:?} {:?} {:?}", rule.confirm, rule.together);
        Some((key, test.clone()))
    };
    clauses.iter().enumerate().filter_map(link).collect()
}

/// The parts that 且 joins.
fn parts(clause: &Expr) -> Vec<&Expr> {
    match &clause.kind {
        ExprKind::And(parts) => parts.iter().collect(),
        _ => vec![clause],
    }
}

/// The number of the field that a clause compares with constants.
fn tested(clause: &Expr) -> Option<usize> {
    let field = |thing: &Expr| match thing.kind {
        ExprKind::Field(id) => Some(id.0),
        _ => None,
    };
    let fixed =
        |thing: &Expr| matches!(&thing.kind, ExprKind::Constant(constant) if !matches!(constant, Constant::YesNo(_)));
    match &clause.kind {
        ExprKind::OneOf(thing, _) => field(thing),
        ExprKind::Compare(_, thing, limit) if fixed(limit) => field(thing),
        ExprKind::Between(thing, low, high) if fixed(low) && fixed(high) => field(thing),
        _ => None,
    }
}

fn finding(policy: &Policy, rules: &[&Rule]) -> Option<Finding> {
    let (first, others) = rules.split_first()?;
    let clauses: Vec<&Expr> = first.when.iter().flat_map(parts).collect();
    let field = clauses.iter().filter_map(|clause| tested(clause)).find_map(|field| policy.fields.get(field))?;
    let (thing, count) = (name(&field.name), rules.len());
    let what = say(
        format!("{count} 条规则只有“{thing}”的取值和奖励的数不同，可以写成一条规则、一张表。"),
        format!(
            "{count} rules differ only in the value of “{thing}” and in the amount: one rule with a table says the same."
        ),
    );
    let caps = if first.caps.is_empty() {
        ("", "")
    } else {
        ("合成一条后上限也合在一起，照需要改数。", " Their caps then count together; change the numbers as needed.")
    };
    let help = say(
        format!("写一条规则：“奖励 按 {thing}（取值：数，…）”。{}", caps.0),
        format!("Write one rule: “award by {thing} (value: amount, …)”.{}", caps.1),
    );
    let finding = Finding::new(&CODE, first.name.span, what).help(help);
    Some(others.iter().fold(finding, |finding, rule| finding.and(rule.name.span, say("也是", "and this"))))
}
