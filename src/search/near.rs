//! Words that stand together: side by side, or with a few others among them, or in the title.
//!
//! One tantivy query for all of it. Each word is a slot that any of its spellings fills, so no
//! spelling is left out for want of room, where a phrase query a combination would have been needed
//! (4⁴ at the most). Where it stands for its words it scores as their own queries would: the postings are
//! walked once.

use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{
    DocAddress, DocId, DocSet, Score, Searcher, SeekDangerResult, SegmentReader, TERMINATED, TantivyError,
    Term,
};

use super::effort::Effort;
use crate::index::{BODY_PLACE, Fields, FormPostings, append_places, append_places_as_written, at_least};

/// To read where the words of a document stand takes as long as so many steps along their postings.
const POSITIONS: usize = 4;

/// How words must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Togetherness {
    /// At most so many other words among them, in any order; `None`: side by side and in order.
    pub within: Option<u32>,
    /// In the title alone.
    pub title: bool,
}

/// A lemma that fills a slot: in any form, where it stands as it is written, or only in documents that
/// have a certain form of it.
#[derive(Clone, Debug)]
pub(super) struct Filler {
    /// The lemma.
    pub lemma: String,
    /// The form; the lemma itself, where it must stand so.
    pub form: Option<String>,
    /// What a match by it is worth, 0 to 1.
    pub worth: f32,
}

impl Filler {
    fn term(&self, fields: Fields) -> Term {
        Term::from_field_text(fields.lemma, &self.lemma)
    }
}

/// Documents in which words stand together.
#[derive(Clone, Debug)]
pub(super) struct Near {
    fields: Fields,
    slots: Vec<Vec<Filler>>,
    how: Togetherness,
    scores: bool,
    effort: Option<Arc<Effort>>,
}

impl Near {
    /// One slot a word, in order.
    pub fn new(fields: Fields, slots: Vec<Vec<Filler>>, how: Togetherness) -> Near {
        Near { fields, slots, how, scores: false, effort: None }
    }

    /// The lemmas of a run, parted by a space, side by side.
    pub fn run(fields: Fields, run: &str) -> Near {
        let slots =
            run.split(' ').map(|lemma| vec![Filler { lemma: lemma.to_string(), form: None, worth: 1.0 }]);
        Near::new(fields, slots.collect(), Togetherness { within: None, title: false })
    }

    /// The same, and it scores as the queries of its words would.
    pub fn scoring(self) -> Near {
        Near { scores: true, ..self }
    }

    /// The same, but no further than this takes it.
    pub fn at_most(self, effort: &Arc<Effort>) -> Near {
        Near { effort: Some(Arc::clone(effort)), ..self }
    }

    /// Adds those of some documents, in the order of the index, in which the words stand together.
    pub fn among(
        &self,
        searcher: &Searcher,
        docs: &[DocAddress],
        found: &mut impl Extend<DocAddress>,
    ) -> tantivy::Result<()> {
        for docs in docs.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            let Some(mut scorer) = self.open(searcher.segment_reader(docs[0].segment_ord), None)? else {
                continue;
            };
            found.extend(docs.iter().copied().filter(|doc| scorer.reach(doc.doc_id) == Reached::Holds));
        }
        Ok(())
    }

    /// Before the first document; `None` where some word is not in the segment. `weights`: of each slot's
    /// fillers, where it scores.
    fn open(
        &self,
        segment: &SegmentReader,
        weights: Option<&[Vec<Bm25Weight>]>,
    ) -> tantivy::Result<Option<NearScorer>> {
        let mut slots = Vec::with_capacity(self.slots.len());
        for (place, fillers) in self.slots.iter().enumerate() {
            let weights = weights.map(|weights| &weights[place][..]);
            let sources = sources(segment, self.fields, fillers, weights)?;
            if sources.is_empty() {
                return Ok(None);
            }
            slots.push(Slot { place: place as u32, sources, positions: vec![] });
        }
        // The rarest word leads: the others are asked only where it is.
        slots.sort_by_key(Slot::documents);
        // A form is asked of the paragraph, not of its title alone.
        let any_form = self.slots.iter().flatten().all(|filler| filler.form.is_none());
        let titles = match self.how.title && any_form {
            true => Some(Titles { number: segment.fast_fields().u64("paragraph")?, last: None }),
            false => None,
        };
        let lengths = weights.map(|_| segment.get_fieldnorms_reader(self.fields.lemma)).transpose()?;
        Ok(Some(NearScorer { slots, how: self.how, titles, lengths, effort: self.effort.clone(), doc: 0 }))
    }
}

