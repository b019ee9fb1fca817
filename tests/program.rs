//! Policies as programs: what is written for each construct, as text, and that the evaluator takes it. A policy added to the
//! folder is tried; one with a second file in English keywords must be the same program.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where something is wrong")]

mod common_policy;

use common_policy::compiled;
use mizi::program::dump::dump;
use mizi_evaluator::program::Program;
use std::fs;

fn program(names: &[&str]) -> Program {
    let read = |name: &&str| fs::read_to_string(format!("tests/program/{name}.mizi")).expect(name);
    let texts: Vec<String> = names.iter().map(read).collect();
    compiled(&texts.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn each_policy_as_text() {
    for name in ["amounts", "cangqian", "choices", "places"] {
        insta::assert_snapshot!(name, dump(&program(&[name])));
    }
    insta::assert_snapshot!("versions", dump(&program(&["versions/1", "versions/2"])));
}

#[test]
fn both_keyword_languages_are_one_program() {
    for name in ["amounts", "choices"] {
        let (chinese, english) = (program(&[name]), program(&[&format!("{name}.en")]));
        if chinese != english {
            let (chinese, english) = (dump(&chinese), dump(&english));
            let differ = chinese.lines().zip(english.lines()).find(|(zh, en)| zh != en);
            panic!("{name}: {differ:#?}");
        }
    }
}
