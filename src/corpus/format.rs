//! Which format a file is in: its ending proposes, its first bytes decide.
//!
//! A page saved under the wrong name is common (`.txt` that is HTML), a file without an ending
//! comes from pipes and exports. A name alone is trusted where the content says nothing.

use std::path::Path;

use serde::de::IgnoredAny;

use super::folding::fold;
use super::table;

/// A format that articles are read from, whether packed or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// One JSON object a line.
    JsonLines,
    /// One object, an array of objects, or an object with an `articles` array.
    Json,
    /// A saved web page.
    Html,
    /// Markdown, with or without front matter.
    Markdown,
    /// A page copied as plain text.
    Text,
    /// A table with a line of names: CSV, TSV.
    Table,
    /// RSS or Atom.
    Feed,
    /// A MediaWiki XML dump.
    Wiki,
    /// A crawl.
    Warc,
    /// One mail, or a page that a browser saved as one.
    Mail,
    /// Many mails in one file.
    Mailbox,
    /// A PDF document.
    Pdf,
    /// A ZIP archive, or a document that is one: DOCX, ODT, EPUB.
    Zip,
    /// A TAR archive.
    Tar,
}

impl Format {
    /// The format's name in a message, with its article.
    pub fn shown(self) -> &'static str {
        match self {
            Self::JsonLines => "a JSONL file",
            Self::Json => "a JSON file that is not one article a line",
            Self::Html => "a web page",
            Self::Markdown => "a Markdown file",
            Self::Text => "a text page",
            Self::Table => "a table",
            Self::Feed => "a feed",
            Self::Wiki => "a MediaWiki dump",
            Self::Warc => "a crawl",
            Self::Mail => "a mail",
            Self::Mailbox => "a mailbox",
            Self::Pdf => "a PDF document",
            Self::Zip => "a ZIP archive",
            Self::Tar => "a TAR archive",
        }
    }
}

const ENDINGS: [(&str, Format); 28] = [
    ("txt", Format::Text),
    ("text", Format::Text),
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("xhtml", Format::Html),
    ("json", Format::Json),
    ("jsonl", Format::JsonLines),
    ("ndjson", Format::JsonLines),
    ("csv", Format::Table),
    ("tsv", Format::Table),
    ("rss", Format::Feed),
    ("atom", Format::Feed),
    ("xml", Format::Feed),
    ("warc", Format::Warc),
    ("eml", Format::Mail),
    ("mht", Format::Mail),
    ("mhtml", Format::Mail),
    ("mbox", Format::Mailbox),
    ("pdf", Format::Pdf),
    ("docx", Format::Zip),
    ("odt", Format::Zip),
    ("epub", Format::Zip),
    ("zip", Format::Zip),
    ("tar", Format::Tar),
    ("tgz", Format::Tar),
    ("txz", Format::Tar),
];

/// The endings of packed files, which come after one of the others.
const PACKED: [&str; 4] = ["gz", "zst", "bz2", "xz"];

/// All endings that are read, for a message.
pub(super) fn endings() -> String {
    let plain: Vec<String> = ENDINGS.iter().map(|(ending, _)| format!(".{ending}")).collect();
    format!("{}, each also with .gz, .zst, .bz2 or .xz", plain.join(" "))
}

/// What the end of a file's name says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// One of the endings that are read.
    Known(Format),
    /// No ending, or only that of a packed file: the content will tell.
    None,
    /// Another ending, lower case.
    Other(String),
}

pub(super) fn ending(path: &Path) -> Ending {
    let Some(mut name) = path.file_name().map(|name| name.to_string_lossy().to_lowercase()) else {
        return Ending::None;
    };
    if let Some((stem, last)) = name.rsplit_once('.')
        && PACKED.contains(&last)
    {
        name = stem.to_owned();
    }
    // `.arxiv` is a hidden file's name, not an ending.
    match name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) {
        None => Ending::None,
        Some((_, last)) => match ENDINGS.iter().find(|(ending, _)| *ending == last) {
            Some((_, format)) => Ending::Known(*format),
            None => Ending::Other(last.to_owned()),
        },
    }
}

