//! The canonical layout changes no policy, keeps every comment, and is its own layout; neither do the keywords of the other language
//! change one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at what it did not expect")]

mod common;
mod common_policy;
#[path = "formulas/write.rs"]
mod formulas;
#[path = "proofs/write.rs"]
#[allow(dead_code, reason = "the test uses a part")]
mod proofs;

use common::{files, read};
use common_policy::dice::Dice;
use common_policy::resolved;
use mizi::diagnostics::{Lang, Severity};
use mizi::format::{Refused, format};
use mizi::source::Sources;
use mizi::syntax;
use mizi_evaluator::program::Program;

/// Policies made of chance that each test tries.
const GENERATED: u64 = 100;

fn formatted(text: &str, keywords: Option<Lang>) -> Result<String, Refused> {
    let mut sources = Sources::default();
    let id = sources.add("policy.mizi", text);
    format(&sources, id, keywords)
}

fn laid_out(text: &str) -> String {
    formatted(text, None).unwrap_or_else(|refused| panic!("{refused:?}\n{text}"))
}

/// Whether a text can be read without an error.
fn is_readable(text: &str) -> bool {
    let (_, findings) = syntax::read(&mut Sources::default(), "policy.mizi", text.as_bytes());
    findings.iter().all(|finding| finding.severity() != Severity::Error)
}

fn comments(text: &str) -> Vec<String> {
    let (tree, _) = syntax::read(&mut Sources::default(), "policy.mizi", text.as_bytes());
    tree.comments.into_iter().map(|comment| comment.value).collect()
}

/// The program of a text that stands alone and has no error.
fn program(text: &str) -> Option<Program> {
    let (model, findings) = resolved(&[text]);
    let sound = findings.iter().all(|finding| finding.severity() != Severity::Error);
    model.filter(|_| sound).and_then(|model| mizi::program::compile(&model).ok())
}

/// What came of the cases of a text.
fn cases(text: &str) -> Vec<(String, usize)> {
    let Some(program) = program(text) else { return Vec::new() };
    let model = resolved(&[text]).0.expect("it has a program");
    let evaluator = mizi_evaluator::Evaluator::new(program).expect("a program just written");
    let ran = mizi::cases::run(&model, &evaluator);
    ran.into_iter().map(|ran| (ran.title, ran.findings.len())).collect()
}

/// Every policy of the repository that can be read, with its path.
fn corpus() -> Vec<(String, String)> {
    let folders = ["policies", "examples", "tests/cases", "tests/program", "tests/diff", "docs"];
    let paths = folders.into_iter().flat_map(|folder| files(folder, ".mizi"));
    let texts = paths.filter_map(|path| {
        let text = String::from_utf8(std::fs::read(common::at(&path)).expect(&path)).ok()?;
        is_readable(&text).then_some((path, text))
    });
    texts.collect()
}

fn generated() -> impl Iterator<Item = String> {
    (1..=GENERATED).map(|seed| {
        let mut dice = Dice::new(seed);
        if seed % 2 == 0 {
            return proofs::policy(&mut dice);
        }
        let depth = 1 + dice.below(4);
        let table = formulas::table(&mut dice);
        let number = formulas::number(&mut dice, depth);
        formulas::policy(&number, &formulas::condition(&mut dice, depth.min(3)), &table)
    })
}

fn says_the_same(name: &str, text: &str) {
    let new = laid_out(text);
    assert_eq!(laid_out(&new), new, "{name} has two layouts");
    assert_eq!(comments(&new), comments(text), "{name} loses comments");
    assert_eq!(program(&new), program(text), "{name} is another program");
    assert!(new.ends_with('\n') && !new.contains("\n\n\n") && !new.lines().any(|line| line.ends_with(' ')), "{new}");
}

#[test]
fn every_policy_that_can_be_read_keeps_its_program_and_its_comments() {
    let corpus = corpus();
    let good = corpus.iter().filter(|(path, _)| path.contains("/good/")).count();
    let programs = corpus.iter().filter(|(_, text)| program(text).is_some()).count();
    assert!(good > 200 && programs > 400, "{good} good cases, {programs} programs");
    for (path, text) in &corpus {
        says_the_same(path, text);
    }
}

#[test]
fn every_good_case_can_be_formatted() {
    let good = files("tests/cases", ".mizi").into_iter().filter(|path| path.contains("/good/"));
    let unread: Vec<String> =
        good.filter(|path| std::fs::read_to_string(common::at(path)).is_ok_and(|text| !is_readable(&text))).collect();
    assert!(unread.is_empty(), "{unread:?}");
}

#[test]
fn generated_policies_keep_their_program() {
    for (seed, text) in (1..).zip(generated()) {
        assert!(program(&text).is_some(), "{text}");
        says_the_same(&format!("seed {seed}"), &text);
    }
}

