//! The index's folder as tantivy sees it: mapped for searching, read in windows for writing.
//!
//! A search maps the files and touches the few pages it needs. A merge reads all of them once, in
//! order: mapped, every page of them counts as the program's memory (700 MB at the peak instead of
//! 525 for 0.7 million paragraphs), so the writer reads through a window of its own.
//!
//! What tantivy replaces whole (`meta.json`, the list of its files) carries a checksum (`seal.rs`).
//!
//! Reading never writes: on a read-only folder or medium, where tantivy's meta lock cannot be
//! taken, nothing is locked (tantivy #557). Nobody can be deleting files there.

use std::fs;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, FileSlice, Lock, MmapDirectory, OwnedBytes, WatchCallback,
    WatchHandle, WritePtr,
};

use super::seal::{seal, unseal};

/// A folder that holds an index.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    files: MmapDirectory,
    root: PathBuf,
    windowed: bool,
}

impl Folder {
    /// For searching.
    pub fn mapped(path: &Path) -> tantivy::Result<Folder> {
        Ok(Folder { files: MmapDirectory::open(path)?, root: path.to_path_buf(), windowed: false })
    }

    /// For writing: looking up ids and merging.
    pub fn windowed(path: &Path) -> tantivy::Result<Folder> {
        Ok(Folder { windowed: true, ..Self::mapped(path)? })
    }
}

impl Directory for Folder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        if !self.windowed {
            return self.files.get_file_handle(path);
        }
        match FileSlice::open(&self.root.join(path)) {
            Ok(file) => Ok(Arc::new(Windowed::new(file))),
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                Err(OpenReadError::FileDoesNotExist(path.to_path_buf()))
            }
            Err(e) => Err(OpenReadError::wrap_io_error(e, path.to_path_buf())),
        }
    }
    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.files.delete(path)
    }
    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }
    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let file = self.files.open_write(path)?;
        // The folder is its owner's alone, and so is each file, should the folder be opened one day.
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(self.root.join(path), fs::Permissions::from_mode(0o600))
                .map_err(|e| OpenWriteError::wrap_io_error(e, path.to_path_buf()))?;
        }
        Ok(file)
    }
    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        unseal(self.files.atomic_read(path)?).map_err(|e| OpenReadError::wrap_io_error(e, path.to_path_buf()))
    }
    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.files.atomic_write(path, &seal(data))
    }
    fn sync_directory(&self) -> io::Result<()> {
        self.files.sync_directory()
    }
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.files.acquire_lock(lock) {
            // A writer must have its lock; a reader does without where none can be taken.
            Err(LockError::IoError(_)) if !self.windowed => Ok(DirectoryLock::from(Box::new(()))),
            result => result,
        }
    }
    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }
}

/// Makes the folder, readable by its owner alone: an archive may hold what is not public.
pub(super) fn create_private(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Writes a file into a folder, whole or not at all, readable by its owner alone.
pub(super) fn write_private(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    // Such a file is its owner's alone from the beginning.
    let mut partial = tempfile::Builder::new().prefix(".partial").tempfile_in(folder)?;
    partial.write_all(bytes)?;
    partial.as_file().sync_all()?;
    partial.persist(folder.join(name)).map_err(|e| e.error)?;
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Bytes read at once. A merge asks for some hundred bytes at a time, one after the other.
const WINDOW: usize = 256 * 1024;

/// A file read through a window that moves with the reader.
#[derive(Debug)]
struct Windowed {
    file: FileSlice,
    window: Mutex<Window>,
}

#[derive(Debug)]
struct Window {
    start: usize,
    bytes: OwnedBytes,
}

impl Windowed {
    fn new(file: FileSlice) -> Self {
        let window = Window { start: 0, bytes: OwnedBytes::empty() };
        Windowed { file, window: Mutex::new(window) }
    }
}

impl HasLen for Windowed {
    fn len(&self) -> usize {
        self.file.len()
    }
}

impl FileHandle for Windowed {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.is_empty() {
            return Ok(OwnedBytes::empty());
        }
        if range.len() >= WINDOW {
            return self.file.read_bytes_slice(range);
        }
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let is_inside = range.start >= window.start && range.end <= window.start + window.bytes.len();
        if !is_inside {
            let end = (range.start + WINDOW).min(self.file.len());
            let bytes = self.file.read_bytes_slice(range.start..end)?;
            *window = Window { start: range.start, bytes };
        }
        let start = range.start - window.start;
        Ok(window.bytes.slice(start..start + range.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_gives_the_bytes_of_the_file_wherever_it_is_asked() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let bytes: Vec<u8> = (0..WINDOW as u32 * 2 + 77).map(|i| (i % 251) as u8).collect();
        let path = folder.path().join("file");
        std::fs::write(&path, &bytes)?;
        let handle = Windowed::new(FileSlice::open(&path)?);
        let len = bytes.len();
        for range in [0..5, 3..9, WINDOW - 2..WINDOW + 3, 0..len, len - 1..len, 7..7, 1..WINDOW] {
            assert_eq!(handle.read_bytes(range.clone())?.as_slice(), &bytes[range]);
        }
        assert!(handle.read_bytes(len..len + 1).is_err());
        Ok(())
    }
}
