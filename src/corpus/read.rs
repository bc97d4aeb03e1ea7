//! One file to articles: opens it, tells its format, hands it to that format's reader.
//!
//! Every article and every error goes to the sink, in the order of the file; when the sink breaks
//! off, nothing more is read. Archives hand their entries back to [`read_source`], so that what is
//! read from a folder is read from an archive too.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::AtomicU64;

use super::article::Article;
use super::encoding::{self, NoText};
use super::error::{Location, ReadError, shown_path, shown_value};
use super::fields::Mapping;
use super::format::{self, Format};
use super::html::Known;
use super::page::words;
use super::place::Place;
use super::source::{Budget, LIMIT, Source};
use super::walk::SourceFile;
use super::{archive, feed, html, json, mail, markdown, pdf, table, text, warc, wiki};

const UTF8_BOM: &[u8] = b"\xef\xbb\xbf";

/// Reads `file` and hands its articles to `sink`, one by one, with what could not be read.
///
/// `mapping` says under which names JSON and tables have an article's fields. `progress` is added
/// the bytes of the file (packed ones, if it is packed) as they are read. Breaks if and only if the
/// sink did.
pub fn read(
    file: &SourceFile,
    mapping: &Mapping,
    progress: &AtomicU64,
    sink: &mut dyn FnMut(Result<Article, ReadError>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut sink =
        Sink { sink, mapping, budget: Budget::default(), told: HashSet::new(), title_alone: false };
    let budget = sink.budget.clone();
    let is_plain = |source: &Source| !source.is_packed() && !file.is_standard_input();
    match Source::open(file, progress, &budget) {
        // A ZIP archive's directory is at its end: such a file is read in its own order.
        Ok(source) if format::binary(&source.head) == Some(Format::Zip) && is_plain(&source) => {
            drop(source);
            archive::read_zip_file(file, progress, &mut sink)
        }
        Ok(mut source) => read_source(&mut source, &mut sink),
        Err(error) => sink.error(error),
    }
}

/// Reads an opened file or entry.
pub(super) fn read_source(source: &mut Source, sink: &mut Sink) -> ControlFlow<()> {
    let format = match recognise(source) {
        Ok(format) => format,
        Err(error) => return sink.error(error),
    };
    let place = source.place.clone();
    match format {
        Format::Zip => return archive::read_zip(source, sink),
        Format::Tar => return archive::read_tar(source, sink),
        Format::Warc => return warc::read(source, sink),
        Format::Mailbox => return mail::read_mailbox(source, sink),
        Format::Pdf => return pdf::read(source, sink),
        Format::Mail => return mail::read(source, sink),
        Format::JsonLines | Format::Table | Format::Feed | Format::Wiki => {
            if let Some(encoding) = source.transcode() {
                sink.note(&place, format!("read as {encoding}"))?;
            }
        }
        Format::Json | Format::Html | Format::Markdown | Format::Text => {}
    }
    match format {
        Format::JsonLines => return json::read_lines(source, sink),
        Format::Table => return table::read(source, sink),
        Format::Feed => return feed::read(source, sink),
        Format::Wiki => return wiki::read(source, sink),
        _ => {}
    }
    let bytes = match source.bytes(format.shown(), LIMIT) {
        Ok(bytes) => bytes,
        Err(error) => return sink.error(error),
    };
    let declared = if format == Format::Html { html::declared_charset(&bytes) } else { None };
    let Some(whole) = decoded(bytes, declared.as_deref(), &place, sink)? else {
        return ControlFlow::Continue(());
    };
    if whole.trim().is_empty() {
        return sink.error(ReadError::Empty { at: place.at() });
    }
    let page = match format {
        Format::Json => return json::read_whole(&place, &whole, sink),
        Format::Html => html::read(&place, whole, &Known::default()),
        Format::Markdown => markdown::read(&place, &whole),
        _ => Ok(Page { article: text::read(&whole), ..Page::default() }),
    };
    match page {
        Ok(page) => page.finish(&place, sink),
        Err(error) => sink.error(error),
    }
}

/// The text of bytes at `place`; none if it could not be told, which the sink then knows.
pub(super) fn decoded(
    bytes: Vec<u8>,
    declared: Option<&str>,
    place: &Place,
    sink: &mut Sink,
) -> ControlFlow<(), Option<String>> {
    // The place of a wrong byte is asked for only when there is one, when the bytes are gone.
    let lines = |bytes: &[u8]| memchr::memchr_iter(b'\n', bytes).count() as u64 + 1;
    let first_wrong = std::str::from_utf8(&bytes).err().map(|error| lines(&bytes[..error.valid_up_to()]));
    match encoding::decode(bytes, declared) {
        Ok(decoded) => {
            for note in decoded.notes {
                sink.note(place, note)?;
            }
            ControlFlow::Continue(Some(decoded.text))
        }
        Err(NoText::Nul(offset)) => {
            sink.error(ReadError::Binary { at: place.at(), offset: offset as u64 })?;
            ControlFlow::Continue(None)
        }
        Err(NoText::Unknown(offset)) => {
            let at = place.line(first_wrong.unwrap_or(1));
            sink.error(ReadError::NotUtf8 { at, offset: offset as u64 })?;
            ControlFlow::Continue(None)
        }
    }
}

/// The format of an opened file, or why it is not read.
fn recognise(source: &Source) -> Result<Format, ReadError> {
    let head = source.head.strip_prefix(UTF8_BOM).unwrap_or(&source.head);
    let at = || source.place.at();
    if head.is_empty() {
        return Err(ReadError::Empty { at: at() });
    }
    if let Some(format) = format::binary(head) {
        return Ok(format);
    }
    if let Some((kind, cure)) = format::foreign(head) {
        return Err(ReadError::Foreign { at: at(), kind, cure });
    }
    let wide = encoding::of_head(&source.head);
    let text = match wide {
        Some(encoding) => encoding.decode(&source.head).0,
        None => String::from_utf8_lossy(head),
    };
    let format = format::detect(source.place.named(), &text);
    // In JSONL a NUL is an error of its line alone, unless it stands before any article.
    match memchr::memchr(0, head) {
        Some(offset) if wide.is_none() && (format != Format::JsonLines || offset < 2) => {
            Err(ReadError::Binary { at: at(), offset: offset as u64 })
        }
        _ => Ok(format),
    }
}

/// Where articles and errors go, and what holds for a file and everything inside it.
pub(super) struct Sink<'a> {
    sink: &'a mut dyn FnMut(Result<Article, ReadError>) -> ControlFlow<()>,
    /// How the fields of JSON and tables are named.
    pub mapping: &'a Mapping,
    /// What may still be unpacked.
    pub budget: Budget,
    /// Notes given, so that a crawl in an old encoding does not give one a page.
    told: HashSet<String>,
    /// Whether an article without text was looked at.
    title_alone: bool,
}

