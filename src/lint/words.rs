//! Parts of messages that lints share.

use crate::diagnostics::Message;

/// A message from its two wordings.
pub fn say(zh: impl Into<String>, en: impl Into<String>) -> Message {
    Message::new(zh, en)
}
