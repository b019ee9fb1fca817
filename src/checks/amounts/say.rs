//! The messages about amounts.

use super::{codes, is_points};
use crate::diagnostics::{Finding, Message};
use crate::model::arithmetic::{divide, multiply};
use crate::model::print::{Keywords, Printer, decimal};
use crate::model::range::witness::{Atom, Witness};
use crate::model::range::{Possible, Problem, ProblemKind};
use crate::model::{Constant, Domain, Expr, ExprKind, Field, Policy, Rational, Type};
use crate::source::Span;

/// Where an amount stands.
#[derive(Clone, Copy, Debug)]
pub enum Where<'a> {
    /// A rule's award.
    Award(&'a str),
    /// A bonus's share.
    Share(&'a str),
    /// A rule's condition.
    Rule(&'a str),
    /// 资格
    Gate,
    /// What an account counts.
    Counts(&'a str),
    /// A redemption's condition.
    Redemption(&'a str),
}

impl Where<'_> {
    fn say(self) -> Message {
        match self {
            Where::Award(name) => {
                Message::new(format!("规则“{name}”的奖励"), format!("The award of the rule “{name}”"))
            }
            Where::Share(name) => {
                Message::new(format!("规则“{name}”的加成"), format!("The bonus of the rule “{name}”"))
            }
            Where::Rule(name) => {
                Message::new(format!("规则“{name}”的条件"), format!("A condition of the rule “{name}”"))
            }
            Where::Gate => Message::new("资格的条件", "A condition of an eligibility"),
            Where::Counts(name) => {
                Message::new(format!("账户“{name}”计的数"), format!("What the account “{name}” counts"))
            }
            Where::Redemption(name) => {
                Message::new(format!("兑换“{name}”的条件"), format!("A condition of the redemption “{name}”"))
            }
        }
    }
}

/// An award or share below 0.
pub fn negative(policy: &Policy, at: Where, span: Span, expr: &Expr, witness: &Witness) -> Finding {
    let subject = at.say();
    let example = example(policy, expr, witness);
    let what = Message::new(
        format!("{}可能小于 0：{}。", subject.zh, example.zh),
        format!("{} may be less than 0: {}.", subject.en, example.en),
    );
    let help = Message::new(
        "写明条件，使它不会小于 0，或用“取大（…，0）”限住。",
        "State a condition under which it cannot be less than 0, or hold it with “max(…, 0)”.",
    );
    with_facts(policy, Finding::new(&codes::AMOUNT_MAY_BE_NEGATIVE, span, what).help(help), witness)
}

/// An amount that is not always whole.
pub fn loses_fraction(
    policy: &Policy,
    at: Where,
    span: Span,
    expr: &Expr,
    measure: Rational,
    witness: &Witness,
) -> Finding {
    let subject = at.say();
    let example = example(policy, expr, witness);
    let whole = whole_of(policy, &expr.ty, measure);
    let what = Message::new(
        format!("{}不总是{}，又没有写取整：{}。", subject.zh, whole.zh, example.zh),
        format!("{} is not always {}, and no rounding is stated: {}.", subject.en, whole.en, example.en),
    );
    let help = match at {
        Where::Award(_) => Message::new(
            "在奖励后写明“，向下取整”“，向上取整”或“，四舍五入”。",
            "After the award write “, rounded down”, “, rounded up” or “, rounded half up”.",
        ),
        _ => round_it(),
    };
    with_facts(policy, Finding::new(&codes::AMOUNT_LOSES_FRACTION, span, what).help(help), witness)
}

fn round_it() -> Message {
    Message::new(
        "用“向下取整（…）”“向上取整（…）”或“四舍五入（…）”取整。",
        "Round it with “floor(…)”, “ceiling(…)” or “round(…)”.",
    )
}

/// What an amount should be whole multiples of.
fn whole_of(policy: &Policy, ty: &Type, measure: Rational) -> Message {
    let amount = |keywords| Printer::new(policy, keywords).constant(&Constant::Number(measure), ty, Some("分钟"));
    if is_points(ty) && policy.decimals == 0 {
        let point = Printer::new(policy, Keywords::English).name(&policy.point);
        return Message::new("整数", format!("a whole number of {point}"));
    }
    Message::new(
        format!(" {} 的整数倍", amount(Keywords::Chinese)),
        format!("a whole multiple of {}", amount(Keywords::English)),
    )
}

/// Something that may go wrong inside a formula.
pub fn problem(policy: &Policy, at: Where, span: Span, problem: &Problem, witness: &Witness) -> Finding {
    let place = if problem.expr.span == Span::default() { span } else { problem.expr.span };
    let finding = match problem.kind {
        ProblemKind::DividesByZero => divisor(policy, at, place, problem, witness),
        ProblemKind::PartOfDay => part_of_day(policy, at, place, witness),
        ProblemKind::TooLarge => too_large(policy, at, place, problem, witness),
        ProblemKind::BeyondCalendar => beyond_calendar(policy, at, place, witness),
    };
    with_facts(policy, finding, witness)
}

fn part_of_day(policy: &Policy, at: Where, place: Span, witness: &Witness) -> Finding {
    let subject = at.say();
    let facts = example_facts(policy, witness);
    let what = Message::new(
        format!("{}给日期加减的天数不总是整数（{}）。", subject.zh, facts.zh),
        format!("{} moves a date by days that are not always whole ({}).", subject.en, facts.en),
    );
    Finding::new(&codes::AMOUNT_LOSES_FRACTION, place, what).help(round_it())
}

fn divisor(policy: &Policy, at: Where, place: Span, problem: &Problem, witness: &Witness) -> Finding {
    let subject = at.say();
    let text = |keywords| Printer::new(policy, keywords).expr(&problem.expr);
    let (zh, en) = (text(Keywords::Chinese), text(Keywords::English));
    let facts = example_facts(policy, witness);
    let what = Message::new(
        format!("{}要除以“{zh}”，它可能为 0（{}）。", subject.zh, facts.zh),
        format!("{} divides by “{en}”, which may be 0 ({}).", subject.en, facts.en),
    );
    let help = Message::new(
        "先写明除数不为 0 的条件，或用“若 … 则 … 否则 …”另作规定。",
        "State first that the divisor is not 0, or say with “if … then … else …” what holds where it is.",
    );
    Finding::new(&codes::DIVIDES_BY_ZERO, place, what).help(help)
}

fn too_large(policy: &Policy, at: Where, place: Span, problem: &Problem, witness: &Witness) -> Finding {
    let subject = at.say();
    let example = example(policy, &problem.expr, witness);
    let what = Message::new(
        format!("{}中的数可能超出范围：{}。", subject.zh, example.zh),
        format!("{} has a number that may be out of range: {}.", subject.en, example.en),
    );
    Finding::new(&codes::AMOUNT_MAY_OVERFLOW, place, what).why(kept()).help(narrower())
}

fn beyond_calendar(policy: &Policy, at: Where, place: Span, witness: &Witness) -> Finding {
    let subject = at.say();
    let facts = example_facts(policy, witness);
    let what = Message::new(
        format!("{}算出的日期可能早于公元 1 年或晚于 9999 年（{}）。", subject.zh, facts.zh),
        format!("{} comes to a date that may be before the year 1 or after the year 9999 ({}).", subject.en, facts.en),
    );
    Finding::new(&codes::DATE_OUT_OF_CALENDAR, place, what).help(narrower())
}

fn kept() -> Message {
    Message::new(
        "一个数以最小单位计，最多能记到约 922 亿亿（19 位）。",
        "Counted in smallest units, a number can be kept up to about 9.22 × 10^18 (19 digits).",
    )
}

fn narrower() -> Message {
    Message::new(
        "给信息项写上更小的范围，或用“取小（…，…）”限住。",
        "Give the field a narrower range, or hold it with “min(…, …)”.",
    )
}

/// A product of constants out of range.
pub fn constant_too_large(at: Where, span: Span) -> Finding {
    let subject = at.say();
    let what = Message::new(
        format!("{}中的数超出范围。", subject.zh),
        format!("{} has a number that is out of range.", subject.en),
    );
    Finding::new(&codes::AMOUNT_MAY_OVERFLOW, span, what).why(kept()).help(narrower())
}

/// A share of more than can be kept.
pub fn share_too_large(at: Where, span: Span) -> Finding {
    let subject = at.say();
    let what = Message::new(
        format!("{}乘以所依规则的奖励可能超出范围。", subject.zh),
        format!("{} times the award of its base rule may be out of range.", subject.en),
    );
    Finding::new(&codes::AMOUNT_MAY_OVERFLOW, span, what).why(kept()).help(narrower())
}

/// More than can be looked at.
pub fn too_long(at: Where, span: Span) -> Finding {
    let subject = at.say();
    let what = Message::new(
        format!("{}展开后过长，无法检查。", subject.zh),
        format!("{} is too long to be checked when written out.", subject.en),
    );
    let help = Message::new(
        "拆成几条规则，或减少层层套用的定义和表。",
        "Split it into several rules, or use fewer definitions and tables within each other.",
    );
    Finding::new(&codes::FORMULA_TOO_LONG, span, what).help(help)
}

/// 时长 1.5 小时，得 7.5 米; where no such facts were found, what the facts may be.
fn example(policy: &Policy, expr: &Expr, witness: &Witness) -> Message {
    let Some((_, result)) = &witness.example else { return facts(policy, witness) };
    let unit = shown_unit(policy, witness);
    let result = |keywords| shown(&Printer::new(policy, keywords), *result, &expr.ty, unit.as_deref());
    let (zh, en) = (result(Keywords::Chinese), result(Keywords::English));
    match with(policy, witness) {
        Some(with) => Message::new(format!("{}，得 {zh}", with.zh), format!("with {} it is {en}", with.en)),
        None => Message::new(format!("得 {zh}"), format!("it is {en}")),
    }
}

/// The facts of the example: 时长 1.5 小时、人数 3.
fn with(policy: &Policy, witness: &Witness) -> Option<Message> {
    let (values, _) = witness.example.as_ref()?;
    let facts: Vec<Message> = witness.atoms.iter().zip(values).map(|(atom, value)| fact(policy, atom, value)).collect();
    (!facts.is_empty()).then(|| joined(&facts))
}

/// The facts of the example, or what the facts may be.
fn example_facts(policy: &Policy, witness: &Witness) -> Message {
    with(policy, witness).unwrap_or_else(|| facts(policy, witness))
}

/// An amount; cut after two decimals where they have no end.
fn shown(printer: &Printer, amount: Rational, ty: &Type, unit: Option<&str>) -> String {
    let write = |amount| printer.constant(&Constant::Number(amount), ty, unit);
    if decimal(amount).is_some() {
        return write(amount);
    }
    let hundred = Rational::from_integer(100);
    let cut = multiply(amount, hundred).and_then(|many| divide(many.trunc(), hundred)).unwrap_or(amount);
    let text = write(cut);
    let digits = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-')).unwrap_or(text.len());
    let (digits, rest) = text.split_at(digits);
    format!("{digits}…{rest}")
}

/// The unit word of the first fact, for the result.
fn shown_unit(policy: &Policy, witness: &Witness) -> Option<String> {
    witness.atoms.iter().find_map(|atom| field(policy, atom).and_then(|field| field.shown_unit.clone()))
}

fn field<'p>(policy: &'p Policy, atom: &Atom) -> Option<&'p Field> {
    match atom.expr.kind {
        ExprKind::Field(id) => policy.fields.get(id.0),
        _ => None,
    }
}

/// 时长 1.5 小时, 非 成功, 角色 牵头
fn fact(policy: &Policy, atom: &Atom, value: &Constant) -> Message {
    let write = |keywords| {
        let printer = Printer::new(policy, keywords);
        let name = printer.expr(&atom.expr);
        let not = if keywords == Keywords::Chinese { "非" } else { "not" };
        match value {
            Constant::YesNo(true) => name,
            Constant::YesNo(false) => format!("{not} {name}"),
            value => {
                let unit = field(policy, atom).and_then(|field| field.shown_unit.as_deref());
                format!("{name} {}", printer.constant(value, &atom.expr.ty, unit))
            }
        }
    };
    Message::new(write(Keywords::Chinese), write(Keywords::English))
}

fn joined(parts: &[Message]) -> Message {
    let zh: Vec<&str> = parts.iter().map(|part| part.zh.as_str()).collect();
    let en: Vec<&str> = parts.iter().map(|part| part.en.as_str()).collect();
    Message::new(zh.join("、"), en.join(", "))
}

/// What the facts may be where something goes wrong.
fn facts(policy: &Policy, witness: &Witness) -> Message {
    let parts: Vec<Message> = witness.atoms.iter().filter_map(|atom| range(policy, atom)).collect();
    if parts.is_empty() {
        return Message::new("不论事实如何", "whatever the facts are");
    }
    joined(&parts)
}

/// 时长在 0 小时至 8 小时之间
fn range(policy: &Policy, atom: &Atom) -> Option<Message> {
    let Possible::Numbers(interval) = &atom.possible else { return None };
    let write = |keywords| {
        let printer = Printer::new(policy, keywords);
        let unit = field(policy, atom).and_then(|field| field.shown_unit.as_deref());
        let bound = |n: Rational| printer.constant(&typed(&atom.expr.ty, n), &atom.expr.ty, unit);
        (printer.expr(&atom.expr), bound(interval.low), bound(interval.high))
    };
    let (zh, en) = (write(Keywords::Chinese), write(Keywords::English));
    Some(Message::new(
        format!("{}在 {} 至 {} 之间", zh.0, zh.1, zh.2),
        format!("{} between {} and {}", en.0, en.1, en.2),
    ))
}

fn typed(ty: &Type, n: Rational) -> Constant {
    let days = i32::try_from(n.to_integer()).unwrap_or(i32::MAX);
    match ty {
        Type::Date => Constant::Date(days),
        Type::Time => Constant::Time(days),
        _ => Constant::Number(n),
    }
}

/// Shows where the facts were declared.
fn with_facts(policy: &Policy, finding: Finding, witness: &Witness) -> Finding {
    witness.atoms.iter().filter_map(|atom| field(policy, atom)).fold(finding, |finding, field| {
        let Domain::Number { low, high, .. } = &field.domain else { return finding };
        let write = |keywords| {
            let printer = Printer::new(policy, keywords);
            let bound = |n: &Rational| printer.constant(&Constant::Number(*n), &field.ty, field.shown_unit.as_deref());
            (bound(low), bound(high))
        };
        let (zh, en) = (write(Keywords::Chinese), write(Keywords::English));
        let text = Message::new(format!("{} 至 {}", zh.0, zh.1), format!("{} to {}", en.0, en.1));
        finding.and(field.name.span, text)
    })
}
