//! Formulas as SMT-LIB text, their meaning written down a second time: dates from chrono, months by comparing days.

use std::fmt::Write;

use chrono::{Datelike, NaiveDate};
use mizi::logic::{Anniversary, Comparison, Formula, FullOn, MonthEnd, Part, Rounding, Term, Var};

use crate::generate::{Declared, Generated, handles};

/// Days that the tables of months cover.
const FIRST: i64 = 19_700;
const LAST: i64 = 22_000;

/// A term and when it has a value.
struct Valued {
    value: String,
    defined: Vec<String>,
}

/// Declarations, domains, and one implication per label: `l0` and so on.
pub fn script(generated: &Generated) -> String {
    let printer = Printer { handles: handles(&generated.vars), vars: &generated.vars };
    let mut text = String::new();
    for (at, var) in generated.vars.iter().enumerate() {
        writeln!(text, "(declare-const v{at} Int)(declare-const p{at} Bool)").unwrap();
        writeln!(text, "(assert (and (<= {} v{at}) (<= v{at} {})))", int(var.low), int(var.high)).unwrap();
        if var.step > 1 {
            writeln!(text, "(assert (= 0 (mod (- v{at} {}) {})))", int(var.low), var.step).unwrap();
        }
        if !var.optional {
            writeln!(text, "(assert p{at})").unwrap();
        }
    }
    let mut clauses = String::new();
    for (label, formula) in &generated.clauses {
        let name = format!("l{}", label.0);
        writeln!(clauses, "(declare-const {name} Bool)(assert (=> {name} {}))", printer.formula(formula)).unwrap();
    }
    tables(&clauses) + &text + &clauses
}

/// What a witness says, as an assertion.
pub fn witness(generated: &Generated, at: &mizi::logic::Assignment) -> String {
    let mut text = String::from("(assert (and true");
    for (index, handle) in handles(&generated.vars).into_iter().enumerate() {
        match at.get(handle) {
            Some(value) => write!(text, " p{index} (= v{index} {})", int(value)).unwrap(),
            None => write!(text, " (not p{index})").unwrap(),
        }
    }
    text + "))"
}

struct Printer<'g> {
    handles: Vec<Var>,
    vars: &'g [Declared],
}

impl Printer<'_> {
    fn index(&self, var: Var) -> usize {
        assert_eq!(self.handles.len(), self.vars.len());
        self.handles.iter().position(|&handle| handle == var).unwrap()
    }

    fn formula(&self, formula: &Formula) -> String {
        match formula {
            Formula::And(parts) => self.joined("and true", parts),
            Formula::Or(parts) => self.joined("or false", parts),
            Formula::Not(part) => format!("(not {})", self.formula(part)),
            Formula::Compare(left, comparison, right) => {
                let (left, right) = (self.term(left), self.term(right));
                let holds = compare(*comparison, &left.value, &right.value);
                both(left.defined.into_iter().chain(right.defined).chain([holds]))
            }
            Formula::Within(term, runs) => {
                let Valued { value, defined } = self.term(term);
                let runs = runs.iter().map(|(a, b)| format!("(<= {} t {})", int(*a), int(*b)));
                let within = format!("(let ((t {value})) (or false {}))", runs.collect::<Vec<_>>().join(" "));
                both(defined.into_iter().chain([within]))
            }
            Formula::Present(var) => format!("p{}", self.index(*var)),
        }
    }

    fn joined(&self, head: &str, parts: &[Formula]) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.formula(part)).collect();
        format!("({head} {})", parts.join(" "))
    }

    fn term(&self, term: &Term) -> Valued {
        match term {
            Term::Number(number) => Valued { value: int(*number), defined: vec![] },
            Term::Of(var) => {
                let at = self.index(*var);
                Valued { value: format!("v{at}"), defined: vec![format!("p{at}")] }
            }
            Term::Sum(terms) => self.applied("+ 0", terms.iter()),
            Term::Times(by, term) => self.applied(&format!("* {}", int(*by)), [&**term]),
            Term::Product(a, b) => self.applied("*", [&**a, &**b]),
            Term::Divide { term, by, rounding } => self.one(term, |value| divided(value, *by, *rounding)),
            Term::Remainder { term, by } => self.one(term, |value| format!("(mod {value} {by})")),
            Term::Min(terms) => self.extreme(terms, "<="),
            Term::Max(terms) => self.extreme(terms, ">="),
            Term::Choose { rows, otherwise } => self.chosen(rows, otherwise),
            Term::Part(part, date) => self.one(date, |value| part_of(*part, value)),
            Term::FullMonths { from, to, how } => self.two(from, to, |from, to| months(from, to, *how)),
            Term::FullYears { from, to, how } => {
                self.two(from, to, |from, to| format!("(div {} 12)", months(from, to, *how)))
            }
            Term::Quotient { .. } => unreachable!("quotients of two variables are compared with trying everything"),
        }
    }

    fn one(&self, term: &Term, made: impl Fn(&str) -> String) -> Valued {
        let Valued { value, defined } = self.term(term);
        Valued { value: made(&value), defined }
    }

    fn two(&self, a: &Term, b: &Term, made: impl Fn(&str, &str) -> String) -> Valued {
        let (a, b) = (self.term(a), self.term(b));
        Valued { value: made(&a.value, &b.value), defined: a.defined.into_iter().chain(b.defined).collect() }
    }

    fn applied<'t>(&self, head: &str, terms: impl IntoIterator<Item = &'t Term>) -> Valued {
        let terms: Vec<Valued> = terms.into_iter().map(|term| self.term(term)).collect();
        let values: Vec<&str> = terms.iter().map(|term| &*term.value).collect();
        Valued {
            value: format!("({head} {})", values.join(" ")),
            defined: terms.into_iter().flat_map(|term| term.defined).collect(),
        }
    }

    fn extreme(&self, terms: &[Term], better: &str) -> Valued {
        let mut terms = terms.iter().map(|term| self.term(term));
        let first = terms.next().unwrap();
        terms.fold(first, |best, next| Valued {
            value: format!("(let ((a {}) (b {})) (ite ({better} a b) a b))", best.value, next.value),
            defined: best.defined.into_iter().chain(next.defined).collect(),
        })
    }

    fn chosen(&self, rows: &[(Formula, Term)], otherwise: &Term) -> Valued {
        let last = self.term(otherwise);
        let start = (last.value, both(last.defined));
        let (value, defined) = rows.iter().rev().fold(start, |(value, defined), (condition, term)| {
            let (condition, term) = (self.formula(condition), self.term(term));
            let value = format!("(ite {condition} {} {value})", term.value);
            (value, format!("(ite {condition} {} {defined})", both(term.defined)))
        });
        Valued { value, defined: vec![defined] }
    }
}

