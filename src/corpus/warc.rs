//! WARC crawls: the web pages among their responses, one article a page.
//!
//! Records stream by; only the body of an HTML response is held. Crawls hold many pages without an
//! article (front pages, lists), which are counted and not called errors. The moment of the crawl
//! resolves dates like `dünən` on a page; it is no date of publication itself.

use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

use super::date::PublicationDate;
use super::error::ReadError;
use super::html::{self, Known};
use super::place::Place;
use super::read::{Sink, decoded};
use super::source::{LIMIT, Source};

/// A record's head, and a response's, is no longer.
const LONGEST_HEAD: usize = 256 << 10;

/// A record's head.
#[derive(Default)]
struct Head {
    kind: String,
    url: Option<String>,
    date: Option<PublicationDate>,
    length: u64,
}

/// What a page of a crawl gave.
enum Found {
    Article,
    NoArticle,
    OtherKind,
}

/// Reads a crawl.
pub(super) fn read(source: &mut Source, sink: &mut Sink) -> ControlFlow<()> {
    let place = source.place.clone();
    let (mut without, mut number) = (0, 0u64);
    loop {
        number += 1;
        let head = match next_head(&mut source.reader) {
            Ok(Some(head)) => head,
            Ok(None) => break,
            Err(cause) => {
                sink.failure(source, cause)?;
                break;
            }
        };
        let mut body = (&mut source.reader).take(head.length);
        let read = if head.kind == "response" || head.kind == "resource" {
            match response(&head, &mut body) {
                Ok(Some(page)) => page_of(&place, &head, page, sink)?,
                Ok(None) => Found::OtherKind,
                Err(Refused::Stream(cause)) => {
                    sink.failure(source, cause)?;
                    break;
                }
                Err(Refused::Page(reason)) => {
                    let inner = place.inside(head.url.as_deref().unwrap_or("?"));
                    sink.structure(inner.at(), reason, "the other pages were read; save this one by itself")?;
                    Found::OtherKind
                }
            }
        } else {
            Found::OtherKind
        };
        without += u64::from(matches!(read, Found::NoArticle));
        match io::copy(&mut body, &mut io::sink()) {
            Ok(_) if body.limit() > 0 => {
                let cure = "the crawl was cut off; the pages before were read";
                sink.structure(place.at(), format!("record {number} ends in the middle"), cure)?;
                break;
            }
            Ok(_) => {}
            Err(cause) => {
                sink.failure(source, cause)?;
                break;
            }
        }
    }
    if without > 0 {
        return sink.error(ReadError::NoArticlePages { at: place.at(), count: without });
    }
    ControlFlow::Continue(())
}

/// The head of the next record, passing over what is none.
fn next_head(reader: &mut dyn BufRead) -> io::Result<Option<Head>> {
    // Between records stand blank lines; after a wrong length, what is left of a record.
    loop {
        match line(reader)? {
            None => return Ok(None),
            Some(line) if line.starts_with("WARC/") => break,
            Some(_) => {}
        }
    }
    let mut head = Head::default();
    let mut read = 0;
    while let Some(line) = line(reader)? {
        read += line.len();
        if line.is_empty() || read > LONGEST_HEAD {
            break;
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "warc-type" => head.kind = value.to_ascii_lowercase(),
            "warc-target-uri" => {
                head.url =
                    Some(value.trim_matches(['<', '>']).to_owned()).filter(|url| url.starts_with("http"));
            }
            "warc-date" => head.date = PublicationDate::parse(value),
            "content-length" => head.length = value.parse().unwrap_or(0),
            _ => {}
        }
    }
    Ok(Some(head))
}

