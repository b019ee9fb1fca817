//! 和 `--base` 指定的旧文本相比，规则、上限、兑换、参数、表、定义或资格改了，或者多了、少了，“版本”还是原来那个。只在给出旧文本时查。
//!
//! 不要这样写：
//!
//! ```mizi,error changed-without-version
//! 政策 示例 代号 sample
//!   版本 "2025.1"
//!   施行 自 2025-01-01
//!   积分 米，整数
//!   时区 "Asia/Shanghai"
//!   撤销 归还额度，可负
//!   迟到 不限
//!
//! 维度 治理
//!
//! 主体 居民
//!
//! 活动 巡防
//!
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 15 米  // 原来是 10 米
//!   上限 每人 每月 20 次
//! ```
//!
//! 应写：
//!
//! ```mizi
//! 政策 示例 代号 sample
//!   版本 "2025.2"
//!   施行 自 2025-01-01
//!   积分 米，整数
//!   时区 "Asia/Shanghai"
//!   撤销 归还额度，可负
//!   迟到 不限
//!
//! 维度 治理
//!
//! 主体 居民
//!
//! 活动 巡防
//!
//! 规则 巡防奖
//!   依据 "示例"
//!   计入 治理
//!   凡 巡防
//!   奖励 15 米  // 原来是 10 米
//!   上限 每人 每月 20 次
//! ```
//!
//! 为什么：居民手里的、公示栏里的，和系统里的是同一个版本号、两套数；以后对账，说不清哪一天按哪一套算。
//!
//! 设置：没有选项；要有 `--base` 才查。
//!
//! ---
//!
//! Compared with the text that `--base` names, a rule, cap, redemption, parameter, table, definition or eligibility has changed,
//! has come or has gone, and the “version” is the same. Looked at only where an older text is given.
//!
//! Avoid:
//!
//! ```mizi,error changed-without-version
//! policy sample
//!   version "2025.1"
//!   in force from 2025-01-01
//!   points mi, whole
//!   time zone "Asia/Shanghai"
//!   reversal return room, may go negative
//!   late any time
//!
//! dimensions governance
//!
//! subject resident
//!
//! activity patrol
//!
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 15 mi  // was 10 mi
//!   cap 20 times per person per month
//! ```
//!
//! Prefer:
//!
//! ```mizi
//! policy sample
//!   version "2025.2"
//!   in force from 2025-01-01
//!   points mi, whole
//!   time zone "Asia/Shanghai"
//!   reversal return room, may go negative
//!   late any time
//!
//! dimensions governance
//!
//! subject resident
//!
//! activity patrol
//!
//! rule patrol_pay
//!   basis "example"
//!   dimension governance
//!   on patrol
//!   award 15 mi  // was 10 mi
//!   cap 20 times per person per month
//! ```
//!
//! Why: What residents hold, what hangs on the board and what the system runs have one version and two sets of numbers; later
//! nobody can say which of them held on which day.
//!
//! Configuration: none; it needs `--base`.

use super::read::{Read, name};
use super::words::{self, Noun, say};
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::model::arithmetic::multiply;
use crate::model::print::{Keywords, Printer, decimal};
use crate::model::{Award, Constant, Expr, ExprKind, Model, Named, Pays, Policy, Rational, Rounding, Rule};
use crate::source::Span;
use mizi_evaluator::date::show_date;
use std::collections::BTreeMap;

/// See `docs/findings/changed-without-version.md`.
pub static CODE: Code = Code {
    name: "changed-without-version",
    severity: Severity::Warning,
    zh: "内容改了，版本没有改",
    en: "Something changed and the version did not",
};

/// Nothing: one text alone does not show it. See [`between`].
pub fn find(_: &Read<'_>) -> Vec<Finding> {
    Vec::new()
}

/// What changed from an older text to a newer one while the version stayed. Places are in the newer.
pub fn between(old: &Model, new: &Model) -> Vec<Finding> {
    let earlier: BTreeMap<&str, &Policy> =
        old.versions.iter().map(|policy| (policy.version.as_str(), policy)).collect();
    let same = new.versions.iter().filter_map(|policy| Some((*earlier.get(policy.version.as_str())?, policy)));
    same.flat_map(|(old, new)| of_version(old, new)).collect()
}

