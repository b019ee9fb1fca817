//! What is found in a policy: a finding says what, where, why and what to do, in Chinese and English.

pub mod render;

use crate::source::Span;

/// The language a message is shown in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Lang {
    /// Simplified Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

/// One sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Message {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Message {
    /// A message from its two wordings.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Message { zh: zh.into(), en: en.into() }
    }

    /// The wording in one language.
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The policy cannot be used until it is mended.
    Error,
    /// The policy can be used; probably not as meant.
    Warning,
    /// Worth knowing.
    Note,
}

/// A place with a short word on what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is there.
    pub text: Message,
}

/// A change of the text that would mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the change does.
    pub title: Message,
    /// The texts to put in place of spans, not overlapping.
    pub edits: Vec<(Span, String)>,
}

/// People and what they did, which shows a finding: a case of the policy, decided by the evaluator as it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// What is assumed where the policy leaves something open.
    pub assuming: Option<Message>,
    /// The people and the records, each as a line of a case, with what became of it.
    pub lines: Vec<Message>,
    /// The records as lines of input.
    pub records: Vec<String>,
    /// What the evaluator gives for each, as lines of output.
    pub results: Vec<String>,
}

/// The stable name of a kind of finding (`unknown-name`), with what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// Kebab-case, named for the thing found; never reused for another meaning.
    pub name: &'static str,
    /// Whether it stops the policy.
    pub severity: Severity,
    /// One line for lists, Chinese.
    pub zh: &'static str,
    /// One line for lists, English.
    pub en: &'static str,
}

/// One thing found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its kind.
    pub code: &'static Code,
    /// What is wrong, in a full sentence.
    pub what: Message,
    /// Where, first the place to mend.
    pub places: Vec<Label>,
    /// Why it matters; for a choice left open, how the answers differ in numbers.
    pub why: Option<Message>,
    /// What to do.
    pub help: Option<Message>,
    /// Changes that would mend it, best first.
    pub fixes: Vec<Fix>,
    /// What shows it.
    pub examples: Vec<Example>,
    /// Whether it holds only in a state of the accounts that no example reaches: then it is a warning at most.
    pub only_possible: bool,
    /// How much it matters to those who keep these texts, where they say so. It changes how it is shown, never whether the policy
    /// can be used.
    pub level: Option<Severity>,
}

impl Finding {
    /// A finding with one place and nothing else yet.
    pub fn new(code: &'static Code, span: Span, what: Message) -> Self {
        let label = Label { span, text: Message::default() };
        Finding {
            code,
            what,
            places: vec![label],
            why: None,
            help: None,
            fixes: Vec::new(),
            examples: Vec::new(),
            only_possible: false,
            level: None,
        }
    }

    /// Says what stands at the first place.
    #[must_use]
    pub fn label(mut self, text: Message) -> Self {
        if let Some(first) = self.places.first_mut() {
            first.text = text;
        }
        self
    }

    /// Adds a further place.
    #[must_use]
    pub fn and(mut self, span: Span, text: Message) -> Self {
        self.places.push(Label { span, text });
        self
    }

    /// Says why it matters.
    #[must_use]
    pub fn why(mut self, text: Message) -> Self {
        self.why = Some(text);
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: Message) -> Self {
        self.help = Some(text);
        self
    }

    /// Adds a change that would mend it.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// Adds an example that shows it.
    #[must_use]
    pub fn example(mut self, example: Example) -> Self {
        self.examples.push(example);
        self
    }

    /// Says that no example reaches it: it stops nothing.
    #[must_use]
    pub fn only_possible(mut self) -> Self {
        self.only_possible = true;
        self
    }

    /// The place to mend.
    pub fn place(&self) -> Option<Span> {
        self.places.first().map(|label| label.span)
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.level.unwrap_or_else(|| self.own_severity())
    }

    /// How much it matters whatever those who keep the texts say: an error stops the policy.
    pub fn own_severity(&self) -> Severity {
        if self.only_possible { self.code.severity.max(Severity::Warning) } else { self.code.severity }
    }
}

/// Findings in the order they are shown: by text, place, code and wording, each once.
pub fn in_order(findings: &[Finding]) -> Vec<&Finding> {
    let key = |finding: &Finding| (finding.place(), finding.code.name, finding.what.en.clone());
    let mut shown: Vec<&Finding> = findings.iter().collect();
    shown.sort_by_cached_key(|finding| key(finding));
    shown.dedup();
    shown
}
