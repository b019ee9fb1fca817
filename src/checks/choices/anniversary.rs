//! 生日 and 月末: when a year or month is full, and where an anniversary falls that its month does not have.

use super::codes::{BIRTHDAY_UNSTATED, MONTH_END_UNSTATED};
use super::question;
use super::view::View;
use crate::diagnostics::{Finding, Message};
use crate::model::{Award, Constant, Expr, ExprKind, Pays, Policy, Takes};

/// Both questions, asked where years or months are counted from one date to another.
pub(super) fn ask(view: &View<'_>) -> Vec<Finding> {
    let policy = view.policy;
    let counts: Vec<&Expr> = everything(policy).into_iter().flat_map(elapsed).collect();
    let mut found = Vec::new();
    if let (None, Some(first)) = (policy.choices.birthday, counts.first()) {
        found.push(birthday(policy, first));
    }
    if let (None, Some(first)) = (policy.choices.month_end, counts.iter().find(|e| may_be_missing(e))) {
        found.push(month_end(policy, first));
    }
    found
}

/// All expressions of a version.
fn everything(policy: &Policy) -> Vec<&Expr> {
    let mut all: Vec<&Expr> = Vec::new();
    all.extend(policy.definitions.iter().map(|d| &d.value));
    for table in &policy.tables {
        all.push(&table.bands.by);
        all.extend(table.bands.rows.iter().map(|row| &row.value));
    }
    all.extend(policy.gates.iter().flat_map(|gate| &gate.when));
    for rule in &policy.rules {
        all.extend(&rule.when);
        match &rule.pays {
            Pays::Award { award: Award::Expr(expr, _), .. } => all.push(expr),
            Pays::Award { award: Award::Blocks { block, of, pay, .. }, .. } => all.extend([block, of, pay]),
            Pays::Bonus { share, .. } => all.push(share),
        }
    }
    for account in &policy.accounts {
        if let Takes::Counts(counts) = &account.takes {
            all.extend(counts.iter().flat_map(|c| c.when.iter().chain([&c.add])));
        }
    }
    all.extend(policy.redemptions.iter().flat_map(|r| &r.when));
    all
}

fn elapsed(expr: &Expr) -> Vec<&Expr> {
    let mut found = Vec::new();
    expr.visit(&mut |e| {
        if matches!(e.kind, ExprKind::Elapsed { .. }) {
            found.push(e);
        }
    });
    found
}

/// Whether the date counted from may be a day that other months do not have.
fn may_be_missing(expr: &Expr) -> bool {
    let ExprKind::Elapsed { from, .. } = &expr.kind else { return false };
    match from.kind {
        ExprKind::Constant(Constant::Date(day)) => {
            mizi_evaluator::date::civil(day).is_none_or(|(_, _, day_of_month)| day_of_month > 28)
        }
        _ => true,
    }
}

fn birthday(policy: &Policy, at: &Expr) -> Finding {
    let months = matches!(at.kind, ExprKind::Elapsed { months: true, .. });
    let what = match months {
        true => Message::new(
            "这里数满几个月，没有写明到期当天算不算满。",
            "Full months are counted here, and whether one is full on the day itself is not stated.",
        ),
        false => Message::new(
            "这里数满几年，没有写明到期当天算不算满。",
            "Full years are counted here, and whether one is full on the day itself is not stated.",
        ),
    };
    let why = match months {
        true => Message::new(
            "例：从 2025-01-15 数起：当日算满，2025-02-15 满 1 个月；次日算满，2025-02-16 才满 1 个月。",
            "Example: counted from 2025-01-15: same day, 1 month is full on 2025-02-15; next day, only on 2025-02-16.",
        ),
        false => Message::new(
            "例：1965-03-01 出生：当日算满，2025-03-01 满 60 岁；次日算满，2025-03-02 才满 60 岁。",
            "Example: born on 1965-03-01: same day, 60 years are full on 2025-03-01; next day, only on 2025-03-02.",
        ),
    };
    let answers = [("生日 当日算满", "birthday same day"), ("生日 次日算满", "birthday next day")];
    question(&BIRTHDAY_UNSTATED, policy, what, why, &answers).and(at.span, Message::new("数在这里", "counted here"))
}

fn month_end(policy: &Policy, at: &Expr) -> Finding {
    let what = Message::new(
        "没有写明到期的那一天当月没有（例如 2 月 30 日）时，算在哪一天。",
        "Where an anniversary falls that its month does not have (such as 30 February) is not stated.",
    );
    let months = matches!(at.kind, ExprKind::Elapsed { months: true, .. });
    let why = match months {
        true => Message::new(
            "例：从 2025-01-31 数起满 1 个月：取月末是 2025-02-28，顺延是 2025-03-01。",
            "Example: 1 month from 2025-01-31: last day, it is full on 2025-02-28; next day, on 2025-03-01.",
        ),
        false => Message::new(
            "例：2004-02-29 出生，满 21 岁：取月末是 2025-02-28，顺延是 2025-03-01。",
            "Example: born on 2004-02-29, 21 years: last day, full on 2025-02-28; next day, on 2025-03-01.",
        ),
    };
    let answers = [("月末 取月末", "month end last day"), ("月末 顺延", "month end next day")];
    question(&MONTH_END_UNSTATED, policy, what, why, &answers).and(at.span, Message::new("数在这里", "counted here"))
}
