//! A copy of one commit, made while others write, and the way back.
//!
//! Segment files never change once they are written. So under the lock that keeps them from being
//! deleted the files of the newest commit are opened, and copied from there after the lock is gone.
//! The copy is an index that can be searched as it is. What makes it a backup is `axtar-backup.json`,
//! written last and at once: it holds the commit itself and a BLAKE3 hash of every file, so a backup
//! cut off leaves the one before it, and nothing damaged is ever restored.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::directory::{Directory, INDEX_WRITER_LOCK, META_LOCK};
use tantivy::{Index, IndexWriter};

use super::folder::{Folder, create_private, write_private};
use super::history::now;
use super::open::without_meta;
use super::seal::{seal, unseal};
use super::{IndexError, Manifest, is_empty_folder, verify};

const MARK: &str = "axtar-backup.json";
const META: &str = "meta.json";
const MANAGED: &str = ".managed.json";

/// What makes a folder a backup.
#[derive(Debug, Serialize, Deserialize)]
struct Mark {
    /// When it was made, in UTC.
    made: String,
    /// The commit: `meta.json` as it was.
    meta: String,
    /// Every file of it.
    files: BTreeMap<String, Sum>,
    /// The list of files read, if there was one.
    list: Option<Sum>,
}

/// A file as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Sum {
    bytes: u64,
    blake3: String,
}

/// What a backup or restore did.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Copied {
    /// Files copied.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files that were there already.
    pub kept: u64,
    /// When the backup was made, in UTC.
    pub made: String,
}

/// Copies the newest commit of the index to the folder `to`: a new or empty one, or an earlier backup,
/// to which only what is new is added.
pub fn backup(index: &Path, to: &Path) -> Result<Copied, IndexError> {
    let earlier = match (is_empty_folder(to), mark(to)) {
        (true, _) => None,
        (false, Ok(mark)) => Some(mark),
        (false, Err(error)) => return Err(error),
    };
    let (commit, list) = Commit::newest(index)?;
    let here = |e: io::Error| IndexError::io(to, &e);
    create_private(to).map_err(here)?;
    let mut copied = Copied { made: now(), ..Copied::default() };
    let mut files = BTreeMap::new();
    for (name, mut file) in commit.files {
        let target = to.join(&name);
        let known = earlier.as_ref().and_then(|mark| mark.files.get(&name));
        let known = known.filter(|sum| fs::metadata(&target).is_ok_and(|m| m.len() == sum.bytes));
        let sum = match known {
            Some(sum) => {
                copied.kept += 1;
                sum.clone()
            }
            None => {
                let sum = copy(&mut file, &target).map_err(here)?;
                copied.files += 1;
                copied.bytes += sum.bytes;
                sum
            }
        };
        files.insert(name, sum);
    }
    let sum = list.as_deref().map(|list| write_list(to, list).map_err(here)).transpose()?;
    let mark = Mark { made: copied.made.clone(), meta: commit.meta, files, list: sum };
    sync_folder(to).map_err(here)?;
    write_private(to, MARK, &seal(&serde_json::to_vec(&mark).unwrap_or_default())).map_err(here)?;
    // From here on it is the new backup; the rest makes it an index to be searched, and tidies up.
    let old = managed(to);
    write_managed(to, mark.files.keys()).map_err(here)?;
    write_private(to, META, mark.meta.as_bytes()).map_err(here)?;
    for name in old.iter().filter(|name| !mark.files.contains_key(*name) && *name != META) {
        let _ = fs::remove_file(to.join(name));
    }
    match verify(to)?.into_iter().next() {
        Some(damage) => Err(IndexError::Damaged {
            path: to.to_path_buf(),
            reason: format!("{}: {}", damage.file.display(), damage.reason),
        }),
        None => Ok(copied),
    }
}

/// Puts the backup in `from` in the place of the index, in one step; the index may be new. Every
/// file is checked while it is copied.
pub fn restore(from: &Path, index: &Path) -> Result<Copied, IndexError> {
    let mark = mark(from)?;
    let here = |e: io::Error| IndexError::io(index, &e);
    let tantivy = |e| IndexError::from_tantivy(index, e);
    // With the one and without the other: an earlier restore was cut off there.
    if is_empty_folder(index) {
        create_private(index).map_err(here)?;
    } else if !index.join(META).is_file() && !index.join(MANAGED).is_file() {
        return Err(IndexError::NotAnIndex(index.to_path_buf()));
    }
    let folder = Folder::windowed(index).map_err(tantivy)?;
    let lock = folder.acquire_lock(&INDEX_WRITER_LOCK);
    let lock = lock.map_err(|e| tantivy(tantivy::TantivyError::LockFailure(e, None)))?;
    let mut copied = Copied { made: mark.made.clone(), ..Copied::default() };
    let mut all = managed(index);
    // Named first, so that whatever cuts this off, the next writer clears away what is not used.
    all.extend(mark.files.keys().cloned());
    write_managed(index, all.iter()).map_err(here)?;
    for (name, expected) in &mark.files {
        let target = index.join(name);
        if sum(&target).is_ok_and(|found| found == *expected) {
            copied.kept += 1;
            continue;
        }
        let mut file = File::open(from.join(name)).map_err(|e| IndexError::io(from, &e))?;
        if copy(&mut file, &target).map_err(here)? != *expected {
            let _ = fs::remove_file(&target);
            return Err(damaged(from, name));
        }
        copied.files += 1;
        copied.bytes += expected.bytes;
    }
    // The list must never name files whose articles are not there: it goes first and comes last.
    let list = fs::read(Manifest::path(from)).ok();
    let list = list.filter(|list| mark.list.as_ref().is_some_and(|sum| *sum == sum_of(list)));
    match fs::remove_file(Manifest::path(index)) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(here(e)),
        _ => {}
    }
    sync_folder(index).map_err(here)?;
    write_private(index, META, mark.meta.as_bytes()).map_err(here)?;
    if let Some(list) = list {
        write_list(index, &list).map_err(here)?;
    }
    drop(lock);
    // What the old state had and the new one has not.
    let restored = Index::open(folder).map_err(tantivy)?;
    let writer: IndexWriter = restored.writer_with_num_threads(1, 15_000_000).map_err(tantivy)?;
    writer.garbage_collect_files().wait().map_err(tantivy)?;
    Ok(copied)
}

