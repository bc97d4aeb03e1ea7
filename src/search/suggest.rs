//! The nearest spellings that are in the archive, for a word that is not.

use std::ops::ControlFlow;

use rustc_hash::FxHashMap;

use super::likeness::Likeness;
use super::{Engine, Group, SearchError};
use crate::index::IndexError;

/// More would be no help.
const SUGGESTED: usize = 3;
/// Longer words are no slips of the pen.
const LONGEST: usize = 40;
/// In a word of four letters or fewer two other letters make another word.
const SHORT: usize = 4;

impl Engine {
    /// Words of the archive that differ from `word` by a letter, or two in a longer word: the nearest
    /// first, of these the most frequent.
    pub fn nearest(&self, word: &Group) -> Result<Vec<String>, SearchError> {
        let tantivy = |e| SearchError::Index(IndexError::from_tantivy(self.archive.path(), e));
        let mut found: FxHashMap<String, (usize, u64)> = FxHashMap::default();
        for surface in word.surfaces.iter().filter(|surface| surface.chars().count() <= LONGEST) {
            let edits = if surface.chars().count() <= SHORT { 1 } else { 2 };
            // A pattern's signs are no letters.
            let letters: String = surface.chars().filter(|c| !matches!(c, '*' | '?')).collect();
            let likeness = Likeness::new(&letters, edits, true);
            let fields = self.archive.fields();
            for field in [fields.surface, fields.lemma] {
                let walked = self.archive.terms(field, &likeness, |term, _, paragraphs| {
                    if let Some(distance) = likeness.distance(term) {
                        let entry = found.entry(term.to_owned()).or_insert((distance, 0));
                        *entry = (entry.0.min(distance), entry.1 + paragraphs);
                    }
                    ControlFlow::Continue(())
                });
                walked.map_err(tantivy)?;
            }
        }
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_by(|(a, (near, often)), (b, (other_near, other_often))| {
            near.cmp(other_near).then(other_often.cmp(often)).then(a.cmp(b))
        });
        Ok(found.into_iter().take(SUGGESTED).map(|(term, _)| term).collect())
    }
}
