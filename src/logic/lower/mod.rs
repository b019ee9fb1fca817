//! Formulas → slots, definitions and clauses.

mod clause;
mod linear;
mod single;
mod term;

use std::collections::BTreeMap;

pub(super) use clause::Clause;
use clause::Lowered;
use linear::Linear;

use super::definition::{Definition, Function, Refused, Slot, numbers_within};
use super::evaluate;
use super::formula::{Comparison, Formula, Term};
use super::node::Node;
use super::problem::{ANY, Problem, Var};
use super::set::{Run, Set};

/// What makes a slot what it is; nothing for a variable of the problem or a constant.
#[derive(Clone, Debug, Default)]
pub(super) struct Origin {
    /// Index of its definition.
    pub defined: Option<usize>,
    /// Clauses about it that hold whatever is asked.
    pub rules: Vec<Clause>,
}

/// Slots, their origins, and what has been lowered already.
pub(super) struct Lowering<'p> {
    problem: &'p Problem,
    /// All that a slot can be, ever.
    pub slots: Vec<Set>,
    pub origins: Vec<Origin>,
    pub definitions: Vec<Definition>,
    known: BTreeMap<Function, Slot>,
    constants: BTreeMap<i64, Slot>,
    chosen: Vec<(Term, Linear)>,
}

impl<'p> Lowering<'p> {
    pub fn new(problem: &'p Problem) -> Lowering<'p> {
        let slots: Vec<Set> = problem.domains.iter().map(|domain| domain.places()).collect();
        let origins = slots.iter().map(|_| Origin::default()).collect();
        let (definitions, chosen) = (Vec::new(), Vec::new());
        let (known, constants) = (BTreeMap::new(), BTreeMap::new());
        Lowering { problem, slots, origins, definitions, known, constants, chosen }
    }

    /// The clauses of a formula.
    pub fn lower(&mut self, formula: &Formula) -> Result<Vec<Clause>, Refused> {
        if !formula.is_shallow() || !Node::Formula(formula).vars().iter().all(|var| var.0 < self.problem.domains.len())
        {
            return Err(Refused);
        }
        let lowered = self.formula(formula, true)?;
        Ok(self.clauses(lowered))
    }

    /// A formula, or its negation.
    fn formula(&mut self, formula: &Formula, positive: bool) -> Result<Lowered, Refused> {
        match formula {
            Formula::Not(part) => self.formula(part, !positive),
            Formula::And(parts) | Formula::Or(parts) => {
                let lowered: Result<Vec<Lowered>, Refused> =
                    parts.iter().map(|part| self.formula(part, positive)).collect();
                let together = matches!(formula, Formula::And(_)) == positive;
                Ok(if together { self.all(lowered?) } else { self.any(lowered?) })
            }
            Formula::Present(var) => Ok(self.presence(*var, positive)),
            Formula::Compare(..) | Formula::Within(..) => self.atom(formula, positive),
        }
    }

    fn presence(&self, var: Var, positive: bool) -> Lowered {
        let all = self.slots[var.0].clone();
        let set = if positive { all.with_missing(false) } else { Set::EMPTY.with_missing(true) };
        self.within(var.0, set)
    }

    /// A comparison or membership: constant, a set of one variable's values, or a restriction of a defined slot.
    fn atom(&mut self, atom: &Formula, positive: bool) -> Result<Lowered, Refused> {
        match *Node::Formula(atom).vars() {
            [] => {
                let holds = evaluate::holds(atom, &|_| None) == positive;
                return Ok(if holds { Lowered::Yes } else { Lowered::No });
            }
            [var] => {
                if let Some(set) = self.values_of(atom, var) {
                    let set = if positive { set } else { self.slots[var.0].without(&set) };
                    return Ok(self.within(var.0, set));
                }
            }
            _ => {}
        }
        self.restriction(atom, positive)
    }

    /// An atom as a restriction of a slot, beside the conditions under which its terms have values.
    fn restriction(&mut self, atom: &Formula, positive: bool) -> Result<Lowered, Refused> {
        let (linear, target, defined) = match atom {
            Formula::Compare(left, comparison, right) => {
                let mut linear = self.term(left)?;
                linear.add(&self.term(right)?, -1)?;
                let linear = linear.checked(&self.slots)?;
                (linear, differences(*comparison), [self.has_value(left), self.has_value(right)])
            }
            Formula::Within(term, runs) => (self.term(term)?, Set::of(runs.clone()), [self.has_value(term), None]),
            _ => return Err(Refused),
        };
        let target = if positive { target } else { Set::run(ANY.0, ANY.1).without(&target) };
        let mut parts = vec![self.linear_within(&linear, &target)?];
        for formula in defined.into_iter().flatten() {
            parts.push(self.formula(&formula, positive)?);
        }
        Ok(if positive { self.all(parts) } else { self.any(parts) })
    }

    /// A sum lies in a set.
    fn linear_within(&mut self, linear: &Linear, target: &Set) -> Result<Lowered, Refused> {
        if let Some(constant) = linear.as_constant() {
            return Ok(if target.contains(constant) { Lowered::Yes } else { Lowered::No });
        }
        let view = self.view(linear)?;
        let numbers = |(low, high): Run| numbers_within(view.mul, view.add.into(), low.into(), high.into());
        let set = Set::of(target.pieces().map(numbers).collect());
        Ok(self.within(view.slot, set))
    }

    /// A new slot that clauses will rule.
    fn ruled_slot(&mut self, set: Set) -> Slot {
        self.slots.push(set);
        self.origins.push(Origin::default());
        self.slots.len() - 1
    }

    /// The clauses that rule a slot.
    fn rule(&mut self, slot: Slot, clauses: Vec<Clause>) {
        self.origins[slot].rules = clauses;
    }
}

/// The differences left − right under which two numbers compare so.
fn differences(comparison: Comparison) -> Set {
    match comparison {
        Comparison::Equal => Set::run(0, 0),
        Comparison::Unequal => Set::of(vec![(ANY.0, -1), (1, ANY.1)]),
        Comparison::Under => Set::run(ANY.0, -1),
        Comparison::AtMost => Set::run(ANY.0, 0),
        Comparison::Over => Set::run(1, ANY.1),
        Comparison::AtLeast => Set::run(0, ANY.1),
    }
}
