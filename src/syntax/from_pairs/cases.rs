//! 案例 `case`, 原则 `principle`

use super::Builder;
use super::expressions::BALANCE;
use crate::diagnostics::{Finding, Fix, Message};
use crate::syntax::codes::{MISSING_SPACE, PRINCIPLE_NOT_EXAMINED};
use crate::syntax::grammar::{Node, NodeExt, Rule};
use crate::syntax::tree::{
    BecausePart, Case, CaseFact, CaseLine, CaseLineKind, CaseValue, Expect, ExpectedOutcome, Given, Number, Principle,
    Spanned, When, Word,
};

/// 案例
pub(super) fn case(b: &mut Builder, node: &Node) -> Option<Case> {
    Some(Case { title: b.string_in(node)?, givens: Vec::new(), lines: Vec::new() })
}

/// 原则
pub(super) fn principle(b: &mut Builder, node: &Node) -> Option<Principle> {
    let title = b.string_in(node)?;
    let words = node.child(Rule::words)?;
    let what = Message::new(
        format!("原则“{}”只作记录，暂不检验。", title.value),
        format!("The principle “{}” is read and not examined yet.", title.value),
    );
    b.findings.push(Finding::new(&PRINCIPLE_NOT_EXAMINED, title.span, what));
    let lines: Vec<&str> = words.as_str().trim_end().lines().map(str::trim_end).collect();
    let words = Spanned { value: lines.join("\n"), span: b.span(&words) };
    Some(Principle { title, words })
}

/// A clause of a case.
pub(super) fn clause(b: &mut Builder, case: &mut Case, node: &Node) -> Option<()> {
    let clause = node.clone().into_inner().next()?;
    match clause.as_rule() {
        Rule::given_subject => case.givens.push(given_subject(b, &clause)?),
        Rule::given_usage => case.givens.push(given_usage(b, &clause)?),
        _ => case.lines.push(line(b, &clause)?),
    }
    Some(())
}

fn given_subject(b: &mut Builder, node: &Node) -> Option<Given> {
    let mut names = node.children(Rule::name);
    let kind = b.name(&names.next()?);
    let name = b.name(&names.next()?);
    Some(Given::Subject { kind, name, facts: facts(b, node)? })
}

fn given_usage(b: &mut Builder, node: &Node) -> Option<Given> {
    let date = match node.child(Rule::date) {
        Some(date) => Some(b.date(&date)?),
        None => None,
    };
    let key = node.child(Rule::key).and_then(|k| key(b, &k));
    Some(Given::Usage { item: b.name_in(node)?, key, date, amount: b.signed_in(node)?, span: b.span(node) })
}

/// A name or quoted text.
fn key(b: &Builder, node: &Node) -> Option<Word> {
    b.name_in(node).or_else(|| b.string_in(node))
}

fn facts(b: &mut Builder, node: &Node) -> Option<Vec<CaseFact>> {
    let Some(list) = node.child(Rule::facts) else { return Some(Vec::new()) };
    list.children(Rule::fact).map(|f| fact(b, &f)).collect()
}

fn fact(b: &mut Builder, node: &Node) -> Option<CaseFact> {
    let balance = node.child(Rule::kw_balance);
    let name = match balance {
        Some(word) => Spanned { value: BALANCE.to_owned(), span: b.span(&word) },
        None => b.name_in(node)?,
    };
    let value = match node.child(Rule::fact_value) {
        Some(value) => fact_value(b, &value.into_inner().next()?)?,
        None if node.has(Rule::kw_not) => CaseValue::No,
        None => CaseValue::Yes,
    };
    Some(CaseFact { name, value, span: b.span(node) })
}

fn fact_value(b: &mut Builder, node: &Node) -> Option<CaseValue> {
    Some(match node.as_rule() {
        Rule::date => CaseValue::Date(b.date(node)?.value),
        Rule::clock => CaseValue::Time(b.time(node)?),
        Rule::signed => CaseValue::Number(b.signed(node)?),
        Rule::name => CaseValue::Word(b.name(node)),
        Rule::string => CaseValue::Word(b.string(node)),
        _ => return None,
    })
}

fn line(b: &mut Builder, node: &Node) -> Option<CaseLine> {
    let kind = match node.as_rule() {
        Rule::event_line => event(b, node)?,
        Rule::confirm_line => confirmation(b, node)?,
        Rule::reverse_line => {
            let (of, id) = marks(b, node);
            CaseLineKind::Reverse { when: when(b, node)?, of: of?, id }
        }
        Rule::redeem_line => redemption(b, node)?,
        Rule::balance_line => CaseLineKind::Balance { subject: b.name_in(node)?, amount: b.signed_in(node)? },
        Rule::tally_line => {
            let key = key(b, &node.child(Rule::key)?)?;
            CaseLineKind::Tally { account: b.name_in(node)?, key, amount: b.signed_in(node)? }
        }
        _ => return None,
    };
    Some(CaseLine { kind, expect: expects(b, node)?, span: b.span(node) })
}

fn event(b: &mut Builder, node: &Node) -> Option<CaseLineKind> {
    let mut names = node.children(Rule::name);
    let subject = b.name(&names.next()?);
    let activity = b.name(&names.next()?);
    let received = match node.child(Rule::received) {
        Some(received) => Some(b.date_in(&received)?),
        None => None,
    };
    let (id, _) = marks(b, node);
    Some(CaseLineKind::Event { when: when(b, node)?, subject, activity, id, received, facts: facts(b, node)? })
}

