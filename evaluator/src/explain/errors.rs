//! What is missing or wrong, as a code and as a sentence.

use super::near::{shown, words as names};
use super::show::spaced;
use super::{Explainer, Lang};
use crate::date::TimeError;
use crate::decision::{Error, NO_KEY};
use crate::json::{Note, Noted, OF_RECORDS, OF_ROWS, Unread};
use crate::program::{FactKind, ListId, ScopeKeys};
use crate::value::NumberError;

/// The code of an error.
pub(super) fn code(error: Error) -> &'static str {
    match error {
        Error::Time => "bad_time",
        Error::Received => "bad_received",
        Error::From => "bad_from",
        Error::Subject => "missing_subject",
        Error::UnknownActivity => "unknown_activity",
        Error::Activity(_) => "activity_not_in_version",
        Error::UnknownRedemption => "unknown_redemption",
        Error::UnknownRole => "unknown_role",
        Error::Of => "missing_of",
        Error::MissingFact(_) => "missing_fact",
        Error::UnreadableFact(_) => "bad_fact",
        Error::OutOfRange { .. } => "out_of_range",
        Error::OffStep { .. } => "off_step",
        Error::NotInList { .. } => "not_in_list",
        Error::MissingScope(_) => "missing_scope",
        Error::UnreadableScope(_) => "bad_scope",
        Error::Contradiction { .. } => "contradiction",
        Error::UnknownName(_) => "unknown_name",
        Error::Amount(_) => "amount_out_of_range",
        Error::DivisionByZero(_) => "division_by_zero",
        Error::Account { .. } => "account_out_of_range",
        Error::DecidedElsewhere => "version_gone",
        Error::NotJson => "not_json",
        Error::Id => "missing_id",
        Error::Kind => "unclear_kind",
        Error::UnknownPart(_) => "unknown_part",
        Error::PartTwice(_) => "part_twice",
        Error::RowTwice => "row_twice",
    }
}

/// The words noted for an error.
fn words(notes: &[Note], error: Error) -> &str {
    notes.iter().find(|note| note.about == Noted::Error(error)).map_or("", |note| &note.text)
}

/// What a name that the policy does not have was to name, and which names it has of that kind.
fn unknown(explainer: &Explainer<'_>, error: Error, written: &str) -> String {
    let program = explainer.evaluator.program();
    let (kind, near) = match error {
        Error::UnknownActivity => {
            let near = explainer.perhaps(written, names(program.activities.iter().map(|activity| &activity.name)));
            (("活动", "activity"), near)
        }
        Error::UnknownRedemption => {
            (("兑换", "redemption"), explainer.perhaps(written, names(program.redemptions.iter())))
        }
        Error::UnknownRole => (("确认方", "confirmer"), explainer.perhaps(written, names(program.roles.iter()))),
        _ => {
            let scopes = program.scopes.iter().map(|scope| &scope.name);
            let known = program.facts.iter().map(|fact| &fact.name).chain(scopes);
            (("信息项或归属", "field or scope"), explainer.perhaps(written, names(known)))
        }
    };
    let written = shown(written);
    explainer.lang.pick(
        format!("政策没有名为“{written}”的{}{near}", kind.0),
        format!("The policy has no {} “{written}”{near}", kind.1),
    )
}

