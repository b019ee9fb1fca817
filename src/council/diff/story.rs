//! Short histories that would show a difference if there is one: somebody does something, again and again, in other windows, with
//! others of the household and of other households; it is confirmed, late, taken back.

use super::replay::Step;
use super::side::Side;
use crate::checks::encode::Joint;
use crate::checks::example::{Deed, people};
use crate::diagnostics::Message;
use crate::logic::Assignment;
use crate::model::expr::{CaseLine, CaseLineKind, Given};
use crate::model::print::both;
use crate::model::{Policy, ScopeKeys};
use crate::records;
use crate::source::Span;
use mizi_evaluator::date;

/// A person or a record in one policy.
struct Told<'a> {
    policy: &'a Policy,
    people: Vec<Given>,
    kind: CaseLineKind,
    when: (i32, i32),
}

impl Told<'_> {
    /// How many facts and scopes of the first person and the record are stated.
    fn stated(&self) -> usize {
        let of_person = match self.people.first() {
            Some(Given::Subject { facts, scopes, .. }) => facts.len().saturating_add(scopes.len()),
            _ => 0,
        };
        match &self.kind {
            CaseLineKind::Event { facts, .. } => of_person.saturating_add(facts.len()),
            _ => of_person,
        }
    }
}

/// One act as `logic` found it, ready to be done by several people on several days.
pub struct Cast<'a> {
    old: Told<'a>,
    new: Told<'a>,
    roles: Vec<(String, String)>,
}

/// Who: 0 the first, 1 another of the same household, 2 one of another household and community.
pub const PERSONS: usize = 3;

impl<'a> Cast<'a> {
    /// What the joint scene's variables hold.
    pub fn new(old: &Side<'a>, new: &Side<'a>, joint: &Joint<'a>, values: &Assignment) -> Option<Cast<'a>> {
        let a = told(old, &joint.old, values)?;
        let b = told(new, &joint.new, values)?;
        Some(Cast { roles: roles(old, &a), old: a, new: b }.with_roles(new))
    }

    fn with_roles(mut self, new: &Side<'_>) -> Self {
        for role in roles(new, &self.new) {
            if !self.roles.contains(&role) {
                self.roles.push(role);
            }
        }
        self
    }

    /// When it is done.
    pub fn when(&self) -> (i32, i32) {
        self.old.when
    }

    /// Whether anything of it must be confirmed.
    pub fn waits(&self) -> bool {
        !self.roles.is_empty()
    }

    /// The people who take part, as lines of a case.
    pub fn people(&self) -> Vec<(String, Message)> {
        let told = self.shown();
        let lines = told.people.iter().map(|given| {
            let text = both(told.policy, |printer| printer.given(given));
            (name(given).to_owned(), text.into())
        });
        lines.collect()
    }

    /// The policy that knows more of it: nothing that either reads is left unsaid.
    fn shown(&self) -> &Told<'a> {
        if self.new.stated() > self.old.stated() { &self.new } else { &self.old }
    }

