//! How long typical questions take: `cargo bench --bench logic`.
#![allow(
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "a bench measures time and stops where something is wrong"
)]

use std::hint::black_box;
use std::time::Instant;

use mizi::logic::{
    Anniversary, Answer, Domain, Formula, FullOn, Label, MonthEnd, Part, Preference, Problem, Rounding, Term, Var,
};

const HOW: Anniversary = Anniversary { month_end: MonthEnd::LastDay, full_on: FullOn::SameDay };
/// 2025-01-01 and 2100-12-31.
const DAYS: (i32, i32) = (20_089, 47_846);

/// What an activity and its subject have.
struct Fields {
    age: Var,
    local: Var,
    role: Var,
    success: Var,
    minutes: Var,
    community: Var,
    birth: Var,
    day: Var,
}

fn main() {
    measure("two rules meet", 2_000, two_rules_meet);
    measure("two rules exclude each other", 2_000, two_rules_clash);
    measure("a rule under 20 exceptions", 200, || exceptions(20));
    measure("thirty bands without a hole", 500, bands);
    measure("two formulas pay the same", 500, pay_the_same);
    measure("two formulas pay differently", 500, pay_differently);
    measure("sixty on a Monday", 100, sixty_on_a_monday);
    measure("a ring of five differences over 10^12", 500, ring);
    measure("50 rules pair by pair (1,225 questions)", 5, all_pairs);
    measure("40 clauses of 4 over 10 variables", 20, || alternatives(40));
    measure("80 clauses of 4 over 10 variables", 20, || alternatives(80));
    measure("160 clauses of 4 over 10 variables", 5, || alternatives(160));
}

fn measure(name: &str, times: u32, question: impl Fn() -> String) {
    let answer = question();
    let start = Instant::now();
    for _ in 0..times {
        black_box(question());
    }
    let micros = start.elapsed().as_micros() / u128::from(times);
    println!("{name:44} {micros:>8} µs  {answer}");
}

fn short(answer: Answer) -> String {
    match answer {
        Answer::Holds(_) => "holds".into(),
        Answer::Clash(labels) => format!("{} clash", labels.len()),
        Answer::Undecided(_) => "undecided".into(),
    }
}

fn fields(problem: &mut Problem) -> Fields {
    let mut add = |domain: Result<Domain, _>, near: i64| problem.variable(domain.unwrap(), Preference::near(near));
    Fields {
        age: add(Domain::numbers(0, 150, 1), 60),
        local: add(Ok(Domain::yes_no()), 1),
        role: add(Domain::list(3), 0),
        success: add(Ok(Domain::yes_no()), 1),
        minutes: add(Domain::numbers(0, 480, 30), 60),
        community: add(Domain::list(10), 0),
        birth: add(Domain::dates(-25_567, DAYS.1), -4_000),
        day: add(Domain::dates(DAYS.0, DAYS.1), DAYS.0.into()),
    }
}

fn asked(problem: &mut Problem, clauses: impl IntoIterator<Item = Formula>) -> String {
    for (label, clause) in (0..).zip(clauses) {
        problem.require(Label(label), clause);
    }
    short(problem.answer())
}

fn common(fields: &Fields) -> Vec<Formula> {
    let day = || Term::Of(fields.day);
    vec![
        Term::Of(fields.local).equals(1).or(Term::Of(fields.age).at_least(18)),
        day().at_least(i64::from(DAYS.0)).and(day().at_most(i64::from(DAYS.0) + 364)),
        Term::Of(fields.role).equals(0).and(Term::Of(fields.success).equals(1)),
        Term::Of(fields.minutes).at_least(60),
    ]
}

fn two_rules_meet() -> String {
    let mut problem = Problem::new();
    let fields = fields(&mut problem);
    let second = Term::Of(fields.community).one_of([1, 2, 3]).or(Term::Of(fields.age).at_least(65));
    asked(&mut problem, common(&fields).into_iter().chain([second, Term::Of(fields.minutes).under(240)]))
}

fn two_rules_clash() -> String {
    let mut problem = Problem::new();
    let fields = fields(&mut problem);
    let second = [Term::Of(fields.age).under(60), Term::Of(fields.minutes).under(60)];
    asked(&mut problem, common(&fields).into_iter().chain(second))
}

