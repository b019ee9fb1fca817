//! 是否这一类信息项，写了“= 是”“= 否”。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error compared-with-yes
//! 活动 清扫
//!   合格：是否
//!
//! 规则 清扫奖
//!   依据 "示例"
//!   计入 治理
//!   凡 清扫
//!   当 合格 = 是
//!   奖励 5 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 应写：
//!
//! ```mizi,fragment
//! 活动 清扫
//!   合格：是否
//!
//! 规则 清扫奖
//!   依据 "示例"
//!   计入 治理
//!   凡 清扫
//!   当 合格
//!   奖励 5 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：“合格”本身就是条件，念起来也更像告示；“= 否”容易看漏，写“非”。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! A yes/no field is compared with yes or no.
//!
//! Avoid:
//!
//! ```mizi,fragment,error compared-with-yes
//! activity cleaning
//!   passed: yes/no
//!
//! rule cleaning_pay
//!   basis "example"
//!   dimension governance
//!   on cleaning
//!   when passed = yes
//!   award 5 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Prefer:
//!
//! ```mizi,fragment
//! activity cleaning
//!   passed: yes/no
//!
//! rule cleaning_pay
//!   basis "example"
//!   dimension governance
//!   on cleaning
//!   when passed
//!   award 5 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Why: The field is a condition by itself and reads better so; “= no” is easily overlooked, “not” is not.
//!
//! Configuration: none.

use super::read::{Read, Version};
use super::words::say;
use super::written;
use crate::diagnostics::Fix;
use crate::diagnostics::{Code, Finding, Severity};
use crate::syntax::tree::{Comparison, Expr, ExprKind};

/// See `docs/findings/compared-with-yes.md`.
pub static CODE: Code = Code {
    name: "compared-with-yes",
    severity: Severity::Note,
    zh: "和“是”“否”比较",
    en: "A comparison with yes or no",
};

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    read.versions.iter().flat_map(|version| of_version(read, version)).collect()
}

fn of_version(read: &Read<'_>, version: &Version<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    written::each(version.tree, &mut |part| {
        if let Some((thing, wanted)) = compared(part) {
            found.push(finding(read, part, thing, wanted));
        }
    });
    found
}

/// The name that is compared, and whether it must hold.
fn compared(part: &Expr) -> Option<(&Expr, bool)> {
    let (thing, answer, same) = match &part.kind {
        ExprKind::Compare { op: Comparison::Equal, left, right } => (left, right.as_ref(), true),
        ExprKind::Compare { op: Comparison::NotEqual, left, right } => (left, right.as_ref(), false),
        ExprKind::Is { value, options, negated } => match options.as_slice() {
            [one] => (value, one, !negated),
            _ => return None,
        },
        _ => return None,
    };
    match (&thing.kind, &answer.kind) {
        (ExprKind::Name(_), ExprKind::YesNo(answer)) => Some((thing, *answer == same)),
        _ => None,
    }
}

fn finding(read: &Read<'_>, part: &Expr, thing: &Expr, wanted: bool) -> Finding {
    let (written, name) = (read.text(part.span), read.text(thing.span));
    // The answer is written in the language of the keywords of its clause.
    let not = if written.ends_with(['是', '否']) { "非" } else { "not" };
    let plain = if wanted { name.to_owned() } else { format!("{not} {name}") };
    let what = say(format!("“{written}”就是“{plain}”。"), format!("“{written}” is the same as “{plain}”."));
    let help = say(
        "直接写信息项的名称；要它不成立，前面写“非”。",
        "Write the name of the field, with “not” before it if it must not hold.",
    );
    let title = say(format!("改为“{plain}”"), format!("Change it to “{plain}”"));
    Finding::new(&CODE, part.span, what).help(help).fix(Fix { title, edits: vec![(part.span, plain)] })
}
