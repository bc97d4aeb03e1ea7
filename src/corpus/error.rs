//! Everything that can be wrong with a file, in the reader's words.
//!
//! Every variant knows where it happened and how it is cured. Its Display is one line,
//! `path:line: reason`, safe to print: names and values are escaped, never raw. One enum, hence the length.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::place::DEEPEST_ARCHIVE;
use super::source::{LIMIT, MOST_GROWTH};

/// Where in the input something happened: a file, an entry of it if it is an archive and, where it
/// is known, a line (from 1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The file as it was given or found; `-` is standard input.
    pub path: PathBuf,
    /// The way inside an archive, escaped: `2019/a.html`, in nested ones `b.zip!a.html`.
    pub entry: Option<String>,
    /// The line, counted from 1.
    pub line: Option<u64>,
}

impl Location {
    /// A place in `path` that is no particular line.
    pub fn file(path: &Path) -> Self {
        Self { path: path.to_owned(), entry: None, line: None }
    }

    /// Line `line` of `path`.
    pub fn line(path: &Path, line: u64) -> Self {
        Self { path: path.to_owned(), entry: None, line: Some(line) }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path == Path::new("-") {
            f.write_str("standard input")?;
        } else {
            f.write_str(&shown_path(&self.path))?;
        }
        if let Some(entry) = &self.entry {
            write!(f, "!{entry}")?;
        }
        match self.line {
            Some(line) => write!(f, ":{line}"),
            None => Ok(()),
        }
    }
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Something was read less fully than it could have been; no article is missing.
    Warning,
    /// An article, or a whole file, is missing.
    Error,
}

