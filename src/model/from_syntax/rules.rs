//! 规则 and 资格.

use super::caps::cap;
use super::dates::item_dates;
use super::header::{over_cap, together};
use super::names::{named, nfc};
use super::say::{self, Noun, list, say};
use super::symbols::Symbols;
use super::typing::{Place, Typer};
use super::{awards, codes, presence};
use crate::diagnostics::{Finding, Fix, Message};
use crate::model::{ActivityId, Dates, Expr, Gate, OverCap, Pays, RoleId, Rule, RuleId};
use crate::source::Span;
use crate::syntax::tree::{self, Word};

/// What items need to know of their policy.
pub(super) struct Around<'a> {
    pub symbols: &'a Symbols,
    /// The policy's days, if they are known.
    pub dates: Option<&'a Dates>,
    /// The header's 超限.
    pub over_cap: Option<OverCap>,
}

/// Declares the names of all rules; rules of one name are versions of one rule.
pub(super) fn declare(rules: &[(&tree::Item, &tree::Rule)], symbols: &mut Symbols, out: &mut Vec<Finding>) {
    for (at, (_, rule)) in rules.iter().enumerate() {
        symbols.rule_names.declare_version(&rule.name, RuleId(at), out);
    }
}

/// The durable key of an item: 原名, or code or name.
pub(super) fn key(name: &tree::Declared, formerly: Option<&Word>) -> String {
    nfc(&formerly.or(name.code.as_ref()).unwrap_or(&name.name).value)
}

/// 依据
pub(super) fn basis(written: &[tree::Str]) -> Vec<String> {
    written.iter().map(|s| s.value.clone()).collect()
}

/// A clause that an item needs is not there. `line` is an example in both keyword languages.
pub(super) fn missing_clause(
    code: &'static crate::diagnostics::Code,
    noun: Noun,
    name: &tree::Declared,
    clause: (&str, &str),
    line: Message,
) -> Finding {
    let word = &name.name.value;
    let what = say(
        format!("{}“{word}”没有写“{}”。", noun.zh, clause.0),
        format!("The {} “{word}” has no clause “{}”.", noun.en, clause.1),
    );
    let help = say(format!("写上一行，例如“{}”。", line.zh), format!("Add a line, such as “{}”.", line.en));
    Finding::new(code, name.name.span, what).help(help)
}

/// A fix that adds a line after an item.
pub(super) fn add_line(item: Span, line: &str) -> Fix {
    Fix {
        title: say(format!("写上“{line}”"), format!("Write “{line}”")),
        edits: vec![(super::header::after(item), format!("\n  {line}"))],
    }
}

/// One rule; none if something in it is wrong.
pub(super) fn rule(
    item: &tree::Item,
    written: &tree::Rule,
    around: &Around<'_>,
    out: &mut Vec<Finding>,
) -> Option<Rule> {
    let dates = match &written.dates {
        None => Some(None),
        some => item_dates(some.as_ref(), around.dates, say::RULE, &written.name.name.value, out).map(Some),
    };
    let confirm = confirmations(&written.confirm, around.symbols, out);
    let caps: Vec<_> = written.caps.iter().map(|c| cap(c, &written.name, false, around, out)).collect();
    let caps: Option<Vec<_>> = caps.into_iter().collect();
    let body = match (&written.award, &written.bonus) {
        (Some(award), None) => award_body(written, award, item, around, out),
        (None, Some(bonus)) => bonus_body(written, bonus, around, out),
        (Some(award), Some(bonus)) => {
            out.push(both(&written.name, award.span, bonus.span));
            None
        }
        (None, None) => {
            out.push(nothing_paid(written, item, around.symbols));
            None
        }
    };
    let exception_to = references(&written.exception_to, around.symbols, out);
    let (when, pays) = body?;
    Some(Rule {
        name: named(&written.name),
        key: key(&written.name, written.formerly.as_ref()),
        basis: basis(&written.basis),
        dates: dates?,
        confirm: confirm?,
        when,
        pays,
        caps: caps?,
        exception_to: exception_to?,
        together: written.together.as_ref().map(|t| together(t.value)),
        priority: written.priority.as_ref().map(|p| p.value),
        span: item.span,
    })
}

