//! Text → tree. The only code that names pest.
//!
//! | Step | File |
//! |---|---|
//! | bytes → text as saved | `decode.rs` |
//! | text → reading copy, quotes closed, comments kept | `scan.rs`, `reading.rs` |
//! | copy → one stretch for each item | `split.rs` |
//! | stretch → head and clauses, each matched by the grammar | `item.rs`, `grammar/mizi.pest` |
//! | what the grammar matched → tree | `from_pairs/` |
//! | where it stopped → what the reader should know | `expected.rs`, `slips/` |
//! | copy → words with their structure, for who writes texts | `written.rs` |

pub mod codes;
#[cfg(test)]
mod coverage;
mod decode;
mod expected;
mod from_pairs;
mod grammar;
mod item;
pub mod keywords;
mod limits;
mod reading;
mod scan;
mod slips;
mod split;
pub mod tree;
mod unexpected;
mod words;
pub mod written;

pub use codes::CODES;
pub use decode::as_gb18030;
pub use limits::LONGEST_TEXT;

use crate::diagnostics::{Finding, Message, Severity};
use crate::source::{Sources, Span, TextId};
use codes::{EMPTY_TEXT, NOT_AVAILABLE_YET};
use item::ReadItem;
use limits::{Left, MOST_ERRORS_IN_ITEM};
use reading::Reading;
use split::{Later, Piece, Start};
use std::sync::Arc;
use tree::Tree;

/// Adds a text to the sources and reads it. The findings are in the order of the text.
pub fn read(sources: &mut Sources, name: &str, bytes: &[u8]) -> (Tree, Vec<Finding>) {
    let decoded = decode::decode(bytes);
    let content: Arc<str> = decoded.content.into();
    let id = sources.add(name, Arc::clone(&content));
    match decoded.trouble {
        Some(trouble) => (Tree { text: id, ..Tree::default() }, vec![trouble.finding(id, &content)]),
        None => read_text(id, &content),
    }
}

/// Reads a text that is already among the sources.
pub fn read_text(id: TextId, content: &str) -> (Tree, Vec<Finding>) {
    read_scanned(id, scan::scan(id, content))
}

fn read_scanned(id: TextId, scanned: scan::Scanned) -> (Tree, Vec<Finding>) {
    let tree = Tree { text: id, comments: scanned.comments, ..Tree::default() };
    let mut reader = Reader { tree, findings: Vec::new(), left: Left::default(), too_large: false };
    reader.found(scanned.findings);
    for piece in split::pieces(&scanned.reading.text) {
        if reader.is_full(&scanned.reading, piece.range.start) {
            break;
        }
        reader.piece(&scanned.reading, &piece);
    }
    reader.empty_text(&scanned.reading);
    reader.findings.sort_by_key(|f| f.places.first().map(|p| (p.span.start, p.span.end)));
    (reader.tree, reader.findings)
}

/// Whether a word stands for a name as it is, without quotes.
pub fn is_plain_name(word: &str) -> bool {
    use pest::Parser;
    let read = grammar::Grammar::parse(grammar::Rule::plain_name, word);
    read.is_ok_and(|pairs| pairs.as_str().len() == word.len())
}

struct Reader {
    tree: Tree,
    findings: Vec<Finding>,
    left: Left,
    /// More has come than a text may have.
    too_large: bool,
}

impl Reader {
    fn found(&mut self, findings: Vec<Finding>) {
        let errors = findings.iter().filter(|finding| finding.severity() == Severity::Error).count();
        self.left.errors = self.left.errors.saturating_sub(errors);
        self.findings.extend(findings);
    }

    /// Whether the rest of the text is left alone; what follows very many errors is said to be.
    fn is_full(&mut self, reading: &Reading, at: usize) -> bool {
        if self.left.errors > 0 && !self.too_large {
            return false;
        }
        let rest = reading.span(at, reading.text.len());
        if self.left.errors == 0 {
            let told = self.findings.iter().filter_map(Finding::place).map(|place| place.end).max();
            let next = told.unwrap_or_default().max(rest.start);
            self.findings.push(limits::too_many_errors(Span { start: next, end: next, ..rest }, self.findings.len()));
        }
        self.tree.unread.push(rest);
        true
    }

    fn piece(&mut self, reading: &Reading, piece: &Piece) {
        let part = reading.part(piece.range.start, piece.range.end);
        match piece.start {
            Start::Item(keyword) => self.item(part, keyword),
            Start::Later(later) => self.later(&part, later),
            Start::Other => self.outside(&part),
        }
    }

    fn item(&mut self, part: Reading, mut keyword: grammar::Rule) {
        let whole = part.span(0, part.text.trim_end().len());
        let before = self.findings.len();
        let mut read = item::read(part, keyword, &mut self.left);
        while let Some((rest, next)) = read.rest.take() {
            self.take(read, whole, keyword);
            let found = self.findings.len() - before;
            if found >= MOST_ERRORS_IN_ITEM {
                self.findings.push(limits::too_many_errors(rest.span(0, 0), found));
                self.tree.unread.push(whole);
                return;
            }
            keyword = next;
            read = item::read_rest(rest, keyword, &mut self.left);
        }
        self.take(read, whole, keyword);
    }

    fn take(&mut self, read: ReadItem, whole: Span, keyword: grammar::Rule) {
        self.found(read.findings);
        self.tree.zh_keywords += read.keywords.0;
        self.tree.en_keywords += read.keywords.1;
        let room = self.left.parts(keyword);
        self.too_large |= *room < read.parts;
        *room = room.saturating_sub(read.parts);
        if self.too_large {
            self.findings.push(limits::too_many_parts(Span { end: whole.start, ..whole }, keyword));
        }
        match read.item.filter(|_| !self.too_large) {
            Some(item) => self.tree.items.push(item),
            None => self.tree.unread.push(whole),
        }
    }

    fn later(&mut self, part: &Reading, later: &Later) {
        let word = words::first_word(&part.text).len();
        let what = Message::new(
            format!("还不能写“{}”这种条目。", later.zh),
            format!("Items of the kind “{}” are not available yet.", later.en),
        );
        self.findings.push(Finding::new(&NOT_AVAILABLE_YET, part.span(0, word), what));
        self.tree.unread.push(part.span(0, part.text.trim_end().len()));
    }

    /// Text before the first item: one whose keyword is run together with its name, or none at all.
    fn outside(&mut self, part: &Reading) {
        let start = item::blank_length(&part.text);
        let other = split::run_together(part, start).or_else(|| split::misspelt(part, start));
        if let Some((finding, rest, keyword)) = other {
            self.findings.push(finding);
            return self.item(rest, keyword);
        }
        self.findings.extend(unexpected::outside(part));
    }

    fn empty_text(&mut self, reading: &Reading) {
        if !self.tree.items.is_empty() || !self.tree.unread.is_empty() || !self.findings.is_empty() {
            return;
        }
        let what = Message::new("文件里没有任何条目。", "The file has no item.");
        let help = Message::new("从“政策 名称”写起。", "Begin with “policy NAME”.");
        self.findings.push(Finding::new(&EMPTY_TEXT, reading.span(0, 0), what).help(help));
    }
}
