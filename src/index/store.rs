//! A segment's stored documents, found in their blocks.
//!
//! tantivy's own reader copies a document and trusts what it reads; here a document is shown where it lies,
//! and each length is held against what there is, so a damaged file is an error and no panic.
//!
//! The file: blocks of documents; an index; a footer. A block is its documents, where each begins (4
//! bytes), their number (4 bytes); tantivy packs none, since each text is packed by itself (`pack.rs`).
//! The index is layers of checkpoints, the coarsest first: each tells documents and bytes of a group of
//! checkpoints in the next layer; those of the last layer, of a block.

use std::ops::Range;
use std::path::{Path, PathBuf};

use tantivy::directory::{Directory, FileSlice, OwnedBytes};
use tantivy::error::DataCorruption;
use tantivy::{DocId, HasLen, SegmentReader, TantivyError};

/// What ends the file: version (4 bytes), where the index begins (8), kind of packing, nothing (15).
const FOOTER: usize = 28;
/// tantivy's number of no packing.
const UNPACKED: u8 = 0;

/// The stored documents of one segment.
pub(super) struct Store {
    path: PathBuf,
    blocks: FileSlice,
    index: OwnedBytes,
    /// Where the layers lie in the index.
    layers: Vec<Range<usize>>,
}

/// A group of documents: which, and where they lie.
#[derive(Debug, PartialEq)]
struct Checkpoint {
    docs: Range<u64>,
    bytes: Range<u64>,
}

impl Store {
    /// Opens the store of a segment; reads its footer and where its layers lie.
    pub fn open(directory: &dyn Directory, segment: &SegmentReader) -> tantivy::Result<Store> {
        let path = PathBuf::from(format!("{}.store", segment.segment_id().uuid_string()));
        let damaged = || corrupt(&path, "its index cannot be read");
        let file = directory.open_read(&path)?;
        if file.len() < FOOTER {
            return Err(damaged());
        }
        let (body, footer) = file.split_from_end(FOOTER);
        let footer = footer.read_bytes()?;
        let from = little_endian(&footer[4..12]);
        if footer[12] != UNPACKED {
            return Err(corrupt(&path, "it is packed in another way"));
        }
        if from > body.len() {
            return Err(damaged());
        }
        let (blocks, index) = body.split(from);
        let index = index.read_bytes()?;
        let layers = layers(&index).ok_or_else(damaged)?;
        Ok(Store { path, blocks, index, layers })
    }

    /// Shows `see` the bytes of a document.
    pub fn document<T>(&self, doc: DocId, see: impl FnOnce(&[u8]) -> T) -> tantivy::Result<T> {
        let doc = u64::from(doc);
        let damaged = || corrupt(&self.path, "its index cannot be read");
        let checkpoint = self.seek(doc).ok_or_else(damaged)?;
        let (from, to) = (checkpoint.bytes.start as usize, checkpoint.bytes.end as usize);
        if from > to || to > self.blocks.len() {
            return Err(damaged());
        }
        let block = self.blocks.read_bytes_slice(from..to)?;
        let place = (doc - checkpoint.docs.start) as usize;
        let bytes =
            document_of(&block, place).ok_or_else(|| corrupt(&self.path, "a block cannot be read"))?;
        Ok(see(bytes))
    }

    /// The block that holds a document.
    fn seek(&self, doc: u64) -> Option<Checkpoint> {
        let mut found = Checkpoint { docs: 0..1, bytes: 0..0 };
        for layer in &self.layers {
            let mut rest = self.index.get(layer.clone())?.get(usize::try_from(found.bytes.start).ok()?..)?;
            found = checkpoint(&mut rest, doc)?;
        }
        Some(found)
    }
}

fn corrupt(path: &Path, reason: &str) -> TantivyError {
    TantivyError::DataCorruption(DataCorruption::new(path.to_path_buf(), reason.to_string()))
}

/// Where the layers lie; `None` where the bytes are no index.
fn layers(index: &[u8]) -> Option<Vec<Range<usize>>> {
    let mut rest = index;
    let count = number(&mut rest)?;
    let mut ends = vec![];
    for _ in 0..count {
        ends.push(usize::try_from(number(&mut rest)?).ok()?);
    }
    let first = index.len() - rest.len();
    let mut from = 0;
    let mut layers = Vec::with_capacity(ends.len());
    for end in ends {
        if from > end || end > rest.len() {
            return None;
        }
        layers.push(first + from..first + end);
        from = end;
    }
    Some(layers)
}

