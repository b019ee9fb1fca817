//! The cases of a policy: written out as lines of input, decided by the evaluator, compared with what they expect.

mod compare;
mod opening;

pub use compare::{CASE_DIFFERS, outcome_word};

use crate::diagnostics::{Finding, Lang, Message};
use crate::model::expr::{CaseLine, CaseLineKind, Given};
use crate::model::types::CaseText;
use crate::model::{AccountId, Model, Policy, Rational};
use crate::records;
use crate::source::Span;
use compare::Beside;
use mizi_evaluator::account::{Memory, State};
use mizi_evaluator::decision::{AccountKey, Change, Decision, Key, NO_KEY};
use mizi_evaluator::explain::{self, Explainer};
use mizi_evaluator::json::Reader;
use mizi_evaluator::program::ScopeKeys;
use mizi_evaluator::record::Id;
use mizi_evaluator::{Buffer, Evaluator, Explained};
use std::collections::BTreeMap;

/// Codes of this stage.
pub static CODES: &[&crate::diagnostics::Code] = &[&CASE_DIFFERS];

/// A case that was run.
#[derive(Clone, Debug)]
pub struct Ran {
    /// Its title.
    pub title: String,
    /// The case.
    pub span: Span,
    /// Everything that is not as expected; empty if it passes.
    pub findings: Vec<Finding>,
}

/// A line of a case that was decided, for who looks on.
pub struct Seen<'s> {
    /// The case.
    pub case: &'s CaseText,
    /// The line.
    pub line: &'s CaseLine,
    /// What was decided.
    pub decision: &'s Decision,
    /// The accounts that it read.
    pub needs: &'s [AccountKey],
    /// What they hold after it.
    pub store: &'s Memory,
}

/// Who looks on while cases are run.
type Watch<'a> = &'a mut dyn FnMut(&Seen<'_>);

/// Runs all cases of all versions, in order.
pub fn run(model: &Model, evaluator: &Evaluator) -> Vec<Ran> {
    let of = |policy| move |case| Run::new(policy, evaluator, None).case(case);
    model.versions.iter().flat_map(|policy| policy.cases.iter().map(of(policy))).collect()
}

/// Runs one case of a version.
pub fn run_one(policy: &Policy, evaluator: &Evaluator, case: &CaseText) -> Ran {
    Run::new(policy, evaluator, None).case(case)
}

/// Runs one case of a version while somebody looks on.
pub fn watch(policy: &Policy, evaluator: &Evaluator, case: &CaseText, watch: Watch<'_>) -> Ran {
    Run::new(policy, evaluator, Some(watch)).case(case)
}

/// One case being run.
struct Run<'a> {
    policy: &'a Policy,
    evaluator: &'a Evaluator,
    reader: Reader<'a>,
    store: Memory,
    /// Who each line is about, for confirmations and reversals of it.
    subjects: BTreeMap<Id, Key>,
    /// What each line added to the state.
    added: Vec<(Id, Change)>,
    watch: Option<Watch<'a>>,
}

impl<'a> Run<'a> {
    fn new(policy: &'a Policy, evaluator: &'a Evaluator, watch: Option<Watch<'a>>) -> Self {
        Run {
            policy,
            evaluator,
            reader: Reader::new(evaluator),
            store: Memory::default(),
            subjects: BTreeMap::new(),
            added: Vec::new(),
            watch,
        }
    }

    fn case(mut self, case: &CaseText) -> Ran {
        let mut findings = Vec::new();
        let subjects: Vec<&str> = case.given.iter().filter_map(subject).collect();
        for given in &case.given {
            let (reader, store) = (&mut self.reader, &mut self.store);
            findings.extend(opening::put(self.policy, self.evaluator, reader, store, given, &subjects));
        }
        for line in &case.lines {
            match &line.kind {
                CaseLineKind::Holds { account, key, amount } => {
                    findings.extend(self.holds(*account, key, *amount, line.span));
                }
                _ => {
                    if let Some(text) = records::line(self.policy, &case.given, line) {
                        findings.extend(self.line(&text, case, line));
                    }
                }
            }
        }
        Ran { title: case.title.clone(), span: case.span, findings }
    }

    /// What an account holds beside what the case says it does.
    fn holds(&mut self, account: AccountId, key: &str, expected: Rational, span: Span) -> Option<Finding> {
        let held = opening::held(self.policy, self.evaluator, &mut self.reader, &self.store, account, key);
        let Some(held) = held else { return Some(opening::not_kept(span)) };
        if held.base() == expected {
            return None;
        }
        let (expected, now) = (self.amount(held.at, held.kept(expected)), self.amount(held.at, held.amount));
        Some(compare::holds(key, &self.name(held.at), &expected, &now, span).why(self.came_to_be(&held)))
    }

