//! A plan → the paragraphs worth a second look.
//!
//! Candidates come from a union of terms of our own (`union`) or, where the query has conditions, from
//! flat unions or intersections of boosted term queries, the shapes that tantivy prunes by block
//! maxima. First paragraphs with all words; only if they are too few, also those with some. What was
//! written with an operator is a condition of both.

use rustc_hash::FxHashSet;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query as TantivyQuery};
use tantivy::{DocAddress, Order, Searcher};

use super::plan::{Plan, PlannedClause, is_in_phrase};
use super::terms::{
    Spellings, Statistics, any_spelling, has_forms_as_written, long_forms, plain_terms, terms, together,
};
use super::union::{self, Spelt};
use super::{Group, Options, SearchError, Sort};
use crate::index::{Archive, Fields, IndexError};

/// Candidates looked at a second time, at the least: room for the second step to reorder the first
/// ten. Of one word a hundred bring what four hundred do.
const CANDIDATES: usize = 100;
/// Of several words the first step's order is further from the second's: in a large archive two hundred
/// bring .007 more of nDCG@10 than a hundred, at a twentieth of the time.
const CANDIDATES_OF_SEVERAL: usize = 200;
/// Of a longer query the rarest words bring the candidates; all words rank them. A union of dozens of
/// common words takes a hundred milliseconds, and the rest of a query is in the same paragraphs.
const BRINGING: usize = 12;
/// Paragraphs read at the most for the very forms of an exact phrase.
pub(super) const MOST_READ: usize = 300;
/// Of more words than this, the paragraphs with all of them are among the best with any: the query for
/// all is left out. It took a quarter of the time of a headline.
const FEW: usize = 5;
/// Nobody waits for more of them, though a single article should hold them all.
pub(super) const DEEPEST: usize = 5_000;

/// So many candidates are looked at for a plan.
pub(super) fn least(plan: &Plan) -> usize {
    if plan.wanted().nth(1).is_some() { CANDIDATES_OF_SEVERAL } else { CANDIDATES }
}

/// What a plan brought.
pub(super) struct Candidates {
    pub docs: Vec<DocAddress>,
    /// There are no others.
    pub all: bool,
}

impl Plan {
    /// The paragraphs worth a second look, about `wanted` where there are as many. What must not stand in
    /// them is asked of each; `strictly`: it is a part of the query instead, which finds them however deep
    /// they are and takes a walk over all that has these words.
    pub fn candidates(
        &self,
        archive: &Archive,
        options: &Options,
        wanted: usize,
        strictly: bool,
    ) -> Result<Candidates, SearchError> {
        let tantivy = |e| SearchError::Index(IndexError::from_tantivy(archive.path(), e));
        let (searcher, fields) = (archive.searcher(), archive.fields());
        self.effort.renew();
        let statistics = Statistics::new(searcher, fields, &self.groups).map_err(tantivy)?;
        let run = |query: Box<dyn TantivyQuery>| {
            top(searcher, &*query, &statistics, options.sort, wanted).map_err(tantivy)
        };
        let plain = match options.sort {
            Sort::Relevance if !strictly || self.unwanted.is_empty() => self.plain_words(fields),
            _ => None,
        };
        let any = |soft_phrases: bool| match &plain {
            Some(terms) => {
                let mut best =
                    union::best(searcher, terms, &statistics, wanted, &self.effort).map_err(tantivy)?;
                if let Some(query) = self.long_forms(fields) {
                    add(&mut best, run(query)?);
                }
                Ok(best)
            }
            None => run(self.some_words(fields, soft_phrases, strictly)),
        };
        let lacking = self.may_lack_some();
        let words = self.wanted().count();
        let all = || self.all_words(fields, Spellings::InFull, strictly);
        let few = !lacking || words <= FEW;
        let mut found = match &plain {
            Some(terms) if words == 1 && terms.len() > 1 || !self.any.is_empty() => any(true)?,
            _ if few => all().map(run).transpose()?.unwrap_or_default(),
            _ => vec![],
        };
        // Room for what folding the paragraphs of one article takes away.
        if found.len() < options.limit.saturating_mul(3) && lacking {
            // The paragraphs with a phrase have all its words.
            let known = few && self.wanted().all(|(place, _)| is_in_phrase(&self.clauses, place));
            let mut some = if known { vec![] } else { any(true)? };
            // Words in quotes belong together; only where the archive never has them so, any help.
            if some.is_empty() && found.is_empty() && self.clauses.iter().any(|c| c.phrase && !c.hard) {
                some = any(false)?;
            }
            add(&mut found, some);
        }
        let all = found.len() < wanted;
        if !strictly {
            self.leave_out(searcher, &mut found).map_err(tantivy)?;
        }
        Ok(Candidates { docs: found, all })
    }

    /// Takes out the paragraphs that hold what is unwanted.
    fn leave_out(&self, searcher: &Searcher, found: &mut Vec<DocAddress>) -> tantivy::Result<()> {
        if self.unwanted.is_empty() {
            return Ok(());
        }
        let mut in_order = found.clone();
        in_order.sort_unstable();
        let mut holding: FxHashSet<DocAddress> = FxHashSet::default();
        for phrase in &self.unwanted {
            phrase.among(searcher, &in_order, &mut holding)?;
        }
        found.retain(|doc| !holding.contains(doc));
        Ok(())
    }

    /// Are there words a paragraph may lack, beside others?
    fn may_lack_some(&self) -> bool {
        let soft = self.wanted().filter(|&(place, _)| !self.hard[place]).count();
        soft > 1 || soft == 1 && self.anchored
    }

