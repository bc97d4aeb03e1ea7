//! CSV and TSV with a line of names, one article a row.
//!
//! Columns are known by their names in three languages, or by `--map`. What parts the cells is told
//! from the line of names: comma, semicolon (Excel in Azerbaijan), tab or bar.

use std::io::BufRead;
use std::ops::ControlFlow;

use csv::{ByteRecord, ReaderBuilder};

use super::article::Article;
use super::date::PublicationDate;
use super::error::{ReadError, shown_value};
use super::fields::{self, Field};
use super::html;
use super::lines::{Line, Lines};
use super::read::{Page, Sink};
use super::source::{LIMIT, Source};

const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A line of names is no longer.
const LONGEST_NAMES: usize = 64 << 10;

/// Whether a file's first line names the columns of articles, so that a table without an ending is
/// known: two names at least, a text among them, and nothing but names.
pub(super) fn has_known_names(line: &str) -> bool {
    if line.len() > 1000 {
        return false;
    }
    let separator = separator(line) as char;
    let known: Vec<Option<Field>> = line
        .split(separator)
        .map(|name| fields::of_column(name.trim_matches(['"', ' ', '\u{feff}'])))
        .collect();
    let has = |field| known.contains(&Some(field));
    let count = known.iter().flatten().count();
    count >= 2 && count * 2 >= known.len() && (has(Field::Body) || has(Field::Text)) && has(Field::Title)
}

/// What parts the cells of the line of names.
fn separator(line: &str) -> u8 {
    let count = |separator: u8| memchr::memchr_iter(separator, line.as_bytes()).count();
    SEPARATORS.into_iter().max_by_key(|separator| (count(*separator), *separator != b'|')).unwrap_or(b',')
}

/// What a line of Excel's above the names says that cells are parted by: `sep=;`.
fn stated_separator(line: &str) -> Option<u8> {
    let line = line.trim_start_matches('\u{feff}').trim().trim_matches('"');
    match line.strip_prefix("sep=")?.as_bytes() {
        [] => Some(b'\t'),
        [separator] => Some(*separator),
        _ => None,
    }
}

/// Reads a table.
pub(super) fn read(source: &mut Source, sink: &mut Sink) -> ControlFlow<()> {
    let place = source.place.clone();
    let mut lines = Lines::new(&mut source.reader);
    let mut first = lines.next_text(LONGEST_NAMES);
    let mut stated = None;
    if let Ok((Line::Whole, line)) = &first {
        stated = stated_separator(line);
    }
    if stated.is_some() {
        first = lines.next_text(LONGEST_NAMES);
    }
    let above = lines.number();
    let names = match first {
        Ok((Line::Whole, names)) => names,
        Ok((Line::TooLong, _)) => return sink.error(ReadError::LineTooLong { at: place.line(above) }),
        Ok((Line::End, _)) => return sink.error(ReadError::Empty { at: place.at() }),
        Err(cause) => return sink.failure(source, cause),
    };
    let names = names.trim_start_matches('\u{feff}');
    let separator = stated.unwrap_or_else(|| separator(names));
    let mut head = ReaderBuilder::new().delimiter(separator).has_headers(false).from_reader(names.as_bytes());
    let names: Vec<String> = match head.records().next() {
        Some(Ok(record)) => record.iter().map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    let columns: Vec<Option<Field>> = names.iter().map(|name| sink.mapping.of_column(name)).collect();
    let is_text = |field: &&Option<Field>| matches!(field, Some(Field::Title | Field::Body | Field::Text));
    if !columns.iter().any(|field| is_text(&field)) {
        let columns = shown_value(&names.join(", "));
        return sink.error(ReadError::Columns { at: place.line(above), columns });
    }
    // One row may have line breaks, so a row of a gigabyte is one the reader must be kept from.
    let guarded = Guarded { inner: &mut source.reader, since: 0 };
    let mut rows = ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(64 << 10)
        .from_reader(guarded);
    let mut record = ByteRecord::new();
    loop {
        rows.get_mut().since = 0;
        match rows.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return ControlFlow::Continue(()),
            Err(error) => {
                let line = record.position().map_or(1, |at| at.line()) + above;
                return match error.into_kind() {
                    csv::ErrorKind::Io(cause) if cause.kind() == std::io::ErrorKind::FileTooLarge => {
                        let cure = "is a quotation mark not closed? The rows before it were read";
                        let reason = format!("a row longer than {} MiB", LIMIT >> 20);
                        sink.structure(place.line(line), reason, cure)
                    }
                    csv::ErrorKind::Io(cause) => sink.failure(source, cause),
                    _ => sink.structure(place.line(line), "a row that is no row", "save the table anew"),
                };
            }
        }
        // The line of names was read before, and perhaps one above it.
        let line = record.position().map_or(1, |at| at.line()) + above;
        if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            continue;
        }
        let cells: Result<Vec<&str>, _> = record.iter().map(std::str::from_utf8).collect();
        match cells {
            Ok(cells) => match article(&columns, &cells) {
                Ok((article, odd_date)) => {
                    let at = place.line(line);
                    sink.title_alone(&article, at.clone(), || {
                        let unread = names.iter().zip(&columns).zip(&cells);
                        let unread = unread.filter(|((_, field), _)| field.is_none());
                        unread.map(|((name, _), cell)| (name.as_str().into(), (*cell).into())).collect()
                    })?;
                    let warnings = odd_date.map(|value| ReadError::Date { at, value }).into_iter().collect();
                    Page { article, warnings }.finish_one(&place, line, sink)?;
                }
                Err(reason) => {
                    sink.structure(place.line(line), reason, "give this article as text of its own")?
                }
            },
            Err(error) => {
                let offset = error.valid_up_to() as u64;
                sink.error(ReadError::NotUtf8 { at: place.line(line), offset })?;
            }
        }
    }
}

