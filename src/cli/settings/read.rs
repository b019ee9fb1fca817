//! The text of a `mizi.toml`, read with every fault at its line.

use super::paths::{self, Paths};
use super::{Level, NAME, Settings};
use crate::cli::failure::Failure;
use crate::cli::files;
use crate::cli::near::nearest;
use crate::diagnostics::{Code, Message, Severity};
use crate::lint::{Options, Setting};
use crate::source::{Sources, TextId};
use glob::Pattern;
use semver::{Version, VersionReq};
use std::ops::Range;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// What can be set.
const KEYS: [&str; 4] = ["levels", "lints", "mizi", "paths"];
const LEVELS: [(&str, Level); 4] = [
    ("error", Level::Told(Severity::Error)),
    ("warning", Level::Told(Severity::Warning)),
    ("note", Level::Told(Severity::Note)),
    ("off", Level::Off),
];
const PATHS: [&str; 2] = ["include", "exclude"];

/// Reads a file of settings.
pub fn settings(file: &Path) -> Result<Settings, Failure> {
    let name = files::shown(file);
    let bytes = files::read(file)?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Failure::new(Message::new(format!("{name} 不是 UTF-8 编码"), format!("{name} is not saved as UTF-8")))
    })?;
    let root = file.parent().unwrap_or(Path::new("")).to_owned();
    let mut reader = Reader::new(&name, &text);
    let settings = reader.read(&text, Settings { paths: Paths::under(root), ..Settings::default() });
    reader.end(settings)
}

struct Reader {
    sources: Sources,
    text: TextId,
    /// Faults with the lines they are in.
    faults: Vec<(usize, Message)>,
}

type Key<'a> = (&'a str, Range<usize>);

impl Reader {
    fn new(name: &str, text: &str) -> Self {
        let mut sources = Sources::default();
        let text = sources.add(name, text);
        Reader { sources, text, faults: Vec::new() }
    }

    fn fault(&mut self, span: Range<usize>, what: Message) {
        let start = u32::try_from(span.start).unwrap_or(u32::MAX);
        let line = self.sources.position(self.text, start).map_or(0, |place| place.line);
        self.faults.push((line, what));
    }

    /// The settings, or everything that is wrong with them in the order of the lines.
    fn end(mut self, settings: Settings) -> Result<Settings, Failure> {
        if self.faults.is_empty() {
            return Ok(settings);
        }
        let name = self.sources.get(self.text).map_or(NAME, |text| &text.name);
        self.faults.sort_by_key(|(line, _)| *line);
        let told = |(line, what): &(usize, Message)| {
            (format!("{name} 第 {line} 行：{}", what.zh), format!("{name}, line {line}: {}", what.en))
        };
        let (zh, en): (Vec<String>, Vec<String>) = self.faults.iter().map(told).unzip();
        Err(Failure::new(Message::new(zh.join("\n"), en.join("\n"))))
    }

    fn read(&mut self, text: &str, mut settings: Settings) -> Settings {
        let table = match DeTable::parse(text) {
            Ok(table) => table.into_inner(),
            Err(error) => {
                self.fault(error.span().unwrap_or(0..0), not_toml());
                return settings;
            }
        };
        // What another version of Mizi can read is not judged by this one.
        let wanted = table.iter().find(|(key, _)| key.get_ref() == "mizi");
        if wanted.is_some_and(|(_, value)| !self.is_wanted(value)) {
            return settings;
        }
        for (key, value) in &table {
            let key = (key.get_ref().as_ref(), key.span());
            match key.0 {
                "mizi" => {}
                "levels" => self.section(&key, value, |reader, key, value| reader.level(&mut settings, key, value)),
                "lints" => self.section(&key, value, |reader, key, value| reader.lint(&mut settings.lints, key, value)),
                "paths" => self.section(&key, value, |reader, key, value| reader.path(&mut settings.paths, key, value)),
                _ => self.fault(key.1.clone(), unknown(key.0, &KEYS)),
            }
        }
        settings
    }

    /// Whether this is a version of Mizi that the settings are for.
    fn is_wanted(&mut self, value: &Spanned<DeValue<'_>>) -> bool {
        let own = env!("CARGO_PKG_VERSION");
        let wanted = value.get_ref().as_str().and_then(|text| Some((text, VersionReq::parse(text).ok()?)));
        let Some((text, wanted)) = wanted else {
            self.fault(value.span(), not_a_requirement());
            return false;
        };
        let fits = Version::parse(own).is_ok_and(|own| wanted.matches(&own));
        if !fits {
            self.fault(value.span(), other_version(text, own));
        }
        fits
    }

    /// Every key of a section with its value.
    fn section(
        &mut self,
        key: &Key<'_>,
        value: &Spanned<DeValue<'_>>,
        mut each: impl FnMut(&mut Self, Key<'_>, &Spanned<DeValue<'_>>),
    ) {
        let DeValue::Table(table) = value.get_ref() else {
            return self.fault(value.span(), not_a_section(key.0));
        };
        for (key, value) in table {
            each(self, (key.get_ref().as_ref(), key.span()), value);
        }
    }

    fn level(&mut self, settings: &mut Settings, (name, at): Key<'_>, value: &Spanned<DeValue<'_>>) {
        let Some(code) = crate::codes().find(|code| code.name == name) else {
            return self.fault(at, unknown_code(name));
        };
        let word = value.get_ref().as_str().unwrap_or_default();
        let Some((_, level)) = LEVELS.iter().find(|(known, _)| *known == word) else {
            return self.fault(value.span(), not_a_level(name));
        };
        if code.severity == Severity::Error && *level != Level::Told(Severity::Error) {
            return self.fault(value.span(), not_lowered(code, word));
        }
        settings.levels.insert(code.name, *level);
    }