fn both(name: &tree::Declared, award: Span, bonus: Span) -> Finding {
    let word = &name.name.value;
    let what = say(
        format!("规则“{word}”既写了奖励，又写了加成。"),
        format!("The rule “{word}” has both an award and a bonus."),
    );
    Finding::new(&codes::AWARD_AND_BONUS, bonus, what)
        .and(award, say("奖励", "award"))
        .help(say("分成两条规则。", "Make it two rules."))
}

fn nothing_paid(written: &tree::Rule, item: &tree::Item, symbols: &Symbols) -> Finding {
    let point = symbols.point_name();
    let line = say(format!("奖励 10 {point}"), format!("award 10 {point}"));
    let finding = missing_clause(&codes::RULE_WITHOUT_AWARD, say::RULE, &written.name, ("奖励", "award"), line);
    let line = if symbols.chinese { format!("奖励 10 {point}") } else { format!("award 10 {point}") };
    finding.fix(add_line(item.span, &line))
}

/// Conditions and award of a rule that is not a bonus.
fn award_body(
    written: &tree::Rule,
    award: &tree::Spanned<tree::Award>,
    item: &tree::Item,
    around: &Around<'_>,
    out: &mut Vec<Finding>,
) -> Option<(Vec<Expr>, Pays)> {
    let symbols = around.symbols;
    let dimension = match &written.dimension {
        Some(word) => symbols.dimension_names.find_one(word, out),
        None => {
            out.push(without_dimension(written, item, symbols));
            None
        }
    };
    let activity = match &written.on {
        Some(word) => symbols.activity_names.find_one(word, out),
        None => {
            out.push(without_activity(written, item, symbols));
            None
        }
    };
    // Without the activity every field would be reported as well.
    let activity = activity?;
    let mut typer = Typer { symbols, place: Place::event(Some(activity)), out };
    let when = typer.clauses(&written.when);
    let found = awards::award(&mut typer, award);
    let (when, found) = (when?, found?);
    presence::check(&when.iter().collect::<Vec<_>>(), &awards::parts(&found), symbols, out);
    Some((when, Pays::Award { activity, dimension: dimension?, award: found, span: award.span }))
}

fn without_dimension(written: &tree::Rule, item: &tree::Item, symbols: &Symbols) -> Finding {
    let first = symbols.dimension_names.all().next().unwrap_or("和美");
    let line = say(format!("计入 {first}"), format!("dimension {first}"));
    let mut finding =
        missing_clause(&codes::RULE_WITHOUT_DIMENSION, say::RULE, &written.name, ("计入", "dimension"), line);
    if symbols.dimensions.is_empty() {
        let help =
            say("先用“维度”写明积分计入哪些方面，再写“计入”。", "Declare “dimensions” first, then write “dimension”.");
        finding = finding.help(help);
    }
    let keyword = symbols.word("计入", "dimension");
    for name in symbols.dimension_names.all().take(5) {
        finding = finding.fix(add_line(item.span, &format!("{keyword} {}", super::names::spelled(name))));
    }
    finding
}

fn without_activity(written: &tree::Rule, item: &tree::Item, symbols: &Symbols) -> Finding {
    let first = symbols.activity_names.all().next().unwrap_or("志愿服务");
    let line = say(format!("凡 {first}"), format!("on {first}"));
    let mut finding = missing_clause(&codes::RULE_WITHOUT_ACTIVITY, say::RULE, &written.name, ("凡", "on"), line);
    let keyword = symbols.word("凡", "on");
    for name in symbols.activity_names.all().take(5) {
        finding = finding.fix(add_line(item.span, &format!("{keyword} {}", super::names::spelled(name))));
    }
    finding
}

/// Conditions and share of a bonus.
fn bonus_body(
    written: &tree::Rule,
    bonus: &tree::Spanned<tree::Bonus>,
    around: &Around<'_>,
    out: &mut Vec<Finding>,
) -> Option<(Vec<Expr>, Pays)> {
    let symbols = around.symbols;
    not_for_bonuses(written, out);
    let activity = match &written.on {
        Some(word) => Some(symbols.activity_names.find_one(word, out)?),
        None => None,
    };
    let bases = references(&bonus.value.bases, symbols, out);
    let mut typer = Typer { symbols, place: Place::event(activity), out };
    let when = typer.clauses(&written.when);
    let share = typer.plain_share(&bonus.value.share);
    let rounding = bonus.value.rounding.as_ref().map(|r| awards::rounding(r.value));
    if rounding.is_none() {
        out.push(awards::bonus_without_rounding(bonus, symbols));
    }
    let (when, share) = (when?, share?);
    presence::check(&when.iter().collect::<Vec<_>>(), &[&share], symbols, out);
    Some((when, Pays::Bonus { activity, share, bases: bases?, rounding: rounding?, span: bonus.span }))
}

