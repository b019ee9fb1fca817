//! What is shown of a policy before it is decided on: every comparison of `tests/diff`, and the bounds of all policies.

use crate::common::{holds, printed, root, schema, validator};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

/// The words that a list of a schema allows.
fn words(schema: &Value, path: &[&str]) -> BTreeSet<String> {
    let list = path.iter().fold(schema, |at, part| &at[*part]);
    list.as_array().expect("a list").iter().map(|word| word.as_str().expect("a word").to_owned()).collect()
}

/// Words under a name, anywhere in a value.
fn said(value: &Value, name: &str, met: &mut BTreeSet<String>) {
    match value {
        Value::Object(parts) => {
            met.extend(parts.get(name).and_then(Value::as_str).map(str::to_owned));
            parts.values().for_each(|part| said(part, name, met));
        }
        Value::Array(parts) => parts.iter().for_each(|part| said(part, name, met)),
        _ => {}
    }
}

#[test]
fn what_diff_prints() {
    let diff = validator("diff");
    let (mut kinds, mut parts, mut effects) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for case in fs::read_dir(root().join("tests/diff")).expect("cases") {
        let folder = case.expect("a case").file_name().into_string().expect("UTF-8");
        let [old, new] = ["old", "new"].map(|side| format!("tests/diff/{folder}/{side}.mizi"));
        for words in [[&old, &new], [&new, &old]] {
            let found = holds(&diff, &printed(&["diff", words[0], words[1], "--format", "json"]));
            let none = found["changes"].as_array().is_some_and(Vec::is_empty);
            assert!(none || found["no_change"] == false, "{folder}");
            let about = found["changes"].as_array().into_iter().flatten().map(|change| &change["about"]);
            about.for_each(|about| said(about, "kind", &mut kinds));
            said(&found, "part", &mut parts);
            said(&found["changes"], "effect", &mut effects);
        }
    }
    // Every kind of item but accounts, and most parts and effects, are among the cases.
    let all = words(&schema("diff"), &["$defs", "about", "properties", "kind", "enum"]);
    assert_eq!(all.difference(&kinds).map(String::as_str).collect::<Vec<_>>(), ["account"]);
    let all = words(&schema("diff"), &["$defs", "texts", "items", "properties", "part", "enum"]);
    assert!(parts.is_subset(&all) && parts.len() >= 12, "{parts:?}");
    let all = words(&schema("diff"), &["$defs", "example", "properties", "effect", "enum"]);
    assert!(effects.is_subset(&all) && effects.len() >= 6, "{effects:?}");
    for wrong in [r#"{"no_change":true,"changes":[]}"#, r#"{"no_change":1,"changes":[],"undecided":[]}"#] {
        assert!(!diff.is_valid(&serde_json::from_str(wrong).expect("JSON")), "{wrong}");
    }
}

#[test]
fn what_exposure_prints() {
    let exposure = validator("exposure");
    let mut bounds = BTreeSet::new();
    let numbers = ["--largest-household", "5", "--residents", "10"];
    let lessons = ["examples/11-household-cap", "examples/10-bonus", "examples/15-versions", "policies/time-bank"];
    for policy in lessons.into_iter().chain(["policies/merchants"]) {
        let words = ["exposure", policy, "--format", "json"];
        for words in [words.to_vec(), [&words[..], &numbers[..]].concat()] {
            said(&holds(&exposure, &printed(&words)), "bound", &mut bounds);
        }
    }
    for word in ["exact", "at_most", "needs_number"] {
        assert!(bounds.contains(word), "{bounds:?}");
    }
    let row = |row: &str| {
        let text = format!(
            r#"{{"policy":{{"zh":"","en":""}},"point":{{"zh":"","en":""}},"parts":[{{"whose":"person","reading":{{"zh":"","en":""}},"period":{{"kind":"day","called":{{"zh":"","en":""}}}},"rows":[{row}]}}]}}"#
        );
        exposure.is_valid(&serde_json::from_str(&text).expect("JSON"))
    };
    assert!(row(r#"{"bound":"at_most","points":"0.5","from":"2025-01-01"}"#));
    for wrong in [
        r#"{"bound":"exact"}"#,
        r#"{"bound":"exact","points":"1.","from":"2025-01-01"}"#,
        r#"{"bound":"no_limit","points":"1","from":"2025-01-01"}"#,
        r#"{"bound":"needs_number"}"#,
        r#"{"bound":"needs_number","needs":"people"}"#,
    ] {
        assert!(!row(wrong), "{wrong}");
    }
}
