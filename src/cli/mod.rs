//! The `mizi` command: one file per command. Only this folder touches disk and terminal.

mod args;
mod base;
mod baseline;
mod changes;
mod check;
mod compile;
mod coverage;
mod diff;
mod explain;
mod explain_code;
mod exposure;
mod failure;
mod files;
mod fmt;
mod lines;
mod look;
mod mend;
mod near;
mod new;
mod policy;
mod progress;
mod replay;
mod report;
mod run;
mod settings;
mod subjects;
mod suggest;
mod summary;
mod test;
mod today;
mod usage;

use crate::diagnostics::Lang;
use clap::Parser;
use failure::Failure;
use std::ffi::OsString;
use std::process::ExitCode;

/// Something was found, failed, or could not be decided.
const FOUND: u8 = 1;
/// Could not run.
const COULD_NOT_RUN: u8 = 2;

/// Reads the command line and runs the command: 0 nothing found, 1 something found, 2 could not run.
pub fn main() -> ExitCode {
    run_words(std::env::args_os())
}

/// Runs a command given as words, the first of which is the command's own name.
pub fn run_words<W: Into<OsString> + Clone>(words: impl IntoIterator<Item = W>) -> ExitCode {
    let words: Vec<OsString> = words.into_iter().map(Into::into).collect();
    let command = match args::Command::try_parse_from(&words) {
        Ok(command) => command,
        Err(error) => return misused(&error, usage::lang_of(&words)),
    };
    let lang = command.lang.map(Lang::from);
    run_task(&command.task, lang).unwrap_or_else(|failure| {
        eprintln!("{}", failure.text(lang.unwrap_or_default()));
        ExitCode::from(COULD_NOT_RUN)
    })
}

/// Help and version are asked for; anything else means that the command could not run.
fn misused(error: &clap::Error, lang: Lang) -> ExitCode {
    if !error.use_stderr() {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    eprintln!("{}", usage::text(error, lang));
    ExitCode::from(COULD_NOT_RUN)
}

/// Runs the command; `lang` is the language asked for, if any.
fn run_task(task: &args::Task, lang: Option<Lang>) -> Result<ExitCode, Failure> {
    match task {
        args::Task::New(task) => new::run(task, lang.unwrap_or_default()),
        args::Task::Check(task) => check::run(task, lang),
        args::Task::Test(task) => test::run(task, lang),
        args::Task::Run(task) => run::run(task, lang),
        args::Task::Explain(task) => explain::run(task, lang),
        args::Task::Compile(task) => compile::run(task, lang),
        args::Task::ExplainCode(task) => explain_code::run(task, lang.unwrap_or_default()),
        args::Task::Diff(task) => diff::run(task, lang),
        args::Task::Exposure(task) => exposure::run(task, lang),
        args::Task::Fmt(task) => fmt::run(task, lang),
    }
}

/// 0 or 1.
fn status(found: bool) -> ExitCode {
    if found { ExitCode::from(FOUND) } else { ExitCode::SUCCESS }
}
