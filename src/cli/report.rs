//! Findings on standard output, as text or JSON.

use super::args::Format;
use crate::diagnostics::render::{json, summary, terminal};
use crate::diagnostics::{Finding, Lang, Severity};
use crate::source::Sources;
use std::io::{IsTerminal, Write};

/// Columns of a terminal line; longer lines are broken.
const WIDTH: usize = 100;

/// Findings of one bundle of files, in the language asked for or that of each policy.
pub struct Report {
    format: Format,
    colour: bool,
    json: Vec<String>,
    counts: Vec<Finding>,
    lang: Option<Lang>,
    last: Lang,
}

impl Report {
    /// A report in this form; `lang` is the language asked for, if any.
    pub fn new(format: Option<Format>, lang: Option<Lang>) -> Self {
        let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        let last = lang.unwrap_or_default();
        Report { format: format.unwrap_or(Format::Text), colour, json: Vec::new(), counts: Vec::new(), lang, last }
    }

    /// The language to speak about something written in `own`.
    pub fn lang(&mut self, own: Lang) -> Lang {
        self.last = self.lang.unwrap_or(own);
        self.last
    }

    /// The language last spoken.
    pub fn last_lang(&self) -> Lang {
        self.last
    }

    /// Whether this report is for programs.
    pub fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Shows findings.
    pub fn findings(&mut self, findings: &[Finding], sources: &Sources, own: Lang) {
        let lang = self.lang(own);
        match self.format {
            Format::Text => {
                let style = terminal::Style { lang, colour: self.colour, width: WIDTH };
                say(&terminal::text(findings, sources, style));
            }
            Format::Json => self.json.extend(json::entries(findings, sources).unwrap_or_default()),
        }
        self.counts.extend(findings.iter().cloned());
    }

    /// Whether an error or warning was shown.
    pub fn found(&self) -> bool {
        self.counts.iter().any(|finding| finding.severity() != Severity::Note)
    }

    /// Shows how many findings there were.
    pub fn close(self) {
        match self.format {
            Format::Text => say(&format!("{}\n", summary(&self.counts, self.last))),
            Format::Json if self.json.is_empty() => say("[]\n"),
            Format::Json => say(&format!("[\n{}\n]\n", self.json.join(",\n"))),
        }
    }
}

/// Prints; a reader that went away is no error of ours.
pub fn say(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}
