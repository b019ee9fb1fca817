//! 定义写了，没有一处用它。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error unused-definition
//! 定义 周岁 = 满年数（出生日期，发生日）
//!
//! 资格 得分 当 年龄 16 以上
//! ```
//!
//! 应写：
//!
//! ```mizi,fragment
//! 定义 周岁 = 满年数（出生日期，发生日）
//!
//! 资格 得分 当 周岁 满 16
//! ```
//!
//! 为什么：写了不用，多半是某条规则忘了改用它，两处各算各的；确实不用的，读的人还要白费工夫。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! A definition is used nowhere.
//!
//! Avoid:
//!
//! ```mizi,fragment,error unused-definition
//! define full_age = full_years(born, event_date)
//!
//! eligible earn when age at least 16
//! ```
//!
//! Prefer:
//!
//! ```mizi,fragment
//! define full_age = full_years(born, event_date)
//!
//! eligible earn when full_age at least 16
//! ```
//!
//! Why: A rule was probably meant to use it and computes the same in another way; if nothing was, a reader looks for what is not
//! there.
//!
//! Configuration: none.

use super::read::Read;
use super::{unused, words};
use crate::diagnostics::{Code, Finding, Severity};

/// See `docs/findings/unused-definition.md`.
pub static CODE: Code =
    Code {
        name: "unused-definition", severity: Severity::Warning, zh: "定义没有用处", en: "A definition is not used"
    };

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    unused::find(
        read,
        &CODE,
        words::DEFINITION,
        |version| (&version.policy.definitions, version.uses.definitions.clone()),
        |thing| &thing.name,
        |version, thing| unused::without_item(read, version, words::DEFINITION, &thing.name),
    )
}