    /// Every wanted word, phrase and condition; `None` where some word is not in the archive at all.
    pub(super) fn all_words(
        &self,
        fields: Fields,
        taken: Spellings,
        strictly: bool,
    ) -> Option<Box<dyn TantivyQuery>> {
        let wanted = || self.wanted().map(|(_, group)| group);
        if wanted().any(|g| g.variants.is_empty()) {
            return None;
        }
        // The words of a phrase are there where it is, which scores them.
        let apart = self.wanted().filter(|&(place, _)| !is_in_phrase(&self.clauses, place));
        let mut parts: Vec<_> = apart.map(|(_, g)| (Occur::Must, any_spelling(g, fields, taken))).collect();
        parts.extend(self.phrases(fields, true, |_| true));
        parts.extend(self.conditions(strictly));
        Some(joined(parts))
    }

    /// The terms of all wanted words where nothing else is asked.
    fn plain_words(&self, fields: Fields) -> Option<Vec<Spelt>> {
        let bound = self.clauses.iter().any(|clause| clause.phrase);
        let as_written = self.bringing().iter().any(|(_, group)| has_forms_as_written(group));
        // The alternatives are one condition, and the filters are others.
        let (anchored, conditions) = if self.any.is_empty() { (self.anchored, 0) } else { (false, 1) };
        if bound || as_written || anchored || self.conditions.len() != conditions {
            return None;
        }
        let terms = self.bringing().into_iter().flat_map(|(place, group)| plain_terms(place, group, fields));
        Some(terms.collect())
    }

    /// Their spellings that are no terms.
    fn long_forms(&self, fields: Fields) -> Option<Box<dyn TantivyQuery>> {
        let long =
            self.bringing().into_iter().flat_map(|(_, group)| long_forms(group, fields, Spellings::All));
        let long: Vec<_> = long.map(|query| (Occur::Should, query)).collect();
        (!long.is_empty()).then(|| Box::new(BooleanQuery::new(long)) as Box<_>)
    }

    /// The wanted words that bring candidates where any will do.
    fn bringing(&self) -> Vec<(usize, &Group)> {
        let any = self.any.iter().map(|&place| (place, &self.groups[place]));
        let words = self.wanted().chain(any);
        let mut words: Vec<_> = words.filter(|(_, group)| !group.variants.is_empty()).collect();
        if self.any.is_empty() {
            words.sort_by_key(|(_, group)| group.doc_freq);
            words.truncate(BRINGING);
        }
        words
    }

    /// Any wanted word, and every condition; where a word is among these, any is help enough.
    fn some_words(&self, fields: Fields, soft_phrases: bool, strictly: bool) -> Box<dyn TantivyQuery> {
        let any = self.bringing().into_iter().flat_map(|(_, group)| terms(group, fields, Spellings::All));
        let any = BooleanQuery::new(any.map(|query| (Occur::Should, query)).collect());
        let occur = if self.anchored { Occur::Should } else { Occur::Must };
        let mut parts: Vec<(Occur, Box<dyn TantivyQuery>)> = vec![(occur, Box::new(any))];
        let hard = self.wanted().filter(|&(place, _)| self.hard[place]);
        parts.extend(hard.map(|(_, group)| (Occur::Must, any_spelling(group, fields, Spellings::All))));
        parts.extend(self.phrases(fields, false, |clause| clause.hard || soft_phrases));
        parts.extend(self.conditions(strictly));
        joined(parts)
    }

    fn phrases<'p>(
        &'p self,
        fields: Fields,
        scores: bool,
        taken: impl Fn(&PlannedClause) -> bool + 'p,
    ) -> impl Iterator<Item = (Occur, Box<dyn TantivyQuery>)> + 'p {
        let phrases = self.clauses.iter().filter(move |clause| clause.phrase && taken(clause));
        phrases.map(move |clause| {
            let groups = clause.groups.iter().map(|&place| &self.groups[place]);
            let near = together(groups, clause.togetherness(), fields).at_most(&self.effort);
            let near = if scores { near.scoring() } else { near };
            (Occur::Must, Box::new(near) as Box<_>)
        })
    }

    fn conditions(&self, strictly: bool) -> impl Iterator<Item = (Occur, Box<dyn TantivyQuery>)> + '_ {
        let unwanted = self.unwanted.iter().filter(move |_| strictly);
        let unwanted = unwanted.map(|near| (Occur::MustNot, Box::new(near.clone()) as Box<_>));
        self.conditions.iter().map(|(occur, query)| (*occur, query.box_clone())).chain(unwanted)
    }
}

/// Adds what is not there yet.
fn add(found: &mut Vec<DocAddress>, more: Vec<DocAddress>) {
    let known: FxHashSet<DocAddress> = found.iter().copied().collect();
    found.extend(more.into_iter().filter(|doc| !known.contains(doc)));
}

/// One query of several parts; a single one stays as it is, for tantivy to prune.
fn joined(mut parts: Vec<(Occur, Box<dyn TantivyQuery>)>) -> Box<dyn TantivyQuery> {
    match &parts[..] {
        [(Occur::Must, _)] => parts.remove(0).1,
        _ => Box::new(BooleanQuery::new(parts)),
    }
}

/// The best candidates of one query.
fn top(
    searcher: &Searcher,
    query: &dyn TantivyQuery,
    statistics: &Statistics,
    sort: Sort,
    wanted: usize,
) -> tantivy::Result<Vec<DocAddress>> {
    let wanted = wanted.min(searcher.num_docs().max(1) as usize);
    let collector = TopDocs::with_limit(wanted);
    Ok(match sort {
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
