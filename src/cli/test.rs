//! `mizi test PATH…`: runs the cases of policies.

use super::coverage::Covered;
use super::report::{Report, aside, list, say};
use super::{args, failure::Failure, files, look, settings, status, suggest};
use crate::cases::{self, Ran};
use crate::coverage::changes::CHANGE_UNNOTICED;
use crate::diagnostics::{Finding, Lang, Message};
use crate::load::{self, Loaded, Policy};
use mizi_evaluator::Evaluator;
use serde_json::json;
use std::process::ExitCode;

/// Runs the command.
pub fn run(task: &args::Test, lang: Option<Lang>) -> Result<ExitCode, Failure> {
    if task.suggest {
        return suggest::run(task, lang);
    }
    let look = look::Look::on(None);
    let mut tester = Tester {
        report: Report::new(task.format, lang).denying(task.deny),
        cases: Vec::new(),
        passed: 0,
        failed: 0,
        unsound: 0,
        covered: Covered::asked(task),
    };
    for settings::Chosen { files, settings } in settings::chosen(&task.paths)? {
        let loaded = load::load(files::bundle(&files)?.files);
        tester.report.findings(&settings.levelled(loaded.findings.iter().cloned()), &loaded.sources, Lang::Zh);
        for policy in &loaded.policies {
            let beside = |changes: Option<Vec<Finding>>| {
                let changes = changes.map(|found| (CHANGE_UNNOTICED.name, found));
                look.found_beside(changes, policy, &loaded, &settings)
            };
            tester.policy(policy, &loaded, &beside)?;
        }
    }
    if let Some(covered) = &tester.covered {
        covered.write(task, tester.report.last_lang())?;
    }
    Ok(tester.close(task.fail_under))
}

/// Everything to say of a policy, with the changes that no case notices.
type Look<'a> = &'a dyn Fn(Option<Vec<Finding>>) -> Vec<Finding>;

struct Tester {
    report: Report,
    /// Of a report for programs: every case in JSON.
    cases: Vec<String>,
    passed: usize,
    failed: usize,
    unsound: usize,
    covered: Option<Covered>,
}

impl Tester {
    /// A policy with errors has none of its cases run; that is a failure, and its errors are shown, as are warnings that are denied.
    fn policy(&mut self, policy: &Policy, loaded: &Loaded, look: Look<'_>) -> Result<(), Failure> {
        let Some(checked) = &policy.checked else {
            self.found(look(None), loaded, policy.lang);
            self.unsound += 1;
            return Ok(());
        };
        let evaluator = Evaluator::new(checked.program().clone()).map_err(|e| super::policy::failure(&e))?;
        let (model, lang) = (checked.model(), self.report.lang(policy.lang));
        let (ran, changes) = match &mut self.covered {
            Some(covered) => covered.run(model, &evaluator, &loaded.sources, lang),
            None => (cases::run(model, &evaluator), None),
        };
        self.found(look(changes), loaded, policy.lang);
        ran.iter().for_each(|ran| self.case(ran, loaded, policy.lang));
        Ok(())
    }

    /// Shows what fails the policy, and what was asked for.
    fn found(&mut self, mut shown: Vec<Finding>, loaded: &Loaded, own: Lang) {
        let asked = |finding: &Finding| finding.code.name == CHANGE_UNNOTICED.name;
        shown.retain(|finding| self.report.fails_for(finding) || asked(finding));
        self.report.findings(&shown, &loaded.sources, own);
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

    fn close(self, least: Option<u8>) -> ExitCode {
        let short = self.covered.as_ref().and_then(|covered| covered.short_of(least));
        let lang = self.report.last_lang();
        let bad = self.failed > 0 || self.unsound > 0 || self.report.fails() || short.is_some();
        if self.report.is_json() {
            let Tester { passed, failed, unsound, .. } = self;
            let (cases, findings) = (list(&self.cases), self.report.list());
            let counts = format!("\"passed\":{passed},\"failed\":{failed},\"policies_with_errors\":{unsound}");
            let coverage = self.covered.as_ref().map(Covered::json).unwrap_or_default();
            say(&format!("{{{counts},\n\"cases\":{cases},\n\"findings\":{findings}{coverage}}}\n"));
            warn(short, lang);
            return status(bad);
        }
        if !self.report.is_text() {
            self.report.close();
            warn(short, lang);
            return status(bad);
        }
        let Tester { passed, failed, unsound, covered, .. } = self;
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
        say(&format!("{}\n{}", text.text(lang), covered.as_ref().map_or("", Covered::text)));
        warn(short, lang);
        status(bad)
    }
}

/// Says on standard error that less is covered than was asked for.
fn warn(short: Option<Message>, lang: Lang) {
    if let Some(short) = short {
        aside(&format!("{}\n", short.text(lang)));
    }
}
