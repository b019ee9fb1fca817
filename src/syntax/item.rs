//! One item: its head, then its clauses one after another, so that a clause that cannot be read hides no other.

use super::expected::{self, Expected};
use super::from_pairs::{self, Builder};
use super::grammar::{Grammar, Node, Rule};
use super::limits::{self, Left, MOST_ERRORS_IN_ITEM};
use super::reading::Reading;
use super::slips::{self, Place, Slip};
use super::tree::{Item, ItemKind};
use super::{keywords, split, unexpected, words};
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
    /// Its head, clauses and names.
    pub parts: usize,
    /// What follows, where another item was found to begin.
    pub rest: Option<(Reading, Rule)>,
}

/// Reads one item.
pub(super) fn read(reading: Reading, keyword: Rule, left: &mut Left) -> ReadItem {
    if let Some(range) = slips::numbers::too_deep(&reading.text) {
        let finding = limits::too_deep_finding(reading.span(range.start, range.end));
        return ReadItem { findings: vec![finding], ..ReadItem::default() };
    }
    let (reading, findings) = slips::numbers::mend(reading);
    read_mended(reading, keyword, findings, left)
}

/// Reads an item that was found inside another, whose numbers and depth were looked at with it.
pub(super) fn read_rest(reading: Reading, keyword: Rule, left: &mut Left) -> ReadItem {
    read_mended(reading, keyword, Vec::new(), left)
}

fn read_mended(reading: Reading, keyword: Rule, findings: Vec<Finding>, left: &mut Left) -> ReadItem {
    let Some(shape) = shape(keyword) else { return ReadItem::default() };
    let reading = Rc::new(reading);
    let mut builder = Builder::new(Rc::clone(&reading));
    builder.findings = findings;
    let (room, clause) = (*left.parts(keyword), shape.clause);
    let mut reader =
        Reader { clause, reading, at: 0, builder, item: None, end: 0, complete: true, rest: None, room, left };
    reader.part(shape.head);
    while let Some(clause) = shape.clause.filter(|_| reader.goes_on()) {
        reader.part(clause);
    }
    reader.finish()
}

struct Reader<'l> {
    /// The rule of its clauses.
    clause: Option<Rule>,
    reading: Rc<Reading>,
    /// How far the text has been read.
    at: usize,
    builder: Builder,
    item: Option<ItemKind>,
    /// Where the last part that could be read ends.
    end: usize,
    complete: bool,
    rest: Option<(Reading, Rule)>,
    /// The parts that it may have.
    room: usize,
    left: &'l mut Left,
}

