//! What a street office wants to see of a run: points and yuan by dimension and place, what limits cut, what could not be decided, and
//! a few decisions explained.

use super::args::Format;
use super::replay::Replayed;
use super::report::say;
use crate::cases::{explain_lang, outcome_word};
use crate::diagnostics::{Lang, Message};
use mizi_evaluator::Evaluator;
use mizi_evaluator::account::Journal;
use mizi_evaluator::decision::{About, Key, Limit, NO_KEY, Outcome};
use mizi_evaluator::explain::{Explainer, called, error_code};
use mizi_evaluator::program::{DimensionId, ItemId, Program, ScopeId, ScopeKeys};
use mizi_evaluator::record::Record;
use mizi_evaluator::value;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use unicode_width::UnicodeWidthStr;

/// Columns for names; a Han character takes two.
const NAMES: usize = 44;

/// How often, and how many smallest units of points.
type Sum = (u64, i64);

/// Figures of a run.
pub struct Summary<'e> {
    evaluator: &'e Evaluator,
    lang: Lang,
    outcomes: BTreeMap<Outcome, u64>,
    by_dimension: BTreeMap<DimensionId, Sum>,
    by_place: BTreeMap<(ScopeId, Key), Sum>,
    by_rule: BTreeMap<ItemId, Sum>,
    cut: BTreeMap<Option<ItemId>, Sum>,
    spent: BTreeMap<usize, Sum>,
    taken_back: Sum,
    undecided: BTreeMap<&'static str, u64>,
    earners: BTreeSet<Key>,
    samples: Vec<Sample>,
}

/// A decision worth showing.
struct Sample {
    kind: SampleKind,
    text: String,
}

/// Of each kind the first is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SampleKind {
    Granted,
    Cut,
    Undecided,
}

impl<'e> Summary<'e> {
    /// Nothing decided yet.
    pub fn new(evaluator: &'e Evaluator, lang: Lang) -> Self {
        Summary {
            evaluator,
            lang,
            outcomes: BTreeMap::new(),
            by_dimension: BTreeMap::new(),
            by_place: BTreeMap::new(),
            by_rule: BTreeMap::new(),
            cut: BTreeMap::new(),
            spent: BTreeMap::new(),
            taken_back: (0, 0),
            undecided: BTreeMap::new(),
            earners: BTreeSet::new(),
            samples: Vec::new(),
        }
    }

    /// Takes in one decision.
    pub fn add(&mut self, done: &Replayed<'_>) {
        let decision = done.decision;
        *self.outcomes.entry(decision.outcome).or_default() += 1;
        for error in &decision.errors {
            *self.undecided.entry(error_code(*error)).or_default() += 1;
        }
        match (decision.outcome, decision.about) {
            (Outcome::Reversed, _) => add(&mut self.taken_back, decision.total),
            (Outcome::Decided, Some(About::Redemption(redemption))) => {
                add(self.spent.entry(redemption.into()).or_default(), decision.total.saturating_neg());
            }
            (Outcome::Decided, _) => self.granted(done),
            _ => {}
        }
        self.sample(done);
    }

    fn granted(&mut self, done: &Replayed<'_>) {
        let decision = done.decision;
        for line in &decision.lines {
            if line.granted > 0 {
                add(self.by_dimension.entry(line.dimension).or_default(), line.granted);
                add(self.by_rule.entry(line.item).or_default(), line.granted);
            }
            if let Some(limit) = tightest(decision.limits(line)) {
                add(self.cut.entry(limit).or_default(), line.amount.saturating_sub(line.granted));
            }
        }
        if decision.total > 0 {
            let program = self.evaluator.program();
            let earner = decision.changes.iter().map(|change| change.at).find(|at| at.account == program.balance);
            self.earners.extend(earner.map(|at| at.key));
            for (scope, key) in places(program, &keys(done, earner.map(|at| at.key))) {
                add(self.by_place.entry((scope, key)).or_default(), decision.total);
            }
        }
    }

