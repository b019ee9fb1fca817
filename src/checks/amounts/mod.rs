//! Amounts: never below 0, never out of range, never with a fraction that nobody said how to round, never divided by 0. What
//! facts may be is narrowed by the conditions that hold where an amount is worked out; a message gives facts that go wrong.

pub mod codes;
mod say;

use crate::diagnostics::Finding;
use crate::model::arithmetic::{divide, is_multiple, multiply, one_of, rounded_to, ten_to, whole};
use crate::model::held::Held;
use crate::model::range::witness::Aim;
use crate::model::range::{Env, Found, Interval, Problem, ProblemKind, Ranges, Stop};
use crate::model::segments::{Stretch, in_force, stretches};
use crate::model::settle::{Unsettled, number, settle};
use crate::model::types::Base;
use crate::model::{
    Award, Constant, Counts, Expr, ExprKind, Model, Pays, Policy, Rational, Rounding, Rule, RuleId, Takes, Type, Unit,
};
use crate::source::Span;
use num_traits::Zero;
use say::Where;
use std::collections::BTreeMap;

/// What is found about the amounts of all versions.
pub fn findings(model: &Model) -> Vec<Finding> {
    let held = Held::of(model);
    let mut found: Vec<Finding> = Vec::new();
    for stretch in stretches(model) {
        let Some(policy) = model.versions.get(stretch.version) else { continue };
        let Some(ranges) = Ranges::new(model, &held, stretch) else { continue };
        let mut check = Check { policy, held: &held, stretch, ranges, awards: BTreeMap::new(), found: Vec::new() };
        check.all();
        for finding in check.found {
            if !found.iter().any(|known| known.code == finding.code && known.places.first() == finding.places.first()) {
                found.push(finding);
            }
        }
    }
    found
}

struct Check<'a> {
    policy: &'a Policy,
    held: &'a Held,
    stretch: Stretch,
    ranges: Ranges<'a>,
    /// The most that each rule or bonus may be granted for one event, in smallest units.
    awards: BTreeMap<RuleId, Rational>,
    found: Vec<Finding>,
}

