//! Facts and scopes stated in cases.

use super::Reader;
use crate::diagnostics::Finding;
use crate::model::arithmetic::{multiply, whole};
use crate::model::from_syntax::names::suggest;
use crate::model::from_syntax::numbers::{decimal, known_unit};
use crate::model::from_syntax::rules::twice;
use crate::model::from_syntax::say::{self, say, type_name};
use crate::model::from_syntax::{codes, numbers};
use crate::model::{ActivityId, Constant, Field, FieldId, Rational, ScopeId, ScopeKeys, Type};
use crate::syntax::tree::{self, CaseFact, CaseValue, Word};

/// What a name in a case stands for.
pub(super) enum Meaning {
    Field(FieldId),
    Scope(ScopeId),
}

/// Facts by their fields.
pub(super) type Facts = Vec<(FieldId, Constant)>;
/// Keys by their scopes.
pub(super) type Scopes = Vec<(ScopeId, String)>;

impl Reader<'_> {
    /// The facts and scopes of an event.
    pub(super) fn facts(&mut self, written: &[CaseFact], activity: Option<ActivityId>) -> (Facts, Scopes) {
        let (mut facts, mut scopes) = (Vec::new(), Vec::new());
        for fact in written {
            match self.meaning(&fact.name, activity) {
                Some(Meaning::Field(id)) => self.fact(id, fact, &mut facts),
                Some(Meaning::Scope(id)) => self.scope(id, fact, &mut scopes),
                None => {}
            }
        }
        (facts, scopes)
    }

    /// A field of the activity, an attribute, or a scope.
    pub(super) fn meaning(&mut self, word: &Word, activity: Option<ActivityId>) -> Option<Meaning> {
        let s = self.symbols;
        let own = activity.and_then(|a| s.field_names.get(a.0));
        let field = own.and_then(|n| n.one(&word.value)).or_else(|| s.attribute_names.one(&word.value));
        let found = field.map(Meaning::Field).or_else(|| s.scope_names.one(&word.value).map(Meaning::Scope));
        if found.is_none() {
            let name = &word.value;
            let what =
                say(format!("没有叫“{name}”的信息项或归属。"), format!("There is no field or scope called “{name}”."));
            let own = own.into_iter().flat_map(|n| n.spellings());
            let known: Vec<&str> = own.chain(s.attribute_names.spellings()).chain(s.scope_names.spellings()).collect();
            let finding = suggest(Finding::new(&codes::UNKNOWN_NAME, word.span, what), say::FIELD, word, &known);
            self.out.push(finding);
        }
        found
    }

    pub(super) fn fact(&mut self, id: FieldId, written: &CaseFact, facts: &mut Facts) {
        if facts.iter().any(|(known, _)| *known == id) {
            self.out.push(twice(&written.name));
            return;
        }
        let Some(field) = self.symbols.fields.get(id.0).and_then(|f| f.as_ref()) else { return };
        facts.extend(self.value(field, written).map(|value| (id, value)));
    }

    pub(super) fn scope(&mut self, id: ScopeId, written: &CaseFact, scopes: &mut Scopes) {
        if scopes.iter().any(|(known, _)| *known == id) {
            self.out.push(twice(&written.name));
            return;
        }
        let stated =
            self.symbols.scopes.get(id.0).is_some_and(|s| !matches!(s.keys, ScopeKeys::Subject | ScopeKeys::Whole));
        let word = match &written.value {
            CaseValue::Word(word) => Some(word.clone()),
            CaseValue::Number(number) => Some(Word { value: number.text.clone(), span: number.span }),
            _ => None,
        };
        let name = &written.name.value;
        match word {
            Some(word) if stated => scopes.extend(self.key(id, &word).map(|key| (id, key))),
            Some(_) => {
                let what = say(
                    format!("“{name}”不用写：人人都一样。"),
                    format!("“{name}” is not stated: it is the same for all."),
                );
                self.out.push(
                    Finding::new(&codes::NOT_STATED_IN_CASES, written.span, what)
                        .help(say("删去这一部分。", "Remove this part.")),
                );
            }
            None => {
                let what = say(format!("“{name}”后面要写是哪一个。"), format!("Which “{name}” is meant must follow."));
                let help = say(format!("写成“{name} 甲”的样子。"), format!("Write it like “{name} A”."));
                self.out.push(Finding::new(&codes::VALUE_NEEDED, written.span, what).help(help));
            }
        }
    }

    /// The value of a fact; a number may leave out the unit of its field.
    fn value(&mut self, field: &Field, written: &CaseFact) -> Option<Constant> {
        match (&field.ty, &written.value) {
            (Type::YesNo, CaseValue::Yes) => Some(Constant::YesNo(true)),
            (Type::YesNo, CaseValue::No) => Some(Constant::YesNo(false)),
            (Type::YesNo, CaseValue::Word(word)) if matches!(word.value.as_str(), "是" | "yes") => {
                Some(Constant::YesNo(true))
            }
            (Type::YesNo, CaseValue::Word(word)) if matches!(word.value.as_str(), "否" | "no") => {
                Some(Constant::YesNo(false))
            }
            (Type::Number(_), CaseValue::Number(number)) => self.number(field, number).map(Constant::Number),
            (Type::Date, CaseValue::Date(day)) => Some(Constant::Date(*day)),
            (Type::Time, CaseValue::Time(minute)) => Some(Constant::Time(i32::from(*minute))),
            (Type::Value(list), CaseValue::Word(word)) => {
                let at = self.value_of(*list, word)?;
                Some(Constant::Value(*list, at))
            }
            _ => {
                let (name, ty) = (&field.name.name.name, type_name(&field.ty, self.symbols));
                let what = say(
                    format!("“{name}”是{}，写法不对。", ty.zh),
                    format!("“{name}” is {}, which is not written so.", ty.en),
                );
                let (zh, en) = example(field, self.symbols);
                let help = say(format!("写成“{zh}”的样子。"), format!("Write it like “{en}”."));
                self.out.push(Finding::new(&codes::VALUE_NEEDED, written.span, what).help(help));
                None
            }
        }
    }

    fn number(&mut self, field: &Field, number: &tree::Number) -> Option<Rational> {
        if number.unit.is_none() && !number.percent {
            let factor =
                field.shown_unit.as_deref().and_then(|u| known_unit(u, self.symbols)).map(|(_, factor)| factor);
            return multiply(decimal(&number.text)?, factor.unwrap_or_else(|| whole(1)));
        }
        let found = numbers::amount(number, self.symbols, self.out)?;
        if field.ty == Type::Number(found.unit.clone()) {
            return Some(found.value);
        }
        let (wanted, got) = (type_name(&field.ty, self.symbols), say::unit_name(&found.unit, self.symbols));
        let name = &field.name.name.name;
        let what = say(
            format!("“{name}”是{}，这里写的是{}。", wanted.zh, got.zh),
            format!("“{name}” is {}; here it is in {}.", wanted.en, got.en),
        );
        let help = say("省去单位，或写同一个单位。", "Leave out the unit or write the same one.");
        self.out.push(Finding::new(&codes::UNLIKE_UNITS, number.span, what).help(help));
        None
    }
}

/// How a fact of a field is written.
fn example(field: &Field, symbols: &crate::model::from_syntax::symbols::Symbols) -> (String, String) {
    let name = &field.name.name.name;
    match &field.ty {
        Type::YesNo => (format!("{name}”或“非 {name}"), format!("{name}” or “not {name}")),
        Type::Date => (format!("{name} 2025-03-01"), format!("{name} 2025-03-01")),
        Type::Time => (format!("{name} 08:30"), format!("{name} 08:30")),
        Type::Number(_) => {
            let unit = field.shown_unit.as_ref().map(|u| format!(" {u}")).unwrap_or_default();
            (format!("{name} 10{unit}"), format!("{name} 10{unit}"))
        }
        Type::Value(list) => {
            let value = symbols.lists.get(list.0).and_then(|l| l.values.first()).map_or("", |v| v.name.name.as_str());
            (format!("{name} {value}"), format!("{name} {value}"))
        }
    }
}
