//! A saved web page: what its head states, what readability finds, what a reader sees.
//!
//! `nesting` turns away pages that would exhaust the parser, `metadata` reads title, date and the
//! like before anything is removed, `body` finds the paragraphs. All of it runs on a thread with a
//! large stack, whose panic, should a library have one, costs this page and not the process.

mod body;
mod metadata;
mod nesting;

use std::thread;

use dom_query::Document;

use super::article::Article;
use super::error::{Location, ReadError, shown_value};
use super::page::{cut_feed, take_signature};
use super::read::Page;
use super::walk::SourceFile;
use metadata::Metadata;

/// The libraries walk the tree by recursion in places; [`nesting::DEEPEST`] levels at less than
/// 8 KiB a level fit four times. It is address space: pages of it that are not used cost nothing.
const STACK: usize = 64 << 20;

/// Reads a page; the article may be without id and paragraphs.
pub(super) fn read(file: &SourceFile, html: &str) -> Result<Page, ReadError> {
    let failure = |reason| ReadError::Html { at: Location::file(&file.path), reason };
    nesting::check(html).map_err(failure)?;
    let page = thread::scope(|scope| {
        let reader = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || read_page(html));
        match reader {
            Ok(reader) => reader.join().unwrap_or(Err("the page could not be parsed")),
            Err(_) => Err("no thread could be started to parse the page"),
        }
    });
    let (article, odd_date) = page.map_err(failure)?;
    let date_warning =
        |value: String| ReadError::Date { at: Location::file(&file.path), value: shown_value(&value) };
    Ok(Page { article, warnings: odd_date.map(date_warning).into_iter().collect() })
}

/// The article, and its date where that is not understood.
fn read_page(html: &str) -> Result<(Article, Option<String>), &'static str> {
    let document = Document::from(html);
    nesting::check_tree(&document)?;
    let Metadata { mut article, odd_date } = metadata::read(&document);
    body::clean(&document);
    let visible = metadata::visible_date(&document);
    // Some sites state the day and show the minute.
    if article.date.is_none_or(|stated| visible.is_some_and(|seen| seen.refines(&stated))) {
        article.date = visible;
    }
    let mut paragraphs = body::paragraphs(&document, &article);
    cut_feed(&mut paragraphs);
    if paragraphs.is_empty() && article.title.is_empty() {
        return Err("no article was found on this page");
    }
    if article.author.is_none() {
        (article.author, article.author_title) = take_signature(&mut paragraphs);
    }
    article.paragraphs = paragraphs;
    let odd_date = odd_date.filter(|_| article.date.is_none());
    Ok((article, odd_date))
}