/// Why a file or an article could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The path does not exist. Correct the path.
    #[error("{at}: no such file or folder")]
    Missing {
        /// The path as given.
        at: Location,
    },
    /// A symbolic link to nothing. Remove it, or put back what it leads to.
    #[error("{at}: a link to {}, which is not there", shown_path(.to))]
    DeadLink {
        /// The link.
        at: Location,
        /// What it leads to, as the link has it.
        to: PathBuf,
    },
    /// The operating system refused: no permission, a failing disk. Its words are the reason.
    #[error("{at}: {}", lower(&.cause.to_string()))]
    Io {
        /// The file.
        at: Location,
        /// What the system said.
        cause: io::Error,
    },
    /// A device, FIFO or socket: it might never end, so it is not opened. To read what a program
    /// writes, send it to standard input.
    #[error("{at}: not read, since it is {kind}, not a file")]
    NotAFile {
        /// The path.
        at: Location,
        /// What it is, with its article: `a FIFO`.
        kind: &'static str,
    },
    /// A symbolic link leads back to a folder it lies in. Remove the link; the folder itself is
    /// read once.
    #[error("{at}: a link that leads back to {}", shown_path(.to))]
    LinkLoop {
        /// The link.
        at: Location,
        /// The folder it leads back to.
        to: PathBuf,
    },
    /// The folder holds no file with an ending that is read. Name the files one by one to have
    /// them read by their content.
    #[error("{at}: no article file in this folder; read are files ending in {endings}")]
    EmptyFolder {
        /// The folder.
        at: Location,
        /// The endings that are read, as a list.
        endings: String,
    },
    /// Files in a folder were passed over for their ending. Convert them, or name them one by one.
    #[error("{at}: {count} files passed over, since their endings are not read: {endings}")]
    PassedOver {
        /// The folder.
        at: Location,
        /// How many.
        count: usize,
        /// Their endings, as a list.
        endings: String,
    },
    /// The file has no text at all: no bytes, or nothing but white space.
    #[error("{at}: the file is empty")]
    Empty {
        /// The file.
        at: Location,
    },
    /// The text was not in UTF-8, or letters in it were not what they stand for; it was read as the
    /// message says. Look whether the text is right.
    #[error("{at}: {how}")]
    Encoding {
        /// The file.
        at: Location,
        /// `read as Windows-1251`, `"?" read as ə`.
        how: String,
    },
    /// The bytes are no UTF-8 and no encoding that is told by its letters. Convert the file.
    #[error("{at}: the text is not UTF-8 (first at byte {offset}) and no encoding known here")]
    NotUtf8 {
        /// The file, and the line of the first wrong byte.
        at: Location,
        /// Offset of the first wrong byte, from 0: within the line in JSONL, else in the file.
        offset: u64,
    },
    /// The file holds NUL bytes: it is no text.
    #[error("{at}: this is not a text file (NUL at byte {offset})")]
    Binary {
        /// The file.
        at: Location,
        /// Offset of the first NUL, from 0.
        offset: u64,
    },
    /// The content is of a kind that is not read, such as PDF or a Word document.
    #[error("{at}: this is {kind}, which is not read")]
    Foreign {
        /// The file.
        at: Location,
        /// What it is, with its article: `a PDF document`.
        kind: &'static str,
        /// How to make text of it.
        cure: &'static str,
    },
    /// The packed data is damaged or cut off. Articles before the place have been read.
    #[error("{at}: the compressed data is damaged or cut off ({})", lower(&.cause.to_string()))]
    Damaged {
        /// The file, and the last line that was whole.
        at: Location,
        /// What the decompressor said.
        cause: io::Error,
    },
    /// An archive, document or record is not built as its format asks. What came before the place
    /// has been read, and what comes after it where the format allows.
    #[error("{at}: {reason}")]
    Structure {
        /// The file or entry.
        at: Location,
        /// What is wrong, in words of the format.
        reason: String,
        /// What to do.
        cure: &'static str,
    },
    /// Unpacked, it would be hundreds of times larger than packed: no archive of texts is.
    #[error("{at}: unpacking stopped, since it grows more than {MOST_GROWTH} times")]
    Bomb {
        /// The file or entry.
        at: Location,
    },
    /// Archives lie in each other too deep.
    #[error("{at}: not opened, since it lies in more than {DEEPEST_ARCHIVE} archives")]
    TooDeep {
        /// The entry.
        at: Location,
    },
    /// Pages of a document hold no text, most often since they were scanned.
    #[error("{at}: no text on {pages}, {}", if *.all { "which are pictures" } else { "the others were read" })]
    NoTextOnPages {
        /// The document.
        at: Location,
        /// `page 3`, `pages 1, 5–9`.
        pages: String,
        /// Whether no page has text.
        all: bool,
    },
    /// Pages of a crawl that hold no article, such as front pages and lists.
    #[error("{at}: {count} pages hold no article")]
    NoArticlePages {
        /// The crawl.
        at: Location,
        /// How many.
        count: u64,
    },
    /// A table has no column for the text.
    #[error("{at}: no column is named as a title or text; the columns are {columns}")]
    Columns {
        /// The line of names.
        at: Location,
        /// The columns' names.
        columns: String,
    },
    /// An article has a title and no text, and other fields of it are longer than the title. Said once a
    /// file. If one of them is the text, name it.
    #[error("{at}: no text but the title; not read: {fields}")]
    TitleAlone {
        /// The first such article.
        at: Location,
        /// The longer fields' names.
        fields: String,
    },
    /// One line of JSONL is longer than [`LIMIT`]; reading went on with the next.
    #[error("{at}: the line is longer than {} MiB", LIMIT >> 20)]
    LineTooLong {
        /// The line.
        at: Location,
    },
    /// One article of a feed, dump, mailbox or crawl is larger than [`LIMIT`]; reading went on.
    #[error("{at}: {kind} larger than {} MiB", LIMIT >> 20)]
    RecordTooLarge {
        /// Where it begins.
        at: Location,
        /// What it is, with its article.
        kind: &'static str,
    },
    /// A file that is read whole is larger than such a file may be.
    #[error("{at}: larger than {megabytes} MiB, too large for {format}")]
    FileTooLarge {
        /// The file.
        at: Location,
        /// The limit, in MiB.
        megabytes: usize,
        /// The format it was taken for, with its article.
        format: &'static str,
    },
    /// The JSON is broken. In JSONL the line is lost, in an array everything from here on.
    #[error("{at}: broken JSON at column {column}: {reason}")]
    Json {
        /// The line.
        at: Location,
        /// Where in the line, in bytes from 1.
        column: u64,
        /// What the parser expected.
        reason: String,
    },
    /// A field holds a value of the wrong type.
    #[error("{at}: `{field}` must be {expected}, but is {got}")]
    Field {
        /// The line where the article begins.
        at: Location,
        /// The field's name.
        field: &'static str,
        /// The type wanted, with its article.
        expected: &'static str,
        /// The type found, with its article.
        got: &'static str,
    },
    /// There is neither a title nor a body, or a page without any text of its own.
    #[error("{at}: an article without title and body")]
    NoText {
        /// The line where the article begins, or the page.
        at: Location,
    },
    /// A date was not understood; the article is kept without one.
    #[error("{at}: the date `{value}` is not understood")]
    Date {
        /// The line.
        at: Location,
        /// The value, escaped and shortened.
        value: String,
    },
    /// The HTML could not be read; the reason says why.
    #[error("{at}: {reason}")]
    Html {
        /// The page.
        at: Location,
        /// Why.
        reason: &'static str,
    },
}

