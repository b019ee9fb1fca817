//! A value that falls between two rules which are alike but for their bounds: 不满 60 … 超过 60.

use super::asked::{Question, Version};
use super::pairs::{self, Numbered};
use super::words;
use crate::checks::encode::{NotEncoded, Scene, clauses};
use crate::checks::example;
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::logic::{Formula, Reach};
use crate::model::arithmetic::{add, divide, multiply, rounded, subtract, whole};
use crate::model::expr::Compare;
use crate::model::print::{Keywords, Printer};
use crate::model::settle::settle;
use crate::model::{ActivityId, Constant, DimensionId, Domain, Expr, ExprKind, Policy, Rational, Rounding, Type};
use std::collections::BTreeMap;

/// See `docs/findings/boundary-between-rules.md`.
pub static BOUNDARY_BETWEEN_RULES: Code = Code {
    name: "boundary-between-rules",
    severity: Severity::Error,
    zh: "有的数落在两条规则之间",
    en: "A value falls between two rules",
};

/// The most values a gap may have to be an oversight and not meant.
const FEW: i128 = 3;
/// Beside so many times as many values on either side.
const TIMES_AS_MANY: i128 = 4;

/// A rule and what it asks of one number.
#[derive(Clone)]
struct Bounded<'a> {
    rule: Numbered<'a>,
    of: &'a Expr,
    /// At least, and whether that is included.
    low: Option<(Rational, bool, &'a Expr)>,
    /// At most, and whether that is included.
    high: Option<(Rational, bool, &'a Expr)>,
}

/// What rules must have in common: their dimension, the number, and all other conditions as written.
type Kin = (DimensionId, String, Vec<String>);

/// What is found in one version.
pub fn find(version: &Version<'_>) -> Vec<Finding> {
    (0..version.policy.activities.len()).map(ActivityId).flat_map(|activity| of_activity(version, activity)).collect()
}

fn of_activity(version: &Version<'_>, activity: ActivityId) -> Vec<Finding> {
    let mut kin: BTreeMap<Kin, Vec<Bounded<'_>>> = BTreeMap::new();
    for rule in pairs::of_activity(version, activity) {
        for (key, bounded) in bounds(version.policy, rule) {
            kin.entry(key).or_default().push(bounded);
        }
    }
    let mut found = Vec::new();
    for rules in kin.values() {
        let mut by_low: Vec<(Rational, &Bounded<'_>)> =
            rules.iter().filter_map(|above| Some((above.low?.0, above))).collect();
        by_low.sort_by_key(|(low, above)| (*low, above.rule.0));
        for below in rules {
            let next = near(version.policy, below, &by_low);
            let next = next.filter_map(|(_, above)| Some((gap(version, below, above)?, *above)));
            let next = next.min_by_key(|(gap, above)| (gap.1, above.rule.0));
            found.extend(next.and_then(|(gap, above)| finding(version, activity, below, above, gap)));
        }
    }
    found
}

/// Those that begin where a rule ends, or so little above that few values can lie between; `by_low` is in the order of its bounds.
fn near<'r, 'b>(
    policy: &Policy,
    below: &Bounded<'_>,
    by_low: &'b [(Rational, &'r Bounded<'r>)],
) -> impl Iterator<Item = &'b (Rational, &'r Bounded<'r>)> {
    let end = below.high.map(|(end, ..)| end);
    let beyond = |end: Rational| add(end, multiply(step(policy, below.of)?, whole(FEW + 3))?);
    let far = end.map(|end| beyond(end).unwrap_or(end));
    let first = end.map_or(by_low.len(), |end| by_low.partition_point(|(low, _)| *low < end));
    by_low.iter().skip(first).take_while(move |(low, _)| far.is_some_and(|far| *low <= far))
}

/// Every number a rule bounds, with what else it asks.
fn bounds<'a>(policy: &Policy, rule: Numbered<'a>) -> Vec<(Kin, Bounded<'a>)> {
    let Some(dimension) = rule.1.dimension() else { return Vec::new() };
    let all = clauses(&rule.1.when);
    let read: Vec<(String, Option<(String, Read<'a>)>)> = all
        .iter()
        .map(|clause| (text(policy, clause), read(policy, clause).map(|read| (text(policy, read.of), read))))
        .collect();
    let mut found: Vec<(Kin, Bounded<'a>)> = Vec::new();
    for (name, Read { of, .. }) in read.iter().filter_map(|(_, read)| read.as_ref()) {
        if found.iter().any(|((_, known, _), _)| known == name) {
            continue;
        }
        let (own, others): (Vec<_>, Vec<_>) =
            read.iter().partition(|(_, read)| read.as_ref().is_some_and(|(other, _)| other == name));
        let mut rest: Vec<String> = others.into_iter().map(|(clause, _)| clause.clone()).collect();
        rest.sort();
        let own = own.into_iter().filter_map(|(_, read)| read.as_ref().map(|(_, read)| read));
        let bounded = own.fold(Bounded { rule, of, low: None, high: None }, Bounded::narrowed);
        found.push(((dimension, name.clone(), rest), bounded));
    }
    found
}

/// An expression as it is written in Chinese, to be compared.
fn text(policy: &Policy, expr: &Expr) -> String {
    Printer::new(policy, Keywords::Chinese).expr(expr)
}

/// A clause that bounds a number.
struct Read<'a> {
    of: &'a Expr,
    low: Option<(Rational, bool, &'a Expr)>,
    high: Option<(Rational, bool, &'a Expr)>,
}

fn read<'a>(policy: &Policy, clause: &'a Expr) -> Option<Read<'a>> {
    let value = |expr: &Expr| match settle(policy, policy.dates.from, expr).ok()?.kind {
        ExprKind::Constant(Constant::Number(number)) => Some(number),
        ExprKind::Constant(Constant::Date(day)) => Some(whole(day)),
        ExprKind::Constant(Constant::Value(_, place)) => Some(whole(i128::try_from(place).ok()?)),
        _ => None,
    };
    match &clause.kind {
        ExprKind::Compare(op, of, limit) => {
            let limit = value(limit)?;
            let bound = |included| Some((limit, included, clause));
            let (low, high) = match op {
                Compare::AtLeast => (bound(true), None),
                Compare::Greater => (bound(false), None),
                Compare::AtMost => (None, bound(true)),
                Compare::Less => (None, bound(false)),
                Compare::Equal => (bound(true), bound(true)),
                Compare::NotEqual => return None,
            };
            Some(Read { of, low, high })
        }
        ExprKind::Between(of, low, high) => {
            Some(Read { of, low: Some((value(low)?, true, clause)), high: Some((value(high)?, true, clause)) })
        }
        _ => None,
    }
}

impl<'a> Bounded<'a> {
    /// With one more clause: the narrower bounds count.
    fn narrowed(mut self, read: &Read<'a>) -> Self {
        let inner_low = |a: &(Rational, bool, &Expr), b: &(Rational, bool, &Expr)| (a.0, !a.1) >= (b.0, !b.1);
        let inner_high = |a: &(Rational, bool, &Expr), b: &(Rational, bool, &Expr)| (a.0, a.1) <= (b.0, b.1);
        if let Some(low) = read.low.filter(|low| self.low.is_none_or(|own| inner_low(low, &own))) {
            self.low = Some(low);
        }
        if let Some(high) = read.high.filter(|high| self.high.is_none_or(|own| inner_high(high, &own))) {
            self.high = Some(high);
        }
        self
    }
}

/// The values from the upper bound of one rule to the lower bound of another, where only few lie between; with how many.
fn gap(version: &Version<'_>, below: &Bounded<'_>, above: &Bounded<'_>) -> Option<((Rational, Rational), i128)> {
    let ((end, end_in, _), (start, start_in, _)) = (below.high?, above.low?);
    if start < end || (start == end && (end_in || start_in)) || below.rule.0 == above.rule.0 {
        return None;
    }
    if start == end {
        return Some(((end, start), 1));
    }
    let step = step(version.policy, below.of)?;
    let between = places(end, start, step)?;
    let few = between.checked_sub(i128::from(end_in))?.checked_sub(i128::from(start_in))?;
    if few == 0 || few > FEW {
        return None;
    }
    let (low, high) = range(version.policy, below.of)?;
    let enough = few.checked_mul(TIMES_AS_MANY)?;
    let beside = places(low, end, step)?.min(places(start, high, step)?);
    (beside >= enough).then_some(((end, start), few))
}

/// How many values there are from one to another, both included where they are values.
fn places(from: Rational, to: Rational, step: Rational) -> Option<i128> {
    let first = rounded(Rounding::Up, divide(from, step)?)?;
    let last = rounded(Rounding::Down, divide(to, step)?)?;
    last.checked_sub(first)?.checked_add(1)
}

/// From one value of a fact to the next; none for other numbers.
fn step(policy: &Policy, of: &Expr) -> Option<Rational> {
    match (&of.kind, &of.ty) {
        (ExprKind::Field(id), _) => match policy.fields.get(id.0)?.domain {
            Domain::Number { step, .. } => Some(step),
            Domain::Date(..) | Domain::List(_) => Some(whole(1)),
            Domain::YesNo | Domain::Time => None,
        },
        (ExprKind::Elapsed { .. }, _) => Some(whole(1)),
        _ => None,
    }
}

fn range(policy: &Policy, of: &Expr) -> Option<(Rational, Rational)> {
    match &of.kind {
        ExprKind::Field(id) => match policy.fields.get(id.0)?.domain {
            Domain::Number { low, high, .. } => Some((low, high)),
            Domain::Date(first, last) => Some((whole(first), whole(last))),
            Domain::List(list) => {
                let last = policy.lists.get(list.0)?.values.len().checked_sub(1)?;
                Some((whole(0), whole(i128::try_from(last).ok()?)))
            }
            Domain::YesNo | Domain::Time => None,
        },
        // Years and months of a life.
        _ => Some((whole(0), subtract(whole(100), whole(0))?)),
    }
}

/// That somebody eligible fulfils all that the two have in common, lies between them, and gets nothing in their dimension.
fn falls_between<'a>(
    scene: &Scene<'a>,
    dimension: DimensionId,
    (below, above): (&Bounded<'a>, &Bounded<'a>),
    between: &Expr,
) -> Option<Question<'a>> {
    if !pairs::here(scene, below.rule.1) || !pairs::here(scene, above.rule.1) {
        return None;
    }
    let bounds = |bounded: &Bounded<'a>| [bounded.low, bounded.high].into_iter().flatten().map(|(_, _, clause)| clause);
    let own: Vec<*const Expr> = bounds(below).map(std::ptr::from_ref).collect();
    let of = text(scene.policy, below.of);
    let common = clauses(&below.rule.1.when).into_iter().filter(|clause| {
        let bounding = read(scene.policy, clause).is_some_and(|read| text(scene.policy, read.of) == of);
        !bounding && !own.contains(&std::ptr::from_ref(*clause))
    });
    let out = |clause: &'a Expr| scene.condition(clause).map(Formula::not);
    let question = Question::conditions(scene, common).and(scene.eligible()).and(scene.condition(between));
    let question = [below.high, above.low].into_iter().flatten().fold(question, |q, (_, _, clause)| q.so(out(clause)));
    let there = question.reach(scene);
    Some(question.so(nothing(scene, dimension, &there)))
}

