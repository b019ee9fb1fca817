//! `mizi exposure POLICY`: what a policy can pay.

use super::args::{self, Format};
use super::policy::checked;
use super::report::say;
use super::{COULD_NOT_RUN, failure::Failure};
use crate::council::exposure::{self, Numbers, render};
use crate::diagnostics::{Lang, Message};
use std::process::ExitCode;

/// Runs the command: 0 shown, 2 could not run.
pub fn run(task: &args::Exposure, lang: Option<Lang>) -> Result<ExitCode, Failure> {
    let Some((policy, own)) = checked(&task.policy, lang)? else { return Ok(ExitCode::from(COULD_NOT_RUN)) };
    let numbers = Numbers { largest_household: task.largest_household, residents: task.residents };
    let Some(found) = exposure::exposure(&policy, numbers) else {
        return Err(Failure::new(Message::new(
            "这份政策写成程序后无法判定",
            "The policy cannot be decided as a program",
        )));
    };
    say(&match task.common.format.unwrap_or(Format::Text) {
        Format::Text => render::text(&found, lang.unwrap_or(own)),
        Format::Json => render::json(&found),
    });
    Ok(ExitCode::SUCCESS)
}
