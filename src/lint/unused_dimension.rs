//! 维度写了，没有一条规则计入它。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error unused-dimension
//! 维度 清廉、未来
//!
//! 规则 社团奖
//!   依据 "示例"
//!   计入 未来
//!   凡 社团
//!   奖励 5 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 应写：
//!
//! ```mizi,fragment
//! 维度 未来
//!
//! 规则 社团奖
//!   依据 "示例"
//!   计入 未来
//!   凡 社团
//!   奖励 5 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：公布出去的维度永远是 0 分；多半是某条规则计错了维度。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! No rule counts to a dimension.
//!
//! Avoid:
//!
//! ```mizi,fragment,error unused-dimension
//! dimensions integrity、future
//!
//! rule club_pay
//!   basis "example"
//!   dimension future
//!   on club
//!   award 5 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Prefer:
//!
//! ```mizi,fragment
//! dimensions future
//!
//! rule club_pay
//!   basis "example"
//!   dimension future
//!   on club
//!   award 5 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Why: It is announced and stays at 0 for ever; probably a rule counts to another dimension by mistake.
//!
//! Configuration: none.

use super::fixes;
use super::read::Read;
use super::{unused, words};
use crate::diagnostics::{Code, Finding, Severity};

/// See `docs/findings/unused-dimension.md`.
pub static CODE: Code =
    Code {
        name: "unused-dimension", severity: Severity::Warning, zh: "维度没有用处", en: "A dimension is not used"
    };

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    unused::find(
        read,
        &CODE,
        words::DIMENSION,
        |version| (&version.policy.dimensions, version.uses.dimensions.clone()),
        |thing| thing,
        |version, thing| fixes::without_dimension(read, version, thing),
    )
}
