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

#[test]
fn every_fix_mends_what_it_was_offered_for() {
    let cases = case::all().unwrap();
    let looked_at = cases.iter().filter(|case| case.bad && matches!(case.stage.as_str(), "model" | "checks"));
    let wrong: Vec<String> = looked_at.flat_map(wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
