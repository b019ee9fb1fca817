//! Words run together: `凡平安巡防`, `以上且成功`, `巡防奖的上限`.

use super::{Candidate, Place};
use crate::diagnostics::Message;
use crate::syntax::codes::MISSING_SPACE;
use crate::syntax::keywords::{KEYWORDS, Role};
use crate::syntax::words::{Kind, Token};

/// Longer words are left alone.
const LONGEST_WORD: usize = 90;

/// A keyword at the beginning or the end of the word that stopped reading, or of the one before it.
pub(super) fn candidates(place: &Place) -> Vec<Candidate> {
    let words = words(place);
    words.iter().flat_map(|w| split_once(place, w, false)).collect()
}

/// A keyword in the middle of such a word.
pub(super) fn rare(place: &Place) -> Vec<Candidate> {
    let words = words(place);
    words.iter().flat_map(|w| split_once(place, w, true)).collect()
}

/// The words at and before the stop, and the unit of a number there.
fn words(place: &Place) -> Vec<Token> {
    let mut after = place.after();
    let next = after.next();
    let unit = after.next().filter(|_| next.as_ref().is_some_and(|t| t.kind == Kind::Digits));
    let previous = place.before().last().cloned();
    [next, previous, unit]
        .into_iter()
        .flatten()
        .filter(|t| t.kind == Kind::Word && t.range.len() <= LONGEST_WORD)
        .collect()
}

/// The word with spaces around a keyword in it, the longest keyword first.
fn split_once(place: &Place, word: &Token, inside: bool) -> Vec<Candidate> {
    let text = place.slice(word.range.clone());
    if KEYWORDS.iter().any(|k| k.zh.contains(&text)) {
        return Vec::new();
    }
    let mut found: Vec<(usize, &'static str)> = Vec::new();
    for keyword in KEYWORDS.iter().filter(|k| k.role != Role::Function).flat_map(|k| k.zh) {
        for (at, _) in text.match_indices(keyword) {
            let at_edge = at == 0 || at + keyword.len() == text.len();
            if keyword.len() < text.len() && at_edge != inside && !found.contains(&(at, keyword)) {
                found.push((at, keyword));
            }
        }
    }
    found.sort_by_key(|(at, keyword)| (std::cmp::Reverse(keyword.len()), *at));
    found.into_iter().map(|(at, keyword)| candidate(word, text, at, keyword)).collect()
}

fn candidate(word: &Token, text: &str, at: usize, keyword: &str) -> Candidate {
    let (before, rest) = text.split_at(at);
    let after = rest.get(keyword.len()..).unwrap_or("");
    let parts: Vec<&str> = [before, keyword, after].into_iter().filter(|p| !p.is_empty()).collect();
    let spaced = parts.join(" ");
    let what = Message::new(
        format!("“{text}”连成了一个词，关键词“{keyword}”前后要有空格。"),
        format!("“{text}” reads as one word; set the keyword “{keyword}” apart by a space."),
    );
    Candidate::new(&MISSING_SPACE, word.range.clone(), spaced, what)
}
