//! Names: what is declared, what is equal, what was probably meant.

use super::codes;
use super::say::{Noun, a, list, plural, say};
use crate::diagnostics::{Finding, Fix};
use crate::model::{Name, Named};
use crate::source::Span;
use crate::syntax::tree::{Declared, Word};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// Names of one kind of thing. Names and codes find the same thing.
#[derive(Debug)]
pub(super) struct Names<Id> {
    noun: Noun,
    entries: Vec<Entry<Id>>,
    /// By NFC, names and codes.
    exact: BTreeMap<String, usize>,
    /// By NFKC: what looks alike.
    loose: BTreeMap<String, usize>,
}

/// One name with everything it stands for (several only for versions of one item).
#[derive(Debug)]
struct Entry<Id> {
    name: String,
    code: Option<String>,
    span: Span,
    ids: Vec<Id>,
}

impl<Id: Copy> Names<Id> {
    /// No names yet.
    pub fn new(noun: Noun) -> Self {
        Names { noun, entries: Vec::new(), exact: BTreeMap::new(), loose: BTreeMap::new() }
    }

    /// Declares a name that may stand for one thing only.
    pub fn declare(&mut self, declared: &Declared, id: Id, out: &mut Vec<Finding>) {
        if let Some(&at) = self.exact.get(&nfc(&declared.name.value)) {
            let first = self.entries[at].span;
            out.push(self.duplicate(&declared.name, first));
            return;
        }
        self.add(declared, id, out);
    }

    /// Declares a name that versions of one item share.
    pub fn declare_version(&mut self, declared: &Declared, id: Id, out: &mut Vec<Finding>) {
        match self.exact.get(&nfc(&declared.name.value)) {
            Some(&at) => self.entries[at].ids.push(id),
            None => self.add(declared, id, out),
        }
    }

    fn add(&mut self, declared: &Declared, id: Id, out: &mut Vec<Finding>) {
        let at = self.entries.len();
        let code = declared.code.as_ref().filter(|c| nfc(&c.value) != nfc(&declared.name.value));
        self.entries.push(Entry {
            name: declared.name.value.clone(),
            code: code.map(|c| c.value.clone()),
            span: declared.name.span,
            ids: vec![id],
        });
        self.index(&declared.name, at, out);
        if let Some(code) = code {
            self.index(code, at, out);
        }
    }

    /// Makes a word find an entry, unless it finds another or looks like another.
    fn index(&mut self, word: &Word, at: usize, out: &mut Vec<Finding>) {
        let exact = nfc(&word.value);
        if let Some(&other) = self.exact.get(&exact) {
            let first = self.entries[other].span;
            out.push(self.duplicate(word, first));
            return;
        }
        let loose = nfkc(&word.value);
        if let Some(other) = self.loose.get(&loose).copied().filter(|other| *other != at) {
            out.push(self.look_alike(word, other));
        }
        self.exact.insert(exact, at);
        self.loose.entry(loose).or_insert(at);
    }

    fn duplicate(&self, word: &Word, first: Span) -> Finding {
        duplicate(self.noun, word, first)
    }

    fn look_alike(&self, word: &Word, other: usize) -> Finding {
        let (name, noun) = (&word.value, self.noun);
        let first = &self.entries[other];
        Finding::new(
            &codes::LOOK_ALIKE_NAMES,
            word.span,
            say(
                format!("{}“{name}”和“{}”看起来一样，却不是同一个名称。", noun.zh, first.name),
                format!("The {} “{name}” and “{}” look the same and are different names.", plural(noun), first.name),
            ),
        )
        .and(first.span, say("另一个在这里", "the other is here"))
        .help(say("改用一个看得出区别的名称。", "Use a name that can be told apart."))
    }

    /// What a name or code stands for, if anything.
    pub fn get(&self, word: &str) -> Option<&[Id]> {
        self.exact.get(&nfc(word)).map(|&at| self.entries[at].ids.as_slice())
    }

    /// The one thing a name or code stands for.
    pub fn one(&self, word: &str) -> Option<Id> {
        self.get(word).and_then(|ids| ids.first().copied())
    }

    /// Where a name or code was declared.
    pub fn place(&self, word: &str) -> Option<Span> {
        self.exact.get(&nfc(word)).map(|&at| self.entries[at].span)
    }

