//! What a file of Rust names, read from its tokens: comments and text do not count.

use std::iter::Peekable;
use std::str::FromStr;

use proc_macro2::token_stream::IntoIter;
use proc_macro2::{Delimiter, Group, Literal, Spacing, TokenStream, TokenTree};

/// A path as written, `self` and `super` resolved: `crate::model::Policy`, `std::fs::read`, `f64`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its parts; a glob is `*`, a macro ends in `!`.
    pub path: Vec<String>,
    /// The line it starts in.
    pub line: usize,
}

/// Everything a file names.
#[derive(Debug, Default)]
pub struct Contents {
    /// Every path, also those of one word.
    pub named: Vec<Named>,
    /// Every literal with its line.
    pub literals: Vec<(String, usize)>,
    /// `use super::*` and the like, by line.
    pub super_globs: Vec<usize>,
}

/// The text literals handed to `Message::new(…)` or written in a `Code { … }` or `codes! { … }`, with their lines.
pub fn messages(text: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    messages_in(TokenStream::from_str(text).expect("a file that compiles"), &mut found);
    found
}

/// All text literals of a file that are not documentation, with their lines.
pub fn texts(text: &str) -> Vec<(String, usize)> {
    let literals = contents(text, &[]).literals.into_iter();
    literals.filter_map(|(literal, line)| Some((unquoted(&literal)?, line))).collect()
}

fn messages_in(tokens: TokenStream, found: &mut Vec<(String, usize)>) {
    let mut before: [String; 2] = Default::default();
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            let names_a_message =
                matches!(before[1].as_str(), "Code" | "codes") || before == ["Message".to_owned(), "new".to_owned()];
            if names_a_message { literals_in(group.stream(), found) } else { messages_in(group.stream(), found) }
        }
        if let TokenTree::Ident(word) = &token {
            before = [std::mem::take(&mut before[1]), word.to_string()];
        } else if !matches!(&token, TokenTree::Punct(mark) if matches!(mark.as_char(), ':' | '!')) {
            before = Default::default();
        }
    }
}

fn literals_in(tokens: TokenStream, found: &mut Vec<(String, usize)>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' => skip_doc(&mut tokens),
            TokenTree::Group(group) => literals_in(group.stream(), found),
            TokenTree::Literal(literal) => {
                found.extend(unquoted(&literal.to_string()).map(|text| (text, literal.span().start().line)));
            }
            _ => {}
        }
    }
}

/// What stands between the quotation marks of a text literal.
fn unquoted(literal: &str) -> Option<String> {
    let inner = literal.trim_start_matches('r').trim_matches('#');
    let text = inner.strip_prefix('"')?.strip_suffix('"')?;
    Some(text.replace("\\\n", " ").replace("\\n", "\n").replace("\\\"", "\""))
}

/// Reads a file's text; `module` is the path of its module without `crate`.
pub fn contents(text: &str, module: &[&str]) -> Contents {
    let tokens = TokenStream::from_str(text).expect("a file that compiles");
    let mut reader =
        Reader { module: module.iter().map(|part| (*part).to_owned()).collect(), found: Contents::default() };
    reader.stream(tokens);
    reader.found
}

struct Reader {
    module: Vec<String>,
    found: Contents,
}

impl Reader {
    fn stream(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(word) if word == "mod" => self.module(&mut tokens),
                TokenTree::Ident(word) => self.path(vec![word.to_string()], word.span().start().line, &mut tokens),
                TokenTree::Group(group) => self.stream(group.stream()),
                TokenTree::Literal(literal) => self.literal(&literal),
                TokenTree::Punct(mark) if mark.as_char() == '#' => skip_doc(&mut tokens),
                TokenTree::Punct(_) => {}
            }
        }
    }

    fn literal(&mut self, literal: &Literal) {
        self.found.literals.push((literal.to_string(), literal.span().start().line));
    }

    /// `mod name { … }` is one level deeper.
    fn module(&mut self, tokens: &mut Peekable<IntoIter>) {
        let Some(TokenTree::Ident(name)) = tokens.next() else { return };
        if let Some(TokenTree::Group(body)) = tokens.peek() {
            let body = body.stream();
            tokens.next();
            self.module.push(name.to_string());
            self.stream(body);
            self.module.pop();
        }
    }

    /// The rest of a path whose beginning has been read, with every branch of `{…}`.
    fn path(&mut self, mut path: Vec<String>, line: usize, tokens: &mut Peekable<IntoIter>) {
        while separator(tokens) {
            match tokens.peek().cloned() {
                Some(TokenTree::Ident(word)) => path.push(word.to_string()),
                Some(TokenTree::Punct(mark)) if mark.as_char() == '*' => path.push("*".to_owned()),
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                    tokens.next();
                    return self.branches(&path, &group);
                }
                _ => break,
            }
            tokens.next();
        }
        if matches!(tokens.peek(), Some(TokenTree::Punct(mark)) if mark.as_char() == '!' && mark.spacing() == Spacing::Alone)
            && let Some(last) = path.last_mut()
        {
            last.push('!');
        }
        self.record(path, line);
    }

    fn branches(&mut self, stem: &[String], group: &Group) {
        let mut tokens = group.stream().into_iter().peekable();
        while let Some(token) = tokens.next() {
            if matches!(&token, TokenTree::Ident(word) if word == "as") {
                tokens.next();
            } else if let TokenTree::Ident(word) = &token {
                let path = stem.iter().cloned().chain([word.to_string()]).collect();
                self.path(path, word.span().start().line, &mut tokens);
            } else if matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '*') {
                self.record(stem.iter().cloned().chain(["*".to_owned()]).collect(), token.span().start().line);
            }
        }
    }

    fn record(&mut self, path: Vec<String>, line: usize) {
        if path.first().is_some_and(|first| first == "super") && path.last().is_some_and(|last| last == "*") {
            self.found.super_globs.push(line);
        }
        self.found.named.push(Named { path: self.resolved(path), line });
    }

    /// `super` and `self` replaced by the module they mean.
    fn resolved(&self, path: Vec<String>) -> Vec<String> {
        let ups = path.iter().take_while(|part| *part == "super").count();
        let here = usize::from(path.first().is_some_and(|part| part == "self") && path.len() > 1);
        if ups == 0 && here == 0 {
            return path;
        }
        let kept = self.module.len().saturating_sub(ups);
        let stem = std::iter::once("crate".to_owned()).chain(self.module.iter().take(kept).cloned());
        stem.chain(path.into_iter().skip(ups + here)).collect()
    }
}

/// Whether `::` comes next; reads it if so.
fn separator(tokens: &mut Peekable<IntoIter>) -> bool {
    let joint =
        |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == ':' && p.spacing() == Spacing::Joint);
    if !tokens.peek().is_some_and(joint) {
        return false;
    }
    tokens.next();
    matches!(tokens.next(), Some(TokenTree::Punct(mark)) if mark.as_char() == ':')
}

/// A doc comment is an attribute to the compiler, and text to a reader.
fn skip_doc(tokens: &mut Peekable<IntoIter>) {
    if matches!(tokens.peek(), Some(TokenTree::Punct(mark)) if mark.as_char() == '!') {
        tokens.next();
    }
    if let Some(TokenTree::Group(group)) = tokens.peek() {
        let is_doc = matches!(group.stream().into_iter().next(), Some(TokenTree::Ident(word)) if word == "doc");
        if is_doc {
            tokens.next();
        }
    }
}