fn int(number: i64) -> String {
    if number < 0 { format!("(- {})", number.unsigned_abs()) } else { number.to_string() }
}

fn both(parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().collect();
    if parts.is_empty() { "true".into() } else { format!("(and {})", parts.join(" ")) }
}

fn compare(comparison: Comparison, left: &str, right: &str) -> String {
    let sign = match comparison {
        Comparison::Equal | Comparison::Unequal => "=",
        Comparison::Under => "<",
        Comparison::AtMost => "<=",
        Comparison::Over => ">",
        Comparison::AtLeast => ">=",
    };
    let holds = format!("({sign} {left} {right})");
    if comparison == Comparison::Unequal { format!("(not {holds})") } else { holds }
}

fn divided(value: &str, by: i64, rounding: Rounding) -> String {
    match rounding {
        Rounding::Down => format!("(div {value} {by})"),
        Rounding::Up => format!("(- (div (- {value}) {by}))"),
        Rounding::HalfAway => format!(
            "(let ((h {value})) (ite (>= h 0) (div (+ (* 2 h) {by}) {0}) (- (div (+ (* (- 2) h) {by}) {0}))))",
            2 * by
        ),
    }
}

fn part_of(part: Part, date: &str) -> String {
    match part {
        Part::Year => format!("(div (month-index {date}) 12)"),
        Part::Half => format!("(+ 1 (div (mod (month-index {date}) 12) 6))"),
        Part::Quarter => format!("(+ 1 (div (mod (month-index {date}) 12) 3))"),
        Part::Month => format!("(+ 1 (mod (month-index {date}) 12))"),
        Part::Day => format!("(+ 1 (- {date} (month-start {date})))"),
        Part::Weekday => format!("(+ 1 (mod (+ {date} 3) 7))"),
        Part::MonthEnd => format!("(month-end {date})"),
        Part::LastYearEnd => format!("(last-year-end {date})"),
    }
}

/// Months between, less one where the day of the month is not reached yet.
fn months(from: &str, to: &str, how: Anniversary) -> String {
    let to = if how.full_on == FullOn::NextDay { format!("(- {to} 1)") } else { to.to_owned() };
    let day = |date: &str| format!("(- {date} (month-start {date}))");
    let reached = match how.month_end {
        MonthEnd::NextDay => format!("(>= {} {})", day(&to), day(from)),
        MonthEnd::LastDay => format!("(or (>= {} {}) (= {to} (month-end {to})))", day(&to), day(from)),
    };
    format!("(- (month-index {to}) (month-index {from}) (ite {reached} 0 1))")
}

/// The tables that a text uses.
fn tables(text: &str) -> String {
    let months = months_of_calendar();
    let column = |name: &str| -> Option<fn(&Month) -> i64> {
        match name {
            "month-index" => Some(|month| month.index),
            "month-start" => Some(|month| month.first),
            "month-end" => Some(|month| month.last),
            "last-year-end" => Some(|month| month.last_year_end),
            _ => None,
        }
    };
    let used =
        ["month-index", "month-start", "month-end", "last-year-end"].into_iter().filter(|name| text.contains(name));
    let columns = used.filter_map(|name| Some((name, column(name)?)));
    columns.map(|(name, column)| format!("(define-fun {name} ((d Int)) Int {})\n", lookup(&months, column))).collect()
}

struct Month {
    first: i64,
    last: i64,
    index: i64,
    last_year_end: i64,
}

fn months_of_calendar() -> Vec<Month> {
    let day = |date: NaiveDate| i64::from(date.num_days_from_ce()) - 719_163;
    let start = |year, month| NaiveDate::from_ymd_opt(year, month, 1).unwrap();
    let month = |index: i32| {
        let (year, month) = (index.div_euclid(12), index.rem_euclid(12) as u32 + 1);
        let (next_year, next) = ((index + 1).div_euclid(12), (index + 1).rem_euclid(12) as u32 + 1);
        Month {
            first: day(start(year, month)),
            last: day(start(next_year, next)) - 1,
            index: index.into(),
            last_year_end: day(start(year, 1)) - 1,
        }
    };
    let all = (2_020 * 12..2_035 * 12).map(month);
    all.filter(|month| month.last >= FIRST && month.first <= LAST).collect()
}

fn lookup(months: &[Month], column: fn(&Month) -> i64) -> String {
    match months {
        [only] => int(column(only)),
        _ => {
            let (early, late) = months.split_at(months.len() / 2);
            format!("(ite (< d {}) {} {})", late[0].first, lookup(early, column), lookup(late, column))
        }
    }
}
