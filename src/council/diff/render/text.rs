//! For people: as text, and as Markdown for a pull request.

use super::super::words::{self, effect};
use super::super::{Change, Diff, Text, Undecided, Witness};
use crate::diagnostics::{Lang, Message};
use mizi_evaluator::date;
use std::fmt::Write;

/// How headings, lists and examples are set.
struct Layout {
    lang: Lang,
    markdown: bool,
}

/// As plain text.
pub fn text(diff: &Diff, lang: Lang) -> String {
    Layout { lang, markdown: false }.write(diff)
}

/// As Markdown.
pub fn markdown(diff: &Diff, lang: Lang) -> String {
    Layout { lang, markdown: true }.write(diff)
}

impl Layout {
    fn say(&self, zh: impl Into<String>, en: impl Into<String>) -> String {
        Message::new(zh, en).text(self.lang).to_owned()
    }

    fn write(&self, diff: &Diff) -> String {
        let mut out = String::new();
        self.heading(&mut out, 2, &self.verdict(diff));
        for change in &diff.changes {
            self.change(&mut out, change);
        }
        if !diff.undecided.is_empty() {
            out.push('\n');
            let count = diff.undecided.len();
            let head = self.say(
                format!("没能断定有没有变化：{count} 处"),
                format!("Could not decide whether this changes anything: {count}"),
            );
            self.heading(&mut out, 2, &head);
            for undecided in &diff.undecided {
                self.undecided(&mut out, undecided);
            }
        }
        out
    }

    fn verdict(&self, diff: &Diff) -> String {
        let (changed, open) = (diff.changes.len(), diff.undecided.len());
        if changed > 0 {
            return self.say(format!("含义有变化：{changed} 处"), format!("The meaning changes: {changed}"));
        }
        if open > 0 {
            return self.say(
                "没有找到含义的变化，但有几处没能断定",
                "No change in meaning was found, but something could not be decided",
            );
        }
        self.say(
            "含义没有变化：对任何记录，新旧两个版本的判定都相同。",
            "No change in meaning: both versions decide every record alike.",
        )
    }

    fn heading(&self, out: &mut String, level: usize, text: &str) {
        let mark = if self.markdown { format!("{} ", "#".repeat(level)) } else { String::new() };
        let _ = writeln!(out, "{mark}{text}");
    }

    fn item(&self, out: &mut String, text: &str) {
        let mark = if self.markdown { "- " } else { "  " };
        let _ = writeln!(out, "{mark}{text}");
    }

    fn change(&self, out: &mut String, change: &Change) {
        out.push('\n');
        self.heading(out, 3, words::item(&change.about, &change.name).text(self.lang));
        if self.markdown {
            out.push('\n');
        }
        self.texts(out, &change.texts);
        let condition = change.texts.iter().any(|text| text.what == super::super::What::Condition);
        if let (Some(whom), false) = (&change.whom, condition) {
            self.item(out, &self.say(format!("适用：{}", whom.zh), format!("for: {}", whom.en)));
        }
        if let Some(hint) = &change.hint {
            self.item(out, hint.text(self.lang));
        }
        let several = change.witnesses.len() > 1;
        for (number, witness) in (1..).zip(&change.witnesses) {
            out.push('\n');
            let effect = effect(change, witness).text();
            let number = if several { format!(" {number}") } else { String::new() };
            let head = self.say(format!("例{number}：{}", effect.zh), format!("Example{number}: {}", effect.en));
            let _ = writeln!(out, "{}{head}", if self.markdown { "" } else { "  " });
            self.example(out, witness);
        }
    }

    /// How the text differs, with the days for all that differs on the same.
    fn texts(&self, out: &mut String, texts: &[Text]) {
        let mut days = None;
        for text in texts {
            if days != Some((text.from, text.until)) {
                days = Some((text.from, text.until));
                self.item(out, &self.days(text));
            }
            self.item(out, words::text(text).text(self.lang));
        }
    }

    fn days(&self, text: &Text) -> String {
        let day = |day: i32| date::show_date(i64::from(day));
        match text.until.map(|until| until.saturating_sub(1)) {
            _ if text.from == i32::MIN => self.say("任何日期", "on any day"),
            Some(last) => self.say(
                format!("{} 至 {}", day(text.from), day(last)),
                format!("from {} to {}", day(text.from), day(last)),
            ),
            None => self.say(format!("{} 起", day(text.from)), format!("from {}", day(text.from))),
        }
    }

    fn example(&self, out: &mut String, witness: &Witness) {
        let indent = if self.markdown { "" } else { "    " };
        if self.markdown {
            out.push_str("\n```text\n");
        }
        for person in &witness.people {
            let _ = writeln!(out, "{indent}{}", person.text(self.lang));
        }
        let mut at = 0;
        while at < witness.steps.len() {
            let _ = writeln!(out, "{indent}{}", self.record(witness, at));
            let more = self.alike(witness, at);
            if more > 1 {
                let _ = writeln!(
                    out,
                    "{indent}{}",
                    self.say(
                        format!("……同样的记录再有 {more} 条，结果也一样"),
                        format!("… {more} more alike, with the same result")
                    )
                );
                at += more;
            }
            at += 1;
        }
        if self.markdown {
            out.push_str("```\n");
        }
    }

    /// How many records after one are like it, with the same results.
    fn alike(&self, witness: &Witness, at: usize) -> usize {
        let one = |at: usize| Some((witness.steps.get(at)?, witness.old.get(at)?, witness.new.get(at)?));
        let Some((first, old, new)) = one(at) else { return 0 };
        let rest = (at.saturating_add(1)..).map_while(one);
        rest.take_while(|(step, a, b)| step.like == first.like && !old.differs(a) && !new.differs(b)).count()
    }

    fn record(&self, witness: &Witness, at: usize) -> String {
        let step = witness.steps.get(at).map(|step| step.shown.text(self.lang)).unwrap_or_default();
        let (Some(old), Some(new)) = (witness.old.get(at), witness.new.get(at)) else { return step.to_owned() };
        let (before, after) = (old.said.text(self.lang), new.said.text(self.lang));
        let step = step.trim_end();
        if old.differs(new) && before != after {
            self.say(format!("{step} 原来 {before}；现在 {after}"), format!("{step} before: {before}; now: {after}"))
        } else if old.differs(new) {
            // What differs is in accounts or dimensions: the results say so in full.
            self.say(
                format!("{step} {before}（账户或维度不同）"),
                format!("{step} {before} (accounts or dimensions differ)"),
            )
        } else {
            format!("{step} {after}")
        }
    }

    fn undecided(&self, out: &mut String, undecided: &Undecided) {
        out.push('\n');
        self.heading(out, 3, words::item(&undecided.about, &undecided.name).text(self.lang));
        if self.markdown {
            out.push('\n');
        }
        self.texts(out, &undecided.texts);
        self.item(out, undecided.why.message().text(self.lang));
        self.item(
            out,
            &self.say(
                "没有找到结果不同的记录，也没能证明一定相同。在案例里写明要紧的情形，用新旧两个版本各测一次。",
                "No record was found that comes out otherwise, nor could it be proved that there is none. State in cases what matters, and test both versions.",
            ),
        );
    }
}
