//! For people: how much of each kind is reached, and what is not.

use super::super::report::{Changes, Coverage, Tally};
use super::super::survey::Point;
use crate::diagnostics::render::columns::{aligned, padded, width};
use crate::diagnostics::{Lang, Message};
use crate::source::Sources;

/// Columns of a figure.
const FIGURES: usize = 8;

/// As text.
pub fn text(coverage: &Coverage, sources: &Sources, lang: Lang) -> String {
    let name = coverage.policy.text(lang);
    let head = match (lang, coverage.cases) {
        (Lang::Zh, cases) => format!("\n{name}：{cases} 个案例的覆盖\n"),
        (Lang::En, 1) => format!("\n{name}: coverage of one case\n"),
        (Lang::En, cases) => format!("\n{name}: coverage of {cases} cases\n"),
    };
    let rows = coverage.rows();
    let names = rows.iter().map(|(name, _)| width(name.text(lang))).max().unwrap_or(0);
    let table: String = rows.iter().map(|row| line(row, names, lang)).collect();
    format!("{head}{table}{}", missed(coverage, sources, lang))
}

fn line((name, tally): &(Message, Tally), names: usize, lang: Lang) -> String {
    let figures = aligned(&format!("{}/{}", tally.reached, tally.of), FIGURES);
    format!("  {}{figures}{}%\n", padded(name.text(lang), names), aligned(&tally.percent().to_string(), FIGURES))
}

fn missed(coverage: &Coverage, sources: &Sources, lang: Lang) -> String {
    let missed: Vec<&Point> = coverage.missed().collect();
    if missed.is_empty() {
        return String::new();
    }
    let head = Message::new("没有案例到达：", "Reached by no case:");
    let place = |point: &Point| {
        let file = sources.get(point.span.text).map_or("", |text| text.name.as_str());
        format!("{file}:{}", sources.start(point.span).map_or(0, |place| place.line))
    };
    let places = missed.iter().map(|point| width(&place(point))).max().unwrap_or(0);
    let lines = missed.iter().map(|point| {
        let (item, what) = (point.item.text(lang), point.what.text(lang));
        let colon = if lang == Lang::Zh { "：" } else { ": " };
        format!("  {}  {item}{colon}{what}\n", padded(&place(point), places))
    });
    format!("{}\n{}", head.text(lang), lines.collect::<String>())
}

/// How many changes were tried and what came of them.
pub fn changes(changes: &Changes, lang: Lang) -> String {
    let counted = changes.counted();
    let (name, tried) = (changes.policy.text(lang), changes.tried.len());
    let head = match lang {
        Lang::Zh => format!("\n{name}：试改了 {tried} 处\n"),
        Lang::En => format!("\n{name}: {tried} changes tried\n"),
    };
    let rows = [
        (Message::new("有案例发现", "noticed by a case"), counted.noticed),
        (Message::new("改了也一样（已证明）", "no difference (proved)"), counted.same),
        (Message::new("没有案例发现", "noticed by no case"), counted.unnoticed),
    ];
    let names = rows.iter().map(|(name, _)| width(name.text(lang))).max().unwrap_or(0);
    let row = |(name, count): &(Message, usize)| {
        format!("  {}{}\n", padded(name.text(lang), names), aligned(&count.to_string(), FIGURES))
    };
    format!("{head}{}", rows.iter().map(row).collect::<String>())
}
