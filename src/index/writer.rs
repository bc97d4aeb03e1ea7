//! Articles into the index: incremental, on several threads, in one commit.
//!
//! The caller's thread reads; workers analyse and hand whole articles to tantivy's own threads. An
//! article goes to the worker its id belongs to, so that two versions of one article in one run
//! are written in the order they came.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use crossbeam_channel::{Receiver, bounded};
use rustc_hash::FxHashMap;
use tantivy::indexer::{NoMergePolicy, UserOperation};
use tantivy::schema::{TantivyDocument, Value};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{DocAddress, Index, IndexSettings, IndexWriter, ReloadPolicy, Searcher, Term};

use super::folder::Folder;
use super::open::{fingerprint, head_of, is_empty_folder, register};
use super::{Archive, Encoder, Fields, Fingerprint, IndexError, LONG_FORM, Manifest, StoredArticle};
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
    /// Threads that analyse, and as many that write.
    pub threads: usize,
}

impl Default for Settings {
    fn default() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        // 200 MB: with it 1.2 million paragraphs peak at 550 MB (docs/measurements.md).
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

/// At most so many segments are left by a run.
const MAX_SEGMENTS: usize = 4;
/// And each is more than this many times larger than all smaller ones together.
const LEAP: u64 = 8;
/// One with fewer paragraphs is rewritten in a fraction of a second, whatever is new.
const SMALL: u32 = 20_000;

/// An index open for writing. One at a time an index; another process gets [`IndexError::Busy`].
pub struct ArchiveWriter {
    path: PathBuf,
    index: Index,
    writer: IndexWriter,
    committed: Searcher,
    /// Content hash by id, of the articles of this run.
    seen: FxHashMap<Box<str>, u64>,
    fields: Fields,
    fingerprint: Fingerprint,
    threads: usize,
    changed: bool,
    rebuilding: bool,
    displaced: bool,
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
            let compressor = Compressor::Zstd(ZstdCompressor { compression_level: Some(3) });
            let store = IndexSettings { docstore_compression: compressor, ..IndexSettings::default() };
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
            return Err(IndexError::NotAnIndex(path.to_path_buf()));
        };
        register(&index);
        let threads = settings.threads.max(1);
        let writer = index
            .writer_with_num_threads(
                threads,
                settings.memory.clamp(threads * THREAD_MEMORY.0, threads * THREAD_MEMORY.1),
            )
            .map_err(tantivy)?;
        // A killed run leaves files that no commit knows; one of deletions has the very name that the
        // next run gives its own, and tantivy writes no file twice.
        writer.garbage_collect_files().wait().map_err(tantivy)?;
        // Merging waits for the end of the run: then it merges once what it would have merged often.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let reader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(tantivy)?;
        let committed = reader.searcher();
        let seen = FxHashMap::default();
        Ok(ArchiveWriter {
            path: path.into(),
            index,
            writer,
            committed,
            seen,
            fields,
            fingerprint,
            threads,
            changed,
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
        (writer.rebuilding, writer.changed) = (true, true);
        Ok((writer, archive))
    }

    /// Runs `produce` on this thread; each article it submits is compared with the index at once
    /// and, if new or changed, analysed and written by the workers. Returns when all is written
    /// (not yet committed).
    pub fn feed<R>(
        &mut self,
        produce: impl FnOnce(&mut dyn FnMut(Article) -> Result<Outcome, IndexError>) -> R,
    ) -> Result<(R, Work), IndexError> {
        let ArchiveWriter {
            path,
            writer,
            committed,
            seen,
            fields,
            fingerprint,
            threads,
            changed,
            rebuilding,
            displaced,
            ..
        } = self;
        let (path, writer, fields, fingerprint) = (&*path, &*writer, *fields, &*fingerprint);
        thread::scope(|scope| {
            let mut queues = Vec::with_capacity(*threads);
            let mut workers = Vec::with_capacity(*threads);
            for _ in 0..*threads {
                let (queue, jobs) = bounded(64);
                queues.push(queue);
                workers.push(scope.spawn(move || work(writer, fields, fingerprint, &jobs)));
            }
            let tantivy = |e| IndexError::from_tantivy(path, e);
            let mut submit = |article: Article| {
                let hash = short_hash(&article);
                let outcome = match seen.get(article.id.as_str()) {
                    Some(&before) if before == hash => Outcome::Unchanged,
                    Some(_) => {
                        *displaced = true;
                        Outcome::Replaced
                    }
                    None if *rebuilding => Outcome::Added,
                    None => match known(committed, fields, &article.id).map_err(tantivy)? {
                        Some((before, _)) if before == hash => Outcome::Unchanged,
                        Some((_, head)) => {
                            let before = path_of(committed, fields, head).map_err(tantivy)?;
                            *displaced |= before != article.path;
                            Outcome::Replaced
                        }
                        None => Outcome::Added,
                    },
                };
                seen.insert(article.id.as_str().into(), hash);
                if outcome != Outcome::Unchanged {
                    *changed = true;
                    let queue = &queues[id_hash(&article.id) as usize % queues.len()];
                    // A worker that ended has an error to tell; the join below brings it.
                    let _ = queue.send(Job { article, hash, replace: outcome == Outcome::Replaced });
                }
                Ok(outcome)
            };
            let result = produce(&mut submit);
            drop(queues);
            let mut total = Work::default();
            for worker in workers {
                let done = worker.join().map_err(|_| IndexError::Damaged {
                    path: path.clone(),
                    reason: "a writing thread failed; nothing of this run was committed".into(),
                })?;
                let done = done.map_err(|e| IndexError::from_tantivy(path, e))?;
                total.tokens += done.tokens;
                total.ambiguous += done.ambiguous;
            }
            Ok((result, total))
        })
    }

    /// Did an article take the place of one from another file? Then which file holds what is no
    /// longer told by the files' times: they must be read again.
    pub fn has_displaced(&self) -> bool {
        self.displaced
    }

    /// Commits what was fed and merges small segments. Nothing fed, nothing done.
    pub fn commit(self) -> Result<(), IndexError> {
        self.commit_with(None)
    }

    /// The same, and keeps the list of files beside the index before another writer may begin.
    pub fn commit_with(mut self, files: Option<&Manifest>) -> Result<(), IndexError> {
        let path = self.path.clone();
        let tantivy = |e| IndexError::from_tantivy(&path, e);
        if self.changed {
            let mut prepared = self.writer.prepare_commit().map_err(tantivy)?;
            let payload = serde_json::to_string(&self.fingerprint).unwrap_or_default();
            prepared.set_payload(&payload);
            prepared.commit().map_err(tantivy)?;
            self.merge_small_segments().map_err(tantivy)?;
        }
        if let Some(files) = files {
            files.save(&path)?;
        }
        self.writer.wait_merging_threads().map_err(tantivy)
    }

    /// Merges the smallest segments where [`surplus`] says so, and rewrites those that are mostly
    /// deletions.
    fn merge_small_segments(&mut self) -> tantivy::Result<()> {
        let mut segments = self.index.searchable_segment_metas()?;
        segments.sort_by_key(|s| s.num_docs());
        let surplus = surplus(&segments.iter().map(|s| s.num_docs()).collect::<Vec<_>>());
        let stale = |s: &tantivy::SegmentMeta| s.num_deleted_docs() * 3 > s.max_doc();
        let chosen = segments.iter().enumerate().filter(|(i, s)| *i < surplus || stale(s));
        let ids: Vec<_> = chosen.map(|(_, s)| s.id()).collect();
        // Files of segments that somebody still holds are not collected.
        drop(segments);
        if !ids.is_empty() {
            self.writer.merge(&ids).wait()?;
            self.writer.garbage_collect_files().wait()?;
        }
        Ok(())
    }
}

/// How many of the smallest segments to merge into one, of the paragraphs in each, ascending.
///
/// A search looks into every segment, and finding spellings costs as much in each: four halve the
/// speed of one. So a segment is left apart only where taking it in would rewrite [`LEAP`] times
/// what is new; adding a day's articles to a large archive stays cheap, an archive built in one go
/// is one segment.
fn surplus(ascending: &[u32]) -> usize {
    let mut total = 0u64;
    let mut surplus = 0;
    for (place, &paragraphs) in ascending.iter().enumerate() {
        let near = paragraphs < SMALL || total * LEAP >= u64::from(paragraphs);
        if place > 0 && (near || ascending.len() - place >= MAX_SEGMENTS) {
            surplus = place + 1;
        }
        total += u64::from(paragraphs);
    }
    surplus
}

struct Job {
    article: Article,
    hash: u64,
    replace: bool,
}

/// A worker: articles in, one batch of documents each out.
fn work(
    writer: &IndexWriter,
    fields: Fields,
    fingerprint: &Fingerprint,
    jobs: &Receiver<Job>,
) -> tantivy::Result<Work> {
    let mut analyzer = Analyzer::new(fingerprint.scheme);
    let mut encoder = Encoder::default();
    for job in jobs {
        let Job { article, hash, replace } = job;
        let mut batch = Vec::with_capacity(article.paragraphs.len() + 1);
        if replace {
            batch.push(UserOperation::Delete(Term::from_field_text(fields.id, &article.id)));
        }
        let documents = documents(article, hash, fields, fingerprint.title, &mut analyzer, &mut encoder);
        batch.extend(documents.into_iter().map(UserOperation::Add));
        writer.run(batch)?;
    }
    Ok(Work { tokens: encoder.tokens, ambiguous: encoder.ambiguous })
}

/// One document a paragraph, in order.
fn documents(
    mut article: Article,
    hash: u64,
    fields: Fields,
    with_title: bool,
    analyzer: &mut Analyzer,
    encoder: &mut Encoder,
) -> Vec<TantivyDocument> {
    let paragraphs = std::mem::take(&mut article.paragraphs);
    let stored = StoredArticle { paragraph_count: paragraphs.len() as u32, article };
    let record = serde_json::to_string(&stored).unwrap_or_default();
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
        let mut document = TantivyDocument::default();
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
        document.add_text(fields.text, text);
        if n == 0 {
            document.add_text(fields.article, &record);
        }
        document
    };
    let mut documents: Vec<TantivyDocument> = paragraphs.into_iter().enumerate().map(make).collect();
    if let (Some(signature), Some(head)) = (encoder.signature(), documents.first_mut()) {
        signature.numbers().iter().for_each(|&number| head.add_u64(fields.signature, number));
        signature.bands().for_each(|band| head.add_bytes(fields.band, &band));
    }
    documents
}

