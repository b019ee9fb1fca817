//! Words of a line as they may be shown, and the name that was probably meant.

use super::Explainer;
use crate::program::Name;

/// Longer words are cut where they are shown, and are near to nothing.
const LONGEST: usize = 60;

/// Words of a line on one line of a terminal: what would move its cursor is replaced, and what is too long is cut.
pub(super) fn shown(written: &str) -> String {
    let mut text: String =
        written.chars().take(LONGEST).map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect();
    if written.chars().nth(LONGEST).is_some() {
        text.push('…');
    }
    text
}

/// The nearest of the known words, if one is near enough to have been meant; the first of several.
pub fn nearest<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    all_nearest(written, known).first().copied()
}

/// All that are equally near.
fn all_nearest<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let length = written.chars().take(LONGEST + 1).count();
    if length > LONGEST {
        return Vec::new();
    }
    let ranked = known.filter_map(|word| {
        let longest = length.max(word.chars().count());
        let distance = strsim::damerau_levenshtein(written, word);
        (distance > 0 && distance <= (longest / 3).max(1) && distance < longest).then_some((distance, word))
    });
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_unstable();
    ranked.dedup();
    let least = ranked.first().map(|(distance, _)| *distance);
    ranked.into_iter().filter(|(distance, _)| Some(*distance) == least).map(|(_, word)| word).collect()
}

/// Names and codes of some things.
pub(super) fn words<'a>(names: impl Iterator<Item = &'a Name>) -> impl Iterator<Item = &'a str> {
    names.flat_map(|name| [Some(name.name.as_str()), name.code.as_deref()]).flatten()
}

impl Explainer<'_> {
    /// “，是不是“…””, or nothing.
    pub(super) fn perhaps<'a>(&self, written: &str, known: impl Iterator<Item = &'a str>) -> String {
        let near: Vec<String> = all_nearest(written, known).iter().map(|word| format!("“{word}”")).collect();
        // Three or more are no help.
        match near.len() {
            1 | 2 => {
                let near = near.join(self.lang.pick("或", " or "));
                self.lang.pick(format!("，是不是{near}？"), format!("; is {near} meant?"))
            }
            _ => self.lang.pick("。", ".").to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{nearest, shown};

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        let known = ["received", "reverse", "时长", "社区"];
        for (written, near) in [
            ("recieved", Some("received")),
            ("revers", Some("reverse")),
            ("时常", Some("时长")),
            ("家", None),
            ("id", None),
            ("received", None),
        ] {
            assert_eq!(nearest(written, known.into_iter()), near, "{written}");
        }
        assert_eq!(nearest(&"r".repeat(1 << 20), known.into_iter()), None);
    }

    #[test]
    fn what_is_shown_moves_no_cursor_and_fits() {
        assert_eq!(shown("a\u{1b}[2J\nb\0"), "a�[2J�b�");
        assert_eq!(shown(&"长".repeat(61)), format!("{}…", "长".repeat(60)));
        assert_eq!(shown(&"长".repeat(60)), "长".repeat(60));
    }
}
