//! A run as one page for a browser: nothing beside it is needed, nothing in it runs.

use std::fmt::Write as _;
use std::time::Duration;

use axtar::measure::bench::{Counted, Sample, Summary};
use axtar::measure::quantile::TOLD;

use super::histogram::bins;
use super::print::{
    head, intervals_title, known, slowest_of, step_summaries, time, times, told as change_told,
};
use super::{Comparison, Shown};
use crate::cli::messages::{Language, say};
use crate::cli::output::thousands;
use crate::cli::results::escaped;

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif}\
h1{font-size:1.5rem}h2{font-size:1.15rem;margin:2rem 0 .4rem}\
.about{font-size:.85rem;opacity:.75;overflow-wrap:anywhere}\
table{border-collapse:collapse;font-variant-numeric:tabular-nums}\
td,th{padding:.15rem .7rem .15rem 0;text-align:right}td:first-child,th:first-child,td.text{text-align:left}\
td small{opacity:.7}\
svg{width:100%;height:auto;font:11px system-ui,sans-serif}svg text{fill:currentColor}\
.axis{stroke:currentColor;opacity:.3}.bar{fill:#48a}.mark{stroke:#c63;stroke-width:1.5}";

/// Size of a diagram, and the room around its plot, in units of the drawing.
const WIDTH: f64 = 900.0;
const HEIGHT: f64 = 280.0;
const LEFT: f64 = 50.0;
const BOTTOM: f64 = 30.0;
const TOP: f64 = 18.0;
/// Bars of the histogram.
const BARS: usize = 60;
/// Colours that differ in lightness too, for who does not see all hues (Okabe, Ito 2008).
const COLOURS: [&str; 8] =
    ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#999933", "#882255"];

pub fn page(shown: &[Shown], comparison: Option<&Comparison>) -> String {
    let language = match Language::current() {
        Language::Az => "az",
        Language::En => "en",
    };
    let title = say!(BENCH_TITLE);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    );
    for (place, one) in shown.iter().enumerate() {
        if shown.len() > 1 {
            let _ = writeln!(out, "<h1>{}</h1>", if place == 0 { "a" } else { "b" });
        }
        run(&mut out, one);
    }
    if let Some(comparison) = comparison {
        changes(&mut out, comparison);
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn run(out: &mut String, shown: &Shown) {
    for line in head(shown) {
        let _ = writeln!(out, "<div class=\"about\">{}</div>", escaped(&line));
    }
    let times = times(shown);
    heading(out, &say!(BENCH_HISTOGRAM));
    histogram(out, &times, &shown.summary[0]);
    if shown.summary.len() > 1 {
        heading(out, &say!(BENCH_CURVES));
        curves(out, shown);
    }
    heading(out, &say!(BENCH_CLASSES));
    let mut titles = vec![say!(BENCH_CLASS), "n".into(), say!(BENCH_HITS), "min".into()];
    titles.extend(TOLD.map(|(name, _)| name.to_string()));
    titles.extend(["max".into(), say!(BENCH_MEAN), "± sd".into()]);
    let rows = shown.summary.iter().map(|Summary { class, quantiles: q, hits, .. }| {
        let mut cells = vec![escaped(class), thousands(q.n as u64), thousands(*hits as u64), time(q.min)];
        cells.extend(q.told.iter().map(|told| {
            let interval = told.interval;
            let interval =
                interval.map(|(low, high)| format!("<br><small>{}–{}</small>", time(low), time(high)));
            format!("{}{}", known(told.value), interval.unwrap_or_default())
        }));
        cells.extend([time(q.max), time(q.mean), time(q.sd)]);
        cells
    });
    table(out, &titles, rows);
    let _ = writeln!(out, "<div class=\"about\">µs; {}</div>", escaped(&intervals_title(shown.counted)));
    let steps = step_summaries(shown);
    if !steps.is_empty() {
        heading(out, &say!(BENCH_STEPS));
        let mut titles = vec![say!(BENCH_STEP)];
        titles.extend(TOLD.map(|(name, _)| name.to_string()));
        titles.extend(["max".into(), say!(BENCH_MEAN)]);
        let rows = steps.into_iter().map(|(name, q)| {
            let mut cells = vec![escaped(name)];
            cells.extend(q.told.iter().map(|told| known(told.value)));
            cells.extend([time(q.max), time(q.mean)]);
            cells
        });
        table(out, &titles, rows);
    }
    heading(out, &say!(BENCH_SLOWEST));
    let rows = slowest_of(shown).into_iter().map(|s| {
        vec![escaped(&s.query.id), time(s.time()), thousands(s.hits as u64), escaped(&s.query.text)]
    });
    table(out, &["qid".into(), "µs".into(), say!(BENCH_HITS), String::new()], rows);
}

fn changes(out: &mut String, comparison: &Comparison) {
    heading(out, &say!(BENCH_CHANGES, before = comparison.before));
    for note in &comparison.notes {
        let _ = writeln!(out, "<div class=\"about\">{}</div>", escaped(note));
    }
    let rows = comparison.changes.iter().map(|change| {
        let (class, figure) = (escaped(&change.class), change.figure.to_string());
        vec![class, figure, time(change.before), time(change.after), escaped(&change_told(change))]
    });
    table(out, &[say!(BENCH_CLASS), String::new(), "µs".into(), "µs".into(), String::new()], rows);
}

fn heading(out: &mut String, text: &str) {
    let _ = writeln!(out, "<h2>{}</h2>", escaped(text.trim_end_matches(':')));
}

/// Cells are HTML already.
fn table(out: &mut String, titles: &[String], rows: impl Iterator<Item = Vec<String>>) {
    let titles: String = titles.iter().map(|title| format!("<th>{}</th>", escaped(title))).collect();
    let _ = writeln!(out, "<table>\n<tr>{titles}</tr>");
    for row in rows {
        let cells: String = row.iter().map(|cell| format!("<td>{cell}</td>")).collect();
        let _ = writeln!(out, "<tr>{cells}</tr>");
    }
    out.push_str("</table>\n");
}

/// Where a time stands on a logarithmic axis.
struct Axis {
    low: f64,
    high: f64,
}

impl Axis {
    fn over(times: &[Duration]) -> Axis {
        let seconds = |time: Option<&Duration>| time.map_or(1e-6, |time| time.as_secs_f64().max(1e-7));
        let (low, high) = (seconds(times.iter().min()).ln(), seconds(times.iter().max()).ln());
        Axis { low, high: high.max(low + 0.1) }
    }

    fn place(&self, time: Duration) -> f64 {
        let share = (time.as_secs_f64().max(1e-7).ln() - self.low) / (self.high - self.low);
        LEFT + share * (WIDTH - LEFT - 10.0)
    }

    /// The axis with a tick at 1, 2 and 5 of each decade it covers.
    fn draw(&self, out: &mut String) {
        let base = HEIGHT - BOTTOM;
        let _ =
            writeln!(out, "<line class=\"axis\" x1=\"{LEFT}\" x2=\"{WIDTH}\" y1=\"{base}\" y2=\"{base}\"/>");
        for decade in -7..=3 {
            for step in [1.0, 2.0, 5.0] {
                let seconds = step * 10f64.powi(decade);
                if !(self.low..=self.high).contains(&seconds.ln()) {
                    continue;
                }
                let tick = Duration::from_secs_f64(seconds);
                let _ = writeln!(
                    out,
                    "<line class=\"axis\" x1=\"{0:.1}\" x2=\"{0:.1}\" y1=\"{TOP}\" y2=\"{base}\"/>\
                     <text x=\"{0:.1}\" y=\"{1}\" text-anchor=\"middle\">{2} µs</text>",
                    self.place(tick),
                    base + 18.0,
                    time(tick)
                );
            }
        }
    }
}

fn begin(out: &mut String, label: &str) {
    let label = escaped(label);
    let _ = writeln!(out, "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{label}\">");
}

fn histogram(out: &mut String, times: &[Duration], all: &Summary) {
    let bins = bins(times, BARS);
    let most = bins.iter().map(|bin| bin.count).max().unwrap_or(0).max(1);
    let axis = Axis::over(times);
    begin(out, &say!(BENCH_HISTOGRAM));
    axis.draw(out);
    let base = HEIGHT - BOTTOM;
    for bin in &bins {
        let (from, to) = (axis.place(bin.from), axis.place(bin.to));
        let height = bin.count as f64 / most as f64 * (base - TOP);
        let _ = writeln!(
            out,
            "<rect class=\"bar\" x=\"{from:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{height:.1}\"><title>{}–{} µs: {}</title></rect>",
            base - height,
            (to - from - 0.5).max(1.0),
            time(bin.from),
            time(bin.to),
            bin.count
        );
    }
    for ((name, _), told) in TOLD.iter().zip(&all.quantiles.told) {
        let Some(value) = told.value else { continue };
        let _ = writeln!(
            out,
            "<line class=\"mark\" x1=\"{0:.1}\" x2=\"{0:.1}\" y1=\"{TOP}\" y2=\"{base}\"/><text x=\"{0:.1}\" y=\"12\" text-anchor=\"middle\">{name}</text>",
            axis.place(value)
        );
    }
    out.push_str("</svg>\n");
}

/// The share of each class that is answered within a time.
fn curves(out: &mut String, shown: &Shown) {
    let axis = Axis::over(&times(shown));
    begin(out, &say!(BENCH_CURVES));
    axis.draw(out);
    let base = HEIGHT - BOTTOM;
    for (share, y) in [(0, base), (50, (base + TOP) / 2.0), (100, TOP)] {
        let _ = writeln!(out, "<text x=\"{}\" y=\"{y:.1}\" text-anchor=\"end\">{share} %</text>", LEFT - 8.0);
    }
    let mut legend = String::new();
    for (place, summary) in shown.summary.iter().skip(1).enumerate() {
        let colour = COLOURS[place % COLOURS.len()];
        let (dashes, sign) =
            if place < COLOURS.len() { ("", '━') } else { (" stroke-dasharray=\"5 3\"", '╍') };
        let of_class = |s: &&Sample| s.query.classes().any(|class| class == summary.class);
        let of_class = shown.samples.iter().filter(of_class);
        let mut times: Vec<Duration> = match shown.counted {
            Counted::Queries => of_class.map(Sample::time).collect(),
            Counted::Askings => of_class.flat_map(|s| s.times.iter().copied()).collect(),
        };
        times.sort_unstable();
        let points = times.iter().enumerate().map(|(i, time)| {
            let share = (i + 1) as f64 / times.len() as f64;
            format!("{:.1},{:.1}", axis.place(*time), base - share * (base - TOP))
        });
        let points: Vec<String> = points.collect();
        let _ = writeln!(
            out,
            "<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"{dashes} points=\"{}\"/>",
            points.join(" ")
        );
        let _ = write!(legend, " <span style=\"color:{colour}\">{sign}</span> {}", escaped(&summary.class));
    }
    let _ = writeln!(out, "</svg>\n<div class=\"about\">{legend}</div>");
}
