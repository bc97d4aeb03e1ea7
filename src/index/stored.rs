//! What is stored of a paragraph, read without trusting it.
//!
//! tantivy's own reading of a document reserves as much memory as a stored length asks for: one flipped
//! bit in it and the process is ended by its allocator, which nothing can catch. Here each length is
//! held against what there is. A document is, in tantivy's format, the number of its values, and of
//! each its field, its kind and the value; ours are texts and bytes.

use std::ops::Deref;
use std::sync::{Mutex, PoisonError};

use tantivy::error::DataCorruption;
use tantivy::schema::Field;
use tantivy::{DocAddress, Searcher};

use super::store::{Store, Unpacker, number};

/// What a commit holds: its searcher, and its stored documents.
pub(super) struct Snapshot {
    searcher: Searcher,
    stores: Vec<Store>,
    unpacker: Mutex<Unpacker>,
}

impl Deref for Snapshot {
    type Target = Searcher;

    fn deref(&self) -> &Searcher {
        &self.searcher
    }
}

impl Snapshot {
    /// That of a searcher.
    pub fn of(searcher: Searcher) -> tantivy::Result<Snapshot> {
        let directory = searcher.index().directory();
        let segments = searcher.segment_readers().iter().zip(0..);
        let stores = segments.map(|(segment, ord)| Store::open(directory, ord, segment));
        let stores = stores.collect::<tantivy::Result<_>>()?;
        Ok(Snapshot { searcher, stores, unpacker: Mutex::default() })
    }

    /// A field's text; empty where the document has none.
    pub fn text(&self, doc: DocAddress, field: Field) -> tantivy::Result<String> {
        let bytes = self.value(doc, field, TEXT)?.unwrap_or_default();
        String::from_utf8(bytes).map_err(|_| broken())
    }

    /// A field's bytes; `None` where the document has none.
    pub fn bytes(&self, doc: DocAddress, field: Field) -> tantivy::Result<Option<Vec<u8>>> {
        self.value(doc, field, BYTES)
    }

    fn value(&self, doc: DocAddress, field: Field, kind: u8) -> tantivy::Result<Option<Vec<u8>>> {
        let store = &self.stores[doc.segment_ord as usize];
        // A panic elsewhere leaves nothing half done here: a block is kept once it is whole.
        let unpacker = &mut *self.unpacker.lock().unwrap_or_else(PoisonError::into_inner);
        store
            .document(doc.doc_id, unpacker, |document| {
                value_of(document, field, kind).map(|value| value.map(<[u8]>::to_vec))
            })?
            .ok_or_else(broken)
    }
}

fn broken() -> tantivy::TantivyError {
    tantivy::TantivyError::DataCorruption(DataCorruption::comment_only("a stored document cannot be read"))
}

/// tantivy's marks of a text and of bytes.
const TEXT: u8 = 0;
const BYTES: u8 = 4;

/// The value of a field in a document's bytes, if it has one; `None` where they are no document.
fn value_of(mut bytes: &[u8], field: Field, kind: u8) -> Option<Option<&[u8]>> {
    let values = number(&mut bytes)?;
    for _ in 0..values {
        let (of, rest) = bytes.split_first_chunk::<4>()?;
        let (&found, rest) = rest.split_first()?;
        bytes = rest;
        let len = number(&mut bytes)?;
        let (value, rest) = bytes.split_at_checked(usize::try_from(len).ok()?)?;
        bytes = rest;
        if found != TEXT && found != BYTES {
            return None;
        }
        if u32::from_le_bytes(*of) == field.field_id() {
            return (found == kind).then_some(Some(value));
        }
    }
    bytes.is_empty().then_some(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A document of two texts as tantivy 0.27 writes it.
    fn document(long: usize) -> Vec<u8> {
        let len = [0x7f & long as u8, 0x80 | (long >> 7) as u8];
        [&[0x82, 13, 0, 0, 0, 0, 0x83][..], b"abc", &[14, 0, 0, 0, 0], &len, &vec![b'x'; long]].concat()
    }

    #[test]
    fn a_text_is_found_by_its_field() {
        let bytes = document(300);
        let text = |field| value_of(&bytes, Field::from_field_id(field), TEXT);
        assert_eq!(text(13), Some(Some(&b"abc"[..])));
        assert_eq!(text(14).flatten().map(<[u8]>::len), Some(300));
        assert_eq!(text(1), Some(None));
        assert_eq!(value_of(&bytes, Field::from_field_id(13), BYTES), None);
    }

    #[test]
    fn no_damage_asks_for_more_than_there_is() {
        let bytes = document(300);
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let text = value_of(&flipped, Field::from_field_id(14), TEXT).flatten();
            assert!(text.is_none_or(|text| text.len() <= 300), "{bit}");
        }
        let cut = |len: usize| value_of(&bytes[..len], Field::from_field_id(1), TEXT);
        assert!((0..bytes.len()).all(|len| cut(len).is_none()));
    }
}
