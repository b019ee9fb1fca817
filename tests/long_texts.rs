//! Texts that no one writes: read in steps that grow as the text does, refused where a limit is stated, never a panic.
//!
//! Nothing is timed. The texts are so large that reading in squares would not come to its end.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use mizi::diagnostics::Lang;
use mizi::diagnostics::render::{json, terminal};
use mizi::load::load;

const HEAD: &str = "政策 试\n  版本 \"1\"\n  施行 自 2025-01-01\n  积分 米，整数\n  时区 \"Asia/Shanghai\"\n  并得 相加\n  撤销 归还额度，可负\n  迟到 不限\n\n\
    维度 和美\n\n主体 居民\n  年龄：整数 0 至 150\n\n活动 巡防\n  时长：分钟，0 至 600，步长 1\n\n";
const RULE: &str = "规则 巡防奖\n  计入 和美\n  凡 巡防\n  上限 每人 每日 8 次\n";

/// The codes found in a text, each once, in the order they are shown first; everything found is shown in both languages.
fn found(bytes: impl Into<Vec<u8>>) -> Vec<&'static str> {
    let loaded = load(vec![("long.mizi".to_owned(), bytes.into())]);
    let mut findings = loaded.findings;
    findings.extend(loaded.policies.into_iter().flat_map(|policy| policy.findings));
    for lang in [Lang::Zh, Lang::En] {
        terminal::text(&findings, &loaded.sources, terminal::Style::plain(lang));
    }
    json::array(&findings, &loaded.sources).unwrap();
    let mut codes: Vec<&'static str> = Vec::new();
    for finding in &findings {
        if !codes.contains(&finding.code.name) {
            codes.push(finding.code.name);
        }
    }
    codes
}

fn after_head(text: &str) -> Vec<u8> {
    format!("{HEAD}{text}").into_bytes()
}

#[test]
fn one_line_of_a_megabyte_is_refused() {
    const LENGTH: usize = 1 << 20;
    let marks = [
        "a", "米", "1", "(", ")", "（", ",", "、", "\"", "“", "”", "'", "’", "「", "`", "《", "/", "-", "!", "1,000,",
        "1.", "a ", "非 ", "【",
    ];
    for mark in marks {
        assert_eq!(found(after_head(&mark.repeat(LENGTH / mark.len()))), ["too-large"], "{mark}");
    }
}

/// As long as a line may be, and many of them: what is looked for in a line is looked for once.
#[test]
fn many_long_lines() {
    for mark in ["“", "”", "’", "「", "`", "《", "a", "1,000,", "非 ", "（"] {
        let line = mark.repeat(3_900 / mark.chars().count()) + "\n";
        let codes = found(after_head(&line.repeat((1 << 18) / line.len())));
        assert!(!codes.is_empty(), "{mark}");
    }
}

#[test]
fn an_error_in_each_of_very_many_lines() {
    let items: String = (0..60_000).map(|n| format!("规则 奖{n} )\n")).collect();
    let codes = found(after_head(&items));
    assert!(codes.contains(&"too-many-errors"), "{codes:?}");
    let clauses: String = (0..60_000).map(|n| format!("  奖励 ) {n}\n")).collect();
    assert_eq!(found(after_head(&format!("{RULE}{clauses}"))), ["unexpected-text", "too-many-errors"]);
    let together = "规则奖\n".repeat(40_000);
    let codes = found(after_head(&together));
    assert!(codes.contains(&"missing-space") && codes.contains(&"too-many-errors"), "{codes:?}");
}

#[test]
fn more_parts_than_any_policy_has() {
    let lines: String = (0..25_000).map(|n| format!("维度 甲{}\n", han(n))).collect();
    assert_eq!(found(after_head(&lines)), ["too-large"]);
    let names: Vec<String> = (0..100_000).map(han).collect();
    assert_eq!(found(after_head(&format!("维度 {}\n", names.join("、\n  ")))), ["too-large"]);
    // What the rules before it have counts too.
    let rules: String =
        (0..3_000).map(|n| format!("规则 甲{}\n  计入 和美\n  凡 巡防\n  奖励 1 米\n", han(n))).collect();
    let conditions = "  当 久\n".repeat(192_000);
    assert_eq!(found(after_head(&format!("{rules}{RULE}{conditions}"))), ["too-large"]);
}

/// A number without digits.
fn han(number: u32) -> String {
    number.to_string().chars().map(|c| char::from_u32(0x4E2D + u32::from(c)).unwrap()).collect()
}

#[test]
fn layers_and_chains() {
    let cases = [
        format!("{}1{} 米", "（".repeat(1_000), "）".repeat(1_000)),
        "若 时长 满 1 分钟 则 1 米 否则\n ".repeat(5_000) + "2 米",
        "非 ".repeat(1_500) + "时长 满 1 分钟",
        "-".repeat(3_000) + "1 米",
        ["1 米"; 5_000].join("\n + "),
        "取小（\n".repeat(5_000),
    ];
    for text in cases {
        let codes = found(after_head(&format!("{RULE}  奖励 {text}\n")));
        assert!(codes.contains(&"too-large"), "{codes:?}: {}", text.chars().take(20).collect::<String>());
    }
    for joint in ["且", "或"] {
        let all = vec!["时长 满 1 分钟"; 5_000].join(&format!("\n {joint} "));
        let codes = found(after_head(&format!("{RULE}  当 {all}\n  奖励 1 米\n")));
        assert_eq!(codes, ["could-not-decide"], "{joint}");
    }
}

#[test]
fn bytes_that_are_no_text() {
    assert_eq!(found(vec![0; 4 << 20]), ["too-large"]);
    assert_eq!(found("\0\n".repeat(1 << 20)), ["invisible-character", "too-many-errors"]);
    assert_eq!(found(b"\xED\xA0\x80".repeat(1 << 20)), ["not-utf8"]);
    let utf16: Vec<u8> = HEAD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(found([b"\xFF\xFE".to_vec(), utf16].concat()), ["not-utf8"]);
    assert_eq!(found([&b"\xD5\xFE\xB2\xDF "[..], &b"\xCA\xD4 ".repeat(1 << 20)].concat()), ["not-utf8"]);
    assert_eq!(found("\u{FEFF}"), ["empty-text"]);
    assert_eq!(found("\u{FEFF}\n".repeat(1 << 18)), ["invisible-character", "too-many-errors"]);
    assert_eq!(found("\n".repeat(4 << 20)), ["empty-text"]);
}

/// CR alone ends a line as well as LF or both.
#[test]
fn line_ends_of_every_kind() {
    let whole = format!("{HEAD}{RULE}  奖励 1 米\n");
    for ends in ["\r", "\r\n", "\n\r", "\r\r\n"] {
        assert_eq!(found(whole.replace('\n', ends)), [""; 0], "{ends:?}");
    }
    let mut sources = mizi::source::Sources::default();
    let text = sources.add("a", "甲\r乙\r\n丙\n丁");
    let at = |offset| sources.position(text, offset).map(|p| (p.line, p.column));
    assert_eq!([0, 4, 9, 13].map(at), [Some((1, 1)), Some((2, 1)), Some((3, 1)), Some((4, 1))]);
}

#[test]
fn long_names_and_numbers() {
    assert!(found(after_head(&format!("{RULE}  奖励 {} 米\n", "9".repeat(3_900)))).contains(&"number-too-long"));
    let name = "甲".repeat(3_900);
    assert_eq!(
        found(after_head(&format!("规则 {name}\n  计入 和美\n  凡 巡防\n  奖励 1 米\n  上限 每人 每日 8 次\n"))),
        [""; 0]
    );
}