/// Clauses that have no meaning with a bonus.
fn not_for_bonuses(written: &tree::Rule, out: &mut Vec<Finding>) {
    let name = &written.name.name.value;
    let clauses = [
        (
            written.dimension.as_ref().map(|w| w.span),
            "计入",
            "dimension",
            "加成计入所依规则的维度",
            "a bonus counts to the dimension of its base rule",
        ),
        (
            written.together.as_ref().map(|t| t.span),
            "并得",
            "together",
            "加成总是另加在所依规则上",
            "a bonus always comes on top of its base rule",
        ),
        (
            written.exception_to.first().map(|w| w.span),
            "例外于",
            "exception to",
            "例外只在奖励之间",
            "exceptions are between awards",
        ),
    ];
    for (span, zh, en, why_zh, why_en) in clauses {
        if let Some(span) = span {
            let what = say(
                format!("“{name}”是加成，不能写“{zh}”：{why_zh}。"),
                format!("“{name}” is a bonus and takes no clause “{en}”: {why_en}."),
            );
            let help = say("删去这个条款。", "Remove the clause.");
            out.push(Finding::new(&codes::NOT_FOR_A_BONUS, span, what).help(help));
        }
    }
}

/// Rules by their names, all versions of each.
pub(super) fn references(words: &[Word], symbols: &Symbols, out: &mut Vec<Finding>) -> Option<Vec<RuleId>> {
    let mut found: Vec<RuleId> = Vec::new();
    let mut sound = true;
    for word in words {
        match symbols.rule_names.find(word, out) {
            Some(ids) if ids.iter().any(|id| found.contains(id)) => out.push(twice(word)),
            Some(ids) => found.extend(ids),
            None => sound = false,
        }
    }
    sound.then_some(found)
}

/// A name stands twice in one list.
pub(super) fn twice(word: &Word) -> Finding {
    let name = &word.value;
    let what = say(format!("“{name}”写了两次。"), format!("“{name}” is written twice."));
    Finding::new(&codes::REPEATED_VALUE, word.span, what).help(say("删去一个。", "Remove one of them."))
}

/// 确认: of each entry one role; all entries.
fn confirmations(written: &[tree::Confirm], symbols: &Symbols, out: &mut Vec<Finding>) -> Option<Vec<Vec<RoleId>>> {
    let mut entries: Vec<Vec<RoleId>> = Vec::new();
    let mut sound = true;
    for clause in written {
        let mut roles: Vec<RoleId> = Vec::new();
        for word in &clause.roles {
            match symbols.role_names.find_one(word, out) {
                Some(role) if roles.contains(&role) => out.push(twice(word)),
                Some(role) => roles.push(role),
                None => sound = false,
            }
        }
        let new = if clause.any { vec![roles] } else { roles.into_iter().map(|r| vec![r]).collect() };
        entries.extend(new);
    }
    sound.then_some(entries)
}

/// 资格
pub(super) fn gate(
    item: &tree::Item,
    written: &tree::Eligible,
    around: &Around<'_>,
    out: &mut Vec<Finding>,
) -> Option<Gate> {
    let symbols = around.symbols;
    let earning = written.earning.value;
    let dates = match &written.dates {
        None => Some(None),
        some => item_dates(some.as_ref(), around.dates, say::GATE, symbols.word("资格", "eligible"), out).map(Some),
    };
    if written.when.is_empty() {
        let what = say("资格没有写条件。", "This eligibility has no condition.");
        let help = say("写明“当”什么条件成立。", "Say “when” it holds.");
        out.push(Finding::new(&codes::GATE_WITHOUT_CONDITION, item.keyword, what).help(help));
        return None;
    }
    let place = if earning { Place::any_event() } else { Place::redemption() };
    let when = Typer { symbols, place, out }.clauses(&written.when)?;
    presence::check(&when.iter().collect::<Vec<_>>(), &[], symbols, out);
    Some(Gate { earning, when, basis: basis(&written.basis), dates: dates?, span: item.span })
}