impl Query for Near {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weights = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } if self.scores => {
                let weigh = |filler: &Filler| {
                    let weight = Bm25Weight::for_terms(statistics_provider, &[filler.term(self.fields)])?;
                    Ok(weight.boost_by(filler.worth))
                };
                let slots = self.slots.iter().map(|fillers| fillers.iter().map(weigh).collect());
                Some(slots.collect::<tantivy::Result<_>>()?)
            }
            _ => None,
        };
        Ok(Box::new(NearWeight { near: self.clone(), weights }))
    }
}

struct NearWeight {
    near: Near,
    /// Of each slot's fillers, where it scores.
    weights: Option<Vec<Vec<Bm25Weight>>>,
}

impl Weight for NearWeight {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let opened = self.near.open(segment, self.weights.as_deref())?;
        let Some(mut scorer) = opened else { return Ok(Box::new(EmptyScorer)) };
        scorer.doc = scorer.next_from(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, _: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument(format!("document {doc}: this query only filters")))
    }
}

/// One lemma's postings: several forms of it are one list of places.
struct Source {
    lemma: SegmentPostings,
    /// It counts where it stands as it is written.
    as_written: bool,
    /// It counts where one of these forms is; none: in all its forms.
    forms: Vec<FormPostings>,
    weight: Option<Bm25Weight>,
}

/// One word's postings and, of the document looked at, its positions.
struct Slot {
    /// Its place among the words.
    place: u32,
    sources: Vec<Source>,
    positions: Vec<u32>,
}

impl Slot {
    /// Documents it may be in, those with two spellings counted twice.
    fn documents(&self) -> u32 {
        self.sources.iter().map(|source| source.lemma.size_hint()).sum()
    }

    /// The first document from `target` on that has one of the lemmas.
    fn seek(&mut self, target: DocId) -> DocId {
        let docs = self.sources.iter_mut().map(|source| at_least(&mut source.lemma, target));
        docs.min().unwrap_or(TERMINATED)
    }

    /// Where the word stands in a document all postings were brought to.
    fn read_positions(&mut self, doc: DocId) {
        self.positions.clear();
        for source in self.sources.iter_mut().filter(|s| s.lemma.doc() == doc) {
            if source.as_written {
                append_places_as_written(&mut source.lemma, &mut self.positions);
            } else if source.forms.is_empty() || source.forms.iter_mut().any(|form| form.has(doc)) {
                append_places(&mut source.lemma, &mut self.positions);
            }
        }
        if self.sources.len() > 1 {
            self.positions.sort_unstable();
            self.positions.dedup();
        }
    }
}

/// Before the first document; of those fillers that are in the segment.
fn sources(
    segment: &SegmentReader,
    fields: Fields,
    fillers: &[Filler],
    weights: Option<&[Bm25Weight]>,
) -> tantivy::Result<Vec<Source>> {
    let index = segment.inverted_index(fields.lemma)?;
    let mut sources: Vec<(&str, Source)> = vec![];
    for (place, filler) in fillers.iter().enumerate() {
        let as_written = filler.form.as_ref() == Some(&filler.lemma);
        let form = match filler.form.as_ref().filter(|_| !as_written) {
            Some(form) => match FormPostings::open(segment, fields, form)? {
                Some(postings) => Some(postings),
                None => continue,
            },
            None => None,
        };
        let same =
            |(lemma, source): &&mut (&str, Source)| *lemma == filler.lemma && source.as_written == as_written;
        match (sources.iter_mut().find(same), form) {
            (Some((_, known)), Some(form)) if !known.forms.is_empty() => known.forms.push(form),
            (Some((_, known)), None) => known.forms.clear(),
            (Some(_), Some(_)) => {}
            (None, form) => {
                let option = IndexRecordOption::WithFreqsAndPositions;
                let Some(lemma) = index.read_postings(&filler.term(fields), option)? else { continue };
                let (forms, weight) = (form.into_iter().collect(), weights.map(|of| of[place].clone()));
                sources.push((&filler.lemma, Source { lemma, as_written, forms, weight }));
            }
        }
    }
    Ok(sources.into_iter().map(|(_, source)| source).collect())
}

struct NearScorer {
    /// The rarest first.
    slots: Vec<Slot>,
    how: Togetherness,
    titles: Option<Titles>,
    /// How many words each document has, where it scores.
    lengths: Option<FieldNormReader>,
    effort: Option<Arc<Effort>>,
    doc: DocId,
}