fn of_version(old: &Policy, new: &Policy) -> Vec<Finding> {
    let (before, after) = (parts(old, Keywords::Chinese), parts(new, Keywords::Chinese));
    // Of what changed the English words too.
    let english = (parts(old, Keywords::English), parts(new, Keywords::English));
    let version = &new.version;
    let mut found = Vec::new();
    for (key, part) in &after {
        match before.get(key) {
            Some(earlier) if earlier.text == part.text => {}
            Some(earlier) => {
                let in_english = english.0.get(key).zip(english.1.get(key)).unwrap_or((earlier, part));
                found.push(changed(part, earlier, in_english, version));
            }
            None => found.extend(part.is_item().then(|| came_or_went(part, part.at, version, ("新加的", "new")))),
        }
    }
    let gone = before.iter().filter(|(key, part)| part.is_item() && !after.contains_key(*key));
    found.extend(gone.map(|(_, part)| came_or_went(part, new.name.span, version, ("删去了的", "gone"))));
    found
}

/// A part of an item with what it says.
struct Part {
    noun: Noun,
    name: String,
    /// 奖励, award; empty for the item as a whole.
    part: Noun,
    text: String,
    at: Span,
}

impl Part {
    /// Whether it says that the item is there.
    fn is_item(&self) -> bool {
        self.part == WHOLE
    }
}

const WHOLE: Noun = ("", "");
const CONDITIONS: Noun = ("条件", "conditions");

/// Kind, durable key and part: what is found again in the other text.
type PartKey = (&'static str, String, &'static str);

/// The parts of a version.
struct Parts<'a> {
    policy: &'a Policy,
    printer: Printer<'a>,
    all: BTreeMap<PartKey, Part>,
}

/// One item of which parts are written.
#[derive(Clone, Copy)]
struct Of<'a> {
    noun: Noun,
    key: &'a str,
    name: &'a str,
    at: Span,
}

fn parts(policy: &Policy, keywords: Keywords) -> BTreeMap<PartKey, Part> {
    let mut parts = Parts { policy, printer: Printer::new(policy, keywords), all: BTreeMap::new() };
    parts.rules();
    parts.caps();
    parts.redemptions();
    parts.named();
    for (at, gate) in policy.gates.iter().enumerate() {
        let of = Of { noun: words::GATE, key: &at.to_string(), name: "", at: gate.span };
        parts.add(of, CONDITIONS, parts.printer.gate(gate));
    }
    parts.all
}

impl Parts<'_> {
    fn add(&mut self, of: Of<'_>, part: Noun, text: String) {
        let value = Part { noun: of.noun, name: of.name.to_owned(), part, text, at: of.at };
        self.all.insert((of.noun.1, of.key.to_owned(), part.1), value);
    }

    fn rules(&mut self) {
        for rule in &self.policy.rules {
            let of = Of { noun: words::RULE, key: &rule.key, name: name(&rule.name), at: rule.name.span };
            let printer = self.printer;
            self.add(of, WHOLE, String::new());
            self.add(of, ("奖励", "award"), pays(&printer, self.policy, rule));
            self.add(of, CONDITIONS, joined(rule.when.iter().map(|when| printer.expr(when))));
            self.add(of, ("上限", "caps"), joined(rule.caps.iter().map(|cap| printer.cap(cap))));
        }
    }

    fn caps(&mut self) {
        for cap in &self.policy.overall_caps {
            let of = Of { noun: words::OVERALL_CAP, key: &cap.key, name: name(&cap.name), at: cap.name.span };
            let printer = self.printer;
            let covered = cap.covers.iter().filter_map(|id| self.policy.rules.get(id.0));
            let covered = joined(covered.map(|rule| printer.name(&rule.name)));
            self.add(of, WHOLE, String::new());
            self.add(of, ("限额", "limit"), printer.overall(&cap.cap));
            self.add(of, ("所含规则", "rules covered"), covered);
        }
    }

    fn redemptions(&mut self) {
        for item in &self.policy.redemptions {
            let of = Of { noun: words::REDEMPTION, key: &item.key, name: name(&item.name), at: item.name.span };
            let printer = self.printer;
            self.add(of, WHOLE, String::new());
            self.add(of, ("价格", "price"), printer.expr(&item.price));
            self.add(of, ("限量", "stock"), joined(item.stock.iter().map(|cap| printer.stock(cap))));
            self.add(of, CONDITIONS, joined(item.when.iter().map(|when| printer.expr(when))));
        }
    }

    /// Parameters, tables and definitions: one that comes or goes changes nothing by itself.
    fn named(&mut self) {
        let (policy, printer) = (self.policy, self.printer);
        let of = |noun, named: &'_ Named| (noun, named.name.key().to_owned(), name(named).to_owned(), named.span);
        let mut all = Vec::new();
        for parameter in &policy.parameters {
            let value =
                |(day, value): &(i32, Constant)| dated(&printer, *day, &printer.constant(value, &parameter.ty, None));
            all.push((
                of(words::PARAMETER, &parameter.name),
                ("值", "value"),
                joined(parameter.values.iter().map(value)),
            ));
        }
        for table in &policy.tables {
            let kind = ExprKind::Bands(table.bands.clone());
            let rows = printer.expr(&Expr { kind, ty: table.ty.clone(), span: table.name.span });
            all.push((of(words::TABLE, &table.name), ("各档", "rows"), rows));
        }
        for definition in &policy.definitions {
            all.push((of(words::DEFINITION, &definition.name), ("算式", "formula"), printer.expr(&definition.value)));
        }
        for ((noun, key, called, at), part, text) in all {
            self.add(Of { noun, key: &key, name: &called, at }, part, text);
        }
    }
}

