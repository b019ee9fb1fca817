//! Policies from texts, for tests that begin with a policy as people write it.
#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where something is wrong")]
#![allow(missing_docs, reason = "test code")]
#![allow(dead_code, reason = "each test uses a part")]

pub mod dice;

use mizi::diagnostics::{Finding, Severity};
use mizi::model::Model;
use mizi_evaluator::program::Program;

/// The model of a policy's versions, and what was found on the way.
pub fn resolved(texts: &[&str]) -> (Option<Model>, Vec<Finding>) {
    let mut sources = mizi::source::Sources::default();
    let mut findings = Vec::new();
    let mut trees = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let (tree, found) = mizi::syntax::read(&mut sources, &format!("{at}.mizi"), text.as_bytes());
        findings.extend(found);
        trees.push(tree);
    }
    let (model, found) = mizi::model::from_syntax::resolve(&trees.iter().collect::<Vec<_>>());
    findings.extend(found);
    (model, findings)
}

/// The model of a policy in which nothing is wrong.
pub fn model_of(texts: &[&str]) -> Model {
    let (model, findings) = resolved(texts);
    let errors: Vec<&str> =
        findings.iter().filter(|f| f.severity() == Severity::Error).map(|f| f.what.zh.as_str()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{}", texts.join("\n"));
    model.expect("a policy without errors has a model")
}

/// The program of a policy in which nothing is wrong; the evaluator has taken it.
pub fn compiled(texts: &[&str]) -> Program {
    let program = mizi::program::compile(&model_of(texts)).unwrap_or_else(|findings| panic!("{findings:#?}"));
    if let Err(error) = mizi_evaluator::Evaluator::new(program.clone()) {
        panic!("{error:?}\n{}", mizi::program::dump::dump(&program));
    }
    program
}
