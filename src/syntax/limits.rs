//! How much of a text is read. Every limit has a finding of its own; `docs/language/syntax.md` lists them.

use super::codes::{TOO_LARGE, TOO_MANY_ERRORS};
use super::grammar::Rule;
use crate::diagnostics::{Finding, Message};
use crate::source::Span;

/// Bytes of a text; offsets stay far inside 32 bits.
pub const LONGEST_TEXT: usize = 4 * 1024 * 1024;
/// Characters of a line. Nothing that stands on one line, as a name or quoted text does, is longer.
pub(super) const LONGEST_LINE: usize = 4_000;
/// Errors of one text after which the rest of it is left alone.
pub(super) const MOST_ERRORS: usize = 500;
/// Errors from one item keyword to the next after which the rest up to there is left alone.
pub(super) const MOST_ERRORS_IN_ITEM: usize = 50;
/// Heads, clauses and names of a text, those of rules and cases not counted: what is compared with one another.
pub(super) const MOST_PARTS: usize = 20_000;
/// Those of its rules: 10,000 rules have some 130,000.
pub(super) const MOST_PARTS_OF_RULES: usize = 200_000;
/// Parentheses within parentheses.
pub(super) const DEEPEST: usize = 32;
/// 若 in one item.
pub(super) const MOST_CHOICES: usize = 256;
/// 若 within 若.
pub(super) const DEEPEST_CHOICE: usize = 32;
/// Signs in the formulas of one clause; also bounds how deep the tree is.
pub(super) const MOST_SIGNS: usize = 256;
/// Candidates tried for one slip.
pub(super) const MOST_TRIES: usize = 40;
/// Bytes around the place where reading stopped in which a slip is looked for.
pub(super) const SLIP_REACH: usize = 16 * 1024;
/// Bytes of a text that may be read again to find slips; an ordinary slip takes some thousands.
const REREADING: usize = 2 * 1024 * 1024;

/// What is left of a text's limits.
pub(super) struct Left {
    /// Errors that are still told.
    pub errors: usize,
    /// Parts that may still come outside rules.
    parts: usize,
    /// Parts of rules that may still come.
    parts_of_rules: usize,
    /// Bytes that may still be read again.
    pub rereading: usize,
}

impl Default for Left {
    fn default() -> Self {
        Left { errors: MOST_ERRORS, parts: MOST_PARTS, parts_of_rules: MOST_PARTS_OF_RULES, rereading: REREADING }
    }
}

impl Left {
    /// The parts that may still come in items that begin with a keyword.
    pub fn parts(&mut self, keyword: Rule) -> &mut usize {
        if keyword == Rule::kw_rule { &mut self.parts_of_rules } else { &mut self.parts }
    }
}

/// Where the first line begins that is longer than any in a policy, and how many characters it has.
pub(super) fn long_line(content: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    for line in content.split(['\n', '\r']) {
        let length = if line.len() > LONGEST_LINE { line.chars().count() } else { 0 };
        if length > LONGEST_LINE {
            return Some((at, length));
        }
        at += line.len() + 1;
    }
    None
}

/// A text that is longer than any policy.
pub(super) fn long_text_finding(start: Span) -> Finding {
    let what = Message::new("文件超过 4 MB，不像是政策。", "The file is longer than 4 MB, which no policy is.");
    Finding::new(&TOO_LARGE, start, what)
}

/// A line of so many characters.
pub(super) fn long_line_finding(start: Span, length: usize) -> Finding {
    let what = Message::new(
        format!("这一行有 {length} 个字，一行最多 {LONGEST_LINE} 个字。"),
        format!("This line has {length} characters; a line has at most {LONGEST_LINE}."),
    );
    let help = Message::new(
        "分成几行写。这一行改好之前，文件里的其他内容不检查。",
        "Write it in several lines. Nothing else in the file is looked at before that.",
    );
    Finding::new(&TOO_LARGE, start, what).help(help)
}

/// A formula beyond the limits.
pub(super) fn too_deep_finding(span: Span) -> Finding {
    let what = Message::new(
        "这个算式或条件层次太多，或太长。",
        "This formula or condition has too many layers or is too long.",
    );
    let help = Message::new("用“定义”给其中的部分另起名称。", "Give names to its parts with “define”.");
    Finding::new(&TOO_LARGE, span, what).help(help)
}

/// More than a text may have.
pub(super) fn too_many_parts(item: Span, keyword: Rule) -> Finding {
    let what = match keyword {
        Rule::kw_rule => Message::new(
            format!(
                "到这条规则为止，规则的条款和名称已超过 {MOST_PARTS_OF_RULES} 个；一个文件最多 {MOST_PARTS_OF_RULES} 个。"
            ),
            format!(
                "With this rule there are more than {MOST_PARTS_OF_RULES} clauses and names of rules; a file has at most {MOST_PARTS_OF_RULES}."
            ),
        ),
        _ => Message::new(
            format!("到这个条目为止，规则以外的条款和名称已超过 {MOST_PARTS} 个；一个文件最多 {MOST_PARTS} 个。"),
            format!(
                "With this item there are more than {MOST_PARTS} clauses and names outside rules; a file has at most {MOST_PARTS}."
            ),
        ),
    };
    let help = Message::new(
        "删去用不到的，或拆成几份政策；这个条目和后面的内容没有检查。",
        "Delete what is not used, or make several policies; this item and what follows were not looked at.",
    );
    Finding::new(&TOO_LARGE, item, what).help(help)
}

/// What follows is left alone.
pub(super) fn too_many_errors(next: Span, most: usize) -> Finding {
    let what = Message::new(
        format!("前面已有 {most} 处错误，从这里起暂不检查。"),
        format!("There are {most} errors before this place; what follows is not looked at yet."),
    );
    let help = Message::new("改好前面的错误，再检查一次。", "Mend the errors before it and check again.");
    Finding::new(&TOO_MANY_ERRORS, next, what).help(help)
}
