//! How many, beside the best: counts of all that a query finds, by source, by time.
//!
//! Only paragraphs with all the words count, and of an article's paragraphs the article once. An
//! article's documents lie side by side, so that its first one (document − paragraph number) stands
//! for it, and equal heads follow each other.

use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, Score, SegmentOrdinal, SegmentReader, TERMINATED};

use super::terms::Spellings;
use super::{Engine, Options, SearchError};
use crate::corpus::PublicationDate;
use crate::index::IndexError;

/// By what articles are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    /// The newspaper, agency or site.
    Source,
    /// The rubric.
    Section,
    /// Who wrote it.
    Author,
    /// `2024`.
    Year,
    /// `2024-05`.
    Month,
}

impl Facet {
    /// The name by which the command line and JSON know it.
    pub fn name(self) -> &'static str {
        match self {
            Facet::Source => "source",
            Facet::Section => "section",
            Facet::Author => "author",
            Facet::Year => "year",
            Facet::Month => "month",
        }
    }
}

/// Articles that have one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The value as one of the articles writes it, or the time.
    pub value: String,
    /// Articles found.
    pub articles: u64,
    /// Articles of the archive that have it, within the same conditions.
    pub of: u64,
}

/// All that a query finds, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// Paragraphs with all the words.
    pub paragraphs: u64,
    /// Articles that have one.
    pub articles: u64,
    /// Are these the very numbers? Where exact forms must stand side by side only each paragraph's
    /// text could tell, and there are at most so many.
    pub exact: bool,
}

/// The documents found in one segment.
struct Found {
    segment: SegmentOrdinal,
    /// First documents of the articles, ascending.
    heads: Vec<DocId>,
    paragraphs: u64,
}

impl Engine {
    /// Counts what a query finds.
    pub fn total(&mut self, text: &str, options: &Options) -> Result<Total, SearchError> {
        let (found, exact) = self.found(text, options)?;
        let sum = |count: fn(&Found) -> u64| found.iter().map(count).sum();
        Ok(Total { paragraphs: sum(|f| f.paragraphs), articles: sum(|f| f.heads.len() as u64), exact })
    }

    /// Counts the articles that a query finds by one facet: values by number, times in order.
    pub fn facet(
        &mut self,
        text: &str,
        options: &Options,
        facet: Facet,
    ) -> Result<Vec<Counted>, SearchError> {
        let (found, _) = self.found(text, options)?;
        let tantivy = |e| SearchError::Index(IndexError::from_tantivy(self.archive.path(), e));
        let all = self.narrowed(options)?;
        match facet {
            Facet::Year => self.by_time(&found, &all, 4).map_err(tantivy),
            Facet::Month => self.by_time(&found, &all, 7).map_err(tantivy),
            Facet::Source | Facet::Section | Facet::Author => self.by_value(&found, &all, facet),
        }
    }

    /// What has all the words and meets the conditions; and whether these are surely all answers.
    fn found(&mut self, text: &str, options: &Options) -> Result<(Vec<Found>, bool), SearchError> {
        let plan = self.plan(text, options)?.plan;
        plan.effort.lift();
        let exact = !plan.clauses.iter().any(|clause| clause.needs_text());
        match plan.all_words(self.archive.fields(), Spellings::All, true) {
            Some(query) => Ok((self.collect(&*query)?, exact)),
            None => Ok((vec![], exact)),
        }
    }

