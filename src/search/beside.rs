//! Spellings of a name that are common words too, beside the other word of the name: `Elon Musk` finds
//! İlon Mask, and `Isaac Herzog` İzaak Hersoq, though a mask and a duke are not asked for.
//!
//! After the words of a query have their spellings. Such a spelling is a run of lemmas that must stand
//! side by side, like an initial with its surname, and joins only if this archive has it so.

use std::sync::Arc;

use tantivy::collector::Count;

use super::SearchError;
use super::effort::Effort;
use super::expand::{Expander, Variant};
use super::near::Near;
use super::plan::Plan;
use crate::index::IndexError;

/// So many of them a word, those most often written as names here.
const WORDS: usize = 2;
/// And so many spellings of the word beside it, the best.
const BESIDE: usize = 8;
/// Steps that looking for all of them may take: a millisecond or two.
const STEPS: u64 = 100_000;

impl Expander<'_> {
    /// Gives the names that stand beside each other in the query what they are spelled like only there.
    pub(super) fn beside(&self, plan: &mut Plan, names: &[usize]) -> Result<(), SearchError> {
        let tantivy = |e| SearchError::Index(IndexError::from_tantivy(self.archive.path(), e));
        let effort = Arc::new(Effort::of(STEPS));
        for pair in names.windows(2) {
            for [name, other] in [[pair[0], pair[1]], [pair[1], pair[0]]] {
                let Some(words) = self.only_beside.get(&plan.groups[name].written) else { continue };
                let sure =
                    plan.groups[other].variants.iter().filter(|v| !v.is_long_form() && v.form.is_none());
                let others: Vec<String> = sure.take(BESIDE).map(|v| v.lemma.clone()).collect();
                let mut joined = vec![];
                for word in words.iter().take(WORDS) {
                    for other in &others {
                        for lemma in [format!("{} {other}", word.lemma), format!("{other} {}", word.lemma)] {
                            let doc_freq = self.paragraphs_with(&lemma, &effort).map_err(tantivy)?;
                            if doc_freq > 0 {
                                joined.push(Variant { lemma, doc_freq, ..word.clone() });
                            }
                        }
                    }
                }
                plan.groups[name].variants.extend(joined);
            }
        }
        Ok(())
    }

    /// Paragraphs with the lemmas of a run side by side, as far as the effort goes.
    fn paragraphs_with(&self, run: &str, effort: &Arc<Effort>) -> tantivy::Result<u64> {
        let run = Near::run(self.archive.fields(), run).at_most(effort);
        Ok(self.archive.searcher().search(&run, &Count)? as u64)
    }
}
