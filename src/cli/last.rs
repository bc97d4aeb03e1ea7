//! The last list of hits, so that `axtar show 3` knows what the third was.
//!
//! One list alone is kept, in the XDG state folder, readable by its owner only. Failing to keep it
//! is no reason to fail a search.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Last {
    /// The index that was searched, absolute.
    index: PathBuf,
    /// Paragraph ids, best first.
    hits: Vec<String>,
}

/// Keeps the hits of a search.
pub fn keep(index: &Path, hits: &[String]) {
    let Some(path) = path() else { return };
    let last = Last { index: absolute(index), hits: hits.to_vec() };
    let write = || -> std::io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let partial = path.with_extension("partial");
        fs::write(&partial, serde_json::to_vec(&last)?)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&partial, fs::Permissions::from_mode(0o600))?;
        }
        fs::rename(partial, &path)
    };
    let _ = write();
}

/// The Nth hit (from 1) of the last search of this index; `None` where there is none.
pub fn hit(index: &Path, number: usize) -> Option<String> {
    let last: Last = serde_json::from_slice(&fs::read(path()?).ok()?).ok()?;
    if last.index != absolute(index) {
        return None;
    }
    last.hits.into_iter().nth(number.checked_sub(1)?)
}

fn absolute(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

/// `$XDG_STATE_HOME/axtar/last.json`, by default under `~/.local/state`.
fn path() -> Option<PathBuf> {
    Some(super::folders::state()?.join("last.json"))
}
