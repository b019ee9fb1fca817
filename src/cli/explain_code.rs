//! `mizi explain-code CODE`: what a finding means, with examples.

use super::near::nearest;
use super::report::say;
use super::{args, failure::Failure};
use crate::diagnostics::{Lang, Message};
use include_dir::{Dir, include_dir};
use std::process::ExitCode;

/// A page for every code, and the list of them; `tests/findings.rs` keeps them whole.
static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/docs/findings");
/// Between the Chinese and the English half of a page.
const HALVES: &str = "\n---\n";

/// Runs the command.
pub fn run(task: &args::ExplainCode, lang: Lang) -> Result<ExitCode, Failure> {
    let page = codes().find(|(code, _)| *code == task.code).ok_or_else(|| unknown(&task.code))?;
    say(&half(page.1, lang));
    Ok(ExitCode::SUCCESS)
}

/// The page of a code, in both languages.
pub fn page(code: &str) -> Option<&'static str> {
    codes().find(|(known, _)| *known == code).map(|(_, page)| page)
}

/// Every code with its page.
fn codes() -> impl Iterator<Item = (&'static str, &'static str)> {
    let pages = PAGES.files().filter_map(|file| {
        let code = file.path().file_name()?.to_str()?.strip_suffix(".md")?;
        Some((code, file.contents_utf8()?))
    });
    pages.filter(|(code, _)| *code != "README")
}

/// The title with the half in one language, without what is meant for those who keep the page.
fn half(page: &str, lang: Lang) -> String {
    let (chinese, english) = page.split_once(HALVES).unwrap_or((page, page));
    let text = match lang {
        Lang::Zh => chinese.to_string(),
        Lang::En => format!("{}\n\n{}", page.lines().next().unwrap_or_default(), english.trim_start()),
    };
    format!("{}\n", plain(&text).trim_end())
}

/// What is fenced set in, as a terminal shows it.
fn plain(text: &str) -> String {
    let mut fenced = false;
    let mut shown = String::new();
    for line in text.lines().filter(|line| !line.starts_with("<!--")) {
        if line.starts_with("```") {
            fenced = !fenced;
            continue;
        }
        let line = if fenced && !line.is_empty() { format!("    {line}") } else { line.replace("**", "") };
        shown.push_str(&line);
        shown.push('\n');
    }
    shown
}

/// No such code; the one spelt most alike is named.
fn unknown(code: &str) -> Failure {
    let nearest = nearest(code, codes().map(|(code, _)| code)).unwrap_or_default();
    Failure::new(Message::new(
        format!("没有“{code}”这个代码。最接近的是“{nearest}”"),
        format!("There is no code “{code}”. The nearest is “{nearest}”"),
    ))
}
