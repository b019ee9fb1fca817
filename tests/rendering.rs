//! How findings look on a terminal and as JSON: Han text aligned, tabs, CRLF, a BOM, several files.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use mizi::diagnostics::render::terminal::{self, Style};
use mizi::diagnostics::render::{json, summary};
use mizi::diagnostics::{Code, Finding, Fix, Lang, Message, Severity};
use mizi::source::{Sources, Span, TextId};

static WRONG: Code =
    Code {
        name: "unknown-name", severity: Severity::Error, zh: "没有这个名称", en: "a name that is not declared"
    };
static DOUBTFUL: Code =
    Code { name: "open-choice", severity: Severity::Warning, zh: "没有写明的选择", en: "a choice left open" };
static NOTED: Code =
    Code { name: "not-examined", severity: Severity::Note, zh: "尚未检验", en: "not examined yet" };

/// The first place where `part` stands in the text.
fn span(sources: &Sources, text: TextId, part: &str) -> Span {
    let content = &sources.get(text).unwrap().content;
    let start = content.find(part).unwrap() as u32;
    Span { text, start, end: start + part.len() as u32 }
}

fn both(findings: &[Finding], sources: &Sources) -> String {
    [Lang::Zh, Lang::En]
        .map(|lang| terminal::text(findings, sources, Style::plain(lang)) + &summary(findings, lang))
        .join("\n\n")
}

fn one_text(name: &str, content: &str) -> (Sources, TextId) {
    let mut sources = Sources::default();
    let text = sources.add(name, content);
    (sources, text)
}

#[test]
fn han_and_latin_share_a_line() {
    let (sources, text) = one_text(
        "policies/仓前/规则.mizi",
        "规则 老年加成 代号 senior\n  当 年龄 60 以上\n  加成 20% 于 社团牵头奖、club_led、巡访奖，向下取整\n",
    );
    let at = |part| span(&sources, text, part);
    let fix = Fix {
        title: Message::new("改为“巡防奖”", "Change it to “巡防奖”"),
        edits: vec![(at("巡访奖"), "巡防奖".into())],
    };
    let finding = Finding::new(&WRONG, at("巡访奖"), Message::new("没有名为“巡访奖”的规则。", "No rule is named “巡访奖”."))
        .label(Message::new("没有这条规则", "no such rule"))
        .and(at("club_led"), Message::new("这一条有", "this one exists"))
        .why(Message::new(
            "加成按所依规则的实得计算，所依规则必须写在同一政策中；名称写错一个字，这一项加成就无从计算，居民得到的积分也就说不清来自哪一条规则、依据哪一个条款。",
            "A bonus is a share of what its base rules granted, so every base rule must stand in the same policy; with one letter wrong in the name there is nothing to take a share of.",
        ))
        .fix(fix);
    insta::assert_snapshot!(both(&[finding], &sources));
}

#[test]
fn tabs_crlf_and_bom() {
    let (sources, text) = one_text("a.mizi", "\u{feff}规则 甲\r\n\t奖励\t50 元\r\n\t上限 每人 200 米");
    let at = |part| span(&sources, text, part);
    let findings = [
        Finding::new(
            &WRONG,
            at("规则"),
            Message::new("规则“甲”没有写明凡何活动。", "The rule “甲” names no activity."),
        ),
        Finding::new(
            &WRONG,
            at("50 元"),
            Message::new("奖励以米计，这里写了元。", "Awards are in 米; this one is in 元."),
        )
        .label(Message::new("写了元", "in yuan"))
        .fix(Fix {
            title: Message::new("改为“50 米”", "Change it to “50 米”"), edits: vec![(at("元"), "米".into())]
        }),
        Finding::new(&DOUBTFUL, at("每人 200 米"), Message::new("上限没有周期。", "The cap states no period.")),
    ];
    insta::assert_snapshot!(both(&findings, &sources));
    insta::assert_snapshot!(json::array(&findings, &sources).unwrap());
}

#[test]
fn places_in_two_files_and_far_apart() {
    let (mut sources, second) =
        one_text("规则.mizi", &("规则 甲\n  奖励 10 米\n".to_owned() + &"// …\n".repeat(20) + "规则 乙\n"));
    let first = sources.add("名录.mizi", "维度 和美\n维度 文明\n");
    let finding =
        Finding::new(&WRONG, span(&sources, first, "文明"), Message::new("两处都叫“文明”。", "Two are named “文明”."))
            .label(Message::new("这里", "here"))
            .and(span(&sources, second, "规则 乙"), Message::new("又在这里", "and here"))
            .and(span(&sources, second, "10 米"), Message::new("还有这里", "and here too"));
    insta::assert_snapshot!(both(&[finding], &sources));
}

