//! Nothing is found by lints in the policies, the lessons, the templates and the pages; lints over many rules take no time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod common;

use common::{files, read};
use mizi::diagnostics::Lang;
use mizi::diagnostics::render::terminal::{self, Style};
use mizi::lint::{self, LINTS, Options};
use std::collections::BTreeMap;

/// What lints find in the texts of one folder.
fn found(texts: Vec<(String, Vec<u8>)>) -> String {
    let loaded = mizi::load(texts);
    let of = |policy: &mizi::load::Policy| {
        let checked = policy.checked.as_ref().expect("a policy without errors");
        lint::findings(&loaded.sources, &policy.trees, checked.model(), &Options::default())
    };
    let findings: Vec<_> = loaded.policies.iter().flat_map(of).collect();
    terminal::text(&findings, &loaded.sources, Style::plain(Lang::Zh))
}

#[test]
fn the_policies_and_the_lessons_are_clean() {
    let mut folders: BTreeMap<String, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    for path in ["policies", "examples"].into_iter().flat_map(|folder| files(folder, ".mizi")) {
        let folder = path.rsplit_once('/').expect("a folder").0.to_owned();
        folders.entry(folder).or_default().push((path.clone(), read(&path).into_bytes()));
    }
    assert!(folders.len() >= 18);
    let found: String = folders.into_values().map(found).collect();
    assert!(found.trim().is_empty(), "{found}");
}

#[test]
fn what_new_writes_is_clean() {
    for lang in ["zh", "en"] {
        let template = read(&format!("src/cli/templates/policy.{lang}.mizi"));
        let text = template.replace("{name}", "示例").replace("{title}", "示例").replace("{code}", "sample");
        let found = found(vec![("policy.mizi".to_owned(), text.into_bytes())]);
        assert!(found.trim().is_empty(), "{found}");
    }
}

#[test]
fn lints_stand_in_order_with_one_file_each() {
    assert!(LINTS.is_sorted_by_key(|lint| lint.code.name));
    for lint in LINTS {
        assert!(!read(&format!("src/lint/{}.rs", lint.code.name.replace('-', "_"))).is_empty());
    }
}
