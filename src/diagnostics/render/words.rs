//! The few words that rendering adds to a finding's own.

use crate::diagnostics::{Lang, Severity};

/// 错误, `error`.
pub(super) fn severity(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::Zh) => "错误",
        (Severity::Warning, Lang::Zh) => "警告",
        (Severity::Note, Lang::Zh) => "提示",
        (Severity::Error, Lang::En) => "error",
        (Severity::Warning, Lang::En) => "warning",
        (Severity::Note, Lang::En) => "note",
    }
}

/// `3 处错误`, `3 errors`.
pub(super) fn counted(of: Severity, count: usize, lang: Lang) -> String {
    let word = severity(of, lang);
    match (lang, count) {
        (Lang::Zh, _) => format!("{count} 处{word}"),
        (Lang::En, 1) => format!("1 {word}"),
        (Lang::En, _) => format!("{count} {word}s"),
    }
}
