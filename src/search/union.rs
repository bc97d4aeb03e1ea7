//! The best paragraphs that hold any of several terms.
//!
//! MaxScore over windows of documents. Once as many are found as are wanted, the commonest terms can
//! no longer bring a paragraph among them by themselves: the lists of the others are added up window
//! by window, and only of what could still suffice are the common terms asked. tantivy's block-max
//! union sorts its lists anew at each step, which beyond four or five of them costs more than it
//! saves: a headline's words with their spellings are ten to thirty.
//!
//! What a paragraph could score at most is taken as if it held one spelling of each word, the dearest:
//! one that holds several may be passed over, and the second look counts the best spelling alone.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{Bm25StatisticsProvider, Bm25Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, Score, Searcher, SegmentReader, TERMINATED, Term};

use super::effort::Effort;

/// Documents whose scores are added up at a time: their scores stay in the processor's nearest memory.
const WINDOW: u32 = 4_096;
/// Lists shorter than this are always added up: that costs less than asking them document by document.
const SHORT: u32 = 4_096;
/// Once a query has taken its effort, only the dearest lists, of so many postings together, still bring
/// documents.
const LEFT: u64 = 200_000;
/// Room for what rounding may add to a sum beyond its bound.
const ROUNDING: Score = 1.000_01;

/// A spelling of a word of the query.
#[derive(Clone, Debug)]
pub(super) struct Spelt {
    pub term: Term,
    /// What a match by it is worth, 0 to 1.
    pub worth: f32,
    /// The word, as a number.
    pub word: usize,
}

/// The best documents with any of the terms, each weighed by its worth, best first; of equal ones
/// those that come first in the index.
pub(super) fn best(
    searcher: &Searcher,
    terms: &[Spelt],
    statistics: &dyn Bm25StatisticsProvider,
    wanted: usize,
    effort: &Effort,
) -> tantivy::Result<Vec<DocAddress>> {
    let weigh = |spelt: &Spelt| {
        Ok(Bm25Weight::for_terms(statistics, std::slice::from_ref(&spelt.term))?.boost_by(spelt.worth))
    };
    let weights = terms.iter().map(weigh).collect::<tantivy::Result<Vec<_>>>()?;
    let mut top = Top { wanted, found: BinaryHeap::new() };
    let mut window = Window::new();
    for (ord, segment) in searcher.segment_readers().iter().enumerate() {
        let mut lists = vec![];
        for (spelt, weight) in terms.iter().zip(&weights) {
            lists.extend(List::open(segment, spelt, weight)?);
        }
        collect(lists, segment, ord as u32, &mut window, &mut top, effort);
    }
    Ok(top.into_sorted())
}

/// The postings of one term in one segment.
struct List {
    postings: BlockSegmentPostings,
    weight: Bm25Weight,
    lengths: FieldNormReader,
    word: usize,
    /// The place in the current block.
    at: usize,
}

impl List {
    fn open(segment: &SegmentReader, spelt: &Spelt, weight: &Bm25Weight) -> tantivy::Result<Option<List>> {
        let field = spelt.term.field();
        let index = segment.inverted_index(field)?;
        let Some(postings) = index.read_block_postings(&spelt.term, IndexRecordOption::WithFreqs)? else {
            return Ok(None);
        };
        let lengths = segment.fieldnorms_readers().get_field(field)?;
        let lengths = lengths.unwrap_or_else(|| FieldNormReader::constant(segment.max_doc(), 1));
        Ok(Some(List { postings, weight: weight.clone(), lengths, word: spelt.word, at: 0 }))
    }

    /// The document it has come to.
    fn doc(&self) -> DocId {
        self.postings.docs().get(self.at).copied().unwrap_or(TERMINATED)
    }

    /// What the document it has come to scores.
    fn score(&self, doc: DocId) -> Score {
        self.weight.score(self.lengths.fieldnorm_id(doc), self.postings.freq(self.at))
    }

    /// Adds its documents before `to` to a window that begins at `from`; of blocks of them, those that
    /// can score more than `least`. Their number.
    fn add(&mut self, from: DocId, to: DocId, least: Score, window: &mut Window) -> usize {
        let mut added = 0;
        loop {
            let poor =
                least > 0.0 && self.postings.block_max_score(&self.lengths, &self.weight) * ROUNDING <= least;
            let docs = self.postings.docs();
            let (first, len) = (self.at, docs.len());
            let last = first + docs[first..].partition_point(|&doc| doc < to);
            if !poor {
                for at in first..last {
                    let doc = self.postings.doc(at);
                    let score = self.weight.score(self.lengths.fieldnorm_id(doc), self.postings.freq(at));
                    window.add((doc - from) as usize, score);
                }
                added += last - first;
            }
            self.at = last;
            if last < len || len == 0 {
                return added;
            }
            self.postings.advance();
            self.at = 0;
        }
    }

