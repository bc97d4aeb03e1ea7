//! Counts beside the hits: by source, section, author and time.
//!
//! The bars of a timeline show the share of the archive's articles of that time, since an archive
//! that grew would otherwise show its own growth.

use std::io::Write;

use axtar::search::{Counted, Facet};
use serde::Serialize;

use super::table::harmless;
use super::{Listing, Written, html, json, markdown};
use crate::cli::messages::say;
use crate::cli::messages::table::{AUTHOR, MONTH, SECTION, SOURCE, YEAR};
use crate::cli::output::{self, BOLD, DIM, decimal, padded, printable, thousands};

/// Values of a facet shown for reading; a table has them all.
const SHOWN: usize = 12;
/// Columns of the longest bar.
const BAR: usize = 30;

/// Counts by one facet.
pub struct Overview {
    pub facet: Facet,
    pub counts: Vec<Counted>,
    /// Shown with bars?
    pub timeline: bool,
}

impl Overview {
    /// A timeline goes from the first time something was found to the last; a facet has only what
    /// was found.
    pub fn new(facet: Facet, counts: Vec<Counted>, timeline: bool) -> Overview {
        let first = counts.iter().position(|c| c.articles > 0).unwrap_or(counts.len());
        let last = counts.iter().rposition(|c| c.articles > 0).map_or(first, |place| place + 1);
        let counts = counts.into_iter().skip(first).take(last - first);
        let counts = counts.filter(|c| timeline || c.articles > 0).collect();
        Overview { facet, counts, timeline }
    }

    fn name(&self) -> &'static str {
        match self.facet {
            Facet::Source => SOURCE.text(),
            Facet::Section => SECTION.text(),
            Facet::Author => AUTHOR.text(),
            Facet::Year => YEAR.text(),
            Facet::Month => MONTH.text(),
        }
    }

    fn share(counted: &Counted) -> f64 {
        counted.articles as f64 / counted.of.max(1) as f64
    }
}

/// For the terminal.
pub fn write_text(out: &mut impl Write, overview: &Overview) -> Written {
    if overview.counts.is_empty() {
        return Ok(());
    }
    writeln!(out, "{BOLD}{}{BOLD:#}", overview.name())?;
    let most = overview.counts.iter().map(Overview::share).fold(0.0, f64::max);
    let shown = if overview.timeline { usize::MAX } else { SHOWN };
    for counted in overview.counts.iter().take(shown) {
        let (articles, of) = (thousands(counted.articles), thousands(counted.of));
        let numbers = say!(SHARE, articles = articles, of = of, share = percent(Overview::share(counted)));
        let value = padded(&printable(&counted.value), 9);
        if overview.timeline {
            let bar = padded(&bar(Overview::share(counted) / most.max(f64::MIN_POSITIVE)), BAR + 1);
            writeln!(out, "  {value}{bar}{DIM}{numbers}{DIM:#}")?;
        } else {
            writeln!(out, "  {}{DIM}{numbers}{DIM:#}", padded(&value, 32))?;
        }
    }
    let more = overview.counts.len().saturating_sub(shown);
    if more > 0 {
        writeln!(out, "  {DIM}{}{DIM:#}", say!(MORE, count = more))?;
    }
    writeln!(out)?;
    Ok(())
}

/// Eighths of a column tell small shares apart.
pub fn bar(share: f64) -> String {
    let eighths = (share * (BAR * 8) as f64).round() as usize;
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8];
    // What is there is seen to be there.
    if eighths == 0 && share > 0.0 { "▏".to_owned() } else { "█".repeat(eighths / 8) + rest }
}

fn percent(share: f64) -> String {
    decimal(share * 100.0, 1)
}

#[derive(Serialize)]
struct JsonOverview<'a> {
    schema_version: u32,
    counts: &'static str,
    values: Vec<JsonCounted<'a>>,
}

#[derive(Serialize)]
struct JsonCounted<'a> {
    value: &'a str,
    articles: u64,
    of: u64,
}

/// For scripts: one object a facet, after the hits.
pub fn write_json(out: &mut impl Write, overview: &Overview) -> Written {
    let values = overview.counts.iter();
    let values = values.map(|c| JsonCounted { value: &c.value, articles: c.articles, of: c.of }).collect();
    let object = JsonOverview { schema_version: json::SCHEMA_VERSION, counts: overview.facet.name(), values };
    writeln!(out, "{}", output::json_line(&object)?)?;
    Ok(())
}

/// For a spreadsheet: the counts in place of the hits, since a table has one kind of rows.
pub fn write_table<W: Write>(table: &mut csv::Writer<W>, listing: &Listing) -> Written {
    table.write_record(["counts", "value", "articles", "of"])?;
    for overview in listing.overviews {
        for counted in &overview.counts {
            let value =
                if listing.raw { counted.value.clone() } else { harmless(&printable(&counted.value)) };
            let numbers = [counted.articles.to_string(), counted.of.to_string()];
            table.write_record([overview.facet.name(), &value, &numbers[0], &numbers[1]])?;
        }
    }
    Ok(())
}

/// For notes.
pub fn write_markdown(out: &mut impl Write, overview: &Overview) -> Written {
    writeln!(out, "\n| {} | {} | {} |\n|---|--:|--:|", overview.name(), say!(FOUND_COLUMN), say!(OF_COLUMN))?;
    for counted in &overview.counts {
        writeln!(out, "| {} | {} | {} |", markdown::escaped(&counted.value), counted.articles, counted.of)?;
    }
    Ok(())
}

/// For a browser.
pub fn write_html(out: &mut impl Write, overview: &Overview) -> Written {
    let head = [overview.name().to_owned(), say!(FOUND_COLUMN), say!(OF_COLUMN)];
    let head: String = head.iter().map(|cell| format!("<th>{}</th>", html::escaped(cell))).collect();
    writeln!(out, "<table>\n<tr>{head}</tr>")?;
    for counted in &overview.counts {
        let value = html::escaped(&counted.value);
        writeln!(out, "<tr><td>{value}</td><td>{}</td><td>{}</td></tr>", counted.articles, counted.of)?;
    }
    writeln!(out, "</table>")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_show_shares_and_never_hide_one() {
        assert_eq!(bar(0.0), "");
        assert_eq!(bar(0.0001), "▏");
        assert_eq!(bar(1.0), "█".repeat(BAR));
        assert_eq!(bar(0.05), "█▌");
    }

    #[test]
    fn a_timeline_keeps_empty_months_between_and_drops_them_around() {
        let counted = |value: &str, articles| Counted { value: value.into(), articles, of: 10 };
        let months = || [0, 2, 0, 1, 0].iter().map(|&n| counted("2024-05", n)).collect();
        assert_eq!(Overview::new(Facet::Month, months(), true).counts.len(), 3);
        assert_eq!(Overview::new(Facet::Month, months(), false).counts.len(), 2);
    }
}
