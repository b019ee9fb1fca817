//! Everything that the cases of a policy can reach, and what they did.

use super::ask::{Ask, asks};
use super::changes::{Choice, Outcome, Trial};
use super::items::Items;
use super::mark::{Kind, Mark};
use super::say;
use crate::checks::encode::{Act, Scene};
use crate::diagnostics::Message;
use crate::logic::{Answer, Formula, Label};
use crate::model::held::Held;
use crate::model::segments::{Stretch, stretches};
use crate::model::{ActivityId, Model, Policy, RedemptionId};
use crate::source::Span;
use mizi_evaluator::Evaluator;
use std::collections::BTreeMap;

/// Something that cases should reach.
#[derive(Clone, Debug)]
pub struct Point {
    /// The version it belongs to.
    pub version: usize,
    /// A name of its own that does not change where other things are written before it.
    pub id: String,
    /// What sort of thing it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
    /// The item it belongs to.
    pub item: Message,
    /// What must come about.
    pub what: Message,
    /// Whether it was reached.
    pub state: State,
    pub(super) mark: Mark,
    /// The scenes in which something reaches it, with the formulas under which it does.
    pub(super) ways: Vec<(usize, Formula)>,
}

/// What became of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// A case reaches it: the title, and the line.
    Reached(String, Span),
    /// No case does.
    Missed,
    /// Nothing can: proved.
    Impossible,
}

/// A policy's points, and what is needed to look for them in decisions.
pub struct Survey<'a> {
    /// All versions.
    pub model: &'a Model,
    /// What decides.
    pub evaluator: &'a Evaluator,
    /// The points, in the order of the text.
    pub points: Vec<Point>,
    /// Records of cases of which the formulas say something else than the decision: what only formulas tell is not taken from them.
    pub disagreements: usize,
    pub(super) stretches: Vec<Stretch>,
    pub(super) scenes: Vec<Scene<'a>>,
    pub(super) items: Vec<Items>,
    by_mark: BTreeMap<(usize, Mark), usize>,
    /// How often each id was given.
    ids: BTreeMap<String, usize>,
    /// The points of each scene.
    pub(super) of_scene: Vec<Vec<usize>>,
}

impl<'a> Survey<'a> {
    /// All points, none of them reached yet.
    pub fn new(model: &'a Model, held: &'a Held, evaluator: &'a Evaluator) -> Self {
        let stretches = stretches(model);
        let of = |stretch: &Stretch| {
            let policy = model.versions.get(stretch.version);
            let acts = policy.map(acts).unwrap_or_default();
            acts.into_iter().filter_map(|act| Scene::new(model, held, *stretch, act)).collect::<Vec<_>>()
        };
        let scenes: Vec<Scene<'a>> = stretches.iter().flat_map(of).collect();
        let items = model.versions.iter().map(|policy| Items::new(evaluator.program(), policy)).collect();
        let mut survey = Survey {
            model,
            evaluator,
            points: Vec::new(),
            disagreements: 0,
            stretches,
            scenes,
            items,
            by_mark: BTreeMap::new(),
            ids: BTreeMap::new(),
            of_scene: Vec::new(),
        };
        for scene in 0..survey.scenes.len() {
            let found = survey.scenes.get(scene).map(asks).unwrap_or_default();
            survey.of_scene.push(Vec::new());
            found.into_iter().for_each(|ask| survey.add(scene, ask));
        }
        survey
    }

    fn add(&mut self, scene: usize, ask: Ask) {
        let version = self.scenes.get(scene).map_or(0, |scene| scene.stretch.version);
        let at = *self.by_mark.entry((version, ask.mark)).or_insert(self.points.len());
        let formula = ask.formula.clone();
        if at == self.points.len() {
            let point = self.point(version, ask, State::Missed);
            self.points.push(point);
        }
        if let (Some(point), Ok(formula)) = (self.points.get_mut(at), formula) {
            point.ways.push((scene, formula));
            self.of_scene.get_mut(scene).into_iter().for_each(|points| points.push(at));
        }
    }

    fn point(&mut self, version: usize, ask: Ask, state: State) -> Point {
        let id = id(self.model, version, &ask);
        let same = self.ids.entry(id.clone()).and_modify(|same| *same += 1).or_insert(0);
        Point {
            version,
            id: if *same == 0 { id } else { format!("{id} ({})", *same + 1) },
            kind: ask.mark.kind(),
            span: ask.span,
            item: ask.item,
            what: ask.what,
            state,
            mark: ask.mark,
            ways: Vec::new(),
        }
    }

    /// The scene of an act on the days of a stretch.
    pub(super) fn scene(&self, stretch: Stretch, act: Act) -> Option<usize> {
        self.scenes.iter().position(|scene| scene.stretch == stretch && scene.act == act)
    }

    /// A case reaches something.
    pub(super) fn reach(&mut self, version: usize, mark: Mark, title: &str, line: Span) {
        let point = self.by_mark.get(&(version, mark)).and_then(|at| self.points.get_mut(*at));
        if let Some(point) = point.filter(|point| point.state == State::Missed) {
            point.state = State::Reached(title.to_owned(), line);
        }
    }

    /// How many points no case reaches.
    pub fn missed(&self) -> usize {
        self.points.iter().filter(|point| point.state == State::Missed).count()
    }

    /// Looks which choices of the header matter to some case.
    pub fn choices(&mut self, trial: &Trial<'_>) {
        for (version, policy) in self.model.versions.iter().enumerate() {
            for choice in Choice::ALL {
                let Some(outcome) = trial.choice(version, choice) else { continue };
                let (item, what) = (choice.called(), say::matters());
                let ask =
                    Ask { mark: Mark::Choice(choice), span: policy.name.span, item, what, formula: Ok(Formula::FALSE) };
                let state = match outcome {
                    Outcome::Noticed(case) => State::Reached(case.title.clone(), case.span),
                    Outcome::Same => State::Impossible,
                    Outcome::Unnoticed | Outcome::Impossible => State::Missed,
                };
                let point = self.point(version, ask, state);
                self.points.push(point);
            }
        }
    }

    /// Looks which of the points that no case reaches nothing at all can reach.
    pub fn prove(&mut self) {
        let impossible = |point: &Point| {
            let clashes = |(scene, formula): &(usize, Formula)| {
                self.scenes.get(*scene).is_some_and(|scene| {
                    let mut problem = scene.problem.clone();
                    problem.require(Label(0), formula.clone());
                    matches!(problem.answer(), Answer::Clash(_))
                })
            };
            !point.ways.is_empty() && point.ways.iter().all(clashes)
        };
        let proved: Vec<bool> =
            self.points.iter().map(|point| point.state == State::Missed && impossible(point)).collect();
        for (point, _) in self.points.iter_mut().zip(proved).filter(|(_, proved)| *proved) {
            point.state = State::Impossible;
        }
    }
}

/// All that can be done under a version.
fn acts(policy: &Policy) -> Vec<Act> {
    let events = (0..policy.activities.len()).map(|at| Act::Event(ActivityId(at)));
    events.chain((0..policy.redemptions.len()).map(|at| Act::Redeem(RedemptionId(at)))).collect()
}

fn id(model: &Model, version: usize, ask: &Ask) -> String {
    let what = ask.what.en.replace(['“', '”'], "'");
    let item = ask.item.en.replace(['“', '”'], "");
    match model.versions.get(version).filter(|_| model.versions.len() > 1) {
        Some(policy) => format!("{}/{item}: {what}", policy.version),
        None => format!("{item}: {what}"),
    }
}
