//! Acronyms in a query and the long forms that this archive explains them by, or everybody knows, both
//! ways.
//!
//! `İƏT` also finds İslam Əməkdaşlıq Təşkilatı, as one variant of several lemmas that must stand
//! side by side; `İslam Əməkdaşlıq Təşkilatı` also finds İƏT, which then stands for each of its
//! words.

use rustc_hash::FxHashMap;

use super::expand::{Expander, Found, Reading, Variant, worth};
use super::known_acronyms::{Known, of_acronym, of_long_form};
use crate::analysis::Analyzer;
use crate::index::Archive;
use crate::mining::dictionary::doc_freq;
use crate::mining::{acronyms, explained_in, long_forms};
use crate::spelling::Grade;

/// Letters of an acronym, and words of a long form, at the most.
const LONGEST: usize = 8;

/// The acronyms of long forms that stand in a query, by the surfaces of their words.
pub(super) fn acronyms_of(
    archive: &Archive,
    analyzer: &mut Analyzer,
    query: &str,
) -> tantivy::Result<FxHashMap<String, Vec<Variant>>> {
    let mut words: Vec<(String, String)> = vec![];
    analyzer.analyze(query, |token| {
        let lemma = token.lemmas.iter().next().unwrap_or_default();
        words.push((token.surface.to_string(), lemma.to_string()));
    });
    let mut found: FxHashMap<String, Vec<Variant>> = FxHashMap::default();
    for start in 0..words.len() {
        let mut long = words[start].1.clone();
        for (_, lemma) in words[start + 1..].iter().take(LONGEST - 1) {
            long.push(' ');
            long.push_str(lemma);
            let length = long.split(' ').count();
            let explained = acronyms(archive, &long)?.into_iter().map(|explained| explained.lemmas);
            for acronym in explained
                .chain(of_long_form(&long).flat_map(|known| known.acronyms.iter().map(|a| a.to_string())))
            {
                let paragraphs = doc_freq(archive.searcher(), archive.fields().lemma, &acronym)?;
                let variant = Variant {
                    source: explained_in(archive, &acronym, &long).unwrap_or_default(),
                    ..Variant::new(acronym, Grade::Acronym, worth(Grade::Acronym), paragraphs)
                };
                for (surface, _) in &words[start..start + length] {
                    found.entry(surface.clone()).or_default().push(variant.clone());
                }
            }
        }
    }
    Ok(found)
}

impl Expander<'_> {
    /// The long forms of a word that is an acronym, and the acronyms of a long form it belongs to.
    pub(super) fn acronyms(
        &self,
        written: &str,
        readings: &[Reading],
        found: &mut Found,
    ) -> tantivy::Result<()> {
        for variant in readings.iter().filter_map(|r| self.acronyms.get(&r.surface)).flatten() {
            found.add_variant(variant.clone());
        }
        let short = |v: &&Variant| v.grade <= Grade::Typing && v.lemma.chars().count() <= LONGEST;
        let candidates: Vec<Variant> = found.variants.values().filter(short).cloned().collect();
        for acronym in candidates {
            for explained in long_forms(self.archive, &acronym.lemma)? {
                let weight = worth(Grade::Acronym) * acronym.weight;
                found.add_variant(Variant {
                    source: explained_in(self.archive, &acronym.lemma, &explained.lemmas).unwrap_or_default(),
                    ..Variant::new(explained.lemmas, Grade::Acronym, weight, explained.paragraphs)
                });
            }
        }
        for known in self.known(written, readings) {
            for acronym in &known.acronyms {
                let paragraphs = doc_freq(self.archive.searcher(), self.archive.fields().lemma, acronym)?;
                found.add(acronym, Grade::Acronym, worth(Grade::Acronym), paragraphs);
            }
            found.add(known.long, Grade::Acronym, worth(Grade::Acronym), self.rarest(known.long)?);
        }
        Ok(())
    }

    /// What is known of a word as an acronym. One that is also a word (din, tap) must be in capitals,
    /// where not all of the query is.
    fn known<'r>(
        &'r self,
        written: &'r str,
        readings: &'r [Reading],
    ) -> impl Iterator<Item = &'static Known> + 'r {
        let lexicon = self.analyzer.lemmatizer();
        let set_off = !self.capitals && written.chars().nth(1).is_some_and(char::is_uppercase);
        let lemmas = readings.iter().flat_map(|r| &r.lemmas);
        let acronyms = lemmas.filter(move |lemma| set_off || !lexicon.is_common(lemma));
        acronyms.flat_map(|lemma| of_acronym(lemma))
    }

    /// In how many paragraphs a long form stands at the most: those of its rarest word.
    fn rarest(&self, long: &str) -> tantivy::Result<u64> {
        let (searcher, lemma) = (self.archive.searcher(), self.archive.fields().lemma);
        let counts = long.split(' ').map(|word| doc_freq(searcher, lemma, word));
        Ok(counts.collect::<tantivy::Result<Vec<_>>>()?.into_iter().min().unwrap_or(0))
    }

    /// Is a word in capitals an acronym, not a name? It is what everybody or this archive knows as one,
    /// or what nobody could say: DTX is no other spelling of DTK.
    pub(super) fn is_acronym(&self, written: &str, readings: &[Reading]) -> tantivy::Result<bool> {
        // An ending written apart (`DTX-nın`) is no part of it.
        let written = written.split(['-', '‑', '\'', '’']).next().unwrap_or_default();
        if written.chars().count() > LONGEST || !written.chars().all(char::is_uppercase) {
            return Ok(false);
        }
        let vowel = |c: char| "AEƏIİOÖUÜАЕЁИОУЫЭЮЯ".contains(c);
        if !written.contains(vowel) || self.known(written, readings).next().is_some() {
            return Ok(true);
        }
        for lemma in readings.iter().flat_map(|r| &r.lemmas) {
            if !long_forms(self.archive, lemma)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
