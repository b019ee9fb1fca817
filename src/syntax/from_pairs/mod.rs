//! What the grammar matched → tree. One file for each family of items.

mod accounts;
mod caps;
mod cases;
mod expressions;
mod labels;
mod numbers;
mod people;
mod policy;
mod rules;
mod values;
mod words;

use super::codes::{CLAUSE_REPEATED, MIXED_KEYWORDS, UNEXPECTED_TEXT};
use super::grammar::{Node, Rule};
use super::keywords;
use super::reading::Reading;
use super::tree::ItemKind;
use crate::diagnostics::{Finding, Message};
use crate::source::Span;
use std::rc::Rc;

/// Clauses that may stand several times in one item.
const REPEATABLE: &[Rule] = &[Rule::when, Rule::confirm, Rule::cap, Rule::stock, Rule::counts, Rule::basis];

/// Builds the tree of one item and keeps what is found on the way.
#[derive(Default)]
pub(super) struct Builder {
    reading: Rc<Reading>,
    /// Where the part being built begins in the reading copy.
    base: usize,
    /// What was found.
    pub findings: Vec<Finding>,
    /// Keywords in Chinese.
    pub zh: usize,
    /// Keywords in English.
    pub en: usize,
    /// Heads, clauses and names that are not those of a case.
    pub parts: usize,
    /// Clauses met so far.
    seen: Vec<(Rule, Span)>,
    /// Signs in the formulas of this part, and how deep 若 stands in 若.
    signs: usize,
    choices: usize,
}

impl Builder {
    /// A builder for the item in that stretch.
    pub fn new(reading: Rc<Reading>) -> Self {
        Builder { reading, ..Builder::default() }
    }

    /// Goes on with a mended copy.
    pub fn reread(&mut self, reading: Rc<Reading>) {
        self.reading = reading;
    }

    /// Begins a part: the head or a clause.
    pub fn begin(&mut self, base: usize, node: &Node) {
        (self.base, self.signs, self.choices) = (base, 0, 0);
        self.count_keywords(node);
        if !matches!(node.as_rule(), Rule::case_head | Rule::case_clause) {
            let names = node.clone().into_inner().flatten().filter(|n| n.as_rule() == Rule::name).count();
            self.parts += 1 + names;
        }
    }

    /// Where a node stands in the file.
    fn span(&self, node: &Node) -> Span {
        let start = self.base + node.as_span().start();
        self.reading.span(start, start + node.as_str().trim_end().len())
    }

    /// Counts keywords by language; one part uses one language. The readings of a scope may be in both.
    fn count_keywords(&mut self, node: &Node) {
        let mut first: [Option<Node>; 2] = [None, None];
        let mut readings_end = 0;
        for word in node.clone().into_inner().flatten() {
            if word.as_rule() == Rule::reading && node.as_rule() == Rule::subject_head {
                readings_end = word.as_span().end();
            }
            if keywords::of(word.as_rule()).is_none() {
                continue;
            }
            let english = word.as_str().is_ascii();
            *(if english { &mut self.en } else { &mut self.zh }) += 1;
            if word.as_span().end() > readings_end {
                first[usize::from(english)].get_or_insert(word);
            }
        }
        if let [Some(zh), Some(en)] = first {
            self.mixed_keywords(&zh, &en);
        }
    }

    fn mixed_keywords(&mut self, zh: &Node, en: &Node) {
        let (first, second) = if zh.as_span().start() < en.as_span().start() { (zh, en) } else { (en, zh) };
        let to_zh = second.as_rule() == en.as_rule();
        let lang = if to_zh { crate::diagnostics::Lang::Zh } else { crate::diagnostics::Lang::En };
        let wanted = keywords::of(second.as_rule()).map_or("", |k| k.spelling(lang));
        let (a, b) = (first.as_str(), second.as_str());
        let what = Message::new(
            format!("“{a}”与“{b}”写在同一条款里，一是中文关键词，一是英文关键词。"),
            format!("“{a}” and “{b}” stand in one clause, one a Chinese keyword and one an English keyword."),
        );
        let help = if wanted == b {
            Message::new("一个条款只用一种语言的关键词。", "Use the keywords of one language in a clause.")
        } else {
            Message::new(
                format!("一个条款只用一种语言的关键词：把“{b}”写作“{wanted}”，或全用另一种。"),
                format!(
                    "Use the keywords of one language in a clause: write “{wanted}” for “{b}”, or change the others."
                ),
            )
        };
        let finding =
            Finding::new(&MIXED_KEYWORDS, self.span(second), what).and(self.span(first), Message::default()).help(help);
        self.findings.push(finding);
    }

