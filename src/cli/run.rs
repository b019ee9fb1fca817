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
use std::io::{self, Write};
use std::ops::Range;
use std::process::ExitCode;

/// Runs the command.
pub fn run(task: &args::Run, lang: Option<Lang>) -> Result<ExitCode, Failure> {
    let Some((evaluator, lang)) = policy::evaluator(&task.input.policy, task.common.format, lang)? else {
        return Ok(ExitCode::from(COULD_NOT_RUN));
    };
    let mut replay = Replay::read(&task.input, &evaluator)?;
    let mut progress = Progress::new(replay.lines.len(), lang);
    let mut written = Written::new(replay.lines.len());
    let mut summary = Summary::new(&evaluator, lang);
    let writer = Writer::new(&evaluator, explain_lang(lang));
    let as_text = task.common.format == Some(Format::Text) && !task.summary;
    let wants_lines = task.out.is_some() || !task.summary;
    let mut undecided = false;
    replay.run(|done| {
        undecided |= done.decision.outcome == Outcome::CannotDecide;
        if task.summary {
            summary.add(done);
        }
        if wants_lines {
            written.line(done.index, |out| {
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
    if let Some(path) = &task.out {
        files::write_whole(path, |out| written.write(out))?;
    } else if wants_lines {
        let _ = written.write(&mut io::stdout().lock());
    }
    if let Some(path) = &task.input.state {
        let text = replay.saved.write(&evaluator, &replay.reader.texts);
        files::write_whole(path, |out| out.write_all(text.as_bytes()))?;
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

/// Results made in replay order, printed in input order.
struct Written {
    bytes: Vec<u8>,
    places: Vec<Range<usize>>,
}

impl Written {
    fn new(lines: usize) -> Self {
        Written { bytes: Vec::new(), places: vec![0..0; lines] }
    }

    fn line(&mut self, index: usize, write: impl FnOnce(&mut Vec<u8>)) {
        let start = self.bytes.len();
        write(&mut self.bytes);
        if let Some(place) = self.places.get_mut(index) {
            *place = start..self.bytes.len();
        }
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for place in &self.places {
            out.write_all(self.bytes.get(place.clone()).unwrap_or_default())?;
        }
        out.flush()
    }
}
