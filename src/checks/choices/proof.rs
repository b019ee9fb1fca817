//! Whether two rules can pay for one act: decided by `logic`, shown by an example under each answer.

use super::view::View;
use crate::checks::encode::{Act, NotEncoded, Scene};
use crate::checks::example::{self, Deed};
use crate::diagnostics::{Example, Message};
use crate::logic::{Answer, Assignment, Formula, Label};
use crate::model::segments::in_force;
use crate::model::{ActivityId, Pays, Rule, RuleId, Together};
use crate::program;
use mizi_evaluator::Evaluator;

/// What is known of two rules.
pub(super) enum Both {
    /// They never pay for one act.
    Never,
    /// They do here: in the scene with this number, with these values.
    Here(usize, Assignment),
    /// Could not be decided.
    Unknown,
}

/// Whether somebody eligible can do one act for which both rules stand and award something.
pub(super) fn both(scenes: &[Scene<'_>], a: (RuleId, &Rule), b: (RuleId, &Rule)) -> Both {
    let mut known = Both::Never;
    for (number, scene) in scenes.iter().enumerate() {
        let day = scene.stretch.from;
        if !in_force(&a.1.dates, day) || !in_force(&b.1.dates, day) || apart(scene, a, b) {
            continue;
        }
        let Ok(formula) = paying(scene, a, b) else {
            known = Both::Unknown;
            continue;
        };
        let mut problem = scene.problem.clone();
        problem.require(Label(0), formula);
        match problem.answer() {
            Answer::Holds(values) => return Both::Here(number, values),
            Answer::Undecided(_) => known = Both::Unknown,
            Answer::Clash(_) => {}
        }
    }
    known
}

/// Whether it is plain that two rules never pay for one act.
pub(super) fn plainly_apart(scenes: &[Scene<'_>], a: (RuleId, &Rule), b: (RuleId, &Rule)) -> bool {
    let here = |scene: &&Scene<'_>| [a.1, b.1].iter().all(|rule| in_force(&rule.dates, scene.stretch.from));
    scenes.iter().filter(here).all(|scene| apart(scene, a, b))
}

fn apart(scene: &Scene<'_>, a: (RuleId, &Rule), b: (RuleId, &Rule)) -> bool {
    !is_carried(a.1) && !is_carried(b.1) && scene.plainly_apart(a.0, b.0)
}

fn paying(scene: &Scene<'_>, a: (RuleId, &Rule), b: (RuleId, &Rule)) -> Result<Formula, NotEncoded> {
    let pays = |(id, rule)| if is_carried(rule) { scene.stands(id) } else { scene.pays(id) };
    Ok(scene.eligible()?.and(pays(a)?).and(pays(b)?))
}

/// Whether units left over from earlier events may make a block of this rule: then it can pay wherever it stands.
fn is_carried(rule: &Rule) -> bool {
    matches!(&rule.pays, Pays::Award { award, .. } if award.is_carried())
}

impl<'a> View<'a> {
    /// The scenes of an activity, in order of time.
    pub fn scenes(&self, activity: ActivityId) -> Vec<Scene<'a>> {
        let scene = |stretch| Scene::new(self.model, self.held, stretch, Act::Event(activity));
        self.stretches().filter_map(scene).collect()
    }

    /// What an act comes to under each answer, where the evaluator shows that they differ.
    pub fn answers(&self, scene: &Scene<'_>, values: &Assignment) -> Vec<Example> {
        let answers =
            [(Together::Add, "并得 相加", "together add"), (Together::Highest, "并得 就高", "together highest")];
        let shown = answers.iter().filter_map(|(answer, zh, en)| {
            let evaluator = self.under(*answer)?;
            let shown = example::show(&evaluator, &[Deed::new(scene, values)])?;
            let assuming = Message::new(format!("写“{zh}”时："), format!("Under “{en}”:"));
            let total = shown.decisions.last().map(|decision| decision.total);
            Some((total, Example { assuming: Some(assuming), ..shown.example }))
        });
        let shown: Vec<_> = shown.collect();
        match shown.as_slice() {
            [(add, _), (highest, _)] if add != highest => shown.into_iter().map(|(_, example)| example).collect(),
            _ => Vec::new(),
        }
    }

    /// The policy with the question answered.
    fn under(&self, answer: Together) -> Option<Evaluator> {
        let mut model = self.model.clone();
        model.versions.iter_mut().for_each(|policy| {
            policy.choices.together.get_or_insert(answer);
        });
        Evaluator::new(program::compile(&model).ok()?).ok()
    }
}
