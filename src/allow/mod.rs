//! Comments that allow a finding on an item, for a reason and until a day:
//! `// mizi: 允许 CODE 理由 "…" 至 2025-12-31`, `// mizi: allow CODE because "…" until 2025-12-31`.
//!
//! A comment belongs to the item in whose lines it stands, or else to the item that follows it. One that allows nothing is told.

mod codes;
mod read;

pub use codes::CODES;
pub use read::UNCONFIRMED;

use crate::diagnostics::{Code, Finding, Fix, Message, Severity};
use crate::source::{Sources, Span, Text};
use crate::syntax::tree::{Spanned, Tree};
use codes::{ALLOW_EXPIRED, ALLOW_FORM, ALLOW_OF_ERROR, ALLOW_OF_NOTHING, ALLOW_UNKNOWN_CODE, CASE_UNCONFIRMED};
use mizi_evaluator::date;
use read::Allowance;

/// What the findings come from.
#[derive(Clone, Copy, Debug)]
pub struct Looked<'a> {
    /// Every kind of finding there is.
    pub codes: &'a [&'static Code],
    /// Those that were not looked for: that there is none says nothing.
    pub not_asked: &'a [&'static str],
    /// The day on which it is looked; none: no allowance is over.
    pub today: Option<i32>,
}

/// The findings of a policy without those that its texts allow, and what is wrong with what they allow.
pub fn apply(findings: Vec<Finding>, trees: &[Tree], sources: &Sources, looked: Looked<'_>) -> Vec<Finding> {
    let mut comments: Vec<Comment<'_>> = trees.iter().flat_map(|tree| comments(tree, sources)).collect();
    let kept = |finding: &Finding| {
        let mut allowed = false;
        for comment in comments.iter_mut().filter(|comment| comment.allows(finding, looked.today)) {
            comment.used = true;
            allowed = true;
        }
        !allowed
    };
    let mut left = findings;
    left.extend(trees.iter().flat_map(unconfirmed));
    left.retain(kept);
    // Where errors stand, not everything was looked for.
    let whole = !left.iter().any(|finding| finding.severity() == Severity::Error);
    left.extend(comments.iter().filter_map(|comment| comment.fault(looked, whole)));
    left
}

/// The marks of cases that nobody has confirmed.
fn unconfirmed(tree: &Tree) -> impl Iterator<Item = Finding> {
    let marks = tree.comments.iter().filter(|comment| read::is_unconfirmed(&comment.value));
    marks.map(|mark| {
        let what = Message::new("案例的预期还没有人核对。", "Nobody has confirmed what this case expects.");
        let why = Message::new(
            "这是 mizi test --suggest 按现在的判定写的：政策写错了，它也跟着错。",
            "mizi test --suggest wrote what is decided now: where the policy is wrong, so is the case.",
        );
        let help = Message::new(
            "照政策逐行核对预期，无误就删去这条注释。",
            "Compare each line with the policy, and take this comment out if it is right.",
        );
        Finding::new(&CASE_UNCONFIRMED, mark.span, what).why(why).help(help)
    })
}

/// A comment that allows something, or would.
struct Comment<'a> {
    written: &'a Spanned<String>,
    text: &'a Text,
    allowed: Result<Allowance, Message>,
    /// The item it belongs to.
    item: Option<Span>,
    /// Whether it silenced anything.
    used: bool,
}

fn comments<'a>(tree: &'a Tree, sources: &'a Sources) -> impl Iterator<Item = Comment<'a>> {
    let of = move |written: &'a Spanned<String>| {
        let (allowed, text) = (read::allowance(&written.value)?, sources.get(tree.text)?);
        Some(Comment { written, text, allowed, item: item(tree, text, written.span), used: false })
    };
    tree.comments.iter().filter_map(of)
}

/// The item in one of whose lines a place is, or else the next one.
fn item(tree: &Tree, text: &Text, place: Span) -> Option<Span> {
    let line = |at: u32| text.position(at).line;
    let here = line(place.start);
    let covers = |span: &Span| line(span.start) <= here && here <= line(span.end);
    let mut items = tree.items.iter().map(|item| item.span);
    items.clone().find(covers).or_else(|| items.find(|span| span.start >= place.end))
}

