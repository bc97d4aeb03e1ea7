//! Where words stand in a paragraph.
//!
//! A position of the `lemma` field is a place, counted in words, and in its lowest bit whether the
//! word stands there as its lemma is written. So the `surface` field need not hold the two tokens in
//! three that are their own lemmas: a field of all tokens was a sixth of the index.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Searcher, SegmentReader, Term};

use super::Fields;

/// Place of the body's first word. The title's words lie before it: a place tells them apart, and no
/// phrase spans the gap.
pub const BODY_PLACE: usize = 64;

/// The position of a word at a place that `stands` there as its lemma or does not.
pub(super) fn position(place: usize, stands: bool) -> usize {
    place * 2 + usize::from(stands)
}

/// Appends the places of a lemma in the document its postings have come to; true where it stands as
/// it is written in one of them.
pub fn append_places(lemma: &mut SegmentPostings, places: &mut Vec<u32>) -> bool {
    let before = places.len();
    lemma.append_positions_with_offset(0, places);
    let mut stands = 0;
    for position in &mut places[before..] {
        stands |= *position & 1;
        *position >>= 1;
    }
    stands == 1
}

/// The same, those alone where the word stands as its lemma is written.
pub fn append_places_as_written(lemma: &mut SegmentPostings, places: &mut Vec<u32>) {
    let before = places.len();
    lemma.append_positions_with_offset(0, places);
    let mut kept = before;
    for at in before..places.len() {
        if places[at] % 2 == 1 {
            places[kept] = places[at] / 2;
            kept += 1;
        }
    }
    places.truncate(kept);
}

/// The paragraphs of a segment in which a word stands as it is written, asked in ascending order.
pub struct FormPostings {
    inflected: Option<SegmentPostings>,
    lemma: Option<SegmentPostings>,
    places: Vec<u32>,
}

impl FormPostings {
    /// Those of a form; `None` where it surely stands in no paragraph of the segment.
    pub fn open(segment: &SegmentReader, fields: Fields, form: &str) -> tantivy::Result<Option<Self>> {
        let read = |field, option| -> tantivy::Result<Option<SegmentPostings>> {
            Ok(segment.inverted_index(field)?.read_postings(&Term::from_field_text(field, form), option)?)
        };
        let inflected = read(fields.surface, IndexRecordOption::Basic)?;
        let lemma = read(fields.lemma, IndexRecordOption::WithFreqsAndPositions)?;
        let is_there = inflected.is_some() || lemma.is_some();
        Ok(is_there.then_some(FormPostings { inflected, lemma, places: vec![] }))
    }

    /// Does the form stand in the document?
    pub fn has(&mut self, doc: DocId) -> bool {
        if self.inflected.as_mut().is_some_and(|postings| meets(postings, doc)) {
            return true;
        }
        self.places.clear();
        let places = &mut self.places;
        self.lemma.as_mut().is_some_and(|lemma| meets(lemma, doc) && append_places(lemma, places))
    }
}

/// The first document of the postings from `target` on, or where they have come to beyond it.
pub fn at_least(postings: &mut SegmentPostings, target: DocId) -> DocId {
    if postings.doc() < target { postings.seek(target) } else { postings.doc() }
}

/// Is `doc` among the postings? They are asked in ascending order.
pub fn meets(postings: &mut SegmentPostings, doc: DocId) -> bool {
    at_least(postings, doc) == doc
}

/// Paragraphs in which a word may stand as it is written: those of an inflected form or, of a lemma,
/// those with any of its forms.
pub fn paragraphs_with_form(searcher: &Searcher, fields: Fields, form: &str) -> tantivy::Result<u64> {
    let inflected = searcher.doc_freq(&Term::from_field_text(fields.surface, form))?;
    Ok(inflected + searcher.doc_freq(&Term::from_field_text(fields.lemma, form))?)
}