/// Exceptions that between them take everything a rule has.
fn exceptions(count: i64) -> String {
    let mut problem = Problem::new();
    let fields = fields(&mut problem);
    let band = |at: i64| {
        let ages = Formula::Within(Term::Of(fields.age), vec![(at * 150 / count, (at + 1) * 150 / count)]);
        let who = Term::Of(fields.local).equals(at % 2).or(Term::Of(fields.community).under(5 + at % 4));
        ages.and(who.or(Term::Of(fields.minutes).at_least(0)).and(Term::Of(fields.role).at_most(2)))
    };
    let exceptions: Vec<Formula> = (0..count).map(|at| band(at).not()).collect();
    asked(&mut problem, common(&fields).into_iter().chain(exceptions))
}

fn bands() -> String {
    let mut problem = Problem::new();
    let fields = fields(&mut problem);
    let band = |at: i64| Term::Of(fields.age).at_least(at * 5).and(Term::Of(fields.age).under(at * 5 + 5));
    asked(&mut problem, (0..31).map(|at| band(at).not()))
}

fn banded(fields: &Fields) -> Term {
    let rows = (1..9).map(|hours| (Term::Of(fields.minutes).under(hours * 60), Term::Number((hours - 1) * 10)));
    Term::Choose { rows: rows.collect(), otherwise: Box::new(Term::Number(80)) }
}

fn pay_the_same() -> String {
    let mut problem = Problem::new();
    let fields = fields(&mut problem);
    let helpers = || Term::Of(fields.community).times(3);
    let full = Term::Of(fields.minutes).divide(60, Rounding::Down).times(10).add(helpers());
    asked(&mut problem, [full.equals(banded(&fields).add(helpers())).not()])
}

fn pay_differently() -> String {
    let mut problem = Problem::new();
    let fields = fields(&mut problem);
    let share = Term::Of(fields.minutes).times(20).divide(100, Rounding::HalfAway).add(Term::Of(fields.age));
    asked(&mut problem, [share.over(banded(&fields).add(Term::Of(fields.community).times(10)))])
}

fn sixty_on_a_monday() -> String {
    let mut problem = Problem::new();
    let fields = fields(&mut problem);
    let (from, to) = (Box::new(Term::Of(fields.birth)), Box::new(Term::Of(fields.day)));
    let clauses = [
        Term::FullYears { from, to, how: HOW }.equals(60),
        Term::Of(fields.day).part(Part::Weekday).equals(1),
        Term::Of(fields.birth).part(Part::Month).equals(Term::Of(fields.day).part(Part::Month)),
    ];
    asked(&mut problem, clauses)
}

fn ring() -> String {
    let mut problem = Problem::new();
    let wide = || Domain::numbers(0, 1_000_000_000_000, 1).unwrap();
    let vars: Vec<Var> = (0..5).map(|_| problem.variable(wide(), Preference::near(0))).collect();
    asked(&mut problem, (0..5).map(|at| Term::Of(vars[at]).under(vars[(at + 1) % 5])))
}

fn all_pairs() -> String {
    let mut problem = Problem::new();
    let fields = fields(&mut problem);
    for rule in 0..50i64 {
        let ages = Formula::Within(Term::Of(fields.age), vec![(rule * 2, rule * 2 + 30)]);
        let who = Term::Of(fields.role).equals(rule % 3).and(Term::Of(fields.minutes).at_least(rule % 8 * 60));
        problem.require(Label(u32::try_from(rule).unwrap()), ages.and(who));
    }
    let prepared = problem.prepare();
    let pairs = (0..50).flat_map(|a| (0..a).map(move |b| [Label(a), Label(b)]));
    let meeting = pairs.filter(|pair| matches!(prepared.answer_for(pair), Answer::Holds(_))).count();
    format!("{meeting} pairs meet")
}

/// Clauses whose alternatives are drawn from a fixed row.
fn alternatives(count: u32) -> String {
    let mut problem = Problem::new();
    let domain = || Domain::numbers(0, 99, 1).unwrap();
    let vars: Vec<Var> = (0..10).map(|_| problem.variable(domain(), Preference::near(50))).collect();
    let mut state = 7u64;
    let mut draw = |under: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % under
    };
    let mut clauses = Vec::new();
    for _ in 0..count {
        let alternative = |_: i32| {
            let (var, low) = (vars[draw(10) as usize], draw(80) as i64);
            Formula::Within(Term::Of(var), vec![(low, low + 20)])
        };
        clauses.push(Formula::Or((0..4).map(alternative).collect()));
    }
    asked(&mut problem, clauses)
}
