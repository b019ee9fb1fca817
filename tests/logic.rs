//! What the logic answers, in small questions.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where something is wrong")]

use mizi::logic::{
    Anniversary, Answer, Assignment, BadDomain, Comparison, Domain, Formula, FullOn, LARGEST, Label, MAX_DEPTH,
    MonthEnd, Part, Preference, Problem, Rounding, Term, Var,
};

const HOW: Anniversary = Anniversary { month_end: MonthEnd::LastDay, full_on: FullOn::SameDay };
/// 2025-01-01, a Wednesday.
const NEW_YEAR: i32 = 20_089;

fn number(problem: &mut Problem, low: i64, high: i64, near: i64) -> Var {
    problem.variable(Domain::numbers(low, high, 1).unwrap(), Preference::near(near))
}

fn date(problem: &mut Problem, first: i32, last: i32, near: i32) -> Var {
    problem.variable(Domain::dates(first, last).unwrap(), Preference::near(near.into()))
}

fn require(problem: &mut Problem, clauses: impl IntoIterator<Item = Formula>) {
    for (label, clause) in (1..).zip(clauses) {
        problem.require(Label(label), clause);
    }
}

fn witness(problem: &Problem) -> Assignment {
    match problem.answer() {
        Answer::Holds(witness) => witness,
        other => panic!("{other:?}"),
    }
}

fn clash(labels: &[u32]) -> Answer {
    Answer::Clash(labels.iter().copied().map(Label).collect())
}

#[test]
fn an_ordinary_age_is_chosen_over_an_odd_one() {
    let mut problem = Problem::new();
    let age = number(&mut problem, 0, 150, 60);
    let t = || Term::Of(age);
    require(&mut problem, [t().at_least(18)]);
    assert_eq!(witness(&problem).get(age), Some(60));
    problem.require(Label(2), t().over(60));
    assert_eq!(witness(&problem).get(age), Some(61));
    problem.require(Label(3), t().one_of([3, 80, 103]));
    assert_eq!(witness(&problem).get(age), Some(80));
}

#[test]
fn listed_wishes_come_in_their_order_and_earlier_variables_first() {
    let mut problem = Problem::new();
    let wishes = Preference::first([30, 10, 20]);
    let a = problem.variable(Domain::numbers(0, 99, 1).unwrap(), wishes.clone());
    let b = problem.variable(Domain::numbers(0, 99, 1).unwrap(), wishes);
    require(&mut problem, [Term::Of(a).add(b).under(45)]);
    let found = witness(&problem);
    assert_eq!((found.get(a), found.get(b)), (Some(30), Some(10)));
}

#[test]
fn what_may_be_missing_is_present_unless_missing_is_wished_or_needed() {
    let mut problem = Problem::new();
    let hours = problem.variable(Domain::numbers(0, 16, 1).unwrap().or_missing(), Preference::near(2));
    assert_eq!(witness(&problem).get(hours), Some(2));
    require(&mut problem, [Term::Of(hours).at_most(16).not()]);
    assert_eq!(witness(&problem).get(hours), None);
    problem.require(Label(2), Formula::Present(hours));
    assert_eq!(problem.answer(), clash(&[1, 2]));
}

#[test]
fn a_choice_reads_only_the_row_that_holds() {
    let mut problem = Problem::new();
    let hours = problem.variable(Domain::numbers(0, 16, 1).unwrap().or_missing(), Preference::near(2));
    let paid = Term::choose(Formula::Present(hours), Term::Of(hours).times(10), 5);
    require(&mut problem, [paid.equals(5)]);
    assert_eq!(witness(&problem).get(hours), None);
}

#[test]
fn clauses_that_play_no_part_are_not_blamed() {
    let mut problem = Problem::new();
    let (age, local) = (number(&mut problem, 0, 150, 60), problem.variable(Domain::yes_no(), Preference::near(1)));
    let t = || Term::Of(age);
    let clauses = [t().at_least(18), Term::Of(local).equals(1), t().at_most(100), t().under(18), t().at_least(5)];
    require(&mut problem, clauses);
    assert_eq!(problem.answer(), clash(&[1, 4]));
}

