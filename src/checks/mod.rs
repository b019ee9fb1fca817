//! Questions to the model that must be answered before a policy may be used.
//!
//! They end in [`Checked`]: the proof that no error is left, and the only thing that is handed out for use.

pub mod amounts;
pub mod bands;
pub mod choices;
pub mod zone;

use crate::diagnostics::{Code, Finding, Severity};
use crate::model::Model;
use crate::program;
use mizi_evaluator::program::Program;

/// Everything that the checks can find.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    [amounts::codes::CODES, bands::CODES, choices::CODES, zone::CODES].into_iter().flatten().copied()
}

/// A policy without errors, and its program.
#[derive(Clone, Debug)]
pub struct Checked {
    model: Model,
    program: Program,
}

impl Checked {
    /// The policy.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// What the evaluator runs.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The program alone.
    pub fn into_program(self) -> Program {
        self.program
    }
}

/// Looks at a model, beside what was found while it was read and resolved. Gives all findings in the order of their places, and
/// the policy only if none of them is an error.
pub fn check(model: Option<Model>, earlier: Vec<Finding>) -> (Option<Checked>, Vec<Finding>) {
    let mut findings = earlier;
    let checked = model.and_then(|model| {
        questions(&model, &mut findings);
        if has_errors(&findings) {
            return None;
        }
        match program::compile(&model) {
            Ok(program) => Some(Checked { model, program }),
            Err(more) => {
                findings.extend(more);
                None
            }
        }
    });
    findings.sort_by_key(|finding| finding.places.first().map(|place| place.span));
    (checked, findings)
}

fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity() == Severity::Error)
}

fn questions(model: &Model, findings: &mut Vec<Finding>) {
    let header_broken = model.versions.iter().any(|policy| {
        let inside = |finding: &Finding| {
            let place = finding.places.first().map(|place| place.span);
            let within = place.is_some_and(|p| {
                p.text == policy.span.text && p.start >= policy.span.start && p.end <= policy.span.end
            });
            within && finding.severity() == Severity::Error
        };
        findings.iter().any(inside)
    });
    // A header that could not be read whole may state what it seems to leave open.
    if !header_broken {
        findings.extend(choices::findings(model));
    }
    findings.extend(zone::findings(model));
    findings.extend(bands::findings(model));
    findings.extend(amounts::findings(model));
}
