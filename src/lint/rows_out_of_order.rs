//! 按数分的档，没有从小到大或从大到小写；或者“其余”不在最后。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error rows-out-of-order
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 按 时长（2 小时 以上 不满 4 小时：10 米，4 小时 以上：20 米，不满 2 小时：5 米）
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
//!   奖励 按 时长（不满 2 小时：5 米，2 小时 以上 不满 4 小时：10 米，4 小时 以上：20 米）
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：读的人从上往下找，跳着写容易找错档，也看不出有没有漏。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! Rows by numbers go neither up nor down, or “otherwise” is not the last.
//!
//! Avoid:
//!
//! ```mizi,fragment,error rows-out-of-order
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award by length (at least 2 hours under 4 hours: 10 mi, at least 4 hours: 20 mi, under 2 hours: 5 mi)
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
//!   award by length (under 2 hours: 5 mi, at least 2 hours under 4 hours: 10 mi, at least 4 hours: 20 mi)
//!   cap 200 mi per person per month
//! ```
//!
//! Why: A reader looks from the first row to the last; out of order the wrong one is taken, and a gap is not seen.
//!
//! Configuration: none.

use super::read::{Read, Version};
use super::rows::{self, Table};
use super::words::say;
use crate::diagnostics::Fix;
use crate::diagnostics::{Code, Finding, Severity};
use crate::model::Constant;
use crate::model::expr::{Compare, RowTest};
use std::cmp::Ordering;

/// See `docs/findings/rows-out-of-order.md`.
pub static CODE: Code = Code {
    name: "rows-out-of-order",
    severity: Severity::Warning,
    zh: "表的各档没有按大小写",
    en: "Rows are out of order",
};

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    read.versions.iter().flat_map(|version| of_version(read, version)).collect()
}

fn of_version(read: &Read<'_>, version: &Version<'_>) -> Vec<Finding> {
    rows::tables(version.policy).iter().filter_map(|table| finding(read, version, table)).collect()
}

/// What a row begins with: below everything, at a number, or where nothing else holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Begins {
    Low,
    At(crate::model::Rational, bool),
    Otherwise,
}

fn finding(read: &Read<'_>, version: &Version<'_>, table: &Table<'_>) -> Option<Finding> {
    let begins: Vec<Begins> = table.rows().iter().map(|row| begins(&row.test)).collect::<Option<_>>()?;
    let mut order: Vec<usize> = (0..begins.len()).collect();
    order.sort_by_key(|at| begins.get(*at).cloned());
    let falls = is_falling(&begins);
    if falls || order.is_sorted() {
        return None;
    }
    let mut pairs = table.rows().iter().zip(begins.windows(2));
    let (first, _) = pairs.find(|(_, pair)| matches!(pair, [a, b] if a > b))?;
    let what = say("这张表的各档没有按大小写。", "The rows of this table are out of order.");
    let help = say("从小到大写，“其余”写在最后。", "Write them from low to high, with “otherwise” last.");
    let finding = Finding::new(&CODE, table.span(), what)
        .and(first.span, say("这一档之后变小了", "lower from here on"))
        .help(help);
    Some(Finding { fixes: in_order(read, version, table, &order).into_iter().collect(), ..finding })
}

/// From high to low, 其余 last.
fn is_falling(begins: &[Begins]) -> bool {
    let rest = begins.strip_suffix(&[Begins::Otherwise]).unwrap_or(begins);
    rest.windows(2).all(|pair| matches!(pair, [a, b] if a.cmp(b) == Ordering::Greater))
}

/// None for rows by values of a list, which have no order.
fn begins(test: &RowTest) -> Option<Begins> {
    match test {
        RowTest::Otherwise => Some(Begins::Otherwise),
        RowTest::Values(values) => values.iter().map(number).collect::<Option<Vec<_>>>()?.into_iter().min(),
        RowTest::Bounds(bounds) => {
            let lower = bounds.iter().filter(|(compare, _)| matches!(compare, Compare::AtLeast | Compare::Greater));
            let lower: Vec<Option<Begins>> =
                lower.map(|(compare, limit)| at(limit, *compare == Compare::Greater)).collect();
            match lower.as_slice() {
                [] => Some(Begins::Low),
                [one, ..] => one.clone(),
            }
        }
    }
}

fn number(value: &Constant) -> Option<Begins> {
    at(value, false)
}

fn at(value: &Constant, after: bool) -> Option<Begins> {
    match value {
        Constant::Number(number) => Some(Begins::At(*number, after)),
        Constant::Date(day) | Constant::Time(day) => {
            Some(Begins::At(crate::model::Rational::from(i128::from(*day)), after))
        }
        Constant::Value(..) | Constant::YesNo(_) => None,
    }
}

/// The rows written in order; none where a comment stands among them.
fn in_order(read: &Read<'_>, version: &Version<'_>, table: &Table<'_>, order: &[usize]) -> Option<Fix> {
    if version.has_comment(table.span()) {
        return None;
    }
    let rows = table.row_spans();
    let new = order.iter().map(|at| rows.get(*at).map(|span| read.text(*span).to_owned()));
    let edits = rows.iter().zip(new).map(|(span, text)| Some((*span, text?))).collect::<Option<_>>()?;
    Some(Fix { title: say("从小到大写", "Write them from low to high"), edits })
}
