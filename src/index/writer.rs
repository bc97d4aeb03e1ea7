//! An index open for writing: made, filled, thinned out, committed.
//!
//! `feed` brings articles to it on several threads, `history` keeps what they replace, `segments`
//! says what is merged. What was committed is never undone: whatever ends the process, the last
//! commit is what is found.

use std::path::{Path, PathBuf};
use std::thread;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::indexer::NoMergePolicy;
use tantivy::schema::TantivyDocument;
use tantivy::store::Compressor;
use tantivy::{DocAddress, Index, IndexSettings, IndexWriter, ReloadPolicy, Searcher, Term};

use super::backlog::{Made, Underway};
use super::feed::is_of;
use super::folder::{Folder, create_private};
use super::history::History;
use super::open::{fingerprint, head_of, heads, is_empty_folder, record, register, without_meta};
use super::stored::{Snapshot, store};
use super::{
    Archive, Encoder, Fields, Fingerprint, IndexError, LONG_FORM, Manifest, StoredArticle, segments,
};
use crate::analysis::{Analyzer, Scheme, explained_acronyms};
use crate::corpus::Article;

/// How to build.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What stands in the lemma field; `None`: as the index has it, else [`Scheme::Axtar`].
    pub scheme: Option<Scheme>,
    /// Are the title's words searchable with each paragraph? `None`: as the index has it, else yes.
    pub title: Option<bool>,
    /// Bytes tantivy may hold before it writes a segment, over all its threads.
    pub memory: usize,
    /// Threads that analyse; half as many write, since fewer and larger segments cost less to write and
    /// to merge than threads bring.
    pub threads: usize,
}

impl Default for Settings {
    fn default() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        // 200 MB: with it 0.7 million articles peak at 410 MB (docs/measurements.md).
        Settings { scheme: None, title: None, memory: 200_000_000, threads: cores.clamp(1, 8) }
    }
}

/// What became of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Its id was not in the index.
    Added,
    /// Its id was there with other content.
    Replaced,
    /// It was there as it is.
    Unchanged,
}

/// What a run did.
#[derive(Clone, Copy, Debug, Default)]
pub struct Work {
    /// Tokens written.
    pub tokens: u64,
    /// Of these, tokens with two lemmas.
    pub ambiguous: u64,
}

/// Bytes a thread of tantivy's takes at the least and at the most.
const THREAD_MEMORY: (usize, usize) = (16_000_000, 4_000_000_000);

/// An index open for writing. One at a time an index; another process gets [`IndexError::Busy`].
pub struct ArchiveWriter {
    pub(super) path: PathBuf,
    index: Index,
    pub(super) writer: IndexWriter<Underway>,
    /// What there was when it was opened.
    pub(super) committed: Snapshot,
    /// Content hash by id, of the articles of this run.
    pub(super) seen: FxHashMap<Box<str>, u64>,
    /// Names of files that are no more.
    pub(super) gone: FxHashSet<String>,
    pub(super) fields: Fields,
    pub(super) fingerprint: Fingerprint,
    pub(super) threads: usize,
    /// Was anything written in this run?
    pub(super) changed: bool,
    /// Is some of it not yet committed?
    pub(super) pending: bool,
    pub(super) rebuilding: bool,
    pub(super) displaced: bool,
}

impl ArchiveWriter {
    /// Opens the index in `path`, or makes one there if the folder is new or empty.
    pub fn open(path: &Path, settings: &Settings) -> Result<Self, IndexError> {
        Self::open_as(path, settings, |found| check(path, &found, settings).map(|()| found))
    }

