//! `mizi test --suggest`: cases for what no case reaches, printed or written at the end of the policy's file.

use super::report::{aside, say};
use super::settings::{self, Chosen};
use super::{COULD_NOT_RUN, args, failure::Failure, files};
use crate::coverage::{Suggested, Survey};
use crate::diagnostics::{Lang, Message};
use crate::format;
use crate::load::{self, Loaded, Policy};
use crate::model::held::Held;
use crate::source::{Sources, TextId};
use mizi_evaluator::Evaluator;
use std::process::ExitCode;

/// Runs the command: 0 done, 2 could not run.
pub fn run(task: &args::Test, lang: Option<Lang>) -> Result<ExitCode, Failure> {
    let mut sound = true;
    for chosen in settings::chosen(&task.paths)? {
        let loaded = load::load(files::bundle(&chosen.files)?.files);
        for policy in &loaded.policies {
            sound &= suggest(task, policy, &loaded, &chosen, lang.unwrap_or(policy.lang))?;
        }
    }
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::from(COULD_NOT_RUN) })
}

/// False where the policy has errors, so that nothing can be decided.
fn suggest(task: &args::Test, policy: &Policy, loaded: &Loaded, chosen: &Chosen, lang: Lang) -> Result<bool, Failure> {
    let Some(checked) = &policy.checked else {
        let message = Message::new(
            "政策有错误，写不出案例；先运行 mizi check",
            "The policy has errors, so that no case can be written; run mizi check first",
        );
        aside(&format!("{}\n", message.text(lang)));
        return Ok(false);
    };
    let (model, held) = (checked.model(), Held::of(checked.model()));
    let evaluator = Evaluator::new(checked.program().clone()).map_err(|error| super::policy::failure(&error))?;
    let mut survey = Survey::new(model, &held, &evaluator);
    survey.run();
    survey.prove();
    let suggested = survey.suggest();
    for (version, policy) in model.versions.iter().enumerate() {
        let own = suggested.iter().filter(|one| one.version == version);
        let text = laid_out(&own.map(|one: &Suggested| one.text.as_str()).collect::<Vec<_>>().join("\n"));
        if text.is_empty() {
            continue;
        }
        match task.write {
            true => append(policy.span.text, loaded, chosen, &text)?,
            false => say(&text),
        }
    }
    let left = survey.missed();
    let told = Message::new(
        format!("写了 {} 个案例，逐个核对预期后删去注释；还有 {left} 处没有案例到达", suggested.len()),
        format!(
            "{} cases written; confirm what each expects and take the comment out. {left} places are reached by no case still",
            suggested.len()
        ),
    );
    aside(&format!("{}\n", told.text(lang)));
    Ok(true)
}

/// As `mizi fmt` would lay it out.
fn laid_out(text: &str) -> String {
    let mut sources = Sources::default();
    let id = sources.add("", text);
    format::format(&sources, id, None).unwrap_or_else(|_| text.to_owned())
}

fn append(file: TextId, loaded: &Loaded, chosen: &Chosen, text: &str) -> Result<(), Failure> {
    let place = loaded.sources.iter().position(|(id, _)| id == file);
    let Some((path, old)) = place.and_then(|at| chosen.files.get(at)).zip(loaded.sources.get(file)) else {
        return Ok(());
    };
    files::replace(path, format!("{}\n\n{text}", old.content.trim_end()).as_bytes())
}
