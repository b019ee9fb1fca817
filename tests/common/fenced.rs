//! Fenced stretches of Markdown pages.
#![allow(dead_code, reason = "every test uses some of it")]
#![allow(clippy::expect_used, reason = "a helper of tests")]

/// A stretch between two lines of three backticks.
pub struct Fenced {
    /// What stands after the first three.
    pub info: String,
    /// The number of that line, from 1.
    pub line: usize,
    /// The lines between.
    pub text: String,
}

/// All of a page, in order.
pub fn fenced(page: &str) -> Vec<Fenced> {
    let mut found: Vec<Fenced> = Vec::new();
    let mut open = false;
    for (number, line) in (1..).zip(page.lines()) {
        match (line.strip_prefix("```"), open) {
            (Some(info), false) => {
                found.push(Fenced { info: info.to_owned(), line: number, text: String::new() });
                open = true;
            }
            (Some(_), true) => open = false,
            (None, true) => found.last_mut().expect("opened").text.extend([line, "\n"]),
            (None, false) => {}
        }
    }
    found
}