/// Files that are not read, told by their first bytes: magic, name, cure.
const FOREIGN: [(&[u8], &str, &str); 9] = [
    (b"\xd0\xcf\x11\xe0", "an old Office document", "save it as .docx: soffice --convert-to docx file.doc"),
    (b"{\\rtf", "an RTF document", "save it as .docx: soffice --convert-to docx file.rtf"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it: 7z x file"),
    (b"Rar!\x1a", "a RAR archive", "unpack it: unrar x file"),
    (b"\x1f\x8b", "a file packed many times", "unpack it: gunzip -k file"),
    (b"\x28\xb5\x2f\xfd", "a file packed many times", "unpack it: unzstd file"),
    (b"\x89PNG", "a picture", "make text of it by character recognition: tesseract file out -l aze"),
    (b"\xff\xd8\xff", "a picture", "make text of it by character recognition: tesseract file out -l aze"),
    (b"AT&TF", "a DjVu document", "make text of it: djvutxt file text.txt"),
];

/// The kind of a file that is not read, and how to make text of it.
pub(super) fn foreign(head: &[u8]) -> Option<(&'static str, &'static str)> {
    FOREIGN.iter().find(|(magic, ..)| head.starts_with(magic)).map(|(_, kind, cure)| (*kind, *cure))
}

/// The formats that are no text, told by their first bytes.
pub(super) fn binary(head: &[u8]) -> Option<Format> {
    let start = &head[..head.len().min(1024)];
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        Some(Format::Zip)
    } else if head.get(257..262) == Some(b"ustar") {
        Some(Format::Tar)
    } else if head.starts_with(b"%PDF-") || memchr::memmem::find(start, b"\n%PDF-").is_some() {
        // Some programs write a line of their own first.
        Some(Format::Pdf)
    } else {
        head.starts_with(b"WARC/").then_some(Format::Warc)
    }
}

/// The format of a text file with this name that begins with `head`, without a BOM.
pub(super) fn detect(path: &Path, head: &str) -> Format {
    let named = match ending(path) {
        // What is no text has been told by its bytes: such a name is wrong.
        Ending::Known(Format::Zip | Format::Tar | Format::Pdf | Format::Warc) => None,
        Ending::Known(format) => Some(format),
        Ending::None | Ending::Other(_) => None,
    };
    let text = head.trim_start();
    if let Some(format) = xml(text) {
        return format;
    }
    // A saved page is HTML under any name but those that cannot hold a page's first bytes.
    if begins_like_html(text) {
        return Format::Html;
    }
    if named == Some(Format::Table) {
        return Format::Table;
    }
    if is_mailbox(text) {
        return Format::Mailbox;
    }
    if is_mail(text, named == Some(Format::Mail)) {
        return Format::Mail;
    }
    let json_named = matches!(named, None | Some(Format::Json | Format::JsonLines));
    match text.as_bytes().first() {
        Some(b'{') if json_named || is_object(first_line(text)) => match named {
            Some(Format::JsonLines) if first_line(text).trim() != "{" => Format::JsonLines,
            _ => object_or_lines(text),
        },
        Some(b'[') if json_named || text[1..].trim_start().starts_with('{') => Format::Json,
        _ => match named {
            None | Some(Format::Text) if text.starts_with("---\n") || text.starts_with("---\r\n") => {
                Format::Markdown
            }
            None if text.starts_with("# ") => Format::Markdown,
            None if table::has_known_names(first_line(text)) => Format::Table,
            Some(Format::Mail | Format::Mailbox | Format::Feed) => Format::Text,
            named => named.unwrap_or(Format::Text),
        },
    }
}

/// What an XML file's first element says; unknown kinds are left to their reader, which names them.
fn xml(text: &str) -> Option<Format> {
    let mut rest = text;
    if !rest.starts_with('<') {
        return None;
    }
    let is_xml = rest.starts_with("<?xml");
    // Before the first element: a declaration, comments, style sheets, a document type.
    while let Some(end) = match rest {
        _ if rest.starts_with("<!--") => rest.find("-->").map(|i| i + 3),
        _ if rest.starts_with("<?") => rest.find("?>").map(|i| i + 2),
        _ if rest.starts_with("<!") => rest.find('>').map(|i| i + 1),
        _ => None,
    } {
        rest = rest[end..].trim_start();
    }
    let name: String = rest.chars().skip(1).take_while(|c| c.is_alphanumeric() || *c == ':').collect();
    match name.to_ascii_lowercase().as_str() {
        "rss" | "feed" | "rdf:rdf" | "channel" => Some(Format::Feed),
        "mediawiki" => Some(Format::Wiki),
        "html" | "head" | "body" => Some(Format::Html),
        _ => is_xml.then_some(Format::Feed),
    }
}

/// `From sender date`, then a header.
fn is_mailbox(text: &str) -> bool {
    let mut lines = text.lines();
    let is_from = lines.next().is_some_and(|line| line.starts_with("From ") && line.contains(':'));
    is_from && lines.next().is_some_and(|line| header_name(line).is_some())
}

/// Headers that mails have: two of them at the head make a mail, one if the name says so.
const HEADERS: [&str; 12] = [
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "received",
    "return-path",
    "mime-version",
    "delivered-to",
    "content-type",
    "reply-to",
    "x-mozilla-status",
];

fn is_mail(text: &str, named: bool) -> bool {
    let lines = text.lines().take_while(|line| !line.is_empty()).take(60);
    let mut known: Vec<String> = Vec::new();
    for (index, line) in lines.enumerate() {
        match header_name(line) {
            Some(name) if HEADERS.contains(&name.as_str()) && !known.contains(&name) => known.push(name),
            Some(_) => {}
            // Only after a header a line may go on with it.
            None if index > 0 && line.starts_with([' ', '\t']) => {}
            None => return false,
        }
    }
    known.len() >= if named { 1 } else { 3 }
}