    fn sample(&mut self, done: &Replayed<'_>) {
        let decision = done.decision;
        let is_cut = decision.lines.iter().any(|line| !decision.limits(line).is_empty() && line.granted > 0);
        let kind = match decision.outcome {
            Outcome::Decided if is_cut => SampleKind::Cut,
            Outcome::Decided if decision.total > 0 => SampleKind::Granted,
            Outcome::CannotDecide => SampleKind::Undecided,
            _ => return,
        };
        if self.samples.iter().any(|sample| sample.kind == kind) {
            return;
        }
        let explainer = Explainer::new(self.evaluator, &done.reader.texts, explain_lang(self.lang));
        let text = explainer.explain(decision, &done.line.notes).join("\n  ");
        self.samples.push(Sample { kind, text });
    }

    /// Prints the figures.
    pub fn print(&self, format: Option<Format>) {
        if format == Some(Format::Json) {
            say(&format!("{}\n", self.json()));
        } else {
            say(&self.text());
        }
    }

    fn sections(&self) -> Vec<(Message, Vec<(String, Sum)>)> {
        let program = self.evaluator.program();
        let item = |id: ItemId| self.name(program.items.get(id as usize).map(|item| &item.name));
        let of_dimension =
            |(id, sum): (&DimensionId, &Sum)| (self.name(program.dimensions.get(usize::from(*id))), *sum);
        let cut = |(id, sum): (&Option<ItemId>, &Sum)| {
            let highest = self.say("同类就高", "the highest of its kind");
            (id.map_or(highest, |id| self.cap_name(id)), *sum)
        };
        let spent = |(id, sum): (&usize, &Sum)| (self.name(program.redemptions.get(*id)), *sum);
        let mut sections = vec![(
            Message::new("各维度得分", "Granted by dimension"),
            self.by_dimension.iter().map(of_dimension).collect(),
        )];
        for (number, scope) in (0u16..).zip(&program.scopes) {
            let rows: Vec<(String, Sum)> = self
                .by_place
                .range((number, 0)..=(number, Key::MAX))
                .map(|((_, key), sum)| (self.place(scope, *key), *sum))
                .collect();
            if !rows.is_empty() {
                let name = self.name(Some(&scope.name));
                sections.push((Message::new(format!("各{name}得分"), format!("Granted by {name}")), rows));
            }
        }
        sections.push((
            Message::new("各规则得分", "Granted by rule"),
            self.by_rule.iter().map(|(id, sum)| (item(*id), *sum)).collect(),
        ));
        sections.push((Message::new("被上限或就高减去", "Cut by limits"), self.cut.iter().map(cut).collect()));
        sections.push((Message::new("兑换支出", "Spent"), self.spent.iter().map(spent).collect()));
        sections.retain(|(_, rows): &(_, Vec<_>)| !rows.is_empty());
        sections
    }

    /// A limit's name: that of an overall cap, or of the rule a cap belongs to with its clause.
    fn cap_name(&self, id: ItemId) -> String {
        let Some(item) = self.evaluator.program().items.get(id as usize) else { return String::new() };
        let name = called(&item.name, explain_lang(self.lang));
        let clause = explain_lang(self.lang).of(&item.text);
        if clause.is_empty() {
            name.to_owned()
        } else {
            format!("{name}：{clause}").replace('：', self.pick("：", ": "))
        }
    }

