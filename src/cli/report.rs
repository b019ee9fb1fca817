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
    aside: bool,
    format: Format,
    colour: bool,
    /// Whether notes are shown in full; none where that is not for the reader to choose.
    notes: Option<bool>,
    json: Vec<String>,
    counts: Vec<Finding>,
    lang: Option<Lang>,
    last: Lang,
}

impl Report {
    /// A report in this form on standard output; `lang` is the language asked for, if any.
    pub fn new(format: Option<Format>, lang: Option<Lang>) -> Self {
        Report::on(false, format, lang)
    }

    /// With notes in full, as errors and warnings are, or on one line each.
    pub fn with_notes(self, notes: bool) -> Self {
        Report { notes: Some(notes), ..self }
    }

    /// The same on standard error: of a command whose output is something else.
    pub fn aside(format: Option<Format>, lang: Option<Lang>) -> Self {
        Report::on(true, format, lang)
    }

    fn on(aside: bool, format: Option<Format>, lang: Option<Lang>) -> Self {
        let terminal = if aside { std::io::stderr().is_terminal() } else { std::io::stdout().is_terminal() };
        Report {
            aside,
            format: format.unwrap_or(Format::Text),
            colour: terminal && std::env::var_os("NO_COLOR").is_none(),
            notes: None,
            json: Vec::new(),
            counts: Vec::new(),
            lang,
            last: lang.unwrap_or_default(),
        }
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
                let show = if self.notes == Some(true) { terminal::text } else { terminal::brief };
                self.say(&show(findings, sources, style));
            }
            Format::Json => self.json.extend(json::entries(findings, sources).unwrap_or_default()),
        }
        self.counts.extend(findings.iter().cloned());
    }

    /// Whether an error or warning was shown.
    pub fn found(&self) -> bool {
        self.counts.iter().any(|finding| finding.severity() != Severity::Note)
    }

    /// Shows how many findings there were; of a report for programs the findings themselves.
    pub fn close(self) {
        match self.format {
            Format::Text => self.say(&format!("{}{}\n", summary(&self.counts, self.last), self.hint())),
            Format::Json => self.say(&format!("{}\n", list(&self.json))),
        }
    }

    /// How to see notes in full, where there are any and the reader can choose.
    fn hint(&self) -> &'static str {
        let brief = self.notes == Some(false) && self.counts.iter().any(|f| f.severity() == Severity::Note);
        match (brief, self.last) {
            (false, _) => "",
            (true, Lang::Zh) => "（加 --notes 看提示的全文）",
            (true, Lang::En) => " (--notes shows notes in full)",
        }
    }

    /// The findings as a list in JSON.
    pub fn list(&self) -> String {
        list(&self.json)
    }

    fn say(&self, text: &str) {
        if self.aside {
            let _ = std::io::stderr().lock().write_all(text.as_bytes());
        } else {
            say(text);
        }
    }
}

/// A list in JSON, an entry on each line.
pub fn list(entries: &[String]) -> String {
    if entries.is_empty() { "[]".to_owned() } else { format!("[\n{}\n]", entries.join(",\n")) }
}

/// Prints; a reader that went away is no error of ours.
pub fn say(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}