#[test]
fn clauses_with_one_label_go_together() {
    let mut problem = Problem::new();
    let age = number(&mut problem, 0, 150, 60);
    problem.require(Label(7), Term::Of(age).at_least(18));
    problem.require(Label(7), Term::Of(age).under(18));
    problem.require(Label(8), Term::Of(age).at_least(5));
    assert_eq!(problem.answer(), clash(&[7]));
    assert!(matches!(problem.prepare().answer_for(&[Label(8)]), Answer::Holds(_)));
    assert!(matches!(problem.prepare().answer_for(&[]), Answer::Holds(_)));
}

#[test]
fn three_lists_that_meet_two_by_two_but_not_together() {
    let mut problem = Problem::new();
    let kind = problem.variable(Domain::list(3).unwrap(), Preference::near(0));
    let t = || Term::Of(kind);
    require(&mut problem, [t().one_of([0, 1]), t().one_of([1, 2]), t().one_of([0, 2])]);
    assert_eq!(problem.answer(), clash(&[1, 2, 3]));
}

#[test]
fn parts_of_dates_meet() {
    let mut problem = Problem::new();
    let day = date(&mut problem, NEW_YEAR, NEW_YEAR + 364, NEW_YEAR);
    let part = |part| Term::Of(day).part(part);
    let month_end = Term::Of(day).equals(part(Part::MonthEnd));
    require(&mut problem, [part(Part::Weekday).equals(1), month_end, part(Part::Half).equals(2)]);
    // 2025-06-30 is a Monday and in the first half; the next month that ends on a Monday is none in 2025.
    assert_eq!(problem.answer(), clash(&[1, 2, 3]));
    let june = problem.prepare().answer_for(&[Label(1), Label(2)]);
    assert!(matches!(june, Answer::Holds(at) if at.get(day) == Some(i64::from(NEW_YEAR) + 89)), "2025-03-31");
}

#[test]
fn sixty_years_after_birth() {
    let mut problem = Problem::new();
    let birth = date(&mut problem, -25_567, 47_481, -4_000);
    let day = date(&mut problem, NEW_YEAR, NEW_YEAR + 364, NEW_YEAR);
    let age = || Term::FullYears { from: Box::new(Term::Of(birth)), to: Box::new(Term::Of(day)), how: HOW };
    require(&mut problem, [age().equals(60), Term::Of(birth).part(Part::Month).equals(2)]);
    problem.require(Label(3), Term::Of(birth).part(Part::Day).equals(29));
    // 1964-02-29, sixty until 2025-02-27.
    assert_eq!(witness(&problem).get(birth), Some(-2_133));
    assert_eq!(witness(&problem).get(day), Some(NEW_YEAR.into()));
    problem.require(Label(4), Term::Of(day).at_least(i64::from(NEW_YEAR) + 58));
    assert_eq!(problem.answer(), clash(&[1, 2, 3, 4]));
}

#[test]
fn a_ring_of_differences_clashes_however_wide_the_variables() {
    let mut problem = Problem::new();
    let wide = || Domain::numbers(0, 1_000_000_000_000, 1).unwrap();
    let vars: Vec<Var> = (0..5).map(|_| problem.variable(wide(), Preference::near(0))).collect();
    let next = |at: usize| vars[(at + 1) % vars.len()];
    let ring: Vec<Formula> = (0..5).map(|at| Term::Of(vars[at]).under(next(at))).collect();
    require(&mut problem, ring);
    assert_eq!(problem.answer(), clash(&[1, 2, 3, 4, 5]));
    let row: Vec<Label> = (2..=5).map(Label).collect();
    let Answer::Holds(at) = problem.prepare().answer_for(&row) else { panic!("a row has an order") };
    assert_eq!(vars.iter().map(|&var| at.get(var)).collect::<Vec<_>>(), [Some(4), Some(0), Some(1), Some(2), Some(3)]);
}

