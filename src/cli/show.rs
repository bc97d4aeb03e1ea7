//! `axtar show`: an article whole, by id or as the Nth hit of the last search.

use std::io::Write;
use std::path::Path;

use axtar::corpus::{Article, PublicationDate};
use axtar::index::Archive;
use clap::Args;

use super::args::Format;
use super::messages::say;
use super::output::{self, BOLD, DIM, printable, wrapped};
use super::{Outcome, last};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  axtar show 1                         the first hit of the last search\n  axtar show corpus/vestnik/vecher-gumileva-v-baku.txt\n  axtar show 3 --format json"
)]
pub struct ShowArgs {
    /// An article's id, or N for the Nth hit of the last search
    pub article: String,
    /// text for reading, json for the object as stored
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// `axtar show`.
pub fn run(index: &Path, args: &ShowArgs) -> anyhow::Result<Outcome> {
    let archive = Archive::open(index)?;
    let Some((article, paragraph)) = find(&archive, index, &args.article)? else {
        output::error(
            &say!(NO_ARTICLE, id = args.article, index = index.display()),
            Some(&say!(NO_ARTICLE_CURE)),
        );
        return Ok(Outcome::Nothing);
    };
    match args.format {
        Format::Json => {
            let mut out = output::raw_stdout();
            writeln!(out, "{}", output::json_line(&article)?)?;
            out.flush()?;
        }
        Format::Text => print(&article, paragraph)?,
    }
    Ok(Outcome::Found)
}

/// The article an argument means, and which of its paragraphs if it names one: a whole number is
/// a hit of the last search, else an article's id, else a paragraph's (`id#3`).
fn find(archive: &Archive, index: &Path, argument: &str) -> anyhow::Result<Option<(Article, Option<usize>)>> {
    let hit = argument.parse().ok().and_then(|number| last::hit(index, number));
    let id = hit.as_deref().unwrap_or(argument);
    if let Some(article) = archive.article(id)? {
        return Ok(Some((article, None)));
    }
    let Some((article, paragraph)) = id.rsplit_once('#') else { return Ok(None) };
    let Ok(paragraph) = paragraph.parse() else { return Ok(None) };
    Ok(archive.article(article)?.map(|article| (article, Some(paragraph))))
}

fn print(article: &Article, paragraph: Option<usize>) -> std::io::Result<()> {
    let mut out = output::stdout();
    let width = output::width();
    writeln!(out, "{BOLD}{}{BOLD:#}", wrapped(&printable(&article.title), width, ""))?;
    let date = article.date.as_ref().map(PublicationDate::to_string).map(|d| d.replace('T', " "));
    let author = match (&article.author, &article.author_title) {
        (Some(name), Some(title)) => Some(format!("{name}, {title}")),
        (name, _) => name.clone(),
    };
    for line in [
        date,
        article.source.clone(),
        article.section.clone(),
        author,
        article.url.clone(),
        article.path.clone(),
    ]
    .into_iter()
    .flatten()
    {
        writeln!(out, "{DIM}{}{DIM:#}", printable(&line))?;
    }
    writeln!(out, "{DIM}id {}{DIM:#}", printable(&article.id))?;
    for (number, text) in article.paragraphs.iter().enumerate() {
        let mark = if paragraph == Some(number) { "▸ " } else { "  " };
        let text = wrapped(&printable(text), width, "  ");
        writeln!(out, "\n{BOLD}{mark}{BOLD:#}{}", text.strip_prefix("  ").unwrap_or(&text))?;
    }
    out.flush()
}
