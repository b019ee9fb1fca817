//! `mizi run POLICY --events FILE`: decides every line and prints the decisions in input order.

use super::args::{self, Format};
use super::progress::Progress;
use super::replay::Replay;
use super::summary::Summary;
use super::{COULD_NOT_RUN, failure::Failure, files, policy, status};
use crate::cases::explain_lang;
use crate::diagnostics::Lang;
use mizi_evaluator::decision::Outcome;
use mizi_evaluator::explain::Explainer;
use mizi_evaluator::json::Writer;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::ExitCode;

/// Runs the command.
pub fn run(task: &args::Run, lang: Option<Lang>) -> Result<ExitCode, Failure> {
    let Some((evaluator, lang)) = policy::evaluator(&task.input.policy, task.common.format, lang)? else {
        return Ok(ExitCode::from(COULD_NOT_RUN));
    };
    let mut replay = Replay::read(&task.input, &evaluator)?;
    let mut progress = Progress::new(replay.lines.len(), lang);
    let mut results = Results::new(task)?;
    let mut summary = Summary::new(&evaluator, lang);
    let writer = Writer::new(&evaluator, explain_lang(lang));
    let as_text = task.common.format == Some(Format::Text) && !task.summary;
    let mut undecided = false;
    replay.run(|done| {
        undecided |= done.decision.outcome == Outcome::CannotDecide;
        if task.summary {
            summary.add(done);
        }
        if results.are_wanted() {
            results.line(done.index, |out| {
                if as_text {
                    let explainer = Explainer::new(&evaluator, &done.reader.texts, explain_lang(lang));
                    let unnamed = done.line.id.is_none().then_some((done.number, lang));
                    explained(out, unnamed, &explainer.explain(done.decision, &done.line.notes));
                } else {
                    let texts = &done.reader.texts;
                    writer.write(out, done.number, done.line.id, done.decision, &done.line.notes, texts);
                }
            });
        }
        progress.step();
    });
    progress.finish();
    // The results first: a state that says more than the results would lose points.
    results.finish()?;
    if let Some(path) = &task.input.state {
        let text = replay.saved.write(&evaluator, &replay.reader.texts);
        files::write_whole(path, text.as_bytes())?;
    }
    if task.summary {
        summary.print(task.common.format);
    }
    Ok(status(undecided))
}

/// A record without an id is found by its line.
fn explained(out: &mut Vec<u8>, unnamed: Option<(u64, Lang)>, sentences: &[String]) {
    let place = match unnamed {
        Some((number, Lang::Zh)) => format!("第 {number} 行，"),
        Some((number, Lang::En)) => format!("line {number}, "),
        None => String::new(),
    };
    out.extend_from_slice(place.as_bytes());
    for sentence in sentences {
        out.extend_from_slice(sentence.as_bytes());
        out.push(b'\n');
    }
    out.push(b'\n');
}

/// Results made in replay order, printed in input order: each as soon as those before it are.
struct Results<'t> {
    to: To<'t>,
    /// The result being made.
    line: Vec<u8>,
    /// The place of the next result to print.
    next: usize,
    /// Results whose turn has not come.
    early: BTreeMap<usize, Box<[u8]>>,
}

/// Where results go.
enum To<'t> {
    Nowhere,
    File(files::Whole<'t>),
    Output(io::BufWriter<io::StdoutLock<'static>>),
}

impl<'t> Results<'t> {
    fn new(task: &'t args::Run) -> Result<Self, Failure> {
        let to = match &task.out {
            Some(path) => To::File(files::Whole::new(path)?),
            None if task.summary => To::Nowhere,
            None => To::Output(io::BufWriter::with_capacity(1 << 16, io::stdout().lock())),
        };
        Ok(Results { to, line: Vec::new(), next: 0, early: BTreeMap::new() })
    }

    fn are_wanted(&self) -> bool {
        !matches!(self.to, To::Nowhere)
    }

    /// The result of the line at this place.
    fn line(&mut self, index: usize, write: impl FnOnce(&mut Vec<u8>)) {
        self.line.clear();
        write(&mut self.line);
        if index != self.next {
            self.early.insert(index, self.line.as_slice().into());
            return;
        }
        self.to.write(&self.line);
        self.next += 1;
        while let Some(line) = self.early.remove(&self.next) {
            self.to.write(&line);
            self.next += 1;
        }
    }

    fn finish(self) -> Result<(), Failure> {
        match self.to {
            To::Nowhere => Ok(()),
            To::File(whole) => whole.finish(),
            To::Output(mut out) => {
                let _ = out.flush();
                Ok(())
            }
        }
    }
}

impl To<'_> {
    fn write(&mut self, bytes: &[u8]) {
        match self {
            To::Nowhere => {}
            To::File(whole) => whole.write(bytes),
            // Who reads no further wants no more.
            To::Output(out) => drop(out.write_all(bytes)),
        }
    }
}
