//! Problems generated from a row of choices: the same choices, the same problem. Fewer or smaller choices give a simpler
//! problem, so that a failing one can be shrunk.

use mizi::logic::{
    Anniversary, Comparison, Domain, Formula, FullOn, Label, MonthEnd, Part, Preference, Problem, Rounding, Term, Var,
};

/// A row of choices; 0 after its end.
pub struct Choices<'c> {
    row: &'c [u32],
}

/// How large the domains are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Small enough to try every assignment.
    Small,
    /// As policies have them, and larger.
    Large,
}

/// A variable as generated.
#[derive(Clone, Debug)]
pub struct Declared {
    pub low: i64,
    pub high: i64,
    pub step: i64,
    pub optional: bool,
    pub date: bool,
    pub preference: Preference,
}

/// A generated problem.
#[derive(Debug)]
pub struct Generated {
    pub vars: Vec<Declared>,
    pub problem: Problem,
    pub clauses: Vec<(Label, Formula)>,
}

impl<'c> Choices<'c> {
    pub fn new(row: &'c [u32]) -> Choices<'c> {
        Choices { row }
    }

    /// A number under `count`.
    fn next(&mut self, count: u32) -> u32 {
        match self.row.split_first() {
            Some((&first, rest)) => {
                self.row = rest;
                first % count
            }
            None => 0,
        }
    }

    fn chance(&mut self, one_in: u32) -> bool {
        self.next(one_in) == one_in - 1
    }

    fn between(&mut self, low: i64, high: i64) -> i64 {
        low + i64::from(self.next(u32::try_from(high - low + 1).unwrap()))
    }
}

impl Declared {
    /// Every value, and none if it may be missing.
    #[allow(dead_code, reason = "the comparison with Z3 tries no values itself")]
    pub fn values(&self) -> Vec<Option<i64>> {
        let values = (0..).map(|place| self.low + place * self.step).take_while(|&value| value <= self.high);
        values.map(Some).chain(self.optional.then_some(None)).collect()
    }

