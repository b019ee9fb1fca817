//! 条目写了“施行”，起止和政策的一样。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error dates-repeated
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   施行 自 2025-01-01
//!   奖励 10 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 应写：
//!
//! ```mizi,fragment
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：没写的，随政策施行；写了，下一个版本改了政策的日期，这里容易忘记跟着改。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! An item states “in force” with the first and last day of its policy.
//!
//! Avoid:
//!
//! ```mizi,fragment,error dates-repeated
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   in force from 2025-01-01
//!   award 10 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Prefer:
//!
//! ```mizi,fragment
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Why: Without it an item is in force with its policy; with it, the next version is likely to change one and forget the other.
//!
//! Configuration: none.

use super::fixes;
use super::read::{Read, Version};
use super::words;
use super::words::say;
use crate::diagnostics::{Code, Finding, Severity};
use crate::syntax::tree::{Dates, ItemKind};

/// See `docs/findings/dates-repeated.md`.
pub static CODE: Code = Code {
    name: "dates-repeated",
    severity: Severity::Note,
    zh: "条目的施行期和政策一样",
    en: "An item repeats the dates of the policy",
};

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    read.versions.iter().flat_map(|version| of_version(read, version)).collect()
}

fn of_version(read: &Read<'_>, version: &Version<'_>) -> Vec<Finding> {
    let policy = &version.policy.dates;
    let items = version.items().filter_map(|(_, kind)| dated(kind));
    let same = items
        .filter(|(_, _, dates)| dates.from.value == policy.from && dates.to.as_ref().map(|to| to.value) == policy.to);
    same.map(|(noun, name, dates)| finding(read, noun, name, dates)).collect()
}

fn dated(kind: &ItemKind) -> Option<(words::Noun, &str, &Dates)> {
    let (noun, declared, dates) = match kind {
        ItemKind::Rule(it) => (words::RULE, &it.name, &it.dates),
        ItemKind::Group(it) => (words::GROUP, &it.name, &it.dates),
        ItemKind::OverallCap(it) => (words::OVERALL_CAP, &it.name, &it.dates),
        ItemKind::Redeem(it) => (words::REDEMPTION, &it.name, &it.dates),
        _ => return None,
    };
    Some((noun, &declared.name.value, dates.as_ref()?))
}

fn finding(read: &Read<'_>, noun: words::Noun, name: &str, dates: &Dates) -> Finding {
    let the = words::the(noun, name);
    let what = say(
        format!("{}的施行期和政策的一样，不必写。", the.zh),
        format!("The dates of {} are those of the policy and need not be stated.", the.en),
    );
    let help = say("删去这一行。", "Take this line out.");
    let fix = fixes::without_lines(read, say("删去“施行”", "Take out “in force”"), dates.span);
    Finding { fixes: fix.into_iter().collect(), ..Finding::new(&CODE, dates.span, what).help(help) }
}
