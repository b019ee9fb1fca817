//! A believable year of a street, made from a seed: the same seed gives the same files on every machine.
//!
//! The street of `policies/cangqian`: 216,000 residents in more than 90,000 households and ten communities. Few households carry
//! most of it. Months differ, weekends differ, the Spring Festival is quiet. Some lines come late, twice, are taken back, are never
//! confirmed, or cannot be read. Nothing in it is about a real person, and no figure comes from the street.
//!
//! Each resident and month has its own stream of chance, so that a month by itself is the same as that month within the year.

mod acts;
mod calendar;
mod lines;
mod month;
mod random;
mod redemptions;
mod residents;

use lines::{Line, subject};
use month::Arrived;
use residents::{Resident, settle};
use serde::Serialize;
use std::io::{self, Write};

/// What is made.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Where all chance comes from.
    pub seed: u64,
    /// Which year.
    pub year: i32,
    /// How many residents.
    pub residents: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { seed: 20250301, year: 2025, residents: 216_000 }
    }
}

/// The street with its residents.
pub struct Street {
    settings: Settings,
    residents: Vec<Resident>,
}

/// How many lines of each kind were written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Events, repeats among them.
    pub events: usize,
    /// Confirmations.
    pub confirmations: usize,
    /// Reversals.
    pub reversals: usize,
    /// Redemptions.
    pub redemptions: usize,
}

impl Street {
    /// Settles the residents.
    pub fn new(settings: Settings) -> Street {
        Street { settings, residents: settle(settings.seed, settings.year, settings.residents) }
    }

    /// How many residents there are.
    pub fn residents(&self) -> usize {
        self.residents.len()
    }

    /// How many households are bound to accounts in the course of the year.
    pub fn households(&self) -> usize {
        let mut numbers: Vec<u32> =
            self.residents.iter().filter_map(|resident| resident.household).map(|of| of.0).collect();
        numbers.dedup();
        numbers.len()
    }

    /// Writes the subjects' file: a row for every resident, and one more from each day on which something changes.
    pub fn write_subjects(&self, out: &mut impl Write) -> io::Result<usize> {
        let mut rows = 0;
        for resident in &self.residents {
            for day in resident.changes(self.settings.year) {
                write_line(out, &subject(resident, day))?;
                rows += 1;
            }
        }
        Ok(rows)
    }

    /// Writes the lines of one month (1 to 12) in the order in which they arrive; late ones, confirmations and reversals of the
    /// month's events stand at its end.
    pub fn write_month(&self, month: u32, out: &mut impl Write) -> io::Result<Written> {
        let mut lines = self.month(month);
        // Stable: lines of one minute stay in the order of the residents.
        lines.sort_by_key(|line| line.0);
        let mut written = Written::default();
        for (_, line) in &lines {
            written.count(line);
            write_line(out, line)?;
        }
        Ok(written)
    }

    fn month(&self, month: u32) -> Vec<Arrived> {
        let month = (self.settings.year, month);
        self.residents.iter().flat_map(|resident| month::of_resident(self.settings.seed, resident, month)).collect()
    }
}

impl Written {
    /// Lines of all kinds.
    pub fn lines(&self) -> usize {
        self.events + self.confirmations + self.reversals + self.redemptions
    }

    /// Adds another month.
    pub fn add(&mut self, other: Written) {
        self.events += other.events;
        self.confirmations += other.confirmations;
        self.reversals += other.reversals;
        self.redemptions += other.redemptions;
    }

    fn count(&mut self, line: &Line) {
        match line {
            Line::Event { .. } => self.events += 1,
            Line::Confirmation { .. } => self.confirmations += 1,
            Line::Reversal { .. } => self.reversals += 1,
            Line::Redemption { .. } => self.redemptions += 1,
        }
    }
}

fn write_line(out: &mut impl Write, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}
