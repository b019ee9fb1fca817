//! The good cases under `tests/cases/syntax`: nothing is found in them, and both keyword languages give the same tree.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use mizi::diagnostics::{Finding, Severity};
use mizi::source::Sources;
use mizi::syntax;
use mizi::syntax::tree::{ExprKind, ItemKind, Tree};
use std::path::{Path, PathBuf};

fn read(path: &Path) -> (Tree, Vec<Finding>) {
    let bytes = std::fs::read(path).unwrap();
    syntax::read(&mut Sources::default(), &path.to_string_lossy(), &bytes)
}

/// All files of a kind, `good` or `bad`.
fn files(kind: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/syntax");
    let mut out: Vec<PathBuf> = std::fs::read_dir(root)
        .unwrap()
        .filter_map(|feature| std::fs::read_dir(feature.unwrap().path().join(kind)).ok())
        .flat_map(|files| files.map(|f| f.unwrap().path()))
        .filter(|p| p.extension().is_some_and(|e| e == "mizi"))
        .collect();
    out.sort();
    assert!(!out.is_empty());
    out
}

/// The items of a tree without their places.
fn without_places(tree: &Tree) -> String {
    let shown = format!("{:#?}", tree.items);
    let mut out = String::new();
    let mut skipping = None;
    for line in shown.lines() {
        let indent = line.len() - line.trim_start().len();
        match skipping {
            Some(depth) if indent > depth => continue,
            Some(_) => skipping = None,
            None if line.ends_with("Span {") => skipping = Some(indent),
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    out
}

#[test]
fn nothing_is_found_in_good_cases() {
    for path in files("good") {
        let (tree, findings) = read(&path);
        let found: Vec<_> = findings.iter().filter(|f| f.severity() != Severity::Note).collect();
        assert!(found.is_empty(), "{}: {found:#?}", path.display());
        assert!(!tree.items.is_empty(), "{}", path.display());
        assert!(tree.items.iter().all(|i| i.complete), "{}", path.display());
    }
}

#[test]
fn both_languages_give_one_tree() {
    let mut pairs = 0;
    for zh in files("good") {
        let name = zh.file_name().unwrap().to_string_lossy().into_owned();
        let en = zh.with_file_name(name.replace("zh.mizi", "en.mizi"));
        if en == zh || !en.exists() {
            continue;
        }
        let (zh_tree, en_tree) = (read(&zh).0, read(&en).0);
        pretty_assertions(&zh, &without_places(&zh_tree), &without_places(&en_tree));
        assert_eq!(zh_tree.en_keywords, 0, "{}", zh.display());
        assert_eq!(en_tree.zh_keywords, 0, "{}", en.display());
        pairs += 1;
    }
    assert!(pairs >= 13);
}

fn pretty_assertions(path: &Path, zh: &str, en: &str) {
    for (number, (a, b)) in zh.lines().zip(en.lines()).enumerate() {
        assert_eq!(a, b, "{} line {number} of the tree, near\n{}", path.display(), context(zh, number));
    }
    assert_eq!(zh.lines().count(), en.lines().count(), "{}", path.display());
}

fn context(text: &str, line: usize) -> String {
    text.lines().skip(line.saturating_sub(12)).take(16).collect::<Vec<_>>().join("\n")
}

/// The comparison of the condition of the only rule.
fn comparison(condition: &str) -> String {
    let text = format!("规则 奖\n  凡 巡防\n  当 {condition}\n  奖励 1 米\n");
    let (tree, _) = syntax::read(&mut Sources::default(), "p", text.as_bytes());
    let Some(ItemKind::Rule(rule)) = tree.items.into_iter().next().map(|item| item.kind) else { panic!("{condition}") };
    let Some(ExprKind::Compare { op, .. }) = rule.when.into_iter().next().map(|when| when.kind) else {
        panic!("{condition}")
    };
    format!("{op:?}")
}

#[test]
fn a_sign_means_the_same_with_and_without_spaces() {
    let signs = [
        ("=", "Equal"),
        ("≠", "NotEqual"),
        ("!=", "NotEqual"),
        ("≥", "Bound(AtLeast)"),
        (">=", "Bound(AtLeast)"),
        (">", "Bound(Over)"),
        ("≤", "Bound(AtMost)"),
        ("<=", "Bound(AtMost)"),
        ("<", "Bound(Under)"),
    ];
    for (sign, meaning) in signs {
        for spaced in [format!("次数{sign}3"), format!("次数 {sign} 3"), format!("次数  {sign}\n  3")] {
            assert_eq!(comparison(&spaced), meaning, "{spaced}");
        }
    }
}
