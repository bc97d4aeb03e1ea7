//! The second look: candidates rescored by what a sum of term weights cannot see.
//!
//! For each candidate the postings tell, word by word: how often, where, in the title or the body,
//! in the very form that was typed. From these: BM25 of the best spelling of each word, plus how
//! near the words stand and in which order, plus exactness, plus the title.
//! Paragraphs with all words always come before those lacking some. The shares below were chosen on
//! judged queries over news and an encyclopaedia; docs/measurements.md has the table.

use tantivy::postings::Postings;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, SegmentReader, Term};

use super::near::stand_together;
use super::plan::{Plan, PlannedClause};
use super::{Group, ScoreParts, SearchError, Sort, WordPart};
use crate::index::{Archive, BODY_POSITION, IndexError};

/// BM25's saturation, as tantivy and Lucene have it.
const K1: f32 = 1.2;
/// Its length norm, softer than the usual 0.75: a long paragraph of an article is no less about its
/// words than a short one.
const B: f32 = 0.5;
/// And nothing is gained by being shorter than this many words, title included: a sentence of six
/// words is no better an answer than one of twenty.
const SHORT: f32 = 25.0;
/// Two neighbouring query words side by side and in order are worth this share of the rarer one's
/// weight; at a distance of d words a d-th of it.
const NEAR: f32 = 0.9;
/// In the other order a fifth of that: izafet fixes the order, so the reverse is another relation.
const REVERSED: f32 = 0.2;
/// The very form typed, as a share of the word's weight: whoever asks with a case ending means the
/// relation it expresses, and a name spelt as asked should outrank its variants.
const EXACT: f32 = 0.5;
/// A word that stands in the title says what the article is about.
const TITLE: f32 = 0.25;

/// A candidate after the second look.
#[derive(Clone, Debug)]
pub(super) struct Scored {
    pub doc: DocAddress,
    /// Number of the paragraph in its article.
    pub paragraph: u32,
    pub score: f32,
    /// All required words and all phrases are there.
    complete: bool,
    date: i64,
    /// First bytes of the article's content hash: an order that no rebuilding changes.
    tie: u64,
    words: Vec<Word>,
    nearness: f32,
}

impl Scored {
    /// The article's first document.
    pub fn head(&self) -> DocAddress {
        DocAddress::new(self.doc.segment_ord, self.doc.doc_id - self.paragraph)
    }

    /// What of the query it lacks, in text and title: words, and phrases whose words it has apart.
    pub fn missing(&self, plan: &Plan) -> Vec<String> {
        let has = |group: usize| self.words[group].is_there();
        let lacking = plan.wanted().filter(|&(place, _)| !has(place));
        let words = lacking.map(|(_, group)| group.written.clone());
        let phrases = plan.clauses.iter().filter(|clause| {
            clause.phrase && clause.groups.iter().all(|&g| has(g)) && !holds_phrase(clause, &self.words)
        });
        words.chain(phrases.map(|clause| format!("“{}”", clause.text))).collect()
    }

    /// How its score came about.
    pub fn parts(&self) -> ScoreParts {
        ScoreParts { words: self.words.iter().map(|word| word.part).collect(), nearness: self.nearness }
    }
}

/// What one candidate holds of one query word.
#[derive(Clone, Debug, Default)]
struct Word {
    /// What it brings; its `term` is 0 if the word is not there.
    part: WordPart,
    exact: bool,
    /// Where, over all spellings; the title's words below [`BODY_POSITION`].
    positions: Vec<u32>,
}

impl Word {
    fn is_there(&self) -> bool {
        self.part.term > 0.0
    }
}

