//! Words that stand together: side by side, or with a few others among them, or in the title.
//!
//! One tantivy query for all of it. Each word is a slot that any of its spellings fills, so no
//! spelling is left out for want of room, where a phrase query a combination would have been needed
//! (4⁴ at the most). It scores nothing: the words' own queries do.

use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::postings::SegmentPostings;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
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
}

/// Documents in which words stand together.
#[derive(Clone, Debug)]
pub(super) struct Near {
    fields: Fields,
    slots: Vec<Vec<Filler>>,
    how: Togetherness,
    effort: Option<Arc<Effort>>,
}

impl Near {
    /// One slot a word, in order.
    pub fn new(fields: Fields, slots: Vec<Vec<Filler>>, how: Togetherness) -> Near {
        Near { fields, slots, how, effort: None }
    }

    /// The lemmas of a run, parted by a space, side by side.
    pub fn run(fields: Fields, run: &str) -> Near {
        let slots = run.split(' ').map(|lemma| vec![Filler { lemma: lemma.to_string(), form: None }]);
        Near::new(fields, slots.collect(), Togetherness { within: None, title: false })
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
            let Some(mut scorer) = self.open(searcher.segment_reader(docs[0].segment_ord))? else { continue };
            found.extend(docs.iter().copied().filter(|doc| scorer.reach(doc.doc_id) == Reached::Holds));
        }
        Ok(())
    }

    /// Before the first document; `None` where some word is not in the segment.
    fn open(&self, segment: &SegmentReader) -> tantivy::Result<Option<NearScorer>> {
        let mut slots = Vec::with_capacity(self.slots.len());
        for fillers in &self.slots {
            let slot = Slot::open(segment, self.fields, fillers)?;
            if slot.sources.is_empty() {
                return Ok(None);
            }
            slots.push(slot);
        }
        // A form is asked of the paragraph, not of its title alone.
        let any_form = self.slots.iter().flatten().all(|filler| filler.form.is_none());
        let titles = match self.how.title && any_form {
            true => Some(Titles { number: segment.fast_fields().u64("paragraph")?, last: None }),
            false => None,
        };
        Ok(Some(NearScorer { slots, how: self.how, titles, effort: self.effort.clone(), doc: 0 }))
    }
}

impl Query for Near {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Near {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Some(mut scorer) = self.open(segment)? else { return Ok(Box::new(EmptyScorer)) };
        scorer.doc = scorer.next_from(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, _: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument(format!("document {doc}: this query only filters")))
    }
}

/// One spelling's postings.
struct Source {
    lemma: SegmentPostings,
    /// It counts where it stands as it is written.
    as_written: bool,
    /// It counts where this form is.
    form: Option<FormPostings>,
}

/// One word's postings and, of the document looked at, its positions.
struct Slot {
    sources: Vec<Source>,
    positions: Vec<u32>,
}

impl Slot {
    fn open(segment: &SegmentReader, fields: Fields, fillers: &[Filler]) -> tantivy::Result<Slot> {
        let index = segment.inverted_index(fields.lemma)?;
        let mut sources = vec![];
        for filler in fillers {
            let term = Term::from_field_text(fields.lemma, &filler.lemma);
            let Some(lemma) = index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)? else {
                continue;
            };
            let as_written = filler.form.as_ref() == Some(&filler.lemma);
            let form = match &filler.form {
                Some(form) if !as_written => match FormPostings::open(segment, fields, form)? {
                    Some(postings) => Some(postings),
                    None => continue,
                },
                _ => None,
            };
            sources.push(Source { lemma, as_written, form });
        }
        Ok(Slot { sources, positions: vec![] })
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
            } else if source.form.as_mut().is_none_or(|form| form.has(doc)) {
                append_places(&mut source.lemma, &mut self.positions);
            }
        }
        self.positions.sort_unstable();
        self.positions.dedup();
    }
}

struct NearScorer {
    slots: Vec<Slot>,
    how: Togetherness,
    titles: Option<Titles>,
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
        for slot in &mut self.slots {
            slot.read_positions(doc);
        }
        let positions: Vec<&[u32]> = self.slots.iter().map(|slot| &slot.positions[..]).collect();
        stand_together(&positions, self.how)
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
        let hints = self.slots.iter().map(|slot| slot.sources.iter().map(|s| s.lemma.size_hint()).sum());
        hints.min().unwrap_or(0)
    }
}

impl Scorer for NearScorer {
    fn score(&mut self) -> Score {
        0.0
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
        let filler = |word: &str| vec![Filler { lemma: word.to_string(), form: None }];
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
