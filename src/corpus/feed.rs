//! RSS and Atom files, one article an item.
//!
//! Items are taken from the stream one by one. The text is `content:encoded` or `content` where a
//! feed has it, else the description; both are mostly HTML.

use std::ops::ControlFlow;

use super::article::Article;
use super::author::is_name;
use super::date::PublicationDate;
use super::error::{ReadError, shown_value};
use super::folding::squeeze;
use super::html;
use super::place::Place;
use super::read::{Page, Sink};
use super::records::{Sayings, read_records};
use super::source::Source;
use super::xml::{Piece, walk};

const TAGS: &[(&str, &str)] = &[("<item", "</item>"), ("<entry", "</entry>")];

const SAYINGS: Sayings = Sayings {
    none: "an XML file without items",
    kind: "an item",
    cut: ("the feed ends inside an item", "save the feed anew; the items before it were read"),
    cure: "read are RSS, Atom and MediaWiki dumps; make JSONL of other XML, one article a line",
};

/// What stands above the items.
#[derive(Default)]
struct Channel {
    title: Option<String>,
    lang: Option<String>,
}

/// Reads a feed.
pub(super) fn read(source: &mut Source, sink: &mut Sink) -> ControlFlow<()> {
    read_records(source, sink, TAGS, &SAYINGS, channel_of, |xml, channel, (place, line), sink| {
        Ok(item(xml)?.hand_on(channel, place, line, sink))
    })
}

fn channel_of(preamble: &str) -> Channel {
    let mut channel = Channel::default();
    let mut text = String::new();
    // The head ends in the middle of the document, which is no fault here.
    let _ = walk(preamble, &mut |piece| {
        match piece {
            Piece::Open(element) => {
                text.clear();
                if element.full_name() == "feed" {
                    channel.lang = element.attribute("lang");
                }
            }
            Piece::Text(more) => text.push_str(more),
            Piece::Close(name) => {
                let value = Some(squeeze(&text)).filter(|value| !value.is_empty());
                match name {
                    "title" => channel.title = channel.title.take().or(value),
                    "language" => channel.lang = channel.lang.take().or(value),
                    _ => {}
                }
                text.clear();
            }
        }
        ControlFlow::Continue(())
    });
    channel
}

/// What an item says.
#[derive(Default)]
struct Item {
    id: Option<String>,
    title: String,
    url: Option<String>,
    date: Option<String>,
    author: Option<String>,
    section: Option<String>,
    content: String,
    summary: String,
}

fn item(xml: &str) -> Result<Item, String> {
    let mut item = Item::default();
    let mut text = String::new();
    // Elements inside elements: Atom's author has a name, its XHTML content has markup.
    let mut path: Vec<String> = Vec::new();
    walk(xml, &mut |piece| {
        match piece {
            Piece::Open(element) => {
                let name = element.full_name().to_ascii_lowercase();
                if path.iter().any(|open| open == "content") {
                    // Markup as elements: written out again for the reader of fragments.
                    text.push_str(&format!("<{}>", element.name()));
                } else {
                    text.clear();
                }
                if name == "link"
                    && path.len() == 1
                    && element.attribute("rel").is_none_or(|rel| rel == "alternate")
                    && let Some(href) = element.attribute("href")
                {
                    item.url.get_or_insert(href);
                }
                if name == "category"
                    && let Some(term) = element.attribute("label").or(element.attribute("term"))
                {
                    item.section.get_or_insert(term);
                }
                path.push(name);
            }
            Piece::Text(more) => text.push_str(more),
            Piece::Close(name) => {
                let Some(open) = path.pop() else { return ControlFlow::Continue(()) };
                if path.iter().any(|open| open == "content") {
                    text.push_str(&format!("</{name}>"));
                    return ControlFlow::Continue(());
                }
                let value = text.trim();
                // A picture has a title and a description of its own.
                let is_own = path.len() == 1 || path.len() == 2 && path[1] == "author";
                if is_own && !value.is_empty() {
                    let set = |field: &mut Option<String>| {
                        field.get_or_insert_with(|| squeeze(value));
                    };
                    match open.as_str() {
                        "title" => item.title = squeeze(value),
                        "link" => set(&mut item.url),
                        "guid" | "id" => set(&mut item.id),
                        "pubdate" | "published" | "dc:date" => item.date = Some(squeeze(value)),
                        "updated" => set(&mut item.date),
                        "dc:creator" | "name" => set(&mut item.author),
                        "author" if path.len() == 1 => set(&mut item.author),
                        "category" => set(&mut item.section),
                        "content:encoded" | "content" | "yandex:full-text" | "full-text" => {
                            item.content = value.to_owned();
                        }
                        "description" | "summary" => item.summary = value.to_owned(),
                        _ => {}
                    }
                }
                text.clear();
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok(item)
}

impl Item {
    fn hand_on(self, channel: &Channel, place: &Place, line: u64, sink: &mut Sink) -> ControlFlow<()> {
        let text = if self.content.is_empty() { self.summary } else { self.content };
        let paragraphs = match html::fragment(text) {
            Ok(fragment) => fragment.paragraphs,
            Err(reason) => {
                return sink.structure(place.line(line), reason, "give this article as text of its own");
            }
        };
        let date = self.date.as_deref().and_then(PublicationDate::parse);
        let is_web = |url: &String| url.starts_with("http://") || url.starts_with("https://");
        // `redaksiya@sayt.az (Lalə Həsənzadə)` is how RSS wants authors.
        let author = self.author.map(|author| match author.split_once('(') {
            Some((address, name)) if address.contains('@') => name.trim_end_matches(')').trim().to_owned(),
            _ => author,
        });
        let article = Article {
            id: self.url.clone().or(self.id.clone()).unwrap_or_default(),
            title: html::plain(&self.title),
            paragraphs,
            date,
            source: channel.title.clone(),
            author: author.filter(|author| is_name(author)),
            section: self.section,
            url: self.url.or(self.id).filter(is_web),
            lang: channel.lang.clone(),
            ..Article::default()
        };
        let mut page = Page::from(article);
        if let (None, Some(date)) = (date, self.date) {
            page.warnings.push(ReadError::Date { at: place.line(line), value: shown_value(&date) });
        }
        page.finish_one(place, line, sink)
    }
}
