//! Questions about a problem whose clauses are lowered once.

use std::collections::BTreeSet;

use super::definition::{Definition, Slot};
use super::formula::Formula;
use super::lower::{Clause, Lowering, Origin};
use super::node::Node;
use super::problem::{Answer, Assignment, Label, Problem, STEPS, Var};
use super::reach::Reach;
use super::search::{Outcome, Search, Task, preferred};
use super::set::Set;

/// A problem ready for several questions.
pub struct Prepared<'p> {
    pub(super) problem: &'p Problem,
    pub(super) slots: Vec<Set>,
    origins: Vec<Origin>,
    definitions: Vec<Definition>,
    units: Vec<Unit<'p>>,
}

/// A clause of the problem and what became of it.
struct Unit<'p> {
    label: Label,
    formula: &'p Formula,
    clauses: Vec<Clause>,
    /// The variables that the formula reads, whether or not a clause still does.
    vars: Vec<Var>,
    kind: Kind,
}

/// What is known of how hard a clause is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One variable beside constants, differences of two variables: no limit.
    Certain,
    /// Decided within the steps allowed, or not.
    Limited,
    /// Too large or too deep; not decided.
    Refused,
}

/// What the clauses of a task lead to.
#[derive(Default)]
struct Leads<'r> {
    seen: Vec<bool>,
    definitions: Vec<usize>,
    rules: Vec<&'r Clause>,
}

