//! 主体: who earns, what they belong to, and by what readings caps and accounts count.

use super::codes;
use super::fields::attributes;
use super::names::{named, nfc, same};
use super::say::{self, say};
use super::symbols::Symbols;
use crate::diagnostics::Finding;
use crate::model::{ListId, Name, Named, Scope, ScopeId, ScopeKeys};
use crate::source::Span;
use crate::syntax::tree::{self, Declared, Reading, Word};

/// The subject with its scopes and attributes. Without 主体 it is called 居民, has no attributes and belongs to nothing.
pub(super) fn subject(written: &[(&tree::Subject, Span)], policy: Span, symbols: &mut Symbols, out: &mut Vec<Finding>) {
    let first = written.first().map(|(s, _)| *s);
    for (_, keyword) in written.iter().skip(1) {
        out.push(
            Finding::new(
                &codes::SECOND_SUBJECT,
                *keyword,
                say(
                    "一个政策只能有一种主体，多种主体尚不支持。",
                    "A policy has one kind of subject; several are not available yet.",
                ),
            )
            .and(first.map_or(policy, |s| s.name.name.span), say("第一种主体", "the first subject"))
            .help(say("并入第一个主体，用信息项区分。", "Merge them and tell them apart by a field.")),
        );
    }
    let name = first.map_or_else(|| made_up(policy, symbols), |s| named(&s.name));
    symbols.scopes.push(Scope {
        name,
        reading: ("每人".into(), "per person".into()),
        keys: ScopeKeys::Subject,
        optional: false,
    });
    if let Some(subject) = first {
        symbols.scope_names.declare(&subject.name, ScopeId(0), out);
        scopes(&subject.scopes, symbols, out);
        readings(&subject.name, &subject.scopes, symbols, out);
        attributes(&subject.fields, symbols, out);
    } else {
        let word = Word { value: symbols.word("居民", "resident").into(), span: policy };
        let declared = Declared { name: word, code: None, titles: Vec::new() };
        symbols.scope_names.declare(&declared, ScopeId(0), out);
        readings(&declared, &[], symbols, out);
    }
}

fn made_up(span: Span, symbols: &Symbols) -> Named {
    let name = symbols.word("居民", "resident").to_string();
    Named { name: Name { name, ..Name::default() }, span }
}

/// Scopes as declared, then the parents of listed ones.
fn scopes(written: &[tree::ScopeDecl], symbols: &mut Symbols, out: &mut Vec<Finding>) {
    for scope in written {
        let id = ScopeId(symbols.scopes.len());
        let whole = scope.readings.iter().any(|r| r.whole);
        let list = directory_of(&scope.name, symbols, out);
        let declared = with_code_of(&scope.name, list, symbols);
        symbols.scope_names.declare(&declared, id, out);
        let name = named(&declared);
        if whole && scope.optional {
            out.push(
                Finding::new(
                    &codes::WHOLE_IS_NEVER_MISSING,
                    scope.name.name.span,
                    say(
                        format!("“{}”只有一个，人人都属于它，不能可缺。", scope.name.name.value),
                        format!(
                            "There is only one “{}” and everybody belongs to it: it cannot be optional.",
                            scope.name.name.value
                        ),
                    ),
                )
                .help(say("删去“可缺”。", "Remove “optional”.")),
            );
        }
        let keys = match (whole, list) {
            (true, _) => ScopeKeys::Whole,
            (false, Some(list)) => ScopeKeys::Listed(list),
            (false, None) => ScopeKeys::Stated,
        };
        symbols.scopes.push(Scope { name, reading: Default::default(), keys, optional: scope.optional && !whole });
    }
    derive(symbols, out);
}

/// A scope named like a directory has the directory's code, unless it states one.
fn with_code_of(scope: &Declared, list: Option<ListId>, symbols: &Symbols) -> Declared {
    let mut declared = scope.clone();
    if let (None, Some(list)) = (&scope.code, list.and_then(|l| symbols.lists.get(l.0))) {
        let code = |code: &String| Word { value: code.clone(), span: list.name.span };
        declared.code = list.name.name.code.as_ref().map(code);
    }
    declared
}

