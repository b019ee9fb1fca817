//! 同一项和同一个数比较，写了 3 处以上，没有写成参数。0 和 1 不算。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error number-repeated
//! 规则 首购奖
//!   依据 "示例"
//!   计入 治理
//!   凡 消费
//!   当 金额 10 元 以上 且 类别 是 餐饮
//!   奖励 5 米
//!   上限 每人 每月 200 米
//!
//! 规则 零售奖
//!   依据 "示例"
//!   计入 治理
//!   凡 消费
//!   当 金额 10 元 以上 且 类别 是 零售
//!   奖励 3 米
//!   上限 每人 每月 200 米
//!
//! 账户 消费次数 次 每人 每月
//!   计 消费 当 金额 10 元 以上
//!   范围 0 至 1000 次
//! ```
//!
//! 应写：
//!
//! ```mizi,fragment
//! 参数 起计金额 = 10 元
//!
//! 规则 首购奖
//!   依据 "示例"
//!   计入 治理
//!   凡 消费
//!   当 金额 起计金额 以上 且 类别 是 餐饮
//!   奖励 5 米
//!   上限 每人 每月 200 米
//!
//! 规则 零售奖
//!   依据 "示例"
//!   计入 治理
//!   凡 消费
//!   当 金额 起计金额 以上 且 类别 是 零售
//!   奖励 3 米
//!   上限 每人 每月 200 米
//!
//! 账户 消费次数 次 每人 每月
//!   计 消费 当 金额 起计金额 以上
//!   范围 0 至 1000 次
//! ```
//!
//! 为什么：这是一个标准，不是三个数。以后调整，漏改一处，两条规则就各算各的。
//!
//! 设置：`repeats`，一个数，写了几处才提。
//!
//! ---
//!
//! One thing is compared with one number in 3 places or more, and the number is no parameter. 0 and 1 do not count.
//!
//! Avoid:
//!
//! ```mizi,fragment,error number-repeated
//! rule food_pay
//!   basis "example"
//!   dimension governance
//!   on purchase
//!   when amount at least 10 yuan and kind is food
//!   award 5 mi
//!   cap 200 mi per person per month
//!
//! rule retail_pay
//!   basis "example"
//!   dimension governance
//!   on purchase
//!   when amount at least 10 yuan and kind is retail
//!   award 3 mi
//!   cap 200 mi per person per month
//!
//! account purchases times per person per month
//!   counts purchase when amount at least 10 yuan
//!   range 0 to 1000 times
//! ```
//!
//! Prefer:
//!
//! ```mizi,fragment
//! parameter least_amount = 10 yuan
//!
//! rule food_pay
//!   basis "example"
//!   dimension governance
//!   on purchase
//!   when amount at least least_amount and kind is food
//!   award 5 mi
//!   cap 200 mi per person per month
//!
//! rule retail_pay
//!   basis "example"
//!   dimension governance
//!   on purchase
//!   when amount at least least_amount and kind is retail
//!   award 3 mi
//!   cap 200 mi per person per month
//!
//! account purchases times per person per month
//!   counts purchase when amount at least least_amount
//!   range 0 to 1000 times
//! ```
//!
//! Why: It is one standard and not three numbers. When it changes and one place is forgotten, rules go by different standards.
//!
//! Configuration: `repeats`, a number: from how many places on.

use super::compared::{self, Compared};
use super::read::{Read, Version};
use super::words::say;
use crate::diagnostics::{Code, Finding, Severity};
use crate::model::{Constant, Rational};

/// See `docs/findings/number-repeated.md`.
pub static CODE: Code =
    Code {
        name: "number-repeated", severity: Severity::Warning, zh: "同一个数写了几处", en: "A number is repeated"
    };

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    read.versions.iter().flat_map(|version| of_version(read, version)).collect()
}

fn of_version(read: &Read<'_>, version: &Version<'_>) -> Vec<Finding> {
    let with = compared::with_constants(version.policy);
    let often = with.values().filter(|places| places.len() >= read.options.repeats && places.iter().all(is_standard));
    often.filter_map(|places| finding(read, version, places)).collect()
}

/// 0 and 1 mean “none” and “any”; yes or no and values of lists are no numbers.
fn is_standard(place: &Compared<'_>) -> bool {
    match place.constant {
        Constant::Number(number) => *number != Rational::from(0) && *number != Rational::from(1),
        Constant::Time(_) | Constant::Date(_) => true,
        Constant::YesNo(_) | Constant::Value(..) => false,
    }
}

fn finding(read: &Read<'_>, version: &Version<'_>, places: &[Compared<'_>]) -> Option<Finding> {
    let (first, others) = places.split_first()?;
    let (number, thing) = (read.text(first.at), first.quantity.called(version.policy));
    let count = places.len();
    let what = say(
        format!("“{}”和 {number} 比较，写了 {count} 处。", thing.zh),
        format!("“{}” is compared with {number} in {count} places.", thing.en),
    );
    let help = say(
        format!("写一个参数，例如“参数 {}标准 = {number}”，各处用它的名称。", thing.zh),
        format!("Write a parameter, such as “parameter NAME = {number}”, and use its name in all places."),
    );
    let finding = Finding::new(&CODE, first.at, what).help(help);
    Some(others.iter().fold(finding, |finding, other| finding.and(other.at, say("又写了一处", "again here"))))
}
