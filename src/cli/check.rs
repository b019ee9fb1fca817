//! `mizi check PATH…`: what is wrong with policies.

use super::mend::{self, Texts};
use super::report::{Report, say};
use super::settings::{self, Chosen};
use super::{args, changes, failure::Failure, files, look::Look, status};
use crate::diagnostics::{Lang, Message};
use crate::load;
use std::process::ExitCode;

/// Runs the command.
pub fn run(task: &args::Check, lang: Option<Lang>) -> Result<ExitCode, Failure> {
    let report = Report::new(task.format, lang).with_notes(task.notes).denying(task.deny);
    let mut run = Run { task, report, look: Look::on(task.on), changed: false };
    for chosen in settings::chosen(&task.paths)? {
        run.folder(&chosen)?;
    }
    Ok(run.close())
}

struct Run<'t> {
    task: &'t args::Check,
    report: Report,
    look: Look,
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
            self.tell(texts, chosen);
        }
        Ok(())
    }

    /// Shows what is found.
    fn tell(&mut self, texts: Texts, Chosen { settings, .. }: &Chosen) {
        let loaded = load(texts);
        self.report.findings(&settings.levelled(loaded.findings.iter().cloned()), &loaded.sources, Lang::Zh);
        for policy in &loaded.policies {
            self.report.findings(&self.look.found(policy, &loaded, settings), &loaded.sources, policy.lang);
        }
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

    fn close(self) -> ExitCode {
        if self.task.diff {
            return status(self.changed);
        }
        let failed = self.report.fails();
        self.report.close();
        status(failed)
    }
}

fn told(name: &str, made: usize) -> Message {
    let en = match made {
        1 => format!("Mended one place in {name}"),
        _ => format!("Mended {made} places in {name}"),
    };
    Message::new(format!("已改好 {name} 中的 {made} 处"), en)
}
