//! Why a command could not run. Exit status 2.

use crate::diagnostics::{Lang, Message};

/// A command could not run at all.
#[derive(Debug)]
pub struct Failure(Message);

impl Failure {
    /// A failure from its two wordings.
    pub fn new(message: Message) -> Self {
        Failure(message)
    }

    /// The sentence to print.
    pub fn text(&self, lang: Lang) -> &str {
        self.0.text(lang)
    }
}
