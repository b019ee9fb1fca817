//! Findings that no file of a sensible size shows.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use mizi::diagnostics::Finding;
use mizi::load::load;

fn names(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code.name).collect()
}

/// too-large
#[test]
fn a_text_longer_than_any_policy_is_not_read() {
    let loaded = load(vec![("large.mizi".to_owned(), vec![b' '; (4 << 20) + 1])]);
    assert_eq!(names(&loaded.findings), ["too-large"]);
}

/// changed-meaning: the checks of versions refuse it before; a model that was not checked is refused all the same.
#[test]
fn a_program_holds_no_two_meanings_of_one_name() {
    let text = std::fs::read("examples/01-first-rule/first-rule.mizi").expect("the first lesson");
    let loaded = load(vec![("first-rule.mizi".to_owned(), text)]);
    let checked = loaded.policies[0].checked.as_ref().expect("a policy without errors");
    let mut model = checked.model().clone();
    let mut later = model.versions[0].clone();
    model.versions[0].dates.to = Some(later.dates.from + 30);
    later.dates.from += 31;
    later.decimals += 1;
    model.versions.push(later);
    let found = mizi::program::compile(&model).expect_err("decimals differ");
    assert!(names(&found).contains(&"changed-meaning"), "{:?}", names(&found));
}
