//! One policy: to run, from its text or from a `.mizic`; to look at, from its text.

use super::{args::Format, failure::Failure, files, report::Report};
use crate::checks::Checked;
use crate::diagnostics::{Lang, Message};
use crate::load;
use mizi_evaluator::Evaluator;
use std::path::{Path, PathBuf};

/// Reads a policy that is to be run. Findings that stop it are shown on standard error, and give none.
pub fn evaluator(
    path: &Path,
    format: Option<Format>,
    lang: Option<Lang>,
) -> Result<Option<(Evaluator, Lang)>, Failure> {
    if path.extension().is_some_and(|e| e == "mizic") {
        let evaluator = Evaluator::from_bytes(&files::read(path)?).map_err(|e| refused(path, &e))?;
        let own = if evaluator.program().chinese { Lang::Zh } else { Lang::En };
        return Ok(Some((evaluator, lang.unwrap_or(own))));
    }
    let Some((checked, own)) = sound(path, format, lang)? else { return Ok(None) };
    let evaluator = Evaluator::new(checked.into_program()).map_err(|e| refused(path, &e))?;
    Ok(Some((evaluator, lang.unwrap_or(own))))
}

fn refused(path: &Path, error: &mizi_evaluator::ProgramError) -> Failure {
    let why = error.text();
    Failure::new(Message::new(
        format!("{} 不能用来判定：{}", path.display(), why.zh),
        format!("{} cannot be used to decide: {}", path.display(), why.en),
    ))
}

/// Why a program is refused, as a failure.
pub fn failure(error: &mizi_evaluator::ProgramError) -> Failure {
    Failure::new(error.text().into())
}

/// The one policy without errors at a path, and its language; none where its text has errors, which are shown.
pub fn checked(path: &Path, lang: Option<Lang>) -> Result<Option<(Checked, Lang)>, Failure> {
    if path.extension().is_some_and(|end| end == "mizic") {
        return Err(Failure::new(Message::new(
            format!("{} 是程序文件；这里要用政策的文本", path.display()),
            format!("{} is a program file; the policy’s text is needed here", path.display()),
        )));
    }
    sound(path, None, lang)
}

/// The same, its findings in this form on standard error.
fn sound(path: &Path, format: Option<Format>, lang: Option<Lang>) -> Result<Option<(Checked, Lang)>, Failure> {
    let loaded: Vec<_> = files::bundles(&[PathBuf::from(path)])?.into_iter().map(|bundle| load(bundle.files)).collect();
    let count: usize = loaded.iter().map(|loaded| loaded.policies.len()).sum();
    if count > 1 {
        return Err(Failure::new(Message::new(
            format!("{} 里有 {count} 份政策，写明其中一份的文件或文件夹", path.display()),
            format!("There are {count} policies in {}: name the file or folder of one", path.display()),
        )));
    }
    let mut report = Report::aside(format, lang);
    for loaded in loaded {
        report.findings(&loaded.findings, &loaded.sources, Lang::Zh);
        for policy in loaded.policies {
            if let Some(checked) = policy.checked {
                return Ok(Some((checked, policy.lang)));
            }
            report.findings(&policy.findings, &loaded.sources, policy.lang);
        }
    }
    report.close();
    Ok(None)
}