/// The directory that a scope is named like.
fn directory_of(scope: &Declared, symbols: &Symbols, out: &mut Vec<Finding>) -> Option<ListId> {
    let by_name = symbols.directory_names.one(&scope.name.value);
    let by_code = scope.code.as_ref().and_then(|c| symbols.directory_names.one(&c.value));
    if let (Some(name), Some(code)) = (by_name, by_code)
        && name != code
        && let Some(word) = &scope.code
    {
        out.push(code_of_another(word, symbols.directory_names.place(&word.value)));
    }
    let list = by_name.or(by_code)?;
    let declared = symbols.lists.get(list.0).map(|l| &l.name);
    if let (Some(code), Some(declared)) = (&scope.code, declared)
        && let Some(other) = &declared.name.code
        && !same(&code.value, other)
        && !same(&code.value, &declared.name.name)
    {
        out.push(code_of_another(code, Some(declared.span)));
    }
    Some(list)
}

fn code_of_another(word: &Word, other: Option<Span>) -> Finding {
    let code = &word.value;
    let finding = Finding::new(
        &codes::CODES_DISAGREE,
        word.span,
        say(
            format!("归属的代号“{code}”和同名名录的代号不同。"),
            format!("The code “{code}” of the scope is not that of the directory of the same name."),
        ),
    )
    .help(say("写同一个代号，或只在名录上写。", "Write the same code, or only with the directory."));
    match other {
        Some(span) => finding.and(span, say("名录写在这里", "the directory is here")),
        None => finding,
    }
}

/// Finds which listed scopes follow from others, and adds the parents that are not declared.
fn derive(symbols: &mut Symbols, out: &mut Vec<Finding>) {
    let mut at = 1;
    while let Some(scope) = symbols.scopes.get(at) {
        let (id, optional) = (ScopeId(at), scope.optional);
        at += 1;
        let Some(list) = list_of(scope.keys) else { continue };
        let Some((parent, _)) = symbols.lists.get(list.0).and_then(|l| l.parent.clone()) else { continue };
        let keys = ScopeKeys::Parent { list: parent, of: id };
        let known = symbols.scopes.iter().position(|s| list_of(s.keys) == Some(parent));
        match known {
            None => add_parent(parent, keys, optional, symbols),
            Some(known) => link(known, keys, id, optional, symbols, out),
        }
    }
}

/// Makes a declared scope follow from its child.
fn link(known: usize, keys: ScopeKeys, child: ScopeId, optional: bool, symbols: &mut Symbols, out: &mut Vec<Finding>) {
    let child_name = symbols.scopes.get(child.0).map(|s| s.name.clone());
    let Some(scope) = symbols.scopes.get_mut(known) else { return };
    if let (ScopeKeys::Parent { .. }, Some(child_name)) = (scope.keys, &child_name) {
        let name = &scope.name.name.name;
        out.push(
            Finding::new(
                &codes::TWO_WAYS_TO_SCOPE,
                child_name.span,
                say(
                    format!("“{name}”既能从“{}”得出，又能从另一个归属得出，尚不支持。", child_name.name.name),
                    format!(
                        "“{name}” follows from “{}” and from another scope too; this is not available yet.",
                        child_name.name.name
                    ),
                ),
            )
            .and(scope.name.span, say("由两个归属得出", "follows from two scopes")),
        );
        return;
    }
    scope.keys = keys;
    scope.optional = optional;
}

/// Adds a parent that the subject does not name.
fn add_parent(list: ListId, keys: ScopeKeys, optional: bool, symbols: &mut Symbols) {
    let Some(name) = symbols.lists.get(list.0).map(|l| l.name.clone()) else { return };
    let id = ScopeId(symbols.scopes.len());
    let word = |value: &str| Word { value: value.to_string(), span: name.span };
    let declared =
        Declared { name: word(&name.name.name), code: name.name.code.as_deref().map(word), titles: Vec::new() };
    // A clash with a scope of that name cannot be: such a scope would have taken the directory's values.
    symbols.scope_names.declare(&declared, id, &mut Vec::new());
    symbols.scopes.push(Scope { name, reading: Default::default(), keys, optional });
}

fn list_of(keys: ScopeKeys) -> Option<ListId> {
    match keys {
        ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. } => Some(list),
        _ => None,
    }
}

