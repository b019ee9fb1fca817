//! `mizi test --coverage` and `--mutate`: what the cases reach and notice, gathered over all policies and shown at the end.

use super::failure::Failure;
use super::progress::Progress;
use super::report::list;
use super::{args, files};
use crate::cases::{self, Ran};
use crate::coverage::{self, Changes, Coverage, Survey, Tally, Trial, render};
use crate::diagnostics::{Finding, Lang, Message};
use crate::model::Model;
use crate::model::held::Held;
use crate::source::Sources;
use mizi_evaluator::Evaluator;

/// What is measured.
#[derive(Clone, Copy)]
struct Asked {
    coverage: bool,
    lcov: bool,
    html: bool,
    changes: bool,
}

/// What is measured of all policies that a command was given.
pub struct Covered {
    asked: Asked,
    text: String,
    coverage: Vec<String>,
    lcov: String,
    html: String,
    changes: Vec<String>,
    all: Tally,
}

impl Covered {
    /// As a command asks for it; none where it does not.
    pub fn asked(task: &args::Test) -> Option<Self> {
        let (lcov, html) = (task.lcov.is_some(), task.html.is_some());
        let coverage = task.coverage || task.fail_under.is_some() || lcov || html;
        let asked = Asked { coverage, lcov, html, changes: task.mutate };
        (coverage || task.mutate).then(|| Covered {
            asked,
            text: String::new(),
            coverage: Vec::new(),
            lcov: String::new(),
            html: String::new(),
            changes: Vec::new(),
            all: Tally::default(),
        })
    }

    /// Runs the cases of one more policy; gives what came of them, and the changes that none of them notices.
    pub fn run(
        &mut self,
        model: &Model,
        evaluator: &Evaluator,
        sources: &Sources,
        lang: Lang,
    ) -> (Vec<Ran>, Option<Vec<Finding>>) {
        let trial = Trial::new(model, evaluator);
        let ran = if self.asked.coverage {
            let held = Held::of(model);
            let mut survey = Survey::new(model, &held, evaluator);
            let ran = survey.run();
            survey.prove();
            survey.choices(&trial);
            self.add(&Coverage::of(&survey), sources, lang);
            ran
        } else {
            cases::run(model, evaluator)
        };
        let found = self.asked.changes.then(|| self.changes(model, &trial, sources, lang));
        (ran, found)
    }

    fn add(&mut self, coverage: &Coverage, sources: &Sources, lang: Lang) {
        self.text += &render::text::text(coverage, sources, lang);
        self.coverage.push(render::json::object(coverage, sources).to_string());
        if self.asked.lcov {
            self.lcov += &render::lcov::records(coverage, sources);
        }
        if self.asked.html {
            self.html += &render::html::part(coverage, sources, lang);
        }
        self.all = self.all.plus(coverage.all());
    }

    /// Writes the files that were asked for.
    pub fn write(&self, task: &args::Test, lang: Lang) -> Result<(), Failure> {
        if let Some(file) = &task.lcov {
            files::write_whole(file, self.lcov.as_bytes())?;
        }
        if let Some(file) = &task.html {
            files::write_whole(file, render::html::page(&self.html, lang).as_bytes())?;
        }
        Ok(())
    }

    fn changes(&mut self, model: &Model, trial: &Trial<'_>, sources: &Sources, lang: Lang) -> Vec<Finding> {
        let count = coverage::changes::changes(model).len();
        let mut progress = Progress::of(&Message::new("试改", "trying changes"), count, 1, lang);
        let changes = Changes::try_all(model, trial, || progress.step());
        progress.finish();
        self.text += &render::text::changes(&changes, lang);
        self.changes.push(render::json::changes(&changes, sources).to_string());
        changes.findings()
    }

    /// Tables for each policy.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Further parts of the object in JSON: lists with an object for each policy.
    pub fn json(&self) -> String {
        let part = |name: &str, asked: bool, objects: &[String]| {
            if asked { format!(",\n\"{name}\":{}", list(objects)) } else { String::new() }
        };
        let coverage = part("coverage", self.asked.coverage, &self.coverage);
        coverage + &part("changes", self.asked.changes, &self.changes)
    }

    /// What to say where less is reached than asked for.
    pub fn short_of(&self, least: Option<u8>) -> Option<Message> {
        let (least, percent) = (usize::from(least?), self.all.percent());
        let message = || {
            Message::new(
                format!("覆盖 {percent}%，低于要求的 {least}%"),
                format!("Coverage is {percent}%, less than the {least}% asked for"),
            )
        };
        (percent < least).then(message)
    }
}
