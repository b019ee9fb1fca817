//! `--base COMMIT`: what a change touches. A finding is told where one of its places is in a line that was changed, or in an item
//! that has such a line: what an item says of another shows where the other is.

mod git;

use super::failure::Failure;
use super::files;
use super::mend::Texts;
use crate::diagnostics::{Finding, Message, Severity};
use crate::lint;
use crate::load::{Loaded, Policy, load};
use crate::source::{Sources, Span, TextId};
use crate::syntax::tree::Tree;
use git::Repository;
use similar::{DiffOp, TextDiff};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What was changed since a commit, in every repository that is looked at.
pub struct Base {
    named: String,
    known: BTreeMap<PathBuf, Changes>,
}

/// What was changed in one repository.
struct Changes {
    repository: Repository,
    /// Where changed files were, by where they are.
    before: BTreeMap<PathBuf, Option<String>>,
}

impl Base {
    /// Compares with a commit, named as git names commits.
    pub fn new(named: &str) -> Self {
        Base { named: named.to_owned(), known: BTreeMap::new() }
    }

    /// What was changed in the files of a folder; `texts` are what they hold now.
    pub fn touched(&mut self, paths: &[PathBuf], texts: &Texts) -> Result<Touched, Failure> {
        let mut touched = Touched { lines: BTreeMap::new(), before: texts.clone() };
        let mut is_changed = false;
        for (number, path) in paths.iter().enumerate() {
            let path = files::whole(path)?;
            let changes = self.of(&path)?;
            let Some(before) = changes.before.get(&path) else { continue };
            let old = before.as_ref().map(|path| changes.repository.before(path)).transpose()?;
            let new = texts.get(number).map(|(_, new)| String::from_utf8_lossy(new)).unwrap_or_default();
            let text = TextId(u32::try_from(number).unwrap_or(u32::MAX));
            touched.lines.insert(text, lines(&String::from_utf8_lossy(old.as_deref().unwrap_or_default()), &new));
            if let Some((_, bytes)) = touched.before.get_mut(number) {
                *bytes = old.unwrap_or_default();
            }
            is_changed = true;
        }
        touched.before.retain(|(_, bytes)| is_changed && !bytes.is_empty());
        Ok(touched)
    }

    fn of(&mut self, file: &Path) -> Result<&Changes, Failure> {
        let roots = file.ancestors().skip(1);
        let root = roots.into_iter().find(|folder| folder.join(".git").exists()).ok_or_else(|| no_repository(file))?;
        if !self.known.contains_key(root) {
            let repository = Repository::at(root, &self.named)?;
            let changed = repository.changed()?.into_iter();
            let before = changed.map(|changed| (root.join(changed.path), changed.before)).collect();
            self.known.insert(root.to_owned(), Changes { repository, before });
        }
        self.known.get(root).ok_or_else(|| no_repository(file))
    }
}

/// The lines of a new text, from 1, that an old one does not have, and those between which one is gone.
fn lines(old: &str, new: &str) -> BTreeSet<usize> {
    let diff = TextDiff::from_lines(old, new);
    let mut lines = BTreeSet::new();
    for op in diff.ops() {
        match *op {
            DiffOp::Equal { .. } => {}
            DiffOp::Delete { new_index, .. } => lines.extend([new_index, new_index + 1]),
            DiffOp::Insert { new_index, new_len, .. } | DiffOp::Replace { new_index, new_len, .. } => {
                lines.extend(new_index + 1..=new_index + new_len);
            }
        }
    }
    lines
}

/// What was changed in the files of a folder.
pub struct Touched {
    lines: BTreeMap<TextId, BTreeSet<usize>>,
    /// The texts as they were; none where nothing was changed.
    before: Texts,
}

impl Touched {
    /// What the change itself is to be told: something is paid otherwise under the same version.
    pub fn changes(&self, policies: &[Policy]) -> Vec<Vec<Finding>> {
        let before = if self.before.is_empty() { Vec::new() } else { load(self.before.clone()).policies };
        let of = |policy: &Policy| {
            let model = policy.checked.as_ref()?.model();
            let name = |policy: &Policy| {
                let model = policy.checked.as_ref()?.model();
                model.versions.first().map(|version| version.name.name.name.clone())
            };
            let old = before.iter().find(|old| name(old).is_some_and(|old| Some(old) == name(policy)))?;
            Some(lint::changes(old.checked.as_ref()?.model(), model))
        };
        policies.iter().map(|policy| of(policy).unwrap_or_default()).collect()
    }

    /// The findings that the change touches, and the errors, wherever they are.
    pub fn only(&self, findings: Vec<Finding>, trees: &[Tree], loaded: &Loaded) -> Vec<Finding> {
        let mut left = findings;
        left.retain(|finding| {
            let touched = || finding.places.iter().any(|place| self.touches(place.span, trees, &loaded.sources));
            finding.own_severity() == Severity::Error || touched()
        });
        left
    }

    fn touches(&self, place: Span, trees: &[Tree], sources: &Sources) -> bool {
        let item = trees.iter().filter(|tree| tree.text == place.text).flat_map(|tree| &tree.items);
        let item = item.map(|item| item.span).find(|span| span.start <= place.start && place.end <= span.end);
        let (Some(lines), Some(text)) = (self.lines.get(&place.text), sources.get(place.text)) else { return false };
        let span = item.unwrap_or(place);
        lines.range(text.position(span.start).line..=text.position(span.end).line).next().is_some()
    }
}

fn no_repository(file: &Path) -> Failure {
    let file = files::shown(file);
    Failure::new(Message::new(
        format!("{file} 不在 git 仓库里，不能用“--base”"),
        format!("{file} is in no git repository: “--base” cannot be used"),
    ))
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn lines_that_are_new_changed_or_beside_one_that_is_gone() {
        let of = |old, new| lines(old, new).into_iter().collect::<Vec<_>>();
        assert_eq!(of("a\nb\nc\n", "a\nb\nc\n"), [0; 0]);
        assert_eq!(of("a\nb\nc\n", "a\nx\nc\n"), [2]);
        assert_eq!(of("a\nb\n", "a\nb\nc\nd\n"), [3, 4]);
        assert_eq!(of("a\nb\nc\n", "a\nc\n"), [1, 2]);
        assert_eq!(of("", "a\nb\n"), [1, 2]);
    }
}
