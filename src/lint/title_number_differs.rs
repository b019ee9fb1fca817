//! 标题写了多少积分，条款里没有这个数。参数、表、定义里的数也算在条款里。
//!
//! 不要这样写：
//!
//! ```mizi,fragment,error title-number-differs
//! 规则 巡防奖 "巡防一次 15 米"
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
//! 规则 巡防奖 "巡防一次 10 米"
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 10 米
//!   上限 每人 每月 200 米
//! ```
//!
//! 为什么：居民看到的是标题，拿到的是条款算的；调整时多半只改了一处。
//!
//! 设置：没有选项。
//!
//! ---
//!
//! A title states points that stand nowhere in the clauses. Numbers of parameters, tables and definitions count as the clauses'
//! own.
//!
//! Avoid:
//!
//! ```mizi,fragment,error title-number-differs
//! rule patrol_pay "15 mi for a patrol"
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
//! rule patrol_pay "10 mi for a patrol"
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 10 mi
//!   cap 200 mi per person per month
//! ```
//!
//! Why: Residents read the title and are paid by the clauses; probably only one of the two was changed.
//!
//! Configuration: none.

use super::read::{Read, Version};
use super::titles::{self, Shown};
use super::uses;
use super::words::{self, say};
use crate::diagnostics::{Code, Finding, Severity};
use crate::model::types::Base;
use crate::model::{Constant, Expr, ExprKind, Named, OverallCap, Policy, Rational, Redemption, Rule, Type, Unit};
use crate::source::Span;
use crate::syntax::tree::Str;
use std::collections::{BTreeMap, BTreeSet};

/// See `docs/findings/title-number-differs.md`.
pub static CODE: Code = Code {
    name: "title-number-differs",
    severity: Severity::Warning,
    zh: "标题里的积分和条款对不上",
    en: "Points in a title differ from the clauses",
};

pub fn find(read: &Read<'_>) -> Vec<Finding> {
    read.versions.iter().flat_map(of_version).collect()
}

fn of_version(version: &Version<'_>) -> Vec<Finding> {
    let formulas = formulas(version.policy);
    titles::shown(version).iter().filter_map(|shown| of_item(version, &formulas, shown)).collect()
}

fn of_item(version: &Version<'_>, formulas: &BTreeMap<Span, Formulas<'_>>, shown: &Shown<'_>) -> Option<Finding> {
    let point = &version.policy.point;
    let stated = |title: &'_ Str| points(&title.value, point);
    let (title, stated) =
        shown.declared.titles.iter().map(|title| (title, stated(title))).find(|(_, it)| !it.is_empty())?;
    let known = numbers(version, &formulas.get(&shown.declared.name.span)?.written());
    let (number, _) = stated.iter().find(|(_, number)| !known.contains(number))?;
    let (the, point) = (words::the(shown.noun, shown.name()), &point.name.name);
    let what = say(
        format!("{}的标题写了 {number} {point}，条款里没有这个数。", the.zh),
        format!("The title of {} says {number} {point}, and no clause of it has this number.", the.en),
    );
    let help = say("改标题，或改条款，让两处一致。", "Change the title or the clause so that they agree.");
    Some(Finding::new(&CODE, title.span, what).help(help))
}

/// What has formulas and a title.
enum Formulas<'a> {
    Rule(&'a Rule),
    OverallCap(&'a OverallCap),
    Redemption(&'a Redemption),
}

impl<'a> Formulas<'a> {
    fn written(&self) -> Vec<&'a Expr> {
        match self {
            Formulas::Rule(rule) => uses::of_rule(rule),
            Formulas::OverallCap(cap) => vec![&cap.cap.limit],
            Formulas::Redemption(item) => uses::of_redemption(item),
        }
    }
}

/// By where their names stand.
fn formulas(policy: &Policy) -> BTreeMap<Span, Formulas<'_>> {
    let rules = policy.rules.iter().map(|rule| (rule.name.span, Formulas::Rule(rule)));
    let caps = policy.overall_caps.iter().map(|cap| (cap.name.span, Formulas::OverallCap(cap)));
    let redemptions = policy.redemptions.iter().map(|item| (item.name.span, Formulas::Redemption(item)));
    rules.chain(caps).chain(redemptions).collect()
}

/// The points among the numbers of formulas, and of what they name.
fn numbers(version: &Version<'_>, formulas: &[&Expr]) -> BTreeSet<Rational> {
    let policy = version.policy;
    let mut numbers = BTreeSet::new();
    let (mut left, mut seen): (Vec<&Expr>, BTreeSet<Span>) = (formulas.to_vec(), BTreeSet::new());
    while let Some(formula) = left.pop() {
        if !seen.insert(formula.span) {
            continue;
        }
        formula.visit(&mut |part| match &part.kind {
            ExprKind::Constant(Constant::Number(number)) if is_points(&part.ty) => drop(numbers.insert(*number)),
            ExprKind::Parameter(id) => {
                let values = policy.parameters.get(id.0).into_iter().flat_map(|parameter| &parameter.values);
                numbers.extend(values.filter_map(|(_, value)| match value {
                    Constant::Number(number) => Some(*number),
                    _ => None,
                }));
            }
            ExprKind::Definition(id) => left.extend(policy.definitions.get(id.0).map(|definition| &definition.value)),
            ExprKind::Table(id) => {
                let rows = policy.tables.get(id.0).into_iter().flat_map(|table| &table.bands.rows);
                left.extend(rows.map(|row| &row.value));
            }
            _ => {}
        });
    }
    numbers
}

fn is_points(ty: &Type) -> bool {
    matches!(ty, Type::Number(unit) if *unit == Unit::of(Base::Point))
}

/// The points that a title states: a number with the point unit or 积分 after it.
fn points(title: &str, point: &Named) -> Vec<(String, Rational)> {
    let mut found = Vec::new();
    let mut rest = title;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let from = rest.get(start..).unwrap_or_default();
        let length = from.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(from.len());
        let (written, after) = from.split_at(length);
        let number = written.trim_end_matches([',', '.']).replace(',', "");
        if let Some(value) = super::options::decimal(&number).filter(|_| begins_with_unit(after, point)) {
            found.push((number, value));
        }
        rest = after;
    }
    found
}

fn begins_with_unit(text: &str, point: &Named) -> bool {
    let text = text.trim_start();
    let names = [Some(point.name.name.as_str()), point.name.code.as_deref(), Some("积分"), Some("points")];
    names.into_iter().flatten().any(|name| {
        let rest = text.strip_prefix(name).map(|rest| rest.chars().next());
        let goes_on = |next: Option<char>| next.is_some_and(|c| c.is_ascii_alphanumeric());
        rest.is_some_and(|next| !(name.is_ascii() && goes_on(next)))
    })
}
