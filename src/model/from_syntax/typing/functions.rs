//! Functions: what each takes and gives.

use super::{Typer, number, of_unit};
use crate::diagnostics::Finding;
use crate::model::from_syntax::say::say;
use crate::model::from_syntax::{codes, constants};
use crate::model::types::Base;
use crate::model::{Expr, ExprKind, Rational, Rounding, Type, Unit};
use crate::source::Span;
use crate::syntax::tree::{self, Function, Spanned};
use mizi_evaluator::program::{DateAt, DatePart};

/// How a function is written, and with how many arguments (least, most; none: any number).
struct Spelling {
    zh: &'static str,
    en: &'static str,
    arguments: (usize, Option<usize>),
    example: (&'static str, &'static str),
}

impl Typer<'_> {
    /// F（A，B）
    pub(super) fn call(&mut self, function: &Spanned<Function>, arguments: &[tree::Expr], span: Span) -> Option<Expr> {
        self.count(function, arguments, span)?;
        let (first, second, third) = (arguments.first(), arguments.get(1), arguments.get(2));
        match function.value {
            Function::Min | Function::Max => self.extreme(function.value, arguments, span),
            Function::Clamp => self.clamp([first?, second?, third?], span),
            Function::Floor => self.round(Rounding::Down, first?, second, span),
            Function::Ceiling => self.round(Rounding::Up, first?, second, span),
            Function::Round => self.round(Rounding::HalfUp, first?, second, span),
            Function::Full => self.steps(Rounding::Down, first?, second?, span),
            Function::Begun => self.steps(Rounding::Up, first?, second?, span),
            Function::FullYears => self.elapsed(false, false, first?, second?, span),
            Function::FullMonths => self.elapsed(true, false, first?, second?, span),
            Function::BegunYears => self.elapsed(false, true, first?, second?, span),
            Function::BegunMonths => self.elapsed(true, true, first?, second?, span),
            Function::DaysBetween => {
                let from = self.of_type(first?, &Type::Date);
                let to = self.of_type(second?, &Type::Date);
                Some(of_unit(ExprKind::Subtract(Box::new(to?), Box::new(from?)), Unit::of(Base::Day), span))
            }
            Function::MonthEnd => self.date_at(DateAt::MonthEnd, first?, span),
            Function::LastYearEnd => self.date_at(DateAt::LastYearEnd, first?, span),
            Function::Before => self.account(first?, false, span),
            Function::Including => self.account(first?, true, span),
            Function::YearOf => self.part(DatePart::Year, first?, span),
            Function::MonthOf => self.part(DatePart::Month, first?, span),
            Function::DayOf => self.part(DatePart::Day, first?, span),
            Function::QuarterOf => self.part(DatePart::Quarter, first?, span),
            Function::HalfOf => self.part(DatePart::Half, first?, span),
            Function::Weekday => self.part(DatePart::Weekday, first?, span),
            Function::HourOf => self.part(DatePart::Hour, first?, span),
            Function::MinuteOf => self.part(DatePart::Minute, first?, span),
        }
    }

    /// The number of arguments must fit.
    fn count(&mut self, function: &Spanned<Function>, arguments: &[tree::Expr], span: Span) -> Option<()> {
        let spelling = spelling(function.value);
        let (least, most) = spelling.arguments;
        if arguments.len() >= least && most.is_none_or(|most| arguments.len() <= most) {
            return Some(());
        }
        let count = arguments.len();
        let (zh, en) = match most {
            Some(most) if most == least => (format!("{least}"), format!("{least}")),
            Some(most) => (format!("{least} 或 {most}"), format!("{least} or {most}")),
            None => (format!("至少 {least}"), format!("at least {least}")),
        };
        let what = say(
            format!("“{}”的括号里要写 {zh} 样，这里写了 {count} 样。", spelling.zh),
            format!("“{}” takes {en} parts in its parentheses, not {count}.", spelling.en),
        );
        let (zh, en) = spelling.example;
        let help = say(format!("写成“{zh}”的样子。"), format!("Write it like “{en}”."));
        self.out.push(Finding::new(&codes::WRONG_NUMBER_OF_PARTS, span, what).help(help));
        None
    }

    /// 取小, 取大
    fn extreme(&mut self, function: Function, arguments: &[tree::Expr], span: Span) -> Option<Expr> {
        let written: Vec<&tree::Expr> = arguments.iter().collect();
        let parts = self.alike(&written, None)?;
        let ty = self.countable(parts.first()?)?;
        let kind = if function == Function::Min { ExprKind::Min(parts) } else { ExprKind::Max(parts) };
        Some(Expr { kind, ty, span })
    }

    /// 限于（X，低，高）: the larger of 低 and the smaller of X and 高.
    fn clamp(&mut self, written: [&tree::Expr; 3], span: Span) -> Option<Expr> {
        let mut parts = self.alike(&written, None)?.into_iter();
        let (value, low, high) = (parts.next()?, parts.next()?, parts.next()?);
        let ty = self.countable(&value)?;
        let most = Expr { kind: ExprKind::Min(vec![value, high]), ty: ty.clone(), span };
        Some(Expr { kind: ExprKind::Max(vec![low, most]), ty, span })
    }

    /// Numbers, dates and times of day can be more or less; values of lists are compared, not computed with.
    fn countable(&mut self, typed: &Expr) -> Option<Type> {
        if matches!(typed.ty, Type::Number(_) | Type::Date | Type::Time) {
            return Some(typed.ty.clone());
        }
        self.unit(typed).map(Type::Number)
    }

    /// 向下取整（X[，单位]）
    fn round(&mut self, rounding: Rounding, value: &tree::Expr, to: Option<&tree::Expr>, span: Span) -> Option<Expr> {
        let typed = self.rounded(value, None)?;
        let unit = self.unit(&typed)?;
        let to = match to {
            Some(written) => self.step(written, &typed, value)?,
            None => self.smallest(&unit),
        };
        Some(of_unit(ExprKind::Round(rounding, Box::new(typed), to), unit, span))
    }

    /// 整满（X，单位）: X rounded to whole units, divided by the unit.
    fn steps(&mut self, rounding: Rounding, value: &tree::Expr, to: &tree::Expr, span: Span) -> Option<Expr> {
        let typed = self.rounded(value, None)?;
        let unit = self.unit(&typed)?;
        let step = self.step(to, &typed, value)?;
        let rounded = of_unit(ExprKind::Round(rounding, Box::new(typed), step), unit.clone(), span);
        let by = number(step, unit, to.span);
        Some(of_unit(ExprKind::Divide(Box::new(rounded), Box::new(by)), Unit::none(), span))
    }

    /// A unit to round to: a number more than 0, in the unit of what is rounded.
    fn step(&mut self, written: &tree::Expr, value: &Expr, value_written: &tree::Expr) -> Option<Rational> {
        let typed = self.expr(written, Some(&value.ty))?;
        self.same_kind((value_written, value), (written, &typed))?;
        let step = constants::fold(&typed).filter(|step| *step > Rational::from_integer(0));
        if step.is_none() {
            let what = say("取整的单位要是大于 0 的数。", "What is rounded to must be a number more than 0.");
            let help = say("写一个数，例如“30 分钟”。", "Write a number, such as “30 minutes”.");
            self.out.push(Finding::new(&codes::BAD_ROUNDING_UNIT, written.span, what).help(help));
        }
        step
    }

    /// The smallest unit that is rounded to where none is written.
    fn smallest(&self, unit: &Unit) -> Rational {
        let decimals = match unit.0.as_slice() {
            [(Base::Point, 1)] => self.symbols.decimals,
            [(Base::Yuan, 1)] => 2,
            _ => 0,
        };
        Rational::new(1, 10_i128.checked_pow(decimals).unwrap_or(1))
    }

    /// 满年数（A，B）
    fn elapsed(&mut self, months: bool, begun: bool, from: &tree::Expr, to: &tree::Expr, span: Span) -> Option<Expr> {
        let from = self.of_type(from, &Type::Date);
        let to = self.of_type(to, &Type::Date);
        let kind = ExprKind::Elapsed { months, begun, from: Box::new(from?), to: Box::new(to?) };
        Some(of_unit(kind, Unit::none(), span))
    }

    fn date_at(&mut self, at: DateAt, date: &tree::Expr, span: Span) -> Option<Expr> {
        let date = self.of_type(date, &Type::Date)?;
        Some(Expr { kind: ExprKind::DateAt(at, Box::new(date)), ty: Type::Date, span })
    }

    /// 星期（发生日）, 时号（发生时刻）
    fn part(&mut self, part: DatePart, of: &tree::Expr, span: Span) -> Option<Expr> {
        let wanted = if matches!(part, DatePart::Hour | DatePart::Minute) { Type::Time } else { Type::Date };
        let of = self.of_type(of, &wanted)?;
        Some(of_unit(ExprKind::DatePart(part, Box::new(of)), Unit::none(), span))
    }

    /// 此前（ACCOUNT）, 连同本次（ACCOUNT）
    fn account(&mut self, written: &tree::Expr, including: bool, span: Span) -> Option<Expr> {
        let tree::ExprKind::Name(name) = &written.kind else {
            let what = say(
                "“此前”和“连同本次”的括号里要写账户的名称。",
                "“before” and “including” take the name of an account.",
            );
            let help = say("写成“此前（余额）”的样子。", "Write it like “before(balance)”.");
            self.out.push(Finding::new(&codes::WRONG_KIND, written.span, what).help(help));
            return None;
        };
        let word = tree::Word { value: name.clone(), span: written.span };
        let id = self.symbols.account_names.find_one(&word, self.out)?;
        if !self.symbols.sound_accounts.get(id.0).copied().unwrap_or(false) {
            return None;
        }
        let account = self.symbols.accounts.get(id.0)?;
        if including {
            self.may_include(account, span)?;
        }
        Some(of_unit(ExprKind::Account { account: id, including }, account.unit.clone(), span))
    }

    /// 连同本次 needs an event, and an account that counts events.
    fn may_include(&mut self, account: &crate::model::Account, span: Span) -> Option<()> {
        let name = &account.name.name.name;
        let takes_points = !matches!(account.takes, crate::model::Takes::Counts(_));
        let (what, help) = if takes_points {
            (
                say(
                    format!("账户“{name}”收的是积分，本次得多少还没有定，不能读“连同本次”。"),
                    format!(
                        "The account “{name}” takes in points, and what this event earns is not settled yet: it cannot be read “including” it."
                    ),
                ),
                say(format!("写“此前（{name}）”。"), format!("Write “before({name})”.")),
            )
        } else if !self.place.event {
            (
                say(
                    "兑换不是活动记录，没有“连同本次”。",
                    "A redemption is no event, so there is nothing to read “including” it.",
                ),
                say(format!("写“此前（{name}）”。"), format!("Write “before({name})”.")),
            )
        } else {
            return Some(());
        };
        self.out.push(Finding::new(&codes::INCLUDING_NOT_POSSIBLE, span, what).help(help));
        None
    }
}

