//! The numbered sentences of the meaning and the cases that show them.

use std::collections::{BTreeMap, BTreeSet};

use super::case::Case;
use super::{entries, read, table};

const MEANING: &str = "docs/language/semantics.md";
const CASES: &str = "tests/cases/README.md";

/// The numbers of all sentences: what stands bold at the beginning of a point.
pub fn numbers() -> Vec<String> {
    let text = read(MEANING);
    let points = text.lines().filter_map(|line| line.strip_prefix("- **S"));
    points.filter_map(|line| line.split_once("**")).map(|(number, _)| format!("S{number}")).collect()
}

/// The sentences that the cases of these files are about, by whether a case of the file finds a difference.
pub fn shown(cases: &[Case], bad: bool) -> BTreeSet<String> {
    let mut shown = BTreeSet::new();
    for case in cases.iter().filter(|case| case.bad == bad && case.stage == "cases") {
        for (_, content) in &case.texts {
            let text = String::from_utf8_lossy(content);
            let about = titled(&text).into_iter().filter(|(_, lines)| !bad || lines.contains("//~ case-differs"));
            shown.extend(about.map(|(number, _)| number));
        }
    }
    shown
}

/// The cases of a policy whose title begins with a number, and their lines.
fn titled(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        if !line.starts_with([' ', '\t']) && !line.is_empty() {
            let title = ["案例 \"", "case \""].iter().find_map(|head| line.strip_prefix(head));
            let number = title.and_then(|title| title.split_once(' ')).map(|(number, _)| number.to_owned());
            open = number.is_some();
            found.extend(number.map(|number| (number, String::new())));
        } else if let Some((_, lines)) = found.last_mut().filter(|_| open) {
            lines.push_str(line);
            lines.push('\n');
        }
    }
    found
}

/// The sentences that no case can show, and what shows them.
pub fn elsewhere() -> BTreeMap<String, String> {
    table(CASES, "Sentences of the meaning").into_iter().map(|row| (row[0].clone(), row[2].clone())).collect()
}

/// What is wrong with what is said to carry a sentence: a test that names its number, or findings.
pub fn fault(number: &str, carried_by: &str, codes: &[&str]) -> Option<String> {
    let Some((path, function)) = carried_by.split_once(' ').filter(|(path, _)| path.ends_with(".rs")) else {
        let unknown = entries(carried_by).into_iter().find(|code| !codes.contains(&code.as_str()));
        return unknown.map(|code| format!("{number}: {code} is no finding"));
    };
    let text = read(path);
    let is_test = |part: &&str| part.contains(&format!("fn {function}("));
    // A test with its comment begins after the test before it.
    let test = text.split("\n}\n").find(is_test).filter(|part| part.contains("#[test]"));
    let about = text.lines().take_while(|line| line.starts_with("//!")).collect::<String>();
    match test {
        None => Some(format!("{number}: {path} has no test {function}")),
        Some(test) if test.contains(number) || about.contains(number) => None,
        Some(_) => Some(format!("{number}: {path} {function} does not name it")),
    }
}
