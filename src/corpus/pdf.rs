//! PDF documents with a text layer.
//!
//! hayro gives every glyph with its place; here glyphs become lines, lines paragraphs, and running
//! heads and page numbers go. Pages without text were scanned: they are named, for recognition by
//! another program. All of it is guarded, since PDF is the most hostile format there is.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::time::Duration;

use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, interpret_page,
};

use super::article::Article;
use super::date::PublicationDate;
use super::error::ReadError;
use super::folding::squeeze;
use super::guard::{self, Lost};
use super::read::{Page, Sink};
use super::source::Source;
use super::text;

/// The largest document: newspapers with their pictures come to 60 MB.
const LARGEST: usize = 128 << 20;

/// The longest time for one document; 1,000 pages take some seconds.
const LONGEST: Duration = Duration::from_secs(60);

/// A book of 3,000 pages is the longest met.
const MOST_PAGES: usize = 20_000;

/// Most glyphs of a document: 32 MiB of text.
const MOST_GLYPHS: usize = 32 << 20;

/// What a document gave.
struct Document {
    pages: Vec<Vec<Line>>,
    title: Option<String>,
    author: Option<String>,
    date: Option<PublicationDate>,
}

/// Reads a document.
pub(super) fn read(source: &mut Source, sink: &mut Sink) -> ControlFlow<()> {
    let place = source.place.clone();
    let bytes = match source.bytes("a PDF document", LARGEST) {
        Ok(bytes) => bytes,
        Err(error) => return sink.error(error),
    };
    const REPAIR: &str = "try to repair it: qpdf file.pdf repaired.pdf";
    let document = match guard::run(LONGEST, move || document(bytes)) {
        Ok(Ok(document)) => document,
        Ok(Err(reason)) => return sink.structure(place.at(), reason, REPAIR),
        Err(Lost::Panic) => {
            return sink.structure(place.at(), "the PDF document could not be parsed", REPAIR);
        }
        Err(Lost::Time) => {
            let reason = format!("the PDF document was not parsed within {} s", LONGEST.as_secs());
            return sink.structure(place.at(), reason, REPAIR);
        }
    };
    let empty: Vec<usize> =
        document.pages.iter().enumerate().filter(|(_, lines)| lines.is_empty()).map(|(i, _)| i + 1).collect();
    if !empty.is_empty() {
        let all = empty.len() == document.pages.len();
        sink.error(ReadError::NoTextOnPages { at: place.at(), pages: ranges(&empty), all })?;
        if all {
            return ControlFlow::Continue(());
        }
    }
    Page::from(article(document)).finish(&place, sink)
}

fn article(document: Document) -> Article {
    let mut article = text::read_lines(paragraphs(document.pages));
    for (field, value) in
        [("title", true), ("date", article.date.is_some()), ("author", article.author.is_some())]
    {
        if value {
            article.found(field, "text");
        }
    }
    // Programs put file names there: a title is what the text says too, or words.
    let is_title = |title: &String| {
        title.split_whitespace().count() > 1 && !title.contains(['_', '\\']) && !title.ends_with(".doc")
    };
    if let Some(title) = document.title.filter(is_title) {
        if article.title != title && article.title.len() > title.len() + 40 {
            article.paragraphs.insert(0, std::mem::take(&mut article.title));
        }
        if article.title.is_empty() {
            article.title = title;
            article.found("title", "property");
        }
    }
    if article.date.is_none() && document.date.is_some() {
        article.date = document.date;
        article.found("date", "property");
    }
    if article.author.is_none() && document.author.as_deref().is_some_and(super::author::is_name) {
        article.author = document.author;
        article.found("author", "property");
    }
    article
}

/// A glyph with its place on the page, from the top left.
struct Glyph {
    x: f64,
    y: f64,
    end: f64,
    size: f64,
    text: String,
}

