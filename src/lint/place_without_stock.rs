//! 兑换给的是场地或名额，没有写“限量”。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error place-without-stock
//! 兑换 乒乓球馆
//!   需 100 米
//!   给 场地 "乒乓球馆一小时"
//! ```
//!
//! 应写：
//!
//! ```mizi,fragment
//! 兑换 乒乓球馆
//!   需 100 米
//!   限量 全街道 每日 10 次
//!   给 场地 "乒乓球馆一小时"
//! ```
//!
//! 为什么：场地一天只有那么多场，名额只有那么多个；不写限量，系统会一直兑下去，到了现场没有位子。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! A redemption gives a venue or a place and states no stock.
//!
//! Avoid:
//!
//! ```mizi,fragment,error place-without-stock
//! redeem table_tennis
//!   price 100 mi
//!   gives venue "one hour in the hall"
//! ```
//!
//! Prefer:
//!
//! ```mizi,fragment
//! redeem table_tennis
//!   price 100 mi
//!   stock 10 times whole street per day
//!   gives venue "one hour in the hall"
//! ```
//!
//! Why: A hall has so many hours and a table so many seats; without a stock redemptions are granted for ever, and people come to
//! a full house.
//!
//! Configuration: none.

use super::read::{Read, name};
use super::words::say;
use crate::diagnostics::{Code, Finding, Severity};
use crate::model::Redemption;
use crate::syntax::tree::{Gift, Redeem};

/// See `docs/findings/place-without-stock.md`.
pub static CODE: Code = Code {
    name: "place-without-stock",
    severity: Severity::Warning,
    zh: "场地或名额没有限量",
    en: "A venue or place has no stock",
};

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    let versions = read.versions.iter();
    let open = versions.flat_map(|version| version.redemptions().filter(|(written, _)| is_open(written)));
    open.map(|(_, redemption)| finding(redemption)).collect()
}

fn is_open(written: &Redeem) -> bool {
    let seats = written.gives.as_ref().is_some_and(|(gift, _)| matches!(gift.value, Gift::Venue | Gift::Place));
    seats && written.stock.is_empty()
}

fn finding(redemption: &Redemption) -> Finding {
    let name = name(&redemption.name);
    let what = say(
        format!("兑换“{name}”给的是场地或名额，没有写“限量”：多少人都能兑。"),
        format!(
            "The redemption “{name}” gives a venue or a place and has no “stock”: any number of people can redeem it."
        ),
    );
    let help = say(
        "写明一天或一月有多少，例如“限量 全街道 每日 10 次”。",
        "Write how many there are in a day or month, such as “stock 10 times whole street per day”.",
    );
    Finding::new(&CODE, redemption.name.span, what).help(help)
}