/// The article of a row, and its date where that is not understood.
fn article(columns: &[Option<Field>], cells: &[&str]) -> Result<(Article, Option<String>), &'static str> {
    let mut article = Article::default();
    let mut odd_date = None;
    for (field, cell) in columns.iter().zip(cells) {
        let cell = cell.trim();
        let Some(field) = field else { continue };
        if cell.is_empty() {
            continue;
        }
        let text = || Some(cell.to_owned());
        match field {
            Field::Id => article.id = cell.to_owned(),
            Field::Title => article.title = html::plain(cell),
            // Where several columns may hold the text, the longest does.
            Field::Body | Field::Text | Field::Paragraphs => {
                let paragraphs = html::fragment(cell.to_owned())?.paragraphs;
                let length = |paragraphs: &[String]| paragraphs.iter().map(String::len).sum::<usize>();
                if length(&paragraphs) > length(&article.paragraphs) {
                    article.paragraphs = paragraphs;
                }
            }
            Field::Date if article.date.is_none() => {
                article.date = PublicationDate::parse(cell);
                odd_date = article.date.is_none().then(|| shown_value(cell));
            }
            Field::Date => {}
            Field::Source => article.source = text(),
            Field::Author => article.author = text(),
            Field::AuthorTitle => article.author_title = text(),
            Field::Section | Field::Category => article.section = article.section.take().or(text()),
            Field::Url => article.url = text(),
            Field::Lang => article.lang = text(),
        }
    }
    Ok((article, odd_date))
}

/// Fails when one row takes more than [`LIMIT`].
struct Guarded<R> {
    inner: R,
    since: usize,
}

impl<R: BufRead> std::io::Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.since += read;
        if self.since > LIMIT + (64 << 10) {
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_names_is_known() {
        for line in ["title,body,date", "Başlıq;Mətn;Tarix;x", "\"id\"\t\"title\"\t\"content\""] {
            assert!(has_known_names(line), "{line}");
        }
        for line in ["Başlıq", "title,price", "Mətn, tarix və ədəbiyyat", "ad, soyad, mətn, söz, cümlə, hərf"]
        {
            assert!(!has_known_names(line), "{line}");
        }
    }
}
