//! `mizi diff OLD NEW`: the change in meaning between two versions of a policy.

use super::args::{self, DiffFormat};
use super::report::{Report, say};
use super::{COULD_NOT_RUN, failure::Failure, files, status};
use crate::checks::Checked;
use crate::council::diff::{self, render};
use crate::diagnostics::{Lang, Message};
use crate::load;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Runs the command: 0 no change in meaning, 1 a change or something undecided, 2 could not run.
pub fn run(task: &args::Diff, lang: Option<Lang>) -> Result<ExitCode, Failure> {
    let (Some(old), Some(new)) = (policy(&task.old, lang)?, policy(&task.new, lang)?) else {
        return Ok(ExitCode::from(COULD_NOT_RUN));
    };
    let Some(diff) = diff::diff(&old.0, &new.0) else {
        return Err(Failure::new(Message::new(
            "两个版本里有一个写成程序后无法判定",
            "One of the versions cannot be decided as a program",
        )));
    };
    let lang = lang.unwrap_or(new.1);
    say(&match task.form.unwrap_or(DiffFormat::Text) {
        DiffFormat::Text => render::text(&diff, lang),
        DiffFormat::Json => render::json(&diff),
        DiffFormat::Markdown => render::markdown(&diff, lang),
    });
    Ok(status(!diff.is_none()))
}

/// The one policy at a path; none where its text has errors, which are shown.
fn policy(path: &Path, lang: Option<Lang>) -> Result<Option<(Checked, Lang)>, Failure> {
    if path.extension().is_some_and(|end| end == "mizic") {
        return Err(Failure::new(Message::new(
            format!("{} 是程序文件；比较含义要用政策的文本", path.display()),
            format!("{} is a program file; the meaning is compared by the policy’s text", path.display()),
        )));
    }
    let loaded: Vec<_> = files::bundles(&[PathBuf::from(path)])?.into_iter().map(|bundle| load(bundle.files)).collect();
    let count: usize = loaded.iter().map(|loaded| loaded.policies.len()).sum();
    if count > 1 {
        return Err(Failure::new(Message::new(
            format!("{} 里有 {count} 份政策，写明其中一份的文件或文件夹", path.display()),
            format!("There are {count} policies in {}: name the file or folder of one", path.display()),
        )));
    }
    let mut report = Report::new(None, lang);
    for loaded in loaded {
        report.findings(&loaded.findings, &loaded.sources, Lang::Zh);
        for policy in loaded.policies {
            if let Some(checked) = policy.checked {
                return Ok(Some((checked, policy.lang)));
            }
            report.findings(&policy.findings, &loaded.sources, policy.lang);
        }
    }
    report.close();
    Ok(None)
}
