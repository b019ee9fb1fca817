//! `mizi compile POLICY -o NAME.mizic`: the program as a file.

use super::{COULD_NOT_RUN, args, failure::Failure, files, policy, report::say};
use crate::diagnostics::{Lang, Message};
use std::process::ExitCode;

/// Runs the command.
pub fn run(task: &args::Compile, lang: Option<Lang>) -> Result<ExitCode, Failure> {
    let Some((evaluator, lang)) = policy::evaluator(&task.policy, lang)? else {
        return Ok(ExitCode::from(COULD_NOT_RUN));
    };
    let bytes = evaluator.to_bytes().map_err(|e| super::policy::failure(&e))?;
    files::write_whole(&task.output, &bytes)?;
    let (path, size) = (task.output.display(), bytes.len());
    let done = Message::new(format!("已写入 {path}（{size} 字节）\n"), format!("Wrote {path} ({size} bytes)\n"));
    say(done.text(lang));
    Ok(ExitCode::SUCCESS)
}
