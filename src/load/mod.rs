//! The one way through: bytes of files → trees → models → checks → programs, with everything found on the way.

use crate::checks::{self, Checked};
use crate::diagnostics::{Finding, Lang};
use crate::model::from_syntax;
use crate::source::Sources;
use crate::syntax::{self, tree::Tree};

/// What some files hold.
#[derive(Debug)]
pub struct Loaded {
    /// The texts, for showing findings.
    pub sources: Sources,
    /// Found in files that belong to no policy.
    pub findings: Vec<Finding>,
    /// The policies, in order of their first file.
    pub policies: Vec<Policy>,
}

/// One policy with all its versions.
#[derive(Debug)]
pub struct Policy {
    /// Everything found in its files.
    pub findings: Vec<Finding>,
    /// The language most of its keywords are in.
    pub lang: Lang,
    /// The texts of its versions, as read.
    pub trees: Vec<Tree>,
    /// Its versions and its program; none where an error was found.
    pub checked: Option<Checked>,
}

impl Policy {
    /// Whether it can be used.
    pub fn is_sound(&self) -> bool {
        self.checked.is_some()
    }
}

/// Reads files (name to show and bytes), resolves and checks the policies in them, and compiles those without errors.
pub fn load(files: Vec<(String, Vec<u8>)>) -> Loaded {
    let mut sources = Sources::default();
    let (mut trees, mut found) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let (tree, findings) = syntax::read(&mut sources, &name, &bytes);
        trees.push(tree);
        found.push(findings);
    }
    let (groups, mut loose) = from_syntax::group(&trees);
    let policies = groups.into_iter().map(|files| policy(&files, &mut trees, &mut found)).collect();
    // A file in which not even the policy could be read has said why; that it has none would be noise.
    loose.retain(|finding| {
        finding.place().is_none_or(|place| found.get(place.text.0 as usize).is_none_or(Vec::is_empty))
    });
    loose.extend(found.into_iter().flatten());
    Loaded { sources, findings: loose, policies }
}

fn policy(files: &[usize], trees: &mut [Tree], found: &mut [Vec<Finding>]) -> Policy {
    let trees: Vec<Tree> = files.iter().filter_map(|&file| trees.get_mut(file).map(std::mem::take)).collect();
    let versions: Vec<&Tree> = trees.iter().collect();
    let mut findings: Vec<Finding> = Vec::new();
    for &file in files {
        findings.extend(found.get_mut(file).map(std::mem::take).unwrap_or_default());
    }
    let (model, resolved) = from_syntax::resolve(&versions);
    findings.extend(resolved);
    let (checked, findings) = checks::check(model, findings);
    let lang = lang(&versions);
    Policy { findings, lang, trees, checked }
}

fn lang(versions: &[&Tree]) -> Lang {
    let zh: usize = versions.iter().map(|tree| tree.zh_keywords).sum();
    let en: usize = versions.iter().map(|tree| tree.en_keywords).sum();
    if zh >= en { Lang::Zh } else { Lang::En }
}
