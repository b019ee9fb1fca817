//! What to decide next, and what to try where nothing is open.

use super::super::definition::{Function, Slot};
use super::super::evaluate;
use super::super::set::Set;
use super::{Search, witness};

/// Domains up to this size are decided value by value, larger ones halved.
const FEW: u64 = 6;

impl Search<'_> {
    /// An alternative of the clause with the fewest open ones, among the clauses that do not hold yet.
    pub fn open_alternative(&self) -> Option<(Slot, Set)> {
        let learned = self.learned.iter().map(|learned| &learned.clause);
        let mut best: Option<(usize, &(Slot, Set))> = None;
        for clause in self.task.clauses.iter().map(|(_, clause)| *clause).chain(learned) {
            let (mut open, mut first) = (0, None);
            let holds = clause.iter().any(|part| {
                let domain = &self.store.domains[part.0];
                if domain.is_apart(&part.1) {
                    return false;
                }
                open += 1;
                first = first.or(Some(part));
                domain.is_within(&part.1)
            });
            if let Some(part) = first.filter(|_| !holds && best.is_none_or(|best| open < best.0)) {
                best = Some((open, part));
            }
        }
        best.map(|(_, (slot, set))| (*slot, set.clone()))
    }

    /// Values for which everything asked holds: the preferred ones, the greatest or the least that are left. The greatest
    /// always do where only differences of two variables are restricted, and each to one run.
    pub fn candidate(&self) -> Option<Vec<Option<i64>>> {
        self.preferred_candidate()
            .or_else(|| self.tried(|domain| domain.high()))
            .or_else(|| self.tried(|domain| domain.low()))
    }

    /// The preferred values that are left, if everything asked holds for them.
    pub fn preferred_candidate(&self) -> Option<Vec<Option<i64>>> {
        let mut values = vec![None; self.task.problem.domains.len()];
        for var in &self.task.vars {
            values[var.0] = witness::preferred(self.task.problem, *var, &self.store.domains[var.0]);
        }
        self.holds(&values).then_some(values)
    }

    fn tried(&self, place: impl Fn(&Set) -> i64) -> Option<Vec<Option<i64>>> {
        let mut values = vec![None; self.task.problem.domains.len()];
        for var in &self.task.vars {
            let domain = &self.store.domains[var.0];
            values[var.0] = (!domain.no_number()).then(|| self.task.problem.domains[var.0].value(place(domain)));
        }
        self.holds(&values).then_some(values)
    }

    fn holds(&self, values: &[Option<i64>]) -> bool {
        let facts = |var: super::Var| values.get(var.0).copied().flatten();
        self.task.formulas.iter().all(|formula| evaluate::holds(formula, &facts))
    }

    /// Where every clause holds but no candidate does: presence first, then what has few values left, then sums with
    /// gaps, then the smallest domain.
    pub fn split(&self) -> Option<(Slot, Set)> {
        let unsure = self.task.vars.iter().map(|var| (var.0, &self.store.domains[var.0]));
        if let Some((slot, domain)) = unsure.into_iter().find(|(_, domain)| domain.missing() && !domain.no_number()) {
            return Some((slot, domain.clone().with_missing(false)));
        }
        let smallest = self.smallest();
        match smallest.filter(|&slot| self.store.domains[slot].count() <= FEW).map(|slot| (slot, self.part_of(slot))) {
            Some(few) => Some(few),
            None => self.gap().or_else(|| smallest.map(|slot| (slot, self.part_of(slot)))),
        }
    }

    /// The first run of a sum that has several.
    fn gap(&self) -> Option<(Slot, Set)> {
        let sums = self.task.definitions.iter().filter(|definition| matches!(definition.function, Function::Linear(_)));
        sums.into_iter().find_map(|definition| {
            let domain = &self.store.domains[definition.out];
            let (low, high) = domain.run_around(domain.low()).filter(|run| run.1 < domain.high())?;
            self.is_live(definition.out).then(|| (definition.out, Set::run(low, high)))
        })
    }

    /// The slot with the fewest values left, more than one, among those that definitions read or give.
    fn smallest(&self) -> Option<Slot> {
        let slots = self.task.definitions.iter().flat_map(|definition| definition.slots.iter().copied());
        let open = slots.filter(|&slot| {
            let given = slot < self.task.problem.domains.len() || self.task.origins[slot].defined.is_some();
            given && !self.store.domains[slot].is_single() && self.is_live(slot)
        });
        open.min_by_key(|&slot| (self.store.domains[slot].count(), slot))
    }

    /// Whether the value of a slot matters: nothing that it follows from is missing.
    fn is_live(&self, slot: Slot) -> bool {
        match self.task.origins[slot].defined {
            None => !self.store.domains[slot].missing(),
            Some(index) => {
                let inputs = &self.task.all_definitions[index].slots;
                inputs.iter().all(|&input| input == slot || self.is_live(input))
            }
        }
    }

    /// One value of a small domain, half of a large one: the preferred value or its half for a variable.
    fn part_of(&self, slot: Slot) -> Set {
        let domain = &self.store.domains[slot];
        let problem = self.task.problem;
        let wish =
            (slot < problem.domains.len()).then(|| witness::preferred(problem, super::Var(slot), domain)).flatten();
        let wish = wish.and_then(|value| problem.domains[slot].place(value)).unwrap_or(domain.low());
        if domain.count() <= FEW {
            return Set::run(wish, wish);
        }
        let middle = domain.low() + (domain.high() - domain.low()) / 2;
        let half = if wish <= middle { (domain.low(), middle) } else { (middle + 1, domain.high()) };
        Set::run(half.0, half.1)
    }
}
