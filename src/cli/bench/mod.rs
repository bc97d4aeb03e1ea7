//! `axtar bench`: how fast queries are answered, and how sure that is.
//!
//! [`ask`] measures, [`print`](mod@print) writes for the terminal, [`page`] for a browser, [`saved`]
//! keeps runs by name. What is counted and compared is in the library's `measure`.

mod ask;
mod histogram;
mod page;
mod print;
mod saved;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use axtar::measure::bench::{Counted, Sample, Summary, summarise};
use axtar::measure::compare::{Change, changes, matched};
use axtar::measure::draw::{CLASSES, draw};
use axtar::measure::load::Monotonic;
use axtar::measure::machine::Machine;
use axtar::measure::record::{
    Conditions, Figures, IndexState, Raw, Record, SCHEMA_VERSION, hash, hash_of, micros,
};
use axtar::measure::{QueryLine, read_queries};
use axtar::search::Engine;
use clap::Args;
use serde_json::json;

use super::Outcome;
use super::args::{between, positive, version};
use super::messages::say;
use super::output;
use super::side::{AskArgs, Side, side};
use ask::{Mode, Subject};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  axtar bench --queries queries.tsv --columns text\n  axtar bench --draw 100 --save before             queries from the index itself\n  axtar bench --draw 100 --compare before          what has changed since\n  axtar bench --draw 100 --rate 200                200 queries a second arrive\n  axtar bench --draw 50 --a '--variants none' --b '--variants all'\n  axtar bench --draw 20 --cold --report cold.html  a new process for each query"
)]
pub struct BenchArgs {
    /// The queries, one a line
    #[arg(long, value_name = "FILE", required_unless_present = "draw")]
    pub queries: Option<PathBuf>,
    /// What the columns of the query file hold, of qid, text and class; `-` for one to pass over
    #[arg(long, value_name = "NAMES", value_delimiter = ',', default_value = "qid,text,class")]
    pub columns: Vec<String>,
    /// Draw N queries of each class from the index: rare and common words, two and three, phrases, prefixes, names and so on
    #[arg(long, value_name = "N", value_parser = positive, conflicts_with = "queries")]
    pub draw: Option<usize>,
    /// What the drawing and the order of the queries follow from
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Times each query is measured, after one warming run
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = positive)]
    pub repeat: usize,
    /// Hits a query
    #[arg(short, value_name = "N", default_value_t = 10, value_parser = positive)]
    pub k: usize,
    /// Threads that ask at once
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = between::<usize>(1, 256))]
    pub threads: usize,
    /// So many queries a second arrive, whether or not the ones before are answered (open loop)
    #[arg(long, value_name = "QPS", value_parser = rate, conflicts_with_all = ["cold", "a"])]
    pub rate: Option<f64>,
    /// A new process for each query, from its start to its end
    #[arg(long, conflicts_with_all = ["threads", "a"])]
    pub cold: bool,
    /// Find the spellings of each word anew, though an earlier query asked for it
    #[arg(long, conflicts_with = "cold")]
    pub forget: bool,
    /// Meanwhile index the same articles into a temporary folder
    #[arg(long)]
    pub while_indexing: bool,
    #[command(flatten)]
    pub ask: AskArgs,
    /// Search options to compare, asked by turns with those of --b
    #[arg(long, value_name = "OPTIONS", value_parser = side, allow_hyphen_values = true, requires = "b", conflicts_with_all = ["threads", "samples", "save", "compare", "variants", "exact", "names_file"])]
    pub a: Option<Side>,
    /// The other search options; also --index DIR and -k N
    #[arg(long, value_name = "OPTIONS", value_parser = side, allow_hyphen_values = true, requires = "a")]
    pub b: Option<Side>,
    /// Write one line a query: qid, class, microseconds, hits
    #[arg(long, value_name = "FILE")]
    pub samples: Option<PathBuf>,
    /// Write conditions, figures and every measurement as JSON
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Write a page for a browser, with diagrams
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Keep the run under a name
    #[arg(long, value_name = "NAME", value_parser = saved::name)]
    pub save: Option<String>,
    /// Tell what has changed since a run kept with --save, or written with --json
    #[arg(long, value_name = "NAME|FILE")]
    pub compare: Option<String>,
}

/// Queries a second: more than nothing, and no more than any machine answers.
fn rate(text: &str) -> Result<f64, String> {
    let rate = text.parse().ok().filter(|rate| (0.001..=1e6).contains(rate));
    rate.ok_or_else(|| say!(RATE_EXPECTED))
}

/// Two runs, and how they differ.
pub struct Comparison {
    /// What the first run is called.
    before: String,
    changes: Vec<Change>,
    /// What should be known before the changes are believed.
    notes: Vec<String>,
}

/// One run, as it is shown.
pub struct Shown {
    record: Record,
    samples: Vec<Sample>,
    summary: Vec<Summary>,
    counted: Counted,
    /// What else is told of it.
    notes: Vec<String>,
}

