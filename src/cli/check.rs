//! `mizi check PATH…`: what is wrong with policies.

use super::{args, failure::Failure, files, look::Look, report::Report, settings, status};
use crate::diagnostics::Lang;
use crate::load;
use std::process::ExitCode;

/// Runs the command.
pub fn run(task: &args::Check, lang: Option<Lang>) -> Result<ExitCode, Failure> {
    let mut report = Report::new(task.format, lang).with_notes(task.notes).denying(task.deny);
    let look = Look::on(task.on);
    for settings::Chosen { files, settings } in settings::chosen(&task.paths)? {
        let loaded = load(files::bundle(&files)?.files);
        report.findings(&settings.levelled(loaded.findings.iter().cloned()), &loaded.sources, Lang::Zh);
        for policy in &loaded.policies {
            report.findings(&look.found(policy, &loaded, &settings), &loaded.sources, policy.lang);
        }
    }
    let failed = report.fails();
    report.close();
    Ok(status(failed))
}
