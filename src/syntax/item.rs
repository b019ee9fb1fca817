//! One item: its head, then its clauses one after another, so that a clause that cannot be read hides no other.

use super::from_pairs::{self, Builder};
use super::grammar::{Grammar, Node, Rule};
use super::reading::Reading;
use super::slips::{self, Place};
use super::tree::{Item, ItemKind};
use super::{expected, keywords, split, unexpected, words};
use crate::diagnostics::{Finding, Severity};
use pest::error::{Error, ErrorVariant, InputLocation};
use pest::{Parser, Position};
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
    /// What follows, where another item was found to begin.
    pub rest: Option<(Reading, Rule)>,
}

/// Findings in one item after which the rest of it is left alone.
const MOST_FINDINGS: usize = 50;

/// Reads one item.
pub(super) fn read(reading: Reading, keyword: Rule) -> ReadItem {
    let Some(shape) = shape(keyword) else { return ReadItem::default() };
    if let Some(range) = slips::numbers::too_deep(&reading.text) {
        let finding = slips::numbers::too_deep_finding(reading.span(range.start, range.end));
        return ReadItem { findings: vec![finding], ..ReadItem::default() };
    }
    let (reading, findings) = slips::numbers::mend(reading);
    let reading = Rc::new(reading);
    let mut builder = Builder::new(Rc::clone(&reading));
    builder.findings = findings;
    let mut reader = Reader {
        clause: shape.clause,
        reading,
        at: 0,
        builder,
        item: None,
        headless: false,
        end: 0,
        complete: true,
        rest: None,
    };
    reader.part(shape.head);
    while let Some(clause) = shape.clause.filter(|_| reader.goes_on()) {
        reader.part(clause);
    }
    reader.finish()
}

struct Reader {
    /// The rule of its clauses.
    clause: Option<Rule>,
    reading: Rc<Reading>,
    /// How far the text has been read.
    at: usize,
    builder: Builder,
    item: Option<ItemKind>,
    /// Whether the head could not be read.
    headless: bool,
    /// Where the last part that could be read ends.
    end: usize,
    complete: bool,
    rest: Option<(Reading, Rule)>,
}

impl Reader {
    fn goes_on(&self) -> bool {
        self.at < self.reading.text.len() && self.builder.findings.len() < MOST_FINDINGS
    }

    /// Reads the head or one clause.
    fn part(&mut self, rule: Rule) {
        loop {
            let reading = Rc::clone(&self.reading);
            match parse(rule, &reading, self.at) {
                Ok(node) => {
                    let end = self.at + node.as_span().end();
                    self.take(rule, node);
                    self.at = end + blank_length(reading.text.get(end..).unwrap_or(""));
                    return;
                }
                Err(error) if self.mended(rule, &error) => {}
                Err(error) => return self.skip(rule, &error),
            }
        }
    }

    /// Makes what was read part of the item.
    fn take(&mut self, rule: Rule, node: Node) {
        self.end = self.at + node.as_span().start() + node.as_str().trim_end().len();
        self.builder.begin(self.at, &node);
        let found = self.builder.findings.len();
        match &mut self.item {
            Some(item) => from_pairs::clause(&mut self.builder, item, node),
            None if is_head(rule) => self.item = from_pairs::head(&mut self.builder, node),
            None => {}
        }
        let errors = self.builder.findings.get(found..).unwrap_or(&[]);
        self.complete &= errors.iter().all(|f| f.severity() != Severity::Error);
    }

    /// Recognises a usual slip and goes on with the mended text.
    fn mended(&mut self, rule: Rule, error: &Error<Rule>) -> bool {
        let expected = expected::expected(error);
        let stop = self.at + error_offset(error);
        let place =
            Place { reading: &self.reading, rule, clause: self.clause, start: self.at, stop, expected: &expected };
        let other = slips::chained(&place).is_some()
            || slips::later_word(&place).is_some()
            || slips::elsewhere(&place).is_some()
            || another_item(&place).is_some();
        if self.builder.findings.len() >= MOST_FINDINGS || other {
            return false;
        }
        let Some(slip) = slips::find(&place) else { return false };
        self.builder.findings.push(slip.finding);
        self.complete = false;
        self.reading = Rc::new(slip.mended);
        self.builder.reread(Rc::clone(&self.reading));
        true
    }

