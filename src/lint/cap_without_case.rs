//! 没有一个案例写出“因 … 的上限”，也没有一个用“设 用量”从用过的额度开始：这条规则的上限、总上限或限量在案例里没有写到过。看的是案例写了什么，不是算出来什么；`mizi test --coverage` 逐个上限去算。整份政策没有案例的，不再逐条提。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error cap-without-case
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
//! 案例 "一月二百米封顶"
//!   设 居民 张三：年龄 45
//!   设 用量 巡防奖 张三 自 2025-03-01 195 米
//!   2025-03-01 张三 巡防 → 5 米，因 巡防奖 的上限
//! ```
//!
//! 为什么：积分算错，多半错在上限的边上：刚好、差一点、满了。案例写到边上，改错一个数就会有人知道。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! No case says “because … cap” and none begins with “given usage” of it: the cap of a rule, an overall cap or a stock is in no case. What the cases say
//! is read, nothing is computed; `mizi test --coverage` computes it for every cap. Of a policy without any case nothing is said
//! here.
//!
//! Avoid:
//!
//! ```mizi,fragment,error cap-without-case
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
//! case "Two hundred a month at most"
//!   given resident Zhang: age 45
//!   given usage patrol_pay Zhang from 2025-03-01 195 mi
//!   2025-03-01 Zhang patrol -> 5 mi, because patrol_pay cap
//! ```
//!
//! Why: Points go wrong at the edge of a cap: just enough room, a little less, none. A case at the edge shows when a number is
//! changed by mistake.
//!
//! Configuration: none.

use super::read::{Read, Version, name};
use super::words::{self, Noun, say};
use crate::diagnostics::{Code, Finding, Severity};
use crate::model::expr::{Because, Expect, Given, UsageOf};
use crate::model::{OverallCapId, Policy, RedemptionId, RuleId};
use crate::source::Span;
use std::collections::BTreeSet;

/// See `docs/findings/cap-without-case.md`.
pub static CODE: Code =
    Code { name: "cap-without-case", severity: Severity::Warning, zh: "上限没有案例", en: "A cap has no case" };

/// Something with a limit: kind and durable key.
type Limited<'a> = (Noun, &'a str);

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    if read.versions.iter().all(|version| version.policy.cases.is_empty()) {
        return Vec::new();
    }
    // What goes on under its key in another version is shown by the cases of either.
    let shown: BTreeSet<Limited<'_>> = read.versions.iter().flat_map(shown).collect();
    let all = read.versions.iter().flat_map(limited);
    all.filter(|(limited, ..)| !shown.contains(limited)).map(|((noun, _), name, at)| finding(noun, name, at)).collect()
}

/// Everything with a limit that lasts: what it is, its name and where the first limit is written.
fn limited<'a>(version: &Version<'a>) -> Vec<(Limited<'a>, &'a str, Span)> {
    let policy = version.policy;
    let rules = policy
        .rules
        .iter()
        .filter_map(|rule| Some(((words::RULE, rule.key.as_str()), name(&rule.name), rule.caps.first()?.span)));
    let overall = policy.overall_caps.iter();
    let overall = overall.map(|cap| ((words::OVERALL_CAP, cap.key.as_str()), name(&cap.name), cap.name.span));
    let redemptions = policy
        .redemptions
        .iter()
        .filter_map(|item| Some(((words::REDEMPTION, item.key.as_str()), name(&item.name), item.stock.first()?.span)));
    rules.chain(overall).chain(redemptions).collect()
}

/// What the cases of a version give as a reason, or begin with usage of.
fn shown<'a>(version: &Version<'a>) -> BTreeSet<Limited<'a>> {
    let policy = version.policy;
    let reasons = policy.cases.iter().flat_map(|case| &case.lines).flat_map(|line| &line.expect);
    let reasons = reasons.filter_map(|(expect, _)| match expect {
        Expect::Because(Because::RuleCap(id) | Because::Rule(id)) => rule(policy, *id),
        Expect::Because(Because::OverallCap(id)) => overall_cap(policy, *id),
        Expect::Because(Because::Redemption(id)) => redemption(policy, *id),
        _ => None,
    });
    let usage = policy.cases.iter().flat_map(|case| &case.given).filter_map(|given| match given {
        Given::Usage { of: UsageOf::RuleCap(id, _), .. } => rule(policy, *id),
        Given::Usage { of: UsageOf::OverallCap(id), .. } => overall_cap(policy, *id),
        Given::Usage { of: UsageOf::Stock(id, _), .. } => redemption(policy, *id),
        _ => None,
    });
    reasons.chain(usage).collect()
}

fn rule(policy: &Policy, id: RuleId) -> Option<Limited<'_>> {
    policy.rules.get(id.0).map(|rule| (words::RULE, rule.key.as_str()))
}

fn overall_cap(policy: &Policy, id: OverallCapId) -> Option<Limited<'_>> {
    policy.overall_caps.get(id.0).map(|cap| (words::OVERALL_CAP, cap.key.as_str()))
}

fn redemption(policy: &Policy, id: RedemptionId) -> Option<Limited<'_>> {
    policy.redemptions.get(id.0).map(|item| (words::REDEMPTION, item.key.as_str()))
}

fn finding(noun: Noun, name: &str, at: Span) -> Finding {
    let what = if noun == words::OVERALL_CAP {
        say(
            format!("没有一个案例写到总上限“{name}”：没有写“因 {name}”的，也没有用“设 用量”从它用过的额度开始的。"),
            format!(
                "No case shows the overall cap “{name}”: none says “because {name}” and none begins with “given usage” of it."
            ),
        )
    } else {
        let the = words::the(noun, name);
        say(
            format!(
                "没有一个案例写到{}的上限：没有写“因 {name} 的上限”的，也没有用“设 用量”从它用过的额度开始的。",
                the.zh
            ),
            format!(
                "No case shows a cap of {}: none says “because {name} cap” and none begins with “given usage” of it.",
                the.en
            ),
        )
    };
    let help = say(
        "写一个案例：用“设 用量”把额度用到只差一点，再做一次，预期里写明给多少、因什么。",
        "Write a case: use “given usage” to leave a little room, do it once more, and state what is granted and because of what.",
    );
    Finding::new(&CODE, at, what).help(help)
}
