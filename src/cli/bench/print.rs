//! A run for reading in the terminal: conditions, figures by class and by step, a histogram, the
//! slowest queries, and what has changed.

use std::io::{self, Write};
use std::time::Duration;

use axtar::measure::bench::{Counted, STEPS, Sample, Summary};
use axtar::measure::compare::Change;
use axtar::measure::quantile::{Quantiles, TOLD};
use axtar::measure::record::Conditions;

use super::histogram::bins;
use super::{Comparison, Shown};
use crate::cli::messages::say;
use crate::cli::messages::table::{STEP_EXPAND, STEP_FETCH, STEP_PARSE, STEP_SEARCH};
use crate::cli::output::{BOLD, DIM, bytes, decimal, padded, printable, thousands};
use crate::cli::results::bar;

/// Queries named as the slowest.
pub const SLOWEST: usize = 10;
/// Lines of the histogram.
const BINS: usize = 16;
/// Columns of a class's name, and of a figure.
const NAME: usize = 13;
const FIGURE: usize = 9;

/// Microseconds for a person.
pub fn time(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    if micros < 10.0 { decimal(micros, 1) } else { thousands(micros.round() as u64) }
}

/// A quantile, or that there are too few measurements to name it.
pub fn known(value: Option<Duration>) -> String {
    value.map_or_else(|| say!(BENCH_SMALL), time)
}

pub fn write(out: &mut impl Write, shown: &[Shown], comparison: Option<&Comparison>) -> io::Result<()> {
    for (place, one) in shown.iter().enumerate() {
        if shown.len() > 1 {
            writeln!(out, "{BOLD}{}{BOLD:#}", if place == 0 { "a" } else { "b" })?;
        }
        for line in head(one) {
            writeln!(out, "{DIM}{}{DIM:#}", printable(&line))?;
        }
        classes(out, one)?;
        steps(out, one)?;
        histogram(out, one)?;
        slowest(out, one)?;
        if shown.len() > 1 && place == 0 {
            writeln!(out)?;
        }
    }
    comparison.map_or(Ok(()), |comparison| changed(out, comparison))
}

/// What was measured how, a line each.
pub fn head(shown: &Shown) -> Vec<String> {
    let record = &shown.record;
    let (index, machine) = (&record.index, &record.machine);
    let source = if record.queries == "drawn" { say!(BENCH_DRAWN) } else { record.queries.clone() };
    let unknown = || "?".to_string();
    let refused = shown.samples.iter().filter(|s| s.refused).count();
    let asked = shown.samples.iter().map(|s| s.times.len()).sum::<usize>() as u64;
    let mut lines = vec![
        conditions(&record.conditions),
        say!(
            BENCH_OPTIONS,
            k = record.conditions.k,
            options = record.conditions.options,
            seed = record.conditions.seed,
            timer = record.timer_nanoseconds
        ),
        say!(
            BENCH_INDEX,
            paragraphs = thousands(index.paragraphs),
            deleted = thousands(index.deleted),
            segments = index.segments,
            bytes = bytes(index.bytes),
            hash = index.index_hash
        ),
        say!(
            BENCH_QUERIES,
            count = thousands(shown.samples.len() as u64),
            source = source,
            hash = record.queries_hash
        ),
        say!(
            BENCH_MACHINE,
            cpu = machine.cpu.clone().unwrap_or_else(unknown),
            cores = machine.cores,
            memory = machine.memory.map_or_else(unknown, bytes),
            system = format!("{} {}", machine.system, machine.kernel.clone().unwrap_or_default()),
            load = machine.load.map_or_else(unknown, |load| decimal(load, 2))
        ),
        format!("axtar {}", record.axtar),
        say!(
            BENCH_RATE,
            asked = thousands(asked),
            seconds = decimal(record.seconds, 2),
            rate = decimal(record.per_second, 1),
            refused = refused
        ),
    ];
    lines.extend(shown.notes.iter().cloned());
    lines
}

/// How it was measured, in a line.
pub fn conditions(conditions: &Conditions) -> String {
    let Conditions { threads, repeat, .. } = conditions;
    match (conditions.mode.as_str(), conditions.rate) {
        ("open", Some(rate)) => {
            say!(BENCH_OPEN, rate = decimal(rate, 1), threads = threads, repeat = repeat)
        }
        ("cold", _) => say!(BENCH_COLD, repeat = repeat),
        _ => say!(BENCH_CLOSED, threads = threads, repeat = repeat),
    }
}

fn row(out: &mut impl Write, name: &str, cells: &[String]) -> io::Result<()> {
    write!(out, "{}", padded(&printable(name), NAME))?;
    cells.iter().try_for_each(|cell| write!(out, "{cell:>FIGURE$}"))?;
    writeln!(out)
}