/// What a cap does over its limit: as the clause says, or else the header; and whether either says so.
pub(super) fn over(
    written: Option<&tree::Spanned<tree::OverCap>>,
    times: bool,
    around: &Around<'_>,
) -> (OverCap, bool) {
    if times {
        return (OverCap::Truncate, true);
    }
    let stated = written.map(|o| over_cap(o.value)).or(around.over_cap);
    (stated.unwrap_or(OverCap::Truncate), stated.is_some())
}

/// The rules' relations that need all rules: exceptions within one activity, bases of a bonus's activity.
pub(super) fn relations(rules: &[Option<Rule>], symbols: &Symbols, out: &mut Vec<Finding>) {
    for rule in rules.iter().flatten() {
        match &rule.pays {
            Pays::Award { activity, .. } => exceptions(rule, *activity, rules, symbols, out),
            Pays::Bonus { activity: Some(activity), bases, span, .. } => {
                let sound = |id: &RuleId| rules.get(id.0).is_some_and(Option::is_some);
                if bases.iter().all(sound) && !bases.iter().any(|b| pays_for(*b, *activity, rules, 0)) {
                    out.push(bonus_without_base(rule, *activity, *span, symbols));
                }
            }
            Pays::Bonus { .. } => {}
        }
    }
}

/// Whether a rule, or what it is a bonus on, pays for an activity.
fn pays_for(rule: RuleId, wanted: ActivityId, rules: &[Option<Rule>], depth: usize) -> bool {
    match rules.get(rule.0).and_then(|r| r.as_ref()).map(|r| &r.pays) {
        Some(Pays::Award { activity, .. }) => *activity == wanted,
        Some(Pays::Bonus { bases, .. }) => {
            depth < rules.len().min(64) && bases.iter().any(|b| pays_for(*b, wanted, rules, depth + 1))
        }
        None => true,
    }
}

fn bonus_without_base(rule: &Rule, activity: ActivityId, span: Span, symbols: &Symbols) -> Finding {
    let name = &rule.name.name.name;
    let activity = symbols.activities.get(activity.0).map_or("", |a| a.name.name.name.as_str());
    let what = say(
        format!("加成“{name}”写了“凡 {activity}”，但所依的规则都不是这个活动的，永远不会有加成。"),
        format!("The bonus “{name}” is “on {activity}”, but none of its base rules is: it never pays."),
    );
    Finding::new(&codes::BONUS_NEVER_PAYS, span, what)
        .help(say("改“凡”，或改所依的规则。", "Change “on” or the base rules."))
}

/// A rule silences rules of its own activity only.
fn exceptions(rule: &Rule, activity: ActivityId, rules: &[Option<Rule>], symbols: &Symbols, out: &mut Vec<Finding>) {
    for id in &rule.exception_to {
        let Some(other) = rules.get(id.0).and_then(|r| r.as_ref()) else { continue };
        let (name, other_name) = (&rule.name.name.name, &other.name.name.name);
        let (what, help) = match &other.pays {
            Pays::Award { activity: theirs, .. } if *theirs == activity => continue,
            Pays::Award { activity: theirs, .. } => {
                let names =
                    [activity, *theirs].map(|a| symbols.activities.get(a.0).map_or("", |a| a.name.name.name.as_str()));
                let both = list(names);
                (
                    say(
                        format!("规则“{name}”和“{other_name}”说的是不同的活动（{}），谈不上例外。", both.zh),
                        format!(
                            "The rules “{name}” and “{other_name}” are on different activities ({}): one is no exception to the other.",
                            both.en
                        ),
                    ),
                    say("例外的两条规则要写同一个“凡”。", "Write the same “on” in both rules."),
                )
            }
            Pays::Bonus { .. } => (
                say(
                    format!("“{other_name}”是加成，例外只在奖励之间。"),
                    format!("“{other_name}” is a bonus; exceptions are between awards."),
                ),
                say("在加成的“当”里写明条件。", "Put the condition into “when” of the bonus."),
            ),
        };
        let finding = Finding::new(&codes::EXCEPTION_TO_UNLIKE, rule.name.span, what);
        out.push(finding.and(other.name.span, say("另一条规则", "the other rule")).help(help));
    }
}
