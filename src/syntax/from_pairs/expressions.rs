//! Conditions and formulas.

use super::Builder;
use crate::diagnostics::{Finding, Fix, Message};
use crate::syntax::codes::{AND_BESIDE_OR, CHINESE_NUMERAL};
use crate::syntax::grammar::{Node, NodeExt, Rule};
use crate::syntax::keywords;
use crate::syntax::limits::{DEEPEST_CHOICE, MOST_SIGNS, too_deep_finding};
use crate::syntax::slips::numerals;
use crate::syntax::tree::{Arithmetic, Bands, Bound, Comparison, Expr, ExprKind, Function, Row, RowTest, Spanned};

/// The name of the account that holds where none is declared, in either language.
pub(super) const BALANCE: &str = "余额";

impl Builder {
    /// The first expression among the children.
    pub(super) fn expr_in(&mut self, node: &Node) -> Option<Expr> {
        self.expr(&node.child(Rule::expr)?)
    }

    /// The first sum among the children.
    pub(super) fn sum_in(&mut self, node: &Node) -> Option<Expr> {
        self.expr(&node.child(Rule::sum)?)
    }

    /// Any node of the expression sections of the grammar.
    pub(super) fn expr(&mut self, node: &Node) -> Option<Expr> {
        match node.as_rule() {
            Rule::expr | Rule::paren | Rule::row_value | Rule::option | Rule::row_option | Rule::bound_operand => {
                let mut inner = self.expr(&node.clone().into_inner().next()?)?;
                inner.span = self.span(node);
                Some(inner)
            }
            Rule::choice | Rule::row_choice => self.choice(node),
            Rule::or_expr => self.any(node),
            Rule::and_expr => self.all(node),
            Rule::not_expr => self.not(node),
            Rule::comparison => self.comparison(node),
            Rule::sum | Rule::product => self.chain(node),
            Rule::factor => self.factor(node),
            Rule::call => self.call(node),
            _ => self.leaf(node),
        }
    }

    fn at(&self, node: &Node, kind: ExprKind) -> Expr {
        Expr { kind, span: self.span(node) }
    }

    fn leaf(&mut self, node: &Node) -> Option<Expr> {
        let kind = match node.as_rule() {
            Rule::quantity => ExprKind::Number(self.quantity(node)?),
            Rule::signed => ExprKind::Number(self.signed(node)?),
            Rule::date => ExprKind::Date(self.date(node)?.value),
            Rule::time | Rule::row_time => ExprKind::Time(self.time(node)?),
            Rule::kw_yes => ExprKind::YesNo(true),
            Rule::kw_no => ExprKind::YesNo(false),
            Rule::kw_event_date => ExprKind::EventDate,
            Rule::kw_event_time => ExprKind::EventTime,
            Rule::kw_balance => ExprKind::Name(BALANCE.to_owned()),
            Rule::name => self.name_or_numeral(node),
            _ => return None,
        };
        Some(self.at(node, kind))
    }

    /// A name; 五十米 is said to be a number in numerals, unless it is quoted.
    fn name_or_numeral(&mut self, node: &Node) -> ExprKind {
        let word = self.name(node);
        let Some(right) = node.has(Rule::plain_name).then(|| numerals::in_digits(&word.value)).flatten() else {
            return ExprKind::Name(word.value);
        };
        let written = &word.value;
        let what = Message::new(
            format!("数“{written}”要用阿拉伯数字写。"),
            format!("The number “{written}” must be written in digits."),
        );
        let help = Message::new(
            format!("若它是名称，写作“「{written}」”。"),
            format!("If it is a name, write it as “「{written}」”."),
        );
        let fix = Fix {
            title: Message::new(format!("改为“{right}”"), format!("Change it to “{right}”")),
            edits: vec![(word.span, right)],
        };
        self.findings.push(Finding::new(&CHINESE_NUMERAL, word.span, what).help(help).fix(fix));
        ExprKind::Name(word.value)
    }

