//! 撤销: whether room comes back, how far the balance may fall, and what becomes of later blocks.

use super::choice;
use super::codes::REVERSAL_UNSTATED;
use super::view::View;
use crate::diagnostics::{Finding, Fix, Message};
use crate::model::arithmetic::{divide, multiply, subtract, whole};
use crate::model::print::{Keywords, Printer};
use crate::model::settle::{number, settle};
use crate::model::{Award, Cap, Pays, Rational, Rule, Type};
use crate::source::Span;

/// A part of 撤销 with its answers in both keyword languages and how they differ.
struct Part {
    answers: [(String, String); 2],
    what: Message,
    why: Message,
}

/// Asked part by part: room where there are caps or stock, the floor where anything is awarded, later blocks where remainders are carried.
pub(super) fn ask(view: &mut View<'_>) -> Option<Finding> {
    let policy = view.policy;
    let choices = &policy.choices;
    let mut open = Vec::new();
    if choices.returns_room.is_none() {
        open.extend(room(view));
    }
    if choices.reversal_floor.is_none() {
        open.extend(floor(view));
    }
    if choices.recompute.is_none() {
        open.extend(recompute(view));
    }
    if open.is_empty() {
        return None;
    }
    let join = |texts: Vec<&str>, comma: &str| texts.join(comma);
    let what = Message::new(
        format!("没有写明撤销时{}。", join(open.iter().map(|p| p.what.zh.as_str()).collect(), "、")),
        format!(
            "It is not stated for a reversal {}.",
            join(open.iter().map(|p| p.what.en.as_str()).collect(), ", nor ")
        ),
    );
    let why = Message::new(
        join(open.iter().map(|p| p.why.zh.as_str()).collect(), ""),
        join(open.iter().map(|p| p.why.en.as_str()).collect(), " "),
    );
    let quoted: Vec<(String, String)> = open
        .iter()
        .map(|p| {
            let of = |pick: fn(&(String, String)) -> &String| {
                p.answers.iter().map(|a| format!("“{}”", pick(a))).collect::<Vec<_>>()
            };
            (choice(&of(|a| &a.0), "、", "或"), choice(&of(|a| &a.1), ", ", " or "))
        })
        .collect();
    let help = Message::new(
        format!("在“撤销”后写明{}。", quoted.iter().map(|q| q.0.as_str()).collect::<Vec<_>>().join("，以及")),
        format!("Write {} after “reversal”.", quoted.iter().map(|q| q.1.as_str()).collect::<Vec<_>>().join(", and ")),
    );
    let finding = Finding::new(&REVERSAL_UNSTATED, policy.name.span, what).why(why).help(help);
    Some(fixes(view, &open).into_iter().fold(finding, Finding::fix))
}

/// One fix for each combination of answers.
fn fixes(view: &View<'_>, open: &[Part]) -> Vec<Fix> {
    let policy = view.policy;
    let mut lines: Vec<(Vec<String>, Vec<String>)> = vec![(Vec::new(), Vec::new())];
    for part in open {
        let longer = lines.iter().flat_map(|(zh, en)| {
            part.answers.iter().map(move |answer| {
                let (mut zh, mut en) = (zh.clone(), en.clone());
                zh.push(answer.0.clone());
                en.push(answer.1.clone());
                (zh, en)
            })
        });
        lines = longer.collect();
    }
    let line = |(zh, en): &(Vec<String>, Vec<String>)| (zh.join("，"), en.join(", "));
    match policy.choices.reversal_at {
        None => lines
            .iter()
            .map(line)
            .map(|(zh, en)| new_line(view, &format!("撤销 {zh}"), &format!("reversal {en}")))
            .collect(),
        Some(clause) => lines.iter().map(line).map(|(zh, en)| longer(view, clause, &zh, &en)).collect(),
    }
}

fn new_line(view: &View<'_>, zh: &str, en: &str) -> Fix {
    let at = Span { start: view.policy.span.end, ..view.policy.span };
    let line = if view.policy.chinese { zh } else { en };
    let title = Message::new(format!("写上“{zh}”"), format!("Write “{en}”"));
    Fix { title, edits: vec![(at, format!("\n  {line}"))] }
}

fn longer(view: &View<'_>, clause: Span, zh: &str, en: &str) -> Fix {
    let at = Span { start: clause.end, ..clause };
    let text = if view.policy.chinese { format!("，{zh}") } else { format!(", {en}") };
    Fix { title: Message::new(format!("加上“{zh}”"), format!("Add “{en}”")), edits: vec![(at, text)] }
}

fn part(answers: [(&str, &str); 2], what: Message, why: Message) -> Part {
    Part { answers: answers.map(|(zh, en)| (zh.to_string(), en.to_string())), what, why }
}

