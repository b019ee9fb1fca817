//! 名录写了，主体不属于它，也没有信息项从它取值。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error unused-directory
//! 名录 站点：东站、西站
//!
//! 活动 值守
//!
//! 规则 值守奖
//!   依据 "示例"
//!   计入 治理
//!   凡 值守
//!   奖励 5 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 应写：
//!
//! ```mizi,fragment
//! 名录 站点：东站、西站
//!
//! 活动 值守
//!   地点：站点
//!
//! 规则 值守奖
//!   依据 "示例"
//!   计入 治理
//!   凡 值守
//!   当 地点 是 东站
//!   奖励 5 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：名录是给归属或信息项用的；没有用处，多半是该写名录的地方写了别的。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! No subject belongs to a directory and no field takes its values from it.
//!
//! Avoid:
//!
//! ```mizi,fragment,error unused-directory
//! directory post: east_gate、west_gate
//!
//! activity watch
//!
//! rule watch_pay
//!   basis "example"
//!   dimension governance
//!   on watch
//!   award 5 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Prefer:
//!
//! ```mizi,fragment
//! directory post: east_gate、west_gate
//!
//! activity watch
//!   place_of_watch: post
//!
//! rule watch_pay
//!   basis "example"
//!   dimension governance
//!   on watch
//!   when place_of_watch is east_gate
//!   award 5 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Why: A directory is there for scopes and fields; one that is not used probably belongs where something else is written.
//!
//! Configuration: none.

use super::read::{Read, Version};
use super::{unused, words};
use crate::diagnostics::{Code, Finding, Severity};
use std::collections::BTreeSet;

/// See `docs/findings/unused-directory.md`.
pub static CODE: Code =
    Code {
        name: "unused-directory", severity: Severity::Warning, zh: "名录没有用处", en: "A directory is not used"
    };

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    unused::find(
        read,
        &CODE,
        words::DIRECTORY,
        |version| (&version.policy.lists, used(version)),
        |list| &list.name,
        |version, list| unused::without_item(read, version, words::DIRECTORY, &list.name),
    )
}

/// The lists that are used, and those that are no item of their own: lists of fields, parents that lines of others name.
fn used(version: &Version<'_>) -> BTreeSet<usize> {
    let own = version.directories();
    let others = version.policy.lists.iter().enumerate().filter(|(_, list)| !own.contains(&list.name.span));
    others.map(|(at, _)| at).chain(version.uses.lists.iter().copied()).collect()
}
