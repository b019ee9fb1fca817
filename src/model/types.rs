//! Types and units.

use super::ListId;

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// A number in a unit.
    Number(Unit),
    /// Yes or no.
    YesNo,
    /// A day.
    Date,
    /// A minute of the day.
    Time,
    /// A value of a closed list.
    Value(ListId),
}

/// A product of base units with exponents; empty for plain numbers. Sorted, no exponent is 0.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Unit(pub Vec<(Base, i8)>);

/// Base units. Hours count as 60 minutes; a day of a date is no duration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Base {
    /// The policy's point.
    Point,
    /// 元
    Yuan,
    /// 分钟; 小时 is 60 of them.
    Minute,
    /// 日 between dates.
    Day,
    /// 次
    Time,
    /// A unit of the author's (公斤).
    Own(String),
}

impl Unit {
    /// A plain number.
    pub fn none() -> Self {
        Unit(Vec::new())
    }

    /// One base unit.
    pub fn of(base: Base) -> Self {
        Unit(vec![(base, 1)])
    }
}

/// A case as written, with the tree it came from; read by `cases` with the names of its version.
#[derive(Clone, Debug)]
pub struct CaseText {
    /// Its title.
    pub title: String,
    /// The item.
    pub span: crate::source::Span,
    /// Its lines with names resolved.
    pub given: Vec<super::expr::Given>,
    /// What happens, in order.
    pub lines: Vec<super::expr::CaseLine>,
}