#[test]
fn steps_that_never_meet_clash_however_wide_the_variables() {
    let mut problem = Problem::new();
    let top = 1_000_000_000_000;
    let threes = problem.variable(Domain::numbers(0, top, 3).unwrap(), Preference::near(0));
    let sixes = problem.variable(Domain::numbers(1, top, 6).unwrap(), Preference::near(0));
    let fifths = problem.variable(Domain::numbers(2, top, 5).unwrap(), Preference::near(0));
    require(&mut problem, [Term::Of(threes).equals(sixes)]);
    assert_eq!(problem.answer(), clash(&[1]));
    problem.require(Label(2), Term::Of(threes).equals(fifths));
    problem.require(Label(3), Term::Of(fifths).sub(sixes).one_of([4, 5]));
    let Answer::Holds(at) = problem.prepare().answer_for(&[Label(2), Label(3)]) else { panic!("12 = 7 + 5") };
    assert_eq!((at.get(threes), at.get(fifths), at.get(sixes)), (Some(12), Some(12), Some(7)));
}

#[test]
fn sums_and_rounding() {
    let mut problem = Problem::new();
    let minutes = problem.variable(Domain::numbers(0, 480, 30).unwrap(), Preference::near(60));
    let helpers = number(&mut problem, 1, 9, 2);
    let paid = Term::Of(minutes).divide(60, Rounding::Down).times(10).add(Term::Of(helpers).times(3));
    require(&mut problem, [paid.clone().equals(46)]);
    let found = witness(&problem);
    assert_eq!((found.get(minutes), found.get(helpers)), (Some(240), Some(2)));
    problem.require(Label(2), paid.remainder(10).equals(5));
    assert_eq!(problem.answer(), clash(&[1, 2]));
}

#[test]
fn over_the_limit_the_clause_is_named() {
    let mut problem = Problem::new();
    let range = || Domain::numbers(2, 1_500_000_000, 1).unwrap();
    let (a, b) = (problem.variable(range(), Preference::near(2)), problem.variable(range(), Preference::near(2)));
    let t = Term::Of;
    problem.require(Label(1), t(a).at_most(b));
    // This is a prime, which only trying would show.
    problem.require(Label(2), Term::Product(Box::new(t(a)), Box::new(t(b))).equals(1_000_000_000_000_000_003));
    assert_eq!(problem.answer(), Answer::Undecided(vec![Label(2)]));
    problem.require(Label(3), t(a).over(b));
    assert_eq!(problem.answer(), clash(&[1, 3]));
}

#[test]
fn what_is_too_large_or_too_deep_is_named() {
    let mut problem = Problem::new();
    let a = number(&mut problem, 0, LARGEST, 0);
    require(&mut problem, [Term::Of(a).times(9).add(a).remainder(7).equals(1), Term::Of(a).at_least(5)]);
    let deep = (0..MAX_DEPTH).fold(Formula::Present(a), |inner, _| inner.not());
    problem.require(Label(3), deep.clone());
    assert_eq!(problem.answer(), Answer::Undecided(vec![Label(1), Label(3)]));
    assert_eq!(witness(&Problem::new()).satisfies(&deep), None);
    problem.require(Label(4), Term::Of(a).under(5));
    assert_eq!(problem.answer(), clash(&[2, 4]));
}

#[test]
fn nesting_as_deep_as_allowed_is_decided() {
    let mut problem = Problem::new();
    let (a, b) = (number(&mut problem, 0, 500, 0), number(&mut problem, 0, 500, 0));
    let maybe = problem.variable(Domain::numbers(0, 9, 1).unwrap().or_missing(), Preference::near(1));
    let limit = 90;
    let below = (0..limit).fold(Term::Of(maybe), |inner, at| Term::choose(Term::Of(a).equals(b), at, inner));
    let inside = (0..limit).fold(Term::Of(maybe), |inner, at| Term::choose(inner.under(Term::Of(b)), Term::Of(a), at));
    let around = (0..limit).fold(Term::Of(a), |inner, _| Term::Max(vec![inner.add(b), Term::Number(7)]));
    require(&mut problem, [below.equals(3), inside.equals(3), around.at_least(7), Term::Of(b).at_least(2)]);
    for label in 1..=3 {
        assert!(matches!(problem.prepare().answer_for(&[Label(label)]), Answer::Holds(_)), "{label}");
    }
}

