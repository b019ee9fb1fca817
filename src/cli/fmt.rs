//! `mizi fmt PATH…`: policies in their canonical layout.

use super::report::{Report, say};
use super::{COULD_NOT_RUN, FOUND, args, changes, failure::Failure, files, settings};
use crate::diagnostics::{Lang, Message, Severity};
use crate::format::{self, Refused};
use crate::model::from_syntax;
use crate::source::{Sources, Span};
use crate::syntax::{self, tree::Tree};
use mizi_evaluator::program::Program;
use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;

/// Runs the command: 0 done or nothing to do, 1 something is not formatted, 2 a text could not be read or written.
pub fn run(task: &args::Fmt, lang: Option<Lang>) -> Result<ExitCode, Failure> {
    let mut run = Run { task, report: Report::aside(None, lang), changed: 0, same: 0, refused: 0 };
    for path in &task.paths {
        if path.as_os_str() == "-" {
            run.standard_input()?;
            continue;
        }
        for group in settings::chosen(std::slice::from_ref(path))? {
            run.group(&group.files)?;
        }
    }
    Ok(run.close())
}

struct Run<'t> {
    task: &'t args::Fmt,
    /// What was found in texts that cannot be read.
    report: Report,
    changed: usize,
    same: usize,
    refused: usize,
}

/// A text before and after.
struct Formatted {
    /// Its place among those that were read.
    place: usize,
    name: String,
    old: String,
    new: String,
    lang: Lang,
}

