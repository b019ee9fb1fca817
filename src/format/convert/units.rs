//! Units of the language and days, which each language writes in its own way.

use super::Converter;
use crate::diagnostics::Lang;
use crate::syntax::written::Token;

/// Chinese, English of one, English of several; the first Chinese spelling is the one written.
const UNITS: [(&[&str], &str, &str); 6] = [
    (&["元"], "yuan", "yuan"),
    (&["小时"], "hour", "hours"),
    (&["分钟"], "minute", "minutes"),
    (&["日", "天"], "day", "days"),
    (&["次"], "time", "times"),
    (&["个月"], "month", "months"),
];
const YEARS: [&str; 2] = ["岁", "年"];

impl Converter<'_> {
    /// A unit of the language; the author's own stay.
    pub(super) fn unit<'t>(&self, unit: &'t str, number: Option<&Token>) -> &'t str {
        let one = number.is_some_and(|number| number.text == "1");
        match self.lang {
            Lang::En if YEARS.contains(&unit) => pick(one, "year", "years"),
            Lang::En => {
                let known = UNITS.iter().find(|(zh, ..)| zh.contains(&unit));
                known.map_or(unit, |(_, singular, plural)| pick(one, singular, plural))
            }
            Lang::Zh if matches!(unit, "year" | "years") => pick(self.years, "年", "岁"),
            Lang::Zh => {
                let known = UNITS.iter().find(|(_, one, several)| unit == *one || unit == *several);
                known.and_then(|(zh, ..)| zh.first()).copied().unwrap_or(unit)
            }
        }
    }

    /// A day: 2025年3月1日 is no way to write one in English; 2025-03-01 is one in both.
    pub(super) fn moment(&self, moment: &str) -> String {
        if self.lang == Lang::Zh || !moment.contains('月') {
            return moment.to_owned();
        }
        let numbers = moment.split(['年', '月', '日']).filter(|number| !number.is_empty());
        numbers.map(|number| format!("{number:0>2}")).collect::<Vec<_>>().join("-")
    }
}

fn pick(first: bool, one: &'static str, other: &'static str) -> &'static str {
    if first { one } else { other }
}
