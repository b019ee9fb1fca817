//! As one page that needs nothing else: the texts, with what no case reaches under its line.

use super::super::report::Coverage;
use super::super::survey::{Point, State};
use super::lines::{by_line, reached};
use crate::diagnostics::{Lang, Message};
use crate::source::{Sources, TextId};
use std::collections::BTreeMap;
use std::fmt::Write;

const STYLE: &str = "
body { font: 15px/1.5 system-ui, 'Noto Sans CJK SC', sans-serif; margin: 2em auto; max-width: 72em; padding: 0 1em; color: #1b1f24; background: #fff }
table.tally { border-collapse: collapse; margin: 1em 0 }
table.tally td { padding: .15em 1.2em .15em 0; text-align: right }
table.tally td:first-child { text-align: left }
pre { font: 13px/1.6 'Noto Sans Mono CJK SC', ui-monospace, monospace; border: 1px solid #d0d7de; border-radius: 6px; padding: .6em 0; overflow-x: auto }
pre span.line { display: block; padding: 0 1em 0 .2em; border-left: 4px solid transparent; white-space: pre }
pre span.all { border-left-color: #2da44e; background: #eefbf1 }
pre span.some { border-left-color: #bf8700; background: #fff8dc }
pre span.none { border-left-color: #cf222e; background: #ffebe9 }
pre span.why { display: block; padding: 0 1em 0 5em; color: #9a2a20; white-space: pre-wrap }
pre i { color: #8a929b; font-style: normal; user-select: none; display: inline-block; width: 4em; text-align: right; margin-right: 1em }
";

/// The whole page, from the parts of its policies.
pub fn page(parts: &str, lang: Lang) -> String {
    let title = Message::new("案例的覆盖", "Coverage of cases");
    let (title, code) = (title.text(lang), if lang == Lang::Zh { "zh-CN" } else { "en" });
    let key = Message::new(
        "左边的线：绿，都有案例到达；黄，有的没有；红，都没有。",
        "The line at the left: green, cases reach all; yellow, not all; red, none.",
    );
    format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p>{}</p>\n{parts}</body>\n</html>\n",
        key.text(lang)
    )
}

/// The part of one policy.
pub fn part(coverage: &Coverage, sources: &Sources, lang: Lang) -> String {
    let mut out = format!("<h2>{}</h2>\n<table class=\"tally\">\n", escaped(coverage.policy.text(lang)));
    for (name, tally) in coverage.rows() {
        let name = escaped(name.text(lang));
        let (reached, of, percent) = (tally.reached, tally.of, tally.percent());
        let _ = writeln!(out, "<tr><td>{name}</td><td>{reached}/{of}</td><td>{percent}%</td></tr>");
    }
    out.push_str("</table>\n");
    for (text, lines) in by_line(coverage, sources) {
        source(&mut out, text, &lines, sources, lang);
    }
    out
}

/// A text, line by line.
fn source(out: &mut String, text: TextId, lines: &BTreeMap<usize, Vec<&Point>>, sources: &Sources, lang: Lang) {
    let Some(text) = sources.get(text) else { return };
    let _ = write!(out, "<h3>{}</h3>\n<pre>", escaped(&text.name));
    for (number, line) in (1..).zip(text.lines()) {
        let points = lines.get(&number).map(Vec::as_slice).unwrap_or_default();
        let class = match (points.len(), reached(points)) {
            (0, _) => "",
            (all, reached) if all == reached => " all",
            (_, 0) => " none",
            _ => " some",
        };
        let _ = write!(out, "<span class=\"line{class}\"><i>{number}</i>{}</span>", escaped(line));
        for point in points.iter().filter(|point| point.state == State::Missed) {
            let colon = if lang == Lang::Zh { "：" } else { ": " };
            let why = format!("{}{colon}{}", point.item.text(lang), point.what.text(lang));
            let _ = write!(out, "<span class=\"why\">{}</span>", escaped(&why));
        }
    }
    out.push_str("</pre>\n");
}

/// A text that is nothing but text in HTML.
fn escaped(text: &str) -> String {
    let one = |letter: char| match letter {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        other => other.to_string(),
    };
    text.chars().map(one).collect()
}