/// That no rule of a dimension pays; those that plainly never do there need not be named.
fn nothing(scene: &Scene<'_>, of: DimensionId, there: &Reach) -> Result<Formula, NotEncoded> {
    let rules = scene.rules().filter(|(_, rule)| rule.dimension() == Some(of));
    let rules = rules.filter(|(id, _)| !scene.is_apart(*id, there));
    let unpaid = rules.map(|(id, _)| scene.pays(id).map(Formula::not));
    Ok(Formula::And(unpaid.collect::<Result<_, _>>()?))
}

type Gap = ((Rational, Rational), i128);

fn finding<'a>(
    version: &Version<'a>,
    activity: ActivityId,
    below: &Bounded<'a>,
    above: &Bounded<'a>,
    ((from, to), _): Gap,
) -> Option<Finding> {
    let act = pairs::act_of(version, activity)?;
    let dimension = below.rule.1.dimension()?;
    let constant = |value: Rational| match &below.of.ty {
        Type::Number(_) => Some(Constant::Number(value)),
        Type::Date => i32::try_from(value.to_integer()).ok().map(Constant::Date),
        Type::Value(list) => usize::try_from(value.to_integer()).ok().map(|place| Constant::Value(*list, place)),
        Type::YesNo | Type::Time => None,
    };
    let expr = |kind| Expr { kind, ty: below.of.ty.clone(), span: below.of.span };
    let (low, high) = (expr(ExprKind::Constant(constant(from)?)), expr(ExprKind::Constant(constant(to)?)));
    let between = ExprKind::Between(Box::new(below.of.clone()), Box::new(low), Box::new(high));
    let between = Expr { kind: between, ty: Type::YesNo, span: below.of.span };
    let question = |scene| falls_between(scene, dimension, (below, above), &between);
    if !matches!(act.ask(question), super::asked::Verdict::Possible(..)) {
        return None;
    }
    let shown = version.example(act, question, |decision| {
        let paid = |rule| {
            move |line: &mizi_evaluator::decision::Line| {
                example::is_rule(version.evaluator, line.item, rule) && line.granted > 0
            }
        };
        let none = |rule| !decision.lines.iter().any(paid(rule));
        decision.outcome == mizi_evaluator::decision::Outcome::Decided && none(below.rule.1) && none(above.rule.1)
    });
    let finding = said(version.policy, below, above)?;
    Some(match shown {
        Some(shown) => finding.example(shown.example),
        None => finding.only_possible(),
    })
}

