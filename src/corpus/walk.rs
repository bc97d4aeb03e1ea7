//! Which files there are: the paths as given, folders walked.
//!
//! The files come in the order of the paths given, those of a folder sorted by name, each once:
//! the same call gives the same order, and where two files hold one article the later given wins.
//! Nothing that could block or never end (devices, FIFOs, link loops) is ever returned.

use std::collections::{BTreeSet, HashSet};
use std::fs::{FileType, Metadata};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use walkdir::{DirEntry, WalkDir};

use super::error::{Location, ReadError, shown_path};
use super::format::{Ending, ending, endings};

/// A file to read, or standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The path as given or found; `-` is standard input.
    pub path: PathBuf,
    /// Its size in bytes when it was found; 0 for standard input.
    pub len: u64,
    /// When it was last changed, in nanoseconds since 1970, where the system knows.
    pub modified_ns: Option<i128>,
}

impl SourceFile {
    /// Standard input.
    pub fn standard_input() -> Self {
        Self { path: PathBuf::from("-"), len: 0, modified_ns: None }
    }

    /// The file at `path`, as the system describes it now.
    pub fn at(path: &Path) -> io::Result<Self> {
        Ok(Self::new(path, &path.metadata()?))
    }

    /// Whether this is standard input. A file named `-` is given as `./-`.
    pub fn is_standard_input(&self) -> bool {
        self.path == Path::new("-")
    }

    /// The name that articles know their file by: relative as given, `/` between its parts,
    /// without `.` parts, bytes that are no UTF-8 escaped.
    pub fn name(&self) -> String {
        let parts = self.path.components().filter_map(|part| match part {
            Component::CurDir => None,
            Component::RootDir => Some(String::new()),
            part => Some(shown_path(Path::new(part.as_os_str()))),
        });
        parts.collect::<Vec<_>>().join("/")
    }

    fn new(path: &Path, metadata: &Metadata) -> Self {
        let modified_ns = metadata.modified().ok().map(nanoseconds);
        Self { path: path.to_owned(), len: metadata.len(), modified_ns }
    }
}

fn nanoseconds(time: SystemTime) -> i128 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => since.as_nanos() as i128,
        Err(before) => -(before.duration().as_nanos() as i128),
    }
}

/// Finds the files under `paths`; what could not be found or is no file comes second.
///
/// A folder is walked to its leaves, links followed, ignore files (`.gitignore`) not heeded.
/// Passed over in silence are hidden entries and the papers of a repository (README, LICENSE,
/// NOTICE); files with endings that are not read are counted in one warning a folder. A path given
/// itself is taken whatever its name.
pub fn walk(paths: &[PathBuf]) -> (Vec<SourceFile>, Vec<ReadError>) {
    walk_without(paths, None)
}

/// The same, never entering the folder `without`, an index that is only about to be made. Indexes and
/// their backups below the paths given are never entered.
pub fn walk_without(paths: &[PathBuf], without: Option<&Path>) -> (Vec<SourceFile>, Vec<ReadError>) {
    let without = without.and_then(|folder| folder.canonicalize().ok());
    let mut found = Found { without, ..Found::default() };
    for path in paths {
        if path == Path::new("-") {
            found.take(SourceFile::standard_input());
            continue;
        }
        match path.metadata() {
            Ok(metadata) if metadata.is_dir() => found.walk_folder(path),
            Ok(metadata) => match special_kind(&metadata.file_type()) {
                Some(kind) => found.errors.push(not_a_file(path, kind)),
                None => found.take(SourceFile::new(path, &metadata)),
            },
            Err(cause) => found.errors.push(failure(path, cause)),
        }
    }
    (found.files, found.errors)
}

/// Would a walk through `folder` read the file `path` in it?
pub fn is_read_in(folder: &Path, path: &Path) -> bool {
    let Ok(inside) = path.strip_prefix(folder) else { return false };
    let is_hidden = |part: Component| part.as_os_str().as_encoded_bytes().starts_with(b".");
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    !inside.components().any(is_hidden) && !is_passed_over(name) && !matches!(ending(path), Ending::Other(_))
}

#[derive(Default)]
struct Found {
    files: Vec<SourceFile>,
    errors: Vec<ReadError>,
    names: HashSet<String>,
    without: Option<PathBuf>,
}

impl Found {
    fn take(&mut self, file: SourceFile) {
        if self.names.insert(file.name()) {
            self.files.push(file);
        }
    }

