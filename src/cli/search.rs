//! `axtar search`: ask, and print the paragraphs found.

use std::io::Write;
use std::path::{Path, PathBuf};

use axtar::corpus::PublicationDate;
use axtar::index::{Archive, Settings};
use axtar::search::{Answer, Engine, Filter, Group, Hit, Options, Sort, window};
use axtar::spelling::Grade;
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::args::{Format, Reach, positive};
use super::messages::{self, say};
use super::output::{self, BOLD, DIM, printable, thousands, wrapped};
use super::{Outcome, index, last};

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
    /// Prefer newer articles a little
    #[arg(long)]
    pub fresh: bool,
    /// text for reading, json for scripts (one object a line)
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
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

/// Bytes of a paragraph shown with a hit: four to six lines of a terminal.
const SNIPPET: usize = 420;

/// Version of the JSON a hit is printed as.
const SCHEMA_VERSION: u32 = 1;

/// `axtar search`.
pub fn run(folder: &Path, args: &SearchArgs) -> anyhow::Result<Outcome> {
    let mut partly = false;
    if !args.corpus.is_empty() {
        let summary = index::build(folder, &args.corpus, &Settings::default())?;
        if summary.changed() {
            eprintln!("{}", index::told(&summary, folder));
        }
        partly = summary.is_partial();
    }
    let mut engine = Engine::new(Archive::open(folder)?);
    let options = Options {
        limit: args.limit,
        per_article: args.per_article,
        variants: args.variants.into(),
        exact: args.exact,
        filter: Filter {
            from: args.from,
            to: args.to,
            source: args.source.clone(),
            section: args.section.clone(),
            ..Filter::default()
        },
        sort: args.sort.into(),
        fresh: args.fresh,
        ..Options::default()
    };
    let query = args.query.join(" ");
    let answer = engine.search(&query, &options)?;
    match args.format {
        Format::Text => print_text(&answer)?,
        Format::Json => print_json(&answer)?,
    }
    answer.notes.iter().for_each(|note| output::note(&messages::queries::note(note)));
    if !args.no_last {
        last::keep(folder, &answer.hits.iter().map(Hit::id).collect::<Vec<_>>());
    }
    Ok(match (partly, answer.hits.is_empty()) {
        (true, _) => Outcome::Partly,
        (false, true) => Outcome::Nothing,
        (false, false) => Outcome::Found,
    })
}

fn print_text(answer: &Answer) -> std::io::Result<()> {
    let mut out = output::stdout();
    let width = output::width();
    // After the last that has all words; one that lacks some may well stand before it.
    let lacking = answer.hits.iter().rposition(|hit| hit.missing.is_empty()).map(|place| place + 1);
    for (place, hit) in answer.hits.iter().enumerate() {
        if Some(place) == lacking {
            writeln!(out, "{DIM}— {} —{DIM:#}\n", say!(LACKING))?;
        }
        print_hit(&mut out, hit, width)?;
    }
    for word in answer.words.iter().filter(|w| w.required) {
        if let Some(line) = spellings(word, answer.hits.is_empty()) {
            writeln!(out, "{line}")?;
        }
    }
    if answer.hits.is_empty() {
        writeln!(out, "{}", say!(NOTHING_FOUND))?;
    }
    out.flush()
}

fn print_hit(out: &mut impl Write, hit: &Hit, width: usize) -> std::io::Result<()> {
    let article = &hit.article.article;
    let number = format!("{:>2} ", hit.rank);
    let title = if article.title.is_empty() { &article.id } else { &article.title };
    let title = wrapped(&printable(title), width, "   ");
    writeln!(out, "{DIM}{number}{DIM:#}{BOLD}{}{BOLD:#}", title.strip_prefix("   ").unwrap_or(&title))?;
    let date = article.date.as_ref().map(PublicationDate::to_string);
    let day = date.as_deref().map(|d| d.split('T').next().unwrap_or(d));
    let place = say!(PLACE, number = hit.paragraph + 1, count = hit.article.paragraph_count);
    let about = [day, article.source.as_deref(), article.section.as_deref(), Some(&place)];
    let about: Vec<&str> = about.into_iter().flatten().collect();
    writeln!(out, "   {DIM}{}{DIM:#}", printable(&about.join(" · ")))?;
    writeln!(out, "{}", wrapped(&snippet(hit), width, "   "))?;
    if !hit.missing.is_empty() {
        let words = printable(&hit.missing.join(", "));
        writeln!(out, "   {DIM}{}{DIM:#}", say!(WITHOUT, words = words))?;
    }
    writeln!(out)
}