/// When the backup in a folder was made, in UTC.
pub fn backup_time(from: &Path) -> Result<String, IndexError> {
    mark(from).map(|mark| mark.made)
}

/// The files of one commit, open.
struct Commit {
    meta: String,
    files: Vec<(String, File)>,
}

impl Commit {
    /// Those of the newest, with the list of files as it was at that commit or before.
    fn newest(path: &Path) -> Result<(Commit, Option<Vec<u8>>), IndexError> {
        if is_empty_folder(path) {
            return Err(IndexError::Missing(path.to_path_buf()));
        }
        if !path.join(META).is_file() {
            return Err(without_meta(path));
        }
        let tantivy = |e| IndexError::from_tantivy(path, e);
        // First: what it names must be in the commit, which may only be newer.
        let list = fs::read(Manifest::path(path)).ok();
        let folder = Folder::mapped(path).map_err(tantivy)?;
        let lock = folder.acquire_lock(&META_LOCK);
        let _lock = lock.map_err(|e| tantivy(tantivy::TantivyError::LockFailure(e, None)))?;
        let index = Index::open(folder).map_err(tantivy)?;
        let read = || fs::read_to_string(path.join(META)).map_err(|e| IndexError::io(path, &e));
        let mut meta = read()?;
        // Another commit may come between the two readings of it.
        let names = loop {
            let names = index.load_metas().map_err(tantivy)?.list_segment_files();
            let again = read()?;
            if again == meta {
                break names;
            }
            meta = again;
        };
        let mut files = vec![];
        for name in names.iter().filter_map(|name| name.to_str()) {
            match File::open(path.join(name)) {
                Ok(file) => files.push((name.to_owned(), file)),
                // Named for every segment, written only for some; what is needed `verify` misses.
                Err(e) if e.kind() == io::ErrorKind::NotFound => {}
                Err(e) => return Err(IndexError::io(path, &e)),
            }
        }
        Ok((Commit { meta, files }, list))
    }
}

fn mark(folder: &Path) -> Result<Mark, IndexError> {
    let read = fs::read(folder.join(MARK));
    let bytes = match read {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            return Err(IndexError::NotABackup(folder.to_path_buf()));
        }
        Err(e) => return Err(IndexError::io(folder, &e)),
    };
    let mark: Mark = unseal(bytes)
        .and_then(|bytes| Ok(serde_json::from_slice(&bytes)?))
        .map_err(|_| damaged(folder, MARK))?;
    // Names are joined to folders: what is no plain name is not ours.
    let is_plain = |name: &String| Path::new(name).file_name().is_some_and(|file| file == name.as_str());
    if mark.files.keys().all(is_plain) { Ok(mark) } else { Err(damaged(folder, MARK)) }
}

fn damaged(folder: &Path, file: &str) -> IndexError {
    IndexError::DamagedBackup { path: folder.to_path_buf(), file: file.to_owned() }
}

/// Copies to `target`, readable by its owner only, through a name of its own, and hashes meanwhile.
fn copy(file: &mut File, target: &Path) -> io::Result<Sum> {
    let folder = target.parent().unwrap_or(Path::new("."));
    // Such a file is its owner's alone from the beginning.
    let mut partial = tempfile::Builder::new().prefix(".partial").tempfile_in(folder)?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 1 << 20];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hasher.update(&buffer[..read]);
        partial.write_all(&buffer[..read])?;
        bytes += read as u64;
    }
    partial.as_file().sync_all()?;
    partial.persist(target).map_err(|e| e.error)?;
    Ok(Sum { bytes, blake3: hasher.finalize().to_hex().to_string() })
}

fn sum(path: &Path) -> io::Result<Sum> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(Sum { bytes: hasher.count(), blake3: hasher.finalize().to_hex().to_string() })
}

fn sum_of(bytes: &[u8]) -> Sum {
    Sum { bytes: bytes.len() as u64, blake3: blake3::hash(bytes).to_hex().to_string() }
}

fn write_list(folder: &Path, list: &[u8]) -> io::Result<Sum> {
    let name = Manifest::path(Path::new("")).to_string_lossy().into_owned();
    write_private(folder, &name, list)?;
    Ok(sum_of(list))
}

/// The files tantivy knows it wrote into a folder.
fn managed(folder: &Path) -> BTreeSet<String> {
    let bytes = fs::read(folder.join(MANAGED)).and_then(unseal).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

fn write_managed<'a>(folder: &Path, names: impl Iterator<Item = &'a String>) -> io::Result<()> {
    let names: BTreeSet<&str> = names.map(String::as_str).chain([META]).collect();
    let mut bytes = serde_json::to_vec(&names)?;
    bytes.push(b'\n');
    write_private(folder, MANAGED, &seal(&bytes))
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
