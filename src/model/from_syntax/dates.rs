//! 施行: days in force of items, and items written more than once.

use super::codes;
use super::say::{Noun, day, say};
use crate::diagnostics::Finding;
use crate::model::Dates;
use crate::source::Span;
use crate::syntax::tree;

/// The days of a clause; none if it ends before it begins.
pub(super) fn dates(written: &tree::Dates, out: &mut Vec<Finding>) -> Option<Dates> {
    let to = written.to.as_ref().map(|t| t.value);
    if let Some(to) = &written.to
        && to.value < written.from.value
    {
        out.push(
            Finding::new(
                &codes::ENDS_BEFORE_START,
                to.span,
                say(
                    format!("施行期的最后一天 {} 早于第一天 {}。", day(to.value), day(written.from.value)),
                    format!(
                        "The last day in force, {}, is before the first, {}.",
                        day(to.value),
                        day(written.from.value)
                    ),
                ),
            )
            .and(written.from.span, say("第一天", "the first day"))
            .help(say("改正其中一个日期。", "Correct one of the dates.")),
        );
        return None;
    }
    Some(Dates { from: written.from.value, to, span: written.span })
}

/// The days of an item; they must meet the policy's.
pub(super) fn item_dates(
    written: Option<&tree::Dates>,
    policy: Option<&Dates>,
    noun: Noun,
    name: &str,
    out: &mut Vec<Finding>,
) -> Option<Dates> {
    let found = dates(written?, out)?;
    if let Some(policy) = policy
        && !meet(&found, policy)
    {
        out.push(
            Finding::new(
                &codes::NEVER_IN_FORCE,
                found.span,
                say(
                    format!("{}“{name}”的施行期在政策的施行期之外，永远不会施行。", noun.zh),
                    format!("The {} “{name}” is never in force: its days are outside those of the policy.", noun.en),
                ),
            )
            .and(policy.span, say("政策的施行期", "days of the policy"))
            .help(say("改正日期，或删去这一条。", "Correct the dates or remove the item.")),
        );
    }
    Some(found)
}

/// Whether two stretches of days have a day in common.
pub(super) fn meet(left: &Dates, right: &Dates) -> bool {
    let before = |a: &Dates, b: &Dates| a.to.is_some_and(|to| to < b.from);
    !before(left, right) && !before(right, left)
}

/// One text of an item that may be written several times for different days.
pub(super) struct Version<'a> {
    pub name: &'a str,
    pub span: Span,
    pub dates: Option<&'a Dates>,
    pub key: &'a str,
}

/// Items of one name must be in force on different days and have one durable key.
pub(super) fn versions(noun: Noun, versions: &[Version<'_>], out: &mut Vec<Finding>) {
    for (at, later) in versions.iter().enumerate() {
        let earlier = versions.iter().take(at).filter(|e| e.name == later.name);
        for earlier in earlier {
            if let Some(finding) = clash(noun, earlier, later) {
                out.push(finding);
                break;
            }
        }
    }
}

fn clash(noun: Noun, earlier: &Version<'_>, later: &Version<'_>) -> Option<Finding> {
    let name = later.name;
    let apart = match (earlier.dates, later.dates) {
        (Some(a), Some(b)) => !meet(a, b),
        _ => false,
    };
    if !apart {
        let finding = match (earlier.dates, later.dates) {
            (None, None) => Finding::new(
                &codes::DUPLICATE_NAME,
                later.span,
                say(
                    format!("有两{}{}叫“{name}”。", noun.measure, noun.zh),
                    format!("“{name}” names more than one {}.", noun.en),
                ),
            ),
            _ => Finding::new(
                &codes::OVERLAPPING_VERSIONS,
                later.span,
                say(
                    format!("{}“{name}”写了两次，施行期有重叠。", noun.zh),
                    format!("The {} “{name}” is written twice, and both are in force on some day.", noun.en),
                ),
            ),
        };
        return Some(
            finding.label(say("又一次写在这里", "again here")).and(earlier.span, say("先写在这里", "first here")).help(
                say(
                    "改掉其中一个名称，或用“施行”把两者的日期分开。",
                    "Rename one of them, or give each its own days with “in force”.",
                ),
            ),
        );
    }
    if earlier.key != later.key {
        return Some(
            Finding::new(
                &codes::VERSIONS_DISAGREE,
                later.span,
                say(
                    format!("{}“{name}”的两个版本代号或原名不同（“{}”和“{}”），用量无法接续。", noun.zh, earlier.key, later.key),
                    format!(
                        "The two texts of the {} “{name}” have different codes or former names (“{}” and “{}”), so that usage is not carried on.",
                        noun.en, earlier.key, later.key
                    ),
                ),
            )
            .and(earlier.span, say("另一个版本", "the other text"))
            .help(say("给两个版本写上同一个代号和原名。", "Give both the same code and former name.")),
        );
    }
    None
}
