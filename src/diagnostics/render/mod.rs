//! Findings as people and programs read them.

pub mod columns;
pub mod json;
mod shown;
pub mod terminal;
mod words;

use super::{Finding, Lang, Severity, in_order};

/// How many findings there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    errors: usize,
    warnings: usize,
    notes: usize,
}

impl Counts {
    /// Counts findings of the same texts, each once.
    pub fn of(findings: &[Finding]) -> Self {
        let mut counts = Counts::default();
        for finding in in_order(findings) {
            *counts.mut_of(finding.severity()) += 1;
        }
        counts
    }

    /// Adds those of other texts.
    pub fn add(&mut self, other: Counts) {
        for severity in [Severity::Error, Severity::Warning, Severity::Note] {
            *self.mut_of(severity) += other.number(severity);
        }
    }

    /// How many of one severity.
    pub fn number(self, severity: Severity) -> usize {
        let mut counts = self;
        *counts.mut_of(severity)
    }

    /// In one line: `3 处错误，1 处警告`, `3 errors, 1 warning`.
    pub fn text(self, lang: Lang) -> String {
        let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
            .into_iter()
            .map(|severity| (severity, self.number(severity)))
            .filter(|(_, count)| *count > 0)
            .map(|(severity, count)| words::counted(severity, count, lang))
            .collect();
        match (parts.is_empty(), lang) {
            (true, Lang::Zh) => "没有发现问题".to_owned(),
            (true, Lang::En) => "No problems found".to_owned(),
            (false, Lang::Zh) => parts.join("，"),
            (false, Lang::En) => parts.join(", "),
        }
    }

    fn mut_of(&mut self, severity: Severity) -> &mut usize {
        match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Note => &mut self.notes,
        }
    }
}

/// How many findings there are, in one line.
pub fn summary(findings: &[Finding], lang: Lang) -> String {
    Counts::of(findings).text(lang)
}
