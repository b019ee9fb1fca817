//! Advice on a policy that can be used: what is unclear, unsupported or untested in it.
//!
//! One file per lint, named for the thing found. Its module comment is the page `docs/findings/<code>.md` (`tests/findings.rs`
//! writes it): Chinese, a line `---`, English; each says what is found, what to avoid, what to prefer, why, and what can be set.
//! A lint never guesses: what it says of a text is so.

mod award_off_step;
mod cap_without_case;
mod cases;
mod chain_of_rules;
mod changed_without_version;
mod compared;
mod compared_with_yes;
mod condition_in_every_rule;
mod dates_repeated;
mod double_negation;
mod fixes;
mod keyword_languages_mixed;
mod kinds;
mod long_title;
mod name_without_code;
mod names_alike;
mod number_beside_parameter;
mod number_repeated;
mod options;
mod parameter_does_not_change;
mod place_without_stock;
mod read;
mod rows;
mod rows_alike;
mod rows_out_of_order;
mod rule_without_basis;
mod rule_without_case;
mod same_case_title;
mod same_case_twice;
mod title_in_one_language;
mod title_missing;
mod title_number_differs;
mod titles;
mod unfinished;
mod unused;
mod unused_activity;
mod unused_definition;
mod unused_dimension;
mod unused_directory;
mod unused_field;
mod unused_parameter;
mod unused_role;
mod unused_table;
mod uses;
mod vague_basis;
mod vague_title;
mod words;
mod written;

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
    lint(&award_off_step::CODE, Category::Money, award_off_step::find),
    lint(&cap_without_case::CODE, Category::Cases, cap_without_case::find),
    lint(&chain_of_rules::CODE, Category::Clarity, chain_of_rules::find),
    lint(&changed_without_version::CODE, Category::Time, changed_without_version::find),
    lint(&compared_with_yes::CODE, Category::Clarity, compared_with_yes::find),
    lint(&condition_in_every_rule::CODE, Category::Clarity, condition_in_every_rule::find),
    lint(&dates_repeated::CODE, Category::Time, dates_repeated::find),
    lint(&double_negation::CODE, Category::Clarity, double_negation::find),
    lint(&keyword_languages_mixed::CODE, Category::Layout, keyword_languages_mixed::find),
    lint(&long_title::CODE, Category::Clarity, long_title::find),
    lint(&name_without_code::CODE, Category::Naming, name_without_code::find),
    lint(&names_alike::CODE, Category::Naming, names_alike::find),
    lint(&number_beside_parameter::CODE, Category::Money, number_beside_parameter::find),
    lint(&number_repeated::CODE, Category::Money, number_repeated::find),
    lint(&parameter_does_not_change::CODE, Category::Time, parameter_does_not_change::find),
    lint(&place_without_stock::CODE, Category::Money, place_without_stock::find),
    lint(&rows_alike::CODE, Category::Clarity, rows_alike::find),
    lint(&rows_out_of_order::CODE, Category::Layout, rows_out_of_order::find),
    lint(&rule_without_basis::CODE, Category::Basis, rule_without_basis::find),
    lint(&rule_without_case::CODE, Category::Cases, rule_without_case::find),
    lint(&same_case_title::CODE, Category::Cases, same_case_title::find),
    lint(&same_case_twice::CODE, Category::Cases, same_case_twice::find),
    lint(&title_in_one_language::CODE, Category::Naming, title_in_one_language::find),
    lint(&title_missing::CODE, Category::Naming, title_missing::find),
    lint(&title_number_differs::CODE, Category::Clarity, title_number_differs::find),
    lint(&unfinished::CODE, Category::Clarity, unfinished::find),
    lint(&unused_activity::CODE, Category::Clarity, unused_activity::find),
    lint(&unused_definition::CODE, Category::Clarity, unused_definition::find),
    lint(&unused_dimension::CODE, Category::Clarity, unused_dimension::find),
    lint(&unused_directory::CODE, Category::Clarity, unused_directory::find),
    lint(&unused_field::CODE, Category::Clarity, unused_field::find),
    lint(&unused_parameter::CODE, Category::Clarity, unused_parameter::find),
    lint(&unused_role::CODE, Category::Clarity, unused_role::find),
    lint(&unused_table::CODE, Category::Clarity, unused_table::find),
    lint(&vague_basis::CODE, Category::Basis, vague_basis::find),
    lint(&vague_title::CODE, Category::Clarity, vague_title::find),
];

const fn lint(code: &'static Code, category: Category, find: fn(&Read<'_>) -> Vec<Finding>) -> Lint {
    Lint { code, category, find }
}

/// What lints find, by code.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    LINTS.iter().map(|lint| lint.code)
}

/// What all lints find in a policy without errors, in the order of the text. `trees` are the texts of its versions.
pub fn findings(sources: &Sources, trees: &[Tree], model: &Model, options: &Options) -> Vec<Finding> {
    let read = Read::new(sources, trees, model, options);
    let mut found: Vec<Finding> = LINTS.iter().flat_map(|lint| (lint.find)(&read)).collect();
    found.sort_by_key(|finding| (finding.place(), finding.code.name));
    found
}

/// What changed from an older text of a policy to a newer one while the version stayed; places are in the newer.
pub fn changes(old: &Model, new: &Model) -> Vec<Finding> {
    changed_without_version::between(old, new)
}