fn confirmation(b: &mut Builder, node: &Node) -> Option<CaseLineKind> {
    let (of, id) = marks(b, node);
    Some(CaseLineKind::Confirm { when: when(b, node)?, of: of?, role: b.name_in(node)?, id })
}

fn redemption(b: &mut Builder, node: &Node) -> Option<CaseLineKind> {
    let mut names = node.children(Rule::name);
    let subject = b.name(&names.next()?);
    let redemption = b.name(&names.next()?);
    let (id, _) = marks(b, node);
    Some(CaseLineKind::Redeem { when: when(b, node)?, subject, redemption, id })
}

fn when(b: &mut Builder, node: &Node) -> Option<When> {
    let moment = node.child(Rule::moment)?;
    let time = match moment.child(Rule::clock) {
        Some(clock) => Some(b.time(&clock)?),
        None => None,
    };
    Some(When { date: b.date_in(&moment)?, time })
}

/// The first and the second `#ID`.
fn marks(b: &Builder, node: &Node) -> (Option<Word>, Option<Word>) {
    let mark = |n: Node| {
        let text = n.child(Rule::mark_text)?;
        Some(Spanned { value: text.as_str().to_owned(), span: b.span(&n) })
    };
    let mut marks = node.children(Rule::mark).filter_map(mark);
    (marks.next(), marks.next())
}

fn expects(b: &mut Builder, node: &Node) -> Option<Vec<Expect>> {
    let mut out = Vec::new();
    let Some(list) = node.child(Rule::expects) else { return Some(out) };
    for part in list.into_inner().filter(|n| n.as_rule() != Rule::arrow) {
        if part.as_rule() == Rule::grants {
            for grant in part.children(Rule::grant) {
                out.push(Expect::Grant { rule: b.name_in(&grant)?, amount: b.quantity_in(&grant)? });
            }
        } else {
            out.push(expect(b, &part)?);
        }
    }
    Some(out)
}

fn expect(b: &mut Builder, node: &Node) -> Option<Expect> {
    let total = |amount: Number, negative| Expect::Total { amount, negative };
    Some(match node.as_rule() {
        Rule::total => total(b.quantity_in(node)?, false),
        Rule::taken_back | Rule::costs => total(b.quantity_in(node)?, true),
        Rule::expect_balance => Expect::Balance(b.signed_in(node)?),
        Rule::missing_facts => Expect::MissingFacts(b.names_in(node)),
        Rule::because => because(b, node)?,
        Rule::outcome => {
            let value = outcome(node.clone().into_inner().next()?.as_rule())?;
            Expect::Outcome(Spanned { value, span: b.span(node) })
        }
        _ => return None,
    })
}

/// 因 X 的上限; `X的上限` in one word is reported and read as the two.
fn because(b: &mut Builder, node: &Node) -> Option<Expect> {
    let (mut item, mut part) = (b.name_in(node)?, because_part(node));
    let plain = node.child(Rule::name).is_some_and(|n| n.has(Rule::plain_name));
    let parts = [("的上限", BecausePart::Cap), ("的条件", BecausePart::Condition)];
    let glued =
        parts.into_iter().find_map(|(word, part)| Some((item.value.strip_suffix(word)?.to_owned(), word, part)));
    if let Some((name, word, meant)) = glued.filter(|(name, ..)| plain && part.is_none() && !name.is_empty()) {
        let what = Message::new(
            format!("“{}”连成了一个词，关键词“{word}”之前要有空格。", item.value),
            format!("“{}” reads as one word; set the keyword “{word}” apart by a space.", item.value),
        );
        let right = format!("{name} {word}");
        let title = Message::new(format!("改为“{right}”"), format!("Change it to “{right}”"));
        let fix = Fix { title, edits: vec![(item.span, right)] };
        b.findings.push(Finding::new(&MISSING_SPACE, item.span, what).fix(fix));
        (item.value, part) = (name, Some(meant));
    }
    Some(Expect::Because { item, part })
}

fn because_part(node: &Node) -> Option<BecausePart> {
    node.clone().into_inner().find_map(|n| match n.as_rule() {
        Rule::kw_cap_of => Some(BecausePart::Cap),
        Rule::kw_condition_of => Some(BecausePart::Condition),
        _ => None,
    })
}

fn outcome(rule: Rule) -> Option<ExpectedOutcome> {
    Some(match rule {
        Rule::kw_out_decided => ExpectedOutcome::Decided,
        Rule::kw_out_pending => ExpectedOutcome::Pending,
        Rule::kw_out_not_in_force => ExpectedOutcome::NotInForce,
        Rule::kw_out_too_late => ExpectedOutcome::TooLate,
        Rule::kw_out_not_eligible => ExpectedOutcome::NotEligible,
        Rule::kw_out_cannot_decide => ExpectedOutcome::CannotDecide,
        Rule::kw_out_refused => ExpectedOutcome::Refused,
        Rule::kw_out_reversed => ExpectedOutcome::Reversed,
        Rule::kw_out_repeated => ExpectedOutcome::Repeated,
        Rule::kw_out_unknown => ExpectedOutcome::Unknown,
        _ => return None,
    })
}