    fn choice(&mut self, node: &Node) -> Option<Expr> {
        self.choices += 1;
        if self.choices > DEEPEST_CHOICE {
            return self.too_deep(node);
        }
        let mut parts = node.clone().into_inner().filter(|n| matches!(n.as_rule(), Rule::expr | Rule::row_value));
        let condition = Box::new(self.expr(&parts.next()?)?);
        let then = Box::new(self.expr(&parts.next()?)?);
        let otherwise = Box::new(self.expr(&parts.next()?)?);
        Some(self.at(node, ExprKind::If { condition, then, otherwise }))
    }

    fn any(&mut self, node: &Node) -> Option<Expr> {
        let parts: Vec<Node> = node.children(Rule::and_expr).collect();
        if let ([_, _, ..], Some(mixed)) = (parts.as_slice(), parts.iter().find(|p| joins_inside(p))) {
            self.and_beside_or(node, mixed);
        }
        self.joined(node, parts, ExprKind::Or)
    }

    fn all(&mut self, node: &Node) -> Option<Expr> {
        let parts: Vec<Node> = node.children(Rule::not_expr).collect();
        if let ([_, _, ..], Some(mixed)) = (parts.as_slice(), parts.iter().find(|p| lists_values(p))) {
            self.and_beside_or(node, mixed);
        }
        self.joined(node, parts, ExprKind::And)
    }

    fn joined(&mut self, node: &Node, parts: Vec<Node>, join: fn(Vec<Expr>) -> ExprKind) -> Option<Expr> {
        let mut built = parts.iter().map(|p| self.expr(p)).collect::<Option<Vec<_>>>()?;
        if built.len() == 1 {
            return built.pop();
        }
        Some(self.at(node, join(built)))
    }

    fn and_beside_or(&mut self, whole: &Node, part: &Node) {
        let inner = part.as_str().trim_end();
        let what = Message::new(
            "“且”与“或”并列，先算哪个会得出不同的结果。",
            "“and” stands beside “or”, and the outcome depends on which is taken first.",
        );
        let help = Message::new(
            format!("用括号写明，例如“（{inner}）”。"),
            format!("Say it with parentheses, for example “({inner})”."),
        );
        let finding = Finding::new(&AND_BESIDE_OR, self.span(whole), what)
            .and(self.span(part), Message::new("这一部分须加括号", "this part needs parentheses"))
            .help(help);
        self.findings.push(finding);
    }

    fn not(&mut self, node: &Node) -> Option<Expr> {
        let mut expr = self.expr(&node.child(Rule::comparison)?)?;
        for word in node.children(Rule::kw_not).collect::<Vec<_>>().into_iter().rev() {
            self.sign(node)?;
            let span = self.span(&word).to(expr.span);
            expr = Expr { kind: ExprKind::Not(Box::new(expr)), span };
        }
        Some(expr)
    }

    fn comparison(&mut self, node: &Node) -> Option<Expr> {
        if node.has(Rule::kw_has) {
            let kind = ExprKind::Has(self.name_in(node)?);
            return Some(self.at(node, kind));
        }
        let left = self.sum_in(node)?;
        match node.clone().into_inner().nth(1) {
            Some(tail) => self.compared(node, left, &tail),
            None => Some(left),
        }
    }

