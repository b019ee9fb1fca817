//! `[paths]`: which folders are looked at when a folder is named.
//!
//! A folder is looked at whole or not at all: its files may be the versions of one policy.

use glob::{MatchOptions, Pattern, PatternError};
use std::path::{Path, PathBuf};

/// A star stands for names within one folder, `**` for folders within folders.
const OPTIONS: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: false };

/// Folders that are looked at.
#[derive(Debug, Default)]
pub struct Paths {
    /// Where `mizi.toml` is, from which patterns count.
    root: PathBuf,
    include: Option<Vec<Pattern>>,
    exclude: Vec<Pattern>,
}

impl Paths {
    /// All folders under one.
    pub fn under(root: PathBuf) -> Self {
        Paths { root, ..Paths::default() }
    }

    /// Looks only into these.
    pub fn include(&mut self, patterns: Vec<Pattern>) {
        self.include = Some(patterns);
    }

    /// Looks not into these.
    pub fn exclude(&mut self, patterns: Vec<Pattern>) {
        self.exclude = patterns;
    }

    /// Whether a folder is looked at; it is given as the system names it.
    pub fn hold(&self, folder: &Path) -> bool {
        let inner = folder.strip_prefix(&self.root).unwrap_or(folder);
        let fits = |pattern: &Pattern| inner.ancestors().any(|folder| pattern.matches_path_with(folder, OPTIONS));
        self.include.as_ref().is_none_or(|patterns| patterns.iter().any(fits)) && !self.exclude.iter().any(fits)
    }
}

/// A pattern as it is written, `./` before it and `/` after it meaning nothing; `.` is the folder of `mizi.toml` itself.
pub fn pattern(written: &str) -> Result<Pattern, PatternError> {
    let inner = written.strip_prefix("./").unwrap_or(written).trim_end_matches('/');
    Pattern::new(if inner == "." { "" } else { inner })
}

#[cfg(test)]
mod tests {
    use super::{Paths, pattern};
    use std::path::Path;

    fn hold(include: &[&str], exclude: &[&str], folder: &str) -> bool {
        let patterns = |written: &[&str]| written.iter().filter_map(|written| pattern(written).ok()).collect();
        let mut paths = Paths::under("/r".into());
        if !include.is_empty() {
            paths.include(patterns(include));
        }
        paths.exclude(patterns(exclude));
        paths.hold(&Path::new("/r").join(folder))
    }

    #[test]
    fn a_folder_is_in_or_out_with_all_in_it() {
        assert!(hold(&[], &[], "a/b") && hold(&[], &[], ""));
        assert!(hold(&["a"], &[], "a/b") && hold(&["./a/"], &[], "a") && !hold(&["a"], &[], "b"));
        assert!(!hold(&["a"], &["a/old"], "a/old/b") && hold(&["a"], &["a/old"], "a/older"));
        assert!(!hold(&[], &["**/drafts"], "a/b/drafts") && !hold(&[], &["**/drafts"], "drafts/c"));
        assert!(!hold(&[], &["*/drafts"], "a/drafts") && hold(&[], &["*/drafts"], "a/b/drafts"));
        assert!(hold(&["."], &[], "") && hold(&["."], &[], "a"));
    }
}