fn document(bytes: Vec<u8>) -> Result<Document, &'static str> {
    let pdf = Pdf::new(bytes).map_err(|_| "the PDF document is damaged, or locked by a password")?;
    let cache = InterpreterCache::new();
    let mut pages = Vec::new();
    let mut glyphs = 0;
    for page in pdf.pages().iter().take(MOST_PAGES) {
        let settings = InterpreterSettings::default();
        let bounds = Rect::new(0.0, 0.0, 1.0, 1.0);
        let mut context = Context::new(Affine::IDENTITY, bounds, &cache, pdf.xref(), settings);
        let (_, height) = page.render_dimensions();
        let flip = Affine::translate((0.0, f64::from(height))) * Affine::scale_non_uniform(1.0, -1.0);
        let mut reader = GlyphReader { flip, glyphs: Vec::new(), room: MOST_GLYPHS - glyphs };
        interpret_page(page, &mut context, &mut reader);
        glyphs += reader.glyphs.len();
        pages.push(lines(&reader.glyphs));
        if glyphs >= MOST_GLYPHS {
            break;
        }
    }
    if pages.is_empty() {
        return Err("the PDF document has no pages");
    }
    let metadata = pdf.metadata();
    let date = metadata.creation_date.as_ref().and_then(|date| {
        PublicationDate::parse(&format!("{:04}-{:02}-{:02}", date.year, date.month, date.day))
    });
    let text = |bytes: &Option<Box<[u8]>>| bytes.as_deref().map(text_string).filter(|text| !text.is_empty());
    Ok(Document { pages, title: text(&metadata.title), author: text(&metadata.author), date })
}

/// A string of the document's properties: UTF-16 with its mark, else Latin letters.
fn text_string(bytes: &[u8]) -> String {
    let decoded = match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0,
        _ => String::from_utf8_lossy(bytes),
    };
    squeeze(&decoded.replace(['\0', '\u{fffd}'], ""))
}

/// Takes glyphs and nothing else from a page.
struct GlyphReader {
    flip: Affine,
    glyphs: Vec<Glyph>,
    room: usize,
}

impl Device<'_> for GlyphReader {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        for glyph in run.glyphs() {
            if self.glyphs.len() >= self.room {
                return;
            }
            let text = match glyph.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(text)) => text,
                // A font that does not say which letters it draws.
                None => continue,
            };
            let transform = self.flip * props.transform * glyph.transform();
            let at = transform * Point::ZERO;
            // A glyph's square is 1,000 units.
            let square = transform * Point::new(1000.0, 0.0);
            let up = transform * Point::new(0.0, 1000.0);
            let size = (up.y - at.y).hypot(up.x - at.x).max((square.x - at.x).hypot(square.y - at.y));
            let advance = match &**glyph {
                hayro_interpret::font::Glyph::Outline(outline) => outline.advance_width(),
                hayro_interpret::font::Glyph::Type3(drawn) => drawn.advance_width(),
            };
            let end = match advance {
                Some(advance) => (transform * Point::new(f64::from(advance), 0.0)).x,
                None => at.x + size / 2.0,
            };
            self.glyphs.push(Glyph { x: at.x, y: at.y, end, size, text });
        }
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {}
}

/// A line of a page.
struct Line {
    text: String,
    x: f64,
    end: f64,
    y: f64,
    size: f64,
    /// Whether it fills its column: a title and a date line end early.
    is_full: bool,
}

/// How much of its column's width a wrapped line fills at the least.
const FULL: f64 = 0.7;

/// Glyphs to lines, in the order they are drawn, which in articles is that of reading.
fn lines(glyphs: &[Glyph]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for glyph in glyphs.iter().filter(|glyph| glyph.size.is_finite() && glyph.y.is_finite()) {
        let size = glyph.size.max(0.1);
        let goes_on = lines.last().is_some_and(|line| {
            (line.y - glyph.y).abs() < size * 0.4
                && glyph.x > line.end - size * 2.0
                && glyph.x < line.end + size * 8.0
        });
        match lines.last_mut() {
            Some(line) if goes_on => {
                let gap = glyph.x - line.end;
                if gap > size * 0.15 && !line.text.ends_with(' ') && !glyph.text.starts_with(' ') {
                    line.text.push(' ');
                }
                line.text.push_str(&glyph.text);
                line.end = glyph.end.max(line.end);
            }
            _ => lines.push(Line {
                text: glyph.text.clone(),
                x: glyph.x,
                end: glyph.end,
                y: glyph.y,
                size,
                is_full: false,
            }),
        }
    }
    for line in &mut lines {
        line.text = squeeze(&line.text);
    }
    lines.retain(|line| line.text.chars().any(char::is_alphanumeric) || line.text.len() > 3);
    mark_full(&mut lines);
    lines
}

/// Says which lines fill their column: those that begin at about the same place share one.
fn mark_full(lines: &mut [Line]) {
    // Where each column begins, and how far right its longest line goes.
    let mut columns: Vec<(f64, f64)> = Vec::new();
    for line in lines.iter() {
        let near = line.size * 4.0;
        let has_room = columns.len() < 50;
        match columns.iter_mut().find(|(x, _)| (x - line.x).abs() < near) {
            Some((_, end)) => *end = end.max(line.end),
            None if has_room => columns.push((line.x, line.end)),
            None => {}
        }
    }
    for line in lines {
        let near = line.size * 4.0;
        let column = columns.iter().find(|(x, _)| (x - line.x).abs() < near);
        line.is_full = column.is_none_or(|(x, end)| line.end - x >= FULL * (end - x));
    }
}

