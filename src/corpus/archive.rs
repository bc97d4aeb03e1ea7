//! ZIP and TAR: their entries are read as files of a folder are.
//!
//! Nothing is unpacked to disk under a name of the archive's. A ZIP archive inside another needs its
//! directory, which is at its end, so such a one is kept in memory, or if it is large in an unnamed
//! temporary file. DOCX, ODT and EPUB are ZIP archives too, and go to their readers.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::Path;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

use zip::ZipArchive;
use zip::result::ZipError;

use super::error::ReadError;
use super::format::{Ending, ending};
use super::place::{DEEPEST_ARCHIVE, Place};
use super::read::{Sink, read_source};
use super::source::Source;
use super::walk::{SourceFile, is_passed_over, list};
use super::{epub, office};

/// An archive inside another is held in memory up to this size.
const IN_MEMORY: usize = 32 << 20;

/// The largest archive inside another.
const LARGEST_INNER: u64 = 2 << 30;

const COPY: &str = "make or copy the archive anew; `unzip -t` and `tar -t` test it";

/// Reads a ZIP file from where it lies.
pub(super) fn read_zip_file(file: &SourceFile, progress: &AtomicU64, sink: &mut Sink) -> ControlFlow<()> {
    let place = Place::of(file);
    let opened = match File::open(&file.path) {
        Ok(opened) => opened,
        Err(cause) => return sink.error(ReadError::Io { at: place.at(), cause }),
    };
    let left = Cell::new(file.len);
    let mut count = |bytes: u64| {
        let bytes = bytes.min(left.get());
        left.set(left.get() - bytes);
        progress.fetch_add(bytes, Ordering::Relaxed);
    };
    sink.budget.read(file.len);
    read_entries(&place, BufReader::new(opened), &mut count, sink)
}

/// Reads a ZIP archive that comes as a stream.
pub(super) fn read_zip(source: &mut Source, sink: &mut Sink) -> ControlFlow<()> {
    let mut kept = tempfile::spooled_tempfile(IN_MEMORY);
    let copied = io::copy(&mut source.reader.by_ref().take(LARGEST_INNER + 1), &mut kept);
    match copied.and_then(|length| kept.seek(SeekFrom::Start(0)).map(|_| length)) {
        Ok(length) if length > LARGEST_INNER => {
            let megabytes = (LARGEST_INNER >> 20) as usize;
            let format = "a ZIP archive inside another file";
            sink.error(ReadError::FileTooLarge { at: source.place.at(), format, megabytes })
        }
        Ok(_) => read_entries(&source.place.clone(), BufReader::new(kept), &mut |_| (), sink),
        Err(cause) => sink.failure(source, cause),
    }
}

fn read_entries<R: Read + Seek>(
    place: &Place,
    reader: R,
    count: &mut dyn FnMut(u64),
    sink: &mut Sink,
) -> ControlFlow<()> {
    let mut zip = match ZipArchive::new(reader) {
        Ok(zip) => zip,
        Err(error) => return sink.structure(place.at(), told(&error), COPY),
    };
    if let Some(document) = office::kind(&mut zip, &sink.budget) {
        count(u64::MAX);
        return match document {
            office::Kind::Epub => epub::read(place, &mut zip, sink),
            office::Kind::Other(kind, cure) => sink.error(ReadError::Foreign { at: place.at(), kind, cure }),
            kind => office::read(place, kind, &mut zip, sink),
        };
    }
    if place.depth >= DEEPEST_ARCHIVE {
        return sink.error(ReadError::TooDeep { at: place.at() });
    }
    let mut entries = Entries::default();
    for index in 0..zip.len() {
        if sink.budget.is_spent() {
            return ControlFlow::Continue(());
        }
        let (name, size, is_folder, encrypted) = match zip.by_index_raw(index) {
            Ok(entry) => {
                let name = match entry.name() {
                    Ok(name) => name.into_owned(),
                    Err(_) => String::from_utf8_lossy(entry.name_raw()).into_owned(),
                };
                (name, entry.compressed_size(), entry.is_dir(), entry.encrypted())
            }
            Err(error) => {
                sink.structure(place.at(), format!("entry {}: {}", index + 1, told(&error)), COPY)?;
                continue;
            }
        };
        count(size);
        if is_folder || !entries.takes(&name) {
            continue;
        }
        let inner = place.inside(&name);
        if encrypted {
            let reason = "the entry is locked by a password";
            sink.structure(inner.at(), reason, "unpack it with its password and index the folder")?;
            continue;
        }
        match zip.by_index(index) {
            Ok(entry) => {
                let budget = sink.budget.clone();
                let limited = budget.limit(entry, Rc::new(Cell::new(size)));
                read_entry(inner, Box::new(limited), sink)?;
            }
            Err(error) => sink.structure(inner.at(), told(&error), COPY)?,
        }
    }
    entries.finish(place, sink)
}

