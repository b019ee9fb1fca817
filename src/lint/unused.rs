//! What the lints about things without use share.

use super::read::{Read, Version, name};
use super::words::{Noun, say};
use super::{fixes, words};
use crate::diagnostics::{Code, Finding, Fix};
use crate::model::Named;
use std::collections::BTreeSet;

/// One finding for each thing of a kind that nothing uses; `mend` gives what takes it away where that is safe.
pub fn find<'a, T: 'a>(
    read: &Read<'a>,
    code: &'static Code,
    noun: Noun,
    all: impl Fn(&Version<'a>) -> (&'a [T], BTreeSet<usize>),
    called: impl Fn(&'a T) -> &'a Named,
    mend: impl Fn(&Version<'a>, &'a T) -> Option<Fix>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for version in &read.versions {
        let (things, used) = all(version);
        for (_, thing) in things.iter().enumerate().filter(|(at, _)| !used.contains(at)) {
            let mut finding = finding(code, noun, called(thing));
            finding.fixes.extend(mend(version, thing));
            found.push(finding);
        }
    }
    found
}

fn finding(code: &'static Code, noun: Noun, named: &Named) -> Finding {
    let the = words::the(noun, name(named));
    let what = say(format!("{}没有一处用到。", the.zh), format!("{} is used nowhere.", words::capital(&the.en)));
    let help = say("在该用的地方用它；不需要的删去。", "Use it where it was meant to be used, or take it out.");
    Finding::new(code, named.span, what).help(help)
}

/// Takes the item that declares something away.
pub fn without_item(read: &Read<'_>, version: &Version<'_>, noun: Noun, named: &Named) -> Option<Fix> {
    let the = words::the(noun, name(named));
    let item = version.item_at(named.span)?;
    fixes::without_lines(read, say(format!("删去{}", the.zh), format!("Take out {}", the.en)), item.span)
}
