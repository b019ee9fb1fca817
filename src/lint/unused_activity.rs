//! 活动写了，没有规则奖励它，也没有账户计它。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error unused-activity
//! 活动 清扫
//! ```
//!
//! 应写：
//!
//! ```mizi,fragment
//! 活动 清扫
//!
//! 规则 清扫奖
//!   依据 "示例"
//!   计入 治理
//!   凡 清扫
//!   奖励 5 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：居民做了、登记了，什么也得不到；多半是漏写了规则。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! No rule pays for an activity and no account counts it.
//!
//! Avoid:
//!
//! ```mizi,fragment,error unused-activity
//! activity cleaning
//! ```
//!
//! Prefer:
//!
//! ```mizi,fragment
//! activity cleaning
//!
//! rule cleaning_pay
//!   basis "example"
//!   dimension governance
//!   on cleaning
//!   award 5 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Why: It is done and recorded, and nothing comes of it; probably a rule is missing.
//!
//! Configuration: none.

use super::read::Read;
use super::{unused, words};
use crate::diagnostics::{Code, Finding, Severity};

/// See `docs/findings/unused-activity.md`.
pub static CODE: Code =
    Code {
        name: "unused-activity", severity: Severity::Warning, zh: "活动没有用处", en: "An activity is not used"
    };

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    unused::find(
        read,
        &CODE,
        words::ACTIVITY,
        |version| (&version.policy.activities, version.uses.activities.clone()),
        |thing| &thing.name,
        |_, _| None,
    )
}
