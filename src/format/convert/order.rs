//! Constructs whose words stand in another order in the other language.

use super::{Converted, Converter};
use crate::diagnostics::Lang;
use crate::format::attach::tokens;
use crate::syntax::keywords::{Keyword, Role};
use crate::syntax::written::{Construct, Kind, Piece, Token};

impl Converter<'_> {
    /// A、B 之一 ↔ `one of A、B`
    pub(super) fn one_of(&self, pieces: &[Piece]) -> Converted<Piece> {
        let is_word = |piece: &&Piece| keyword(piece).is_some();
        let list: Vec<Piece> = pieces.iter().filter(|piece| !is_word(piece)).cloned().collect();
        let mut out = self.pieces(&list)?;
        if let Some(Piece::Token(word)) = pieces.iter().find(is_word) {
            match self.lang {
                Lang::Zh => out.push(self.other("one_of_zh", word)?),
                Lang::En => out.insert(0, self.other("one_of_en", word)?),
            }
        }
        Ok(Piece::Group(Construct::OneOf, out))
    }

    /// 在 A 至 B 之间 ↔ `between A and B`
    pub(super) fn between(&self, pieces: &[Piece]) -> Converted<Piece> {
        let words = match self.lang {
            Lang::Zh => [("between_en", "in_range"), ("and", "to"), ("", "")],
            Lang::En => [("in_range", "between_en"), ("to", "and"), ("between_zh", "")],
        };
        let mut out = Vec::new();
        for piece in pieces {
            let id = keyword(piece).map(Keyword::id);
            match (piece, words.iter().find(|(from, _)| Some(*from) == id.as_deref())) {
                (Piece::Token(_), Some((_, ""))) => {}
                (Piece::Token(token), Some((_, to))) => out.push(self.other(to, token)?),
                _ => out.push(self.piece(piece)?),
            }
        }
        if let (Lang::Zh, Some(last)) = (self.lang, pieces.iter().flat_map(tokens).last()) {
            out.push(self.other("between_zh", last)?);
        }
        Ok(Piece::Group(Construct::Between, out))
    }

    /// N 以上 ↔ `at least N`; 不满 N and 超过 N stand where `under N` and `over N` do.
    pub(super) fn bound(&self, pieces: &[Piece]) -> Converted<Piece> {
        let [one, other] = pieces else { return self.pieces(pieces).map(|p| Piece::Group(Construct::Bound, p)) };
        let ids = [("at_least_after", "at_least"), ("at_most_after", "at_most"), ("within_after", "within_bound")];
        let ids = || ids.into_iter().chain([("beyond_after", "beyond")]);
        let to = |word: &Piece| {
            let id = keyword(word).map(Keyword::id);
            let found =
                ids().find(|(after, before)| id.as_deref() == Some(if self.lang == Lang::En { after } else { before }));
            found.map(|(after, before)| if self.lang == Lang::En { before } else { after })
        };
        let out = match (one, other, to(one), to(other)) {
            (number, Piece::Token(word), None, Some(id)) => vec![self.other(id, word)?, self.piece(number)?],
            (Piece::Token(word), number, Some(id), None) => {
                let simple = is_simple(number) && !matches!(number, Piece::Group(Construct::Call, _));
                vec![held(self.piece(number)?, simple), self.other(id, word)?]
            }
            _ => self.pieces(pieces)?,
        };
        Ok(Piece::Group(Construct::Bound, out))
    }

    /// 每满 UNITS THING PAY → `PAY per full UNITS of THING`
    pub(super) fn blocks(&self, pieces: &[Piece]) -> Converted<Piece> {
        let [Piece::Token(word), block, thing, pay, rest @ ..] = pieces else { return self.whole(pieces) };
        let id = if keyword_is(word, "per_full_zh") { "per_full_en" } else { "per_en" };
        let mut out = vec![self.piece(pay)?, self.other(id, word)?, self.piece(block)?];
        out.extend([self.other("of", word)?, self.piece(thing)?]);
        out.extend(self.pieces(rest)?);
        Ok(Piece::Group(Construct::Award, out))
    }

    /// `PAY per full UNITS of THING` → 每满 UNITS THING PAY
    pub(super) fn award(&self, pieces: &[Piece]) -> Converted<Piece> {
        let [pay, Piece::Group(Construct::PerTail, tail)] = pieces else { return self.whole(pieces) };
        if self.lang == Lang::En {
            return self.whole(pieces);
        }
        let [Piece::Token(word), block, Piece::Token(_), thing, rest @ ..] = tail.as_slice() else {
            return self.whole(pieces);
        };
        let id = if keyword_is(word, "per_full_en") { "per_full_zh" } else { "per_zh" };
        let number = |piece: &Piece, last: bool| {
            let words = tokens(piece);
            (if last { words.last() } else { words.first() }).is_some_and(|token| token.kind == Kind::Number)
        };
        // `每满 10 户数 标准` would be read as ten 户数 of 标准.
        let apart = number(block, true) && !number(pay, false);
        let thing_stands = is_simple(thing) && !matches!(thing, Piece::Group(Construct::Quantity, _));
        let mut out = vec![self.other(id, word)?, self.piece(block)?];
        out.push(held(self.piece(thing)?, thing_stands && !apart));
        out.push(held(self.piece(pay)?, is_sum(pay)));
        out.extend(self.pieces(rest)?);
        Ok(Piece::Group(Construct::BlocksFirst, out))
    }

    fn whole(&self, pieces: &[Piece]) -> Converted<Piece> {
        Ok(Piece::Group(Construct::Award, self.pieces(pieces)?))
    }

    /// 每人 每月 200 米 ↔ `200 mi per person per month`: the amount stands last in Chinese and first in English.
    pub(super) fn limit_in_place(&self, mut pieces: Vec<Piece>) -> Vec<Piece> {
        let is_limit = |piece: &Piece| matches!(piece, Piece::Group(Construct::Limit, _));
        let Some(at) = pieces.iter().position(is_limit) else { return pieces };
        match self.lang {
            Lang::En => {
                let before = pieces.iter().take(at).rev().take_while(|piece| is_key(piece)).count();
                pieces.get_mut(at - before..=at).unwrap_or_default().rotate_right(1);
            }
            Lang::Zh => {
                let after = pieces.iter().skip(at + 1).take_while(|piece| is_key(piece)).count();
                pieces.get_mut(at..=at + after).unwrap_or_default().rotate_left(1);
            }
        }
        pieces
    }
}