impl Reader<'_> {
    fn goes_on(&self) -> bool {
        self.at < self.reading.text.len() && !self.is_full() && self.builder.parts <= self.room
    }

    fn is_full(&self) -> bool {
        self.builder.findings.len() >= MOST_ERRORS_IN_ITEM
    }

    /// Reads the head or one clause, mending slips as long as that helps.
    fn part(&mut self, rule: Rule) {
        loop {
            let reading = Rc::clone(&self.reading);
            #[cfg(test)]
            super::coverage::note(rule, reading.text.get(self.at..).unwrap_or(""));
            let error = match parse(rule, &reading, self.at) {
                Ok(node) => {
                    let end = self.at + node.as_span().end();
                    self.take(rule, node);
                    self.at = end + blank_length(reading.text.get(end..).unwrap_or(""));
                    return;
                }
                Err(error) => error,
            };
            let stop = self.at + error_offset(&error);
            let expected = expected_in(rule, &error);
            let place = Place::new(&reading, (rule, self.clause), self.at..stop, &expected);
            if self.ends_before(&place) {
                return;
            }
            match judge(&place, &error, self.left) {
                Verdict::Slip(slip) if !self.is_full() => self.mend(slip),
                verdict => return self.skip(&place, verdict),
            }
        }
    }

    /// Takes a part that is whole in front of the line where reading stopped; what is wrong there belongs to the next one.
    fn ends_before(&mut self, place: &Place) -> bool {
        if self.clause.is_none() || place.stop == place.start || !place.starts_line() {
            return false;
        }
        let before = place.reading.part(place.start, place.stop);
        let Ok(node) = parse(place.rule, &before, 0) else { return false };
        self.take(place.rule, node);
        self.at = place.stop;
        true
    }

    /// Makes what was read part of the item.
    fn take(&mut self, rule: Rule, node: Node) {
        self.end = self.at + node.as_span().start() + node.as_str().trim_end().len();
        self.builder.begin(self.at, &node);
        let found = self.builder.findings.len();
        match &mut self.item {
            Some(item) => from_pairs::clause(&mut self.builder, item, node),
            None if self.clause != Some(rule) => self.item = from_pairs::head(&mut self.builder, node),
            None => {}
        }
        let errors = self.builder.findings.get(found..).unwrap_or(&[]);
        self.complete &= errors.iter().all(|f| f.severity() != Severity::Error);
    }

    fn mend(&mut self, slip: Slip) {
        self.builder.findings.push(slip.finding);
        self.complete = false;
        self.reading = Rc::new(slip.mended);
        self.builder.reread(Rc::clone(&self.reading));
    }

    /// Reports what stands in the way, keeps what stands before it if that is whole, and goes on after it.
    fn skip(&mut self, place: &Place, verdict: Verdict) {
        self.complete = false;
        let end = place.text().len();
        let next = match verdict {
            Verdict::TooDeep(_) | Verdict::AnotherItem(..) => end,
            Verdict::Elsewhere(_, next) => next,
            _ => next_clause(place),
        };
        let refused = matches!(verdict, Verdict::Known(_));
        self.report(place, verdict);
        let before = place.reading.part(place.start, place.stop);
        if let Some(node) = parse(place.rule, &before, 0).ok().filter(|_| !refused) {
            self.take(place.rule, node);
        }
        self.at = next + blank_length(place.slice(next..end));
    }

    fn report(&mut self, place: &Place, verdict: Verdict) {
        let finding = match verdict {
            Verdict::Slip(Slip { finding, .. }) => finding,
            Verdict::Elsewhere(finding, _) => {
                self.unfinished(place);
                finding
            }
            Verdict::TooDeep(finding) | Verdict::Known(finding) => finding,
            Verdict::Unexpected => unexpected::finding(place),
            Verdict::AnotherItem(finding, rest, keyword) => {
                self.unfinished(place);
                self.rest = Some((rest, keyword));
                finding
            }
        };
        self.builder.findings.push(finding);
    }

    /// Says so where the part before another clause or item has not come to its end.
    fn unfinished(&mut self, place: &Place) {
        if place.stop > place.start && !expected::may_end(place.expected) && !place.expects(expected::Thing::Name) {
            let finding = slips::spaced_name(place).unwrap_or_else(|| unexpected::finding(place));
            self.builder.findings.push(finding);
        }
    }

    /// Says so where the rest is left alone.
    fn left_alone(&mut self) {
        if self.is_full() && self.rest.is_none() && self.at < self.reading.text.len() {
            let next = self.reading.span(self.at, self.at);
            let finding = limits::too_many_errors(next, self.builder.findings.len());
            self.builder.findings.push(finding);
        }
    }

    fn finish(mut self) -> ReadItem {
        self.left_alone();
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
            parts: self.builder.parts,
            rest: self.rest,
        }
    }
}

/// What could stand where reading stopped; at the beginning of a clause, the keywords of clauses.
fn expected_in(rule: Rule, error: &Error<Rule>) -> Vec<Expected> {
    let next = match rule {
        Rule::policy_clause => Rule::policy_next,
        Rule::eligible_clause => Rule::eligible_next,
        Rule::rule_clause => Rule::rule_next,
        Rule::shared_clause => Rule::shared_next,
        Rule::account_clause => Rule::account_next,
        Rule::redeem_clause => Rule::redeem_next,
        Rule::case_clause => Rule::case_next,
        _ => return expected::expected(error),
    };
    match Grammar::parse(next, "") {
        Err(begins) if error_offset(error) == 0 => expected::expected(&begins),
        _ => expected::expected(error),
    }
}

