//! A common word that the archive mostly writes by another convention: `tsunami` finds sunami.
//!
//! Part of the expansion, for words that are no names. A language that takes in words from several others
//! spells some of them in two ways, and an archive keeps to one. Invariant: nothing joins a word that the
//! archive itself uses as it was typed, and nothing further off than a plain convention does.

use super::Variants;
use super::expand::{Expander, Found, RARER, Reading, worth};
use super::spellings::Way;
use crate::mining::dictionary::{Named, PLAIN_CONVENTION};
use crate::spelling::Grade;

/// Words with more paragraphs than this are not looked for otherwise: their other spelling would have
/// to be in half of a large archive.
const RARE: u64 = 50;
/// Shorter words are like too many others.
const LEAST_LETTERS: usize = 5;

impl Expander<'_> {
    /// Adds the other spelling of a word that the archive writes so far more often.
    pub(super) fn conventions(&mut self, readings: &[Reading], found: &mut Found) -> tantivy::Result<()> {
        let own = found.doc_freq();
        if !self.short || own > RARE || self.reaching.variants != Variants::Names {
            return Ok(());
        }
        for reading in readings {
            let lexicon = self.analyzer.lemmatizer();
            let strange =
                |lemma: &&String| lemma.chars().count() >= LEAST_LETTERS && lexicon.entry(lemma).is_none();
            for lemma in reading.lemmas.iter().filter(strange) {
                let way = Way::Near(PLAIN_CONVENTION as u8);
                let spellings = self.spellings.of(self.archive, self.archive.fields().lemma, lemma, way)?;
                for (spelling, (cost, grade), paragraphs) in spellings.iter() {
                    let far_more = *paragraphs >= RARER * own.max(1) || own == 0;
                    if spelling == lemma || *grade != Grade::Transliteration || !far_more {
                        continue;
                    }
                    if !Named::of(self.archive, spelling)?.is_name() {
                        let weight = worth(*grade) * super::names::nearer(*cost);
                        found.add(spelling, *grade, weight, *paragraphs);
                    }
                }
            }
        }
        Ok(())
    }
}
