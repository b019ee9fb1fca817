//! Any bytes as a policy: read, checked, and shown in both languages, without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mizi::diagnostics::render::terminal::{self, Style};
use mizi::diagnostics::render::{json, summary};
use mizi::diagnostics::Lang;
use mizi::source::Sources;

fuzz_target!(|bytes: &[u8]| {
    let mut sources = Sources::default();
    let (_, findings) = mizi::syntax::read(&mut sources, "a.mizi", bytes);
    for lang in [Lang::Zh, Lang::En] {
        terminal::text(&findings, &sources, Style::plain(lang));
        summary(&findings, lang);
    }
    json::array(&findings, &sources).map(drop).unwrap_or_default();
});
