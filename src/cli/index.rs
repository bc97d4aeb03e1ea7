//! `axtar index` and `axtar add`: files into the index, with progress and a summary.

use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axtar::analysis::Scheme;
use axtar::corpus::{self, Article, Mapping, MappingError, ReadError, Severity, SourceFile};
use axtar::index::{ArchiveWriter, IndexError, Manifest, Outcome as Written, Settings, Stamp, Work};
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use super::args::between;
use super::messages::table::{ARTICLE, FINISHING, INPUT, PARAGRAPH, TIME_LEFT};
use super::messages::{inputs, say};
use super::output::{counted, decimal, thousands, warning};
use super::{Outcome, output};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  axtar index arxiv/\n  axtar index xeberler.jsonl.zst --index /data/xeberler\n  axtar index --rebuild                after an update of axtar"
)]
pub struct IndexArgs {
    /// Files and folders: web pages, text, JSON, tables, feeds, crawls, documents, mails, PDF, archives of these; `-` is standard input
    #[arg(value_name = "PATH", required_unless_present = "rebuild")]
    pub paths: Vec<PathBuf>,
    /// Build the index anew from the articles stored in it
    #[arg(long, conflicts_with = "paths")]
    pub rebuild: bool,
    /// Read an article's FIELD from another NAME in JSON and tables: title=headline
    #[arg(long, value_name = "FIELD=NAME")]
    pub map: Vec<String>,
    /// Print the summary as one JSON object
    #[arg(long)]
    pub json: bool,
    /// What is indexed for each word (the others are baselines for comparison)
    #[arg(long, value_enum)]
    pub analyzer: Option<Analyzer>,
    /// Do not make the title searchable with each paragraph
    #[arg(long)]
    pub no_title: bool,
    /// Megabytes of memory for building segments
    #[arg(long, value_name = "MB", default_value_t = 200, value_parser = between::<u32>(32, 64_000))]
    pub memory: u32,
    /// Threads that analyse, and as many that write; default: the machine's cores, at most 8
    #[arg(long, value_name = "N", value_parser = between::<u16>(1, 64))]
    pub threads: Option<u16>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  axtar add bu-gun.txt\n  curl … | axtar add -")]
pub struct AddArgs {
    /// Files, or `-` for standard input
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// Read an article's FIELD from another NAME in JSON and tables: title=headline
    #[arg(long, value_name = "FIELD=NAME")]
    pub map: Vec<String>,
    /// Print the summary as one JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Analyzer {
    /// Lemmas of the Azerbaijani analyser
    Axtar,
    /// Lower-case words as they stand
    Surface,
    /// The first five letters, folded to ASCII
    First5,
    /// Snowball stems for Turkish
    Turkish,
}

impl From<Analyzer> for Scheme {
    fn from(analyzer: Analyzer) -> Scheme {
        match analyzer {
            Analyzer::Axtar => Scheme::Axtar,
            Analyzer::Surface => Scheme::Surface,
            Analyzer::First5 => Scheme::First5,
            Analyzer::Turkish => Scheme::Turkish,
        }
    }
}

/// What a run did, as `--json` prints it.
#[derive(Debug, Default, Serialize)]
pub struct Summary {
    /// Articles written, new or changed.
    articles: u64,
    /// Their paragraphs.
    paragraphs: u64,
    /// Articles that were in the index as they are.
    unchanged: u64,
    /// Inputs that could not be read.
    failed: u64,
    /// Seconds the run took.
    seconds: f64,
    /// Bytes of the files read.
    bytes: u64,
    /// Of the articles written, those that replaced another version.
    replaced: u64,
    /// Share of the tokens written that carry two lemmas.
    ambiguous_share: f64,
}

impl Summary {
    /// Did anything change?
    pub fn changed(&self) -> bool {
        self.articles > 0
    }

    /// Was some input not read?
    pub fn is_partial(&self) -> bool {
        self.failed > 0
    }

