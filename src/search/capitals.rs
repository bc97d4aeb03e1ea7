//! Words of a query in capitals, typed with I for both i and ı: `TURIZM SISTEMI`.
//!
//! Part of the expansion. Nothing in such a word tells its letters, so its likely readings by the
//! lexicon all take part, the likeliest first. Invariant: a query in careful capitals, with İ where i is
//! meant, is read as it stands.

use super::expand::{Expander, Reading};
use crate::analysis::{Analyzer, Cyrillic};
use crate::mining::dictionary::doc_freq;

/// Shorter words, acronyms most of them, do not show how a query was typed.
const TELLING: usize = 4;

/// Does a query have I for i? It has no İ, and a word in capitals that with i alone is one; or it has no
/// diacritics at all, and a word that without them is none.
pub(super) fn has_one_capital_i(analyzer: &mut Analyzer, query: &str, diacritics: bool) -> bool {
    if has_dotted_i(query) || !query.contains('I') {
        return false;
    }
    let (mut dotted, mut capitals) = (false, vec![]);
    analyzer.analyze(query, |token| {
        let written = &query[token.from..token.base_to];
        if written.chars().count() >= TELLING && !written.contains(char::is_lowercase) {
            dotted |= written.contains('I') && token.surface.contains('i');
            capitals.push(written);
        }
    });
    let is_none = |written: &&str| analyzer.spellings_of_capitals(written).is_empty();
    dotted || !diacritics && capitals.iter().any(is_none)
}

/// Has a query an İ, so that each I is ı?
pub(super) fn has_dotted_i(query: &str) -> bool {
    query.contains(['İ', '\u{307}'])
}

/// Is a word in capitals with an I?
pub(super) fn is_in_doubt(written: &str) -> bool {
    written.contains('I') && !written.contains(char::is_lowercase)
}

impl Expander<'_> {
    /// The readings of a word in the place of its own; none where that one stands.
    pub(super) fn readings_of_capitals(
        &mut self,
        written: &str,
        own: &Reading,
    ) -> tantivy::Result<Vec<Reading>> {
        if !is_in_doubt(written) || self.has_dotted_i {
            return Ok(vec![]);
        }
        let mut spellings = self.analyzer.spellings_of_capitals(written);
        let is_known = !spellings.is_empty();
        if is_known && !self.one_capital_i && self.is_in_archive(own)? {
            return Ok(vec![]);
        }
        let own = &own.surface;
        // Letters alone tell nothing of `CIOLACU`, and everything of a query without any diacritics.
        if !is_known && self.diacritics {
            spellings.push(own.clone());
        }
        if !is_known || !self.diacritics {
            spellings.push(own.replace('ı', "i"));
        }
        let mut readings: Vec<Reading> = vec![];
        for spelling in spellings {
            self.analyzer.analyze_as(&spelling, Cyrillic::Foreign, |token| {
                if !readings.iter().any(|reading| reading.surface == token.surface) {
                    let lemmas = token.lemmas.iter().map(str::to_string).collect();
                    readings.push(Reading { surface: token.surface.to_string(), lemmas });
                }
            });
        }
        Ok(readings)
    }

    fn is_in_archive(&self, reading: &Reading) -> tantivy::Result<bool> {
        for lemma in &reading.lemmas {
            if doc_freq(self.archive.searcher(), self.archive.fields().lemma, lemma)? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
