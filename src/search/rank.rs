//! The second look: candidates rescored by what a sum of term weights cannot see.
//!
//! A paragraph's score is BM25 of the best spelling of each query word, plus the very form, the
//! title, and neighbouring words that stand near each other and in order; all of it times the share
//! of the query that the paragraph, or the article near it, has. The shares below were chosen by
//! cross-validation on judged queries over news, a haystack and an encyclopaedia;
//! docs/measurements.md tells what each brings.

use std::cmp::Ordering;
use std::rc::Rc;

use tantivy::DocAddress;
use tantivy::query::Bm25StatisticsProvider;

use super::columns::Columns;
use super::evidence::{Evidence, Word};
use super::expand::FAR;
use super::near::stand_together;
use super::plan::{Plan, PlannedClause};
use super::{Options, Role, ScoreParts, SearchError, Sort, WordPart};
use crate::index::{Archive, IndexError};
use crate::spelling::Grade;

/// BM25's saturation, as tantivy and Lucene have it.
const K1: f32 = 1.2;
/// Its length norm, softer than the usual 0.75: a long paragraph of an article is no less about its
/// words than a short one.
const B: f32 = 0.6;
/// And nothing is gained by being shorter than this many words, title included: a caption of ten
/// words is no better an answer than a paragraph of thirty.
const SHORT: f32 = 40.0;
/// Two neighbouring query words side by side and in order are worth this share of the rarer one's
/// weight; at a distance of d words a d-th of it. Function words between them are passed over.
const NEAR: f32 = 0.9;
/// In the other order a fifth of that: izafet fixes the order, so the reverse is another relation.
const REVERSED: f32 = 0.2;
/// But the words of a name are one name in either order (`İlham Əliyev`, `Алиев Ильхам`), the usual
/// one a shade better.
const NAME_REVERSED: f32 = 0.9;
/// Two words of a name stand beside each other at this distance at most: an initial or a father's name
/// (`Heydər oğlu`) may stand between them.
const BESIDE: u32 = 3;
/// First name and surname beside each other vouch for each other's spelling: each lacks only this share
/// of what its grade falls short of 1. Kasım-Jomart Tokaev is Qasım-Comərd Tokayev more surely than
/// either word alone says; of the same words apart, each may belong to somebody else.
const DOUBT: f32 = 0.3;
/// The very form typed, as a share of the word's weight: whoever asks with a case ending means the
/// relation it expresses, and a name spelt as asked should outrank its variants.
const EXACT: f32 = 0.25;
/// A word that stands in the title too says what the article is about. (One that stands in the
/// title alone is found as if it stood in the text, without this.)
const TITLE: f32 = 0.4;
/// A word that the paragraph lacks but paragraphs near it have counts as this much of one that is
/// there when the share of the query is taken: an article does not repeat its subject each time.
const NEAR_BY: f32 = 0.85;
/// And a verb that stands there in another voice alone (`tanıyacaq` for `tanınması`) as this much.
const OTHER_VOICE: f32 = 0.6;
/// The first paragraph of an article sums it up. A bare preference: it decides between equals.
const LEAD: f32 = 1.05;
/// A paragraph that has the words in its title alone gives nothing to read on them.
const TITLE_ALONE: f32 = 0.7;
/// With `--fresh` the newest article gains a quarter, one that is a year older an eighth.
const FRESH: f32 = 0.25;
const FRESH_SECONDS: f32 = 365.25 * 86_400.0;

/// A candidate after the second look.
#[derive(Clone, Debug)]
pub(super) struct Scored {
    pub doc: DocAddress,
    /// Number of the paragraph in its article.
    pub paragraph: u32,
    pub score: f32,
    /// Nothing of the query is missing that the order asked for insists on.
    complete: bool,
    /// Where the order or the score asks for it.
    date: Option<i64>,
    row: usize,
    look: Rc<Look>,
}

impl Scored {
    /// The article's first document.
    pub fn head(&self) -> DocAddress {
        DocAddress::new(self.doc.segment_ord, self.doc.doc_id - self.paragraph)
    }

    /// What of the query it lacks, in text and title: words, and phrases whose words it has apart.
    pub fn missing(&self, plan: &Plan) -> Vec<String> {
        let evidence = &self.look.evidence;
        let has = |group: usize| evidence.words(self.row)[group].is_there();
        let lacking = plan.wanted().filter(|&(place, _)| !has(place));
        let words = lacking.map(|(_, group)| group.written.clone());
        let phrases = plan.clauses.iter().filter(|clause| {
            clause.phrase
                && clause.groups.iter().all(|&g| has(g))
                && !holds_phrase(clause, evidence, self.row)
        });
        words.chain(phrases.map(|clause| format!("“{}”", clause.text))).collect()
    }

