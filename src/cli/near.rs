//! The word that was probably meant.

/// The known word spelt most alike.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    known.into_iter().min_by_key(|known| strsim::damerau_levenshtein(word, known))
}
