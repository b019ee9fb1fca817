//! Things that lead back to themselves.

use super::say::{Noun, say};
use crate::diagnostics::{Code, Finding};
use crate::source::Span;

/// The most members of a ring that are drawn.
const DRAWN: usize = 8;

/// A ring drawn: 甲 → 乙 → 甲.
pub(super) fn finding(code: &'static Code, noun: Noun, ring: &[(&str, Span)]) -> Option<Finding> {
    let (name, place) = ring.first()?;
    let mut way: Vec<&str> = ring.iter().take(DRAWN).map(|(name, _)| *name).collect();
    if ring.len() > DRAWN {
        way.push("…");
    }
    way.push(name);
    let way = way.join(" → ");
    let what = say(
        format!("{}“{name}”绕回了自己：{way}。", noun.zh),
        format!("The {} “{name}” leads back to itself: {way}.", noun.en),
    );
    let help = say("断开其中一处。", "Break it at one of these places.");
    let finding = Finding::new(code, *place, what).help(help);
    Some(
        ring.iter()
            .skip(1)
            .take(DRAWN)
            .fold(finding, |f, (name, span)| f.and(*span, say(format!("经过“{name}”"), format!("by way of “{name}”")))),
    )
}