    /// Are all words of a clause in the title?
    pub fn has_in_title(&self, clause: &PlannedClause) -> bool {
        let (evidence, words) = (&self.look.evidence, self.look.evidence.words(self.row));
        clause.groups.iter().all(|&group| evidence.is_in_title(&words[group]))
    }

    /// How its score came about.
    pub fn parts(&self, plan: &Plan) -> ScoreParts {
        self.look.parts(plan, self)
    }
}

/// Scores candidates and sorts them, best first.
pub(super) fn rescore(
    archive: &Archive,
    columns: &Columns,
    plan: &Plan,
    mut candidates: Vec<DocAddress>,
    options: &Options,
) -> Result<Vec<Scored>, SearchError> {
    candidates.sort_unstable();
    let scored = scores(archive, columns, plan, &candidates, options);
    let mut scored = scored.map_err(|e| SearchError::Index(IndexError::from_tantivy(archive.path(), e)))?;
    let by_date = options.sort == Sort::Date;
    // First bytes of the article's content hash: an order that no rebuilding changes. Few are equal, so it
    // is read of those alone.
    let tie = |scored: &Scored| (columns.of(scored.doc).hash(scored.doc.doc_id), scored.paragraph);
    scored.sort_by(|a, b| {
        let by_date = if by_date { b.date.cmp(&a.date) } else { Ordering::Equal };
        let by_score = by_date.then(b.score.total_cmp(&a.score));
        b.complete.cmp(&a.complete).then(by_score).then_with(|| tie(a).cmp(&tie(b)))
    });
    Ok(scored)
}

fn scores(
    archive: &Archive,
    columns: &Columns,
    plan: &Plan,
    candidates: &[DocAddress],
    options: &Options,
) -> tantivy::Result<Vec<Scored>> {
    let look = Rc::new(Look::new(archive, columns, plan, candidates, options)?);
    let needs_date = options.fresh || options.sort == Sort::Date;
    let scored = candidates.iter().enumerate().map(|(row, &doc)| {
        let of_doc = columns.of(doc);
        let complete = match options.sort {
            Sort::Relevance => look.has_phrases(plan, row),
            // Without a score to weigh it, a paragraph that lacks a word is a lesser answer.
            Sort::Date => look.has_words(plan, row) && look.has_phrases(plan, row),
        };
        let mut candidate = Scored {
            doc,
            paragraph: of_doc.paragraph(doc.doc_id),
            score: 0.0,
            complete,
            date: if needs_date { of_doc.date(doc.doc_id) } else { None },
            row,
            look: Rc::clone(&look),
        };
        candidate.score = look.score(plan, &candidate);
        candidate
    });
    Ok(scored.collect())
}

/// What the scores of one query are taken from.
#[derive(Debug)]
struct Look {
    evidence: Evidence,
    /// What each word weighs: its rarity.
    weights: Vec<f32>,
    /// What the words weigh together that a paragraph should have.
    whole: f32,
    /// Words that stand beside each other in the query.
    neighbours: Vec<Neighbours>,
    /// Date of the newest article, where newer ones are preferred.
    newest: Option<i64>,
}

/// Two words beside each other in the query.
#[derive(Clone, Copy, Debug)]
struct Neighbours {
    a: usize,
    b: usize,
    /// Both are names.
    names: bool,
    /// And some candidate has them beside each other: they are a full name.
    one_name: bool,
}

impl Look {
    fn new(
        archive: &Archive,
        columns: &Columns,
        plan: &Plan,
        candidates: &[DocAddress],
        options: &Options,
    ) -> tantivy::Result<Look> {
        let (searcher, lemma) = (archive.searcher(), archive.fields().lemma);
        let documents = searcher.total_num_docs()?.max(1);
        let average = searcher.total_num_tokens(lemma)? as f32 / documents as f32;
        let saturate = |frequency: u32, length: u32| {
            let (tf, length) = (frequency as f32, (length as f32).max(SHORT));
            tf * (K1 + 1.0) / (tf + K1 * (1.0 - B + B * length / average))
        };
        let weights: Vec<f32> = plan.groups.iter().map(|g| idf(g.doc_freq, documents)).collect();
        let mut look = Look {
            whole: plan.wanted().map(|(place, _)| weights[place]).sum(),
            neighbours: neighbours(plan),
            evidence: Evidence::read(archive, columns, plan, candidates, &saturate)?,
            newest: columns.newest().filter(|_| options.fresh),
            weights,
        };
        for at in 0..look.neighbours.len() {
            let pair = look.neighbours[at];
            let stands = |row| look.are_beside(pair, row);
            look.neighbours[at].one_name = pair.names && (0..candidates.len()).any(stands);
        }
        Ok(look)
    }

