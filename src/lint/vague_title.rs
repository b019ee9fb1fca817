//! 标题里有含糊的词：“等等”“若干”“适当”“酌情”“视情”“原则上”“左右”“大约”“有关”“相关”“其他”。没有标题的看名称。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error vague-title
//! 规则 巡防奖 "巡防等等"
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 应写：
//!
//! ```mizi,fragment
//! 规则 巡防奖 "参加平安巡防"
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：居民照标题理解能不能得分；含糊的词，各人理解不同，窗口就要解释。
//!
//! 设置：`vague-words`，一组词，写了就代替上面这些。
//!
//! ---
//!
//! A title has a vague word: “etc”, “and so on”, “as appropriate”, “various”, “miscellaneous”. Where there is no title the name
//! is looked at.
//!
//! Avoid:
//!
//! ```mizi,fragment,error vague-title
//! rule patrol_pay "Patrols etc"
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Prefer:
//!
//! ```mizi,fragment
//! rule patrol_pay "Joining a patrol"
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Why: Residents tell by the title whether they will earn; a vague word is read by everybody in another way and has to be
//! explained.
//!
//! Configuration: `vague-words`, a list of words that stands instead of these.

use super::read::{Read, Version};
use super::titles::{self, Shown};
use super::words::{self, contains_word, say};
use crate::diagnostics::{Code, Finding, Severity};

/// See `docs/findings/vague-title.md`.
pub static CODE: Code =
    Code { name: "vague-title", severity: Severity::Warning, zh: "标题用词含糊", en: "A title has a vague word" };

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    read.versions.iter().flat_map(|version| of_version(version, &read.options.vague_words)).collect()
}

fn of_version(version: &Version<'_>, vague: &[String]) -> Vec<Finding> {
    let of = |shown: &Shown<'_>| {
        let (text, span, word) = shown
            .texts()
            .into_iter()
            .find_map(|(text, span)| Some((text, span, vague.iter().find(|word| contains_word(text, word))?)))?;
        let the = words::the(shown.noun, shown.name());
        let what = say(
            format!("{}的标题“{text}”里有含糊的词“{word}”。", the.zh),
            format!("The title “{text}” of {} has the vague word “{word}”.", the.en),
        );
        let help = say("写明到底是哪些事、多少、什么时候。", "Write which acts, how much or when is meant.");
        Some(Finding::new(&CODE, span, what).help(help))
    };
    titles::shown(version).iter().filter_map(of).collect()
}
