//! `// mizi: 允许 CODE 理由 "…" 至 2025-12-31`, read with what is missing of it.

use crate::diagnostics::Message;
use mizi_evaluator::date;

/// What a comment allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// The code of the finding.
    pub code: String,
    /// The last day, included.
    pub until: i32,
}

/// What a comment allows, or what is missing in it; none of a comment that is about something else.
pub fn allowance(comment: &str) -> Option<Result<Allowance, Message>> {
    let text = comment.trim_start_matches('/').trim_start();
    let said = text.strip_prefix("mizi").map(str::trim_start)?.strip_prefix([':', '：'])?;
    if UNCONFIRMED.contains(&said.trim()) { None } else { Some(read(said)) }
}

/// What marks a case whose expected outcome nobody has confirmed yet.
pub const UNCONFIRMED: [&str; 2] = ["预期待核对", "expected to be confirmed"];

/// Whether a comment is that mark.
pub fn is_unconfirmed(comment: &str) -> bool {
    let text = comment.trim_start_matches('/').trim_start();
    let said = text.strip_prefix("mizi").map(str::trim_start).and_then(|text| text.strip_prefix([':', '：']));
    said.is_some_and(|said| UNCONFIRMED.contains(&said.trim()))
}

/// What can close a reason that a mark opens.
const QUOTES: [(char, &[char]); 3] = [('"', &['"']), ('“', &['”']), ('＂', &['＂'])];

fn read(said: &str) -> Result<Allowance, Message> {
    let rest = word(said, ["允许", "allow"]).ok_or_else(no_verb)?;
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')).unwrap_or(rest.len());
    let (code, rest) = rest.split_at(end);
    if code.is_empty() {
        return Err(no_code());
    }
    let rest = word(rest, ["理由", "because"]).ok_or_else(no_reason)?.trim_start();
    let (reason, rest) = quoted(rest).ok_or_else(no_reason)?;
    if reason.trim().is_empty() {
        return Err(no_reason());
    }
    let day = word(rest, ["至", "until"]).ok_or_else(no_day)?.trim();
    let until = date::read_date(day).map_err(|_| no_date(day))?;
    Ok(Allowance { code: code.to_owned(), until })
}

/// What follows a word in either language.
fn word<'t>(text: &'t str, either: [&str; 2]) -> Option<&'t str> {
    let text = text.trim_start();
    either.into_iter().find_map(|word| text.strip_prefix(word))
}

/// What stands between quotation marks, and what follows them.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let open = text.chars().next()?;
    let (_, close) = QUOTES.into_iter().find(|(mark, _)| *mark == open)?;
    text.get(open.len_utf8()..)?.split_once(close)
}

fn no_verb() -> Message {
    Message::new("“mizi:”后面没有写“允许”。", "“mizi:” is not followed by “allow”.")
}

fn no_code() -> Message {
    Message::new("没有写允许的是哪个代码。", "It is not said which code is allowed.")
}

fn no_reason() -> Message {
    Message::new("没有写允许的理由。", "No reason is given for what is allowed.")
}

fn no_day() -> Message {
    Message::new("没有写允许到哪一天为止。", "It is not said until which day it is allowed.")
}

fn no_date(day: &str) -> Message {
    Message::new(
        format!("“{day}”不是日期，看不出允许到哪一天为止。"),
        format!("“{day}” is no date: it is not said until which day it is allowed."),
    )
}

#[cfg(test)]
mod tests {
    use super::allowance;

    fn read(comment: &str) -> Option<Option<String>> {
        let allowed = allowance(comment)?;
        Some(allowed.ok().map(|allowed| format!("{} {}", allowed.code, allowed.until)))
    }

    #[test]
    fn both_languages_and_either_quotes() {
        let day = Some(Some("no-limit 20453".to_owned()));
        assert_eq!(read("// mizi: 允许 no-limit 理由 \"已报备\" 至 2025-12-31"), day);
        assert_eq!(read("//mizi：允许 no-limit 理由“已报备”至 2025-12-31 "), day);
        assert_eq!(read("// mizi: allow no-limit because \"on file\" until 2025-12-31"), day);
    }

    #[test]
    fn what_is_not_whole_allows_nothing() {
        for comment in [
            "// mizi:",
            "// mizi: no-limit",
            "// mizi: 允许",
            "// mizi: 允许 理由 \"甲\" 至 2025-12-31",
            "// mizi: 允许 no-limit",
            "// mizi: 允许 no-limit 理由 甲 至 2025-12-31",
            "// mizi: 允许 no-limit 理由 \"\" 至 2025-12-31",
            "// mizi: 允许 no-limit 理由 \"甲 至 2025-12-31",
            "// mizi: 允许 no-limit 理由 \"甲\"",
            "// mizi: 允许 no-limit 理由 \"甲\" 至 2025-13-31",
            "// mizi: 允许 no-limit 理由 \"甲\" 至 2025-12-31 止",
        ] {
            assert_eq!(read(comment), Some(None), "{comment}");
        }
        assert_eq!(read("// mizi 是什么"), None);
        assert_eq!(read("// 见 mizi: 允许"), None);
    }
}
