//! Whose: 每户 is a word of its own, `per household` says the name of what people belong to.

use super::{Converted, Converter};
use crate::diagnostics::Lang;
use crate::format::attach::tokens;
use crate::syntax::written::{Construct, Kind, Piece, Token};

/// What people belong to.
#[derive(Default)]
struct Scope {
    /// Its name and its code.
    names: Vec<String>,
    /// 每户, 全街道.
    chinese: Vec<String>,
    /// `per household`, `whole street`.
    english: Vec<String>,
}

/// The scopes that a text declares.
#[derive(Default)]
pub(super) struct Names {
    /// The subject's name and code.
    subject: Vec<String>,
    scopes: Vec<Scope>,
}

impl Names {
    /// Of all parts of a text.
    pub fn of<'p>(parts: impl Iterator<Item = &'p Piece>) -> Names {
        let mut names = Names::default();
        for part in parts {
            let Piece::Group(construct, pieces) = part else { continue };
            let declared = pieces.iter().filter_map(declared);
            match construct {
                Construct::Subject => {
                    names.subject = declared.take(1).flatten().collect();
                    names.scopes_in(pieces);
                }
                Construct::Directory => declared.for_each(|declared| names.scope(declared, |_| {})),
                _ => {}
            }
        }
        names
    }

    fn scopes_in(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            let Piece::Group(construct, inner) = piece else { continue };
            if *construct != Construct::Scope {
                self.scopes_in(inner);
                continue;
            }
            let Some(declared) = inner.iter().find_map(declared) else { continue };
            self.scope(declared, |scope| inner.iter().for_each(|piece| scope.reading(piece)));
        }
    }

    /// Adds to the scope of that name, which may be declared as a directory too.
    fn scope(&mut self, declared: Vec<String>, add: impl Fn(&mut Scope)) {
        let same = |scope: &&mut Scope| scope.names.first() == declared.first();
        if let Some(scope) = self.scopes.iter_mut().find(same) {
            scope.names.extend(declared.into_iter().skip(1));
            return add(scope);
        }
        let mut scope = Scope { names: declared, ..Scope::default() };
        add(&mut scope);
        self.scopes.push(scope);
    }
}

impl Scope {
    fn reading(&mut self, piece: &Piece) {
        let Piece::Group(Construct::Reading, _) = piece else { return };
        match tokens(piece).as_slice() {
            [chinese] => self.chinese.push(chinese.text.clone()),
            words => self.english.push(words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")),
        }
    }

    /// What an English clause calls it.
    fn key(&self) -> Option<&str> {
        self.names.last().map(String::as_str)
    }
}

/// A declared name with its code, if the piece is one.
fn declared(piece: &Piece) -> Option<Vec<String>> {
    let words = match piece {
        Piece::Token(token) if token.kind == Kind::Name => vec![token],
        Piece::Group(Construct::Declared, _) => tokens(piece),
        _ => return None,
    };
    let names: Vec<String> =
        words.iter().filter(|token| token.kind == Kind::Name).map(|token| token.text.clone()).collect();
    (!names.is_empty()).then_some(names)
}

impl Names {
    /// Whether the policy says what people are called.
    pub fn has_subject(&self) -> bool {
        !self.subject.is_empty()
    }

    /// `per household` for 每户; its first word apart.
    fn english(&self, chinese: &str) -> Option<(&'static str, String)> {
        if chinese == "每人" {
            return Some(("per", "person".to_owned()));
        }
        let is_named = |scope: &&Scope| scope.names.first().is_some_and(|name| chinese.get(3..) == Some(name));
        let declared = self.scopes.iter().find(|scope| scope.chinese.iter().any(|reading| reading == chinese));
        let scope = declared.or_else(|| self.scopes.iter().find(is_named))?;
        let first = if chinese.starts_with('全') { "whole" } else { "per" };
        let own = scope.english.iter().find_map(|reading| reading.strip_prefix(first)).map(str::trim);
        Some((first, own.or(scope.key())?.to_owned()))
    }

