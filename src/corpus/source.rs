//! One file as a stream of unpacked bytes: opening, counting, unpacking, the first look.
//!
//! .gz and .zst are told by their magic bytes, whatever the name says. What is read whole is read
//! no further than [`LIMIT`], so that a small packed file cannot become a large one in memory.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use super::error::{Location, ReadError};
use super::walk::SourceFile;

/// The longest line of JSONL, and the largest file of every other format, in bytes.
///
/// A law code in one article has some 2 MB and a book 5 MB: 32 MiB is room enough for any article
/// there is, and little enough to be held once for each reading thread.
pub const LIMIT: usize = 32 << 20;

/// How much of a file is looked at to tell its format: a long first line of JSONL fits in.
const HEAD: usize = 64 << 10;

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// An opened file.
pub(super) struct Source<'a> {
    /// Its path, for messages.
    pub path: &'a Path,
    /// Its first bytes, unpacked.
    pub head: Vec<u8>,
    /// All its bytes, unpacked, the head among them.
    pub reader: BufReader<Box<dyn Read + 'a>>,
    packed: bool,
}

impl<'a> Source<'a> {
    /// Opens `file`, adding the bytes read from it, still packed, to `progress`.
    pub fn open(file: &'a SourceFile, progress: &'a AtomicU64) -> Result<Self, ReadError> {
        let path = file.path.as_path();
        let io_error = |cause: io::Error| match cause.kind() {
            io::ErrorKind::NotFound => ReadError::Missing { at: Location::file(path) },
            _ => ReadError::Io { at: Location::file(path), cause },
        };
        let raw: Box<dyn Read + 'a> = if file.is_standard_input() {
            Box::new(io::stdin().lock())
        } else {
            Box::new(File::open(path).map_err(io_error)?)
        };
        let mut counted = Counted { inner: raw, progress };
        let magic = read_head(&mut counted, ZSTD.len()).map_err(io_error)?;
        let (gzip, zstd) = (magic.starts_with(GZIP), magic == ZSTD);
        let whole = BufReader::with_capacity(256 << 10, Cursor::new(magic).chain(counted));
        let mut unpacked: Box<dyn Read + 'a> = if gzip {
            Box::new(flate2::bufread::MultiGzDecoder::new(whole))
        } else if zstd {
            Box::new(zstd::Decoder::with_buffer(whole).map_err(io_error)?)
        } else {
            Box::new(whole)
        };
        let packed = gzip || zstd;
        let head = read_head(&mut unpacked, HEAD).map_err(|cause| failure(path, packed, 0, cause))?;
        let again: Box<dyn Read + 'a> = Box::new(Cursor::new(head.clone()).chain(unpacked));
        Ok(Self { path, head, reader: BufReader::with_capacity(256 << 10, again), packed })
    }

    /// What went wrong while reading after `line` whole lines.
    pub fn failure(&self, line: u64, cause: io::Error) -> ReadError {
        failure(self.path, self.packed, line, cause)
    }

    /// The whole text; `format`, with its article, is named if it is too large.
    pub fn text(&mut self, format: &'static str) -> Result<String, ReadError> {
        let mut bytes = Vec::new();
        let limit = LIMIT as u64 + 1;
        if let Err(cause) = self.reader.by_ref().take(limit).read_to_end(&mut bytes) {
            return Err(self.failure(0, cause));
        }
        let at = || Location::file(self.path);
        if bytes.len() > LIMIT {
            return Err(ReadError::FileTooLarge { at: at(), format });
        }
        if let Some(offset) = memchr::memchr(0, &bytes) {
            return Err(ReadError::Binary { at: at(), offset: offset as u64 });
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let offset = error.utf8_error().valid_up_to();
            let before = &error.as_bytes()[..offset];
            let line = memchr::memchr_iter(b'\n', before).count() as u64 + 1;
            ReadError::NotUtf8 {
                at: Location::line(self.path, line),
                offset: offset as u64,
                declared: declared_charset(error.as_bytes()),
            }
        })?;
        match text.strip_prefix('\u{feff}') {
            Some(rest) => Ok(rest.to_owned()),
            None => Ok(text),
        }
    }
}

fn failure(path: &Path, packed: bool, line: u64, cause: io::Error) -> ReadError {
    let at = Location { path: path.to_owned(), line: Some(line).filter(|line| *line > 0) };
    // A packed file's reader wraps both kinds of error; the system's own have a number.
    if packed && cause.raw_os_error().is_none() {
        ReadError::Damaged { at, cause }
    } else {
        ReadError::Io { at, cause }
    }
}

/// Up to `length` bytes; fewer only at the end of the stream.
fn read_head(reader: &mut dyn Read, length: usize) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    reader.take(length as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// The encoding that an HTML page says it is in, unless that is UTF-8 (then it is wrong).
fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_lowercase();
    let name = head.split_once("charset=")?.1.trim_start_matches(['"', '\'']);
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let name: String = name.chars().take_while(|c| is_name(*c)).take(20).collect();
    (!name.is_empty() && !name.starts_with("utf")).then_some(name)
}

/// Counts what is read through it.
struct Counted<'a, R> {
    inner: R,
    progress: &'a AtomicU64,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.progress.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
