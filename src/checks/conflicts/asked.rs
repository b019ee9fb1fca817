//! Questions about one act of one version, over all its days.

use crate::checks::encode::{Act, NotEncoded, Scene};
use crate::checks::example::{self, Deed, Shown};
use crate::logic::{Answer, Assignment, Formula, Label};
use crate::model::{Model, Policy};
use mizi_evaluator::Evaluator;

/// One act of one version: a scene for each of its stretches of time.
pub struct Asked<'a> {
    /// Decides examples.
    pub evaluator: &'a Evaluator,
    /// All versions.
    pub model: &'a Model,
    /// The version.
    pub policy: &'a Policy,
    /// What is done.
    pub act: Act,
    /// In order of time.
    pub scenes: Vec<Scene<'a>>,
}

/// What became of a question.
pub enum Verdict<'s, 'a> {
    /// It can be so: here, with these values.
    Possible(&'s Scene<'a>, Assignment),
    /// It can never be so, because of these clauses of the question (by their places in it).
    Never(Vec<usize>),
    /// Could not be decided, because of these clauses.
    Unknown(Vec<usize>),
    /// There is no day on which the question arises.
    Nowhere,
}

impl<'a> Asked<'a> {
    /// Can all clauses hold on some day? `clauses` gives none for a stretch in which the question does not arise.
    pub fn ask<'s>(
        &'s self,
        clauses: impl Fn(&'s Scene<'a>) -> Option<Result<Vec<Formula>, NotEncoded>>,
    ) -> Verdict<'s, 'a> {
        let mut verdict = Verdict::Nowhere;
        for scene in &self.scenes {
            let Some(clauses) = clauses(scene) else { continue };
            let answer = match clauses {
                Ok(clauses) => answer(scene, clauses),
                Err(_) => Answer::Undecided(Vec::new()),
            };
            verdict = match (answer, verdict) {
                (Answer::Holds(values), _) => return Verdict::Possible(scene, values),
                (Answer::Undecided(labels), Verdict::Nowhere | Verdict::Never(_)) => Verdict::Unknown(places(labels)),
                (Answer::Clash(labels), Verdict::Nowhere) => Verdict::Never(places(labels)),
                (_, known) => known,
            };
        }
        verdict
    }

    /// An event of the first person, decided from the empty state.
    pub fn show(&self, scene: &Scene<'_>, values: &Assignment) -> Option<Shown> {
        example::show(self.evaluator, &[Deed::new(scene, values)])
    }
}

/// Can these clauses hold in a scene? Labels are their places.
pub fn answer(scene: &Scene<'_>, clauses: Vec<Formula>) -> Answer {
    let mut problem = scene.problem.clone();
    for (label, clause) in (0u32..).zip(clauses) {
        problem.require(Label(label), clause);
    }
    problem.answer()
}

fn places(labels: Vec<Label>) -> Vec<usize> {
    labels.into_iter().map(|Label(place)| place as usize).collect()
}
