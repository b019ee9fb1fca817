//! Progress, on a terminal's standard error and nowhere else.

use crate::diagnostics::{Lang, Message};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;

/// Lines between two looks at the clock.
const EVERY: u64 = 4096;

/// A bar that counts lines.
pub struct Progress {
    bar: ProgressBar,
    done: u64,
}

impl Progress {
    /// A bar for so many lines.
    pub fn new(lines: usize, lang: Lang) -> Self {
        if !std::io::stderr().is_terminal() {
            return Progress { bar: ProgressBar::hidden(), done: 0 };
        }
        let bar = ProgressBar::with_draw_target(Some(lines as u64), ProgressDrawTarget::stderr());
        let word = Message::new("判定", "deciding");
        let template = format!("{} {{wide_bar}} {{pos}}/{{len}}", word.text(lang));
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        Progress { bar, done: 0 }
    }

    /// One more line is done.
    pub fn step(&mut self) {
        self.done += 1;
        if self.done.is_multiple_of(EVERY) {
            self.bar.set_position(self.done);
        }
    }

    /// All lines are done.
    pub fn finish(self) {
        self.bar.finish_and_clear();
    }
}
