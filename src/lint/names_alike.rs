//! 同一种东西的两个名称，只差一个容易看错的字（己/已、未/末、帐/账、防/访、计/记 …）、一个“的”“之”、大小写、横线，或者“奖”和“奖励”；英文名称五个字母以上，只差一个字母。差数字的不提，“春季奖”和“秋季奖”这样本来就不同的也不提。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error names-alike
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//!
//! 规则 巡访奖
//!   依据 "示例"
//!   计入 和美
//!   凡 社团
//!   奖励 10 米
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
//!   奖励 10 米
//!   上限 每人 每月 200 米
//!
//! 规则 社团奖
//!   依据 "示例"
//!   计入 和美
//!   凡 社团
//!   奖励 10 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：写例外、上限、案例时容易写成另一个，检查也看不出来，因为那个名称确实有。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! Two names of a kind differ in one letter (of five or more), in capitals, in hyphens or underscores, or in Han characters that
//! are easily mistaken for each other. Names that differ in a digit are left alone.
//!
//! Avoid:
//!
//! ```mizi,fragment,error names-alike
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//!
//! rule patrols_pay
//!   basis "example"
//!   dimension harmony
//!   on club
//!   award 10 mi
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
//!   award 10 mi
//!   cap 200 mi per person per month
//!
//! rule club_pay
//!   basis "example"
//!   dimension harmony
//!   on club
//!   award 10 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Why: In an exception, a cap or a case one is easily written for the other, and no check can tell, because both are there.
//!
//! Configuration: none.

use super::kinds;
use super::read::{Read, Version};
use super::words::say;
use super::words::{self, Noun};
use crate::diagnostics::{Code, Finding, Severity};
use crate::syntax::tree::Declared;
use std::collections::BTreeMap;

/// See `docs/findings/names-alike.md`.
pub static CODE: Code =
    Code {
        name: "names-alike", severity: Severity::Warning, zh: "两个名称太像", en: "Two names are nearly the same"
    };

/// Characters that are easily taken for each other; of each group the first stands for all.
const LIKE: [&str; 21] = [
    "己已巳",
    "未末",
    "土士",
    "账帐",
    "防访",
    "计记",
    "日曰",
    "须需",
    "份分",
    "像象",
    "做作",
    "坐座",
    "唯惟",
    "竞竟",
    "拨拔",
    "折拆",
    "辨辩",
    "户戸",
    "挡档",
    "园圆",
    "人入",
];

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    read.versions.iter().flat_map(of_version).collect()
}

fn of_version(version: &Version<'_>) -> Vec<Finding> {
    kinds::kinds(version).into_iter().flat_map(|(noun, names)| of_kind(noun, &names)).collect()
}

fn of_kind(noun: Noun, names: &[&Declared]) -> Vec<Finding> {
    let mut known: BTreeMap<String, &Declared> = BTreeMap::new();
    let mut found = Vec::new();
    for name in names {
        let keys = keys(&name.name.value);
        let like = keys.iter().filter_map(|key| known.get(key)).find(|other| are_alike(other, name));
        found.extend(like.map(|other| finding(noun, name, other)));
        for key in keys {
            known.entry(key).or_insert(name);
        }
    }
    found
}

/// What names that are alike have in common: the name folded, and that with any one letter left out.
fn keys(name: &str) -> Vec<String> {
    let folded = folded(name);
    let letters: Vec<char> = folded.chars().collect();
    let mut keys = vec![folded];
    if is_long_latin(name) {
        let without =
            |at: usize| letters.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, c)| *c).collect();
        keys.extend((0..letters.len()).map(without));
    }
    keys
}

fn is_long_latin(name: &str) -> bool {
    name.is_ascii() && name.len() >= 5
}

/// In small letters, without 的, 之, `_` and `-`, one character for those that look alike, 奖 for 奖励.
fn folded(name: &str) -> String {
    let letters = name.to_lowercase();
    let letters = letters.chars().filter(|letter| !matches!(letter, '的' | '之' | '_' | '-'));
    let like = |letter: char| LIKE.iter().find(|group| group.contains(letter)).and_then(|group| group.chars().next());
    let folded: String = letters.map(|letter| like(letter).unwrap_or(letter)).collect();
    folded.strip_suffix('励').map_or(folded.clone(), str::to_owned)
}

fn are_alike(one: &Declared, other: &Declared) -> bool {
    let (a, b) = (folded(&one.name.value), folded(&other.name.value));
    a == b || (is_long_latin(&one.name.value) && is_long_latin(&other.name.value) && differ_in_one(&a, &b))
}

/// Whether two texts differ in one letter: another, one more or one less; digits are told apart easily, and so are single letters
/// at the end (`group_a`, `group_b`).
fn differ_in_one(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let rest = a.len().min(b.len()) - start;
    let end = a.iter().rev().zip(b.iter().rev()).take(rest).take_while(|(x, y)| x == y).count();
    let (left, right) =
        (a.get(start..a.len() - end).unwrap_or_default(), b.get(start..b.len() - end).unwrap_or_default());
    let digits = left.iter().chain(right).any(char::is_ascii_digit);
    let numbered = left.len() == 1 && right.len() == 1 && end == 0;
    left.len() <= 1 && right.len() <= 1 && !digits && !numbered
}

fn finding(noun: Noun, name: &Declared, other: &Declared) -> Finding {
    let (this, that) = (&name.name.value, &other.name.value);
    let what = say(
        format!("{}“{this}”和“{that}”太像，容易看错、写错。", noun.0),
        format!(
            "The {} “{this}” and “{that}” are nearly the same and easily taken for each other.",
            words::plural(noun)
        ),
    );
    let help = say(
        "改一个名称；已经施行的，用“原名”接上用量。",
        "Give one of them another name; of one in force, “formerly” keeps its usage.",
    );
    Finding::new(&CODE, name.name.span, what).and(other.name.span, say("另一个", "the other")).help(help)
}
