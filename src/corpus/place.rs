//! Where a text comes from: a file, or an entry of an archive that lies in it.
//!
//! Articles are named after it and messages begin with it: `arxiv.zip!2019/a.html`. The name of an
//! entry is what the archive says, escaped; nothing is ever written under it.

use std::path::{Path, PathBuf};

use super::error::{Location, shown_path};
use super::walk::SourceFile;

/// Archives in archives are opened to this depth.
pub(super) const DEEPEST_ARCHIVE: usize = 5;

/// A file or an entry.
#[derive(Debug, Clone)]
pub(super) struct Place {
    file: PathBuf,
    /// What articles know the file by; none on standard input.
    name: Option<String>,
    /// The way inside the file, archives parted by `!`.
    entry: Option<String>,
    /// In how many archives it lies.
    pub depth: usize,
}

impl Place {
    /// The file itself.
    pub fn of(file: &SourceFile) -> Self {
        let name = (!file.is_standard_input()).then(|| file.name());
        Self { file: file.path.clone(), name, entry: None, depth: 0 }
    }

    /// An entry of the archive that lies here.
    pub fn inside(&self, entry: &str) -> Self {
        let shown = shown_path(Path::new(entry));
        let entry = match &self.entry {
            Some(outer) => format!("{outer}!{shown}"),
            None => shown,
        };
        Self { entry: Some(entry), depth: self.depth + 1, ..self.clone() }
    }

    /// The place as a whole.
    pub fn at(&self) -> Location {
        Location { path: self.file.clone(), entry: self.entry.clone(), line: None }
    }

    /// One line of it, from 1.
    pub fn line(&self, line: u64) -> Location {
        Location { line: Some(line), ..self.at() }
    }

    /// What articles from here are named after; none on standard input.
    pub fn name(&self) -> Option<String> {
        match (&self.name, &self.entry) {
            (Some(name), Some(entry)) => Some(format!("{name}!{entry}")),
            (None, Some(entry)) => Some(entry.clone()),
            (name, None) => name.clone(),
        }
    }

    /// The path whose ending proposes a format.
    pub fn named(&self) -> &Path {
        match &self.entry {
            Some(entry) => Path::new(entry),
            None => &self.file,
        }
    }
}