/// `axtar bench`.
pub fn run(index: &Path, args: &BenchArgs) -> anyhow::Result<Outcome> {
    let before = args.compare.as_deref().map(saved::read).transpose()?;
    let (mut first, faulty) = Subject::open(index, &args.ask, args.k, args.threads)?;
    let (queries, source, queries_hash) = queries(args, first.engine())?;
    let origin = Origin { queries: &queries, source, hash: queries_hash };
    let (shown, comparison, partly) = match (&args.a, &args.b) {
        (Some(a), Some(b)) => compare_sides(index, args, a, b, &origin)?,
        _ => {
            let shown = measure(args, &mut first, &origin)?;
            let comparison = before.map(|before| compare(args, before, &shown)).transpose()?;
            (vec![shown], comparison, faulty)
        }
    };
    write_files(args, &shown, comparison.as_ref())?;
    let mut out = output::stdout();
    print::write(&mut out, &shown, comparison.as_ref())?;
    std::io::Write::flush(&mut out)?;
    Ok(if partly { Outcome::Partly } else { Outcome::Found })
}

/// The queries and where they came from.
struct Origin<'a> {
    queries: &'a [QueryLine],
    source: String,
    hash: String,
}

fn queries(args: &BenchArgs, engine: &mut Engine) -> anyhow::Result<(Vec<QueryLine>, String, String)> {
    let Some(path) = &args.queries else {
        let wanted = args.draw.unwrap_or_default();
        let queries = draw(engine, wanted, args.seed)?;
        let few = CLASSES.iter().filter_map(|class| {
            let found = queries.iter().filter(|q| q.class == *class).count();
            (found < wanted).then(|| format!("{class} {found}"))
        });
        let few: Vec<String> = few.collect();
        if !few.is_empty() {
            output::note(&say!(BENCH_FEW_DRAWN, wanted = wanted, classes = few.join(", ")));
        }
        let hash = hash_of(&queries);
        return Ok((queries, "drawn".into(), hash));
    };
    let columns: Vec<&str> = args.columns.iter().map(String::as_str).collect();
    let queries = read_queries(path, &columns)?;
    let bytes = fs::read(path).with_context(|| say!(CANNOT_READ, path = path.display()))?;
    Ok((queries, path.display().to_string(), hash(&bytes)))
}

/// Measures one subject in the way that was asked for.
fn measure(args: &BenchArgs, subject: &mut Subject, origin: &Origin) -> anyhow::Result<Shown> {
    let mode = match args.rate {
        Some(rate) => Mode::Open(rate),
        None if args.cold => Mode::Cold,
        None => Mode::Closed,
    };
    let index = IndexState::of(subject.engine().archive())?;
    let run = ask::run(subject, origin.queries, mode, args)?;
    let mut notes = vec![];
    if let Some(empty) = run.empty_process {
        notes.push(say!(BENCH_EMPTY_PROCESS, empty = print::time(empty)));
    }
    if let Some(articles) = run.indexed {
        let articles = output::counted(articles, &super::messages::table::ARTICLE);
        notes.push(say!(BENCH_INDEXED, articles = articles));
    }
    if let Mode::Open(rate) = mode {
        let asked: usize = run.samples.iter().map(|s| s.times.len()).sum();
        let answered = asked as f64 / run.seconds.max(1e-9);
        // The last answers come after the last arrival, so a little is lost at any rate.
        if answered < 0.95 * rate {
            let [answered, rate] = [answered, rate].map(|rate| output::decimal(rate, 1));
            notes.push(say!(BENCH_OVERLOADED, answered = answered, rate = rate));
        }
    }
    Ok(shown(args, subject, origin, index, mode, run.samples, run.seconds, notes))
}

#[allow(clippy::too_many_arguments, reason = "the parts of one record, named once each")]
fn shown(
    args: &BenchArgs,
    subject: &Subject,
    origin: &Origin,
    index: IndexState,
    mode: Mode,
    samples: Vec<Sample>,
    seconds: f64,
    notes: Vec<String>,
) -> Shown {
    let (name, rate, counted) = match mode {
        Mode::Closed => ("closed", None, Counted::Queries),
        Mode::Open(rate) => ("open", Some(rate), Counted::Askings),
        Mode::Cold => ("cold", None, Counted::Queries),
    };
    let conditions = Conditions {
        mode: name.into(),
        rate,
        threads: args.threads,
        k: subject.k,
        repeat: args.repeat,
        warm_up: usize::from(mode != Mode::Cold),
        cache: match mode {
            Mode::Cold => "system's",
            _ if args.forget => "system's and the process's, but for spellings found before",
            _ => "system's and the process's",
        }
        .into(),
        while_indexing: args.while_indexing,
        options: subject.written.clone(),
        seed: args.seed,
    };
    let summary = summarise(&samples, counted);
    let asked = samples.iter().map(|s| s.times.len()).sum::<usize>();
    let record = Record {
        schema_version: SCHEMA_VERSION,
        axtar: version(),
        conditions,
        machine: Machine::here(),
        index,
        queries: origin.source.clone(),
        queries_hash: origin.hash.clone(),
        timer_nanoseconds: Monotonic::cost().as_nanos() as u64,
        seconds,
        per_second: asked as f64 / seconds.max(1e-9),
        microseconds: summary.iter().map(|s| (s.class.clone(), Figures::of_class(s))).collect(),
        steps: if mode == Mode::Cold { BTreeMap::new() } else { Figures::of_steps(&samples) },
        samples: samples
            .iter()
            .map(|s| (s.query.id.clone(), s.query.class.clone(), micros(s.time()), s.hits))
            .collect(),
        raw: samples.iter().map(Raw::from).collect(),
    };
    Shown { record, samples, summary, counted, notes }
}

