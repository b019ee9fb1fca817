//! 奖励的数不是 `award-step` 的整数倍。没有设 `award-step` 的，不查。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error award-off-step
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 12 米
//!   上限 每人 每月 200 米  // 设 award-step 为 5
//! ```
//!
//! 应写：
//!
//! ```mizi,fragment
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 15 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：办法定了以 5 米为一档，偏离的数多半是写错或算错的；零碎的数也不好记、不好兑。
//!
//! 设置：`award-step`，一个大于 0 的数，例如 5；不设就不查。
//!
//! ---
//!
//! An award is no multiple of `award-step`. Where `award-step` is not set nothing is looked at.
//!
//! Avoid:
//!
//! ```mizi,fragment,error award-off-step
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 12 mi
//!   cap 200 mi per person per month  // with award-step 5
//! ```
//!
//! Prefer:
//!
//! ```mizi,fragment
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 15 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Why: Where the scheme pays in steps of 5, another number is probably a slip; odd amounts are also hard to remember and to
//! spend.
//!
//! Configuration: `award-step`, a number greater than 0, such as 5; not set by default.

use super::read::{Read, Version, name};
use super::uses;
use super::words::say;
use crate::diagnostics::{Code, Finding, Severity};
use crate::model::arithmetic::is_multiple;
use crate::model::print::decimal;
use crate::model::types::Base;
use crate::model::{Constant, Expr, ExprKind, Pays, Rational, Rule, Table, Type, Unit};
use std::collections::BTreeSet;

/// See `docs/findings/award-off-step.md`.
pub static CODE: Code = Code {
    name: "award-off-step",
    severity: Severity::Warning,
    zh: "奖励不合计分单位",
    en: "An award is off the step",
};

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    let Some(step) = read.options.award_step else { return Vec::new() };
    read.versions.iter().flat_map(|version| of_version(read, version, step)).collect()
}

/// Amounts of awards, of the rows of tables that awards name, once each.
fn of_version(read: &Read<'_>, version: &Version<'_>, step: Rational) -> Vec<Finding> {
    let policy = version.policy;
    let awards = policy.rules.iter().filter(|rule| matches!(rule.pays, Pays::Award { .. }));
    let mut told = BTreeSet::new();
    let mut found = Vec::new();
    for rule in awards {
        for formula in amounts(rule, &policy.tables) {
            formula.visit(&mut |part| {
                if is_off(part, step) && told.insert(part.span) {
                    found.push(finding(read, part, (name(&rule.name), step), name(&policy.point)));
                }
            });
        }
    }
    found
}

fn amounts<'a>(rule: &'a Rule, tables: &'a [Table]) -> Vec<&'a Expr> {
    let mut all = uses::pays(&rule.pays);
    let mut named = Vec::new();
    for formula in &all {
        formula.visit(&mut |part| {
            if let ExprKind::Table(id) = &part.kind {
                named.extend(
                    tables.get(id.0).into_iter().flat_map(|table| table.bands.rows.iter().map(|row| &row.value)),
                );
            }
        });
    }
    all.extend(named);
    all
}

fn is_off(part: &Expr, step: Rational) -> bool {
    let points = matches!(&part.ty, Type::Number(unit) if *unit == Unit::of(Base::Point));
    points && matches!(&part.kind, ExprKind::Constant(Constant::Number(amount)) if !is_multiple(*amount, step))
}

fn finding(read: &Read<'_>, part: &Expr, (rule, step): (&str, Rational), point: &str) -> Finding {
    let (written, step) = (read.text(part.span), decimal(step).unwrap_or_default());
    let what = say(
        format!("规则“{rule}”奖励 {written}，不是 {step} {point}的整数倍。"),
        format!("The rule “{rule}” awards {written}, which is no multiple of {step} {point}."),
    );
    let help = say("核对这个数；确实要这样的，不用改。", "Check the number; if it is meant, leave it.");
    Finding::new(&CODE, part.span, what).help(help)
}
