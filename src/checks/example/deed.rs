//! One event that a question has found, as a record with the confirmations it needs.

use crate::checks::encode::{Act, Scene};
use crate::logic::Assignment;
use crate::model::arithmetic::{multiply, whole};
use crate::model::expr::{CaseLine, CaseLineKind, Given};
use crate::model::{Constant, Domain, FieldId, RedemptionId, RoleId, ScopeId, ScopeKeys};
use crate::source::Span;
use mizi_evaluator::Evaluator;
use mizi_evaluator::program::{ActivityProgram, Name, Program, Segment};

/// Invented people, in Chinese and in English.
const PEOPLE: [(&str, &str); 6] =
    [("张三", "Zhang"), ("李四", "Li"), ("王五", "Wang"), ("赵六", "Zhao"), ("孙七", "Sun"), ("周八", "Zhou")];
/// Keys of households and the like, where any text will do.
const KEYS: [(&str, &str); 2] = [("甲", "A"), ("乙", "B")];

/// What somebody does, as `logic` found it.
#[derive(Clone, Copy)]
pub struct Deed<'s, 'a> {
    /// What its variables are.
    pub scene: &'s Scene<'a>,
    /// What they hold.
    pub values: &'s Assignment,
    /// Who: 0 is the first person. The same person must have the same attributes in all deeds.
    pub person: usize,
    /// Which household or the like, where its key is any text.
    pub key: usize,
}

impl<'s, 'a> Deed<'s, 'a> {
    /// Of the first person, in the first household.
    pub fn new(scene: &'s Scene<'a>, values: &'s Assignment) -> Self {
        Deed { scene, values, person: 0, key: 0 }
    }

    fn name(&self) -> &'static str {
        let (zh, en) = PEOPLE.get(self.person).copied().unwrap_or(PEOPLE[0]);
        if self.scene.policy.chinese { zh } else { en }
    }

    /// The event, then the confirmations it needs, at the same time; or the redemption.
    pub fn records(&self, evaluator: &Evaluator, number: usize) -> Option<Vec<CaseLine>> {
        let (day, minute) = self.when()?;
        let id = format!("e{}", number.checked_add(1)?);
        let subject = self.name().to_string();
        let activity = match self.scene.act {
            Act::Event(activity) => activity,
            Act::Redeem(redemption) => {
                return Some(vec![line(id, CaseLineKind::Redeem { subject, redemption }, (day, minute))]);
            }
        };
        let facts = self.facts(evaluator, false)?;
        let kind = CaseLineKind::Event { subject, activity, received: None, facts, scopes: Vec::new() };
        let mut lines = vec![line(id.clone(), kind, (day, minute))];
        // Under 按确认时间 the event may be earlier than the days it is decided on.
        let confirmed = (day.max(self.scene.stretch.from), minute);
        for (place, role) in self.roles(evaluator, day)?.into_iter().enumerate() {
            let kind = CaseLineKind::Confirm { of: id.clone(), role };
            lines.push(line(format!("{id}c{}", place.checked_add(1)?), kind, confirmed));
        }
        Some(lines)
    }

    fn when(&self) -> Option<(i32, i32)> {
        let day = i32::try_from(self.values.get(self.scene.day)?).ok()?;
        let minute = i32::try_from(self.values.get(self.scene.time)?).ok()?;
        Some((day, minute))
    }

    /// One role for each confirmation that the event's own date asks for.
    fn roles(&self, evaluator: &Evaluator, day: i32) -> Option<Vec<RoleId>> {
        let program = evaluator.program();
        let Some(activity) = self.activity(program, segment(program, day)?) else { return Some(Vec::new()) };
        let role = |roles: &Vec<u16>| {
            let name = program.roles.get(usize::from(*roles.first()?))?;
            self.scene.policy.roles.iter().position(|role| role.name.key() == name.key()).map(RoleId)
        };
        activity.confirmations.iter().map(role).collect()
    }

    /// The act's part of a segment.
    fn activity<'p>(&self, program: &'p Program, segment: &'p Segment) -> Option<&'p ActivityProgram> {
        let Act::Event(activity) = self.scene.act else { return None };
        let name = &self.scene.policy.activities.get(activity.0)?.name.name;
        let place = program.activities.iter().position(|found| found.name.key() == name.key())?;
        segment.activities.get(place)?.as_ref()
    }

    fn read(&self, evaluator: &Evaluator) -> Option<Read> {
        let program = evaluator.program();
        let segment = segment(program, self.scene.stretch.from)?;
        let id = match self.scene.act {
            Act::Event(id) => id,
            Act::Redeem(id) => return self.read_to_redeem(program, segment, id),
        };
        let Some(activity) = self.activity(program, segment) else { return Some(Read::default()) };
        let own = &self.scene.policy.activities.get(id.0)?.name.name;
        let slots = &program.activities.iter().find(|found| found.name.key() == own.key())?.slots;
        let fact = |slot: u16| program.facts.get(usize::from(*slots.get(usize::from(slot))?));
        let facts = activity.facts.iter().filter_map(|used| Some(fact(used.slot)?.name.clone())).collect();
        let scope = |scope: u16| program.scopes.get(usize::from(scope)).map(|scope| scope.name.clone());
        let scopes = activity.scopes.iter().filter_map(|used| scope(used.scope)).collect();
        Some(Read { facts, scopes })
    }

    fn read_to_redeem(&self, program: &Program, segment: &Segment, id: RedemptionId) -> Option<Read> {
        let own = &self.scene.policy.redemptions.get(id.0)?.name.name;
        let place = program.redemptions.iter().position(|found| found.key() == own.key())?;
        let Some(read) = segment.redemptions.get(place)? else { return Some(Read::default()) };
        // The slots of a redemption are the attributes' own numbers.
        let fact = |slot: u16| program.facts.get(usize::from(slot)).map(|fact| fact.name.clone());
        let scope = |scope: u16| program.scopes.get(usize::from(scope)).map(|scope| scope.name.clone());
        let facts = read.facts.iter().filter_map(|used| fact(used.slot)).collect();
        let scopes = read.scopes.iter().filter_map(|used| scope(used.scope)).collect();
        Some(Read { facts, scopes })
    }

    /// The facts that the activity reads: the attributes of the person, or what the event itself states.
    fn facts(&self, evaluator: &Evaluator, attributes: bool) -> Option<Vec<(FieldId, Constant)>> {
        let read = self.read(evaluator)?;
        let policy = self.scene.policy;
        let wanted = self.scene.fields.iter().filter(|(id, _)| {
            let field = policy.fields.get(id.0);
            field.is_some_and(|f| f.activity.is_none() == attributes && has(&read.facts, &f.name.name))
        });
        let stated = wanted.filter_map(|(id, var)| self.values.get(*var).map(|value| (*id, value)));
        stated.map(|(id, value)| Some((id, self.constant(id, value)?))).collect()
    }

    fn constant(&self, id: FieldId, value: i64) -> Option<Constant> {
        let field = self.scene.policy.fields.get(id.0)?;
        Some(match field.domain {
            Domain::Number { .. } => Constant::Number(multiply(whole(value), self.scene.quantum(id))?),
            Domain::YesNo => Constant::YesNo(value == 1),
            Domain::List(list) => Constant::Value(list, usize::try_from(value).ok()?),
            Domain::Date(..) => Constant::Date(i32::try_from(value).ok()?),
            Domain::Time => Constant::Time(i32::try_from(value).ok()?),
        })
    }

    /// The scopes that the activity reads, where the key is there.
    fn scopes(&self, evaluator: &Evaluator) -> Option<Vec<(ScopeId, String)>> {
        let read = self.read(evaluator)?;
        let policy = self.scene.policy;
        let named = |id: usize| policy.scopes.get(id).is_some_and(|scope| has(&read.scopes, &scope.name.name));
        let mut wanted: Vec<ScopeId> =
            (0..policy.scopes.len()).filter(|id| named(*id)).map(|id| self.scene.child(ScopeId(id))).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let there = wanted.into_iter().filter_map(|id| {
            let value = self.values.get(*self.scene.scopes.get(&id)?)?;
            Some((id, value))
        });
        there.map(|(id, value)| Some((id, self.scope_key(id, value)?))).collect()
    }

    fn scope_key(&self, id: ScopeId, value: i64) -> Option<String> {
        let policy = self.scene.policy;
        match policy.scopes.get(id.0)?.keys {
            ScopeKeys::Listed(list) => {
                let values = &policy.lists.get(list.0)?.values;
                values.get(usize::try_from(value).ok()?).map(|value| value.name.name.clone())
            }
            _ => {
                let (zh, en) = KEYS.get(self.key).copied().unwrap_or(KEYS[0]);
                Some(if policy.chinese { zh } else { en }.to_string())
            }
        }
    }
}

