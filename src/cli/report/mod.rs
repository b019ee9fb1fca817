//! Findings on standard output: for people, for programs, and for what runs in CI.

pub mod fingerprint;
mod github;
mod junit;
mod sarif;

use super::args::{Deny, Format, ReportFormat};
use crate::diagnostics::render::{Counts, json, terminal};
use crate::diagnostics::{Finding, Lang, Severity};
use crate::source::{Sources, Span};
use std::io::{IsTerminal, Write};

/// Columns of a terminal line; longer lines are broken.
const WIDTH: usize = 100;

/// Findings of one bundle of files, in the language asked for or that of each policy.
pub struct Report {
    aside: bool,
    form: Form,
    colour: bool,
    /// Whether notes are shown in full; none where that is not for the reader to choose.
    notes: Option<bool>,
    counts: Counts,
    /// The mildest finding that makes the command fail.
    fails_at: Severity,
    lang: Option<Lang>,
    last: Lang,
}

/// What has been said so far, where it is said at the end.
enum Form {
    Text,
    Json(Vec<String>),
    Github,
    Sarif(sarif::Log),
    Junit(junit::Suites),
}

impl From<Option<ReportFormat>> for Form {
    fn from(format: Option<ReportFormat>) -> Self {
        match format {
            None | Some(ReportFormat::Text) => Form::Text,
            Some(ReportFormat::Json) => Form::Json(Vec::new()),
            Some(ReportFormat::Github) => Form::Github,
            Some(ReportFormat::Sarif) => Form::Sarif(sarif::Log::default()),
            Some(ReportFormat::Junit) => Form::Junit(junit::Suites::default()),
        }
    }
}

impl Report {
    /// A report in this form on standard output; `lang` is the language asked for, if any.
    pub fn new(format: Option<ReportFormat>, lang: Option<Lang>) -> Self {
        Report::on(false, format.into(), lang)
    }

    /// The same on standard error: of a command whose output is something else.
    pub fn aside(format: Option<Format>, lang: Option<Lang>) -> Self {
        let format = format.map(|format| match format {
            Format::Text => ReportFormat::Text,
            Format::Json => ReportFormat::Json,
        });
        Report::on(true, format.into(), lang)
    }

    /// With notes in full, as errors and warnings are, or on one line each.
    pub fn with_notes(self, notes: bool) -> Self {
        Report { notes: Some(notes), ..self }
    }

    /// With warnings counted as errors are, where that is asked.
    pub fn denying(self, deny: Option<Deny>) -> Self {
        let fails_at = match deny {
            None => Severity::Error,
            Some(Deny::Warnings) => Severity::Warning,
        };
        Report { fails_at, ..self }
    }

    fn on(aside: bool, form: Form, lang: Option<Lang>) -> Self {
        let terminal = if aside { std::io::stderr().is_terminal() } else { std::io::stdout().is_terminal() };
        Report {
            aside,
            form,
            colour: terminal && std::env::var_os("NO_COLOR").is_none(),
            notes: None,
            counts: Counts::default(),
            fails_at: Severity::Error,
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

    /// Whether this report is a list in JSON.
    pub fn is_json(&self) -> bool {
        matches!(self.form, Form::Json(_))
    }

    /// Whether this report is read by people as it is.
    pub fn is_text(&self) -> bool {
        matches!(self.form, Form::Text)
    }

    /// Shows findings.
    pub fn findings(&mut self, findings: &[Finding], sources: &Sources, own: Lang) {
        let lang = self.lang(own);
        match &mut self.form {
            Form::Junit(suites) => suites.findings(findings, sources, lang, self.fails_at),
            _ => self.show(findings, sources, lang),
        }
        self.counts.add(Counts::of(findings));
    }

    /// Shows a case that was run, and what is wrong with it.
    pub fn case(&mut self, title: &str, span: Span, findings: &[Finding], sources: &Sources, own: Lang) {
        let lang = self.lang(own);
        match &mut self.form {
            Form::Junit(suites) => suites.case(title, span, findings, sources, lang),
            Form::Text => {
                self.say(&format!("{} {title}\n", if findings.is_empty() { "✓" } else { "✗" }));
                self.show(findings, sources, lang);
            }
            _ => self.show(findings, sources, lang),
        }
        self.counts.add(Counts::of(findings));
    }

    fn show(&mut self, findings: &[Finding], sources: &Sources, lang: Lang) {
        match &mut self.form {
            Form::Text => {
                let style = terminal::Style { lang, colour: self.colour, width: WIDTH };
                let show = if self.notes == Some(true) { terminal::text } else { terminal::brief };
                self.say(&show(findings, sources, style));
            }
            Form::Json(entries) => entries.extend(json::entries(findings, sources).unwrap_or_default()),
            Form::Github => self.say(&github::lines(findings, sources, lang)),
            Form::Sarif(log) => log.findings(findings, sources, lang),
            Form::Junit(_) => {}
        }
    }

    /// Whether a finding makes the command fail.
    pub fn fails_for(&self, finding: &Finding) -> bool {
        finding.severity() <= self.fails_at
    }

    /// Whether anything was shown that makes the command fail: an error, or a warning where it is denied.
    pub fn fails(&self) -> bool {
        [Severity::Error, Severity::Warning].into_iter().any(|s| s <= self.fails_at && self.counts.number(s) > 0)
    }

    /// Shows how many findings there were, or what is said at the end.
    pub fn close(self) {
        let last = match &self.form {
            Form::Text => format!("{}{}\n", self.counts.text(self.last), self.hint()),
            Form::Github => format!("{}\n", self.counts.text(self.last)),
            Form::Json(entries) => format!("{}\n", list(entries)),
            Form::Sarif(log) => log.text(self.last),
            Form::Junit(suites) => suites.text(),
        };
        self.say(&last);
    }

    /// How to see notes in full, where there are any and the reader can choose.
    fn hint(&self) -> &'static str {
        let brief = self.notes == Some(false) && self.counts.number(Severity::Note) > 0;
        match (brief, self.last) {
            (false, _) => "",
            (true, Lang::Zh) => "（加 --notes 看提示的全文）",
            (true, Lang::En) => " (--notes shows notes in full)",
        }
    }

    /// The findings as a list in JSON.
    pub fn list(&self) -> String {
        match &self.form {
            Form::Json(entries) => list(entries),
            _ => list(&[]),
        }
    }

    fn say(&self, text: &str) {
        if self.aside {
            aside(text);
        } else {
            say(text);
        }
    }
}

/// A list in JSON, an entry on each line.
pub fn list(entries: &[String]) -> String {
    if entries.is_empty() { "[]".to_owned() } else { format!("[\n{}\n]", entries.join(",\n")) }
}

/// Prints on standard error.
pub fn aside(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Prints; a reader that went away is no error of ours.
pub fn say(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// What a finding says in a few lines without its source: what, why, what to do.
fn told(finding: &Finding, lang: Lang) -> String {
    let parts = [Some(&finding.what), finding.why.as_ref(), finding.help.as_ref()];
    let parts: Vec<&str> = parts.into_iter().flatten().map(|message| message.text(lang)).collect();
    parts.join("\n")
}

/// The name of the file that a place is in.
fn file(span: Span, sources: &Sources) -> Option<&str> {
    sources.get(span.text).map(|text| text.name.as_str())
}
