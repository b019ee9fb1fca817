//! 同一种条目，3 个以上有代号、占四分之三以上，这个没有。看的是活动、规则、总上限、账户、兑换、参数、维度。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error name-without-code
//! 规则 甲奖 代号 first
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//!
//! 规则 乙奖 代号 second
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//!
//! 规则 丙奖 代号 third
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//!
//! 规则 丁奖
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
//! 规则 甲奖 代号 first
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//!
//! 规则 乙奖 代号 second
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//!
//! 规则 丙奖 代号 third
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//!
//! 规则 丁奖 代号 fourth
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：输出的 JSON 用代号，没有代号的用名称：接口那边会忽然出现一个汉字的键；以后改名，用量也接不上。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! Of the items of a kind 3 or more, and three quarters or more, have a code and this one has none. Activities, rules, overall
//! caps, accounts, redemptions, parameters and dimensions are looked at.
//!
//! Avoid:
//!
//! ```mizi,fragment,error name-without-code
//! rule 甲奖 code first
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//!
//! rule 乙奖 code second
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//!
//! rule 丙奖 code third
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//!
//! rule 丁奖
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
//! rule 甲奖 code first
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//!
//! rule 乙奖 code second
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//!
//! rule 丙奖 code third
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//!
//! rule 丁奖 code fourth
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Why: JSON has codes, and names where there is none: one key among them is suddenly in Chinese; and when the item is renamed
//! its usage is lost.
//!
//! Configuration: none.

use super::kinds;
use super::read::{Read, Version};
use super::words::say;
use super::words::{self, Noun};
use crate::diagnostics::{Code, Finding, Severity};
use crate::syntax::tree::Declared;

/// See `docs/findings/name-without-code.md`.
pub static CODE: Code = Code {
    name: "name-without-code",
    severity: Severity::Note,
    zh: "别的有代号，这个没有",
    en: "Others have a code, this one does not",
};

/// So many must have a code, and three of four.
const LEAST: usize = 3;

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    read.versions.iter().flat_map(of_version).collect()
}

fn of_version(version: &Version<'_>) -> Vec<Finding> {
    kinds::kinds(version).into_iter().flat_map(|(noun, names)| of_kind(noun, &names)).collect()
}

fn of_kind(noun: Noun, names: &[&Declared]) -> Vec<Finding> {
    let (with, without): (Vec<&Declared>, Vec<&Declared>) = names.iter().partition(|name| name.code.is_some());
    if with.len() < LEAST || without.len() * 3 > with.len() {
        return Vec::new();
    }
    // A name that could be a code is one.
    let lacking = without.into_iter().filter(|name| !name.name.value.is_ascii());
    lacking.map(|name| finding(noun, name)).collect()
}

fn finding(noun: Noun, declared: &Declared) -> Finding {
    let the = words::the(noun, &declared.name.value);
    let what = say(
        format!("{}没有代号，别的{}有。", the.zh, noun.0),
        format!("{} has no code, while others of its kind have.", words::capital(&the.en)),
    );
    let help = say("在名称后面写“代号 …”，用小写英文字母。", "Write “code …” after the name, in small Latin letters.");
    Finding::new(&CODE, declared.name.span, what).help(help)
}
