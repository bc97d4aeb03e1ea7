//! DOCX and ODT: the paragraphs of a document, and what its properties say.
//!
//! A document written for print has its title, date line and signature where a text page has them,
//! so its lines go the way of a text page; properties fill what the lines do not say.

use std::cell::Cell;
use std::io::{Read, Seek};
use std::ops::ControlFlow;
use std::rc::Rc;

use zip::ZipArchive;

use super::archive::told;
use super::article::Article;
use super::date::PublicationDate;
use super::encoding;
use super::folding::squeeze;
use super::place::Place;
use super::read::{Page, Sink};
use super::source::{Budget, LIMIT};
use super::text;
use super::xml::{Piece, walk};

/// The largest part of a document: markup takes three to five times the text.
const LARGEST_PART: usize = 3 * LIMIT;

const SAVE: &str = "open the document and save it anew as .docx or .odt";

/// What a ZIP archive is, if it is a document.
pub(super) enum Kind {
    /// Word's format.
    Docx,
    /// OpenDocument text.
    Odt,
    /// A book.
    Epub,
    /// A document that is not read, with its cure.
    Other(&'static str, &'static str),
}

/// Tells documents from archives.
pub(super) fn kind<R: Read + Seek>(zip: &mut ZipArchive<R>, budget: &Budget) -> Option<Kind> {
    if zip.index_for_name("mimetype").is_some() {
        let declared = part(zip, "mimetype", budget).ok().flatten().unwrap_or_default();
        return match declared.trim() {
            "application/epub+zip" => Some(Kind::Epub),
            "application/vnd.oasis.opendocument.text"
            | "application/vnd.oasis.opendocument.text-template" => Some(Kind::Odt),
            "application/vnd.oasis.opendocument.spreadsheet" => {
                Some(Kind::Other("a spreadsheet", "save its sheet as CSV (UTF-8)"))
            }
            declared if declared.starts_with("application/vnd.oasis.opendocument") => {
                Some(Kind::Other("a drawing or presentation", "save its text as .odt or .txt"))
            }
            _ => None,
        };
    }
    let has = |name| zip.index_for_name(name).is_some();
    if has("word/document.xml") {
        Some(Kind::Docx)
    } else if has("xl/workbook.xml") {
        Some(Kind::Other("a spreadsheet", "save its sheet as CSV (UTF-8)"))
    } else if has("ppt/presentation.xml") {
        Some(Kind::Other("a presentation", "save its text as .docx or .txt"))
    } else if has("META-INF/container.xml") {
        Some(Kind::Epub)
    } else {
        None
    }
}

/// One part of a document as text; none if it has no such part.
pub(super) fn part<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    name: &str,
    budget: &Budget,
) -> Result<Option<String>, String> {
    let Some(index) = zip.index_for_name(name) else { return Ok(None) };
    let entry = zip.by_index(index).map_err(|error| told(&error))?;
    let packed = Rc::new(Cell::new(entry.compressed_size()));
    let mut bytes = Vec::new();
    let limited = budget.limit(entry, packed);
    limited
        .take(LARGEST_PART as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| format!("its part {name} is damaged"))?;
    if bytes.len() > LARGEST_PART {
        return Err(format!("its part {name} is larger than {} MiB", LARGEST_PART >> 20));
    }
    match encoding::decode(bytes, None) {
        Ok(decoded) => Ok(Some(decoded.text)),
        Err(_) => Err(format!("its part {name} is no text")),
    }
}

/// Reads a DOCX or ODT document.
pub(super) fn read<R: Read + Seek>(
    place: &Place,
    kind: Kind,
    zip: &mut ZipArchive<R>,
    sink: &mut Sink,
) -> ControlFlow<()> {
    let (text, properties) = match kind {
        Kind::Docx => ("word/document.xml", "docProps/core.xml"),
        _ => ("content.xml", "meta.xml"),
    };
    let budget = sink.budget.clone();
    let body = part(zip, text, &budget).and_then(|body| body.ok_or(format!("its part {text} is missing")));
    let lines = body.and_then(|body| if matches!(kind, Kind::Docx) { docx(&body) } else { odt(&body) });
    let lines = match lines {
        Ok(lines) => lines,
        Err(reason) => return sink.structure(place.at(), reason, SAVE),
    };
    // Properties may be missing or broken: the text is what counts.
    let properties = part(zip, properties, &budget).ok().flatten().unwrap_or_default();
    Page::from(article(lines, &properties)).finish(place, sink)
}

/// The article of a document's lines and properties.
fn article(lines: Vec<Line>, properties: &str) -> Article {
    let mut heading = None;
    let mut texts = Vec::with_capacity(lines.len());
    for line in lines {
        if line.is_title && heading.is_none() && texts.len() < 5 {
            heading = Some(line.text.clone());
        }
        texts.push(line.text);
    }
    let stated = stated(properties);
    let mut article = text::read_lines(texts);
    for (field, value) in [
        ("title", !article.title.is_empty()),
        ("date", article.date.is_some()),
        ("author", article.author.is_some()),
    ] {
        if value {
            article.found(field, "text");
        }
    }
    // A line marked as heading is the title, wherever the text page's rules see one.
    if let Some(heading) = heading
        && heading != article.title
    {
        article.paragraphs.retain(|paragraph| *paragraph != heading);
        let other = std::mem::replace(&mut article.title, heading);
        if !other.is_empty() {
            article.paragraphs.insert(0, other);
        }
        article.found("title", "heading");
    }
    if article.title.is_empty()
        && let Some(title) = stated.title
    {
        article.title = title;
        article.found("title", "property");
    }
    if article.author.is_none() && stated.author.is_some() {
        article.author = stated.author;
        article.found("author", "property");
    }
    if article.date.is_none() && stated.date.is_some() {
        article.date = stated.date;
        article.found("date", "property");
    }
    article
}

