//! Model expressions and clauses as text, in Chinese and in English keywords, as `docs/language/syntax.md` writes them. Chinese
//! text shows names, English text their codes where they have one.

mod clause;
mod expr;
mod literal;
mod word;

pub use literal::{decimal, is_hours};

use super::{Constant, Expr, FieldId, Named, Policy, Rational, ScopeId, Type, Unit};
use mizi_evaluator::program::Text;

/// The language of the keywords.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keywords {
    /// 规则, 当
    Chinese,
    /// `rule`, `when`
    English,
}

/// Writes the parts of one policy.
#[derive(Clone, Copy, Debug)]
pub struct Printer<'a> {
    policy: &'a Policy,
    keywords: Keywords,
}

/// Something written in both keyword languages.
pub fn both(policy: &Policy, write: impl Fn(Printer) -> String) -> Text {
    Text { zh: write(Printer::new(policy, Keywords::Chinese)), en: write(Printer::new(policy, Keywords::English)) }
}

impl<'a> Printer<'a> {
    /// For one policy and one language.
    pub fn new(policy: &'a Policy, keywords: Keywords) -> Self {
        Printer { policy, keywords }
    }

    /// The wording in this language.
    fn pick(&self, chinese: &'static str, english: &'static str) -> &'static str {
        match self.keywords {
            Keywords::Chinese => chinese,
            Keywords::English => english,
        }
    }

    /// A name as it is written: in quotes if its letters alone would not be read as one name.
    pub fn name(&self, named: &Named) -> String {
        let shown = self.pick_name(named);
        if word::is_plain(shown) {
            return shown.to_string();
        }
        match self.keywords {
            Keywords::Chinese => format!("「{shown}」"),
            Keywords::English => format!("`{shown}`"),
        }
    }

    fn pick_name<'n>(&self, named: &'n Named) -> &'n str {
        match self.keywords {
            Keywords::Chinese => &named.name.name,
            Keywords::English => named.name.key(),
        }
    }

    /// A condition or formula.
    pub fn expr(&self, expr: &Expr) -> String {
        expr::write(self, expr)
    }

    /// A constant of a type, in the unit a field shows where one is given.
    pub fn constant(&self, value: &Constant, ty: &Type, shown_unit: Option<&str>) -> String {
        literal::constant(self, value, ty, shown_unit)
    }

    /// An amount with its unit.
    pub fn amount(&self, value: Rational, unit: &Unit) -> String {
        literal::amount(self, value, unit, None)
    }

    /// A field's value as people see it.
    pub fn fact(&self, field: FieldId, value: &Constant) -> String {
        let Some(field) = self.policy.fields.get(field.0) else { return String::new() };
        literal::constant(self, value, &field.ty, field.shown_unit.as_deref())
    }

    /// A scope's reading: 每户, `per household`.
    pub fn reading(&self, scope: ScopeId) -> &'a str {
        let reading = self.policy.scopes.get(scope.0).map(|scope| &scope.reading);
        reading.map(|(zh, en)| if self.keywords == Keywords::Chinese { zh.as_str() } else { en.as_str() }).unwrap_or("")
    }
}