    fn lint(&mut self, options: &mut Options, (name, at): Key<'_>, value: &Spanned<DeValue<'_>>) {
        if !Options::NAMES.contains(&name) {
            return self.fault(at, unknown(name, &Options::NAMES));
        }
        let words = |list: &DeArray<'_>| {
            list.iter().map(|word| word.get_ref().as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
        };
        let setting = match value.get_ref() {
            DeValue::Integer(number) => Setting::Number(number.as_str().to_owned()),
            DeValue::Float(number) => Setting::Number(number.as_str().to_owned()),
            DeValue::Array(list) => Setting::Words(words(list).unwrap_or_default()),
            _ => Setting::Words(Vec::new()),
        };
        let empty = setting == Setting::Words(Vec::new()) && !is_empty_list(value);
        let set = if empty { Err(not_an_option(name)) } else { options.set(name, &setting) };
        if let Err(what) = set {
            self.fault(value.span(), what);
        }
    }

    fn path(&mut self, paths: &mut Paths, (name, at): Key<'_>, value: &Spanned<DeValue<'_>>) {
        let Some(patterns) = self.patterns(name, value) else { return };
        match name {
            "include" => paths.include(patterns),
            "exclude" => paths.exclude(patterns),
            _ => self.fault(at, unknown(name, &PATHS)),
        }
    }

    fn patterns(&mut self, name: &str, value: &Spanned<DeValue<'_>>) -> Option<Vec<Pattern>> {
        let Some(entries) = value.get_ref().as_array().filter(|list| list.iter().all(|entry| entry.get_ref().is_str()))
        else {
            self.fault(value.span(), not_a_list(name));
            return None;
        };
        let mut patterns = Vec::new();
        for entry in entries.iter() {
            let written = entry.get_ref().as_str().unwrap_or_default();
            match paths::pattern(written) {
                Ok(pattern) => patterns.push(pattern),
                Err(_) => self.fault(entry.span(), not_a_pattern(written)),
            }
        }
        Some(patterns)
    }
}

fn is_empty_list(value: &Spanned<DeValue<'_>>) -> bool {
    value.get_ref().as_array().is_some_and(|list| list.iter().next().is_none())
}

fn not_an_option(name: &str) -> Message {
    Message::new(
        format!("“{name}”的值要写一个数，或者一列词，例如 [\"若干\", \"酌情\"]。"),
        format!("The value of “{name}” is a number, or a list of words such as [\"various\", \"etc\"]."),
    )
}

fn not_toml() -> Message {
    Message::new(
        "这里不合 TOML 的写法。一项设置写成“名称 = 值”，文字放在引号里，一节以“[levels]”这样的一行开头。",
        "This is not written as TOML is. A setting is “name = value”, quoted where it is text; a section begins with a line such as “[levels]”.",
    )
}

fn unknown(key: &str, known: &[&str]) -> Message {
    let near = nearest(key, known.iter().copied()).unwrap_or_default();
    Message::new(
        format!("没有“{key}”这项设置，最接近的是“{near}”。可以写的有：{}。", known.join("、")),
        format!("There is no setting “{key}”; the nearest is “{near}”. There are: {}.", known.join(", ")),
    )
}

fn unknown_code(name: &str) -> Message {
    let near = nearest(name, crate::codes().map(|code| code.name)).unwrap_or_default();
    Message::new(
        format!("没有“{name}”这个代码，最接近的是“{near}”。代码写在检查结果的方括号里。"),
        format!("There is no code “{name}”; the nearest is “{near}”. Findings show their codes in brackets."),
    )
}

fn not_a_section(key: &str) -> Message {
    Message::new(
        format!("“{key}”要写成一节：先写一行“[{key}]”，它的设置写在下面。"),
        format!("“{key}” is a section: write the line “[{key}]” and its settings below it."),
    )
}

fn not_a_level(name: &str) -> Message {
    let all = LEVELS.map(|(level, _)| format!("“{level}”"));
    Message::new(
        format!("“{name}”的级别只能写：{}。", all.join("、")),
        format!("The level of “{name}” is one of {}, in quotation marks.", all.join(", ")),
    )
}

fn not_lowered(code: &Code, level: &str) -> Message {
    let name = code.name;
    Message::new(
        format!("“{name}”（{}）是错误，不能改为“{level}”：有它，政策就不能用。在政策里改正它。", code.zh),
        format!(
            "“{name}” ({}) is an error and cannot become “{level}”: a policy that has it cannot be used. Mend it in the policy.",
            code.en
        ),
    )
}

fn not_a_list(name: &str) -> Message {
    Message::new(
        format!("“{name}”要写成一列文件夹，例如 {name} = [\"policies\", \"**/drafts\"]。"),
        format!("“{name}” is a list of folders, such as {name} = [\"policies\", \"**/drafts\"]."),
    )
}

fn not_a_pattern(written: &str) -> Message {
    Message::new(
        format!("“{written}”不能用来指文件夹：方括号要成对，“**”要在两个“/”之间独占一段。"),
        format!("“{written}” names no folders: square brackets come in pairs, and “**” stands alone between two “/”."),
    )
}

fn not_a_requirement() -> Message {
    Message::new(
        "“mizi”写要求的版本，例如 mizi = \">=0.1\"。",
        "“mizi” is the version that is required, such as mizi = \">=0.1\".",
    )
}

fn other_version(wanted: &str, own: &str) -> Message {
    Message::new(
        format!("这里要求米字的版本是“{wanted}”，正在运行的是 {own}。换用符合要求的版本，或改这一行。"),
        format!("Mizi “{wanted}” is required here, and this is {own}. Use a version that fits, or change this line."),
    )
}
