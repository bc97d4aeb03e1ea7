//! Russian, English and Turkish words inside Azerbaijani archives.
//!
//! Russian is told by its script. A Latin word is English or Turkish when the Azerbaijani lexicon
//! does not explain it and its Snowball stem is one that at least three words of that language
//! have: a question of the word alone, so that text and query agree, and no Azerbaijani word the
//! lexicon has is ever stemmed so.
//!
//! Snowball serves ordinary Russian words. Surnames in -ов and -ев need a case table of
//! our own: Snowball takes -ов for a plural and makes `тока` of `токаев`, so
//! that a man's name and its genitive part ways. Names in -ин need none: its
//! stem of every case is the nominative.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};
use tantivy_fst::raw::Fst;

use super::Lemmas;

// `SURNAME_ENDINGS: [(ending, first, second); _]` and `NOUNS: [stem; _]`.
include!(concat!(env!("OUT_DIR"), "/russian.rs"));

static STEMS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/foreign.fst"));

/// Letters no Turkish word has.
const NOT_TURKISH: &str = "əqwx";

/// What Turkish endings have and Azerbaijani ones, with ə in their place, never do. Without it too
/// many names of other languages end as Turkish words do (`hakan`, `eriksen`).
const TURKISH_ONLY: [&[u8; 3]; 3] = [b"ler", b"den", b"ten"];

/// The least that a stem shares with its words, in bytes: `hope`, `hoping`.
const SHORTEST_STEM: usize = 3;

/// The English and Turkish stems. Words in -er and -or are left as they are: most are surnames
/// (`federer`) or loans of Azerbaijani (`aerator`).
pub(super) struct Stems(Fst<&'static [u8]>);

impl Stems {
    pub fn new() -> Self {
        Self(Fst::new(STEMS).expect("the build script wrote a sound FST"))
    }

    /// The stem of an English or Turkish word and its language, if it is one.
    ///
    /// The word itself is lent where it is its own stem. Otherwise the stemmer has allocated: it
    /// writes a new text for each ending it takes off or replaces, and cannot be given one.
    pub fn stem<'w>(&self, word: &'w str) -> Option<(Cow<'w, str>, &'static str)> {
        let known = |stem: &str, bit| self.0.get(stem).is_some_and(|languages| languages.value() & bit > 0);
        // A stemmer costs more than the rest of the analysis: it is asked where it can find something.
        let english = || !word.ends_with("er") && !word.ends_with("or") && self.may_stem(word);
        if word.is_ascii() && english() {
            let stem = Stemmer::create(Algorithm::English).stem(word);
            if known(&stem, 1) {
                return Some((stem, "English"));
            }
        }
        let turkish = |endings: &str| {
            endings.as_bytes().windows(3).any(|three| TURKISH_ONLY.iter().any(|e| *e == three))
        };
        if turkish(word) && !word.contains(|c| NOT_TURKISH.contains(c)) && self.may_stem(word) {
            let stem = Stemmer::create(Algorithm::Turkish).stem(word);
            if known(&stem, 2) && turkish(word.get(stem.len()..).unwrap_or("")) {
                return Some((stem, "Turkish"));
            }
        }
        None
    }

    /// Is it a word of some length that begins with a stem, whose last letter may have changed
    /// (`happy`, happi)?
    fn may_stem(&self, word: &str) -> bool {
        let mut node = self.0.root();
        for (at, byte) in word.bytes().enumerate() {
            let ends_here = || node.is_final() || node.transitions().any(|t| self.0.node(t.addr).is_final());
            if at >= SHORTEST_STEM && ends_here() {
                return word.chars().all(char::is_lowercase);
            }
            let Some(next) = node.find_input(byte) else { return false };
            node = self.0.node(node.transition_addr(next));
        }
        word.len() > SHORTEST_STEM && node.is_final() && word.chars().all(char::is_lowercase)
    }
}

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