impl Sink<'_> {
    /// Hands on an article, its damaged letters repaired.
    pub fn article(&mut self, mut article: Article, place: &Place) -> ControlFlow<()> {
        for note in article.repair() {
            self.note(place, note)?;
        }
        (self.sink)(Ok(article))
    }

    /// Hands on an error.
    pub fn error(&mut self, error: ReadError) -> ControlFlow<()> {
        (self.sink)(Err(error))
    }

    /// Says how a text was read, once for each file and way.
    pub fn note(&mut self, place: &Place, how: String) -> ControlFlow<()> {
        if !self.told.insert(how.clone()) {
            return ControlFlow::Continue(());
        }
        self.error(ReadError::Encoding { at: place.at(), how })
    }

    /// Says, of the first article of a file that has no text but its title, which of its `fields` that
    /// are not read could be the text: those of more words than the title.
    pub fn title_alone<'f>(
        &mut self,
        article: &Article,
        at: Location,
        fields: impl FnOnce() -> Vec<(Cow<'f, str>, Cow<'f, str>)>,
    ) -> ControlFlow<()> {
        let is_alone = article.paragraphs.iter().all(|paragraph| *paragraph == article.title);
        if article.title.is_empty() || !is_alone || std::mem::replace(&mut self.title_alone, true) {
            return ControlFlow::Continue(());
        }
        let longest = words(&article.title);
        let longer: Vec<String> = fields()
            .into_iter()
            .filter(|(_, value)| words(value) > longest)
            .map(|(name, _)| format!("`{}`", shown_value(&name)))
            .collect();
        match longer.is_empty() {
            true => ControlFlow::Continue(()),
            false => self.error(ReadError::TitleAlone { at, fields: longer.join(", ") }),
        }
    }

    /// Hands on that a stream failed while it was read.
    pub fn failure(&mut self, source: &Source, cause: io::Error) -> ControlFlow<()> {
        self.error(source.failure(0, cause))
    }

    /// Hands on that something is not built as it should be.
    pub fn structure(
        &mut self,
        at: Location,
        reason: impl Into<String>,
        cure: &'static str,
    ) -> ControlFlow<()> {
        // Libraries quote the input in their messages.
        let reason = shown_path(Path::new(&reason.into()));
        self.error(ReadError::Structure { at, reason, cure })
    }
}

/// What a file of one article gave: the article, still without path, and its warnings.
#[derive(Default)]
pub(super) struct Page {
    /// The article; its id is set only if the page names one.
    pub article: Article,
    /// What was wrong without costing the article.
    pub warnings: Vec<ReadError>,
}

impl Page {
    /// Gives the article of a whole file its path and id and hands it on.
    pub fn finish(self, place: &Place, sink: &mut Sink) -> ControlFlow<()> {
        let id = place.name();
        self.hand_on(id, place, place.at(), sink)
    }

    /// The same for one article of many, which begins in `line`: the path is no id for it.
    pub fn finish_one(self, place: &Place, line: u64, sink: &mut Sink) -> ControlFlow<()> {
        self.hand_on(None, place, place.line(line), sink)
    }

    fn hand_on(self, id: Option<String>, place: &Place, at: Location, sink: &mut Sink) -> ControlFlow<()> {
        for warning in self.warnings {
            sink.error(warning)?;
        }
        let mut article = self.article;
        if !article.settle_paragraphs() {
            return sink.error(ReadError::NoText { at });
        }
        if article.id.is_empty() {
            match article.url.clone().or(id) {
                Some(id) => article.id = id,
                None => article.identify_by_content(),
            }
        }
        article.path = place.name();
        sink.article(article, place)
    }
}

impl From<Article> for Page {
    fn from(article: Article) -> Self {
        Self { article, warnings: Vec::new() }
    }
}
