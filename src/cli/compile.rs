//! `mizi compile POLICY -o NAME.mizic`: the program as a file.

use super::args::{self, Format};
use super::{COULD_NOT_RUN, failure::Failure, files, policy, report::say};
use crate::diagnostics::{Lang, Message};
use serde_json::json;
use std::process::ExitCode;

/// Runs the command.
pub fn run(task: &args::Compile, lang: Option<Lang>) -> Result<ExitCode, Failure> {
    let Some((evaluator, lang)) = policy::evaluator(&task.policy, task.common.format, lang)? else {
        return Ok(ExitCode::from(COULD_NOT_RUN));
    };
    let bytes = evaluator.to_bytes().map_err(|e| super::policy::failure(&e))?;
    files::write_whole(&task.output, &bytes)?;
    let (path, size) = (task.output.display().to_string(), bytes.len());
    if task.common.format == Some(Format::Json) {
        let policy = evaluator.program().policy.key();
        say(&format!("{}\n", json!({"written": path, "bytes": size, "policy": policy})));
        return Ok(ExitCode::SUCCESS);
    }
    let done = Message::new(format!("已写入 {path}（{size} 字节）\n"), format!("Wrote {path} ({size} bytes)\n"));
    say(done.text(lang));
    Ok(ExitCode::SUCCESS)
}
