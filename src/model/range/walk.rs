//! The range of each form of expression, from the ranges of its parts.

use super::dates::{date_at, date_part, elapsed, elapsed_flags};
use super::quantum::{common, divided_by_constant, quotient_factors, rounding_factors, times_constant};
use super::rows::{where_not_row, where_row};
use super::{Bounds, Env, Found, Interval, Possible, ProblemKind, Ranges, Stop};
use crate::model::arithmetic::{divide, is_multiple, multiply, rounded_to, whole};
use crate::model::expr::Bands;
use crate::model::settle::number;
use crate::model::{Constant, Expr, ExprKind, Rational, Rounding, Type};
use mizi_evaluator::date;
use mizi_evaluator::program::Elapsed;
use num_traits::{Signed, Zero};

/// The greatest number that code holds.
const MOST: i64 = i64::MAX;

impl Ranges<'_> {
    pub(super) fn of(&mut self, expr: &Expr, env: &Env) -> Result<Found, Stop> {
        self.step()?;
        let mut found = self.kind(expr, env)?;
        if let Some(known) = env.get(expr) {
            found.possible = found.possible.and(known)?;
        }
        if !matches!(expr.kind, ExprKind::Constant(_)) {
            self.watch_size(expr, &found, found.quantum, env);
            self.watch_date(expr, &found, env);
        }
        Ok(found)
    }

    fn kind(&mut self, expr: &Expr, env: &Env) -> Result<Found, Stop> {
        use ExprKind as K;
        match &expr.kind {
            K::Constant(value) => Ok(constant(value)),
            K::Field(id) => self.field(*id),
            K::Scope(id) => Ok(plain(self.scope(*id))),
            K::EventDate => Ok(plain(Possible::Numbers(self.event_date()))),
            K::EventTime => Ok(plain(Possible::Numbers(Interval::whole(0, 1439)))),
            K::Account { account, .. } => self.account(*account),
            K::HasField(_) | K::HasScope(_) | K::Parameter(_) | K::Definition(_) | K::Table(_) => {
                Ok(plain(Possible::yes_no()))
            }
            K::Not(_) | K::And(_) | K::Or(_) | K::Compare(..) | K::OneOf(..) | K::Between(..) => {
                self.condition(expr, env)?;
                Ok(plain(Possible::yes_no()))
            }
            K::Negate(a) => {
                let (a, quantum) = self.numbers(a, env)?;
                numbers(a.negated(), Some(quantum))
            }
            K::Add(a, b) => self.sum(expr, a, b, env, Interval::plus),
            K::Subtract(a, b) => self.sum(expr, a, b, env, Interval::minus),
            K::Multiply(a, b) => self.product(a, b, env),
            K::Divide(a, b) => self.quotient(a, b, env),
            K::Round(rounding, a, to) => self.round(*rounding, a, *to, env),
            K::Min(parts) => self.extreme(parts, env, |a, b| a.min(b)),
            K::Max(parts) => self.extreme(parts, env, |a, b| a.max(b)),
            K::If(condition, then, otherwise) => self.choice(condition, then, otherwise, env),
            K::Bands(bands) => self.bands(bands, env),
            K::DatePart(part, a) => {
                let dates = self.numbers(a, env)?.0;
                Ok(plain(Possible::Numbers(date_part(*part, &dates))))
            }
            K::DateAt(at, a) => {
                let dates = self.numbers(a, env)?.0;
                Ok(plain(Possible::Numbers(date_at(*at, &dates))))
            }
            K::Elapsed { months, begun, from, to } => {
                let (from, to) = (self.numbers(from, env)?.0, self.numbers(to, env)?.0);
                Ok(plain(Possible::Numbers(elapsed(self.elapsed(*months, *begun), &from, &to))))
            }
        }
    }

    /// Flags of elapsed years and months, as the header states them.
    fn elapsed(&self, months: bool, begun: bool) -> Elapsed {
        elapsed_flags(self.policy, months, begun)
    }

    /// A number (date, time) with its quantum.
    fn numbers(&mut self, expr: &Expr, env: &Env) -> Result<(Interval, Rational), Stop> {
        let found = self.of(expr, env)?;
        found.possible.numbers().map(|interval| (interval, found.quantum)).ok_or(Stop::Impossible)
    }

    fn sum(
        &mut self,
        expr: &Expr,
        a: &Expr,
        b: &Expr,
        env: &Env,
        work_out: fn(&Interval, &Interval) -> Option<Interval>,
    ) -> Result<Found, Stop> {
        let (x, p) = self.numbers(a, env)?;
        let (y, q) = self.numbers(b, env)?;
        let quantum = common([p, q]).ok_or(Stop::TooLarge)?;
        self.watch_counted(a, &x, quantum, env);
        self.watch_counted(b, &y, quantum, env);
        let mut sum = work_out(&x, &y).ok_or(Stop::TooLarge)?;
        if let Some(linear) = self.quietly(|ranges| ranges.linear(expr, env))? {
            sum = sum.and(&linear)?;
        }
        numbers(Some(sum), Some(quantum))
    }

    fn product(&mut self, a: &Expr, b: &Expr, env: &Env) -> Result<Found, Stop> {
        let (x, p) = self.numbers(a, env)?;
        let (y, q) = self.numbers(b, env)?;
        let quantum = match (number(a), number(b)) {
            (_, Some(constant)) => times_constant(p, constant),
            (Some(constant), _) => times_constant(q, constant),
            _ => multiply(p, q),
        };
        numbers(x.times(&y), quantum)
    }

    fn quotient(&mut self, a: &Expr, b: &Expr, env: &Env) -> Result<Found, Stop> {
        let (x, p) = self.numbers(a, env)?;
        let Some(constant) = number(b).filter(|n| !n.is_zero()) else {
            // Only a rounding can make the quotient of two variables whole; it is handled there.
            return Err(Stop::TooLong);
        };
        let one = divide(whole(1), constant).ok_or(Stop::TooLarge)?;
        numbers(x.times(&Interval::point(one)), divided_by_constant(p, constant))
    }

    fn round(&mut self, rounding: Rounding, a: &Expr, to: Rational, env: &Env) -> Result<Found, Stop> {
        let exact = match &a.kind {
            ExprKind::Divide(x, y) if number(y).is_none() => self.variable_quotient(x, y, to, env)?,
            _ => {
                let (x, quantum) = self.numbers(a, env)?;
                let (factor, _) = rounding_factors(quantum, to).ok_or(Stop::TooLarge)?;
                self.watch_counted(a, &x, divide(quantum, whole(factor)).ok_or(Stop::TooLarge)?, env);
                x
            }
        };
        let whole_already = is_multiple(exact.grain, to) && !exact.grain.is_zero();
        let ends = rounded_to(rounding, exact.low, to).zip(rounded_to(rounding, exact.high, to));
        let (low, high) = ends.ok_or(Stop::TooLarge)?;
        let grain = if whole_already { exact.grain } else { to };
        numbers(Some(Interval { low, high, grain, nonzero: false }), Some(to))
    }

    /// The quotient of two variables that is rounded to `to`.
    fn variable_quotient(&mut self, a: &Expr, b: &Expr, to: Rational, env: &Env) -> Result<Interval, Stop> {
        let (x, p) = self.numbers(a, env)?;
        let (y, q) = self.numbers(b, env)?;
        if y.may_be_zero() {
            self.note(ProblemKind::DividesByZero, b, env);
        }
        let (above, below) = quotient_factors(p, q, to).ok_or(Stop::TooLarge)?;
        self.watch_counted(a, &x, divide(p, whole(above)).ok_or(Stop::TooLarge)?, env);
        self.watch_counted(b, &y, divide(q, whole(below)).ok_or(Stop::TooLarge)?, env);
        let positive = y.within(&Bounds { low: Some((Rational::zero(), true)), high: None });
        let negative = y.within(&Bounds { low: None, high: Some((Rational::zero(), true)) });
        let mut quotient: Option<Interval> = None;
        for divisor in [positive, negative].into_iter().flatten() {
            let (low, high) = x.corners(&divisor, divide).ok_or(Stop::TooLarge)?;
            let part = Interval { low, high, grain: Rational::zero(), nonzero: false };
            quotient = Some(quotient.map_or(Some(part), |known| known.or(&part)).ok_or(Stop::TooLarge)?);
        }
        quotient.ok_or(Stop::Impossible)
    }

    fn extreme(&mut self, parts: &[Expr], env: &Env, pick: fn(Rational, Rational) -> Rational) -> Result<Found, Stop> {
        let mut all: Option<(Interval, Rational)> = None;
        let mut found = Vec::new();
        for part in parts {
            let (interval, quantum) = self.numbers(part, env)?;
            found.push((part, interval));
            all = Some(match all {
                None => (interval, quantum),
                Some((known, q)) => {
                    let either = known.or(&interval).ok_or(Stop::TooLarge)?;
                    let (low, high) = (pick(known.low, interval.low), pick(known.high, interval.high));
                    (Interval { low, high, ..either }, common([q, quantum]).ok_or(Stop::TooLarge)?)
                }
            });
        }
        let (interval, quantum) = all.ok_or(Stop::Impossible)?;
        for (part, interval) in found {
            self.watch_counted(part, &interval, quantum, env);
        }
        numbers(Some(interval), Some(quantum))
    }

    fn choice(&mut self, condition: &Expr, then: &Expr, otherwise: &Expr, env: &Env) -> Result<Found, Stop> {
        self.of(condition, env)?;
        let mut cases = Vec::new();
        for (value, holds) in [(then, true), (otherwise, false)] {
            let mut narrowed = env.clone();
            narrowed.remember(condition, holds);
            let supposed = self.quietly(|ranges| ranges.suppose(condition, holds, &mut narrowed));
            if unless_impossible(supposed)?.is_some() {
                cases.push((value, narrowed));
            }
        }
        self.cases(&cases)
    }

    fn bands(&mut self, bands: &Bands, env: &Env) -> Result<Found, Stop> {
        let mut rest = self.of(&bands.by, env)?.possible;
        let mut cases = Vec::new();
        for row in &bands.rows {
            if let Some(here) = unless_impossible(where_row(&rest, &row.test))? {
                let mut narrowed = env.clone();
                let settled = self.quietly(|ranges| ranges.settle_on(&bands.by, &here, &mut narrowed));
                if unless_impossible(settled)?.is_some() {
                    cases.push((&row.value, narrowed));
                }
            }
            match unless_impossible(where_not_row(&rest, &row.test))? {
                Some(left) => rest = left,
                None => break,
            }
        }
        self.cases(&cases)
    }

    /// One of several expressions, each where its own conditions hold.
    fn cases(&mut self, cases: &[(&Expr, Env)]) -> Result<Found, Stop> {
        let mut all: Option<Found> = None;
        let mut parts = Vec::new();
        for (value, env) in cases {
            let found = match self.of(value, env) {
                Err(Stop::Impossible) => continue,
                found => found?,
            };
            if let Possible::Numbers(interval) = found.possible {
                parts.push((*value, interval, env));
            }
            all = Some(match all {
                None => found,
                Some(known) => Found {
                    possible: known.possible.or(&found.possible)?,
                    quantum: common([known.quantum, found.quantum]).ok_or(Stop::TooLarge)?,
                },
            });
        }
        let all = all.ok_or(Stop::Impossible)?;
        for (value, interval, env) in parts {
            self.watch_counted(value, &interval, all.quantum, env);
        }
        Ok(all)
    }

    /// Looks at the parts of a condition, each where the parts before it hold.
    fn condition(&mut self, expr: &Expr, env: &Env) -> Result<(), Stop> {
        use ExprKind as K;
        if !self.watching {
            return Ok(());
        }
        match &expr.kind {
            K::Not(a) => self.condition_part(a, env),
            K::And(parts) => self.conditions(parts, true, env),
            K::Or(parts) => self.conditions(parts, false, env),
            K::Compare(_, a, b) => self.compared(&[a, b], env),
            K::Between(x, low, high) => {
                self.compared(&[x, low], env)?;
                self.compared(&[x, high], env)
            }
            K::OneOf(x, _) => self.of(x, env).map(|_| ()),
            _ => Ok(()),
        }
    }

    fn condition_part(&mut self, part: &Expr, env: &Env) -> Result<(), Stop> {
        match self.of(part, env) {
            Err(Stop::Impossible) | Ok(_) => Ok(()),
            Err(stop) => Err(stop),
        }
    }

    fn conditions(&mut self, parts: &[Expr], hold: bool, env: &Env) -> Result<(), Stop> {
        let mut env = env.clone();
        for part in parts {
            self.condition_part(part, &env)?;
            env.remember(part, hold);
            match self.quietly(|ranges| ranges.suppose(part, hold, &mut env)) {
                Err(Stop::Impossible) => return Ok(()),
                result => result?,
            }
        }
        Ok(())
    }

    /// Both sides are counted in one quantum, unless one is a constant: then the constant is rounded instead.
    fn compared(&mut self, sides: &[&Expr], env: &Env) -> Result<(), Stop> {
        let mut found = Vec::new();
        for side in sides {
            let side_found = self.of(side, env)?;
            if let (Possible::Numbers(interval), None) = (&side_found.possible, number(side)) {
                found.push((*side, *interval, side_found.quantum));
            }
        }
        let quantum = common(found.iter().map(|(_, _, quantum)| *quantum)).ok_or(Stop::TooLarge)?;
        for (side, interval, _) in found {
            self.watch_counted(side, &interval, quantum, env);
        }
        Ok(())
    }

    /// Notes a number that, counted in `quantum`, may leave 64 bits.
    fn watch_counted(&mut self, expr: &Expr, interval: &Interval, quantum: Rational, env: &Env) {
        let counted = interval.magnitude().and_then(|most| divide(most, quantum.abs()));
        if counted.is_none_or(|counted| counted > whole(MOST)) {
            self.note(ProblemKind::TooLarge, expr, env);
        }
    }

    fn watch_size(&mut self, expr: &Expr, found: &Found, quantum: Rational, env: &Env) {
        if let Possible::Numbers(interval) = &found.possible {
            self.watch_counted(expr, interval, quantum, env);
        }
    }

    fn watch_date(&mut self, expr: &Expr, found: &Found, env: &Env) {
        let (Type::Date, Possible::Numbers(dates)) = (&expr.ty, &found.possible) else { return };
        if dates.low < whole(date::FIRST_DAY) || dates.high > whole(date::LAST_DAY) {
            self.note(ProblemKind::BeyondCalendar, expr, env);
        }
        if !dates.grain.is_integer() {
            self.note(ProblemKind::PartOfDay, expr, env);
        }
    }
}

/// None where something cannot be.
fn unless_impossible<T>(found: Result<T, Stop>) -> Result<Option<T>, Stop> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Stop::Impossible) => Ok(None),
        Err(stop) => Err(stop),
    }
}

fn plain(possible: Possible) -> Found {
    Found { possible, quantum: whole(1) }
}

fn numbers(interval: Option<Interval>, quantum: Option<Rational>) -> Result<Found, Stop> {
    let (interval, quantum) = interval.zip(quantum).ok_or(Stop::TooLarge)?;
    Ok(Found { possible: Possible::Numbers(interval), quantum })
}

fn constant(value: &Constant) -> Found {
    match value {
        Constant::Number(n) => {
            let quantum = if n.is_zero() { whole(1) } else { n.abs() };
            Found { possible: Possible::Numbers(Interval::point(*n)), quantum }
        }
        Constant::Date(day) => plain(Possible::Numbers(Interval::whole((*day).into(), (*day).into()))),
        Constant::Time(minute) => plain(Possible::Numbers(Interval::whole((*minute).into(), (*minute).into()))),
        Constant::YesNo(known) => plain(Possible::Values([usize::from(*known)].into())),
        Constant::Value(_, index) => plain(Possible::Values([*index].into())),
    }
}