/// What an activity reads.
#[derive(Default)]
struct Read {
    facts: Vec<Name>,
    scopes: Vec<Name>,
}

fn has(names: &[Name], name: &Name) -> bool {
    names.iter().any(|found| found.key() == name.key())
}

fn line(id: String, kind: CaseLineKind, when: (i32, i32)) -> CaseLine {
    CaseLine { id, kind, when: Some(when), expect: Vec::new(), span: Span::default() }
}

fn segment(program: &Program, day: i32) -> Option<&Segment> {
    program.segments.iter().find(|segment| segment.from <= day && segment.until.is_none_or(|until| day < until))
}

/// The people of some deeds, each once, with all attributes and scopes that any deed reads.
pub fn people(evaluator: &Evaluator, deeds: &[Deed<'_, '_>]) -> Option<Vec<Given>> {
    let mut people: Vec<Given> = Vec::new();
    for deed in deeds {
        let (more_facts, more_scopes) = (deed.facts(evaluator, true)?, deed.scopes(evaluator)?);
        let known = people.iter_mut().find(|given| matches!(given, Given::Subject { name, .. } if name == deed.name()));
        match known {
            Some(Given::Subject { facts, scopes, .. }) => {
                add(facts, more_facts);
                add(scopes, more_scopes);
            }
            _ => people.push(Given::Subject {
                name: deed.name().to_string(),
                facts: more_facts,
                scopes: more_scopes,
                accounts: Vec::new(),
            }),
        }
    }
    Some(people)
}

fn add<K: PartialEq, V>(known: &mut Vec<(K, V)>, more: Vec<(K, V)>) {
    for (key, value) in more {
        if !known.iter().any(|(other, _)| *other == key) {
            known.push((key, value));
        }
    }
}