    fn place(&self, scope: &mizi_evaluator::program::Scope, key: Key) -> String {
        let list = match scope.keys {
            ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. } => list,
            _ => return String::new(),
        };
        let list = self.evaluator.program().lists.get(usize::from(list));
        self.name(list.and_then(|list| list.values.get(key as usize)))
    }

    fn name(&self, name: Option<&mizi_evaluator::program::Name>) -> String {
        name.map_or(String::new(), |name| called(name, explain_lang(self.lang)).to_owned())
    }

    fn pick<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn say(&self, zh: &str, en: &str) -> String {
        self.pick(zh, en).to_owned()
    }

    fn points(&self, amount: i64) -> String {
        value::show_points(amount, self.evaluator.program().decimals)
    }

    /// The points' worth in yuan, cut to the fen; none without a cash rate.
    fn yuan(&self, amount: i64) -> Option<String> {
        let cash = self.evaluator.program().cash?;
        let fen = i128::from(amount) * i128::from(cash.fen) / i128::from(cash.points);
        let (sign, fen) = (if fen < 0 { "-" } else { "" }, fen.unsigned_abs());
        Some(format!("{sign}{}.{:02}", fen / 100, fen % 100))
    }

    fn text(&self) -> String {
        let mut out = String::new();
        let lines: u64 = self.outcomes.values().sum();
        let total: i64 = self.by_dimension.values().fold(0, |sum, (_, points)| sum.saturating_add(*points));
        let unit = self.name(Some(&self.evaluator.program().point));
        out += &format!("{}\n", self.name(Some(&self.evaluator.program().policy)));
        out += &match self.lang {
            Lang::Zh => format!("共 {lines} 条，{} 人得分，发放 {}\n", self.earners.len(), self.worth(total, &unit)),
            Lang::En => format!(
                "{lines} lines, {} residents earned, granted {}\n",
                self.earners.len(),
                self.worth(total, &unit)
            ),
        };
        out += &self.outcome_table();
        for (title, rows) in self.sections() {
            out += &format!("\n{}\n", title.text(self.lang));
            out += &self.table(&rows, &unit);
        }
        if self.taken_back.0 > 0 {
            let (count, points) = self.taken_back;
            out += &match self.lang {
                Lang::Zh => format!("\n撤销 {count} 条，扣回 {}\n", self.worth(points.saturating_neg(), &unit)),
                Lang::En => format!("\n{count} reversals took back {}\n", self.worth(points.saturating_neg(), &unit)),
            };
        }
        if !self.undecided.is_empty() {
            out += &format!("\n{}\n", self.pick("无法判定的原因", "Why lines could not be decided"));
            for (code, count) in &self.undecided {
                out += &format!("  {}{count:>9}\n", padded(code, NAMES));
            }
        }
        if !self.samples.is_empty() {
            out += &format!("\n{}\n", self.pick("举例说明", "Decisions explained"));
            for sample in &self.samples {
                out += &format!("\n  {}\n", sample.text);
            }
        }
        out
    }

    fn worth(&self, amount: i64, unit: &str) -> String {
        let points = grouped(&self.points(amount));
        match (self.yuan(amount), self.lang) {
            (Some(yuan), Lang::Zh) => format!("{points} {unit}，合 {} 元", grouped(&yuan)),
            (Some(yuan), Lang::En) => format!("{points} {unit}, worth {} yuan", grouped(&yuan)),
            (None, _) => format!("{points} {unit}"),
        }
    }

    fn outcome_table(&self) -> String {
        let word = |outcome: &Outcome| outcome_word(*outcome).text(self.lang).to_owned();
        self.outcomes
            .iter()
            .map(|(outcome, count)| format!("  {}{:>9}\n", padded(&word(outcome), NAMES), grouped(&count.to_string())))
            .collect()
    }

    fn table(&self, rows: &[(String, Sum)], unit: &str) -> String {
        let widest = rows.iter().map(|(name, _)| name.width()).max().unwrap_or(0).max(NAMES);
        let mut out = String::new();
        for (name, (count, amount)) in rows {
            let yuan = self
                .yuan(*amount)
                .map(|yuan| format!("{:>16} {}", grouped(&yuan), self.pick("元", "yuan")))
                .unwrap_or_default();
            let times = self.pick("次", "times");
            out += &format!(
                "  {}{:>9} {times}{:>14} {unit}{yuan}\n",
                padded(name, widest),
                grouped(&count.to_string()),
                grouped(&self.points(*amount))
            );
        }
        out
    }

    fn json(&self) -> Value {
        let section = |rows: &[(String, Sum)]| -> Value {
            let row = |(name, (count, amount)): &(String, Sum)| json!({"name": name, "count": count, "points": self.points(*amount), "yuan": self.yuan(*amount)});
            rows.iter().map(row).collect()
        };
        let sections: Vec<Value> = self
            .sections()
            .iter()
            .map(|(title, rows)| json!({"title": title.text(self.lang), "rows": section(rows)}))
            .collect();
        json!({
            "policy": self.evaluator.program().policy.key(),
            "outcomes": self.outcomes.iter().map(|(o, n)| (outcome_word(*o).en, json!(n))).collect::<serde_json::Map<_, _>>(),
            "residents_who_earned": self.earners.len(),
            "sections": sections,
            "taken_back": {"count": self.taken_back.0, "points": self.points(self.taken_back.1)},
            "errors": self.undecided,
            "explained": self.samples.iter().map(|s| s.text.clone()).collect::<Vec<_>>(),
        })
    }
}