fn classes(out: &mut impl Write, shown: &Shown) -> io::Result<()> {
    writeln!(out)?;
    let names = TOLD.map(|(name, _)| name.to_string());
    let mut titles = vec!["n".to_string(), say!(BENCH_HITS), "min".into()];
    titles.extend(names.clone());
    titles.extend(["max".into(), say!(BENCH_MEAN), "± sd".into()]);
    row(out, &format!("{}, µs", say!(BENCH_CLASS)), &titles)?;
    for Summary { class, quantiles: q, hits, .. } in &shown.summary {
        let mut cells = vec![thousands(q.n as u64), thousands(*hits as u64), time(q.min)];
        cells.extend(q.told.iter().map(|told| known(told.value)));
        cells.extend([time(q.max), time(q.mean), time(q.sd)]);
        row(out, class, &cells)?;
    }
    writeln!(out, "\n{DIM}{}{DIM:#}", intervals_title(shown.counted))?;
    for Summary { class, quantiles: q, .. } in &shown.summary {
        let told = names.iter().zip(&q.told).filter_map(|(name, told)| {
            told.interval.map(|(low, high)| format!("{name} {}–{}", time(low), time(high)))
        });
        let told: Vec<String> = told.collect();
        if !told.is_empty() {
            writeln!(out, "{DIM}{}{}{DIM:#}", padded(&printable(class), NAME), told.join("  "))?;
        }
    }
    Ok(())
}

/// Where the intervals come from.
pub fn intervals_title(counted: Counted) -> String {
    match counted {
        Counted::Queries => say!(BENCH_INTERVALS_ORDER),
        Counted::Askings => say!(BENCH_INTERVALS_BOOTSTRAP),
    }
}

/// A step in the language of the process.
pub fn step_name(step: usize) -> &'static str {
    [&STEP_PARSE, &STEP_EXPAND, &STEP_SEARCH, &STEP_FETCH].map(|message| message.text())[step]
}

/// The summary of each step; none where queries were asked of other processes.
pub fn step_summaries(shown: &Shown) -> Vec<(&'static str, Quantiles)> {
    if shown.record.steps.is_empty() {
        return vec![];
    }
    let of = |step| Quantiles::of(shown.samples.iter().map(|s| s.step(step)).collect());
    (0..STEPS.len()).map(|step| (step_name(step), of(step))).collect()
}

fn steps(out: &mut impl Write, shown: &Shown) -> io::Result<()> {
    let summaries = step_summaries(shown);
    if summaries.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    let mut titles = TOLD.map(|(name, _)| name.to_string()).to_vec();
    titles.extend(["max".into(), say!(BENCH_MEAN)]);
    row(out, &format!("{}, µs", say!(BENCH_STEP)), &titles)?;
    for (name, q) in summaries {
        let mut cells: Vec<String> = q.told.iter().map(|told| known(told.value)).collect();
        cells.extend([time(q.max), time(q.mean)]);
        row(out, name, &cells)?;
    }
    Ok(())
}

/// The times that a run counts.
pub fn times(shown: &Shown) -> Vec<Duration> {
    match shown.counted {
        Counted::Queries => shown.samples.iter().map(Sample::time).collect(),
        Counted::Askings => shown.samples.iter().flat_map(|s| s.times.iter().copied()).collect(),
    }
}

fn histogram(out: &mut impl Write, shown: &Shown) -> io::Result<()> {
    let bins = bins(&times(shown), BINS);
    let most = bins.iter().map(|bin| bin.count).max().unwrap_or(0);
    if most == 0 {
        return Ok(());
    }
    writeln!(out, "\n{}", say!(BENCH_HISTOGRAM))?;
    for bin in bins {
        let range = format!("{:>8} – {:>8}", time(bin.from), time(bin.to));
        writeln!(out, "{DIM}{range}{DIM:#} {:>7} {}", bin.count, bar(bin.count as f64 / most as f64))?;
    }
    Ok(())
}

/// The slowest queries, by their median.
pub fn slowest_of(shown: &Shown) -> Vec<&Sample> {
    let mut slowest: Vec<&Sample> = shown.samples.iter().collect();
    slowest.sort_by_key(|s| std::cmp::Reverse(s.time()));
    slowest.truncate(SLOWEST);
    slowest
}

fn slowest(out: &mut impl Write, shown: &Shown) -> io::Result<()> {
    writeln!(out, "\n{}", say!(BENCH_SLOWEST))?;
    for sample in slowest_of(shown) {
        let text: String = printable(&sample.query.text).chars().take(70).collect();
        writeln!(out, "{:>9}  {}  {text}", time(sample.time()), printable(&sample.query.id))?;
    }
    Ok(())
}

/// A change in words: `no change` where it may be chance.
pub fn told(change: &Change) -> String {
    let percent =
        |share: f64| format!("{}{}", if share < 0.0 { "−" } else { "+" }, decimal(share.abs() * 100.0, 1));
    let share = format!("{} %", percent(change.share));
    match change.interval {
        Some(i) if change.is_sure() => format!("{share} [{}, {}]", percent(i.low), percent(i.high)),
        Some(i) => format!("{} ({share} [{}, {}])", say!(NO_CHANGE), percent(i.low), percent(i.high)),
        None => format!("{share} ({})", say!(BENCH_SMALL)),
    }
}

fn changed(out: &mut impl Write, comparison: &Comparison) -> io::Result<()> {
    writeln!(out, "\n{BOLD}{}{BOLD:#}", printable(&say!(BENCH_CHANGES, before = comparison.before)))?;
    for note in &comparison.notes {
        writeln!(out, "{DIM}{}{DIM:#}", printable(note))?;
    }
    for change in &comparison.changes {
        let figures = [change.figure.to_string(), time(change.before), "→".into(), time(change.after)];
        write!(out, "{}", padded(&printable(&change.class), NAME))?;
        let [figure, before, arrow, after] = figures;
        writeln!(out, "{figure:>5} {before:>FIGURE$} {arrow} {after:>FIGURE$}   {}", told(change))?;
    }
    Ok(())
}
