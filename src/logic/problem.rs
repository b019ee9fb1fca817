//! What is asked and what is answered.

use super::evaluate;
use super::formula::{Formula, MAX_DEPTH, Term};
use super::node::Node;
use super::prepared::Prepared;
use super::set::{Run, Set};
use std::sync::Arc;

/// A variable of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Var(pub(super) usize);

/// The caller's name for a clause. Clauses with the same label are taken or left together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label(pub u32);

/// Numbers further from 0 than this are not decided (about 2.3 × 10^18).
pub const LARGEST: i64 = 1 << 61;

/// The steps allowed where the answer is not certain to be quick.
pub const STEPS: u64 = 200_000;

/// The values a variable may take, and whether it may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain {
    /// The least value.
    pub(super) base: i64,
    /// From one value to the next.
    pub(super) step: i64,
    /// How many values.
    pub(super) count: i64,
    pub(super) optional: bool,
}

/// A domain that has no value, or one that is too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadDomain;

impl Domain {
    /// Yes (1) or no (0).
    pub fn yes_no() -> Domain {
        Domain { base: 0, step: 1, count: 2, optional: false }
    }

    /// A closed list of so many values, numbered from 0.
    pub fn list(count: u32) -> Result<Domain, BadDomain> {
        Domain::numbers(0, i64::from(count) - 1, 1)
    }

    /// `low`, `low + step` … up to `high`, in the smallest unit.
    pub fn numbers(low: i64, high: i64, step: i64) -> Result<Domain, BadDomain> {
        if low > high || step < 1 || low < -LARGEST || high > LARGEST {
            return Err(BadDomain);
        }
        Ok(Domain { base: low, step, count: (high - low) / step + 1, optional: false })
    }

    /// Dates from the first to the last, as days since 1970-01-01.
    pub fn dates(first: i32, last: i32) -> Result<Domain, BadDomain> {
        Domain::numbers(first.into(), last.into(), 1)
    }

    /// The same values, or missing.
    pub fn or_missing(self) -> Domain {
        Domain { optional: true, ..self }
    }

    /// The places of its values, the first 0, and missing.
    pub(super) fn places(&self) -> Set {
        Set::run(0, self.count - 1).with_missing(self.optional)
    }

    /// The value at a place.
    pub(super) fn value(&self, place: i64) -> i64 {
        self.base + self.step * place
    }

    /// The place of a value.
    pub(super) fn place(&self, value: i64) -> Option<i64> {
        let offset = value.checked_sub(self.base)?;
        (offset % self.step == 0).then_some(offset / self.step).filter(|place| (0..self.count).contains(place))
    }
}

/// Which values make an ordinary witness: first those listed, in their order, then the nearest to one value, the greater
/// of two that are equally near. A variable declared earlier has its wish before a later one.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Preference {
    /// Best first.
    pub first: Vec<i64>,
    /// The rest by nearness to this.
    pub near: i64,
    /// Whether missing is better than any value, or worse.
    pub missing_first: bool,
}

impl Preference {
    /// This value, then the nearest to it.
    pub fn near(value: i64) -> Preference {
        Preference { near: value, ..Preference::default() }
    }

    /// These values in this order, then the nearest to the first of them.
    pub fn first(values: impl IntoIterator<Item = i64>) -> Preference {
        let first: Vec<i64> = values.into_iter().collect();
        let near = first.first().copied().unwrap_or_default();
        Preference { first, near, missing_first: false }
    }
}

/// Variables, and labelled clauses that are all to hold.
#[derive(Clone, Debug, Default)]
pub struct Problem {
    /// Shared by copies: the same variables are asked about again and again.
    pub(super) domains: Arc<Vec<Domain>>,
    pub(super) preferences: Arc<Vec<Preference>>,
    pub(super) clauses: Vec<(Label, Formula)>,
    pub(super) steps: Option<u64>,
}

impl Problem {
    /// No variable, no clause.
    pub fn new() -> Problem {
        Problem::default()
    }

    /// Declares a variable.
    pub fn variable(&mut self, domain: Domain, preference: Preference) -> Var {
        Arc::make_mut(&mut self.domains).push(domain);
        Arc::make_mut(&mut self.preferences).push(preference);
        Var(self.domains.len() - 1)
    }

    /// The assignment of what each variable is told to be; none: missing.
    pub fn assignment(&self, value: impl FnMut(Var) -> Option<i64>) -> Assignment {
        Assignment { values: (0..self.domains.len()).map(Var).map(value).collect() }
    }

    /// Adds a clause.
    pub fn require(&mut self, label: Label, formula: Formula) {
        self.clauses.push((label, formula));
    }

    /// Sets the steps allowed, for every answer; without it [`STEPS`] where the answer is not certain to be quick, and any number else.
    pub fn allow_steps(&mut self, steps: u64) {
        self.steps = Some(steps);
    }

    /// Works out what can be worked out once for several questions.
    pub fn prepare(&self) -> Prepared<'_> {
        Prepared::new(self)
    }

    /// Is there an assignment for which all clauses hold?
    pub fn answer(&self) -> Answer {
        self.prepare().answer()
    }

    /// The first of some assignments for which all clauses hold; none where a clause is too deep to be looked at.
    pub fn first_that_holds<'v>(&self, known: impl IntoIterator<Item = &'v Assignment>) -> Option<&'v Assignment> {
        let shallow = self.clauses.iter().all(|(_, formula)| formula.is_shallow());
        let holds = |values: &&Assignment| {
            self.clauses.iter().all(|(_, formula)| evaluate::holds(formula, &|var| values.get(var)))
        };
        if shallow { known.into_iter().find(holds) } else { None }
    }
}

/// The answer to a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// All clauses hold here.
    Holds(Assignment),
    /// These clauses clash, and would not if one of them were left out, as far as that can be decided.
    Clash(Vec<Label>),
    /// Could not be decided because of these clauses.
    Undecided(Vec<Label>),
}

/// A value for every variable.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Assignment {
    pub(super) values: Vec<Option<i64>>,
}

impl Assignment {
    /// An assignment in the order in which the variables were declared; none: missing.
    pub fn new(values: Vec<Option<i64>>) -> Assignment {
        Assignment { values }
    }

    /// The value of a variable; none: missing.
    pub fn get(&self, var: Var) -> Option<i64> {
        self.values.get(var.0).copied().flatten()
    }

    /// What a term is under it; none if it has no value, or nests deeper than [`MAX_DEPTH`](super::MAX_DEPTH).
    pub fn value(&self, term: &Term) -> Option<i64> {
        Node::Term(term).is_shallow(MAX_DEPTH).then(|| evaluate::value(term, &|var| self.get(var))).flatten()
    }

    /// Whether a formula holds under it; none if the formula nests deeper than [`MAX_DEPTH`](super::MAX_DEPTH).
    pub fn satisfies(&self, formula: &Formula) -> Option<bool> {
        formula.is_shallow().then(|| evaluate::holds(formula, &|var| self.get(var)))
    }
}

/// Every number a 64-bit target may hold, as one run.
pub(super) const ANY: Run = (i64::MIN, i64::MAX);
