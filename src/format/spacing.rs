//! What stands between two words, and how a mark is written in each language.

use crate::syntax::keywords::Role;
use crate::syntax::written::{Kind, Token};

/// A word as it is written beside Chinese or English keywords.
pub(super) fn spelt(token: &Token, chinese: bool) -> &str {
    match (token.kind, token.text.as_str()) {
        (Kind::Sign, ">=") => "≥",
        (Kind::Sign, "<=") => "≤",
        (Kind::Sign, "!=") => "≠",
        (Kind::Sign, "*") => "×",
        (Kind::Sign, "/") => "÷",
        (Kind::Mark, "," | "，") => pick(chinese, "，", ","),
        (Kind::Mark, ":" | "：") => pick(chinese, "：", ":"),
        (Kind::Mark, "(" | "（") => pick(chinese, "（", "("),
        (Kind::Mark, ")" | "）") => pick(chinese, "）", ")"),
        (Kind::Mark, "->" | "→") => pick(chinese, "→", "->"),
        (_, text) => text,
    }
}

fn pick(chinese: bool, zh: &'static str, en: &'static str) -> &'static str {
    if chinese { zh } else { en }
}

/// What stands between two words that follow one another on a line. Full-width marks have their space in them.
pub(super) fn between(before: &Token, after: &Token, chinese: bool) -> &'static str {
    let mark = |token: &Token| if token.kind == Kind::Mark { token.text.chars().next() } else { None };
    match (mark(before), mark(after)) {
        (_, Some(',' | ':' | '、' | ')' | '%')) | (Some('(' | '、'), _) => "",
        (Some(',' | ':'), _) => pick(chinese, "", " "),
        (_, Some('(')) => before_paren(before, chinese),
        (Some(')'), None) if chinese && after.kind != Kind::Sign => "",
        _ if before.kind == Kind::Minus => "",
        _ if chinese && before.kind == Kind::Law && after.text.starts_with('“') => "",
        // 按每人
        _ if after.kind == Kind::ChineseReading && before.text == "按" => "",
        _ => " ",
    }
}

fn before_paren(before: &Token, chinese: bool) -> &'static str {
    let function = matches!(before.kind, Kind::Keyword(keyword) if keyword.role == Role::Function);
    let parted = before.kind == Kind::Sign || before.text == "=";
    if function || before.kind == Kind::Minus || (chinese && !parted) { "" } else { " " }
}