    fn score(&self, plan: &Plan, candidate: &Scored) -> f32 {
        let words = self.evidence.words(candidate.row).iter().enumerate();
        let there = words.filter(|(_, word)| word.is_there());
        let parts = there.map(|(place, word)| self.part(plan, candidate.row, place, word));
        let terms: f32 = parts.map(|p| p.term + p.form + p.title).sum();
        let nearness = self.nearness(candidate.row);
        (terms + nearness)
            * self.coverage(plan, candidate.row)
            * self.place(candidate)
            * self.fresh(candidate)
    }

    fn parts(&self, plan: &Plan, candidate: &Scored) -> ScoreParts {
        let words = self.evidence.words(candidate.row).iter().enumerate();
        ScoreParts {
            words: words.map(|(place, word)| self.part(plan, candidate.row, place, word)).collect(),
            nearness: self.nearness(candidate.row),
            coverage: self.coverage(plan, candidate.row),
            place: self.place(candidate),
            fresh: self.fresh(candidate),
        }
    }

    fn part(&self, plan: &Plan, row: usize, place: usize, word: &Word) -> WordPart {
        if !word.is_there() {
            return WordPart { near_by: word.near_by, ..WordPart::default() };
        }
        let weight = self.weights[place];
        WordPart {
            spelling: Some(word.spelling),
            frequency: word.frequency,
            term: weight * word.saturated * self.vouched(plan, row, place, word),
            form: if word.exact { EXACT * weight } else { 0.0 },
            title: if self.evidence.is_in_title(word) && self.evidence.is_in_body(word) {
                TITLE * weight
            } else {
                0.0
            },
            near_by: false,
        }
    }

    /// What a word's spelling gains where the other word of its name stands beside it: a factor.
    fn vouched(&self, plan: &Plan, row: usize, place: usize, word: &Word) -> f32 {
        let worth = plan.groups[place].variants.get(word.spelling).map_or(1.0, |v| v.weight);
        match worth < 1.0 && self.is_in_name(place, row) {
            true => (1.0 - DOUBT * (1.0 - worth)) / worth,
            false => 1.0,
        }
    }

    /// Do both words stand beside each other, in either order?
    fn are_beside(&self, pair: Neighbours, row: usize) -> bool {
        self.closeness(pair, row, 1.0) >= 1.0
    }

    /// How close two words stand, words of a name closer; 0 where one of them is not there.
    fn closeness(&self, pair: Neighbours, row: usize, reversed: f32) -> f32 {
        let words = self.evidence.words(row);
        let (a, b) = (&words[pair.a], &words[pair.b]);
        if !a.is_there() || !b.is_there() {
            return 0.0;
        }
        let beside = if pair.names { BESIDE } else { 1 };
        closeness(self.evidence.positions(a), self.evidence.positions(b), reversed, beside)
    }

    /// What neighbours in the query gain by standing near each other.
    fn nearness(&self, row: usize) -> f32 {
        let gains = self.neighbours.iter().map(|&pair| {
            let reversed = if pair.names { NAME_REVERSED } else { REVERSED };
            NEAR * self.weights[pair.a].min(self.weights[pair.b]) * self.closeness(pair, row, reversed)
        });
        gains.fold(0.0, |sum, gain| sum + gain)
    }

    /// The share of the query that is there, rare words counting more.
    fn coverage(&self, plan: &Plan, row: usize) -> f32 {
        if self.whole <= 0.0 {
            return 1.0;
        }
        let words = self.evidence.words(row);
        let shares = plan.wanted().map(|(place, _)| {
            let there = match words[place] {
                word if word.is_there() && self.is_other_voice(plan, place, &word) => OTHER_VOICE,
                word if word.is_there() && self.is_far(plan, place, row, &word) => FAR,
                word if word.is_there() && self.is_anothers(place, row) => NEAR_BY,
                word if word.is_there() => 1.0,
                word if word.near_by => NEAR_BY,
                _ => 0.0,
            };
            self.weights[place] * there
        });
        shares.sum::<f32>() / self.whole
    }

    fn is_other_voice(&self, plan: &Plan, place: usize, word: &Word) -> bool {
        plan.groups[place].variants.get(word.spelling).is_some_and(|v| v.grade == Grade::Voice)
    }

    fn is_far(&self, plan: &Plan, place: usize, row: usize, word: &Word) -> bool {
        let group = &plan.groups[place];
        group.variants.get(word.spelling).is_some_and(|v| group.is_far(v)) && !self.is_in_name(place, row)
    }

    /// Is a word a part of a full name, the other word of which stands beside it?
    fn is_in_name(&self, place: usize, row: usize) -> bool {
        let mut of_name = self.neighbours.iter().filter(|n| n.names && (n.a == place || n.b == place));
        of_name.any(|&pair| self.are_beside(pair, row))
    }

