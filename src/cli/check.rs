//! `mizi check PATH…`: what is wrong with policies.

use super::base::Base;
use super::baseline::Baseline;
use super::look::{CHANGED, Look};
use super::mend::{self, Texts};
use super::report::{Report, say};
use super::settings::{self, Chosen};
use super::{args, changes, failure::Failure, files, status};
use crate::diagnostics::{Finding, Lang, Message, Severity};
use crate::load::{Loaded, load};
use crate::syntax::tree::Tree;
use std::process::ExitCode;

/// Runs the command.
pub fn run(task: &args::Check, lang: Option<Lang>) -> Result<ExitCode, Failure> {
    let baseline = match &task.baseline {
        Some(path) => Some(Baseline::read(path)?),
        None => task.write_baseline.as_ref().map(|_| Baseline::default()),
    };
    let mut run = Run {
        task,
        report: Report::new(task.format, lang).with_notes(task.notes).denying(task.deny),
        look: Look::on(task.on),
        base: task.base.as_deref().map(Base::new),
        baseline,
        changed: false,
    };
    for chosen in settings::chosen(&task.paths)? {
        run.folder(&chosen)?;
    }
    run.close()
}

struct Run<'t> {
    task: &'t args::Check,
    report: Report,
    look: Look,
    base: Option<Base>,
    baseline: Option<Baseline>,
    /// Whether a text would be changed.
    changed: bool,
}

impl Run<'_> {
    fn folder(&mut self, chosen: &Chosen) -> Result<(), Failure> {
        let mut texts = files::bundle(&chosen.files)?.files;
        if self.task.fix || self.task.diff {
            texts = self.mended(texts, chosen)?;
        }
        if !self.task.diff {
            self.tell(texts, chosen)?;
        }
        Ok(())
    }

    /// Shows what is found.
    fn tell(&mut self, texts: Texts, Chosen { files, settings }: &Chosen) -> Result<(), Failure> {
        let touched = self.base.as_mut().map(|base| base.touched(files, &texts)).transpose()?;
        let loaded = load(texts);
        let only = |found: Vec<Finding>, trees: &[Tree]| match &touched {
            Some(touched) => touched.only(found, trees, &loaded),
            None => found,
        };
        let mut changes = touched.as_ref().map(|touched| touched.changes(&loaded.policies));
        self.show(only(settings.levelled(loaded.findings.iter().cloned()), &[]), &loaded, Lang::Zh);
        for (number, policy) in loaded.policies.iter().enumerate() {
            let changes = changes.as_mut().map(|all| all.get_mut(number).map(std::mem::take).unwrap_or_default());
            let changes = changes.map(|found| (CHANGED, found));
            let found = self.look.found_beside(changes, policy, &loaded, settings);
            self.show(only(found, &policy.trees), &loaded, policy.lang);
        }
        Ok(())
    }

    /// Shows what is not accepted; where it is to be written down, only what cannot be.
    fn show(&mut self, mut found: Vec<Finding>, loaded: &Loaded, own: Lang) {
        if let Some(baseline) = &mut self.baseline {
            found = baseline.new_ones(&found, &loaded.sources);
        }
        if self.task.write_baseline.is_some() {
            found.retain(|finding| finding.own_severity() == Severity::Error);
        }
        self.report.findings(&found, &loaded.sources, own);
    }

    /// The texts after what can be mended has been; files are written, or what would change is shown.
    fn mended(&mut self, texts: Texts, Chosen { files, settings }: &Chosen) -> Result<Texts, Failure> {
        let mended = mend::mend(texts.clone(), &|loaded| self.look.all(loaded, settings));
        let lang = self.report.lang(mended.lang);
        for (((path, (name, old)), (_, new)), made) in files.iter().zip(&texts).zip(&mended.texts).zip(&mended.made) {
            if old == new {
                continue;
            }
            self.changed = true;
            if self.task.diff {
                let [old, new] = [old, new].map(|bytes| String::from_utf8_lossy(bytes));
                say(&changes::unified(name, &old, &new));
                continue;
            }
            files::replace(path, new)?;
            eprintln!("{}", told(name, *made).text(lang));
        }
        Ok(mended.texts)
    }

    fn close(self) -> Result<ExitCode, Failure> {
        if self.task.diff {
            return Ok(status(self.changed));
        }
        let (failed, lang) = (self.report.fails(), self.report.last_lang());
        // What was written down is not “nothing found”.
        if failed || self.task.write_baseline.is_none() || !self.report.is_text() {
            self.report.close();
        }
        let (task, baseline) = (self.task, self.baseline.unwrap_or_default());
        let told = match (&task.write_baseline, &task.baseline) {
            (Some(path), _) => Some(baseline.write(path)?),
            (None, Some(path)) => baseline.told(path),
            (None, None) => None,
        };
        if let Some(told) = told {
            eprintln!("{}", told.text(lang));
        }
        Ok(status(failed))
    }
}

fn told(name: &str, made: usize) -> Message {
    let en = match made {
        1 => format!("Mended one place in {name}"),
        _ => format!("Mended {made} places in {name}"),
    };
    Message::new(format!("已改好 {name} 中的 {made} 处"), en)
}
