//! Questions about the acts of one version, over all their days.

use crate::checks::encode::{Act, NotEncoded, Scene};
use crate::checks::example::{Shown, history};
use crate::logic::{Answer, Assignment, Formula, Label, Reach};
use crate::model::{Expr, Policy};
use mizi_evaluator::Evaluator;
use mizi_evaluator::decision::Decision;

/// One version with everything that can be done in it.
pub struct Version<'a> {
    /// Decides examples.
    pub evaluator: &'a Evaluator,
    /// The version.
    pub policy: &'a Policy,
    /// Activities, then redemptions.
    pub acts: Vec<Asked<'a>>,
}

/// One act of one version: a scene for each of its stretches of time.
pub struct Asked<'a> {
    /// What is done.
    pub act: Act,
    /// In order of time.
    pub scenes: Vec<Scene<'a>>,
}

/// Clauses that are to hold together in a scene.
pub struct Question<'a> {
    clauses: Vec<(Origin<'a>, Result<Formula, NotEncoded>)>,
}

/// Where a clause of a question comes from.
#[derive(Clone, Copy)]
enum Origin<'a> {
    /// It is a condition of the policy.
    Condition(&'a Expr),
    /// It is what is asked of a condition.
    Asked,
    /// It says something else of the policy.
    Other,
}

/// What is looked for.
#[derive(Clone, Copy)]
enum Wanted {
    /// Whether it can be so: anybody will do.
    Any,
    /// Somebody ordinary, to be shown.
    Best,
}

/// What became of a question.
pub enum Verdict<'s, 'a> {
    /// It can be so: here, with these values.
    Possible(&'s Scene<'a>, Assignment),
    /// It can never be so.
    Never(Core<'a>),
    /// Could not be decided, because of these conditions.
    Unknown(Vec<&'a Expr>),
    /// There is no day on which the question arises.
    Nowhere,
}

/// Why a question can never be so.
pub struct Core<'a> {
    /// Conditions of the policy that clash.
    pub clauses: Vec<&'a Expr>,
    /// Whether something else of the policy takes part.
    pub other: bool,
}

impl<'a> Question<'a> {
    /// That these conditions hold.
    pub fn conditions(scene: &Scene<'_>, clauses: impl IntoIterator<Item = &'a Expr>) -> Self {
        Question { clauses: Vec::new() }.also(scene, clauses)
    }

    /// That these conditions hold too.
    pub fn also(mut self, scene: &Scene<'_>, clauses: impl IntoIterator<Item = &'a Expr>) -> Self {
        self.clauses.extend(clauses.into_iter().map(|clause| (Origin::Condition(clause), scene.condition(clause))));
        self
    }

    /// That something else of the policy holds too.
    pub fn and(mut self, formula: Result<Formula, NotEncoded>) -> Self {
        self.clauses.push((Origin::Other, formula));
        self
    }

    /// And that this is so: what is asked.
    pub fn so(mut self, formula: Result<Formula, NotEncoded>) -> Self {
        self.clauses.push((Origin::Asked, formula));
        self
    }

    /// All that every variable can be where they hold, as far as narrowing shows.
    pub fn reach(&self, scene: &Scene<'_>) -> Reach {
        let mut problem = scene.problem.clone();
        for (label, (_, formula)) in (0u32..).zip(&self.clauses) {
            if let Ok(formula) = formula {
                problem.require(Label(label), formula.clone());
            }
        }
        problem.prepare().reach()
    }

    fn answer<'s>(self, scene: &'s Scene<'a>, wanted: Wanted) -> Verdict<'s, 'a> {
        let mut problem = scene.problem.clone();
        let (mut origins, mut unread) = (Vec::new(), Vec::new());
        for (label, (origin, formula)) in (0u32..).zip(self.clauses) {
            match formula {
                Ok(formula) => problem.require(Label(label), formula),
                Err(_) => unread.push(origin),
            }
            origins.push(origin);
        }
        let of = |labels: Vec<Label>| -> Vec<Origin<'a>> {
            labels.iter().filter_map(|label| origins.get(label.0 as usize)).copied().collect()
        };
        let answer = match wanted {
            Wanted::Any if unread.is_empty() => scene.can(&problem),
            _ => scene.best(&problem),
        };
        match answer {
            Answer::Holds(values) if unread.is_empty() => Verdict::Possible(scene, values),
            Answer::Holds(_) => Verdict::Unknown(conditions(&unread)),
            Answer::Undecided(labels) => {
                unread.extend(of(labels));
                Verdict::Unknown(conditions(&unread))
            }
            Answer::Clash(labels) => {
                let clashing = of(labels);
                let other = clashing.iter().any(|origin| matches!(origin, Origin::Other));
                Verdict::Never(Core { clauses: conditions(&clashing), other })
            }
        }
    }
}

fn conditions<'a>(origins: &[Origin<'a>]) -> Vec<&'a Expr> {
    let of = |origin: &Origin<'a>| match origin {
        Origin::Condition(expr) => Some(*expr),
        Origin::Asked | Origin::Other => None,
    };
    origins.iter().filter_map(of).collect()
}

/// Can the question be so on some day of some act? It gives none where it does not arise.
pub fn ask<'s, 'a: 's>(
    acts: impl IntoIterator<Item = &'s Asked<'a>>,
    question: impl Fn(&'s Scene<'a>) -> Option<Question<'a>>,
) -> Verdict<'s, 'a> {
    answered(acts, question, Wanted::Any)
}

fn answered<'s, 'a: 's>(
    acts: impl IntoIterator<Item = &'s Asked<'a>>,
    question: impl Fn(&'s Scene<'a>) -> Option<Question<'a>>,
    wanted: Wanted,
) -> Verdict<'s, 'a> {
    let mut verdict = Verdict::Nowhere;
    for scene in acts.into_iter().flat_map(|act| &act.scenes) {
        let Some(question) = question(scene) else { continue };
        verdict = match (question.answer(scene, wanted), verdict) {
            (possible @ Verdict::Possible(..), _) => return possible,
            (unknown @ Verdict::Unknown(_), Verdict::Nowhere | Verdict::Never(_)) => unknown,
            (never, Verdict::Nowhere) => never,
            (_, known) => known,
        };
    }
    verdict
}

impl<'a> Asked<'a> {
    /// Can the question be so on some day?
    pub fn ask<'s>(&'s self, question: impl Fn(&'s Scene<'a>) -> Option<Question<'a>>) -> Verdict<'s, 'a> {
        ask([self], question)
    }
}

impl<'a> Version<'a> {
    /// Somebody for whom it is so, decided from the empty state, perhaps after other events; none where nothing was found that
    /// leads there. `shows` looks whether the last decision shows it.
    pub fn example<'s>(
        &'s self,
        act: &'s Asked<'a>,
        question: impl Fn(&'s Scene<'a>) -> Option<Question<'a>>,
        shows: impl Fn(&Decision) -> bool,
    ) -> Option<Shown> {
        let fresh = answered([act], |scene| Some(question(scene)?.and(Ok(scene.empty()))), Wanted::Best);
        let found = match fresh {
            Verdict::Possible(..) => fresh,
            _ => answered([act], question, Wanted::Best),
        };
        let Verdict::Possible(scene, values) = found else { return None };
        let scenes = self.acts.iter().flat_map(|act| &act.scenes);
        let shown = history::show(self.evaluator, scenes, scene, &values)?;
        shown.decisions.last().is_some_and(shows).then_some(shown)
    }
}
