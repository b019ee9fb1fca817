//! What one person would do to be granted most: for every rule one record, of the same person.

use crate::checks::encode::Scene;
use crate::checks::example::{Deed, people};
use crate::checks::exposure::{Book, Line};
use crate::logic::{Answer, Assignment, Formula, Label, Problem, Term};
use crate::model::expr::{CaseLine, Given};
use crate::model::{FieldId, Policy, RuleId};
use mizi_evaluator::Evaluator;
use std::collections::BTreeMap;

/// Something that can be done on the days of a stretch.
pub struct Candidate<'a> {
    /// The version in force.
    pub policy: &'a Policy,
    /// Who does it.
    pub person: Given,
    /// The event and the confirmations it needs.
    pub lines: Vec<CaseLine>,
}

/// What is looked for.
#[derive(Clone, Copy)]
pub struct Wish<'b> {
    /// The lines whose points are added up.
    pub lines: &'b [usize],
    /// Whether the person lacks every scope that may be missing.
    pub without_scopes: bool,
}

/// The person's attributes, as far as they are settled.
type Attributes = BTreeMap<FieldId, Option<i64>>;

/// For every rule that pays one of the lines, the largest first, what is granted most.
pub fn candidates<'a>(book: &Book<'a>, evaluator: &Evaluator, stretch: usize, wish: Wish<'_>) -> Vec<Candidate<'a>> {
    let mut bases: Vec<usize> = wish.lines.iter().map(|line| base(book, *line)).collect();
    bases.sort_unstable();
    bases.dedup();
    let most = |line: &usize| here(book, *line, stretch).map_or(0, |here| here.largest.most);
    bases.sort_by_key(|line| std::cmp::Reverse(most(line)));
    bases.retain(|line| most(line) > 0);
    let (mut attributes, mut found) = (Attributes::new(), Vec::new());
    for line in bases {
        let Some((scene, values)) = values(book, stretch, line, wish, &attributes) else { continue };
        let deed = Deed::new(scene, &values);
        let Some(lines) = deed.records(evaluator, 0) else { continue };
        let Some(person) = people(evaluator, &[deed]).and_then(|people| people.into_iter().next()) else { continue };
        found.push(Candidate { policy: scene.policy, person, lines });
        attributes.extend(own_attributes(scene).map(|(id, var)| (id, values.get(var))));
    }
    found
}

fn here<'b, 'a>(book: &'b Book<'a>, line: usize, stretch: usize) -> Option<&'b crate::checks::exposure::Here> {
    book.lines.get(line)?.here.get(stretch)?.as_ref()
}

/// The award that a line is a share of.
fn base(book: &Book<'_>, mut line: usize) -> usize {
    while let Some(of) = book.lines.get(line).and_then(|line: &Line<'_>| line.of) {
        line = of;
    }
    line
}

fn own_attributes<'s>(scene: &'s Scene<'_>) -> impl Iterator<Item = (FieldId, crate::logic::Var)> + use<'s> {
    let policy = scene.policy;
    let own = move |id: &FieldId| policy.fields.get(id.0).is_some_and(|field| field.activity.is_none());
    scene.fields.iter().filter(move |(id, _)| own(id)).map(|(id, var)| (*id, *var))
}

/// An event of which a rule awards most, by somebody with these attributes.
fn values<'b, 'a>(
    book: &'b Book<'a>,
    stretch: usize,
    line: usize,
    wish: Wish<'_>,
    attributes: &Attributes,
) -> Option<(&'b Scene<'a>, Assignment)> {
    let here = here(book, line, stretch)?;
    let scene = book.scenes.get(&(stretch, here.activity))?;
    let rule = scene.policy.rules.get(here.rule.0)?;
    let least = if here.largest.at.is_some() { here.largest.most } else { 1 };
    let amount = scene.amount(rule).ok()??;
    let mut required = scene.eligible().ok()?.and(scene.stands(here.rule).ok()?).and(amount.at_least(least));
    for (id, var) in own_attributes(scene) {
        required = match attributes.get(&id) {
            Some(Some(value)) => required.and(Term::Of(var).equals(*value)),
            Some(None) => required.and(Formula::Present(var).not()),
            None => required,
        };
    }
    let mut problem = scene.problem.clone();
    problem.require(Label(0), required);
    let Answer::Holds(mut best) = problem.answer() else { return None };
    for wished in wishes(book, scene, stretch, line, wish) {
        let mut more: Problem = problem.clone();
        more.require(Label(0), wished);
        if let Answer::Holds(values) = more.answer() {
            (problem, best) = (more, values);
        }
    }
    Some((scene, best))
}

/// What should hold beside, the most important first: scopes, bonuses that pay too, no other rule that takes room.
fn wishes(book: &Book<'_>, scene: &Scene<'_>, stretch: usize, line: usize, wish: Wish<'_>) -> Vec<Formula> {
    let there = |var: &crate::logic::Var| {
        let present = Formula::Present(*var);
        if wish.without_scopes { present.not() } else { present }
    };
    let mut wishes: Vec<Formula> = scene.scopes.values().map(there).collect();
    let conditions = |id: RuleId| scene.policy.rules.get(id.0).and_then(|rule| scene.conditions(rule).ok());
    let on_it = wish.lines.iter().filter(|other| **other != line && base(book, **other) == line);
    wishes.extend(on_it.filter_map(|other| conditions(here(book, *other, stretch)?.rule)));
    let wished =
        |id: RuleId| wish.lines.iter().any(|line| here(book, *line, stretch).is_some_and(|here| here.rule == id));
    let own = here(book, line, stretch).map(|here| here.rule);
    let others = scene.rules().filter(|(id, _)| Some(*id) != own && !wished(*id));
    wishes.extend(others.filter_map(|(id, _)| scene.pays(id).ok().map(Formula::not)));
    wishes
}
