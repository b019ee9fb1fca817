//! 上限 `cap`, 组 `group`, 总上限 `overall cap`

use super::{Builder, policy};
use crate::diagnostics::{Finding, Fix, Message};
use crate::source::Span;
use crate::syntax::codes::{PART_REPEATED, WRONG_WORD};
use crate::syntax::grammar::{Node, NodeExt, Rule};
use crate::syntax::tree::{
    Cap, Expr, ExprKind, Group, GroupKind, Missing, Number, OverCap, OverallCap, Reading, Remedy, Spanned, Window,
};

/// What people write for a period, what is written here, and what it means.
const OTHER_PERIODS: &[(&str, &str, Window)] = &[
    ("每天", "每日", Window::Day),
    ("每星期", "每周", Window::Week),
    ("每礼拜", "每周", Window::Week),
    ("每个月", "每月", Window::Month),
    ("每季", "每季度", Window::Quarter),
];

/// The parts of a cap as they are met.
#[derive(Default)]
struct Parts {
    scope: Option<Reading>,
    window: Option<Spanned<Window>>,
    limit: Option<Expr>,
    over: Option<Spanned<OverCap>>,
    missing: Option<Missing>,
}

impl Builder {
    /// A part of a clause stands twice.
    pub(super) fn part_repeated(&mut self, part: &Node) {
        let text = part.as_str().trim_end();
        let what = Message::new(
            format!("“{text}”这一部分在条款里写了两次。"),
            format!("The part “{text}” stands twice in its clause."),
        );
        let help = Message::new("留下一个，删去另一个。", "Keep one and delete the other.");
        self.findings.push(Finding::new(&PART_REPEATED, self.span(part), what).help(help));
    }

    /// 上限, 限量
    pub(super) fn cap(&mut self, node: &Node) -> Option<Cap> {
        let mut parts = Parts::default();
        for part in node.clone().into_inner() {
            self.cap_part(&mut parts, &part)?;
        }
        self.whole_cap(parts, self.span(node))
    }

    /// Takes one part; true unless the part is none of a cap.
    fn cap_part(&mut self, parts: &mut Parts, part: &Node) -> Option<bool> {
        let again = match part.as_rule() {
            Rule::reading => match self.other_period(part) {
                Some(window) => parts.window.replace(window).is_some(),
                None => parts.scope.replace(self.reading(part)?).is_some(),
            },
            Rule::window => parts.window.replace(self.window(part)?).is_some(),
            Rule::limit => parts.limit.replace(self.sum_in(part)?).is_some(),
            Rule::without => parts.missing.replace(self.missing(part)?).is_some(),
            Rule::over_cap_answer => parts.over.replace(policy::over_cap_answer(self, part)).is_some(),
            _ => return Some(false),
        };
        if again {
            self.part_repeated(part);
        }
        Some(true)
    }

    /// A period in other words (每天), which looks like a reading: named, and read as it is meant.
    fn other_period(&mut self, part: &Node) -> Option<Spanned<Window>> {
        let text = part.as_str().trim_end();
        let &(_, right, value) = OTHER_PERIODS.iter().find(|(other, ..)| *other == text)?;
        let whole = self.span(part);
        let span = Span { end: whole.start.saturating_add(u32::try_from(text.len()).unwrap_or_default()), ..whole };
        let what = Message::new(format!("“{text}”应写作“{right}”。"), format!("“{text}” should be written “{right}”."));
        let title = Message::new(format!("改为“{right}”"), format!("Change it to “{right}”"));
        let fix = Fix { title, edits: vec![(span, right.to_owned())] };
        self.findings.push(Finding::new(&WRONG_WORD, span, what).fix(fix));
        Some(Spanned { value, span })
    }

    fn whole_cap(&mut self, parts: Parts, span: Span) -> Option<Cap> {
        let limit = parts.limit?;
        Some(Cap { scope: parts.scope, window: parts.window, limit, over: parts.over, missing: parts.missing, span })
    }

    fn missing(&mut self, node: &Node) -> Option<Missing> {
        let remedy = node.child(Rule::remedy)?;
        let answer = if remedy.has(Rule::kw_unlimited) {
            Remedy::Unlimited
        } else if remedy.has(Rule::kw_nothing) {
            Remedy::Nothing
        } else if let Some(word) = remedy.child(Rule::reading_zh) {
            Remedy::By(self.reading_zh(&word))
        } else {
            Remedy::By(Reading { word: self.name_in(&remedy)?, english: true, whole: false })
        };
        Some(Missing { scope: self.name_in(node), remedy: answer, span: self.span(node) })
    }

    /// A number without unit.
    pub(super) fn bare_number(&mut self, digits: &Node) -> Option<Expr> {
        self.check_length(digits);
        let span = self.span(digits);
        let number = Number { text: digits.as_str().to_owned(), unit: None, percent: false, span };
        Some(Expr { kind: ExprKind::Number(number), span })
    }
}

/// 组
pub(super) fn group(b: &mut Builder, node: &Node) -> Option<Group> {
    let word = node.child(Rule::kw_highest).or_else(|| node.child(Rule::kw_add))?;
    let value = if word.as_rule() == Rule::kw_highest { GroupKind::Highest } else { GroupKind::Add };
    Some(Group {
        name: b.declared_in(node)?,
        kind: Spanned { value, span: b.span(&word) },
        members: b.names_in(node),
        basis: Vec::new(),
        dates: None,
        formerly: None,
    })
}

/// A clause of a group.
pub(super) fn group_clause(b: &mut Builder, group: &mut Group, node: &Node) -> Option<()> {
    match node.as_rule() {
        Rule::basis => group.basis.extend(b.sources(node)),
        Rule::in_force => group.dates = Some(b.dates(node)?),
        Rule::formerly => group.formerly = Some(b.name_in(node)?),
        _ => return None,
    }
    Some(())
}

/// 总上限
pub(super) fn overall_cap(b: &mut Builder, node: &Node) -> Option<OverallCap> {
    let mut parts = Parts::default();
    let [mut covering, mut dimensions, mut except] = [Vec::new(), Vec::new(), Vec::new()];
    for part in node.clone().into_inner() {
        let list = match part.as_rule() {
            Rule::covering => &mut covering,
            Rule::capped_dimensions => &mut dimensions,
            Rule::excluded => &mut except,
            _ => {
                b.cap_part(&mut parts, &part)?;
                continue;
            }
        };
        if !list.is_empty() {
            b.part_repeated(&part);
        }
        *list = b.names_in(&part);
    }
    Some(OverallCap {
        name: b.declared_in(node)?,
        cap: b.whole_cap(parts, b.span(node))?,
        covering,
        dimensions,
        except,
        basis: Vec::new(),
        dates: None,
        formerly: None,
    })
}

/// A clause of an overall cap.
pub(super) fn overall_clause(b: &mut Builder, cap: &mut OverallCap, node: &Node) -> Option<()> {
    match node.as_rule() {
        Rule::basis => cap.basis.extend(b.sources(node)),
        Rule::in_force => cap.dates = Some(b.dates(node)?),
        Rule::formerly => cap.formerly = Some(b.name_in(node)?),
        _ => return None,
    }
    Some(())
}
