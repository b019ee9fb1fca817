//! A text word by word with its structure, for what writes texts: no tree of meanings, but how each part is put together.

use super::grammar::{Node, Rule};
use super::item::{blank_length, parse, shape};
use super::keywords::{self, Keyword};
use super::reading::Reading;
use super::scan;
use super::split::{self, Start};
use super::tree::{Item, Spanned, Tree};
use super::words;
use crate::diagnostics::Finding;
use crate::source::{Sources, Span, TextId};

/// A text that can be read, word by word.
#[derive(Clone, Debug)]
pub struct Written {
    /// Heads and clauses in the order written.
    pub parts: Vec<Part>,
    /// Comments with their `//`, in the order written.
    pub comments: Vec<Spanned<String>>,
}

/// The head of an item or one of its clauses.
#[derive(Clone, Debug)]
pub struct Part {
    /// Whether it begins an item.
    pub head: bool,
    /// Its words.
    pub words: Piece,
}

/// A word, or several that belong together.
#[derive(Clone, Debug)]
pub enum Piece {
    /// One word or mark.
    Token(Token),
    /// What belongs together.
    Group(Construct, Vec<Piece>),
}

/// A word, number, quoted text or mark.
#[derive(Clone, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its characters: marks and numbers half-width, quotes as saved.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A keyword.
    Keyword(&'static Keyword),
    /// A name, with its quotes if it has any, or a code.
    Name,
    /// A unit after its number, or where a field or account says in what it is counted.
    Unit,
    /// 每户, 全街道.
    ChineseReading,
    /// Digits.
    Number,
    /// A date, a day of every year, a time.
    Moment,
    /// Quoted text.
    Text,
    /// 《…》第N条
    Law,
    /// `#e1`
    Label,
    /// The sign of a negative number.
    Minus,
    /// A mark between two values: + ≥ ×.
    Sign,
    /// Any other mark.
    Mark,
    /// The rest of a principle, as saved.
    Rest,
}

/// How words belong together, as far as it matters to who writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Construct {
    /// A 之一, `one of A`
    OneOf,
    /// 在 A 至 B 之间, `between A and B`
    Between,
    /// N 以上, `at least N`
    Bound,
    /// 每满 UNITS THING PAY, 每 UNITS THING PAY
    BlocksFirst,
    /// An award of which [`Construct::PerTail`] may be a part.
    Award,
    /// `per full UNITS of THING`, `per UNITS of THING`
    PerTail,
    /// The amount of a cap.
    Limit,
    /// For how long.
    Window,
    /// Whose.
    Reading,
    /// 无户者 REMEDY, `without SCOPE REMEDY`
    Without,
    /// What holds instead.
    Remedy,
    /// A scope where it is declared, with its readings.
    Scope,
    /// A directory.
    Directory,
    /// A name where it is declared.
    Declared,
    /// 代号 CODE
    Code,
    /// The head of the subject.
    Subject,
    /// 按 X（rows）: what has values of its own.
    Call,
    /// （A）
    Paren,
    /// A number with its unit, perhaps negative.
    Quantity,
    /// Anything else.
    Other,
}

/// A text word by word; none where it cannot be read as a whole.
pub fn written(sources: &Sources, id: TextId) -> Option<Written> {
    let content = &sources.get(id)?.content;
    let scanned = scan::scan(id, content);
    let mut parts = Vec::new();
    for piece in split::pieces(&scanned.reading.text) {
        let reading = scanned.reading.part(piece.range.start, piece.range.end);
        match piece.start {
            Start::Item(keyword) => item(&Words { reading: &reading, content, base: 0 }, keyword, &mut parts)?,
            Start::Other if reading.text.trim().is_empty() => {}
            _ => return None,
        }
    }
    Some(Written { parts, comments: scanned.comments })
}

/// Whether two texts say the same in the same words, wherever those stand.
pub fn same_items(one: &str, other: &str) -> bool {
    match (items(one), items(other)) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

/// Whether two texts are read as the same, whatever is wrong with how they are written.
pub fn read_alike(one: &str, other: &str) -> bool {
    let read = |content: &str| {
        let (tree, _) = read_placeless(content);
        (tree.items, tree.unread.len())
    };
    read(one) == read(other)
}

/// The items of a text as if all of them stood at its beginning; none where something is wrong.
fn items(content: &str) -> Option<Vec<Item>> {
    let (tree, findings) = read_placeless(content);
    findings.iter().all(|f| f.severity() != crate::diagnostics::Severity::Error).then_some(tree.items)
}

fn read_placeless(content: &str) -> (Tree, Vec<Finding>) {
    let mut scanned = scan::scan(TextId::default(), content);
    scanned.reading.forget_places();
    super::read_scanned(TextId::default(), scanned)
}

/// What the words of a part are taken from.
struct Words<'a> {
    reading: &'a Reading,
    content: &'a str,
    /// Where the part begins.
    base: usize,
}

