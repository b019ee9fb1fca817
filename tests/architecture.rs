//! Holds the code to the tables of `docs/architecture.md`.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod common;

use common::rust::{self, Contents};
use common::{entries, files, read, table};

const PAGE: &str = "docs/architecture.md";

/// A row of the import table.
struct Row {
    module: String,
    imports: Vec<String>,
}

fn rows() -> Vec<Row> {
    let imports = |cell: &str| if cell == "nothing" { Vec::new() } else { entries(cell) };
    let row = |cells: Vec<String>| Row { imports: imports(&cells[1]), module: cells[0].clone() };
    table(PAGE, "Who may import whom").into_iter().map(row).collect()
}

/// Every file of the compiler and the evaluator with what it names.
fn sources() -> Vec<(String, Contents)> {
    let all = ["src", "evaluator/src"].into_iter().flat_map(|folder| files(folder, ".rs"));
    all.map(|path| {
        let module = module_of(&path);
        let contents = rust::contents(&read(&path), &module.iter().map(String::as_str).collect::<Vec<_>>());
        (path, contents)
    })
    .collect()
}

/// `src/model/from_syntax/names.rs` is `model::from_syntax::names`.
fn module_of(path: &str) -> Vec<String> {
    let inner = path.trim_start_matches("evaluator/").trim_start_matches("src/").trim_end_matches(".rs");
    inner.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main")).map(str::to_owned).collect()
}

/// The row that a module belongs to: the longest that it begins with.
fn row_of<'a>(rows: &'a [Row], module: &[String]) -> Option<&'a Row> {
    let begins = |row: &&Row| {
        row.module.split("::").zip(module).filter(|(a, b)| a == b).count() == row.module.split("::").count()
    };
    rows.iter().filter(begins).max_by_key(|row| row.module.len())
}

/// The row that a path of the compiler points into, or `evaluator`, or none for other crates.
fn target(rows: &[Row], path: &[String]) -> Option<Result<String, String>> {
    match path.first()?.as_str() {
        "mizi_evaluator" => Some(Ok("evaluator".to_owned())),
        "crate" if path.len() > 1 => {
            let module = path.get(1..)?;
            Some(row_of(rows, module).map(|row| row.module.clone()).ok_or_else(|| path.join("::")))
        }
        _ => None,
    }
}

#[test]
fn modules_import_what_the_table_allows() {
    let rows = rows();
    let mut wrong = Vec::new();
    for (path, contents) in sources().iter().filter(|(path, _)| path.starts_with("src/")) {
        let module = module_of(path);
        let Some(row) = row_of(&rows, &module) else {
            assert!(module.is_empty(), "{path} is in no row of {PAGE}");
            continue;
        };
        for named in &contents.named {
            match target(&rows, &named.path) {
                Some(Ok(to)) if to == row.module || row.imports.contains(&to) || row.imports == ["anything"] => {}
                Some(Ok(to)) => wrong.push(format!("{path}:{}: {} imports {to}", named.line, row.module)),
                Some(Err(what)) => wrong.push(format!("{path}:{}: {what} is in no row", named.line)),
                None => {}
            }
        }
    }
    assert!(wrong.is_empty(), "not allowed by {PAGE}:\n{}", wrong.join("\n"));
}

#[test]
fn the_evaluator_knows_nothing_of_the_compiler() {
    let manifest = read("evaluator/Cargo.toml");
    let dependencies = section(&manifest, "dependencies");
    for name in ["mizi", "pest", "miette", "petgraph", "arrow", "clap"] {
        assert!(!dependencies.iter().any(|dependency| dependency == name), "the evaluator depends on {name}");
    }
}

#[test]
fn no_two_rows_import_each_other() {
    let rows = rows();
    let reached = |from: &Row| {
        let mut seen: Vec<&str> = Vec::new();
        let mut next: Vec<&str> = from.imports.iter().map(String::as_str).collect();
        while let Some(module) = next.pop() {
            if !seen.contains(&module) {
                seen.push(module);
                next.extend(
                    rows.iter()
                        .filter(|row| row.module == module)
                        .flat_map(|row| row.imports.iter().map(String::as_str)),
                );
            }
        }
        seen.contains(&from.module.as_str())
    };
    let rings: Vec<&str> = rows.iter().filter(|row| reached(row)).map(|row| row.module.as_str()).collect();
    assert!(rings.is_empty(), "in a ring: {rings:?}");
}

#[test]
fn every_row_of_the_tables_means_something() {
    let rows = rows();
    let known =
        |name: &String| *name == "evaluator" || *name == "anything" || rows.iter().any(|row| row.module == *name);
    for row in &rows {
        assert!(row.imports.iter().all(known), "{} imports something without a row", row.module);
    }
}

