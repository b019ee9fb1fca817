//! How the time of the checks grows with a policy: `cargo bench --bench check`.
//!
//! Policies are generated: activities of 50 rules each, of which some can meet. Timed is the check of a policy that has been
//! read and resolved, with everything that is looked for, its program included; reading is timed beside it. The method that
//! every pair of rules of a policy is asked about is what the checks are compared with. Of several runs the best counts: what
//! else the machine does makes a run longer, never shorter. Memory is the most that was resident while it was checked.
//!
//! `cargo bench --bench check -- FILE…` reads and checks policies of one's own, once each.
#![allow(
    clippy::disallowed_types,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a bench measures time and stops where something is wrong"
)]

mod generated;

use generated::{PER_ACTIVITY, policy};
use std::hint::black_box;
use std::time::{Duration, Instant};

use mizi::checks;
use mizi::checks::encode::{Act, Scene};
use mizi::diagnostics::Severity;
use mizi::load::load;
use mizi::logic::{Answer, Label};
use mizi::model::held::Held;
use mizi::model::segments::stretches;
use mizi::model::{ActivityId, Model, from_syntax};
use mizi::source::Sources;
use mizi::syntax;

/// Pairs of all pairs that are timed.
const SAMPLE: usize = 20_000;

fn main() {
    let files: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    if !files.is_empty() {
        return files.iter().for_each(|file| one_file(file));
    }
    let small = times(1_000);
    let large = times(10_000);
    println!("\n10 times the rules: {:.1} times the time of the checks\n", ratio(large, small));
    repository(200, 100);
}

#[allow(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "a ratio to be read")]
fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64()
}

/// The best time of the checks.
fn times(rules: usize) -> Duration {
    let text = policy("大街", rules, 0);
    println!("{rules} rules in {} activities, {} kB", rules / PER_ACTIVITY, text.len() / 1000);
    let (read, model) = best(3, || model(&text));
    println!("  read and resolved   {:>10.1?}", read);
    let before = resident("VmRSS");
    let (checked, found) = best(5, || {
        forget_peak();
        checks::check(Some(model.clone()), Vec::new()).1
    });
    let errors = found.iter().filter(|finding| finding.severity() == Severity::Error).count();
    println!("  checked             {checked:>10.1?}   {errors} errors, {} findings", found.len());
    println!("  memory              {:>7} MB   beside {before} MB before", resident("VmHWM"));
    let pairs = rules * (rules - 1) / 2;
    let each = every_pair(&model);
    let all = Duration::from_nanos(u64::try_from(each.as_nanos() * pairs as u128).unwrap());
    println!("  every pair asked    {all:>10.1?}   {pairs} pairs of {each:.1?} each, the mean of {SAMPLE}");
    checked
}

/// A policy of one's own, once.
fn one_file(file: &str) {
    let bytes = std::fs::read(file).unwrap();
    let (time, loaded) = timed(|| load(vec![(file.to_owned(), bytes.clone())]));
    let found: usize = loaded.policies.iter().map(|policy| policy.findings.len()).sum();
    println!("{file}: {time:.1?}, {found} findings, {} MB", resident("VmHWM"));
}

/// Policies in folders of their own, as `mizi check` takes them one after another: when the first has been checked, and all.
fn repository(policies: usize, rules: usize) {
    let texts: Vec<String> = (0..policies).map(|number| policy(&format!("「大街 {number}」"), rules, 0)).collect();
    let one = |text: &String| black_box(load(vec![("bench.mizi".to_owned(), text.clone().into_bytes())]));
    let (first, _) = best(3, || one(&texts[0]));
    let (all, _) = best(1, || texts.iter().for_each(|text| drop(one(text))));
    println!("{policies} policies of {rules} rules each, read and checked");
    println!("  the first           {first:>10.1?}");
    println!("  all                 {all:>10.1?}");
}

fn best<T>(runs: usize, work: impl Fn() -> T) -> (Duration, T) {
    let all = (0..runs).map(|_| timed(&work));
    all.min_by_key(|(time, _)| *time).unwrap()
}

/// Megabytes that the system says this process has; 0 where it does not say.
fn resident(what: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':'));
    line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok()).unwrap_or(0) / 1024
}

/// Lets the most that was resident begin anew.
fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

fn timed<T>(work: impl Fn() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = black_box(work());
    (start.elapsed(), result)
}

fn model(text: &str) -> Model {
    let mut sources = Sources::default();
    let (tree, findings) = syntax::read(&mut sources, "bench.mizi", text.as_bytes());
    let (model, more) = from_syntax::resolve(&[&tree]);
    for finding in findings.iter().chain(&more) {
        assert!(finding.severity() > Severity::Error, "{}", finding.what.en);
    }
    model.unwrap()
}

/// The time of asking whether two rules can hold for one event, for pairs spread over the policy.
fn every_pair(model: &Model) -> Duration {
    let held = Held::of(model);
    let scene = Scene::new(model, &held, stretches(model)[0], Act::Event(ActivityId(0))).unwrap();
    let mut problem = scene.problem.clone();
    for (label, (id, _)) in (0u32..).zip(scene.rules()) {
        problem.require(Label(label), scene.stands(id).unwrap());
    }
    let prepared = problem.prepare();
    let labels = u32::try_from(PER_ACTIVITY).unwrap();
    let pairs = || (0..labels).flat_map(|a| (0..a).map(move |b| [Label(a), Label(b)]));
    let start = Instant::now();
    let asked = pairs().cycle().take(SAMPLE);
    let meet = asked.filter(|pair| matches!(prepared.answer_for(pair), Answer::Holds(_))).count();
    black_box(meet);
    start.elapsed() / u32::try_from(SAMPLE).unwrap()
}