    /// Is a word the lesser one of a full name whose other word stands elsewhere in the paragraph? Then
    /// it may be somebody else's, and counts as one near by: `Vaqif Əliyev … İlham Quliyev` is not
    /// `İlham Əliyev`.
    fn is_anothers(&self, place: usize, row: usize) -> bool {
        let lesser = |n: &&Neighbours| {
            let (a, b) = (self.weights[n.a], self.weights[n.b]);
            n.one_name && (if a <= b { n.a } else { n.b }) == place
        };
        self.neighbours.iter().filter(lesser).any(|&pair| {
            let both = [pair.a, pair.b].iter().all(|&place| self.evidence.words(row)[place].is_there());
            both && !self.are_beside(pair, row)
        })
    }

    fn place(&self, candidate: &Scored) -> f32 {
        let mut words = self.evidence.words(candidate.row).iter();
        let lead = if candidate.paragraph == 0 { LEAD } else { 1.0 };
        lead * if words.any(|word| self.evidence.is_in_body(word)) { 1.0 } else { TITLE_ALONE }
    }

    fn fresh(&self, candidate: &Scored) -> f32 {
        let (Some(newest), Some(date)) = (self.newest, candidate.date) else { return 1.0 };
        let age = newest.saturating_sub(date).max(0) as f32;
        1.0 + FRESH / (1.0 + age / FRESH_SECONDS)
    }

    fn has_words(&self, plan: &Plan, row: usize) -> bool {
        let words = self.evidence.words(row);
        plan.wanted().all(|(place, _)| words[place].is_there())
    }

    fn has_phrases(&self, plan: &Plan, row: usize) -> bool {
        plan.clauses.iter().filter(|c| c.phrase).all(|c| holds_phrase(c, &self.evidence, row))
    }
}

/// The words of the query that stand beside each other.
fn neighbours(plan: &Plan) -> Vec<Neighbours> {
    let mut found = vec![];
    let mut before: Option<usize> = None;
    for clause in &plan.clauses {
        // A clause without words stands between alternatives, which are no neighbours.
        if clause.groups.is_empty() {
            before = None;
        }
        for &b in clause.groups.iter().filter(|&&g| plan.groups[g].required) {
            if let Some(a) = before {
                let of_name = |place: usize| plan.groups[place].role != Role::Word;
                let names = a != b && of_name(a) && of_name(b);
                found.push(Neighbours { a, b, names, one_name: false });
            }
            before = Some(b);
        }
    }
    found
}

/// 1 for `a b` side by side, and to a distance of `beside`; a d-th of that at d times the distance;
/// `reversed` of it for `b … a`; 0 if apart.
fn closeness(a: &[u32], b: &[u32], reversed: f32, beside: u32) -> f32 {
    let near = |distance: u32| (beside as f32 / distance as f32).min(1.0);
    let mut best: f32 = 0.0;
    let mut j = 0;
    for &p in a {
        while j < b.len() && b[j] <= p {
            j += 1;
        }
        if let Some(&after) = b.get(j) {
            best = best.max(near(after - p));
        }
        if let Some(&before) = j.checked_sub(1).and_then(|i| b.get(i)).filter(|&&q| q < p) {
            best = best.max(reversed * near(p - before));
        }
    }
    best
}

/// Do the words of a phrase stand together somewhere, as it asks?
fn holds_phrase(clause: &PlannedClause, evidence: &Evidence, row: usize) -> bool {
    let words = evidence.words(row);
    let positions: Vec<&[u32]> = clause.groups.iter().map(|&g| evidence.positions(&words[g])).collect();
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
    fn nearness_falls_with_distance_and_in_reverse() {
        assert_eq!(closeness(&[5], &[6], REVERSED, 1), 1.0);
        assert_eq!(closeness(&[5], &[9], REVERSED, 1), 0.25);
        assert_eq!(closeness(&[6], &[5], REVERSED, 1), REVERSED);
        assert_eq!(closeness(&[5, 70], &[71, 90], REVERSED, 1), 1.0);
        assert_eq!(closeness(&[], &[3], REVERSED, 1), 0.0);
        assert_eq!(closeness(&[5], &[8], REVERSED, BESIDE), 1.0, "a father's name between");
        assert_eq!(closeness(&[5], &[11], REVERSED, BESIDE), 0.5);
        assert_eq!(
            closeness(&[4], &[4], REVERSED, 1),
            0.0,
            "one token that is both words is no neighbour of itself"
        );
    }

    #[test]
    fn rarer_words_weigh_more_and_none_weighs_nothing() {
        assert!(idf(1, 100) > idf(10, 100));
        assert!(idf(100, 100) > 0.0);
    }
}