/// 归还额度
fn room(view: &mut View<'_>) -> Option<Part> {
    let policy = view.policy;
    let capped = policy
        .rules
        .iter()
        .find_map(|rule| rule.caps.iter().find(|c| lasts(c)).map(|cap| (&rule.name, cap, Some(rule))));
    let overall = policy
        .overall_caps
        .iter()
        .find(|c| lasts(&c.cap))
        .map(|c| (&c.name, &c.cap, c.covers.first().and_then(|id| policy.rules.get(id.0))));
    let stock =
        policy.redemptions.iter().find_map(|r| r.stock.iter().find(|c| lasts(c)).map(|cap| (&r.name, cap, None)));
    let (name, cap, rule) = capped.or(overall).or(stock)?;
    let what = Message::new("额度还不还", "whether room comes back");
    let why = room_example(view, &name.name.name, cap, rule);
    Some(part([("归还额度", "return room"), ("不归还额度", "keep room")], what, why))
}

fn lasts(cap: &Cap) -> bool {
    cap.window != crate::model::Window::Event
}

fn room_example(view: &mut View<'_>, name: &str, cap: &Cap, rule: Option<&Rule>) -> Message {
    let limit = view.limit(cap).unwrap_or_else(|| whole(200));
    if cap.times {
        let times = crate::model::print::decimal(limit).unwrap_or_default();
        return Message::new(
            format!("例：“{name}”的 {times} 次已用完，撤销其中 1 次：归还额度，还能再有 1 次；不归还额度，不能再有。"),
            format!(
                "Example: the {times} times of “{name}” are used up and 1 is reversed: return room, 1 more is possible; keep room, none is."
            ),
        );
    }
    let amount = rule.and_then(|rule| view.amount(rule)).unwrap_or_else(|| whole(50)).min(limit);
    let [limit, amount] = [limit, amount].map(|points| view.points(points));
    let none = view.points(whole(0));
    Message::new(
        format!(
            "例：“{name}”已得满上限 {}，撤销其中 {}，再做一次：归还额度，再得 {}；不归还额度，得 {}。",
            limit.0, amount.0, amount.0, none.0
        ),
        format!(
            "Example: “{name}” is at its cap of {}, {} of it are reversed, and it is done again: return room, it pays {}; keep room, {}.",
            limit.1, amount.1, amount.1, none.1
        ),
    )
}

/// 可负 or 最低
fn floor(view: &mut View<'_>) -> Option<Part> {
    let (_, rule, _) = view.awards().next()?;
    let amount = view.amount(rule).unwrap_or_else(|| whole(50));
    let left = view.whole_units(multiply(amount, Rational::new(3, 5))?);
    let below = subtract(left, amount)?;
    let short = subtract(amount, left)?;
    let zero = view.points(whole(0));
    let [amount, left, below, short] = [amount, left, below, short].map(|points| view.points(points));
    let name = &rule.name.name.name;
    let why = Message::new(
        format!(
            "例：“{name}”得的 {}，花到只剩 {}，这时撤销：可负，余额 {}；最低 {}，余额 {}，收不回 {}，另行报告。",
            amount.0, left.0, below.0, zero.0, zero.0, short.0
        ),
        format!(
            "Example: {} of “{name}” are reversed when only {} are left: may go negative, the balance is {}; floor {}, it is {}, and {} not taken back are reported.",
            amount.1, left.1, below.1, zero.1, zero.1, short.1
        ),
    );
    let what = Message::new("余额可以低到多少", "how far the balance may fall");
    let answers = [
        ("可负".to_string(), "may go negative".to_string()),
        (format!("最低 {}", zero.0), format!("floor {}", zero.1)),
    ];
    Some(Part { answers, what, why })
}

/// 重算
fn recompute(view: &mut View<'_>) -> Option<Part> {
    let (rule, block, of, pay) = view.policy.rules.iter().find_map(|rule| match &rule.pays {
        Pays::Award { award: Award::Blocks { block, of, pay, carried: Some(_) }, .. } => Some((rule, block, of, pay)),
        _ => None,
    })?;
    let fixed = |expr| number(&settle(view.policy, view.policy.dates.from, expr).ok()?);
    let (size, pays) = (fixed(block)?, fixed(pay)?);
    let Type::Number(unit) = &of.ty else { return None };
    let half = divide(size, whole(2))?;
    let show = |keywords| Printer::new(view.policy, keywords).amount(half, unit);
    let (half, pays, none) =
        ((show(Keywords::Chinese), show(Keywords::English)), view.points(pays), view.points(whole(0)));
    let name = &rule.name.name.name;
    let why = Message::new(
        format!(
            "例：“{name}”两次各 {}，第二次凑满一份得 {}，后来撤销第一次：不重算，扣回 {}；重算，扣回 {}。",
            half.0, pays.0, none.0, pays.0
        ),
        format!(
            "Example: “{name}” has {} twice, the second fills a block and pays {}, then the first is reversed: no recompute takes back {}; recompute takes back {}.",
            half.1, pays.1, none.1, pays.1
        ),
    );
    let what = Message::new("后来凑满的整份重不重算", "whether later blocks are computed again");
    Some(part([("重算", "recompute"), ("不重算", "no recompute")], what, why))
}