#[test]
fn extreme_numbers_are_refused_and_not_miscounted() {
    let mut problem = Problem::new();
    let zero = number(&mut problem, 0, 0, 0);
    let t = || Term::Of(zero);
    let small = || t().add(Term::Number(5));
    require(
        &mut problem,
        [
            t().times(i64::MIN).equals(0),
            t().add(i64::MIN).under(0),
            small().divide(i64::MIN, Rounding::HalfAway).equals(0),
            small().remainder(i64::MIN).equals(5),
            Term::Max(vec![t().times(i64::MIN), t().times(i64::MAX)]).equals(t().times(3)),
            Term::Number(i64::MIN).divide(-1, Rounding::Down).equals(1).not(),
        ],
    );
    for label in 1..=6 {
        let answer = problem.prepare().answer_for(&[Label(label)]);
        assert!(!matches!(answer, Answer::Clash(_)), "{label}: {answer:?}");
    }
}

#[test]
fn a_variable_of_another_problem_is_not_decided() {
    let mut other = Problem::new();
    number(&mut other, 0, 1, 0);
    let foreign = number(&mut other, 0, 1, 0);
    let mut problem = Problem::new();
    number(&mut problem, 0, 1, 0);
    require(&mut problem, [Term::Of(foreign).equals(0)]);
    assert_eq!(problem.answer(), Answer::Undecided(vec![Label(1)]));
}

#[test]
fn domains_without_values_are_refused() {
    assert_eq!(Domain::list(0), Err(BadDomain));
    assert_eq!(Domain::numbers(2, 1, 1), Err(BadDomain));
    assert_eq!(Domain::numbers(0, 9, 0), Err(BadDomain));
    assert_eq!(Domain::numbers(0, LARGEST + 1, 1), Err(BadDomain));
}

#[test]
fn division_by_zero_holds_nothing() {
    let mut problem = Problem::new();
    let by = number(&mut problem, -2, 2, 0);
    let share =
        || Term::Quotient { of: Box::new(Term::Number(12)), by: Box::new(Term::Of(by)), rounding: Rounding::Down };
    require(&mut problem, [share().is(Comparison::Unequal, 99)]);
    assert_eq!(witness(&problem).get(by), Some(1), "not 0, though 0 is wished");
    problem.require(Label(2), share().is(Comparison::Unequal, 99).not());
    assert_eq!(problem.answer(), clash(&[1, 2]));
}

#[test]
fn cells_are_as_few_as_the_clauses_tell_apart() {
    let mut problem = Problem::new();
    let age = number(&mut problem, 0, 150, 60);
    let pair = [number(&mut problem, 0, 3, 0), number(&mut problem, 0, 3, 0)];
    let t = || Term::Of(age);
    require(&mut problem, [t().at_least(60).or(t().under(18)), Term::Of(pair[0]).under(pair[1])]);
    let prepared = problem.prepare();
    assert_eq!(prepared.samples(age, 10), Some(vec![Some(0), Some(18)]));
    assert_eq!(prepared.samples(pair[0], 10), Some(vec![Some(0), Some(1), Some(2), Some(3)]));
    assert_eq!(prepared.samples(pair[0], 3), None);
    assert_eq!(prepared.sample_assignments(100).map(Iterator::count), Some(32));
}

#[test]
fn the_witness_does_not_depend_on_how_the_question_is_written() {
    let ask = |backwards: bool| {
        let mut problem = Problem::new();
        let (a, b) = (number(&mut problem, 0, 90, 45), number(&mut problem, 0, 90, 45));
        let mut clauses =
            vec![Term::Of(a).add(b).at_most(70), Term::Of(a).over(30).or(Term::Of(b).over(50)), Term::Of(a).under(44)];
        if backwards {
            clauses.reverse();
            clauses = vec![Formula::And(clauses).not().not()];
        }
        require(&mut problem, clauses);
        let found = witness(&problem);
        (found.get(a), found.get(b))
    };
    assert_eq!(ask(false), (Some(43), Some(27)));
    assert_eq!(ask(true), ask(false));
}
