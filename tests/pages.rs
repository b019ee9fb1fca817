//! The pages for people who write policies: every example runs, both languages say the same, no link is broken.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "common/fenced.rs"]
mod fenced;

use fenced::{Fenced, fenced};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PAGES: [[&str; 2]; 3] = [
    ["README.md", "README.zh-CN.md"],
    ["docs/language/tutorial.md", "docs/language/tutorial.zh-CN.md"],
    ["docs/language/reference.md", "docs/language/reference.zh-CN.md"],
];

/// A fenced stretch of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Block {
    /// `mizi`, `mizi,fragment` …
    kind: String,
    /// Of an error: its code.
    code: String,
    /// The page and the line of its fence.
    place: String,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn blocks(page: &str) -> Vec<Block> {
    let block = |found: Fenced| {
        let (kind, code) = found.info.split_once(' ').unwrap_or((&found.info, ""));
        let place = format!("{page}:{}", found.line);
        Block { kind: kind.to_owned(), code: code.to_owned(), place, text: found.text }
    };
    fenced(&read(page)).into_iter().map(block).collect()
}

fn of_kind(kind: &str) -> Vec<Block> {
    PAGES.iter().flatten().flat_map(|page| blocks(page)).filter(|block| block.kind == kind).collect()
}

/// Writes a policy where the command can read it, alone in its folder.
fn saved(block: &Block, before: &str) -> PathBuf {
    let name = block.place.replace(['/', ':', '.'], "-");
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("pages").join(name);
    fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("policy.mizi");
    fs::write(&file, format!("{before}\n{}", block.text)).expect("written");
    file
}

fn mizi(task: &str, file: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mizi")).arg(task).arg(file).output().expect("the command runs")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn holds(block: &Block, before: &str) {
    let file = saved(block, before);
    for task in ["check", "test"] {
        let output = mizi(task, &file);
        assert!(output.status.success(), "mizi {task}: {}\n{}", block.place, said(&output));
        let cases = block.text.lines().filter(|line| line.starts_with("案例 ") || line.starts_with("case ")).count();
        let expected = if task == "test" { cases } else { 0 };
        assert_eq!(said(&output).matches('✓').count(), expected, "mizi {task}: {}", block.place);
    }
}

#[test]
fn whole_policies_run() {
    let blocks = of_kind("mizi");
    assert!(blocks.len() >= 8);
    blocks.iter().for_each(|block| holds(block, ""));
}

#[test]
fn fragments_run_after_the_frame() {
    let frame = read("docs/language/frame.mizi");
    let blocks = of_kind("mizi,fragment");
    assert!(blocks.len() >= 60);
    blocks.iter().for_each(|block| holds(block, &frame));
}

/// The findings of the command, by their codes, notes aside.
fn codes(output: &Output) -> Vec<String> {
    let found: Vec<serde_json::Value> =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(output)));
    let errors = found.into_iter().filter(|finding| finding["severity"] == "error");
    let mut codes: Vec<String> = errors.filter_map(|finding| finding["code"].as_str().map(str::to_owned)).collect();
    codes.dedup();
    codes
}

#[test]
fn what_is_shown_as_an_error_is_one() {
    let frame = read("docs/language/frame.mizi");
    let mut shown = of_kind("mizi,fragment,error");
    assert!(shown.len() >= 90);
    shown.extend(of_kind("mizi,error"));
    for block in shown {
        let before = if block.kind == "mizi,error" { "" } else { &frame };
        let file = saved(&block, before);
        let output = Command::new(env!("CARGO_BIN_EXE_mizi"))
            .args(["check", "--format", "json"])
            .arg(file)
            .output()
            .expect("runs");
        assert_eq!(output.status.code(), Some(1), "{}\n{}", block.place, said(&output));
        assert_eq!(codes(&output), [block.code], "{}", block.place);
    }
}

#[test]
fn the_frame_alone_checks() {
    let block = Block {
        kind: String::new(),
        code: String::new(),
        place: "frame".to_owned(),
        text: read("docs/language/frame.mizi"),
    };
    let output = mizi("check", &saved(&block, ""));
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn excerpts_stand_in_the_last_policy_of_their_page() {
    for page in ["docs/language/tutorial.md", "docs/language/tutorial.zh-CN.md"] {
        let blocks = blocks(page);
        let whole = blocks.iter().rfind(|block| block.kind == "mizi").expect("a policy");
        for block in blocks.iter().filter(|block| block.kind == "mizi,excerpt") {
            let missing: Vec<&str> =
                block.text.lines().filter(|line| !whole.text.lines().any(|other| other == *line)).collect();
            assert!(missing.is_empty(), "{}: {missing:?}", block.place);
        }
    }
}

#[test]
fn both_languages_show_the_same_examples() {
    for [en, zh] in PAGES.iter().skip(1) {
        let shown = |page| {
            blocks(page)
                .into_iter()
                .filter(|block| block.kind.starts_with("mizi"))
                .map(|block| (block.kind, block.text))
        };
        assert!(shown(en).eq(shown(zh)), "{en} and {zh}");
    }
}

#[test]
fn every_construct_is_shown_in_both_keyword_languages() {
    let sections = read("docs/language/reference.md");
    for section in sections.split("\n## ").skip(1) {
        let title = section.lines().next().unwrap_or_default();
        let examples = section.matches("```mizi\n").count() + section.matches("```mizi,fragment\n").count();
        // The choices of the header and what is not available yet are shown by their errors.
        let errors_only = title.contains("Not available") || title.contains("Choices");
        assert!(examples >= 2 || errors_only, "{title}");
    }
}

#[test]
fn no_link_is_broken() {
    for page in pages() {
        let folder = Path::new(&page).parent().expect("a folder");
        for target in read(&page).split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
            let inside = !target.is_empty() && !target.contains("://");
            assert!(!inside || root().join(folder).join(target).exists(), "{page}: {target}");
        }
    }
}

fn pages() -> Vec<String> {
    let mut pages: Vec<String> = PAGES.iter().flatten().map(|&page| page.to_owned()).collect();
    for folder in fs::read_dir(root().join("examples")).expect("examples").map(|entry| entry.expect("readable")) {
        let name = folder.file_name().into_string().expect("UTF-8");
        pages.extend(["README.md", "README.zh-CN.md"].map(|page| format!("examples/{name}/{page}")));
    }
    pages.extend(["examples/README.md", "examples/README.zh-CN.md"].map(str::to_owned));
    pages.retain(|page| root().join(page).is_file());
    pages
}