/// The stretch to show, matches between U+0001 and U+0002, dots where it is cut.
fn snippet(hit: &Hit) -> String {
    let shown = window(&hit.text, &hit.highlights, SNIPPET);
    let mut text = String::with_capacity(shown.len() + 64);
    if shown.start > 0 {
        text.push_str("… ");
    }
    let mut at = shown.start;
    for mark in hit.highlights.iter().filter(|h| h.from >= shown.start && h.to <= shown.end) {
        text.push_str(&printable(&hit.text[at..mark.from]));
        text.push('\u{1}');
        text.push_str(&printable(&hit.text[mark.from..mark.to]));
        text.push('\u{2}');
        at = mark.to;
    }
    text.push_str(&printable(&hit.text[at..shown.end]));
    if shown.end < hit.text.len() {
        text.push_str(" …");
    }
    text
}

/// `Tokaev → tokayev 1,203 · tokaev 88`: which spellings of a word took part and in how many
/// paragraphs. `None` where the word stands for itself alone, unless everything is to be told.
fn spellings(word: &Group, always: bool) -> Option<String> {
    let written = printable(&word.written);
    if word.variants.is_empty() {
        return Some(format!("{DIM}{written} → {}{DIM:#}", say!(NOT_IN_ARCHIVE)));
    }
    if !always && (word.exact || word.variants.iter().all(|v| v.grade <= Grade::Form)) {
        return None;
    }
    let shown = word.variants.iter().take(8).map(|v| {
        let doubt = if v.grade == Grade::Sound { format!(" {}", say!(SOUNDS_ALIKE)) } else { String::new() };
        format!("{} {}{doubt}", printable(&v.lemma), thousands(v.doc_freq))
    });
    let more = word.variants.len().saturating_sub(8);
    let more = if more > 0 { format!(" · {}", say!(MORE, count = more)) } else { String::new() };
    Some(format!("{DIM}{written} → {}{more}{DIM:#}", shown.collect::<Vec<_>>().join(" · ")))
}

#[derive(Serialize)]
struct JsonHit<'a> {
    schema_version: u32,
    rank: usize,
    score: f32,
    id: String,
    article: &'a str,
    paragraph: u32,
    paragraphs: u32,
    title: &'a str,
    date: Option<&'a PublicationDate>,
    source: Option<&'a str>,
    author: Option<&'a str>,
    section: Option<&'a str>,
    url: Option<&'a str>,
    path: Option<&'a str>,
    text: &'a str,
    highlights: Vec<[usize; 2]>,
    matches: Vec<JsonMatch<'a>>,
    missing: &'a [String],
}

#[derive(Serialize, PartialEq)]
struct JsonMatch<'a> {
    query: &'a str,
    surface: &'a str,
    grade: &'static str,
}

fn print_json(answer: &Answer) -> anyhow::Result<()> {
    let mut out = output::raw_stdout();
    for hit in &answer.hits {
        let article = &hit.article.article;
        let mut matches: Vec<JsonMatch> = vec![];
        for mark in &hit.highlights {
            let query = answer.words[mark.group].written.as_str();
            let found = JsonMatch { query, surface: &hit.text[mark.from..mark.to], grade: mark.grade.name() };
            if !matches.contains(&found) {
                matches.push(found);
            }
        }
        let line = JsonHit {
            schema_version: SCHEMA_VERSION,
            rank: hit.rank,
            score: hit.score,
            id: hit.id(),
            article: &article.id,
            paragraph: hit.paragraph,
            paragraphs: hit.article.paragraph_count,
            title: &article.title,
            date: article.date.as_ref(),
            source: article.source.as_deref(),
            author: article.author.as_deref(),
            section: article.section.as_deref(),
            url: article.url.as_deref(),
            path: article.path.as_deref(),
            text: &hit.text,
            highlights: hit.highlights.iter().map(|h| [h.from, h.to]).collect(),
            matches,
            missing: &hit.missing,
        };
        writeln!(out, "{}", output::json_line(&line)?)?;
    }
    Ok(out.flush()?)
}

/// An ISO 8601 date; a year or a month alone is not one, so that nobody is misunderstood.
fn date(text: &str) -> Result<PublicationDate, String> {
    let iso =
        text.len() >= 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[..4].iter().all(u8::is_ascii_digit);
    PublicationDate::parse(text).filter(|_| iso).ok_or_else(|| say!(DATE_EXPECTED))
}
