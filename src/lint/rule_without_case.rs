//! 没有案例写到这条规则。
//!
//! 案例里写了“规则 N 米”或“因 规则”，算写到；活动只有这一条规则的，案例里有这种活动也算。整份政策没有案例的，只说一次。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error rule-without-case
//! 规则 巡防奖
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//!
//! 规则 社团奖
//!   计入 和美
//!   凡 社团
//!   奖励 20 米
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
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//!
//! 规则 社团奖
//!   计入 和美
//!   凡 社团
//!   奖励 20 米
//!   上限 每人 每月 200 米
//!
//! 案例 "巡防一次，得十米"
//!   设 居民 张三：年龄 45
//!   2025-03-01 张三 巡防 → 巡防奖 10 米
//!
//! 案例 "参加一次社团活动，得二十米"
//!   设 居民 张三：年龄 45
//!   2025-03-01 张三 社团 → 社团奖 20 米
//! ```
//!
//! 为什么：案例是这条规则该怎么算的凭证。没有案例，改错一个数也没有人知道。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! No case names this rule.
//!
//! A case names it by “RULE N points” or “because RULE”; where it is the only rule of its activity, an event of that activity in
//! a case is enough. Of a policy without any case this is said once.
//!
//! Avoid:
//!
//! ```mizi,fragment,error rule-without-case
//! rule patrol_pay
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//!
//! rule club_pay
//!   dimension harmony
//!   on club
//!   award 20 mi
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
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//!
//! rule club_pay
//!   dimension harmony
//!   on club
//!   award 20 mi
//!   cap 200 mi per person per month
//!
//! case "One patrol earns ten"
//!   given resident Zhang: age 45
//!   2025-03-01 Zhang patrol -> patrol_pay 10 mi
//!
//! case "One club activity earns twenty"
//!   given resident Zhang: age 45
//!   2025-03-01 Zhang club -> club_pay 20 mi
//! ```
//!
//! Why: A case is the record of how the rule is meant to pay. Without one nobody sees that a number was changed by mistake.
//!
//! Configuration: none.

use super::read::{Read, Version, name};
use super::words::say;
use crate::diagnostics::{Code, Finding, Severity};
use crate::model::expr::{Because, CaseLineKind, Expect};
use crate::model::{Pays, Rule, RuleId};
use std::collections::{BTreeMap, BTreeSet};

/// See `docs/findings/rule-without-case.md`.
pub static CODE: Code =
    Code { name: "rule-without-case", severity: Severity::Warning, zh: "规则没有案例", en: "A rule has no case" };

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    let rules = read.versions.iter().flat_map(|version| &version.policy.rules);
    if read.versions.iter().all(|version| version.policy.cases.is_empty()) {
        return rules.take(1).filter_map(|_| no_case(read)).collect();
    }
    // A rule that goes on under its key in another version is shown by the cases of either.
    let shown: BTreeSet<&str> = read.versions.iter().flat_map(shown).collect();
    rules.filter(|rule| !shown.contains(rule.key.as_str())).map(finding).collect()
}

/// The keys of the rules that the cases of a version name.
fn shown<'a>(version: &Version<'a>) -> BTreeSet<&'a str> {
    let policy = version.policy;
    let mut only: BTreeMap<usize, Option<usize>> = BTreeMap::new();
    for (at, rule) in policy.rules.iter().enumerate() {
        if let Pays::Award { activity, .. } = &rule.pays {
            only.entry(activity.0).and_modify(|known| *known = None).or_insert(Some(at));
        }
    }
    let mut shown = BTreeSet::new();
    for line in policy.cases.iter().flat_map(|case| &case.lines) {
        if let CaseLineKind::Event { activity, .. } = &line.kind {
            shown.extend(only.get(&activity.0).copied().flatten());
        }
        shown.extend(line.expect.iter().filter_map(|(expect, _)| named(expect)).map(|rule| rule.0));
    }
    shown.into_iter().filter_map(|at| Some(policy.rules.get(at)?.key.as_str())).collect()
}

fn named(expect: &Expect) -> Option<RuleId> {
    match expect {
        Expect::Grant(rule, _)
        | Expect::Because(Because::RuleCap(rule) | Because::RuleCondition(rule) | Because::Rule(rule)) => Some(*rule),
        _ => None,
    }
}

fn no_case(read: &Read<'_>) -> Option<Finding> {
    let policy = read.versions.first()?.policy;
    let title = name(&policy.name);
    let what = say(
        format!("政策“{title}”没有一个案例：没有凭证说明规则该怎么算。"),
        format!("The policy “{title}” has no case: nothing records how its rules are meant to pay."),
    );
    let help = say(
        "每条规则写一个案例：谁、做了什么、应得多少，用“mizi test”核对。",
        "Write a case for each rule: who, did what, earns how much; “mizi test” runs them.",
    );
    Some(Finding::new(&CODE, policy.name.span, what).help(help))
}

fn finding(rule: &Rule) -> Finding {
    let name = name(&rule.name);
    let what = say(format!("没有一个案例写到规则“{name}”。"), format!("No case names the rule “{name}”."));
    let help = say(
        format!("写一个案例，预期里写明“{name} N 米”；再写一个条件不成立、得 0 的。"),
        format!("Write a case that expects points of “{name}”, and one where its conditions fail and it pays 0."),
    );
    Finding::new(&CODE, rule.name.span, what).help(help)
}
