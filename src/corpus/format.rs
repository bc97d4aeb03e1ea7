//! Which format a file is in: its ending proposes, its first bytes decide.
//!
//! A page saved under the wrong name is common (`.txt` that is HTML), a file without an ending
//! comes from pipes and exports. A name alone is trusted where the content says nothing.

use std::path::Path;

use serde::de::IgnoredAny;

use super::folding::fold;

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
        }
    }
}

const ENDINGS: [(&str, Format); 9] = [
    ("txt", Format::Text),
    ("text", Format::Text),
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("json", Format::Json),
    ("jsonl", Format::JsonLines),
    ("ndjson", Format::JsonLines),
];

/// The endings of packed files, which come after one of the others.
const PACKED: [&str; 2] = ["gz", "zst"];

/// All endings that are read, for a message.
pub(super) fn endings() -> String {
    let plain: Vec<String> = ENDINGS.iter().map(|(ending, _)| format!(".{ending}")).collect();
    format!("{}, each also with .gz or .zst", plain.join(" "))
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

/// Files that are not text, told by their first bytes: magic, name, cure.
const FOREIGN: [(&[u8], &str, &str); 9] = [
    (b"%PDF-", "a PDF document", "make text of it: pdftotext -layout file.pdf"),
    (
        b"PK\x03\x04",
        "a ZIP archive or an Office document",
        "unpack the archive, or save the document as text (UTF-8)",
    ),
    (b"\xd0\xcf\x11\xe0", "an old Office document", "save the document as text (UTF-8)"),
    (b"{\\rtf", "an RTF document", "save the document as text (UTF-8)"),
    (b"BZh", "a bzip2 file", "unpack it: bunzip2 -k file"),
    (b"\xfd7zXZ", "an xz file", "unpack it: unxz -k file"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it: 7z x file"),
    (b"\x1f\x8b", "a file packed twice", "unpack it once: gunzip -k file"),
    (b"\x28\xb5\x2f\xfd", "a file packed twice", "unpack it once: unzstd file"),
];

/// The kind of a file that is not read, and how to make text of it.
pub(super) fn foreign(head: &[u8]) -> Option<(&'static str, &'static str)> {
    FOREIGN.iter().find(|(magic, ..)| head.starts_with(magic)).map(|(_, kind, cure)| (*kind, *cure))
}

/// The format of a file with this name that begins with `head`, without a BOM.
pub(super) fn detect(path: &Path, head: &[u8]) -> Format {
    let named = match ending(path) {
        Ending::Known(format) => Some(format),
        Ending::None | Ending::Other(_) => None,
    };
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start();
    // A saved page is HTML under any name but those that cannot hold a page's first bytes.
    if begins_like_html(text) {
        return Format::Html;
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
            named => named.unwrap_or(Format::Text),
        },
    }
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
        ] {
            assert_eq!(detect(Path::new(name), head.as_bytes()), format, "{name}: {head}");
        }
    }

    #[test]
    fn endings_are_told_behind_gz_and_zst() {
        let of = |name: &str| ending(Path::new(name));
        assert_eq!(of("x/A.JSONL.ZST"), Ending::Known(Format::JsonLines));
        assert_eq!(of("x/arxiv.gz"), Ending::None);
        assert_eq!(of("x/arxiv"), Ending::None);
        assert_eq!(of("x/a.docx"), Ending::Other("docx".into()));
    }
}
