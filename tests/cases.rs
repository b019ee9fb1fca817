//! A test for every file of `tests/cases`; its README says how they are written.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod common;

use std::collections::BTreeSet;

use common::case::{self, Case, Found};
use common::{examples, files, sentences, stages};
use libtest_mimic::{Arguments, Failed, Trial};
use mizi::diagnostics::render::terminal::{self, Style};
use mizi::diagnostics::{Finding, Lang, Severity};
use mizi::source::Sources;

const SNAPSHOTS: &str = "tests/snapshots/cases/";

/// Findings that one item alone does not show: what items do to each other, to dates, caps and money.
const CONFLICTS: [&str; 37] = [
    "adds-nothing",
    "alternative-never-holds",
    "always-overridden",
    "always-true",
    "award-exceeds-cap",
    "award-may-exceed-cap",
    "bonus-never-pays",
    "boundary-between-rules",
    "cap-looser-than-around",
    "cap-never-binds",
    "cap-without-room",
    "count-makes-amount-pointless",
    "eligibility-contradicts",
    "eligibility-excludes-condition",
    "expired",
    "gap-between-versions",
    "never-applies",
    "never-in-force",
    "no-limit",
    "not-nested",
    "overlapping-versions",
    "pays-in-two-dimensions",
    "period-cut-short",
    "ring-of-accounts",
    "ring-of-bonuses",
    "ring-of-definitions",
    "ring-of-directories",
    "ring-of-exceptions",
    "ring-of-groups",
    "row-never-chosen",
    "rows-overlap",
    "same-award-twice",
    "scope-may-be-missing",
    "starts-before-issued",
    "together-unstated",
    "together-unwritten",
    "values-without-row",
];

