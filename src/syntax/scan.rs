//! Text → reading copy: quotes, comments, full-width forms and characters that cannot be seen.

use super::codes::{EMPTY_NAME, INVISIBLE_CHARACTER, UNCLOSED_QUOTE, WRONG_MARK, WRONG_QUOTE};
use super::limits::MOST_ERRORS;
use super::reading::Reading;
use super::words::is_letter;
use crate::diagnostics::{Finding, Fix, Message};
use crate::source::{Span, TextId};
use crate::syntax::tree::Spanned;

/// A text ready to be read.
pub(super) struct Scanned {
    /// The reading copy.
    pub reading: Reading,
    /// Comments with their `//`.
    pub comments: Vec<Spanned<String>>,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// Makes the reading copy.
pub(super) fn scan(id: TextId, content: &str) -> Scanned {
    let mut scanner = Scanner {
        content,
        at: 0,
        line_end: 0,
        absent: Vec::new(),
        out: Scanned { reading: Reading::new(id, content.len()), comments: Vec::new(), findings: Vec::new() },
    };
    if content.starts_with('\u{FEFF}') {
        scanner.at = '\u{FEFF}'.len_utf8();
    }
    while let Some(c) = scanner.peek().filter(|_| scanner.out.findings.len() < MOST_ERRORS) {
        scanner.one(c);
    }
    scanner.out
}

struct Scanner<'a> {
    content: &'a str,
    at: usize,
    /// Where the line ends that was looked at last.
    line_end: usize,
    /// Marks that do not stand in the rest of that line.
    absent: Vec<char>,
    out: Scanned,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.content.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The rest of the line; its end is looked for once.
    fn line(&mut self) -> &'a str {
        if self.at > self.line_end || self.line_end == 0 {
            self.line_end = self.rest().find(['\n', '\r']).map_or(self.content.len(), |length| self.at + length);
            self.absent.clear();
        }
        self.content.get(self.at..self.line_end).unwrap_or("")
    }

    /// Where the first of some marks stands in the rest of the line; marks that it does not have are looked for once.
    fn find(&mut self, marks: &[char], rest: &str) -> Option<(usize, char)> {
        if marks.iter().all(|mark| self.absent.contains(mark)) {
            return None;
        }
        let found = rest.char_indices().find(|(_, c)| marks.contains(c));
        if found.is_none() {
            self.absent.extend(marks);
        }
        found
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let at = |n| u32::try_from(n).unwrap_or(u32::MAX);
        Span { text: self.out.reading.id, start: at(start), end: at(end) }
    }

    /// Takes one character as the copy's `c`.
    fn take_as(&mut self, c: char) {
        let end = self.at + self.peek().map_or(0, char::len_utf8);
        self.out.reading.push(c, self.at, end);
        self.at = end;
    }

    fn one(&mut self, c: char) {
        if matches!(c, '/' | '／') && (self.rest().starts_with("//") || self.rest().starts_with("／／")) {
            return self.comment();
        }
        match c {
            '"' | '“' | '”' | '＂' | '‘' | '’' | '\'' | '＇' | '『' | '〝' => self.quote(c),
            '「' => self.name('」'),
            '`' | '｀' => self.name('`'),
            '《' => self.book(),
            '\r' if !self.rest().starts_with("\r\n") => self.take_as('\n'),
            '\n' | '\r' | '\t' => self.take_as(c),
            _ if c != '\u{FEFF}' && c.is_whitespace() && !c.is_control() => self.take_as(' '),
            _ if is_invisible(c) => self.invisible(c),
            '≧' | '⩾' | '≦' | '⩽' | '【' | '】' | '〔' | '〕' | '［' | '］' | '[' | ']' | '｛' | '｝' | '{' | '}'
            | '⇒' | '➔' => self.wrong_mark(c),
            _ => self.take_as(half_width(c)),
        }
    }

    /// Kept beside the items; a blank for the grammar.
    fn comment(&mut self) {
        let (start, line) = (self.at, self.line());
        let text = line.trim_end().to_owned();
        self.flag_hidden(start, line);
        let span = self.span(start, start + text.len());
        self.out.comments.push(Spanned { value: text, span });
        self.at = start + line.len();
        self.out.reading.push(' ', start, self.at);
    }

    /// Quoted text, whatever quotes were used; the copy has straight ones unless the text has a straight one in it.
    fn quote(&mut self, open: char) {
        let line = self.line();
        let inner = line.get(open.len_utf8()..).unwrap_or("");
        let Some((length, close)) = closing(open).iter().find_map(|marks| self.find(marks, inner)) else {
            return self.unclosed_quote(open, inner);
        };
        let text = inner.get(..length).unwrap_or("");
        if !matches!((open, close), ('"', '"') | ('“', '”')) {
            self.wrong_quote(open, text, close);
        }
        self.quoted(open, text, Some(close));
    }

    /// Copies a quote with its text.
    fn quoted(&mut self, open: char, text: &str, close: Option<char>) {
        let (left, right) = if text.contains('"') { ('“', '”') } else { ('"', '"') };
        self.flag_hidden(self.at + open.len_utf8(), text);
        self.take_as(left);
        self.copy(text.len());
        match close {
            Some(_) => self.take_as(right),
            None => self.out.reading.push(right, self.at, self.at),
        }
    }

    fn copy(&mut self, length: usize) {
        let end = self.at + length;
        while self.at < end {
            let Some(c) = self.peek() else { return };
            self.take_as(c);
        }
    }

    fn unclosed_quote(&mut self, open: char, inner: &str) {
        if matches!(open, '\'' | '’' | '”' | '＇') {
            return self.take_as(open);
        }
        let text = inner.trim_end();
        let whole = self.span(self.at, self.at + open.len_utf8() + text.len());
        let what = Message::new("引号只有开头，没有结尾。", "The quote is opened and not closed.");
        let help = Message::new(
            "引号内文字写在一行之内，在末尾补上后引号。",
            "Quoted text ends on its line: write the closing quote.",
        );
        let close = if open == '“' { "”" } else { "\"" };
        let end = Span { start: whole.end, ..whole };
        let fix = Fix {
            title: Message::new("在行末补上引号", "Close the quote at the end of the line"),
            edits: vec![(end, close.into())],
        };
        self.out.findings.push(Finding::new(&UNCLOSED_QUOTE, whole, what).help(help).fix(fix));
        self.quoted(open, text, None);
    }

    fn wrong_quote(&mut self, open: char, text: &str, close: char) {
        let end = self.at + open.len_utf8() + text.len();
        let whole = self.span(self.at, end + close.len_utf8());
        let edits = vec![
            (self.span(self.at, self.at + open.len_utf8()), "“".into()),
            (self.span(end, end + close.len_utf8()), "”".into()),
        ];
        let finding = Finding::new(
            &WRONG_QUOTE,
            whole,
            Message::new(
                format!("这段文字用了 {open}{close} 作引号。"),
                format!("This text is quoted by {open} and {close}."),
            ),
        )
        .help(Message::new("引号内文字写在 “…” 或 \"…\" 之中。", "Write quoted text in “…” or \"…\"."))
        .fix(Fix { title: Message::new(format!("改为“{text}”"), format!("Change it to “{text}”")), edits });
        self.out.findings.push(finding);
    }

    /// A name in quotes.
    fn name(&mut self, close: char) {
        let open = self.peek().unwrap_or(close);
        let inner = self.line().get(open.len_utf8()..).unwrap_or("");
        let Some((length, _)) = self.find(&[close, '｀'], inner) else {
            return self.unclosed_name(close, inner);
        };
        self.flag_all_hidden(self.at + open.len_utf8(), inner.get(..length).unwrap_or(""));
        if inner.get(..length).is_some_and(|text| text.trim().is_empty()) {
            return self.empty_name(open, length, close);
        }
        self.take_as(half_width(open));
        self.copy(length);
        self.take_as(close);
    }

    /// Reported, and read as the name `_`.
    fn empty_name(&mut self, open: char, length: usize, close: char) {
        let end = self.at + open.len_utf8() + length + close.len_utf8();
        let what = Message::new("名称的引号里没有文字。", "There is nothing between the quotes of this name.");
        self.out.findings.push(Finding::new(&EMPTY_NAME, self.span(self.at, end), what));
        self.out.reading.push('_', self.at, end);
        self.at = end;
    }

    fn unclosed_name(&mut self, close: char, inner: &str) {
        let open = self.peek().unwrap_or(close);
        let run = inner.find(|c: char| !is_letter(c) && !c.is_ascii_digit()).unwrap_or(inner.len());
        let end = self.at + open.len_utf8() + run;
        let whole = self.span(self.at, end);
        let what = Message::new("名称的引号只有开头，没有结尾。", "The quote of a name is opened and not closed.");
        let fix = Fix {
            title: Message::new(format!("补上“{close}”"), format!("Add “{close}”")),
            edits: vec![(self.span(end, end), close.to_string())],
        };
        self.out.findings.push(Finding::new(&UNCLOSED_QUOTE, whole, what).fix(fix));
        self.take_as(half_width(open));
        self.copy(run);
        self.out.reading.push(close, self.at, self.at);
    }

    /// 《…》: a source, copied as it is.
    fn book(&mut self) {
        let inner = self.line();
        if let Some(length) = inner.find('》') {
            self.flag_hidden(self.at, inner.get(..length).unwrap_or(""));
            self.copy(length + '》'.len_utf8());
        } else {
            let whole = self.span(self.at, self.at + inner.trim_end().len());
            let what = Message::new("书名号只有“《”，没有“》”。", "“《” stands without its “》”.");
            self.out.findings.push(Finding::new(&UNCLOSED_QUOTE, whole, what));
            self.copy(inner.trim_end().len());
            self.out.reading.push('》', self.at, self.at);
        }
    }

    /// A character that cannot be seen, outside quotes: reported and left out.
    fn invisible(&mut self, c: char) {
        self.flag(self.at, c);
        self.at += c.len_utf8();
    }

    /// A mark that stands for another: reported, and read as the other.
    fn wrong_mark(&mut self, c: char) {
        let (read, written) = match half_width(c) {
            '≧' | '⩾' => ('≥', "≥"),
            '≦' | '⩽' => ('≤', "≤"),
            '⇒' | '➔' => ('→', "→"),
            '【' | '〔' | '[' | '{' => ('(', "（"),
            _ => (')', "）"),
        };
        let place = self.span(self.at, self.at + c.len_utf8());
        let finding = Finding::new(
            &WRONG_MARK,
            place,
            Message::new(
                format!("符号“{c}”应写作“{written}”。"),
                format!("The mark “{c}” should be written “{read}”."),
            ),
        )
        .fix(Fix {
            title: Message::new(format!("改为“{written}”"), format!("Change it to “{read}”")),
            edits: vec![(place, written.into())],
        });
        self.out.findings.push(finding);
        self.take_as(read);
    }

    fn flag(&mut self, at: usize, c: char) {
        let place = self.span(at, at + c.len_utf8());
        let point = u32::from(c);
        let finding = Finding::new(
            &INVISIBLE_CHARACTER,
            place,
            Message::new(
                format!("此处有看不见的字符（U+{point:04X}）。"),
                format!("A character that cannot be seen stands here (U+{point:04X})."),
            ),
        )
        .why(Message::new("它会使看到的文字与实际的文字不同。", "It makes the text differ from what can be seen."))
        .help(Message::new("删去它。", "Delete it."))
        .fix(Fix {
            title: Message::new("删去这个字符", "Delete the character"), edits: vec![(place, String::new())]
        });
        self.out.findings.push(finding);
    }

    /// Flags what is hidden in quoted text or a comment; joiners of emoji are no harm there.
    fn flag_hidden(&mut self, start: usize, text: &str) {
        let harmless = |c: char| matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE0E}' | '\u{FE0F}' | '\t');
        for (i, c) in text.char_indices().filter(|(_, c)| is_invisible(*c) && !harmless(*c)) {
            self.flag(start + i, c);
        }
    }

    fn flag_all_hidden(&mut self, start: usize, text: &str) {
        for (i, c) in text.char_indices().filter(|(_, c)| is_invisible(*c)) {
            self.flag(start + i, c);
        }
    }
}

/// What closes a quote that `open` begins: its own mark if the line has one, else another.
fn closing(open: char) -> &'static [&'static [char]] {
    match open {
        '"' => &[&['"'], &['”', '“', '＂']],
        '“' => &[&['”'], &['"', '“', '＂']],
        '”' => &[&['”', '“', '"']],
        '＂' => &[&['＂', '"', '”']],
        '‘' => &[&['’'], &['‘', '\'']],
        '’' => &[&['’', '‘', '\'']],
        '『' => &[&['』']],
        '〝' => &[&['〞', '〟']],
        _ => &[&['\'', '＇', '’']],
    }
}

/// U+FF01–U+FF5E as their half-width forms, and marks that look the same as the ones used here.
fn half_width(c: char) -> char {
    match c {
        '\u{2212}' => '-',
        '\u{2236}' => ':',
        '\u{FF61}' => '。',
        '\u{FF64}' => '、',
        '\u{FF01}'..='\u{FF5E}' => u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c),
        _ => c,
    }
}

/// Characters without a shape of their own that change how others are shown or compared, and control characters.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}
