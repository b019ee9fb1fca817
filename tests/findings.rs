//! The page of every finding: its examples give what it says, what is made from the bad cases is as they are now, and the list is whole.
//! The page of a lint is the comment of its file. `MIZI_PAGES=write cargo test --test findings` writes what is made.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod common;

use common::case::{self, Case};
use common::fenced::fenced;
use common::{at, stages};
use mizi::diagnostics::render::terminal::{self, Style};
use mizi::diagnostics::{Code, Finding, Lang, Severity};
use mizi::lint::{LINTS, Lint};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

const FOLDER: &str = "docs/findings/";
/// Stands in every page that is made from a bad case.
const MADE: &str = "<!-- Made from ";

fn read(path: &str) -> String {
    fs::read_to_string(at(path)).unwrap_or_default()
}

/// Kept as it should be, or written so.
fn fresh(path: &str, wanted: &str) {
    if std::env::var_os("MIZI_PAGES").is_some() {
        fs::write(at(path), wanted).expect("written");
    }
    assert_eq!(read(path), wanted, "{path}: MIZI_PAGES=write cargo test --test findings");
}

fn sorted() -> Vec<&'static Code> {
    let mut codes: Vec<&Code> = mizi::codes().collect();
    codes.sort_by_key(|code| code.name);
    codes
}

fn severity(code: &Code) -> (&'static str, &'static str) {
    match code.severity {
        Severity::Error => ("错误", "error"),
        Severity::Warning => ("警告", "warning"),
        Severity::Note => ("提示", "note"),
    }
}

#[test]
fn every_code_has_a_page() {
    let cases: Vec<Case> = case::all().unwrap().into_iter().filter(|case| case.bad).collect();
    let shown = shortest(&cases);
    for code in sorted() {
        let path = format!("{FOLDER}{}.md", code.name);
        let page = read(&path);
        if let Some(lint) = lint_of(code) {
            fresh(&path, &written(lint));
        } else if page.is_empty() || page.contains(MADE) {
            fresh(&path, &made(code, shown[code.name]));
        }
    }
    let pages = fs::read_dir(at(FOLDER)).expect("a folder").count();
    assert_eq!(pages, sorted().len() + 1, "a page without a code, beside the list");
}

fn lint_of(code: &Code) -> Option<&'static Lint> {
    LINTS.iter().find(|lint| lint.code.name == code.name)
}

/// What each half of a lint's page says, in this order.
const PARTS: [[&str; 4]; 2] = [
    ["\n不要这样写：\n", "\n应写：\n", "\n为什么：", "\n设置："],
    ["\nAvoid:\n", "\nPrefer:\n", "\nWhy: ", "\nConfiguration: "],
];

/// The comment of a lint's file, with title, severity and category.
fn written(lint: &Lint) -> String {
    let code = lint.code;
    let path = format!("src/lint/{}.rs", code.name.replace('-', "_"));
    let comment: String = read(&path)
        .lines()
        .take_while(|line| line.starts_with("//!"))
        .map(|line| format!("{}\n", line.trim_start_matches("//!").strip_prefix(' ').unwrap_or_default()))
        .collect();
    let halves: Vec<&str> = comment.split("\n---\n").map(str::trim).collect();
    let [chinese, english] = halves.as_slice() else { panic!("{path}: Chinese, ---, English") };
    for (half, parts) in [chinese, english].into_iter().zip(PARTS) {
        let places: Vec<Option<usize>> = parts.iter().map(|part| half.find(part)).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{path}: {parts:?} in this order");
    }
    let (zh, en) = severity(code);
    let (zh_category, en_category) = lint.category.title();
    format!(
        "# {}\n\n**{zh}**　{}\n\n类别：{zh_category}\n\n{chinese}\n\n---\n\n**{en}**: {}\n\nCategory: {en_category}\n\n{english}\n\n<!-- The comment of {path} -->\n",
        code.name, code.zh, code.en
    )
}

/// For each code the bad case that is read soonest: few findings, a short text.
fn shortest(cases: &[Case]) -> BTreeMap<String, &Case> {
    let mut found: BTreeMap<String, &Case> = BTreeMap::new();
    let length = |case: &Case| {
        let text = case.texts.iter().map(|(_, text)| text.len()).sum::<usize>();
        (case.expected().unwrap().len(), text, case.name.clone())
    };
    for case in cases {
        for (_, _, code) in case.expected().unwrap() {
            let known = found.entry(code).or_insert(case);
            if length(case) < length(known) {
                *known = case;
            }
        }
    }
    found
}

/// The texts of a case without what says what must be found.
fn unmarked(case: &Case) -> Vec<(String, Vec<u8>)> {
    let kept = |line: &str| line.split_once("//~").map_or(line, |(kept, _)| kept.trim_end()).to_owned();
    let of = |(name, text): &(String, Vec<u8>)| match std::str::from_utf8(text) {
        Ok(text) => (name.clone(), text.split('\n').map(kept).collect::<Vec<_>>().join("\n").into_bytes()),
        Err(_) => (name.clone(), text.clone()),
    };
    case.texts.iter().map(of).collect()
}