    fn domain(&self) -> Domain {
        let domain = if self.date {
            Domain::dates(i32::try_from(self.low).unwrap(), i32::try_from(self.high).unwrap()).unwrap()
        } else {
            Domain::numbers(self.low, self.high, self.step).unwrap()
        };
        if self.optional { domain.or_missing() } else { domain }
    }
}

/// A problem from a row of choices.
pub fn problem(choices: &mut Choices, size: Size) -> Generated {
    let count = 1 + choices.next(if size == Size::Small { 3 } else { 5 });
    let vars: Vec<Declared> = (0..count).map(|_| declared(choices, size)).collect();
    let mut maker = Maker { handles: handles(&vars), vars: &vars, size, choices };
    let count = 1 + maker.choices.next(7);
    let clauses: Vec<(Label, Formula)> = (0..count).map(|label| (Label(label), maker.formula(3))).collect();
    Generated { problem: problem_of(&vars, &clauses), vars, clauses }
}

/// Many short clauses over a few variables with a few values: a search must decide often and go back often.
#[allow(dead_code, reason = "the comparison with Z3 has no use for it")]
pub fn crowded(choices: &mut Choices) -> Generated {
    let count = 4 + choices.next(4);
    let vars: Vec<Declared> = (0..count).map(|_| few_values(choices)).collect();
    let mut maker = Maker { handles: handles(&vars), vars: &vars, size: Size::Small, choices };
    let count = 4 + maker.choices.next(40);
    let clauses: Vec<(Label, Formula)> = (0..count).map(|label| (Label(label), maker.alternatives())).collect();
    Generated { problem: problem_of(&vars, &clauses), vars, clauses }
}

fn few_values(choices: &mut Choices) -> Declared {
    let high = choices.between(1, 2);
    let preference = Preference { first: vec![], near: choices.between(0, 3), missing_first: choices.chance(2) };
    Declared { low: 0, high, step: 1, optional: choices.chance(4), date: false, preference }
}

/// The problem made of these variables and clauses.
pub fn problem_of(vars: &[Declared], clauses: &[(Label, Formula)]) -> Problem {
    let mut problem = Problem::new();
    for var in vars {
        problem.variable(var.domain(), var.preference.clone());
    }
    for (label, formula) in clauses {
        problem.require(*label, formula.clone());
    }
    problem
}

/// Handles are given in the order of declaration, so those of one problem fit another with as many variables.
pub fn handles(vars: &[Declared]) -> Vec<Var> {
    let mut problem = Problem::new();
    vars.iter().map(|var| problem.variable(var.domain(), Preference::default())).collect()
}

/// 2025-01-01.
const NEW_YEAR: i64 = 20_089;

fn declared(choices: &mut Choices, size: Size) -> Declared {
    let small = size == Size::Small;
    let (low, high, step, date) = match choices.next(5) {
        0 => (0, 1, 1, false),
        1 => (0, choices.between(1, 5), 1, false),
        2 => {
            let step = choices.between(1, 3);
            let low = choices.between(-4, 4);
            (low, low + choices.between(0, 14), step, false)
        }
        3 if !small => {
            let step = [1, 10, 50, 30][choices.next(4) as usize];
            let low = [-1_000, 0, 0, 100][choices.next(4) as usize];
            (low, low + [150, 480, 10_000, 1_000_000_000][choices.next(4) as usize], step, false)
        }
        _ => {
            let first = NEW_YEAR + choices.between(0, 500);
            (first, first + choices.between(0, if small { 40 } else { 900 }), 1, true)
        }
    };
    let mut declared =
        Declared { low, high, step, optional: choices.chance(4), date, preference: Preference::default() };
    let first = (0..choices.next(3)).map(|_| constant_of(choices, &declared)).collect();
    let near = constant_of(choices, &declared);
    declared.preference = Preference { first, near, missing_first: choices.chance(3) };
    declared
}

/// A number about the values of a variable.
fn constant_of(choices: &mut Choices, var: &Declared) -> i64 {
    let width = (var.high - var.low).min(1_000_000);
    var.low + choices.between(0, width) + if choices.chance(8) { choices.between(-2, 2) } else { 0 }
}

struct Maker<'m, 'c> {
    handles: Vec<Var>,
    vars: &'m [Declared],
    size: Size,
    choices: &'m mut Choices<'c>,
}

impl Maker<'_, '_> {
    fn formula(&mut self, depth: u32) -> Formula {
        let kinds = if depth == 0 { 4 } else { 7 };
        match self.choices.next(kinds) {
            0 | 1 => self.beside_constant(),
            2 => self.difference(),
            3 => self.compared(2),
            4 => Formula::And(self.formulas(depth - 1)),
            5 => Formula::Or(self.formulas(depth - 1)),
            _ => self.formula(depth - 1).not(),
        }
    }

    /// Two or three alternatives, most of them beside a constant.
    fn alternatives(&mut self) -> Formula {
        let alternative = |maker: &mut Self| {
            let atom = if maker.choices.chance(5) { maker.close_pair() } else { maker.beside_constant() };
            if maker.choices.chance(2) { atom.not() } else { atom }
        };
        Formula::Or((0..2 + self.choices.next(2)).map(|_| alternative(self)).collect())
    }

    fn close_pair(&mut self) -> Formula {
        let (a, b) = (self.any_handle(), self.any_handle());
        Term::Of(a).sub(b).is(self.comparison(), self.choices.between(-1, 1))
    }

    fn formulas(&mut self, depth: u32) -> Vec<Formula> {
        (0..1 + self.choices.next(3)).map(|_| self.formula(depth)).collect()
    }

    fn var(&mut self) -> usize {
        self.choices.next(u32::try_from(self.vars.len()).unwrap()) as usize
    }

    fn comparison(&mut self) -> Comparison {
        use Comparison::{AtLeast, AtMost, Equal, Over, Under, Unequal};
        [AtLeast, AtMost, Under, Over, Equal, Unequal][self.choices.next(6) as usize]
    }

    fn beside_constant(&mut self) -> Formula {
        let index = self.var();
        let (var, handle) = (self.vars[index].clone(), self.handles[index]);
        let constant = constant_of(self.choices, &var);
        match self.choices.next(5) {
            0 | 1 => Term::Of(handle).is(self.comparison(), constant),
            2 => Term::Of(handle).one_of([constant, constant_of(self.choices, &var)]),
            3 if var.date => {
                let (part, constant) = self.part();
                Term::Of(handle).part(part).is(self.comparison(), constant)
            }
            3 => Formula::Within(Term::Of(handle), vec![(constant, constant + 3)]),
            _ => Formula::Present(handle),
        }
    }

