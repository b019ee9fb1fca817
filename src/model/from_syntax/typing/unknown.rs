//! A name that means nothing where it stands: perhaps something else, perhaps elsewhere, perhaps misspelt.

use super::Typer;
use crate::diagnostics::Finding;
use crate::model::from_syntax::codes;
use crate::model::from_syntax::names::suggest;
use crate::model::from_syntax::say::{self, say};
use crate::model::from_syntax::symbols::Symbols;
use crate::model::{ListId, Type};
use crate::syntax::tree::Word;

impl Typer<'_> {
    /// What to say of a name that means nothing.
    pub(super) fn unknown_name(&self, word: &Word, hint: Option<&Type>) -> Finding {
        if let Some(finding) = self.elsewhere(word).or_else(|| self.other_kind(word)) {
            return finding;
        }
        if let Some(Type::Value(list)) = hint {
            return unknown_value(word, *list, self.symbols);
        }
        if let Some(finding) = self.value_alone(word) {
            return finding;
        }
        let name = &word.value;
        let what = say(format!("没有写明“{name}”是什么。"), format!("Nothing says what “{name}” is."));
        let finding = Finding::new(&codes::UNKNOWN_NAME, word.span, what);
        let known = self.readable();
        if known.is_empty() {
            let help = say(
                "先写明它是信息项、参数、定义还是表。",
                "Declare it first: as a field, parameter, definition or table.",
            );
            return finding.help(help);
        }
        suggest(finding, say::ITEM, word, &known)
    }

    /// A field of an activity that is not the one here.
    fn elsewhere(&self, word: &Word) -> Option<Finding> {
        let s = self.symbols;
        let (at, names) = s.field_names.iter().enumerate().find(|(_, n)| n.get(&word.value).is_some())?;
        let (name, activity) = (&word.value, s.activities.get(at)?.name.name.name.as_str());
        let here = self.place.activity.and_then(|a| s.activities.get(a.0)).map(|a| a.name.name.name.as_str());
        let (what, help) = match here {
            Some(here) => (
                say(
                    format!("“{name}”是活动“{activity}”的信息项，活动“{here}”没有它。"),
                    format!("“{name}” is a field of the activity “{activity}”; “{here}” has no such field."),
                ),
                say(
                    format!("在活动“{here}”中写上这个信息项，或改写“凡 {activity}”。"),
                    format!("Add the field to the activity “{here}”, or write “on {activity}”."),
                ),
            ),
            None if !self.place.may_name_activity => (
                say(
                    format!("“{name}”是活动“{activity}”的信息项，资格和兑换不看活动。"),
                    format!(
                        "“{name}” is a field of the activity “{activity}”; eligibility and redemptions are not about an activity."
                    ),
                ),
                say("写主体的信息项或归属。", "Write a field or scope of the subject."),
            ),
            None => (
                say(
                    format!("“{name}”是活动“{activity}”的信息项，这里没有写“凡 {activity}”，读不到它。"),
                    format!(
                        "“{name}” is a field of the activity “{activity}” and cannot be read without “on {activity}”."
                    ),
                ),
                say(format!("写上“凡 {activity}”。"), format!("Write “on {activity}”.")),
            ),
        };
        let finding = Finding::new(&codes::FIELD_OUT_OF_REACH, word.span, what);
        Some(finding.and(names.place(&word.value)?, say("信息项写在这里", "the field is here")).help(help))
    }

    /// A thing that has no value in an expression.
    fn other_kind(&self, word: &Word) -> Option<Finding> {
        let (s, name) = (self.symbols, word.value.as_str());
        if s.account_names.get(name).is_some() {
            return Some(self.bare_account(word));
        }
        let kinds = [
            (say::RULE, s.rule_names.get(name).is_some()),
            (say::GROUP, s.group_names.get(name).is_some()),
            (say::OVERALL_CAP, s.overall_cap_names.get(name).is_some()),
            (say::REDEMPTION, s.redemption_names.get(name).is_some()),
            (say::ACTIVITY, s.activity_names.get(name).is_some()),
            (say::DIMENSION, s.dimension_names.get(name).is_some()),
            (say::ROLE, s.role_names.get(name).is_some()),
            (say::DIRECTORY, s.directory_names.get(name).is_some()),
        ];
        let (noun, _) = kinds.into_iter().find(|(_, there)| *there)?;
        let what = say(
            format!("“{name}”是{}，不能用在算式或条件里。", noun.zh),
            format!("“{name}” is {} and cannot stand in a formula or condition.", say::a(noun)),
        );
        let help =
            say("写信息项、参数、定义或表的名称。", "Write the name of a field, parameter, definition or table.");
        Some(Finding::new(&codes::HAS_NO_VALUE, word.span, what).help(help))
    }

    fn bare_account(&self, word: &Word) -> Finding {
        let name = &word.value;
        let what = say(
            format!("“{name}”是账户，要写明读的是此前的数，还是连同本次的数。"),
            format!("“{name}” is an account: whether it is read before this event or including it must be said."),
        );
        let help = say(
            format!("写“此前（{name}）”或“连同本次（{name}）”。"),
            format!("Write “before({name})” or “including({name})”."),
        );
        Finding::new(&codes::ACCOUNT_READ_BARE, word.span, what).help(help)
    }

    /// A list's value where nothing says which list is meant.
    fn value_alone(&self, word: &Word) -> Option<Finding> {
        let at = self.symbols.value_names.iter().position(|n| n.get(&word.value).is_some())?;
        let (name, list) = (&word.value, list_name(ListId(at), self.symbols));
        let what = say(
            format!("“{name}”是“{list}”的取值，单独写没有意思。"),
            format!("“{name}” is a value of “{list}” and says nothing by itself."),
        );
        let help = say(format!("写成“{list} 是 {name}”。"), format!("Write “{list} is {name}”."));
        Some(Finding::new(&codes::VALUE_ALONE, word.span, what).help(help))
    }

    /// Everything that may be read here.
    fn readable(&self) -> Vec<&str> {
        let s = self.symbols;
        let own = self.place.activity.and_then(|a| s.field_names.get(a.0));
        let mut known: Vec<&str> = own.into_iter().flat_map(|n| n.spellings()).collect();
        known.extend(s.attribute_names.spellings());
        known.extend(s.scope_names.spellings());
        known.extend(s.parameter_names.spellings());
        known.extend(s.definition_names.spellings());
        known.extend(s.table_names.spellings());
        known
    }
}

fn list_name(list: ListId, symbols: &Symbols) -> &str {
    symbols.lists.get(list.0).map_or("", |l| l.name.name.name.as_str())
}

/// A word that is no value of a list.
pub(in crate::model::from_syntax) fn unknown_value(word: &Word, list: ListId, symbols: &Symbols) -> Finding {
    let (name, list_name) = (&word.value, list_name(list, symbols));
    let what = say(format!("“{list_name}”没有“{name}”这个取值。"), format!("“{list_name}” has no value “{name}”."));
    let finding = Finding::new(&codes::UNKNOWN_NAME, word.span, what);
    let names = symbols.value_names.get(list.0);
    let known: Vec<&str> = names.map(|n| n.spellings().collect()).unwrap_or_default();
    suggest(finding, say::VALUE, word, &known)
}