/// Readings as declared first, then those that always work.
fn readings(subject: &Declared, written: &[tree::ScopeDecl], symbols: &mut Symbols, out: &mut Vec<Finding>) {
    for fixed in ["每人", "per person"] {
        symbols.readings.insert(fixed.into(), ScopeId(0));
    }
    for (at, scope) in written.iter().enumerate() {
        for reading in &scope.readings {
            declare_reading(reading, ScopeId(at + 1), symbols, out);
        }
    }
    for at in 0..symbols.scopes.len() {
        usual_readings(ScopeId(at), symbols);
    }
    if let Some(code) = &subject.code {
        symbols.readings.entry(format!("per {}", nfc(&code.value))).or_insert(ScopeId(0));
    }
    for (at, scope) in written.iter().enumerate() {
        shown_reading(at + 1, &scope.readings, symbols);
    }
    for at in written.len() + 1..symbols.scopes.len() {
        shown_reading(at, &[], symbols);
    }
}

fn declare_reading(reading: &Reading, id: ScopeId, symbols: &mut Symbols, out: &mut Vec<Finding>) {
    let text = spoken(reading);
    match symbols.readings.get(&text) {
        Some(other) if *other != id => {
            let first = symbols.scopes.get(other.0).map_or(reading.word.span, |s| s.name.span);
            out.push(
                Finding::new(
                    &codes::DUPLICATE_READING,
                    reading.word.span,
                    say(format!("口径“{text}”属于两个归属。"), format!("The reading “{text}” belongs to two scopes.")),
                )
                .and(first, say("另一个归属", "the other scope"))
                .help(say("改用另一个以“每”开头的词。", "Use another word.")),
            );
        }
        _ => {
            symbols.readings.insert(text, id);
        }
    }
}

/// 每NAME, per NAME, per CODE; for what there is only one of 全NAME and `whole NAME` too.
fn usual_readings(id: ScopeId, symbols: &mut Symbols) {
    let Some(scope) = symbols.scopes.get(id.0) else { return };
    let whole = scope.keys == ScopeKeys::Whole;
    let names: Vec<String> =
        std::iter::once(scope.name.name.name.clone()).chain(scope.name.name.code.clone()).collect();
    for (at, name) in names.iter().enumerate() {
        let mut texts = vec![format!("per {name}")];
        if at == 0 {
            texts.push(format!("每{name}"));
        }
        if whole {
            texts.push(format!("whole {name}"));
            texts.push(format!("全{name}"));
        }
        for text in texts {
            symbols.readings.entry(text).or_insert(id);
        }
    }
}

/// Which readings to show: the first declared of each language, or one that always works.
fn shown_reading(at: usize, written: &[Reading], symbols: &mut Symbols) {
    let Some(scope) = symbols.scopes.get_mut(at) else { return };
    let whole = scope.keys == ScopeKeys::Whole;
    let zh = written.iter().find(|r| !r.english).map(spoken);
    let en = written.iter().find(|r| r.english).map(spoken);
    let (zh_word, en_word) = if whole { ("全", "whole") } else { ("每", "per") };
    scope.reading = (
        zh.unwrap_or_else(|| format!("{zh_word}{}", scope.name.name.name)),
        en.unwrap_or_else(|| format!("{en_word} {}", scope.name.name.key())),
    );
}

/// A reading as it is written.
pub(super) fn spoken(reading: &Reading) -> String {
    let word = nfc(&reading.word.value);
    match (reading.english, reading.whole) {
        (false, _) => word,
        (true, false) => format!("per {word}"),
        (true, true) => format!("whole {word}"),
    }
}

/// The scope that a reading means.
pub(super) fn reading(written: &Reading, symbols: &Symbols, out: &mut Vec<Finding>) -> Option<ScopeId> {
    let text = spoken(written);
    if let Some(found) = symbols.readings.get(&text) {
        return Some(*found);
    }
    let known: Vec<String> = symbols
        .scopes
        .iter()
        .map(|s| if written.english { s.reading.1.clone() } else { s.reading.0.clone() })
        .collect();
    let all = say::list(known.iter().map(String::as_str));
    let what = say(format!("没有“{text}”这个口径。"), format!("There is no reading “{text}”."));
    let one_of = if known.len() > 1 { ("之一", "one of ") } else { ("", "") };
    let help = say(
        format!("改为{}{}，或在主体的“属于”后写明这个归属和口径。", all.zh, one_of.0),
        format!(
            "Change it to {}{}, or add the scope with this reading after “belongs to” of the subject.",
            one_of.1, all.en
        ),
    );
    let finding = Finding::new(&codes::UNKNOWN_READING, written.word.span, what).help(help);
    out.push(finding);
    None
}