/// Whose, or for how long.
fn is_key(piece: &Piece) -> bool {
    match piece {
        Piece::Group(construct, _) => matches!(construct, Construct::Reading | Construct::Window),
        Piece::Token(token) => {
            token.kind == Kind::ChineseReading
                || matches!(token.kind, Kind::Keyword(keyword) if keyword.role == Role::Window)
        }
    }
}

fn keyword(piece: &Piece) -> Option<&'static Keyword> {
    match piece {
        Piece::Token(Token { kind: Kind::Keyword(keyword), .. }) => Some(keyword),
        _ => None,
    }
}

fn keyword_is(token: &Token, id: &str) -> bool {
    matches!(token.kind, Kind::Keyword(keyword) if keyword.id() == id)
}

/// A name, a number, a call or something in parentheses.
fn is_simple(piece: &Piece) -> bool {
    match piece {
        Piece::Token(token) => !matches!(token.kind, Kind::Keyword(_)),
        Piece::Group(construct, _) => {
            matches!(construct, Construct::Call | Construct::Paren | Construct::Quantity)
        }
    }
}

/// Whether an amount may stand after another word: a sum that does not begin with a minus.
fn is_sum(piece: &Piece) -> bool {
    if is_simple(piece) {
        return tokens(piece).first().is_some_and(|first| first.kind != Kind::Minus);
    }
    fn weak(piece: &Piece) -> bool {
        match piece {
            Piece::Group(Construct::Call | Construct::Paren, _) => false,
            Piece::Group(_, pieces) => pieces.iter().any(weak),
            Piece::Token(token) => match token.kind {
                Kind::Keyword(keyword) => {
                    keyword.role == Role::Expression
                        && !matches!(keyword.id().as_str(), "event_date" | "event_time" | "yes" | "no")
                }
                Kind::Sign => matches!(token.text.as_str(), "=" | "<" | ">" | "≥" | "≤" | "≠" | ">=" | "<=" | "!="),
                _ => false,
            },
        }
    }
    !weak(piece) && tokens(piece).first().is_some_and(|first| first.kind != Kind::Minus)
}

/// A piece as it stands, or in parentheses.
fn held(piece: Piece, stands: bool) -> Piece {
    if stands {
        return piece;
    }
    let place = tokens(&piece).first().map(|token| token.span).unwrap_or_default();
    let mark = |text: &str| Piece::Token(Token { kind: Kind::Mark, text: text.to_owned(), span: place });
    Piece::Group(Construct::Paren, vec![mark("("), piece, mark(")")])
}
