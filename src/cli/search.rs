//! `axtar search`: ask, and print the paragraphs found.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axtar::corpus::{Mapping, PublicationDate};
use axtar::index::{Archive, Settings};
use axtar::search::{Answer, Engine, Facet, Filter, Folding, Group, Options, Sort};
use clap::{Args, ValueEnum};

use super::args::{Reach, between, positive};
use super::intake::Intake;
use super::last::Last;
use super::links::{self, Links};
use super::messages::table::PARAGRAPH;
use super::messages::{self, say};
use super::newsroom::NewsroomArgs;
use super::output::counted;
use super::report::Report;
use super::results::{Format, Listing, Overview, write_total};
use super::{Outcome, explain, index, output};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  axtar search Qazaxıstan prezidenti\n  axtar search fuzuli seherinde              typed without ə ş ğ ı ö ü ç\n  axtar search '\"Orta Dəhliz\"' --from 2024-01-01\n  axtar search '=Tokayev'                    this form alone\n  axtar search -- neft -qaz                  without a word\n  axtar search '(neft OR qaz) ixrac*'        either word, and every word that begins so\n  axtar search 'büdcə mənbə:APA tarix:2024'  of one source and year\n  axtar search Tokaev --corpus corpus        index a folder first if it changed"
)]
pub struct SearchArgs {
    /// Words, "phrases", =exact forms, -unwanted words, AND OR NOT, patterns*, field:values
    #[arg(value_name = "QUERY", required = true)]
    pub query: Vec<String>,
    /// First index PATH where it is new or changed
    #[arg(long, value_name = "PATH")]
    pub corpus: Vec<PathBuf>,
    /// How many hits
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10, value_parser = positive)]
    pub limit: usize,
    /// Pass over so many hits first
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = between::<usize>(0, 100_000))]
    pub offset: usize,
    /// At most so many paragraphs of one article; 0 for no limit
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub per_article: usize,
    /// What becomes of articles with the same text as one above them: counted with it, or named (without a value), or each a hit of its own
    #[arg(
        long,
        value_name = "HOW",
        value_enum,
        num_args = 0..=1,
        require_equals = true,
        default_value = "count",
        default_missing_value = "list"
    )]
    pub copies: Copies,
    /// Which other spellings take part
    #[arg(long, value_enum, default_value_t)]
    pub variants: Reach,
    #[command(flatten)]
    pub newsroom: NewsroomArgs,
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
    /// Only of this author: the name, or a part of it
    #[arg(long)]
    pub author: Option<String>,
    /// The order of the hits
    #[arg(long, value_enum, default_value_t)]
    pub sort: Order,
    /// Prefer newer articles a little
    #[arg(long)]
    pub fresh: bool,
    /// Count the articles found by source, section, author, year or month; without a list by source, section and year
    #[arg(
        long,
        value_name = "FACETS",
        value_enum,
        value_delimiter = ',',
        num_args = 0..=1,
        require_equals = true,
        default_missing_values = ["source", "section", "year"]
    )]
    pub facets: Vec<By>,
    /// Show how the share of the archive's articles went over time
    #[arg(long, value_name = "STEP", value_enum)]
    pub timeline: Option<Step>,
    /// Paragraphs shown before and after each hit
    #[arg(long, short = 'C', value_name = "N", default_value_t = 0, value_parser = between::<u32>(0, 1_000))]
    pub context: u32,
    /// How the hits are written
    #[arg(long, short = 'f', value_enum, default_value_t)]
    pub format: Format,
    /// In csv and tsv: cells as they are, even where a spreadsheet takes them for formulas
    #[arg(long)]
    pub raw: bool,
    /// In csv and tsv: a byte order mark first, for Excel
    #[arg(long)]
    pub bom: bool,
    /// What a click on a hit opens: none, default (its address, else its file), url, file, vscode, vscodium, cursor, zed, textmate, or a template with {url} or {path}
    #[arg(long, value_name = "FORMAT", default_value = "default", value_parser = links::format)]
    pub hyperlink_format: String,
    /// Show how the query was read and how each score came about
    #[arg(long)]
    pub explain: bool,
    /// Do not keep the list of hits for `axtar show N`
    #[arg(long)]
    pub no_last: bool,
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

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Copies {
    /// One hit, and how many copies there are
    Count,
    /// The same, and each copy under it
    List,
    /// Each a hit of its own
    Apart,
}

