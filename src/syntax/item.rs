//! One item: its head, then its clauses one after another, so that a clause that cannot be read hides no other.

use super::expected;
use super::from_pairs::{self, Builder};
use super::grammar::{Grammar, Node, Rule};
use super::reading::Reading;
use super::tree::{Item, ItemKind};
use crate::diagnostics::Finding;
use pest::Parser;
use pest::error::{Error, InputLocation};
use std::rc::Rc;

/// How the items of one kind are read.
pub(super) struct Shape {
    /// The rule of the head.
    pub head: Rule,
    /// The rule of a clause, where the item has any.
    pub clause: Option<Rule>,
}

/// How the item of that keyword is read.
pub(super) fn shape(keyword: Rule) -> Option<Shape> {
    let (head, clause) = match keyword {
        Rule::kw_policy => (Rule::policy_head, Some(Rule::policy_clause)),
        Rule::kw_dimensions => (Rule::dimensions_head, None),
        Rule::kw_directory => (Rule::directory_head, Some(Rule::directory_clause)),
        Rule::kw_subject => (Rule::subject_head, Some(Rule::field)),
        Rule::kw_activity => (Rule::activity_head, Some(Rule::field)),
        Rule::kw_parameter => (Rule::parameter_head, None),
        Rule::kw_define => (Rule::define_head, None),
        Rule::kw_table => (Rule::table_head, Some(Rule::table_clause)),
        Rule::kw_eligible => (Rule::eligible_head, Some(Rule::eligible_clause)),
        Rule::kw_rule => (Rule::rule_head, Some(Rule::rule_clause)),
        Rule::kw_group => (Rule::group_head, Some(Rule::shared_clause)),
        Rule::kw_overall_cap => (Rule::overall_cap_head, Some(Rule::shared_clause)),
        Rule::kw_account => (Rule::account_head, Some(Rule::account_clause)),
        Rule::kw_redeem => (Rule::redeem_head, Some(Rule::redeem_clause)),
        Rule::kw_case => (Rule::case_head, Some(Rule::case_clause)),
        Rule::kw_principle => (Rule::principle_head, None),
        _ => return None,
    };
    Some(Shape { head, clause })
}

/// What came of reading one item.
#[derive(Default)]
pub(super) struct ReadItem {
    /// The item, if its head could be read.
    pub item: Option<Item>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// Keywords in Chinese and in English.
    pub keywords: (usize, usize),
}

/// Reads one item.
pub(super) fn read(reading: Reading, keyword: Rule) -> ReadItem {
    let Some(shape) = shape(keyword) else { return ReadItem::default() };
    let reading = Rc::new(reading);
    let builder = Builder::new(Rc::clone(&reading));
    let mut reader = Reader { reading, at: 0, builder, item: None, end: 0, complete: true };
    reader.part(shape.head);
    if let Some(clause) = shape.clause {
        while reader.at < reader.reading.text.len() {
            reader.part(clause);
        }
    }
    reader.finish()
}

struct Reader {
    reading: Rc<Reading>,
    /// How far the text has been read.
    at: usize,
    builder: Builder,
    item: Option<ItemKind>,
    /// Where the last part that could be read ends.
    end: usize,
    complete: bool,
}

impl Reader {
    /// Reads the head or one clause.
    fn part(&mut self, rule: Rule) {
        let reading = Rc::clone(&self.reading);
        match parse(rule, &reading, self.at) {
            Ok(node) => {
                let end = self.at + node.as_span().end();
                self.take(node);
                self.at = end + blank_length(reading.text.get(end..).unwrap_or(""));
            }
            Err(error) => self.recover(rule, &error),
        }
    }

    /// Makes what was read part of the item.
    fn take(&mut self, node: Node) {
        self.end = self.at + node.as_span().start() + node.as_str().trim_end().len();
        self.builder.begin(self.at, &node);
        match &mut self.item {
            None => self.item = from_pairs::head(&mut self.builder, node),
            Some(item) => from_pairs::clause(&mut self.builder, item, node),
        }
    }

    /// Reports what stands in the way, keeps what stands before it if that is whole, and goes on at the next line.
    fn recover(&mut self, rule: Rule, error: &Error<Rule>) {
        let stop = self.at + error_offset(error);
        self.builder.findings.push(expected::finding(&self.reading, stop, error));
        self.complete = false;
        let before = self.reading.part(self.at, stop);
        if let Ok(node) = parse(rule, &before, 0) {
            self.take(node);
        }
        let rest = self.reading.text.get(stop..).unwrap_or("");
        let next = stop + rest.find('\n').map_or(rest.len(), |n| n + 1);
        self.at = next + blank_length(self.reading.text.get(next..).unwrap_or(""));
    }

    fn finish(self) -> ReadItem {
        let keyword = super::split::first_word(&self.reading.text).len();
        let item = self.item.map(|kind| Item {
            kind,
            span: self.reading.span(0, self.end),
            keyword: self.reading.span(0, keyword),
            complete: self.complete,
        });
        ReadItem { item, findings: self.builder.findings, keywords: (self.builder.zh, self.builder.en) }
    }
}

/// Reads one part of the text with a rule that matches exactly one.
pub(super) fn parse(rule: Rule, reading: &Reading, at: usize) -> Result<Node<'_>, Box<Error<Rule>>> {
    let text = reading.text.get(at..).unwrap_or("");
    let mut nodes = Grammar::parse(rule, text)?;
    nodes.next().ok_or_else(|| {
        let message = pest::error::ErrorVariant::CustomError { message: String::new() };
        Box::new(Error::new_from_pos(message, pest::Position::from_start(text)))
    })
}

/// Where reading stopped.
pub(super) fn error_offset(error: &Error<Rule>) -> usize {
    match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    }
}

/// The length of the blanks a text begins with.
pub(super) fn blank_length(text: &str) -> usize {
    text.len() - text.trim_start().len()
}
