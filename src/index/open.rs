//! An index opened for reading: articles by id, paragraphs by document.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{
    DocAddress, DocId, DocSet, Index, IndexReader, ReloadPolicy, Searcher, SegmentReader, TERMINATED, Term,
};
use tantivy_fst::Automaton;

use super::encode::EncodedTokenizer;
use super::folder::Folder;
use super::history::{self, Revision};
use super::schema::ENCODED;
use super::stored::Snapshot;
use super::vocabulary::Vocabulary;
use super::{FORMAT_VERSION, Fields, Fingerprint, IndexError};
use crate::corpus::Article;

/// What is stored once an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredArticle {
    /// The article; its paragraphs are stored apart, so `paragraphs` is empty here.
    #[serde(flatten)]
    pub article: Article,
    /// How many paragraphs it has.
    #[serde(rename = "count")]
    pub paragraph_count: u32,
}

/// An index open for reading, at one commit.
pub struct Archive {
    path: PathBuf,
    snapshot: Snapshot,
    fields: Fields,
    fingerprint: Fingerprint,
    /// Of each field and segment, once asked for.
    vocabularies: Vec<OnceLock<Vec<Vocabulary>>>,
}

impl Archive {
    /// Opens the index in `path`; it must have been built by this version of the analyzer.
    pub fn open(path: &Path) -> Result<Self, IndexError> {
        let archive = Self::open_any_version(path)?;
        if !archive.fingerprint.is_current() {
            let expected = Fingerprint::current(archive.fingerprint.scheme, archive.fingerprint.title);
            return Err(IndexError::OtherVersion {
                path: path.to_path_buf(),
                found: archive.fingerprint.describe(),
                expected: expected.describe(),
            });
        }
        Ok(archive)
    }

