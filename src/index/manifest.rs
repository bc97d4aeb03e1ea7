//! Which files an index holds, by size and time of change, so that a second run skips them unread
//! and knows which are no more.
//!
//! Kept beside the index as `axtar-files.json`, written after the commit: what it names is in the
//! index; a file it does not name, or without a stamp, is read and its articles compared by their
//! content.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::IndexError;
use super::folder::write_private;
use super::seal::{seal, unseal};

const FILE: &str = "axtar-files.json";

/// How a file looked when it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Size in bytes.
    pub len: u64,
    /// Time of the last change, nanoseconds since 1970.
    pub modified_ns: u64,
}

/// One file of the manifest.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Entry {
    /// Absent where the file must be read again, though its articles are here.
    #[serde(flatten)]
    stamp: Option<Stamp>,
    articles: u64,
    paragraphs: u64,
    /// What its articles know it by.
    #[serde(default)]
    name: String,
}

/// A file of the manifest that is no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vanished {
    /// Its absolute path.
    pub path: String,
    /// What its articles know it by.
    pub name: String,
    /// How many articles it had.
    pub articles: u64,
}

/// The files an index was built from, by their absolute paths.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Manifest {
    files: BTreeMap<String, Entry>,
}

impl Manifest {
    /// Reads the manifest of an index; empty where there is none or it cannot be read, which costs
    /// a reading of the files and nothing else.
    pub fn load(index: &Path) -> Self {
        fs::read(Self::path(index)).ok().and_then(Self::parse).unwrap_or_default()
    }

    /// Where the manifest of an index is.
    pub fn path(index: &Path) -> PathBuf {
        index.join(FILE)
    }

    /// Is the manifest of an index absent or whole?
    pub fn is_readable(index: &Path) -> bool {
        match fs::read(Self::path(index)) {
            Ok(bytes) => Self::parse(bytes).is_some(),
            Err(error) => error.kind() == std::io::ErrorKind::NotFound,
        }
    }

    fn parse(bytes: Vec<u8>) -> Option<Self> {
        serde_json::from_slice(&unseal(bytes).ok()?).ok()
    }

    /// How many files it lists.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Does it list none?
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Articles and paragraphs of an unchanged file, else `None`.
    pub fn unchanged(&self, path: &str, stamp: Stamp) -> Option<(u64, u64)> {
        let entry = self.files.get(path)?;
        (entry.stamp == Some(stamp)).then_some((entry.articles, entry.paragraphs))
    }

    /// Notes a file that was read: with its stamp if to its end without an error, else without, so
    /// that it is read again.
    pub fn insert(
        &mut self,
        path: String,
        name: String,
        stamp: Option<Stamp>,
        (articles, paragraphs): (u64, u64),
    ) {
        self.files.insert(path, Entry { stamp, articles, paragraphs, name });
    }

    /// Takes a file off the list: nothing of it is in the index any more.
    pub fn remove(&mut self, path: &str) {
        self.files.remove(path);
    }

    /// Has every file read again that `is_meant` by its path and its articles' name for it.
    pub fn forget(&mut self, mut is_meant: impl FnMut(&str, &str) -> bool) {
        for (path, entry) in &mut self.files {
            if is_meant(path, &entry.name) {
                entry.stamp = None;
            }
        }
    }

    /// The files under `roots` (absolute) that are no more. `present` are paths just seen. A file
    /// whose name another one present has too is left out: its articles cannot be told apart.
    pub fn vanished(&self, roots: &[PathBuf], present: &dyn Fn(&str) -> bool) -> Vec<Vanished> {
        let is_gone = |path: &str| {
            !present(path)
                && fs::symlink_metadata(path).is_err_and(|e| e.kind() == std::io::ErrorKind::NotFound)
        };
        let is_under = |path: &str| roots.iter().any(|root| Path::new(path).starts_with(root));
        let (gone, here): (Vec<_>, Vec<_>) =
            self.files.iter().partition(|(path, _)| is_under(path) && is_gone(path));
        let names: FxHashSet<&str> = here.iter().map(|(_, entry)| entry.name.as_str()).collect();
        let gone = gone.into_iter().filter(|(_, entry)| !names.contains(entry.name.as_str()));
        gone.map(|(path, entry)| Vanished {
            path: path.clone(),
            name: entry.name.clone(),
            articles: entry.articles,
        })
        .collect()
    }

    /// Writes the manifest, whole or not at all.
    pub fn save(&self, index: &Path) -> Result<(), IndexError> {
        let write = || write_private(index, FILE, &seal(&serde_json::to_vec(self)?));
        write().map_err(|e| IndexError::io(index, &e))
    }
}
