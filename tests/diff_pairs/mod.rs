//! Two versions of a policy, compared; what the comparison shows, decided once more by both interpreters.
#![allow(missing_docs, reason = "test code")]
#![allow(dead_code, reason = "each test uses a part")]

pub mod brute;
pub mod lines;
pub mod text;
pub mod write;

use crate::oracle::decide::Oracle;
use crate::oracle::json::{JsonPath, said};
use crate::oracle::parity::{Compiled, compile};
use mizi::checks::Checked;
use mizi::council::diff::{Diff, Result as Came, Witness};

/// A policy without errors.
pub fn checked(text: &str) -> Result<Checked, String> {
    let mut loaded = mizi::load(vec![("policy.mizi".to_owned(), text.as_bytes().to_vec())]);
    let found = |findings: &[mizi::diagnostics::Finding]| {
        findings.iter().map(|finding| format!("{}: {}\n", finding.code.name, finding.what.en)).collect::<String>()
    };
    match loaded.policies.pop() {
        Some(policy) => policy.checked.ok_or_else(|| found(&policy.findings)),
        None => Err(found(&loaded.findings)),
    }
}

/// Every example decides as it says in both interpreters, and differs at its end.
///
/// # Errors
/// Says what came out otherwise.
pub fn replay(old: &str, new: &str, diff: &Diff) -> Result<usize, String> {
    let compiled = |text: &str| compile(&[text.to_owned()]).map_err(|found| format!("{found:#?}"));
    let (a, b) = (compiled(old)?, compiled(new)?);
    let mut shown = 0;
    for change in &diff.changes {
        for witness in &change.witnesses {
            let before = side(&a, witness, true)?;
            let after = side(&b, witness, false)?;
            if before == after || !differs(witness) {
                return Err(format!("{:?} shows no difference: {witness:#?}", change.about));
            }
            shown += 1;
        }
    }
    Ok(shown)
}

fn differs(witness: &Witness) -> bool {
    witness.old.last().zip(witness.new.last()).is_some_and(|(old, new)| old.differs(new))
}

/// What both interpreters make of one side of an example.
fn side(compiled: &Compiled, witness: &Witness, old: bool) -> Result<Vec<String>, String> {
    let mut interpreter = Oracle::new(&compiled.model, compiled.zone, &[]);
    let path = JsonPath::new(&compiled.evaluator, &[], "");
    let results: &[Came] = if old { &witness.old } else { &witness.new };
    let mut all = Vec::new();
    for (step, result) in witness.steps.iter().zip(results) {
        let record = lines::line(if old { &step.old } else { &step.new });
        let mine = said(&interpreter.decide(&record)).with_one_kind_of_unknown();
        let theirs = path.output(&result.line).with_one_kind_of_unknown();
        if mine != theirs {
            return Err(format!("the interpreters differ on {}:\n{mine:#?}\n{theirs:#?}", step.old));
        }
        all.push(format!("{mine:?}"));
    }
    Ok(all)
}