    fn compared(&mut self, node: &Node, left: Expr, tail: &Node) -> Option<Expr> {
        let left = Box::new(left);
        let kind = match tail.as_rule() {
            Rule::is | Rule::is_not => {
                let options = tail.children(Rule::option).map(|o| self.expr(&o)).collect::<Option<Vec<_>>>()?;
                ExprKind::Is { value: left, options, negated: tail.as_rule() == Rule::is_not }
            }
            Rule::between => {
                let mut ends = tail.children(Rule::sum);
                let low = Box::new(self.expr(&ends.next()?)?);
                ExprKind::Between { value: left, low, high: Box::new(self.expr(&ends.next()?)?) }
            }
            Rule::compare_mark => {
                let op = comparison_of(tail.child(Rule::compare_sign)?.as_str().trim_end())?;
                ExprKind::Compare { op, left, right: Box::new(self.sum_in(tail)?) }
            }
            Rule::bound_first => {
                let op = Comparison::Bound(bound_in(tail)?);
                ExprKind::Compare { op, left, right: Box::new(self.sum_in(tail)?) }
            }
            Rule::bound_last => {
                let op = Comparison::Bound(bound_in(tail)?);
                ExprKind::Compare { op, left, right: Box::new(self.expr(&tail.child(Rule::bound_operand)?)?) }
            }
            _ => return None,
        };
        Some(self.at(node, kind))
    }

    /// A + B − C and A × B ÷ C, from the left.
    fn chain(&mut self, node: &Node) -> Option<Expr> {
        let mut parts = node.clone().into_inner();
        let mut left = self.expr(&parts.next()?)?;
        while let (Some(sign), Some(right)) = (parts.next(), parts.next()) {
            self.sign(node)?;
            let right = self.expr(&right)?;
            // A mark that must not be part of another ends with the blanks after it.
            let op = match sign.as_str().trim_end() {
                "+" => Arithmetic::Add,
                "-" => Arithmetic::Subtract,
                "×" | "*" => Arithmetic::Multiply,
                "÷" | "/" => Arithmetic::Divide,
                _ => return None,
            };
            let span = left.span.to(right.span);
            left = Expr { kind: ExprKind::Arithmetic { op, left: Box::new(left), right: Box::new(right) }, span };
        }
        Some(left)
    }

    fn factor(&mut self, node: &Node) -> Option<Expr> {
        let signs: Vec<Node> = node.children(Rule::minus).collect();
        let mut expr = self.expr(&node.clone().into_inner().find(|n| n.as_rule() != Rule::minus)?)?;
        for minus in signs.iter().rev() {
            self.sign(node)?;
            let span = self.span(minus).to(expr.span);
            expr = Expr { kind: ExprKind::Negate(Box::new(expr)), span };
        }
        Some(expr)
    }

    fn call(&mut self, node: &Node) -> Option<Expr> {
        let mut parts = node.clone().into_inner();
        let word = parts.next()?;
        let function = Spanned { value: function_of(word.as_rule())?, span: self.span(&word) };
        let arguments =
            parts.filter(|a| a.as_rule() != Rule::close).map(|a| self.expr(&a)).collect::<Option<Vec<_>>>()?;
        Some(self.at(node, ExprKind::Call { function, arguments }))
    }

    /// Counts a sign; none when there are too many.
    fn sign(&mut self, node: &Node) -> Option<()> {
        self.signs += 1;
        if self.signs <= MOST_SIGNS {
            return Some(());
        }
        if self.signs == MOST_SIGNS + 1 {
            self.too_deep(node);
        }
        None
    }

    fn too_deep(&mut self, node: &Node) -> Option<Expr> {
        let finding = too_deep_finding(self.span(node));
        self.findings.push(finding);
        None
    }

    /// 按 X（rows）
    pub(super) fn bands(&mut self, node: &Node) -> Option<Bands> {
        let by = Box::new(self.sum_in(node)?);
        let rows = node.children(Rule::row).map(|r| self.row(&r)).collect::<Option<Vec<_>>>()?;
        Some(Bands { by, rows })
    }

    /// One row.
    pub(super) fn row(&mut self, node: &Node) -> Option<Row> {
        let test = node.child(Rule::row_test)?;
        let value = self.row_test(&test)?;
        Some(Row { test: Spanned { value, span: self.span(&test) }, value: self.expr(&node.child(Rule::row_value)?)? })
    }