    fn outcome(&self) -> Outcome {
        if self.is_partial() { Outcome::Partly } else { Outcome::Found }
    }
}

/// `axtar index`.
pub fn run(index: &Path, args: &IndexArgs) -> anyhow::Result<Outcome> {
    let mut settings = Settings {
        scheme: args.analyzer.map(Into::into),
        title: args.no_title.then_some(false),
        memory: args.memory as usize * 1_000_000,
        ..Settings::default()
    };
    if let Some(threads) = args.threads {
        settings.threads = threads.into();
    }
    let summary = if args.rebuild {
        rebuild(index, &settings)?
    } else {
        build(index, &args.paths, &mapping(&args.map)?, &settings)?
    };
    report(&summary, index, args.json)
}

/// `axtar add`.
pub fn add(index: &Path, args: &AddArgs) -> anyhow::Result<Outcome> {
    let summary = build(index, &args.paths, &mapping(&args.map)?, &Settings::default())?;
    report(&summary, index, args.json)
}

/// The names given by `--map`.
fn mapping(pairs: &[String]) -> anyhow::Result<Mapping> {
    Mapping::parse(pairs).map_err(|error| {
        anyhow::Error::msg(match &error {
            MappingError::Form { pair } => say!(MAP_FORM, pair = pair),
            MappingError::Field { field, known } => say!(MAP_FIELD, field = field, known = known),
        })
    })
}

fn report(summary: &Summary, index: &Path, json: bool) -> anyhow::Result<Outcome> {
    use std::io::Write;
    if json {
        let mut out = output::stdout();
        writeln!(out, "{}", serde_json::to_string(summary)?)?;
        out.flush()?;
    } else {
        eprintln!("{}", told(summary, index));
    }
    Ok(summary.outcome())
}

/// The summary in words.
pub fn told(summary: &Summary, index: &Path) -> String {
    let mut parts = vec![];
    if summary.articles > 0 {
        let articles = counted(summary.articles, &ARTICLE);
        let paragraphs = counted(summary.paragraphs, &PARAGRAPH);
        let seconds = decimal(summary.seconds, 1);
        parts.push(say!(INDEXED, articles = articles, paragraphs = paragraphs, seconds = seconds));
    }
    if summary.replaced > 0 {
        parts.push(say!(REPLACED, count = thousands(summary.replaced)));
    }
    if summary.unchanged > 0 {
        parts.push(say!(UNCHANGED, count = thousands(summary.unchanged)));
    }
    if summary.failed > 0 {
        parts.push(say!(FAILED, inputs = counted(summary.failed, &INPUT)));
    }
    if parts.is_empty() {
        parts.push(say!(NOTHING_TO_INDEX));
    }
    format!("{}: {}", output::printable(&index.display().to_string()), parts.join(", "))
}

/// Reads `paths` into the index: what is new or changed, every other article is left alone.
pub fn build(
    index: &Path,
    paths: &[PathBuf],
    mapping: &Mapping,
    settings: &Settings,
) -> anyhow::Result<Summary> {
    let start = Instant::now();
    let (files, errors) = corpus::walk_without(paths, Some(index));
    let mut summary = Summary::default();
    for error in &errors {
        tell(error, &mut summary, None);
    }
    // Nothing readable was named: an index that does not exist yet is not made for it.
    if files.is_empty() {
        summary.seconds = start.elapsed().as_secs_f64();
        return Ok(summary);
    }
    let mut writer = ArchiveWriter::open(index, settings)?;
    let mut manifest = Manifest::load(index);
    // Under other names a file that did not change is another file.
    let is_known = |f: &SourceFile| mapping.is_empty() && unchanged(f, &manifest).is_some();
    let (known, new): (Vec<_>, Vec<_>) = files.into_iter().partition(is_known);
    summary.unchanged =
        known.iter().filter_map(|f| unchanged(f, &manifest)).map(|(articles, _)| articles).sum();
    let total = new.iter().map(|f| f.len).sum();
    let consumed = AtomicU64::new(0);
    let bar = progress_bar(total);
    let (done, work) = writer.feed(|submit| -> Result<(), IndexError> {
        for file in &new {
            let mut reader = Reader {
                submit: &mut *submit,
                mapping,
                summary: &mut summary,
                bar: &bar,
                consumed: &consumed,
                start,
            };
            if let Some((articles, paragraphs)) = reader.read(file)? {
                if let Some(stamp) = stamp(file) {
                    manifest.insert(key(file), stamp, articles, paragraphs);
                }
            } else {
                manifest.remove(&key(file));
            }
        }
        bar.set_message(FINISHING.text());
        Ok(())
    })?;
    done?;
    if writer.has_displaced() {
        manifest = Manifest::default();
    }
    finish(writer, (!new.is_empty()).then_some(&manifest), &mut summary, work, &bar)?;
    summary.bytes = consumed.into_inner();
    summary.seconds = start.elapsed().as_secs_f64();
    Ok(summary)
}

/// Builds an index anew, with this program's analyzer, from the articles stored in it. The old
/// state stays what is searched until the new one is committed whole.
fn rebuild(index: &Path, settings: &Settings) -> anyhow::Result<Summary> {
    let start = Instant::now();
    let (mut writer, old) = ArchiveWriter::rebuild(index, settings)?;
    let mut summary = Summary::default();
    let bar = progress_bar(0);
    let (done, work) = writer.feed(|submit| -> Result<(), IndexError> {
        for article in old.articles() {
            let article = article?;
            summary.paragraphs += article.paragraphs.len() as u64;
            summary.articles += 1;
            bar.set_message(counted(summary.articles, &ARTICLE));
            submit(article)?;
        }
        Ok(())
    })?;
    done?;
    finish(writer, None, &mut summary, work, &bar)?;
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

/// An id is a term of the index, and a term has its limit; no url in use is this long.
const LONGEST_ID: usize = 4_096;

type Submit<'a> = &'a mut dyn FnMut(Article) -> Result<Written, IndexError>;

/// Reads one file after the other into the writer.
struct Reader<'a, 'b> {
    submit: Submit<'a>,
    mapping: &'b Mapping,
    summary: &'a mut Summary,
    bar: &'b ProgressBar,
    consumed: &'b AtomicU64,
    start: Instant,
}

impl Reader<'_, '_> {
    /// Articles and paragraphs of a file that was read to its end without an error, else `None`.
    fn read(&mut self, file: &SourceFile) -> Result<Option<(u64, u64)>, IndexError> {
        let (mut articles, mut paragraphs, mut clean) = (0, 0, true);
        let mut broken = None;
        let _ = corpus::read(file, self.mapping, self.consumed, &mut |item| {
            match item {
                Ok(article) => {
                    articles += 1;
                    paragraphs += article.paragraphs.len() as u64;
                    if let Err(error) = self.take(article) {
                        broken = Some(error);
                        return ControlFlow::Break(());
                    }
                }
                Err(error) => {
                    clean &= error.severity() == Severity::Warning;
                    tell(&error, self.summary, Some(self.bar));
                }
            }
            ControlFlow::Continue(())
        });
        match broken {
            Some(error) => Err(error),
            None => Ok(clean.then_some((articles, paragraphs))),
        }
    }

    fn take(&mut self, article: Article) -> Result<(), IndexError> {
        if article.id.len() > LONGEST_ID {
            self.summary.failed += 1;
            let named = article.path.unwrap_or_else(|| say!(STANDARD_INPUT));
            let message = say!(ID_TOO_LONG, file = named, limit = thousands(LONGEST_ID as u64));
            self.bar.suspend(|| warning(&message, Some(&say!(ID_TOO_LONG_CURE))));
            return Ok(());
        }
        let paragraphs = article.paragraphs.len() as u64;
        match (self.submit)(article)? {
            Written::Unchanged => self.summary.unchanged += 1,
            written => {
                self.summary.articles += 1;
                self.summary.paragraphs += paragraphs;
                self.summary.replaced += u64::from(written == Written::Replaced);
            }
        }
        let seen = self.summary.articles + self.summary.unchanged;
        if seen.is_multiple_of(64) {
            self.bar.set_position(self.consumed.load(Ordering::Relaxed));
            let rate = seen as f64 / self.start.elapsed().as_secs_f64().max(1e-9);
            let (articles, rate) = (counted(seen, &ARTICLE), thousands(rate as u64));
            self.bar.set_message(say!(RATE, articles = articles, rate = rate));
        }
        Ok(())
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

fn unchanged(file: &SourceFile, manifest: &Manifest) -> Option<(u64, u64)> {
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