/// Content hash and first document of an article in a snapshot.
fn known(searcher: &Searcher, fields: Fields, id: &str) -> tantivy::Result<Option<(u64, DocAddress)>> {
    let Some(head) = head_of(searcher, fields, id)? else { return Ok(None) };
    let column = searcher.segment_reader(head.segment_ord).fast_fields().u64("hash")?;
    Ok(Some((column.first(head.doc_id).unwrap_or(0), head)))
}

/// The file an article was read from.
fn path_of(searcher: &Searcher, fields: Fields, head: DocAddress) -> tantivy::Result<Option<String>> {
    let record: TantivyDocument = searcher.doc(head)?;
    let record = record.get_first(fields.article).and_then(|v| v.as_str()).unwrap_or_default();
    Ok(serde_json::from_str(record).ok().and_then(|stored: StoredArticle| stored.article.path))
}

fn short_hash(article: &Article) -> u64 {
    let hash = article.content_hash();
    hash[..8].iter().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

fn id_hash(id: &str) -> u64 {
    use std::hash::{BuildHasher, BuildHasherDefault};
    BuildHasherDefault::<rustc_hash::FxHasher>::default().hash_one(id)
}

/// Makes the folder, readable by its owner alone: an archive may hold what is not public.
fn create_private(path: &Path) -> std::io::Result<()> {
    fs::create_dir_all(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_near_in_size_become_one_and_a_large_one_is_left_alone() {
        assert_eq!(surplus(&[]), 0);
        assert_eq!(surplus(&[7]), 0);
        assert_eq!(surplus(&[200, 210, 220]), 3, "an archive built in one go");
        assert_eq!(surplus(&[100, 1_000_000]), 0, "a day's articles beside a large archive");
        assert_eq!(surplus(&[100, 120, 1_000_000]), 2, "the days go together");
        assert_eq!(surplus(&[100, 500_000, 500_000]), 3);
        assert_eq!(surplus(&[5, 300]), 2, "a small archive is one segment however it was written");
        let (k, m) = (1_000, 1_000_000);
        assert_eq!(surplus(&[30 * k, 300 * k, 3 * m, 30 * m, 300 * m]), 2, "never more than four");
    }
}