    fn row_test(&mut self, node: &Node) -> Option<RowTest> {
        let first = node.clone().into_inner().next()?;
        match first.as_rule() {
            Rule::kw_otherwise => Some(RowTest::Otherwise),
            Rule::row_between => {
                let mut ends = first.children(Rule::row_option);
                let low = self.expr(&ends.next()?)?;
                Some(RowTest::Between(low, self.expr(&ends.next()?)?))
            }
            Rule::row_bound => {
                let bound = |n: Node| Some((bound_in(&n)?, self.expr(&n.child(Rule::row_option)?)?));
                node.children(Rule::row_bound).map(bound).collect::<Option<Vec<_>>>().map(RowTest::Bounds)
            }
            _ => {
                node.children(Rule::row_option).map(|o| self.expr(&o)).collect::<Option<Vec<_>>>().map(RowTest::Values)
            }
        }
    }
}

/// Whether a part of an 或 has 且, or 是 with several values, outside parentheses.
fn joins_inside(and_expr: &Node) -> bool {
    let parts: Vec<Node> = and_expr.children(Rule::not_expr).collect();
    parts.len() > 1 || parts.iter().any(lists_values)
}

/// Whether a condition is 是 with several values.
fn lists_values(not_expr: &Node) -> bool {
    let Some(comparison) = not_expr.child(Rule::comparison) else { return false };
    comparison
        .into_inner()
        .any(|t| matches!(t.as_rule(), Rule::is | Rule::is_not) && t.children(Rule::option).nth(1).is_some())
}

fn comparison_of(sign: &str) -> Option<Comparison> {
    Some(match sign {
        "≥" | ">=" => Comparison::Bound(Bound::AtLeast),
        "≤" | "<=" => Comparison::Bound(Bound::AtMost),
        ">" => Comparison::Bound(Bound::Over),
        "<" => Comparison::Bound(Bound::Under),
        "=" => Comparison::Equal,
        "≠" | "!=" => Comparison::NotEqual,
        _ => return None,
    })
}

/// The boundary word among the children.
fn bound_in(node: &Node) -> Option<Bound> {
    node.clone().into_inner().find_map(|word| match word.as_rule() {
        Rule::kw_at_least | Rule::kw_at_least_after => Some(Bound::AtLeast),
        Rule::kw_at_most | Rule::kw_at_most_after | Rule::kw_within_bound | Rule::kw_within_after => {
            Some(Bound::AtMost)
        }
        Rule::kw_over | Rule::kw_beyond | Rule::kw_beyond_after => Some(Bound::Over),
        Rule::kw_under => Some(Bound::Under),
        _ => None,
    })
}

fn function_of(rule: Rule) -> Option<Function> {
    keywords::of(rule)?;
    Some(match rule {
        Rule::fn_min => Function::Min,
        Rule::fn_max => Function::Max,
        Rule::fn_clamp => Function::Clamp,
        Rule::fn_floor => Function::Floor,
        Rule::fn_ceiling => Function::Ceiling,
        Rule::fn_round => Function::Round,
        Rule::fn_full => Function::Full,
        Rule::fn_begun => Function::Begun,
        Rule::fn_full_years => Function::FullYears,
        Rule::fn_full_months => Function::FullMonths,
        Rule::fn_begun_years => Function::BegunYears,
        Rule::fn_begun_months => Function::BegunMonths,
        Rule::fn_days_between => Function::DaysBetween,
        Rule::fn_year_of => Function::YearOf,
        Rule::fn_month_of => Function::MonthOf,
        Rule::fn_day_of => Function::DayOf,
        Rule::fn_quarter_of => Function::QuarterOf,
        Rule::fn_half_of => Function::HalfOf,
        Rule::fn_weekday => Function::Weekday,
        Rule::fn_month_end => Function::MonthEnd,
        Rule::fn_last_year_end => Function::LastYearEnd,
        Rule::fn_hour_of => Function::HourOf,
        Rule::fn_minute_of => Function::MinuteOf,
        Rule::fn_before => Function::Before,
        Rule::fn_including => Function::Including,
        _ => return None,
    })
}
