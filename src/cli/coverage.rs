//! `mizi test --coverage`: what the cases reach, gathered over all policies and shown at the end.

use super::args;
use super::report::list;
use crate::coverage::{Coverage, Tally, render};
use crate::diagnostics::{Lang, Message};
use crate::source::Sources;

/// The coverage of all policies that a command was given.
#[derive(Default)]
pub struct Covered {
    text: String,
    objects: Vec<String>,
    all: Tally,
}

impl Covered {
    /// Whether a command asks for it.
    pub fn is_asked(task: &args::Test) -> bool {
        task.coverage || task.fail_under.is_some()
    }

    /// One more policy.
    pub fn add(&mut self, coverage: &Coverage, sources: &Sources, lang: Lang) {
        self.text += &render::text::text(coverage, sources, lang);
        self.objects.push(render::json::object(coverage, sources).to_string());
        self.all = self.all.plus(coverage.all());
    }

    /// A table for each policy.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A list with an object for each policy.
    pub fn json(&self) -> String {
        list(&self.objects)
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
