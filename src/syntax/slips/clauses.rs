//! A clause in the wrong item, and words that are known and refused.

use super::Place;
use crate::diagnostics::{Finding, Message};
use crate::syntax::codes::{CHAINED_COMPARISON, CLAUSE_OF_ANOTHER_ITEM, NOT_AVAILABLE_YET};
use crate::syntax::expected::Thing;
use crate::syntax::grammar::Rule;
use crate::syntax::item;
use crate::syntax::words::{Kind, begins_with, first_word};

/// Clauses with the items they belong to, in the order in which a clause is looked for.
const CLAUSES: &[(Rule, &str, &str)] = &[
    (Rule::rule_clause, "规则", "rule"),
    (Rule::redeem_clause, "兑换", "redeem"),
    (Rule::policy_clause, "政策", "policy"),
    (Rule::account_clause, "账户", "account"),
    (Rule::eligible_clause, "资格", "eligible"),
    (Rule::shared_clause, "总上限", "overall cap"),
    (Rule::case_clause, "案例", "case"),
    (Rule::field, "活动", "activity"),
    (Rule::table_clause, "表", "table"),
];

/// The finding for a clause of another item that begins where reading stopped, and where that clause ends.
pub(in crate::syntax) fn elsewhere(place: &Place) -> Option<(Finding, usize)> {
    let rest = place.slice(place.stop..place.text().len());
    let line = rest.split('\n').next().unwrap_or("");
    let word = first_word(rest);
    let begins = place.stop == place.start || place.starts_line();
    if !begins || place.clause.is_some_and(|own| belongs(own, line, word)) {
        return None;
    }
    if word.is_empty() && !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let owners: Vec<_> =
        CLAUSES.iter().filter(|(rule, ..)| *rule != place.rule && belongs(*rule, line, word)).collect();
    let (_, zh, en) = owners.first()?;
    let other = owners.iter().skip(1).map(|(_, zh, en)| (format!("“{zh}”"), format!("“{en}”")));
    let (mut all_zh, mut all_en) = (format!("“{zh}”"), format!("“{en}”"));
    for (zh, en) in other {
        all_zh = format!("{all_zh}、{zh}");
        all_en = format!("{all_en}, {en}");
    }
    let shown = place.stop..place.stop + if word.is_empty() { line.trim_end().len() } else { word.len() };
    let text = place.slice(shown.clone());
    let what = Message::new(
        format!("“{text}”写错了条目：它属于{all_zh}。"),
        format!("“{text}” stands in the wrong item: it belongs to {all_en}."),
    );
    let help = Message::new(format!("移到所属的{all_zh}之下。"), format!("Move it under the {all_en} it belongs to."));
    let end = place.stop + line.len();
    Some((Finding::new(&CLAUSE_OF_ANOTHER_ITEM, place.reading.span(shown.start, shown.end), what).help(help), end))
}

/// Whether a line is a clause of that kind, or at least begins as one.
fn belongs(rule: Rule, line: &str, word: &str) -> bool {
    match item::parse_text(rule, line) {
        Ok(_) => true,
        Err(error) => !matches!(rule, Rule::field | Rule::table_clause) && item::error_offset(&error) > word.len(),
    }
}

/// Words that are known and refused: Chinese, English, what they would do.
const LATER: &[(&str, &str, &str, &str)] = &[
    ("扣减", "deduct", "扣减积分", "deductions"),
    ("扣减", "deduction", "扣减积分", "deductions"),
    ("至多", "up to", "由人酌定的奖励", "awards at someone's discretion"),
    ("近", "rolling", "“近若干日”这样的周期", "periods of the last so many days"),
    ("求和", "sum", "对清单求和", "sums over a list"),
    ("计数", "count", "对清单计数", "counts over a list"),
    ("任一", "any", "对清单判断“任一”", "“any” over a list"),
    ("全部满足", "all", "对清单判断“全部满足”", "“all” over a list"),
    ("清单", "list of", "清单", "lists"),
];

/// The finding for a refused word where reading stopped, or just before it.
pub(in crate::syntax) fn later_word(place: &Place) -> Option<Finding> {
    let previous = place.before().pop().map(|t| t.range.start);
    let found = [Some(place.stop), previous].into_iter().flatten().find_map(|at| {
        let rest = place.slice(at..place.text().len());
        let known = LATER.iter().find(|(zh, en, ..)| begins_with(rest, zh) || begins_with(rest, en))?;
        let function = matches!(known.0, "求和" | "计数" | "任一" | "全部满足");
        let opens = rest.get(first_word(rest).len()..).unwrap_or("").trim_start().starts_with('(');
        (!function || opens).then_some((at, known))
    });
    let (at, (.., zh, en)) = found?;
    let word = first_word(place.slice(at..place.text().len())).len();
    let what = Message::new(format!("{zh}尚不支持。"), format!("There are no {en} yet."));
    Some(Finding::new(&NOT_AVAILABLE_YET, place.reading.span(at, at + word), what))
}

/// The finding for a second comparison after a first: 1 < X < 5.
pub(in crate::syntax) fn chained(place: &Place) -> Option<Finding> {
    let next = place.after().next()?;
    if place.expects(Thing::Comparison) || !compares(place.slice(next.range.clone())) {
        return None;
    }
    let before = place.before();
    let since = before.iter().rev().take_while(|t| !joins(place.slice(t.range.clone())));
    let first = since.into_iter().find(|t| t.kind != Kind::Quoted && compares(place.slice(t.range.clone())))?;
    let what = Message::new("比较不能连写。", "Comparisons cannot be chained.");
    let help = Message::new(
        "分开写，用“且”相连，或写“X 在 A 至 B 之间”。",
        "Write two comparisons joined by “and”, or “X between A and B”.",
    );
    let span = |t: &crate::syntax::words::Token| place.reading.span(t.range.start, t.range.end);
    Some(Finding::new(&CHAINED_COMPARISON, span(&next), what).and(span(first), Message::default()).help(help))
}

fn compares(word: &str) -> bool {
    matches!(
        word,
        "<" | ">"
            | "≤"
            | "≥"
            | "="
            | "≠"
            | "以上"
            | "以下"
            | "以内"
            | "以外"
            | "满"
            | "不满"
            | "超过"
            | "是"
            | "不是"
            | "在"
            | "at"
            | "under"
            | "over"
            | "within"
            | "beyond"
            | "is"
            | "between"
    )
}

fn joins(word: &str) -> bool {
    matches!(
        word,
        "且" | "或"
            | "非"
            | "若"
            | "则"
            | "否则"
            | "当"
            | "and"
            | "or"
            | "not"
            | "if"
            | "then"
            | "else"
            | "when"
            | "("
            | ","
    )
}