/// Two sides, asked by turns.
fn compare_sides(
    index: &Path,
    args: &BenchArgs,
    a: &Side,
    b: &Side,
    origin: &Origin,
) -> anyhow::Result<(Vec<Shown>, Option<Comparison>, bool)> {
    let open = |side: &Side| {
        let index = side.index.as_deref().unwrap_or(index);
        Subject::open(index, &side.ask, side.k.unwrap_or(args.k), 1)
    };
    let ((mut a, a_faulty), (mut b, b_faulty)) = (open(a)?, open(b)?);
    let states = (IndexState::of(a.engine().archive())?, IndexState::of(b.engine().archive())?);
    let ([of_a, of_b], seconds) = ask::by_turns(&mut a, &mut b, origin.queries, args)?;
    let changes = changes(&of_a, &of_b.iter().collect::<Vec<_>>());
    let others = of_a.iter().zip(&of_b).filter(|(a, b)| a.hits != b.hits).count();
    let mut notes = vec![];
    if others > 0 {
        notes.push(say!(BENCH_OTHER_ANSWERS, count = others));
    }
    let comparison = Comparison { before: format!("a: {}", a.written), changes, notes };
    let of = |subject: &Subject, state, samples| {
        shown(args, subject, origin, state, Mode::Closed, samples, seconds, vec![])
    };
    let shown = vec![of(&a, states.0, of_a), of(&b, states.1, of_b)];
    Ok((shown, Some(comparison), a_faulty || b_faulty))
}

/// This run against one made before.
fn compare(args: &BenchArgs, before: Record, after: &Shown) -> anyhow::Result<Comparison> {
    let name = args.compare.clone().unwrap_or_default();
    let old = before.samples();
    let changes = changes(&old, &matched(&old, &after.samples)?);
    let mut notes = vec![say!(BENCH_NOT_BY_TURNS)];
    if !before.machine.is_like(&after.record.machine) {
        let cpu = before.machine.cpu.as_deref().unwrap_or(&before.machine.system);
        notes.push(say!(BENCH_OTHER_MACHINE, machine = cpu));
    }
    if before.index.index_hash != after.record.index.index_hash {
        notes.push(say!(BENCH_OTHER_INDEX, hash = before.index.index_hash));
    }
    let (then, now) = (&before.conditions, &after.record.conditions);
    if (Conditions { seed: now.seed, ..then.clone() }) != *now {
        notes.push(say!(BENCH_OTHER_CONDITIONS, conditions = print::conditions(then)));
    }
    Ok(Comparison { before: name, changes, notes })
}

fn write_files(args: &BenchArgs, shown: &[Shown], comparison: Option<&Comparison>) -> anyhow::Result<()> {
    if let Some(path) = &args.samples {
        let samples = shown.iter().flat_map(|shown| &shown.samples);
        let line =
            |s: &Sample| format!("{}\t{}\t{:.1}\t{}\n", s.query.id, s.query.class, micros(s.time()), s.hits);
        write(path, &samples.map(line).collect::<String>())?;
    }
    if let Some(path) = &args.json {
        let written = match shown {
            [one] => output::json_line(&one.record)?,
            sides => output::json_line(&json!({
                "schema_version": SCHEMA_VERSION,
                "a": sides.first().map(|s| &s.record), "b": sides.get(1).map(|s| &s.record),
                "changes": comparison.iter().flat_map(|c| &c.changes).map(change).collect::<Vec<_>>(),
            }))?,
        };
        write(path, &(written + "\n"))?;
    }
    if let Some(path) = &args.report {
        write(path, &page::page(shown, comparison))?;
    }
    if let (Some(name), Some(one)) = (&args.save, shown.first()) {
        let path = saved::keep(name, &output::json_line(&one.record)?)?;
        output::note(&say!(BENCH_SAVED, path = path.display()));
    }
    Ok(())
}

fn change(change: &Change) -> serde_json::Value {
    json!({
        "class": change.class, "figure": change.figure, "queries": change.queries,
        "before": micros(change.before), "after": micros(change.after), "share": change.share,
        "interval": change.interval.map(|i| [i.low, i.high]), "sure": change.is_sure(),
    })
}

fn write(path: &Path, content: &str) -> anyhow::Result<()> {
    fs::write(path, content).with_context(|| say!(CANNOT_WRITE, path = path.display()))
}
