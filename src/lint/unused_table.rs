//! 表写了，没有一处用它。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error unused-table
//! 表 角色标准 凡 社团 按 角色
//!   牵头：50 米
//!   参与：5 米
//!
//! 规则 社团奖
//!   依据 "示例"
//!   计入 和美
//!   凡 社团
//!   奖励 5 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 应写：
//!
//! ```mizi,fragment
//! 表 角色标准 凡 社团 按 角色
//!   牵头：50 米
//!   参与：5 米
//!
//! 规则 社团奖
//!   依据 "示例"
//!   计入 和美
//!   凡 社团
//!   奖励 角色标准
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：表里的数没有起作用，读的人却会以为照它算。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! A table is used nowhere.
//!
//! Avoid:
//!
//! ```mizi,fragment,error unused-table
//! table part_rate on club by part
//!   lead: 50 mi
//!   join: 5 mi
//!
//! rule club_pay
//!   basis "example"
//!   dimension harmony
//!   on club
//!   award 5 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Prefer:
//!
//! ```mizi,fragment
//! table part_rate on club by part
//!   lead: 50 mi
//!   join: 5 mi
//!
//! rule club_pay
//!   basis "example"
//!   dimension harmony
//!   on club
//!   award part_rate
//!   cap 200 mi per person per month
//! ```
//!
//! Why: Its numbers have no effect, though a reader will think that they count.
//!
//! Configuration: none.

use super::read::Read;
use super::{unused, words};
use crate::diagnostics::{Code, Finding, Severity};

/// See `docs/findings/unused-table.md`.
pub static CODE: Code =
    Code { name: "unused-table", severity: Severity::Warning, zh: "表没有用处", en: "A table is not used" };

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    unused::find(
        read,
        &CODE,
        words::TABLE,
        |version| (&version.policy.tables, version.uses.tables.clone()),
        |thing| &thing.name,
        |version, thing| unused::without_item(read, version, words::TABLE, &thing.name),
    )
}