/// The text with blanks, line ends and marks as careless hands leave them.
fn careless(text: &str, dice: &mut Dice) -> String {
    let mut out = String::from("\u{FEFF}\n");
    // The words of a principle are kept as they stand.
    if text.lines().any(|line| line.starts_with("原则 ") || line.starts_with("principle ")) {
        return out + &text.replace('\n', "  \r\n");
    }
    for line in text.lines() {
        if line.is_empty() {
            out.push_str(["\r\n", "\n\n\n", "\n \n"][dice.below(3)]);
            continue;
        }
        let code = line.trim_start();
        let clause = line.len() > code.len();
        if clause {
            out.push_str([" ", "\t", "      ", "　"][dice.below(4)]);
        }
        let plain = !code.contains(['"', '“', '「', '`', '/', '《']);
        for c in code.chars() {
            match c {
                ' ' if plain => out.push_str([" ", "  ", "\t", "　"][dice.below(4)]),
                '，' if plain => out.push_str(["，", ", ", " ,"][dice.below(3)]),
                '：' if plain => out.push_str(["：", " : ", ": "][dice.below(3)]),
                '（' if plain => out.push_str(["（", " ("][dice.below(2)]),
                '0'..='9' if plain && dice.below(4) == 0 => {
                    out.push(char::from_u32(u32::from(c) + 0xFEE0).expect("a digit"))
                }
                _ => out.push(c),
            }
        }
        out.push_str(["\n", "\r\n", "  \n", "\t\r\n"][dice.below(4)]);
    }
    out
}

#[test]
fn careless_layout_comes_to_the_same() {
    for (seed, (path, text)) in (1..).zip(corpus().into_iter().filter(|(path, _)| !path.contains("/bad/"))) {
        let new = laid_out(&text);
        let untidy = careless(&new, &mut Dice::new(seed));
        assert_eq!(laid_out(&untidy), new, "{path}\n{untidy}");
    }
}

/// Whether the policy says what people are called; without, the keywords decide it.
fn has_subject(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("主体 ") || line.starts_with("subject "))
}

/// The text in the keywords of the other language and back; says what is wrong with that. Nothing is tried of what is no policy by itself.
fn there_and_back(text: &str) -> Result<bool, String> {
    let Some(own) = program(text) else { return Ok(false) };
    let (tree, _) = syntax::read(&mut Sources::default(), "policy.mizi", text.as_bytes());
    let way = if tree.zh_keywords >= tree.en_keywords { [Lang::En, Lang::Zh] } else { [Lang::Zh, Lang::En] };
    let mut now = text.to_owned();
    for lang in way {
        now = match formatted(&now, Some(lang)) {
            Ok(new) => new,
            Err(Refused::Keywords(..)) if !has_subject(text) => return Ok(false),
            Err(refused) => return Err(format!("{refused:?}\n{now}")),
        };
        let there = program(&now).ok_or_else(|| {
            let found: Vec<String> = resolved(&[&now]).1.into_iter().map(|finding| finding.what.zh).collect();
            format!("it has no program: {found:?}\n{now}")
        })?;
        let (tree, _) = syntax::read(&mut Sources::default(), "policy.mizi", now.as_bytes());
        let left = if lang == Lang::Zh { tree.en_keywords } else { tree.zh_keywords };
        // The readings of a scope are declared in either language.
        let readings =
            [" per ", "（per ", " whole ", "（whole ", "或"].iter().map(|word| now.matches(word).count()).sum();
        for (wrong, what) in [
            (there != own, "it is another program"),
            (cases(&now) != cases(text), "its cases come out otherwise"),
            (left > readings, "it keeps keywords"),
        ] {
            if wrong {
                return Err(format!("{what}\n{now}"));
            }
        }
    }
    assert_eq!(laid_out(&now), now);
    Ok(true)
}

#[test]
fn keywords_of_the_other_language_are_the_same_program() {
    let corpus = corpus();
    let (mut tried, mut wrong) = (0, Vec::new());
    for (path, text) in corpus.iter().filter(|(path, _)| !path.contains("/bad/")) {
        match there_and_back(text) {
            Ok(whole) => tried += usize::from(whole),
            Err(what) => wrong.push(format!("{path}: {what}")),
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(tried > 190, "{tried}");
}

#[test]
fn keywords_of_generated_policies_are_the_same_program() {
    for (seed, text) in (1..).zip(generated()) {
        assert_eq!(there_and_back(&text), Ok(true), "seed {seed}");
    }
}

#[test]
fn the_policies_and_the_lessons_are_in_their_canonical_layout() {
    for folder in ["policies", "examples"] {
        for path in files(folder, ".mizi") {
            assert_eq!(laid_out(&read(&path)), read(&path), "{path}: run `mizi fmt`");
        }
    }
}

#[test]
fn a_new_policy_is_in_its_canonical_layout() {
    for lang in ["zh", "en"] {
        let template = read(&format!("src/cli/templates/policy.{lang}.mizi"));
        let text = template.replace("{name}", "「street」").replace("{title}", "street").replace("{code}", "street");
        assert_eq!(laid_out(&text), text);
    }
}