impl From<Copies> for Folding {
    fn from(copies: Copies) -> Folding {
        match copies {
            Copies::Count => Folding::Counted,
            Copies::List => Folding::Named,
            Copies::Apart => Folding::Off,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    Source,
    Section,
    Author,
    Year,
    Month,
}

impl From<By> for Facet {
    fn from(by: By) -> Facet {
        match by {
            By::Source => Facet::Source,
            By::Section => Facet::Section,
            By::Author => Facet::Author,
            By::Year => Facet::Year,
            By::Month => Facet::Month,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Step {
    Month,
    Year,
}

impl From<Step> for Facet {
    fn from(step: Step) -> Facet {
        match step {
            Step::Month => Facet::Month,
            Step::Year => Facet::Year,
        }
    }
}

/// `axtar search`.
pub fn run(folder: &Path, args: &SearchArgs) -> anyhow::Result<Outcome> {
    let mut partly = false;
    if !args.corpus.is_empty() {
        let (mapping, settings) = (Mapping::default(), Settings::default());
        let intake = Intake::new(folder, &args.corpus, &mapping, &settings);
        let summary = intake.run(&mut Report::begin(None)?)?;
        if summary.changed() {
            index::print(&summary, folder, false)?;
        }
        partly = summary.is_partial();
    }
    let mut engine = Engine::new(Archive::open(folder)?);
    let (newsroom, faulty) = args.newsroom.read(folder)?;
    partly |= faulty;
    let options = Options {
        newsroom: Arc::new(newsroom),
        limit: args.limit,
        offset: args.offset,
        per_article: args.per_article,
        folding: args.copies.into(),
        variants: args.variants.into(),
        exact: args.exact,
        filter: Filter {
            from: args.from,
            to: args.to,
            source: args.source.clone(),
            section: args.section.clone(),
            author: args.author.clone(),
        },
        sort: args.sort.into(),
        fresh: args.fresh,
        ..Options::default()
    };
    let query = args.query.join(" ");
    let answer = engine.search(&query, &options)?;
    let facets = args.facets.iter().map(|&by| (Facet::from(by), false));
    let timeline = args.timeline.map(|step| (Facet::from(step), true));
    let overviews = facets
        .chain(timeline)
        .map(|(facet, timeline)| Ok(Overview::new(facet, engine.facet(&query, &options, facet)?, timeline)))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let missing = |word: &Group| word.required && word.variants.is_empty();
    let nearest = answer.words.iter().map(|word| match missing(word) {
        true => engine.nearest(word),
        false => Ok(vec![]),
    });
    let nearest = nearest.collect::<Result<Vec<_>, _>>()?;
    let links = Links::new(&args.hyperlink_format);
    let listing = Listing {
        query: &query,
        answer: &answer,
        archive: engine.archive(),
        context: args.context,
        overviews: &overviews,
        nearest: &nearest,
        raw: args.raw,
        bom: args.bom,
        links: &links,
    };
    listing.write(args.format)?;
    let order = listing.order(args.format);
    if args.format == Format::Text {
        // Counting all waits until the best are on the screen.
        tell_total(&mut engine, &query, &options, &answer)?;
    }
    if args.explain {
        explain::print(&answer, args.format == Format::Text)?;
    }
    answer.notes.iter().for_each(|note| output::note(&messages::queries::note(note)));
    if !args.no_last {
        Last::new(folder, &query, &options, args.variants, order).keep();
    }
    // Its files go with the process, which is faster than one after the other.
    std::mem::forget(engine);
    Ok(match (partly, answer.hits.is_empty()) {
        (true, _) => Outcome::Partly,
        (false, true) => Outcome::Nothing,
        (false, false) => Outcome::Found,
    })
}

/// How many there are in all; where nothing was found, whether the limits are to blame.
fn tell_total(engine: &mut Engine, query: &str, options: &Options, answer: &Answer) -> anyhow::Result<()> {
    if !answer.hits.is_empty() {
        let total = engine.total(query, options)?;
        return write_total(answer.hits.len(), total, answer.timing.total().as_secs_f64());
    }
    if options.filter != Filter::default() {
        let free = Options { filter: Filter::default(), ..options.clone() };
        let total = engine.total(query, &free)?;
        if total.paragraphs > 0 {
            let paragraphs = counted(total.paragraphs, &PARAGRAPH);
            output::note(&say!(WITHOUT_LIMITS, paragraphs = paragraphs));
        }
    }
    Ok(())
}

/// An ISO 8601 date; a year or a month alone is not one, so that nobody is misunderstood.
fn date(text: &str) -> Result<PublicationDate, String> {
    let iso =
        text.len() >= 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[..4].iter().all(u8::is_ascii_digit);
    PublicationDate::parse(text).filter(|_| iso).ok_or_else(|| say!(DATE_EXPECTED))
}