    /// Opens it whatever analyzer built it: its stored articles can be read, its terms not trusted.
    pub fn open_any_version(path: &Path) -> Result<Self, IndexError> {
        if is_empty_folder(path) {
            return Err(IndexError::Missing(path.to_path_buf()));
        }
        // A folder of somebody else's is neither missing nor wrong: it is closed.
        fs::read_dir(path).map_err(|e| IndexError::io(path, &e))?;
        if !path.join("meta.json").is_file() {
            return Err(without_meta(path));
        }
        let tantivy = |e| IndexError::from_tantivy(path, e);
        let index = Index::open(Folder::mapped(path).map_err(tantivy)?).map_err(tantivy)?;
        register(&index);
        let fingerprint = fingerprint(&index, path)?;
        let (schema, fields) = Fields::schema();
        if index.schema() != schema {
            let (found, expected) = (fingerprint.format, FORMAT_VERSION);
            return Err(IndexError::OtherFormat { path: path.to_path_buf(), found, expected });
        }
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual);
        let reader: IndexReader = reader.try_into().map_err(tantivy)?;
        let vocabularies = schema.fields().map(|_| OnceLock::new()).collect();
        let path = path.to_path_buf();
        let snapshot = Snapshot::of(reader.searcher()).map_err(|e| IndexError::from_tantivy(&path, e))?;
        Ok(Archive { path, snapshot, fields, fingerprint, vocabularies })
    }

    /// Where the index is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The fields of its schema.
    pub fn fields(&self) -> Fields {
        self.fields
    }

    /// What built it.
    pub fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }

    /// The snapshot that is searched.
    pub fn searcher(&self) -> &Searcher {
        &self.snapshot
    }

    /// Shows `visit` every term of a field that the automaton accepts, segment by segment: the term, the
    /// state it ends in, the paragraphs of the segment that hold it.
    pub(crate) fn terms<A: Automaton>(
        &self,
        field: Field,
        automaton: &A,
        mut visit: impl FnMut(&str, &A::State, u64) -> ControlFlow<()>,
    ) -> tantivy::Result<()> {
        for (segment, vocabulary) in self.snapshot.segment_readers().iter().zip(self.vocabularies(field)?) {
            let index = segment.inverted_index(field)?;
            let mut looked = Ok(ControlFlow::Continue(()));
            vocabulary.walk(automaton, |term, state| {
                let Ok(text) = std::str::from_utf8(term) else { return ControlFlow::Continue(()) };
                looked = index.terms().get(term).map(|info| {
                    let paragraphs = info.map_or(0, |info| u64::from(info.doc_freq));
                    visit(text, state, paragraphs)
                });
                if matches!(looked, Ok(ControlFlow::Continue(()))) {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            });
            if looked?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The terms of a field, in each segment of the snapshot.
    fn vocabularies(&self, field: Field) -> tantivy::Result<&[Vocabulary]> {
        let known = &self.vocabularies[field.field_id() as usize];
        if let Some(vocabularies) = known.get() {
            return Ok(vocabularies);
        }
        let directory = self.snapshot.index().directory();
        let segments = self.snapshot.segment_readers().iter();
        let opened = segments.map(|segment| Vocabulary::open(directory, segment, field));
        let opened = opened.collect::<tantivy::Result<Vec<_>>>()?;
        Ok(known.get_or_init(|| opened))
    }

    /// The first paragraph's document of an article; `None` where there is no such article.
    pub fn head(&self, id: &str) -> Result<Option<DocAddress>, IndexError> {
        head_of(&self.snapshot, self.fields, id).map_err(|e| IndexError::from_tantivy(&self.path, e))
    }

    /// The article a paragraph belongs to.
    pub fn article_of(&self, doc: DocAddress, paragraph: u32) -> Result<StoredArticle, IndexError> {
        let head = DocAddress::new(doc.segment_ord, doc.doc_id.saturating_sub(paragraph));
        record(&self.path, &self.snapshot, self.fields, head)
    }

    /// The text of a paragraph.
    pub fn text(&self, doc: DocAddress) -> Result<String, IndexError> {
        text(&self.path, &self.snapshot, self.fields, doc)
    }

    /// The paragraphs of an article from number `from` up to `to`, those there are.
    pub fn paragraphs(&self, id: &str, from: u32, to: u32) -> Result<Vec<String>, IndexError> {
        let Some(head) = self.head(id)? else { return Ok(vec![]) };
        let count = self.article_of(head, 0)?.paragraph_count;
        let numbers = from.min(count)..to.min(count);
        numbers.map(|n| self.text(DocAddress::new(head.segment_ord, head.doc_id + n))).collect()
    }

    /// An article whole, as it was read.
    pub fn article(&self, id: &str) -> Result<Option<Article>, IndexError> {
        self.head(id)?.map(|head| self.whole(head)).transpose()
    }

    /// The versions of an article that others replaced, the oldest first.
    pub fn revisions(&self, id: &str) -> Result<Vec<Revision>, IndexError> {
        let Some(head) = self.head(id)? else { return Ok(vec![]) };
        history::revisions(&self.path, &self.snapshot, self.fields, head)
    }

    /// The values of a field that articles are narrowed by (source, section, author), in the form in
    /// which they are compared, the commonest first, `most` at most.
    pub fn values(&self, field: Field, most: usize) -> Result<Vec<String>, IndexError> {
        let tantivy = |e| IndexError::from_tantivy(&self.path, e);
        let mut counted: BTreeMap<String, u64> = BTreeMap::new();
        for segment in self.snapshot.segment_readers() {
            let index = segment.inverted_index(field).map_err(tantivy)?;
            let mut terms = index.terms().stream().map_err(|e| tantivy(e.into()))?;
            while let Some((term, info)) = terms.next() {
                let value = String::from_utf8_lossy(term).into_owned();
                *counted.entry(value).or_default() += u64::from(info.doc_freq);
            }
        }
        let mut counted: Vec<(String, u64)> = counted.into_iter().collect();
        counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        counted.truncate(most);
        Ok(counted.into_iter().map(|(value, _)| value).collect())
    }

    /// All articles, in the order of the index.
    pub fn articles(&self) -> impl Iterator<Item = Result<Article, IndexError>> + '_ {
        let segments = self.snapshot.segment_readers().iter().enumerate();
        segments.flat_map(move |(ord, segment)| {
            heads(segment).map(move |doc| self.whole(DocAddress::new(ord as u32, doc)))
        })
    }

    fn whole(&self, head: DocAddress) -> Result<Article, IndexError> {
        whole(&self.path, &self.snapshot, self.fields, head)
    }
}

/// The record of the article whose first document this is.
pub(super) fn record(
    path: &Path,
    snapshot: &Snapshot,
    fields: Fields,
    head: DocAddress,
) -> Result<StoredArticle, IndexError> {
    let tantivy = |e| IndexError::from_tantivy(path, e);
    let record = snapshot.record(head, fields.stored).map_err(tantivy)?;
    let mut stored: StoredArticle = serde_json::from_str(&record).map_err(|e| IndexError::Damaged {
        path: path.to_path_buf(),
        reason: format!("an article's record cannot be read ({e})"),
    })?;
    if let Some(from) = snapshot.path(head).map_err(tantivy)? {
        stored.article.path = Some(from);
    }
    Ok(stored)
}

fn text(path: &Path, snapshot: &Snapshot, fields: Fields, doc: DocAddress) -> Result<String, IndexError> {
    snapshot.text(doc, fields.stored).map_err(|e| IndexError::from_tantivy(path, e))
}

/// The article whose first document this is, with its paragraphs.
pub(super) fn whole(
    path: &Path,
    snapshot: &Snapshot,
    fields: Fields,
    head: DocAddress,
) -> Result<Article, IndexError> {
    let stored = record(path, snapshot, fields, head)?;
    let paragraphs = (0..stored.paragraph_count)
        .map(|n| text(path, snapshot, fields, DocAddress::new(head.segment_ord, head.doc_id + n)))
        .collect::<Result<_, _>>()?;
    Ok(Article { paragraphs, ..stored.article })
}

/// The first documents of a segment's articles.
pub(super) fn heads(segment: &SegmentReader) -> impl Iterator<Item = DocId> + '_ {
    let numbers = segment.fast_fields().u64("paragraph");
    segment.doc_ids_alive().filter(move |&doc| match &numbers {
        Ok(column) => column.first(doc) == Some(0),
        Err(_) => false,
    })
}

