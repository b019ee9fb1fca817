//! Holds every message to `docs/language/terms.md`, and the pages to the files they name.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod common;

use common::{at, entries, files, read, rust, table};

const TERMS: &str = "docs/language/terms.md";

/// Words that no message says, by language.
struct Banned {
    zh: Vec<String>,
    en: Vec<String>,
}

fn banned() -> Banned {
    let never = table(TERMS, "Concepts").into_iter().flat_map(|row| entries(&row[3]));
    let trade =
        table(TERMS, "Words of the trade").into_iter().flat_map(|row| [entries(&row[0]), entries(&row[1])].concat());
    let (zh, en) = never.chain(trade).partition(|word| has_han(word));
    Banned { zh, en }
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn has_han(text: &str) -> bool {
    text.contains(is_han)
}

/// Whether a message is in Chinese: an English one may have a unit or two in Han.
fn is_chinese(words: &str) -> bool {
    let han = words.chars().filter(|c| is_han(*c)).count();
    let latin = words.chars().filter(char::is_ascii_alphabetic).count();
    han > 0 && han * 2 >= latin
}

/// A message without what it quotes and without what is filled in.
fn own_words(message: &str) -> String {
    let mut out = String::new();
    let mut closing: Vec<char> = Vec::new();
    for c in message.chars() {
        match (c, closing.last()) {
            (c, Some(close)) if c == *close => drop(closing.pop()),
            ('“', _) => closing.push('”'),
            ('「', _) => closing.push('」'),
            ('《', _) => closing.push('》'),
            ('`', _) => closing.push('`'),
            ('{', _) => closing.push('}'),
            (c, None) => out.push(c),
            _ => {}
        }
    }
    out
}

/// What is wrong with the wording of one message; the name of a code is none.
fn faults(message: &str, banned: &Banned) -> Vec<String> {
    if message.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
        return Vec::new();
    }
    let words = own_words(message);
    let mut faults: Vec<String> = if is_chinese(&words) {
        let mut faults: Vec<String> = banned.zh.iter().filter(|word| words.contains(*word)).cloned().collect();
        faults.extend(chinese_marks(&words));
        faults
    } else {
        let lower = words.to_lowercase();
        let plain: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric() && c != '\'').collect();
        let said = |phrase: &String| {
            let parts: Vec<String> = phrase.to_lowercase().split(' ').map(str::to_owned).collect();
            plain
                .windows(parts.len())
                .any(|window| window.iter().zip(&parts).all(|(a, b)| a == b || a.strip_suffix('s') == Some(b)))
        };
        let mut faults: Vec<String> = banned.en.iter().filter(|word| said(word)).cloned().collect();
        faults.extend(plain.iter().filter(|word| word.contains("n't")).map(|word| (*word).to_owned()));
        faults
    };
    faults.extend(words.contains(['!', '！']).then(|| "an exclamation mark".to_owned()));
    faults
}

/// Half-width punctuation after Han, and Han without a space beside a digit or Latin letter.
fn chinese_marks(words: &str) -> Vec<String> {
    let chars: Vec<char> = words.chars().collect();
    let pairs = chars.windows(2).filter_map(|pair| <[char; 2]>::try_from(pair).ok());
    let wrong = pairs.filter(|[a, b]| {
        let mark = is_han(*a) && matches!(b, ',' | ';' | ':' | '?');
        let tight = (is_han(*a) && b.is_ascii_alphanumeric()) || (a.is_ascii_alphanumeric() && is_han(*b));
        mark || tight
    });
    wrong.map(|[a, b]| format!("{a}{b}")).collect()
}

#[test]
fn messages_use_the_terms() {
    let banned = banned();
    let in_source = files("src", ".rs").into_iter().map(|path| (rust::messages(&read(&path)), path));
    let explained = files("evaluator/src/explain", ".rs").into_iter().map(|path| (rust::texts(&read(&path)), path));
    let mut wrong = Vec::new();
    for (messages, path) in in_source.chain(explained) {
        for (message, line) in messages {
            wrong.extend(
                faults(&message, &banned).into_iter().map(|fault| format!("{path}:{line}: {fault}: {message}")),
            );
        }
    }
    assert!(wrong.is_empty(), "see {TERMS}:\n{}", wrong.join("\n"));
}

