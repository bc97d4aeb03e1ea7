//! Integrity of an index: every byte of every file against its checksum.

use std::path::{Path, PathBuf};

use tantivy::Index;
use tantivy::directory::MmapDirectory;

use super::{Archive, IndexError};

/// What is wrong with an index.
#[derive(Debug)]
pub struct Damage {
    /// The damaged or missing file.
    pub file: PathBuf,
    /// What was found.
    pub reason: String,
}

/// Reads every file of the index in `path`; an empty list means that all is well.
pub fn verify(path: &Path) -> Result<Vec<Damage>, IndexError> {
    // Opened first as a search would: a missing or truncated file shows here.
    if let Err(error @ (IndexError::Missing(_) | IndexError::NotAnIndex(_))) = Archive::open_any_version(path)
    {
        return Err(error);
    }
    let damage = |file: PathBuf, reason: &str| Damage { file, reason: reason.to_string() };
    let tantivy = |e| IndexError::from_tantivy(path, e);
    let directory = MmapDirectory::open(path).map_err(|e| tantivy(e.into()))?;
    let index = match Index::open(directory) {
        Ok(index) => index,
        Err(error) => return Ok(vec![damage(path.join("meta.json"), &error.to_string())]),
    };
    match index.validate_checksum() {
        Ok(files) => {
            let mut files: Vec<_> =
                files.into_iter().map(|f| damage(path.join(f), "its checksum does not match")).collect();
            files.sort_by(|a, b| a.file.cmp(&b.file));
            Ok(files)
        }
        // A file too short to hold its footer ends the check: name it.
        Err(error) => Ok(vec![damage(path.to_path_buf(), &error.to_string())]),
    }
}