    /// 每户 for `per household`.
    fn chinese(&self, first: &str, name: &str) -> Option<String> {
        if first == "per" && (name == "person" || self.subject.iter().any(|subject| subject == name)) {
            return Some("每人".to_owned());
        }
        let spoken = format!("{first} {name}");
        let declared = self.scopes.iter().find(|scope| scope.english.contains(&spoken));
        let scope = declared.or_else(|| self.scopes.iter().find(|scope| scope.names.iter().any(|own| own == name)))?;
        let each = if first == "whole" { '全' } else { '每' };
        let own = scope.chinese.iter().find(|reading| reading.starts_with(each)).cloned();
        own.or_else(|| scope.names.first().map(|name| format!("{each}{name}")))
    }
}

impl Converter<'_> {
    /// 每户 ↔ `per household`
    pub(super) fn reading(&self, pieces: &[Piece]) -> Converted<Piece> {
        let words: Vec<&Token> = pieces.iter().flat_map(tokens).collect();
        match (self.lang, words.as_slice()) {
            (Lang::En, [reading]) => {
                let Some((first, name)) = self.names.english(&reading.text) else {
                    return Err(self.refused(reading.span, &reading.text));
                };
                let id = if first == "whole" { "whole_en" } else { "per_en" };
                let name = Token { kind: Kind::Name, text: name, span: reading.span };
                Ok(Piece::Group(Construct::Reading, vec![self.other(id, reading)?, Piece::Token(name)]))
            }
            (Lang::Zh, [first, name]) => {
                let chinese = self.names.chinese(&first.text, &name.text);
                let text = chinese.ok_or_else(|| self.refused(first.span, &format!("{} {}", first.text, name.text)))?;
                Ok(Piece::Token(Token { kind: Kind::ChineseReading, text, span: first.span.to(name.span) }))
            }
            _ => self.pieces(pieces).map(|pieces| Piece::Group(Construct::Reading, pieces)),
        }
    }

    /// Readings that a scope is declared with stay: they say how it is called.
    pub(super) fn scope(&self, pieces: &[Piece]) -> Converted<Piece> {
        let keep = |piece: &Piece| match piece {
            Piece::Group(Construct::Reading, _) => Ok(piece.clone()),
            other => self.piece(other),
        };
        Ok(Piece::Group(Construct::Scope, pieces.iter().map(keep).collect::<Result<_, _>>()?))
    }

    /// 无户者 REMEDY, 缺 SCOPE REMEDY ↔ `without SCOPE REMEDY`
    pub(super) fn without(&self, pieces: &[Piece]) -> Converted<Piece> {
        let [Piece::Token(first), rest @ ..] = pieces else { return self.plain(Construct::Without, pieces) };
        if self.lang == Lang::Zh {
            return self.without_in_chinese(first, pieces);
        }
        if first.text != "无户者" {
            return self.plain(Construct::Without, pieces);
        }
        let Some((_, name)) = self.names.english("每户") else { return Err(self.refused(first.span, &first.text)) };
        let name = Piece::Token(Token { kind: Kind::Name, text: name, span: first.span });
        let mut out = vec![self.other("without", first)?, name];
        out.extend(self.pieces(rest)?);
        Ok(Piece::Group(Construct::Without, out))
    }

    /// `without household` is 无户者 where a household is counted 每户, otherwise 缺 and its name.
    fn without_in_chinese(&self, first: &Token, pieces: &[Piece]) -> Converted<Piece> {
        match pieces {
            [_, Piece::Token(scope), rest @ ..]
                if self.names.chinese("per", &scope.text).as_deref() == Some("每户") =>
            {
                let mut out = vec![self.other("without_household", first)?];
                out.extend(self.pieces(rest)?);
                Ok(Piece::Group(Construct::Without, out))
            }
            _ => self.plain(Construct::Without, pieces),
        }
    }

    /// 按每人 ↔ `by person`
    pub(super) fn remedy(&self, pieces: &[Piece]) -> Converted<Piece> {
        let [Piece::Token(by), Piece::Token(whose)] = pieces else { return self.plain(Construct::Remedy, pieces) };
        let (id, kind, text) = match self.lang {
            Lang::En => ("by_en", Kind::Name, self.names.english(&whose.text).map(|(_, name)| name)),
            Lang::Zh => ("by", Kind::ChineseReading, self.names.chinese("per", &whose.text)),
        };
        let text = text.ok_or_else(|| self.refused(whose.span, &whose.text))?;
        let whose = Piece::Token(Token { kind, text, span: whose.span });
        Ok(Piece::Group(Construct::Remedy, vec![self.other(id, by)?, whose]))
    }

    fn plain(&self, construct: Construct, pieces: &[Piece]) -> Converted<Piece> {
        Ok(Piece::Group(construct, self.pieces(pieces)?))
    }
}
