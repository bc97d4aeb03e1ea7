//! What an archive holds, in numbers: articles and what they are of, segments and their bytes.

use std::collections::BTreeMap;
use std::fs;

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocSet, SegmentReader, TERMINATED};

use super::open::heads;
use super::{Archive, IndexError};
use crate::corpus::{Article, PublicationDate};

/// What an archive holds.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// Articles.
    pub articles: u64,
    /// Paragraphs.
    pub paragraphs: u64,
    /// Paragraphs replaced or removed whose place is not yet reclaimed.
    pub deleted: u64,
    /// Tokens, titles included.
    pub tokens: u64,
    /// Articles of which earlier versions are kept.
    pub revised: u64,
    /// Those versions.
    pub revisions: u64,
    /// The oldest dated article.
    pub oldest: Option<Dated>,
    /// The newest.
    pub newest: Option<Dated>,
    /// Articles by source, the commonest first; those without one are not among them.
    pub sources: Vec<Counted>,
    /// Articles by the language their source states.
    pub languages: Vec<Counted>,
    /// The segments, the largest first.
    pub segments: Vec<SegmentSize>,
    /// Bytes of all files in the index's folder.
    pub bytes: u64,
}

/// An article with its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// ISO 8601.
    pub day: String,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// Articles that have a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// As an article writes it.
    pub value: String,
    /// How many.
    pub articles: u64,
}

/// A segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentSize {
    /// Paragraphs in it that count.
    pub paragraphs: u64,
    /// And that were replaced or removed.
    pub deleted: u64,
    /// Bytes of its files.
    pub bytes: u64,
}

impl Archive {
    /// Counts the whole archive.
    pub fn overview(&self) -> Result<Overview, IndexError> {
        let tantivy = |e| IndexError::from_tantivy(self.path(), e);
        let sizes = self.file_sizes();
        let mut overview =
            Overview { bytes: sizes.iter().map(|(_, bytes)| bytes).sum(), ..Overview::default() };
        let mut ends: Option<[(i64, DocAddress); 2]> = None;
        let (mut sources, mut languages) = (Counts::new(), Counts::new());
        for (ord, segment) in self.searcher().segment_readers().iter().enumerate() {
            let ord = ord as u32;
            let id = segment.segment_id().uuid_string();
            let bytes = sizes.iter().filter(|(name, _)| name.starts_with(&id)).map(|(_, bytes)| bytes).sum();
            let (paragraphs, deleted) =
                (u64::from(segment.num_docs()), u64::from(segment.num_deleted_docs()));
            overview.segments.push(SegmentSize { paragraphs, deleted, bytes });
            overview.paragraphs += paragraphs;
            overview.deleted += deleted;
            overview.tokens +=
                segment.inverted_index(self.fields().lemma).map_err(tantivy)?.total_num_tokens();
            let dates = segment.fast_fields().i64("date").map_err(tantivy)?;
            let revisions = segment.fast_fields().u64("revisions").map_err(tantivy)?;
            let mut is_head = vec![false; segment.max_doc() as usize];
            for head in heads(segment) {
                is_head[head as usize] = true;
                overview.articles += 1;
                if let Some(count) = revisions.first(head) {
                    overview.revised += 1;
                    overview.revisions += count;
                }
                if let Some(date) = dates.first(head) {
                    let this = (date, DocAddress::new(ord, head));
                    let [oldest, newest] = ends.unwrap_or([this; 2]);
                    let newer = if this.0 > newest.0 { this } else { newest };
                    ends = Some([if this.0 < oldest.0 { this } else { oldest }, newer]);
                }
            }
            count(segment, ord, self.fields().source, &is_head, &mut sources).map_err(tantivy)?;
            count(segment, ord, self.fields().lang, &is_head, &mut languages).map_err(tantivy)?;
        }
        overview.segments.sort_by_key(|segment| std::cmp::Reverse(segment.paragraphs));
        let dated = |(seconds, head): (i64, DocAddress)| -> Result<Dated, IndexError> {
            let Article { id, title, .. } = self.article_of(head, 0)?.article;
            let day = PublicationDate::from_seconds(seconds).map(|date| date.day()).unwrap_or_default();
            Ok(Dated { day, id, title })
        };
        overview.oldest = ends.map(|ends| dated(ends[0])).transpose()?;
        overview.newest = ends.map(|ends| dated(ends[1])).transpose()?;
        overview.sources = self.counted(sources, |article| article.source)?;
        overview.languages = self.counted(languages, |article| article.lang)?;
        Ok(overview)
    }

    /// The dictionary has values in lower case; an article has each as it is written.
    fn counted(
        &self,
        counts: Counts,
        written: impl Fn(Article) -> Option<String>,
    ) -> Result<Vec<Counted>, IndexError> {
        let mut counted = vec![];
        for (value, (articles, head)) in counts {
            let written = written(self.article_of(head, 0)?.article);
            counted.push(Counted { value: written.unwrap_or(value), articles });
        }
        counted.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.value.cmp(&b.value)));
        Ok(counted)
    }

    /// Bytes of all files in the folder.
    pub(crate) fn bytes(&self) -> u64 {
        self.file_sizes().iter().map(|(_, bytes)| bytes).sum()
    }

    /// Names and bytes of the files in the folder.
    fn file_sizes(&self) -> Vec<(String, u64)> {
        let Ok(entries) = fs::read_dir(self.path()) else { return vec![] };
        let size = |entry: fs::DirEntry| {
            Some((entry.file_name().to_string_lossy().into_owned(), entry.metadata().ok()?.len()))
        };
        entries.flatten().filter_map(size).collect()
    }
}

/// Articles by value, and the first document of one of them.
type Counts = BTreeMap<String, (u64, DocAddress)>;

fn count(
    segment: &SegmentReader,
    ord: u32,
    field: Field,
    is_head: &[bool],
    counts: &mut Counts,
) -> tantivy::Result<()> {
    let index = segment.inverted_index(field)?;
    let mut terms = index.terms().stream()?;
    while let Some((value, info)) = terms.next() {
        let mut postings = index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
        while postings.doc() != TERMINATED {
            if is_head[postings.doc() as usize] {
                let first = (0, DocAddress::new(ord, postings.doc()));
                let value = String::from_utf8_lossy(value).into_owned();
                counts.entry(value).or_insert(first).0 += 1;
            }
            postings.advance();
        }
    }
    Ok(())
}
