//! 政策里有的标题中英文都写了，这个只写了一种。都只写一种的不提。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error title-in-one-language
//! 规则 巡防奖 "平安巡防" / "Safety patrol"
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
//! 规则 巡防奖 "平安巡防" / "Safety patrol"
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//!
//! 规则 社团奖 "参加社团活动" / "Club activity"
//!   依据 "示例"
//!   计入 和美
//!   凡 社团
//!   奖励 5 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：用另一种语言看的居民，会在一串读得懂的标题里看到一个读不懂的。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! Some titles of the policy stand in Chinese and English, this one only in one of them. Where all stand in one nothing is said.
//!
//! Avoid:
//!
//! ```mizi,fragment,error title-in-one-language
//! rule patrol_pay "平安巡防" / "Safety patrol"
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
//! rule patrol_pay "平安巡防" / "Safety patrol"
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//!
//! rule club_pay "Joining a club activity" / "参加社团活动"
//!   basis "example"
//!   dimension harmony
//!   on club
//!   award 5 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Why: Who reads the other language meets one title among many that cannot be read.
//!
//! Configuration: none.

use super::read::{Read, Version};
use super::titles::{self, Shown, is_chinese};
use super::words::{self, say};
use crate::diagnostics::{Code, Finding, Severity};

/// See `docs/findings/title-in-one-language.md`.
pub static CODE: Code = Code {
    name: "title-in-one-language",
    severity: Severity::Warning,
    zh: "标题只有一种语言",
    en: "A title stands in one language only",
};

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    read.versions.iter().flat_map(of_version).collect()
}

fn of_version(version: &Version<'_>) -> Vec<Finding> {
    let shown = titles::shown(version);
    let both = |shown: &Shown<'_>| shown.declared.titles.len() > 1;
    if !shown.iter().any(both) {
        return Vec::new();
    }
    shown.iter().filter_map(finding).collect()
}

fn finding(shown: &Shown<'_>) -> Option<Finding> {
    let [title] = shown.declared.titles.as_slice() else { return None };
    let (zh, en) = if is_chinese(title) { ("英文", "English") } else { ("中文", "Chinese") };
    let the = words::the(shown.noun, shown.name());
    let what = say(
        format!("{}的标题没有{zh}，政策里别的标题两种语言都有。", the.zh),
        format!(
            "The title of {} is missing in {en}, while other titles of the policy stand in both languages.",
            the.en
        ),
    );
    let help = say(format!("在标题后面写“/”和{zh}标题。"), format!("Write “/” and the title in {en} after it."));
    Some(Finding::new(&CODE, title.span, what).help(help))
}