impl Comment<'_> {
    /// Whether a finding is what it allows.
    fn allows(&self, finding: &Finding, today: Option<i32>) -> bool {
        let (Ok(allowed), Some(item), Some(place)) = (&self.allowed, self.item, finding.place()) else { return false };
        let within = place.text == item.text && item.start <= place.start && place.end <= item.end;
        let open = today.is_none_or(|today| today <= allowed.until);
        within && open && allowed.code == finding.code.name && finding.code.severity != Severity::Error
    }

    /// What is wrong with it. That it allows nothing is told only where everything was looked for.
    fn fault(&self, looked: Looked<'_>, whole: bool) -> Option<Finding> {
        let place = self.written.span;
        let allowed = match &self.allowed {
            Ok(allowed) => allowed,
            Err(what) => return Some(incomplete(place, what.clone())),
        };
        let name = allowed.code.as_str();
        let Some(code) = looked.codes.iter().find(|code| code.name == name) else {
            return Some(unknown_code(place, name, looked.codes));
        };
        if code.severity == Severity::Error {
            return Some(of_error(place, code).fix(self.gone()));
        }
        if looked.today.is_some_and(|today| today > allowed.until) {
            return Some(expired(place, allowed));
        }
        let idle = whole && !self.used && !looked.not_asked.contains(&name);
        idle.then(|| of_nothing(place, name).fix(self.gone()))
    }

    /// The comment taken out, with its line where nothing else stands in it.
    fn gone(&self) -> Fix {
        let (content, place) = (&self.text.content, self.written.span);
        let line = self.text.line(place.start);
        let before = content.get(line.start..place.start as usize).unwrap_or_default();
        let blank = before.len().saturating_sub(before.trim_end().len());
        let (mut start, mut end) = ((place.start as usize).saturating_sub(blank), line.end);
        if blank == before.len() {
            start = line.start;
            let after = content.get(line.end..).unwrap_or_default();
            end = line.end.saturating_add(after.len().saturating_sub(without_line_end(after).len()));
        }
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let span = Span { text: place.text, start: offset(start), end: offset(end) };
        let title = Message::new("删去这条注释", "Delete the comment");
        Fix { title, edits: vec![(span, String::new())] }
    }
}

fn without_line_end(text: &str) -> &str {
    ["\r\n", "\n", "\r"].iter().find_map(|end| text.strip_prefix(end)).unwrap_or(text)
}

fn incomplete(place: Span, what: Message) -> Finding {
    Finding::new(&ALLOW_FORM, place, what)
        .why(Message::new(
            "没有理由和日期的允许会一直留着，没有人再过问。",
            "Without a reason and a last day it would stay for good, and nobody would look at it again.",
        ))
        .help(Message::new(
            "写成：// mizi: 允许 no-limit 理由 \"…\" 至 2026-12-31。",
            "Write it so: // mizi: allow no-limit because \"…\" until 2026-12-31.",
        ))
}

fn unknown_code(place: Span, name: &str, codes: &[&'static Code]) -> Finding {
    let near = codes.iter().map(|code| code.name).min_by_key(|known| strsim::damerau_levenshtein(name, known));
    let near = near.unwrap_or_default();
    let what = Message::new(format!("没有“{name}”这个代码。"), format!("There is no code “{name}”."));
    Finding::new(&ALLOW_UNKNOWN_CODE, place, what).help(Message::new(
        format!("最接近的是“{near}”。代码写在检查结果的方括号里。"),
        format!("The nearest is “{near}”. Findings show their codes in brackets."),
    ))
}

fn of_error(place: Span, code: &Code) -> Finding {
    let name = code.name;
    let what = Message::new(
        format!("“{name}”（{}）是错误，不能允许。", code.zh),
        format!("“{name}” ({}) is an error and cannot be allowed.", code.en),
    );
    Finding::new(&ALLOW_OF_ERROR, place, what)
        .why(Message::new("有错误的政策不能用。", "A policy that has an error cannot be used."))
        .help(Message::new("改正错误，删去这条注释。", "Mend the error and delete the comment."))
}

fn expired(place: Span, allowed: &Allowance) -> Finding {
    let (name, day) = (&allowed.code, date::show_date(allowed.until.into()));
    let what = Message::new(
        format!("对“{name}”的允许到 {day} 为止，已经到期。"),
        format!("“{name}” was allowed until {day}, which is over."),
    );
    Finding::new(&ALLOW_EXPIRED, place, what)
        .why(Message::new("到期以后，它所允许的问题照样会说。", "From then on what it allowed is told again."))
        .help(Message::new(
            "改好它所说的问题，删去这条注释；还要允许的，重写理由和日期。",
            "Mend what is found and delete the comment; where it must go on, write the reason and the day anew.",
        ))
}

fn of_nothing(place: Span, name: &str) -> Finding {
    let what = Message::new(
        format!("这条注释允许“{name}”，它所在的条目却没有这个问题。"),
        format!("The comment allows “{name}”, and nothing of the kind is found in its item."),
    );
    Finding::new(&ALLOW_OF_NOTHING, place, what)
        .why(Message::new(
            "问题已经改好，或者注释离它的条目太远：注释要写在条目的上面，或者写在条目的行里。",
            "It was mended, or the comment is not where its item is: it stands above the item, or in its lines.",
        ))
        .help(Message::new("删去它，或者移到它的条目上面。", "Delete it, or move it above its item."))
}
