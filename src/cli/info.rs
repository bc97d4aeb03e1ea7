//! `axtar info`: what is in the index.

use std::io::Write;
use std::path::Path;

use axtar::index::{Archive, Counted, Dated, Manifest, Overview};
use clap::Args;
use serde_json::{Value, json};

use super::messages::say;
use super::messages::table::{ARTICLE, FILE};
use super::output::{self, DIM, bytes, counted, padded, printable, thousands};
use super::{Outcome, args};

/// So many sources and languages are named; `--json` has them all.
const NAMED: usize = 6;

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  axtar info\n  axtar info --json")]
pub struct InfoArgs {
    /// As one JSON object
    #[arg(long)]
    pub json: bool,
}

/// `axtar info`.
pub fn run(index: &Path, args: &InfoArgs) -> anyhow::Result<Outcome> {
    let archive = Archive::open(index)?;
    let overview = archive.overview()?;
    let files = Manifest::load(index).len() as u64;
    let mut out = output::stdout();
    if args.json {
        writeln!(out, "{}", output::json_line(&object(&overview, files, &archive))?)?;
    } else {
        for (name, value) in rows(index, &overview, files, &archive) {
            writeln!(out, "{DIM}{}{DIM:#}{}", padded(&name, 12), printable(&value).replace('\n', " "))?;
        }
    }
    out.flush()?;
    Ok(if overview.paragraphs > 0 { Outcome::Found } else { Outcome::Nothing })
}

fn rows(index: &Path, overview: &Overview, files: u64, archive: &Archive) -> Vec<(String, String)> {
    let fingerprint = archive.fingerprint();
    let scheme = serde_json::to_string(&fingerprint.scheme).unwrap_or_default().replace('"', "");
    let dated = |dated: &Dated| format!("{}  {}  ({})", dated.day, dated.title, dated.id);
    let mut rows = vec![
        (say!(INFO_INDEX), index.display().to_string()),
        (say!(INFO_ARTICLES), thousands(overview.articles)),
        (say!(INFO_PARAGRAPHS), thousands(overview.paragraphs)),
        (say!(INFO_WORDS), thousands(overview.tokens)),
    ];
    rows.extend(overview.oldest.as_ref().map(|article| (say!(INFO_OLDEST), dated(article))));
    rows.extend(overview.newest.as_ref().map(|article| (say!(INFO_NEWEST), dated(article))));
    rows.push((say!(INFO_SOURCES), values(&overview.sources, overview.articles)));
    rows.push((say!(INFO_LANGUAGES), values(&overview.languages, overview.articles)));
    if overview.revisions > 0 {
        let (versions, articles) = (thousands(overview.revisions), counted(overview.revised, &ARTICLE));
        rows.push((say!(INFO_REVISIONS), say!(INFO_REVISIONS_OF, versions = versions, articles = articles)));
    }
    rows.push((say!(INFO_FILES), counted(files, &FILE)));
    rows.push((say!(INFO_SIZE), bytes(overview.bytes)));
    let segments = overview.segments.len();
    rows.push((
        say!(INFO_SEGMENTS),
        say!(INFO_DELETED, segments = segments, deleted = thousands(overview.deleted)),
    ));
    if segments > 1 {
        for segment in &overview.segments {
            let (paragraphs, deleted) = (thousands(segment.paragraphs), thousands(segment.deleted));
            let size = bytes(segment.bytes);
            let row = say!(INFO_SEGMENT, paragraphs = paragraphs, deleted = deleted, size = size);
            rows.push((String::new(), row));
        }
    }
    rows.push((say!(INFO_BUILT_BY), fingerprint.describe()));
    rows.push((
        say!(INFO_ANALYZER),
        if fingerprint.title { scheme } else { say!(WITHOUT_TITLES, analyzer = scheme) },
    ));
    rows.push((
        say!(INFO_PROGRAM),
        format!("axtar {}, tantivy {}", env!("CARGO_PKG_VERSION"), args::tantivy_version()),
    ));
    rows
}

/// `Trend 30, APA 20, 5 more; without: 3`.
fn values(counts: &[Counted], articles: u64) -> String {
    let mut named: Vec<String> =
        counts.iter().take(NAMED).map(|c| format!("{} {}", c.value, thousands(c.articles))).collect();
    if counts.len() > NAMED {
        named.push(say!(MORE, count = thousands((counts.len() - NAMED) as u64)));
    }
    let without = articles - counts.iter().map(|c| c.articles).sum::<u64>().min(articles);
    if without > 0 {
        named.push(say!(INFO_UNNAMED, count = thousands(without)));
    }
    named.join(", ")
}

fn object(overview: &Overview, files: u64, archive: &Archive) -> Value {
    let dated = |dated: &Option<Dated>| {
        dated.as_ref().map(|article| json!({"id": article.id, "title": article.title, "date": article.day}))
    };
    let day = |dated: &Option<Dated>| dated.as_ref().map(|article| article.day.clone());
    let values = |counts: &[Counted]| -> Vec<Value> {
        counts.iter().map(|c| json!({"value": c.value, "articles": c.articles})).collect()
    };
    let segments: Vec<Value> = overview
        .segments
        .iter()
        .map(|s| json!({"paragraphs": s.paragraphs, "deleted": s.deleted, "bytes": s.bytes}))
        .collect();
    json!({
        "articles": overview.articles, "paragraphs": overview.paragraphs, "deleted": overview.deleted,
        "segments": overview.segments.len(), "tokens": overview.tokens, "bytes": overview.bytes,
        "oldest": day(&overview.oldest), "newest": day(&overview.newest),
        "oldest_article": dated(&overview.oldest), "newest_article": dated(&overview.newest),
        "sources": values(&overview.sources), "languages": values(&overview.languages),
        "revised": overview.revised, "revisions": overview.revisions, "files": files,
        "by_segment": segments, "analyzer": archive.fingerprint(), "axtar": env!("CARGO_PKG_VERSION"),
        "tantivy": args::tantivy_version(),
    })
}