/// The first checkpoint of a layer that ends behind a document. Several follow one another under one
/// heading: their number, the first document, the first byte, and of each how many of both.
fn checkpoint(layer: &mut &[u8], doc: u64) -> Option<Checkpoint> {
    while !layer.is_empty() {
        let count = number(layer)?;
        if count == 0 {
            continue;
        }
        let (mut docs, mut bytes) = (number(layer)?, number(layer)?);
        for _ in 0..count {
            let next = docs.checked_add(number(layer)?)?;
            let end = bytes.checked_add(number(layer)?)?;
            if next > doc {
                return (docs <= doc).then_some(Checkpoint { docs: docs..next, bytes: bytes..end });
            }
            (docs, bytes) = (next, end);
        }
    }
    None
}

/// The bytes of a block's document; `None` where it is none.
fn document_of(block: &[u8], place: usize) -> Option<&[u8]> {
    let word = |at: usize| {
        let bytes = block.get(at..at.checked_add(4)?)?.first_chunk::<4>()?;
        Some(u32::from_le_bytes(*bytes) as usize)
    };
    let number_at = block.len().checked_sub(4)?;
    let count = word(number_at)?;
    let begins = number_at.checked_sub(count.checked_mul(4)?)?;
    if place >= count {
        return None;
    }
    let from = word(begins + place * 4)?;
    let to = if place + 1 < count { word(begins + (place + 1) * 4)? } else { begins };
    block.get(from..to)
}

/// A number in groups of seven bits, the lowest first; the last group has the eighth bit.
pub(super) fn number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for group in 0..9 {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << (7 * group);
        if byte & 0x80 != 0 {
            return Some(number);
        }
    }
    None
}

/// Appends a number in that form.
pub(super) fn put_number(mut number: u64, bytes: &mut Vec<u8>) {
    while number > 0x7f {
        bytes.push((number & 0x7f) as u8);
        number >>= 7;
    }
    bytes.push(number as u8 | 0x80);
}

/// A number of whole bytes, the lowest first, no more of them than a `usize` has.
pub(super) fn little_endian(bytes: &[u8]) -> usize {
    bytes.iter().rev().fold(0, |number, &byte| number << 8 | usize::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_gives_its_documents_and_no_more() {
        let block = [&b"abcde"[..], &[0, 0, 0, 0], &[3, 0, 0, 0], &[2, 0, 0, 0]].concat();
        assert_eq!(document_of(&block, 0), Some(&b"abc"[..]));
        assert_eq!(document_of(&block, 1), Some(&b"de"[..]));
        assert_eq!(document_of(&block, 2), None);
        for bit in 0..block.len() * 8 {
            let mut flipped = block.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(document_of(&flipped, 1).is_none_or(|document| document.len() <= block.len()));
        }
    }

    #[test]
    fn a_checkpoint_is_found_by_its_document() {
        let v = |n: u8| n | 0x80;
        // Two groups: documents 0–4 and 5–8 at bytes 0 and 100, then 9–9 at byte 120.
        let layer = [v(2), v(0), v(0), v(5), v(100), v(4), v(20), v(1), v(9), v(120), v(1), v(7)];
        let find = |doc| checkpoint(&mut &layer[..], doc);
        assert_eq!(find(4), Some(Checkpoint { docs: 0..5, bytes: 0..100 }));
        assert_eq!(find(5), Some(Checkpoint { docs: 5..9, bytes: 100..120 }));
        assert_eq!(find(9), Some(Checkpoint { docs: 9..10, bytes: 120..127 }));
        assert_eq!(find(10), None);
        for len in 0..layer.len() {
            assert!(checkpoint(&mut &layer[..len], 9).is_none());
        }
    }

    #[test]
    fn layers_that_overlap_are_none() {
        assert_eq!(layers(&[0x82, 0x81, 0x83, 7, 8, 9]), Some(vec![3..4, 4..6]));
        assert_eq!(layers(&[0x82, 0x83, 0x81, 7, 8, 9]), None);
        assert_eq!(layers(&[0x81, 0x84, 7, 8, 9]), None);
        assert_eq!(layers(&[]), None);
    }
}
