//! 注释、标题或依据里写了“待定”“待补”“待核”“待议”“暂定”“TODO”“FIXME”“TBD”。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error unfinished
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米  // 数额待定
//! ```
//!
//! 应写：
//!
//! ```mizi,fragment
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：政策已经可以用了，读的人却不知道这一处算不算数。
//!
//! 设置：`unfinished-words`，一组词，写了就代替上面这些。
//!
//! ---
//!
//! A comment, title or basis says “TODO”, “FIXME” or “TBD”.
//!
//! Avoid:
//!
//! ```mizi,fragment,error unfinished
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month  // TODO: agree on the amount
//! ```
//!
//! Prefer:
//!
//! ```mizi,fragment
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Why: The policy can be used, and a reader cannot tell whether this part counts.
//!
//! Configuration: `unfinished-words`, a list of words that stands instead of these.

use super::read::{Read, Version};
use super::titles;
use super::words::{contains_word, say};
use crate::diagnostics::{Code, Finding, Severity};
use crate::source::Span;
use crate::syntax::tree::ItemKind;

/// See `docs/findings/unfinished.md`.
pub static CODE: Code = Code {
    name: "unfinished",
    severity: Severity::Warning,
    zh: "还有没写定的地方",
    en: "Something is still to be settled",
};

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    read.versions.iter().flat_map(|version| of_version(version, &read.options.unfinished_words)).collect()
}

fn of_version(version: &Version<'_>, unfinished: &[String]) -> Vec<Finding> {
    let comments = version.tree.comments.iter().map(|comment| (comment.value.as_str(), comment.span));
    let titles = titles::shown(version).into_iter().flat_map(|shown| shown.texts());
    let sources = version.items().filter_map(|(_, kind)| match kind {
        ItemKind::Rule(rule) => Some(rule.basis.iter().map(|source| (source.value.as_str(), source.span))),
        _ => None,
    });
    let texts = comments.chain(titles).chain(sources.flatten());
    texts
        .filter_map(|(text, span)| Some(finding(unfinished.iter().find(|word| contains_word(text, word))?, span)))
        .collect()
}

fn finding(word: &str, span: Span) -> Finding {
    let what = say(
        format!("这里写了“{word}”，还没有写定。"),
        format!("“{word}” stands here: something is still to be settled."),
    );
    let help = say("写定，再删去这句话。", "Settle it and take these words out.");
    Finding::new(&CODE, span, what).help(help)
}