impl Run<'_> {
    /// Only looks.
    fn looks(&self) -> bool {
        self.task.check || self.task.diff
    }

    fn standard_input(&mut self) -> Result<(), Failure> {
        let mut bytes = Vec::new();
        let most = syntax::LONGEST_TEXT as u64 + 1;
        std::io::stdin().lock().take(most).read_to_end(&mut bytes).map_err(|e| unreadable_input(&e))?;
        let name = "-".to_owned();
        let Some(text) = self.texts(vec![(name, bytes)])?.pop() else { return Ok(()) };
        if self.looks() {
            self.tell(&text);
        } else {
            say(&text.new);
            self.count(&text);
        }
        Ok(())
    }

    /// Files that belong together: the versions of a policy.
    fn group(&mut self, paths: &[PathBuf]) -> Result<(), Failure> {
        let read = paths.iter().map(|path| files::read_policy(path)).collect::<Result<Vec<_>, _>>()?;
        for text in self.texts(read)? {
            let path = paths.get(text.place).filter(|_| text.old != text.new && !self.looks());
            if let Some(path) = path {
                files::replace(path, text.new.as_bytes())?;
            }
            self.tell(&text);
        }
        Ok(())
    }

    /// The texts that can be formatted; what stands against the others is shown.
    fn texts(&mut self, read: Vec<(String, Vec<u8>)>) -> Result<Vec<Formatted>, Failure> {
        let keywords = self.task.keywords.map(Lang::from);
        let (mut sources, mut formatted) = (Sources::default(), Vec::new());
        for (place, (name, bytes)) in read.iter().enumerate() {
            let (tree, findings) = syntax::read(&mut sources, name, bytes);
            let own = if tree.zh_keywords >= tree.en_keywords { Lang::Zh } else { Lang::En };
            let lang = self.report.lang(own);
            // A text that is not UTF-8 is no text to write again, whatever could be read of it.
            let is_text = std::str::from_utf8(bytes).is_ok();
            let result = if is_text {
                format::format(&sources, tree.text, keywords)
            } else {
                Err(Refused::Unreadable(findings))
            };
            match result {
                Ok(new) => {
                    let old = sources.get(tree.text).map(|text| text.content.to_string()).unwrap_or_default();
                    formatted.push(Formatted { place, name: name.clone(), old, new, lang });
                }
                Err(refused) => self.refuse(name, refused, &sources, own),
            }
        }
        if keywords.is_some() && !self.is_same_program(&read, &formatted) {
            formatted.clear();
        }
        Ok(formatted)
    }

    fn refuse(&mut self, name: &str, refused: Refused, sources: &Sources, own: Lang) {
        self.refused += 1;
        let lang = self.report.lang(own);
        let what = match refused {
            Refused::Unreadable(findings) => return self.report.findings(&findings, sources, own),
            Refused::Keywords(place, what) => at(name, sources, place, &what),
            Refused::Changed => Message::new(
                format!("{name} 整理以后意思会变，未改动。这不是文件的错，请报告给米字的维护者。"),
                format!(
                    "{name} would say something else in its layout and was left as it is. The fault is not yours: report this file."
                ),
            ),
        };
        eprintln!("{}", what.text(lang));
    }

    /// Whether the texts with other keywords are the same program; if not, they stay as they are.
    fn is_same_program(&mut self, read: &[(String, Vec<u8>)], formatted: &[Formatted]) -> bool {
        let changed = formatted.iter().any(|text| text.old != text.new);
        if !changed || formatted.len() < read.len() {
            return !changed;
        }
        let (old, new) = formatted.iter().map(|text| ((&text.name, &text.old), (&text.name, &text.new))).unzip();
        let same = programs(old).is_some_and(|old| programs(new).is_some_and(|new| old == new));
        if !same {
            self.refused += 1;
            let names = formatted.iter().map(|text| text.name.as_str()).collect::<Vec<_>>();
            let what = Message::new(
                format!(
                    "{}：政策还有错误，或换了关键词以后不再是同一份政策，关键词未改动。先用 mizi check 查看。",
                    names.join("、")
                ),
                format!(
                    "{}: the policy has errors, or would not be the same policy with other keywords; it was left as it is. Run mizi check first.",
                    names.join(", ")
                ),
            );
            eprintln!("{}", what.text(self.report.last_lang()));
        }
        same
    }

    fn count(&mut self, text: &Formatted) {
        *(if text.old == text.new { &mut self.same } else { &mut self.changed }) += 1;
    }

    /// Says what came of a text.
    fn tell(&mut self, text: &Formatted) {
        self.count(text);
        if text.old == text.new {
            return;
        }
        if self.task.diff {
            return say(&changes::unified(&text.name, &text.old, &text.new));
        }
        let what = match (self.task.check, text.lang) {
            (true, Lang::Zh) => "未整理",
            (true, Lang::En) => "Not formatted",
            (false, Lang::Zh) => "已整理",
            (false, Lang::En) => "Formatted",
        };
        say(&format!("{what} {}\n", text.name));
    }

    fn close(self) -> ExitCode {
        let found = self.looks() && self.changed > 0;
        let code = if self.refused > 0 { COULD_NOT_RUN } else { u8::from(found) * FOUND };
        if self.report.fails() {
            self.report.close();
        }
        ExitCode::from(code)
    }
}

/// The programs of some texts; none where one of their policies cannot be compiled.
fn programs(texts: Vec<(&String, &String)>) -> Option<Vec<Program>> {
    let mut sources = Sources::default();
    let trees: Vec<Tree> =
        texts.iter().map(|(name, text)| syntax::read(&mut sources, name, text.as_bytes()).0).collect();
    let (policies, _) = from_syntax::group(&trees);
    let program = |files: Vec<usize>| {
        let versions: Vec<&Tree> = files.iter().filter_map(|file| trees.get(*file)).collect();
        let (model, findings) = from_syntax::resolve(&versions);
        let sound = findings.iter().all(|finding| finding.severity() != Severity::Error);
        model.filter(|_| sound).and_then(|model| crate::program::compile(&model).ok())
    };
    policies.into_iter().map(program).collect()
}

/// A message with its place.
fn at(name: &str, sources: &Sources, place: Span, what: &Message) -> Message {
    let line = sources.start(place).map_or(0, |position| position.line);
    Message::new(
        format!("{name} 第 {line} 行：{}文件保持原样。", what.zh),
        format!("{name}, line {line}: {} The file is as it was.", what.en),
    )
}

fn unreadable_input(error: &std::io::Error) -> Failure {
    let why = files::reason(error);
    Failure::new(Message::new(
        format!("无法读取标准输入：{}", why.zh),
        format!("Standard input could not be read: {}", why.en),
    ))
}