#[test]
fn shown_findings_use_the_terms() {
    let banned = banned();
    let mut wrong = Vec::new();
    for path in files("tests/snapshots/cases", ".snap") {
        for message in shown(&read(&path)) {
            wrong.extend(faults(&message, &banned).into_iter().map(|fault| format!("{path}: {fault}: {message}")));
        }
    }
    assert!(wrong.is_empty(), "see {TERMS}:\n{}", wrong.join("\n"));
}

/// The messages of a snapshot of findings, without the source shown and the lines as they would read after a change.
fn shown(snapshot: &str) -> Vec<String> {
    let mut messages: Vec<String> = Vec::new();
    let mut open = false;
    for line in snapshot.lines() {
        let text = line.trim();
        let starts =
            ["× ", "⚠ ", "☞ ", "原因：", "办法：", "why:", "help:"].iter().find_map(|head| text.strip_prefix(head));
        let alone = ["改法：", "fix:"].iter().find_map(|head| text.strip_prefix(head));
        let label = text.split_once("── ").filter(|_| text.starts_with('·')).map(|(_, label)| label);
        let further = text.strip_prefix("│ ").or_else(|| line.starts_with("        ").then_some(text));
        match (starts, alone.or(label), further, messages.last_mut()) {
            (Some(start), ..) => messages.push(start.to_owned()),
            (None, Some(alone), ..) => messages.push(alone.to_owned()),
            (None, None, Some(further), Some(last)) if open => unwrap(last, further),
            _ => {}
        }
        open = starts.is_some() || (open && alone.is_none() && label.is_none() && further.is_some());
    }
    messages
}

/// Joins lines that were wrapped: without a space only where the first ends or the second begins with Han or its marks on both sides.
fn unwrap(line: &mut String, further: &str) {
    let wide = |c: Option<char>| c.is_some_and(|c| !c.is_ascii());
    let joined = wide(line.chars().last()) && wide(further.chars().next());
    if !joined && !line.ends_with(['，', '。', '：', '；', '、']) {
        line.push(' ');
    }
    line.push_str(further);
}

#[test]
fn every_term_stands_once() {
    let rows = table(TERMS, "Concepts");
    for column in [0, 1] {
        let mut terms: Vec<&String> = rows.iter().map(|row| &row[column]).collect();
        terms.sort();
        let twice: Vec<_> = terms.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }
    let Banned { zh, en } = banned();
    for row in &rows {
        assert!(!zh.iter().any(|word| row[0].contains(word.as_str())), "{} is also banned", row[0]);
        assert!(!en.contains(&row[1]), "{} is also banned", row[1]);
    }
}

#[test]
fn pages_link_to_files_that_exist() {
    let mut pages = files("docs", ".md");
    pages.extend(["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(str::to_owned));
    for page in pages.into_iter().filter(|page| at(page).exists()) {
        let folder = at(&page).parent().map(std::path::Path::to_owned).unwrap_or_default();
        for target in links(&read(&page)) {
            assert!(folder.join(&target).exists(), "{page} links to {target}");
        }
    }
}

/// Targets of links within the repository, without their anchors.
fn links(page: &str) -> Vec<String> {
    let targets = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let local = targets.filter(|target| !target.contains("://") && !target.starts_with('#'));
    local.filter_map(|target| target.split('#').next()).map(str::to_owned).collect()
}

/// The reader of these tests itself: what it must find fault with, and what not.
#[test]
fn faults_are_found() {
    let banned = banned();
    for good in [
        "规则“标识符”没有写奖励。",
        "第 3 行的“50 元”应以米计。",
        "The rule “parse, token” states no award.",
        "{token} 米",
    ] {
        assert_eq!(faults(good, &banned), Vec::<String>::new(), "{good}");
    }
    for bad in [
        "这个标识符未定义。",
        "第3行没有奖励。",
        "没有奖励,也没有上限。",
        "Unexpected token.",
        "Two identifiers.",
        "It isn't there.",
        "错了！",
    ] {
        assert!(!faults(bad, &banned).is_empty(), "{bad}");
    }
    let source = "fn f() { Finding::new(&X, s, Message::new(format!(\"甲{}\", \"x\"), \"a\")).label(Message::new(\"乙\", \"b\")); g(\"no\") }\nstatic X: Code = Code { name: \"n\", zh: \"丙\", en: \"c\" };\ncodes! { A = \"丁\"; }";
    let found: Vec<String> = rust::messages(source).into_iter().map(|(text, _)| text).collect();
    assert_eq!(found, ["甲{}", "x", "a", "乙", "b", "n", "丙", "c", "丁"]);
}