    /// The same where `accept` turns the fingerprint found into that of the next commit.
    fn open_as(
        path: &Path,
        settings: &Settings,
        accept: impl FnOnce(Fingerprint) -> Result<Fingerprint, IndexError>,
    ) -> Result<Self, IndexError> {
        let tantivy = |e| IndexError::from_tantivy(path, e);
        let (schema, fields) = Fields::schema();
        let folder = || Folder::windowed(path).map_err(tantivy);
        let (index, fingerprint, changed) = if is_empty_folder(path) {
            create_private(path).map_err(|e| IndexError::io(path, &e))?;
            // Texts come packed.
            let store = IndexSettings {
                docstore_compression: Compressor::None,
                docstore_compress_dedicated_thread: false,
                ..IndexSettings::default()
            };
            let index = Index::create(folder()?, schema, store).map_err(tantivy)?;
            let fingerprint =
                Fingerprint::current(settings.scheme.unwrap_or_default(), settings.title.unwrap_or(true));
            // Even an index without articles carries its fingerprint.
            (index, fingerprint, true)
        } else if path.join("meta.json").is_file() {
            let index = Index::open(folder()?).map_err(tantivy)?;
            let found = match fingerprint(&index, path) {
                Ok(found) => found,
                // Killed between making the folder and the first commit: nothing is lost by going on.
                Err(_)
                    if index.schema() == schema
                        && index.load_metas().is_ok_and(|m| m.segments.is_empty()) =>
                {
                    Fingerprint::current(settings.scheme.unwrap_or_default(), settings.title.unwrap_or(true))
                }
                Err(error) => return Err(error),
            };
            (index, accept(found)?, false)
        } else {
            return Err(without_meta(path));
        };
        register(&index);
        let threads = settings.threads.max(1);
        let writers = threads.div_ceil(2);
        let memory = settings.memory.clamp(writers * THREAD_MEMORY.0, writers * THREAD_MEMORY.1);
        let writer = index.writer_with_num_threads(writers, memory).map_err(tantivy)?;
        // A killed run leaves files that no commit knows; one of deletions has the very name that the
        // next run gives its own, and tantivy writes no file twice.
        writer.garbage_collect_files().wait().map_err(tantivy)?;
        // Merging waits for the end of the run: then it merges once what it would have merged often.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let reader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(tantivy)?;
        let committed = Snapshot::of(reader.searcher()).map_err(tantivy)?;
        let seen = FxHashMap::default();
        Ok(ArchiveWriter {
            path: path.into(),
            index,
            writer,
            committed,
            seen,
            gone: FxHashSet::default(),
            fields,
            fingerprint,
            threads,
            changed,
            pending: changed,
            rebuilding: false,
            displaced: false,
        })
    }

    /// Opens an index that any version of the analyzer built, to be filled anew: everything in it
    /// goes with the commit, and not before. Articles are taken from [`Archive::articles`] of an
    /// archive opened while this writer is held, so that nothing is added in between.
    pub fn rebuild(path: &Path, settings: &Settings) -> Result<(Self, Archive), IndexError> {
        let found = Archive::open_any_version(path)?.fingerprint().clone();
        let asked = Fingerprint::current(
            settings.scheme.unwrap_or(found.scheme),
            settings.title.unwrap_or(found.title),
        );
        let mut writer = Self::open_as(path, settings, |_| Ok(asked))?;
        let archive = Archive::open_any_version(path)?;
        writer.writer.delete_all_documents().map_err(|e| IndexError::from_tantivy(path, e))?;
        (writer.rebuilding, writer.changed, writer.pending) = (true, true, true);
        Ok((writer, archive))
    }

    /// Did an article take the place of one from another file? Then which file holds what is no
    /// longer told by the files' times: they must be read again.
    pub fn has_displaced(&self) -> bool {
        self.displaced
    }

    /// Tells the names of files that are no more: an article of theirs that comes again unchanged
    /// from another file is known by that file from then on.
    pub fn note_gone(&mut self, names: impl IntoIterator<Item = String>) {
        self.gone.extend(names);
    }

    /// Removes an article with its earlier versions; `None` where there is no such article.
    pub fn remove(&mut self, id: &str) -> Result<Option<StoredArticle>, IndexError> {
        let head = head_of(&self.committed, self.fields, id);
        let Some(head) = head.map_err(|e| IndexError::from_tantivy(&self.path, e))? else { return Ok(None) };
        let article = record(&self.path, &self.committed, self.fields, head)?;
        self.delete(id);
        Ok(Some(article))
    }

