//! `axtar remove`: articles out of the index, by id, with their earlier versions.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use axtar::index::{Archive, ArchiveWriter, Manifest, Settings, StoredArticle};
use clap::Args;

use super::messages::say;
use super::messages::table::{ARTICLE, PARAGRAPH};
use super::output::{counted, note, printable};
use super::{Outcome, ask, output};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  axtar remove xeber-2024-117\n  axtar remove a/b.html c/d.html --dry-run\n  axtar remove xeber-2024-117 --yes && axtar optimize"
)]
pub struct RemoveArgs {
    /// Ids of articles, as `search --format json` prints them under `article`
    #[arg(value_name = "ID", required = true)]
    pub ids: Vec<String>,
    /// Do not ask first
    #[arg(long)]
    pub yes: bool,
    /// Only say what would go, change nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// `axtar remove`.
pub fn run(index: &Path, args: &RemoveArgs) -> anyhow::Result<Outcome> {
    let archive = Archive::open(index)?;
    // Each once, in the order they were given.
    let mut given = BTreeSet::new();
    let ids = args.ids.iter().filter(|id| given.insert(id.as_str()));
    let (mut found, mut unknown) = (vec![], false);
    for id in ids {
        match archive.head(id)? {
            Some(head) => found.push(archive.article_of(head, 0)?),
            None => {
                unknown = true;
                output::warning(
                    &say!(NO_ARTICLE, id = id, index = index.display()),
                    Some(&say!(NO_ARTICLE_CURE)),
                );
            }
        }
    }
    drop(archive);
    if found.is_empty() {
        return Ok(Outcome::Nothing);
    }
    let done = if unknown { Outcome::Partly } else { Outcome::Found };
    let (articles, paragraphs) = numbers(&found);
    if args.dry_run {
        let mut out = output::stdout();
        for StoredArticle { article, .. } in &found {
            writeln!(out, "{}\t{}", printable(&article.id), printable(&article.title))?;
        }
        out.flush()?;
        note(&say!(WOULD_REMOVE, index = index.display(), articles = articles, paragraphs = paragraphs));
        return Ok(done);
    }
    let question = say!(REMOVE, articles = articles, paragraphs = paragraphs, index = index.display());
    if let Some(outcome) = ask::refusal(&question, args.yes) {
        return Ok(outcome);
    }
    let mut writer = ArchiveWriter::open(index, &Settings::default())?;
    let mut removed = vec![];
    for StoredArticle { article, .. } in &found {
        removed.extend(writer.remove(&article.id)?);
    }
    let files: BTreeSet<String> = removed.iter().filter_map(|stored| stored.article.path.clone()).collect();
    // What the list names is in the index: the files of what was removed are read again.
    let mut manifest = Manifest::load(index);
    let mut left = BTreeSet::new();
    manifest.forget(|path, name| {
        let is_inside = |file: &String| file.strip_prefix(name).is_some_and(|rest| rest.starts_with('!'));
        let is_meant = files.iter().any(|file| file == name || is_inside(file));
        if is_meant && Path::new(path).exists() {
            left.insert(path.to_owned());
        }
        is_meant
    });
    writer.commit_with(Some(&manifest))?;
    let (articles, paragraphs) = numbers(&removed);
    note(&say!(REMOVED, index = index.display(), articles = articles, paragraphs = paragraphs));
    if !left.is_empty() {
        let files: Vec<String> = left.into_iter().collect();
        note(&say!(FILES_BRING_BACK, files = files.join(", ")));
    }
    note(&say!(TEXT_STAYS));
    Ok(done)
}

/// Articles and their paragraphs, counted.
fn numbers(articles: &[StoredArticle]) -> (String, String) {
    let paragraphs = articles.iter().map(|stored| u64::from(stored.paragraph_count)).sum();
    (counted(articles.len() as u64, &ARTICLE), counted(paragraphs, &PARAGRAPH))
}
