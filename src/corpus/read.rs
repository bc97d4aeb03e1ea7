//! One file to articles: opens it, tells its format, hands it to that format's reader.
//!
//! Every article and every error goes to the sink, in the order of the file; when the sink breaks
//! off, nothing more is read.

use std::ops::ControlFlow;
use std::sync::atomic::AtomicU64;

use super::article::Article;
use super::error::{Location, ReadError};
use super::format::{self, Format};
use super::source::Source;
use super::walk::SourceFile;
use super::{html, json, markdown, text};

const UTF8_BOM: &[u8] = b"\xef\xbb\xbf";

/// Reads `file` and hands its articles to `sink`, one by one, with what could not be read.
///
/// `progress` is added the bytes of the file (packed ones, if it is packed) as they are read.
/// Breaks if and only if the sink did.
pub fn read(
    file: &SourceFile,
    progress: &AtomicU64,
    sink: &mut dyn FnMut(Result<Article, ReadError>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut sink = Sink(sink);
    let mut source = match Source::open(file, progress) {
        Ok(source) => source,
        Err(error) => return sink.error(error),
    };
    let format = match recognise(&source) {
        Ok(format) => format,
        Err(error) => return sink.error(error),
    };
    if format == Format::JsonLines {
        return json::read_lines(file, &mut source, &mut sink);
    }
    let whole = match source.text(format.shown()) {
        Ok(whole) => whole,
        Err(error) => return sink.error(error),
    };
    if whole.trim().is_empty() {
        return sink.error(ReadError::Empty { at: Location::file(&file.path) });
    }
    if format == Format::Json {
        return json::read_whole(file, &whole, &mut sink);
    }
    let page = match format {
        Format::Html => html::read(file, &whole),
        Format::Markdown => markdown::read(file, &whole),
        _ => Ok(Page { article: text::read(&whole), ..Page::default() }),
    };
    match page {
        Ok(page) => page.finish(file, &mut sink),
        Err(error) => sink.error(error),
    }
}

/// The format of an opened file, or why it is no text.
fn recognise(source: &Source) -> Result<Format, ReadError> {
    let head = source.head.strip_prefix(UTF8_BOM).unwrap_or(&source.head);
    let at = Location::file(source.path);
    if head.is_empty() {
        return Err(ReadError::Empty { at });
    }
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return Err(ReadError::Utf16 { at });
    }
    if let Some((kind, cure)) = format::foreign(head) {
        return Err(ReadError::Foreign { at, kind, cure });
    }
    let format = format::detect(source.path, head);
    // In JSONL a NUL is an error of its line alone, unless it stands before any article.
    let nul = memchr::memchr(0, head);
    match nul {
        Some(offset) if format != Format::JsonLines || offset < 2 => {
            Err(ReadError::Binary { at, offset: offset as u64 })
        }
        _ => Ok(format),
    }
}

/// Where articles and errors go.
pub(super) struct Sink<'a>(&'a mut dyn FnMut(Result<Article, ReadError>) -> ControlFlow<()>);

impl Sink<'_> {
    /// Hands on an article.
    pub fn article(&mut self, article: Article) -> ControlFlow<()> {
        self.0(Ok(article))
    }

    /// Hands on an error.
    pub fn error(&mut self, error: ReadError) -> ControlFlow<()> {
        self.0(Err(error))
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
    /// Gives the article its path and id and hands it on.
    fn finish(self, file: &SourceFile, sink: &mut Sink) -> ControlFlow<()> {
        for warning in self.warnings {
            sink.error(warning)?;
        }
        let mut article = self.article;
        if !article.settle_paragraphs() {
            return sink.error(ReadError::NoText { at: Location::file(&file.path) });
        }
        let name = (!file.is_standard_input()).then(|| file.name());
        if article.id.is_empty() {
            match article.url.clone().or_else(|| name.clone()) {
                Some(id) => article.id = id,
                None => article.identify_by_content(),
            }
        }
        article.path = name;
        sink.article(article)
    }
}
