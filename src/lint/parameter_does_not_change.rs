//! 参数在某一天写了和前一段一样的值；或者只有一个值，却写了从哪天起。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error parameter-does-not-change
//! 参数 巡防标准 = 10 米 自 2025-01-01，10 米 自 2025-07-01
//!
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 巡防标准
//!   上限 每人 每月 200 米
//! ```
//!
//! 应写：
//!
//! ```mizi,fragment
//! 参数 巡防标准 = 10 米
//!
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 巡防标准
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：看起来那一天调整过，其实没有；多半是要调整的数忘了改。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! A parameter is given on a day the value that it has already, or has one value and says from which day.
//!
//! Avoid:
//!
//! ```mizi,fragment,error parameter-does-not-change
//! parameter patrol_rate = 10 mi from 2025-01-01, 10 mi from 2025-07-01
//!
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award patrol_rate
//!   cap 200 mi per person per month
//! ```
//!
//! Prefer:
//!
//! ```mizi,fragment
//! parameter patrol_rate = 10 mi
//!
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award patrol_rate
//!   cap 200 mi per person per month
//! ```
//!
//! Why: It looks as if something changed on that day, and nothing did; probably the new number was forgotten.
//!
//! Configuration: none.

use super::read::{Read, Version};
use super::words::say;
use crate::diagnostics::Fix;
use crate::diagnostics::{Code, Finding, Severity};
use crate::model;
use crate::source::Span;
use crate::syntax::tree::{Expr, Parameter, Spanned};
use mizi_evaluator::date::show_date;

/// See `docs/findings/parameter-does-not-change.md`.
pub static CODE: Code = Code {
    name: "parameter-does-not-change",
    severity: Severity::Warning,
    zh: "参数写了日期，值没有变",
    en: "A parameter has dates and does not change",
};

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    let parameters = read.versions.iter().flat_map(Version::parameters);
    parameters.flat_map(|(written, parameter)| of_parameter(read, written, parameter)).collect()
}

fn of_parameter(read: &Read<'_>, written: &Parameter, parameter: &model::Parameter) -> Vec<Finding> {
    if let [(value, Some(day))] = written.values.as_slice() {
        return vec![only_value(read, written, value, day)];
    }
    let pairs = written.values.windows(2).zip(parameter.values.windows(2));
    let same = pairs.filter(|(_, values)| matches!(values, [(_, a), (_, b)] if a == b));
    same.filter_map(|(pair, _)| match pair {
        [(before, from), (value, Some(day))] => Some(again(read, written, (before, from.as_ref()), (value, day))),
        _ => None,
    })
    .collect()
}

fn only_value(read: &Read<'_>, written: &Parameter, value: &Expr, day: &Spanned<i32>) -> Finding {
    let name = &written.name.name.value;
    let what = say(
        format!("参数“{name}”只有一个值，写了日期：它从来没有变过。"),
        format!("The parameter “{name}” has one value and states a day: it has never changed."),
    );
    let help = say("删去日期；以后调整时再写。", "Take the day out, and write one when the value changes.");
    let date = Span { start: value.span.end, ..day.span };
    Finding::new(&CODE, day.span, what).help(help).fix(without(read, date))
}

fn again(
    read: &Read<'_>,
    written: &Parameter,
    (before, from): (&Expr, Option<&Spanned<i32>>),
    (value, day): (&Expr, &Spanned<i32>),
) -> Finding {
    let (name, date) = (&written.name.name.value, show_date(i64::from(day.value)));
    let what = say(
        format!("参数“{name}”自 {date} 的值和前一段一样：这一天什么也没有变。"),
        format!("The parameter “{name}” has from {date} the value that it had before: nothing changes on that day."),
    );
    let help = say("改成调整后的数，或删去这一段。", "Write the new number, or take this part out.");
    let start = from.map_or(before.span.end, |from| from.span.end);
    let part = Span { start, ..day.span };
    Finding::new(&CODE, value.span.to(day.span), what)
        .and(before.span, say("前一段的值", "the value before"))
        .help(help)
        .fix(without(read, part))
}

fn without(read: &Read<'_>, part: Span) -> Fix {
    let written = read.text(part).trim_start_matches([',', '，', ' ']);
    Fix {
        title: say(format!("删去“{written}”"), format!("Take out “{written}”")), edits: vec![(part, String::new())]
    }
}
