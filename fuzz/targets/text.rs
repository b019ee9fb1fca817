//! Any bytes as a policy: read, checked, compiled, its cases run, and what is found shown in both languages.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mizi::diagnostics::Lang;
use mizi::diagnostics::render::terminal::{self, Style};
use mizi::diagnostics::render::{json, summary};
use mizi_evaluator::Evaluator;

fuzz_target!(|bytes: &[u8]| {
    let loaded = mizi::load(vec![("a.mizi".to_owned(), bytes.to_vec())]);
    let mut findings = loaded.findings;
    for policy in loaded.policies {
        findings.extend(policy.findings);
        if let Some(checked) = policy.checked {
            let evaluator = Evaluator::new(checked.program().clone()).expect("what is checked can be run");
            findings.extend(mizi::cases::run(checked.model(), &evaluator).into_iter().flat_map(|ran| ran.findings));
        }
    }
    for lang in [Lang::Zh, Lang::En] {
        terminal::text(&findings, &loaded.sources, Style::plain(lang));
        summary(&findings, lang);
    }
    json::array(&findings, &loaded.sources).expect("findings are text and whole numbers");
});
