//! Cases for what no case reaches yet: people and records that the logic finds, what the caps have used before, and what the
//! evaluator decides now. Whether that is right a person has to confirm.

use super::mark::{CapOf, Mark, Side};
use super::survey::{State, Survey};
use crate::allow::UNCONFIRMED;
use crate::cases;
use crate::checks::encode::{Act, Scene};
use crate::checks::example::{Deed, came_out, people};
use crate::logic::{Answer, Assignment, Label};
use crate::model::arithmetic::whole;
use crate::model::expr::{CaseLine, CaseLineKind, Given, UsageOf};
use crate::model::held::smallest_unit;
use crate::model::print::{Keywords, Printer};
use crate::model::settle::constant_number;
use crate::model::types::{Base, CaseText};
use crate::model::{
    AccountId, Cap, Expr, Policy, Rational, Redemption, RedemptionId, Remedy, ScopeId, ScopeKeys, Unit, Window,
};
use crate::source::Span;
use mizi_evaluator::decision::{Decision, Outcome};

/// The most events before the one that a case is about: more could not be read.
const MOST_EARLIER: i32 = 40;

/// A case that would reach what no case reaches.
#[derive(Clone, Debug)]
pub struct Suggested {
    /// The version whose names it uses.
    pub version: usize,
    /// Its text, in the keywords of that version.
    pub text: String,
}

impl Survey<'_> {
    /// Cases for the points that no case reaches, as far as they are found. Each is run, and kept only where it reaches its point.
    pub fn suggest(&mut self) -> Vec<Suggested> {
        let mut found = Vec::new();
        for at in 0..self.points.len() {
            let Some(point) = self.points.get(at).filter(|point| point.state == State::Missed) else { continue };
            let (mark, version, title) =
                (point.mark, point.version, title(point, self.model.versions.get(point.version)));
            let ways = point.ways.clone();
            let suggested = ways.iter().find_map(|(scene, formula)| {
                let scene = self.scenes.get(*scene)?;
                let mut problem = scene.problem.clone();
                problem.require(Label(0), formula.clone());
                let Answer::Holds(values) = problem.answer() else { return None };
                Draft::new(self, scene, &values, mark).and_then(|draft| draft.case(&title))
            });
            let Some((case, decisions)) = suggested else { continue };
            let reached = self.reached(version, &case);
            if reached.contains(&(version, mark)) {
                for (of, mark) in reached {
                    self.reach(of, mark, &case.title, case.span);
                }
                let policy = self.model.versions.get(version);
                found.extend(policy.map(|policy| Suggested { version, text: self.text(policy, &case, &decisions) }));
            }
        }
        found
    }

    /// What a case reaches.
    fn reached(&mut self, version: usize, case: &CaseText) -> Vec<(usize, Mark)> {
        let (model, evaluator) = (self.model, self.evaluator);
        let Some(policy) = model.versions.get(version) else { return Vec::new() };
        let mut marks = Vec::new();
        cases::watch(policy, evaluator, case, &mut |seen| marks.extend(self.marks(version, seen)));
        marks
    }

    /// A case with what was decided, marked to be confirmed.
    fn text(&self, policy: &Policy, case: &CaseText, decisions: &[Decision]) -> String {
        let keywords = if policy.chinese { Keywords::Chinese } else { Keywords::English };
        let printer = Printer::new(policy, keywords);
        let (word, mark) = if policy.chinese { ("案例", UNCONFIRMED[0]) } else { ("case", UNCONFIRMED[1]) };
        let mut text = format!("{word} \"{}\"  // mizi: {mark}\n", case.title);
        for given in &case.given {
            text += &format!("  {}\n", printer.given(given));
        }
        for (line, decision) in case.lines.iter().zip(decisions) {
            let expected = came_out(self.evaluator, policy, &printer, decision);
            text += &format!("  {}\n", printer.record(line, &expected));
        }
        text
    }
}

fn title(point: &super::survey::Point, policy: Option<&Policy>) -> String {
    let chinese = policy.is_none_or(|policy| policy.chinese);
    let text = match chinese {
        true => format!("{}：{}", point.item.zh, point.what.zh),
        false => format!("{}: {}", point.item.en, point.what.en),
    };
    text.replace(['“', '”', '"'], "")
}

/// A case being made.
struct Draft<'s, 'a> {
    survey: &'s Survey<'a>,
    scene: &'s Scene<'a>,
    mark: Mark,
    given: Vec<Given>,
    lines: Vec<CaseLine>,
}