    /// Removes the articles of the files noted as gone that did not come again in this run. Their
    /// ids.
    pub fn prune(&mut self) -> Result<Vec<String>, IndexError> {
        let mut ids = vec![];
        for (ord, segment) in self.committed.segment_readers().iter().enumerate() {
            for doc in heads(segment) {
                let head = DocAddress::new(ord as u32, doc);
                let article = record(&self.path, &self.committed, self.fields, head)?.article;
                let is_gone = article.path.is_some_and(|path| is_of(&path, &self.gone));
                if is_gone && !self.seen.contains_key(article.id.as_str()) {
                    ids.push(article.id);
                }
            }
        }
        ids.iter().for_each(|id| self.delete(id));
        Ok(ids)
    }

    fn delete(&mut self, id: &str) {
        self.writer.delete_term(Term::from_field_text(self.fields.id, id));
        (self.changed, self.pending) = (true, true);
    }

    /// Commits what was fed and merges small segments. Nothing fed, nothing done.
    pub fn commit(self) -> Result<(), IndexError> {
        self.commit_with(None)
    }

    /// The same, and keeps the list of files beside the index before another writer may begin.
    pub fn commit_with(mut self, files: Option<&Manifest>) -> Result<(), IndexError> {
        let path = self.path.clone();
        let tantivy = |e| IndexError::from_tantivy(&path, e);
        if self.pending {
            commit(&mut self.writer, &self.fingerprint).map_err(tantivy)?;
        }
        // Before merging, which may take its time: what the list names is in the index by now.
        if let Some(files) = files {
            files.save(&path)?;
        }
        if self.changed {
            segments::merge_small(&self.index, &mut self.writer).map_err(tantivy)?;
        }
        self.writer.wait_merging_threads().map_err(tantivy)
    }

    /// Makes one segment of all, without what was replaced or removed: that leaves the disk only
    /// now. False where there was nothing to do.
    pub fn optimize(mut self) -> Result<bool, IndexError> {
        let path = self.path.clone();
        let tantivy = |e| IndexError::from_tantivy(&path, e);
        // An open reader's files are not collected.
        drop(self.committed);
        let done = segments::merge_all(&self.index, &mut self.writer).map_err(tantivy)?;
        self.writer.wait_merging_threads().map_err(tantivy)?;
        Ok(done)
    }
}

/// Commits, with the fingerprint beside what is committed.
pub(super) fn commit(writer: &mut IndexWriter<Underway>, fingerprint: &Fingerprint) -> tantivy::Result<()> {
    let mut prepared = writer.prepare_commit()?;
    prepared.set_payload(&serde_json::to_string(fingerprint).unwrap_or_default());
    prepared.commit().map(drop)
}

/// A longer path (of entries in archives in archives) stays in the article's record: a column holds values
/// of 64 KiB at the most.
const LONGEST_PATH: usize = 4_096;

/// Room for the small fields of a document.
const FEW_BYTES: usize = 256;

