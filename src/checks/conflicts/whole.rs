//! Questions about a policy as a whole: what it pays under its caps, over all versions.

use crate::checks::exposure::{Book, Ceiling};
use crate::diagnostics::Message;
use crate::model::arithmetic::ten_to;
use crate::model::print::{Keywords, Printer, both};
use crate::model::types::Base;
use crate::model::{Cap, Model, Policy, Rational, Unit};
use mizi_evaluator::Evaluator;

/// A policy with everything it can pay and every cap on it.
pub struct Whole<'a> {
    /// Decides examples.
    pub evaluator: &'a Evaluator,
    /// All versions.
    pub model: &'a Model,
    /// Lines and caps.
    pub book: Book<'a>,
}

impl<'a> Whole<'a> {
    /// A line's rule or bonus as written in some stretch.
    pub fn rule(&self, line: usize, stretch: usize) -> Option<&'a crate::model::Rule> {
        let here = self.book.lines.get(line)?.here.get(stretch)?.as_ref()?;
        self.book.policy(stretch)?.rules.get(here.rule.0)
    }
}

/// A cap as the policy writes it, without the keyword: “每人 每月 200 米”.
pub fn cap(policy: &Policy, cap: &Cap) -> Message {
    let text = both(policy, |printer| printer.cap(cap));
    let bare =
        |text: String, keyword: &str| text.strip_prefix(keyword).map_or(text.clone(), |rest| rest.trim().to_string());
    Message::new(bare(text.zh, "上限"), bare(text.en, "cap"))
}

/// Whose cap it is: 规则“甲” or 总上限“乙”.
pub fn owner(ceiling: &Ceiling<'_>) -> Message {
    let name = &ceiling.item.name.name;
    match ceiling.overall {
        true => Message::new(format!("总上限“{name}”"), format!("the overall cap “{name}”")),
        false => Message::new(format!("规则“{name}”的上限"), format!("the cap of the rule “{name}”")),
    }
}

/// Seen from one of its own rules: 它的上限, or the overall cap.
pub fn its_or(ceiling: &Ceiling<'_>) -> Message {
    if ceiling.overall { owner(ceiling) } else { Message::new("它的上限", "its own cap") }
}

/// At the beginning of a sentence.
pub fn first_upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A number of smallest units as points.
pub fn points(policy: &Policy, units: i128) -> Message {
    let amount = Rational::new(units, ten_to(policy.decimals).unwrap_or(1));
    let show = |keywords| Printer::new(policy, keywords).amount(amount, &Unit::of(Base::Point));
    Message::new(show(Keywords::Chinese), show(Keywords::English))
}