/// Reads a TAR archive, entry by entry as it streams.
pub(super) fn read_tar(source: &mut Source, sink: &mut Sink) -> ControlFlow<()> {
    let place = source.place.clone();
    if place.depth >= DEEPEST_ARCHIVE {
        return sink.error(ReadError::TooDeep { at: place.at() });
    }
    let mut failed = None;
    let mut entries = Entries::default();
    {
        let mut tar = tar::Archive::new(&mut source.reader);
        let mut rows = match tar.entries() {
            Ok(rows) => rows,
            Err(cause) => return sink.structure(place.at(), lower(&cause), COPY),
        };
        loop {
            let entry = match rows.next() {
                None => break,
                Some(Ok(entry)) => entry,
                Some(Err(cause)) => {
                    failed = Some(cause);
                    break;
                }
            };
            let kind = entry.header().entry_type();
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            if kind.is_dir() || kind.is_pax_global_extensions() || !entries.takes(&name) {
                continue;
            }
            let inner = place.inside(&name);
            // Links and devices of the archive lead out of it.
            if !kind.is_file() && !kind.is_gnu_sparse() && !kind.is_contiguous() {
                let reason = "a link or device, not a file";
                sink.structure(inner.at(), reason, "the file it leads to is read by its own name")?;
                continue;
            }
            let budget = sink.budget.clone();
            // A sparse file has more zeros than the archive has bytes.
            let stored = entry.header().entry_size().unwrap_or(0);
            let left = entry.size();
            let limited = budget.limit(Whole { inner: entry, left }, Rc::new(Cell::new(stored)));
            read_entry(inner, Box::new(limited), sink)?;
            if sink.budget.is_spent() {
                return ControlFlow::Continue(());
            }
        }
    }
    if let Some(cause) = failed {
        let error = source.failure(0, cause);
        // An archive that is not packed has no other damage than a broken header.
        match error {
            ReadError::Io { at, cause } if cause.raw_os_error().is_none() => {
                sink.structure(at, lower(&cause), COPY)?;
            }
            error => sink.error(error)?,
        }
    }
    entries.finish(&place, sink)
}

fn read_entry(inner: Place, bytes: Box<dyn Read + '_>, sink: &mut Sink) -> ControlFlow<()> {
    let budget = sink.budget.clone();
    match Source::unpack(inner, bytes, &budget) {
        Ok(mut source) => read_source(&mut source, sink),
        Err(error) => sink.error(error),
    }
}

/// Fails where an entry ends before its size, which the library takes for its end.
struct Whole<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self.left.saturating_sub(read as u64);
        if read == 0 && self.left > 0 && !buffer.is_empty() {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it is cut off"));
        }
        Ok(read)
    }
}

/// Which entries are read, and what is said of the others.
#[derive(Default)]
struct Entries {
    taken: u64,
    passed_over: usize,
    other_endings: BTreeSet<String>,
}

impl Entries {
    /// Whether an entry is read: as in a folder, hidden ones and a repository's papers are not.
    fn takes(&mut self, name: &str) -> bool {
        let parts: Vec<&str> =
            name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | "..")).collect();
        let Some(last) = parts.last() else { return false };
        if parts.iter().any(|part| part.starts_with('.') || *part == "__MACOSX")
            || is_passed_over(last.as_bytes())
        {
            return false;
        }
        if let Ending::Other(ending) = ending(Path::new(last)) {
            self.passed_over += 1;
            self.other_endings.insert(ending);
            return false;
        }
        self.taken += 1;
        true
    }

    fn finish(self, place: &Place, sink: &mut Sink) -> ControlFlow<()> {
        let at = place.at();
        if self.taken == 0 {
            return sink.structure(at, "no article file in this archive", "unpack it to see what it holds");
        }
        if self.passed_over > 0 {
            let endings = list(&self.other_endings);
            return sink.error(ReadError::PassedOver { at, count: self.passed_over, endings });
        }
        ControlFlow::Continue(())
    }
}

/// What is wrong with a ZIP archive, without the library's names.
pub(super) fn told(error: &ZipError) -> String {
    match error {
        ZipError::Io(cause) => format!("the archive cannot be read ({})", lower(cause)),
        ZipError::InvalidPassword => "the entry is locked by a password".to_owned(),
        ZipError::CompressionMethodNotSupported(_) => "packed by a method that is not read".to_owned(),
        ZipError::UnsupportedArchive(reason) => format!("the archive is not read: {}", reason.to_lowercase()),
        ZipError::InvalidArchive(reason) => format!("the archive is damaged: {}", reason.to_lowercase()),
        _ => "the archive is damaged".to_owned(),
    }
}

fn lower(cause: &io::Error) -> String {
    cause.to_string().to_lowercase()
}