impl ReadError {
    /// The place it happened at.
    pub fn location(&self) -> &Location {
        match self {
            Self::Missing { at }
            | Self::DeadLink { at, .. }
            | Self::Io { at, .. }
            | Self::NotAFile { at, .. }
            | Self::LinkLoop { at, .. }
            | Self::EmptyFolder { at, .. }
            | Self::PassedOver { at, .. }
            | Self::Empty { at }
            | Self::Encoding { at, .. }
            | Self::NotUtf8 { at, .. }
            | Self::Structure { at, .. }
            | Self::Bomb { at }
            | Self::TooDeep { at }
            | Self::NoTextOnPages { at, .. }
            | Self::NoArticlePages { at, .. }
            | Self::Columns { at, .. }
            | Self::TitleAlone { at, .. }
            | Self::RecordTooLarge { at, .. }
            | Self::Binary { at, .. }
            | Self::Foreign { at, .. }
            | Self::Damaged { at, .. }
            | Self::LineTooLong { at }
            | Self::FileTooLarge { at, .. }
            | Self::Json { at, .. }
            | Self::Field { at, .. }
            | Self::NoText { at }
            | Self::Date { at, .. }
            | Self::Html { at, .. } => at,
        }
    }

    /// Whether an article is missing because of it.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Date { .. }
            | Self::PassedOver { .. }
            | Self::Encoding { .. }
            | Self::TitleAlone { .. }
            | Self::NoArticlePages { .. }
            | Self::NoTextOnPages { all: false, .. } => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// What to do about it, as one line to print after `hint: `.
    pub fn hint(&self) -> Option<String> {
        let name = || shell_word(&self.location().path);
        Some(match self {
            Self::Missing { at } if is_address(&at.path) => {
                "axtar fetches nothing: save the page and give its file".into()
            }
            Self::Missing { .. } => "check the spelling; a name with spaces needs quotes".into(),
            Self::DeadLink { .. } => "remove the link, or put back what it leads to".into(),
            Self::NotAFile { .. } => "to read what a program writes, pipe it in and give `-`".into(),
            Self::LinkLoop { .. } => "remove the link; the folder itself is read once".into(),
            Self::EmptyFolder { .. } | Self::PassedOver { .. } => {
                "a file that is named itself is read by its content, whatever its ending".into()
            }
            Self::Encoding { .. } => "look at the text; if it is wrong, convert the file to UTF-8".into(),
            Self::NotUtf8 { .. } => {
                format!("if you know its encoding: iconv -f ENCODING -t UTF-8 {} > utf8.txt", name())
            }
            Self::Structure { cure, .. } => (*cure).to_owned(),
            Self::Bomb { .. } => "unpack it yourself and index the folder, if you trust it".into(),
            Self::TooDeep { .. } => "unpack the outer archives and index the folder".into(),
            Self::NoTextOnPages { .. } => {
                format!("make text of the pictures: ocrmypdf -l aze+rus {} with-text.pdf", name())
            }
            Self::NoArticlePages { .. } => "front pages and lists of headlines are no articles".into(),
            Self::Columns { .. } => "say which column is what: --map title=NAME --map body=NAME".into(),
            Self::TitleAlone { .. } => "if that is the text, say so: --map body=NAME".into(),
            Self::RecordTooLarge { .. } => "the rest was read; split this one if it is an article".into(),
            Self::Binary { .. } => "give text, a web page, a table, a document or an archive of these".into(),
            Self::Foreign { cure, .. } => (*cure).to_owned(),
            Self::Damaged { .. } => {
                "make or copy the file anew; `gzip -t`, `zstd -t`, `bzip2 -t` and `xz -t` test it".into()
            }
            Self::LineTooLong { .. } => {
                "is a line break missing between articles? JSONL is one article a line".into()
            }
            Self::FileTooLarge { format, .. } if format.contains("JSON") => {
                "split it, or write one article a line: jq -c '.[]' all.json > all.jsonl".into()
            }
            Self::FileTooLarge { .. } => "split it: one article a file, or one a line in JSONL".into(),
            Self::Json { .. } => "JSONL is one whole JSON object a line".into(),
            Self::NoText { .. } => {
                "an article needs `title`, `body` or `paragraphs`; for other names: --map title=NAME".into()
            }
            Self::Date { .. } => "write it as 2025-10-23 or 2025-10-23T16:14".into(),
            Self::Html { .. } => {
                "save the article's text as .txt: title, date line, one paragraph a line".into()
            }
            Self::Io { .. } | Self::Empty { .. } | Self::Field { .. } => return None,
        })
    }
}

