//! What a page states about its article: JSON-LD first, then `<meta>`, then what is visible.
//!
//! Each field takes the first place that has it. The order puts what is written for machines, and
//! is therefore uniform, before what is styled for readers.

use dom_query::Document;
use serde_json::Value;

use super::super::article::Article;
use super::super::date::PublicationDate;
use super::super::folding::{fold, squeeze};
use super::super::page::{Furniture, LONGEST_HEADLINE, is_furniture, is_name};
use super::super::text::date_line;
use super::body::texts;

/// What was found; the article has no paragraphs yet.
pub(super) struct Metadata {
    pub article: Article,
    /// A stated date that is not understood, if no other was.
    pub odd_date: Option<String>,
}

/// Reads a page before anything is removed from it.
pub(super) fn read(document: &Document) -> Metadata {
    let stated = Stated { document, linked: linked_data(document) };
    let source = stated.first(&["publisher.name"], &["meta[property='og:site_name']@content"]);
    let url = stated.first(&[], &["link[rel='canonical']@href", "meta[property='og:url']@content"]);
    let url = url.or_else(|| stated.first(&["url", "mainEntityOfPage.@id", "mainEntityOfPage"], &[]));
    let dates = stated.all(&DATE_PATHS, &DATE_SELECTORS);
    let date = dates.iter().find_map(|date| PublicationDate::parse(date));
    let odd_date = dates.into_iter().next().filter(|_| date.is_none());
    let section = ["meta[property='article:section']@content", "[itemprop='articleSection']@"];
    let article = Article {
        title: title(&stated, source.as_deref()),
        date,
        author: author(&stated),
        author_title: stated.first(&["author.jobTitle"], &[]),
        section: stated.first(&["articleSection"], &section).or_else(|| visible_section(&stated)),
        url: url.filter(|url| url.starts_with("https://") || url.starts_with("http://")),
        lang: stated.first(&["inLanguage"], &["html@lang"]),
        source,
        ..Article::default()
    };
    Metadata { article, odd_date }
}

const DATE_PATHS: [&str; 2] = ["datePublished", "dateCreated"];

const DATE_SELECTORS: [&str; 4] = [
    "meta[property='article:published_time']@content",
    "meta[itemprop='datePublished']@content",
    "meta[name='pubdate']@content",
    "meta[name='date']@content",
];

/// The date that a reader sees; to be asked when the page's furniture has been removed, since feeds
/// and headers (today's date) hold dates too. One below the headline goes before others.
pub(super) fn visible_date(document: &Document) -> Option<PublicationDate> {
    let marked = document.select("h1, time, [class*='date'], [class*='tarix'], [id*='date']");
    let mut first = None;
    let mut below_headline = false;
    for node in marked.nodes() {
        if node.has_name("h1") {
            below_headline = true;
            continue;
        }
        let stated = node.attr("datetime").and_then(|stated| PublicationDate::parse(&stated));
        let date = stated.or_else(|| date_line(&squeeze(&node.text())).map(|(date, _)| date));
        first = first.or(date);
        if below_headline && date.is_some() {
            return date;
        }
    }
    first.or_else(|| texts(document).iter().find_map(|line| date_line(line).map(|(date, _)| date)))
}

/// The rubric that a reader sees above the headline, or the last of the way to the page.
fn visible_section(stated: &Stated) -> Option<String> {
    let places = [".cat@", ".category@", ".rubric@", ".breadcrumb a@", ".breadcrumbs a@"];
    let candidates = stated.all(&[], &places);
    candidates.into_iter().rev().find(|text| is_furniture(text, Furniture::Section))
}

struct Stated<'a> {
    document: &'a Document,
    linked: Value,
}

