//! Parts joined by 或 that can never hold, or that the other parts say already.

use super::asked::{Verdict, Version, ask};
use super::conditional::{Conditional, varies};
use super::undecided::{MOST_CONDITIONS, too_many};
use super::{adds_nothing::ADDS_NOTHING, always_true::never_fails, words};
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::logic::Formula;
use crate::model::{Expr, ExprKind};

/// See `docs/findings/alternative-never-holds.md`.
pub static ALTERNATIVE_NEVER_HOLDS: Code = Code {
    name: "alternative-never-holds",
    severity: Severity::Warning,
    zh: "“或”的一项永远不会成立",
    en: "A part of an “or” never holds",
};

/// What is found in one version.
pub fn find<'a>(version: &Version<'a>, items: &[Conditional<'a>]) -> Vec<Finding> {
    let of_item = |item: &Conditional<'a>| {
        // `always_true` says so.
        if item.clauses.len() > MOST_CONDITIONS {
            return Vec::new();
        }
        let found = (0..item.clauses.len()).flat_map(|place| of_clause(version, item, place));
        found.collect::<Vec<_>>()
    };
    items.iter().flat_map(of_item).collect()
}

fn of_clause<'a>(version: &Version<'a>, item: &Conditional<'a>, place: usize) -> Vec<Finding> {
    let Some(clause) = item.clauses.get(place) else { return Vec::new() };
    let ExprKind::Or(parts) = &clause.kind else { return Vec::new() };
    if parts.len() > MOST_CONDITIONS {
        return vec![too_many(clause.span, &item.owner, parts.len())];
    }
    let known = Known { version, item, before: item.clauses.get(..place).unwrap_or_default() };
    // A clause none of whose parts can hold, or one that cannot fail, is another finding.
    let may_hold: Vec<bool> = parts.iter().map(|part| !known.never(Some(part), &[])).collect();
    if may_hold.iter().all(|may| !may) || never_fails(version, item, place).is_some() {
        return Vec::new();
    }
    let stated = |part: &Expr| varies(version.policy, part);
    let dead = parts.iter().zip(&may_hold).filter(|(part, may)| !**may && stated(part));
    let mut found: Vec<Finding> = dead.map(|(part, _)| never_holds(version, item, part)).collect();
    let mut kept: Vec<&'a Expr> = parts.iter().zip(&may_hold).filter(|(_, may)| **may).map(|(part, _)| part).collect();
    for part in kept.clone().into_iter().rev() {
        let others: Vec<&Expr> = kept.iter().copied().filter(|other| other.span != part.span).collect();
        if !others.is_empty() && stated(part) && known.never(Some(part), &others) {
            found.push(said_already(version, item, part, &others));
            kept = others;
        }
    }
    found
}

/// What is known where a clause is looked at.
struct Known<'k, 'a> {
    version: &'k Version<'a>,
    item: &'k Conditional<'a>,
    before: &'k [&'a Expr],
}

impl<'a> Known<'_, 'a> {
    /// Whether a part cannot hold where none of the others does.
    fn never(&self, part: Option<&'a Expr>, others: &[&'a Expr]) -> bool {
        let verdict = ask(self.item.asked(self.version), |scene| {
            let question = self.item.known(scene).also(scene, self.before.iter().copied()).also(scene, part);
            let without = |question: super::asked::Question<'a>, other: &&'a Expr| {
                question.so(scene.condition(other).map(Formula::not))
            };
            self.item.is_in_force(scene).then(|| others.iter().fold(question, without))
        });
        matches!(verdict, Verdict::Never(_))
    }
}

fn never_holds(version: &Version<'_>, item: &Conditional<'_>, part: &Expr) -> Finding {
    let text = words::condition(version.policy, part);
    let what = Message::new(
        format!("{}的条件里，“或”的一项“{}”永远不会成立。", item.owner.zh, text.zh),
        format!("{} has an “or” of which one part can never hold: “{}”.", item.owner.en, text.en),
    );
    let help = Message::new("删去这一项，或者改成想写的条件。", "Remove this part, or write the one that was meant.");
    Finding::new(&ALTERNATIVE_NEVER_HOLDS, part.span, what).help(help)
}

fn said_already(version: &Version<'_>, item: &Conditional<'_>, part: &Expr, others: &[&Expr]) -> Finding {
    let (text, rest) = (words::condition(version.policy, part), words::listed(version.policy, others));
    let what = Message::new(
        format!("{}的条件里，“或”的一项“{}”写不写都一样。", item.owner.zh, text.zh),
        format!("{} has an “or” of which one part adds nothing: “{}”.", item.owner.en, text.en),
    );
    let why = match others {
        [_] => {
            Message::new(format!("它成立时，{}也成立。", rest.zh), format!("Wherever it holds, {} holds too.", rest.en))
        }
        _ => Message::new(
            format!("它成立时，{}当中总有一项成立。", rest.zh),
            format!("Wherever it holds, one of {} holds too.", rest.en),
        ),
    };
    let help = Message::new("删去这一项，或者改成想写的条件。", "Remove this part, or write the one that was meant.");
    let finding = Finding::new(&ADDS_NOTHING, part.span, what).why(why).help(help);
    let already =
        |finding: Finding, other: &&Expr| finding.and(other.span, Message::new("这里已经写了", "stated here"));
    others.iter().fold(finding, already)
}
