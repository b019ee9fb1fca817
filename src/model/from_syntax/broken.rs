//! What stands in the place of things that could not be resolved, so that the numbers of the others hold. Nothing that could be
//! resolved refers to them.

use crate::model::expr::Bands;
use crate::model::{Constant, Definition, Domain, Expr, ExprKind, Field, Name, Named, Parameter, Table, Type};
use crate::source::Span;

fn name() -> Named {
    Named { name: Name::default(), span: Span::default() }
}

fn no() -> Expr {
    Expr { kind: ExprKind::Constant(Constant::YesNo(false)), ty: Type::YesNo, span: Span::default() }
}

pub(super) fn field() -> Field {
    Field { name: name(), activity: None, ty: Type::YesNo, shown_unit: None, domain: Domain::YesNo, optional: true }
}

pub(super) fn parameter() -> Parameter {
    Parameter { name: name(), ty: Type::YesNo, values: vec![(i32::MIN, Constant::YesNo(false))] }
}

pub(super) fn definition() -> Definition {
    Definition { name: name(), activity: None, value: no() }
}

pub(super) fn table() -> Table {
    Table { name: name(), activity: None, bands: Bands { by: Box::new(no()), rows: Vec::new() }, ty: Type::YesNo }
}