fn said(policy: &Policy, below: &Bounded<'_>, above: &Bounded<'_>) -> Option<Finding> {
    let ((end, _, upper), (start, _, lower)) = (below.high?, above.low?);
    let (a, b) = (&below.rule.1.name.name.name, &above.rule.1.name.name.name);
    let (upper_text, lower_text) = (words::condition(policy, upper), words::condition(policy, lower));
    let (zh, en) = if end == start {
        ("正好在界限上的", "Exactly at the bound")
    } else {
        ("在两者之间的", "Between them")
    };
    let what = Message::new(
        format!("规则“{a}”写“{}”，规则“{b}”写“{}”：{zh}，两条都不给。", upper_text.zh, lower_text.zh),
        format!(
            "The rule “{a}” says “{}”, the rule “{b}” says “{}”. {en}, neither pays.",
            upper_text.en, lower_text.en
        ),
    );
    let help = Message::new(
        "把界限写进其中一条（用“以上”“以下”），或者另写一条规则。",
        "Include the bound in one of them (“at least”, “at most”), or write a rule for it.",
    );
    let finding = Finding::new(&BOUNDARY_BETWEEN_RULES, upper.span, what)
        .label(Message::new("到这里为止", "up to here"))
        .and(lower.span, Message::new("从这里开始", "from here on"));
    Some(finding.help(help))
}
