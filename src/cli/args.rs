//! The arguments as they are typed.

use std::path::PathBuf;

use axtar::analysis::Scheme;
use axtar::corpus::PublicationDate;
use axtar::search::{Sort, Variants};
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Searches archives of Azerbaijani-language articles.
#[derive(Debug, Parser)]
#[command(name = "axtar", version = version(), max_term_width = 100, propagate_version = false)]
#[command(
    after_help = "Examples:\n  axtar index arxiv/                   build an index of a folder\n  axtar search Tokayev Bakıya səfəri   find paragraphs\n  axtar show 1                         read the first hit in full"
)]
pub struct Cli {
    /// The folder that holds the index
    #[arg(long, value_name = "DIR", env = "AXTAR_INDEX", default_value = "index", global = true)]
    pub index: PathBuf,
    /// Colours on the terminal
    #[arg(long, value_enum, default_value_t, global = true)]
    pub color: Color,
    #[command(subcommand)]
    pub command: Command,
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
fn tantivy_version() -> &'static str {
    let text = tantivy::version_string();
    text.split([' ', ',']).find_map(|part| part.strip_prefix('v')).unwrap_or(text)
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build or refresh the index from files and folders
    Index(IndexArgs),
    /// Add single new articles
    Add(AddArgs),
    /// Find paragraphs
    Search(SearchArgs),
    /// Show an article, or the Nth hit of the last search
    Show(ShowArgs),
    /// Measure relevance against judged queries
    Eval(EvalArgs),
    /// Measure query latency
    Bench(BenchArgs),
    /// Show what the analysis makes of a text
    Analyze(AnalyzeArgs),
    /// Tell whether two spellings meet, and how
    Match(MatchArgs),
    /// Check every file of the index for damage
    Verify,
    /// Tell what is in the index
    Info(InfoArgs),
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

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  axtar index arxiv/\n  axtar index xeberler.jsonl.zst --index /data/xeberler\n  axtar index --rebuild                after an update of axtar"
)]
pub struct IndexArgs {
    /// Files and folders: text pages, Markdown, HTML, JSON, JSONL, each also .gz or .zst; `-` is standard input
    #[arg(value_name = "PATH", required_unless_present = "rebuild")]
    pub paths: Vec<PathBuf>,
    /// Build the index anew from the articles stored in it
    #[arg(long, conflicts_with = "paths")]
    pub rebuild: bool,
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
    #[arg(long, value_name = "MB", default_value_t = 200, value_parser = clap::value_parser!(u32).range(32..=64_000))]
    pub memory: u32,
    /// Threads that analyse, and as many that write; default: the machine's cores, at most 8
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub threads: Option<u16>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  axtar add bu-gun.txt\n  curl … | axtar add -")]
pub struct AddArgs {
    /// Files, or `-` for standard input
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
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

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  axtar search Qazaxıstan prezidenti\n  axtar search fuzuli seherinde              typed without ə ş ğ ı ö ü ç\n  axtar search '\"Orta Dəhliz\"' --from 2024-01-01\n  axtar search '=Tokayev'                    this form alone\n  axtar search -- neft -qaz                  without a word\n  axtar search Tokaev --corpus corpus        index a folder first if it changed"
)]
pub struct SearchArgs {
    /// Words, "phrases", =exact forms, -unwanted words
    #[arg(value_name = "QUERY", required = true)]
    pub query: Vec<String>,
    /// First index PATH where it is new or changed
    #[arg(long, value_name = "PATH")]
    pub corpus: Vec<PathBuf>,
    /// How many hits
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10, value_parser = positive)]
    pub limit: usize,
    /// At most so many paragraphs of one article; 0 for no limit
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub per_article: usize,
    /// Which other spellings take part
    #[arg(long, value_enum, default_value_t)]
    pub variants: Reach,
    /// Only the forms as they are typed
    #[arg(long)]
    pub exact: bool,
    /// Published on this day or later
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub from: Option<PublicationDate>,
    /// Published on this day or earlier
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub to: Option<PublicationDate>,
    /// Only of this source
    #[arg(long)]
    pub source: Option<String>,
    /// Only of this section
    #[arg(long)]
    pub section: Option<String>,
    /// The order of the hits
    #[arg(long, value_enum, default_value_t)]
    pub sort: Order,
    /// text for reading, json for scripts (one object a line)
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Do not keep the list of hits for `axtar show N`
    #[arg(long)]
    pub no_last: bool,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
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

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Order {
    /// Best first
    #[default]
    Relevance,
    /// Newest first
    Date,
}