    /// All of the archive that meets the conditions beside the query.
    fn narrowed(&self, options: &Options) -> Result<Vec<Found>, SearchError> {
        let tantivy = |e| SearchError::Index(IndexError::from_tantivy(self.archive.path(), e));
        let conditions = options.filter.queries(&self.archive, &mut vec![]).map_err(tantivy)?;
        let mut parts: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, Box::new(AllQuery))];
        parts.extend(conditions.into_iter().map(|condition| (Occur::Must, condition)));
        self.collect(&BooleanQuery::new(parts))
    }

    fn collect(&self, query: &dyn Query) -> Result<Vec<Found>, SearchError> {
        let found = self.archive.searcher().search(query, &Heads);
        found.map_err(|e| SearchError::Index(IndexError::from_tantivy(self.archive.path(), e)))
    }

    /// `digits` of `2024-05-31` are the key: 4 for years, 7 for months.
    fn by_time(&self, found: &[Found], all: &[Found], digits: usize) -> tantivy::Result<Vec<Counted>> {
        let mut counts: FxHashMap<String, (u64, u64)> = FxHashMap::default();
        let mut count = |documents: &[Found], add: fn(&mut (u64, u64))| -> tantivy::Result<()> {
            for Found { segment, heads, .. } in documents {
                let reader = self.archive.searcher().segment_reader(*segment);
                let dates = reader.fast_fields().i64("date")?;
                // Neighbours are mostly of one day.
                let (mut last, mut key) = (None, String::new());
                for seconds in heads.iter().filter_map(|&head| dates.first(head)) {
                    let day = seconds.div_euclid(24 * 60 * 60);
                    if last != Some(day) {
                        let date = PublicationDate::from_seconds(seconds).map(|date| date.day());
                        key = date.unwrap_or_default();
                        key.truncate(digits);
                        last = Some(day);
                    }
                    match counts.get_mut(&key) {
                        Some(known) => add(known),
                        None => add(counts.entry(key.clone()).or_default()),
                    }
                }
            }
            Ok(())
        };
        count(found, |(articles, _)| *articles += 1)?;
        count(all, |(_, of)| *of += 1)?;
        let counted = counts.into_iter();
        let mut counted: Vec<Counted> =
            counted.map(|(value, (articles, of))| Counted { value, articles, of }).collect();
        counted.sort_by(|a, b| a.value.cmp(&b.value));
        Ok(counted)
    }

    fn by_value(&self, found: &[Found], all: &[Found], facet: Facet) -> Result<Vec<Counted>, SearchError> {
        let tantivy = |e| SearchError::Index(IndexError::from_tantivy(self.archive.path(), e));
        let fields = self.archive.fields();
        let field = match facet {
            Facet::Section => fields.section,
            Facet::Author => fields.author,
            _ => fields.source,
        };
        let mut counts: FxHashMap<String, (u64, u64, Option<DocAddress>)> = FxHashMap::default();
        for everything in all {
            let reader = self.archive.searcher().segment_reader(everything.segment);
            let mut marks = vec![Mark::None; reader.max_doc() as usize];
            everything.heads.iter().for_each(|&head| marks[head as usize] = Mark::There);
            let here = found.iter().filter(|f| f.segment == everything.segment);
            here.flat_map(|f| &f.heads).for_each(|&head| marks[head as usize] = Mark::Found);
            let index = reader.inverted_index(field).map_err(tantivy)?;
            let mut terms = index.terms().stream().map_err(|e| tantivy(e.into()))?;
            while let Some((value, info)) = terms.next() {
                let Ok(value) = std::str::from_utf8(value) else { continue };
                let postings = index.read_postings_from_terminfo(info, IndexRecordOption::Basic);
                let mut postings = postings.map_err(|e| tantivy(e.into()))?;
                let (mut articles, mut of, mut first) = (0, 0, None);
                while postings.doc() != TERMINATED {
                    let mark = marks[postings.doc() as usize];
                    of += u64::from(mark != Mark::None);
                    if mark == Mark::Found {
                        articles += 1;
                        first = first.or(Some(DocAddress::new(everything.segment, postings.doc())));
                    }
                    postings.advance();
                }
                let known = counts.entry(value.to_owned()).or_default();
                *known = (known.0 + articles, known.1 + of, known.2.or(first));
            }
        }
        let mut counted = vec![];
        for (value, (articles, of, first)) in counts {
            let Some(first) = first else { continue };
            // The dictionary has it in lower case; an article has it as it is written.
            let article = self.archive.article_of(first, 0)?.article;
            let written = match facet {
                Facet::Section => article.section,
                Facet::Author => article.author,
                _ => article.source,
            };
            counted.push(Counted { value: written.unwrap_or(value), articles, of });
        }
        counted.sort_by(|a, b| b.articles.cmp(&a.articles).then(a.value.cmp(&b.value)));
        Ok(counted)
    }
}

/// What a document is, for counting values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// No first document of an article within the conditions.
    None,
    /// One.
    There,
    /// One that the query found.
    Found,
}

/// Collects the first documents of the articles found.
struct Heads;

struct HeadsOfSegment {
    found: Found,
    numbers: Column<u64>,
}

impl Collector for Heads {
    type Fruit = Vec<Found>;
    type Child = HeadsOfSegment;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<HeadsOfSegment> {
        let numbers = reader.fast_fields().u64("paragraph")?;
        Ok(HeadsOfSegment { found: Found { segment, heads: vec![], paragraphs: 0 }, numbers })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, found: Vec<Found>) -> tantivy::Result<Vec<Found>> {
        Ok(found)
    }
}

impl SegmentCollector for HeadsOfSegment {
    type Fruit = Found;

    fn collect(&mut self, doc: DocId, _: Score) {
        let head = doc.saturating_sub(self.numbers.first(doc).unwrap_or(0) as DocId);
        self.found.paragraphs += 1;
        if self.found.heads.last() != Some(&head) {
            self.found.heads.push(head);
        }
    }

    fn harvest(self) -> Found {
        self.found
    }
}
