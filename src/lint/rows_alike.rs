//! 相邻两档给同样的值，可以并成一档。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error rows-alike
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 按 时长（不满 2 小时：5 米，2 小时 以上 不满 4 小时：10 米，4 小时 以上：10 米）
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
//!   奖励 按 时长（不满 2 小时：5 米，2 小时 以上：10 米）
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：分了两档却没有分别，多半是其中一个数忘了改。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! Two rows that follow each other give the same value and could be one.
//!
//! Avoid:
//!
//! ```mizi,fragment,error rows-alike
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award by length (under 2 hours: 5 mi, at least 2 hours under 4 hours: 10 mi, at least 4 hours: 10 mi)
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
//!   award by length (under 2 hours: 5 mi, at least 2 hours: 10 mi)
//!   cap 200 mi per person per month
//! ```
//!
//! Why: Two rows without a difference often mean that one of the numbers was not changed.
//!
//! Configuration: none.

use super::read::{Read, Version};
use super::rows::{self, Table};
use super::words::say;
use crate::diagnostics::Fix;
use crate::diagnostics::{Code, Finding, Severity};
use crate::model::ExprKind;
use crate::model::expr::{Row, RowTest};
use crate::source::Span;

/// See `docs/findings/rows-alike.md`.
pub static CODE: Code =
    Code { name: "rows-alike", severity: Severity::Note, zh: "两档给的一样", en: "Two rows give the same" };

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    read.versions.iter().flat_map(|version| of_version(read, version)).collect()
}

fn of_version(read: &Read<'_>, version: &Version<'_>) -> Vec<Finding> {
    let tables = rows::tables(version.policy);
    tables.iter().flat_map(Table::rows_in_pairs).filter_map(|pair| finding(read, version, pair)).collect()
}

fn finding(read: &Read<'_>, version: &Version<'_>, (first, second): (&Row, &Row)) -> Option<Finding> {
    let (ExprKind::Constant(a), ExprKind::Constant(b)) = (&first.value.kind, &second.value.kind) else { return None };
    if a != b {
        return None;
    }
    let value = read.text(second.value.span);
    let what = say(
        format!("这一档和上一档都给 {value}，可以并成一档。"),
        format!("This row gives {value} as the row before it does: they could be one."),
    );
    let help =
        say("并成一档；其中一个数写错了的，改正它。", "Make one row of them, or correct the number that is wrong.");
    let finding = Finding::new(&CODE, second.span, what).and(first.span, say("上一档", "the row before")).help(help);
    Some(Finding { fixes: as_one(read, version, first, second).into_iter().collect(), ..finding })
}

/// Rows by values joined; none for rows by numbers, whose bounds a person must write.
fn as_one(read: &Read<'_>, version: &Version<'_>, first: &Row, second: &Row) -> Option<Fix> {
    let (RowTest::Values(_), RowTest::Values(_)) = (&first.test, &second.test) else { return None };
    let gone = Span { start: first.value.span.end, ..second.value.span };
    if version.has_comment(gone) {
        return None;
    }
    let title = say("并成一档", "Make one row of them");
    let after = Span { start: first.span.end, end: first.span.end, ..first.span };
    Some(Fix { title, edits: vec![(after, format!("、{}", read.text(second.span))), (gone, String::new())] })
}