/// The head of an item and its clauses.
fn item(words: &Words, keyword: Rule, parts: &mut Vec<Part>) -> Option<()> {
    let shape = shape(keyword)?;
    let (mut rule, mut at) = (shape.head, 0);
    loop {
        let node = parse(rule, words.reading, at).ok()?;
        let end = at + node.as_span().end();
        parts.push(Part { head: rule == shape.head, words: Words { base: at, ..*words }.piece(node) });
        at = end + blank_length(words.reading.text.get(end..).unwrap_or(""));
        if at >= words.reading.text.len() {
            return Some(());
        }
        rule = shape.clause?;
    }
}

impl Words<'_> {
    fn piece(&self, node: Node) -> Piece {
        let (rule, range) = (node.as_rule(), node.as_span().start()..node.as_span().end());
        if let Some(kind) = leaf(rule) {
            return Piece::Token(self.token(kind, range));
        }
        let mut pieces = Vec::new();
        let mut at = range.start;
        for inner in node.into_inner().filter(|inner| inner.as_rule() != Rule::EOI) {
            self.marks(at..inner.as_span().start(), &mut pieces);
            at = inner.as_span().end();
            pieces.push(self.piece(inner));
        }
        self.marks(at..range.end, &mut pieces);
        if matches!(rule, Rule::type_unit | Rule::account_unit)
            && let Some(Piece::Token(unit)) = pieces.first_mut()
        {
            unit.kind = Kind::Unit;
        }
        match (construct(rule), pieces.len()) {
            (Construct::Other, 1) => pieces.remove(0),
            (construct, _) => Piece::Group(construct, pieces),
        }
    }

    /// Marks that the grammar reads without a name; those that only end a clause are left out.
    fn marks(&self, range: std::ops::Range<usize>, pieces: &mut Vec<Piece>) {
        let start = self.base + range.start;
        let text = self.reading.text.get(start..self.base + range.end).unwrap_or("");
        for mark in words::tokens(text).filter(|mark| !matches!(mark.text(text), "。" | ";")) {
            let at = range.start + mark.range.start..range.start + mark.range.end;
            pieces.push(Piece::Token(self.token(Kind::Mark, at)));
        }
    }

    fn token(&self, kind: Kind, range: std::ops::Range<usize>) -> Token {
        let (start, end) = (self.base + range.start, self.base + range.end);
        let read = self.reading.text.get(start..end).unwrap_or("").trim_end();
        let span = self.reading.span(start, start + read.len());
        let saved = || self.content.get(span.start as usize..span.end as usize).unwrap_or("");
        let text = match kind {
            Kind::Text => saved().to_owned(),
            Kind::Rest => saved().trim().lines().map(str::trim_end).collect::<Vec<_>>().join("\n"),
            Kind::Keyword(_) => read.split_whitespace().collect::<Vec<_>>().join(" "),
            Kind::Moment => read.split_whitespace().collect(),
            _ => read.to_owned(),
        };
        Token { kind, text, span }
    }
}

/// What a rule is that has no words of its own in it.
fn leaf(rule: Rule) -> Option<Kind> {
    if let Some(keyword) = keywords::of(rule) {
        return Some(Kind::Keyword(keyword));
    }
    Some(match rule {
        Rule::name | Rule::code_word => Kind::Name,
        Rule::unit => Kind::Unit,
        Rule::reading_zh => Kind::ChineseReading,
        Rule::digits | Rule::count => Kind::Number,
        Rule::date | Rule::month_day | Rule::time | Rule::clock | Rule::row_time => Kind::Moment,
        Rule::string => Kind::Text,
        Rule::law => Kind::Law,
        Rule::mark => Kind::Label,
        Rule::minus => Kind::Minus,
        Rule::compare_sign | Rule::sum_sign | Rule::product_sign => Kind::Sign,
        Rule::percent | Rule::colon | Rule::equals | Rule::open | Rule::close | Rule::arrow => Kind::Mark,
        Rule::words => Kind::Rest,
        _ => return None,
    })
}

fn construct(rule: Rule) -> Construct {
    match rule {
        Rule::type_one_of => Construct::OneOf,
        Rule::between => Construct::Between,
        Rule::bound_first | Rule::bound_last | Rule::row_bound => Construct::Bound,
        Rule::award_blocks | Rule::award_rate => Construct::BlocksFirst,
        Rule::award_value => Construct::Award,
        Rule::per_full_tail | Rule::per_tail => Construct::PerTail,
        Rule::limit => Construct::Limit,
        Rule::window => Construct::Window,
        Rule::reading => Construct::Reading,
        Rule::without => Construct::Without,
        Rule::remedy => Construct::Remedy,
        Rule::scope => Construct::Scope,
        Rule::directory_head => Construct::Directory,
        Rule::subject_head => Construct::Subject,
        Rule::declared => Construct::Declared,
        Rule::code => Construct::Code,
        Rule::call => Construct::Call,
        Rule::paren => Construct::Paren,
        Rule::quantity | Rule::signed => Construct::Quantity,
        _ => Construct::Other,
    }
}
