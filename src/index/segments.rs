//! Which segments are merged, and when: what keeps many small additions from slowing every search.
//!
//! A search looks into every segment, and finding spellings costs as much in each: four halve the
//! speed of one. So at the end of a run segments near in size become one; one that is [`LEAP`] times
//! larger than all that is new is left alone, and more than [`MAX_SEGMENTS`] are never left.

use tantivy::{Index, IndexWriter, SegmentMeta};

use super::backlog::Underway;

/// At most so many segments are left by a run.
const MAX_SEGMENTS: usize = 4;
/// And each is more than this many times larger than all smaller ones together.
const LEAP: u64 = 8;
/// One with fewer paragraphs is rewritten in a fraction of a second, whatever is new.
const SMALL: u32 = 20_000;

/// Merges the smallest segments where [`surplus`] says so, and rewrites those that are mostly
/// deletions.
pub(super) fn merge_small(index: &Index, writer: &mut IndexWriter<Underway>) -> tantivy::Result<()> {
    let mut segments = index.searchable_segment_metas()?;
    segments.sort_by_key(SegmentMeta::num_docs);
    let surplus = surplus(&segments.iter().map(SegmentMeta::num_docs).collect::<Vec<_>>());
    let stale = |s: &SegmentMeta| s.num_deleted_docs() * 3 > s.max_doc();
    let chosen = segments.iter().enumerate().filter(|(i, s)| *i < surplus || stale(s));
    let ids: Vec<_> = chosen.map(|(_, s)| s.id()).collect();
    // Files of segments that somebody still holds are not collected.
    drop(segments);
    merge(writer, &ids)
}

/// Makes one segment without deletions of all; false where that is what there is.
pub(super) fn merge_all(index: &Index, writer: &mut IndexWriter<Underway>) -> tantivy::Result<bool> {
    let segments = index.searchable_segment_metas()?;
    if segments.len() <= 1 && !segments.iter().any(SegmentMeta::has_deletes) {
        return Ok(false);
    }
    let ids: Vec<_> = segments.iter().map(SegmentMeta::id).collect();
    drop(segments);
    merge(writer, &ids)?;
    Ok(true)
}

fn merge(writer: &mut IndexWriter<Underway>, ids: &[tantivy::index::SegmentId]) -> tantivy::Result<()> {
    if !ids.is_empty() {
        writer.merge(ids).wait()?;
        writer.garbage_collect_files().wait()?;
    }
    Ok(())
}

/// How many of the smallest segments to merge into one, of the paragraphs in each, ascending.
///
/// A segment is left apart only where taking it in would rewrite [`LEAP`] times what is new: adding
/// a day's articles to a large archive stays cheap, an archive built in one go is one segment.
fn surplus(ascending: &[u32]) -> usize {
    let mut total = 0u64;
    let mut surplus = 0;
    for (place, &paragraphs) in ascending.iter().enumerate() {
        let near = paragraphs < SMALL || total * LEAP >= u64::from(paragraphs);
        if place > 0 && (near || ascending.len() - place >= MAX_SEGMENTS) {
            surplus = place + 1;
        }
        total += u64::from(paragraphs);
    }
    surplus
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_near_in_size_become_one_and_a_large_one_is_left_alone() {
        assert_eq!(surplus(&[]), 0);
        assert_eq!(surplus(&[7]), 0);
        assert_eq!(surplus(&[200, 210, 220]), 3, "an archive built in one go");
        assert_eq!(surplus(&[100, 1_000_000]), 0, "a day's articles beside a large archive");
        assert_eq!(surplus(&[100, 120, 1_000_000]), 2, "the days go together");
        assert_eq!(surplus(&[100, 500_000, 500_000]), 3);
        assert_eq!(surplus(&[5, 300]), 2, "a small archive is one segment however it was written");
        let (k, m) = (1_000, 1_000_000);
        assert_eq!(surplus(&[30 * k, 300 * k, 3 * m, 30 * m, 300 * m]), 2, "never more than four");
    }
}
