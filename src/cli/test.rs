//! `mizi test PATH…`: runs the cases of policies.

use super::report::{Report, list, say};
use super::{args, failure::Failure, files, settings, status};
use crate::cases::{self, Ran};
use crate::diagnostics::{Lang, Message};
use crate::load::{self, Loaded, Policy};
use mizi_evaluator::Evaluator;
use serde_json::json;
use std::process::ExitCode;

/// Runs the command.
pub fn run(task: &args::Test, lang: Option<Lang>) -> Result<ExitCode, Failure> {
    let mut tester = Tester {
        report: Report::new(task.format, lang).denying(task.deny),
        cases: Vec::new(),
        passed: 0,
        failed: 0,
        unsound: 0,
    };
    for settings::Chosen { files, settings } in settings::chosen(&task.paths)? {
        let mut loaded = load::load(files::bundle(&files)?.files);
        loaded.findings = settings.levelled(loaded.findings);
        tester.report.findings(&loaded.findings, &loaded.sources, Lang::Zh);
        for policy in &mut loaded.policies {
            policy.findings = settings.levelled(std::mem::take(&mut policy.findings));
        }
        for policy in &loaded.policies {
            tester.policy(policy, &loaded)?;
        }
    }
    Ok(tester.close())
}

struct Tester {
    report: Report,
    /// Of a report for programs: every case in JSON.
    cases: Vec<String>,
    passed: usize,
    failed: usize,
    unsound: usize,
}

impl Tester {
    /// A policy with errors has none of its cases run; that is a failure, and its errors are shown, as are warnings that are denied.
    fn policy(&mut self, policy: &Policy, loaded: &Loaded) -> Result<(), Failure> {
        let shown: Vec<_> = policy.findings.iter().filter(|f| self.report.fails_for(f)).cloned().collect();
        self.report.findings(&shown, &loaded.sources, policy.lang);
        let Some(checked) = &policy.checked else {
            self.unsound += 1;
            return Ok(());
        };
        let evaluator = Evaluator::new(checked.program().clone()).map_err(|e| super::policy::failure(&e))?;
        for ran in cases::run(checked.model(), &evaluator) {
            self.case(&ran, loaded, policy.lang);
        }
        Ok(())
    }

    fn case(&mut self, ran: &Ran, loaded: &Loaded, own: Lang) {
        let passed = ran.findings.is_empty();
        if passed {
            self.passed += 1;
        } else {
            self.failed += 1;
        }
        if self.report.is_json() {
            let file = loaded.sources.get(ran.span.text).map(|text| text.name.as_str());
            let line = loaded.sources.start(ran.span).map(|place| place.line);
            self.cases.push(json!({"title": ran.title, "file": file, "line": line, "passed": passed}).to_string());
        }
        self.report.case(&ran.title, ran.span, &ran.findings, &loaded.sources, own);
    }

    fn close(self) -> ExitCode {
        let bad = self.failed > 0 || self.unsound > 0 || self.report.fails();
        if self.report.is_json() {
            let Tester { passed, failed, unsound, .. } = self;
            let (cases, findings) = (list(&self.cases), self.report.list());
            let counts = format!("\"passed\":{passed},\"failed\":{failed},\"policies_with_errors\":{unsound}");
            say(&format!("{{{counts},\n\"cases\":{cases},\n\"findings\":{findings}}}\n"));
            return status(bad);
        }
        if !self.report.is_text() {
            self.report.close();
            return status(bad);
        }
        let lang = self.report.last_lang();
        let Tester { passed, failed, unsound, .. } = self;
        let mut text = Message::new(
            format!("案例：{passed} 个通过，{failed} 个不符"),
            format!("Cases: {passed} passed, {failed} failed"),
        );
        if unsound > 0 {
            text.zh += &format!("；{unsound} 份政策有错误，案例没有运行");
            text.en += &match unsound {
                1 => "; one policy has errors, its cases were not run".to_owned(),
                _ => format!("; {unsound} policies have errors, their cases were not run"),
            };
        }
        say(&format!("{}\n", text.text(lang)));
        status(bad)
    }
}
