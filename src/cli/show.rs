//! `axtar show`: an article whole, by id or as the Nth hit of the last search, what matched marked.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use anstyle::Style;
use axtar::corpus::{Article, PublicationDate};
use axtar::index::Archive;
use axtar::search::{Engine, Highlight};
use clap::{Args, ValueEnum};
use jiff::ZonedDateTime;

use super::last::Last;
use super::messages::say;
use super::output::{self, BOLD, DIM, printable, wrapped};
use super::results::{citation, title, with_marks};
use super::{Outcome, pager};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  axtar show 1                         the first hit of the last search\n  axtar show corpus/vestnik/vecher-gumileva-v-baku.txt\n  axtar show 3 --format json"
)]
pub struct ShowArgs {
    /// An article's id, or N for the Nth hit of the last search
    pub article: String,
    /// How the article is written
    #[arg(long, short = 'f', value_enum, default_value_t)]
    pub format: ShowFormat,
    /// Straight to the terminal, whatever the length
    #[arg(long)]
    pub no_pager: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// For reading in the terminal
    #[default]
    Text,
    /// For scripts: the object as stored
    Json,
    /// A citation of the paragraph, or of the first
    Cite,
}

/// What an argument means.
struct Meant {
    article: Article,
    /// The paragraph it names, if it names one.
    paragraph: Option<usize>,
    /// The search it was a hit of.
    search: Option<Last>,
}

/// `axtar show`.
pub fn run(index: &Path, args: &ShowArgs, pager: Option<&str>) -> anyhow::Result<Outcome> {
    let mut engine = Engine::new(Archive::open(index)?);
    let Some(meant) = find(engine.archive(), index, &args.article)? else {
        output::error(
            &say!(NO_ARTICLE, id = args.article, index = index.display()),
            Some(&say!(NO_ARTICLE_CURE)),
        );
        return Ok(Outcome::Nothing);
    };
    let mut out = output::raw_stdout();
    match args.format {
        ShowFormat::Json => writeln!(out, "{}", output::json_line(&meant.article)?)?,
        ShowFormat::Cite => {
            let paragraph = meant.paragraph.unwrap_or(0) as u32;
            writeln!(out, "{}", citation(&meant.article, paragraph, ZonedDateTime::now().date()))?;
        }
        ShowFormat::Text => {
            let marks = marks(&mut engine, &meant)?;
            let (text, line) = page(&meant.article, meant.paragraph, &marks);
            let pager = if args.no_pager { Some("") } else { pager };
            pager::show(&text, line, pager)?;
        }
    }
    out.flush()?;
    Ok(Outcome::Found)
}

/// A whole number is a hit of the last search, anything else an article's id, else a paragraph's
/// (`id#3`).
fn find(archive: &Archive, index: &Path, argument: &str) -> anyhow::Result<Option<Meant>> {
    let search = argument.parse::<usize>().ok().and_then(|number| Some((number, Last::of(index)?)));
    let hit = search.as_ref().and_then(|(number, last)| last.hit(*number)).map(str::to_owned);
    let (id, search) = match hit {
        Some(hit) => (hit, search.map(|(_, last)| last)),
        None => (argument.to_owned(), None),
    };
    if let Some(article) = archive.article(&id)? {
        return Ok(Some(Meant { article, paragraph: None, search }));
    }
    let Some((article, paragraph)) = id.rsplit_once('#') else { return Ok(None) };
    let Ok(paragraph) = paragraph.parse() else { return Ok(None) };
    let article = archive.article(article)?;
    Ok(article.map(|article| Meant { article, paragraph: Some(paragraph), search }))
}

/// What of the title and of each paragraph matched the search.
fn marks(engine: &mut Engine, meant: &Meant) -> anyhow::Result<Vec<Vec<Highlight>>> {
    let Some(search) = &meant.search else { return Ok(vec![]) };
    let (query, options) = search.query();
    let texts = std::iter::once(&meant.article.title).chain(&meant.article.paragraphs);
    let texts: Vec<&str> = texts.map(String::as_str).collect();
    Ok(engine.highlights(query, &options, &texts)?)
}

/// The article as it is read, and the line (from 1) where its paragraph begins.
fn page(article: &Article, paragraph: Option<usize>, marks: &[Vec<Highlight>]) -> (String, usize) {
    let width = output::width();
    let none = vec![];
    let marks = |place: usize| marks.get(place).unwrap_or(&none);
    let heading = if article.title.is_empty() { &none } else { marks(0) };
    let heading = wrapped(&with_marks(title(article), 0, heading), width, "", BOLD);
    let mut page = format!("{BOLD}{heading}{BOLD:#}\n");
    let date = article.date.as_ref().map(PublicationDate::to_string).map(|date| date.replace('T', " "));
    let author = match (&article.author, &article.author_title) {
        (Some(name), Some(title)) => Some(format!("{name}, {title}")),
        (name, _) => name.clone(),
    };
    let known = [
        date,
        article.source.clone(),
        article.section.clone(),
        author,
        article.url.clone(),
        article.path.clone(),
        Some(format!("id {}", article.id)),
    ];
    for line in known.into_iter().flatten() {
        let _ = writeln!(page, "{DIM}{}{DIM:#}", printable(&line).replace('\n', " "));
    }
    let mut line = 1;
    for (number, text) in article.paragraphs.iter().enumerate() {
        page.push('\n');
        let here = paragraph == Some(number);
        if here {
            line = page.lines().count();
        }
        let text = wrapped(&with_marks(text, 0, marks(number + 1)), width, "  ", Style::new());
        let _ = writeln!(
            page,
            "{BOLD}{}{BOLD:#}{}",
            if here { "▸ " } else { "  " },
            text.strip_prefix("  ").unwrap_or(&text)
        );
    }
    (page, line)
}
