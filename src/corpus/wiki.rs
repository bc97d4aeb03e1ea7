//! MediaWiki XML dumps, one article a page; `wikitext` makes plain paragraphs of its markup.
//!
//! Pages of the article space alone; of several revisions the last in the file. Redirects are none.

use std::ops::ControlFlow;

use super::article::Article;
use super::date::PublicationDate;
use super::read::{Page, Sink};
use super::records::{Sayings, read_records};
use super::source::Source;
use super::wikitext;
use super::xml::{Piece, walk};

const TAGS: &[(&str, &str)] = &[("<page", "</page>")];

const CURE: &str = "take the dump `pages-articles.xml.bz2` again";

const SAYINGS: Sayings = Sayings {
    none: "a MediaWiki dump without pages",
    kind: "a page",
    cut: ("the dump ends inside a page", CURE),
    cure: CURE,
};

/// What the dump says of its site.
#[derive(Default)]
struct Site {
    name: Option<String>,
    /// `https://az.wikipedia.org/wiki/`
    base: Option<String>,
    lang: Option<String>,
}

/// Reads a dump.
pub(super) fn read(source: &mut Source, sink: &mut Sink) -> ControlFlow<()> {
    read_records(source, sink, TAGS, &SAYINGS, site_of, |xml, site, (place, line), sink| {
        Ok(match article(xml, site)? {
            Some(article) => Page::from(article).finish_one(place, line, sink),
            None => ControlFlow::Continue(()),
        })
    })
}

fn site_of(preamble: &str) -> Site {
    let mut site = Site::default();
    let mut text = String::new();
    let _ = walk(preamble, &mut |piece| {
        match piece {
            Piece::Open(element) => {
                text.clear();
                if element.name() == "mediawiki" {
                    site.lang = element.attribute("lang");
                }
            }
            Piece::Text(more) => text.push_str(more),
            Piece::Close("sitename") => site.name = Some(text.trim().to_owned()),
            Piece::Close("base") => {
                site.base = text.trim().rsplit_once('/').map(|(base, _)| format!("{base}/"));
            }
            Piece::Close(_) => text.clear(),
        }
        ControlFlow::Continue(())
    });
    site
}

/// The article of a page; none if it is none.
fn article(xml: &str, site: &Site) -> Result<Option<Article>, String> {
    let (mut title, mut space, mut moment, mut wikitext) =
        (String::new(), String::new(), String::new(), String::new());
    let mut redirect = false;
    let mut text = String::new();
    walk(xml, &mut |piece| {
        match piece {
            Piece::Open(element) => {
                redirect |= element.name() == "redirect";
                text.clear();
            }
            Piece::Text(more) => text.push_str(more),
            Piece::Close(name) => match name {
                "title" => title = text.trim().to_owned(),
                "ns" => space = text.trim().to_owned(),
                "timestamp" => moment = text.trim().to_owned(),
                "text" => wikitext = std::mem::take(&mut text),
                _ => {}
            },
        }
        ControlFlow::Continue(())
    })?;
    if redirect || !(space.is_empty() || space == "0") {
        return Ok(None);
    }
    let paragraphs = wikitext::paragraphs(&wikitext);
    if paragraphs.is_empty() {
        return Ok(None);
    }
    let mut article = Article {
        url: site.base.as_ref().map(|base| format!("{base}{}", title.replace(' ', "_"))),
        title,
        paragraphs,
        date: PublicationDate::parse(&moment),
        source: site.name.clone(),
        lang: site.lang.clone(),
        ..Article::default()
    };
    if article.date.is_some() {
        article.found("date", "revision");
    }
    Ok(Some(article))
}
