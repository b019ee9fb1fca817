//! What is wrong with a command line, in the language of messages.

use crate::diagnostics::{Lang, Message};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsString;

/// The language asked for on a command line that could not be read.
pub fn lang_of(words: &[OsString]) -> Lang {
    let words: Vec<&str> = words.iter().filter_map(|word| word.to_str()).collect();
    let asks = |pair: &[&str]| pair == ["--lang", "en"] || pair.first() == Some(&"--lang=en");
    if words.windows(2).any(asks) || words.last() == Some(&"--lang=en") { Lang::En } else { Lang::Zh }
}

/// What is wrong, what was perhaps meant, and how to ask for help.
pub fn text(error: &clap::Error, lang: Lang) -> String {
    let Some(what) = what(error) else { return error.to_string().trim_end().to_owned() };
    let meant =
        suggested(error).map(|word| Message::new(format!("是不是“{word}”？"), format!("Did you mean “{word}”?")));
    let help =
        Message::new("用法见 mizi --help，或在命令后加 --help。", "See mizi --help, or add --help after a command.");
    let parts: Vec<&str> =
        [Some(&what), meant.as_ref(), Some(&help)].into_iter().flatten().map(|m| m.text(lang)).collect();
    parts.join("\n")
}

fn what(error: &clap::Error) -> Option<Message> {
    let argument = || said(error, ContextKind::InvalidArg);
    Some(match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let word = said(error, ContextKind::InvalidSubcommand)?;
            Message::new(format!("没有“{word}”这个命令。"), format!("There is no command “{word}”."))
        }
        ErrorKind::UnknownArgument => {
            let word = argument()?;
            Message::new(format!("这里不能写“{word}”。"), format!("“{word}” cannot stand here."))
        }
        ErrorKind::MissingRequiredArgument => {
            let word = argument()?;
            Message::new(format!("还缺：{word}。"), format!("Missing: {word}."))
        }
        ErrorKind::MissingSubcommand => Message::new("没有写命令。", "No command is given."),
        ErrorKind::InvalidValue => {
            let (word, value) = (argument()?, said(error, ContextKind::InvalidValue)?);
            let valid = said(error, ContextKind::ValidValue).filter(|valid| !valid.is_empty());
            let valid = valid.map_or(Message::default(), |valid| {
                Message::new(format!("可写：{valid}。"), format!(" It may be: {valid}."))
            });
            match value.as_str() {
                "" => Message::new(
                    format!("“{word}”后面没有写值。{}", valid.zh),
                    format!("“{word}” needs a value.{}", valid.en),
                ),
                _ => Message::new(
                    format!("“{word}”不能是“{value}”。{}", valid.zh),
                    format!("“{word}” cannot be “{value}”.{}", valid.en),
                ),
            }
        }
        ErrorKind::ValueValidation => {
            let (word, value) = (argument()?, said(error, ContextKind::InvalidValue)?);
            Message::new(
                format!("“{word}”的“{value}”写得不对。"),
                format!("“{value}” is not written as “{word}” should be."),
            )
        }
        ErrorKind::ArgumentConflict => {
            let word = argument()?;
            Message::new(
                format!("“{word}”写了两次，或与别的选项冲突。"),
                format!("“{word}” is given twice, or beside what excludes it."),
            )
        }
        _ => return None,
    })
}

fn suggested(error: &clap::Error) -> Option<String> {
    said(error, ContextKind::SuggestedSubcommand).or_else(|| said(error, ContextKind::SuggestedArg))
}

fn said(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(word) => Some(word.trim_end_matches("...").to_owned()),
        ContextValue::Strings(words) => {
            let words: Vec<&str> = words.iter().map(|word| word.trim_end_matches("...")).collect();
            Some(words.join(", "))
        }
        _ => None,
    }
}
