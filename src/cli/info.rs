//! `axtar info`: what is in the index.

use std::fs;
use std::io::Write;
use std::path::Path;

use axtar::index::Archive;
use clap::Args;
use serde_json::json;

use super::Outcome;
use super::output::{self, DIM, bytes, thousands};

#[derive(Debug, Args)]
pub struct InfoArgs {
    /// As one JSON object
    #[arg(long)]
    pub json: bool,
}

/// `axtar info`.
pub fn run(index: &Path, args: &InfoArgs) -> anyhow::Result<Outcome> {
    let archive = Archive::open(index)?;
    let overview = archive.overview()?;
    let size: u64 = fs::read_dir(index)?.flatten().filter_map(|f| f.metadata().ok()).map(|m| m.len()).sum();
    let fingerprint = archive.fingerprint();
    let mut out = output::stdout();
    if args.json {
        let object = json!({
            "articles": overview.articles, "paragraphs": overview.paragraphs, "deleted": overview.deleted,
            "segments": overview.segments, "tokens": overview.tokens, "bytes": size,
            "oldest": overview.oldest, "newest": overview.newest, "analyzer": fingerprint,
        });
        writeln!(out, "{object}")?;
    } else {
        let mut row = |name: &str, value: String| writeln!(out, "{DIM}{name:<12}{DIM:#}{value}");
        row("index", index.display().to_string())?;
        row("articles", thousands(overview.articles))?;
        row("paragraphs", thousands(overview.paragraphs))?;
        row("words", thousands(overview.tokens))?;
        if let (Some(oldest), Some(newest)) = (&overview.oldest, &overview.newest) {
            row("dates", format!("{oldest} to {newest}"))?;
        }
        row("size", bytes(size))?;
        row(
            "segments",
            format!("{}, {} deleted paragraphs in them", overview.segments, thousands(overview.deleted)),
        )?;
        row("built by", fingerprint.describe())?;
        let scheme = serde_json::to_string(&fingerprint.scheme)?.replace('"', "");
        row("analyzer", if fingerprint.title { scheme } else { format!("{scheme}, without titles") })?;
    }
    out.flush()?;
    Ok(if overview.paragraphs > 0 { Outcome::Found } else { Outcome::Nothing })
}
