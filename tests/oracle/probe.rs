//! S14.2: the value a failed clause compared, and the nearest that would pass.

use super::expr::Context;
use mizi::model::types::Base;
use mizi::model::{Expr, Type};

/// Filled in with the shapes that the semantics name.
pub fn nearest(_context: &Context, _clause: &Expr) -> (Option<String>, Option<String>) {
    (None, None)
}

/// The durable name of what an expression counts.
pub fn measure(of: &Expr) -> String {
    match &of.ty {
        Type::Number(unit) => unit_name(unit),
        _ => String::new(),
    }
}

/// The durable name of a unit.
pub fn unit_name(unit: &mizi::model::Unit) -> String {
    match &unit.0[..] {
        [(Base::Point, 1)] => "points".to_owned(),
        [] | [(Base::Time, 1)] => "times".to_owned(),
        [(Base::Yuan, 1)] => "fen".to_owned(),
        [(Base::Minute, 1)] => "minutes".to_owned(),
        [(Base::Day, 1)] => "days".to_owned(),
        [(Base::Own(word), 1)] => word.clone(),
        other => format!("{other:?}"),
    }
}