/// Scores candidates and sorts them, best first.
pub(super) fn rescore(
    archive: &Archive,
    plan: &Plan,
    mut candidates: Vec<DocAddress>,
    sort: Sort,
) -> Result<Vec<Scored>, SearchError> {
    let tantivy = |e| SearchError::Index(IndexError::from_tantivy(archive.path(), e));
    candidates.sort_unstable();
    let searcher = archive.searcher();
    let fields = archive.fields();
    let documents = searcher.total_num_docs().map_err(tantivy)?.max(1);
    let tokens = searcher.total_num_tokens(fields.lemma).map_err(tantivy)?;
    let weights: Vec<f32> = plan.groups.iter().map(|g| idf(g.doc_freq, documents)).collect();
    let average = tokens as f32 / documents as f32;
    let mut scored = Vec::with_capacity(candidates.len());
    for docs in candidates.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
        let segment = searcher.segment_reader(docs[0].segment_ord);
        let look = Look { segment, archive, docs, weights: &weights, average };
        scored.extend(look.scored(plan).map_err(tantivy)?);
    }
    scored.sort_by(|a, b| {
        let by_date = if sort == Sort::Date { b.date.cmp(&a.date) } else { std::cmp::Ordering::Equal };
        let by_score = by_date.then(b.score.total_cmp(&a.score));
        b.complete.cmp(&a.complete).then(by_score).then((a.tie, a.paragraph).cmp(&(b.tie, b.paragraph)))
    });
    Ok(scored)
}

/// The candidates of one segment, in the order of their ids.
struct Look<'a> {
    segment: &'a SegmentReader,
    archive: &'a Archive,
    docs: &'a [DocAddress],
    weights: &'a [f32],
    average: f32,
}

impl Look<'_> {
    fn scored(&self, plan: &Plan) -> tantivy::Result<Vec<Scored>> {
        let mut words = vec![vec![Word::default(); plan.groups.len()]; self.docs.len()];
        for (place, group) in plan.groups.iter().enumerate() {
            self.read(place, group, &mut words)?;
        }
        let columns = self.segment.fast_fields();
        let (numbers, hashes, dates) =
            (columns.u64("paragraph")?, columns.u64("hash")?, columns.i64("date")?);
        let scored = self.docs.iter().zip(words).map(|(&doc, mut words)| {
            let complete = is_complete(plan, &words);
            self.add_bonuses(&mut words);
            let nearness = self.nearness(plan, &words);
            let terms = words.iter().map(|w| w.part.term + w.part.form + w.part.title).sum::<f32>();
            Scored {
                doc,
                paragraph: numbers.first(doc.doc_id).unwrap_or(0) as u32,
                score: terms + nearness,
                complete,
                date: dates.first(doc.doc_id).unwrap_or(i64::MIN),
                tie: hashes.first(doc.doc_id).unwrap_or(0),
                words,
                nearness,
            }
        });
        Ok(scored.collect())
    }

    /// Reads the postings of one query word into the candidates' rows.
    fn read(&self, place: usize, group: &Group, words: &mut [Vec<Word>]) -> tantivy::Result<()> {
        let fields = self.archive.fields();
        let lemmas = self.segment.inverted_index(fields.lemma)?;
        let surfaces = self.segment.inverted_index(fields.surface)?;
        let lengths = self.segment.get_fieldnorms_reader(fields.lemma)?;
        for (spelling, variant) in group.variants.iter().enumerate() {
            let term = Term::from_field_text(fields.lemma, &variant.lemma);
            let option = IndexRecordOption::WithFreqsAndPositions;
            let Some(mut postings) = lemmas.read_postings(&term, option)? else { continue };
            // A spelling that counts in one form alone is there only where the form is.
            let mut form = match &variant.form {
                Some(form) => match surfaces
                    .read_postings(&Term::from_field_text(fields.surface, form), IndexRecordOption::Basic)?
                {
                    Some(postings) => Some(postings),
                    None => continue,
                },
                None => None,
            };
            self.meet(&mut postings, |row, postings| {
                let doc = postings.doc();
                if form.as_mut().is_some_and(|form| form.doc() > doc || form.seek(doc) != doc) {
                    return;
                }
                let word = &mut words[row][place];
                let tf = postings.term_freq() as f32;
                let length = (lengths.fieldnorm(postings.doc()) as f32).max(SHORT);
                let norm = K1 * (1.0 - B + B * length / self.average);
                let score = variant.weight * self.weights[place] * tf * (K1 + 1.0) / (tf + norm);
                if score > word.part.term {
                    let frequency = postings.term_freq();
                    word.part = WordPart { spelling: Some(spelling), frequency, term: score, ..word.part };
                }
                postings.append_positions_with_offset(0, &mut word.positions);
            });
        }
        for surface in &group.surfaces {
            let term = Term::from_field_text(fields.surface, surface);
            let Some(mut postings) = surfaces.read_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            self.meet(&mut postings, |row, _| words[row][place].exact = true);
        }
        for row in words.iter_mut().map(|row| &mut row[place]) {
            row.positions.sort_unstable();
            row.positions.dedup();
            if group.exact && !row.exact {
                *row = Word::default();
            }
        }
        Ok(())
    }

    /// Calls `visit` with each candidate that the postings hold.
    fn meet<P: Postings>(&self, postings: &mut P, mut visit: impl FnMut(usize, &mut P)) {
        for (row, doc) in self.docs.iter().enumerate() {
            let target: DocId = doc.doc_id;
            if postings.doc() < target {
                postings.seek(target);
            }
            if postings.doc() == target {
                visit(row, postings);
            }
        }
    }

    /// What each word gains by its form and by standing in the title.
    fn add_bonuses(&self, words: &mut [Word]) {
        for (word, weight) in words.iter_mut().zip(self.weights).filter(|(word, _)| word.is_there()) {
            // What the spelling is worth goes into every bonus too.
            let weight = weight * (word.part.term / (word.part.term + 1.0)).min(1.0);
            let in_title = word.positions.first().is_some_and(|&p| (p as usize) < BODY_POSITION);
            word.part.form = if word.exact { EXACT * weight } else { 0.0 };
            word.part.title = if in_title { TITLE * weight } else { 0.0 };
        }
    }

    fn nearness(&self, plan: &Plan, words: &[Word]) -> f32 {
        let mut score = 0.0;
        for clause in &plan.clauses {
            for pair in clause.groups.windows(2) {
                score += self.near(words, pair[0], pair[1]);
            }
        }
        let across = plan
            .clauses
            .windows(2)
            .filter_map(|pair| Some((*pair[0].groups.last()?, *pair[1].groups.first()?)));
        score + across.map(|(a, b)| self.near(words, a, b)).sum::<f32>()
    }

    /// What two words that follow each other in the query gain by standing near each other.
    fn near(&self, words: &[Word], a: usize, b: usize) -> f32 {
        let closeness = closeness(&words[a].positions, &words[b].positions);
        NEAR * self.weights[a].min(self.weights[b]) * closeness
    }
}

