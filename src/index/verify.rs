//! Integrity of an index: the data files against their checksums, the rest by reading it.
//!
//! `meta.json` and the list of files are small JSON without a checksum of their own: what makes
//! them unreadable is found, a changed digit in them is not.

use std::path::{Path, PathBuf};

use tantivy::Index;
use tantivy::directory::MmapDirectory;

use super::open::fingerprint;
use super::{Archive, Fields, IndexError, Manifest};

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
    let mut found = match index.validate_checksum() {
        Ok(files) => {
            let named = |file: PathBuf| damage(path.join(file), "its checksum does not match");
            files.into_iter().map(named).collect()
        }
        // A file too short to hold its footer ends the check: name it.
        Err(error) => vec![damage(path.to_path_buf(), &error.to_string())],
    };
    if index.schema() != Fields::schema().0 || fingerprint(&index, path).is_err() {
        found.push(damage(
            path.join("meta.json"),
            "its fields or its payload are not those of an index of ours",
        ));
    }
    if !Manifest::is_readable(path) {
        found.push(damage(Manifest::path(path), "it cannot be read"));
    }
    found.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(found)
}