impl<'p> Prepared<'p> {
    pub(super) fn new(problem: &'p Problem) -> Prepared<'p> {
        let mut lowering = Lowering::new(problem);
        let lowered: Vec<_> = problem.clauses.iter().map(|(_, formula)| lowering.lower(formula)).collect();
        let Lowering { slots, origins, definitions, .. } = lowering;
        let mut prepared = Prepared { problem, slots, origins, definitions, units: Vec::new() };
        for ((label, formula), clauses) in problem.clauses.iter().zip(lowered) {
            let kind = clauses.as_ref().map_or(Kind::Refused, |clauses| prepared.kind(clauses));
            let vars = if kind == Kind::Refused { Vec::new() } else { Node::Formula(formula).vars() };
            let clauses = clauses.unwrap_or_default();
            prepared.units.push(Unit { label: *label, formula, clauses, vars, kind });
        }
        prepared
    }

    fn kind(&self, clauses: &[Clause]) -> Kind {
        let reach = self.leads(clauses.iter());
        let quick = reach.definitions.iter().all(|&definition| self.definitions[definition].quick);
        if quick { Kind::Certain } else { Kind::Limited }
    }

    /// Is there an assignment for which all clauses hold?
    pub fn answer(&self) -> Answer {
        self.answer_units(&self.units.iter().collect::<Vec<_>>())
    }

    /// Is there an assignment for which the clauses with these labels hold?
    pub fn answer_for(&self, labels: &[Label]) -> Answer {
        let mut labels = labels.to_vec();
        labels.sort_unstable();
        let asked = self.units.iter().filter(|unit| labels.binary_search(&unit.label).is_ok());
        self.answer_units(&asked.collect::<Vec<_>>())
    }

    /// All that every variable can be where the clauses hold, as far as narrowing shows.
    pub fn reach(&self) -> Reach {
        let taken: Vec<&Unit> = self.units.iter().filter(|unit| unit.kind != Kind::Refused).collect();
        let labels = labels_of(&taken);
        Reach(Search::new(&self.task(&taken, &labels)).narrowed(self.problem.domains.len()))
    }

    /// Whether every question about these clauses is certain to be answered, with the best witness.
    pub fn is_certain(&self) -> bool {
        self.units.iter().all(|unit| unit.kind == Kind::Certain)
    }

    fn answer_units(&self, units: &[&Unit<'p>]) -> Answer {
        let (refused, taken): (Vec<&Unit>, Vec<&Unit>) = units.iter().partition(|unit| unit.kind == Kind::Refused);
        match self.solve(&taken) {
            Solved::Holds(assignment) if refused.is_empty() => Answer::Holds(assignment),
            Solved::Holds(_) => Answer::Undecided(labels_of(&refused)),
            Solved::Clash(labels) => Answer::Clash(self.minimal(&taken, labels)),
            Solved::OverLimit => self.name_undecided(&taken, &refused),
        }
    }

    /// Takes the clauses that may be hard one after another and names those with which it could not be decided.
    fn name_undecided(&self, units: &[&Unit<'p>], refused: &[&Unit<'p>]) -> Answer {
        let (mut taken, limited): (Vec<&Unit>, Vec<&Unit>) = units.iter().partition(|unit| unit.kind == Kind::Certain);
        if let Solved::Clash(labels) = self.solve(&taken) {
            return Answer::Clash(self.minimal(&taken, labels));
        }
        let mut named = refused.to_vec();
        for unit in limited {
            taken.push(unit);
            match self.solve(&taken) {
                Solved::Holds(_) => {}
                Solved::Clash(labels) => return Answer::Clash(self.minimal(&taken, labels)),
                Solved::OverLimit => named.extend(taken.pop()),
            }
        }
        Answer::Undecided(labels_of(&named))
    }

    /// Leaves out label after label as long as the rest still clashes.
    fn minimal(&self, units: &[&Unit<'p>], clashing: Vec<Label>) -> Vec<Label> {
        let mut core = clashing;
        let mut next = 0;
        while let Some(&label) = core.get(next) {
            let rest = |unit: &&&Unit| unit.label != label && core.contains(&unit.label);
            let rest: Vec<&Unit> = units.iter().filter(rest).copied().collect();
            match self.solve(&rest) {
                Solved::Clash(labels) => core = labels,
                _ => next += 1,
            }
        }
        core
    }

    fn solve(&self, units: &[&Unit<'p>]) -> Solved {
        let labels = labels_of(units);
        let task = self.task(units, &labels);
        match Search::new(&task).run() {
            Outcome::Found(values) => Solved::Holds(self.assignment(&task, values)),
            Outcome::Refuted(reasons) => {
                Solved::Clash(reasons.iter().filter_map(|bit| labels.get(bit).copied()).collect())
            }
            Outcome::OverLimit => Solved::OverLimit,
        }
    }

    fn task<'t>(&'t self, units: &[&'t Unit<'p>], labels: &[Label]) -> Task<'t> {
        let label = |unit: &Unit| labels.binary_search(&unit.label).ok();
        let clauses = units.iter().flat_map(|unit| unit.clauses.iter().map(|clause| (label(unit), clause)));
        let mut clauses: Vec<(Option<usize>, &Clause)> = clauses.collect();
        let reach = self.leads(clauses.iter().map(|(_, clause)| *clause));
        clauses.extend(reach.rules.iter().map(|&clause| (None, clause)));
        let vars: BTreeSet<Var> = units.iter().flat_map(|unit| unit.vars.iter().copied()).collect();
        let limited = units.iter().any(|unit| unit.kind != Kind::Certain);
        Task {
            problem: self.problem,
            slots: &self.slots,
            origins: &self.origins,
            clauses,
            definitions: reach.definitions.iter().map(|&index| &self.definitions[index]).collect(),
            all_definitions: &self.definitions,
            formulas: units.iter().map(|unit| unit.formula).collect(),
            vars: vars.into_iter().collect(),
            labels: labels.len(),
            steps: self.problem.steps.or(limited.then_some(STEPS)),
        }
    }

    /// All slots, definitions and rules that clauses lead to.
    fn leads<'r>(&'r self, clauses: impl Iterator<Item = &'r Clause>) -> Leads<'r> {
        let mut reach = Leads { seen: vec![false; self.slots.len()], ..Leads::default() };
        let mut open: Vec<Slot> = clauses.flatten().map(|part| part.0).collect();
        while let Some(slot) = open.pop() {
            if std::mem::replace(&mut reach.seen[slot], true) {
                continue;
            }
            let Origin { defined, rules } = &self.origins[slot];
            if let Some(index) = defined {
                reach.definitions.push(*index);
                open.extend(&self.definitions[*index].slots);
            }
            reach.rules.extend(rules);
            open.extend(rules.iter().flatten().map(|part| part.0));
        }
        reach.definitions.sort_unstable();
        reach
    }

    /// The sets that clauses and rules set a slot beside; none if a definition reads the slot or a clause was refused.
    pub(super) fn sets_on(&self, slot: Slot) -> Option<Vec<&Set>> {
        let read = |definition: &Definition| definition.slots.contains(&slot);
        if self.definitions.iter().any(read) || self.units.iter().any(|unit| unit.kind == Kind::Refused) {
            return None;
        }
        let rules = self.origins.iter().map(|origin| &origin.rules);
        let clauses = self.units.iter().map(|unit| &unit.clauses).chain(rules).flatten().flatten();
        Some(clauses.filter(|part| part.0 == slot).map(|part| &part.1).collect())
    }

    /// The values found, and for variables that nothing asks about the preferred ones.
    fn assignment(&self, task: &Task, mut values: Vec<Option<i64>>) -> Assignment {
        let mut read = vec![false; values.len()];
        task.vars.iter().for_each(|var| read[var.0] = true);
        for slot in (0..values.len()).filter(|&slot| !read[slot]) {
            values[slot] = preferred(self.problem, Var(slot), &self.slots[slot]);
        }
        Assignment::new(values)
    }
}

enum Solved {
    Holds(Assignment),
    Clash(Vec<Label>),
    OverLimit,
}

fn labels_of(units: &[&Unit]) -> Vec<Label> {
    let mut labels: Vec<Label> = units.iter().map(|unit| unit.label).collect();
    labels.sort_unstable();
    labels.dedup();
    labels
}

#[cfg(test)]
mod tests {
    use super::super::formula::{Formula, Term};
    use super::super::problem::{Answer, Domain, Label, Preference, Problem, Var};
    use super::{Search, Unit, labels_of};

    /// Clauses whose alternatives are drawn from a row that the seed fixes.
    fn crowded(clauses: u32, seed: u64) -> Problem {
        let mut problem = Problem::new();
        let domain = Domain::numbers(0, 9, 1).unwrap();
        let vars: Vec<Var> = (0..8).map(|_| problem.variable(domain.clone(), Preference::near(0))).collect();
        let mut state = seed;
        let mut draw = |under: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % under
        };
        for label in 0..clauses {
            let mut alternative = || {
                let (var, low) = (vars[draw(8) as usize], draw(8) as i64);
                Formula::Within(Term::Of(var), vec![(low, low + 1)])
            };
            problem.require(Label(label), Formula::Or((0..4).map(|_| alternative()).collect()));
        }
        problem
    }

    #[test]
    fn what_is_learned_follows_from_its_labels() {
        let learned: usize = (0..40).map(|seed| check_learned(&crowded(25, seed))).sum();
        assert!(learned > 100, "the problems are too easy to learn anything: {learned}");
    }

    fn check_learned(problem: &Problem) -> usize {
        let prepared = problem.prepare();
        let units: Vec<&Unit> = prepared.units.iter().collect();
        let task = prepared.task(&units, &labels_of(&units));
        let learned = Search::new(&task).first_learned();
        for (clause, labels) in &learned {
            let mut denied = Problem { clauses: Vec::new(), ..problem.clone() };
            for (label, formula) in problem.clauses.iter().filter(|(label, _)| labels.contains(&(label.0 as usize))) {
                denied.require(*label, formula.clone());
            }
            for (slot, set) in clause {
                let runs = task.slots[*slot].without(set).pieces().collect();
                denied.require(Label(u32::MAX), Formula::Within(Term::Of(Var(*slot)), runs));
            }
            assert!(matches!(denied.answer(), Answer::Clash(_)), "{clause:?} does not follow from {labels:?}");
        }
        learned.len()
    }
}
