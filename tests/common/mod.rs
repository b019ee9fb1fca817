//! What several tests need: the files of the repository and the tables of its pages.
#![allow(dead_code, reason = "every test uses some of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests")]

pub mod case;
pub mod examples;
pub mod fenced;
pub mod rust;
pub mod sentences;
pub mod stages;

use std::fs;
use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files under a folder whose name ends so, as paths from the root, sorted; none where there is no such folder.
pub fn files(folder: &str, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    walk(&root().join(folder), &mut |path| {
        let path = path.strip_prefix(root()).expect("under the root").to_str().expect("UTF-8").replace('\\', "/");
        if path.ends_with(ending) {
            found.push(path);
        }
    });
    found.sort();
    found
}

fn walk(folder: &Path, visit: &mut impl FnMut(&Path)) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("readable").path();
        if path.is_dir() { walk(&path, visit) } else { visit(&path) }
    }
}

/// A file of the repository.
pub fn read(path: &str) -> String {
    fs::read_to_string(at(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A file's full path.
pub fn at(path: &str) -> PathBuf {
    root().join(path)
}

/// The rows of the first table under a heading, without its head; cells without backquotes.
pub fn table(page: &str, heading: &str) -> Vec<Vec<String>> {
    let text = read(page);
    let section =
        text.split("\n## ").find(|part| part.starts_with(heading)).unwrap_or_else(|| panic!("{page}: {heading}"));
    let rows = section.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().replace('`', "")).collect();
    rows.skip(2).map(cells).collect()
}

/// The entries of a cell, separated by commas of either kind.
pub fn entries(cell: &str) -> Vec<String> {
    cell.split([',', '、', '，']).map(|entry| entry.trim().to_owned()).filter(|entry| !entry.is_empty()).collect()
}
