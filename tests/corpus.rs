//! The policies and the lessons hold: they check without a finding, their cases come out, and what they say of themselves is true.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "../examples/street/generator/mod.rs"]
#[allow(dead_code, reason = "the tests use a part")]
mod generator;

use generator::{Settings, Street};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The folders of a folder, sorted, as paths from the root.
fn folders(of: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join(of)).expect("a folder").map(|entry| entry.expect("readable"));
    let names =
        entries.filter(|entry| entry.path().is_dir()).map(|entry| entry.file_name().into_string().expect("UTF-8"));
    let mut folders: Vec<String> = names.map(|name| format!("{of}/{name}")).collect();
    folders.sort();
    folders
}

fn lessons() -> Vec<String> {
    let numbered =
        |folder: &String| folder.rsplit('/').next().is_some_and(|name| name.starts_with(|c: char| c.is_ascii_digit()));
    folders("examples").into_iter().filter(numbered).collect()
}

fn mizi(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mizi")).current_dir(root()).args(words).output().expect("the command runs")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn holds(folders: &[String]) {
    for folder in folders {
        for task in ["check", "test"] {
            let output = mizi(&[task, folder]);
            assert!(output.status.success(), "mizi {task} {folder}\n{}", said(&output));
            let expected = if task == "test" { cases(folder) } else { 0 };
            assert_eq!(said(&output).matches('✓').count(), expected, "mizi {task} {folder}\n{}", said(&output));
        }
        assert!(cases(folder) > 0, "{folder}");
    }
}

/// How many cases the files of a folder have.
fn cases(folder: &str) -> usize {
    let entries = fs::read_dir(root().join(folder)).expect("a folder").map(|entry| entry.expect("readable").path());
    let texts = entries
        .filter(|path| path.extension().is_some_and(|end| end == "mizi"))
        .map(|path| fs::read_to_string(path).expect("UTF-8"));
    texts.map(|text| text.lines().filter(|line| line.starts_with("案例 ") || line.starts_with("case ")).count()).sum()
}

#[test]
fn the_policies_check_and_their_cases_come_out() {
    holds(&folders("policies"));
    assert!(cases("policies/cangqian") >= 30);
}

#[test]
fn the_lessons_check_and_their_cases_come_out() {
    holds(&lessons());
}

#[test]
fn both_texts_of_the_street_compile_to_the_same_program() {
    let compiled = |folder: &str| {
        let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{}.mizic", folder.replace('/', "-")));
        let output = mizi(&["compile", folder, "-o", file.to_str().expect("UTF-8")]);
        assert!(output.status.success(), "{}", said(&output));
        String::from_utf8(fs::read(file).expect("written")).expect("UTF-8")
    };
    let (zh, en) = (compiled("policies/cangqian"), compiled("policies/cangqian-en"));
    let difference =
        zh.char_indices().zip(en.chars()).find(|((_, a), b)| a != b).map_or(zh.len().min(en.len()), |((at, _), _)| at);
    let around = |text: &str| text.chars().skip(difference.saturating_sub(200)).take(300).collect::<String>();
    assert!(zh == en, "they differ:\n{}\n\n{}", around(&zh), around(&en));
}

/// What the report says; every other number of the street's policy is an example and must say so on its line.
const REPORTED_ZH: [&str; 6] =
    ["折现 10 米 = 1 元", "奖励 100 米", "上限 每人 终身 1 次", "奖励 50 米", "上限 每人 每月 200 米", "需 100 米"];
const REPORTED_EN: [&str; 6] = [
    "cash 10 mi = 1 yuan",
    "award 100 mi",
    "cap 1 time per person lifetime",
    "award 50 mi",
    "cap 200 mi per person per month",
    "price 100 mi",
];

