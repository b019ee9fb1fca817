//! The pipeline as far as a stage of `tests/cases` goes.

use mizi::diagnostics::Finding;
use mizi::source::Sources;
use mizi::syntax;

/// Reads texts and gives what is found up to and including a stage.
///
/// # Errors
/// Names a stage that does not exist.
pub fn findings(stage: &str, texts: &[(String, Vec<u8>)]) -> Result<(Sources, Vec<Finding>), String> {
    let mut sources = Sources::default();
    let mut findings = Vec::new();
    for (name, bytes) in texts {
        findings.extend(syntax::read(&mut sources, name, bytes).1);
    }
    match stage {
        "syntax" => Ok((sources, findings)),
        _ => Err(format!("there is no stage “{stage}”")),
    }
}
