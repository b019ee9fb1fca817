//! For people: a table for each period.

use super::super::{Amount, Exposure, Part, Row, Whose};
use crate::diagnostics::render::columns::{aligned, grouped, padded, width};
use crate::diagnostics::{Lang, Message};

/// Least columns for the names of rules.
const NAMES: usize = 24;
/// Least columns for points and for yuan.
const FIGURES: usize = 14;

/// As text.
pub fn text(exposure: &Exposure, lang: Lang) -> String {
    let name = exposure.policy.text(lang);
    let head = match lang {
        Lang::Zh => format!("{name}：最多能得多少积分\n{}", notes(exposure, lang)),
        Lang::En => format!("{name}: the most points that can be earned\n{}", notes(exposure, lang)),
    };
    let names = exposure.parts.iter().flat_map(|part| &part.rows).map(|row| width(&called(row, lang)));
    let names = names.max().unwrap_or(0).max(NAMES);
    let parts = exposure.parts.iter().map(|part| table(exposure, part, lang, names));
    head + &parts.collect::<String>()
}

fn say(lang: Lang, zh: &str, en: &str) -> String {
    Message::new(zh, en).text(lang).to_owned()
}

/// How it is to be read, and what was not stated.
fn notes(exposure: &Exposure, lang: Lang) -> String {
    let mut lines = vec![
        say(
            lang,
            "“正好”：有记录正好得这么多。“至多”：不会更多，不一定能得这么多。",
            "“exact”: there are records that are granted just this. “at most”: never more, perhaps never as much.",
        ),
        say(
            lang,
            "这里不算撤销，也不算中途换了家庭、社区的人。",
            "Reversals, and people who change their household or community meanwhile, are left out.",
        ),
    ];
    let whose = |whose| exposure.parts.iter().any(|part| part.whose == whose);
    let numbers = exposure.numbers;
    if whose(Whose::Household) {
        lines.push(match numbers.largest_household {
            Some(people) => {
                say(lang, &format!("一户至多 {people} 人。"), &format!("The largest household has {people}."))
            }
            None => say(
                lang,
                "一户至多几人没有写明；用 --largest-household 写明。",
                "How many the largest household has is not stated; state it with --largest-household.",
            ),
        });
    }
    lines.push(match numbers.residents {
        Some(people) => {
            let people = grouped(&people.to_string());
            say(lang, &format!("居民共 {people} 人。"), &format!("There are {people} residents."))
        }
        None => say(
            lang,
            "居民共几人没有写明；用 --residents 写明。",
            "How many residents there are is not stated; state it with --residents.",
        ),
    });
    lines.into_iter().map(|line| line + "\n").collect()
}

fn called(row: &Row, lang: Lang) -> String {
    match &row.rule {
        Some((_, name)) => name.text(lang).to_owned(),
        None => say(lang, "合计", "all rules"),
    }
}

fn table(exposure: &Exposure, part: &Part, lang: Lang, names: usize) -> String {
    let mut out = format!("\n{} {}\n", part.reading.text(lang), part.called.text(lang));
    for row in &part.rows {
        let name = padded(&called(row, lang), names);
        out += &format!("  {name}{}\n", figures(exposure, &row.amount, lang));
    }
    out
}

fn figures(exposure: &Exposure, amount: &Amount, lang: Lang) -> String {
    let (units, word) = match amount {
        Amount::Exactly(units) => (*units, say(lang, "正好", "exact")),
        Amount::AtMost(units) => (*units, say(lang, "至多", "at most")),
        other => return format!("  {}", without_figure(other, lang)),
    };
    let points = format!("{} {}", grouped(&exposure.points(units)), exposure.point.text(lang));
    let yuan = exposure.yuan(units).map(|yuan| format!("{} {}", grouped(&yuan), say(lang, "元", "yuan")));
    let yuan = yuan.map(|yuan| aligned(&yuan, FIGURES + 4)).unwrap_or_default();
    format!("{}{yuan}  {word}", aligned(&points, FIGURES))
}

fn without_figure(amount: &Amount, lang: Lang) -> String {
    match amount {
        Amount::NoLimit(rules) if rules.is_empty() => say(lang, "没有上限", "no limit"),
        Amount::NoLimit(rules) => {
            let names: Vec<String> = rules.iter().map(|(_, name)| format!("“{}”", name.text(lang))).collect();
            match lang {
                Lang::Zh => format!("没有上限（因为{}）", names.join("、")),
                Lang::En => format!("no limit, because of {}", names.join(", ")),
            }
        }
        Amount::Needs(Whose::Street) => say(lang, "要看居民有几人", "depends on how many residents there are"),
        Amount::Needs(_) => say(lang, "要看一户有几人", "depends on how many the largest household has"),
        _ => say(lang, "没能断定", "could not be decided"),
    }
}
