//! Acronyms in a query and the long forms that this archive explains them by, both ways.
//!
//! `İƏT` also finds İslam Əməkdaşlıq Təşkilatı, as one variant of several lemmas that must stand
//! side by side; `İslam Əməkdaşlıq Təşkilatı` also finds İƏT, which then stands for each of its
//! words.

use rustc_hash::FxHashMap;

use super::expand::{Expander, Found, Reading, Variant, worth};
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
            for explained in acronyms(archive, &long)? {
                let acronym = explained.lemmas;
                let variant = Variant {
                    doc_freq: doc_freq(archive.searcher(), archive.fields().lemma, &acronym)?,
                    source: explained_in(archive, &acronym, &long).unwrap_or_default(),
                    lemma: acronym,
                    grade: Grade::Acronym,
                    weight: worth(Grade::Acronym),
                    form: None,
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
    pub(super) fn acronyms(&self, readings: &[Reading], found: &mut Found) -> tantivy::Result<()> {
        for variant in readings.iter().filter_map(|r| self.acronyms.get(&r.surface)).flatten() {
            found.add_variant(variant.clone());
        }
        let short = |v: &&Variant| v.grade <= Grade::Typing && v.lemma.chars().count() <= LONGEST;
        let candidates: Vec<Variant> = found.variants.values().filter(short).cloned().collect();
        for acronym in candidates {
            for explained in long_forms(self.archive, &acronym.lemma)? {
                found.add_variant(Variant {
                    source: explained_in(self.archive, &acronym.lemma, &explained.lemmas).unwrap_or_default(),
                    lemma: explained.lemmas,
                    grade: Grade::Acronym,
                    weight: worth(Grade::Acronym) * acronym.weight,
                    doc_freq: explained.paragraphs,
                    form: None,
                });
            }
        }
        Ok(())
    }
}
