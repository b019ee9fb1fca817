//! All that lasts, in plain maps keyed by text.

use super::calendar::{Day, date, month_length, weekday, ymd};
use super::lines::Line;
use super::record::{Key, Num};
use mizi::model::Window;
use std::collections::{BTreeMap, BTreeSet};

/// Numbers and journal.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub numbers: BTreeMap<Key, Num>,
    pub journal: BTreeMap<String, Entry>,
}

/// What the journal keeps of an id.
#[derive(Clone, Debug)]
pub struct Entry {
    pub outcome: String,
    pub line: Line,
    /// None where the time cannot be read.
    pub instant: Option<i64>,
    /// Roles that have confirmed it, by name.
    pub confirmed: BTreeSet<String>,
    /// What it changed and how that is taken back.
    pub effects: Vec<Effect>,
    pub undo: Undo,
}

/// S15.5: the choices of the segment that decided.
#[derive(Clone, Debug, Default)]
pub struct Undo {
    pub returns_room: bool,
    /// 最低 N; none: 可负.
    pub floor: Option<Num>,
    pub recompute: bool,
}

/// One number of the state that an event changed.
#[derive(Clone, Debug)]
pub struct Effect {
    pub key: Key,
    pub class: Class,
    pub add: Num,
    pub range: (Num, Num),
}

/// What a number is for.
#[derive(Clone, Debug, PartialEq)]
pub enum Class {
    Usage,
    Balance,
    Counter,
    /// With what is needed to take whole blocks back: size and pay of a block, and where their pay is counted.
    Remainder(Block),
    CarriedPay,
}

/// Blocks of a carried remainder.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    pub size: Num,
    pub pay: Num,
    pub paid: Key,
    /// The balance, if it takes in the rule.
    pub balance: Option<(Key, (Num, Num))>,
}

impl State {
    pub fn number(&self, key: &Key) -> Num {
        self.numbers.get(key).copied().unwrap_or(Num::from_integer(0))
    }

    pub fn add(&mut self, key: &Key, add: Num) {
        *self.numbers.entry(key.clone()).or_insert(Num::from_integer(0)) += add;
    }
}

/// The name of a window's kind.
pub fn window_kind(window: Window) -> &'static str {
    match window {
        Window::Event => "event",
        Window::Day => "day",
        Window::Week => "week",
        Window::Month => "month",
        Window::Quarter => "quarter",
        Window::HalfYear => "half_year",
        Window::Year { .. } => "year",
        Window::Lifetime => "lifetime",
    }
}

/// First day of the window that contains a day; none for a lifetime.
pub fn window_start(window: Window, day: Day) -> Option<Day> {
    let found = date(day);
    Some(match window {
        Window::Lifetime => return None,
        Window::Event | Window::Day => day,
        Window::Week => day - (weekday(day) - 1),
        Window::Month => ymd(found.year, found.month, 1),
        Window::Quarter => ymd(found.year, (found.month - 1) / 3 * 3 + 1, 1),
        Window::HalfYear => ymd(found.year, if found.month < 7 { 1 } else { 7 }, 1),
        Window::Year { month, day: of_month } => {
            let start = |year| start_of_year(year, i64::from(month), i64::from(of_month));
            let this = start(found.year);
            if day >= this { this } else { start(found.year - 1) }
        }
    })
}

/// 29 February is 1 March where there is none.
fn start_of_year(year: i64, month: i64, day: i64) -> Day {
    if day <= month_length(year, month) { ymd(year, month, day) } else { ymd(year, month + 1, 1) }
}
