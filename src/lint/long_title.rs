//! 标题超过 60 格，一个汉字算两格。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error long-title
//! 规则 巡防奖 "居民在本街道辖区范围内参加由社区组织的夜间及白天的平安巡防志愿服务活动所得奖励"
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 应写：
//!
//! ```mizi,fragment
//! 规则 巡防奖 "参加平安巡防"
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：手机一行放不下，居民看到的是半截；条件和范围写在条款里，不写在标题里。
//!
//! 设置：`title-width`，一个数，最多多少格。
//!
//! ---
//!
//! A title is wider than 60 columns, a Han character counting two.
//!
//! Avoid:
//!
//! ```mizi,fragment,error long-title
//! rule patrol_pay "What residents earn for taking part in safety patrols by day and by night organised by the community"
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Prefer:
//!
//! ```mizi,fragment
//! rule patrol_pay "Joining a patrol"
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Why: It does not fit into a line of a telephone, and half of it is read; conditions belong in clauses, not in titles.
//!
//! Configuration: `title-width`, a number: the most columns.

use super::read::{Read, Version};
use super::titles::{self, Shown, is_han};
use super::words::{self, say};
use crate::diagnostics::{Code, Finding, Severity};

/// See `docs/findings/long-title.md`.
pub static CODE: Code =
    Code { name: "long-title", severity: Severity::Note, zh: "标题太长", en: "A title is very long" };

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    read.versions.iter().flat_map(|version| of_version(version, read.options.title_width)).collect()
}

fn of_version(version: &Version<'_>, most: usize) -> Vec<Finding> {
    let of = |shown: &Shown<'_>| {
        let wide = shown.declared.titles.iter().find(|title| width(&title.value) > most)?;
        let (the, width) = (words::the(shown.noun, shown.name()), width(&wide.value));
        let what = say(
            format!("{}的标题有 {width} 格，超过 {most} 格。", the.zh),
            format!("The title of {} is {width} columns wide, more than {most}.", the.en),
        );
        let help = say("缩短标题；条件和范围写在条款里。", "Make it shorter; conditions belong in the clauses.");
        Some(Finding::new(&CODE, wide.span, what).help(help))
    };
    titles::shown(version).iter().filter_map(of).collect()
}

/// Columns, two for a Han character or a wide mark.
fn width(text: &str) -> usize {
    let wide = |letter: char| is_han(letter) || matches!(letter, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff60}');
    text.chars().map(|letter| if wide(letter) { 2 } else { 1 }).sum()
}
