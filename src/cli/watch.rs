//! `axtar watch FOLDER`: what arrives in a folder is in the index within two seconds.
//!
//! The system tells which files changed; that is a hint, and every now and then the folder itself is
//! looked through. A file is read once it has been quiet: programs write in pieces, under another
//! name that is then changed, or over what was there. The index is opened for each batch alone, so
//! that others may write in between.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant, SystemTime};

use axtar::corpus::{self, Mapping, ReadError, SourceFile};
use axtar::index::{IndexError, Manifest, Settings};
use clap::Args;
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::index::{Summary, print};
use super::intake::{Intake, unchanged};
use super::interrupt::Interrupt;
use super::messages::say;
use super::messages::table::{ARTICLE, PARAGRAPH};
use super::output::{counted, note, warning};
use super::report::Report;
use super::{Outcome, messages, output};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  axtar watch gelenler/\n  axtar watch gelenler/ --json >> gundelik.jsonl"
)]
pub struct WatchArgs {
    /// The folder; what is in it already is read first
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    /// Print a summary each time as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// A file that did not change for so long is read.
const QUIET: Duration = Duration::from_millis(500);
/// How often quiet is looked for.
const LOOK: Duration = Duration::from_millis(100);
/// Where the system tells of changes, the folder is looked through this often: it may miss some.
const SWEEP: Duration = Duration::from_secs(60);
/// And where it does not.
const POLL: Duration = Duration::from_secs(1);

/// `axtar watch`.
pub fn run(index: &Path, args: &WatchArgs) -> anyhow::Result<Outcome> {
    if !args.folder.is_dir() {
        return not_a_folder(&args.folder);
    }
    let interrupt = Interrupt::expected(index);
    // Before the first look: what comes during it is told.
    let (events, sweep, _watcher) = events(&args.folder);
    let mut watch = Watch {
        index,
        folder: &args.folder,
        whole: args.folder.canonicalize()?,
        pending: BTreeMap::new(),
        tried: BTreeMap::new(),
        waiting: false,
    };
    note(&say!(WATCHING, folder = args.folder.display()));
    let mut swept: Option<Instant> = None;
    while !interrupt.is_asked() {
        if !args.folder.is_dir() {
            return not_a_folder(&args.folder);
        }
        let mut missed = false;
        if let Ok(event) = events.recv_timeout(LOOK) {
            for event in std::iter::once(event).chain(events.try_iter()) {
                missed |= watch.hear(event);
            }
        }
        if missed || swept.is_none_or(|at| at.elapsed() >= sweep) {
            watch.sweep(swept.is_none());
            swept = Some(Instant::now());
        }
        let ready = watch.ready();
        if !ready.is_empty() {
            watch.take_in(ready, &interrupt, args.json)?;
        }
    }
    if interrupt.claim() {
        let (articles, paragraphs) = interrupt.kept();
        let (articles, paragraphs) = (counted(articles, &ARTICLE), counted(paragraphs, &PARAGRAPH));
        note(&say!(WATCH_ENDED, index = index.display(), articles = articles, paragraphs = paragraphs));
    }
    Ok(Outcome::Found)
}

/// At the beginning, or later: a disk was taken away.
fn not_a_folder(path: &Path) -> anyhow::Result<Outcome> {
    output::error(&say!(NOT_A_FOLDER, path = path.display()), Some(&say!(NOT_A_FOLDER_CURE)));
    Ok(Outcome::Partly)
}

type Event = notify::Result<notify::Event>;

/// What the system tells of a folder, and how often it is to be looked through nevertheless.
fn events(folder: &Path) -> (Receiver<Event>, Duration, Option<RecommendedWatcher>) {
    let (send, receive) = channel();
    let watcher = notify::recommended_watcher(send).and_then(|mut watcher| {
        watcher.watch(folder, RecursiveMode::Recursive)?;
        Ok(watcher)
    });
    match watcher {
        Ok(watcher) => (receive, SWEEP, Some(watcher)),
        Err(error) => {
            warning(&say!(WATCH_POLLS, folder = folder.display(), reason = error), None);
            (receive, POLL, None)
        }
    }
}

/// How a file looked.
type Look = (u64, Option<SystemTime>);

/// A folder being watched.
struct Watch<'a> {
    index: &'a Path,
    folder: &'a Path,
    /// The folder as the system may name it.
    whole: PathBuf,
    /// Files that changed, how they looked last, and since when they look so.
    pending: BTreeMap<PathBuf, (Look, Instant)>,
    /// Files that were read, as they were: what could not be read is not tried again as it is.
    tried: BTreeMap<PathBuf, Look>,
    /// Was it said that another process writes?
    waiting: bool,
}

