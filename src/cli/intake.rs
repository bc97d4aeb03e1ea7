//! Files into the index: which are read, what is told of each, what is committed when.
//!
//! `walk` says which files there are and the list of files which of them are known; the rest is read
//! into the writer. What is read is committed every now and then, so that a run cut off keeps what
//! it did, and at the end the articles of files that are no more are taken out, if that was asked.

use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axtar::corpus::{self, Article, Mapping, ReadError, Severity, SourceFile};
use axtar::index::{
    ArchiveWriter, Feed, IndexError, Manifest, Outcome as Written, Settings, Stamp, Vanished, Work,
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rustc_hash::FxHashSet;

use super::index::Summary;
use super::interrupt::Interrupt;
use super::messages::table::{ARTICLE, FINISHING, TIME_LEFT};
use super::messages::{inputs, say};
use super::output::{await_input, counted, thousands, warning};
use super::report::{Became, Input, Problem, Report};

/// An id is a term of the index, and a term has its limit; no url in use is this long.
const LONGEST_ID: usize = 4_096;

/// What is read, and how.
pub struct Intake<'a> {
    pub index: &'a Path,
    pub paths: &'a [PathBuf],
    pub mapping: &'a Mapping,
    pub settings: &'a Settings,
    /// Are articles of files that are no more taken out?
    pub prune: bool,
    /// What is read is committed this often.
    pub commit_every: Duration,
    pub interrupt: Interrupt,
}

impl<'a> Intake<'a> {
    /// One that takes in what is new or changed, and nothing else.
    pub fn new(index: &'a Path, paths: &'a [PathBuf], mapping: &'a Mapping, settings: &'a Settings) -> Self {
        let interrupt = Interrupt::never(index);
        Intake { index, paths, mapping, settings, prune: false, commit_every: COMMIT_EVERY, interrupt }
    }

    /// Files under the paths given that were read once and are no more.
    pub fn vanished(&self) -> Vec<Vanished> {
        let (files, _) = corpus::walk_without(self.paths, Some(self.index));
        self.vanished_but(&files, &Manifest::load(self.index))
    }

    /// A folder that is no more itself, such as a disk that is not mounted, says nothing of its files.
    fn vanished_but(&self, files: &[SourceFile], manifest: &Manifest) -> Vec<Vanished> {
        let folders = self.paths.iter().filter(|path| path.is_dir());
        let folders: Vec<PathBuf> = folders.filter_map(|path| std::path::absolute(path).ok()).collect();
        if folders.is_empty() {
            return vec![];
        }
        let present: FxHashSet<String> = files.iter().map(key).collect();
        manifest.vanished(&folders, &|path| present.contains(path))
    }

    /// Reads the paths into the index: what is new or changed, every other article is left alone.
    pub fn run(&self, report: &mut Report) -> anyhow::Result<Summary> {
        let start = Instant::now();
        let (files, errors) = corpus::walk_without(self.paths, Some(self.index));
        let mut summary = Summary::default();
        for error in &errors {
            tell(error, &mut summary, None);
            report.add(&Input::unread(error))?;
        }
        let mut manifest = Manifest::load(self.index);
        let vanished = self.vanished_but(&files, &manifest);
        // Nothing readable was named: an index that does not exist yet is not made for it.
        if files.is_empty() && (vanished.is_empty() || !self.prune) {
            summary.seconds = start.elapsed().as_secs_f64();
            return Ok(summary);
        }
        let mut writer = ArchiveWriter::open(self.index, self.settings)?;
        writer.note_gone(vanished.iter().map(|file| file.name.clone()));
        // Whether an article is in another file too, only reading tells.
        let all = !self.mapping.is_empty() || (self.prune && !vanished.is_empty());
        // Under other names a file that did not change is another file.
        let is_known = |f: &SourceFile| !all && unchanged(f, &manifest).is_some();
        let (known, new): (Vec<_>, Vec<_>) = files.into_iter().partition(is_known);
        for file in &known {
            let (articles, _) = unchanged(file, &manifest).unwrap_or_default();
            summary.unchanged += articles;
            report.add(&Input {
                articles,
                became: Became::Unchanged,
                ..Input::new(file.path.display().to_string())
            })?;
        }
        let total = new.iter().map(|f| f.len).sum();
        let consumed = AtomicU64::new(0);
        // A moving line would get between what is being typed.
        let is_typed = new.iter().any(SourceFile::is_standard_input) && await_input();
        let bar = if is_typed { ProgressBar::hidden() } else { progress_bar(total) };
        let (done, work) = writer.feed(|feed| -> anyhow::Result<()> {
            let mut reader = Reader {
                feed,
                intake: self,
                manifest: &mut manifest,
                summary: &mut summary,
                bar: &bar,
                consumed: &consumed,
                start,
                committed: Instant::now(),
                input: Input::default(),
            };
            for file in &new {
                reader.read(file)?;
                report.add(&reader.input)?;
                if self.interrupt.is_asked() {
                    break;
                }
            }
            bar.set_message(FINISHING.text());
            Ok(())
        })?;
        done?;
        summary.bytes = consumed.into_inner();
        if self.interrupt.is_asked() {
            bar.finish_and_clear();
            summary.interrupted = true;
            (summary.articles, summary.paragraphs) = self.interrupt.kept();
            summary.seconds = start.elapsed().as_secs_f64();
            self.interrupt.tell();
            return Ok(summary);
        }
        if writer.has_displaced() {
            manifest.forget(|_, _| true);
        }
        if self.prune && !vanished.is_empty() {
            summary.pruned = writer.prune()?.len() as u64;
            for file in &vanished {
                manifest.remove(&file.path);
                let input = Input::new(file.name.clone());
                report.add(&Input { articles: file.articles, became: Became::Pruned, ..input })?;
            }
            // What went may be in a file that was not named this time, and comes back with it.
            let read: FxHashSet<String> = new.iter().map(key).collect();
            manifest.forget(|path, _| summary.pruned > 0 && !read.contains(path));
        }
        let listed = !new.is_empty() || (self.prune && !vanished.is_empty());
        finish(writer, listed.then_some(&manifest), &mut summary, work, &bar)?;
        self.interrupt.keep(summary.articles, summary.paragraphs);
        summary.seconds = start.elapsed().as_secs_f64();
        Ok(summary)
    }
}

