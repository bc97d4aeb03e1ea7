//! Function words: conjunctions, postpositions, particles, pronouns of place.
//!
//! They are indexed like any word (a phrase needs them), but a query never requires one: nobody
//! who pastes a headline cares whether the paragraph holds its `və`.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::fold;

static FUNCTION_WORDS: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let rows = include_str!("data/stopwords.tsv").lines().filter(|l| !l.starts_with('#'));
    let words = rows.filter_map(|row| row.split('\t').next());
    words.flat_map(|w| [w.to_string(), w.chars().map(fold).collect()]).collect()
});

/// Is a lower-case word a function word, typed properly or without diacritics (`ucun`)?
pub fn is_function_word(surface: &str) -> bool {
    FUNCTION_WORDS.contains(surface)
}
