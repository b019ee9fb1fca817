//! Points by the lines on which they stand.

use super::super::report::Coverage;
use super::super::survey::{Point, State};
use crate::source::{Sources, TextId};
use std::collections::BTreeMap;

/// The points on each line of each text, without those that nothing can reach.
pub fn by_line<'c>(coverage: &'c Coverage, sources: &Sources) -> BTreeMap<TextId, BTreeMap<usize, Vec<&'c Point>>> {
    let mut texts: BTreeMap<TextId, BTreeMap<usize, Vec<&Point>>> = BTreeMap::new();
    for point in coverage.points.iter().filter(|point| point.state != State::Impossible) {
        if let Some(place) = sources.start(point.span) {
            texts.entry(point.span.text).or_default().entry(place.line).or_default().push(point);
        }
    }
    texts
}

/// How many of some points a case reaches.
pub fn reached(points: &[&Point]) -> usize {
    points.iter().filter(|point| matches!(point.state, State::Reached(..))).count()
}