impl Watch<'_> {
    /// Notes the files an event is about; true where it says that others were missed.
    fn hear(&mut self, event: Event) -> bool {
        let Ok(event) = event else { return true };
        // Looking is told of too, ours among it.
        if !matches!(event.kind, EventKind::Create(_) | EventKind::Modify(_) | EventKind::Any) {
            return event.need_rescan();
        }
        for path in &event.paths {
            let inside = path.strip_prefix(self.folder).or_else(|_| path.strip_prefix(&self.whole));
            let Ok(inside) = inside else { continue };
            let path = self.folder.join(inside);
            if path.is_dir() {
                // A folder that was moved here brings its files without a word about them.
                self.walk(&path);
            } else {
                self.expect(path, Instant::now());
            }
        }
        event.need_rescan()
    }

    /// Looks for what the system did not tell of.
    fn sweep(&mut self, first: bool) {
        let manifest = Manifest::load(self.index);
        let (files, errors) = corpus::walk_without(&[self.folder.to_path_buf()], Some(self.index));
        // Said once. That nothing has arrived yet is no news.
        for error in errors.iter().filter(|e| first && !matches!(e, ReadError::EmptyFolder { .. })) {
            let (message, hint) = messages::inputs::read(error);
            warning(&message, hint.as_deref());
        }
        for file in files.iter().filter(|file| unchanged(file, &manifest).is_none()) {
            self.note(file);
        }
    }

    fn walk(&mut self, folder: &Path) {
        let (files, _) = corpus::walk_without(&[folder.to_path_buf()], Some(self.index));
        files.iter().for_each(|file| self.note(file));
    }

    /// Expects a file that was found, not told of: it may have been quiet for long.
    fn note(&mut self, file: &SourceFile) {
        if self.pending.contains_key(&file.path) {
            return;
        }
        let age = look(&file.path).and_then(|(_, modified)| modified?.elapsed().ok()).unwrap_or_default();
        let now = Instant::now();
        self.expect(file.path.clone(), now.checked_sub(age.min(QUIET)).unwrap_or(now));
    }

    fn expect(&mut self, path: PathBuf, since: Instant) {
        if !corpus::is_read_in(self.folder, &path) || self.is_in_index(&path) {
            return;
        }
        if let Some(look) = look(&path).filter(|look| self.tried.get(&path) != Some(look)) {
            self.pending.insert(path, (look, since));
        }
    }

    /// The index may lie in the folder it is made of.
    fn is_in_index(&self, path: &Path) -> bool {
        let Ok(index) = self.index.canonicalize() else { return false };
        path.canonicalize().is_ok_and(|path| path.starts_with(index))
    }

    /// The files that are quiet.
    fn ready(&mut self) -> Vec<PathBuf> {
        let mut ready = vec![];
        self.pending.retain(|path, (before, since)| {
            let Some(now) = look(path) else { return false };
            if now != *before {
                (*before, *since) = (now, Instant::now());
            } else if since.elapsed() >= QUIET {
                ready.push(path.clone());
            }
            true
        });
        ready
    }

    /// Reads files into the index; they stay pending where another process writes to it.
    fn take_in(&mut self, files: Vec<PathBuf>, interrupt: &Interrupt, json: bool) -> anyhow::Result<()> {
        interrupt.begin();
        let (mapping, settings) = (Mapping::default(), Settings::default());
        let mut intake = Intake::new(self.index, &files, &mapping, &settings);
        intake.interrupt = interrupt.clone();
        let summary = match intake.run(&mut Report::begin(None)?) {
            Ok(summary) => summary,
            Err(error) if is_busy(&error) => {
                if !std::mem::replace(&mut self.waiting, true) {
                    note(&say!(WATCH_WAITS, index = self.index.display()));
                }
                std::thread::sleep(LOOK);
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        self.waiting = false;
        for path in files {
            if let Some((look, _)) = self.pending.remove(&path) {
                self.tried.insert(path, look);
            }
        }
        self.tell(&summary, json)
    }

    fn tell(&self, summary: &Summary, json: bool) -> anyhow::Result<()> {
        if summary.interrupted || !(summary.changed() || summary.is_partial()) {
            return Ok(());
        }
        print(summary, self.index, json)
    }
}

fn look(path: &Path) -> Option<Look> {
    let metadata = path.metadata().ok().filter(|metadata| metadata.is_file())?;
    Some((metadata.len(), metadata.modified().ok()))
}

fn is_busy(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(IndexError::Busy(_)))
}
