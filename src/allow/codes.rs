//! What can be wrong with a comment that allows a finding, or marks a case.

use crate::diagnostics::{Code, Severity};

macro_rules! codes {
    ($($(#[$doc:meta])* $id:ident = $name:literal $zh:literal $en:literal;)*) => {
        $($(#[$doc])* pub static $id: Code = Code { name: $name, severity: Severity::Warning, zh: $zh, en: $en };)*
        /// All of them.
        pub static CODES: &[&Code] = &[$(&$id),*];
    };
}

codes! {
    /// No code, no reason, no last day, or something else beside them.
    ALLOW_FORM = "allow-form" "允许问题的注释没有写全" "A comment that allows a finding is not complete";
    /// No finding has this code.
    ALLOW_UNKNOWN_CODE = "allow-unknown-code" "允许的代码不存在" "What is allowed is no code";
    /// What stops a policy cannot be allowed.
    ALLOW_OF_ERROR = "allow-of-error" "错误不能允许" "An error cannot be allowed";
    /// Its last day is over.
    ALLOW_EXPIRED = "allow-expired" "允许已经到期" "What was allowed is over";
    /// Its item has no such finding.
    ALLOW_OF_NOTHING = "allow-of-nothing" "允许的问题并不存在" "Nothing of what is allowed is found";
    /// What a case expects was written by `mizi test --suggest`.
    CASE_UNCONFIRMED = "case-unconfirmed" "案例的预期还没有人核对" "Nobody has confirmed what a case expects";
}
