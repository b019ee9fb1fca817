//! Findings as a SARIF 2.1.0 log, as code hosts and editors read it.

use super::fingerprint::Fingerprints;
use super::{file, told};
use crate::cli::explain_code;
use crate::diagnostics::{Code, Finding, Fix, Lang, Message, Severity, in_order};
use crate::source::{Sources, Span};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What a path in a URI cannot have as it is.
const NOT_IN_A_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b':')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The results so far.
#[derive(Default)]
pub struct Log {
    codes: BTreeMap<&'static str, &'static Code>,
    results: Vec<Value>,
    fingerprints: Fingerprints,
}

impl Log {
    /// Adds findings.
    pub fn findings(&mut self, findings: &[Finding], sources: &Sources, lang: Lang) {
        for finding in in_order(findings) {
            self.codes.insert(finding.code.name, finding.code);
            let fingerprint = self.fingerprints.next(finding, sources);
            self.results.push(result(finding, sources, lang, &fingerprint));
        }
    }

    /// The whole log.
    pub fn text(&self, lang: Lang) -> String {
        let rules: Vec<Value> = self.codes.values().map(|code| rule(code, lang)).collect();
        let log = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {"driver": {"name": "mizi", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": self.results,
            }],
        });
        format!("{log:#}\n")
    }
}

/// A code with its page in both languages.
fn rule(code: &Code, lang: Lang) -> Value {
    let title = Message::new(code.zh, code.en);
    let page = explain_code::page(code.name).unwrap_or_default();
    json!({
        "id": code.name,
        "shortDescription": {"text": title.text(lang)},
        "help": {"text": format!("{}\n{}", code.zh, code.en), "markdown": page},
        "defaultConfiguration": {"level": level(code.severity)},
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn result(finding: &Finding, sources: &Sources, lang: Lang, fingerprint: &str) -> Value {
    let mut result = json!({
        "ruleId": finding.code.name,
        "level": level(finding.severity()),
        "message": {"text": told(finding, lang)},
        "partialFingerprints": {"mizi/v1": fingerprint},
    });
    let locations: Vec<Value> = finding.place().and_then(|span| location(span, sources)).into_iter().collect();
    result["locations"] = Value::from(locations);
    let related: Vec<Value> = finding
        .places
        .iter()
        .skip(1)
        .zip(1..)
        .filter_map(|(label, id)| {
            let mut related = location(label.span, sources)?;
            related["id"] = json!(id);
            let text = label.text.text(lang);
            if !text.is_empty() {
                related["message"] = json!({"text": text});
            }
            Some(related)
        })
        .collect();
    if !related.is_empty() {
        result["relatedLocations"] = Value::from(related);
    }
    let fixes: Vec<Value> = finding.fixes.iter().map(|change| fix(change, sources, lang)).collect();
    if !fixes.is_empty() {
        result["fixes"] = Value::from(fixes);
    }
    result
}

fn location(span: Span, sources: &Sources) -> Option<Value> {
    let artifact = artifact(span, sources)?;
    Some(json!({"physicalLocation": {"artifactLocation": artifact, "region": region(span, sources)?}}))
}

fn artifact(span: Span, sources: &Sources) -> Option<Value> {
    let name = file(span, sources)?.replace('\\', "/");
    Some(json!({"uri": utf8_percent_encode(&name, NOT_IN_A_PATH).to_string()}))
}

fn region(span: Span, sources: &Sources) -> Option<Value> {
    let text = sources.get(span.text)?;
    let (start, end) = (text.position(span.start), text.position(span.end));
    Some(json!({"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}))
}

/// A change by files, each with what is replaced in it.
fn fix(fix: &Fix, sources: &Sources, lang: Lang) -> Value {
    let mut changes: Vec<(Value, Vec<Value>)> = Vec::new();
    for (span, text) in &fix.edits {
        let Some((artifact, region)) = artifact(*span, sources).zip(region(*span, sources)) else { continue };
        let replacement = json!({"deletedRegion": region, "insertedContent": {"text": text}});
        match changes.iter_mut().find(|(known, _)| *known == artifact) {
            Some((_, replacements)) => replacements.push(replacement),
            None => changes.push((artifact, vec![replacement])),
        }
    }
    let changes: Vec<Value> = changes
        .into_iter()
        .map(|(artifact, replacements)| json!({"artifactLocation": artifact, "replacements": replacements}))
        .collect();
    json!({"description": {"text": fix.title.text(lang)}, "artifactChanges": changes})
}
