//! `axtar eval`: relevance against judged queries, two rankings side by side, and run files for
//! other scorers. [`print`](mod@print) writes what was found.

mod print;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use axtar::index::Archive;
use axtar::measure::eval::{MEASURES, Scored, gains, score, summarise};
use axtar::measure::trec::{Rankings, document_id, read_judgements, read_run};
use axtar::measure::{QueryLine, read_queries};
use axtar::search::{Engine, Options, Ranked, SearchError};
use clap::{Args, ValueEnum};
use serde_json::json;

use super::Outcome;
use super::args::{between, positive, version};
use super::messages::say;
use super::output;
use super::side::{AskArgs, Side, side};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  axtar eval --queries queries.tsv --qrels judgements.txt\n  axtar eval --queries queries.tsv --run axtar.trec -k 1000\n  axtar eval --queries queries.tsv --qrels judgements.txt --compare before.trec\n  axtar eval --queries queries.tsv --qrels judgements.txt --a '--variants none' --b '--variants all'"
)]
pub struct EvalArgs {
    /// Queries: qid TAB text, and TAB classes parted by commas
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
    /// The lowest grade that counts as relevant for all measures but nDCG
    #[arg(long, value_name = "GRADE", default_value_t = 1, value_parser = between::<u32>(0, 1_000))]
    pub relevant: u32,
    #[command(flatten)]
    pub ask: AskArgs,
    /// Score this run, in TREC form, and ask no index
    #[arg(long, value_name = "RUN", requires = "qrels", conflicts_with_all = ["run", "a", "variants", "exact", "names_file"])]
    pub score: Option<PathBuf>,
    /// Compare with this run, in TREC form, query by query
    #[arg(long, value_name = "RUN", requires = "qrels", conflicts_with = "a")]
    pub compare: Option<PathBuf>,
    /// Search options to compare with those of --b, query by query
    #[arg(long, value_name = "OPTIONS", value_parser = side, allow_hyphen_values = true, requires_all = ["b", "qrels"], conflicts_with_all = ["run", "variants", "exact", "names_file"])]
    pub a: Option<Side>,
    /// The other search options; also --index DIR and -k N
    #[arg(long, value_name = "OPTIONS", value_parser = side, allow_hyphen_values = true, requires = "a")]
    pub b: Option<Side>,
    /// Write the scores of every query as JSON
    #[arg(long, value_name = "FILE", requires = "qrels")]
    pub json: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Unit {
    #[default]
    Paragraph,
    Article,
}

/// A ranking and what it is called.
struct Named {
    name: String,
    rankings: Rankings,
}

/// `axtar eval`.
pub fn run(index: &Path, args: &EvalArgs) -> anyhow::Result<Outcome> {
    let queries = read_queries(&args.queries, &["qid", "text", "class"])?;
    let judgements = args.qrels.as_deref().map(read_judgements).transpose()?;
    let mut partly = false;
    // `before` is what is compared with.
    let (before, after) = match (&args.a, &args.b) {
        (Some(a), Some(b)) => {
            let (a, b) = (
                of_side(index, args, a, "a", &queries, &mut partly)?,
                of_side(index, args, b, "b", &queries, &mut partly)?,
            );
            (Some(a), b)
        }
        _ => {
            let before = args.compare.as_deref().map(of_file).transpose()?;
            let after = match &args.score {
                Some(path) => of_file(path)?,
                None => asked(index, args, &args.ask, args.k, &queries, &mut partly)?,
            };
            (before, after)
        }
    };
    if let Some(path) = &args.run {
        write_run(path, &queries, &after.rankings, args.k)
            .with_context(|| say!(CANNOT_WRITE, path = path.display()))?;
    }
    let mut out = output::stdout();
    match judgements {
        Some(judgements) => {
            let scored = |rankings| score(&judgements, &queries, rankings, args.k, args.relevant);
            let of_after = scored(&after.rankings);
            let of_before = before.as_ref().map(|before| scored(&before.rankings));
            if let Some(path) = &args.json {
                write_json(path, args, &of_after, of_before.as_deref())?;
            }
            print::scores(&mut out, &of_after, args.k)?;
            if let (Some(before), Some(of_before)) = (before, of_before) {
                let names = (&before.name[..], &after.name[..]);
                print::comparison(&mut out, names, &of_before, &of_after)?;
            }
        }
        None => writeln!(out, "{} {}", say!(QUERIES), queries.len())?,
    }
    out.flush()?;
    Ok(if partly { Outcome::Partly } else { Outcome::Found })
}

fn of_file(path: &Path) -> anyhow::Result<Named> {
    Ok(Named { name: path.display().to_string(), rankings: read_run(path)? })
}

fn of_side(
    index: &Path,
    args: &EvalArgs,
    side: &Side,
    name: &str,
    queries: &[QueryLine],
    partly: &mut bool,
) -> anyhow::Result<Named> {
    let index = side.index.as_deref().unwrap_or(index);
    let asked = asked(index, args, &side.ask, side.k.unwrap_or(args.k), queries, partly)?;
    Ok(Named { name: format!("{name}: {}", asked.name), ..asked })
}

/// Asks all queries of an index.
fn asked(
    index: &Path,
    args: &EvalArgs,
    ask: &AskArgs,
    k: usize,
    queries: &[QueryLine],
    partly: &mut bool,
) -> anyhow::Result<Named> {
    let mut engine = Engine::new(Archive::open(index)?);
    let (options, faulty) = ask.options(index, k)?;
    *partly |= faulty;
    let mut rankings = Rankings::new();
    for query in queries {
        rankings.insert(query.id.clone(), ranking(&mut engine, query, args.unit, k, &options)?);
    }
    Ok(Named { name: ask.written(), rankings })
}

fn ranking(
    engine: &mut Engine,
    query: &QueryLine,
    unit: Unit,
    k: usize,
    options: &Options,
) -> Result<Vec<String>, SearchError> {
    let paragraphs = if unit == Unit::Article { k * 4 } else { k };
    match engine.ranking(&query.text, paragraphs, options) {
        Ok(ranked) => Ok(documents(&ranked, unit, k)),
        Err(SearchError::Index(error)) => Err(error.into()),
        // A query without a word finds nothing, as in any search.
        Err(_) => Ok(vec![]),
    }
}

/// Ids of the unit that is ranked; an article by its best paragraph.
fn documents(ranked: &[Ranked], unit: Unit, k: usize) -> Vec<String> {
    let mut ids: Vec<String> = vec![];
    for hit in ranked {
        let id = match unit {
            Unit::Paragraph => document_id(&format!("{}#{}", hit.article, hit.paragraph)),
            Unit::Article => document_id(&hit.article),
        };
        if unit == Unit::Paragraph || !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids.truncate(k);
    ids
}

/// Ranks decide the order, not scores: a second look may place a paragraph before one that scores
/// more, so the score written falls with the rank.
fn write_run(path: &Path, queries: &[QueryLine], rankings: &Rankings, k: usize) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for query in queries {
        for (rank, document) in rankings.get(&query.id).into_iter().flatten().enumerate() {
            writeln!(file, "{} Q0 {document} {} {} axtar", query.id, rank + 1, k - rank)?;
        }
    }
    file.flush()
}

fn write_json(
    path: &Path,
    args: &EvalArgs,
    scored: &[Scored],
    before: Option<&[Scored]>,
) -> anyhow::Result<()> {
    let object = |scored: &[Scored]| {
        let queries =
            scored.iter().map(|s| json!({"id": s.query.id, "class": s.query.class, "scores": s.scores}));
        let classes = summarise(scored).into_iter().map(|class| {
            let means = class
                .means
                .map(|m| json!({"mean": m.value, "interval": m.interval.map(|i| [i.low, i.high])}));
            (class.class, json!({"queries": class.queries, "means": means}))
        });
        json!({"queries": queries.collect::<Vec<_>>(), "classes": classes.collect::<serde_json::Map<_, _>>()})
    };
    let gained = before.map(|before| object(&gains(before, scored)));
    let written = json!({
        "schema_version": 1, "axtar": version(), "measures": MEASURES, "k": args.k, "relevant": args.relevant,
        "run": object(scored), "compared": before.map(object), "gains": gained,
    });
    fs::write(path, output::json_line(&written)? + "\n")
        .with_context(|| say!(CANNOT_WRITE, path = path.display()))
}