/// What is read is committed this often unless somebody says otherwise.
pub const COMMIT_EVERY: Duration = Duration::from_secs(30);

/// Builds an index anew, with this program's analyzer, from the articles stored in it. The old
/// state stays what is searched until the new one is committed whole.
pub fn rebuild(index: &Path, settings: &Settings, interrupt: &Interrupt) -> anyhow::Result<Summary> {
    let start = Instant::now();
    let (mut writer, old) = ArchiveWriter::rebuild(index, settings)?;
    let mut summary = Summary::default();
    let bar = progress_bar(0);
    let (done, work) = writer.feed(|feed| -> Result<(), IndexError> {
        for article in old.articles() {
            let article = article?;
            summary.paragraphs += article.paragraphs.len() as u64;
            summary.articles += 1;
            bar.set_message(counted(summary.articles, &ARTICLE));
            feed.submit(article)?;
            if interrupt.is_asked() {
                break;
            }
        }
        Ok(())
    })?;
    done?;
    if interrupt.is_asked() {
        bar.finish_and_clear();
        summary = Summary { interrupted: true, ..Summary::default() };
        interrupt.tell();
    } else {
        finish(writer, None, &mut summary, work, &bar)?;
        interrupt.keep(summary.articles, summary.paragraphs);
    }
    summary.seconds = start.elapsed().as_secs_f64();
    Ok(summary)
}

fn finish(
    writer: ArchiveWriter,
    files: Option<&Manifest>,
    summary: &mut Summary,
    work: Work,
    bar: &ProgressBar,
) -> Result<(), IndexError> {
    writer.commit_with(files)?;
    summary.ambiguous_share = work.ambiguous as f64 / work.tokens.max(1) as f64;
    bar.finish_and_clear();
    Ok(())
}

/// Reads one file after the other into the writer.
struct Reader<'a, 'w, 'b> {
    feed: &'a mut Feed<'w>,
    intake: &'b Intake<'b>,
    /// Files read to their end, for the next commit.
    manifest: &'a mut Manifest,
    summary: &'a mut Summary,
    bar: &'b ProgressBar,
    consumed: &'b AtomicU64,
    start: Instant,
    /// When what was read was last committed.
    committed: Instant,
    /// The file being read, for the report.
    input: Input,
}