/// Lines to paragraphs, over page breaks; what every page repeats goes.
fn paragraphs(pages: Vec<Vec<Line>>) -> Vec<String> {
    let furniture = repeated(&pages);
    let mut paragraphs: Vec<String> = Vec::new();
    let mut before: Option<Line> = None;
    let lines = pages.into_iter().flat_map(|page| {
        let last = page.len().saturating_sub(1);
        page.into_iter().enumerate().map(move |(i, line)| (line, i == 0 || i == last))
    });
    for (line, at_border) in lines {
        let is_number = line.text.chars().all(|c| c.is_ascii_digit() || " -–—".contains(c));
        if at_border && (is_number || furniture.contains_key(&plain(&line.text))) {
            continue;
        }
        let joins = before.as_ref().is_some_and(|before| goes_on(before, &line));
        match paragraphs.last_mut() {
            Some(paragraph) if joins => text::append_line(paragraph, &line.text),
            _ => paragraphs.push(line.text.clone()),
        }
        before = Some(line);
    }
    paragraphs.iter().map(|paragraph| squeeze(paragraph)).collect()
}

/// Whether a line goes on with the paragraph of the line before it.
fn goes_on(before: &Line, line: &Line) -> bool {
    let size = before.size.max(1.0);
    let same_size = (before.size - line.size).abs() < size * 0.15;
    let down = line.y - before.y;
    let ends = super::page::ends_sentence(&before.text);
    if !before.is_full {
        return false;
    }
    // On a new column or page only an unfinished sentence goes on.
    if down < 0.0 || down > size * 20.0 {
        return same_size && !ends;
    }
    let indented = line.x > before.x + size * 0.8;
    let short = before.end < line.end - size * 4.0;
    same_size && down < size * 1.9 && !(ends && (indented || short))
}

/// First and last lines of pages that stand on three or more, digits aside.
fn repeated(pages: &[Vec<Line>]) -> HashMap<String, usize> {
    let mut count: HashMap<String, usize> = HashMap::new();
    for page in pages {
        let borders = [page.first(), page.last()];
        for line in borders.into_iter().flatten() {
            *count.entry(plain(&line.text)).or_insert(0) += 1;
        }
    }
    count.retain(|text, count| *count >= 3 && !text.is_empty());
    count
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).collect()
}

/// `pages 1, 3–5`.
fn ranges(numbers: &[usize]) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for &number in numbers {
        match ranges.last_mut() {
            Some((_, end)) if *end + 1 == number => *end = number,
            _ => ranges.push((number, number)),
        }
    }
    let more = if ranges.len() > 8 { ", …" } else { "" };
    let shown: Vec<String> = ranges
        .iter()
        .take(8)
        .map(|(from, to)| if from == to { from.to_string() } else { format!("{from}–{to}") })
        .collect();
    let word = if numbers.len() == 1 { "page" } else { "pages" };
    format!("{word} {}{more}", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_named_in_ranges() {
        assert_eq!(ranges(&[3]), "page 3");
        assert_eq!(ranges(&[1, 2, 3, 5, 9, 10]), "pages 1–3, 5, 9–10");
    }

    fn line(text: &str, x: f64, y: f64, end: f64) -> Line {
        Line { text: text.into(), x, end, y, size: 10.0, is_full: end > 300.0 }
    }

    #[test]
    fn lines_become_paragraphs_and_running_heads_go() {
        let page = |number: u32, first: &str| {
            vec![
                line(&format!("Körpü qəzeti, səhifə {number}"), 50.0, 20.0, 200.0),
                line(first, 50.0, 60.0, 400.0),
                line("davamı eyni abzasda olan sətir bura düşür, müna-", 50.0, 72.0, 400.0),
                line("sibət qurulur.", 50.0, 84.0, 120.0),
                line("Yeni abzas girinti ilə başlayır və bitmir", 62.0, 96.0, 400.0),
                line(&number.to_string(), 200.0, 800.0, 210.0),
            ]
        };
        let pages = vec![page(1, "Birinci cümlə"), page(2, "ikinci səhifədə"), page(3, "üçüncü səhifədə")];
        let paragraphs = paragraphs(pages);
        assert_eq!(paragraphs.len(), 4, "{paragraphs:#?}");
        assert!(paragraphs[0].ends_with("bura düşür, münasibət qurulur."));
        assert!(paragraphs[1].starts_with("Yeni abzas") && paragraphs[1].contains("bitmir ikinci səhifədə"));
    }
}
