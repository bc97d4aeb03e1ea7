//! Which files an index holds, by size and time of change, so that a second run skips them unread.
//!
//! Kept beside the index as `axtar-files.json`, written after the commit: what it names is in the
//! index; a file it does not name is read and its articles compared by their content.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::IndexError;
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
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Entry {
    #[serde(flatten)]
    stamp: Stamp,
    articles: u64,
    paragraphs: u64,
}

/// The files an index was built from.
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

    /// Articles and paragraphs of an unchanged file, else `None`.
    pub fn unchanged(&self, path: &str, stamp: Stamp) -> Option<(u64, u64)> {
        let entry = self.files.get(path)?;
        (entry.stamp == stamp).then_some((entry.articles, entry.paragraphs))
    }

    /// Notes a file that was read to its end without an error.
    pub fn insert(&mut self, path: String, stamp: Stamp, articles: u64, paragraphs: u64) {
        self.files.insert(path, Entry { stamp, articles, paragraphs });
    }

    /// Forgets a file, so that it is read again.
    pub fn remove(&mut self, path: &str) {
        self.files.remove(path);
    }

    /// Writes the manifest, whole or not at all.
    pub fn save(&self, index: &Path) -> Result<(), IndexError> {
        let write = || -> std::io::Result<()> {
            let partial = index.join(format!("{FILE}.partial"));
            let mut options = OpenOptions::new();
            options.write(true).create(true).truncate(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(&partial)?;
            file.write_all(&seal(&serde_json::to_vec(self)?))?;
            file.sync_all()?;
            fs::rename(partial, Self::path(index))
        };
        write().map_err(|e| IndexError::io(index, &e))
    }
}
