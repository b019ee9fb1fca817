//! `mizi diff OLD NEW`: the change in meaning between two versions of a policy.

use super::args::{self, DiffFormat};
use super::policy::checked;
use super::report::say;
use super::{COULD_NOT_RUN, failure::Failure, status};
use crate::council::diff::{self, render};
use crate::diagnostics::{Lang, Message};
use std::process::ExitCode;

/// Runs the command: 0 no change in meaning, 1 a change or something undecided, 2 could not run.
pub fn run(task: &args::Diff, lang: Option<Lang>) -> Result<ExitCode, Failure> {
    let (Some(old), Some(new)) = (checked(&task.old, lang)?, checked(&task.new, lang)?) else {
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
