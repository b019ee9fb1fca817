//! Something kept by a scope that a person may lack: what they do cannot be decided at all (S5.1, S16.3).

use super::asked::{Asked, Question, Version};
use crate::checks::encode::{Act, Scene};
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::logic::Formula;
use crate::model::segments::in_force;
use crate::model::{ActivityId, Award, Pays, Policy, Remedy, RuleId, ScopeId, Takes};
use crate::source::Span;
use mizi_evaluator::decision::Outcome;

/// See `docs/findings/scope-may-be-missing.md`.
pub static SCOPE_MAY_BE_MISSING: Code = Code {
    name: "scope-may-be-missing",
    severity: Severity::Warning,
    zh: "按可能没有的归属计",
    en: "Counted by a scope that may be missing",
};

/// What is kept by a scope.
struct Kept {
    /// What those lack who cannot be decided: all of these.
    lacking: Vec<ScopeId>,
    span: Span,
    what: Message,
}

/// What is found in one version.
pub fn find(version: &Version<'_>) -> Vec<Finding> {
    version.acts.iter().flat_map(|asked| of_act(version, asked)).collect()
}

fn of_act(version: &Version<'_>, asked: &Asked<'_>) -> Vec<Finding> {
    let Act::Event(activity) = asked.act else { return Vec::new() };
    kept(version.policy, activity, asked).iter().filter_map(|kept| one(version, asked, kept)).collect()
}

fn optional(policy: &Policy, scope: ScopeId) -> bool {
    policy.scopes.get(scope.0).is_some_and(|scope| scope.optional)
}

fn name(policy: &Policy, scope: ScopeId) -> &str {
    policy.scopes.get(scope.0).map_or("", |scope| scope.name.name.name.as_str())
}

/// Accounts, remainders and remedies of an activity by scopes that may be missing.
fn kept(policy: &Policy, activity: ActivityId, asked: &Asked<'_>) -> Vec<Kept> {
    let days = || asked.scenes.iter().map(|scene| scene.stretch.from);
    let pays = |id: RuleId| {
        let rule = policy.rules.get(id.0);
        rule.is_some_and(|rule| {
            matches!(rule.pays, Pays::Award { activity: of, .. } if of == activity)
                && days().any(|day| in_force(&rule.dates, day))
        })
    };
    let all = (0..policy.rules.len()).map(RuleId);
    let mut found = Vec::new();
    for account in policy.accounts.iter().filter(|account| optional(policy, account.scope)) {
        let takes = match &account.takes {
            Takes::AllGranted => all.clone().any(pays),
            Takes::Granted(rules) => rules.iter().copied().any(pays),
            Takes::Counts(counts) => counts.iter().any(|counts| counts.activity == activity),
        };
        let (own, scope) = (&account.name.name.name, name(policy, account.scope));
        let what =
            Message::new(format!("账户“{own}”按“{scope}”计"), format!("The account “{own}” is kept by “{scope}”"));
        found.extend(takes.then(|| Kept { lacking: vec![account.scope], span: account.span, what }));
    }
    for rule in all.filter(|id| pays(*id)).filter_map(|id| policy.rules.get(id.0)) {
        let own = &rule.name.name.name;
        if let Pays::Award { award: Award::Blocks { carried: Some((scope, _)), .. }, span, .. } = &rule.pays
            && optional(policy, *scope)
        {
            let by = name(policy, *scope);
            let what = Message::new(
                format!("规则“{own}”的余数按“{by}”结转"),
                format!("The remainder of the rule “{own}” is carried by “{by}”"),
            );
            found.push(Kept { lacking: vec![*scope], span: *span, what });
        }
    }
    found.extend(remedies(policy, pays));
    found
}

/// 无户者 按每社区, where the community may be missing as well.
fn remedies(policy: &Policy, pays: impl Fn(RuleId) -> bool) -> Vec<Kept> {
    let own = policy.rules.iter().enumerate().filter(|(id, _)| pays(RuleId(*id))).flat_map(|(_, rule)| &rule.caps);
    let overall =
        policy.overall_caps.iter().filter(|cap| cap.covers.iter().any(|rule| pays(*rule))).map(|cap| &cap.cap);
    let by = own.chain(overall).filter_map(|cap| match cap.missing {
        Some(Remedy::By(other)) if optional(policy, other) => Some((cap, other)),
        _ => None,
    });
    by.map(|(cap, other)| {
        let (scope, by) = (name(policy, cap.scope), name(policy, other));
        let what = Message::new(
            format!("没有“{scope}”的人改按“{by}”计，“{by}”也可能没有"),
            format!("Who has no “{scope}” is counted by “{by}”, and that may be missing too"),
        );
        Kept { lacking: vec![cap.scope, other], span: cap.span, what }
    })
    .collect()
}

/// Reported where somebody who may earn lacks the scope, and the evaluator cannot decide what they do.
fn one(version: &Version<'_>, asked: &Asked<'_>, kept: &Kept) -> Option<Finding> {
    let lacks = |scene: &Scene<'_>| {
        let all = kept.lacking.iter().map(|scope| scene.has_scope(*scope).not());
        Ok(scene.eligible()?.and(Formula::And(all.collect())))
    };
    let question = |scene| Some(Question::conditions(scene, []).so(lacks(scene)));
    let shown = version.example(asked, question, |decision| decision.outcome == Outcome::CannotDecide)?;
    let lacked: Vec<&str> = kept.lacking.iter().map(|scope| name(version.policy, *scope)).collect();
    let (zh, en) = (lacked.join("”和“"), lacked.join("” and “"));
    let what = Message::new(
        format!("{}，没有“{zh}”的人做了也无法判定，一点不得。", kept.what.zh),
        format!("{}: what somebody without “{en}” does cannot be decided, and pays nothing.", kept.what.en),
    );
    let help = Message::new(
        "换一个人人都有的口径，例如“每人”，或者在资格里要求有它并在登记时补上。",
        "Choose a reading that everybody has, such as “per person”, or let everybody be registered with it.",
    );
    Some(Finding::new(&SCOPE_MAY_BE_MISSING, kept.span, what).help(help).example(shown.example))
}
