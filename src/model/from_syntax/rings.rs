//! Things that lead back to themselves.

use super::say::{Noun, say};
use crate::diagnostics::{Code, Finding, Message};
use crate::source::Span;

/// The most members of a ring that are drawn.
const DRAWN: usize = 8;

fn why(code: &Code) -> Message {
    match code.name {
        "ring-of-directories" => say("名录不能归在自己之下。", "A directory cannot be above itself."),
        _ => say(
            "每一个都要等下一个先定，绕成一圈就都定不下来。",
            "Each of them waits for the next; in a ring none of them can be found.",
        ),
    }
}

fn help(code: &Code) -> Message {
    match code.name {
        "ring-of-accounts" => {
            say("把其中一处“连同本次”改为“此前”。", "Change “including” to “before” at one of these places.")
        }
        "ring-of-bonuses" => say(
            "从其中一条的“于”后面去掉下一条。",
            "Take the next rule out of the list after “of” in one of these rules.",
        ),
        "ring-of-directories" => say("去掉其中一个“归”。", "Remove “in” from one of these directories."),
        "ring-of-exceptions" => say("去掉其中一条“例外于”。", "Remove “exception to” from one of these rules."),
        "ring-of-groups" => say("从其中一个组里去掉下一个组。", "Take the next group out of one of these groups."),
        _ => say("改写其中一条，不再用到下一条。", "Rewrite one of these so that it no longer uses the next."),
    }
}

/// A ring drawn: 甲 → 乙 → 甲.
pub(super) fn finding(code: &'static Code, noun: Noun, ring: &[(&str, Span)]) -> Option<Finding> {
    let (name, place) = ring.first()?;
    let mut way: Vec<&str> = ring.iter().take(DRAWN).map(|(name, _)| *name).collect();
    if ring.len() > DRAWN {
        way.push("…");
    }
    way.push(name);
    let way = way.join(" → ");
    let (as_zh, as_en) = match code.name {
        "ring-of-exceptions" => ("作为例外", "As an exception the"),
        "ring-of-bonuses" => ("作为加成", "As a bonus the"),
        _ => ("", "The"),
    };
    let what = say(
        format!("{}“{name}”{as_zh}绕回了自己：{way}。", noun.zh),
        format!("{as_en} {} “{name}” leads back to itself: {way}.", noun.en),
    );
    let finding = Finding::new(code, *place, what).why(why(code)).help(help(code));
    Some(
        ring.iter()
            .skip(1)
            .take(DRAWN)
            .fold(finding, |f, (name, span)| f.and(*span, say(format!("经过“{name}”"), format!("by way of “{name}”")))),
    )
}
