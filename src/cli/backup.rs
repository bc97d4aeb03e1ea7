//! `axtar backup` and `axtar restore`: the index to another folder and back.

use std::io::Write;
use std::path::{Path, PathBuf};

use axtar::index::{self, Copied};
use clap::Args;

use super::messages::say;
use super::messages::table::FILE;
use super::output::{bytes, counted, note};
use super::{Outcome, ask, output};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  axtar backup /media/disk/xeberler\n  axtar search --index /media/disk/xeberler Tokayev    a backup can be searched"
)]
pub struct BackupArgs {
    /// A new or empty folder, or an earlier backup, to which what is new is added
    #[arg(value_name = "DIR")]
    pub to: PathBuf,
    /// Print the summary as one JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  axtar restore /media/disk/xeberler --dry-run\n  axtar restore /media/disk/xeberler --index arxiv/index"
)]
pub struct RestoreArgs {
    /// The folder that `axtar backup` wrote
    #[arg(value_name = "DIR")]
    pub from: PathBuf,
    /// Do not ask before an index is replaced
    #[arg(long)]
    pub yes: bool,
    /// Only say what would be replaced, change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print the summary as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// `axtar backup`.
pub fn run(index: &Path, args: &BackupArgs) -> anyhow::Result<Outcome> {
    let copied = index::backup(index, &args.to)?;
    let (from, to) = (index.display(), args.to.display());
    told(&copied, args.json, || say!(BACKED_UP, index = from, to = to, copied = copied_text(&copied)))
}

/// `axtar restore`.
pub fn restore(index: &Path, args: &RestoreArgs) -> anyhow::Result<Outcome> {
    let made = index::backup_time(&args.from)?;
    let is_new = !index.join("meta.json").is_file();
    let question = say!(RESTORE, index = index.display(), made = made);
    if args.dry_run {
        let message = match is_new {
            true => say!(WOULD_RESTORE_NEW, index = index.display(), made = made),
            false => say!(WOULD_RESTORE, index = index.display(), made = made),
        };
        note(&message);
        return Ok(Outcome::Found);
    }
    if !is_new && let Some(outcome) = ask::refusal(&question, args.yes) {
        return Ok(outcome);
    }
    let copied = index::restore(&args.from, index)?;
    let (made, copied_text) = (copied.made.clone(), copied_text(&copied));
    told(&copied, args.json, || say!(RESTORED, index = index.display(), made = made, copied = copied_text))
}

/// `12 files copied (3.4 MB), 8 there already`.
fn copied_text(copied: &Copied) -> String {
    let (files, size) = (counted(copied.files, &FILE), bytes(copied.bytes));
    say!(COPIED, files = files, size = size, kept = copied.kept)
}

fn told(copied: &Copied, json: bool, message: impl Fn() -> String) -> anyhow::Result<Outcome> {
    if json {
        let mut out = output::stdout();
        writeln!(out, "{}", serde_json::to_string(copied)?)?;
        out.flush()?;
    } else {
        note(&message());
    }
    Ok(Outcome::Found)
}
