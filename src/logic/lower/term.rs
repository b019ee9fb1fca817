//! Terms → sums of slots.

use super::super::calendar::{Anniversary, full_months};
use super::super::definition::{Definition, Function, Refused, Slot, View};
use super::super::evaluate::quotient;
use super::super::formula::{Comparison, Formula, Rounding, Term};
use super::super::set::Set;
use super::clause::Lowered;
use super::linear::Linear;
use super::{Lowering, Origin};

impl Lowering<'_> {
    /// A term as a sum of slots; any sum will do where it has no value.
    pub fn term(&mut self, term: &Term) -> Result<Linear, Refused> {
        let linear = match term {
            Term::Number(number) => Linear::constant(*number),
            Term::Of(var) => {
                let domain = self.problem.domains.get(var.0).ok_or(Refused)?;
                Linear::slot(var.0, domain.step, domain.base)
            }
            Term::Sum(terms) => self.sum(terms)?,
            Term::Times(by, term) => self.term(term)?.times(*by)?,
            Term::Divide { term, by, rounding } => self.divide(term, *by, *rounding)?,
            Term::Remainder { term, by } => self.remainder(term, *by)?,
            Term::Max(terms) => self.extreme(terms, true)?,
            Term::Min(terms) => self.extreme(terms, false)?,
            Term::Choose { rows, otherwise } => self.choose(term, rows, otherwise)?,
            Term::Part(part, date) => {
                let view = self.term_view(date)?;
                self.define(Function::Part(*part, view))?
            }
            Term::FullMonths { from, to, how } => {
                let (from, to) = (self.term_view(from)?, self.term_view(to)?);
                self.months(from, to, *how)?
            }
            Term::FullYears { from, to, how } => {
                let months = Term::FullMonths { from: from.clone(), to: to.clone(), how: *how };
                self.divide(&months, 12, Rounding::Down)?
            }
            Term::Product(a, b) => self.product(a, b)?,
            Term::Quotient { of, by, rounding } => self.quotient(of, by, *rounding)?,
        };
        linear.checked(&self.slots)
    }

    fn sum(&mut self, terms: &[Term]) -> Result<Linear, Refused> {
        let mut sum = Linear::default();
        for term in terms {
            sum.add(&self.term(term)?, 1)?;
        }
        Ok(sum)
    }

    fn divide(&mut self, term: &Term, by: i64, rounding: Rounding) -> Result<Linear, Refused> {
        let of = self.term(term)?;
        self.divide_linear(of, by, rounding)
    }

    fn divide_linear(&mut self, of: Linear, by: i64, rounding: Rounding) -> Result<Linear, Refused> {
        let (of, by) = if by < 0 { (of.times(-1)?, by.checked_neg().ok_or(Refused)?) } else { (of, by) };
        if by == 0 {
            return Ok(Linear::default());
        }
        if let Some(exact) = of.exact_quotient(by) {
            return Ok(exact);
        }
        if let Some(constant) = of.as_constant() {
            let whole = quotient(constant.into(), by.into(), rounding).and_then(|whole| i64::try_from(whole).ok());
            return whole.map(Linear::constant).ok_or(Refused);
        }
        let of = self.view(&of)?;
        self.define(Function::Divide { of, by, rounding })
    }

    /// What is left over is term − by × ⌊term ÷ by⌋, a slot of its own because it is known to lie under `by`.
    fn remainder(&mut self, term: &Term, by: i64) -> Result<Linear, Refused> {
        let by = by.checked_abs().ok_or(Refused)?;
        let mut rest = self.term(term)?;
        let whole = self.divide_linear(rest.clone(), by, Rounding::Down)?;
        rest.add(&whole, by.checked_neg().ok_or(Refused)?)?;
        let rest = rest.checked(&self.slots)?;
        if by == 0 || rest.as_constant().is_some() {
            return Ok(rest);
        }
        let view = self.view(&rest)?;
        let (low, high) = view.numbers_within(0, i128::from(by) - 1);
        self.slots[view.slot] = self.slots[view.slot].between(low, high);
        Ok(Linear::slot(view.slot, view.mul, view.add))
    }

    /// The greatest or the least of those that can be it.
    fn extreme(&mut self, terms: &[Term], greatest: bool) -> Result<Linear, Refused> {
        let mut able: Vec<(View, Linear)> = Vec::new();
        for term in terms {
            let linear = self.term(term)?;
            able.push((self.view(&linear)?, linear));
        }
        let range = |view: &View| view.range(&self.slots[view.slot]);
        let low = able.iter().map(|(view, _)| range(view).0).max().unwrap_or_default();
        let high = able.iter().map(|(view, _)| range(view).1).min().unwrap_or_default();
        able.retain(|(view, _)| if greatest { range(view).1 >= low } else { range(view).0 <= high });
        able.sort_unstable_by_key(|(view, _)| *view);
        able.dedup();
        match &mut *able {
            [] => Ok(Linear::default()),
            [(_, only)] => Ok(std::mem::take(only)),
            _ => self.one_of_them(able, greatest),
        }
    }

    /// A slot between the others' ends that equals one of them: the rule lets a search go through them one by one.
    fn one_of_them(&mut self, able: Vec<(View, Linear)>, greatest: bool) -> Result<Linear, Refused> {
        let views = able.iter().map(|(view, _)| *view).collect();
        let slot = self.defined_slot(if greatest { Function::Max(views) } else { Function::Min(views) })?;
        let linear = Linear::slot(slot, 1, 0);
        if self.origins[slot].rules.is_empty() {
            let mut equal = Vec::new();
            for (_, of) in able {
                let mut difference = linear.clone();
                difference.add(&of, -1)?;
                equal.push(self.linear_within(&difference.checked(&self.slots)?, &Set::run(0, 0))?);
            }
            let rule = self.any(equal);
            let rules = self.clauses(rule);
            self.rule(slot, rules);
        }
        Ok(linear)
    }

    fn product(&mut self, a: &Term, b: &Term) -> Result<Linear, Refused> {
        let (left, right) = (self.term(a)?, self.term(b)?);
        match (left.as_constant(), right.as_constant()) {
            (Some(by), _) => right.times(by),
            (_, Some(by)) => left.times(by),
            _ => {
                let (a, b) = (self.view(&left)?, self.view(&right)?);
                self.define(Function::Product(a.min(b), a.max(b)))
            }
        }
    }

    fn quotient(&mut self, of: &Term, by: &Term, rounding: Rounding) -> Result<Linear, Refused> {
        let (of, by) = (self.term(of)?, self.term(by)?);
        if let Some(by) = by.as_constant() {
            return self.divide_linear(of, by, rounding);
        }
        let (of, by) = (self.view(&of)?, self.view(&by)?);
        self.define(Function::Quotient { of, by, rounding })
    }

    fn months(&mut self, from: View, to: View, how: Anniversary) -> Result<Linear, Refused> {
        let function = Function::Months { from, to, how };
        if from == to && function.range(&self.slots).is_ok() {
            return Ok(Linear::constant(full_months(0, 0, how)));
        }
        self.define(function)
    }

    /// A slot that rules tie to the term of the first row whose condition holds.
    fn choose(&mut self, whole: &Term, rows: &[(Formula, Term)], otherwise: &Term) -> Result<Linear, Refused> {
        if let Some((_, known)) = self.chosen.iter().find(|(term, _)| term == whole) {
            return Ok(known.clone());
        }
        let mut earlier: Vec<Lowered> = Vec::new();
        let mut cases: Vec<(Lowered, Linear)> = Vec::new();
        for (condition, term) in rows {
            let (holds, fails) = self.either(condition)?;
            cases.push(self.case(term, earlier.iter().cloned().chain([fails]))?);
            earlier.push(holds);
        }
        cases.push(self.case(otherwise, earlier)?);
        let linear = self.tie(cases)?;
        self.chosen.push((whole.clone(), linear.clone()));
        Ok(linear)
    }

    /// A row's term, and when it need not be looked at: another row is chosen or it has no value.
    fn case(&mut self, term: &Term, unless: impl IntoIterator<Item = Lowered>) -> Result<(Lowered, Linear), Refused> {
        let mut unless: Vec<Lowered> = unless.into_iter().collect();
        if let Some(formula) = self.has_value(term) {
            unless.push(self.formula(&formula, false)?);
        }
        Ok((self.any(unless), self.term(term)?))
    }

    fn tie(&mut self, cases: Vec<(Lowered, Linear)>) -> Result<Linear, Refused> {
        let mut cases: Vec<_> = cases.into_iter().filter(|case| !matches!(case.0, Lowered::Yes)).collect();
        if let [(Lowered::No, linear)] = &mut *cases {
            return Ok(std::mem::take(linear));
        }
        let mut values = Vec::new();
        for (_, linear) in &cases {
            let view = self.view(linear)?;
            values.push(view.range(&self.slots[view.slot]));
        }
        if values.is_empty() {
            return Ok(Linear::default());
        }
        let slot = self.ruled_slot(Set::of(values));
        let mut rules = Vec::new();
        for (unless, mut linear) in cases {
            linear.add(&Linear::slot(slot, 1, 0), -1)?;
            let tied = self.linear_within(&linear.checked(&self.slots)?, &Set::run(0, 0))?;
            let rule = self.any([unless, tied]);
            rules.extend(self.clauses(rule));
        }
        self.rule(slot, rules);
        Ok(Linear::slot(slot, 1, 0))
    }

    fn term_view(&mut self, term: &Term) -> Result<View, Refused> {
        let linear = self.term(term)?;
        self.view(&linear)
    }

    /// A sum as a multiple of one slot.
    pub fn view(&mut self, linear: &Linear) -> Result<View, Refused> {
        if let Some(constant) = linear.as_constant() {
            return Ok(View { slot: self.constant(constant), mul: 1, add: 0 });
        }
        let mul = linear.divisor();
        let terms: Vec<(i64, Slot)> = linear.terms.iter().map(|(&slot, &factor)| (factor / mul, slot)).collect();
        let slot = match *terms {
            [(_, slot)] => slot,
            _ => self.defined_slot(Function::Linear(terms))?,
        };
        Ok(View { slot, mul, add: linear.constant })
    }

    fn constant(&mut self, number: i64) -> Slot {
        if let Some(&slot) = self.constants.get(&number) {
            return slot;
        }
        self.slots.push(Set::run(number, number));
        self.origins.push(Origin::default());
        self.constants.insert(number, self.slots.len() - 1);
        self.slots.len() - 1
    }

    fn define(&mut self, function: Function) -> Result<Linear, Refused> {
        Ok(Linear::slot(self.defined_slot(function)?, 1, 0))
    }

    fn defined_slot(&mut self, function: Function) -> Result<Slot, Refused> {
        if let Some(&slot) = self.known.get(&function) {
            return Ok(slot);
        }
        let (range, stretches) = (function.range(&self.slots)?, function.stretches(&self.slots));
        let out = self.slots.len();
        let quick = self.is_difference(&function);
        let slots = function.inputs().into_iter().chain([out]).collect();
        self.slots.push(range);
        self.origins.push(Origin { defined: Some(self.definitions.len()), rules: Vec::new() });
        self.definitions.push(Definition { function: function.clone(), out, slots, stretches, quick });
        self.known.insert(function, out);
        Ok(out)
    }

    /// Whether it is the difference of two variables of the problem.
    fn is_difference(&self, function: &Function) -> bool {
        let given = |slot: &Slot| *slot < self.problem.domains.len();
        match function {
            Function::Linear(terms) => match &**terms {
                [(a, x), (b, y)] => (*a > 0) != (*b > 0) && given(x) && given(y),
                _ => false,
            },
            _ => false,
        }
    }

    /// When a term has a value; none: always.
    pub fn has_value(&self, term: &Term) -> Option<Formula> {
        let mut needed = Vec::new();
        self.needs(term, &mut needed);
        if needed.is_empty() { None } else { Some(Formula::And(needed)) }
    }

    fn needs(&self, term: &Term, needed: &mut Vec<Formula>) {
        match term {
            Term::Number(_) => {}
            Term::Of(var) => {
                if self.slots.get(var.0).is_none_or(Set::missing) {
                    needed.push(Formula::Present(*var));
                }
            }
            Term::Choose { rows, otherwise } => self.chosen_needs(rows, otherwise, needed),
            Term::Min(terms) | Term::Max(terms) if terms.is_empty() => needed.push(Formula::FALSE),
            Term::Sum(terms) | Term::Min(terms) | Term::Max(terms) => {
                terms.iter().for_each(|term| self.needs(term, needed));
            }
            Term::Divide { term, by, .. } | Term::Remainder { term, by } => {
                if *by == 0 {
                    needed.push(Formula::FALSE);
                }
                self.needs(term, needed);
            }
            Term::Times(_, term) | Term::Part(_, term) => self.needs(term, needed),
            Term::FullMonths { from: a, to: b, .. } | Term::FullYears { from: a, to: b, .. } | Term::Product(a, b) => {
                self.needs(a, needed);
                self.needs(b, needed);
            }
            Term::Quotient { of, by, .. } => {
                self.needs(of, needed);
                self.needs(by, needed);
                needed.push(Formula::Compare((**by).clone(), Comparison::Equal, Term::Number(0)).not());
            }
        }
    }

    /// The row that is chosen has a value.
    fn chosen_needs(&self, rows: &[(Formula, Term)], otherwise: &Term, needed: &mut Vec<Formula>) {
        let mut earlier: Vec<Formula> = Vec::new();
        let mut need = |term: &Term, unless: Vec<Formula>| {
            if let Some(has_value) = self.has_value(term) {
                needed.push(Formula::Or(unless.into_iter().chain([has_value]).collect()));
            }
        };
        for (condition, term) in rows {
            need(term, earlier.iter().cloned().chain([condition.clone().not()]).collect());
            earlier.push(condition.clone());
        }
        need(otherwise, earlier);
    }
}
