//! Integrity of an index: every file against its checksum.
//!
//! The data files end in tantivy's footer: a checksum of what is before it, and the version that wrote
//! it, which no checksum covers and is compared between files. The small files carry a seal of ours
//! (`seal.rs`).

use std::fs;
use std::path::{Path, PathBuf};

use tantivy::directory::Directory;
use tantivy::directory::footer::Footer;
use tantivy::index::SegmentComponent;
use tantivy::{Index, IndexMeta};

use super::folder::Folder;
use super::open::{fingerprint, without_meta};
use super::{FORMAT_VERSION, Fields, IndexError, Manifest, is_empty_folder};

/// What is wrong with an index.
#[derive(Debug)]
pub struct Damage {
    /// The damaged or missing file.
    pub file: PathBuf,
    /// What was found.
    pub reason: String,
}

/// What belongs to the index, and tantivy's list of its files.
const LISTS: [&str; 2] = ["meta.json", ".managed.json"];

/// Reads every file of the index in `path`; an empty list means that all is well.
pub fn verify(path: &Path) -> Result<Vec<Damage>, IndexError> {
    let list = || fs::read(path.join(LISTS[0])).ok();
    for _ in 0..5 {
        let before = list();
        let found = look(path)?;
        // What a writer took away meanwhile is not missing: look again at what there is now.
        if found.is_empty() || before == list() {
            return Ok(found);
        }
    }
    Err(IndexError::Busy(path.to_path_buf()))
}

fn look(path: &Path) -> Result<Vec<Damage>, IndexError> {
    // Nothing is opened as a search would: what trusts a file may panic over it.
    if is_empty_folder(path) {
        return Err(IndexError::Missing(path.to_path_buf()));
    }
    if !path.join(LISTS[0]).is_file()
        && let error @ IndexError::NotAnIndex(_) = without_meta(path)
    {
        return Err(error);
    }
    let damage = |file: &Path, reason: &str| Damage { file: path.join(file), reason: reason.to_string() };
    let folder = Folder::mapped(path).map_err(|e| IndexError::from_tantivy(path, e))?;
    let mut found = vec![];
    for list in LISTS.map(Path::new) {
        let reason = match folder.atomic_read(list) {
            Ok(content) if serde_json::from_slice::<serde::de::IgnoredAny>(&content).is_ok() => continue,
            Ok(_) => "it cannot be read",
            Err(_) if !path.join(list).exists() => "it is missing",
            Err(_) => "its checksum does not match",
        };
        found.push(damage(list, reason));
    }
    if !Manifest::is_readable(path) {
        found.push(Damage { file: Manifest::path(path), reason: "it cannot be read".into() });
    }
    // Without its lists nothing tells which files belong to the index.
    let opened = Index::open(folder.clone()).and_then(|index| Ok((index.load_metas()?, index)));
    match opened {
        Ok((meta, index)) => {
            // With its checksum right it is the list of another program's index.
            let fingerprint = fingerprint(&index, path)?;
            // The fields of another format are as that has them.
            if fingerprint.format == FORMAT_VERSION && index.schema() != Fields::schema().0 {
                found.push(damage(Path::new(LISTS[0]), "its fields are not those of an index of ours"));
            }
            found.extend(
                damaged_files(&index, &folder, &meta).iter().map(|(file, reason)| damage(file, reason)),
            );
        }
        Err(_) if found.is_empty() => found.push(damage(Path::new(LISTS[0]), "it cannot be read")),
        Err(_) => {}
    }
    found.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(found)
}

/// The data files that are not as they were written, each with what is wrong.
fn damaged_files(index: &Index, folder: &Folder, meta: &IndexMeta) -> Vec<(PathBuf, &'static str)> {
    let is_absent = |file: &Path| folder.exists(file).is_ok_and(|exists| !exists);
    let mut files: Vec<PathBuf> = meta.list_segment_files().into_iter().collect();
    // Listed though a segment may well have none of them.
    let with_deletions = meta.segments.iter().filter(|segment| segment.has_deletes());
    let deletions: Vec<PathBuf> =
        with_deletions.map(|segment| segment.relative_path(SegmentComponent::Delete)).collect();
    files.retain(|file| match file.extension().and_then(|e| e.to_str()) {
        Some("del") => deletions.contains(file),
        Some("temp") => !is_absent(file),
        _ => true,
    });
    let (mut found, mut versions) = (vec![], vec![]);
    for file in files {
        let reason = match index.directory().validate_checksum(&file) {
            Ok(true) => {
                let end = folder.open_read(&file).ok().and_then(|bytes| Footer::extract_footer(bytes).ok());
                versions.extend(end.map(|(footer, _)| (file, footer.version)));
                continue;
            }
            Ok(false) => "its checksum does not match",
            Err(_) if is_absent(&file) => "it is missing",
            Err(_) => "its end is damaged or cut off",
        };
        found.push((file, reason));
    }
    // A segment's files are written together: a version that one file alone tells of is a damaged one.
    let is_alone = |version| versions.iter().filter(|(_, other)| other == version).count() == 1;
    let doubtful = versions.iter().filter(|(_, version)| version != tantivy::version() && is_alone(version));
    found.extend(doubtful.map(|(file, _)| (file.clone(), "its end is damaged or cut off")));
    found
}
