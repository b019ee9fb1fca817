//! What a name in an expression stands for.

use super::{Typer, constant, yes_no};
use crate::diagnostics::Finding;
use crate::model::from_syntax::codes;
use crate::model::from_syntax::say::{self, Noun, say};
use crate::model::{
    ActivityId, Constant, DefinitionId, Expr, ExprKind, FieldId, ListId, ParameterId, ScopeId, ScopeKeys, TableId, Type,
};
use crate::source::Span;
use crate::syntax::tree::{self, Word};

/// One of the things a name can stand for in an expression.
#[derive(Clone, Copy, Debug)]
enum Meaning {
    Value(ListId, usize),
    Field(FieldId),
    Scope(ScopeId),
    Parameter(ParameterId),
    Definition(DefinitionId),
    Table(TableId),
}

impl Typer<'_> {
    /// A name.
    pub(super) fn name(&mut self, name: &str, span: Span, hint: Option<&Type>) -> Option<Expr> {
        let word = Word { value: name.to_string(), span };
        let meanings = self.meanings(name, hint);
        let fits = |m: &Meaning| hint.is_none_or(|h| self.type_of(*m).as_ref() == Some(h));
        let fitting: Vec<Meaning> = meanings.iter().copied().filter(fits).collect();
        match (meanings.as_slice(), fitting.as_slice()) {
            ([], _) => {
                let finding = self.unknown_name(&word, hint);
                self.out.push(finding);
                None
            }
            ([only], _) | (_, [only]) => self.meaning(*only, &word),
            ([first, second, ..], _) => {
                let finding = self.ambiguous(&word, *first, *second);
                self.out.push(finding);
                None
            }
        }
    }

    /// Whether an expression is only a name that nothing but a list's value can be meant by.
    pub(super) fn is_bare_value(&self, written: &tree::Expr) -> bool {
        matches!(&written.kind, tree::ExprKind::Name(name) if self.meanings(name, None).is_empty())
    }

    /// The field of the activity here or the attribute of that name.
    fn field(&self, name: &str) -> Option<FieldId> {
        let own = self.place.activity.and_then(|a| self.symbols.field_names.get(a.0)).and_then(|n| n.one(name));
        own.or_else(|| self.symbols.attribute_names.one(name))
    }

    fn meanings(&self, name: &str, hint: Option<&Type>) -> Vec<Meaning> {
        let s = self.symbols;
        let mut found = Vec::new();
        if let Some(Type::Value(list)) = hint
            && let Some(at) = s.value_names.get(list.0).and_then(|n| n.one(name))
        {
            found.push(Meaning::Value(*list, at));
        }
        found.extend(self.field(name).map(Meaning::Field));
        found.extend(s.scope_names.one(name).map(Meaning::Scope));
        found.extend(s.parameter_names.one(name).map(Meaning::Parameter));
        found.extend(s.definition_names.one(name).map(Meaning::Definition));
        found.extend(s.table_names.one(name).map(Meaning::Table));
        found
    }

    /// The type of what a name means; none if it was not resolved.
    fn type_of(&self, meaning: Meaning) -> Option<Type> {
        let s = self.symbols;
        match meaning {
            Meaning::Value(list, _) => Some(Type::Value(list)),
            Meaning::Field(id) => s.fields.get(id.0)?.as_ref().map(|f| f.ty.clone()),
            Meaning::Scope(id) => match s.scopes.get(id.0)?.keys {
                ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. } => Some(Type::Value(list)),
                _ => None,
            },
            Meaning::Parameter(id) => s.parameters.get(id.0)?.as_ref().map(|p| p.ty.clone()),
            Meaning::Definition(id) => s.definitions.get(id.0)?.as_ref().map(|d| d.value.ty.clone()),
            Meaning::Table(id) => s.tables.get(id.0)?.as_ref().map(|t| t.ty.clone()),
        }
    }

    fn meaning(&mut self, meaning: Meaning, word: &Word) -> Option<Expr> {
        let span = word.span;
        let kind = match meaning {
            Meaning::Value(list, at) => return Some(constant(Constant::Value(list, at), Type::Value(list), span)),
            Meaning::Field(id) => ExprKind::Field(id),
            Meaning::Scope(id) => {
                if self.type_of(meaning).is_none() {
                    let finding = self.scope_without_value(word, id);
                    self.out.push(finding);
                    return None;
                }
                ExprKind::Scope(id)
            }
            Meaning::Parameter(id) => ExprKind::Parameter(id),
            Meaning::Definition(id) => {
                let on = self.symbols.definitions.get(id.0)?.as_ref()?.activity;
                self.reaches(on, say::DEFINITION, word)?;
                ExprKind::Definition(id)
            }
            Meaning::Table(id) => {
                let on = self.symbols.tables.get(id.0)?.as_ref()?.activity;
                self.reaches(on, say::TABLE, word)?;
                ExprKind::Table(id)
            }
        };
        Some(Expr { kind, ty: self.type_of(meaning)?, span })
    }

    /// A definition or table of an activity can be used for that activity only.
    fn reaches(&mut self, on: Option<ActivityId>, noun: Noun, word: &Word) -> Option<()> {
        let Some(on) = on.filter(|on| self.place.activity != Some(*on)) else { return Some(()) };
        let activity = self.symbols.activities.get(on.0).map_or("", |a| a.name.name.name.as_str());
        let name = &word.value;
        let what = say(
            format!("{}“{name}”只用于活动“{activity}”，这里说的不是这个活动。", noun.zh),
            format!("The {} “{name}” is for the activity “{activity}” only, which is not the one here.", noun.en),
        );
        let help = say(
            format!("这里也写“凡 {activity}”，或另写一{}{}。", noun.measure, noun.zh),
            format!("Write “on {activity}” here too, or write another {}.", noun.en),
        );
        self.out.push(Finding::new(&codes::OTHER_ACTIVITY, word.span, what).help(help));
        None
    }

    fn scope_without_value(&self, word: &Word, id: ScopeId) -> Finding {
        let name = &word.value;
        let what = say(
            format!("“{name}”是归属，没有可以比较的取值。"),
            format!("“{name}” is a scope and has no value that could be compared."),
        );
        let finding = Finding::new(&codes::SCOPE_WITHOUT_VALUE, word.span, what);
        if self.symbols.scopes.get(id.0).is_none_or(|s| s.keys != ScopeKeys::Stated) {
            return finding.help(say("写信息项的名称。", "Write the name of a field."));
        }
        finding.help(say(
            format!("写“有 {name}”，或用名录列出“{name}”有哪些。"),
            format!("Write “has {name}”, or list what “{name}” can be in a directory."),
        ))
    }

    /// 有 X
    pub(super) fn has(&mut self, word: &Word, span: Span) -> Option<Expr> {
        let s = self.symbols;
        let (kind, optional) = match (self.field(&word.value), s.scope_names.one(&word.value)) {
            (Some(field), Some(scope)) => {
                let finding = self.ambiguous(word, Meaning::Field(field), Meaning::Scope(scope));
                self.out.push(finding);
                return None;
            }
            (Some(id), None) => (ExprKind::HasField(id), s.fields.get(id.0)?.as_ref()?.optional),
            (None, Some(id)) => (ExprKind::HasScope(id), s.scopes.get(id.0)?.optional),
            (None, None) => {
                let finding = self.unknown_name(word, None);
                self.out.push(finding);
                return None;
            }
        };
        if !optional {
            self.always_there(word, span);
        }
        Some(yes_no(kind, span))
    }

    fn always_there(&mut self, word: &Word, span: Span) {
        let name = &word.value;
        let what = say(
            format!("“{name}”没有写“可缺”，所以“有 {name}”总是成立。"),
            format!("“{name}” is not optional, so “has {name}” always holds."),
        );
        let help = say(
            format!("删去这个条件，或在写明“{name}”的那一行加上“可缺”。"),
            format!("Remove the condition, or write “optional” where “{name}” is declared."),
        );
        self.out.push(Finding::new(&codes::ALWAYS_THERE, span, what).help(help));
    }

    fn ambiguous(&self, word: &Word, first: Meaning, second: Meaning) -> Finding {
        let name = &word.value;
        let ((a, a_place), (b, b_place)) = (self.noun(first), self.noun(second));
        let what = say(
            format!("“{name}”既是{}，又是{}，分不清指哪一个。", a.zh, b.zh),
            format!("“{name}” is {} and {}; which is meant is not clear.", say::a(a), say::a(b)),
        );
        Finding::new(&codes::AMBIGUOUS_NAME, word.span, what)
            .and(a_place, say(a.zh, say::a(a)))
            .and(b_place, say(b.zh, say::a(b)))
            .help(say("改掉其中一个名称。", "Rename one of them."))
    }

    fn noun(&self, meaning: Meaning) -> (Noun, Span) {
        let s = self.symbols;
        let (noun, place) = match meaning {
            Meaning::Value(list, at) => {
                (say::VALUE, s.lists.get(list.0).and_then(|l| l.values.get(at)).map(|v| v.span))
            }
            Meaning::Field(id) => (say::FIELD, s.fields.get(id.0).and_then(|f| f.as_ref()).map(|f| f.name.span)),
            Meaning::Scope(id) => (say::SCOPE, s.scopes.get(id.0).map(|x| x.name.span)),
            Meaning::Parameter(id) => {
                (say::PARAMETER, s.parameters.get(id.0).and_then(|p| p.as_ref()).map(|p| p.name.span))
            }
            Meaning::Definition(id) => {
                (say::DEFINITION, s.definitions.get(id.0).and_then(|d| d.as_ref()).map(|d| d.name.span))
            }
            Meaning::Table(id) => (say::TABLE, s.tables.get(id.0).and_then(|t| t.as_ref()).map(|t| t.name.span)),
        };
        (noun, place.unwrap_or_default())
    }
}
