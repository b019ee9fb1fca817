//! What kind of thing is wrong, without the value of the one line: the same words for all lines that have it, to be counted.

use super::Explainer;
use super::errors::noted_scope;
use super::near::shown;
use super::show::spaced;
use crate::decision::Error;
use crate::json::{Note, Noted};

/// A kind of error in a few words.
pub(super) fn text(explainer: &Explainer<'_>, error: Error, notes: &[Note]) -> String {
    let lang = explainer.lang;
    match error {
        Error::MissingFact(fact) => missing(explainer, explainer.fact(fact)),
        Error::MissingScope(scope) => missing(explainer, explainer.scope(scope)),
        Error::UnreadableFact(_) | Error::OutOfRange { .. } | Error::OffStep { .. } | Error::NotInList { .. } => {
            fact(explainer, error)
        }
        Error::UnreadableScope(scope) => {
            let of = noted_scope(explainer, scope, notes).map_or(scope, |(of, ..)| of);
            let name = explainer.scope(of);
            lang.pick(format!("“{name}”写的不是它的取值"), format!("“{name}” has none of its values"))
        }
        Error::Contradiction { scope, .. } => {
            let name = explainer.scope(scope);
            lang.pick(format!("“{name}”与所属不符"), format!("“{name}” is not what follows from what it belongs to"))
        }
        Error::Account { account, .. } => {
            let program = explainer.evaluator.program();
            let name = program.accounts.get(account as usize).map_or("", |own| explainer.item(own.shown));
            lang.pick(format!("“{name}”会超出范围"), format!("“{name}” would leave its range"))
        }
        _ => other(explainer, error, notes),
    }
}

fn missing(explainer: &Explainer<'_>, name: &str) -> String {
    explainer.lang.pick(format!("缺“{name}”"), format!("“{name}” is missing"))
}

fn fact(explainer: &Explainer<'_>, error: Error) -> String {
    let lang = explainer.lang;
    let show = |fact: u16, value: i64| {
        let kind = explainer.evaluator.program().facts.get(usize::from(fact)).map(|fact| &fact.kind);
        kind.map_or(value.to_string(), |kind| explainer.value(value, kind, 1))
    };
    match error {
        Error::OutOfRange { fact, low, high, .. } => {
            let (name, low, high) = (explainer.fact(fact), show(fact, low), show(fact, high));
            lang.pick(
                format!("“{name}”不在 {}至 {}之间", spaced(&low), spaced(&high)),
                format!("“{name}” is not from {low} to {high}"),
            )
        }
        Error::OffStep { fact, step, .. } => {
            let (name, step) = (explainer.fact(fact), show(fact, step));
            lang.pick(
                format!("“{name}”不是 {}的整数倍", spaced(&step)),
                format!("“{name}” is not a whole multiple of {step}"),
            )
        }
        Error::NotInList { fact, .. } => {
            let name = explainer.fact(fact);
            lang.pick(
                format!("“{name}”的取值不在当日施行的版本中"),
                format!("“{name}” has a value that the version in force does not have"),
            )
        }
        Error::UnreadableFact(fact) => {
            let name = explainer.fact(fact);
            lang.pick(format!("“{name}”的写法不对"), format!("“{name}” is not written as it must be"))
        }
        _ => String::new(),
    }
}

/// Those whose sentence has no value of the line but a name, or nothing.
fn other(explainer: &Explainer<'_>, error: Error, notes: &[Note]) -> String {
    let written = notes.iter().find(|note| note.about == Noted::Error(error)).map_or("", |note| &note.text);
    let written = shown(written);
    let (zh, en) = match error {
        Error::Time if !stated(notes) => ("没有时间".to_owned(), "there is no time".to_owned()),
        Error::Time => (
            "时间的写法不对，或没有这个时间".to_owned(),
            "the time is not written as one, or does not exist".to_owned(),
        ),
        Error::Received => ("收到日期的写法不对".to_owned(), "the date of receipt is not written as one".to_owned()),
        Error::NotJson => ("不是写作 JSON 的一条记录".to_owned(), "no record written as JSON".to_owned()),
        Error::UnknownActivity => (format!("没有活动“{written}”"), format!("there is no activity “{written}”")),
        Error::UnknownRedemption => (format!("没有兑换“{written}”"), format!("there is no redemption “{written}”")),
        Error::UnknownRole if !written.is_empty() => {
            (format!("没有确认方“{written}”"), format!("there is no confirmer “{written}”"))
        }
        Error::UnknownName(_) => {
            (format!("没有信息项或归属“{written}”"), format!("there is no field or scope “{written}”"))
        }
        Error::UnknownPart(_) => (format!("多出“{written}”这一项"), format!("a part “{written}” too many")),
        // A whole sentence is short enough.
        _ => {
            let sentence = explainer.error(error, notes);
            return sentence.trim_end_matches(['。', '.']).to_owned();
        }
    };
    explainer.lang.pick(zh, en)
}

fn stated(notes: &[Note]) -> bool {
    notes.iter().any(|note| matches!(note.about, Noted::Time(_)) && !note.text.is_empty())
}
