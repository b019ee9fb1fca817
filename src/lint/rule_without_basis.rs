//! 规则没有写“依据”。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error rule-without-basis
//! 规则 巡防奖
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 应写：
//!
//! ```mizi,fragment
//! 规则 巡防奖
//!   依据 《积分办法》第6条
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：积分就是钱。居民来问、审计来查，都要说得出每一分依的是哪一条；说不出依据的规则，不该写进来。
//!
//! 设置：没有选项。只作示例的规则写 `依据 "示例"`。
//!
//! ---
//!
//! A rule does not state its legal basis.
//!
//! Avoid:
//!
//! ```mizi,fragment,error rule-without-basis
//! rule patrol_pay
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Prefer:
//!
//! ```mizi,fragment
//! rule patrol_pay
//!   basis 《积分办法》第6条
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Why: Points are money. When a resident asks or an auditor looks, every point must lead back to an article; a rule without a
//! source should not be there.
//!
//! Configuration: none. A rule that is only an example says `basis "example"`.

use super::read::{Read, name};
use super::words::say;
use crate::diagnostics::{Code, Finding, Severity};

/// See `docs/findings/rule-without-basis.md`.
pub static CODE: Code = Code {
    name: "rule-without-basis",
    severity: Severity::Warning,
    zh: "规则没有写依据",
    en: "A rule does not state its basis",
};

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    let rules = read.versions.iter().flat_map(|version| &version.policy.rules);
    rules.filter(|rule| rule.basis.is_empty()).map(|rule| finding(rule.name.span, name(&rule.name))).collect()
}

fn finding(span: crate::source::Span, name: &str) -> Finding {
    let what = say(
        format!("规则“{name}”没有写“依据”：看不出它依的是哪份文件、哪一条。"),
        format!("The rule “{name}” has no “basis”: it does not say which document and article it rests on."),
    );
    let help = say(
        "写“依据 《文件》第N条”，或用引号写明是哪份文件；只作示例的写“依据 \"示例\"”。",
        "Write “basis 《document》第N条” or the source in quotation marks; for an example “basis \"example\"”.",
    );
    Finding::new(&CODE, span, what).help(help)
}
