//! Where the program keeps what is its user's: the XDG folders, and nothing else in HOME.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// `$XDG_CONFIG_HOME/axtar`, by default under `~/.config`.
pub fn config() -> Option<PathBuf> {
    under("XDG_CONFIG_HOME", ".config")
}

/// `$XDG_STATE_HOME/axtar`, by default under `~/.local/state`.
pub fn state() -> Option<PathBuf> {
    under("XDG_STATE_HOME", ".local/state")
}

/// The user's home, where there is one.
pub fn home() -> Option<PathBuf> {
    std::env::home_dir().filter(|home| home.is_absolute())
}

/// The specification wants relative paths in its variables passed over.
fn under(variable: &str, default: &str) -> Option<PathBuf> {
    let set = std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    Some(set.or_else(|| Some(home()?.join(default)))?.join("axtar"))
}

/// Writes a file, whole or not at all and readable by its owner alone, in a folder that is made if need be.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    // Such a file is its owner's alone from the beginning.
    let mut partial = NamedTempFile::new_in(folder)?;
    partial.write_all(bytes)?;
    partial.persist(path).map(drop).map_err(|e| e.error)
}