    /// What a number was at first and which lines changed it.
    fn came_to_be(&self, held: &opening::Held) -> Message {
        let added: Vec<&(Id, Change)> = self.added.iter().filter(|(_, change)| change.at == held.at).collect();
        let first = added.iter().fold(held.amount, |sum, (_, change)| sum.saturating_sub(change.add));
        let first = self.amount(held.at, first);
        let mut parts =
            vec![Message::new(format!("案例开始时 {}", first.zh), format!("{} when the case begins", first.en))];
        for (id, change) in added {
            let id = u32::try_from(*id).map_or("", |id| self.reader.texts.text(id));
            let by = self.amount(held.at, change.add.saturating_abs());
            let sign = if change.add < 0 { ("减", "−") } else { ("加", "+") };
            parts.push(Message::new(format!("{id} {} {}", sign.0, by.zh), format!("{id}: {}{}", sign.1, by.en)));
        }
        if parts.len() == 1 {
            parts.push(Message::new("没有一条记录改变它", "no record changes it"));
        }
        let joined = |of: fn(&Message) -> &str, mark| parts.iter().map(of).collect::<Vec<_>>().join(mark);
        Message::new(joined(|part| &part.zh, "，") + "。", joined(|part| &part.en, ", ") + ".")
    }

    fn name(&self, at: AccountKey) -> Message {
        let program = self.evaluator.program();
        let account = program.accounts.get(at.account as usize);
        let item = account.and_then(|account| program.items.get(account.shown as usize));
        let called = |lang| item.map_or("", |item| explain::called(&item.name, lang));
        Message::new(called(explain::Lang::Zh), called(explain::Lang::En))
    }

    fn amount(&self, at: AccountKey, amount: i64) -> Message {
        let said = |lang| Explainer::new(self.evaluator, &self.reader.texts, lang).account_amount(at.account, amount);
        Message::new(said(explain::Lang::Zh), said(explain::Lang::En))
    }

    /// Decides one line and compares; what differs is explained.
    fn line(&mut self, text: &str, case: &CaseText, case_line: &CaseLine) -> Vec<Finding> {
        let line = self.reader.json(text);
        let mut buffer = Buffer::default();
        let needs = match line.record().filter(|_| self.watch.is_some()) {
            Some(record) => self.evaluator.needs(&record, &self.store),
            None => Vec::new(),
        };
        let decision = match line.record() {
            Some(record) => {
                let Ok(decision) = self.evaluator.run::<Explained, _>(&record, &mut self.store, &mut buffer);
                decision.clone()
            }
            None => line.undecidable(),
        };
        if let Some(watch) = &mut self.watch {
            watch(&Seen { case, line: case_line, decision: &decision, needs: &needs, store: &self.store });
        }
        if let Some((id, subject)) = line.id.zip(line.subject()) {
            self.subjects.insert(id, subject);
        }
        self.added.extend(decision.changes.iter().map(|change| (decision.id, *change)));
        let about = decision.of.or(line.id).and_then(|id| self.subjects.get(&id).copied());
        let balance = about.and_then(|subject| self.balance(subject, &decision));
        let beside = Beside { policy: self.policy, program: self.evaluator.program(), decision: &decision, balance };
        let differences = beside.differences(&case_line.expect, case_line.span);
        if differences.is_empty() {
            return differences;
        }
        let why = self.why(&decision, &line.notes);
        differences.into_iter().map(|finding| finding.why(why.clone())).collect()
    }

    /// The balance of the subject after the line.
    fn balance(&self, subject: Key, decision: &Decision) -> Option<i64> {
        let program = self.evaluator.program();
        let account = program.accounts.get(program.balance as usize)?;
        let scope = program.scopes.get(usize::from(account.scope))?;
        let changed = decision.changes.iter().map(|change| change.at).find(|at| at.account == program.balance);
        let key = match scope.keys {
            ScopeKeys::Subject => subject,
            ScopeKeys::Whole => 0,
            _ => changed.map_or(NO_KEY, |at| at.key),
        };
        let at = AccountKey { account: program.balance, key, start: changed.map_or(0, |at| at.start) };
        Some(self.store.amount(at))
    }

    /// The evaluator's own explanation, in both languages.
    fn why(&self, decision: &Decision, notes: &[mizi_evaluator::json::Note]) -> Message {
        let texts = &self.reader.texts;
        let text = |lang| Explainer::new(self.evaluator, texts, lang).explain(decision, notes).join("\n");
        Message::new(text(explain::Lang::Zh), text(explain::Lang::En))
    }
}

fn subject(given: &Given) -> Option<&str> {
    match given {
        Given::Subject { name, .. } => Some(name),
        Given::Usage { .. } => None,
    }
}

/// The language of explanations for a language of messages.
pub fn explain_lang(lang: Lang) -> explain::Lang {
    match lang {
        Lang::Zh => explain::Lang::Zh,
        Lang::En => explain::Lang::En,
    }
}