    fn walk_folder(&mut self, folder: &Path) {
        let mut articles = 0;
        let mut passed_over = 0;
        let mut other_endings = BTreeSet::new();
        let errors_before = self.errors.len();
        let without = self.without.clone();
        // Only a folder is looked up: this costs a system call.
        let is_left_out = |entry: &DirEntry| {
            let is_without = |folder: &Path| entry.path().canonicalize().is_ok_and(|path| path == folder);
            entry.file_type().is_dir()
                && (without.as_deref().is_some_and(is_without) || entry.depth() > 0 && is_index(entry.path()))
        };
        let visible = |entry: &DirEntry| (entry.depth() == 0 || !is_hidden(entry)) && !is_left_out(entry);
        let entries = WalkDir::new(folder).follow_links(true).sort_by_file_name();
        for entry in entries.into_iter().filter_entry(visible) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.errors.push(walk_failure(folder, error));
                    continue;
                }
            };
            if entry.file_type().is_dir() || is_passed_over(entry.file_name().as_encoded_bytes()) {
                continue;
            }
            if let Some(kind) = special_kind(&entry.file_type()) {
                self.errors.push(not_a_file(entry.path(), kind));
                continue;
            }
            if let Ending::Other(ending) = ending(entry.path()) {
                passed_over += 1;
                other_endings.insert(ending);
                continue;
            }
            articles += 1;
            match entry.metadata() {
                Ok(metadata) => self.take(SourceFile::new(entry.path(), &metadata)),
                Err(error) => self.errors.push(walk_failure(folder, error)),
            }
        }
        let at = Location::file(folder);
        if articles == 0 && self.errors.len() == errors_before {
            self.errors.push(ReadError::EmptyFolder { at, endings: endings() });
        } else if passed_over > 0 {
            let endings = list(&other_endings);
            self.errors.push(ReadError::PassedOver { at, count: passed_over, endings });
        }
    }
}

/// The first few endings, for a message.
pub(super) fn list(endings: &BTreeSet<String>) -> String {
    let shown: Vec<String> =
        endings.iter().take(5).map(|e| format!(".{}", shown_path(Path::new(e)))).collect();
    let more = if endings.len() > shown.len() { " …" } else { "" };
    format!("{}{more}", shown.join(" "))
}

/// Does a folder hold a tantivy index? Its files end in `.json` too, and are no articles.
fn is_index(folder: &Path) -> bool {
    folder.join(".managed.json").is_file()
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// The papers of a repository, which lie beside the articles and are none: `README*`, `LICENSE*`,
/// `NOTICE*`. In capitals, since `notice-of-sale.txt` may well be an article.
pub(super) fn is_passed_over(name: &[u8]) -> bool {
    let papers: [&[u8]; 5] = [b"README", b"LICENSE", b"NOTICE", b"readme.", b"license."];
    papers.iter().any(|paper| name.starts_with(paper))
}

fn special_kind(file_type: &FileType) -> Option<&'static str> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let kinds = [
            (file_type.is_fifo(), "a FIFO"),
            (file_type.is_socket(), "a socket"),
            (file_type.is_char_device() || file_type.is_block_device(), "a device"),
        ];
        if let Some((_, kind)) = kinds.iter().find(|(is, _)| *is) {
            return Some(kind);
        }
    }
    (!file_type.is_file()).then_some("something else")
}

fn not_a_file(path: &Path, kind: &'static str) -> ReadError {
    ReadError::NotAFile { at: Location::file(path), kind }
}

fn failure(path: &Path, cause: io::Error) -> ReadError {
    let at = Location::file(path);
    match cause.kind() {
        io::ErrorKind::NotFound => match std::fs::read_link(path) {
            Ok(to) => ReadError::DeadLink { at, to },
            Err(_) => ReadError::Missing { at },
        },
        _ => ReadError::Io { at, cause },
    }
}

fn walk_failure(folder: &Path, error: walkdir::Error) -> ReadError {
    let path = error.path().unwrap_or(folder).to_owned();
    match error.loop_ancestor() {
        Some(to) => ReadError::LinkLoop { at: Location::file(&path), to: to.to_owned() },
        None => {
            let cause = error.into_io_error().unwrap_or_else(|| io::ErrorKind::Other.into());
            failure(&path, cause)
        }
    }
}
