//! Hits for scripts: one object a line, the same keys in every language.

use std::io::Write;

use axtar::corpus::{Article, PublicationDate};
use serde::Serialize;

use super::{Listing, overview};
use crate::cli::output;

/// Version of the JSON a hit is printed as.
pub const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct JsonHit<'a> {
    schema_version: u32,
    rank: usize,
    score: f32,
    id: String,
    article: &'a str,
    paragraph: u32,
    paragraphs: u32,
    title: &'a str,
    date: Option<&'a PublicationDate>,
    source: Option<&'a str>,
    author: Option<&'a str>,
    section: Option<&'a str>,
    url: Option<&'a str>,
    path: Option<&'a str>,
    text: &'a str,
    highlights: Vec<[usize; 2]>,
    title_highlights: Vec<[usize; 2]>,
    matches: Vec<JsonMatch<'a>>,
    missing: &'a [String],
    /// Other articles with the same text, and the earliest of all of them.
    copies: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_copy: Option<JsonCopy<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    copy_list: Vec<JsonCopy<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<Vec<String>>,
}

#[derive(Serialize)]
struct JsonCopy<'a> {
    article: &'a str,
    title: &'a str,
    date: Option<&'a PublicationDate>,
    source: Option<&'a str>,
    url: Option<&'a str>,
    path: Option<&'a str>,
}

impl<'a> From<&'a Article> for JsonCopy<'a> {
    fn from(article: &'a Article) -> Self {
        JsonCopy {
            article: &article.id,
            title: &article.title,
            date: article.date.as_ref(),
            source: article.source.as_deref(),
            url: article.url.as_deref(),
            path: article.path.as_deref(),
        }
    }
}

#[derive(Serialize, PartialEq)]
struct JsonMatch<'a> {
    query: &'a str,
    surface: &'a str,
    grade: &'static str,
}

pub fn write(out: &mut impl Write, listing: &Listing) -> anyhow::Result<()> {
    let answer = listing.answer;
    for hit in &answer.hits {
        let article = &hit.article.article;
        let mut matches: Vec<JsonMatch> = vec![];
        for mark in &hit.highlights {
            let query = answer.words[mark.group].written.as_str();
            let found = JsonMatch { query, surface: &hit.text[mark.from..mark.to], grade: mark.grade.name() };
            if !matches.contains(&found) {
                matches.push(found);
            }
        }
        let (before, after) = listing.around(hit)?.map(|around| (around.before, around.after)).unzip();
        let line = JsonHit {
            schema_version: SCHEMA_VERSION,
            rank: hit.rank,
            score: hit.score,
            id: hit.id(),
            article: &article.id,
            paragraph: hit.paragraph,
            paragraphs: hit.article.paragraph_count,
            title: &article.title,
            date: article.date.as_ref(),
            source: article.source.as_deref(),
            author: article.author.as_deref(),
            section: article.section.as_deref(),
            url: article.url.as_deref(),
            path: article.path.as_deref(),
            text: &hit.text,
            highlights: hit.highlights.iter().map(|h| [h.from, h.to]).collect(),
            title_highlights: hit.title_highlights.iter().map(|h| [h.from, h.to]).collect(),
            matches,
            missing: &hit.missing,
            copies: hit.copies.count,
            first_copy: hit.copies.first.as_ref().map(JsonCopy::from),
            copy_list: hit.copies.named.iter().map(JsonCopy::from).collect(),
            before,
            after,
        };
        writeln!(out, "{}", output::json_line(&line)?)?;
    }
    listing.overviews.iter().try_for_each(|overview| overview::write_json(out, overview))
}