#[test]
fn stretches_of_several_lines() {
    let (sources, text) = one_text("a.mizi", "规则 甲\n  凡 巡防\n  奖励 1 米\n  上限 每人 2 米\n规则 乙\n");
    let long = span(&sources, text, "规则 甲\n  凡 巡防\n  奖励 1 米\n  上限 每人 2 米");
    let short = span(&sources, text, "凡 巡防\n  奖励 1 米");
    let findings = [
        Finding::new(&NOTED, long, Message::new("太长只指第一行。", "A long one shows its first line.")),
        Finding::new(&NOTED, short, Message::new("短的全部指出。", "A short one shows all of it."))
            .label(Message::new("从这里到这里", "from here to here")),
    ];
    insta::assert_snapshot!(both(&findings, &sources));
}

#[test]
fn a_place_within_a_place() {
    let (sources, text) = one_text("a.mizi", "  当 甲 且 乙 或 丙\n");
    let at = |part| span(&sources, text, part);
    let finding =
        Finding::new(&WRONG, at("甲 且 乙 或 丙"), Message::new("“且”与“或”并用。", "“and” stands beside “or”."))
            .and(at("甲 且 乙"), Message::new("这一部分要加括号", "this part needs parentheses"));
    insta::assert_snapshot!(both(&[finding], &sources));
}

#[test]
fn what_cannot_be_seen_is_shown() {
    let (sources, text) = one_text("a.mizi", "规则\u{200b} 甲\u{1b}[31m\n  奖励 50\u{202e} 米");
    let findings = [
        Finding::new(
            &WRONG,
            span(&sources, text, "\u{200b}"),
            Message::new("有看不见的字符。", "An invisible character."),
        ),
        Finding::new(&WRONG, span(&sources, text, "米"), Message::new("单位。", "A unit.")),
    ];
    let shown = both(&findings, &sources);
    assert!(!shown.contains(['\u{1b}', '\u{202e}', '\u{200b}']));
    insta::assert_snapshot!(shown);
}

#[test]
fn ends_of_texts() {
    let (mut sources, empty) = one_text("空.mizi", "");
    let end = sources.add("末尾.mizi", "规则 甲\n");
    let at = |text, start, end| Span { text, start, end };
    let what = || Message::new("到此为止还缺“奖励”。", "“award” is missing up to here.");
    let findings = [
        Finding::new(&WRONG, at(empty, 0, 0), what()),
        Finding::new(&WRONG, at(end, 11, 11), what()).label(Message::new("文件到此结束", "the file ends here")),
        Finding::new(&WRONG, at(end, 10, 10), what()).label(Message::new("这一行到此结束", "the line ends here")),
        Finding::new(&WRONG, at(end, 8, 9999), what()).label(Message::new("超出文件", "beyond the file")),
        Finding::new(&WRONG, at(TextId(7), 0, 3), what()),
    ];
    insta::assert_snapshot!(both(&findings, &sources));
}

#[test]
fn colour_only_when_asked_for() {
    let (sources, text) = one_text("a.mizi", "规则 甲\n");
    let finding = [Finding::new(&WRONG, span(&sources, text, "甲"), Message::new("一。", "One."))];
    let coloured = Style { colour: true, ..Style::plain(Lang::Zh) };
    assert!(!terminal::text(&finding, &sources, Style::plain(Lang::Zh)).contains('\u{1b}'));
    assert!(terminal::text(&finding, &sources, coloured).contains('\u{1b}'));
}

#[test]
fn findings_come_in_order_and_once() {
    let (sources, text) = one_text("a.mizi", "规则 甲\n规则 乙\n");
    let of = |code, part| Finding::new(code, span(&sources, text, part), Message::new(part, part));
    let findings = [of(&NOTED, "乙"), of(&WRONG, "乙"), of(&DOUBTFUL, "甲"), of(&NOTED, "乙")];
    let order: Vec<_> =
        mizi::diagnostics::in_order(&findings).iter().map(|f| (f.code.name, f.what.zh.clone())).collect();
    let expected = [("open-choice", "甲"), ("not-examined", "乙"), ("unknown-name", "乙")];
    assert_eq!(order, expected.map(|(code, what)| (code, what.to_owned())));
    assert_eq!(summary(&findings, Lang::Zh), "1 处错误，1 处警告，1 处提示");
    assert_eq!(summary(&findings, Lang::En), "1 error, 1 warning, 1 note");
    assert_eq!(summary(&[], Lang::Zh), "没有发现问题");
    assert_eq!(json::array(&[], &sources).unwrap(), "[]\n");
}
