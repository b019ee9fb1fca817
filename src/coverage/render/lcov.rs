//! In the form of LCOV trace files: a line counts as often as points on it are reached, and every point is a branch of its line.
//! (geninfo(1), “tracefile format”)

use super::super::report::Coverage;
use super::super::survey::{Point, State};
use super::lines::{by_line, reached};
use crate::source::Sources;
use std::fmt::Write;

/// A record for each file of a policy.
pub fn records(coverage: &Coverage, sources: &Sources) -> String {
    let mut out = String::new();
    for (text, lines) in by_line(coverage, sources) {
        let name = sources.get(text).map_or("", |text| text.name.as_str());
        let _ = writeln!(out, "TN:\nSF:{name}");
        for (line, points) in &lines {
            branches(&mut out, *line, points);
        }
        let points: Vec<&Point> = lines.values().flatten().copied().collect();
        let _ = writeln!(out, "BRF:{}\nBRH:{}", points.len(), reached(&points));
        for (line, points) in &lines {
            let _ = writeln!(out, "DA:{line},{}", reached(points));
        }
        let hit = lines.values().filter(|points| reached(points) > 0).count();
        let _ = writeln!(out, "LF:{}\nLH:{hit}\nend_of_record", lines.len());
    }
    out
}

fn branches(out: &mut String, line: usize, points: &[&Point]) {
    let met = reached(points) > 0;
    for (number, point) in points.iter().enumerate() {
        // A branch of a line that is never met is not taken 0 times: it is not there to be taken.
        let taken = match point.state {
            State::Reached(..) => "1",
            _ if met => "0",
            _ => "-",
        };
        let _ = writeln!(out, "BRDA:{line},0,{number},{taken}");
    }
}