/// Whether a path that was given is an address on the web.
pub fn is_address(path: &Path) -> bool {
    let path = path.to_string_lossy();
    path.starts_with("http:/") || path.starts_with("https:/") || path.starts_with("www.")
}

/// A path for a message: bytes that are no UTF-8 as `\xFF`, control and direction marks as
/// `\u{1b}`, so that a file name can neither break the terminal nor pretend to be another.
pub(super) fn shown_path(path: &Path) -> String {
    let mut shown = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        escape_into(chunk.valid(), &mut shown);
        for byte in chunk.invalid() {
            shown.push_str(&format!("\\x{byte:02X}"));
        }
    }
    shown
}

/// A value for a message: escaped, and no more than its first 60 characters.
pub(super) fn shown_value(value: &str) -> String {
    let mut shown = String::new();
    match value.char_indices().nth(60) {
        Some((end, _)) => {
            escape_into(&value[..end], &mut shown);
            shown.push('…');
        }
        None => escape_into(value, &mut shown),
    }
    shown
}

fn escape_into(text: &str, shown: &mut String) {
    for c in text.chars() {
        // Direction marks can make `gpj.exe` look like `exe.jpg`; they are not control characters.
        let direction =
            matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if c.is_control() || direction || matches!(c, '\u{2028}' | '\u{2029}') {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
}

/// The path as one word of a shell command, so that a hint can be copied as it stands.
fn shell_word(path: &Path) -> String {
    let shown = shown_path(path);
    let plain = |c: char| c.is_alphanumeric() || "._-/".contains(c);
    if shown.chars().all(plain) { shown } else { format!("'{}'", shown.replace('\'', r"'\''")) }
}

/// System messages begin with a capital and end in `(os error 2)`: ours do neither.
fn lower(message: &str) -> String {
    let message = message.split(" (os error").next().unwrap_or(message);
    let mut chars = message.chars();
    match chars.next() {
        Some(first) => shown_value(&first.to_lowercase().chain(chars).collect::<String>()),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_reach_the_terminal_raw() {
        assert_eq!(shown_path(Path::new("a\u{1b}[31m\u{202e}b")), "a\\u{1b}[31m\\u{202e}b");
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_utf8_is_escaped() {
        use std::os::unix::ffi::OsStrExt;
        let path = Path::new(std::ffi::OsStr::from_bytes(b"x\xff.txt"));
        assert_eq!(shown_path(path), "x\\xFF.txt");
    }

    #[test]
    fn an_address_is_no_misspelt_name() {
        let hint =
            |path| ReadError::Missing { at: Location::file(Path::new(path)) }.hint().unwrap_or_default();
        assert!(hint("https://korpu.example/a").contains("fetches nothing"));
        assert!(hint("httpd.txt").contains("spelling"));
    }

    #[test]
    fn the_reason_is_one_line_in_lower_case() {
        let error = ReadError::Io {
            at: Location::line(Path::new("a.jsonl"), 7),
            cause: io::Error::from_raw_os_error(13),
        };
        assert_eq!(error.to_string(), "a.jsonl:7: permission denied");
    }
}
