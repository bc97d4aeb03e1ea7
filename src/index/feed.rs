//! Articles on their way into the index: compared on the caller's thread, analysed and written by
//! workers.
//!
//! An article goes to the worker its id belongs to, so that two versions of one article in one run
//! are written in the order they came. A commit waits until the workers have written all they were
//! given: it holds whole articles, and all that were submitted before it.

use std::path::Path;
use std::sync::{PoisonError, RwLock};
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};
use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::indexer::UserOperation;
use tantivy::{IndexWriter, TantivyError, Term};

use super::backlog::{Backlog, Underway};
use super::history::History;
use super::stored::Snapshot;
use super::writer::{commit, documents, known, path_of, short_hash};
use super::{ArchiveWriter, Encoder, Fields, Fingerprint, IndexError, Manifest, Outcome, Work};
use crate::analysis::Analyzer;
use crate::corpus::Article;

/// The index being fed, as those who compare and those who write both need it.
#[derive(Clone, Copy)]
struct Target<'a> {
    path: &'a Path,
    writer: &'a RwLock<&'a mut IndexWriter<Underway>>,
    committed: &'a Snapshot,
    fields: Fields,
    fingerprint: &'a Fingerprint,
    rebuilding: bool,
}

/// Takes articles while an index is being fed.
pub struct Feed<'a> {
    target: Target<'a>,
    /// Names of files that are no more: an unchanged article of theirs is now known by its new one.
    gone: &'a FxHashSet<String>,
    seen: &'a mut FxHashMap<Box<str>, u64>,
    changed: &'a mut bool,
    pending: &'a mut bool,
    displaced: &'a mut bool,
    queues: Vec<Sender<Task>>,
}

enum Task {
    Write {
        article: Box<Article>,
        hash: u64,
        replace: bool,
    },
    /// All before it is written once this is answered.
    Answer(Sender<()>),
}

impl Feed<'_> {
    /// Compares an article with the index and, if it is new or changed, has it written.
    pub fn submit(&mut self, article: Article) -> Result<Outcome, IndexError> {
        let hash = short_hash(&article);
        let (outcome, write) = self.compare(&article, hash)?;
        self.seen.insert(article.id.as_str().into(), hash);
        if write {
            (*self.changed, *self.pending) = (true, true);
            let queue = &self.queues[id_hash(&article.id) as usize % self.queues.len()];
            let replace = outcome != Outcome::Added;
            // A worker that ended has an error to tell; the join brings it.
            let _ = queue.send(Task::Write { article: Box::new(article), hash, replace });
        }
        Ok(outcome)
    }

    /// What becomes of an article, and whether it must be written for that.
    fn compare(&mut self, article: &Article, hash: u64) -> Result<(Outcome, bool), IndexError> {
        let Target { path, committed, fields, rebuilding, .. } = self.target;
        match self.seen.get(article.id.as_str()) {
            Some(&before) if before == hash => return Ok((Outcome::Unchanged, false)),
            Some(_) => {
                *self.displaced = true;
                return Ok((Outcome::Replaced, true));
            }
            None if rebuilding => return Ok((Outcome::Added, true)),
            None => {}
        }
        let before = known(committed, fields, &article.id);
        let Some((before, head)) = before.map_err(|e| IndexError::from_tantivy(path, e))? else {
            return Ok((Outcome::Added, true));
        };
        if before == hash && self.gone.is_empty() {
            return Ok((Outcome::Unchanged, false));
        }
        let from = path_of(path, committed, fields, head)?;
        if before == hash {
            let moved =
                from.is_some_and(|from| Some(&from) != article.path.as_ref() && is_of(&from, self.gone));
            return Ok((Outcome::Unchanged, moved));
        }
        *self.displaced |= from != article.path;
        Ok((Outcome::Replaced, true))
    }

    /// Did an article take the place of one from another file? See [`ArchiveWriter::has_displaced`].
    pub fn has_displaced(&self) -> bool {
        *self.displaced
    }

    /// Commits all that was submitted, and keeps the list of the files that are in it whole. Nothing
    /// where the index is being rebuilt, which is one commit or none.
    pub fn commit(&mut self, files: &Manifest) -> Result<(), IndexError> {
        let Target { path, writer, fingerprint, rebuilding, .. } = self.target;
        if rebuilding {
            return Ok(());
        }
        let (answer, answers) = bounded(self.queues.len());
        for queue in &self.queues {
            let _ = queue.send(Task::Answer(answer.clone()));
        }
        drop(answer);
        if answers.iter().count() < self.queues.len() {
            // A worker ended with an error: nothing more is committed, and the join tells it.
            return Ok(());
        }
        if std::mem::take(self.pending) {
            let mut writer = writer.write().unwrap_or_else(PoisonError::into_inner);
            commit(&mut writer, fingerprint).map_err(|e| IndexError::from_tantivy(path, e))?;
        }
        files.save(path)
    }
}

