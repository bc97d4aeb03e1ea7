//! What can go wrong with an index on disk, each with its cure.

use std::path::{Path, PathBuf};

use thiserror::Error;

/// An index that cannot be opened, read or written.
#[derive(Debug, Error)]
pub enum IndexError {
    /// The folder does not exist or holds nothing. Cure: build the index.
    #[error("there is no index in `{0}` yet")]
    Missing(PathBuf),
    /// The folder holds other files and no index. Cure: another folder, or remove the files.
    #[error("`{0}` is a folder with other files in it, not an index")]
    NotAnIndex(PathBuf),
    /// Built by another version of the analyzer or of the format. Cure: rebuild.
    #[error("the index in `{path}` was built by {found}; this is {expected}")]
    OtherVersion {
        /// The index.
        path: PathBuf,
        /// What built it.
        found: String,
        /// What this program is.
        expected: String,
    },
    /// The fields on disk are not those of this program. Cure: index the files again.
    #[error("the index in `{0}` has other fields than this version of axtar")]
    OtherFields(PathBuf),
    /// Asked to build with other settings than the index has. Cure: another folder.
    #[error("the index in `{path}` was built with {found}, not with {asked}")]
    OtherSettings {
        /// The index.
        path: PathBuf,
        /// Its settings.
        found: String,
        /// What was asked for.
        asked: String,
    },
    /// Another process is writing. Cure: wait for it.
    #[error("another process is writing to the index in `{0}`")]
    Busy(PathBuf),
    /// A file is damaged or missing. Cure: `axtar verify`, then rebuild.
    #[error("the index in `{path}` is damaged: {reason}")]
    Damaged {
        /// The index.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// The operating system refused: disk full, no permission.
    #[error("cannot use the index in `{path}`: {reason}")]
    Io {
        /// The index.
        path: PathBuf,
        /// The system's words.
        reason: String,
    },
}

impl IndexError {
    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            IndexError::Missing(path) => {
                format!("build it with `axtar index PATH… --index {}`", path.display())
            }
            IndexError::NotAnIndex(_) => "name an empty or new folder with `--index DIR`".into(),
            IndexError::OtherVersion { path, .. } => {
                format!(
                    "rebuild it from its stored articles with `axtar index --rebuild --index {}`",
                    path.display()
                )
            }
            IndexError::OtherFields(path) => {
                format!("remove the folder, then `axtar index PATH… --index {}`", path.display())
            }
            IndexError::OtherSettings { .. } => "name another folder with `--index DIR`".into(),
            IndexError::Busy(_) => "wait until it has finished, then try again".into(),
            IndexError::Damaged { path, .. } => {
                format!("`axtar verify --index {}` names the damaged files", path.display())
            }
            IndexError::Io { .. } => return None,
        })
    }

    /// Sorts a tantivy error into ours; `path` is the index folder.
    pub(crate) fn from_tantivy(path: &Path, error: tantivy::TantivyError) -> Self {
        use tantivy::TantivyError as E;
        let path = path.to_path_buf();
        match error {
            E::LockFailure(tantivy::directory::error::LockError::LockBusy, _) => IndexError::Busy(path),
            E::IoError(e) => IndexError::Io { path, reason: plain(&e) },
            E::OpenReadError(tantivy::directory::error::OpenReadError::IoError { io_error, .. }) => {
                IndexError::Io { path, reason: plain(&io_error) }
            }
            E::LockFailure(tantivy::directory::error::LockError::IoError(e), _) => {
                IndexError::Io { path, reason: plain(&e) }
            }
            other => IndexError::Damaged { path, reason: other.to_string() },
        }
    }

    pub(crate) fn io(path: &Path, error: &std::io::Error) -> Self {
        IndexError::Io { path: path.to_path_buf(), reason: plain(error) }
    }
}

/// The system's message in lower case and without its number: `permission denied`.
fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}
