//! The hits of a search as they are written: one file a format.
//!
//! What is for reading puts the paragraphs of one article together and counts them in that order;
//! what is for programs keeps one hit a line, by rank. `axtar show N` counts as the list did.

mod cite;
mod html;
mod json;
mod markdown;
mod overview;
mod table;
mod text;

use std::io::Write;

use axtar::corpus::Article;
use axtar::index::Archive;
use axtar::search::{Answer, Copies, Highlight, Hit, by_article};
use clap::ValueEnum;
use jiff::ZonedDateTime;
use jiff::civil::Date;

pub use cite::citation;
pub use html::escaped;
pub use overview::{Overview, bar};
pub use text::{with_marks, write_total};

use super::links::Links;
use super::messages::say;
use super::messages::table::COPY;
use super::output::{self, counted};

/// How the hits are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading in the terminal
    #[default]
    Text,
    /// For scripts: one object a line
    Json,
    /// A table for a spreadsheet
    Csv,
    /// A table, cells parted by tabs
    Tsv,
    /// For notes and editors
    Markdown,
    /// One page for a browser
    Html,
    /// Citations, one a line
    Cite,
}

impl Format {
    /// Is it read by people, paragraphs of one article together?
    fn is_grouped(self) -> bool {
        matches!(self, Format::Text | Format::Markdown | Format::Html | Format::Cite)
    }
}

/// What is to be written.
pub struct Listing<'a> {
    /// The query as it was typed.
    pub query: &'a str,
    /// The answer.
    pub answer: &'a Answer,
    /// The archive that was searched.
    pub archive: &'a Archive,
    /// How many paragraphs before and after each hit are shown.
    pub context: u32,
    /// Counts asked for beside the hits.
    pub overviews: &'a [Overview],
    /// Of each of the answer's words that is not in the archive, the nearest that are.
    pub nearest: &'a [Vec<String>],
    /// Cells of tables as they are, whatever a spreadsheet makes of them.
    pub raw: bool,
    /// A mark of the encoding before a table.
    pub bom: bool,
    /// How articles are linked on a terminal.
    pub links: &'a Links,
}

/// The paragraphs before and after a hit.
#[derive(Clone, Debug, Default)]
struct Around {
    before: Vec<String>,
    after: Vec<String>,
}

impl<'a> Listing<'a> {
    /// The hits, those of one article together where the format is for reading.
    pub fn articles(&self, format: Format) -> Vec<Vec<&'a Hit>> {
        let hits = &self.answer.hits;
        if format.is_grouped() {
            let articles = by_article(hits);
            articles
                .into_iter()
                .map(|places| places.into_iter().map(|place| &hits[place]).collect())
                .collect()
        } else {
            hits.iter().map(|hit| vec![hit]).collect()
        }
    }

    /// Paragraph ids in the order in which they are counted.
    pub fn order(&self, format: Format) -> Vec<String> {
        self.articles(format).into_iter().flatten().map(Hit::id).collect()
    }

    /// What stands around a hit; `None` where it was not asked for.
    fn around(&self, hit: &Hit) -> anyhow::Result<Option<Around>> {
        if self.context == 0 {
            return Ok(None);
        }
        let (id, at) = (&hit.article.article.id, hit.paragraph);
        let before = self.archive.paragraphs(id, at.saturating_sub(self.context), at)?;
        let after = self.archive.paragraphs(id, at + 1, (at + 1).saturating_add(self.context))?;
        Ok(Some(Around { before, after }))
    }

    /// Writes all of it to standard output.
    pub fn write(&self, format: Format) -> anyhow::Result<()> {
        match format {
            Format::Text => {
                let mut out = output::stdout();
                text::write(&mut out, self)?;
                out.flush()?;
            }
            _ => {
                let mut out = output::raw_stdout();
                match format {
                    Format::Text => {}
                    Format::Json => json::write(&mut out, self)?,
                    Format::Csv => table::write(&mut out, self, b',')?,
                    Format::Tsv => table::write(&mut out, self, b'\t')?,
                    Format::Markdown => markdown::write(&mut out, self)?,
                    Format::Html => html::write(&mut out, self)?,
                    Format::Cite => cite::write(&mut out, self)?,
                }
                out.flush()?;
            }
        }
        Ok(())
    }
}

/// The title, or where there is none the id.
pub fn title(article: &Article) -> &str {
    if article.title.is_empty() { &article.id } else { &article.title }
}

/// The address an article was published at, if it is one a browser opens.
pub fn web_address(article: &Article) -> Option<&str> {
    let url = article.url.as_deref()?;
    let web = ["https://", "http://"]
        .iter()
        .any(|scheme| url.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme)));
    (web && !url.contains(|c: char| c.is_control() || c.is_whitespace())).then_some(url)
}

/// `34 copies, first in APA on 2025-05-02`; `None` where the article is the only one with its text.
pub fn copies(copies: &Copies) -> Option<String> {
    let number = (copies.count > 0).then(|| counted(copies.count as u64, &COPY))?;
    let first = copies.first.as_ref();
    Some(match first.and_then(|first| Some((day(first)?, first.source.as_deref()))) {
        Some((day, Some(source))) => say!(COPIES_FIRST, copies = number, source = source, day = day),
        Some((day, None)) => say!(COPIES_SINCE, copies = number, day = day),
        None => number,
    })
}

/// A copy by day, source, title and where it is.
pub fn copy(article: &Article) -> String {
    let place = web_address(article).or(article.path.as_deref()).unwrap_or(&article.id);
    let parts =
        [day(article), article.source.clone(), Some(title(article).to_owned()), Some(place.to_owned())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The day of the search. It is asked for where it is shown: to tell the machine's time zone takes a walk
/// through hundreds of files.
pub fn today() -> Date {
    ZonedDateTime::now().date()
}

/// The day of publication.
pub fn day(article: &Article) -> Option<String> {
    article.date.as_ref().map(|date| date.day())
}

/// A text in pieces: what matched and what did not.
pub fn pieces<'t>(text: &'t str, marks: &[Highlight]) -> Vec<(&'t str, bool)> {
    let (mut pieces, mut at) = (vec![], 0);
    for mark in marks.iter().filter(|mark| mark.to <= text.len()) {
        if at < mark.from {
            pieces.push((&text[at..mark.from], false));
        }
        if at <= mark.from {
            pieces.push((&text[mark.from..mark.to], true));
            at = mark.to;
        }
    }
    if at < text.len() {
        pieces.push((&text[at..], false));
    }
    pieces
}

type Written = anyhow::Result<()>;
