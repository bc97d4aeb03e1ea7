//! A word of the query → tantivy queries over its spellings, and the frequencies they score by.

use rustc_hash::FxHashMap;
use tantivy::query::{Bm25StatisticsProvider, BooleanQuery, BoostQuery, EmptyQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::near::{Filler, Near, Togetherness};
use super::union::Spelt;
use super::{Group, Variant};
use crate::index::Fields;
use crate::mining::dictionary::doc_freq;

/// Which spellings are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spellings {
    /// All.
    All,
    /// But for the initials of a name that is written in full: finding them takes a walk over the
    /// letter's postings, and where the full name is found they come after it.
    InFull,
}

/// One scored query a spelling; for an exact word its forms.
pub(super) fn terms(group: &Group, fields: Fields, taken: Spellings) -> Vec<Box<dyn Query>> {
    let scored = |Spelt { term, worth, .. }| {
        let query = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>;
        if worth == 1.0 { query } else { Box::new(BoostQuery::new(query, worth)) }
    };
    let plain = plain_terms(0, group, fields).into_iter().map(scored);
    plain.chain(long_forms(group, fields, taken)).collect()
}

/// The terms of a word with this number, without long forms.
pub(super) fn plain_terms(word: usize, group: &Group, fields: Fields) -> Vec<Spelt> {
    if group.exact {
        let term = |s: &String| Spelt { term: Term::from_field_text(fields.surface, s), worth: 1.0, word };
        return group.surfaces.iter().map(term).collect();
    }
    let plain = group.variants.iter().filter(|v| !v.is_long_form());
    plain.map(|v| Spelt { term: term_of(v, fields), worth: v.weight, word }).collect()
}

/// The long forms among its spellings.
pub(super) fn long_forms(
    group: &Group,
    fields: Fields,
    taken: Spellings,
) -> impl Iterator<Item = Box<dyn Query>> {
    let is_taken = move |v: &&Variant| taken == Spellings::All || !group.is_shortened(v);
    let long = group.variants.iter().filter(|v| v.is_long_form() && !group.exact).filter(is_taken);
    long.map(move |v| Box::new(BoostQuery::new(long_form(v, fields), v.weight)) as Box<dyn Query>)
}

/// What is searched for a spelling that is no long form: its lemma, or the one form that counts.
fn term_of(variant: &Variant, fields: Fields) -> Term {
    match &variant.form {
        Some(form) => Term::from_field_text(fields.surface, form),
        None => Term::from_field_text(fields.lemma, &variant.lemma),
    }
}

/// Paragraphs with the words of a long form side by side; its longest word scores them.
fn long_form(variant: &Variant, fields: Fields) -> Box<dyn Query> {
    let term = |lemma: &str| Term::from_field_text(fields.lemma, lemma);
    let words = variant.lemma.split(' ');
    let slots = words.clone().map(|lemma| vec![Filler { term: term(lemma), form: None }]).collect();
    let longest = words.max_by_key(|lemma| lemma.len()).unwrap_or_default();
    let scored = TermQuery::new(term(longest), IndexRecordOption::WithFreqs);
    let together = Near::new(slots, Togetherness { within: None, title: false });
    Box::new(BooleanQuery::new(vec![
        (Occur::Must, Box::new(scored) as Box<dyn Query>),
        (Occur::Must, Box::new(together) as Box<dyn Query>),
    ]))
}

/// Paragraphs with a word in any spelling.
pub(super) fn any_spelling(group: &Group, fields: Fields, taken: Spellings) -> Box<dyn Query> {
    let mut terms = terms(group, fields, taken);
    match terms.len() {
        0 => Box::new(EmptyQuery),
        1 => terms.remove(0),
        _ => Box::new(BooleanQuery::new(terms.into_iter().map(|t| (Occur::Should, t)).collect())),
    }
}

/// Paragraphs with words together, in any spelling of each.
pub(super) fn together<'g>(
    groups: impl Iterator<Item = &'g Group>,
    how: Togetherness,
    fields: Fields,
) -> Box<dyn Query> {
    Box::new(Near::new(groups.map(|group| fillers(group, fields)).collect(), how))
}

fn fillers(group: &Group, fields: Fields) -> Vec<Filler> {
    let surface = |form: &String| Term::from_field_text(fields.surface, form);
    let of_variant = |v: &Variant| {
        let term = Term::from_field_text(fields.lemma, &v.lemma);
        // An exact word stands where its lemma does, if the form is there at all.
        if group.exact {
            group.surfaces.iter().map(|s| Filler { term: term.clone(), form: Some(surface(s)) }).collect()
        } else {
            vec![Filler { term, form: v.form.as_ref().map(surface) }]
        }
    };
    group.variants.iter().filter(|v| !v.is_long_form()).flat_map(of_variant).collect()
}

/// BM25 statistics in which all spellings of one word are equally frequent.
pub(super) struct Statistics<'a> {
    searcher: &'a Searcher,
    doc_freqs: FxHashMap<Term, u64>,
}

impl<'a> Statistics<'a> {
    pub fn new(searcher: &'a Searcher, fields: Fields, groups: &[Group]) -> tantivy::Result<Self> {
        let mut doc_freqs = FxHashMap::default();
        let mut note = |term: Term, frequency: u64| {
            let known = doc_freqs.entry(term).or_insert(frequency);
            // A spelling of two words of the query counts as the commoner.
            *known = frequency.max(*known);
        };
        for group in groups {
            for variant in &group.variants {
                note(term_of(variant, fields), group.doc_freq.max(1));
            }
            for surface in group.surfaces.iter().filter(|_| group.exact) {
                let frequency = doc_freq(searcher, fields.surface, surface)?;
                note(Term::from_field_text(fields.surface, surface), frequency);
            }
        }
        Ok(Statistics { searcher, doc_freqs })
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.searcher.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.searcher.total_num_docs()
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        match self.doc_freqs.get(term) {
            Some(&frequency) => Ok(frequency),
            None => self.searcher.doc_freq(term),
        }
    }
}