/// What a rule pays.
fn pays(printer: &Printer<'_>, policy: &Policy, rule: &Rule) -> String {
    let pick = |zh: &'static str, en: &'static str| if printer.is_chinese() { zh } else { en };
    match &rule.pays {
        Pays::Award { award: Award::Expr(amount, rounding), .. } => {
            format!("{}{}", printer.expr(amount), rounded(printer, *rounding))
        }
        Pays::Award { award: Award::Blocks { block, of, pay, carried }, .. } => {
            let [block, of, pay] = [block, of, pay].map(|part| printer.expr(part));
            let blocks = match printer.is_chinese() {
                true => format!("每满 {block} {of} {pay}"),
                false => format!("{pay} per full {block} of {of}"),
            };
            let remainder = match carried {
                Some(_) => pick("，余数结转", ", remainder carried"),
                None => pick("，余数不计", ", remainder dropped"),
            };
            blocks + remainder
        }
        Pays::Bonus { share, bases, rounding, .. } => {
            let bases = bases.iter().filter_map(|id| policy.rules.get(id.0)).map(|rule| printer.name(&rule.name));
            let of = pick("于", "of");
            format!("{} {of} {}{}", percent(printer, share), joined(bases), rounded(printer, Some(*rounding)))
        }
    }
}

/// A share as a policy writes it: 20%.
fn percent(printer: &Printer<'_>, share: &Expr) -> String {
    let hundredfold = match share.kind {
        ExprKind::Constant(Constant::Number(number)) => multiply(number, Rational::from(100)).and_then(decimal),
        _ => None,
    };
    hundredfold.map_or_else(|| printer.expr(share), |hundredfold| format!("{hundredfold}%"))
}

fn rounded(printer: &Printer<'_>, rounding: Option<Rounding>) -> &'static str {
    let (zh, en) = match rounding {
        None => ("", ""),
        Some(Rounding::Down) => ("，向下取整", ", rounded down"),
        Some(Rounding::Up) => ("，向上取整", ", rounded up"),
        Some(Rounding::HalfUp) => ("，四舍五入", ", rounded half up"),
    };
    if printer.is_chinese() { zh } else { en }
}

fn dated(printer: &Printer<'_>, day: i32, value: &str) -> String {
    let from = if printer.is_chinese() { "自" } else { "from" };
    if day == i32::MIN { value.to_owned() } else { format!("{value} {from} {}", show_date(i64::from(day))) }
}

fn joined(texts: impl Iterator<Item = String>) -> String {
    texts.collect::<Vec<_>>().join("；")
}

fn changed(part: &Part, earlier: &Part, english: (&Part, &Part), version: &str) -> Finding {
    let the = the(part);
    let (old, new) = (shown(&earlier.text, &english.0.text), shown(&part.text, &english.1.text));
    let what = say(
        format!("{}的{}由{}改为{}，版本还是“{version}”。", the.zh, part.part.0, old.zh, new.zh),
        format!(
            "The {} of {} changed from {} to {}, and the version is still “{version}”.",
            part.part.1, the.en, old.en, new.en
        ),
    );
    told(part.at, what)
}

fn came_or_went(part: &Part, at: Span, version: &str, how: (&str, &str)) -> Finding {
    let the = the(part);
    let what = say(
        format!("{}是{}，版本还是“{version}”。", the.zh, how.0),
        format!("{} is {}, and the version is still “{version}”.", words::capital(&the.en), how.1),
    );
    told(at, what)
}

fn told(at: Span, what: Message) -> Finding {
    let help = say(
        "写一个新的版本：改“版本”和“施行”，旧的另存一个文件。",
        "Write a new version: change “version” and “in force”, and keep the old text in a file of its own.",
    );
    Finding::new(&CODE, at, what).help(help)
}

fn the(part: &Part) -> Message {
    if part.name.is_empty() {
        say(part.noun.0, format!("an {}", part.noun.1))
    } else {
        words::the(part.noun, &part.name)
    }
}

/// A part as written, or that there is none.
fn shown(zh: &str, en: &str) -> Message {
    if zh.is_empty() { say("没有", "none") } else { say(format!("“{zh}”"), format!("“{en}”")) }
}
