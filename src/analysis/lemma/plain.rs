//! Lemmas made otherwise than by analysis, and suffixes typed without diacritics.
//!
//! What the rest of the product asks of the lemmatiser beside its one job.

use std::fmt;

use super::choose::choose;
use super::entry::{Packed, STEPS_PER_NAT};
use super::suffixes::Letters;
use super::{Lemmas, Lemmatizer, lexicon, split_compound};
use crate::analysis::fold;

/// One word in 500 million: the corpora would have to be twenty times as large to have it.
const FAR_FETCHED: f64 = 20.0;

impl fmt::Debug for Lemmas {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl Lemmas {
    /// The one lemma given, whatever the language: for baselines.
    pub fn one(lemma: &str) -> Self {
        let mut lemmas = Lemmas::new();
        lemmas.push(&[lemma]);
        lemmas
    }
}

impl Lemmatizer {
    /// The lemmas of a repaired, lower-case word.
    pub fn lemmas(&self, word: &str) -> Lemmas {
        let mut lemmas = Lemmas::new();
        self.lemmatize(word, &mut lemmas);
        lemmas
    }

    /// How rare a word is by its likeliest reading, as `-ln` of the chance; `None` where nothing but its
    /// letters speak for it, or so far-fetched a reading as ts+ı+na+mı for `tsunamı`. A stem of another
    /// language that the stemmers know is as rare as a guess.
    pub fn rarity(&self, word: &str) -> Option<f64> {
        let letters = Letters::new(split_compound(word).1)?;
        let best = choose(&letters);
        let rarity = f64::from(best.readings[..best.len].first()?.cost) / STEPS_PER_NAT;
        let known = match best.is_guess() {
            false => rarity <= FAR_FETCHED,
            true => self.foreign_stem(word, &letters, &best).is_some(),
        };
        known.then_some(rarity)
    }

    /// Whether `s`, with some diacritics put back, is a chain of nominal endings: `lerinde` may be
    /// `lərində`. A suffix has neither e nor o or ö, so e is always ə.
    pub fn is_suffix_chain_typed_plainly(&self, s: &str) -> bool {
        // Past this no chain of endings reaches, and the readings double with every letter.
        const LONGEST: usize = 16;
        // Of the endings none has more letters in doubt than seven: `lərinizdəkilər`.
        const MOST: usize = 1 << 8;
        if s.len() > LONGEST {
            return false;
        }
        let mut readings = vec![String::with_capacity(2 * s.len())];
        for c in s.chars() {
            let letters = spelt_out(c).chain((c != 'e').then_some(c));
            let grown = letters.flat_map(|l| readings.iter().map(move |r| format!("{r}{l}")));
            readings = grown.collect();
            if readings.len() > MOST {
                return false;
            }
        }
        readings.iter().any(|reading| self.is_suffix_chain(reading))
    }

    /// Is a word of the lexicon, and no name, typed so without diacritics: `seher` for səhər?
    pub fn is_common_typed_plainly(&self, word: &str) -> bool {
        let (common, name) = (|e: Packed| e.is_word() && !e.is_name(), |e: Packed| e.is_name());
        lexicon::any_typed_plainly(word, &common) && !lexicon::any_typed_plainly(word, &name)
    }
}

/// What a letter may stand for where diacritics are not typed, beside itself.
pub(super) fn spelt_out(letter: char) -> impl Iterator<Item = char> {
    ['ə', 'ı', 'ö', 'ü', 'ç', 'ş', 'ğ'].into_iter().filter(move |&other| fold(other) == letter)
}
