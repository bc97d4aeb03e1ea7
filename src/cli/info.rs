//! `axtar info`: what is in the index.

use std::fs;
use std::io::Write;
use std::path::Path;

use axtar::index::Archive;
use clap::Args;
use serde_json::json;

use super::Outcome;
use super::messages::say;
use super::output::{self, DIM, bytes, thousands};

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
        let mut row = |name: String, value: String| writeln!(out, "{DIM}{name:<12}{DIM:#}{value}");
        row(say!(INFO_INDEX), index.display().to_string())?;
        row(say!(INFO_ARTICLES), thousands(overview.articles))?;
        row(say!(INFO_PARAGRAPHS), thousands(overview.paragraphs))?;
        row(say!(INFO_WORDS), thousands(overview.tokens))?;
        if let (Some(oldest), Some(newest)) = (&overview.oldest, &overview.newest) {
            row(say!(INFO_DATES), format!("{oldest} – {newest}"))?;
        }
        row(say!(INFO_SIZE), bytes(size))?;
        row(
            say!(INFO_SEGMENTS),
            say!(INFO_DELETED, segments = overview.segments, deleted = thousands(overview.deleted)),
        )?;
        row(say!(INFO_BUILT_BY), fingerprint.describe())?;
        let scheme = serde_json::to_string(&fingerprint.scheme)?.replace('"', "");
        row(
            say!(INFO_ANALYZER),
            if fingerprint.title { scheme } else { say!(WITHOUT_TITLES, analyzer = scheme) },
        )?;
    }
    out.flush()?;
    Ok(if overview.paragraphs > 0 { Outcome::Found } else { Outcome::Nothing })
}
