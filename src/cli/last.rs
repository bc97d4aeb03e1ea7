//! The last list of hits, so that `axtar show 3` knows what the third was.
//!
//! One list alone is kept, in the XDG state folder, readable by its owner only. Failing to keep it
//! is no reason to fail a search.

use std::fs;
use std::path::{Path, PathBuf};

use axtar::search::Options;
use serde::{Deserialize, Serialize};

use super::args::Reach;
use super::folders;

/// What is kept of a search.
#[derive(Debug, Serialize, Deserialize)]
pub struct Last {
    /// The index that was searched, absolute.
    index: PathBuf,
    /// The query, to mark what matched.
    query: String,
    /// How far its words reached.
    variants: Reach,
    /// Surface forms only.
    exact: bool,
    /// Hits that were passed over before the first.
    offset: usize,
    /// Paragraph ids, in the order of the list.
    hits: Vec<String>,
}

impl Last {
    /// What is to be kept of a search.
    pub fn new(index: &Path, query: &str, options: &Options, variants: Reach, hits: Vec<String>) -> Last {
        let (exact, offset) = (options.exact, options.offset);
        Last { index: absolute(index), query: query.to_owned(), variants, exact, offset, hits }
    }

    /// Keeps it in place of the one before.
    pub fn keep(&self) {
        let Some(path) = path() else { return };
        let _ = serde_json::to_vec(self).map(|bytes| folders::write_private(&path, &bytes));
    }

    /// The last search, if it was of this index.
    pub fn of(index: &Path) -> Option<Last> {
        let last: Last = serde_json::from_slice(&fs::read(path()?).ok()?).ok()?;
        (last.index == absolute(index)).then_some(last)
    }

    /// The paragraph id of the hit that the list counted as `number`.
    pub fn hit(&self, number: usize) -> Option<&str> {
        let place = number.checked_sub(self.offset)?.checked_sub(1)?;
        self.hits.get(place).map(String::as_str)
    }

    /// The query, with what it was asked with.
    pub fn query(&self) -> (&str, Options) {
        let options = Options { variants: self.variants.into(), exact: self.exact, ..Options::default() };
        (&self.query, options)
    }
}

fn absolute(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

/// `$XDG_STATE_HOME/axtar/last.json`, by default under `~/.local/state`.
fn path() -> Option<PathBuf> {
    Some(folders::state()?.join("last.json"))
}
