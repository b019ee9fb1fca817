//! Every rule of the grammar is met by a good case and stopped at by a bad one.
//!
//! The parts that the reader takes from the files of `tests/cases` are followed once more by a slow reader of the same grammar that says which
//! rules it enters where. A rule is *met* where it matches in a part that can be read; a part that cannot be read *stops at* a rule if reading
//! it got exactly as far as the part did, or if the rule is among those that could stand there.

#![allow(clippy::expect_used, reason = "a test stops at what it did not expect")]

use super::grammar::{Grammar, Rule};
use super::item::{error_offset, parse_text};
use pest::Parser;
use pest::error::ErrorVariant;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

thread_local! {
    static PARTS: RefCell<Vec<(Rule, String)>> = const { RefCell::new(Vec::new()) };
}

/// Takes down that a part was read.
pub(super) fn note(rule: Rule, text: &str) {
    PARTS.with_borrow_mut(|parts| parts.push((rule, text.to_owned())));
}

/// Rules that nothing can be stopped at, and why; the last of them nothing can meet alone either.
const EXCEPTIONS: [(&str, &[&str]); 5] = [
    (
        "the text is cut at these before the grammar is asked; a misspelt one is `tests/cases/syntax/items/bad`",
        &[
            "kw_policy",
            "kw_dimensions",
            "kw_directory",
            "kw_subject",
            "kw_activity",
            "kw_parameter",
            "kw_define",
            "kw_table",
            "kw_eligible",
            "kw_rule",
            "kw_group",
            "kw_overall_cap",
            "kw_account",
            "kw_case",
            "kw_principle",
        ],
    ),
    ("anything may stand here, and nothing", &["text", "curly_text", "name_text", "words", "stop"]),
    ("a part of a word: reading stops where the word begins", &["gap", "zh_end", "en_end", "together_end"]),
    ("a part of a source, which is read whole or not", &["provision", "provision_part", "numeral"]),
    ("only looked at, so that something else is not read", &["compared", "reserved_words_en"]),
];

/// The grammar read again by a machine that says which rules it enters.
struct Follower {
    machine: pest_vm::Vm,
    entered: Arc<Mutex<BTreeSet<(String, usize)>>>,
}

impl Follower {
    fn new(grammar: &str) -> Self {
        let pairs = pest_meta::parser::parse(pest_meta::parser::Rule::grammar_rules, grammar).expect("the grammar");
        let rules = pest_meta::optimizer::optimize(pest_meta::parser::consume_rules(pairs).expect("its rules"));
        let entered = Arc::new(Mutex::new(BTreeSet::new()));
        let enter = Arc::clone(&entered);
        let listener = move |rule: String, at: &pest::Position<'_>| {
            enter.lock().expect("one thread").insert((rule, at.pos()));
            false
        };
        Self { machine: pest_vm::Vm::new_with_listener(rules, Box::new(listener)), entered }
    }

    fn entered(&self, rule: Rule, text: &str) -> BTreeSet<(String, usize)> {
        self.entered.lock().expect("one thread").clear();
        let name = format!("{rule:?}");
        let read = self.machine.parse(&name, text).is_ok();
        assert_eq!(read, parse_text(rule, text).is_ok(), "{name} of {text}");
        std::mem::take(&mut *self.entered.lock().expect("one thread"))
    }
}

#[derive(Default)]
struct Coverage {
    met: BTreeSet<String>,
    stopped: BTreeSet<String>,
}

impl Coverage {
    fn part(&mut self, follower: &Follower, rules: &BTreeMap<String, Rule>, rule: Rule, text: &str) {
        let error = parse_text(rule, text).err();
        let stop = error.as_ref().map(|error| error_offset(error));
        for (name, at) in follower.entered(rule, text) {
            let Some(entered) = rules.get(&name) else { continue };
            match (Grammar::parse(*entered, text.get(at..).unwrap_or("")), stop) {
                (Ok(_), None) => drop(self.met.insert(name)),
                (Err(own), Some(stop)) if at + error_offset(&own) == stop => drop(self.stopped.insert(name)),
                _ => {}
            }
        }
        if let Some(ErrorVariant::ParsingError { positives, .. }) = error.map(|error| error.variant) {
            self.stopped.extend(positives.iter().map(|rule| format!("{rule:?}")));
        }
    }
}

fn files(folder: &Path, kind: &str, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, kind, out);
        } else if path.extension().is_some_and(|e| e == "mizi") && path.components().any(|c| c.as_os_str() == kind) {
            out.push(path);
        }
    }
}

fn parts(kind: &str) -> Vec<(Rule, String)> {
    let mut paths = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases"), kind, &mut paths);
    PARTS.with_borrow_mut(Vec::clear);
    for path in paths {
        let bytes = std::fs::read(&path).expect("a case");
        super::read(&mut crate::source::Sources::default(), &path.to_string_lossy(), &bytes);
    }
    PARTS.with_borrow_mut(std::mem::take)
}

#[test]
fn every_rule_of_the_grammar_has_a_good_and_a_bad_case() {
    let follower = Follower::new(include_str!("../../grammar/mizi.pest"));
    let rules: BTreeMap<String, Rule> =
        Rule::all_rules().iter().map(|rule| (format!("{rule:?}"), *rule)).filter(|(name, _)| name != "EOI").collect();
    let mut coverage = Coverage::default();
    for (rule, text) in parts("good").into_iter().chain(parts("bad")) {
        coverage.part(&follower, &rules, rule, &text);
    }
    let excepted: BTreeSet<&str> = EXCEPTIONS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
    let without = |seen: &BTreeSet<String>| -> Vec<String> {
        rules.keys().filter(|name| !seen.contains(*name) && !excepted.contains(name.as_str())).cloned().collect()
    };
    let (unmet, unstopped) = (without(&coverage.met), without(&coverage.stopped));
    assert!(
        unmet.is_empty() && unstopped.is_empty(),
        "without a good case: {unmet:?}\nwithout a bad case: {unstopped:?}"
    );
}
