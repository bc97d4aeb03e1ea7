//! Lemmas made otherwise than by analysis, and suffixes typed without diacritics.
//!
//! What the rest of the product asks of the lemmatiser beside its one job.

use std::fmt;

use super::{Lemmas, Lemmatizer};

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

    /// Is the word a form of a word in the lexicon?
    pub fn knows(&self, word: &str) -> bool {
        self.lemmas(word).iter().next().is_some_and(|lemma| self.entry(lemma).is_some())
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
            let letters: &[char] = match c {
                'e' => &['ə'],
                'i' => &['i', 'ı'],
                'u' => &['u', 'ü'],
                's' => &['s', 'ş'],
                'g' => &['g', 'ğ'],
                'c' => &['c', 'ç'],
                _ => &[c],
            };
            let grown = readings.iter().flat_map(|r| letters.iter().map(move |&l| format!("{r}{l}")));
            readings = grown.collect();
            if readings.len() > MOST {
                return false;
            }
        }
        readings.iter().any(|reading| self.is_suffix_chain(reading))
    }
}
