//! Progress, on a terminal's standard error and nowhere else.

use crate::diagnostics::{Lang, Message};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;

/// Lines between two looks at the clock.
const EVERY: u64 = 4096;

/// A bar that counts what is done.
pub struct Progress {
    bar: ProgressBar,
    done: u64,
    every: u64,
}

impl Progress {
    /// A bar for so many lines to decide.
    pub fn new(lines: usize, lang: Lang) -> Self {
        Progress::of(&Message::new("判定", "deciding"), lines, EVERY, lang)
    }

    /// A bar for so many things, looked at after every so many.
    pub fn of(word: &Message, count: usize, every: u64, lang: Lang) -> Self {
        if !std::io::stderr().is_terminal() {
            return Progress { bar: ProgressBar::hidden(), done: 0, every };
        }
        let bar = ProgressBar::with_draw_target(Some(count as u64), ProgressDrawTarget::stderr());
        let template = format!("{} {{wide_bar}} {{pos}}/{{len}}", word.text(lang));
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        Progress { bar, done: 0, every }
    }

    /// One more is done.
    pub fn step(&mut self) {
        self.done += 1;
        if self.done.is_multiple_of(self.every) {
            self.bar.set_position(self.done);
        }
    }

    /// All is done.
    pub fn finish(self) {
        self.bar.finish_and_clear();
    }
}
