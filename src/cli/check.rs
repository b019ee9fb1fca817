//! `mizi check PATH…`: what is wrong with policies.

use super::{args, failure::Failure, files, report::Report, settings, status};
use crate::checks::conflicts;
use crate::diagnostics::Lang;
use crate::load;
use std::process::ExitCode;

/// Runs the command.
pub fn run(task: &args::Check, lang: Option<Lang>) -> Result<ExitCode, Failure> {
    let mut report = Report::new(task.format, lang).with_notes(task.notes).denying(task.deny);
    for settings::Chosen { files, settings } in settings::chosen(&task.paths)? {
        let loaded = load(files::bundle(&files)?.files);
        report.findings(&settings.levelled(loaded.findings), &loaded.sources, Lang::Zh);
        for policy in &loaded.policies {
            let checked = policy.checked.as_ref();
            let over = task.on.zip(checked).and_then(|(day, checked)| conflicts::expired(checked.model(), day));
            let found = policy.findings.iter().cloned().chain(over);
            report.findings(&settings.levelled(found), &loaded.sources, policy.lang);
        }
    }
    let failed = report.fails();
    report.close();
    Ok(status(failed))
}
