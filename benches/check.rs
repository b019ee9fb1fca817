//! How the time of the checks grows with a policy: `cargo bench --bench check`.
//!
//! Policies are generated: activities of 50 rules each, of which some can meet. Timed is the check of a policy that has been
//! read and resolved, with everything that is looked for, its program included; reading is timed beside it. The method that
//! every pair of rules of a policy is asked about is what the checks are compared with. Of several runs the best counts: what
//! else the machine does makes a run longer, never shorter. Memory is the most that was resident while it was checked.
//!
//! `cargo bench --bench check -- FILE…` reads and checks policies of one's own, once each.
#![allow(
    clippy::disallowed_types,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a bench measures time and stops where something is wrong"
)]

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use mizi::checks;
use mizi::checks::encode::{Act, Scene};
use mizi::diagnostics::Severity;
use mizi::load::load;
use mizi::logic::{Answer, Label};
use mizi::model::held::Held;
use mizi::model::segments::stretches;
use mizi::model::{ActivityId, Model, from_syntax};
use mizi::source::Sources;
use mizi::syntax;

/// Rules of one activity.
const PER_ACTIVITY: usize = 50;
/// Pairs of all pairs that are timed.
const SAMPLE: usize = 20_000;

fn main() {
    let files: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    if !files.is_empty() {
        return files.iter().for_each(|file| one_file(file));
    }
    let small = times(1_000);
    let large = times(10_000);
    println!("\n10 times the rules: {:.1} times the time of the checks\n", ratio(large, small));
    repository(200, 100);
}

#[allow(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "a ratio to be read")]
fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64()
}

/// The best time of the checks.
fn times(rules: usize) -> Duration {
    let text = policy("大街", rules);
    println!("{rules} rules in {} activities, {} kB", rules / PER_ACTIVITY, text.len() / 1000);
    let (read, model) = best(3, || model(&text));
    println!("  read and resolved   {:>10.1?}", read);
    let before = resident("VmRSS");
    let (checked, found) = best(5, || {
        forget_peak();
        checks::check(Some(model.clone()), Vec::new()).1
    });
    let errors = found.iter().filter(|finding| finding.severity() == Severity::Error).count();
    println!("  checked             {checked:>10.1?}   {errors} errors, {} findings", found.len());
    println!("  memory              {:>7} MB   beside {before} MB before", resident("VmHWM"));
    let pairs = rules * (rules - 1) / 2;
    let each = every_pair(&model);
    let all = Duration::from_nanos(u64::try_from(each.as_nanos() * pairs as u128).unwrap());
    println!("  every pair asked    {all:>10.1?}   {pairs} pairs of {each:.1?} each, the mean of {SAMPLE}");
    checked
}

/// A policy of one's own, once.
fn one_file(file: &str) {
    let bytes = std::fs::read(file).unwrap();
    let (time, loaded) = timed(|| load(vec![(file.to_owned(), bytes.clone())]));
    let found: usize = loaded.policies.iter().map(|policy| policy.findings.len()).sum();
    println!("{file}: {time:.1?}, {found} findings, {} MB", resident("VmHWM"));
}

/// Policies in folders of their own, as `mizi check` takes them one after another: when the first has been checked, and all.
fn repository(policies: usize, rules: usize) {
    let texts: Vec<String> = (0..policies).map(|number| policy(&format!("「大街 {number}」"), rules)).collect();
    let one = |text: &String| black_box(load(vec![("bench.mizi".to_owned(), text.clone().into_bytes())]));
    let (first, _) = best(3, || one(&texts[0]));
    let (all, _) = best(1, || texts.iter().for_each(|text| drop(one(text))));
    println!("{policies} policies of {rules} rules each, read and checked");
    println!("  the first           {first:>10.1?}");
    println!("  all                 {all:>10.1?}");
}

fn best<T>(runs: usize, work: impl Fn() -> T) -> (Duration, T) {
    let all = (0..runs).map(|_| timed(&work));
    all.min_by_key(|(time, _)| *time).unwrap()
}

