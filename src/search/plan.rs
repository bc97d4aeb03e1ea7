//! Groups of spellings → tantivy queries → candidate paragraphs.
//!
//! Candidates come from flat unions or intersections of boosted term queries, the shapes that
//! tantivy prunes by block maxima. First paragraphs with all words; only if they are too few, also
//! those with some.

use std::collections::HashSet;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::collector::{DocSetCollector, TopDocs};
use tantivy::query::{
    Bm25StatisticsProvider, BooleanQuery, BoostQuery, EmptyQuery, Occur, PhraseQuery, Query as TantivyQuery,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Order, Searcher, Term};

use super::expand::{Expander, doc_freq};
use super::query::Query;
use super::{Group, Options, Reaching, SearchError, Sort};
use crate::analysis::Analyzer;
use crate::index::{Archive, Fields, IndexError};
use crate::spelling::Grade;

/// Candidates looked at a second time, at the least: room for the second step to reorder the first
/// ten, at a cost of about a millisecond.
const CANDIDATES: usize = 300;
/// In a phrase only so many spellings of a word are combined: 4⁴ is what a query can bear.
const PHRASE_SPELLINGS: usize = 4;
const PHRASE_COMBINATIONS: usize = 256;

/// A clause over the groups.
#[derive(Clone, Debug)]
pub(super) struct PlannedClause {
    /// Its words, as places in [`Plan::groups`].
    pub groups: Vec<usize>,
    /// The words must stand side by side.
    pub phrase: bool,
    /// And in these very forms.
    pub exact: bool,
    /// As written, without the quotes.
    pub text: String,
}

/// A query made ready for one archive.
pub(super) struct Plan {
    /// The different words asked for, in order.
    pub groups: Vec<Group>,
    /// The parts of the query.
    pub clauses: Vec<PlannedClause>,
    /// What is unwanted: a word, or words side by side.
    negated: Vec<Vec<Group>>,
}

impl Plan {
    pub fn new(
        archive: &Archive,
        analyzer: &mut Analyzer,
        query: &Query,
        reaching: Reaching,
    ) -> Result<Plan, SearchError> {
        let tantivy = |e| SearchError::Index(IndexError::from_tantivy(archive.path(), e));
        let whole: String = query.clauses.iter().map(|c| c.text.as_str()).collect::<Vec<_>>().join(" ");
        let mut expander = Expander::new(archive, analyzer, &whole, reaching);
        let mut plan = Plan { groups: vec![], clauses: vec![], negated: vec![] };
        for clause in &query.clauses {
            let groups = expander.groups(&clause.text, clause.exact).map_err(tantivy)?;
            if clause.negated {
                plan.negated.push(groups.into_iter().map(own_forms).collect());
                continue;
            }
            let places = groups.into_iter().map(|group| plan.place(group)).collect::<Vec<_>>();
            let phrase = clause.phrase && places.len() > 1;
            let exact = clause.exact || reaching.exact;
            plan.clauses.push(PlannedClause { groups: places, phrase, exact, text: clause.text.clone() });
        }
        if plan.groups.is_empty() && !plan.negated.is_empty() {
            return Err(SearchError::OnlyNegative);
        }
        // A query of function words alone (`o və bu`) means them.
        if plan.groups.iter().all(|g| !g.required) {
            plan.groups.iter_mut().for_each(|g| g.required = true);
        }
        Ok(plan)
    }

    /// The place of a group; a word written twice is searched once.
    fn place(&mut self, group: Group) -> usize {
        let same = |known: &Group| known.surfaces == group.surfaces && known.exact == group.exact;
        match self.groups.iter().position(same) {
            Some(place) => place,
            None => {
                self.groups.push(group);
                self.groups.len() - 1
            }
        }
    }

