//! From decisions to lines of JSON.

use super::line::Note;
use crate::account::{measure, window_kind};
use crate::date;
use crate::decision::{About, AccountKey, Decision, Error, Failed, Limit, Line, Outcome, Refusal, Stopped};
use crate::evaluator::Evaluator;
use crate::explain::{Explainer, Lang, error_code};
use crate::program::{Clause, ItemKind, Name, Pass, Window};
use crate::record::Id;
use crate::text::Texts;
use crate::value;

/// Writes decisions as lines of JSON.
#[derive(Clone, Debug)]
pub struct Writer<'e> {
    evaluator: &'e Evaluator,
    lang: Lang,
}

/// An object or a list being written.
struct Open<'o> {
    out: &'o mut Vec<u8>,
    close: u8,
    empty: bool,
}

impl Open<'_> {
    fn object(out: &mut Vec<u8>) -> Open<'_> {
        out.push(b'{');
        Open { out, close: b'}', empty: true }
    }

    fn comma(&mut self) {
        if !std::mem::replace(&mut self.empty, false) {
            self.out.push(b',');
        }
    }

    /// Begins a member. Its name is one of ours, in which nothing needs to be hidden.
    fn name(&mut self, name: &'static str) -> &mut Vec<u8> {
        self.comma();
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
        self.out
    }

    fn text(&mut self, name: &'static str, value: &str) {
        quote(self.name(name), value);
    }

    fn some(&mut self, name: &'static str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    fn yes_no(&mut self, name: &'static str, value: bool) {
        self.name(name).extend_from_slice(if value { b"true" } else { b"false" });
    }

    fn object_at(&mut self, name: &'static str) -> Open<'_> {
        Open::object(self.name(name))
    }

    fn list_at(&mut self, name: &'static str) -> Open<'_> {
        let out = self.name(name);
        out.push(b'[');
        Open { out, close: b']', empty: true }
    }

    /// Begins an object in a list.
    fn element(&mut self) -> Open<'_> {
        self.comma();
        Open::object(self.out)
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.out.push(self.close);
    }
}

/// Writes a text between quotation marks.
fn quote(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let mut rest = text;
    let is_odd = |byte: u8| byte == b'"' || byte == b'\\' || byte < b' ';
    while let Some(place) = rest.bytes().position(is_odd) {
        out.extend_from_slice(&rest.as_bytes()[..place]);
        let odd = rest.as_bytes()[place];
        match odd {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', odd]),
            b'\n' => out.extend_from_slice(b"\\n"),
            _ => out.extend_from_slice(format!("\\u{odd:04x}").as_bytes()),
        }
        rest = &rest[place + 1..];
    }
    out.extend_from_slice(rest.as_bytes());
    out.push(b'"');
}

impl<'e> Writer<'e> {
    /// A writer whose clauses and messages are in this language.
    pub fn new(evaluator: &'e Evaluator, lang: Lang) -> Writer<'e> {
        Writer { evaluator, lang }
    }

    /// Adds the line of a decision to `out`. `number` is that of the line of input, `id` its id.
    pub fn write(
        &self,
        out: &mut Vec<u8>,
        number: u64,
        id: Option<Id>,
        decision: &Decision,
        notes: &[Note],
        texts: &Texts,
    ) {
        let explainer = Explainer::new(self.evaluator, texts, self.lang);
        {
            let mut line = Open::object(out);
            line.name("line").extend_from_slice(number.to_string().as_bytes());
            if let Some(id) = id {
                line.text("event", &explainer.id(id));
            }
            if let Some(of) = decision.of {
                line.text("of", &explainer.id(of));
            }
            line.text("outcome", decision.outcome.code());
            line.text("policy", self.evaluator.program().policy.key());
            let segments = &self.evaluator.program().segments;
            let segment = decision.segment.and_then(|segment| segments.get(usize::from(segment)));
            line.some("version", segment.map(|segment| segment.version.as_str()));
            self.result(&mut line, decision, &explainer);
            self.errors(&mut line, decision, notes, &explainer);
        }
        out.push(b'\n');
    }

    fn result(&self, line: &mut Open<'_>, decision: &Decision, explainer: &Explainer<'_>) {
        if matches!(decision.outcome, Outcome::Decided | Outcome::Reversed) {
            line.text("total", &self.points(decision.total));
        }
        if decision.shortfall != 0 {
            line.text("shortfall", &self.points(decision.shortfall));
        }
        if !decision.lines.is_empty() || decision.stopped.is_some() || !decision.refusals.is_empty() {
            let mut lines = line.list_at("lines");
            decision.stopped.iter().for_each(|stopped| self.stopped(&mut lines, decision, stopped, explainer));
            if !decision.refusals.is_empty() {
                self.refused(&mut lines, decision, explainer);
            }
            decision.lines.iter().for_each(|one| self.line(&mut lines, decision, one, explainer));
        }
        if let Some(price) = decision.price {
            line.text("price", &self.points(price));
        }
        if !decision.changes.is_empty() {
            let mut changes = line.list_at("changes");
            for change in &decision.changes {
                let mut one = changes.element();
                self.account(&mut one, change.at, explainer);
                one.text("add", &explainer.account_number(change.at.account, change.add));
            }
        }
    }

    fn points(&self, amount: i64) -> String {
        value::show_points(amount, self.evaluator.program().decimals)
    }

    fn item(&self, item: u32) -> &'e str {
        self.evaluator.program().items.get(item as usize).map_or("", |item| item.name.key())
    }