/// `subject` of `Subject: …`.
fn header_name(line: &str) -> Option<String> {
    let (name, _) = line.split_once(':')?;
    let is_name =
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    is_name.then(|| name.to_ascii_lowercase())
}

fn begins_like_html(text: &str) -> bool {
    let mut text = text;
    while let Some(rest) = text.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) {
        text = rest.1.trim_start();
    }
    let start: String = text.chars().take(100).collect();
    let start = fold(&start);
    let xhtml = start.starts_with("<?xml") && start.contains("html");
    xhtml || ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| start.starts_with(tag))
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn is_object(line: &str) -> bool {
    line.starts_with('{') && serde_json::from_str::<IgnoredAny>(line).is_ok()
}

/// Text that begins with `{`: lines if the first line is a whole object and more follows, or if
/// the second line begins as an article does (so that a broken first line loses itself alone).
fn object_or_lines(text: &str) -> Format {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    let next = lines.find(|line| !line.trim().is_empty());
    match next {
        Some(next) if is_object(first) || next.starts_with("{\"") => Format::JsonLines,
        Some(_) => Format::Json,
        // A single line. One that ends within the head is one article; a longer one may have
        // others after it, and only lines can be read without end.
        None if is_object(first.trim_end()) => Format::Json,
        None => Format::JsonLines,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_decides_and_the_name_helps() {
        for (name, head, format) in [
            ("a.txt", "Başlıq\n12 may 2023\nMətn.", Format::Text),
            ("a.txt", "<!DOCTYPE html><html>", Format::Html),
            ("a.txt", "<!-- saved -->\n<html lang=az>", Format::Html),
            ("a.txt", "{\"title\":\"x\"}\n{\"title\":\"y\"}\n", Format::JsonLines),
            ("a.txt", "[Redaksiyadan] Mətn", Format::Text),
            ("a.txt", "{Qeyd} Mətn", Format::Text),
            ("a.txt", "---\ntitle: x\n---\n", Format::Markdown),
            ("a", "{\"title\":\"x\"}\n{\"title\":\"y\"}\n", Format::JsonLines),
            ("a", "{\"title\": broken\n{\"title\":\"y\"}\n", Format::JsonLines),
            ("a", "{\n  \"title\": \"x\"\n}\n", Format::Json),
            ("a", "[{\"title\":\"x\"}]", Format::Json),
            ("a", "# Başlıq\n\nMətn", Format::Markdown),
            ("a", "Mətn", Format::Text),
            ("a.json", "{\"title\":\"x\"}\n{\"title\":\"y\"}\n", Format::JsonLines),
            ("a.json", "{\"title\":\"x\"}\n", Format::Json),
            ("a.jsonl", "{\"title\":\"x\"}\n", Format::JsonLines),
            ("a.jsonl", "{\n\"title\":\"x\"}\n", Format::Json),
            ("a.jsonl.gz", "{\"title\":\"x\"}\n", Format::JsonLines),
            ("a.html", "<div>Mətn</div>", Format::Html),
            ("a.md", "Mətn", Format::Markdown),
            ("a.csv", "{x},[y]\n1,2", Format::Table),
            ("a", "Başlıq;Mətn;Tarix\nx;y;z", Format::Table),
            ("a.txt", "Başlıq, mətn, tarix\nx", Format::Text),
            ("a", "Qəza, mətn və söz", Format::Text),
            ("a.xml", "<?xml version='1.0'?>\n<!-- x --><rss version='2.0'>", Format::Feed),
            ("a.txt", "<feed xmlns='http://www.w3.org/2005/Atom'>", Format::Feed),
            ("a.xml", "<mediawiki xml:lang=\"az\">", Format::Wiki),
            ("a.xml", "<?xml version='1.0'?><html>", Format::Html),
            ("a.eml", "Subject: x\nTo: y\n\nMətn", Format::Mail),
            ("a", "From: x\nTo: y\nSubject: z\n\nMətn", Format::Mail),
            ("a.eml", "Salam, bu məktubdur", Format::Text),
            ("a.txt", "Tarix: 12 may 2023\nMüəllif: X\n\nMətn", Format::Text),
            ("a", "From a@b.az Thu May 12 10:00:00 2022\nSubject: x\n\nMətn", Format::Mailbox),
            ("a.docx", "Mətn", Format::Text),
        ] {
            assert_eq!(detect(Path::new(name), head), format, "{name}: {head}");
        }
    }

    #[test]
    fn endings_are_told_behind_gz_and_zst() {
        let of = |name: &str| ending(Path::new(name));
        assert_eq!(of("x/A.JSONL.ZST"), Ending::Known(Format::JsonLines));
        assert_eq!(of("x/arxiv.gz"), Ending::None);
        assert_eq!(of("x/arxiv"), Ending::None);
        assert_eq!(of("x/a.tar.bz2"), Ending::Known(Format::Tar));
        assert_eq!(of("x/a.exe"), Ending::Other("exe".into()));
    }
}
