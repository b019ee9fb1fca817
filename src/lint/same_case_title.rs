//! 同一份政策里两个案例的标题一样。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error same-case-title
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
//! 案例 "巡防一次，得十米"
//!   设 居民 李四：年龄 70
//!   2025-03-01 李四 巡防 → 10 米
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
//! 案例 "七十岁的，也得十米"
//!   设 居民 李四：年龄 70
//!   2025-03-01 李四 巡防 → 10 米
//! ```
//!
//! 为什么：案例没通过时，报告里只有标题，分不清是哪一个。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! Two cases of one policy have the same title.
//!
//! Avoid:
//!
//! ```mizi,fragment,error same-case-title
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
//! case "One patrol earns ten"
//!   given resident Li: age 70
//!   2025-03-01 Li patrol -> 10 mi
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
//! case "At seventy it earns ten too"
//!   given resident Li: age 70
//!   2025-03-01 Li patrol -> 10 mi
//! ```
//!
//! Why: When a case fails the report shows its title, and nobody knows which of the two it is.
//!
//! Configuration: none.

use super::cases;
use super::read::{Read, Version};
use super::words::say;
use crate::diagnostics::{Code, Finding, Severity};
use crate::source::Span;
use std::collections::BTreeMap;

/// See `docs/findings/same-case-title.md`.
pub static CODE: Code = Code {
    name: "same-case-title",
    severity: Severity::Warning,
    zh: "两个案例同一个标题",
    en: "Two cases have one title",
};

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    read.versions.iter().flat_map(of_version).collect()
}

fn of_version(version: &Version<'_>) -> Vec<Finding> {
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    let mut found = Vec::new();
    for (_, case) in cases::of(version) {
        let title = case.title.value.trim();
        match first.get(title) {
            Some(earlier) => {
                let what = say(format!("两个案例都叫“{title}”。"), format!("Two cases have the title “{title}”."));
                let help = say("各写一个说得出不同之处的标题。", "Give each a title that says what it shows.");
                let earlier = (*earlier, say("前面的案例", "the case before it"));
                found.push(Finding::new(&CODE, case.title.span, what).and(earlier.0, earlier.1).help(help));
            }
            None => drop(first.insert(title, case.title.span)),
        }
    }
    found
}
