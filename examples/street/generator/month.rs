//! One month of the street: what each resident did, what became of it, and what went wrong on the way.

use super::acts::{ACTS, Act, expected};
use super::calendar::{Date, Day, Moment, civil, day_of, is_weekend, month_days};
use super::lines::{Line, Pairs, resident_id};
use super::random::Random;
use super::redemptions;
use super::residents::Resident;

/// A line and when it reaches the service; files are in that order.
pub type Arrived = (Moment, Line);

/// What is being written: one resident's month.
pub struct Diary<'a> {
    /// Who.
    pub resident: &'a Resident,
    /// Year and month.
    pub month: (i32, u32),
    /// This resident's chances in this month.
    pub random: Random,
    /// What was written so far.
    pub lines: Vec<Arrived>,
    /// Guessed points, with the day from which they can be spent.
    pub earned: u32,
    /// See `earned`.
    pub last_day: Day,
    written: u32,
}

/// All lines of one resident in one month.
pub fn of_resident(seed: u64, resident: &Resident, month: (i32, u32)) -> Vec<Arrived> {
    let random = Random::of(seed, &[2, u64::from(resident.number), month.0 as u64, u64::from(month.1)]);
    let mut diary = Diary {
        resident,
        month,
        random,
        lines: Vec::new(),
        earned: 0,
        last_day: day_of(month.0, month.1, 1),
        written: 0,
    };
    for act in &ACTS {
        for _ in 0..diary.random.count(expected(act, resident, month.1)) {
            diary.act(act);
        }
    }
    redemptions::write(&mut diary);
    diary.lines
}

impl Diary<'_> {
    /// A new id: month, resident, running number.
    pub fn id(&mut self) -> String {
        self.written += 1;
        format!("{:04}{:02}-{}-{}", self.month.0, self.month.1, self.resident.number, self.written)
    }

    fn act(&mut self, act: &Act) {
        let Some(at) = self.moment(act) else { return };
        // Who has no account rarely tries.
        if !self.resident.is_registered(at.day) && !self.random.permille(20) {
            return;
        }
        let id = self.id();
        let facts = (act.facts)(&mut self.random, self.resident.zeal);
        let received = self.received(at);
        let arrives = received.map_or(at, |day| Moment { day, minute: 600 });
        let time = if received.is_some() { at.on_paper() } else { at.with_offset() };
        let mut event = Line::Event {
            id: id.clone(),
            activity: act.activity.to_string(),
            time,
            received: received.map(|day| Date(day).to_string()),
            subject: resident_id(self.resident.number),
            scopes: Pairs(Vec::new()),
            facts: Pairs(facts),
        };
        let spoiled = self.random.permille(3) && spoil(&mut self.random, &mut event, at);
        self.repeat(&event, arrives);
        self.lines.push((arrives, event));
        if !spoiled {
            self.aftermath(act, &id, at.max(arrives));
        }
    }

    /// When it happens: none where the chosen day does not suit the activity.
    fn moment(&mut self, act: &Act) -> Option<Moment> {
        let (first, days) = month_days(self.month.0, self.month.1);
        let mut day = first + self.random.below(days) as Day;
        if act.weekend && !is_weekend(day) && self.random.permille(500) {
            day = (0..7)
                .map(|ahead| day + ahead)
                .find(|&day| is_weekend(day))
                .filter(|&day| day < first + days as Day)?;
        }
        // The street is empty over the Spring Festival.
        if is_festival(day) && !self.random.permille(250) {
            return None;
        }
        let hour = self.random.between(act.hours.0, act.hours.1);
        Some(Moment { day, minute: hour * 60 + self.random.below(60) })
    }

    /// Some lines come late from paper, a few of them too late.
    fn received(&mut self, at: Moment) -> Option<Day> {
        match self.random.below(1000) {
            0..40 => Some(at.day + self.random.between(1, 30) as Day),
            40..45 => Some(at.day + self.random.between(31, 70) as Day),
            _ => None,
        }
    }

    /// Tapped twice, or sent again after a bad connection.
    fn repeat(&mut self, event: &Line, arrives: Moment) {
        if let (true, Line::Event { id, activity, time, received, subject, facts, .. }) =
            (self.random.permille(7), event)
        {
            let again = Line::Event {
                id: id.clone(),
                activity: activity.clone(),
                time: time.clone(),
                received: received.clone(),
                subject: subject.clone(),
                scopes: Pairs(Vec::new()),
                facts: Pairs(facts.0.clone()),
            };
            self.lines.push((arrives.later(self.random.between(1, 90)), again));
        }
    }

    /// Confirmations and reversals.
    fn aftermath(&mut self, act: &Act, id: &str, from: Moment) {
        let mut settled = from;
        for role in act.confirmers {
            if self.random.permille(30) {
                return;
            }
            settled = from.later(self.random.between(60, 9 * 1440));
            self.confirm(id, role, settled);
        }
        if self.random.permille(6) {
            let at = settled.later(self.random.between(600, 20 * 1440));
            self.reverse(id.to_string(), at);
        } else {
            self.earned += act.worth;
            self.last_day = self.last_day.max(settled.day);
        }
    }

    fn confirm(&mut self, of: &str, role: &'static str, at: Moment) {
        if self.random.permille(4) {
            // The wrong office: the event goes on waiting.
            let line = Line::Confirmation {
                id: self.id(),
                confirm: of.to_string(),
                role: other(role),
                time: at.with_offset(),
            };
            self.lines.push((at, line));
        }
        let at = at.later(1);
        let line = Line::Confirmation { id: self.id(), confirm: of.to_string(), role, time: at.with_offset() };
        self.lines.push((at, line));
    }

    fn reverse(&mut self, of: String, at: Moment) {
        // Now and then the number is copied wrongly.
        let reverse = if self.random.permille(20) { format!("{of}0") } else { of };
        let line = Line::Reversal { id: self.id(), reverse, time: at.with_offset() };
        self.lines.push((at, line));
    }
}

fn other(role: &str) -> &'static str {
    if role == "社区" { "街道" } else { "社区" }
}

/// 2025-01-28 to 2025-02-04, and about those days in other years.
fn is_festival(day: Day) -> bool {
    let (_, month, date) = civil(day);
    (month == 1 && date >= 28) || (month == 2 && date <= 4)
}

/// Makes a line that cannot be decided, as they come from life. False where this kind does not fit the line.
fn spoil(random: &mut Random, event: &mut Line, at: Moment) -> bool {
    let Line::Event { activity, time, scopes, facts, .. } = event else { return false };
    let kind = random.below(6);
    match (kind, facts.0.first_mut()) {
        (0, _) => *time = format!("{} 25:10", Date(at.day)),
        (1, _) => *activity = "广场舞".to_string(),
        (2, _) => scopes.0.push(("社区", "\"老余杭\"".to_string())),
        (3, Some(fact)) if fact.0 == "时长" => fact.1 = "12".to_string(),
        (4, Some(fact)) if fact.0 == "时长" => fact.1 = "1.3".to_string(),
        (_, Some(_)) => facts.0.clear(),
        (_, None) => return false,
    }
    true
}
