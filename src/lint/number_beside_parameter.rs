//! 同一项，别处和参数比较，这里和同样大的数比较。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error number-beside-parameter
//! 参数 老年线 = 60
//!
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   当 年龄 老年线 以上
//!   奖励 10 米
//!   上限 每人 每月 200 米
//!
//! 规则 社团奖
//!   依据 "示例"
//!   计入 和美
//!   凡 社团
//!   当 年龄 60 以上
//!   奖励 10 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 应写：
//!
//! ```mizi,fragment
//! 参数 老年线 = 60
//!
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   当 年龄 老年线 以上
//!   奖励 10 米
//!   上限 每人 每月 200 米
//!
//! 规则 社团奖
//!   依据 "示例"
//!   计入 和美
//!   凡 社团
//!   当 年龄 老年线 以上
//!   奖励 10 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：调整参数的人以为都跟着变了，其实这一处没有变。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! Elsewhere it is compared with a parameter, here with a number of the same size.
//!
//! Avoid:
//!
//! ```mizi,fragment,error number-beside-parameter
//! parameter elder_age = 60
//!
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   when age at least elder_age
//!   award 10 mi
//!   cap 200 mi per person per month
//!
//! rule club_pay
//!   basis "example"
//!   dimension harmony
//!   on club
//!   when age at least 60
//!   award 10 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Prefer:
//!
//! ```mizi,fragment
//! parameter elder_age = 60
//!
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   when age at least elder_age
//!   award 10 mi
//!   cap 200 mi per person per month
//!
//! rule club_pay
//!   basis "example"
//!   dimension harmony
//!   on club
//!   when age at least elder_age
//!   award 10 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Why: Who changes the parameter believes that all follows, and this place does not.
//!
//! Configuration: none.

use super::compared::{self, Compared};
use super::read::{Read, Version, name};
use super::words::say;
use crate::diagnostics::{Code, Finding, Fix, Severity};
use std::collections::BTreeMap;

/// See `docs/findings/number-beside-parameter.md`.
pub static CODE: Code = Code {
    name: "number-beside-parameter",
    severity: Severity::Warning,
    zh: "有参数还写了数",
    en: "A number is written where there is a parameter",
};

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    read.versions.iter().flat_map(|version| of_version(read, version)).collect()
}

fn of_version(read: &Read<'_>, version: &Version<'_>) -> Vec<Finding> {
    let policy = version.policy;
    // A parameter with several values is another number on other days.
    let one = |(quantity, id, at): (compared::Quantity, crate::model::ParameterId, crate::source::Span)| {
        let parameter = policy.parameters.get(id.0)?;
        let [(_, value)] = parameter.values.as_slice() else { return None };
        Some(((quantity, compared::key(value)), (name(&parameter.name), read.text(at))))
    };
    let known: BTreeMap<_, _> = compared::with_parameters(policy).into_iter().filter_map(one).collect();
    let beside =
        compared::with_constants(policy).into_iter().filter_map(|(key, places)| Some((*known.get(&key)?, places)));
    beside
        .flat_map(|(parameter, places)| places.into_iter().map(move |place| finding(read, version, parameter, place)))
        .collect()
}

fn finding(read: &Read<'_>, version: &Version<'_>, (name, written): (&str, &str), place: Compared<'_>) -> Finding {
    let (number, thing) = (read.text(place.at), place.quantity.called(version.policy));
    let what = say(
        format!("“{}”在别处和参数“{name}”比较，这里写了同样大的 {number}。", thing.zh),
        format!(
            "“{}” is compared with the parameter “{name}” elsewhere, and here with {number}, which is the same.",
            thing.en
        ),
    );
    let help = say(
        format!("是同一个标准的，写“{name}”；不是的，另写一个参数说明是什么标准。"),
        format!("If it is the same standard, write “{name}”; if not, let another parameter say what it is."),
    );
    let title = say(format!("改为“{name}”"), format!("Change it to “{name}”"));
    let fix = Fix { title, edits: vec![(place.at, written.to_owned())] };
    Finding::new(&CODE, place.at, what).help(help).fix(fix)
}