/// What a part of a date can be; none for years.
pub(super) fn part_range(part: DatePart) -> Option<(i128, i128)> {
    match part {
        DatePart::Year => None,
        DatePart::Month => Some((1, 12)),
        DatePart::Day => Some((1, 31)),
        DatePart::Quarter => Some((1, 4)),
        DatePart::Half => Some((1, 2)),
        DatePart::Weekday => Some((1, 7)),
        DatePart::Hour => Some((0, 23)),
        DatePart::Minute => Some((0, 59)),
    }
}

fn spelling(function: Function) -> Spelling {
    let (zh, en, least, most, zh_example, en_example) = match function {
        Function::Min => ("取小", "min", 2, None, "取小（甲，乙）", "min(a, b)"),
        Function::Max => ("取大", "max", 2, None, "取大（甲，乙）", "max(a, b)"),
        Function::Clamp => ("限于", "clamp", 3, Some(3), "限于（甲，低，高）", "clamp(a, low, high)"),
        Function::Floor => ("向下取整", "floor", 1, Some(2), "向下取整（甲，1 小时）", "floor(a, 1 hour)"),
        Function::Ceiling => ("向上取整", "ceiling", 1, Some(2), "向上取整（甲，1 小时）", "ceiling(a, 1 hour)"),
        Function::Round => ("四舍五入", "round", 1, Some(2), "四舍五入（甲，1 元）", "round(a, 1 yuan)"),
        Function::Full => ("整满", "full", 2, Some(2), "整满（时长，1 小时）", "full(duration, 1 hour)"),
        Function::Begun => ("起计", "begun", 2, Some(2), "起计（时长，1 小时）", "begun(duration, 1 hour)"),
        Function::FullYears => {
            ("满年数", "full_years", 2, Some(2), "满年数（出生日，发生日）", "full_years(birthday, event_date)")
        }
        Function::FullMonths => {
            ("满月数", "full_months", 2, Some(2), "满月数（入住日，发生日）", "full_months(since, event_date)")
        }
        Function::BegunYears => {
            ("起年数", "begun_years", 2, Some(2), "起年数（入住日，发生日）", "begun_years(since, event_date)")
        }
        Function::BegunMonths => {
            ("起月数", "begun_months", 2, Some(2), "起月数（入住日，发生日）", "begun_months(since, event_date)")
        }
        Function::DaysBetween => {
            ("天数", "days_between", 2, Some(2), "天数（开始日，发生日）", "days_between(since, event_date)")
        }
        Function::YearOf => ("年份", "year_of", 1, Some(1), "年份（发生日）", "year_of(event_date)"),
        Function::MonthOf => ("月份", "month_of", 1, Some(1), "月份（发生日）", "month_of(event_date)"),
        Function::DayOf => ("日号", "day_of", 1, Some(1), "日号（发生日）", "day_of(event_date)"),
        Function::QuarterOf => ("季度号", "quarter_of", 1, Some(1), "季度号（发生日）", "quarter_of(event_date)"),
        Function::HalfOf => ("半年号", "half_of", 1, Some(1), "半年号（发生日）", "half_of(event_date)"),
        Function::Weekday => ("星期", "weekday", 1, Some(1), "星期（发生日）", "weekday(event_date)"),
        Function::MonthEnd => ("月末日", "month_end", 1, Some(1), "月末日（发生日）", "month_end(event_date)"),
        Function::LastYearEnd => {
            ("上年末", "last_year_end", 1, Some(1), "上年末（发生日）", "last_year_end(event_date)")
        }
        Function::HourOf => ("时号", "hour_of", 1, Some(1), "时号（发生时刻）", "hour_of(event_time)"),
        Function::MinuteOf => ("分号", "minute_of", 1, Some(1), "分号（发生时刻）", "minute_of(event_time)"),
        Function::Before => ("此前", "before", 1, Some(1), "此前（余额）", "before(balance)"),
        Function::Including => ("连同本次", "including", 1, Some(1), "连同本次（次数账户）", "including(visits)"),
    };
    Spelling { zh, en, arguments: (least, most), example: (zh_example, en_example) }
}