    /// All names, in order of declaration.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|e| e.name.as_str())
    }

    /// Names and codes, for suggestions.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().flat_map(|e| std::iter::once(e.name.as_str()).chain(e.code.as_deref()))
    }

    /// What a name or code stands for; says so if it stands for nothing.
    pub fn find(&self, word: &Word, out: &mut Vec<Finding>) -> Option<&[Id]> {
        let found = self.get(&word.value);
        if found.is_none() {
            out.push(unknown(self.noun, word, self.spellings()));
        }
        found
    }

    /// The one thing a name or code stands for; says so if it stands for nothing.
    pub fn find_one(&self, word: &Word, out: &mut Vec<Finding>) -> Option<Id> {
        self.find(word, out).and_then(|ids| ids.first().copied())
    }
}

/// A name is declared twice.
pub(super) fn duplicate(noun: Noun, word: &Word, first: Span) -> Finding {
    let name = &word.value;
    Finding::new(
        &codes::DUPLICATE_NAME,
        word.span,
        say(
            format!("有两{}{}叫“{name}”。", noun.measure, noun.zh),
            format!("“{name}” names more than one {}.", noun.en),
        ),
    )
    .label(say("又一次写在这里", "again here"))
    .and(first, say("先写在这里", "first here"))
    .help(say("改掉其中一个名称。", "Rename one of them."))
}

/// A name stands for nothing.
pub(super) fn unknown<'a>(noun: Noun, word: &Word, known: impl Iterator<Item = &'a str>) -> Finding {
    let name = &word.value;
    let known: Vec<&str> = known.collect();
    let finding = Finding::new(
        &codes::UNKNOWN_NAME,
        word.span,
        say(format!("没有叫“{name}”的{}。", noun.zh), format!("There is no {} called “{name}”.", noun.en)),
    );
    suggest(finding, noun, word, &known)
}

/// Adds the nearest of the known names, with a fix, or else the list of them.
pub(super) fn suggest(finding: Finding, noun: Noun, word: &Word, known: &[&str]) -> Finding {
    if let Some(near) = nearest(&word.value, known.iter().copied()) {
        let help = say(format!("改为“{near}”。"), format!("Change it to “{near}”."));
        let title = say(format!("改为“{near}”"), format!("Change it to “{near}”"));
        let text = if noun == super::say::LINE { format!("#{near}") } else { spelled(near) };
        return finding.help(help).fix(Fix { title, edits: vec![(word.span, text)] });
    }
    if let [only] = known {
        return finding.help(say(format!("改为“{only}”。"), format!("Change it to “{only}”.")));
    }
    if known.is_empty() {
        return finding.help(say(
            format!("先写明这{}{}。", noun.measure, noun.zh),
            format!("Write {} of this name first.", a(noun)),
        ));
    }
    let known = list(known.iter().copied());
    finding.help(say(format!("改为下列之一：{}。", known.zh), format!("Change it to one of {}.", known.en)))
}

/// A name as it must be written: in 「…」 where it would not stand by itself.
pub(super) fn spelled(name: &str) -> String {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mixed = name.chars().any(|c| c.is_ascii_digit()) && !name.is_ascii();
    if name.chars().all(word) && !mixed { name.to_string() } else { format!("「{name}」") }
}

/// The nearest known name, if one is near enough to have been meant.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = nfkc(word);
    let length = word.chars().count();
    let ranked = known.filter_map(|name| {
        let other = nfkc(name);
        let distance = strsim::damerau_levenshtein(&word, &other);
        let longest = length.max(other.chars().count());
        let allowed = (longest / 3).max(usize::from(longest > 1));
        let part = length > 1 && (other.contains(&word) || word.contains(&other)) && other.chars().count() > 1;
        (distance <= allowed || part).then_some((distance, name))
    });
    ranked.min_by_key(|(distance, name)| (*distance, *name)).map(|(_, name)| name)
}

/// Names are equal when these are.
pub(super) fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// Names that agree in this look alike.
fn nfkc(text: &str) -> String {
    text.nfkc().collect()
}

/// Whether two names are the same.
pub(super) fn same(left: &str, right: &str) -> bool {
    nfc(left) == nfc(right)
}

/// The model's form of a declared name: the title with Han letters is Chinese, the one without is English.
pub(super) fn named(declared: &Declared) -> Named {
    let titles: Vec<&str> = declared.titles.iter().map(|t| t.value.as_str()).collect();
    let zh = titles.iter().find(|t| has_han(t)).or_else(|| titles.first());
    let en = titles.iter().find(|t| !has_han(t));
    Named {
        name: Name {
            name: nfc(&declared.name.value),
            code: declared.code.as_ref().map(|c| c.value.clone()),
            zh: zh.map(|t| t.to_string()),
            en: en.map(|t| t.to_string()),
        },
        span: declared.name.span,
    }
}

/// Whether a text has Han letters.
pub(super) fn has_han(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'))
}
