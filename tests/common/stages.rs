//! The pipeline as far as a stage of `tests/cases` goes.

use super::case;
use mizi::allow::{self, Looked};
use mizi::checks::{Checked, conflicts};
use mizi::coverage::{Changes, Trial};
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
        "checks" => Ok(check(load::load(texts.to_vec()), Further::Nothing, case::day(texts))),
        "cases" => Ok(check(load::load(texts.to_vec()), Further::Cases, None)),
        "changes" => Ok(check(load::load(texts.to_vec()), Further::Changes, None)),
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

/// The findings of one lint, beside errors; texts of a folder `old` are what others are compared with.
fn lint(code: &str, texts: &[(String, Vec<u8>)]) -> (Sources, Vec<Finding>) {
    let (old, new): (Vec<_>, Vec<_>) = texts.iter().cloned().partition(|(name, _)| name.starts_with("old/"));
    let loaded = load::load(new);
    let mut findings = loaded.findings;
    let base = load::load(old);
    for (old, new) in base.policies.iter().zip(&loaded.policies) {
        let models = old.checked.as_ref().zip(new.checked.as_ref());
        findings.extend(models.into_iter().flat_map(|(old, new)| lint::changes(old.model(), new.model())));
    }
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

/// What is done with a policy that can be used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Further {
    Nothing,
    Cases,
    Changes,
}

/// What cases expect otherwise, and what they would not notice.
fn beyond(checked: &Checked, further: Further) -> Vec<Finding> {
    let evaluator = Evaluator::new(checked.program().clone()).expect("a program just written");
    let mut findings: Vec<Finding> = Vec::new();
    if further != Further::Nothing {
        findings.extend(mizi::cases::run(checked.model(), &evaluator).into_iter().flat_map(|ran| ran.findings));
    }
    if further == Further::Changes {
        findings.extend(Changes::try_all(checked.model(), &Trial::new(checked.model(), &evaluator), || {}).findings());
    }
    findings
}

fn check(loaded: Loaded, further: Further, on: Option<i32>) -> (Sources, Vec<Finding>) {
    // Lints are a stage of their own, and only where a day is asked about can something be over.
    let codes: Vec<&'static Code> = mizi::codes().collect();
    let mut not_asked: Vec<&str> = lint::codes().map(|code| code.name).collect();
    not_asked.extend(on.is_none().then_some("expired"));
    not_asked.extend((further != Further::Changes).then_some("change-unnoticed"));
    let looked = Looked { codes: &codes, not_asked: &not_asked, today: on };
    let mut findings = loaded.findings;
    for policy in loaded.policies {
        let mut own = policy.findings;
        let over = on.zip(policy.checked.as_ref()).and_then(|(day, checked)| conflicts::expired(checked.model(), day));
        own.extend(over);
        own.extend(policy.checked.iter().flat_map(|checked| beyond(checked, further)));
        findings.extend(allow::apply(own, &policy.trees, &loaded.sources, looked));
    }
    (loaded.sources, findings)
}
