//! 参数写了，没有一处用它。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error unused-parameter
//! 参数 老年线 = 60
//!
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   当 年龄 60 以上
//!   奖励 10 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 应写：
//!
//! ```mizi,fragment
//! 参数 老年线 = 60
//!
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   当 年龄 老年线 以上
//!   奖励 10 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：以后调整时改了参数，以为规则跟着变了，其实规则里还是旧数。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! A parameter is used nowhere.
//!
//! Avoid:
//!
//! ```mizi,fragment,error unused-parameter
//! parameter elder_age = 60
//!
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   when age at least 60
//!   award 10 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Prefer:
//!
//! ```mizi,fragment
//! parameter elder_age = 60
//!
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   when age at least elder_age
//!   award 10 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Why: Somebody will change the parameter and believe that the rule has changed with it, while the rule still has the old
//! number.
//!
//! Configuration: none.

use super::read::Read;
use super::{unused, words};
use crate::diagnostics::{Code, Finding, Severity};

/// See `docs/findings/unused-parameter.md`.
pub static CODE: Code =
    Code {
        name: "unused-parameter", severity: Severity::Warning, zh: "参数没有用处", en: "A parameter is not used"
    };

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    unused::find(
        read,
        &CODE,
        words::PARAMETER,
        |version| (&version.policy.parameters, version.uses.parameters.clone()),
        |thing| &thing.name,
        |version, thing| unused::without_item(read, version, words::PARAMETER, &thing.name),
    )
}
