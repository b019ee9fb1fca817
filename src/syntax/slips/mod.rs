//! The usual slips, recognised where reading stopped. A slip is only named when the text mended for it can be read further; reading then
//! goes on with the mended text, so that one slip hides no other.

mod clauses;
mod marks;
mod names;
pub(super) mod numbers;
pub(super) mod numerals;
mod quotes;
mod spaces;
mod wording;

pub(super) use clauses::{chained, elsewhere, later_word, no_limit, not_compared, spaced_name, unknown_function};

use super::expected::{self, Expected, Thing};
use super::grammar::Rule;
use super::item;
use super::keywords;
use super::limits::{Left, MOST_TRIES, SLIP_REACH};
use super::reading::Reading;
use super::words::{Kind, Token, tokens};
use crate::diagnostics::{Code, Finding, Fix, Lang, Message};
use std::ops::Range;

/// Words of a line from which its language is told.
const MOST_WORDS: usize = 64;

/// Where reading stopped.
pub(super) struct Place<'a> {
    /// The item.
    pub reading: &'a Reading,
    /// The rule of the part.
    pub rule: Rule,
    /// The rule of the item's clauses.
    pub clause: Option<Rule>,
    /// Where the part begins.
    pub start: usize,
    /// Where reading stopped.
    pub stop: usize,
    /// What could stand there.
    pub expected: &'a [Expected],
    /// The tokens in front of the stop.
    before: Vec<Token>,
}

/// A slip that may have been made: a change of the text, and what to say if it helps.
pub(super) struct Candidate {
    /// Its kind.
    pub code: &'static Code,
    /// The stretch to show.
    pub shown: Range<usize>,
    /// What is wrong.
    pub what: Message,
    /// What to do.
    pub help: Option<Message>,
    /// What the change does.
    pub title: Message,
    /// The stretch to change.
    pub range: Range<usize>,
    /// What to put there.
    pub by: String,
    /// What to put there in the file, if it is written with other marks there.
    pub written: Option<String>,
}

impl Candidate {
    /// A change of a stretch that is also the place to show.
    pub fn new(code: &'static Code, range: Range<usize>, by: impl Into<String>, what: Message) -> Self {
        let by = by.into();
        let title = Message::new(format!("改为“{by}”"), format!("Change it to “{by}”"));
        Candidate { code, shown: range.clone(), what, help: None, title, range, by, written: None }
    }

    /// Shows another stretch than the one changed.
    #[must_use]
    pub fn show(mut self, shown: Range<usize>) -> Self {
        self.shown = shown;
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.help = Some(Message::new(zh, en));
        self
    }

    /// Says how the change is written in the file.
    #[must_use]
    pub fn written(mut self, text: impl Into<String>) -> Self {
        self.written = Some(text.into());
        self
    }

    /// Says what the change does.
    #[must_use]
    pub fn title(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.title = Message::new(zh, en);
        self
    }
}

impl<'a> Place<'a> {
    /// The place where reading a part stopped: of which rule, in an item whose clauses are of which, from where to where.
    pub fn new(
        reading: &'a Reading,
        (rule, clause): (Rule, Option<Rule>),
        part: Range<usize>,
        expected: &'a [Expected],
    ) -> Self {
        let from = part.start.max(part.end.saturating_sub(SLIP_REACH));
        let from = (from..=part.end).find(|i| reading.text.is_char_boundary(*i)).unwrap_or(part.end);
        let before = reading.text.get(from..part.end).unwrap_or("");
        let before = tokens(before).map(|t| moved(t, from)).collect();
        Place { reading, rule, clause, start: part.start, stop: part.end, expected, before }
    }

    /// The item's text.
    pub fn text(&self) -> &str {
        &self.reading.text
    }

    /// A stretch of it.
    pub fn slice(&self, range: Range<usize>) -> &str {
        self.text().get(range).unwrap_or("")
    }

    /// Whether a thing of that kind could stand there.
    pub fn expects(&self, thing: Thing) -> bool {
        expected::has(self.expected, thing)
    }

    /// A stretch as it looks in the file.
    pub fn shown(&self, range: Range<usize>) -> String {
        self.reading.shown(range)
    }

    /// Whether reading stopped at the first word of a line.
    pub fn starts_line(&self) -> bool {
        self.slice(0..self.stop).trim_end_matches([' ', '\t']).ends_with('\n')
    }

    /// The tokens of the part in front of the stop, the last last; of a very long part only the nearest.
    pub fn before(&self) -> &[Token] {
        &self.before
    }