    /// Whether a clause may still be added: the first of its kind, or of a kind that may be repeated.
    fn first_of_kind(&mut self, clause: &Node) -> bool {
        let (rule, span) = (clause.as_rule(), self.span(clause));
        match self.seen.iter().find(|(r, _)| *r == rule) {
            Some(_) if REPEATABLE.contains(&rule) => true,
            Some((_, first)) => {
                let word = clause.clone().into_inner().next().map(|n| n.as_str().to_owned()).unwrap_or_default();
                let finding = repeated(&word, span, *first);
                self.findings.push(finding);
                false
            }
            None => {
                self.seen.push((rule, span));
                true
            }
        }
    }

    /// What the grammar allows but the tree has no place for; said rather than dropped in silence.
    fn unreadable(&mut self, node: &Node) {
        let what = Message::new("这里的写法读不出意思。", "What stands here has no meaning.");
        let finding = Finding::new(&UNEXPECTED_TEXT, self.span(node), what);
        self.findings.push(finding);
    }
}

fn repeated(word: &str, again: Span, first: Span) -> Finding {
    let what = Message::new(
        format!("条款“{word}”在同一条目里写了两次。"),
        format!("The clause “{word}” stands twice in one item."),
    );
    Finding::new(&CLAUSE_REPEATED, again, what)
        .label(Message::new("又一次", "again"))
        .and(first, Message::new("第一次", "first"))
        .help(Message::new("留下一个，删去另一个。", "Keep one and delete the other."))
}

/// An item from its head.
pub(super) fn head(b: &mut Builder, node: Node) -> Option<ItemKind> {
    let found = b.findings.len();
    let item = match node.as_rule() {
        Rule::policy_head => policy::head(b, &node).map(ItemKind::Policy),
        Rule::dimensions_head => labels::dimensions(b, &node).map(ItemKind::Dimensions),
        Rule::directory_head => labels::directory(b, &node).map(ItemKind::Directory),
        Rule::subject_head => people::subject(b, &node).map(ItemKind::Subject),
        Rule::activity_head => people::activity(b, &node).map(ItemKind::Activity),
        Rule::parameter_head => values::parameter(b, &node).map(ItemKind::Parameter),
        Rule::define_head => values::define(b, &node).map(ItemKind::Define),
        Rule::table_head => values::table(b, &node).map(ItemKind::Table),
        Rule::eligible_head => rules::eligible(b, &node).map(ItemKind::Eligible),
        Rule::rule_head => rules::rule(b, &node).map(ItemKind::Rule),
        Rule::group_head => caps::group(b, &node).map(ItemKind::Group),
        Rule::overall_cap_head => caps::overall_cap(b, &node).map(ItemKind::OverallCap),
        Rule::account_head => accounts::account(b, &node).map(ItemKind::Account),
        Rule::redeem_head => accounts::redeem(b, &node).map(ItemKind::Redeem),
        Rule::case_head => cases::case(b, &node).map(ItemKind::Case),
        Rule::principle_head => cases::principle(b, &node).map(ItemKind::Principle),
        _ => None,
    };
    if item.is_none() && b.findings.len() == found {
        b.unreadable(&node);
    }
    item
}

/// Adds a clause to its item.
pub(super) fn clause(b: &mut Builder, item: &mut ItemKind, node: Node) {
    let found = b.findings.len();
    if read_clause(b, item, &node).is_none() && b.findings.len() == found {
        b.unreadable(&node);
    }
}

/// None where nothing was added.
fn read_clause(b: &mut Builder, item: &mut ItemKind, node: &Node) -> Option<()> {
    match item {
        ItemKind::Directory(directory) => return labels::group_line(b, directory, node),
        ItemKind::Subject(subject) => return people::field(b, node).map(|f| subject.fields.push(f)),
        ItemKind::Activity(activity) => return people::field(b, node).map(|f| activity.fields.push(f)),
        ItemKind::Table(table) => return values::row_line(b, table, node),
        ItemKind::Case(case) => return cases::clause(b, case, node),
        _ => {}
    }
    let clause = node.clone().into_inner().next()?;
    if !b.first_of_kind(&clause) {
        return None;
    }
    match item {
        ItemKind::Policy(policy) => policy::clause(b, policy, &clause),
        ItemKind::Eligible(eligible) => rules::eligible_clause(b, eligible, &clause),
        ItemKind::Rule(rule) => rules::clause(b, rule, &clause),
        ItemKind::Group(group) => caps::group_clause(b, group, &clause),
        ItemKind::OverallCap(cap) => caps::overall_clause(b, cap, &clause),
        ItemKind::Account(account) => accounts::account_clause(b, account, &clause),
        ItemKind::Redeem(redeem) => accounts::redeem_clause(b, redeem, &clause),
        _ => None,
    }
}