/// Is there no index, and nothing of anybody else's? True of a folder that does not exist, and of one in
/// which the making of an index was cut off before anything could be in it.
pub fn is_empty_folder(path: &Path) -> bool {
    let Ok(entries) = fs::read_dir(path) else { return !path.exists() };
    entries.flatten().all(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let begun = [".managed.json", ".tantivy-", ".tmp", ".partial"];
        name.starts_with("README")
            || name == ".gitignore"
            || begun.iter().any(|begun| name.starts_with(begun))
    })
}

/// What a folder with files in it is that has no `meta.json`.
pub(super) fn without_meta(path: &Path) -> IndexError {
    let path = path.to_path_buf();
    // tantivy's list of its files is there before anything else.
    match path.join(".managed.json").is_file() {
        true => IndexError::Damaged { path, reason: "meta.json: it is missing".into() },
        false => IndexError::NotAnIndex(path),
    }
}

/// The first document of an article in a snapshot.
pub(super) fn head_of(searcher: &Searcher, fields: Fields, id: &str) -> tantivy::Result<Option<DocAddress>> {
    first_with(searcher, &Term::from_field_text(fields.id, id))
}

/// The first document that holds a term.
pub(crate) fn first_with(searcher: &Searcher, term: &Term) -> tantivy::Result<Option<DocAddress>> {
    for (ord, segment) in searcher.segment_readers().iter().enumerate() {
        let index = segment.inverted_index(term.field())?;
        let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)? else { continue };
        while postings.doc() != TERMINATED {
            if !segment.is_deleted(postings.doc()) {
                return Ok(Some(DocAddress::new(ord as u32, postings.doc())));
            }
            postings.advance();
        }
    }
    Ok(None)
}

pub(super) fn register(index: &Index) {
    index.tokenizers().register(ENCODED, EncodedTokenizer::default());
}

/// The fingerprint of the newest commit.
pub(super) fn fingerprint(index: &Index, path: &Path) -> Result<Fingerprint, IndexError> {
    let meta = index.load_metas().map_err(|e| IndexError::from_tantivy(path, e))?;
    let payload = meta.payload.unwrap_or_default();
    serde_json::from_str(&payload).map_err(|_| IndexError::NotAnIndex(path.to_path_buf()))
}