/// A paragraph of a document.
struct Line {
    text: String,
    is_title: bool,
}

/// What the properties of a document say.
#[derive(Default)]
struct Stated {
    title: Option<String>,
    author: Option<String>,
    date: Option<PublicationDate>,
}

fn stated(properties: &str) -> Stated {
    let mut stated = Stated::default();
    let mut text = String::new();
    let _ = walk(properties, &mut |piece| {
        match piece {
            Piece::Open(_) => text.clear(),
            Piece::Text(more) => text.push_str(more),
            Piece::Close(name) => {
                let value = squeeze(&text);
                let known = Some(value).filter(|value| !value.is_empty());
                match name {
                    "title" => stated.title = known,
                    // ODF names its writer twice: who began it, and who saved it last.
                    "initial-creator" => stated.author = known,
                    "creator" => stated.author = stated.author.take().or(known),
                    "created" | "creation-date" => {
                        stated.date = known.as_deref().and_then(PublicationDate::parse);
                    }
                    _ => {}
                }
                text.clear();
            }
        }
        ControlFlow::Continue(())
    });
    stated
}

/// Paragraphs of WordprocessingML; a table's row is one, its cells parted by `|`.
fn docx(xml: &str) -> Result<Vec<Line>, String> {
    let mut lines = Lines::default();
    let mut in_text = false;
    // Drawings and their replacements hold the same text again; so do deletions and notes.
    let mut passing = 0usize;
    walk(xml, &mut |piece| {
        match piece {
            Piece::Open(element) => match element.name() {
                "Fallback" | "del" | "moveFrom" => passing += 1,
                _ if passing > 0 => {}
                "tr" => lines.row(),
                "t" => in_text = true,
                "tab" => lines.text.push(' '),
                "br" | "cr" => lines.text.push(' '),
                "noBreakHyphen" => lines.text.push('-'),
                "pStyle" => {
                    let style = element.attribute("val").unwrap_or_default().to_lowercase();
                    lines.is_title |=
                        matches!(style.as_str(), "title" | "heading1" | "1" | "başlıq" | "başlıq1");
                }
                _ => {}
            },
            Piece::Close(name) => match name {
                "Fallback" | "del" | "moveFrom" => passing = passing.saturating_sub(1),
                "t" => in_text = false,
                "p" if passing == 0 => lines.end(),
                "tc" => lines.cell(),
                "tr" => lines.row_end(),
                _ => {}
            },
            Piece::Text(text) if in_text && passing == 0 => lines.text.push_str(text),
            Piece::Text(_) => {}
        }
        ControlFlow::Continue(())
    })?;
    Ok(lines.done())
}

/// Paragraphs of OpenDocument text.
fn odt(xml: &str) -> Result<Vec<Line>, String> {
    let mut lines = Lines::default();
    let mut passing = 0usize;
    let mut in_body = false;
    walk(xml, &mut |piece| {
        match piece {
            Piece::Open(element) => match element.name() {
                "body" => in_body = true,
                "annotation" | "note" | "tracked-changes" | "sequence-decls" | "table-of-content" => {
                    passing += 1
                }
                _ if passing > 0 || !in_body => {}
                "table-row" => lines.row(),
                "s" | "tab" | "line-break" => lines.text.push(' '),
                "h" => {
                    lines.is_title |= element.attribute("outline-level").is_none_or(|level| level == "1");
                }
                "p" => {
                    let style = element.attribute("style-name").unwrap_or_default();
                    lines.is_title |= style == "Title";
                }
                _ => {}
            },
            Piece::Close(name) => match name {
                "annotation" | "note" | "tracked-changes" | "sequence-decls" | "table-of-content" => {
                    passing = passing.saturating_sub(1);
                }
                _ if passing > 0 => {}
                "p" | "h" => lines.end(),
                "table-cell" => lines.cell(),
                "table-row" => lines.row_end(),
                _ => {}
            },
            Piece::Text(text) if in_body && passing == 0 => lines.text.push_str(text),
            Piece::Text(_) => {}
        }
        ControlFlow::Continue(())
    })?;
    Ok(lines.done())
}

/// Collects paragraphs, and the cells of rows.
#[derive(Default)]
struct Lines {
    lines: Vec<Line>,
    text: String,
    is_title: bool,
    /// The row being read, if any, and how deep tables lie in each other.
    row: String,
    rows: usize,
}

impl Lines {
    fn row(&mut self) {
        self.rows += 1;
    }

    fn cell(&mut self) {
        if !self.row.is_empty() && !self.row.ends_with("| ") {
            self.row.push_str(" | ");
        }
    }

    fn row_end(&mut self) {
        self.rows = self.rows.saturating_sub(1);
        if self.rows == 0 {
            let row = std::mem::take(&mut self.row);
            self.push(row.trim_end_matches([' ', '|']), false);
        }
    }

    fn end(&mut self) {
        let text = std::mem::take(&mut self.text);
        let is_title = std::mem::take(&mut self.is_title);
        if self.rows == 0 {
            self.push(&text, is_title);
        } else {
            if !self.row.is_empty() && !self.row.ends_with(' ') {
                self.row.push(' ');
            }
            self.row.push_str(&squeeze(&text));
        }
    }

    fn push(&mut self, text: &str, is_title: bool) {
        let text = squeeze(text);
        if !text.is_empty() {
            self.lines.push(Line { text, is_title });
        }
    }

    fn done(mut self) -> Vec<Line> {
        self.rows = 0;
        self.end();
        self.lines
    }
}