    /// Reports what stands in the way, keeps what stands before it if that is whole, and goes on after it.
    fn skip(&mut self, rule: Rule, error: &Error<Rule>) {
        let reading = Rc::clone(&self.reading);
        let expected = expected::expected(error);
        let stop = self.at + error_offset(error);
        let place = Place { reading: &reading, rule, clause: self.clause, start: self.at, stop, expected: &expected };
        self.complete = false;
        let next = self.report(&place, error);
        let before = reading.part(self.at, stop);
        match parse(rule, &before, 0) {
            Ok(node) => self.take(rule, node),
            Err(_) => self.headless |= is_head(rule),
        }
        self.at = next + blank_length(reading.text.get(next..).unwrap_or(""));
    }

    /// Pushes the finding; gives the place to go on at.
    fn report(&mut self, place: &Place, error: &Error<Rule>) -> usize {
        let text = &place.reading.text;
        if matches!(error.variant, ErrorVariant::CustomError { .. }) {
            let finding = slips::numbers::too_deep_finding(place.reading.span(place.start, place.stop));
            self.builder.findings.push(finding);
            return text.len();
        }
        if let Some((finding, rest, keyword)) = another_item(place) {
            if place.stop > place.start && !expected::may_end(place.expected) {
                self.builder.findings.push(unexpected::finding(place));
            }
            self.builder.findings.push(finding);
            self.rest = Some((rest, keyword));
            return text.len();
        }
        if let Some((finding, end)) = slips::elsewhere(place) {
            self.builder.findings.push(finding);
            return end;
        }
        let finding =
            slips::later_word(place).or_else(|| slips::chained(place)).unwrap_or_else(|| unexpected::finding(place));
        self.builder.findings.push(finding);
        next_clause(text, place)
    }

    fn finish(self) -> ReadItem {
        let keyword = words::first_word(&self.reading.text).len();
        let item = self.item.map(|kind| Item {
            kind,
            span: self.reading.span(0, self.end),
            keyword: self.reading.span(0, keyword),
            complete: self.complete,
        });
        ReadItem {
            item,
            findings: self.builder.findings,
            keywords: (self.builder.zh, self.builder.en),
            rest: self.rest,
        }
    }
}

/// Whether a rule reads the head of an item.
fn is_head(rule: Rule) -> bool {
    format!("{rule:?}").ends_with("_head")
}

/// Another item that begins where reading stopped, its keyword run together with what follows.
fn another_item(place: &Place) -> Option<(Finding, Reading, Rule)> {
    if !place.starts_line() {
        return None;
    }
    let (finding, rest, keyword) = split::run_together(place.reading, place.stop)?;
    let line = rest.text.find('\n').unwrap_or(rest.text.len());
    let reads = match parse_text(shape(keyword)?.head, &rest.text) {
        Ok(_) => true,
        Err(error) => error_offset(&error) >= line,
    };
    reads.then_some((finding, rest, keyword))
}

/// Where reading goes on: the next line that begins with a clause keyword, or for rows, fields and cases the next line.
fn next_clause(text: &str, place: &Place) -> usize {
    let by_line = matches!(place.rule, Rule::field | Rule::table_clause | Rule::case_clause | Rule::directory_clause)
        || matches!(
            place.rule,
            Rule::subject_head | Rule::activity_head | Rule::table_head | Rule::case_head | Rule::directory_head
        );
    let mut at = place.stop;
    if at > place.start && place.starts_line() && keywords::begins_clause(text.get(at..).unwrap_or("")) {
        return at;
    }
    while let Some(line_end) = text.get(at..).and_then(|rest| rest.find('\n')) {
        at += line_end + 1;
        let rest = text.get(at..).unwrap_or("").trim_start_matches([' ', '\t']);
        if by_line || keywords::begins_clause(rest) {
            return at;
        }
    }
    text.len()
}

/// Reads one part of the text with a rule that matches exactly one.
pub(super) fn parse(rule: Rule, reading: &Reading, at: usize) -> Result<Node<'_>, Box<Error<Rule>>> {
    parse_text(rule, reading.text.get(at..).unwrap_or(""))
}

/// Reads the beginning of a text.
pub(super) fn parse_text(rule: Rule, text: &str) -> Result<Node<'_>, Box<Error<Rule>>> {
    let mut nodes = Grammar::parse(rule, text)?;
    nodes.next().ok_or_else(|| {
        let variant = ErrorVariant::ParsingError { positives: Vec::new(), negatives: Vec::new() };
        Box::new(Error::new_from_pos(variant, Position::from_start(text)))
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
