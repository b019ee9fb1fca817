//! The schemas, and what is held to them.

use jsonschema::{Registry, Validator};
use mizi_evaluator::Evaluator;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub const SCHEMAS: [&str; 12] = [
    "record", "subject", "decision", "state", "findings", "tests", "compiled", "created", "summary", "diff",
    "exposure", "baseline",
];

pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

pub fn schema(name: &str) -> Value {
    let path = root().join(format!("docs/schemas/{name}.schema.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The validator of a schema, which may refer to the others.
pub fn validator(name: &str) -> Validator {
    let mut registry = Registry::new();
    for other in SCHEMAS {
        registry = registry.add(format!("{other}.schema.json"), schema(other)).expect("a name");
    }
    let registry = registry.prepare().expect("they fit together");
    jsonschema::options()
        .with_registry(&registry)
        .build(&schema(name))
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Stops where a text is not what the schema says.
pub fn holds(validator: &Validator, text: &str) -> Value {
    let value: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    if let Err(error) = validator.validate(&value) {
        panic!("{error} at {}\n{text}", error.instance_path());
    }
    value
}

/// The command.
pub fn mizi(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mizi-schemas"));
    command.current_dir(root()).args(words).output().expect("the command runs")
}

/// What the command printed.
pub fn printed(words: &[&str]) -> String {
    String::from_utf8(mizi(words).stdout).expect("UTF-8")
}

/// A file of this test's own.
pub fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("schemas");
    std::fs::create_dir_all(&folder).expect("a folder");
    folder.join(name)
}

/// A policy of the repository, ready to decide.
pub fn policy(path: &str) -> Evaluator {
    let bytes = std::fs::read(root().join(path)).expect("a policy");
    let mut loaded = mizi::load(vec![(path.to_owned(), bytes)]);
    let checked = loaded.policies.remove(0).checked.expect("without errors");
    Evaluator::new(checked.into_program()).expect("a program")
}
