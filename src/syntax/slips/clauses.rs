//! A clause in the wrong item, and words that are known and refused.

use super::Place;
use crate::diagnostics::{Finding, Fix, Message};
use crate::syntax::codes::{
    CHAINED_COMPARISON, CLAUSE_OF_ANOTHER_ITEM, MISSING_COMPARISON, MISSING_MARK, NAME_NEEDS_QUOTES, NOT_AVAILABLE_YET,
    PART_MISSING, UNKNOWN_FUNCTION,
};
use crate::syntax::expected::Thing;
use crate::syntax::grammar::Rule;
use crate::syntax::item;
use crate::syntax::keywords;
use crate::syntax::words::{Kind, Token, begins_with, first_word, tokens};

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
        all_zh = format!("{all_zh}或{zh}");
        all_en = format!("{all_en} or {en}");
    }
    let shown = place.stop..place.stop + if word.is_empty() { line.trim_end().len() } else { word.len() };
    let text = place.slice(shown.clone());
    let what = Message::new(
        format!("“{text}”写错了条目：它属于{all_zh}。"),
        format!("“{text}” stands in the wrong item: it belongs to {all_en}."),
    );
    let help = Message::new(
        format!("移到它所属的条目（{all_zh}）之下。"),
        format!("Move it under the item that it belongs to ({all_en})."),
    );
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

/// The finding for a word with a parenthesis after it that is no function.
pub(in crate::syntax) fn unknown_function(place: &Place) -> Option<Finding> {
    let formulas = matches!(
        place.rule,
        Rule::define_head
            | Rule::parameter_head
            | Rule::table_head
            | Rule::table_clause
            | Rule::rule_clause
            | Rule::eligible_clause
            | Rule::account_clause
            | Rule::redeem_clause
    );
    if !formulas {
        return None;
    }
    let mut tokens = place.before().to_vec();
    tokens.extend(place.after().next());
    let text = |t: &Token| place.slice(t.range.clone());
    let found = tokens.windows(3).rev().find_map(|window| match window {
        [before, word, open] if text(open) == "(" && word.kind == Kind::Word => {
            let plain = !keywords::is_function(text(word)) && keywords::language(text(word)).is_none();
            (plain && !matches!(text(before), "按" | "by")).then(|| word.clone())
        }
        _ => None,
    })?;
    let name = text(&found);
    let what = Message::new(format!("没有“{name}”这个函数。"), format!("There is no function “{name}”."));
    let mut finding = Finding::new(&UNKNOWN_FUNCTION, place.reading.span(found.range.start, found.range.end), what);
    let nearest = keywords::nearest_functions(name);
    if !nearest.is_empty() {
        let list = |joint: &str| nearest.iter().map(|n| format!("“{n}”")).collect::<Vec<_>>().join(joint);
        finding = finding
            .help(Message::new(format!("最接近的是{}。", list("、")), format!("The nearest is {}.", list(" or "))));
    }
    if let [nearest] = nearest.as_slice() {
        let title = Message::new(format!("改为“{nearest}”"), format!("Change it to “{nearest}”"));
        let edits = vec![(place.reading.span(found.range.start, found.range.end), (*nearest).to_owned())];
        finding = finding.fix(Fix { title, edits });
    }
    Some(finding)
}

/// The finding for a name with a space in it, whose second half was taken for a field: 活动 平安 巡防.
pub(in crate::syntax) fn spaced_name(place: &Place) -> Option<Finding> {
    let head = place.slice(0..place.start);
    let same_line = !head.is_empty() && !head.contains('\n');
    if place.rule != Rule::field || !same_line || !place.expects(Thing::Colon) {
        return None;
    }
    let last = tokens(head).last()?;
    let end = place.before().last().map_or(place.stop, |t| t.range.end);
    let range = last.range.start..end;
    let text = place.slice(range.clone());
    let what = Message::new(
        format!("名称“{text}”里有空格，须加“「」”。"),
        format!("The name “{text}” has a space in it and must stand in “「」”."),
    );
    let span = place.reading.span(range.start, range.end);
    let title = Message::new(format!("改为“「{text}」”"), format!("Change it to “「{text}」”"));
    Some(Finding::new(&NAME_NEEDS_QUOTES, span, what).fix(Fix { title, edits: vec![(span, format!("「{text}」"))] }))
}

/// Words that are known and refused: Chinese, English, what they would do.
const LATER: &[(&str, &str, &str, &str)] = &[
    ("扣减", "deduct", "扣减积分", "deductions"),
    ("扣减", "deduction", "扣减积分", "deductions"),
    ("至多", "up to", "由人酌定的奖励", "awards at someone's discretion"),
    ("近", "rolling", "“近若干日”这样的周期", "periods of “rolling” days"),
    ("求和", "sum", "对清单求和", "sums over a list"),
    ("计数", "count", "对清单计数", "counts over a list"),
    ("任一", "any", "对清单判断“任一”", "“any” over a list"),
    ("全部满足", "all", "对清单判断“全部满足”", "“all” over a list"),
    ("清单", "list of", "清单", "lists"),
];