    fn line(&self, lines: &mut Open<'_>, decision: &Decision, line: &Line, explainer: &Explainer<'_>) {
        let mut one = lines.element();
        one.text("rule", self.item(line.item));
        let dimension = self.evaluator.program().dimensions.get(usize::from(line.dimension));
        one.some("dimension", dimension.map(Name::key));
        one.some("base", line.base.map(|base| self.item(base)));
        one.yes_no("holds", line.failed.is_none());
        if let Some(failed) = &line.failed {
            let clauses = explainer.line_clauses(decision, line);
            self.failed(&mut one, clauses, failed, explainer);
            return;
        }
        one.text("amount", &self.points(line.amount));
        one.text("granted", &self.points(line.granted));
        let limits = decision.limits(line);
        if !limits.is_empty() {
            let mut limited = one.list_at("limited_by");
            limits.iter().for_each(|limit| self.limit(&mut limited, limit));
        }
    }

    fn failed(&self, line: &mut Open<'_>, clauses: Option<&[Clause]>, failed: &Failed, explainer: &Explainer<'_>) {
        let mut one = line.object_at("failed");
        match *failed {
            Failed::Excepted { by } => one.text("excepted_by", self.item(by)),
            Failed::Clause { index, value, would_pass } => {
                let Some(clause) = clauses.and_then(|clauses| clauses.get(usize::from(index))) else { return };
                one.text("clause", self.lang.of(&clause.text));
                let Some(probe) = &clause.probe else { return };
                let scale = match probe.pass {
                    Pass::Limit { scale, .. } => scale,
                    _ => 1,
                };
                if let Some(value) = value {
                    one.text("value", &explainer.plain(value, &probe.form, scale));
                }
                if let Some(pass) = would_pass {
                    one.text("would_pass", &explainer.plain(pass, &probe.form, 1));
                }
            }
        }
    }

    fn limit(&self, limited: &mut Open<'_>, limit: &Limit) {
        let mut one = limited.element();
        match *limit {
            Limit::Cap { item, times, limit, used } => {
                self.named_cap(&mut one, item);
                let show = |amount: i64| if times { amount.to_string() } else { self.points(amount) };
                one.text("measure", if times { "times" } else { "points" });
                one.text("limit", &show(limit));
                one.text("used", &show(used));
                one.text("room", &show(limit.saturating_sub(used).max(0)));
            }
            Limit::NoScope { item, scope } => {
                self.named_cap(&mut one, item);
                let scope = self.evaluator.program().scopes.get(usize::from(scope));
                one.some("missing", scope.map(|scope| scope.name.key()));
            }
            Limit::Group { item, chosen } => {
                one.some("item", item.map(|item| self.item(item)));
                one.text("kind", "group");
                one.text("chosen", self.item(chosen));
            }
        }
    }

    fn named_cap(&self, one: &mut Open<'_>, item: u32) {
        let Some(cap) = self.evaluator.program().items.get(item as usize) else { return };
        one.text("item", cap.name.key());
        one.text(
            "kind",
            match cap.kind {
                ItemKind::OverallCap => "overall_cap",
                ItemKind::Stock => "stock",
                _ => "cap",
            },
        );
        let clause = self.lang.of(&cap.text);
        one.some("clause", Some(clause).filter(|clause| !clause.is_empty()));
    }

