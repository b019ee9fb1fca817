//! 信息项写了，没有一条规则、资格、账户、兑换或原则用它。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error unused-field
//! 活动 清扫
//!   时长：小时，0 至 8，步长 0.5
//!   人数：整数 1 至 100
//!
//! 规则 清扫奖
//!   依据 "示例"
//!   计入 治理
//!   凡 清扫
//!   奖励 每满 1 小时 时长 5 米，余数不计
//!   上限 每人 每月 200 米
//! ```
//!
//! 应写：
//!
//! ```mizi,fragment
//! 活动 清扫
//!   时长：小时，0 至 8，步长 0.5
//!
//! 规则 清扫奖
//!   依据 "示例"
//!   计入 治理
//!   凡 清扫
//!   奖励 每满 1 小时 时长 5 米，余数不计
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：多采集一项，就多一份填报的麻烦和个人信息的责任；也可能是某条规则漏写了条件。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! A field is used by no rule, eligibility, account, redemption or principle.
//!
//! Avoid:
//!
//! ```mizi,fragment,error unused-field
//! activity cleaning
//!   time: hours, 0 to 8, step 0.5
//!   helpers: whole 1 to 100
//!
//! rule cleaning_pay
//!   basis "example"
//!   dimension governance
//!   on cleaning
//!   award 5 mi per full 1 hour of time, remainder dropped
//!   cap 200 mi per person per month
//! ```
//!
//! Prefer:
//!
//! ```mizi,fragment
//! activity cleaning
//!   time: hours, 0 to 8, step 0.5
//!
//! rule cleaning_pay
//!   basis "example"
//!   dimension governance
//!   on cleaning
//!   award 5 mi per full 1 hour of time, remainder dropped
//!   cap 200 mi per person per month
//! ```
//!
//! Why: Whatever is collected has to be filled in by somebody and kept safe; or a rule lacks a condition.
//!
//! Configuration: none.

use super::read::Read;
use super::{unused, words};
use crate::diagnostics::{Code, Finding, Severity};

/// See `docs/findings/unused-field.md`.
pub static CODE: Code =
    Code { name: "unused-field", severity: Severity::Warning, zh: "信息项没有用处", en: "A field is not used" };

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    unused::find(
        read,
        &CODE,
        words::FIELD,
        |version| (&version.policy.fields, version.uses.fields.clone()),
        |thing| &thing.name,
        |_, _| None,
    )
}