/// Title, severity and the finding of a bad case as it is shown, in both languages.
fn made(code: &Code, case: &Case) -> String {
    let of = |texts: &[(String, Vec<u8>)]| {
        let (sources, findings) = stages::findings(&case.stage, texts).unwrap();
        findings.into_iter().find(|finding| finding.code.name == code.name).map(|finding| (sources, finding))
    };
    let (sources, finding) = of(&unmarked(case)).or_else(|| of(&case.texts)).expect("the case shows it");
    let shown =
        |lang| terminal::text(std::slice::from_ref(&finding), &sources, Style::plain(lang)).trim_end().to_owned();
    let (zh, en) = severity(code);
    format!(
        "# {}\n\n**{zh}**　{}\n\n```text\n{}\n```\n\n---\n\n**{en}**: {}\n\n```text\n{}\n```\n\n{MADE}tests/cases/{} -->\n",
        code.name,
        code.zh,
        shown(Lang::Zh),
        code.en,
        shown(Lang::En),
        case.name
    )
}

#[test]
fn the_list_is_whole() {
    let mut list = String::from(
        "# 检查会说什么 / What the checks say\n\n`mizi explain-code CODE` 打印一页。 / prints a page.\n\n| | | |\n|---|---|---|\n",
    );
    for code in sorted() {
        let (zh, en) = severity(code);
        writeln!(list, "| [`{0}`]({0}.md) | {zh}：{1} | {en}: {2} |", code.name, code.zh, code.en).unwrap();
    }
    fresh(&format!("{FOLDER}README.md"), &list);
}

/// A fenced policy of a page: what it is, and its text.
fn blocks(page: &str) -> Vec<(String, String)> {
    let policies = fenced(page).into_iter().filter(|block| block.info.starts_with("mizi"));
    policies.map(|block| (block.info, block.text)).collect()
}

/// What is found in the text of a block, by code; notes only where a note is what the page is about.
fn found(code: &Code, kind: &str, text: &str) -> Vec<&'static str> {
    let frame = if kind.contains("fragment") { read("docs/language/frame.mizi") } else { String::new() };
    let own = u32::try_from(frame.len()).unwrap();
    let mut text = format!("{frame}\n{text}");
    if code.name == "expired" {
        text += "// //~on 2026-03-01\n";
    }
    if code.name == "award-off-step" {
        text += "//~set award-step 5\n";
    }
    let mut texts = vec![("page.mizi".to_owned(), text.clone().into_bytes())];
    if code.name == "changed-without-version" {
        let old = text.replace("15 m", "10 m").replace("15 米", "10 米").replace("2025.2", "2025.1");
        texts.push(("old/page.mizi".to_owned(), old.into_bytes()));
    }
    let stage = lint_of(code).map_or("checks".to_owned(), |lint| format!("lint/{}", lint.code.name));
    let (_, findings) = stages::findings(&stage, &texts).unwrap();
    // What a lint says of the frame is not said of the example.
    let outside = |finding: &Finding| lint_of(code).is_some() && finding.place().is_some_and(|at| at.start < own);
    let counted = |finding: &&Finding| {
        (finding.severity() != Severity::Note || finding.code.name == code.name) && !outside(finding)
    };
    let mut codes: Vec<&str> = findings.iter().filter(counted).map(|finding| finding.code.name).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

#[test]
fn examples_give_what_the_page_says() {
    let mut written = 0;
    let mut wrong = String::new();
    for code in sorted() {
        let page = read(&format!("{FOLDER}{}.md", code.name));
        if page.contains(MADE) {
            continue;
        }
        written += 1;
        let (zh, en) = severity(code);
        for head in
            [format!("# {}\n", code.name), format!("**{zh}**　{}\n", code.zh), format!("**{en}**: {}\n", code.en)]
        {
            if !page.contains(&head) {
                writeln!(wrong, "{}: without “{}”", code.name, head.trim()).unwrap();
            }
        }
        let blocks = blocks(&page);
        for (kind, text) in &blocks {
            let wanted = if kind.contains("error") { vec![code.name] } else { Vec::new() };
            let found = found(code, kind, text);
            if found != wanted {
                writeln!(wrong, "{}: {found:?} in\n{text}", code.name).unwrap();
            }
        }
        // One to avoid and one to prefer; in both keyword languages where they are short.
        let avoided = blocks.iter().filter(|(kind, _)| kind.contains("error")).count();
        if !matches!((avoided, blocks.len()), (1, 2) | (2, 4)) {
            writeln!(wrong, "{}: {} examples", code.name, blocks.len()).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(written >= 30, "{written}");
}

#[test]
fn the_command_prints_a_page() {
    let run = |words: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_mizi")).args(words).output().expect("it runs");
        let said = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        (output.status.code(), said(&output.stdout), said(&output.stderr))
    };
    let (status, page, _) = run(&["explain-code", "never-applies"]);
    assert!(status == Some(0) && page.contains("条件永远不会成立") && !page.contains("Avoid"), "{page}");
    let (status, page, _) = run(&["explain-code", "unknown-name", "--lang", "en"]);
    assert!(status == Some(0) && page.starts_with("# unknown-name\n") && !page.contains("<!--"), "{page}");
    for (wrong, nearest) in [("never-aplies", "never-applies"), ("README", "")] {
        let (status, page, error) = run(&["explain-code", wrong]);
        assert!(status == Some(2) && page.is_empty() && error.contains(nearest), "{error}");
    }
}