impl From<Order> for Sort {
    fn from(order: Order) -> Sort {
        match order {
            Order::Relevance => Sort::Relevance,
            Order::Date => Sort::Date,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    #[default]
    Text,
    Json,
}

#[derive(Debug, Args)]
pub struct ShowArgs {
    /// An article's id, or N for the Nth hit of the last search
    pub article: String,
    /// text for reading, json for the object as stored
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct EvalArgs {
    /// Queries: qid TAB text
    #[arg(long, value_name = "FILE")]
    pub queries: PathBuf,
    /// Judgements in TREC form: qid 0 document grade
    #[arg(long, value_name = "FILE")]
    pub qrels: Option<PathBuf>,
    /// Write the rankings in TREC form
    #[arg(long, value_name = "FILE")]
    pub run: Option<PathBuf>,
    /// How many hits a query
    #[arg(short, value_name = "N", default_value_t = 100, value_parser = positive)]
    pub k: usize,
    /// Rank paragraphs, or articles by their best paragraph
    #[arg(long, value_enum, default_value_t)]
    pub unit: Unit,
    /// The lowest grade that counts as relevant for MRR and recall
    #[arg(long, value_name = "GRADE", default_value_t = 1)]
    pub relevant: u32,
    /// Which other spellings take part
    #[arg(long, value_enum, default_value_t)]
    pub variants: Reach,
    /// Only the forms as they are typed
    #[arg(long)]
    pub exact: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Unit {
    #[default]
    Paragraph,
    Article,
}

#[derive(Debug, Args)]
pub struct BenchArgs {
    /// The queries, one a line
    #[arg(long, value_name = "FILE")]
    pub queries: PathBuf,
    /// What the columns of the query file hold, of qid, text and class; `-` for one to pass over
    #[arg(long, value_name = "NAMES", value_delimiter = ',', default_value = "qid,text,class")]
    pub columns: Vec<String>,
    /// Times each query is measured, after one warming run
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = positive)]
    pub repeat: usize,
    /// Hits a query
    #[arg(short, value_name = "N", default_value_t = 10, value_parser = positive)]
    pub k: usize,
    /// Which other spellings take part
    #[arg(long, value_enum, default_value_t)]
    pub variants: Reach,
    /// Write one line a query: qid, class, microseconds, hits
    #[arg(long, value_name = "FILE")]
    pub samples: Option<PathBuf>,
    /// Write the summary as JSON
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct AnalyzeArgs {
    /// The text; without it standard input is read
    pub text: Vec<String>,
    /// Read one token a line, write its lemmas, best first
    #[arg(long, conflicts_with = "text")]
    pub lemmas: bool,
}

#[derive(Debug, Args)]
pub struct MatchArgs {
    /// Two spellings
    #[arg(value_name = "SPELLING", num_args = 2, required_unless_present = "batch")]
    pub spellings: Vec<String>,
    /// Read pairs parted by a tab, write score TAB grade
    #[arg(long, conflicts_with = "spellings")]
    pub batch: bool,
}

#[derive(Debug, Args)]
pub struct InfoArgs {
    /// As one JSON object
    #[arg(long)]
    pub json: bool,
}

/// More hits than this nobody reads, and each costs memory.
const MOST: usize = 100_000;

fn positive(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number @ 1..=MOST) => Ok(number),
        _ => Err(format!("a whole number from 1 to {MOST} is expected")),
    }
}

/// An ISO 8601 date; a year or a month alone is not one, so that nobody is misunderstood.
fn date(text: &str) -> Result<PublicationDate, String> {
    let iso =
        text.len() >= 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[..4].iter().all(u8::is_ascii_digit);
    PublicationDate::parse(text).filter(|_| iso).ok_or_else(|| "a date such as 2024-05-31 is expected".into())
}
