//! `axtar index` and `axtar add`: what is asked of them, and the summary. `intake` does the work.

use std::path::{Path, PathBuf};
use std::time::Duration;

use axtar::analysis::Scheme;
use axtar::corpus::{Mapping, MappingError};
use axtar::index::{Settings, Vanished};
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::args::between;
use super::intake::{Intake, rebuild};
use super::interrupt::Interrupt;
use super::messages::say;
use super::messages::table::{ARTICLE, FILE, INPUT, PARAGRAPH};
use super::output::{counted, decimal, thousands};
use super::report::Report;
use super::{Outcome, ask, output};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  axtar index arxiv/\n  axtar index xeberler.jsonl.zst --index /data/xeberler\n  axtar index --rebuild                after an update of axtar"
)]
pub struct IndexArgs {
    /// Files and folders: web pages, text, JSON, tables, feeds, crawls, documents, mails, PDF, archives of these; `-` is standard input
    #[arg(value_name = "PATH", required_unless_present = "rebuild")]
    pub paths: Vec<PathBuf>,
    /// Build the index anew from the articles stored in it
    #[arg(long, conflicts_with_all = ["paths", "map", "prune", "report"])]
    pub rebuild: bool,
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// What is indexed for each word (the others are baselines for comparison)
    #[arg(long, value_enum)]
    pub analyzer: Option<Analyzer>,
    /// Do not make the title searchable with each paragraph
    #[arg(long)]
    pub no_title: bool,
    /// Megabytes of memory for building segments
    #[arg(long, value_name = "MB", default_value_t = 200, value_parser = between::<u32>(32, 64_000))]
    pub memory: u32,
    /// Threads that analyse, half as many write; default: the machine's cores, at most 8
    #[arg(long, value_name = "N", value_parser = between::<u16>(1, 64))]
    pub threads: Option<u16>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  axtar add bu-gun.txt\n  curl … | axtar add -")]
pub struct AddArgs {
    /// Files, or `-` for standard input
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// What `index` and `add` share.
#[derive(Debug, Args)]
pub struct ReadingArgs {
    /// Read an article's FIELD from another NAME in JSON and tables: title=headline
    #[arg(long, value_name = "FIELD=NAME")]
    pub map: Vec<String>,
    /// Take out the articles of files that are no more under the paths given
    #[arg(long)]
    pub prune: bool,
    /// Do not ask before taking articles out
    #[arg(long)]
    pub yes: bool,
    /// With --prune: only name the files that are no more, change nothing
    #[arg(long, requires = "prune")]
    pub dry_run: bool,
    /// Write what became of every input into FILE, one JSON object a line
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Seconds after which what was read is kept, whatever becomes of the rest
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = between::<u64>(1, 86_400))]
    pub commit_every: u64,
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
    pub articles: u64,
    /// Their paragraphs.
    pub paragraphs: u64,
    /// Articles that were in the index as they are.
    pub unchanged: u64,
    /// Inputs that could not be read.
    pub failed: u64,
    /// Seconds the run took.
    pub seconds: f64,
    /// Bytes of the files read.
    pub bytes: u64,
    /// Of the articles written, those that replaced another version.
    pub replaced: u64,
    /// Share of the tokens written that carry two lemmas.
    pub ambiguous_share: f64,
    /// Articles taken out with their files.
    pub pruned: u64,
    /// Was the run cut off by a signal?
    pub interrupted: bool,
}

impl Summary {
    /// Did anything change?
    pub fn changed(&self) -> bool {
        self.articles > 0 || self.pruned > 0
    }

    /// Was some input not read?
    pub fn is_partial(&self) -> bool {
        self.failed > 0 || self.interrupted
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
    if args.rebuild {
        let summary = rebuild(index, &settings, &Interrupt::expected(index))?;
        return summed(&summary, index, args.reading.json);
    }
    read(index, &args.paths, &settings, &args.reading)
}

/// `axtar add`.
pub fn add(index: &Path, args: &AddArgs) -> anyhow::Result<Outcome> {
    read(index, &args.paths, &Settings::default(), &args.reading)
}

fn read(index: &Path, paths: &[PathBuf], settings: &Settings, args: &ReadingArgs) -> anyhow::Result<Outcome> {
    let mapping = mapping(&args.map)?;
    let mut intake = Intake::new(index, paths, &mapping, settings);
    if args.prune {
        let vanished = intake.vanished();
        if args.dry_run {
            return listed(&vanished, index);
        }
        let (files, articles) = numbers(&vanished);
        let question = say!(PRUNE, files = files, articles = articles);
        if !vanished.is_empty()
            && let Some(outcome) = ask::refusal(&question, args.yes)
        {
            return Ok(outcome);
        }
        intake.prune = true;
    }
    let mut report = Report::begin(args.report.as_deref())?;
    intake.commit_every = Duration::from_secs(args.commit_every);
    intake.interrupt = Interrupt::expected(index);
    let summary = intake.run(&mut report)?;
    report.end(&summary)?;
    summed(&summary, index, args.json)
}

/// The files that are no more, one a line.
fn listed(vanished: &[Vanished], index: &Path) -> anyhow::Result<Outcome> {
    use std::io::Write;
    let mut out = output::stdout();
    for file in vanished {
        writeln!(out, "{}", output::printable(&file.path))?;
    }
    out.flush()?;
    let (files, articles) = numbers(vanished);
    output::note(&say!(WOULD_PRUNE, index = index.display(), files = files, articles = articles));
    Ok(if vanished.is_empty() { Outcome::Nothing } else { Outcome::Found })
}

/// Files and their articles, counted.
fn numbers(vanished: &[Vanished]) -> (String, String) {
    let articles = vanished.iter().map(|file| file.articles).sum();
    (counted(vanished.len() as u64, &FILE), counted(articles, &ARTICLE))
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

fn summed(summary: &Summary, index: &Path, json: bool) -> anyhow::Result<Outcome> {
    if json || !summary.interrupted {
        print(summary, index, json)?;
    }
    Ok(summary.outcome())
}

/// Prints a summary as one JSON object, or in words where messages go.
pub fn print(summary: &Summary, index: &Path, json: bool) -> anyhow::Result<()> {
    use std::io::Write;
    if json {
        let mut out = output::stdout();
        writeln!(out, "{}", serde_json::to_string(summary)?)?;
        out.flush()?;
    } else {
        eprintln!("{}", told(summary, index));
    }
    Ok(())
}

/// The summary in words.
fn told(summary: &Summary, index: &Path) -> String {
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
    if summary.pruned > 0 {
        parts.push(say!(PRUNED, articles = counted(summary.pruned, &ARTICLE)));
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
