//! Advice on a policy that can be used: what is unclear, unsupported or untested in it.
//!
//! One file per lint, named for the thing found. Its module comment is the page `docs/findings/<code>.md` (`tests/findings.rs`
//! writes it): Chinese, a line `---`, English; each says what is found, what to avoid, what to prefer, why, and what can be set.
//! A lint never guesses: what it says of a text is so.

mod fixes;
mod options;
mod read;
mod rule_without_basis;
mod rule_without_case;
mod unused_definition;
mod uses;
mod words;

pub use options::{Options, Setting};

use crate::diagnostics::{Code, Finding};
use crate::model::Model;
use crate::source::Sources;
use crate::syntax::tree::Tree;
use read::Read;

/// What a lint is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Whether a reader understands it.
    Clarity,
    /// Where a rule comes from.
    Basis,
    /// Whether cases show what rules do.
    Cases,
    /// Amounts and numbers.
    Money,
    /// Dates and versions.
    Time,
    /// Names, codes and titles.
    Naming,
    /// How the text is arranged.
    Layout,
}

impl Category {
    /// As settings write it.
    pub fn name(self) -> &'static str {
        match self {
            Category::Clarity => "clarity",
            Category::Basis => "basis",
            Category::Cases => "cases",
            Category::Money => "money",
            Category::Time => "time",
            Category::Naming => "naming",
            Category::Layout => "layout",
        }
    }

    /// As pages call it: Chinese and English.
    pub fn title(self) -> (&'static str, &'static str) {
        match self {
            Category::Clarity => ("清楚", "clarity"),
            Category::Basis => ("依据", "legal basis"),
            Category::Cases => ("案例", "cases"),
            Category::Money => ("金额", "money"),
            Category::Time => ("时间", "time"),
            Category::Naming => ("名称", "naming"),
            Category::Layout => ("编排", "layout"),
        }
    }
}

/// One lint.
#[derive(Clone, Copy, Debug)]
pub struct Lint {
    /// What it finds, with its severity.
    pub code: &'static Code,
    /// What it is about.
    pub category: Category,
    find: fn(&Read<'_>) -> Vec<Finding>,
}

/// All lints, in the order of their codes.
pub static LINTS: &[Lint] = &[
    Lint { code: &rule_without_basis::CODE, category: Category::Basis, find: rule_without_basis::find },
    Lint { code: &rule_without_case::CODE, category: Category::Cases, find: rule_without_case::find },
    Lint { code: &unused_definition::CODE, category: Category::Clarity, find: unused_definition::find },
];

/// What lints find, by code.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    LINTS.iter().map(|lint| lint.code)
}

/// What all lints find in a policy without errors, in the order of the text. `trees` are the texts of its versions.
pub fn findings(sources: &Sources, trees: &[Tree], model: &Model, _options: &Options) -> Vec<Finding> {
    let read = Read::new(sources, trees, model);
    let mut found: Vec<Finding> = LINTS.iter().flat_map(|lint| (lint.find)(&read)).collect();
    found.sort_by_key(|finding| (finding.place(), finding.code.name));
    found
}