/// A line without its break; of one that is too long only the beginning.
fn line(reader: &mut dyn BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    loop {
        let chunk = match reader.fill_buf() {
            Ok(chunk) => chunk,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if chunk.is_empty() {
            let ended = bytes.is_empty();
            return Ok((!ended).then(|| String::from_utf8_lossy(&bytes).into_owned()));
        }
        let found = memchr::memchr(b'\n', chunk);
        let piece = &chunk[..found.map_or(chunk.len(), |at| at + 1)];
        let room = LONGEST_HEAD.saturating_sub(bytes.len()).min(piece.len());
        bytes.extend_from_slice(&piece[..room]);
        let length = piece.len();
        reader.consume(length);
        if found.is_some() {
            return Ok(Some(String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']).to_owned()));
        }
    }
}

/// Why a response gives no page.
enum Refused {
    /// The crawl itself cannot be read on.
    Stream(io::Error),
    /// This page alone.
    Page(&'static str),
}

impl From<io::Error> for Refused {
    fn from(cause: io::Error) -> Self {
        Self::Stream(cause)
    }
}

/// A page's bytes and the encoding its server named.
type PageBytes = (Vec<u8>, Option<String>);

/// The HTML page of a response; none if it is another kind of answer.
fn response(head: &Head, body: &mut dyn BufRead) -> Result<Option<PageBytes>, Refused> {
    let (mut charset, mut packed, mut chunked, mut is_html) = (None, String::new(), false, false);
    if head.kind == "response" {
        let status = line(body)?.unwrap_or_default();
        let code = status.split_whitespace().nth(1).unwrap_or_default().to_owned();
        if !status.starts_with("HTTP/") || code != "200" {
            return Ok(None);
        }
        let mut read = 0;
        while let Some(line) = line(body)? {
            read += line.len();
            if line.is_empty() || read > LONGEST_HEAD {
                break;
            }
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim().to_ascii_lowercase();
            match name.to_ascii_lowercase().as_str() {
                "content-type" => {
                    is_html = value.starts_with("text/html") || value.starts_with("application/xhtml");
                    charset = value
                        .split_once("charset=")
                        .map(|(_, name)| name.trim_matches(['"', '\'', ' ', ';']).to_owned());
                }
                "content-encoding" => packed = value,
                "transfer-encoding" => chunked = value.contains("chunked"),
                _ => {}
            }
        }
        if !is_html {
            return Ok(None);
        }
    }
    let mut bytes = Vec::new();
    body.take(LIMIT as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > LIMIT {
        return Err(Refused::Page("a page larger than 32 MiB"));
    }
    if head.kind == "resource" && bytes.trim_ascii_start().first() != Some(&b'<') {
        return Ok(None);
    }
    // Crawlers store either what was sent or what was meant, under the same heads.
    if chunked && let Some(joined) = unchunked(&bytes) {
        bytes = joined;
    }
    let unpacked = match packed.as_str() {
        "" | "identity" => None,
        _ if bytes.starts_with(b"<") || bytes.trim_ascii_start().starts_with(b"<") => None,
        "gzip" | "x-gzip" => Some(whole(flate2::read::MultiGzDecoder::new(&bytes[..]))),
        "deflate" => Some(whole(flate2::read::ZlibDecoder::new(&bytes[..]))),
        "zstd" => Some(zstd::Decoder::new(&bytes[..]).map_err(|_| None).and_then(whole)),
        _ => return Err(Refused::Page("packed by a method that is not read")),
    };
    match unpacked {
        None => Ok(Some((bytes, charset))),
        Some(Ok(unpacked)) => Ok(Some((unpacked, charset))),
        Some(Err(Some(()))) => Err(Refused::Page("a page larger than 32 MiB")),
        Some(Err(None)) => Err(Refused::Page("the page's packed bytes are damaged")),
    }
}

/// All that a reader gives; `Some` error if it is too much, `None` if it fails.
fn whole(reader: impl Read) -> Result<Vec<u8>, Option<()>> {
    let mut bytes = Vec::new();
    reader.take(LIMIT as u64 + 1).read_to_end(&mut bytes).map_err(|_| None)?;
    if bytes.len() > LIMIT { Err(Some(())) } else { Ok(bytes) }
}

/// The chunks of a body joined; none if it has none.
fn unchunked(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes;
    let mut joined = Vec::with_capacity(bytes.len());
    loop {
        let end = memchr::memchr(b'\n', rest)?;
        let size = std::str::from_utf8(&rest[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(joined);
        }
        // A last chunk that is cut off still has its beginning.
        joined.extend_from_slice(&rest[..size.min(rest.len())]);
        rest = rest.get(size..)?.trim_ascii_start();
        if rest.is_empty() {
            return Some(joined);
        }
    }
}

fn page_of(place: &Place, head: &Head, page: PageBytes, sink: &mut Sink) -> ControlFlow<(), Found> {
    let inner = place.inside(head.url.as_deref().unwrap_or("?"));
    let (bytes, charset) = page;
    let declared = charset.or_else(|| html::declared_charset(&bytes));
    let Some(text) = decoded(bytes, declared.as_deref(), &inner, sink)? else {
        return ControlFlow::Continue(Found::OtherKind);
    };
    let known = Known { url: head.url.clone(), moment: head.date };
    match html::read(&inner, text, &known) {
        // A page whose only text is its title is a list or a front page.
        Ok(page) if page.article.paragraphs.is_empty() => ControlFlow::Continue(Found::NoArticle),
        Ok(page) => {
            page.finish(&inner, sink)?;
            ControlFlow::Continue(Found::Article)
        }
        Err(ReadError::Html { reason: html::NO_ARTICLE, .. }) => ControlFlow::Continue(Found::NoArticle),
        Err(error) => {
            sink.error(error)?;
            ControlFlow::Continue(Found::OtherKind)
        }
    }
}
