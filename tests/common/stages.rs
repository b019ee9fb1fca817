//! The pipeline as far as a stage of `tests/cases` goes.

use mizi::checks;
use mizi::diagnostics::Finding;
use mizi::model::from_syntax;
use mizi::source::Sources;
use mizi::syntax::{self, tree::Tree};

/// Reads texts and gives what is found up to and including a stage.
///
/// # Errors
/// Names a stage that does not exist.
pub fn findings(stage: &str, texts: &[(String, Vec<u8>)]) -> Result<(Sources, Vec<Finding>), String> {
    let mut sources = Sources::default();
    let (mut trees, mut findings) = (Vec::new(), Vec::new());
    for (name, bytes) in texts {
        let (tree, found) = syntax::read(&mut sources, name, bytes);
        trees.push(tree);
        findings.extend(found);
    }
    match stage {
        "syntax" => {}
        "model" | "checks" => {
            let (policies, found) = from_syntax::group(&trees);
            findings.extend(found);
            for files in policies {
                let versions: Vec<&Tree> = files.iter().filter_map(|at| trees.get(*at)).collect();
                let (model, found) = from_syntax::resolve(&versions);
                findings.extend(found);
                if stage == "checks" {
                    findings = checks::check(model, findings).1;
                }
            }
        }
        _ => return Err(format!("there is no stage “{stage}”")),
    }
    Ok((sources, findings))
}