fn main() -> std::process::ExitCode {
    let arguments = Arguments::from_args();
    let cases = match case::all() {
        Ok(cases) => cases,
        Err(error) => {
            eprintln!("{error}");
            return std::process::ExitCode::FAILURE;
        }
    };
    let mut trials = vec![
        whole("every code has a bad case", codes),
        whole("every feature has a good and a bad case", features),
        whole("every snapshot has a case", snapshots),
        whole("every sentence of the meaning has a good and a bad case", meaning),
        whole("every finding about conflicts has planted defects and near misses", conflicts),
    ];
    trials.extend(cases.into_iter().map(|case| Trial::test(case.name.clone(), move || run(&case))));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn whole(name: &str, test: fn(&[Case]) -> Result<(), Failed>) -> Trial {
    Trial::test(name, move || test(&case::all()?))
}

fn run(case: &Case) -> Result<(), Failed> {
    let (sources, findings) = stages::findings(&case.stage, &case.texts)?;
    if case.bad { bad(case, &sources, &findings) } else { good(case, &sources, &findings) }
}

/// No error and no warning; and not what its folder is about, even if that is a note.
fn good(case: &Case, sources: &Sources, findings: &[Finding]) -> Result<(), Failed> {
    let about = case.name.split('/').nth(1).unwrap_or_default();
    let is_wrong = |finding: &&Finding| finding.severity() < Severity::Note || finding.code.name == about;
    let wrong: Vec<Finding> = findings.iter().filter(is_wrong).cloned().collect();
    if wrong.is_empty() { Ok(()) } else { Err(terminal::text(&wrong, sources, Style::plain(Lang::En)).into()) }
}

fn bad(case: &Case, sources: &Sources, findings: &[Finding]) -> Result<(), Failed> {
    let expected = case.expected()?;
    let found = found(sources, findings);
    let missing = lines("not found", &expected, &found);
    let surplus = lines("found and not expected", &found, &expected);
    if expected.is_empty() {
        return Err("a bad case says with //~ what must be found".into());
    }
    if !(missing.is_empty() && surplus.is_empty() && expected.len() == found.len()) {
        let shown = terminal::text(findings, sources, Style::plain(Lang::En));
        return Err(format!("{missing}{surplus}{} expected, {} found\n\n{shown}", expected.len(), found.len()).into());
    }
    snapshot(case, &picture(case, sources, findings));
    Ok(examples::replay(&case.texts, findings)?)
}

/// The findings by file, line and code, each once.
fn found(sources: &Sources, findings: &[Finding]) -> Vec<Found> {
    let entry = |finding: &&Finding| {
        let place =
            finding.place().and_then(|span| Some((sources.get(span.text)?.name.clone(), sources.start(span)?.line)));
        let (file, line) =
            place.unwrap_or_else(|| (sources.iter().next().map_or(String::new(), |(_, t)| t.name.clone()), 0));
        (file, line, finding.code.name.to_owned())
    };
    let mut found: Vec<Found> = mizi::diagnostics::in_order(findings).iter().map(entry).collect();
    found.sort();
    found
}

fn lines(what: &str, of: &[Found], without: &[Found]) -> String {
    let left = of.iter().filter(|found| !without.contains(found));
    left.map(|(file, line, code)| format!("{what}: {file}:{line} {code}\n")).collect()
}

/// The source, then what is shown of it in both languages.
fn picture(case: &Case, sources: &Sources, findings: &[Finding]) -> String {
    let several = case.texts.len() > 1;
    let head = |name: &str| if several { format!("// {name}\n") } else { String::new() };
    let texts: Vec<String> = sources.iter().map(|(_, text)| head(&text.name) + text.content.trim_end()).collect();
    let shown = [(Lang::Zh, "中文"), (Lang::En, "English")].map(|(lang, title)| {
        format!("─── {title} ───\n{}", terminal::text(findings, sources, Style::plain(lang)).trim_end())
    });
    format!("{}\n\n{}", texts.join("\n\n"), shown.join("\n\n"))
}

fn snapshot(case: &Case, picture: &str) {
    let (folder, name) =
        case.name.replace("/bad/", "/").rsplit_once('/').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap_or_default();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("snapshots/cases/{folder}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, picture));
}

/// Every registered code is shown by a bad case, and bad cases name no other.
fn codes(cases: &[Case]) -> Result<(), Failed> {
    let mut shown = BTreeSet::new();
    for case in cases.iter().filter(|case| case.bad) {
        shown.extend(case.expected()?.into_iter().map(|(_, _, code)| code));
    }
    let registered: Vec<&str> = mizi::codes().map(|code| code.name).collect();
    let known: BTreeSet<String> = registered.iter().map(|name| (*name).to_owned()).collect();
    let unshown: Vec<_> = known.difference(&shown).collect();
    let unknown: Vec<_> = shown.difference(&known).collect();
    match (unshown.as_slice(), unknown.as_slice()) {
        ([], []) if known.len() == registered.len() => Ok(()),
        ([], []) => Err(format!("a code is registered twice: {registered:?}").into()),
        _ => Err(format!("without a bad case: {unshown:?}; not registered: {unknown:?}").into()),
    }
}

/// What a folder is about is shown as it should be and as it should not be.
fn features(cases: &[Case]) -> Result<(), Failed> {
    let of = |bad: bool| -> BTreeSet<String> {
        let names = cases.iter().filter(|case| case.bad == bad).filter_map(|case| {
            let mut parts = case.name.split('/');
            Some(format!("{}/{}", parts.next()?, parts.next()?))
        });
        names.collect()
    };
    let alone: Vec<String> = of(true).symmetric_difference(&of(false)).cloned().collect();
    if alone.is_empty() { Ok(()) } else { Err(format!("without a good or without a bad case: {alone:?}").into()) }
}

/// No snapshot is left of a case that is gone.
fn snapshots(cases: &[Case]) -> Result<(), Failed> {
    let kept: BTreeSet<String> =
        cases.iter().filter(|case| case.bad).map(|case| case.name.replace("/bad/", "/")).collect();
    let stems = files(SNAPSHOTS, ".snap")
        .into_iter()
        .map(|path| path.trim_start_matches(SNAPSHOTS).trim_end_matches(".snap").to_owned());
    let left: Vec<String> = stems.filter(|stem| !kept.contains(stem)).collect();
    if left.is_empty() { Ok(()) } else { Err(format!("snapshots without a case: {left:?}").into()) }
}

/// Every numbered sentence is shown by a good and a bad case, or by what the README of the cases says instead.
fn meaning(cases: &[Case]) -> Result<(), Failed> {
    let numbers = sentences::numbers();
    let (good, bad, elsewhere) =
        (sentences::shown(cases, false), sentences::shown(cases, true), sentences::elsewhere());
    let codes: Vec<&str> = mizi::codes().map(|code| code.name).collect();
    let mut wrong: Vec<String> = Vec::new();
    for number in &numbers {
        match elsewhere.get(number) {
            Some(carried_by) => wrong.extend(sentences::fault(number, carried_by, &codes)),
            None => {
                let lacks = [(&good, "good"), (&bad, "bad")].into_iter().filter(|(shown, _)| !shown.contains(number));
                wrong.extend(lacks.map(|(_, which)| format!("{number} has no {which} case")));
            }
        }
    }
    let named = good.iter().chain(&bad).chain(elsewhere.keys()).filter(|name| name.starts_with('S'));
    wrong.extend(named.filter(|name| !numbers.contains(name)).map(|name| format!("{name} is no sentence")));
    let twice = elsewhere.keys().filter(|number| good.contains(*number) && bad.contains(*number));
    wrong.extend(twice.map(|number| format!("{number} is shown by cases after all")));
    if numbers.len() > 80 && wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

/// Each has three policies in which it alone is found, and two near misses in the folder of its name, in which it is not.
fn conflicts(cases: &[Case]) -> Result<(), Failed> {
    let mut wrong = Vec::new();
    for code in CONFLICTS {
        let (mut planted, mut near) = (BTreeSet::new(), 0);
        for case in cases {
            let found = case.expected()?;
            if let [(_, _, only)] = found.as_slice()
                && only == code
                && case.bad
            {
                planted.insert(&case.texts);
            }
            near += usize::from(!case.bad && case.name.split('/').nth(1) == Some(code));
        }
        if planted.len() < 3 || near < 2 {
            wrong.push(format!("{code}: {} with this defect alone, {near} near misses", planted.len()));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}
