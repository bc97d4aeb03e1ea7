//! Hits as a table: CSV for spreadsheets, TSV for everything else that reads columns.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, which may send
//! what stands in other cells to whoever wrote the article: an apostrophe before it makes it text.

use std::borrow::Cow;
use std::io::Write;

use axtar::search::Hit;
use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::{Listing, overview};
use crate::cli::output::printable;

const COLUMNS: [&str; 15] = [
    "rank",
    "score",
    "id",
    "article",
    "paragraph",
    "paragraphs",
    "title",
    "date",
    "source",
    "author",
    "section",
    "url",
    "path",
    "text",
    "copies",
];

pub fn write(out: &mut impl Write, listing: &Listing, separator: u8) -> anyhow::Result<()> {
    if listing.bom {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let tabs = separator == b'\t';
    let mut builder = WriterBuilder::new();
    builder.delimiter(separator);
    if tabs {
        // Few that read tabs know quotes: no cell has a tab or a line break instead.
        builder.quote_style(QuoteStyle::Never).terminator(Terminator::Any(b'\n'));
    } else {
        builder.terminator(Terminator::CRLF);
    }
    let mut table = builder.from_writer(out);
    if !listing.overviews.is_empty() {
        overview::write_table(&mut table, listing)?;
        return Ok(table.flush()?);
    }
    table.write_record(COLUMNS)?;
    for hit in &listing.answer.hits {
        let cells = cells(hit);
        table.write_record(cells.iter().map(|cell| {
            let cell = if tabs { one_line(cell) } else { Cow::Borrowed(cell.as_str()) };
            if listing.raw { cell.into_owned() } else { harmless(&printable(&cell)) }
        }))?;
    }
    table.flush()?;
    Ok(())
}

fn cells(hit: &Hit) -> [String; 15] {
    let article = &hit.article.article;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    [
        hit.rank.to_string(),
        hit.score.to_string(),
        hit.id(),
        article.id.clone(),
        hit.paragraph.to_string(),
        hit.article.paragraph_count.to_string(),
        article.title.clone(),
        article.date.as_ref().map(ToString::to_string).unwrap_or_default(),
        text(&article.source),
        text(&article.author),
        text(&article.section),
        text(&article.url),
        text(&article.path),
        hit.text.clone(),
        hit.copies.count.to_string(),
    ]
}

/// The cell, an apostrophe before it where a spreadsheet would take it for a formula.
pub fn harmless(cell: &str) -> String {
    match cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}

fn one_line(cell: &str) -> Cow<'_, str> {
    match cell.contains(['\t', '\n', '\r']) {
        true => Cow::Owned(cell.replace(['\t', '\n', '\r'], " ")),
        false => Cow::Borrowed(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+994", "-5", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert_eq!(harmless(cell), format!("'{cell}"));
        }
        assert_eq!(harmless("5-ci"), "5-ci");
        assert_eq!(one_line("a\tb\nc"), "a b c");
    }
}
