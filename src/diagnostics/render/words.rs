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

/// What stands before a finding's why, help and fix; all equally wide in one language.
pub(super) struct Heads {
    /// Before the reason.
    pub(super) why: &'static str,
    /// Before what to do.
    pub(super) help: &'static str,
    /// Before a change that would mend it.
    pub(super) fix: &'static str,
}

/// The heads in one language.
pub(super) fn heads(lang: Lang) -> Heads {
    match lang {
        Lang::Zh => Heads { why: "原因：", help: "办法：", fix: "改法：" },
        Lang::En => Heads { why: "why:  ", help: "help: ", fix: "fix:  " },
    }
}