/// 1 for `a b` side by side, 1/d at a distance of d, [`REVERSED`] of it for `b … a`; 0 if apart.
fn closeness(a: &[u32], b: &[u32]) -> f32 {
    let mut best: f32 = 0.0;
    let mut j = 0;
    for &p in a {
        while j < b.len() && b[j] <= p {
            j += 1;
        }
        if let Some(&after) = b.get(j) {
            best = best.max(1.0 / (after - p) as f32);
        }
        if let Some(&before) = j.checked_sub(1).and_then(|i| b.get(i)).filter(|&&q| q < p) {
            best = best.max(REVERSED / (p - before) as f32);
        }
    }
    best
}

fn is_complete(plan: &Plan, words: &[Word]) -> bool {
    let wanted = plan.wanted().all(|(place, _)| words[place].is_there());
    wanted && plan.clauses.iter().filter(|c| c.phrase).all(|c| holds_phrase(c, words))
}

/// Do the words of a phrase stand together somewhere, as it asks?
fn holds_phrase(clause: &PlannedClause, words: &[Word]) -> bool {
    let positions: Vec<&[u32]> = clause.groups.iter().map(|&place| &words[place].positions[..]).collect();
    stand_together(&positions, clause.togetherness())
}

/// Robertson's idf in the form that is never negative.
fn idf(doc_freq: u64, documents: u64) -> f32 {
    let (df, n) = (doc_freq.min(documents) as f32, documents as f32);
    (1.0 + (n - df + 0.5) / (df + 0.5)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearness_falls_with_distance_and_halves_in_reverse() {
        assert_eq!(closeness(&[5], &[6]), 1.0);
        assert_eq!(closeness(&[5], &[9]), 0.25);
        assert_eq!(closeness(&[6], &[5]), REVERSED);
        assert_eq!(closeness(&[5, 70], &[71, 90]), 1.0);
        assert_eq!(closeness(&[], &[3]), 0.0);
        assert_eq!(closeness(&[4], &[4]), 0.0, "one token that is both words is no neighbour of itself");
    }

    #[test]
    fn rarer_words_weigh_more_and_none_weighs_nothing() {
        assert!(idf(1, 100) > idf(10, 100));
        assert!(idf(100, 100) > 0.0);
    }
}
