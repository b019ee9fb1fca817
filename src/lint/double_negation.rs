//! “非”后面又是“非”“不是”“≠”或“不满”。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error double-negation
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   当 非（年龄 不满 60）
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
//!   当 年龄 60 以上
//!   奖励 10 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：念给居民听，要想一想才知道是给还是不给；写条件的人自己也容易写反。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! “not” stands before another “not”, “is not” or “≠”.
//!
//! Avoid:
//!
//! ```mizi,fragment,error double-negation
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   when not (age ≠ 60)
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
//!   when age = 60
//!   award 10 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Why: Read aloud, it takes a moment to know whether it pays; and who writes it easily writes the opposite.
//!
//! Configuration: none.

use super::read::{Read, Version};
use super::words::say;
use super::written;
use crate::diagnostics::Fix;
use crate::diagnostics::{Code, Finding, Severity};
use crate::source::Span;
use crate::syntax::tree::{Bound, Comparison, Expr, ExprKind};

/// See `docs/findings/double-negation.md`.
pub static CODE: Code =
    Code { name: "double-negation", severity: Severity::Warning, zh: "双重否定", en: "A double negation" };

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    read.versions.iter().flat_map(|version| of_version(read, version)).collect()
}

fn of_version(read: &Read<'_>, version: &Version<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    // Of three 非 in a row the first two are told.
    let mut within: Option<Span> = None;
    written::each(version.tree, &mut |part| {
        if let ExprKind::Not(inner) = &part.kind
            && within != Some(part.span)
            && let Some(plain) = plain(read, inner)
        {
            within = Some(inner.span);
            found.push(finding(read, whole(read, part, inner), plain));
        }
    });
    found
}

/// What 非 X says without negation, where X is a negation.
fn plain(read: &Read<'_>, inner: &Expr) -> Option<String> {
    let between = |a: &Expr, mark: &str, b: &Expr| format!("{} {mark} {}", read.text(a.span), read.text(b.span));
    match &inner.kind {
        ExprKind::Not(kept) => Some(match &kept.kind {
            // Parentheses around all of it begin before its first part.
            ExprKind::And(parts) | ExprKind::Or(parts)
                if parts.first().is_some_and(|first| first.span.start == kept.span.start) =>
            {
                format!("（{}）", read.text(kept.span))
            }
            _ => read.text(kept.span).to_owned(),
        }),
        ExprKind::Is { value, options, negated: true } => positive(read, value, options),
        ExprKind::Compare { op: Comparison::NotEqual, left, right } => Some(between(left, "=", right)),
        ExprKind::Compare { op: Comparison::Bound(Bound::Under), left, right } if says_not(read, inner, left) => {
            Some(format!("{} {} 以上", read.text(left.span), read.text(right.span)))
        }
        _ => None,
    }
}

/// 不满, not <.
fn says_not(read: &Read<'_>, comparison: &Expr, left: &Expr) -> bool {
    read.text(Span { start: left.span.end, ..comparison.span }).contains("不满")
}

/// X 不是 A made X 是 A.
fn positive(read: &Read<'_>, value: &Expr, options: &[Expr]) -> Option<String> {
    let rest = read.text(Span { start: value.span.end, ..options.last()?.span });
    let (word, plain) = [("不是", "是"), ("is not", "is")].into_iter().find(|(word, _)| rest.contains(word))?;
    let text = format!("{}{}", read.text(value.span), rest.replacen(word, plain, 1));
    Some(if options.len() > 1 { format!("（{text}）") } else { text })
}

/// 非 with what it negates, up to the parentheses around that.
fn whole(read: &Read<'_>, not: &Expr, inner: &Expr) -> Span {
    let before = read.text(Span { end: inner.span.start, ..not.span });
    let mut open = before.chars().filter(|c| matches!(c, '(' | '（')).count();
    let Some(after) = read.after(not.span) else { return not.span };
    let mut end = not.span.end;
    for letter in after.chars() {
        if open == 0 || !(letter.is_whitespace() || matches!(letter, ')' | '）')) {
            break;
        }
        open -= usize::from(!letter.is_whitespace());
        end += u32::try_from(letter.len_utf8()).unwrap_or_default();
    }
    Span { end, ..not.span }
}

fn finding(read: &Read<'_>, span: Span, plain: String) -> Finding {
    let written = read.text(span);
    let what = say(
        format!("“{written}”是双重否定，意思就是“{plain}”。"),
        format!("“{written}” is a double negation: it means “{plain}”."),
    );
    let help = say("直接写要成立的是什么。", "Say what must hold.");
    let title = say(format!("改为“{plain}”"), format!("Change it to “{plain}”"));
    let joined = read.after(span).is_some_and(|after| after.starts_with(char::is_alphanumeric));
    let text = if joined { format!("{plain} ") } else { plain };
    Finding::new(&CODE, span, what).help(help).fix(Fix { title, edits: vec![(span, text)] })
}
