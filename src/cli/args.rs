//! The arguments as they are typed: what all subcommands share. Each keeps its own beside its work.

use std::path::PathBuf;

use axtar::search::Variants;
use clap::{Parser, Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};

use super::analyze::AnalyzeArgs;
use super::backup::{BackupArgs, RestoreArgs};
use super::bench::BenchArgs;
use super::completions::CompletionsArgs;
use super::config::ConfigArgs;
use super::eval::EvalArgs;
use super::generate::GenArgs;
use super::index::{AddArgs, IndexArgs};
use super::info::InfoArgs;
use super::man::ManArgs;
use super::matching::MatchArgs;
use super::messages::{Language, say};
use super::names::NamesArgs;
use super::remove::RemoveArgs;
use super::search::SearchArgs;
use super::show::ShowArgs;
use super::watch::WatchArgs;

/// Searches archives of Azerbaijani-language articles.
#[derive(Debug, Parser)]
#[command(name = "axtar", version = version(), max_term_width = 100, propagate_version = false)]
// The last of several counts, so that an alias with options of its own can be overruled.
#[command(args_override_self = true)]
#[command(
    after_help = "Examples:\n  axtar                                search in full screen, answered as you type\n  axtar index arxiv/                   build an index of a folder\n  axtar search Tokayev Bakıya səfəri   find paragraphs\n  axtar show 1                         read the first hit in full"
)]
pub struct Cli {
    /// The folder that holds the index
    #[arg(long, value_name = "DIR", env = "AXTAR_INDEX", default_value = "index", global = true)]
    pub index: PathBuf,
    /// Colours on the terminal
    #[arg(long, value_enum, default_value_t, global = true)]
    pub color: Color,
    /// Language of help and messages; also AXTAR_LANG; by default the locale's
    #[arg(long, value_enum, value_name = "LANG", global = true)]
    pub lang: Option<Language>,
    /// Read no configuration files
    #[arg(long, global = true)]
    pub no_config: bool,
    /// Program that shows long output on a terminal, its arguments with it; empty for none
    #[arg(long, value_name = "COMMAND", global = true)]
    pub pager: Option<String>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Version, commit, engine and formats, for `--version` and reports.
pub fn version() -> String {
    format!(
        "{} (commit {}, tantivy {}, analyzer {} data {}, index format {})",
        env!("CARGO_PKG_VERSION"),
        env!("AXTAR_COMMIT"),
        tantivy_version(),
        axtar::analysis::ANALYZER_VERSION,
        axtar::analysis::data_hash(),
        axtar::index::FORMAT_VERSION,
    )
}

/// `0.27.0` of `tantivy v0.27.0, index_format v7`.
pub fn tantivy_version() -> &'static str {
    let text = tantivy::version_string();
    text.split([' ', ',']).find_map(|part| part.strip_prefix('v')).unwrap_or(text)
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build or refresh the index from files and folders
    Index(IndexArgs),
    /// Add single new articles
    Add(AddArgs),
    /// Remove articles by their ids
    Remove(RemoveArgs),
    /// Find paragraphs
    Search(SearchArgs),
    /// Show an article, or the Nth hit of the last search
    Show(ShowArgs),
    /// Measure relevance against judged queries
    Eval(EvalArgs),
    /// Measure query latency
    Bench(BenchArgs),
    /// Make articles to measure with
    #[command(hide = true)]
    Gen(GenArgs),
    /// Show what the analysis makes of a text
    Analyze(AnalyzeArgs),
    /// List the archive's names with their spellings
    Names(NamesArgs),
    /// Tell whether two spellings meet, and how
    Match(MatchArgs),
    /// Check every file of the index for damage
    #[command(after_help = "Examples:\n  axtar verify\n  axtar verify --index /data/xeberler")]
    Verify,
    /// Tell what is in the index
    Info(InfoArgs),
    /// Index what arrives in a folder, until it is stopped
    Watch(WatchArgs),
    /// Copy the index to another folder, while others may write
    Backup(BackupArgs),
    /// Put a backup in the place of the index
    Restore(RestoreArgs),
    /// Make one segment of the index, without what was replaced or removed
    #[command(after_help = "Examples:\n  axtar optimize\n  axtar optimize --index /data/xeberler")]
    Optimize,
    /// Show each setting and where it came from
    Config(ConfigArgs),
    /// Write the completions of a shell
    Completions(CompletionsArgs),
    /// Write the manual
    Man(ManArgs),
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

impl Color {
    /// Makes it the choice of the whole process.
    pub fn apply(self) {
        match self {
            // NO_COLOR, TERM=dumb and pipes are seen to by anstream.
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reach {
    /// Inflected forms only
    None,
    /// And letters typed without diacritics, and the other script
    Narrow,
    /// And other transliterations of names
    #[default]
    Names,
    /// And of every word
    All,
}

impl From<Reach> for Variants {
    fn from(reach: Reach) -> Variants {
        match reach {
            Reach::None => Variants::None,
            Reach::Narrow => Variants::Narrow,
            Reach::Names => Variants::Names,
            Reach::All => Variants::All,
        }
    }
}

/// More hits than this nobody reads, and each costs memory.
const MOST: u64 = 100_000;

/// How many: at least one.
pub fn positive(text: &str) -> Result<usize, String> {
    between(1, MOST)(text)
}

/// Reads a whole number within bounds, both included.
pub fn between<T: TryFrom<u64>>(low: u64, high: u64) -> impl Fn(&str) -> Result<T, String> + Clone {
    move |text| {
        let number = text.parse().ok().filter(|number| (low..=high).contains(number));
        number
            .and_then(|number| T::try_from(number).ok())
            .ok_or_else(|| say!(NUMBER_EXPECTED, low = low, high = high))
    }
}
