//! What the targets share: the repository's policies as evaluators, records for each of them, and a run that must not panic.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use mizi_evaluator::account::Memory;
use mizi_evaluator::explain::{Explainer, Lang};
use mizi_evaluator::json::{Reader, Writer};
use mizi_evaluator::program::{FactKind, Program, ScopeKeys};
use mizi_evaluator::{Buffer, Evaluator, Explained};

/// A policy of the repository, ready to run, with records that it decides.
pub struct Seed {
    /// The policy.
    pub evaluator: Evaluator,
    /// Lines of input.
    pub records: Vec<String>,
}

/// The policies of the repository in order of their files.
pub static SEEDS: LazyLock<Vec<Seed>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for folder in ["policies", "examples"] {
        collect(&root.join(folder), &mut files);
    }
    files.sort();
    files.iter().filter_map(|(name, bytes)| seed(name, bytes.clone())).collect()
});

fn collect(folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "mizi") {
            files.extend(fs::read(&path).map(|bytes| (path.display().to_string(), bytes)));
        }
    }
}

fn seed(name: &str, bytes: Vec<u8>) -> Option<Seed> {
    let policy = mizi::load(vec![(name.to_owned(), bytes)]).policies.pop()?;
    let evaluator = Evaluator::new(policy.checked?.into_program()).ok()?;
    let records = records(evaluator.program());
    Some(Seed { evaluator, records })
}

/// Writes starting points for a target into its corpus.
pub fn start(target: &str, inputs: impl Iterator<Item = Vec<u8>>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let _ = fs::create_dir_all(&folder);
    for (number, input) in inputs.enumerate() {
        let _ = fs::write(folder.join(format!("start-{number}")), input);
    }
}

/// Decides lines one after another, explains and writes each in both languages.
pub fn drive<'a>(evaluator: &Evaluator, lines: impl Iterator<Item = &'a str>) {
    let mut reader = Reader::new(evaluator);
    let (mut store, mut buffer, mut out) = (Memory::default(), Buffer::default(), Vec::new());
    for (number, text) in lines.enumerate().take(32) {
        let line = reader.json(text);
        let decision = match line.record() {
            Some(record) => {
                let needs = evaluator.needs(&record, &store);
                let Ok(decision) = evaluator.run::<Explained, _>(&record, &mut store, &mut buffer);
                assert!(decision.changes.iter().all(|change| needs.contains(&change.at)), "changed and not needed");
                decision.clone()
            }
            None => line.undecidable(),
        };
        for lang in [Lang::Zh, Lang::En] {
            Explainer::new(evaluator, &reader.texts, lang).explain(&decision, &line.notes);
            out.clear();
            Writer::new(evaluator, lang).write(&mut out, number as u64, line.id, &decision, &line.notes, &reader.texts);
            serde_json::from_slice::<serde_json::Value>(&out).expect("a line of output is JSON");
        }
    }
}

/// An event of every kind for two subjects, a confirmation and a reversal of each, and every redemption.
fn records(program: &Program) -> Vec<String> {
    let mut lines = Vec::new();
    for (number, activity) in program.activities.iter().enumerate() {
        let facts = activity.slots.iter().filter_map(|fact| fact_of(program, usize::from(*fact)));
        let who = who(program, facts.collect());
        let name = quoted(activity.name.key());
        lines.push(format!(
            r#"{{"id":"e{number}","activity":{name},"time":"2025-07-01T09:00:00","subject":"s1",{who}}}"#
        ));
        for (by, role) in program.roles.iter().enumerate() {
            let role = quoted(role.key());
            let id = format!("c{number}-{by}");
            lines.push(format!(r#"{{"id":"{id}","confirm":"e{number}","role":{role},"time":"2025-07-02"}}"#));
        }
        lines.push(format!(r#"{{"id":"r{number}","reverse":"e{number}","time":"2025-07-03"}}"#));
    }
    for (number, redemption) in program.redemptions.iter().enumerate() {
        let facts = (0..usize::from(program.attributes)).filter_map(|fact| fact_of(program, fact));
        let (name, who) = (quoted(redemption.key()), who(program, facts.collect()));
        lines.push(format!(
            r#"{{"id":"p{number}","redeem":{name},"time":"2025-07-04T10:00:00+08:00","subject":"s1",{who}}}"#
        ));
    }
    lines
}

/// `"scopes":{…},"facts":{…}`
fn who(program: &Program, facts: Vec<String>) -> String {
    let scope = |scope: &mizi_evaluator::program::Scope| {
        let value = match scope.keys {
            ScopeKeys::Stated => "\"k1\"".to_owned(),
            ScopeKeys::Listed(list) => quoted(program.lists.get(usize::from(list))?.values.first()?.key()),
            _ => return None,
        };
        Some(format!("{}:{value}", quoted(scope.name.key())))
    };
    let scopes: Vec<String> = program.scopes.iter().filter_map(scope).collect();
    format!(r#""scopes":{{{}}},"facts":{{{}}}"#, scopes.join(","), facts.join(","))
}

/// `"name":value` with the least value the first version allows.
fn fact_of(program: &Program, fact: usize) -> Option<String> {
    let fact = program.facts.get(fact)?;
    let value = match &fact.kind {
        FactKind::Number(_) => "1".to_owned(),
        FactKind::YesNo => "true".to_owned(),
        FactKind::Listed(list) => quoted(program.lists.get(usize::from(*list))?.values.first()?.key()),
        FactKind::Date => "\"2000-02-29\"".to_owned(),
        FactKind::Time => "\"08:30\"".to_owned(),
    };
    Some(format!("{}:{value}", quoted(fact.name.key())))
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("text")
}