/// The finding for a refused word where reading stopped, or just before it.
pub(in crate::syntax) fn later_word(place: &Place) -> Option<Finding> {
    let before = place.before();
    let places = before.iter().rev().map(|t| t.range.start);
    let found = std::iter::once(place.stop).chain(places).take(24).enumerate().find_map(|(number, at)| {
        let rest = place.slice(at..place.text().len());
        let known = LATER.iter().find(|(zh, en, ..)| begins_with(rest, zh) || begins_with(rest, en))?;
        let function = matches!(known.0, "求和" | "计数" | "任一" | "全部满足");
        let opens = rest.get(first_word(rest).len()..).unwrap_or("").trim_start().starts_with('(');
        (if function { opens } else { number < 2 }).then_some((at, known))
    });
    let (at, (.., zh, en)) = found?;
    let word = first_word(place.slice(at..place.text().len())).len();
    let what = Message::new(format!("{zh}尚不支持。"), format!("There are no {en} yet."));
    Some(Finding::new(&NOT_AVAILABLE_YET, place.reading.span(at, at + word), what))
}

/// The finding for a second comparison after a first: 1 < X < 5.
pub(in crate::syntax) fn chained(place: &Place) -> Option<Finding> {
    let mut after = place.after();
    let next = after.next()?;
    let bounded = next.kind == Kind::Digits && after.take(2).any(|t| is_bound(place.slice(t.range)));
    if place.expects(Thing::Comparison) || !(bounded || compares(place.slice(next.range.clone()))) {
        return None;
    }
    let before = place.before();
    if before.last().is_some_and(|t| place.slice(t.range.clone()) == ":") {
        return None;
    }
    let since = before.iter().rev().take_while(|t| !joins(place.slice(t.range.clone())));
    let first = since.into_iter().find(|t| t.kind != Kind::Quoted && compares(place.slice(t.range.clone())))?;
    let touching = before.last() == Some(first) && first.kind == Kind::Mark;
    if touching {
        return None;
    }
    let what = Message::new("比较不能连写。", "Comparisons cannot be chained.");
    let help = Message::new(
        "分开写，用“且”相连，或写“X 在 A 至 B 之间”。",
        "Write two comparisons joined by “and”, or “X between A and B”.",
    );
    let span = |t: &Token| place.reading.span(t.range.start, t.range.end);
    Some(Finding::new(&CHAINED_COMPARISON, span(&next), what).and(span(first), Message::default()).help(help))
}

/// The finding for a cap without its limit.
pub(in crate::syntax) fn no_limit(place: &Place) -> Option<Finding> {
    let before = place.before();
    let first = before.first().map(|t| place.slice(t.range.clone()))?;
    let is_cap = matches!(first, "上限" | "总上限" | "限量" | "cap" | "overall" | "stock");
    let states = before.iter().any(|t| t.kind == Kind::Digits);
    if !is_cap || states || !place.expects(Thing::Formula) || before.len() < 2 {
        return None;
    }
    let shown = place.reading.span(before.first()?.range.start, before.last()?.range.end);
    let what = Message::new("这个上限没有写限额。", "This cap states no limit.");
    let help = Message::new(
        "写明积分或次数，例如“200 米”“1 次”。",
        "State points or times, for example “200 米” or “1 time”.",
    );
    Some(Finding::new(&PART_MISSING, shown, what).help(help))
}

/// The finding for two values side by side in a condition: 年龄 60.
pub(in crate::syntax) fn not_compared(place: &Place) -> Option<Finding> {
    let next = place.after().next().filter(|t| matches!(t.kind, Kind::Digits | Kind::Word))?;
    let before = place.before();
    let condition = before
        .first()
        .is_some_and(|t| matches!(place.slice(t.range.clone()), "当" | "when" | "面向" | "定义" | "define"));
    let left = before.last().filter(|t| t.kind == Kind::Word)?;
    let same_line = !place.slice(left.range.end..next.range.start).contains('\n');
    if !condition || !same_line || !place.expects(Thing::Comparison) {
        return None;
    }
    let (a, b) = (place.slice(left.range.clone()), place.slice(next.range.clone()));
    if keywords::is_function(a) {
        let what =
            Message::new(format!("函数“{a}”之后要有括号。"), format!("A parenthesis must follow the function “{a}”."));
        return Some(Finding::new(&MISSING_MARK, place.reading.span(left.range.start, left.range.end), what));
    }
    let what = Message::new(
        format!("“{a}”与“{b}”之间没有写怎样比较。"),
        format!("Nothing says how “{a}” and “{b}” are compared."),
    );
    let help = Message::new(
        format!("例如“{a} 满 {b}”“{a} 不满 {b}”“{a} 是 {b}”。"),
        format!("For example “{a} at least {b}”, “{a} under {b}”, “{a} is {b}”."),
    );
    Some(Finding::new(&MISSING_COMPARISON, place.reading.span(left.range.start, next.range.end), what).help(help))
}

/// A boundary word, perhaps with its unit.
fn is_bound(word: &str) -> bool {
    ["以上", "以下", "以内", "以外"].iter().any(|b| word.ends_with(b))
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