impl Check<'_> {
    fn all(&mut self) {
        let (policy, day) = (self.policy, self.stretch.from);
        let earning = self.gates(true);
        let redeeming = self.gates(false);
        for (id, rule) in policy.rules.iter().enumerate() {
            if in_force(&rule.dates, self.stretch.from) {
                self.rule(RuleId(id), rule, &earning);
            }
        }
        for account in &policy.accounts {
            let Takes::Counts(counts) = &account.takes else { continue };
            let id = policy.accounts.iter().position(|other| std::ptr::eq(other, account)).unwrap_or_default();
            let quantum = self.held.account(self.stretch.version, crate::model::AccountId(id));
            counts.iter().for_each(|counts| self.counts(&account.name.name.name, counts, quantum, &earning));
        }
        for redemption in policy.redemptions.iter().filter(|redemption| in_force(&redemption.dates, day)) {
            let at = Where::Redemption(&redemption.name.name.name);
            self.conditions(at, &redemption.when, &redeeming);
        }
        self.bonuses();
    }

    /// What is known of who passes 资格.
    fn gates(&mut self, earning: bool) -> Env {
        let mut env = Env::default();
        for gate in &self.policy.gates {
            if gate.earning == earning && in_force(&gate.dates, self.stretch.from) {
                env = self.conditions(Where::Gate, &gate.when, &env);
            }
        }
        env
    }

    /// Looks at conditions, each where the ones before it hold, and gives what is known where all hold.
    fn conditions(&mut self, at: Where, conditions: &[Expr], env: &Env) -> Env {
        let mut env = env.clone();
        for condition in conditions {
            let Some(settled) = self.settled(at, condition) else { continue };
            let (found, problems) = self.ranges.examine(&settled, &env);
            self.stopped(at, condition.span, found.err());
            self.problems(at, condition.span, problems);
            let known = self.ranges.assume(&settled, true, &mut env);
            self.stopped(at, condition.span, known.err());
        }
        env
    }

    fn settled(&mut self, at: Where, expr: &Expr) -> Option<Expr> {
        match settle(self.policy, self.stretch.from, expr) {
            Ok(settled) => Some(settled),
            // A parameter without a value, and a constant divisor 0, are found where they are written.
            Err(Unsettled::NoValue(_) | Unsettled::DividesByZero) => None,
            Err(Unsettled::TooLarge) => {
                self.found.push(say::constant_too_large(at, expr.span));
                None
            }
            Err(Unsettled::TooLong) => {
                self.found.push(say::too_long(at, expr.span));
                None
            }
        }
    }

    fn stopped(&mut self, at: Where, span: Span, stop: Option<Stop>) {
        match stop {
            Some(Stop::TooLong) => self.found.push(say::too_long(at, span)),
            Some(Stop::TooLarge) => self.found.push(say::constant_too_large(at, span)),
            Some(Stop::Impossible) | None => {}
        }
    }

    fn rule(&mut self, id: RuleId, rule: &Rule, earning: &Env) {
        let name = &rule.name.name.name;
        let env = self.conditions(Where::Rule(name), &rule.when, earning);
        let Pays::Award { award, span, .. } = &rule.pays else { return };
        let at = Where::Award(name);
        let most = match award {
            Award::Expr(points, rounding) => self.points(at, points, *rounding, &env, *span),
            Award::Blocks { block, of, pay, carried } => {
                self.blocks(at, [block, of, pay], carried.is_some(), &env, *span)
            }
        };
        if let Some(most) = most {
            self.awards.insert(id, most);
        }
    }

    fn smallest(&self) -> Rational {
        one_of(ten_to(self.policy.decimals).unwrap_or(1))
    }

    /// An award: whole or rounded, at least 0. Gives the most it may be, in smallest units.
    fn points(
        &mut self,
        at: Where,
        points: &Expr,
        rounding: Option<Rounding>,
        env: &Env,
        span: Span,
    ) -> Option<Rational> {
        let settled = self.settled(at, points)?;
        let smallest = self.smallest();
        if rounding.is_none() {
            let exact = self.examined(at, &settled, env, span)?;
            self.whole(at, &settled, &exact, smallest, env, span);
        }
        let rounded = ExprKind::Round(rounding.unwrap_or(Rounding::Down), Box::new(settled.clone()), smallest);
        let rounded = Expr { kind: rounded, ty: settled.ty.clone(), span: settled.span };
        let found = self.examined(at, &rounded, env, span)?;
        self.not_negative(at, &rounded, &found, env, span);
        divide(found.high, smallest)
    }

    /// ⌊X ÷ N⌋ × P. What is carried over is less than a block.
    fn blocks(&mut self, at: Where, written: [&Expr; 3], carried: bool, env: &Env, span: Span) -> Option<Rational> {
        let [block, of, pay] = written;
        let (block, of, pay) = (self.settled(at, block)?, self.settled(at, of)?, self.settled(at, pay)?);
        let size = number(&block).filter(|size| *size > whole(0))?;
        let none = Expr { kind: ExprKind::Constant(Constant::Number(whole(0))), ..of.clone() };
        let counted = like(&of, ExprKind::Max(vec![of.clone(), none]));
        let with_rest = like(&of, ExprKind::Add(Box::new(counted.clone()), Box::new(block.clone())));
        self.examined(at, &with_rest, env, span)?;
        let counted = if carried { with_rest } else { counted };
        let full = like(&of, ExprKind::Round(Rounding::Down, Box::new(counted), size));
        let blocks = Expr {
            kind: ExprKind::Divide(Box::new(full), Box::new(block)),
            ty: Type::Number(Unit::none()),
            span: of.span,
        };
        let points = like(&pay, ExprKind::Multiply(Box::new(blocks), Box::new(pay.clone())));
        let smallest = self.smallest();
        let found = self.examined(at, &points, env, span)?;
        self.whole(at, &points, &found, smallest, env, span);
        self.not_negative(at, &points, &found, env, span);
        divide(found.high, smallest)
    }

    /// The range of a number, with what may go wrong on the way reported.
    fn examined(&mut self, at: Where, settled: &Expr, env: &Env, span: Span) -> Option<Interval> {
        let (found, problems) = self.ranges.examine(settled, env);
        self.problems(at, span, problems);
        match found {
            Ok(Found { possible, .. }) => possible.numbers(),
            Err(stop) => {
                self.stopped(at, span, Some(stop));
                None
            }
        }
    }

    fn whole(&mut self, at: Where, settled: &Expr, found: &Interval, measure: Rational, env: &Env, span: Span) {
        let is_whole = match found.only() {
            Some(only) => is_multiple(only, measure),
            None => is_multiple(found.grain, measure),
        };
        if !is_whole {
            let witness = self.ranges.witness(settled, env, Aim::PartOf(measure));
            self.found.push(say::loses_fraction(self.policy, at, span, settled, measure, &witness));
        }
    }

    fn not_negative(&mut self, at: Where, settled: &Expr, found: &Interval, env: &Env, span: Span) {
        if found.low < Rational::zero() {
            let witness = self.ranges.witness(settled, env, Aim::Least);
            self.found.push(say::negative(self.policy, at, span, settled, &witness));
        }
    }

    fn problems(&mut self, at: Where, span: Span, problems: Vec<Problem>) {
        let mut large: Option<Span> = None;
        for problem in problems {
            // What contains a number that is too large is too large as well.
            if problem.kind == ProblemKind::TooLarge && large.replace(problem.expr.span).is_some() {
                continue;
            }
            let aim = match problem.kind {
                ProblemKind::DividesByZero => Aim::Zero,
                ProblemKind::PartOfDay => Aim::PartOf(whole(1)),
                ProblemKind::TooLarge | ProblemKind::BeyondCalendar => Aim::Most,
            };
            let witness = self.ranges.witness(&problem.expr, &problem.env, aim);
            self.found.push(say::problem(self.policy, at, span, &problem, &witness));
        }
    }

    /// 计: whole in what the account is kept in.
    fn counts(&mut self, account: &str, counts: &Counts, quantum: Rational, earning: &Env) {
        let at = Where::Counts(account);
        let env = match &counts.when {
            Some(when) => self.conditions(at, std::slice::from_ref(when), earning),
            None => earning.clone(),
        };
        let Some(settled) = self.settled(at, &counts.add) else { return };
        if let Some(found) = self.examined(at, &settled, &env, counts.span) {
            self.whole(at, &settled, &found, quantum, &env, counts.span);
        }
    }

    /// Shares of what other rules were granted: at least 0, and the product of both within range. A bonus comes after its bases, so
    /// that as many rounds as there are bonuses reach all.
    fn bonuses(&mut self) {
        let policy = self.policy;
        let bonuses: Vec<(RuleId, &Rule)> = (0..)
            .map(RuleId)
            .zip(&policy.rules)
            .filter(|(_, rule)| matches!(rule.pays, Pays::Bonus { .. }) && in_force(&rule.dates, self.stretch.from))
            .collect();
        let earning = self.quiet_gates();
        let mut waiting = bonuses;
        while !waiting.is_empty() {
            let ready = |(_, rule): &(RuleId, &Rule)| match &rule.pays {
                Pays::Bonus { bases, .. } => !bases.iter().any(|base| waiting.iter().any(|(id, _)| id == base)),
                Pays::Award { .. } => true,
            };
            let (now, later): (Vec<_>, Vec<_>) = waiting.iter().copied().partition(ready);
            if now.is_empty() {
                return;
            }
            now.into_iter().for_each(|(id, rule)| self.bonus(id, rule, &earning));
            waiting = later;
        }
    }

    /// What is known of who passes 资格, without finding anything again.
    fn quiet_gates(&mut self) -> Env {
        let found = std::mem::take(&mut self.found);
        let env = self.gates(true);
        self.found = found;
        env
    }

    fn bonus(&mut self, id: RuleId, rule: &Rule, earning: &Env) {
        let Pays::Bonus { share, bases, rounding, span, .. } = &rule.pays else { return };
        let name = &rule.name.name.name;
        let found = std::mem::take(&mut self.found);
        let env = self.conditions(Where::Rule(name), &rule.when, earning);
        self.found = found;
        let at = Where::Share(name);
        let Some(settled) = self.settled(at, share) else { return };
        let Some(range) = self.examined(at, &settled, &env, *span) else { return };
        self.not_negative(at, &settled, &range, &env, *span);
        let base = bases.iter().filter_map(|base| self.awards.get(base)).copied().max().unwrap_or_else(|| whole(0));
        let quantum = number(&settled).or_else(|| self.ranges.quantum(&settled, &env)).unwrap_or_else(|| whole(1));
        let count = multiply(range.high, whole(*quantum.denom()));
        let product = count.and_then(|count| multiply(count, base));
        if product.is_none_or(|product| product > whole(i64::MAX)) {
            self.found.push(say::share_too_large(at, *span));
            return;
        }
        let granted = multiply(range.high, base).and_then(|granted| rounded_to(*rounding, granted, whole(1)));
        self.awards.insert(id, granted.unwrap_or_else(|| whole(0)));
    }
}

/// An expression of the same type, at the same place.
fn like(expr: &Expr, kind: ExprKind) -> Expr {
    Expr { kind, ty: expr.ty.clone(), span: expr.span }
}

/// Points.
fn is_points(ty: &Type) -> bool {
    *ty == Type::Number(Unit::of(Base::Point))
}