/// Names of a section of a manifest, as Rust writes them.
fn section(manifest: &str, name: &str) -> Vec<String> {
    let body = manifest.split("\n[").find(|part| part.starts_with(&format!("{name}]"))).unwrap_or("");
    let lines = body.lines().skip(1).filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split(['=', '.', ' ']).next())
        .filter(|word| !word.is_empty())
        .map(|word| word.replace('-', "_"))
        .collect()
}

#[test]
fn libraries_stay_where_the_table_puts_them() {
    let table = table(PAGE, "Which library where");
    let mut wrong = Vec::new();
    let mut listed = vec!["mizi_evaluator".to_owned()];
    let sources = sources();
    for row in &table {
        let (libraries, places) = (entries(&row[0]), entries(&row[1]));
        listed.extend(libraries.iter().cloned());
        for (path, contents) in &sources {
            let named =
                contents.named.iter().filter(|named| named.path.len() > 1 && libraries.contains(&named.path[0]));
            if !places.iter().any(|place| path.starts_with(place)) {
                wrong.extend(named.map(|named| format!("{path}:{}: {}", named.line, named.path[0])));
            }
        }
    }
    for manifest in ["Cargo.toml", "evaluator/Cargo.toml"] {
        for dependency in section(&read(manifest), "dependencies") {
            assert!(listed.contains(&dependency), "{dependency} of {manifest} has no row in {PAGE}");
        }
    }
    assert!(wrong.is_empty(), "not where {PAGE} puts them:\n{}", wrong.join("\n"));
}

#[test]
fn nothing_banned_is_named() {
    let mut wrong = Vec::new();
    let sources = sources();
    for row in table(PAGE, "Never") {
        let (banned, places) = (entries(&row[0]), entries(&row[2]));
        for (path, contents) in sources.iter().filter(|(path, _)| !places.iter().any(|place| path.starts_with(place))) {
            let hit = |named: &&rust::Named| banned.iter().any(|banned| names(&named.path, banned));
            wrong.extend(
                contents
                    .named
                    .iter()
                    .filter(hit)
                    .map(|named| format!("{path}:{}: {}", named.line, named.path.join("::"))),
            );
        }
    }
    assert!(wrong.is_empty(), "banned by {PAGE}:\n{}", wrong.join("\n"));
}

/// Whether a path begins with a banned path, or has a banned word anywhere.
fn names(path: &[String], banned: &str) -> bool {
    let parts: Vec<&str> = banned.split("::").collect();
    match parts.as_slice() {
        [word] => path.iter().any(|part| part == word),
        _ => path.len() >= parts.len() && path.iter().zip(&parts).all(|(a, b)| a == b),
    }
}

#[test]
fn no_number_has_a_point() {
    let is_number = |literal: &str| literal.starts_with(|c: char| c.is_ascii_digit());
    let floats = |literal: &str| {
        is_number(literal) && !literal.starts_with("0x") && (literal.contains('.') || literal.contains('e'))
    };
    for (path, contents) in sources() {
        for (literal, line) in contents.literals {
            assert!(!floats(&literal) || literal.ends_with("usize"), "{path}:{line}: {literal}");
        }
    }
}

#[test]
fn no_glob_of_the_parent() {
    let sources = sources();
    let globs = sources
        .iter()
        .flat_map(|(path, contents)| contents.super_globs.iter().map(move |line| format!("{path}:{line}")));
    let globs: Vec<String> = globs.collect();
    assert!(globs.is_empty(), "super::* in {globs:?}");
}

/// The reader of this test itself: what it must see, and what it must not.
#[test]
fn paths_are_read_from_tokens() {
    let text = "use crate::{model::{Policy, expr as e}, source::*};\nuse super::tree; // crate::cli\nmod tests { use super::super::other; }\n/// std::fs\nfn f() { let a = \"std::env\"; std::process::exit(1.5 as f64); print!(\"\") }";
    let contents = rust::contents(text, &["syntax", "read"]);
    let paths: Vec<String> =
        contents.named.iter().map(|named| named.path.join("::")).filter(|path| path.contains("::")).collect();
    let expected = [
        "crate::model::Policy",
        "crate::model::expr",
        "crate::source::*",
        "crate::syntax::tree",
        "crate::syntax::other",
        "std::process::exit",
    ];
    assert_eq!(paths, expected);
    assert!(contents.named.iter().any(|named| named.path == ["f64"] && named.line == 5));
    assert!(contents.named.iter().any(|named| named.path == ["print!"]));
    assert!(contents.literals.contains(&("1.5".to_owned(), 5)));
}
