//! `mizi explain POLICY --events FILE --event ID`: the decision of one line in words.

use super::args::{self, Format};
use super::replay::Replay;
use super::report::say;
use super::{COULD_NOT_RUN, failure::Failure, policy, status};
use crate::cases::explain_lang;
use crate::diagnostics::{Lang, Message};
use mizi_evaluator::decision::Outcome;
use mizi_evaluator::explain::Explainer;
use mizi_evaluator::json::Writer;
use std::process::ExitCode;

/// Runs the command. All lines before the one asked for are decided too: it stands on them.
pub fn run(task: &args::Explain, lang: Option<Lang>) -> Result<ExitCode, Failure> {
    let Some((evaluator, lang)) = policy::evaluator(&task.input.policy, task.common.format, lang)? else {
        return Ok(ExitCode::from(COULD_NOT_RUN));
    };
    let mut replay = Replay::read(&task.input, &evaluator)?;
    let Some(wanted) = replay.reader.texts.find(&task.event).map(u64::from) else {
        return Err(not_there(&task.event));
    };
    let (mut text, mut found, mut undecided) = (String::new(), false, false);
    replay.run(|done| {
        let decides = done.decision.of == Some(wanted);
        if done.line.id != Some(wanted) && !decides {
            return;
        }
        found = true;
        undecided |= done.decision.outcome == Outcome::CannotDecide;
        if task.common.format == Some(Format::Json) {
            let mut out = Vec::new();
            let writer = Writer::new(&evaluator, explain_lang(lang));
            writer.write(&mut out, done.number, done.line.id, done.decision, &done.line.notes, &done.reader.texts);
            text.push_str(&String::from_utf8_lossy(&out));
        } else {
            let explainer = Explainer::new(&evaluator, &done.reader.texts, explain_lang(lang));
            text.push_str(&explainer.explain(done.decision, &done.line.notes).join("\n"));
            text.push_str("\n\n");
        }
    });
    if !found {
        return Err(not_there(&task.event));
    }
    say(&format!("{}\n", text.trim_end()));
    Ok(status(undecided))
}

fn not_there(id: &str) -> Failure {
    Failure::new(Message::new(
        format!("记录文件里没有编号为“{id}”的记录"),
        format!("No record of the events file has the id “{id}”"),
    ))
}
