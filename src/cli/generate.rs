//! `axtar gen`: articles that are made, one JSON object a line, for measuring at any size.

use std::io::Write;

use axtar::measure::generate::Generator;
use clap::Args;

use super::Outcome;
use super::args::{between, positive};
use super::output;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  axtar gen --articles 100000 > made.jsonl\n  axtar gen --articles 600000 | axtar add - --index /data/made"
)]
pub struct GenArgs {
    /// How many articles
    #[arg(long, value_name = "N", value_parser = between::<u64>(1, 1_000_000_000))]
    pub articles: u64,
    /// Paragraphs of an article, on the average
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = positive)]
    pub paragraphs: usize,
    /// What everything made follows from
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// The number of the first article
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub from: u64,
}

/// `axtar gen`.
pub fn run(args: &GenArgs) -> anyhow::Result<Outcome> {
    let generator = Generator::new(args.seed, args.paragraphs);
    let mut out = output::raw_stdout();
    for number in args.from..args.from.saturating_add(args.articles) {
        writeln!(out, "{}", serde_json::to_string(&generator.article(number))?)?;
    }
    out.flush()?;
    Ok(Outcome::Found)
}
