//! A word of the query → tantivy queries over its spellings, and the frequencies they score by.

use rustc_hash::FxHashMap;
use tantivy::query::{Bm25StatisticsProvider, BooleanQuery, BoostQuery, EmptyQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::expand::FAR;
use super::near::{Filler, Near, Togetherness};
use super::union::Spelt;
use super::{Group, Variant};
use crate::index::{Fields, paragraphs_with_form};

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
    let scored = |Spelt { term, worth, .. }| worth_of(scored(term), worth);
    let as_written = |(form, worth): (&String, f32)| worth_of(as_written(form, fields), worth);
    let plain = plain_terms(0, group, fields).into_iter().map(scored);
    let forms = forms_as_written(group).into_iter().map(as_written);
    plain.chain(forms).chain(long_forms(group, fields, taken)).collect()
}

fn scored(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

fn worth_of(query: Box<dyn Query>, worth: f32) -> Box<dyn Query> {
    if worth == 1.0 { query } else { Box::new(BoostQuery::new(query, worth)) }
}

/// What of a word counts only where it stands as it is written, and may be its own lemma: no term tells
/// that, so it is no plain term.
fn forms_as_written(group: &Group) -> Vec<(&String, f32)> {
    if group.exact {
        return group.surfaces.iter().map(|form| (form, 1.0)).collect();
    }
    let of_pattern = group.variants.iter().filter(|v| v.is_as_written());
    of_pattern.map(|v| (&v.lemma, v.weight)).collect()
}

/// Is any of a word's terms no plain one?
pub(super) fn has_forms_as_written(group: &Group) -> bool {
    !forms_as_written(group).is_empty()
}

/// Paragraphs in which a word stands as it is written: an inflected form, or its own lemma.
fn as_written(form: &str, fields: Fields) -> Box<dyn Query> {
    let itself = vec![vec![Filler { lemma: form.to_string(), form: Some(form.to_string()), worth: 1.0 }]];
    let itself = Near::new(fields, itself, Togetherness { within: None, title: false });
    let lemma = BooleanQuery::new(vec![
        (Occur::Must, scored(Term::from_field_text(fields.lemma, form))),
        (Occur::Must, Box::new(itself) as Box<dyn Query>),
    ]);
    Box::new(BooleanQuery::new(vec![
        (Occur::Should, scored(Term::from_field_text(fields.surface, form))),
        (Occur::Should, Box::new(lemma) as Box<dyn Query>),
    ]))
}

/// The terms of a word with this number, without long forms and what counts as it is written.
pub(super) fn plain_terms(word: usize, group: &Group, fields: Fields) -> Vec<Spelt> {
    let plain = group.variants.iter().filter(|v| !group.exact && !v.is_long_form() && !v.is_as_written());
    let worth = |v: &Variant| if group.is_far(v) { v.weight * FAR } else { v.weight };
    plain.map(|v| Spelt { term: term_of(v, fields), worth: worth(v), word }).collect()
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
    match variant.form.as_ref().filter(|_| !variant.is_as_written()) {
        Some(form) => Term::from_field_text(fields.surface, form),
        None => Term::from_field_text(fields.lemma, &variant.lemma),
    }
}

/// Paragraphs with the words of a long form side by side; its longest word scores them.
fn long_form(variant: &Variant, fields: Fields) -> Box<dyn Query> {
    let longest = variant.lemma.split(' ').max_by_key(|lemma| lemma.len()).unwrap_or_default();
    Box::new(BooleanQuery::new(vec![
        (Occur::Must, scored(Term::from_field_text(fields.lemma, longest))),
        (Occur::Must, Box::new(Near::run(fields, &variant.lemma)) as Box<dyn Query>),
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
) -> Near {
    Near::new(fields, groups.map(fillers).collect(), how)
}

fn fillers(group: &Group) -> Vec<Filler> {
    let of_variant = |v: &Variant| {
        let filler =
            |form: Option<&String>| Filler { lemma: v.lemma.clone(), form: form.cloned(), worth: v.weight };
        // An exact word stands where its lemma does, if the form is there at all.
        match group.exact {
            true => group.surfaces.iter().map(|form| filler(Some(form))).collect(),
            false => vec![filler(v.form.as_ref())],
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
            for form in group.surfaces.iter().filter(|_| group.exact) {
                let frequency = paragraphs_with_form(searcher, fields, form)?;
                note(Term::from_field_text(fields.surface, form), frequency);
                note(Term::from_field_text(fields.lemma, form), frequency);
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
