//! EPUB: a book, one article a chapter.
//!
//! The package names the book's title, author, date and language, and the order of its chapters.
//! A chapter is a web page without a site around it: all its text counts.

use std::collections::HashMap;
use std::io::{Read, Seek};
use std::ops::ControlFlow;

use zip::ZipArchive;

use super::article::Article;
use super::date::PublicationDate;
use super::folding::squeeze;
use super::html;
use super::office::part;
use super::place::Place;
use super::read::{Page, Sink};
use super::xml::{Piece, walk};

const SAVE: &str = "export the book anew, or convert it: ebook-convert book.epub book.docx";

/// What the package says.
#[derive(Default)]
struct Package {
    title: Option<String>,
    author: Option<String>,
    date: Option<PublicationDate>,
    lang: Option<String>,
    /// Where the chapters lie, in their order.
    chapters: Vec<String>,
}

/// Reads a book.
pub(super) fn read<R: Read + Seek>(
    place: &Place,
    zip: &mut ZipArchive<R>,
    sink: &mut Sink,
) -> ControlFlow<()> {
    let package = match package(zip, sink) {
        Ok(package) => package,
        Err(reason) => return sink.structure(place.at(), reason, SAVE),
    };
    let mut read = 0;
    let budget = sink.budget.clone();
    for chapter in &package.chapters {
        let inner = place.inside(chapter);
        let text = match part(zip, chapter, &budget) {
            Ok(Some(text)) => text,
            Ok(None) => {
                sink.structure(inner.at(), "the book has no such chapter", SAVE)?;
                continue;
            }
            Err(reason) => {
                sink.structure(inner.at(), reason, SAVE)?;
                continue;
            }
        };
        match html::fragment(text) {
            // Covers and title pages have no text.
            Ok(fragment) if fragment.paragraphs.is_empty() => {}
            Ok(fragment) => {
                read += 1;
                let mut article = Article {
                    title: fragment.title.or_else(|| package.title.clone()).unwrap_or_default(),
                    paragraphs: fragment.paragraphs,
                    source: package.title.clone(),
                    author: package.author.clone(),
                    date: package.date,
                    lang: package.lang.clone(),
                    ..Article::default()
                };
                article.found("title", "heading");
                for field in ["author", "date", "source"] {
                    article.found(field, "package");
                }
                Page::from(article).finish(&inner, sink)?;
            }
            Err(reason) => sink.structure(inner.at(), reason, SAVE)?,
        }
    }
    if read == 0 {
        return sink.structure(place.at(), "the book has no chapter with text", SAVE);
    }
    ControlFlow::Continue(())
}

fn package<R: Read + Seek>(zip: &mut ZipArchive<R>, sink: &Sink) -> Result<Package, String> {
    let budget = &sink.budget;
    let container = part(zip, "META-INF/container.xml", budget)?.ok_or("the book names no package")?;
    let mut path = None;
    walk(&container, &mut |piece| {
        if let Piece::Open(element) = piece
            && element.name() == "rootfile"
        {
            path = path.take().or(element.attribute("full-path"));
        }
        ControlFlow::Continue(())
    })?;
    let path = path.ok_or("the book names no package")?;
    let opf = part(zip, &path, budget)?.ok_or("the book's package is missing")?;
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut package = Package::default();
    let mut files: HashMap<String, String> = HashMap::new();
    let mut order = Vec::new();
    let mut text = String::new();
    walk(&opf, &mut |piece| {
        match piece {
            Piece::Open(element) => {
                text.clear();
                match element.name() {
                    "item" => {
                        if let (Some(id), Some(href)) = (element.attribute("id"), element.attribute("href")) {
                            files.insert(id, href);
                        }
                    }
                    "itemref" => order.extend(element.attribute("idref")),
                    _ => {}
                }
            }
            Piece::Text(more) => text.push_str(more),
            Piece::Close(name) => {
                let value = Some(squeeze(&text)).filter(|value| !value.is_empty());
                match name {
                    "title" => package.title = package.title.take().or(value),
                    "creator" => package.author = package.author.take().or(value),
                    "language" => package.lang = package.lang.take().or(value),
                    "date" => {
                        let date = value.as_deref().and_then(PublicationDate::parse);
                        package.date = package.date.or(date);
                    }
                    _ => {}
                }
                text.clear();
            }
        }
        ControlFlow::Continue(())
    })?;
    let chapters = order.iter().filter_map(|id| files.get(id)).map(|href| joined(folder, href));
    package.chapters = chapters.collect();
    if package.chapters.is_empty() {
        return Err("the book's package names no chapters".to_owned());
    }
    Ok(package)
}

/// `OEBPS` and `../text/a%20b.xhtml#x` → `text/a b.xhtml`.
fn joined(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or_default();
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in href.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "" | "." => {}
            part => parts.push(part),
        }
    }
    percent_decoded(&parts.join("/"))
}

fn percent_decoded(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = path.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match digits {
            Some(byte) if bytes[at] == b'%' => {
                out.push(byte);
                at += 3;
            }
            _ => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_are_found_where_the_package_says() {
        assert_eq!(joined("OEBPS", "../text/a%20b.xhtml#x"), "text/a b.xhtml");
        assert_eq!(joined("", "%C9%99.xhtml"), "ə.xhtml");
        assert_eq!(joined("a/b", "c%2"), "a/b/c%2");
    }
}
