//! Findings as text with the source, for a terminal or a log. The only code that names miette.

use std::fmt::{self, Debug, Display};
use std::ops::Range;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents,
};

use super::shown::{LONG_LINE, Ready, Shown, visible};
use super::{columns, words};
use crate::diagnostics::{Example, Finding, Fix, Label, Lang, Message, Severity, in_order};
use crate::source::{Sources, Span};

/// A date is not broken at its hyphens.
const WHOLE_WORDS: textwrap::WordSplitter = textwrap::WordSplitter::NoHyphenation;

/// How findings are shown.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// The language of every word that is not the author's.
    pub lang: Lang,
    /// Whether colours are wanted; a caller knows whether anybody sees them.
    pub colour: bool,
    /// Columns; a Han character takes two.
    pub width: usize,
}

impl Style {
    /// Without colour, 100 columns wide.
    pub fn plain(lang: Lang) -> Self {
        Style { lang, colour: false, width: 100 }
    }
}

/// All findings in order, a blank line after each; nothing when there is none.
pub fn text(findings: &[Finding], sources: &Sources, style: Style) -> String {
    let ready = Ready::new(sources);
    in_order(findings).into_iter().map(|finding| one(finding, sources, &ready, style) + "\n").collect()
}

/// The same with notes on one line each, after the rest: what they say and where.
pub fn brief(findings: &[Finding], sources: &Sources, style: Style) -> String {
    let (notes, rest): (Vec<Finding>, Vec<Finding>) =
        findings.iter().cloned().partition(|finding| finding.severity() == Severity::Note);
    let lines: String = in_order(&notes).into_iter().map(|note| line(note, sources, style)).collect();
    text(&rest, sources, style) + &lines
}

/// `提示 [no-limit] a.mizi:3:8：…`
fn line(finding: &Finding, sources: &Sources, style: Style) -> String {
    let place = finding.place().and_then(|span| {
        let start = sources.start(span)?;
        Some(format!(" {}:{}:{}", sources.get(span.text)?.name, start.line, start.column))
    });
    let severity = words::severity(finding.severity(), style.lang);
    let colon = if style.lang == Lang::Zh { "：" } else { ": " };
    let what = said(&finding.what, style.lang);
    format!("{severity} [{}]{}{colon}{what}\n", finding.code.name, place.unwrap_or_default())
}

fn one(finding: &Finding, sources: &Sources, ready: &Ready, style: Style) -> String {
    let shown = ready.shown(finding.places.iter().map(|label| label.span));
    let report = Report { finding, shown, lang: style.lang };
    let theme = if style.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_width(style.width)
        .with_word_splitter(WHOLE_WORDS);
    let mut out = String::new();
    // Writing to a string cannot fail, and a place outside its text is not handed over.
    if handler.render_report(&mut out, &report).is_err() {
        out = said(&finding.what, style.lang);
    }
    let mut out: String = out.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
    out.push_str(&notes(finding, sources, style));
    out
}

/// Why, what to do, and the changes that would mend it.
fn notes(finding: &Finding, sources: &Sources, style: Style) -> String {
    let heads = words::heads(style.lang);
    let paragraph = |head: &str, text| paragraph(head, &said(text, style.lang), style.width);
    let why = finding.why.iter().map(|why| paragraph(heads.why, why));
    let help = finding.help.iter().map(|help| paragraph(heads.help, help));
    let fixes = finding.fixes.iter();
    let fixes = fixes.map(|fix| paragraph(heads.fix, &fix.title) + &mended(fix, sources).unwrap_or_default());
    let examples = finding.examples.iter().map(|example| shown_by(example, &heads, style));
    why.chain(examples).chain(help).chain(fixes).collect()
}

/// An example: what is assumed, then its lines as a case has them, none of them broken.
fn shown_by(example: &Example, heads: &words::Heads, style: Style) -> String {
    let head = format!("  {}", heads.example);
    let indent = " ".repeat(columns::width(&head));
    let lines = example.assuming.iter().chain(&example.lines).enumerate();
    let lines = lines.map(|(number, line)| {
        let before = if number == 0 { &head } else { &indent };
        format!("{before}{}\n", said(line, style.lang))
    });
    lines.collect()
}

