//! What residents are shown by a title: the policy, activities, rules, overall caps and redemptions.

use super::read::Version;
use super::words::{self, Noun};
use crate::source::Span;
use crate::syntax::tree::{Declared, Item, ItemKind, Str};

/// Something that residents are shown.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    pub noun: Noun,
    pub declared: &'a Declared,
}

impl<'a> Shown<'a> {
    /// The name as its author wrote it.
    pub fn name(&self) -> &'a str {
        &self.declared.name.value
    }

    /// What residents read: the titles, or the name where there is none.
    pub fn texts(&self) -> Vec<(&'a str, Span)> {
        let titles: Vec<(&str, Span)> = self.declared.titles.iter().map(|title| (&*title.value, title.span)).collect();
        if titles.is_empty() { vec![(self.name(), self.declared.name.span)] } else { titles }
    }
}

/// Everything of a version that has a title or could have one.
pub fn shown<'a>(version: &Version<'a>) -> Vec<Shown<'a>> {
    let of = |item: &'a Item| {
        let (noun, declared) = match &item.kind {
            ItemKind::Policy(it) => (words::POLICY, &it.name),
            ItemKind::Activity(it) => (words::ACTIVITY, &it.name),
            ItemKind::Rule(it) => (words::RULE, &it.name),
            ItemKind::OverallCap(it) => (words::OVERALL_CAP, &it.name),
            ItemKind::Redeem(it) => (words::REDEMPTION, &it.name),
            _ => return None,
        };
        Some(Shown { noun, declared })
    };
    version.tree.items.iter().filter_map(of).collect()
}

/// Whether a title is in Chinese.
pub fn is_chinese(title: &Str) -> bool {
    title.value.chars().any(is_han)
}

/// A Han character.
pub fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
