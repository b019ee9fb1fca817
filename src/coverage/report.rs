//! What was found about the cases of one policy, ready to be shown.

use super::changes::{self, Outcome, Trial, Tried};
use super::mark::Kind;
use super::survey::{Point, State, Survey};
use crate::diagnostics::{Finding, Message};
use crate::model::Model;

/// The points of one policy and what became of them.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// The policy's name.
    pub policy: Message,
    /// How many cases were run.
    pub cases: usize,
    /// Its points, in the order of the text.
    pub points: Vec<Point>,
}

/// How many of some points were reached. What nothing can reach is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Reached by a case.
    pub reached: usize,
    /// That can be reached.
    pub of: usize,
}

impl Kind {
    /// All kinds, in the order they are shown.
    pub const ALL: [Kind; 6] = [Kind::Rule, Kind::Clause, Kind::Row, Kind::Bound, Kind::Cap, Kind::Choice];

    /// What it is called: several of them.
    pub fn called(self) -> Message {
        match self {
            Kind::Rule => Message::new("规则", "rules"),
            Kind::Clause => Message::new("条件", "conditions"),
            Kind::Row => Message::new("档", "rows"),
            Kind::Bound => Message::new("边界", "boundaries"),
            Kind::Cap => Message::new("上限", "caps"),
            Kind::Choice => Message::new("选择", "choices"),
        }
    }
}

impl Tally {
    /// Of some points.
    pub fn of<'p>(points: impl Iterator<Item = &'p Point>) -> Tally {
        points.fold(Tally::default(), |tally, point| match point.state {
            State::Reached(..) => Tally { reached: tally.reached + 1, of: tally.of + 1 },
            State::Missed => Tally { of: tally.of + 1, ..tally },
            State::Impossible => tally,
        })
    }

    /// Of both.
    pub fn plus(self, other: Tally) -> Tally {
        Tally { reached: self.reached + other.reached, of: self.of + other.of }
    }

    /// Whole percent, rounded down: 100 only where all is reached.
    pub fn percent(self) -> usize {
        self.reached.saturating_mul(100).checked_div(self.of).unwrap_or(100)
    }
}

impl Coverage {
    /// Of a survey after its cases were run.
    pub fn of(survey: &Survey<'_>) -> Coverage {
        let cases = survey.model.versions.iter().map(|policy| policy.cases.len()).sum();
        let mut points = survey.points.clone();
        points.sort_by_key(|point| (point.span, point.kind));
        Coverage { policy: name(survey.model), cases, points }
    }

    /// Of one kind.
    pub fn kind(&self, kind: Kind) -> Tally {
        Tally::of(self.points.iter().filter(|point| point.kind == kind))
    }

    /// Of all.
    pub fn all(&self) -> Tally {
        Tally::of(self.points.iter())
    }

    /// What the kinds that there are come to, then all of them.
    pub fn rows(&self) -> Vec<(Message, Tally)> {
        let rows = Kind::ALL.into_iter().map(|kind| (kind.called(), self.kind(kind)));
        let all = (Message::new("合计", "all"), self.all());
        rows.filter(|(_, tally)| tally.of > 0).chain([all]).collect()
    }

    /// What no case reaches.
    pub fn missed(&self) -> impl Iterator<Item = &Point> {
        self.points.iter().filter(|point| point.state == State::Missed)
    }
}

/// How many changes came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Some case notices them.
    pub noticed: usize,
    /// Nothing is decided otherwise.
    pub same: usize,
    /// No case notices them.
    pub unnoticed: usize,
}

/// The changes of one policy and what became of them.
#[derive(Clone, Debug)]
pub struct Changes {
    /// The policy's name.
    pub policy: Message,
    /// The changes that can be made, in the order of the text.
    pub tried: Vec<Tried>,
}

impl Changes {
    /// Tries every change that can be made; says so after each.
    pub fn try_all(model: &Model, trial: &Trial<'_>, mut step: impl FnMut()) -> Changes {
        let mut tried = Vec::new();
        for change in changes::changes(model) {
            let outcome = trial.outcome(&change);
            step();
            if outcome != Outcome::Impossible {
                tried.push(Tried { change, outcome });
            }
        }
        Changes { policy: name(model), tried }
    }

    /// How many came to what.
    pub fn counted(&self) -> Counted {
        self.tried.iter().fold(Counted::default(), |counted, tried| match tried.outcome {
            Outcome::Noticed(_) => Counted { noticed: counted.noticed + 1, ..counted },
            Outcome::Same => Counted { same: counted.same + 1, ..counted },
            Outcome::Unnoticed => Counted { unnoticed: counted.unnoticed + 1, ..counted },
            Outcome::Impossible => counted,
        })
    }

    /// What no case notices.
    pub fn findings(&self) -> Vec<Finding> {
        changes::findings(&self.tried)
    }
}

fn name(model: &Model) -> Message {
    let name = model.versions.last().map(|policy| policy.name.name.name.as_str()).unwrap_or_default();
    Message::new(name, name)
}
