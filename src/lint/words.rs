//! Parts of messages that lints share.

use crate::diagnostics::Message;

/// A message from its two wordings.
pub fn say(zh: impl Into<String>, en: impl Into<String>) -> Message {
    Message::new(zh, en)
}

/// A kind of thing: 规则, rule.
pub type Noun = (&'static str, &'static str);

pub const POLICY: Noun = ("政策", "policy");
pub const ROLE: Noun = ("确认方", "confirmer");
pub const DIMENSION: Noun = ("维度", "dimension");
pub const DIRECTORY: Noun = ("名录", "directory");
pub const FIELD: Noun = ("信息项", "field");
pub const ACTIVITY: Noun = ("活动", "activity");
pub const PARAMETER: Noun = ("参数", "parameter");
pub const DEFINITION: Noun = ("定义", "definition");
pub const TABLE: Noun = ("表", "table");
pub const RULE: Noun = ("规则", "rule");
pub const GROUP: Noun = ("组", "group");
pub const OVERALL_CAP: Noun = ("总上限", "overall cap");
pub const GATE: Noun = ("资格", "eligibility");
pub const ACCOUNT: Noun = ("账户", "account");
pub const REDEMPTION: Noun = ("兑换", "redemption");

/// 规则“甲” and the rule “甲”.
pub fn the(noun: Noun, name: &str) -> Message {
    say(format!("{}“{name}”", noun.0), format!("the {} “{name}”", noun.1))
}

/// Several of a kind, in English.
pub fn plural(noun: Noun) -> String {
    noun.1.strip_suffix('y').map_or_else(|| format!("{}s", noun.1), |stem| format!("{stem}ies"))
}

/// A sentence that begins with a word in small letters, begun with a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Whether a text has a word: of Latin letters a whole word in any case, else anywhere.
pub fn contains_word(text: &str, word: &str) -> bool {
    if word.is_empty() || !word.is_ascii() {
        return !word.is_empty() && text.contains(word);
    }
    let (text, word) = (text.to_ascii_lowercase(), word.to_ascii_lowercase());
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let mut found = text.match_indices(&word);
    found.any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().last());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        !letter(before) && !letter(after)
    })
}
