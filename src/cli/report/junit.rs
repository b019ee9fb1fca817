//! Findings and cases as JUnit XML: a suite for each file, a case for each finding or case of the policy.

use super::file;
use crate::diagnostics::render::terminal::{self, Style};
use crate::diagnostics::{Finding, Lang, Severity, in_order};
use crate::source::{Sources, Span};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::collections::BTreeMap;

/// The suites so far by the names of their files.
#[derive(Default)]
pub struct Suites(BTreeMap<String, Vec<TestCase>>);

impl Suites {
    /// Adds the files and what was found in them. What is milder than what fails the command passes, and says what it is; notes
    /// are left out.
    pub fn findings(&mut self, findings: &[Finding], sources: &Sources, lang: Lang, fails_at: Severity) {
        for (_, text) in sources.iter() {
            self.0.entry(text.name.clone()).or_default();
        }
        for finding in in_order(findings).into_iter().filter(|finding| finding.severity() != Severity::Note) {
            let name = finding.place().and_then(|span| file(span, sources));
            let first = sources.iter().next().map(|(_, text)| text.name.as_str());
            let name = name.or(first).unwrap_or_default().to_owned();
            let line = finding.place().and_then(|span| sources.start(span)).map(|place| format!(":{}", place.line));
            let title = format!("{}{}", finding.code.name, line.unwrap_or_default());
            let alone = std::slice::from_ref(finding);
            let case = if finding.severity() <= fails_at {
                failed(&title, alone, sources, lang)
            } else {
                let mut passed = TestCase::new(title, TestCaseStatus::success());
                passed.set_system_out(terminal::text(alone, sources, Style::plain(lang)));
                passed
            };
            self.0.entry(name).or_default().push(case);
        }
    }

    /// Adds a case of a policy.
    pub fn case(&mut self, title: &str, span: Span, findings: &[Finding], sources: &Sources, lang: Lang) {
        let case = match findings {
            [] => TestCase::new(title, TestCaseStatus::success()),
            _ => failed(title, findings, sources, lang),
        };
        self.0.entry(file(span, sources).unwrap_or_default().to_owned()).or_default().push(case);
    }

    /// All of it; a file of which nothing is to be said passes.
    pub fn text(&self) -> String {
        let mut report = Report::new("mizi");
        for (name, cases) in &self.0 {
            let mut suite = TestSuite::new(name.as_str());
            match cases.as_slice() {
                [] => suite.add_test_case(TestCase::new("mizi", TestCaseStatus::success())),
                cases => suite.add_test_cases(cases.iter().cloned()),
            };
            report.add_test_suite(suite);
        }
        report.to_string().unwrap_or_default()
    }
}

fn failed(title: &str, findings: &[Finding], sources: &Sources, lang: Lang) -> TestCase {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    if let Some(first) = findings.first() {
        status.set_type(first.code.name).set_message(first.what.text(lang));
    }
    status.set_description(terminal::text(findings, sources, Style::plain(lang)));
    TestCase::new(title, status)
}