    /// Goes on to a document; tells whether it has it.
    fn reach(&mut self, doc: DocId) -> bool {
        let docs = self.postings.docs();
        if docs.last().is_some_and(|&last| last < doc) {
            self.at = self.postings.seek(doc);
        } else {
            self.at += docs[self.at.min(docs.len())..].partition_point(|&here| here < doc);
        }
        self.doc() == doc
    }
}

/// Scores of a stretch of documents, and which of them have one.
struct Window {
    scores: Vec<Score>,
    marks: Vec<u64>,
}

impl Window {
    fn new() -> Window {
        Window { scores: vec![0.0; WINDOW as usize], marks: vec![0; WINDOW as usize / 64] }
    }

    fn add(&mut self, at: usize, score: Score) {
        self.scores[at] += score;
        self.marks[at / 64] |= 1 << (at % 64);
    }

    /// Empties it, in the order of the documents.
    fn drain(&mut self, mut see: impl FnMut(usize, Score)) {
        for (word, marks) in self.marks.iter_mut().enumerate() {
            while *marks != 0 {
                let at = word * 64 + marks.trailing_zeros() as usize;
                *marks &= *marks - 1;
                see(at, std::mem::take(&mut self.scores[at]));
            }
        }
    }
}

/// Takes the best documents of a segment.
fn collect(
    mut lists: Vec<List>,
    segment: &SegmentReader,
    ord: u32,
    window: &mut Window,
    top: &mut Top,
    effort: &Effort,
) {
    let short = |list: &List| list.postings.doc_freq() < SHORT;
    lists.sort_by(|a, b| {
        let dearer = || a.weight.max_score().total_cmp(&b.weight.max_score());
        short(a).cmp(&short(b)).then_with(dearer)
    });
    let mut long = lists.iter().filter(|list| !short(list)).count();
    let (mut bounds_of, mut others_of) = (bounds(&lists[..long]), others(&lists));
    let mut thinned = false;
    let alive = segment.alive_bitset();
    // Lists before this one cannot bring a document by themselves. All the others are added up.
    let mut essential = 0;
    loop {
        if !thinned && effort.is_spent() {
            thinned = true;
            let dropped = commonest(&lists, LEFT);
            lists.drain(..dropped);
            (long, essential) = (long.saturating_sub(dropped), 0);
            (bounds_of, others_of) = (bounds(&lists[..long]), others(&lists));
        }
        while essential < long && bounds_of[essential] <= top.least() {
            essential += 1;
        }
        let (common, rare) = lists.split_at_mut(essential);
        let from = rare.iter().map(List::doc).min().unwrap_or(TERMINATED);
        if from == TERMINATED {
            return;
        }
        let to = from.saturating_add(WINDOW);
        let mut steps = 0;
        for (list, others) in rare.iter_mut().zip(&others_of[essential..]) {
            steps += list.add(from, to, top.least() - others, window);
        }
        window.drain(|at, mut score| {
            let doc = from + at as u32;
            if alive.is_some_and(|alive| alive.is_deleted(doc)) {
                return;
            }
            for (list, bound) in common.iter_mut().zip(&bounds_of).rev() {
                if score + bound <= top.least() {
                    return;
                }
                steps += 1;
                if list.reach(doc) {
                    score += list.score(doc);
                }
            }
            top.offer(score, DocAddress::new(ord, doc));
        });
        effort.take(steps);
    }
}

/// How many lists, the cheapest, must go for the others to hold so many postings at the most; one stays.
fn commonest(lists: &[List], left: u64) -> usize {
    let mut sum = 0;
    let kept = lists.iter().rev().take_while(|list| {
        sum += u64::from(list.postings.doc_freq());
        sum <= left
    });
    lists.len() - kept.count().max(1)
}

/// Of each list, the most that it and those before it, which give less, can give together.
fn bounds(lists: &[List]) -> Vec<Score> {
    let mut dearest: FxHashMap<usize, Score> = FxHashMap::default();
    let mut sum = 0.0;
    let mut bound = |list: &List| {
        let most = list.weight.max_score();
        sum += most - dearest.insert(list.word, most).unwrap_or(0.0);
        sum * ROUNDING
    };
    lists.iter().map(&mut bound).collect()
}

/// Of each list, the most that the other words can add to what it gives.
fn others(lists: &[List]) -> Vec<Score> {
    let mut dearest: FxHashMap<usize, Score> = FxHashMap::default();
    for list in lists {
        let most = dearest.entry(list.word).or_default();
        *most = most.max(list.weight.max_score());
    }
    let all: Score = dearest.values().sum();
    lists.iter().map(|list| (all - dearest[&list.word]).max(0.0) * ROUNDING).collect()
}

/// The best documents so far.
struct Top {
    wanted: usize,
    found: BinaryHeap<Reverse<Ranked>>,
}

/// A document by its score, the better the greater.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Ranked {
    score: Score,
    doc: Reverse<DocAddress>,
}

