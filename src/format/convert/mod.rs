//! The same words with the keywords of the other language, and in its order where that differs.

mod names;
mod order;
mod units;

use super::Refused;
use super::attach::{Attached, Text, tokens};
use crate::diagnostics::{Lang, Message};
use crate::source::Span;
use crate::syntax::keywords::{self, Keyword};
use crate::syntax::written::{Construct, Kind, Piece, Token};
use names::Names;

/// Gives a text the keywords of a language.
pub(super) fn convert(text: &mut Text, lang: Lang) -> Result<(), Refused> {
    let names = Names::of(text.parts.iter().map(|part| &part.words));
    if let Some(first) = text.parts.first().filter(|_| !names.has_subject()) {
        let first = tokens(&first.words).first().map(|token| token.span).unwrap_or_default();
        return Err(Refused::Keywords(first, no_subject()));
    }
    for part in &mut text.parts {
        let years = tokens(&part.words).iter().any(|token| matches!(token.text.as_str(), "full_years" | "begun_years"));
        let words = Converter { lang, names: &names, years }.piece(&part.words)?;
        replace(part, words);
    }
    Ok(())
}

/// Without 主体 the keywords decide what people are called.
fn no_subject() -> Message {
    Message::new(
        "政策没有写主体。不写主体，中文关键词的政策里叫“居民”，英文的叫“resident”，换了关键词叫法就变了。先写上“主体 居民”这样的一行。",
        "The policy has no subject. Without one, people are called “居民” beside Chinese keywords and “resident” beside English ones. Write it first, as in “subject resident”.",
    )
}

/// Puts the new words in their place; comments among words that have moved stand above them.
fn replace(part: &mut Attached, words: Piece) {
    let starts = |piece: &Piece| tokens(piece).iter().map(|token| token.span.start).collect::<Vec<_>>();
    if starts(&words) != starts(&part.words) {
        let inner = std::mem::take(&mut part.inner);
        let moved = inner.into_values().flatten();
        let column = part.column;
        part.above.extend(moved.map(|comment| super::attach::Comment { alone: true, blank: false, column, ..comment }));
    }
    part.words = words;
}

struct Converter<'n> {
    lang: Lang,
    names: &'n Names,
    /// Whether years are full years and not an age.
    years: bool,
}

type Converted<T> = Result<T, Refused>;

impl Converter<'_> {
    fn piece(&self, piece: &Piece) -> Converted<Piece> {
        match piece {
            Piece::Token(token) => self.token(token, None).map(Piece::Token),
            Piece::Group(construct, pieces) => self.group(*construct, pieces),
        }
    }

    fn pieces(&self, pieces: &[Piece]) -> Converted<Vec<Piece>> {
        let mut before = None;
        let mut out = Vec::new();
        for piece in pieces {
            out.push(match piece {
                Piece::Token(token) => Piece::Token(self.token(token, before)?),
                Piece::Group(construct, pieces) => self.group(*construct, pieces)?,
            });
            before = tokens(piece).last().copied();
        }
        Ok(out)
    }

    fn group(&self, construct: Construct, pieces: &[Piece]) -> Converted<Piece> {
        if self.is_converted(pieces) {
            return self.pieces(pieces).map(|pieces| Piece::Group(construct, pieces));
        }
        match construct {
            Construct::OneOf => self.one_of(pieces),
            Construct::Between => self.between(pieces),
            Construct::Bound => self.bound(pieces),
            Construct::BlocksFirst => self.blocks(pieces),
            Construct::Award => self.award(pieces),
            Construct::Reading => self.reading(pieces),
            Construct::Without => self.without(pieces),
            Construct::Remedy => self.remedy(pieces),
            Construct::Scope => self.scope(pieces),
            _ => {
                let pieces = self.limit_in_place(self.pieces(pieces)?);
                Ok(Piece::Group(construct, pieces))
            }
        }
    }

    /// Whether the keywords directly in a group are those of the language already.
    fn is_converted(&self, pieces: &[Piece]) -> bool {
        let mut keywords = pieces.iter().filter_map(|piece| match piece {
            Piece::Token(Token { kind: Kind::Keyword(_), text, .. }) => Some(text),
            Piece::Token(Token { kind: Kind::ChineseReading, text, .. }) => Some(text),
            _ => None,
        });
        keywords.next().is_some_and(|word| word.is_ascii() == (self.lang == Lang::En))
    }

    /// A token in the language; `before` is the token before it.
    fn token(&self, token: &Token, before: Option<&Token>) -> Converted<Token> {
        let text = match token.kind {
            Kind::Keyword(keyword) => self.keyword(keyword, token, before)?.to_owned(),
            Kind::Unit => self.unit(&token.text, before).to_owned(),
            Kind::Moment => self.moment(&token.text),
            _ => token.text.clone(),
        };
        Ok(Token { text, ..token.clone() })
    }

    fn keyword(&self, keyword: &Keyword, token: &Token, before: Option<&Token>) -> Converted<&'static str> {
        let spellings = if self.lang == Lang::Zh { keyword.zh } else { keyword.en };
        if let Some(same) = spellings.iter().find(|spelling| **spelling == token.text) {
            return Ok(same);
        }
        if keyword.id() == "days" && self.lang == Lang::En && before.is_some_and(|number| number.text == "1") {
            return Ok("day");
        }
        spellings.first().copied().ok_or_else(|| self.refused(token.span, &token.text))
    }

    /// The keyword of that id, in place of a token.
    fn other(&self, id: &str, token: &Token) -> Converted<Piece> {
        let keyword = keywords::by_id(id).ok_or_else(|| self.refused(token.span, &token.text))?;
        let text = keyword.spelling(self.lang).to_owned();
        Ok(Piece::Token(Token { kind: Kind::Keyword(keyword), text, span: token.span }))
    }

    fn refused(&self, place: Span, what: &str) -> Refused {
        let (zh, en) = match self.lang {
            Lang::En => ("英文", "English"),
            Lang::Zh => ("中文", "Chinese"),
        };
        let message = Message::new(
            format!("“{what}”在这里不能改成{zh}关键词的写法。"),
            format!("“{what}” cannot be written with {en} keywords here."),
        );
        Refused::Keywords(place, message)
    }
}