/// What the last article's title held: an article's paragraphs lie side by side and all have its title.
struct Titles {
    /// Number of the paragraph in its article.
    number: Column<u64>,
    /// First document of the article, and whether its title has the words.
    last: Option<(DocId, bool)>,
}

/// How far the postings came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reached {
    /// The words stand together in the document asked for.
    Holds,
    /// They do not, though it has them all.
    Apart,
    /// Some word is not in it, nor in any before this one.
    Later(DocId),
}

impl NearScorer {
    /// The first document from `target` on in which the words stand together.
    fn next_from(&mut self, mut target: DocId) -> DocId {
        while target < TERMINATED {
            let reached = self.reach(target);
            let lists: usize = self.slots.iter().map(|slot| slot.sources.len()).sum();
            let steps = if let Reached::Later(_) = reached { lists } else { lists * POSITIONS };
            if self.effort.as_ref().is_some_and(|effort| !effort.take(steps)) {
                break;
            }
            match reached {
                Reached::Holds => return target,
                Reached::Apart => target += 1,
                Reached::Later(reached) => target = reached,
            }
        }
        TERMINATED
    }

    /// Brings all postings to a document, or further where it lacks a word.
    fn reach(&mut self, target: DocId) -> Reached {
        for slot in &mut self.slots {
            let reached = slot.seek(target);
            if reached > target {
                return Reached::Later(reached);
            }
        }
        let head = self.titles.as_ref().map(|titles| titles.head(target));
        let known = self.titles.as_ref().and_then(|titles| titles.last.filter(|last| Some(last.0) == head));
        let holds = known.map_or_else(|| self.stand_together(target), |(_, holds)| holds);
        if let (Some(titles), Some(head)) = (&mut self.titles, head) {
            titles.last = Some((head, holds));
        }
        if holds { Reached::Holds } else { Reached::Apart }
    }

    fn stand_together(&mut self, doc: DocId) -> bool {
        let Some((first, rest)) = self.slots.split_first_mut() else { return true };
        first.read_positions(doc);
        if self.how.within.is_some() {
            rest.iter_mut().for_each(|slot| slot.read_positions(doc));
            let positions: Vec<&[u32]> = self.slots.iter().map(|slot| &slot.positions[..]).collect();
            return stand_together(&positions, self.how);
        }
        // Where a run with this word would have to begin.
        let starts = &mut first.positions;
        starts.retain(|&at| at >= first.place && (!self.how.title || at < BODY_PLACE as u32));
        starts.iter_mut().for_each(|at| *at -= first.place);
        // Mostly the next word is not there where it should be: then the others are not read.
        for slot in rest {
            slot.read_positions(doc);
            starts.retain(|start| slot.positions.binary_search(&(start + slot.place)).is_ok());
            if starts.is_empty() {
                return false;
            }
        }
        !starts.is_empty()
    }
}

impl Titles {
    fn head(&self, doc: DocId) -> DocId {
        doc - self.number.first(doc).unwrap_or(0) as DocId
    }
}

impl DocSet for NearScorer {
    fn advance(&mut self) -> DocId {
        if self.doc < TERMINATED {
            self.doc = self.next_from(self.doc + 1);
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.doc = self.next_from(target);
        }
        self.doc
    }

    /// Asks this one document: as the excluded side of a query, the next that holds would be far.
    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        if target >= TERMINATED || self.doc > target {
            return SeekDangerResult::SeekLowerBound(self.doc.max(target));
        }
        let reached = if self.doc == target { Reached::Holds } else { self.reach(target) };
        match reached {
            Reached::Holds => {
                self.doc = target;
                SeekDangerResult::Found
            }
            Reached::Apart => SeekDangerResult::SeekLowerBound(target + 1),
            Reached::Later(doc) => SeekDangerResult::SeekLowerBound(doc),
        }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.slots.first().map_or(0, Slot::documents)
    }
}

impl Scorer for NearScorer {
    fn score(&mut self) -> Score {
        let Some(lengths) = &self.lengths else { return 0.0 };
        let (doc, length) = (self.doc, lengths.fieldnorm_id(self.doc));
        let sources = self.slots.iter().flat_map(|slot| &slot.sources).filter(|s| s.lemma.doc() == doc);
        let score = |s: &Source| s.weight.as_ref().map_or(0.0, |w| w.score(length, s.lemma.term_freq()));
        sources.map(score).sum()
    }
}

