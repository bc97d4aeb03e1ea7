//! `axtar optimize`: one segment, and nothing in it that was replaced or removed.

use std::path::Path;

use axtar::index::{Archive, ArchiveWriter, Settings};

use super::Outcome;
use super::messages::say;
use super::output::{bytes, note, thousands};

/// `axtar optimize`.
pub fn run(index: &Path) -> anyhow::Result<Outcome> {
    // Dropped at once: files that a reader holds would stay.
    let before = Archive::open(index)?.overview()?;
    let index_name = index.display();
    if !ArchiveWriter::open(index, &Settings::default())?.optimize()? {
        note(&say!(ALREADY_OPTIMAL, index = index_name, size = bytes(before.bytes)));
        return Ok(Outcome::Found);
    }
    let after = Archive::open(index)?.overview()?;
    note(&say!(
        OPTIMIZED,
        index = index_name,
        segments = before.segments.len(),
        deleted = thousands(before.deleted),
        before = bytes(before.bytes),
        after = bytes(after.bytes)
    ));
    Ok(Outcome::Found)
}
