//! Settled expressions as formulas.

use super::NotEncoded;
use super::count::Count;
use super::scene::Scene;
use crate::logic::{Anniversary, Comparison, Formula, FullOn, MonthEnd, Part, Term};
use crate::model::arithmetic::{one_of, rounded, whole};
use crate::model::expr::{Bands, Compare, DateAt, DatePart, RowTest};
use crate::model::settle::settle;
use crate::model::{Birthday, Constant, Expr, ExprKind, Rounding, Type};

/// Minutes of an hour.
const HOUR: i64 = 60;

impl Scene<'_> {
    /// When a condition of the policy holds.
    pub fn condition(&self, expr: &Expr) -> Result<Formula, NotEncoded> {
        self.holds(&settle(self.policy, self.stretch.from, expr)?)
    }

    /// What a number of the policy is.
    pub fn number(&self, expr: &Expr) -> Result<Count, NotEncoded> {
        self.count(&settle(self.policy, self.stretch.from, expr)?)
    }

    fn holds(&self, expr: &Expr) -> Result<Formula, NotEncoded> {
        use ExprKind as K;
        Ok(match &expr.kind {
            K::Constant(Constant::YesNo(true)) => Formula::TRUE,
            K::Constant(Constant::YesNo(false)) => Formula::FALSE,
            K::HasField(field) => self.fields.get(field).map_or(Formula::FALSE, |var| Formula::Present(*var)),
            K::HasScope(scope) => self.has_scope(*scope),
            K::Not(a) => self.holds(a)?.not(),
            K::And(parts) => Formula::And(parts.iter().map(|part| self.holds(part)).collect::<Result<_, _>>()?),
            K::Or(parts) => Formula::Or(parts.iter().map(|part| self.holds(part)).collect::<Result<_, _>>()?),
            K::Compare(op, a, b) => self.compare(*op, a, b)?,
            K::OneOf(a, values) => self.one_of(a, values)?,
            K::Between(x, low, high) => {
                self.compare(Compare::AtLeast, x, low)?.and(self.compare(Compare::AtMost, x, high)?)
            }
            K::If(condition, then, otherwise) => {
                let (condition, then, otherwise) = (self.holds(condition)?, self.holds(then)?, self.holds(otherwise)?);
                condition.clone().and(then).or(condition.not().and(otherwise))
            }
            // A yes/no fact, or bands of yes and no.
            _ => self.place(expr)?.equals(1),
        })
    }

    fn compare(&self, op: Compare, a: &Expr, b: &Expr) -> Result<Formula, NotEncoded> {
        let comparison = match op {
            Compare::Equal => Comparison::Equal,
            Compare::NotEqual => Comparison::Unequal,
            Compare::Less => Comparison::Under,
            Compare::AtMost => Comparison::AtMost,
            Compare::Greater => Comparison::Over,
            Compare::AtLeast => Comparison::AtLeast,
        };
        match a.ty {
            Type::Number(_) => self.count(a)?.is(comparison, self.count(b)?),
            _ => Ok(self.place(a)?.is(comparison, self.place(b)?)),
        }
    }

    fn one_of(&self, a: &Expr, values: &[Constant]) -> Result<Formula, NotEncoded> {
        if !matches!(a.ty, Type::Number(_)) {
            let places = values.iter().map(place).collect::<Result<Vec<_>, _>>()?;
            return Ok(self.place(a)?.one_of(places));
        }
        let a = self.count(a)?;
        let equal = |value: &Constant| match value {
            Constant::Number(number) => a.clone().is(Comparison::Equal, Count::constant(*number)?),
            _ => Err(NotEncoded::NoValue),
        };
        Ok(Formula::Or(values.iter().map(equal).collect::<Result<_, _>>()?))
    }

    /// What is no number as one: the place in a list, days since 1970, minutes since midnight, 1 for yes.
    pub(super) fn place(&self, expr: &Expr) -> Result<Term, NotEncoded> {
        use ExprKind as K;
        Ok(match &expr.kind {
            K::Constant(value) => Term::Number(place(value)?),
            K::Field(field) => Term::Of(*self.fields.get(field).ok_or(NotEncoded::NoValue)?),
            K::Scope(scope) => self.scope_place(*scope)?,
            K::EventDate => Term::Of(self.day),
            K::EventTime => Term::Of(self.time),
            K::DateAt(at, a) => self.place(a)?.part(match at {
                DateAt::MonthEnd => Part::MonthEnd,
                DateAt::LastYearEnd => Part::LastYearEnd,
            }),
            K::Add(a, b) if a.ty == Type::Date => self.place(a)?.add(self.days(b)?),
            K::Add(a, b) if b.ty == Type::Date => self.place(b)?.add(self.days(a)?),
            K::Subtract(a, b) if a.ty == Type::Date => self.place(a)?.sub(self.days(b)?),
            K::Min(parts) => Term::Min(parts.iter().map(|part| self.place(part)).collect::<Result<_, _>>()?),
            K::Max(parts) => Term::Max(parts.iter().map(|part| self.place(part)).collect::<Result<_, _>>()?),
            K::If(condition, then, otherwise) => {
                Term::choose(self.holds(condition)?, self.place(then)?, self.place(otherwise)?)
            }
            K::Bands(bands) => self.rows(bands, |value| self.place(value))?,
            // A condition where a value stands.
            _ if expr.ty == Type::YesNo => Term::choose(self.holds(expr)?, 1, 0),
            _ => return Err(NotEncoded::NoValue),
        })
    }

    /// A number of days.
    fn days(&self, expr: &Expr) -> Result<Term, NotEncoded> {
        self.count(expr)?.in_units(whole(1))
    }

    pub(super) fn count(&self, expr: &Expr) -> Result<Count, NotEncoded> {
        use ExprKind as K;
        let whole_number = |term| Count { term, quantum: one_of(1) };
        Ok(match &expr.kind {
            K::Constant(Constant::Number(number)) => Count::constant(*number)?,
            K::Field(field) => self.field(*field)?,
            K::Account { account, including } => self.reading(*account, *including)?,
            K::Negate(a) => self.count(a)?.negate(),
            K::Add(a, b) => self.count(a)?.plus(self.count(b)?)?,
            K::Subtract(a, b) if a.ty == Type::Date => whole_number(self.place(a)?.sub(self.place(b)?)),
            K::Subtract(a, b) => self.count(a)?.plus(self.count(b)?.negate())?,
            K::Multiply(a, b) => self.count(a)?.multiply(self.count(b)?)?,
            K::Divide(a, b) => self.count(a)?.divide(&self.count(b)?)?,
            K::Round(rounding, a, to) => self.round(*rounding, a, *to)?,
            K::Min(parts) => self.extreme(parts, Term::Min)?,
            K::Max(parts) => self.extreme(parts, Term::Max)?,
            K::If(condition, then, otherwise) => {
                let (terms, quantum) = Count::aligned(vec![self.count(then)?, self.count(otherwise)?])?;
                let [then, otherwise] = <[Term; 2]>::try_from(terms).map_err(|_| NotEncoded::TooLong)?;
                Count { term: Term::choose(self.holds(condition)?, then, otherwise), quantum }
            }
            K::Bands(bands) => self.bands(bands)?,
            K::DatePart(part, a) => whole_number(self.part(*part, a)?),
            K::Elapsed { months, begun, from, to } => {
                whole_number(self.elapsed(*months, *begun, self.place(from)?, self.place(to)?))
            }
            _ => return Err(NotEncoded::NoValue),
        })
    }

    fn round(&self, rounding: Rounding, a: &Expr, to: crate::model::Rational) -> Result<Count, NotEncoded> {
        match &a.kind {
            ExprKind::Divide(of, by) if !matches!(by.kind, ExprKind::Constant(_)) => {
                self.count(of)?.quotient(self.count(by)?, rounding, to)
            }
            _ => self.count(a)?.round(rounding, to),
        }
    }

    fn extreme(&self, parts: &[Expr], make: fn(Vec<Term>) -> Term) -> Result<Count, NotEncoded> {
        let parts = parts.iter().map(|part| self.count(part)).collect::<Result<_, _>>()?;
        let (terms, quantum) = Count::aligned(parts)?;
        Ok(Count { term: make(terms), quantum })
    }

    fn bands(&self, bands: &Bands) -> Result<Count, NotEncoded> {
        let values = bands.rows.iter().map(|row| self.count(&row.value)).collect::<Result<_, _>>()?;
        let (terms, quantum) = Count::aligned(values)?;
        let mut terms = terms.into_iter();
        let term = self.rows(bands, |_| terms.next().ok_or(NotEncoded::TooLong))?;
        Ok(Count { term, quantum })
    }

    /// The row that is chosen; the last stands for itself and all that no row has.
    fn rows(
        &self,
        bands: &Bands,
        mut value: impl FnMut(&Expr) -> Result<Term, NotEncoded>,
    ) -> Result<Term, NotEncoded> {
        let mut rows = Vec::with_capacity(bands.rows.len());
        for row in &bands.rows {
            rows.push((self.chosen(&bands.by, &row.test)?, value(&row.value)?));
        }
        let (_, otherwise) = rows.pop().ok_or(NotEncoded::NoValue)?;
        Ok(Term::Choose { rows, otherwise: Box::new(otherwise) })
    }

    fn chosen(&self, by: &Expr, test: &RowTest) -> Result<Formula, NotEncoded> {
        let constant =
            |value: &Constant| Expr { kind: ExprKind::Constant(value.clone()), ty: by.ty.clone(), span: by.span };
        match test {
            RowTest::Otherwise => Ok(Formula::TRUE),
            RowTest::Values(values) => self.one_of(by, values),
            RowTest::Bounds(bounds) => {
                let bound = |(op, limit): &(Compare, Constant)| self.compare(*op, by, &constant(limit));
                Ok(Formula::And(bounds.iter().map(bound).collect::<Result<_, _>>()?))
            }
        }
    }

    fn part(&self, part: DatePart, a: &Expr) -> Result<Term, NotEncoded> {
        let of = self.place(a)?;
        Ok(match part {
            DatePart::Year => of.part(Part::Year),
            DatePart::Month => of.part(Part::Month),
            DatePart::Day => of.part(Part::Day),
            DatePart::Quarter => of.part(Part::Quarter),
            DatePart::Half => of.part(Part::Half),
            DatePart::Weekday => of.part(Part::Weekday),
            DatePart::Hour => of.divide(HOUR, crate::logic::Rounding::Down),
            DatePart::Minute => of.remainder(HOUR),
        })
    }

    /// Full or begun years or months (S8.6).
    fn elapsed(&self, months: bool, begun: bool, from: Term, to: Term) -> Term {
        let choices = &self.policy.choices;
        let how = Anniversary {
            month_end: match choices.month_end {
                Some(crate::model::MonthEnd::NextDay) => MonthEnd::NextDay,
                _ => MonthEnd::LastDay,
            },
            full_on: match choices.birthday {
                Some(Birthday::NextDay) => FullOn::NextDay,
                _ => FullOn::SameDay,
            },
        };
        let full = |to: Term| {
            let (from, to) = (Box::new(from.clone()), Box::new(to));
            let full = if months { Term::FullMonths { from, to, how } } else { Term::FullYears { from, to, how } };
            Term::Max(vec![full, Term::Number(0)])
        };
        if !begun {
            return full(to);
        }
        // One more, unless the last day is just the one on which another became full.
        let just_full = full(to.clone()).over(0).and(full(to.clone().sub(1)).under(full(to.clone())));
        let whole = from.clone().at_least(to.clone()).or(just_full);
        Term::choose(whole, full(to.clone()), full(to).add(1))
    }
}

/// A value on the number line.
fn place(value: &Constant) -> Result<i64, NotEncoded> {
    Ok(match value {
        Constant::Number(number) => {
            let whole = rounded(Rounding::Down, *number).filter(|_| number.is_integer());
            whole.and_then(|number| i64::try_from(number).ok()).ok_or(NotEncoded::TooLarge)?
        }
        Constant::YesNo(yes) => i64::from(*yes),
        Constant::Date(day) => i64::from(*day),
        Constant::Time(minute) => i64::from(*minute),
        Constant::Value(_, place) => i64::try_from(*place).map_err(|_| NotEncoded::TooLarge)?,
    })
}