/// What stands in the way of reading on.
enum Verdict {
    /// A usual slip, mended.
    Slip(Slip),
    /// Another item, its keyword run together with its name.
    AnotherItem(Finding, Reading, Rule),
    /// A clause of another item, and where it ends.
    Elsewhere(Finding, usize),
    /// Something known that cannot be mended.
    Known(Finding),
    /// Too many layers.
    TooDeep(Finding),
    /// Anything else.
    Unexpected,
}

fn judge(place: &Place, error: &Error<Rule>, left: &mut Left) -> Verdict {
    if matches!(error.variant, ErrorVariant::CustomError { .. }) {
        return Verdict::TooDeep(limits::too_deep_finding(place.reading.span(place.start, place.stop)));
    }
    if let Some((finding, rest, keyword)) = another_item(place) {
        return Verdict::AnotherItem(finding, rest, keyword);
    }
    if let Some((finding, end)) = slips::elsewhere(place) {
        return Verdict::Elsewhere(finding, end);
    }
    let known = slips::later_word(place).or_else(|| slips::chained(place)).or_else(|| slips::unknown_function(place));
    if let Some(finding) = known {
        return Verdict::Known(finding);
    }
    let slip = slips::find(place, left).map(Verdict::Slip);
    let known = || {
        let finding =
            slips::not_compared(place).or_else(|| slips::no_limit(place)).or_else(|| slips::spaced_name(place));
        finding.map(Verdict::Known)
    };
    slip.or_else(known).unwrap_or(Verdict::Unexpected)
}

/// Another item that begins where reading stopped, its keyword run together with what follows or misspelt.
fn another_item(place: &Place) -> Option<(Finding, Reading, Rule)> {
    if !place.starts_line() {
        return None;
    }
    let unindented = place.slice(0..place.stop).ends_with('\n');
    let misspelt = || unindented.then(|| split::misspelt(place.reading, place.stop)).flatten();
    let (finding, rest, keyword) = split::run_together(place.reading, place.stop).or_else(misspelt)?;
    let line = rest.text.find('\n').unwrap_or(rest.text.len());
    let reads = match parse_text(shape(keyword)?.head, &rest.text) {
        Ok(_) => true,
        Err(error) => error_offset(&error) >= line,
    };
    reads.then_some((finding, rest, keyword))
}

/// How far in the line begins at whose first word a place is; none inside a line.
fn indent_at(text: &str, at: usize) -> Option<usize> {
    let before = text.get(..at)?;
    let line = before.rsplit('\n').next()?;
    line.trim_start_matches([' ', '\t']).is_empty().then_some(line.len())
}

/// Where reading goes on: the next line that begins with a clause keyword or is not further in; for rows, fields and cases the next line.
fn next_clause(place: &Place) -> usize {
    let by_line = !matches!(
        place.clause,
        Some(Rule::policy_clause | Rule::eligible_clause | Rule::rule_clause | Rule::shared_clause)
            | Some(Rule::account_clause | Rule::redeem_clause)
    );
    let text = place.text();
    let indent = place.clause.filter(|c| *c == place.rule).and_then(|_| indent_at(text, place.start));
    let mut at = place.stop;
    if at > place.start && place.starts_line() && (by_line || keywords::begins_clause(place.slice(at..text.len()))) {
        return at;
    }
    while let Some(line_end) = text.get(at..).and_then(|rest| rest.find('\n')) {
        at += line_end + 1;
        let line = place.slice(at..text.len());
        let rest = line.trim_start_matches([' ', '\t']);
        let as_far_in =
            indent.is_some_and(|indent| line.len() - rest.len() <= indent) && !rest.starts_with(['\n', '\r']);
        if by_line || as_far_in || keywords::seems_clause(rest) {
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
