//! Which names are read as one name without quotes.

/// The balance is read by these words, which are keywords.
const BALANCE: [&str; 2] = ["余额", "balance"];

/// Whether a name is one word that is not read as something else.
pub fn is_plain(name: &str) -> bool {
    BALANCE.contains(&name) || crate::syntax::is_plain_name(name)
}
