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
    /// Its format is not that of this program: neither its terms nor its articles can be read. Cure: index
    /// the files again.
    #[error(
        "the index in `{path}` is of format {found}, which this axtar does not read: it writes {expected}"
    )]
    OtherFormat {
        /// The index.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// That of this program.
        expected: u32,
    },
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
    /// The folder is no backup, or not empty and no backup. Cure: name the right one.
    #[error("`{0}` is no backup made by axtar")]
    NotABackup(PathBuf),
    /// A file of a backup is not as it was written. Cure: another backup.
    #[error("the backup in `{path}` is damaged: {file} is not as it was written")]
    DamagedBackup {
        /// The backup.
        path: PathBuf,
        /// The file.
        file: String,
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
            IndexError::OtherFormat { path, .. } => format!(
                "remove the folder, then `axtar index PATH… --index {}`; until then the axtar that built it reads it",
                path.display()
            ),
            IndexError::OtherSettings { .. } => "name another folder with `--index DIR`".into(),
            IndexError::Busy(_) => "wait until it has finished, then try again".into(),
            IndexError::Damaged { path, .. } => {
                format!("`axtar verify --index {}` names the damaged files", path.display())
            }
            IndexError::NotABackup(_) => {
                "name a folder that `axtar backup` wrote, or for a new backup an empty or new one".into()
            }
            IndexError::DamagedBackup { .. } => {
                "the index is as it was; restore another backup, or make this one anew: `axtar backup DIR`"
                    .into()
            }
            IndexError::Io { reason, .. } => return cure(reason).map(str::to_owned),
        })
    }

    /// Sorts a tantivy error into ours; `path` is the index folder.
    pub(crate) fn from_tantivy(path: &Path, error: tantivy::TantivyError) -> Self {
        use tantivy::TantivyError as E;
        use tantivy::directory::error::{LockError, OpenReadError, OpenWriteError};
        let damaged = |reason| IndexError::Damaged { path: path.to_path_buf(), reason };
        match error {
            E::LockFailure(LockError::LockBusy, _) => IndexError::Busy(path.to_path_buf()),
            E::IoError(e) | E::LockFailure(LockError::IoError(e), _) => Self::io(path, &e),
            E::OpenWriteError(OpenWriteError::IoError { io_error, .. }) => Self::io(path, &io_error),
            // Of a file that is opened its end is read, which says what it is.
            E::OpenReadError(OpenReadError::IoError { io_error, filepath }) if is_of_content(&io_error) => {
                damaged(format!("{}: its end is damaged or cut off", filepath.display()))
            }
            E::OpenReadError(OpenReadError::IoError { io_error, .. }) => Self::io(path, &io_error),
            E::OpenReadError(OpenReadError::FileDoesNotExist(file)) => {
                damaged(format!("{}: it is missing", file.display()))
            }
            other => {
                let text = other.to_string();
                // What a thread of tantivy's met comes as text.
                if let Some((before, _)) = text.split_once(" (os error") {
                    let reason = before.rsplit(['\'', '"']).next().unwrap_or(before).to_lowercase();
                    return IndexError::Io { path: path.to_path_buf(), reason };
                }
                let file = text.split_once("`\"").and_then(|(_, rest)| rest.split_once("\"`"));
                damaged(match file {
                    Some((file, _)) => format!("{file}: it cannot be read"),
                    None => "its data cannot be read".into(),
                })
            }
        }
    }

    pub(crate) fn io(path: &Path, error: &std::io::Error) -> Self {
        let (path, reason) = (path.to_path_buf(), plain(error));
        match is_of_content(error) {
            true => IndexError::Damaged { path, reason },
            false => IndexError::Io { path, reason },
        }
    }
}

/// What helps against the system's refusals that newsrooms meet.
fn cure(reason: &str) -> Option<&'static str> {
    Some(match reason {
        "no space left on device" | "disk quota exceeded" | "file too large" => {
            "make room and run it again: what was committed before is kept"
        }
        "read-only file system" => {
            "it can be searched as it is; to add to it, copy it to where files can be written"
        }
        "permission denied" => {
            "ask for the right to read the folder, and to write in it for `index` and `add`"
        }
        "input/output error" => {
            "the disk may be failing: copy the index to another, then look at it with `axtar verify`"
        }
        _ => return None,
    })
}

/// Does it tell of bytes that are not what was written, rather than of the system?
fn is_of_content(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{InvalidData, Other, UnexpectedEof};
    // What unpacking says has no number of the system's.
    matches!(error.kind(), InvalidData | UnexpectedEof | Other) && !error.to_string().contains("(os error")
}

/// The system's message in lower case and without its number: `permission denied`.
fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::TantivyError;
    use tantivy::directory::error::OpenReadError;

    #[test]
    fn every_error_of_tantivy_says_its_cause_and_shows_no_inside() {
        let full = || std::io::Error::from_raw_os_error(28);
        let told = |error: TantivyError| IndexError::from_tantivy(Path::new("index"), error).to_string();
        let no_room = "cannot use the index in `index`: no space left on device";
        assert_eq!(told(full().into()), no_room);
        assert_eq!(told(TantivyError::InternalError(full().to_string())), no_room);
        assert_eq!(told(TantivyError::ErrorInThread(format!("{:?} '{}'", "x", full()))), no_room);
        let missing = TantivyError::OpenReadError(OpenReadError::FileDoesNotExist("a.idx".into()));
        assert_eq!(told(missing), "the index in `index` is damaged: a.idx: it is missing");
        let end = std::io::Error::new(std::io::ErrorKind::InvalidData, "Footer magic byte mismatch.");
        let end = OpenReadError::wrap_io_error(end, "a.store".into());
        assert_eq!(
            told(TantivyError::OpenReadError(end)),
            "the index in `index` is damaged: a.store: its end is damaged or cut off"
        );
        let corrupt = tantivy::error::DataCorruption::new("meta.json".into(), "Error(\"x\", line: 3)".into());
        assert_eq!(
            told(TantivyError::DataCorruption(corrupt)),
            "the index in `index` is damaged: meta.json: it cannot be read"
        );
        let packed = std::io::Error::other("Data corruption detected");
        assert_eq!(told(packed.into()), "the index in `index` is damaged: data corruption detected");
        assert_eq!(told(TantivyError::Poisoned), "the index in `index` is damaged: its data cannot be read");
    }
}
