//! `axtar show`: an article whole, by id or as the Nth hit of the last search, what matched marked.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use anstyle::Style;
use axtar::corpus::{Article, PublicationDate};
use axtar::index::Archive;
use axtar::search::{Engine, Highlight};
use clap::{Args, ValueEnum};

use super::args::positive;
use super::last::Last;
use super::messages::say;
use super::output::{self, BOLD, DIM, printable, wrapped};
use super::results::{citation, title, today, with_marks};
use super::revisions::{Changes, Versions};
use super::{Outcome, pager};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  axtar show 1                         the first hit of the last search\n  axtar show corpus/vestnik/vecher-gumileva-v-baku.txt\n  axtar show 3 --format json\n  axtar show 1 --revisions             its earlier versions\n  axtar show 1 --diff 1                what changed since the first of them\n  axtar show 1 --diff 1..2             and from the first to the second"
)]
pub struct ShowArgs {
    /// An article's id, or N for the Nth hit of the last search
    pub article: String,
    /// How the article is written
    #[arg(long, short = 'f', value_enum, default_value_t)]
    pub format: ShowFormat,
    /// List its versions, the oldest first, with the time each was replaced
    #[arg(long, conflicts_with_all = ["revision", "diff"])]
    pub revisions: bool,
    /// Show version N, counted from 1, the oldest
    #[arg(long, value_name = "N", conflicts_with = "diff", value_parser = positive)]
    pub revision: Option<usize>,
    /// Show word by word what changed since version N, or from one to another: 1..2
    #[arg(long, value_name = "N[..N]", value_parser = pair)]
    pub diff: Option<(usize, Option<usize>)>,
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
    let Some(mut meant) = find(engine.archive(), index, &args.article)? else {
        output::error(
            &say!(NO_ARTICLE, id = args.article, index = index.display()),
            Some(&say!(NO_ARTICLE_CURE)),
        );
        return Ok(Outcome::Nothing);
    };
    if args.revisions || args.revision.is_some() || args.diff.is_some() {
        let versions = engine.archive().revisions(&meant.article.id)?;
        let versions = Versions::new(versions, meant.article.clone());
        let pager = if args.no_pager { Some("") } else { pager };
        match version(&versions, args, pager)? {
            Shown::Version(article) => {
                meant = Meant { article: *article, paragraph: meant.paragraph, search: meant.search };
            }
            Shown::Ended(outcome) => return Ok(outcome),
        }
    }
    let mut out = output::raw_stdout();
    match args.format {
        ShowFormat::Json => writeln!(out, "{}", output::json_line(&meant.article)?)?,
        ShowFormat::Cite => {
            let paragraph = meant.paragraph.unwrap_or(0) as u32;
            writeln!(out, "{}", citation(&meant.article, paragraph, today()))?;
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

/// What came of asking for versions.
enum Shown {
    /// This one is to be shown as an article is.
    Version(Box<Article>),
    /// All is said.
    Ended(Outcome),
}

/// Lists the versions, compares two, or picks one.
fn version(versions: &Versions, args: &ShowArgs, pager: Option<&str>) -> anyhow::Result<Shown> {
    let asked = [args.revision, args.diff.map(|(from, _)| from), args.diff.and_then(|(_, to)| to)];
    if let Some(number) = asked.into_iter().flatten().find(|&number| versions.get(number).is_none()) {
        let count = versions.count();
        output::error(&say!(NO_VERSION, number = number, count = count), Some(&say!(NO_VERSION_CURE)));
        return Ok(Shown::Ended(Outcome::Nothing));
    }
    if let Some(article) = args.revision.and_then(|number| versions.get(number)) {
        return Ok(Shown::Version(Box::new(article.clone())));
    }
    let changes = args.diff.and_then(|(from, to)| {
        let (old, new) = (versions.get(from)?, versions.get(to.unwrap_or(versions.count()))?);
        Some(Changes::between(old, new))
    });
    match (args.format, changes) {
        (ShowFormat::Json, changes) => {
            let mut out = output::raw_stdout();
            for object in changes.map_or_else(|| versions.json(), |changes| changes.json()) {
                writeln!(out, "{}", output::json_line(&object)?)?;
            }
            out.flush()?;
        }
        (_, Some(changes)) => pager::show(&changes.page(), 1, pager)?,
        (_, None) => pager::show(&versions.list(), 1, pager)?,
    }
    Ok(Shown::Ended(Outcome::Found))
}

/// `1` or `1..2`.
fn pair(text: &str) -> Result<(usize, Option<usize>), String> {
    match text.split_once("..") {
        Some((from, to)) => Ok((positive(from)?, Some(positive(to)?))),
        None => Ok((positive(text)?, None)),
    }
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