    fn required(&self) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(|g| g.required)
    }

    /// The paragraphs worth a second look.
    pub fn candidates(&self, archive: &Archive, options: &Options) -> Result<Vec<DocAddress>, SearchError> {
        let tantivy = |e| SearchError::Index(IndexError::from_tantivy(archive.path(), e));
        let (searcher, fields) = (archive.searcher(), archive.fields());
        let statistics = Statistics::new(searcher, fields, &self.groups).map_err(tantivy)?;
        let unwanted = self.unwanted_phrases(searcher, fields).map_err(tantivy)?;
        let run = |query: Box<dyn TantivyQuery>| {
            let query = self.narrowed(query, fields, options);
            let mut found = top(searcher, &*query, &statistics, options, unwanted.len()).map_err(tantivy)?;
            found.retain(|doc| !unwanted.contains(doc));
            Ok::<_, SearchError>(found)
        };
        let mut found = match self.all_words(fields) {
            Some(query) => run(query)?,
            None => vec![],
        };
        // Room for what folding the paragraphs of one article takes away.
        let phrases = || self.clauses.iter().filter(|c| c.phrase);
        if found.len() < options.limit.saturating_mul(3) && self.required().count() > 1 {
            let known: FxHashSet<DocAddress> = found.iter().copied().collect();
            // Words in quotes belong together; only where the archive never has them so, any help.
            let mut parts: Vec<_> =
                phrases().map(|clause| (Occur::Must, self.phrase(clause, fields))).collect();
            let some = if parts.is_empty() {
                run(self.some_words(fields))?
            } else {
                parts.push((Occur::Must, self.some_words(fields)));
                let some = run(Box::new(BooleanQuery::new(parts)))?;
                if some.is_empty() && found.is_empty() { run(self.some_words(fields))? } else { some }
            };
            found.extend(some.into_iter().filter(|doc| !known.contains(doc)));
        }
        Ok(found)
    }

    /// Paragraphs that hold an unwanted phrase. They are collected beforehand: as the excluded side
    /// of a boolean query a phrase is asked to go backwards (tantivy 0.27 asserts against it).
    fn unwanted_phrases(&self, searcher: &Searcher, fields: Fields) -> tantivy::Result<HashSet<DocAddress>> {
        let mut unwanted = HashSet::new();
        for groups in self.negated.iter().filter(|groups| groups.len() > 1) {
            unwanted.extend(searcher.search(&side_by_side(groups.iter(), fields), &DocSetCollector)?);
        }
        Ok(unwanted)
    }

    /// Every required word and every phrase; `None` where some word is not in the archive at all.
    fn all_words(&self, fields: Fields) -> Option<Box<dyn TantivyQuery>> {
        if self.required().any(|g| g.variants.is_empty()) {
            return None;
        }
        let mut must: Vec<(Occur, Box<dyn TantivyQuery>)> =
            self.required().map(|g| (Occur::Must, any_spelling(g, fields))).collect();
        for clause in self.clauses.iter().filter(|c| c.phrase) {
            must.push((Occur::Must, self.phrase(clause, fields)));
        }
        Some(if must.len() == 1 { must.remove(0).1 } else { Box::new(BooleanQuery::new(must)) })
    }

    /// Any required word.
    fn some_words(&self, fields: Fields) -> Box<dyn TantivyQuery> {
        let terms = self.required().flat_map(|group| terms(group, fields));
        Box::new(BooleanQuery::new(terms.map(|query| (Occur::Should, query)).collect()))
    }

    fn phrase(&self, clause: &PlannedClause, fields: Fields) -> Box<dyn TantivyQuery> {
        side_by_side(clause.groups.iter().map(|&place| &self.groups[place]), fields)
    }

    /// `query` with the conditions and the unwanted words.
    fn narrowed(
        &self,
        query: Box<dyn TantivyQuery>,
        fields: Fields,
        options: &Options,
    ) -> Box<dyn TantivyQuery> {
        let filters = options.filter.queries(fields);
        if filters.is_empty() && self.negated.is_empty() {
            return query;
        }
        let mut parts = vec![(Occur::Must, query)];
        parts.extend(filters.into_iter().map(|f| (Occur::Must, Box::new(BoostQuery::new(f, 0.0)) as Box<_>)));
        let words = self.negated.iter().filter(|groups| groups.len() == 1).flatten();
        parts.extend(words.map(|group| (Occur::MustNot, any_spelling(group, fields))));
        Box::new(BooleanQuery::new(parts))
    }
}

