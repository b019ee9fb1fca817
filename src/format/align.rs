//! Lines → text: comments beside words stand in one column of a paragraph, as wide as they are shown.

use super::lines::Line;
use unicode_width::UnicodeWidthStr;

/// Columns of a line that may move the comments of other lines.
const MOVES_OTHERS: usize = 80;
/// Columns between words and their comment.
const GAP: usize = 2;

/// The text of the lines.
pub(super) fn text(lines: &[Line]) -> String {
    let mut out = String::new();
    let mut rest = lines;
    while !rest.is_empty() {
        let next = rest.iter().skip(1).position(|line| line.blank).map_or(rest.len(), |at| at + 1);
        let (paragraph, after) = rest.split_at(next);
        if !out.is_empty() && paragraph.first().is_some_and(|line| line.blank) {
            out.push('\n');
        }
        write_paragraph(paragraph, &mut out);
        rest = after;
    }
    out
}

fn write_paragraph(lines: &[Line], out: &mut String) {
    let beside = |line: &&Line| line.comment.is_some() && !line.words.is_empty() && width(line) <= MOVES_OTHERS;
    let column = lines.iter().filter(beside).map(width).max().unwrap_or(0);
    for line in lines {
        out.push_str(&" ".repeat(line.indent));
        out.push_str(&line.words);
        if let Some(comment) = &line.comment {
            let gap = if line.words.is_empty() { 0 } else { column.saturating_sub(width(line)) + GAP };
            out.push_str(&" ".repeat(gap));
            out.push_str(comment);
        }
        out.push('\n');
    }
}

/// The last line of the words in columns: a principle's words may have several.
fn width(line: &Line) -> usize {
    match line.words.rsplit_once('\n') {
        Some((_, last)) => last.width(),
        None => line.indent + line.words.width(),
    }
}
