//! 依据里写了“有关规定”“相关规定”“有关文件”“相关文件”“上级要求”“上级文件”“惯例”，没有写文件名。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error vague-basis
//! 规则 巡防奖
//!   依据 "按上级有关规定"
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
//! 为什么：审计问到，还是不知道依的是哪一条；文件改了、废了，也不知道这条规则该跟着改。
//!
//! 设置：`vague-sources`，一组词，写了就代替上面这些。
//!
//! ---
//!
//! A basis says “relevant rules”, “applicable rules”, “superior authority” or “customary practice” and names no document.
//!
//! Avoid:
//!
//! ```mizi,fragment,error vague-basis
//! rule patrol_pay
//!   basis "the relevant rules"
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
//!   basis "Points Measures, article 6"
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Why: An auditor still does not know which article it is; and when the document changes nobody knows that the rule should.
//!
//! Configuration: `vague-sources`, a list of words that stands instead of these.

use super::read::{Read, Version};
use super::words::{contains_word, say};
use crate::diagnostics::{Code, Finding, Severity};
use crate::syntax::tree::{ItemKind, Str};

/// See `docs/findings/vague-basis.md`.
pub static CODE: Code = Code {
    name: "vague-basis",
    severity: Severity::Warning,
    zh: "依据说不清是哪份文件",
    en: "A basis does not say which document",
};

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    let sources = read.versions.iter().flat_map(Version::items).flat_map(|(_, kind)| basis(kind));
    sources.filter_map(|source| of_source(source, &read.options.vague_sources)).collect()
}

fn basis(kind: &ItemKind) -> &[Str] {
    match kind {
        ItemKind::Eligible(it) => &it.basis,
        ItemKind::Rule(it) => &it.basis,
        ItemKind::Group(it) => &it.basis,
        ItemKind::OverallCap(it) => &it.basis,
        ItemKind::Redeem(it) => &it.basis,
        _ => &[],
    }
}

fn of_source(source: &Str, vague: &[String]) -> Option<Finding> {
    let text = &source.value;
    // A document that is named may well be called so.
    let word = vague.iter().find(|word| contains_word(text, word)).filter(|_| !text.contains('《'))?;
    let what = say(
        format!("依据写了“{word}”，没有写是哪份文件、哪一条。"),
        format!("The basis says “{word}” and not which document and article."),
    );
    let help = say(
        "写文件名和条号，例如“依据 《积分办法》第6条”。",
        "Write the document and the article, such as “basis 《document》第6条”.",
    );
    Some(Finding::new(&CODE, source.span, what).help(help))
}
