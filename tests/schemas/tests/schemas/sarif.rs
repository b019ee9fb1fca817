//! `--format sarif` gives what the published schema of SARIF 2.1.0 says.

use crate::common::{holds, printed, root};
use serde_json::Value;
use std::process::Command;

/// The schema, as it comes with the library that is made from it.
fn schema() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let found = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&found.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").expect("the library");
    let manifest = std::path::Path::new(package["manifest_path"].as_str().expect("a path"));
    let text = std::fs::read_to_string(manifest.with_file_name("src/schema.json")).expect("the schema");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn a_log_is_what_the_published_schema_says() {
    let validator = jsonschema::validator_for(&schema()).expect("the schema");
    let mut met = [false; 4];
    for words in [
        vec!["check", "tests/cases", "--format", "sarif", "--lang", "zh"],
        vec!["check", "tests/cases", "--format", "sarif", "--lang", "en"],
        vec!["test", "tests/cases/cases/expectations", "--format", "sarif"],
        vec!["check", "examples", "--format", "sarif"],
    ] {
        let text = printed(&words);
        let log = holds(&validator, &text);
        serde_json::from_str::<serde_sarif::sarif::Sarif>(&text).expect("a log");
        let run = &log["runs"][0];
        let rules: Vec<&Value> = run["tool"]["driver"]["rules"].as_array().expect("rules").iter().collect();
        let mut fingerprints = std::collections::BTreeSet::new();
        for result in run["results"].as_array().expect("results") {
            let rule = rules.iter().find(|rule| rule["id"] == result["ruleId"]).expect("its rule");
            assert!(rule["help"]["markdown"].as_str().is_some_and(|page| page.contains("---")), "{rule}");
            assert!(fingerprints.insert(result["partialFingerprints"]["mizi/v1"].to_string()), "{result}");
            let has = |part: &str| result[part].as_array().is_some_and(|part| !part.is_empty());
            for (met, part) in met.iter_mut().zip(["locations", "relatedLocations", "fixes"]) {
                *met |= has(part);
            }
            met[3] |= result["level"] == "note";
        }
    }
    assert_eq!(met, [true; 4], "places, related places, fixes and notes");
}
