//! What the archive's term dictionaries say of a word: how often, how often as a name, and which
//! terms spell it.

use std::ops::ControlFlow;

use rustc_hash::FxHashMap;
use tantivy::postings::SegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, TERMINATED, Term};

use crate::analysis::Lemmatizer;
use crate::index::{Archive, append_places, paragraphs_with_form};
use crate::spelling::{Grade, Spelling};

/// A name's spelling must stand capitalised in this share of its paragraphs, or it is a common
/// word that sounds like the name (Makron, makaron). A third, since a quarter of the occurrences of
/// real surnames begin a sentence and so count as uncapitalised.
const NAME_SHARE: u64 = 3;

/// What a plain convention of writing costs: Tokaev and Tokayev 1, Gumilev and Qumilyov 2. Further
/// off (Sabir and Cabir cost 4) two names that the lexicon both has are two names.
pub(crate) const PLAIN_CONVENTION: u32 = 2;

/// May two spellings that far apart be one name?
pub(crate) fn may_be_one_name(lexicon: &Lemmatizer, a: &str, b: &str, cost: u32) -> bool {
    cost <= PLAIN_CONVENTION || lexicon.entry(a).is_none() || lexicon.entry(b).is_none()
}

/// How often a lemma stands in the archive, and how often as a name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named {
    pub as_name: u64,
    pub all: u64,
}

impl Named {
    pub fn of(archive: &Archive, lemma: &str) -> tantivy::Result<Named> {
        let (searcher, fields) = (archive.searcher(), archive.fields());
        let as_name = doc_freq(searcher, fields.name, lemma)?;
        Ok(Named { as_name, all: doc_freq(searcher, fields.lemma, lemma)? })
    }

    /// The same of one form.
    pub fn of_form(archive: &Archive, form: &str) -> tantivy::Result<Named> {
        let (searcher, fields) = (archive.searcher(), archive.fields());
        let as_name = doc_freq(searcher, fields.name, form)?;
        Ok(Named { as_name, all: paragraphs_with_form(searcher, fields, form)? })
    }

    pub fn is_name(self) -> bool {
        self.as_name > 0 && self.as_name * NAME_SHARE >= self.all
    }
}

/// Where lists of postings, all come to one document, stand side by side: into `starts`, the place of
/// the first. The other vector is room.
pub(crate) fn side_by_side(lists: &mut [SegmentPostings], starts: &mut Vec<u32>, room: &mut Vec<u32>) {
    starts.clear();
    let Some((first, rest)) = lists.split_first_mut() else { return };
    append_places(first, starts);
    for (step, list) in (1..).zip(rest) {
        room.clear();
        append_places(list, room);
        starts.retain(|start| room.binary_search(&(start + step)).is_ok());
    }
}

/// So many paragraphs show whether a lemma is a word as it is written.
const SHOWING: usize = 32;

/// Does a lemma stand as it is written in one of the first paragraphs that hold it?
pub(crate) fn stands_as_written(searcher: &Searcher, field: Field, lemma: &str) -> tantivy::Result<bool> {
    let (term, mut places) = (Term::from_field_text(field, lemma), vec![]);
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let option = IndexRecordOption::WithFreqsAndPositions;
        let Some(mut postings) = index.read_postings(&term, option)? else { continue };
        for _ in 0..SHOWING {
            if postings.doc() == TERMINATED {
                break;
            }
            places.clear();
            if append_places(&mut postings, &mut places) {
                return Ok(true);
            }
            postings.advance();
        }
    }
    Ok(false)
}

/// Paragraphs that hold a term.
pub(crate) fn doc_freq(searcher: &Searcher, field: Field, text: &str) -> tantivy::Result<u64> {
    searcher.doc_freq(&Term::from_field_text(field, text))
}

/// A term with its cost and grade and the paragraphs that hold it.
pub(crate) type Spelled = (String, (u32, Grade), u64);

/// The terms of a field that the automaton accepts, each with its cost and grade and its paragraphs;
/// the nearest first, of these the commonest.
pub(crate) fn spellings(
    archive: &Archive,
    field: Field,
    automaton: &Spelling,
) -> tantivy::Result<Vec<Spelled>> {
    let mut found: FxHashMap<String, ((u32, Grade), u64)> = FxHashMap::default();
    archive.terms(field, automaton, |term, state, paragraphs| {
        if let Some(graded) = automaton.graded(*state) {
            found.entry(term.to_string()).or_insert((graded, 0)).1 += paragraphs;
        }
        ControlFlow::Continue(())
    })?;
    let mut found: Vec<Spelled> =
        found.into_iter().map(|(term, (graded, paragraphs))| (term, graded, paragraphs)).collect();
    found.sort_unstable_by(|a, b| a.1.cmp(&b.1).then(b.2.cmp(&a.2)).then_with(|| a.0.cmp(&b.0)));
    Ok(found)
}

/// The terms of a field that begin so, each with its paragraphs.
pub(crate) fn beginning_with(
    archive: &Archive,
    field: Field,
    prefix: &str,
) -> tantivy::Result<FxHashMap<String, u64>> {
    let mut found: FxHashMap<String, u64> = FxHashMap::default();
    for segment in archive.searcher().segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().range().ge(prefix).into_stream()?;
        while let Some((term, info)) = stream.next() {
            if !term.starts_with(prefix.as_bytes()) {
                break;
            }
            if let Ok(term) = std::str::from_utf8(term) {
                *found.entry(term.to_string()).or_default() += u64::from(info.doc_freq);
            }
        }
    }
    Ok(found)
}
