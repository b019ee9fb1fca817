//! 两个案例除了标题，设的、做的、预期的都一样。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error same-case-twice
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//!
//! 案例 "巡防一次，得十米"
//!   设 居民 张三：年龄 45
//!   2025-03-01 张三 巡防 → 巡防奖 10 米
//!
//! 案例 "头一回巡防，也得十米"
//!   设 居民 张三：年龄 45
//!   2025-03-01 张三 巡防 → 巡防奖 10 米
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
//!
//! 案例 "巡防一次，得十米"
//!   设 居民 张三：年龄 45
//!   2025-03-01 张三 巡防 → 巡防奖 10 米
//!
//! 案例 "第二天再巡防，也得十米"
//!   设 居民 张三：年龄 45
//!   2025-03-01 张三 巡防 → 10 米
//!   2025-03-02 张三 巡防 → 10 米
//! ```
//!
//! 为什么：多出来的那个什么也没有多说明；多半是抄了一遍，忘了改成要说明的那种情形。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! Two cases state, do and expect the same; only their titles differ.
//!
//! Avoid:
//!
//! ```mizi,fragment,error same-case-twice
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//!
//! case "One patrol earns ten"
//!   given resident Zhang: age 45
//!   2025-03-01 Zhang patrol -> patrol_pay 10 mi
//!
//! case "The first patrol earns ten too"
//!   given resident Zhang: age 45
//!   2025-03-01 Zhang patrol -> patrol_pay 10 mi
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
//!
//! case "One patrol earns ten"
//!   given resident Zhang: age 45
//!   2025-03-01 Zhang patrol -> patrol_pay 10 mi
//!
//! case "A patrol on the next day earns ten too"
//!   given resident Zhang: age 45
//!   2025-03-01 Zhang patrol -> 10 mi
//!   2025-03-02 Zhang patrol -> 10 mi
//! ```
//!
//! Why: The second shows nothing more; it was probably copied and not changed to what it was meant to show.
//!
//! Configuration: none.

use super::read::{Read, Version};
use super::words::say;
use super::{cases, fixes};
use crate::diagnostics::{Code, Finding, Severity};
use crate::source::Span;
use std::collections::BTreeMap;

/// See `docs/findings/same-case-twice.md`.
pub static CODE: Code =
    Code {
        name: "same-case-twice", severity: Severity::Warning, zh: "两个案例一模一样", en: "Two cases are the same"
    };

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    read.versions.iter().flat_map(|version| of_version(read, version)).collect()
}

fn of_version(read: &Read<'_>, version: &Version<'_>) -> Vec<Finding> {
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    let mut found = Vec::new();
    for (item, case) in cases::of(version) {
        let after_title = Span { start: case.title.span.end, ..item.span };
        let body = read.words(version.tree, after_title);
        match first.get(&body) {
            Some(earlier) => {
                let what = say(
                    format!("案例“{}”和前面一个案例一模一样，只有标题不同。", case.title.value),
                    format!("The case “{}” is the same as one before it but for its title.", case.title.value),
                );
                let help = say("改成要说明的情形，或删去一个。", "Change it to what it was to show, or take one out.");
                let mut finding = Finding::new(&CODE, case.title.span, what)
                    .and(*earlier, say("前面的案例", "the case before it"))
                    .help(help);
                finding.fixes.extend(fixes::without_lines(
                    read,
                    say("删去后一个案例", "Take out the second case"),
                    item.span,
                ));
                found.push(finding);
            }
            None => drop(first.insert(body, case.title.span)),
        }
    }
    found
}
