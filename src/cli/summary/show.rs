//! The figures of a run as tables and as JSON.

use super::{Sum, Summary};
use crate::cases::explain_lang;
use crate::cli::args::Format;
use crate::cli::report::say;
use crate::diagnostics::render::columns::{grouped, padded, width};
use crate::diagnostics::{Lang, Message};
use mizi_evaluator::decision::{Key, Outcome};
use mizi_evaluator::explain::called;
use mizi_evaluator::program::{DimensionId, ItemId, Name, Scope, ScopeKeys};
use mizi_evaluator::value;
use serde_json::{Map, Value, json};
use std::cmp::Reverse;

/// Least columns for names; a Han character takes two.
const NAMES: usize = 24;
/// Most kinds of errors that are told.
const KINDS: usize = 12;

/// A table of figures.
struct Section {
    /// What each row is about, in JSON.
    of: &'static str,
    /// Of places: code or name of the scope.
    scope: Option<String>,
    title: Message,
    rows: Vec<Row>,
}

struct Row {
    key: Option<String>,
    name: String,
    sum: Sum,
}

impl Summary<'_> {
    /// Prints the figures.
    pub(crate) fn print(&self, format: Option<Format>) {
        if format == Some(Format::Json) {
            say(&format!("{}\n", self.json()));
        } else {
            say(&self.text());
        }
    }

    fn sections(&self) -> Vec<Section> {
        let program = self.evaluator.program();
        let section = |of, zh: &str, en: &str, rows| Section { of, scope: None, title: Message::new(zh, en), rows };
        let item = |id: ItemId| program.items.get(id as usize).map(|item| &item.name);
        let dimension = |(id, sum): (&DimensionId, &Sum)| self.row(program.dimensions.get(usize::from(*id)), *sum);
        let rule = |(id, sum): (&ItemId, &Sum)| self.row(item(*id), *sum);
        let spent = |(id, sum): (&usize, &Sum)| self.row(program.redemptions.get(*id), *sum);
        let mut sections = vec![section(
            "dimension",
            "各维度得分",
            "Granted by dimension",
            self.by_dimension.iter().map(dimension).collect(),
        )];
        sections.extend((0u16..).zip(&program.scopes).map(|(number, scope)| self.of_scope(number, scope)));
        let by_rule = self.by_rule.iter().map(rule).collect();
        sections.push(section("rule", "各规则得分", "Granted by rule", by_rule));
        let cut = self.cut.iter().map(|(id, sum)| self.limit(*id, *sum)).collect();
        sections.push(section("cut", "因上限或就高而少得", "Not granted because of caps and groups", cut));
        let spent = self.spent.iter().map(spent).collect();
        sections.push(section("redemption", "兑换用去", "Spent on redemptions", spent));
        sections.retain(|section| !section.rows.is_empty());
        sections
    }

    fn of_scope(&self, number: u16, scope: &Scope) -> Section {
        let range = self.by_place.range((number, 0)..=(number, Key::MAX));
        let rows = range.map(|((_, key), sum)| self.row(self.place(scope, *key), *sum)).collect();
        let name = self.name(&scope.name);
        let title = Message::new(format!("各{name}得分"), format!("Granted by {name}"));
        Section { of: "scope", scope: Some(scope.name.key().to_owned()), title, rows }
    }

    fn row(&self, name: Option<&Name>, sum: Sum) -> Row {
        Row {
            key: name.map(|name| name.key().to_owned()),
            name: name.map_or(String::new(), |name| self.name(name)),
            sum,
        }
    }

    /// A limit's name: that of an overall cap, or of the rule a cap belongs to with its clause.
    fn limit(&self, id: Option<ItemId>, sum: Sum) -> Row {
        let Some(item) = id.and_then(|id| self.evaluator.program().items.get(id as usize)) else {
            let highest = self.pick("同一维度就高", "the highest of one dimension");
            return Row { key: None, name: highest.to_owned(), sum };
        };
        let (name, clause) = (self.name(&item.name), explain_lang(self.lang).of(&item.text));
        let between = if clause.is_empty() { "" } else { self.pick("：", ": ") };
        Row { key: Some(item.name.key().to_owned()), name: format!("{name}{between}{clause}"), sum }
    }

    fn place(&self, scope: &Scope, key: Key) -> Option<&Name> {
        let (ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. }) = scope.keys else { return None };
        self.evaluator.program().lists.get(usize::from(list))?.values.get(key as usize)
    }

    fn name(&self, name: &Name) -> String {
        called(name, explain_lang(self.lang)).to_owned()
    }

    fn pick<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
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

    fn granted_in_all(&self) -> i64 {
        self.by_dimension.values().fold(0, |sum, (_, points)| sum.saturating_add(*points))
    }

    fn text(&self) -> String {
        let mut out = self.head();
        for section in self.sections() {
            out += &format!("\n{}\n{}", section.title.text(self.lang), self.table(&section.rows));
        }
        out += &self.reversals();
        out += &self.reasons();
        if !self.samples.is_empty() {
            out += &format!("\n{}\n", self.pick("举例说明", "Decisions explained"));
        }
        for sample in &self.samples {
            let number = sample.number;
            let place = match self.lang {
                Lang::Zh => format!("第 {number} 行 "),
                Lang::En => format!("Line {number}: "),
            };
            out += &format!("\n  {place}{}\n", sample.sentences.join("\n    "));
        }
        out
    }

    fn head(&self) -> String {
        let (lines, earners) = (self.outcomes.values().sum::<u64>(), self.earners.len());
        let (lines, earners) = (grouped(&lines.to_string()), grouped(&earners.to_string()));
        let (policy, worth) = (self.name(&self.evaluator.program().policy), self.worth(self.granted_in_all()));
        let head = match self.lang {
            Lang::Zh => format!("共 {lines} 条记录，{earners} 人得分，发放 {worth}"),
            Lang::En if self.earners.len() == 1 => format!("{lines} records; 1 resident was granted {worth}"),
            Lang::En => format!("{lines} records; {earners} residents were granted {worth}"),
        };
        format!("{policy}\n{head}\n{}", self.outcome_table())
    }

    fn outcome_table(&self) -> String {
        let row = |(outcome, count): (&Outcome, &u64)| {
            let word = outcome.word(explain_lang(self.lang));
            let count = grouped(&count.to_string());
            format!("  {}{count:>10}{}\n", padded(word, NAMES), self.pick(" 条", ""))
        };
        self.outcomes.iter().map(row).collect()
    }

    fn worth(&self, amount: i64) -> String {
        let (points, unit) = (grouped(&self.points(amount)), self.name(&self.evaluator.program().point));
        match (self.yuan(amount), self.lang) {
            (Some(yuan), Lang::Zh) => format!("{points} {unit}，合 {} 元", grouped(&yuan)),
            (Some(yuan), Lang::En) => format!("{points} {unit}, worth {} yuan", grouped(&yuan)),
            (None, _) => format!("{points} {unit}"),
        }
    }

    fn table(&self, rows: &[Row]) -> String {
        let unit = self.name(&self.evaluator.program().point);
        let widest = rows.iter().map(|row| width(&row.name)).max().unwrap_or(0).max(NAMES);
        let mut out = String::new();
        for Row { name, sum: (count, amount), .. } in rows {
            let yuan = self.yuan(*amount);
            let yuan = yuan.map(|yuan| format!("{:>16} {}", grouped(&yuan), self.pick("元", "yuan")));
            let (count, points) = (grouped(&count.to_string()), grouped(&self.points(*amount)));
            let times = self.pick("次", if count == "1" { "time " } else { "times" });
            out += &format!(
                "  {}{count:>10} {times}{points:>14} {unit}{}\n",
                padded(name, widest),
                yuan.unwrap_or_default()
            );
        }
        out
    }

    fn reversals(&self) -> String {
        let (count, points) = self.taken_back;
        if count == 0 {
            return String::new();
        }
        let (count, worth) = (grouped(&count.to_string()), self.worth(points.saturating_neg()));
        match self.lang {
            Lang::Zh => format!("\n撤销 {count} 条，扣回 {worth}\n"),
            Lang::En => format!("\nReversed {count}, taking back {worth}\n"),
        }
    }

    /// Why records could not be decided, the most frequent first.
    fn reasons(&self) -> String {
        if self.undecided.is_empty() {
            return String::new();
        }
        let title = self.pick(
            "无法判定的原因（一条记录可有几个）",
            "Why records could not be decided (one may have several reasons)",
        );
        let mut out = format!("\n{title}\n");
        let kinds = self.kinds();
        let widest = kinds.iter().take(KINDS).map(|(_, kind, _)| width(kind)).max().unwrap_or(0).max(NAMES);
        for (_, kind, count) in kinds.iter().take(KINDS) {
            let count = grouped(&count.to_string());
            out += &format!("  {}{count:>10}{}\n", padded(kind, widest), self.pick(" 条", ""));
        }
        if let Some(rest) = kinds.get(KINDS..).filter(|rest| !rest.is_empty()) {
            let (more, count) = (rest.len(), grouped(&rest.iter().map(|(.., count)| count).sum::<u64>().to_string()));
            out += &match self.lang {
                Lang::Zh => format!("  另有 {more} 种，共 {count} 条\n"),
                Lang::En => format!("  and {more} more kinds, {count} in all\n"),
            };
        }
        out
    }

    /// Code, words and number of every kind of error, the most frequent first.
    fn kinds(&self) -> Vec<(&'static str, &str, u64)> {
        let mut kinds: Vec<_> =
            self.undecided.iter().map(|((code, kind), count)| (*code, kind.as_str(), *count)).collect();
        kinds.sort_by_key(|&(.., count)| Reverse(count));
        kinds
    }

    fn json(&self) -> Value {
        let kind = |(code, kind, count)| json!({"code": code, "message": kind, "count": count});
        let outcomes: Map<String, Value> = self.outcomes.iter().map(|(o, n)| (o.code().to_owned(), json!(n))).collect();
        json!({
            "policy": self.evaluator.program().policy.key(),
            "lines": self.outcomes.values().sum::<u64>(),
            "outcomes": outcomes,
            "residents_who_earned": self.earners.len(),
            "granted": self.amount(None, self.granted_in_all()),
            "sections": self.sections().iter().map(|section| self.section_json(section)).collect::<Vec<_>>(),
            "taken_back": self.amount(Some(self.taken_back.0), self.taken_back.1.saturating_neg()),
            "errors": self.kinds().into_iter().map(kind).collect::<Vec<_>>(),
            "explained": self.samples.iter().map(|s| json!({"line": s.number, "sentences": s.sentences})).collect::<Vec<_>>(),
        })
    }

    fn section_json(&self, section: &Section) -> Value {
        let row = |row: &Row| {
            let mut one = self.amount(Some(row.sum.0), row.sum.1);
            one["name"] = row.name.as_str().into();
            if let Some(key) = &row.key {
                one["key"] = key.as_str().into();
            }
            one
        };
        let rows: Vec<Value> = section.rows.iter().map(row).collect();
        let mut json = json!({"of": section.of, "title": section.title.text(self.lang), "rows": rows});
        if let Some(scope) = &section.scope {
            json["scope"] = scope.as_str().into();
        }
        json
    }

    fn amount(&self, count: Option<u64>, points: i64) -> Value {
        let mut json = json!({"points": self.points(points)});
        if let Some(count) = count {
            json["count"] = count.into();
        }
        if let Some(yuan) = self.yuan(points) {
            json["yuan"] = yuan.into();
        }
        json
    }
}