impl Stated<'_> {
    /// The first that is there, of paths into the linked data, then of `selector@attribute`; an
    /// empty attribute is the element's text.
    fn first(&self, paths: &[&str], selectors: &[&str]) -> Option<String> {
        self.all(paths, selectors).into_iter().next()
    }

    fn all(&self, paths: &[&str], selectors: &[&str]) -> Vec<String> {
        let linked = paths.iter().filter_map(|path| text_at(&self.linked, path));
        let written = selectors.iter().flat_map(|selector| {
            let (selector, attribute) = selector.rsplit_once('@').unwrap_or((selector, ""));
            let found = self.document.select(selector);
            let values = found.nodes().iter().filter_map(|node| match attribute {
                "" => Some(node.text()),
                attribute => node.attr(attribute),
            });
            values.map(|value| squeeze(&value)).collect::<Vec<_>>()
        });
        linked.chain(written).filter(|value| !value.is_empty()).collect()
    }
}

/// The text at a path like `author.name`; in an array the first element counts.
fn text_at(value: &Value, path: &str) -> Option<String> {
    let mut value = value;
    for key in path.split('.') {
        if let Value::Array(items) = value {
            value = items.first()?;
        }
        value = value.get(key)?;
    }
    if let Value::Array(items) = value {
        value = items.first()?;
    }
    value.as_str().map(squeeze)
}

/// The linked data object that describes an article, null if there is none.
fn linked_data(document: &Document) -> Value {
    let scripts = document.select("script[type='application/ld+json']");
    let texts = scripts.nodes().iter().map(|node| node.text());
    let mut waiting: Vec<Value> = texts.filter_map(|text| serde_json::from_str(&text).ok()).collect();
    waiting.reverse();
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(items) => waiting.extend(items.into_iter().rev()),
            Value::Object(mut object) => {
                if object.contains_key("headline") || object.contains_key("datePublished") {
                    return Value::Object(object);
                }
                waiting.extend(object.remove("@graph"));
            }
            _ => {}
        }
    }
    Value::Null
}

/// The headline. `<h1>` if the head confirms it (elsewhere it is a logo), else what the head says,
/// without the site's name.
fn title(stated: &Stated, site: Option<&str>) -> String {
    let in_head = stated.first(&["headline"], &["meta[property='og:title']@content", "head > title"]);
    let headings = stated.all(&[], &["h1"]);
    let Some(in_head) = in_head else {
        return headings.into_iter().next().unwrap_or_default();
    };
    let folded = fold(&in_head);
    let confirmed = headings.into_iter().find(|heading| {
        let heading_folded = fold(heading);
        let is_site = site.is_some_and(|site| fold(site) == heading_folded);
        // The head may add the site's name, or shorten the headline.
        let start = folded.trim_end_matches(['.', '…']).trim_end();
        !is_site
            && heading.chars().count() <= LONGEST_HEADLINE
            && (folded.starts_with(&heading_folded) || heading_folded.starts_with(start))
    });
    confirmed.unwrap_or_else(|| without_site(&in_head, site))
}

/// `Başlıq - Sayt → Başlıq`.
fn without_site(title: &str, site: Option<&str>) -> String {
    for separator in [" - ", " – ", " — ", " | ", " :: ", " » "] {
        if let Some((headline, last)) = title.rsplit_once(separator)
            && site.is_some_and(|site| fold(site) == fold(last))
        {
            return headline.trim().to_owned();
        }
    }
    title.to_owned()
}

fn author(stated: &Stated) -> Option<String> {
    let known = stated.first(&["author.name", "author"], &[]);
    known.or_else(|| {
        let selectors = [
            "meta[name='author']@content",
            "meta[property='article:author']@content",
            "[itemprop='author']@",
            "[rel='author']@",
            ".author@",
            ".byline@",
        ];
        let candidates = stated.all(&[], &selectors).into_iter();
        // Such places also hold addresses of profiles, or the site's own name.
        candidates
            .map(|text| match text.split_once(':') {
                Some((_, name)) => name.trim().to_owned(),
                None => text,
            })
            .find(|name| is_name(name))
    })
}