    /// The act, by a person.
    pub fn act(&self, person: usize, id: &str, when: (i32, i32), received: Option<i32>) -> Option<Step> {
        let own = |told: &Told<'_>| {
            let subject = told.people.get(person).map(|given| name(given).to_owned())?;
            let mut kind = told.kind.clone();
            match &mut kind {
                CaseLineKind::Event { subject: who, received: day, .. } => {
                    *who = subject;
                    *day = received;
                }
                CaseLineKind::Redeem { subject: who, .. } => *who = subject,
                _ => return None,
            }
            Some(kind)
        };
        let step = self.step(id, None, when, own(&self.old)?, own(&self.new)?)?;
        // A line of a case has a day of receipt for events only.
        let late_redemption = received.filter(|_| matches!(self.old.kind, CaseLineKind::Redeem { .. }));
        Some(match late_redemption {
            Some(day) => step.received(day),
            None => step,
        })
    }

    /// Every confirmation that either policy may ask for.
    pub fn confirmations(&self, of: &str, when: (i32, i32)) -> Vec<Step> {
        let one = |(place, (name, key)): (usize, &(String, String))| {
            let id = format!("{of}c{}", place.saturating_add(1));
            let text = |policy: &Policy| {
                let role = policy.roles.iter().position(|role| role.name.key() == key)?;
                let kind = CaseLineKind::Confirm { of: of.to_owned(), role: crate::model::RoleId(role) };
                Some(kind)
            };
            match (text(self.old.policy), text(self.new.policy)) {
                (Some(a), Some(b)) => self.step(&id, Some(of), when, a, b),
                _ => Some(confirmation(&id, of, name, when)),
            }
        };
        self.roles.iter().enumerate().filter_map(one).collect()
    }

    /// Taking a record back.
    pub fn reversal(&self, of: &str, when: (i32, i32)) -> Option<Step> {
        let kind = CaseLineKind::Reverse { of: of.to_owned() };
        self.step(&format!("{of}r"), Some(of), when, kind.clone(), kind)
    }

    fn step(&self, id: &str, of: Option<&str>, when: (i32, i32), old: CaseLineKind, new: CaseLineKind) -> Option<Step> {
        let line = |kind: CaseLineKind, id: &str| CaseLine {
            id: id.to_owned(),
            kind,
            when: Some(when),
            expect: Vec::new(),
            span: Span::default(),
        };
        let (a, b) = (line(old, id), line(new, id));
        let (policy, told) =
            if self.new.stated() > self.old.stated() { (self.new.policy, &b) } else { (self.old.policy, &a) };
        let shown = both(policy, |printer| printer.record(told, ""));
        let plain = CaseLine { id: "#".to_owned(), when: Some((when.0, 0)), ..a.clone() };
        Some(Step {
            old: records::line(self.old.policy, &self.old.people, &a)?,
            new: records::line(self.new.policy, &self.new.people, &b)?,
            shown: shown.into(),
            like: records::line(self.old.policy, &self.old.people, &plain)?,
            ids: (id.to_owned(), of.map(str::to_owned)),
        })
    }
}

/// A confirmation by somebody whom only one of the policies knows.
fn confirmation(id: &str, of: &str, role: &str, (day, minute): (i32, i32)) -> Step {
    let time = format!("{}T{}:00", date::show_date(i64::from(day)), date::show_time(i64::from(minute)));
    let line = format!(r#"{{"id":"{id}","time":"{time}","confirm":"{of}","role":"{role}"}}"#);
    let shown = time.replace('T', " ");
    let shown = shown.get(..16).unwrap_or_default();
    let shown = Message::new(format!("{shown} 确认 #{of} 由 {role} →"), format!("{shown} confirm #{of} by {role} ->"));
    Step { old: line.clone(), new: line.clone(), shown, like: line, ids: (id.to_owned(), Some(of.to_owned())) }
}

fn name(given: &Given) -> &str {
    match given {
        Given::Subject { name, .. } => name,
        Given::Usage { .. } => "",
    }
}

fn told<'a>(side: &Side<'a>, scene: &crate::checks::encode::Scene<'a>, values: &Assignment) -> Option<Told<'a>> {
    let deed = |person: usize| Deed { person, key: usize::from(person == 2), ..Deed::new(scene, values) };
    let first = deed(0).records(&side.evaluator, 0)?.into_iter().next()?;
    let all: Vec<Deed<'_, '_>> = (0..PERSONS).map(deed).collect();
    let mut people = people(&side.evaluator, &all)?;
    if let Some(other) = people.get_mut(2) {
        elsewhere(scene.policy, other);
    }
    Some(Told { policy: scene.policy, people, kind: first.kind, when: first.when? })
}

/// Moves somebody to another community, where the scope's key is one of a list.
fn elsewhere(policy: &Policy, given: &mut Given) {
    let Given::Subject { scopes, .. } = given else { return };
    for (id, key) in scopes {
        let Some(ScopeKeys::Listed(list)) = policy.scopes.get(id.0).map(|scope| scope.keys) else { continue };
        let values = policy.lists.get(list.0).map(|list| list.values.as_slice()).unwrap_or_default();
        if let Some(other) = values.iter().rev().find(|value| value.name.name != *key) {
            *key = other.name.name.clone();
        }
    }
}

/// Who may confirm: names and keys.
fn roles(side: &Side<'_>, told: &Told<'_>) -> Vec<(String, String)> {
    let CaseLineKind::Event { activity, .. } = told.kind else { return Vec::new() };
    let key = told.policy.activities.get(activity.0).map(|activity| activity.name.name.key()).unwrap_or_default();
    let Some(program) = side.activity(told.when.0, key) else { return Vec::new() };
    let roles = program.confirmations.iter().flatten().filter_map(|role| side.program().roles.get(usize::from(*role)));
    let mut all: Vec<(String, String)> = roles.map(|name| (name.name.clone(), name.key().to_owned())).collect();
    all.dedup();
    all
}
