//! Russian words inside Azerbaijani archives.
//!
//! Snowball serves ordinary words. Surnames in -ов and -ев need a case table of
//! our own: Snowball takes -ов for a plural and makes `тока` of `токаев`, so
//! that a man's name and its genitive part ways. Names in -ин need none: its
//! stem of every case is the nominative.

use rust_stemmers::{Algorithm, Stemmer};

use super::Lemmas;

// `SURNAME_ENDINGS: [(ending, first, second); _]` and `NOUNS: [stem; _]`.
include!(concat!(env!("OUT_DIR"), "/russian.rs"));

/// Whether the word begins with a Cyrillic letter.
pub(super) fn is_cyrillic(word: &str) -> bool {
    word.chars().next().is_some_and(|c| matches!(c, '\u{400}'..='\u{52f}'))
}

/// Writes the lemmas of a Russian word: its stem, or the surname it is a case of.
pub(super) fn lemmatize(word: &str, out: &mut Lemmas) {
    if is_surname(word) {
        out.push(&[word]);
        // `городов` may be the genitive plural of `город`. In -ев a plural (`музеев`) is so much
        // rarer than a surname that `тока` would only litter what `токаев` brings.
        if word.ends_with("ов") {
            out.push(&[&Stemmer::create(Algorithm::Russian).stem(word)]);
        }
        return;
    }
    for (ending, first, second) in SURNAME_ENDINGS {
        if let Some(name) = word.strip_suffix(ending).filter(|name| is_surname(name)) {
            out.push(&[name, first]);
            out.push(&[name, second]);
            return;
        }
    }
    let stem = Stemmer::create(Algorithm::Russian).stem(word);
    // A word of endings alone (`ему`) leaves no stem.
    out.push(&[if stem.is_empty() { word } else { &stem }]);
}

/// Whether a stem has the form of a surname and is no common noun's.
fn is_surname(stem: &str) -> bool {
    let long = stem.chars().count() >= 4;
    long && (stem.ends_with("ов") || stem.ends_with("ев")) && !NOUNS.contains(&stem)
}