impl ArchiveWriter {
    /// Runs `produce` on this thread; each article it submits is compared with the index at once
    /// and, if new or changed, analysed and written by the workers. Returns when all is written
    /// (not yet committed).
    pub fn feed<R>(&mut self, produce: impl FnOnce(&mut Feed<'_>) -> R) -> Result<(R, Work), IndexError> {
        let target = Target {
            path: &self.path,
            writer: &RwLock::new(&mut self.writer),
            committed: &self.committed,
            fields: self.fields,
            fingerprint: &self.fingerprint,
            rebuilding: self.rebuilding,
        };
        let backlog = Backlog::default();
        thread::scope(|scope| {
            let mut queues = Vec::with_capacity(self.threads);
            let mut workers = Vec::with_capacity(self.threads);
            for _ in 0..self.threads {
                let (queue, tasks) = bounded(64);
                queues.push(queue);
                let backlog = &backlog;
                workers.push(scope.spawn(move || target.write(&tasks, backlog)));
            }
            let mut feed = Feed {
                target,
                gone: &self.gone,
                seen: &mut self.seen,
                changed: &mut self.changed,
                pending: &mut self.pending,
                displaced: &mut self.displaced,
                queues,
            };
            let result = produce(&mut feed);
            drop(feed);
            let mut total = Work::default();
            let mut errors = vec![];
            for worker in workers {
                let done = worker.join().unwrap_or_else(|_| {
                    let reason = "a writing thread failed; nothing of this run was committed".into();
                    Err(IndexError::Damaged { path: target.path.to_path_buf(), reason })
                });
                match done {
                    Ok(done) => {
                        total.tokens += done.tokens;
                        total.ambiguous += done.ambiguous;
                    }
                    Err(error) => errors.push(error),
                }
            }
            // Of two workers one alone learns what the system said.
            errors.sort_by_key(|error| matches!(error, IndexError::Damaged { .. }));
            errors.into_iter().next().map_or(Ok((result, total)), Err)
        })
    }
}

impl Target<'_> {
    /// A worker: articles in, one batch of documents each out.
    fn write(&self, tasks: &Receiver<Task>, backlog: &Backlog) -> Result<Work, IndexError> {
        let mut analyzer = Analyzer::new(self.fingerprint.scheme);
        let mut encoder = Encoder::default();
        for task in tasks {
            let (article, hash, replace) = match task {
                Task::Write { article, hash, replace } => (*article, hash, replace),
                Task::Answer(answer) => {
                    let _ = answer.send(());
                    continue;
                }
            };
            let id = Term::from_field_text(self.fields.id, &article.id);
            let history = match replace || self.rebuilding {
                true => History::before(self.path, self.committed, self.fields, &article.id, hash)?,
                false => History::default(),
            };
            let made = documents(
                article,
                hash,
                history,
                self.fields,
                self.fingerprint.title,
                &mut analyzer,
                &mut encoder,
            );
            let mut batch = Vec::with_capacity(made.len() + 1);
            if replace {
                batch.push(UserOperation::Delete(id));
            }
            batch.extend(backlog.admit(made).into_iter().map(UserOperation::Add));
            let written = self.writer.read().unwrap_or_else(PoisonError::into_inner).run(batch);
            written.map_err(|e| self.cause(e))?;
        }
        Ok(Work { tokens: encoder.tokens, ambiguous: encoder.ambiguous })
    }

    /// Why nothing more can be written. tantivy's thread ended with the cause and gives it to whoever
    /// joins it, that is, to the next commit; the next batch learns only that the thread is gone.
    fn cause(&self, error: TantivyError) -> IndexError {
        let mut writer = self.writer.write().unwrap_or_else(PoisonError::into_inner);
        let cause = writer.prepare_commit().err().unwrap_or(error);
        IndexError::from_tantivy(self.path, cause)
    }
}

/// Is an article's path one of these files, or an entry in one of them (`archive.zip!folder/file`)?
pub(super) fn is_of(path: &str, files: &FxHashSet<String>) -> bool {
    files.contains(path) || path.match_indices('!').any(|(at, _)| files.contains(&path[..at]))
}

fn id_hash(id: &str) -> u64 {
    use std::hash::{BuildHasher, BuildHasherDefault};
    BuildHasherDefault::<rustc_hash::FxHasher>::default().hash_one(id)
}
