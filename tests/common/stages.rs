//! The pipeline as far as a stage of `tests/cases` goes.

use super::case;
use mizi::allow::{self, Looked};
use mizi::checks::conflicts;
use mizi::diagnostics::{Code, Finding, Severity};
use mizi::lint;
use mizi::load::{self, Loaded};
use mizi::model::from_syntax;
use mizi::source::Sources;
use mizi::syntax::{self, tree::Tree};
use mizi_evaluator::Evaluator;

/// Reads texts and gives what is found up to and including a stage.
///
/// # Errors
/// Names a stage that does not exist.
pub fn findings(stage: &str, texts: &[(String, Vec<u8>)]) -> Result<(Sources, Vec<Finding>), String> {
    match stage {
        "syntax" => Ok(read(texts).0),
        "model" => Ok(resolve(texts)),
        "checks" => Ok(check(load::load(texts.to_vec()), false, case::day(texts))),
        "cases" => Ok(check(load::load(texts.to_vec()), true, None)),
        _ => match stage.strip_prefix("lint/") {
            Some(code) => Ok(lint(code, texts)),
            None => Err(format!("there is no stage “{stage}”")),
        },
    }
}

fn read(texts: &[(String, Vec<u8>)]) -> ((Sources, Vec<Finding>), Vec<Tree>) {
    let mut sources = Sources::default();
    let (mut trees, mut findings) = (Vec::new(), Vec::new());
    for (name, bytes) in texts {
        let (tree, found) = syntax::read(&mut sources, name, bytes);
        trees.push(tree);
        findings.extend(found);
    }
    ((sources, findings), trees)
}

fn resolve(texts: &[(String, Vec<u8>)]) -> (Sources, Vec<Finding>) {
    let ((sources, mut findings), trees) = read(texts);
    let (policies, found) = from_syntax::group(&trees);
    findings.extend(found);
    for files in policies {
        let versions: Vec<&Tree> = files.iter().filter_map(|at| trees.get(*at)).collect();
        findings.extend(from_syntax::resolve(&versions).1);
    }
    (sources, findings)
}

/// The findings of one lint, beside errors.
fn lint(code: &str, texts: &[(String, Vec<u8>)]) -> (Sources, Vec<Finding>) {
    let loaded = load::load(texts.to_vec());
    let mut findings = loaded.findings;
    for policy in &loaded.policies {
        findings.extend(policy.findings.iter().cloned());
        if let Some(checked) = &policy.checked {
            let options = case::options(texts);
            findings.extend(lint::findings(&loaded.sources, &policy.trees, checked.model(), &options));
        }
    }
    findings.retain(|finding| finding.severity() == Severity::Error || finding.code.name == code);
    (loaded.sources, findings)
}

fn check(loaded: Loaded, run: bool, on: Option<i32>) -> (Sources, Vec<Finding>) {
    // Lints are a stage of their own, and only where a day is asked about can something be over.
    let codes: Vec<&'static Code> = mizi::codes().collect();
    let not_asked: Vec<&str> = lint::codes().map(|code| code.name).chain(on.is_none().then_some("expired")).collect();
    let looked = Looked { codes: &codes, not_asked: &not_asked, today: on };
    let mut findings = loaded.findings;
    for policy in loaded.policies {
        let mut own = policy.findings;
        let over = on.zip(policy.checked.as_ref()).and_then(|(day, checked)| conflicts::expired(checked.model(), day));
        own.extend(over);
        findings.extend(allow::apply(own, &policy.trees, &loaded.sources, looked));
        if let (true, Some(checked)) = (run, policy.checked) {
            let evaluator = Evaluator::new(checked.program().clone()).expect("a program just written");
            findings.extend(mizi::cases::run(checked.model(), &evaluator).into_iter().flat_map(|ran| ran.findings));
        }
    }
    (loaded.sources, findings)
}