impl Reader<'_, '_, '_> {
    /// Reads a file, and notes it in the list of files unless the run was cut off in it.
    fn read(&mut self, file: &SourceFile) -> anyhow::Result<()> {
        self.input = Input::new(file.path.display().to_string());
        let (mut paragraphs, mut clean) = (0, true);
        let mut broken = None;
        let _ = corpus::read(file, self.intake.mapping, self.consumed, &mut |item| {
            match item {
                Ok(article) => {
                    self.input.articles += 1;
                    paragraphs += article.paragraphs.len() as u64;
                    if let Err(error) = self.take(article) {
                        broken = Some(error);
                        return ControlFlow::Break(());
                    }
                }
                Err(error) => {
                    clean &= error.severity() == Severity::Warning;
                    tell(&error, self.summary, Some(self.bar));
                    self.input.problems.push(Problem::of(&error));
                }
            }
            match self.intake.interrupt.is_asked() {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        });
        if let Some(error) = broken {
            return Err(error.into());
        }
        clean &= !self.intake.interrupt.is_asked();
        self.input.became = match (clean, self.input.articles) {
            (true, _) => Became::Read,
            (false, 0) => Became::Unread,
            (false, _) => Became::Partly,
        };
        if !file.is_standard_input() {
            let stamp = stamp(file).filter(|_| clean);
            self.manifest.insert(key(file), file.name(), stamp, (self.input.articles, paragraphs));
        }
        Ok(())
    }

    fn take(&mut self, article: Article) -> Result<(), IndexError> {
        if article.id.len() > LONGEST_ID {
            self.refuse(article);
            return Ok(());
        }
        let paragraphs = article.paragraphs.len() as u64;
        match self.feed.submit(article)? {
            Written::Unchanged => self.summary.unchanged += 1,
            written => {
                let replaced = u64::from(written == Written::Replaced);
                self.summary.articles += 1;
                self.summary.paragraphs += paragraphs;
                self.summary.replaced += replaced;
                self.input.written += 1;
                self.input.replaced += replaced;
            }
        }
        let seen = self.summary.articles + self.summary.unchanged;
        if seen.is_multiple_of(64) {
            self.bar.set_position(self.consumed.load(Ordering::Relaxed));
            let rate = seen as f64 / self.start.elapsed().as_secs_f64().max(1e-9);
            let (articles, rate) = (counted(seen, &ARTICLE), thousands(rate as u64));
            self.bar.set_message(say!(RATE, articles = articles, rate = rate));
        }
        if self.committed.elapsed() >= self.intake.commit_every {
            self.commit()?;
        }
        Ok(())
    }

    /// Keeps what was read so far, whatever becomes of the rest.
    fn commit(&mut self) -> Result<(), IndexError> {
        if self.feed.has_displaced() {
            self.manifest.forget(|_, _| true);
        }
        self.feed.commit(self.manifest)?;
        self.intake.interrupt.keep(self.summary.articles, self.summary.paragraphs);
        self.committed = Instant::now();
        Ok(())
    }

    fn refuse(&mut self, article: Article) {
        self.summary.failed += 1;
        let named = article.path.unwrap_or_else(|| say!(STANDARD_INPUT));
        let message = say!(ID_TOO_LONG, file = named, limit = thousands(LONGEST_ID as u64));
        let cure = say!(ID_TOO_LONG_CURE);
        self.bar.suspend(|| warning(&message, Some(&cure)));
        self.input.problems.push(Problem::refused(named, message, cure));
    }
}

/// Names an input that could not be read, or was read with a doubt.
fn tell(error: &ReadError, summary: &mut Summary, bar: Option<&ProgressBar>) {
    if error.severity() == Severity::Error {
        summary.failed += 1;
    }
    let (message, hint) = inputs::read(error);
    let print = || warning(&message, hint.as_deref());
    match bar {
        Some(bar) => bar.suspend(print),
        None => print(),
    }
}

/// Articles and paragraphs of a file that was read and has not changed since.
pub fn unchanged(file: &SourceFile, manifest: &Manifest) -> Option<(u64, u64)> {
    manifest.unchanged(&key(file), stamp(file)?)
}

/// By what a file is known in the manifest: its absolute path, so that the folder one stands in
/// makes no difference.
fn key(file: &SourceFile) -> String {
    let path = std::path::absolute(&file.path).unwrap_or_else(|_| file.path.clone());
    path.to_string_lossy().into_owned()
}

/// `None` for standard input and where the system knows no times: such a file is always read.
fn stamp(file: &SourceFile) -> Option<Stamp> {
    let modified_ns = u64::try_from(file.modified_ns?).ok()?;
    Some(Stamp { len: file.len, modified_ns })
}

/// A bar on stderr if it is a terminal; it shows only what lasts.
fn progress_bar(total: u64) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = if total > 0 {
        ProgressStyle::with_template(&format!("{{bar:30}} {{percent:>3}} %  {{msg}}  {TIME_LEFT}"))
    } else {
        ProgressStyle::with_template("{spinner} {msg}")
    };
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(10));
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}
