//! Scores for reading: the means scripts rely on first, then intervals by class, then what two
//! rankings differ in and which queries did.

use std::io::{self, Write};

use axtar::measure::eval::{ClassMeans, MEASURES, Mean, Scored, gains, summarise};

use crate::cli::messages::say;
use crate::cli::output::{BOLD, DIM, padded, printable};

/// Queries named on either side.
const NAMED: usize = 10;
/// Columns of a class's name, and of a mean.
const NAME: usize = 13;
const FIGURE: usize = 12;

/// A measure's name, recall with its k.
fn measure(place: usize, k: usize) -> String {
    let name = MEASURES[place];
    if name == "Recall" { format!("{name}@{k}") } else { name.to_string() }
}

/// `.940` of a share; 1.0 keeps its one.
fn share(value: f64) -> String {
    let text = format!("{:.3}", value.abs());
    text.strip_prefix('0').map_or(text.clone(), str::to_string)
}

fn signed(value: f64) -> String {
    format!("{}{}", if value < 0.0 { '−' } else { '+' }, share(value))
}

/// The means, one a line, then the means of each class with their intervals.
pub fn scores(out: &mut impl Write, scored: &[Scored], k: usize) -> io::Result<()> {
    let classes = summarise(scored);
    writeln!(out, "{} {}", say!(QUERIES), scored.len())?;
    for (place, mean) in classes[0].means.iter().enumerate() {
        writeln!(out, "{} {:.4}", measure(place, k), mean.value)?;
    }
    write!(out, "\n{}{:>5}", padded(&say!(BENCH_CLASS), NAME), "n")?;
    (0..MEASURES.len()).try_for_each(|place| write!(out, "{:>FIGURE$}", measure(place, k)))?;
    writeln!(out)?;
    if classes.iter().any(|class| class.means[0].interval.is_some()) {
        writeln!(out, "{DIM}{}{DIM:#}", say!(BENCH_INTERVALS_BOOTSTRAP))?;
    }
    for ClassMeans { class, queries, means } in &classes {
        write!(out, "{}{queries:>5}", padded(&printable(class), NAME))?;
        means.iter().try_for_each(|mean| write!(out, "{:>FIGURE$}", share(mean.value)))?;
        writeln!(out)?;
        if means.iter().all(|mean| mean.interval.is_some()) {
            write!(out, "{DIM}{}", " ".repeat(NAME + 5))?;
            let interval = |mean: &Mean| mean.interval.map(|i| format!("{}–{}", share(i.low), share(i.high)));
            let intervals = means.iter().filter_map(interval);
            intervals.into_iter().try_for_each(|interval| write!(out, "{interval:>FIGURE$}"))?;
            writeln!(out, "{DIM:#}")?;
        }
    }
    Ok(())
}

/// What the second ranking gains on the first.
pub fn comparison(
    out: &mut impl Write,
    (before_name, after_name): (&str, &str),
    before: &[Scored],
    after: &[Scored],
) -> io::Result<()> {
    let heading = say!(EVAL_GAINS, before = printable(before_name), after = printable(after_name));
    writeln!(out, "\n{BOLD}{heading}{BOLD:#}")?;
    let gained = gains(before, after);
    let sides = summarise(before).into_iter().zip(summarise(after));
    for ((a, b), gain) in sides.zip(summarise(&gained)) {
        for (place, name) in MEASURES.iter().enumerate() {
            let (from, to) = (share(a.means[place].value), share(b.means[place].value));
            let class = padded(&printable(&gain.class), NAME);
            writeln!(out, "{class}{name:<10}{from:>6} → {to:>5}   {}", told(&gain.means[place]))?;
        }
    }
    let mut moved: Vec<(f64, &Scored, &Scored)> =
        before.iter().zip(after).map(|(a, b)| (b.scores[0] - a.scores[0], a, b)).collect();
    moved.sort_by(|a, b| b.0.total_cmp(&a.0));
    let better: Vec<_> = moved.iter().filter(|(gain, ..)| *gain > 0.0).collect();
    let worse: Vec<_> = moved.iter().rev().filter(|(gain, ..)| *gain < 0.0).collect();
    let same = moved.len() - better.len() - worse.len();
    for (title, queries) in [
        (say!(EVAL_BETTER, count = better.len(), measure = MEASURES[0]), &better),
        (say!(EVAL_WORSE, count = worse.len(), same = same), &worse),
    ] {
        writeln!(out, "\n{title}")?;
        for (gain, a, b) in queries.iter().take(NAMED) {
            let text: String = printable(&a.query.text).chars().take(60).collect();
            let (from, to) = (share(a.scores[0]), share(b.scores[0]));
            writeln!(out, "{} {from:>6} → {to:>5}  {}  {text}", signed(*gain), printable(&a.query.id))?;
        }
    }
    Ok(())
}

/// A difference in words: no change where it may be chance.
fn told(mean: &Mean) -> String {
    let gain = signed(mean.value);
    match mean.interval {
        Some(i) if mean.is_sure() => format!("{gain} [{}, {}]", signed(i.low), signed(i.high)),
        Some(i) if i.low == 0.0 && i.high == 0.0 => say!(NO_CHANGE),
        Some(i) => format!("{} ({gain} [{}, {}])", say!(NO_CHANGE), signed(i.low), signed(i.high)),
        None => format!("{gain} ({})", say!(BENCH_SMALL)),
    }
}