/// A message as it may be sent to a terminal, whatever of the author's text it quotes.
fn said(message: &Message, lang: Lang) -> String {
    visible(message.text(lang))
}

/// Text under a head, its further lines set under its first.
fn paragraph(head: &str, text: &str, width: usize) -> String {
    let first = format!("  {head}");
    let rest = " ".repeat(columns::width(&first));
    let options = textwrap::Options::new(width.saturating_sub(2)).initial_indent(&first).subsequent_indent(&rest);
    let options = options.word_splitter(WHOLE_WORDS);
    textwrap::fill(text, options) + "\n"
}

/// The line as it would read after a change, when the change stays within one line.
fn mended(fix: &Fix, sources: &Sources) -> Option<String> {
    let mut edits: Vec<&(Span, String)> = fix.edits.iter().collect();
    edits.sort_by_key(|(span, _)| *span);
    let (first, last) = (edits.first()?.0, edits.last()?.0);
    if first.text != last.text {
        return None;
    }
    let text = sources.get(first.text)?;
    let (content, Range { start, end }) = (&text.content, text.line(first.start));
    if last.end as usize > end || end.saturating_sub(start) > LONG_LINE {
        return None;
    }
    let mut line = String::new();
    let mut at = start;
    for (span, text) in edits {
        line.push_str(content.get(at..span.start as usize)?);
        line.push_str(text);
        at = span.end as usize;
    }
    line.push_str(content.get(at..end)?);
    let shown = visible(line.trim_start_matches('\u{feff}')).replace('\t', " ");
    Some(shown.lines().map(|line| format!("        {}\n", line.trim())).collect())
}

/// A finding as miette takes it.
struct Report<'a> {
    finding: &'a Finding,
    shown: Shown<'a>,
    lang: Lang,
}

impl fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Debug::fmt(self.finding, f)
    }
}

impl Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&said(&self.finding.what, self.lang))
    }
}

impl std::error::Error for Report<'_> {}

impl Diagnostic for Report<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        let severity = words::severity(self.finding.severity(), self.lang);
        Some(Box::new(format!("{severity} [{}]", self.finding.code.name)))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity() {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.shown)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let marks = self.marks();
        let hidden =
            |mark: &Mark| mark.text.is_none() && marks.iter().any(|other| other.text.is_some() && overlap(mark, other));
        let shown: Vec<LabeledSpan> = marks.iter().filter(|mark| !hidden(mark)).map(Mark::labeled).collect();
        Some(Box::new(shown.into_iter()))
    }
}

/// A place to point at.
struct Mark {
    place: Range<usize>,
    text: Option<String>,
    /// The place to mend.
    first: bool,
}

impl Mark {
    fn labeled(&self) -> LabeledSpan {
        let span: SourceSpan = (self.place.start, self.place.len()).into();
        let text = self.text.clone();
        if self.first { LabeledSpan::new_primary_with_span(text, span) } else { LabeledSpan::new_with_span(text, span) }
    }
}

/// Lines under the same characters cannot be told apart.
fn overlap(a: &Mark, b: &Mark) -> bool {
    a.place.start < b.place.end && b.place.start < a.place.end
}

impl Report<'_> {
    fn marks(&self) -> Vec<Mark> {
        let mark = |(number, label): (usize, &Label)| {
            let text = Some(said(&label.text, self.lang)).filter(|text| !text.is_empty());
            Some(Mark { place: self.shown.place(label.span)?, text, first: number == 0 })
        };
        self.finding.places.iter().enumerate().filter_map(mark).collect()
    }
}

impl SourceCode for Shown<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let place = span.offset()..span.offset().saturating_add(span.len());
        let lines = self.lines(place, before, after).ok_or(MietteError::OutOfBounds)?;
        // miette asks without lines around for the place it names above the source, and counts from 0.
        let column = if before == 0 { lines.column } else { 0 };
        Ok(Box::new(MietteSpanContents::new_named(
            lines.name.to_owned(),
            lines.content.as_bytes(),
            (lines.offset, lines.content.len()).into(),
            lines.first,
            column,
            lines.count,
        )))
    }
}