    /// A gate takes the place of the rules.
    fn stopped(&self, lines: &mut Open<'_>, decision: &Decision, stopped: &Stopped, explainer: &Explainer<'_>) {
        let mut one = lines.element();
        // An eligibility need not have a name.
        one.some("rule", Some(self.item(stopped.item)).filter(|name| !name.is_empty()));
        one.yes_no("holds", false);
        self.failed(&mut one, explainer.gate_clauses(decision, stopped), &stopped.failed, explainer);
    }

    /// A refused redemption is a line of its own.
    fn refused(&self, lines: &mut Open<'_>, decision: &Decision, explainer: &Explainer<'_>) {
        let mut one = lines.element();
        if let Some(About::Redemption(redemption)) = decision.about {
            let name = self.evaluator.program().redemptions.get(usize::from(redemption));
            one.some("rule", name.map(Name::key));
        }
        one.yes_no("holds", true);
        let mut limited = one.list_at("limited_by");
        for refusal in &decision.refusals {
            match *refusal {
                Refusal::Stock(limit) => self.limit(&mut limited, &limit),
                Refusal::FromBalance { balance, least } => {
                    self.balance(&mut limited, "from_balance", least, balance, explainer);
                }
                Refusal::Floor { balance, floor, .. } => {
                    self.balance(&mut limited, "floor", floor, balance, explainer);
                }
            }
        }
    }

    fn balance(&self, limited: &mut Open<'_>, kind: &str, limit: i64, balance: i64, explainer: &Explainer<'_>) {
        let program = self.evaluator.program();
        let mut one = limited.element();
        one.some("item", program.accounts.get(program.balance as usize).map(|account| self.item(account.shown)));
        one.text("kind", kind);
        one.text("limit", &explainer.account_number(program.balance, limit));
        one.text("balance", &explainer.account_number(program.balance, balance));
    }

    /// The parts of an account's durable key.
    fn account(&self, one: &mut Open<'_>, at: AccountKey, explainer: &Explainer<'_>) {
        let program = self.evaluator.program();
        let Some(account) = program.accounts.get(at.account as usize) else { return };
        one.text("account", &account.item);
        one.text("measure", &measure(&account.measure));
        let scope = program.scopes.get(usize::from(account.scope));
        one.some("scope", scope.map(|scope| scope.name.key()));
        one.some("key", explainer.key(account.scope, at.key));
        let mut window = one.object_at("window");
        window.text("kind", window_kind(account.window));
        if account.window != Window::Lifetime {
            window.text("start", &date::show_date(at.start.into()));
        }
    }

    fn errors(&self, line: &mut Open<'_>, decision: &Decision, notes: &[Note], explainer: &Explainer<'_>) {
        if decision.errors.is_empty() {
            return;
        }
        let mut errors = line.list_at("errors");
        for &error in &decision.errors {
            let mut one = errors.element();
            one.text("code", error_code(error));
            one.some("name", self.error_name(error, notes));
            one.text("message", &explainer.error(error, notes));
        }
    }

    /// The fact, scope, account, item or name an error is about.
    fn error_name<'n>(&'n self, error: Error, notes: &'n [Note]) -> Option<&'n str> {
        let program = self.evaluator.program();
        let noted = || {
            let note = notes.iter().find(|note| note.about == super::line::Noted::Error(error));
            note.map(|note| note.text.as_str()).filter(|text| !text.is_empty())
        };
        match error {
            Error::MissingFact(fact) | Error::UnreadableFact(fact) => self.fact(fact),
            Error::OutOfRange { fact, .. } | Error::OffStep { fact, .. } | Error::NotInList { fact, .. } => {
                self.fact(fact)
            }
            Error::MissingScope(scope) | Error::UnreadableScope(scope) | Error::Contradiction { scope, .. } => {
                program.scopes.get(usize::from(scope)).map(|scope| scope.name.key())
            }
            Error::Amount(item) | Error::DivisionByZero(item) => item.map(|item| self.item(item)),
            Error::Account { account, .. } => program.accounts.get(account as usize).map(|own| own.item.as_str()),
            Error::Activity(activity) => program.activities.get(usize::from(activity)).map(|own| own.name.key()),
            Error::UnknownActivity | Error::UnknownRedemption | Error::UnknownRole => noted(),
            Error::UnknownName(_) | Error::UnknownPart(_) | Error::PartTwice(_) => noted(),
            _ => None,
        }
    }

    fn fact(&self, fact: u16) -> Option<&'e str> {
        self.evaluator.program().facts.get(usize::from(fact)).map(|fact| fact.name.key())
    }
}