    /// The tokens from the stop on.
    pub fn after(&self) -> impl Iterator<Item = Token> + '_ {
        tokens(self.slice(self.stop..self.text().len())).map(|t| moved(t, self.stop))
    }

    /// Whether the part is in English keywords.
    pub fn in_english(&self) -> bool {
        let line = self.slice(self.start..self.text().len()).split('\n').next().unwrap_or("");
        let mut words = tokens(line).take(MOST_WORDS).filter(|t| t.kind == Kind::Word).map(|t| t.text(line));
        words.find_map(keywords::language).map_or(line.is_ascii(), |lang| lang == Lang::En)
    }

    /// How far the text mended by the candidate can be read.
    fn reach(&self, candidate: &Candidate, left: &mut Left) -> Reach {
        let end = self.text().len().min(self.stop.saturating_add(SLIP_REACH));
        let end = (end..=self.text().len()).find(|i| self.text().is_char_boundary(*i)).unwrap_or(end);
        let mut text = self.slice(self.start..candidate.range.start).to_owned();
        text.push_str(&candidate.by);
        let mended = text.len();
        text.push_str(self.slice(candidate.range.end..end));
        let read = item::parse_text(self.rule, &text);
        let stop = read.as_ref().map_or_else(|error| item::error_offset(error), |_| text.len());
        left.rereading = left.rereading.saturating_sub(stop);
        if read.is_ok() {
            return Reach::All;
        }
        let past = |to: usize| mended + to.saturating_sub(candidate.range.end);
        let from = self.before().last().map_or(self.stop, |t| t.range.end);
        let line_end = self.slice(from..end).find('\n').map(|n| past(from + n));
        let line = line_end.filter(|line_end| stop > *line_end).and_then(|line_end| text.get(..line_end));
        match line {
            Some(line) if item::parse_text(self.rule, line).is_ok() => Reach::All,
            _ if candidate.range.end > self.stop && stop >= mended => Reach::Further,
            _ if candidate.range.end <= self.stop && stop > past(self.stop) => Reach::Further,
            _ => Reach::No,
        }
    }
}

/// How far a mended text can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    /// No further than before.
    No,
    /// Further.
    Further,
    /// To the end of the part or at least of the line.
    All,
}

fn moved(token: Token, by: usize) -> Token {
    Token { kind: token.kind, range: token.range.start + by..token.range.end + by }
}

/// A slip with the text mended.
pub(super) struct Slip {
    /// What to say.
    pub finding: Finding,
    /// The mended item.
    pub mended: Reading,
}

/// The slip that was made where reading stopped, if it is a usual one: the first whose mended text can be read to its end, or, of the slips
/// that are hard to mistake, further than before.
pub(super) fn find(place: &Place, left: &mut Left) -> Option<Slip> {
    let length = place.stop.saturating_sub(place.start);
    if length > SLIP_REACH {
        return None;
    }
    let clear: [fn(&Place) -> Vec<Candidate>; 5] =
        [wording::numbers, spaces::candidates, wording::said_already, wording::other_words, quotes::candidates];
    let guessed: [fn(&Place) -> Vec<Candidate>; 8] = [
        marks::commas,
        wording::candidates,
        names::candidates,
        marks::candidates,
        wording::left_out,
        marks::inserted_in_lists,
        spaces::rare,
        names::broken,
    ];
    let all = |kinds: &[fn(&Place) -> Vec<Candidate>]| kinds.iter().flat_map(|kind| kind(place)).collect::<Vec<_>>();
    let clear = all(&clear);
    let sure = clear.len();
    let mut further = None;
    for (number, candidate) in clear.into_iter().chain(all(&guessed)).take(MOST_TRIES).enumerate() {
        if left.rereading < length {
            break;
        }
        let reach = place.reach(&candidate, left);
        if reach == Reach::All {
            return Some(made(place, candidate));
        }
        if reach == Reach::Further && number < sure {
            further.get_or_insert(candidate);
        }
    }
    further.map(|candidate| made(place, candidate))
}

fn made(place: &Place, candidate: Candidate) -> Slip {
    let span = |r: &Range<usize>| place.reading.span(r.start, r.end);
    let mended = place.reading.replaced(&[(candidate.range.clone(), candidate.by.clone())]);
    let mut finding = Finding::new(candidate.code, span(&candidate.shown), candidate.what).fix(Fix {
        title: candidate.title,
        edits: vec![(span(&candidate.range), candidate.written.unwrap_or(candidate.by))],
    });
    finding.help = candidate.help;
    Slip { finding, mended }
}
