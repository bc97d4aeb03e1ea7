//! One file or entry as a stream of unpacked UTF-8: opening, counting, unpacking, the first look.
//!
//! .gz, .zst, .bz2 and .xz are told by their magic bytes, whatever the name says; text in another
//! encoding is turned into UTF-8 as it streams. Two limits keep memory and time: what is read whole
//! is read no further than [`LIMIT`], and nothing grows more than [`MOST_GROWTH`] times.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::encoding::{self, Transcoder};
use super::error::ReadError;
use super::place::Place;
use super::walk::SourceFile;

/// The longest line of JSONL, and the largest single text of every other format, in bytes.
///
/// A law code in one article has some 2 MB and a book 5 MB: 32 MiB is room enough for any article
/// there is, and little enough to be held once for each reading thread.
pub const LIMIT: usize = 32 << 20;

/// How many times its packed size a text may have. Texts pack to a tenth, the most uniform tables
/// to a hundredth; a bomb to a thousandth and less.
pub(super) const MOST_GROWTH: u64 = 250;

/// Below this many bytes nothing is called a bomb: short files pack oddly.
const HARMLESS: u64 = 256 << 20;

/// How much of a file is looked at to tell its format: a long first line of JSONL fits in.
const HEAD: usize = 64 << 10;

/// Packed files in packed files are unpacked to this depth: `a.tar.gz.gz` happens, more is a trick.
const MOST_LAYERS: usize = 3;

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
const BZIP2: &[u8] = b"BZh";
const XZ: &[u8] = b"\xfd7zXZ\0";

/// The dictionaries of xz, in KiB: `xz -9` needs 65 MiB; more than this is refused.
const XZ_MEMORY: u32 = 100 << 10;

/// How much has been read of a file and unpacked from it, over all its archives.
#[derive(Clone, Default)]
pub(super) struct Budget {
    packed: Rc<Cell<u64>>,
    unpacked: Rc<Cell<u64>>,
    /// Set when a limit was met, since readers in between may lose the error's kind.
    burst: Rc<Cell<bool>>,
}

impl Budget {
    /// Whether the whole file has grown beyond measure: nothing more of it is read.
    pub fn is_spent(&self) -> bool {
        let unpacked = self.unpacked.get();
        unpacked > 4 * HARMLESS && unpacked / MOST_GROWTH > self.packed.get()
    }

    /// Counts bytes of the file that were read beside a [`Source`].
    pub fn read(&self, bytes: u64) {
        self.packed.set(self.packed.get() + bytes);
    }

    /// A reader of bytes unpacked from `packed` bytes, which fails when they are too many.
    pub fn limit<'a>(&self, inner: impl Read + 'a, packed: Rc<Cell<u64>>) -> impl Read + 'a {
        Limited { inner, packed, out: 0, budget: self.clone() }
    }

    /// Whether the last error was of a limit met; asking clears it.
    fn take_burst(&self) -> bool {
        self.burst.replace(false)
    }
}

/// Fails when far more comes out than went in.
struct Limited<R> {
    inner: R,
    packed: Rc<Cell<u64>>,
    out: u64,
    budget: Budget,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.out += read as u64;
        self.budget.unpacked.set(self.budget.unpacked.get() + read as u64);
        let grown = self.out > HARMLESS && self.out / MOST_GROWTH > self.packed.get();
        if grown || self.budget.is_spent() {
            self.budget.burst.set(true);
            return Err(io::Error::other("it grows beyond measure"));
        }
        Ok(read)
    }
}

/// An opened file or entry.
pub(super) struct Source<'a> {
    /// Where it lies.
    pub place: Place,
    /// Its first bytes, unpacked, not yet in UTF-8.
    pub head: Vec<u8>,
    /// All its bytes, unpacked, the head among them.
    pub reader: BufReader<Box<dyn Read + 'a>>,
    budget: Budget,
    packed: bool,
}

