//! Every change that a finding offers mends it: applied to the text, the finding is gone and nothing that could be read before
//! cannot be read now.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

mod common;

use common::case::{self, Case};
use common::stages;
use mizi::diagnostics::{Finding, Fix};
use mizi::source::Sources;
use std::collections::BTreeMap;

type Texts = Vec<(String, Vec<u8>)>;

/// The texts with the edits made, the last first.
fn mended(texts: &Texts, sources: &Sources, fix: &Fix) -> Texts {
    let mut texts = texts.clone();
    let mut edits = fix.edits.clone();
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    for (span, new) in edits {
        let name = &sources.get(span.text).unwrap().name;
        let content = &mut texts.iter_mut().find(|(known, _)| known == name).unwrap().1;
        content.splice(span.start as usize..span.end as usize, new.bytes());
    }
    texts
}

/// How often each kind of finding was found.
fn counts(findings: &[Finding]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.code.name).or_default() += 1;
    }
    counts
}

fn wrong(case: &Case) -> Vec<String> {
    let (sources, before) = stages::findings(&case.stage, &case.texts).unwrap();
    let old = counts(&before);
    let mut wrong = Vec::new();
    for finding in &before {
        for fix in &finding.fixes {
            let texts = mended(&case.texts, &sources, fix);
            let (_, after) = stages::findings(&case.stage, &texts).unwrap();
            let new = counts(&after);
            let code = finding.code.name;
            let gone = new.get(code).copied().unwrap_or(0) < old[code];
            let unread = counts(&stages::findings("syntax", &texts).unwrap().1).values().sum::<usize>();
            let unread_before = counts(&stages::findings("syntax", &case.texts).unwrap().1).values().sum::<usize>();
            if !gone || unread > unread_before {
                wrong.push(format!("{}: {code}: {}: {old:?} became {new:?}", case.name, fix.title.en));
            }
        }
    }
    wrong
}

fn is_looked_at(stage: &str) -> bool {
    matches!(stage, "model" | "checks") || stage.starts_with("lint/")
}

/// The first fix of every finding made at once; none where two would change the same words.
fn all_mended(texts: &Texts, sources: &Sources, findings: &[Finding]) -> Option<Texts> {
    let edits = findings.iter().filter_map(|finding| finding.fixes.first()).flat_map(|fix| fix.edits.clone());
    let mut edits: Vec<_> = edits.collect();
    edits.sort_by_key(|(span, _)| *span);
    edits.dedup();
    let apart = edits.windows(2).all(|pair| pair[0].0.text != pair[1].0.text || pair[0].0.end <= pair[1].0.start);
    let fix = Fix { title: mizi::diagnostics::Message::default(), edits };
    (apart && !fix.edits.is_empty()).then(|| mended(texts, sources, &fix))
}

/// What a lint mends stays mended: no finding with a fix is left, and the policy still has no errors.
#[test]
fn every_fix_of_a_lint_is_made_once() {
    let mut tried = 0;
    for case in case::all().unwrap().iter().filter(|case| case.bad && case.stage.starts_with("lint/")) {
        let (sources, before) = stages::findings(&case.stage, &case.texts).unwrap();
        let Some(texts) = all_mended(&case.texts, &sources, &before) else { continue };
        tried += 1;
        let (_, after) = stages::findings(&case.stage, &texts).unwrap();
        let shown = || String::from_utf8_lossy(&texts[0].1).into_owned();
        assert!(after.iter().all(|finding| finding.fixes.is_empty()), "{}\n{}", case.name, shown());
        assert!(
            mizi::load(texts.clone()).policies.iter().all(|policy| policy.is_sound()),
            "{}\n{}",
            case.name,
            shown()
        );
    }
    assert!(tried > 0);
}

#[test]
fn every_fix_mends_what_it_was_offered_for() {
    let cases = case::all().unwrap();
    let looked_at = cases.iter().filter(|case| case.bad && is_looked_at(&case.stage));
    let wrong: Vec<String> = looked_at.flat_map(wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