impl Eq for Ranked {}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.score.total_cmp(&other.score).then(self.doc.cmp(&other.doc))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Top {
    /// The score a document must exceed to be taken.
    fn least(&self) -> Score {
        match self.found.peek() {
            Some(Reverse(least)) if self.found.len() >= self.wanted => least.score,
            _ => Score::NEG_INFINITY,
        }
    }

    fn offer(&mut self, score: Score, doc: DocAddress) {
        if score <= self.least() {
            return;
        }
        if self.found.len() >= self.wanted {
            self.found.pop();
        }
        self.found.push(Reverse(Ranked { score, doc: Reverse(doc) }));
    }

    fn into_sorted(self) -> Vec<DocAddress> {
        let sorted = self.found.into_sorted_vec();
        sorted.into_iter().map(|Reverse(ranked)| ranked.doc.0).collect()
    }
}

#[cfg(test)]
mod tests {
    use rustc_hash::FxHashMap;
    use tantivy::collector::TopDocs;
    use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
    use tantivy::schema::{Schema, TEXT};
    use tantivy::{Index, doc};

    use super::*;
    use crate::measure::random::Random;

    /// Forty thousand texts, every tenth deleted, over words of which each is rarer than the one before.
    fn archive() -> (Index, tantivy::schema::Field) {
        let mut schema = Schema::builder();
        let text = schema.add_text_field("text", TEXT);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 30_000_000).expect("a writer");
        let mut random = Random::new(11);
        for number in 0..40_000 {
            let words = (0..2 + random.below(12)).map(|_| format!("w{}", 40 / (1 + random.below(40)) % 16));
            let gone = if number % 10 == 0 { " gone" } else { "" };
            let words = words.collect::<Vec<_>>().join(" ") + gone;
            writer.add_document(doc!(text => words)).expect("added");
        }
        writer.commit().expect("a commit");
        writer.delete_term(Term::from_field_text(text, "gone"));
        writer.commit().expect("a commit");
        (index, text)
    }

    #[test]
    fn the_dearest_words_stay_where_the_effort_is_taken() {
        let (index, field) = archive();
        let searcher = index.reader().expect("a reader").searcher();
        let term = |word: usize| Term::from_field_text(field, &format!("w{word}"));
        let terms: Vec<Spelt> = [1, 2, 13].map(|word| Spelt { term: term(word), worth: 1.0, word }).into();
        let effort = Effort::of(10);
        let found = best(&searcher, &terms, &searcher, 100, &effort).expect("an answer");
        assert!(effort.is_spent());
        assert_eq!(found.len(), 100);
        let mut lists = vec![];
        for spelt in &terms {
            let weight =
                Bm25Weight::for_terms(&searcher, std::slice::from_ref(&spelt.term)).expect("a weight");
            lists.extend(List::open(searcher.segment_reader(0), spelt, &weight).expect("a list"));
        }
        let postings: Vec<u64> = lists.iter().map(|list| u64::from(list.postings.doc_freq())).collect();
        assert_eq!(commonest(&lists, postings.iter().sum()), 0);
        assert_eq!(commonest(&lists, postings[1] + postings[2]), 1);
        assert_eq!(commonest(&lists, 0), 2, "one stays");
    }

    #[test]
    fn it_finds_what_adding_up_every_document_finds() {
        let (index, field) = archive();
        let searcher = index.reader().expect("a reader").searcher();
        let worth = |word: usize| 1.0 - word as f32 / 40.0;
        for words in [&[1][..], &[13], &[1, 2], &[1, 2, 3, 13], &[1, 2, 3, 5, 8, 13], &[10, 6, 99]] {
            let term = |word: usize| Term::from_field_text(field, &format!("w{word}"));
            let spelt = |&word: &usize| Spelt { term: term(word), worth: worth(word), word };
            let terms: Vec<Spelt> = words.iter().map(spelt).collect();
            let scored = |&word: &usize| {
                let query = TermQuery::new(term(word), IndexRecordOption::WithFreqs);
                (Occur::Should, Box::new(BoostQuery::new(Box::new(query), worth(word))) as Box<dyn Query>)
            };
            let every = BooleanQuery::new(words.iter().map(scored).collect());
            let every = searcher.search(&every, &TopDocs::with_limit(40_000).order_by_score());
            let every = every.expect("an answer");
            let scores: FxHashMap<DocAddress, Score> = every.iter().map(|&(s, doc)| (doc, s)).collect();
            for wanted in [1, 10, 100, 50_000] {
                let found =
                    best(&searcher, &terms, &searcher, wanted, &Effort::default()).expect("an answer");
                assert_eq!(found.len(), wanted.min(every.len()), "{words:?}");
                for (place, (doc, (score, _))) in found.iter().zip(&every).enumerate() {
                    let difference = (scores[doc] - score).abs();
                    assert!(difference < 1e-3, "{words:?}, place {place} of {wanted}: {difference}");
                }
            }
        }
    }
}
