//! What can be set for lints, with what holds where nothing is set.

use crate::diagnostics::Message;
use crate::model::Rational;
use crate::model::arithmetic::ten_to;

/// Options of lints. The defaults hold where nothing is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// `award-step`: what every fixed award is a multiple of, in points; none: nothing is found.
    pub award_step: Option<Rational>,
    /// `vague-words`: words that leave open what is meant.
    pub vague_words: Vec<String>,
    /// `vague-sources`: words of a basis that name no document.
    pub vague_sources: Vec<String>,
    /// `unfinished-words`: words in comments that say that something is still to be done.
    pub unfinished_words: Vec<String>,
    /// `title-width`: how wide a title may be, a Han character counting two.
    pub title_width: usize,
    /// `repeats`: from how many places on a number is repeated.
    pub repeats: usize,
    /// `chain`: from how many rules on they are a chain.
    pub chain: usize,
}

const VAGUE: [&str; 17] = [
    "等等",
    "若干",
    "适当",
    "酌情",
    "视情",
    "原则上",
    "左右",
    "大约",
    "有关",
    "相关",
    "其他",
    "其它",
    "etc",
    "and so on",
    "as appropriate",
    "various",
    "miscellaneous",
];
const SOURCES: [&str; 11] = [
    "有关规定",
    "相关规定",
    "有关文件",
    "相关文件",
    "上级要求",
    "上级文件",
    "惯例",
    "relevant rules",
    "applicable rules",
    "superior authority",
    "customary practice",
];
const UNFINISHED: [&str; 8] = ["待定", "待补", "待核", "待议", "暂定", "TODO", "FIXME", "TBD"];

impl Default for Options {
    fn default() -> Self {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Options {
            award_step: None,
            vague_words: owned(&VAGUE),
            vague_sources: owned(&SOURCES),
            unfinished_words: owned(&UNFINISHED),
            title_width: 60,
            repeats: 3,
            chain: 3,
        }
    }
}

/// A value as settings write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Digits with or without a point: `5`, `0.5`.
    Number(String),
    /// Words.
    Words(Vec<String>),
}

impl Options {
    /// The names that can be set.
    pub const NAMES: [&str; 7] =
        ["award-step", "chain", "repeats", "title-width", "unfinished-words", "vague-sources", "vague-words"];

    /// Sets one option by its name.
    ///
    /// # Errors
    /// Says that there is no such option, or what its value must be.
    pub fn set(&mut self, name: &str, value: &Setting) -> Result<(), Message> {
        match (name, value) {
            ("award-step", Setting::Number(text)) => {
                self.award_step =
                    Some(decimal(text).filter(|step| *step > 0.into()).ok_or_else(|| not_positive(name))?);
            }
            ("title-width", Setting::Number(text)) => self.title_width = count(name, text)?,
            ("repeats", Setting::Number(text)) => self.repeats = count(name, text)?,
            ("chain", Setting::Number(text)) => self.chain = count(name, text)?,
            ("vague-words", Setting::Words(words)) => self.vague_words.clone_from(words),
            ("vague-sources", Setting::Words(words)) => self.vague_sources.clone_from(words),
            ("unfinished-words", Setting::Words(words)) => self.unfinished_words.clone_from(words),
            _ => return Err(wrong(name)),
        }
        Ok(())
    }
}

fn count(name: &str, text: &str) -> Result<usize, Message> {
    text.parse().ok().filter(|count| *count >= 2).ok_or_else(|| {
        Message::new(
            format!("“{name}”的值要写 2 以上的整数。"),
            format!("The value of “{name}” is a whole number of at least 2."),
        )
    })
}

fn not_positive(name: &str) -> Message {
    Message::new(
        format!("“{name}”的值要写大于 0 的数，例如 5 或 0.5。"),
        format!("The value of “{name}” is a number greater than 0, such as 5 or 0.5."),
    )
}

fn wrong(name: &str) -> Message {
    if Options::NAMES.contains(&name) {
        let words = takes_words(name);
        let (zh, en) = if words { ("几个词", "a list of words") } else { ("一个数", "a number") };
        return Message::new(format!("“{name}”的值要写{zh}。"), format!("The value of “{name}” is {en}."));
    }
    let all = Options::NAMES.join("、");
    Message::new(
        format!("没有“{name}”这个选项。可以写的有：{all}。"),
        format!("There is no option “{name}”. There are: {}.", Options::NAMES.join(", ")),
    )
}

fn takes_words(name: &str) -> bool {
    name.ends_with("-words") || name.ends_with("-sources")
}

/// A number of digits with or without a point.
pub fn decimal(text: &str) -> Option<Rational> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{part}");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let scale = ten_to(u32::try_from(part.len()).ok()?)?;
    Some(Rational::new(digits.parse().ok()?, scale))
}

#[cfg(test)]
mod tests {
    use super::{Options, Setting, takes_words};
    use crate::model::Rational;

    fn number(text: &str) -> Setting {
        Setting::Number(text.to_owned())
    }

    #[test]
    fn every_name_can_be_set_and_no_other() {
        let mut options = Options::default();
        for name in Options::NAMES {
            let words = Setting::Words(vec!["若干".to_owned()]);
            let value = if takes_words(name) { words.clone() } else { number("4") };
            assert!(options.set(name, &value).is_ok(), "{name}");
            let other = if takes_words(name) { number("4") } else { words };
            assert!(options.set(name, &other).is_err(), "{name}");
        }
        assert!(options.set("award-steps", &number("5")).is_err());
    }

    #[test]
    fn a_step_is_exact() {
        let mut options = Options::default();
        assert!(options.set("award-step", &number("0.5")).is_ok());
        assert_eq!(options.award_step, Some(Rational::new(1, 2)));
        for wrong in ["0", "-5", "5.", "", "1e3", "."] {
            let taken = options.set("award-step", &number(wrong)).is_ok();
            assert_eq!(taken, wrong == "5.", "{wrong}");
        }
    }
}
