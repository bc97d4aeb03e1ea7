//! `axtar bench`: warm latency over a query file.

use std::fs;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use axtar::index::Archive;
use axtar::measure::bench::{self, Sample};
use axtar::measure::{Quantiles, read_queries};
use axtar::search::{Engine, Options};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::Outcome;
use super::args::{Reach, positive, version};
use super::messages::say;
use super::messages::table::{PASS_OF, TIME_LEFT};
use super::output::{self, DIM, printable, thousands};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  axtar bench --queries queries.tsv --columns text\n  axtar bench --queries queries.tsv --repeat 10 --samples times.tsv"
)]
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

/// `axtar bench`.
pub fn run(index: &Path, args: &BenchArgs) -> anyhow::Result<Outcome> {
    let columns: Vec<&str> = args.columns.iter().map(String::as_str).collect();
    let queries = read_queries(&args.queries, &columns)?;
    let archive = Archive::open(index)?;
    let (documents, segments) = (archive.searcher().num_docs(), archive.searcher().segment_readers().len());
    let mut engine = Engine::new(archive);
    let options =
        Options { limit: args.k, per_article: 0, variants: args.variants.into(), ..Options::default() };
    let bar = if std::io::stderr().is_terminal() {
        ProgressBar::new(args.repeat as u64 + 1)
    } else {
        ProgressBar::hidden()
    };
    bar.set_style(ProgressStyle::with_template(&format!("{{bar:30}} {PASS_OF}  {TIME_LEFT}"))?);
    let samples =
        bench::run(&mut engine, &queries, args.repeat, &options, |pass| bar.set_position(pass as u64 + 1))?;
    bar.finish_and_clear();

    let summary = bench::summarise(&samples);
    if let Some(path) = &args.samples {
        let line =
            |s: &Sample| format!("{}\t{}\t{:.1}\t{}\n", s.query.id, s.query.class, micros(s.time), s.hits);
        write(path, &samples.iter().map(line).collect::<String>())?;
    }
    if let Some(path) = &args.json {
        let classes: serde_json::Map<String, serde_json::Value> =
            summary.iter().map(|(class, q)| (class.clone(), figures(q))).collect();
        let report = json!({
            "axtar": version(), "paragraphs": documents, "segments": segments, "repeat": args.repeat, "k": args.k,
            "microseconds": classes,
            "samples": samples.iter().map(|s| json!([s.query.id, s.query.class, micros(s.time), s.hits])).collect::<Vec<_>>(),
        });
        write(path, &format!("{report:#}\n"))?;
    }
    print(&summary, &samples, documents, segments, args)?;
    Ok(Outcome::Found)
}

fn print(
    summary: &[(String, Quantiles)],
    samples: &[Sample],
    documents: u64,
    segments: usize,
    args: &BenchArgs,
) -> std::io::Result<()> {
    let mut out = output::stdout();
    writeln!(
        out,
        "{DIM}{}{DIM:#}",
        say!(
            BENCH_HEAD,
            k = args.k,
            repeat = args.repeat,
            paragraphs = thousands(documents),
            segments = segments
        )
    )?;
    writeln!(
        out,
        "{:<12} {:>6} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}  µs",
        say!(BENCH_CLASS),
        "n",
        "min",
        "p50",
        "p90",
        "p99",
        "max",
        "mean"
    )?;
    for (class, q) in summary {
        let cell = |d: Option<Duration>| d.map_or_else(|| say!(BENCH_SMALL), |d| format!("{:.0}", micros(d)));
        writeln!(
            out,
            "{class:<12} {:>6} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
            q.n,
            cell(Some(q.min)),
            cell(q.p50),
            cell(q.p90),
            cell(q.p99),
            cell(Some(q.max)),
            cell(Some(q.mean))
        )?;
    }
    let step = |f: fn(&Sample) -> Duration| {
        format!("{:.0}", micros(Quantiles::of(samples.iter().map(f).collect()).mean))
    };
    writeln!(
        out,
        "\n{}",
        say!(
            BENCH_STEPS,
            expand = step(|s| s.steps.expand),
            rank = step(|s| s.steps.rank),
            fetch = step(|s| s.steps.fetch)
        )
    )?;
    let mut slowest: Vec<&Sample> = samples.iter().collect();
    slowest.sort_by_key(|s| std::cmp::Reverse(s.time));
    writeln!(out, "\n{}", say!(BENCH_SLOWEST))?;
    for sample in slowest.iter().take(10) {
        let text: String = printable(&sample.query.text).chars().take(80).collect();
        writeln!(out, "{:>9.0}  {}  {text}", micros(sample.time), sample.query.id)?;
    }
    out.flush()
}

fn figures(q: &Quantiles) -> serde_json::Value {
    let optional = |d: Option<Duration>| d.map(micros);
    json!({
        "n": q.n, "min": micros(q.min), "p50": optional(q.p50), "p90": optional(q.p90),
        "p99": optional(q.p99), "max": micros(q.max), "mean": micros(q.mean),
    })
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

fn write(path: &Path, content: &str) -> anyhow::Result<()> {
    fs::write(path, content).with_context(|| say!(CANNOT_WRITE, path = path.display()))
}