/// An error as a sentence.
pub(super) fn text(explainer: &Explainer<'_>, error: Error, notes: &[Note]) -> String {
    let lang = explainer.lang;
    let written = words(notes, error);
    let (zh, en) = match error {
        Error::Time | Error::Received | Error::From => return time(lang, error, notes),
        Error::MissingFact(fact) => missing(explainer.fact(fact)),
        Error::MissingScope(scope) => missing(explainer.scope(scope)),
        Error::UnreadableFact(_) | Error::OutOfRange { .. } | Error::OffStep { .. } | Error::NotInList { .. } => {
            return fact(explainer, error, notes);
        }
        Error::UnreadableScope(_) | Error::Contradiction { .. } => return scope(explainer, error, notes),
        Error::Amount(_) | Error::DivisionByZero(_) | Error::Account { .. } => return amount(explainer, error),
        Error::Activity(activity) => {
            let program = explainer.evaluator.program();
            let name = explainer.named(program.activities.get(usize::from(activity)).map(|a| &a.name));
            (format!("当日施行的版本没有活动“{name}”。"), format!("The version in force on that day has no activity “{name}”."))
        }
        Error::UnknownRole if written.is_empty() => {
            ("没有写明由谁确认。".to_owned(), "The record does not state who confirms.".to_owned())
        }
        Error::UnknownActivity | Error::UnknownRedemption | Error::UnknownRole | Error::UnknownName(_) => {
            return unknown(explainer, error, written);
        }
        Error::Subject => ("没有写明是谁（subject）。".to_owned(), "The record does not state whose it is (subject).".to_owned()),
        Error::Of => (
            "没有写明确认或撤销的是哪条记录。".to_owned(),
            "The record does not state which record it confirms or takes back.".to_owned(),
        ),
        Error::DecidedElsewhere => (
            "判定原记录的版本已不在政策中，无法撤销或确认。".to_owned(),
            "The version that applied to the earlier record is no longer in the policy, so it cannot be taken back or confirmed.".to_owned(),
        ),
        Error::NotJson => (
            format!("这一行不是写作 JSON 的一条记录，第 {written} 个字符处读不下去。"),
            format!("This line is no record written as JSON; it cannot be read from character {written} on."),
        ),
        Error::Id => ("没有编号（id）。".to_owned(), "The record has no id.".to_owned()),
        Error::Kind => (
            "activity、confirm、reverse、redeem 四项必须写一项，也只能写一项。".to_owned(),
            "Exactly one of activity, confirm, reverse and redeem must be stated.".to_owned(),
        ),
        Error::UnknownPart(_) => {
            let near = explainer.perhaps(written, [OF_RECORDS, OF_ROWS].concat().into_iter());
            let written = shown(written);
            (format!("这类记录没有“{written}”这一项{near}"), format!("Records of this kind have no part “{written}”{near}"))
        }
        Error::PartTwice(_) => (format!("“{written}”写了两次。"), format!("“{written}” is stated twice.")),
        Error::RowTwice => (
            "这个主体从同一天起已有一行。".to_owned(),
            "This subject already has a row from the same day.".to_owned(),
        ),
    };
    lang.pick(zh, en)
}

fn missing(name: &str) -> (String, String) {
    (format!("缺“{name}”。"), format!("“{name}” is missing."))
}

fn time(lang: Lang, error: Error, notes: &[Note]) -> String {
    let noted = notes.iter().find_map(|note| match (note.about, error) {
        (Noted::Time(why), Error::Time | Error::From) | (Noted::Received(why), Error::Received) => {
            Some((why, note.text.as_str()))
        }
        _ => None,
    });
    let (why, written) = noted.unwrap_or((TimeError::TooFar, ""));
    let (zh, en) = match error {
        Error::Received => ("收到日期", "date of receipt"),
        Error::From => ("起始日期", "first day"),
        _ => ("时间", "time"),
    };
    if written.is_empty() && why == TimeError::Form {
        return lang.pick(format!("没有{zh}。"), format!("There is no {en}."));
    }
    let written = shown(written);
    let why = match (error, why) {
        (Error::Received | Error::From, TimeError::Form) => date_form(lang),
        _ => time_error(lang, why),
    };
    lang.pick(format!("{zh}“{written}”{why}。"), format!("The {en} “{written}” {why}."))
}

fn date_form(lang: Lang) -> &'static str {
    lang.pick("不是日期，应如 2025-03-01", "is not a date; write it like 2025-03-01")
}

fn time_error(lang: Lang, why: TimeError) -> &'static str {
    match why {
        TimeError::Form => lang.pick(
            "的写法不对，应如 2025-03-01T08:30:00",
            "is not written as a date and time; write it like 2025-03-01T08:30:00",
        ),
        TimeError::Impossible => lang.pick("不存在", "does not exist"),
        TimeError::TooFar => lang.pick("太早或太晚，无法计算", "is too early or too late to be used"),
        TimeError::Skipped => lang.pick(
            "被时钟拨快跳过，须写明与世界时的差，如 +08:00",
            "is skipped where clocks go forward; state its distance from UTC, such as +08:00",
        ),
        TimeError::Doubled => lang.pick(
            "因时钟拨慢出现两次，须写明与世界时的差，如 +08:00",
            "occurs twice where clocks go back; state its distance from UTC, such as +08:00",
        ),
    }
}

