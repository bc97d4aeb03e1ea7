//! A saved web page: what its head states, where its article is, what a reader sees.
//!
//! `nesting` turns away pages that would exhaust the parser, `saved` reads what a browser noted when it
//! saved the page, `metadata` what the page states before anything is removed, at the places that `stated`
//! gathers, `furniture` removes what a site puts around an article, `blocks` makes a list of what is left, on
//! which `headline` and `visible` find title, date and author and `body` the paragraphs. Every value keeps the
//! name of the place it was found at. All of it is guarded: a page that breaks a library costs itself.

mod blocks;
mod body;
mod furniture;
mod headline;
mod linked;
mod metadata;
mod nesting;
mod saved;
mod stated;
mod visible;

use std::time::Duration;

use dom_query::Document;

use super::article::Article;
use super::author::lettered;
use super::date::PublicationDate;
use super::error::{ReadError, shown_value};
use super::folding::squeeze;
use super::guard::{self, Lost};
use super::page::cut_feed;
use super::place::Place;
use super::read::Page;
use super::signature::take_signature;
use super::text;
use super::xml::unescaped;
use metadata::Metadata;

/// What is told of a page that holds none.
pub(super) const NO_ARTICLE: &str = "no article was found on this page";

/// The largest pages take a second; the limits of `nesting` keep it there.
const LONGEST: Duration = Duration::from_secs(60);

/// What is known of a page from outside.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// Where it was fetched from.
    pub url: Option<String>,
    /// When it was fetched, which tells what `dünən` means.
    pub moment: Option<PublicationDate>,
}

/// Reads a page; the article may be without id and paragraphs.
pub(super) fn read(place: &Place, html: String, known: &Known) -> Result<Page, ReadError> {
    let known = known.clone();
    let page = guarded(html, move |html| read_page(html, &known));
    let (article, odd_date) = page.map_err(|reason| ReadError::Html { at: place.at(), reason })?;
    let warning = |value: String| ReadError::Date { at: place.at(), value: shown_value(&value) };
    Ok(Page { article, warnings: odd_date.map(warning).into_iter().collect() })
}

/// The texts of a piece of HTML: an item of a feed, a cell of a table, a chapter.
#[derive(Debug, Default)]
pub(super) struct Fragment {
    /// Its first heading, if it begins with one.
    pub title: Option<String>,
    /// Everything else, one block a paragraph.
    pub paragraphs: Vec<String>,
}

/// Reads a piece of HTML, or plain text, of which each line is a paragraph.
pub(super) fn fragment(html: String) -> Result<Fragment, &'static str> {
    if !html.contains('<') {
        let lines = unescaped(&html);
        let lines = lines.lines().map(squeeze).filter(|line| !line.is_empty());
        return Ok(Fragment { title: None, paragraphs: lines.collect() });
    }
    guarded(html, |html| Ok(body::fragment(&Document::from(html))))
}

/// A headline without tags and entities.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        let is_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match tag.split_once('>').filter(|_| is_tag) {
            Some((_, after)) => rest = after,
            None => {
                out.push('<');
                rest = tag;
            }
        }
    }
    out.push_str(rest);
    squeeze(&unescaped(&out))
}

/// The encoding that a page says it is in.
pub(super) fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_lowercase();
    let name = head.split_once("charset=")?.1.trim_start_matches(['"', '\'']);
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let name: String = name.chars().take_while(|c| is_name(*c)).take(20).collect();
    (!name.is_empty()).then_some(name)
}

fn guarded<T: Send + 'static>(
    html: String,
    work: impl FnOnce(&str) -> Result<T, &'static str> + Send + 'static,
) -> Result<T, &'static str> {
    let checked = move || {
        nesting::check(&html)?;
        work(&html)
    };
    match guard::run(LONGEST, checked) {
        Ok(result) => result,
        Err(Lost::Panic) => Err("the page could not be parsed"),
        Err(Lost::Time) => Err("the page was not parsed within a minute"),
    }
}

/// The article, and its date where that is not understood.
fn read_page(html: &str, known: &Known) -> Result<(Article, Option<String>), &'static str> {
    let known = &saved::known(html, known);
    let document = Document::from(html);
    nesting::check_tree(&document)?;
    let Metadata { mut article, odd_date, body, titles } = metadata::read(&document, known);
    if let Some(typed) = body::typed(&document) {
        let typed = text::read(&typed);
        let known =
            Article { date: article.date.or(typed.date), author: article.author.or(typed.author), ..article };
        return Ok((Article { title: typed.title, paragraphs: typed.paragraphs, ..known }, odd_date));
    }
    let whole = blocks::of_page(&document);
    furniture::remove(&document);
    let blocks = blocks::of_page(&document);
    let (title, origin) = headline::headline(&titles, &whole, &blocks, article.source.as_deref());
    if !title.is_empty() {
        article.found("title", origin);
    }
    article.title = title;
    metadata::add_visible(&document, &whole, &blocks, known, &mut article);
    let beside = headline::beside(&titles, &article.title);
    let mut paragraphs = body::paragraphs(&document, &blocks, &article, &beside, body.as_deref());
    cut_feed(&mut paragraphs);
    if paragraphs.is_empty() && article.title.is_empty() {
        return Err(NO_ARTICLE);
    }
    let signature = take_signature(&mut paragraphs);
    if article.author.is_none() && signature.0.is_some() {
        (article.author, article.author_title) = signature;
        article.found("author", "signature");
    }
    article.author = article.author.map(|author| lettered(&author, &paragraphs));
    article.paragraphs = paragraphs;
    let odd_date = odd_date.filter(|_| article.date.is_none());
    Ok((article, odd_date))
}
