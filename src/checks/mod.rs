//! Questions to the model that must be answered before a policy may be used.
//!
//! They end in [`Checked`]: the proof that no error is left, and the only thing that is handed out for use.

pub mod amounts;
pub mod bands;
pub mod choices;
pub mod conflicts;
pub mod encode;
pub mod example;
pub mod exposure;
pub mod zone;

use crate::diagnostics::{Code, Finding, Severity};
use crate::model::{Model, Policy};
use crate::program::{self, codes::limit};
use crate::source::Span;
use mizi_evaluator::Evaluator;
use mizi_evaluator::program::Program;

/// Everything that the checks can find.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    [amounts::codes::CODES, bands::CODES, choices::CODES, zone::CODES, conflicts::CODES].into_iter().flatten().copied()
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
        let open = if header_is_read(&model, &findings) { choices::findings(&model) } else { Vec::new() };
        findings
            .extend([zone::findings(&model), bands::findings(&model), amounts::findings(&model)].into_iter().flatten());
        let sound = !has_errors(&findings);
        findings.extend(open);
        // A choice left open does not hide conflicts; anything else may be why there seems to be one.
        let evaluator = sound.then(|| evaluator(&model, &mut findings)).flatten()?;
        findings.extend(conflicts::findings(&model, &evaluator));
        (!has_errors(&findings)).then(|| Checked { model, program: evaluator.program().clone() })
    });
    findings.sort_by_key(|finding| finding.places.first().map(|place| place.span));
    (checked, findings)
}

fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity() == Severity::Error)
}

/// Whether the header could be read whole; one that could not may state what it seems to leave open.
fn header_is_read(model: &Model, findings: &[Finding]) -> bool {
    let within = |policy: &Policy, place: Span| {
        place.text == policy.span.text && place.start >= policy.span.start && place.end <= policy.span.end
    };
    let errors = findings.iter().filter(|finding| finding.severity() == Severity::Error);
    let mut places = errors.filter_map(Finding::place);
    !places.any(|place| model.versions.iter().any(|policy| within(policy, place)))
}

/// What decides under the policy; where a choice is left open, under what is written for one that cannot matter.
fn evaluator(model: &Model, findings: &mut Vec<Finding>) -> Option<Evaluator> {
    let not_taken = |_| {
        let at = model.versions.first().map(|policy| policy.name.span).unwrap_or_default();
        vec![limit(at, "这份政策写成程序后无法判定。", "This policy cannot be decided as a program.")]
    };
    let made = program::compile(model).and_then(|program| Evaluator::new(program).map_err(not_taken));
    made.map_err(|found| findings.extend(found)).ok()
}
