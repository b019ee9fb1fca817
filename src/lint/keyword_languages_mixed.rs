//! 一个文件里，有的条目用中文关键词，有的用英文关键词。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error keyword-languages-mixed
//! 维度 未来
//!
//! rule patrol_pay
//!   basis "示例"
//!   dimension 未来
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//! ```
//!
//! 应写：
//!
//! ```mizi,fragment
//! 维度 未来
//!
//! 规则 patrol_pay
//!   依据 "示例"
//!   计入 未来
//!   凡 patrol
//!   奖励 10 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：两种都认得的人才读得懂；`mizi fmt --keywords` 一次就能统一。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! Some items of a file have Chinese keywords and others English ones.
//!
//! Avoid:
//!
//! ```mizi,fragment,error keyword-languages-mixed
//! 规则 巡防奖
//!   依据 "example"
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//!
//! rule club_pay
//!   basis "example"
//!   dimension harmony
//!   on club
//!   award 10 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Prefer:
//!
//! ```mizi,fragment
//! 规则 巡防奖
//!   依据 "example"
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//!
//! 规则 club_pay
//!   依据 "example"
//!   计入 harmony
//!   凡 club
//!   奖励 10 米
//!   上限 每人 每月 200 米
//! ```
//!
//! Why: Only who knows both can read it; `mizi fmt --keywords` makes them one.
//!
//! Configuration: none.

use super::read::{Read, Version};
use super::words::say;
use crate::diagnostics::{Code, Finding, Severity};
use crate::syntax::tree::Item;

/// See `docs/findings/keyword-languages-mixed.md`.
pub static CODE: Code = Code {
    name: "keyword-languages-mixed",
    severity: Severity::Warning,
    zh: "一个文件混用中英文关键词",
    en: "One file has keywords of both languages",
};

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    read.versions.iter().filter_map(|version| of_version(read, version)).collect()
}

/// One finding for a file, at the first item in the language that fewer items have.
fn of_version(read: &Read<'_>, version: &Version<'_>) -> Option<Finding> {
    let is_english = |item: &&Item| read.text(item.keyword).is_ascii();
    let (english, chinese): (Vec<&Item>, Vec<&Item>) = version.tree.items.iter().partition(is_english);
    let few = if english.len() > chinese.len() { &chinese } else { &english };
    let first = few.first()?;
    let (zh, en) = (chinese.len(), english.len());
    let what = say(
        format!("这个文件 {zh} 个条目用中文关键词，{en} 个用英文关键词。"),
        format!("{zh} items of this file have Chinese keywords and {en} have English ones."),
    );
    let to = if english.len() > chinese.len() { "en" } else { "zh" };
    let help = say(
        format!("运行“mizi fmt --keywords {to}”，统一成一种。"),
        format!("Run “mizi fmt --keywords {to}” to have one of them."),
    );
    Some(Finding::new(&CODE, first.keyword, what).help(help))
}
