//! 确认方写了，没有一条规则由它确认。
//!
//! 不要这样写：
//!
//! ```mizi,error unused-role
//! 政策 示例 代号 sample
//!   版本 "1"
//!   施行 自 2025-01-01
//!   积分 米，整数
//!   时区 "Asia/Shanghai"
//!   确认方 社区、街道
//!   撤销 归还额度，可负
//!   认定 按发生时间
//!   迟到 不限
//!
//! 维度 治理
//!
//! 主体 居民
//!
//! 活动 巡防
//!
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   确认 由 社区
//!   奖励 10 米
//!   上限 每人 每月 20 次
//! ```
//!
//! 应写：
//!
//! ```mizi
//! 政策 示例 代号 sample
//!   版本 "1"
//!   施行 自 2025-01-01
//!   积分 米，整数
//!   时区 "Asia/Shanghai"
//!   确认方 社区
//!   撤销 归还额度，可负
//!   认定 按发生时间
//!   迟到 不限
//!
//! 维度 治理
//!
//! 主体 居民
//!
//! 活动 巡防
//!
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   确认 由 社区
//!   奖励 10 米
//!   上限 每人 每月 20 次
//! ```
//!
//! 为什么：那一方以为自己要把关，其实谁也不等它；或者某条规则漏写了“确认”。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! A confirmer is declared and no rule asks it to confirm.
//!
//! Avoid:
//!
//! ```mizi,error unused-role
//! policy sample
//!   version "1"
//!   in force from 2025-01-01
//!   points mi, whole
//!   time zone "Asia/Shanghai"
//!   confirmers community、street
//!   reversal return room, may go negative
//!   decided by event time
//!   late any time
//!
//! dimensions governance
//!
//! subject resident
//!
//! activity patrol
//!
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   confirmed by community
//!   award 10 mi
//!   cap 20 times per person per month
//! ```
//!
//! Prefer:
//!
//! ```mizi
//! policy sample
//!   version "1"
//!   in force from 2025-01-01
//!   points mi, whole
//!   time zone "Asia/Shanghai"
//!   confirmers community
//!   reversal return room, may go negative
//!   decided by event time
//!   late any time
//!
//! dimensions governance
//!
//! subject resident
//!
//! activity patrol
//!
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   confirmed by community
//!   award 10 mi
//!   cap 20 times per person per month
//! ```
//!
//! Why: It believes that it has a say, and nothing waits for it; or a rule lacks “confirmed by”.
//!
//! Configuration: none.

use super::read::Read;
use super::{unused, words};
use crate::diagnostics::{Code, Finding, Severity};

/// See `docs/findings/unused-role.md`.
pub static CODE: Code =
    Code {
        name: "unused-role", severity: Severity::Warning, zh: "确认方没有用处", en: "A confirmer is not asked"
    };

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    let roles = |version: &super::read::Version<'_>| version.uses.roles.clone();
    unused::find(read, &CODE, words::ROLE, |version| (&version.policy.roles, roles(version)), |role| role, |_, _| None)
}
