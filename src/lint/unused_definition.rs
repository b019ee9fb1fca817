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

use super::fixes;
use super::read::{Read, Version, name};
use super::words::say;
use crate::diagnostics::{Code, Finding, Severity};
use crate::model::Definition;

/// See `docs/findings/unused-definition.md`.
pub static CODE: Code =
    Code {
        name: "unused-definition", severity: Severity::Warning, zh: "定义没有用处", en: "A definition is not used"
    };

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    read.versions.iter().flat_map(|version| of_version(read, version)).collect()
}

fn of_version(read: &Read<'_>, version: &Version<'_>) -> Vec<Finding> {
    let all = version.policy.definitions.iter().enumerate();
    all.filter(|(at, _)| !version.uses.definitions.contains(at))
        .map(|(_, definition)| finding(read, version, definition))
        .collect()
}

fn finding(read: &Read<'_>, version: &Version<'_>, definition: &Definition) -> Finding {
    let name = name(&definition.name);
    let what = say(format!("定义“{name}”没有一处用到。"), format!("The definition “{name}” is used nowhere."));
    let help = say("在该用的地方用它；不需要的删去。", "Use it where it was meant to be used, or take it out.");
    let title = say(format!("删去定义“{name}”"), format!("Take out the definition “{name}”"));
    let item = version.item_at(definition.name.span);
    let fix = item.and_then(|item| fixes::without_lines(read, title, item.span));
    Finding { fixes: fix.into_iter().collect(), ..Finding::new(&CODE, definition.name.span, what).help(help) }
}