/// The words side by side, in every combination of their best spellings.
fn side_by_side<'g>(groups: impl Iterator<Item = &'g Group>, fields: Fields) -> Box<dyn TantivyQuery> {
    let mut rows: Vec<Vec<Term>> = vec![vec![]];
    for group in groups {
        let spellings = group.variants.iter().take(PHRASE_SPELLINGS);
        let terms: Vec<Term> = spellings.map(|v| Term::from_field_text(fields.lemma, &v.lemma)).collect();
        rows = rows
            .iter()
            .flat_map(|row| terms.iter().map(move |t| row.iter().cloned().chain([t.clone()]).collect()))
            .take(PHRASE_COMBINATIONS)
            .collect();
    }
    let phrases = rows.into_iter().filter(|row| row.len() > 1);
    let phrases =
        phrases.map(|row| (Occur::Should, Box::new(PhraseQuery::new(row)) as Box<dyn TantivyQuery>));
    Box::new(BooleanQuery::new(phrases.collect()))
}

/// The best candidates of one query, and `spare` more.
fn top(
    searcher: &Searcher,
    query: &dyn TantivyQuery,
    statistics: &Statistics,
    options: &Options,
    spare: usize,
) -> tantivy::Result<Vec<DocAddress>> {
    let wanted = CANDIDATES.max(options.limit.saturating_mul(4)) + spare;
    let wanted = wanted.min(searcher.num_docs().max(1) as usize);
    let collector = TopDocs::with_limit(wanted);
    Ok(match options.sort {
        Sort::Relevance => {
            let found =
                searcher.search_with_statistics_provider(query, &collector.order_by_score(), statistics)?;
            found.into_iter().map(|(_, doc)| doc).collect()
        }
        Sort::Date => {
            let newest = collector.order_by_fast_field::<i64>("date", Order::Desc);
            searcher.search(query, &newest)?.into_iter().map(|(_, doc)| doc).collect()
        }
    })
}

/// One scored term a spelling; for an exact word its forms.
fn terms(group: &Group, fields: Fields) -> Vec<Box<dyn TantivyQuery>> {
    let term = |field, text: &str| {
        let term = Term::from_field_text(field, text);
        Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn TantivyQuery>
    };
    if group.exact {
        return group.surfaces.iter().map(|s| term(fields.surface, s)).collect();
    }
    let boosted = |(text, weight): (&str, f32)| {
        let term = term(fields.lemma, text);
        if weight == 1.0 { term } else { Box::new(BoostQuery::new(term, weight)) }
    };
    group.variants.iter().map(|v| boosted((&v.lemma, v.weight))).collect()
}

fn any_spelling(group: &Group, fields: Fields) -> Box<dyn TantivyQuery> {
    let mut terms = terms(group, fields);
    match terms.len() {
        0 => Box::new(EmptyQuery),
        1 => terms.remove(0),
        _ => Box::new(BooleanQuery::new(terms.into_iter().map(|t| (Occur::Should, t)).collect())),
    }
}

/// A word without its other spellings, for leaving it out: its own lemmas, or where the archive has
/// none, what it is typed for without diacritics. Nobody leaves out by likeness.
fn own_forms(mut group: Group) -> Group {
    let best = group.variants.iter().map(|v| v.grade).min().unwrap_or(Grade::Form).max(Grade::Form);
    group.variants.retain(|v| v.grade <= best.min(Grade::Typing));
    group
}

/// BM25 statistics in which all spellings of one word are equally frequent.
struct Statistics<'a> {
    searcher: &'a Searcher,
    doc_freqs: FxHashMap<Term, u64>,
}

impl<'a> Statistics<'a> {
    fn new(searcher: &'a Searcher, fields: Fields, groups: &[Group]) -> tantivy::Result<Self> {
        let mut doc_freqs = FxHashMap::default();
        let mut note = |field: Field, text: &str, frequency: u64| {
            let known = doc_freqs.entry(Term::from_field_text(field, text)).or_insert(frequency);
            // A spelling of two words of the query counts as the commoner.
            *known = frequency.max(*known);
        };
        for group in groups {
            for variant in &group.variants {
                note(fields.lemma, &variant.lemma, group.doc_freq.max(1));
            }
            for surface in group.surfaces.iter().filter(|_| group.exact) {
                note(fields.surface, surface, doc_freq(searcher, fields.surface, surface)?);
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