fn add(sum: &mut Sum, amount: i64) {
    *sum = (sum.0.saturating_add(1), sum.1.saturating_add(amount));
}

/// The limit that left least; none where nothing limited. A group without a name is `Some(None)`.
fn tightest(limits: &[Limit]) -> Option<Option<ItemId>> {
    let room = |limit: &Limit| match limit {
        Limit::Cap { limit, used, times, .. } => {
            let room = limit.saturating_sub(*used).max(0);
            if *times && room > 0 { i64::MAX } else { room }
        }
        Limit::NoScope { .. } | Limit::Group { .. } => 0,
    };
    limits.iter().min_by_key(|limit| room(limit)).map(|limit| match limit {
        Limit::Cap { item, .. } | Limit::NoScope { item, .. } => Some(*item),
        Limit::Group { item, .. } => *item,
    })
}

/// The keys stated with an event, then those of its subject's row; of a confirmation those of the row.
fn keys(done: &Replayed<'_>, earner: Option<Key>) -> Vec<Key> {
    let mut keys = match done.line.record() {
        Some(Record::Event(event)) => event.keys.to_vec(),
        _ => Vec::new(),
    };
    let subject = keys.first().copied().or(earner);
    let row = subject.zip(done.decision.rule_date).and_then(|(subject, day)| done.store.row(subject, day));
    if let Some(row) = row {
        keys.resize(row.keys.len().max(keys.len()), NO_KEY);
        for (key, of_row) in keys.iter_mut().zip(row.keys) {
            if *key == NO_KEY {
                *key = *of_row;
            }
        }
    }
    keys
}

/// Scopes of closed lists with their keys, parents derived.
fn places(program: &Program, keys: &[Key]) -> Vec<(ScopeId, Key)> {
    let key = |scope: ScopeId| keys.get(usize::from(scope)).copied().unwrap_or(NO_KEY);
    let parent = |child: &mizi_evaluator::program::Scope, key: Key| {
        let (ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. }) = child.keys else { return NO_KEY };
        let list = program.lists.get(usize::from(list));
        list.and_then(|list| list.parents.get(key as usize)).map_or(NO_KEY, |parent| Key::from(*parent))
    };
    let mut found = Vec::new();
    for (number, scope) in (0u16..).zip(&program.scopes) {
        let own = match scope.keys {
            ScopeKeys::Listed(_) => key(number),
            ScopeKeys::Parent { of, .. } => {
                program.scopes.get(usize::from(of)).map_or(NO_KEY, |child| parent(child, key(of)))
            }
            _ => NO_KEY,
        };
        if own != NO_KEY {
            found.push((number, own));
        }
    }
    found
}

/// Padded to a number of columns, of which a Han character takes two.
fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}

/// Digits in threes: 1,234,567.
fn grouped(number: &str) -> String {
    let (sign, rest) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (whole, part) = rest.split_once('.').map_or((rest, String::new()), |(whole, part)| (whole, format!(".{part}")));
    let mut out = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    format!("{sign}{out}{part}")
}