fn fact(explainer: &Explainer<'_>, error: Error, notes: &[Note]) -> String {
    let lang = explainer.lang;
    let show = |fact: u16, value: i64| {
        let kind = explainer.evaluator.program().facts.get(usize::from(fact)).map(|fact| &fact.kind);
        kind.map_or(value.to_string(), |kind| explainer.value(value, kind, 1))
    };
    match error {
        Error::OutOfRange { fact, value, low, high } => {
            let (name, value) = (explainer.fact(fact), show(fact, value));
            let (low, high) = (show(fact, low), show(fact, high));
            lang.pick(
                format!("“{name}”为 {value}，应在 {}至 {}之间。", spaced(&low), spaced(&high)),
                format!("“{name}” is {value}; it must be from {low} to {high}."),
            )
        }
        Error::OffStep { fact, value, step } => {
            let (name, value, step) = (explainer.fact(fact), show(fact, value), show(fact, step));
            lang.pick(
                format!("“{name}”为 {value}，应是 {}的整数倍。", spaced(&step)),
                format!("“{name}” is {value}; it must be a whole multiple of {step}."),
            )
        }
        Error::NotInList { fact, value } => {
            let (name, value) = (explainer.fact(fact), show(fact, value));
            lang.pick(
                format!("“{name}”为“{value}”，当日施行的版本没有这个取值。"),
                format!("“{name}” is “{value}”, a value that the version in force on that day does not have."),
            )
        }
        Error::UnreadableFact(fact) => {
            let noted = notes.iter().find_map(|note| match note.about {
                Noted::Fact(of, why) if of == fact => Some((why, note.text.as_str())),
                _ => None,
            });
            let kind = explainer.evaluator.program().facts.get(usize::from(fact)).map(|fact| &fact.kind);
            let values = match kind {
                Some(FactKind::Listed(list)) => explainer.values(*list),
                _ => String::new(),
            };
            unread(lang, explainer.fact(fact), noted, &values)
        }
        _ => String::new(),
    }
}

/// `values` are those of its list, if it has one.
fn unread(lang: Lang, name: &str, noted: Option<(Unread, &str)>, values: &str) -> String {
    let Some((why, written)) = noted else {
        return lang.pick(format!("“{name}”的值无法使用。"), format!("The value of “{name}” cannot be used."));
    };
    let why = match why {
        Unread::Twice => return lang.pick(format!("“{name}”写了两次。"), format!("“{name}” is stated twice.")),
        Unread::Number(NumberError::Form) => lang.pick("不是数", "is not a number"),
        Unread::Number(NumberError::TooFine) => lang.pick("比这一项能记的更细", "is finer than this field can hold"),
        Unread::Number(NumberError::TooLarge) => lang.pick("太大，无法计算", "is too large to be used"),
        Unread::Date(TimeError::Impossible) => lang.pick("不存在", "does not exist"),
        Unread::Date(_) => date_form(lang),
        Unread::Time => lang.pick("不是时刻，应如 08:30", "is not a time of day; write it like 08:30"),
        Unread::YesNo => lang.pick("应为“是”或“否”", "is neither yes nor no"),
        Unread::Value => lang.pick("不是它的取值", "is none of its values"),
        Unread::Key => lang.pick("是空的或不是文字", "is empty or no text"),
    };
    let written = shown(written);
    if written.is_empty() {
        return lang.pick(format!("“{name}”的值{why}。"), format!("The value of “{name}” {why}."));
    }
    let values =
        if values.is_empty() { String::new() } else { lang.pick(format!("：{values}"), format!(": {values}")) };
    lang.pick(
        format!("“{name}”写作“{written}”，{why}{values}。"),
        format!("“{name}” is “{written}”, which {why}{values}."),
    )
}

