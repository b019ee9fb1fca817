//! Decisions in words, in Chinese and English, from the same record and from nothing else.
//!
//! Every sentence is made of the program's names and the decision's figures; the words are those of `docs/language/terms.md`.

mod errors;
mod kinds;
mod lines;
mod near;
mod outcome;
mod show;

pub use near::nearest;

use crate::decision::{Decision, Error, Line, NO_ID};
use crate::evaluator::Evaluator;
use crate::json::Note;
use crate::program::{Name, Text};
use crate::record::Id;
use crate::text::Texts;

/// A language of explanations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    /// 中文
    Zh,
    /// English
    En,
}

impl Lang {
    /// The text in this language.
    pub fn of<'t>(&self, text: &'t Text) -> &'t str {
        match self {
            Lang::Zh => &text.zh,
            Lang::En => &text.en,
        }
    }

    /// One of two texts.
    pub(crate) fn pick<T>(&self, zh: T, en: T) -> T {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

/// What to call something in a language: the author's name, unless a title serves better.
pub fn called(name: &Name, lang: Lang) -> &str {
    let own_is_han = name.name.chars().any(is_han);
    let own = Some(name.name.as_str());
    let found = match lang {
        Lang::Zh => own.filter(|_| own_is_han).or(name.zh.as_deref()),
        Lang::En => name.en.as_deref().or(own.filter(|_| !own_is_han)).or(name.code.as_deref()),
    };
    found.unwrap_or(&name.name)
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

/// Puts decisions of one policy into words.
#[derive(Clone, Copy, Debug)]
pub struct Explainer<'a> {
    pub(crate) evaluator: &'a Evaluator,
    pub(crate) texts: &'a Texts,
    /// In this language.
    pub lang: Lang,
}

impl<'a> Explainer<'a> {
    /// One that knows ids and keys by these texts.
    pub fn new(evaluator: &'a Evaluator, texts: &'a Texts, lang: Lang) -> Explainer<'a> {
        Explainer { evaluator, texts, lang }
    }

    /// The whole explanation: what became of the record, then a line for every rule, then what changed.
    pub fn explain(&self, decision: &Decision, notes: &[Note]) -> Vec<String> {
        let mut lines = vec![self.headline(decision)];
        lines.extend(decision.errors.iter().map(|&error| self.error(error, notes)));
        // A scope and the one that follows from it are wrong for one reason.
        lines.dedup();
        lines.extend(decision.stopped.iter().map(|stopped| self.stopped(decision, stopped)));
        lines.extend(decision.refusals.iter().map(|refusal| self.refusal(refusal)));
        // A share of nothing says nothing.
        let says = |line: &&Line| line.base.is_none() || lines::base_granted(decision, line) > 0;
        lines.extend(decision.lines.iter().filter(says).map(|line| self.line(decision, line)));
        lines.extend(self.taken_back(decision));
        lines.extend(self.recorded(decision));
        lines
    }

    /// What kind of thing is wrong, in a few words that are the same for all lines that have it.
    pub fn kind_of_error(&self, error: Error, notes: &[Note]) -> String {
        kinds::text(self, error, notes)
    }

    /// What is wrong, in one sentence.
    pub fn error(&self, error: Error, notes: &[Note]) -> String {
        errors::text(self, error, notes)
    }

    pub(crate) fn name(&self, name: &'a Name) -> &'a str {
        called(name, self.lang)
    }

    /// What stands in a list of names; nothing where it does not.
    pub(crate) fn named(&self, name: Option<&'a Name>) -> &'a str {
        name.map_or("", |name| self.name(name))
    }

    pub(crate) fn item(&self, item: u32) -> &'a str {
        self.named(self.evaluator.program().items.get(item as usize).map(|item| &item.name))
    }

    pub(crate) fn scope(&self, scope: u16) -> &'a str {
        self.named(self.evaluator.program().scopes.get(usize::from(scope)).map(|scope| &scope.name))
    }

    pub(crate) fn fact(&self, fact: u16) -> &'a str {
        self.named(self.evaluator.program().facts.get(usize::from(fact)).map(|fact| &fact.name))
    }

    /// An id as it was written, or its number where it is not known as text.
    pub(crate) fn id(&self, id: Id) -> String {
        if id == NO_ID {
            return self.lang.pick("无编号的记录", "a record without id").to_owned();
        }
        let text = u32::try_from(id).map_or("", |number| self.texts.text(number));
        if text.is_empty() { id.to_string() } else { text.to_owned() }
    }
}

/// The code of an error in JSON.
pub fn error_code(error: Error) -> &'static str {
    errors::code(error)
}
