//! 政策里别的规则有标题，这条没有；兑换也一样。都没有标题的不提。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error title-missing
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//!
//! 规则 社团奖 "参加社团活动"
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
//! 规则 巡防奖 "参加平安巡防"
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//!
//! 规则 社团奖 "参加社团活动"
//!   依据 "示例"
//!   计入 和美
//!   凡 社团
//!   奖励 5 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：居民看到的是标题。没有标题的，显示的是名称，和别的放在一起像是漏了什么。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! Other rules of the policy have a title and this one has none; likewise redemptions. Where none has one nothing is said.
//!
//! Avoid:
//!
//! ```mizi,fragment,error title-missing
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//!
//! rule club_pay "Joining a club activity"
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
//! rule patrol_pay "Joining a patrol"
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//!
//! rule club_pay "Joining a club activity"
//!   basis "example"
//!   dimension harmony
//!   on club
//!   award 5 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Why: Residents are shown titles. Without one they see the name, which looks like an oversight beside the others.
//!
//! Configuration: none.

use super::read::{Read, Version};
use super::titles::{self, Shown};
use super::words::{self, Noun, say};
use crate::diagnostics::{Code, Finding, Severity};

/// See `docs/findings/title-missing.md`.
pub static CODE: Code = Code {
    name: "title-missing",
    severity: Severity::Warning,
    zh: "别的有标题，这个没有",
    en: "Others have a title, this one does not",
};

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    let kinds = [words::RULE, words::REDEMPTION];
    read.versions.iter().flat_map(|version| kinds.into_iter().flat_map(|kind| of_kind(version, kind))).collect()
}

fn of_kind(version: &Version<'_>, noun: Noun) -> Vec<Finding> {
    let shown = titles::shown(version).into_iter().filter(|shown| shown.noun == noun);
    let (with, without): (Vec<Shown<'_>>, Vec<_>) = shown.partition(|shown| !shown.declared.titles.is_empty());
    if with.is_empty() { Vec::new() } else { without.iter().map(finding).collect() }
}

fn finding(shown: &Shown<'_>) -> Finding {
    let the = words::the(shown.noun, shown.name());
    let what = say(
        format!("{}没有标题，别的{}有。", the.zh, shown.noun.0),
        format!("{} has no title, while others of its kind have.", words::capital(&the.en)),
    );
    let help = say(
        "在名称后面用引号写上居民看到的标题。",
        "Write what residents are shown in quotation marks after the name.",
    );
    Finding::new(&CODE, shown.declared.name.span, what).help(help)
}