fn scope(explainer: &Explainer<'_>, error: Error, notes: &[Note]) -> String {
    let lang = explainer.lang;
    match error {
        Error::UnreadableScope(scope) => {
            let noted = noted_scope(explainer, scope, notes);
            match noted {
                Some((of, why, written)) => {
                    unread(lang, explainer.scope(of), Some((why, written)), &explainer.keys(of))
                }
                None => unread(lang, explainer.scope(scope), None, ""),
            }
        }
        Error::Contradiction { scope, stated, derived } => {
            let name = explainer.scope(scope);
            let stated = explainer.key_called(scope, stated);
            if derived == NO_KEY {
                let of = explainer.scope(parent_of(explainer, scope));
                return lang.pick(
                    format!("写了“{name}”为“{stated}”，却缺“{of}”。"),
                    format!("“{name}” is “{stated}”, but “{of}” is missing."),
                );
            }
            let derived = explainer.key_called(scope, derived);
            lang.pick(
                format!("“{name}”写作“{stated}”，按所属应为“{derived}”。"),
                format!("“{name}” is “{stated}”, but “{derived}” follows from what it belongs to."),
            )
        }
        _ => String::new(),
    }
}

/// What was noted of a scope, or of the one that it follows from.
pub(super) fn noted_scope<'n>(
    explainer: &Explainer<'_>,
    scope: u16,
    notes: &'n [Note],
) -> Option<(u16, Unread, &'n str)> {
    let related = |of: u16| of == scope || follows(explainer, scope, of);
    notes.iter().find_map(|note| match note.about {
        Noted::Scope(of, why) if related(of) => Some((of, why, note.text.as_str())),
        _ => None,
    })
}

/// Whether a scope follows from another.
fn follows(explainer: &Explainer<'_>, scope: u16, of: u16) -> bool {
    scope != of && parent_of(explainer, scope) == of
}

/// What a scope follows from; itself if it is stated.
fn parent_of(explainer: &Explainer<'_>, scope: u16) -> u16 {
    match explainer.evaluator.program().scopes.get(usize::from(scope)).map(|scope| &scope.keys) {
        Some(ScopeKeys::Parent { of, .. }) => *of,
        _ => scope,
    }
}

fn amount(explainer: &Explainer<'_>, error: Error) -> String {
    let lang = explainer.lang;
    let place = |item: Option<u32>| item.map_or("", |item| explainer.item(item));
    match error {
        Error::Amount(item) => {
            let item = place(item);
            lang.pick(
                format!("“{item}”的算式超出可以计算的范围。"),
                format!("A formula of “{item}” leaves the range that can be computed."),
            )
        }
        Error::DivisionByZero(item) => {
            let item = place(item);
            lang.pick(format!("“{item}”的算式除以了零。"), format!("A formula of “{item}” divides by zero."))
        }
        Error::Account { account, before, add } => {
            let program = explainer.evaluator.program();
            let Some(own) = program.accounts.get(account as usize) else { return String::new() };
            let name = explainer.item(own.shown);
            let show = |amount| explainer.account_amount(account, amount);
            let (held, add, low, high) = (show(before), show(add), show(own.min), show(own.max));
            lang.pick(
                format!("“{name}”现为 {held}，变动 {}后不在 {}至 {}之间。", spaced(&add), spaced(&low), spaced(&high)),
                format!("“{name}” holds {held}; a change of {add} would take it out of {low} to {high}."),
            )
        }
        _ => String::new(),
    }
}

/// So many values of a list are named.
const FEW: usize = 12;

impl Explainer<'_> {
    /// The values of a list, unless they are many.
    fn values(&self, list: ListId) -> String {
        let values = self.evaluator.program().lists.get(usize::from(list)).map(|list| list.values.as_slice());
        let values = values.filter(|values| values.len() <= FEW).unwrap_or_default();
        let names: Vec<&str> = values.iter().map(|value| self.name(value)).collect();
        names.join(self.lang.pick("、", ", "))
    }

    fn keys(&self, scope: u16) -> String {
        match self.evaluator.program().scopes.get(usize::from(scope)).map(|scope| &scope.keys) {
            Some(ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. }) => self.values(*list),
            _ => String::new(),
        }
    }

    /// A key as people call it.
    fn key_called(&self, scope: u16, key: u32) -> String {
        let program = self.evaluator.program();
        let listed = match program.scopes.get(usize::from(scope)).map(|scope| &scope.keys) {
            Some(ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. }) => program.lists.get(usize::from(*list)),
            _ => None,
        };
        match listed {
            Some(list) => self.named(list.values.get(key as usize)).to_owned(),
            None => self.texts.text(key).to_owned(),
        }
    }
}