#[test]
fn every_number_that_is_not_reported_says_so() {
    for (path, reported, mark, cases) in [
        ("policies/cangqian/cangqian.mizi", REPORTED_ZH, "示例", "\n案例 "),
        ("policies/cangqian-en/cangqian.en.mizi", REPORTED_EN, "example", "\ncase "),
    ] {
        let text = read(path);
        let rules = text.split(cases).next().expect("the text");
        let mut left = reported.to_vec();
        for (number, line) in (1..).zip(rules.lines()) {
            let (clause, comment) = line.split_once("//").unwrap_or((line, ""));
            if !unquoted(clause).contains(|c: char| c.is_ascii_digit()) || comment.contains(mark) {
                continue;
            }
            // Each reported number stands once, so that a second one cannot borrow its licence.
            let place = left.iter().position(|reported| *reported == clause.trim());
            left.remove(
                place.unwrap_or_else(|| {
                    panic!("{path}:{number} has a number that is neither reported nor marked: {line}")
                }),
            );
        }
        assert!(left.is_empty(), "{path} lacks {left:?}");
    }
}

fn unquoted(line: &str) -> String {
    line.split('"')
        .step_by(2)
        .flat_map(|part| part.split('“').map(|piece| piece.rsplit('”').next().unwrap_or(piece)))
        .collect()
}

#[test]
fn every_lesson_has_a_page_in_both_languages_and_stands_in_the_list() {
    for lesson in lessons() {
        let name = lesson.trim_start_matches("examples/");
        for page in ["README.md", "README.zh-CN.md"] {
            assert!(read(&format!("{lesson}/{page}")).contains(&format!("test {lesson}")), "{lesson}/{page}");
            assert!(
                read(&format!("examples/{page}")).contains(&format!("({name}/{page})")),
                "{name} in examples/{page}"
            );
        }
    }
}

fn street(residents: u32) -> Street {
    Street::new(Settings { residents, ..Settings::default() })
}

fn month(street: &Street, month: u32) -> String {
    let mut file = Vec::new();
    street.write_month(month, &mut file).expect("written");
    String::from_utf8(file).expect("UTF-8")
}

#[test]
fn the_same_seed_makes_the_same_street() {
    let (one, other) = (street(3_000), street(3_000));
    assert_eq!(month(&one, 3), month(&other, 3));
    assert_ne!(month(&one, 3), month(&one, 4));
    let another = Street::new(Settings { residents: 3_000, seed: 1, ..Settings::default() });
    assert_ne!(month(&one, 3), month(&another, 3));
}

#[test]
fn the_street_is_as_large_as_reported() {
    let street = Street::new(Settings::default());
    assert_eq!(street.residents(), 216_000);
    assert!(street.households() > 90_000);
}

#[test]
fn a_month_has_lines_of_every_kind_and_trouble_of_every_kind() {
    let lines = month(&street(60_000), 7);
    for what in [
        "\"confirm\":",
        "\"reverse\":",
        "\"redeem\":",
        "\"received\":",
        "25:10",
        "广场舞",
        "老余杭",
        "\"时长\":12",
        "\"时长\":1.3",
    ] {
        assert!(lines.contains(what), "no {what}");
    }
    let mut ids: Vec<&str> = lines.lines().filter_map(|line| line.split('"').nth(3)).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert!(ids.len() < all, "nothing is repeated");
}

/// The cases of every policy and lesson reach every rule, condition, row, boundary and cap, and notice every change but those that
/// the text explains.
#[test]
fn cases_reach_everything_and_notice_every_change() {
    for folder in lessons().into_iter().chain(folders("policies")) {
        // The English text of the street has the program and the cases of the Chinese one.
        let mutate: &[&str] = if folder.ends_with("-en") { &[] } else { &["--mutate"] };
        let output = mizi(&[&["test", &folder, "--coverage", "--format", "json"], mutate].concat());
        let told: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let codes = told["findings"].as_array().expect("findings").iter().map(|finding| finding["code"].to_string());
        assert_eq!(codes.filter(|code| code.contains("change-unnoticed")).count(), 0, "{folder}\n{}", said(&output));
        let points = told["coverage"].as_array().expect("coverage").iter().flat_map(|one| one["points"].as_array());
        let missed = points.flatten().filter(|point| point["state"] == "missed" && point["kind"] != "choice");
        let missed: Vec<String> = missed.map(|point| point["id"].to_string()).collect();
        assert!(missed.is_empty(), "{folder}: {missed:?}");
    }
}