    fn part(&mut self) -> (Part, i64) {
        let parts = [
            (Part::Month, 1, 12),
            (Part::Weekday, 1, 7),
            (Part::Day, 1, 31),
            (Part::Quarter, 1, 4),
            (Part::Half, 1, 2),
            (Part::Year, 2025, 2027),
            (Part::MonthEnd, NEW_YEAR, NEW_YEAR + 500),
            (Part::LastYearEnd, NEW_YEAR, NEW_YEAR + 500),
        ];
        let (part, low, high) = parts[self.choices.next(8) as usize];
        (part, self.choices.between(low, high))
    }

    fn difference(&mut self) -> Formula {
        let (a, b) = (self.var(), self.var());
        let constant = self.vars[a].low - self.vars[b].low + self.choices.between(-20, 20);
        Term::Of(self.handles[a]).sub(self.handles[b]).is(self.comparison(), constant)
    }

    fn compared(&mut self, depth: u32) -> Formula {
        let (left, right) = (self.term(depth), self.term(depth));
        left.is(self.comparison(), right)
    }

    fn term(&mut self, depth: u32) -> Term {
        let kinds = match (depth, self.size) {
            (0, _) => 2,
            (_, Size::Large) => 10,
            (_, Size::Small) => 12,
        };
        match self.choices.next(kinds) {
            0 => Term::Of(self.any_handle()),
            1 => self.constant(),
            2 => self.term(depth - 1).add(self.term(depth - 1)),
            3 => self.term(depth - 1).times(self.choices.between(-3, 10)),
            4 => self.term(depth - 1).divide(self.choices.between(2, 7), self.choices.rounding()),
            5 => self.term(depth - 1).remainder(self.choices.between(2, 9)),
            6 => Term::Min(vec![self.term(depth - 1), self.term(depth - 1)]),
            7 => Term::Max(vec![self.term(depth - 1), self.term(depth - 1)]),
            8 => self.chosen(depth - 1),
            9 => self.dated(depth - 1),
            10 => Term::Product(Box::new(self.term(depth - 1)), Box::new(self.term(depth - 1))),
            _ => {
                let (of, by) = (Box::new(self.term(depth - 1)), Box::new(self.term(depth - 1)));
                Term::Quotient { of, by, rounding: self.choices.rounding() }
            }
        }
    }

    fn any_handle(&mut self) -> Var {
        let index = self.var();
        self.handles[index]
    }

    fn constant(&mut self) -> Term {
        let index = self.var();
        let var = self.vars[index].clone();
        Term::Number(if self.choices.chance(2) {
            constant_of(self.choices, &var)
        } else {
            self.choices.between(-9, 60)
        })
    }

    fn chosen(&mut self, depth: u32) -> Term {
        let rows = (0..1 + self.choices.next(3)).map(|_| (self.beside_constant(), self.term(depth))).collect();
        Term::Choose { rows, otherwise: Box::new(self.term(depth)) }
    }

    /// Something about dates, if there are any.
    fn dated(&mut self, depth: u32) -> Term {
        let dates: Vec<Var> =
            (0..self.vars.len()).filter(|&at| self.vars[at].date).map(|at| self.handles[at]).collect();
        let Some(last) = u32::try_from(dates.len()).unwrap().checked_sub(1) else { return self.term(depth) };
        let (a, b) = (dates[self.choices.next(last + 1) as usize], dates[self.choices.next(last + 1) as usize]);
        let how = Anniversary {
            month_end: [MonthEnd::LastDay, MonthEnd::NextDay][self.choices.next(2) as usize],
            full_on: [FullOn::SameDay, FullOn::NextDay][self.choices.next(2) as usize],
        };
        let (from, to) = (Box::new(Term::Of(a)), Box::new(Term::Of(b)));
        match self.choices.next(4) {
            0 => Term::FullMonths { from, to, how },
            1 => Term::FullYears { from, to, how },
            _ => Term::Of(a).part(self.part().0),
        }
    }
}

impl Choices<'_> {
    fn rounding(&mut self) -> Rounding {
        [Rounding::Down, Rounding::Up, Rounding::HalfAway][self.next(3) as usize]
    }
}
