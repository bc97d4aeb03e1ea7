//! `axtar eval`: relevance against judged queries, and run files for other scorers.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use axtar::index::Archive;
use axtar::measure::{eval, read_queries};
use axtar::search::{Engine, Options, Ranked, SearchError};
use clap::{Args, ValueEnum};

use super::Outcome;
use super::args::{Reach, between, positive};
use super::messages::say;
use super::output;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  axtar eval --queries queries.tsv --qrels judgements.txt\n  axtar eval --queries queries.tsv --run axtar.trec -k 1000"
)]
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
    #[arg(long, value_name = "GRADE", default_value_t = 1, value_parser = between::<u32>(0, 1_000))]
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

/// `axtar eval`.
pub fn run(index: &Path, args: &EvalArgs) -> anyhow::Result<Outcome> {
    let queries = read_queries(&args.queries, &["qid", "text"])?;
    let judgements = args.qrels.as_deref().map(eval::read_judgements).transpose()?;
    let mut engine = Engine::new(Archive::open(index)?);
    let options = Options { variants: args.variants.into(), exact: args.exact, ..Options::default() };
    let mut rankings: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut file = args.run.as_deref().map(create).transpose()?;
    for query in &queries {
        let k = if args.unit == Unit::Article { args.k * 4 } else { args.k };
        let ranked = match engine.ranking(&query.text, k, &options) {
            Ok(ranked) => ranked,
            Err(SearchError::Index(error)) => return Err(error.into()),
            // A query without a word finds nothing, as in any search.
            Err(_) => vec![],
        };
        let documents = documents(&ranked, args.unit, args.k);
        if let Some(file) = &mut file {
            for (rank, document) in documents.iter().enumerate() {
                // Ranks decide the order, not scores: paragraphs with all words come first
                // whatever they score, so the score written falls with the rank.
                writeln!(file, "{} Q0 {document} {} {} axtar", query.id, rank + 1, args.k - rank)?;
            }
        }
        rankings.insert(query.id.clone(), documents);
    }
    if let Some(mut file) = file {
        file.flush()?;
    }
    let mut out = output::stdout();
    match judgements {
        Some(judgements) => {
            let score = eval::score(&judgements, &rankings, args.k, args.relevant);
            writeln!(
                out,
                "{} {}\nnDCG@10 {:.4}\nMRR@10 {:.4}\nRecall@{} {:.4}",
                say!(QUERIES),
                score.queries,
                score.ndcg10,
                score.mrr10,
                args.k,
                score.recall
            )?;
        }
        None => writeln!(out, "{} {}", say!(QUERIES), queries.len())?,
    }
    out.flush()?;
    Ok(Outcome::Found)
}

/// Ids of the unit that is ranked; an article by its best paragraph.
fn documents(ranked: &[Ranked], unit: Unit, k: usize) -> Vec<String> {
    let mut ids: Vec<String> = vec![];
    for hit in ranked {
        let id = match unit {
            Unit::Paragraph => eval::document_id(&format!("{}#{}", hit.article, hit.paragraph)),
            Unit::Article => eval::document_id(&hit.article),
        };
        if unit == Unit::Paragraph || !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids.truncate(k);
    ids
}

fn create(path: &Path) -> anyhow::Result<BufWriter<File>> {
    let file = File::create(path).with_context(|| say!(CANNOT_WRITE, path = path.display()))?;
    Ok(BufWriter::new(file))
}