impl<'s, 'a> Draft<'s, 'a> {
    fn new(survey: &'s Survey<'a>, scene: &'s Scene<'a>, values: &Assignment, mark: Mark) -> Option<Self> {
        let deed = Deed::new(scene, values);
        let given = people(survey.evaluator, &[deed])?;
        let lines = deed.records(survey.evaluator, 0)?;
        let mut draft = Draft { survey, scene, mark, given, lines };
        for (id, var) in &scene.accounts {
            let amount = values.get(*var).filter(|amount| *amount != 0);
            if let Some(amount) = amount {
                draft.holds(*id, whole(amount) * scene.account_quantum(*id))?;
            }
        }
        Some(draft)
    }

    fn policy(&self) -> &'a Policy {
        self.scene.policy
    }

    fn day(&self) -> Option<i32> {
        let day = self.lines.last()?.when?.0;
        Some(day.max(self.scene.stretch.from))
    }

    /// What an account holds before.
    fn holds(&mut self, id: AccountId, amount: Rational) -> Option<()> {
        let account = self.policy().accounts.get(id.0)?;
        if account.scope == ScopeId(0) && account.window == Window::Lifetime {
            let Some(Given::Subject { accounts, .. }) = self.given.first_mut() else { return None };
            accounts.retain(|(known, _)| *known != id);
            accounts.push((id, amount));
            return Some(());
        }
        let (key, date) = (self.key(account.scope)?, self.date(account.window)?);
        self.given.push(Given::Usage { of: UsageOf::Account(id), key, date, amount, span: Span::default() });
        Some(())
    }

    fn date(&self, window: Window) -> Option<Option<i32>> {
        if window == Window::Lifetime { Some(None) } else { self.day().map(Some) }
    }

    /// The key of the person in a scope; none where there is only one.
    fn key(&self, scope: ScopeId) -> Option<Option<String>> {
        let Some(Given::Subject { name, scopes, .. }) = self.given.first() else { return None };
        let stated = |id: ScopeId| scopes.iter().find(|(of, _)| *of == id).map(|(_, key)| key.clone());
        match self.policy().scopes.get(scope.0)?.keys {
            ScopeKeys::Whole => Some(None),
            ScopeKeys::Subject => Some(Some(name.clone())),
            ScopeKeys::Stated | ScopeKeys::Listed(_) => stated(scope).map(Some),
            ScopeKeys::Parent { list, of } => {
                let ScopeKeys::Listed(child) = self.policy().scopes.get(of.0)?.keys else { return None };
                let (own, key) = (self.policy().lists.get(child.0)?, stated(of)?);
                let at = own.values.iter().position(|value| value.name.name == key)?;
                let parent = own.parent.as_ref().and_then(|(_, parents)| parents.get(at))?;
                let value = self.policy().lists.get(list.0)?.values.get(*parent)?;
                Some(Some(value.name.name.clone()))
            }
        }
    }

    /// The case, with what is decided of each line.
    fn case(mut self, title: &str) -> Option<(CaseText, Vec<Decision>)> {
        match self.mark {
            Mark::Cap(of, side) => self.used(of, side)?,
            Mark::Late(side) => self.late(side)?,
            _ => {}
        }
        if let Act::Redeem(id) = self.scene.act {
            self.balance(id)?;
        }
        let case = self.text(title);
        let decisions = self.decide(&case);
        Some((case, decisions))
    }

    fn text(&self, title: &str) -> CaseText {
        CaseText {
            title: title.to_owned(),
            span: Span::default(),
            given: self.given.clone(),
            lines: self.lines.clone(),
        }
    }

    fn decide(&self, case: &CaseText) -> Vec<Decision> {
        let mut decisions = Vec::new();
        cases::watch(self.policy(), self.survey.evaluator, case, &mut |seen| decisions.push(seen.decision.clone()));
        decisions
    }

    /// Received on the last day, or on the day after it.
    fn late(&mut self, side: Side) -> Option<()> {
        let days = i32::try_from(self.policy().choices.late??).ok()?;
        self.lines.truncate(1);
        let line = self.lines.first_mut()?;
        let day = line.when?.0;
        let CaseLineKind::Event { received, .. } = &mut line.kind else { return None };
        *received = Some(day.checked_add(days)?.checked_add(i32::from(side == Side::Beyond))?);
        Some(())
    }

    fn number(&self, expr: &Expr) -> Option<Rational> {
        constant_number(self.policy(), self.scene.stretch.from, expr).ok().flatten()
    }

    fn smallest(&self) -> Rational {
        smallest_unit(self.policy(), &Unit::of(Base::Point))
    }

    /// A balance that is enough, or as near to it as the mark says.
    fn balance(&mut self, id: RedemptionId) -> Option<()> {
        let redemption: &Redemption = self.policy().redemptions.get(id.0)?;
        let of = |expr: &Option<Expr>| expr.as_ref().map_or(Some(whole(0)), |expr| self.number(expr));
        let (from, floor) = (of(&redemption.from_balance)?, of(&redemption.floor)?);
        let least = self.number(&redemption.price)? + floor;
        let one = self.smallest();
        let balance = match self.mark {
            Mark::FromBalance(_, Side::Within) => from,
            Mark::FromBalance(_, Side::Beyond) => from - one,
            Mark::Floor(_, Side::Within) => least,
            Mark::Floor(_, Side::Beyond) => least - one,
            _ => least.max(from) + self.number(&redemption.price)?,
        };
        self.holds(self.policy().balance, balance)
    }

    /// What the cap has used before, so that what is taken now comes just to its limit, or beyond it.
    fn used(&mut self, of: CapOf, side: Side) -> Option<()> {
        let cap = self.cap(of)?;
        if cap.window == Window::Event {
            return Some(());
        }
        let limit = self.number(&cap.limit)?;
        let taken = match of {
            CapOf::Stock(..) => whole(1),
            _ => self.taken(of, cap.times)?,
        };
        if self.is_unclear(of, cap) {
            return self.earlier(cap.window, limit, taken, side);
        }
        let amount = match side {
            Side::Within => limit - taken,
            Side::Beyond if cap.times => limit,
            Side::Beyond => limit - taken + self.smallest(),
        };
        if amount <= whole(0) {
            return Some(());
        }
        let scope = match (self.key(cap.scope), cap.missing) {
            (None, Some(Remedy::By(other))) => other,
            _ => cap.scope,
        };
        let usage = match of {
            CapOf::Rule(id, at) => UsageOf::RuleCap(id, at),
            CapOf::Overall(id) => UsageOf::OverallCap(id),
            CapOf::Stock(id, at) => UsageOf::Stock(id, at),
        };
        let (key, date) = (self.key(scope)?, self.date(cap.window)?);
        self.given.push(Given::Usage { of: usage, key, date, amount, span: Span::default() });
        Some(())
    }

    /// Whether a case cannot say that it means this cap's usage.
    fn is_unclear(&self, of: CapOf, cap: &Cap) -> bool {
        let caps = match of {
            CapOf::Rule(id, _) => self.policy().rules.get(id.0).map(|rule| rule.caps.as_slice()),
            CapOf::Stock(id, _) => self.policy().redemptions.get(id.0).map(|redemption| redemption.stock.as_slice()),
            CapOf::Overall(_) => None,
        };
        let keyed = |cap: &Cap| self.policy().scopes.get(cap.scope.0).is_some_and(|s| s.keys != ScopeKeys::Whole);
        let said = |cap: &Cap| (cap.times, cap.window == Window::Lifetime, keyed(cap));
        let same =
            caps.unwrap_or_default().iter().filter(|other| other.window != Window::Event && said(other) == said(cap));
        same.count() > 1
    }

    /// The same event so often before that the cap has just room for one more, or not enough: day by day, or within one day.
    fn earlier(&mut self, window: Window, limit: Rational, taken: Rational, side: Side) -> Option<()> {
        let times = (limit / taken).to_integer();
        let before = if side == Side::Within { times.checked_sub(1)? } else { times };
        let before = i32::try_from(before).ok().filter(|before| (1..=MOST_EARLIER).contains(before))?;
        let [line] = self.lines.as_slice() else { return None };
        let (day, minute) = line.when?;
        let at = |number: i32| if window == Window::Day { (day, minute + number) } else { (day + number, minute) };
        let repeated = (0..=before).map(|number| {
            let id = format!("e{}", number + 1);
            CaseLine { id, when: Some(at(number)), ..line.clone() }
        });
        self.lines = repeated.collect();
        Some(())
    }

    fn cap(&self, of: CapOf) -> Option<&'a Cap> {
        match of {
            CapOf::Rule(id, at) => self.policy().rules.get(id.0)?.caps.get(at),
            CapOf::Overall(id) => self.policy().overall_caps.get(id.0).map(|overall| &overall.cap),
            CapOf::Stock(id, at) => self.policy().redemptions.get(id.0)?.stock.get(at),
        }
    }

    /// What the record takes of a cap where that has room enough, in points or times.
    fn taken(&self, of: CapOf, times: bool) -> Option<Rational> {
        let decisions = self.decide(&self.text(""));
        let last = decisions.iter().rev().find(|decision| decision.outcome == Outcome::Decided)?;
        let units = super::watch::taken(self.survey, self.scene.stretch.version, last, of)?;
        Some(if times { whole(units) } else { whole(units) * self.smallest() })
    }
}