/// Do words with these positions (sorted, those of the title below [`BODY_PLACE`]) stand together?
pub(super) fn stand_together(words: &[&[u32]], how: Togetherness) -> bool {
    let body = BODY_PLACE as u32;
    let halves = |positions: &'_ [u32]| positions.partition_point(|&p| p < body);
    let title: Vec<&[u32]> = words.iter().map(|w| &w[..halves(w)]).collect();
    let test = |words: &[&[u32]]| match how.within {
        None => side_by_side(words),
        Some(within) => within_reach(words, within),
    };
    test(&title) || !how.title && test(&words.iter().map(|w| &w[halves(w)..]).collect::<Vec<_>>())
}

fn side_by_side(words: &[&[u32]]) -> bool {
    let Some((first, rest)) = words.split_first() else { return true };
    let follow =
        |start: u32| rest.iter().zip(1..).all(|(word, step)| word.binary_search(&(start + step)).is_ok());
    first.iter().any(|&start| follow(start))
}

/// Is there a stretch that holds every word at a position of its own, and at most `within` others?
fn within_reach(words: &[&[u32]], within: u32) -> bool {
    let longest = words.len() as u32 + within;
    let mut starts: Vec<u32> = words.iter().flat_map(|word| word.iter().copied()).collect();
    starts.sort_unstable();
    starts.dedup();
    starts.into_iter().any(|start| {
        let mut taken = Vec::with_capacity(words.len());
        // Words with the fewest choices first would be exact; in order of writing is right but for
        // a word that is two words of the query at once.
        words.iter().all(|word| {
            let from = word.partition_point(|&p| p < start);
            let mut near = word[from..].iter().take_while(|&&p| p < start + longest);
            match near.find(|p| !taken.contains(*p)) {
                Some(&place) => {
                    taken.push(place);
                    true
                }
                None => false,
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use tantivy::collector::Count;
    use tantivy::schema::{Schema, TEXT};
    use tantivy::{Index, doc};

    use super::*;

    #[test]
    fn it_looks_no_further_than_its_effort() {
        let mut schema = Schema::builder();
        let text = schema.add_text_field("text", TEXT);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 30_000_000).expect("a writer");
        let fields = Fields { lemma: text, ..Fields::schema().1 };
        // Words of a body stand behind the title's, and a place is two positions.
        let title = "x ".repeat(2 * BODY_PLACE);
        for _ in 0..50 {
            writer.add_document(doc!(text => format!("{title} a x b"))).expect("added");
        }
        writer.commit().expect("a commit");
        let searcher = index.reader().expect("a reader").searcher();
        let filler = |word: &str| vec![Filler { lemma: word.to_string(), form: None, worth: 1.0 }];
        let near = || {
            let how = Togetherness { within: None, title: false };
            Near::new(fields, vec![filler("a"), filler("b")], how)
        };
        let count = |near: &Near| searcher.search(near, &Count).expect("an answer");
        assert_eq!(count(&near()), 50);
        let effort = Arc::new(Effort::of(20 * 2 * POSITIONS as u64));
        let cut = count(&near().at_most(&effort));
        assert!(effort.is_spent() && (15..25).contains(&cut), "{cut}");
        effort.lift();
        assert_eq!(count(&near().at_most(&effort)), 50);
        let docs: Vec<DocAddress> = [3, 7].map(|doc| DocAddress::new(0, doc)).into();
        let mut found = vec![];
        near().among(&searcher, &docs, &mut found).expect("an answer");
        assert_eq!(found, docs);
    }

    fn together(words: &[&[u32]], within: Option<u32>) -> bool {
        stand_together(words, Togetherness { within, title: false })
    }

    #[test]
    fn a_phrase_is_in_order_and_without_a_gap() {
        assert!(together(&[&[3, 70], &[71]], None));
        assert!(!together(&[&[71], &[70]], None));
        assert!(!together(&[&[70], &[72]], None));
        assert!(together(&[&[70], &[71], &[72]], None));
    }

    #[test]
    fn nearness_is_in_any_order_and_counts_the_words_between() {
        assert!(together(&[&[75], &[70]], Some(4)));
        assert!(!together(&[&[75], &[70]], Some(3)));
        assert!(together(&[&[70, 90], &[80, 91]], Some(0)));
        // The same word twice needs two places.
        assert!(!together(&[&[70], &[70]], Some(5)));
        assert!(together(&[&[70, 73], &[70, 73]], Some(2)));
    }

    #[test]
    fn title_and_body_are_apart() {
        assert!(!together(&[&[55], &[64]], Some(50)));
        assert!(stand_together(&[&[2, 80]], Togetherness { within: None, title: true }));
        assert!(!stand_together(&[&[80]], Togetherness { within: None, title: true }));
    }
}