/// One document a paragraph, in order.
pub(super) fn documents(
    mut article: Article,
    hash: u64,
    history: History,
    fields: Fields,
    with_title: bool,
    analyzer: &mut Analyzer,
    encoder: &mut Encoder,
) -> Vec<Made> {
    let paragraphs = std::mem::take(&mut article.paragraphs);
    let path = article.path.take_if(|path| path.len() <= LONGEST_PATH);
    let stored = StoredArticle { paragraph_count: paragraphs.len() as u32, article };
    let record = serde_json::to_string(&stored).unwrap_or_default();
    let mut kept = vec![];
    let article = &stored.article;
    let filter_key = |value: &Option<String>| value.as_ref().map(|v| super::filter_key(v));
    let narrowing = [
        (fields.source, filter_key(&article.source)),
        (fields.section, filter_key(&article.section)),
        (fields.author, filter_key(&article.author)),
    ];
    let date = article.date.as_ref().map(|d| d.seconds());
    let make = |(n, text): (usize, String)| {
        // Of an article that is its title alone the words count once.
        let title = (with_title && article.title != text).then_some(article.title.as_str());
        encoder.encode(analyzer, title, &text);
        kept.clear();
        store((n == 0).then_some(&record), &text, &mut kept);
        let bytes = encoder.bytes() + kept.len();
        let mut document = TantivyDocument::with_capacity(bytes + FEW_BYTES);
        document.add_text(fields.lemma, &encoder.lemma);
        document.add_text(fields.surface, &encoder.surface);
        document.add_text(fields.name, &encoder.name);
        explained_acronyms(analyzer, &text, |acronym, long| {
            document.add_text(fields.acronym, format!("{acronym}\t{long}"));
            document.add_text(fields.acronym, format!("{LONG_FORM}{long}\t{acronym}"));
        });
        document.add_text(fields.id, &article.id);
        for (field, value) in &narrowing {
            if let Some(value) = value {
                document.add_text(*field, value);
            }
        }
        if let Some(date) = date {
            document.add_i64(fields.date, date);
        }
        document.add_u64(fields.paragraph, n as u64);
        document.add_u64(fields.hash, hash);
        document.add_bytes(fields.stored, &kept);
        if n == 0 {
            if let Some(path) = &path {
                document.add_text(fields.path, path);
            }
            if let Some(packed) = &history.packed {
                document.add_bytes(fields.history, packed);
                document.add_u64(fields.revisions, history.count);
            }
            if let Some(lang) = &article.lang {
                document.add_text(fields.lang, super::filter_key(lang));
            }
        }
        Made { document, bytes }
    };
    let mut documents: Vec<Made> = paragraphs.into_iter().enumerate().map(make).collect();
    if let (Some(signature), Some(head)) = (encoder.signature(), documents.first_mut()) {
        signature.numbers().iter().for_each(|&number| head.document.add_u64(fields.signature, number));
        signature.keys().for_each(|key| head.document.add_bytes(fields.copy_key, &key));
    }
    documents
}

/// Content hash and first document of an article in a snapshot.
pub(super) fn known(
    searcher: &Searcher,
    fields: Fields,
    id: &str,
) -> tantivy::Result<Option<(u64, DocAddress)>> {
    let Some(head) = head_of(searcher, fields, id)? else { return Ok(None) };
    let column = searcher.segment_reader(head.segment_ord).fast_fields().u64("hash")?;
    Ok(Some((column.first(head.doc_id).unwrap_or(0), head)))
}

/// The file an article was read from.
pub(super) fn path_of(
    path: &Path,
    snapshot: &Snapshot,
    fields: Fields,
    head: DocAddress,
) -> Result<Option<String>, IndexError> {
    record(path, snapshot, fields, head).map(|stored| stored.article.path)
}

/// Bytes of the content hash that are kept: one new text in a million million is taken for the old one,
/// and eight bytes would make a hundredth of a small article's index.
const HASH_BYTES: usize = 5;

pub(super) fn short_hash(article: &Article) -> u64 {
    let hash = article.content_hash();
    hash[..HASH_BYTES].iter().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// Does an existing index fit this program and what was asked?
fn check(path: &Path, found: &Fingerprint, settings: &Settings) -> Result<(), IndexError> {
    let path = path.to_path_buf();
    let expected = Fingerprint::current(found.scheme, found.title);
    if *found != expected {
        return Err(IndexError::OtherVersion {
            path,
            found: found.describe(),
            expected: expected.describe(),
        });
    }
    let asked =
        Fingerprint::current(settings.scheme.unwrap_or(found.scheme), settings.title.unwrap_or(found.title));
    if *found != asked {
        let describe = |f: &Fingerprint| {
            format!(
                "--analyzer {}{}",
                serde_json::to_string(&f.scheme).unwrap_or_default().replace('"', ""),
                if f.title { "" } else { " --no-title" }
            )
        };
        return Err(IndexError::OtherSettings { path, found: describe(found), asked: describe(&asked) });
    }
    Ok(())
}