impl<'a> Source<'a> {
    /// Opens `file`, adding the bytes read from it, still packed, to `progress`.
    pub fn open(file: &'a SourceFile, progress: &'a AtomicU64, budget: &Budget) -> Result<Self, ReadError> {
        let place = Place::of(file);
        let raw: Box<dyn Read + 'a> = if file.is_standard_input() {
            Box::new(io::stdin().lock())
        } else {
            Box::new(File::open(&file.path).map_err(|cause| match cause.kind() {
                io::ErrorKind::NotFound => ReadError::Missing { at: place.at() },
                _ => ReadError::Io { at: place.at(), cause },
            })?)
        };
        let counted =
            Counted { inner: raw, count: budget.packed.clone(), progress: Some(progress), ended: false };
        Self::unpack(place, Box::new(counted), budget)
    }

    /// Bytes that lie at `place`, with every layer of packing taken off.
    pub fn unpack(place: Place, raw: Box<dyn Read + 'a>, budget: &Budget) -> Result<Self, ReadError> {
        let mut stream = raw;
        let mut packed = place.depth > 0;
        for layer in 0.. {
            let fail = |cause| failure(&place, budget, packed, 0, cause);
            let magic = read_head(&mut stream, XZ.len()).map_err(fail)?;
            let count = Rc::new(Cell::new(0));
            let whole: Box<dyn Read + 'a> = Box::new(Cursor::new(magic.clone()).chain(stream));
            let is_packed = [GZIP, ZSTD, BZIP2, XZ].iter().any(|known| magic.starts_with(known));
            if !is_packed || layer == MOST_LAYERS {
                stream = whole;
                break;
            }
            let counted = Counted { inner: whole, count: count.clone(), progress: None, ended: false };
            let whole = BufReader::with_capacity(128 << 10, counted);
            stream = if magic.starts_with(GZIP) {
                Box::new(budget.limit(flate2::bufread::MultiGzDecoder::new(whole), count))
            } else if magic.starts_with(ZSTD) {
                Box::new(budget.limit(zstd::Decoder::with_buffer(whole).map_err(fail)?, count))
            } else if magic.starts_with(XZ) {
                Box::new(budget.limit(lzma_rust2::XzReader::new_mem_limit(whole, true, XZ_MEMORY), count))
            } else {
                Box::new(budget.limit(bzip2::bufread::MultiBzDecoder::new(whole), count))
            };
            packed = true;
        }
        let head = read_head(&mut stream, HEAD).map_err(|cause| failure(&place, budget, packed, 0, cause))?;
        let again: Box<dyn Read + 'a> = Box::new(Cursor::new(head.clone()).chain(stream));
        let reader = BufReader::with_capacity(64 << 10, again);
        Ok(Self { place, head, reader, budget: budget.clone(), packed })
    }

    /// Whether any packing was taken off, or it lies in an archive.
    pub fn is_packed(&self) -> bool {
        self.packed
    }

    /// What went wrong while reading after `line` whole lines.
    pub fn failure(&self, line: u64, cause: io::Error) -> ReadError {
        failure(&self.place, &self.budget, self.packed, line, cause)
    }

    /// Turns the stream into UTF-8 if its head is in another encoding; the name of that.
    pub fn transcode(&mut self) -> Option<&'static str> {
        let found = encoding::of_head(&self.head)?;
        let empty: Box<dyn Read + 'a> = Box::new(io::empty());
        let bytes = std::mem::replace(&mut self.reader, BufReader::new(empty));
        let text: Box<dyn Read + 'a> = Box::new(Transcoder::new(bytes, found));
        self.reader = BufReader::with_capacity(64 << 10, text);
        Some(encoding::shown(found))
    }

    /// All its bytes; `kind`, with its article, is named if they are more than `limit`.
    pub fn bytes(&mut self, kind: &'static str, limit: usize) -> Result<Vec<u8>, ReadError> {
        let mut bytes = Vec::new();
        if let Err(cause) = self.reader.by_ref().take(limit as u64 + 1).read_to_end(&mut bytes) {
            return Err(self.failure(0, cause));
        }
        if bytes.len() > limit {
            let at = self.place.at();
            return Err(ReadError::FileTooLarge { at, format: kind, megabytes: limit >> 20 });
        }
        Ok(bytes)
    }
}

fn failure(place: &Place, budget: &Budget, packed: bool, line: u64, cause: io::Error) -> ReadError {
    let at = if line > 0 { place.line(line) } else { place.at() };
    // A packed file's reader wraps both kinds of error; the system's own have a number.
    if budget.take_burst() {
        ReadError::Bomb { at: place.at() }
    } else if packed && cause.raw_os_error().is_none() {
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

/// Counts what is read through it. Its end is the end: a terminal would go on after one.
struct Counted<'a, R> {
    inner: R,
    count: Rc<Cell<u64>>,
    progress: Option<&'a AtomicU64>,
    ended: bool,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = if self.ended { 0 } else { self.inner.read(buffer)? };
        self.ended = read == 0 && !buffer.is_empty();
        self.count.set(self.count.get() + read as u64);
        if let Some(progress) = self.progress {
            progress.fetch_add(read as u64, Ordering::Relaxed);
        }
        Ok(read)
    }
}