/// Megabytes that the system says this process has; 0 where it does not say.
fn resident(what: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':'));
    line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok()).unwrap_or(0) / 1024
}

/// Lets the most that was resident begin anew.
fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

fn timed<T>(work: impl Fn() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = black_box(work());
    (start.elapsed(), result)
}

fn model(text: &str) -> Model {
    let mut sources = Sources::default();
    let (tree, findings) = syntax::read(&mut sources, "bench.mizi", text.as_bytes());
    let (model, more) = from_syntax::resolve(&[&tree]);
    for finding in findings.iter().chain(&more) {
        assert!(finding.severity() > Severity::Error, "{}", finding.what.en);
    }
    model.unwrap()
}

/// The time of asking whether two rules can hold for one event, for pairs spread over the policy.
fn every_pair(model: &Model) -> Duration {
    let held = Held::of(model);
    let scene = Scene::new(model, &held, stretches(model)[0], Act::Event(ActivityId(0))).unwrap();
    let mut problem = scene.problem.clone();
    for (label, (id, _)) in (0u32..).zip(scene.rules()) {
        problem.require(Label(label), scene.stands(id).unwrap());
    }
    let prepared = problem.prepare();
    let labels = u32::try_from(PER_ACTIVITY).unwrap();
    let pairs = || (0..labels).flat_map(|a| (0..a).map(move |b| [Label(a), Label(b)]));
    let start = Instant::now();
    let asked = pairs().cycle().take(SAMPLE);
    let meet = asked.filter(|pair| matches!(prepared.answer_for(pair), Answer::Holds(_))).count();
    black_box(meet);
    start.elapsed() / u32::try_from(SAMPLE).unwrap()
}

/// A policy with a name and so many rules: for each of ten roles, rules for bands of age, some of them for success only.
fn policy(name: &str, rules: usize) -> String {
    let mut text = format!(
        "政策 {name}\n  版本 \"1\"\n  施行 自 2025-01-01\n  积分 米，整数\n  折现 10 米 = 1 元\n  时区 \"Asia/Shanghai\"\n  \
         并得 相加\n  超限 截断\n  先后 按声明\n  加成 另计\n  撤销 归还额度，可负\n  认定 按发生时间\n  迟到 不限\n\
         维度 和美、文明、治理、清廉、未来\n主体 居民 属于 家庭（每户，可缺）\n  年龄：整数 0 至 150\n  户籍：本地、外地 之一\n  \
         实名注册：是否\n",
    );
    let activities = rules / PER_ACTIVITY;
    for activity in 0..activities {
        let name = numbered(activity);
        let _ = write!(text, "活动 「{name}」\n  角色：甲、乙、丙、丁、戊、己、庚、辛、壬、癸 之一\n  ");
        let _ = writeln!(text, "时长：小时，0 至 8，步长 0.5\n  成功：是否");
    }
    text += "资格 得分 当 实名注册\n";
    for activity in 0..activities {
        (0..PER_ACTIVITY).for_each(|rule| text += &one(activity, rule));
    }
    text
}

fn numbered(activity: usize) -> String {
    format!("活动 {activity}")
}

fn one(activity: usize, rule: usize) -> String {
    let role = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"][rule % 10];
    let dimension = ["和美", "文明", "治理", "清廉", "未来"][activity % 5];
    let (from, success) = (rule / 10 * 30, if rule.is_multiple_of(3) { "\n  当 成功" } else { "" });
    let from = if from == 0 { String::new() } else { format!(" 且 年龄 {from} 以上") };
    let to = rule / 10 * 30 + 30;
    let award = match rule % 2 {
        0 => format!("每满 1 小时 时长 {} 米，余数不计", 5 + rule % 7),
        _ => format!("{} 米", 10 + rule % 13),
    };
    format!(
        "规则 「规则 {activity}-{rule}」\n  依据 \"示例\"\n  计入 {dimension}\n  凡 「{}」\n  当 角色 是 {role}{from} 且 年龄 不满 {to}{success}\n  奖励 {award}\n  上限 每人 每月 {} 米\n",
        numbered(activity),
        200 + rule
    )
}
