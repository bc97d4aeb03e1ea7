//! Russian words.
use super::Lemmas;
use rust_stemmers::{Algorithm, Stemmer};

/// Whether the word is written in Cyrillic.
pub(super) fn is_cyrillic(word: &str) -> bool {
    word.chars().next().is_some_and(|c| matches!(c, '\u{400}'..='\u{52f}'))
}

/// The Russian stem.
pub(super) fn lemmatize(word: &str, out: &mut Lemmas) {
    out.push(&[&Stemmer::create(Algorithm::Russian).stem(word)]);
}
