//! 政策的每条奖励规则（3 条以上）都写了同一个只看主体的条件。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error condition-in-every-rule
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   当 实名注册
//!   奖励 10 米
//!   上限 每人 每月 200 米
//!
//! 规则 社团奖
//!   依据 "示例"
//!   计入 治理
//!   凡 社团
//!   当 实名注册
//!   奖励 10 米
//!   上限 每人 每月 200 米
//!
//! 规则 消费奖
//!   依据 "示例"
//!   计入 治理
//!   凡 消费
//!   当 实名注册
//!   奖励 10 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 应写：
//!
//! ```mizi,fragment
//! 资格 得分 当 实名注册
//!
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//!
//! 规则 社团奖
//!   依据 "示例"
//!   计入 治理
//!   凡 社团
//!   奖励 10 米
//!   上限 每人 每月 200 米
//!
//! 规则 消费奖
//!   依据 "示例"
//!   计入 治理
//!   凡 消费
//!   奖励 10 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：这是谁能得分，不是哪件事能得分。写在资格里，只写一次，新加的规则不会漏写；不符合的，结果是“无资格”，居民一看就明白。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! Every awarding rule of the policy (of 3 or more) has the same condition, and it is about the subject alone.
//!
//! Avoid:
//!
//! ```mizi,fragment,error condition-in-every-rule
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   when registered
//!   award 10 mi
//!   cap 200 mi per person per month
//!
//! rule club_pay
//!   basis "example"
//!   dimension governance
//!   on club
//!   when registered
//!   award 10 mi
//!   cap 200 mi per person per month
//!
//! rule purchase_pay
//!   basis "example"
//!   dimension governance
//!   on purchase
//!   when registered
//!   award 10 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Prefer:
//!
//! ```mizi,fragment
//! eligible earn when registered
//!
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//!
//! rule club_pay
//!   basis "example"
//!   dimension governance
//!   on club
//!   award 10 mi
//!   cap 200 mi per person per month
//!
//! rule purchase_pay
//!   basis "example"
//!   dimension governance
//!   on purchase
//!   award 10 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Why: It says who may earn, not which act earns. In “eligible” it stands once and no new rule can forget it; who fails it is
//! told “not eligible”.
//!
//! Configuration: none.

use super::read::{Read, Version};
use super::words::say;
use crate::diagnostics::{Code, Finding, Severity};
use crate::model::print::{Keywords, Printer, both};
use crate::model::{Expr, ExprKind, Pays, Policy, Rule};
use std::collections::BTreeMap;

/// See `docs/findings/condition-in-every-rule.md`.
pub static CODE: Code = Code {
    name: "condition-in-every-rule",
    severity: Severity::Warning,
    zh: "每条规则都写了同一个条件",
    en: "Every rule has one condition",
};

/// Fewer rules than this may share a condition by chance.
const LEAST: usize = 3;

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    read.versions.iter().flat_map(of_version).collect()
}

fn of_version(version: &Version<'_>) -> Vec<Finding> {
    let policy = version.policy;
    let awards: Vec<&Rule> = policy.rules.iter().filter(|rule| matches!(rule.pays, Pays::Award { .. })).collect();
    if awards.len() < LEAST {
        return Vec::new();
    }
    let printer = Printer::new(policy, Keywords::Chinese);
    let mut shared: Option<BTreeMap<String, Vec<&Expr>>> = None;
    for rule in awards {
        let clauses = rule.when.iter().flat_map(parts).filter(|clause| is_about_subject(policy, clause));
        let mut here: BTreeMap<String, &Expr> = clauses.map(|clause| (printer.expr(clause), clause)).collect();
        match &mut shared {
            Some(known) => known.retain(|text, places| here.remove(text).map(|again| places.push(again)).is_some()),
            None => shared = Some(here.into_iter().map(|(text, clause)| (text, vec![clause])).collect()),
        }
        if shared.as_ref().is_some_and(BTreeMap::is_empty) {
            break;
        }
    }
    shared.unwrap_or_default().values().filter_map(|clauses| finding(policy, clauses)).collect()
}

/// The parts that 且 joins.
fn parts(clause: &Expr) -> Vec<&Expr> {
    match &clause.kind {
        ExprKind::And(parts) => parts.iter().collect(),
        _ => vec![clause],
    }
}

/// Whether a condition reads attributes and scopes of the subject, and nothing of the activity or of accounts.
fn is_about_subject(policy: &Policy, clause: &Expr) -> bool {
    let (mut reads, mut other) = (false, false);
    clause.visit(&mut |part| match &part.kind {
        ExprKind::Field(id) | ExprKind::HasField(id) => {
            let own = policy.fields.get(id.0).is_some_and(|field| field.activity.is_none());
            reads |= own;
            other |= !own;
        }
        ExprKind::Scope(_) | ExprKind::HasScope(_) => reads = true,
        ExprKind::Account { .. }
        | ExprKind::EventDate
        | ExprKind::EventTime
        | ExprKind::Definition(_)
        | ExprKind::Table(_) => other = true,
        _ => {}
    });
    reads && !other
}

fn finding(policy: &Policy, clauses: &[&Expr]) -> Option<Finding> {
    let (first, others) = clauses.split_first()?;
    let condition = both(policy, |printer| printer.expr(first));
    let count = clauses.len();
    let what = say(
        format!("全部 {count} 条奖励规则都写了“{}”，它说的是谁能得分。", condition.zh),
        format!("All {count} awarding rules have the condition “{}”, which says who may earn.", condition.en),
    );
    let why = say(
        "写在资格里，不符合的结果是“无资格”，也不计入账户；写在规则里，结果是 0，账户照计。",
        "In “eligible” who fails it is told “not eligible” and no account counts the event; in rules the event pays 0 and counts.",
    );
    let help = say(
        format!("写“资格 得分 当 {}”，规则里不再写。", condition.zh),
        format!("Write “eligible earn when {}” and take it out of the rules.", condition.en),
    );
    let finding = Finding::new(&CODE, first.span, what).why(why).help(help);
    // The first few show it.
    Some(others.iter().take(4).fold(finding, |finding, clause| finding.and(clause.span, say("又写了一次", "again"))))
}
